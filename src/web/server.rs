//! Connections in, pages out, and the outbox sent beside it, until a signal ends both: what is being answered is answered, and the mail that is
//! being sent is sent.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::app::App;
use super::routes::{self, Peer};
use super::{Options, ServeError};
use crate::jobs::dispatch::{Event, Until, Worker};
use crate::jobs::{JobError, Place, transport};
use crate::lang::letters;

/// How many connections are open at once; the next one waits.
const CONNECTIONS: usize = 512;

/// How long a connection may take for the head of a request, and rest between two.
const HEAD: Duration = Duration::from_secs(15);

/// How long what is being answered at the end may still take.
const FAREWELL: Duration = Duration::from_secs(10);

/// How often it is seen to that the outbox is being sent.
const CHECK: Duration = Duration::from_secs(5);

/// Serves until a signal.
pub(super) fn run(
    app: App,
    options: Options,
    announce: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let place = app.place.clone();
    // Before anything listens: what stands against sending is said now.
    let worker = sender(&place)?;
    app.worker_is(worker.signals());
    let app = Arc::new(app);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::System)?;
    let served = runtime.block_on(serve(&app, options, announce, worker));
    runtime.shutdown_timeout(FAREWELL);
    // Dropping the worker waits for the mail that is being sent; no page waits for that.
    served.map(drop)
}

/// The signals that end the server.
struct Ends([Signal; 3]);

impl Ends {
    fn new() -> std::io::Result<Ends> {
        Ok(Ends([
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    async fn come(&mut self) {
        let [terminate, interrupt, hangup] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

async fn serve(
    app: &Arc<App>,
    options: Options,
    announce: impl FnOnce(SocketAddr),
    mut worker: Worker,
) -> Result<Worker, ServeError> {
    let failed = |source| ServeError::Listen {
        listen: options.listen,
        source,
    };
    let listener = TcpListener::bind(options.listen).await.map_err(failed)?;
    let listening = listener.local_addr().map_err(failed)?;
    let mut ends = Ends::new().map_err(ServeError::System)?;
    let router = routes::router(Arc::clone(app), options.quiet);
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut checks = interval(CHECK);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    announce(listening);
    loop {
        tokio::select! {
            () = ends.come() => break,
            _ = checks.tick() => {
                if worker.is_finished() {
                    worker = again(app, worker);
                }
            }
            () = accept(&listener, &router, &graceful, &room) => {}
        }
    }
    drop(listener);
    // Whoever is still being answered then is cut off.
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
    Ok(worker)
}

/// Takes the next connection and answers it on a task of its own.
async fn accept(
    listener: &TcpListener,
    router: &Router,
    graceful: &GracefulShutdown,
    room: &Arc<Semaphore>,
) {
    let Ok(place) = Arc::clone(room).acquire_owned().await else {
        return;
    };
    let (stream, peer) = match listener.accept().await {
        Ok(accepted) => accepted,
        Err(error) => {
            // No file left to open, or a connection that ended before it began: neither gets better by asking again at once.
            tracing::warn!(%error, "a connection was not taken");
            return sleep(Duration::from_millis(100)).await;
        }
    };
    // Answers are small; without it they would wait for the confirmation of what went before.
    let _ = stream.set_nodelay(true);
    let pages = TowerToHyperService::new(router.clone());
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request: Request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        let answer = pages.call(request);
        async move { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(16 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        // A visitor who went away in the middle is none of our business.
        let _ = watched.await;
        drop(place);
    });
}

fn sender(place: &Place) -> Result<Worker, JobError> {
    let transport = transport::of(place, &place.open()?)?;
    let watch = |event| match event {
        Event::Settled(state) => tracing::info!(state = state.code(), "a mail was handled"),
        Event::Paused(pause) => tracing::warn!(reason = pause.reason.code(), "sending is paused"),
    };
    Ok(Worker::spawn(
        place.clone(),
        transport,
        Arc::new(letters::compose),
        Until::Stopped,
        watch,
    ))
}

/// A worker instead of one that ended, as the pages go on and people wait for codes. Where none can be started, the ended one stays until the next
/// check.
fn again(app: &App, ended: Worker) -> Worker {
    match sender(&app.place) {
        Ok(worker) => {
            match ended.stop() {
                Ok(how) => tracing::warn!(?how, "sending the outbox ended and is begun again"),
                Err(error) => tracing::error!(
                    code = error.code(),
                    "sending the outbox failed and is begun again"
                ),
            }
            app.worker_is(worker.signals());
            worker
        }
        Err(error) => {
            tracing::error!(code = error.code(), "sending the outbox cannot begin");
            ended
        }
    }
}
