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
use super::sending::Sending;
use super::{Options, ServeError};

/// How many connections are open at once; the next one waits.
const CONNECTIONS: usize = 512;

/// How long a connection may take for the head of a request, and rest between two.
const HEAD: Duration = Duration::from_secs(15);

/// How long what is being answered at the end may still take.
const FAREWELL: Duration = Duration::from_secs(10);

/// How often it is seen to that the outbox is being sent.
const CHECK: Duration = Duration::from_secs(2);

/// Serves until a signal.
pub(super) fn run(
    app: App,
    options: Options,
    announce: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    // Before anything listens: what stands against sending is said now.
    let sending = Sending::begin(&app)?;
    let app = Arc::new(app);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::System)?;
    let served = runtime.block_on(serve(&app, options, announce, sending));
    runtime.shutdown_timeout(FAREWELL);
    served
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

    /// Waits for the next of them.
    async fn come(&mut self) -> SignalKind {
        let [terminate, interrupt, hangup] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => SignalKind::terminate(),
            _ = interrupt.recv() => SignalKind::interrupt(),
            _ = hangup.recv() => SignalKind::hangup(),
        }
    }
}

async fn serve(
    app: &Arc<App>,
    options: Options,
    announce: impl FnOnce(SocketAddr),
    mut sending: Sending,
) -> Result<(), ServeError> {
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
            _ = ends.come() => break,
            _ = checks.tick() => sending.check(app),
            () = accept(&listener, &router, &graceful, &room) => {}
        }
    }
    drop(listener);
    // The mail that is being sent is brought to its end, which a server that says nothing may draw out.
    let sent = tokio::task::spawn_blocking(move || drop(sending));
    let farewell = async {
        // Whoever is still being answered then is cut off.
        let _ = timeout(FAREWELL, graceful.shutdown()).await;
        sent.await
    };
    tokio::select! {
        ended = farewell => {
            if let Err(error) = ended {
                tracing::error!(%error, "sending the outbox did not end in order");
            }
        }
        // Whoever insists need not wait; the mail is one that may have been sent then.
        again = ends.come() => {
            let _ = signal_hook::low_level::emulate_default_handler(again.as_raw_value());
        }
    }
    Ok(())
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
