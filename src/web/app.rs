//! What all pages share: the register, the keys, where the pages are, who is signed in, and the outbox's worker to be told of new mails.

use std::net::IpAddr;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::pages::Page;
use super::session::Sessions;
use super::throttle::Throttle;
use crate::jobs::dispatch::Signal;
use crate::jobs::keys::Keys;
use crate::jobs::{JobError, Place, Register};
use crate::lang::Language;

/// How many requests work on the register at once; the others wait their turn.
const AT_ONCE: usize = 16;

/// How many passwords are hashed at once: each takes 19 MiB and a processor for a while.
const HASHES_AT_ONCE: usize = 4;

/// How long a request waits for its turn to hash.
const TURN: Duration = Duration::from_secs(15);

/// Where the pages are, as a browser sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    /// The path under which they are, without a slash at the end: mostly empty.
    pub(super) path: String,
    /// Whether a browser reaches them by https.
    pub(super) secure: bool,
}

impl Base {
    /// From a base URL that its setting has checked.
    pub(super) fn new(url: &str) -> Base {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let path = rest.find('/').map_or("", |at| &rest[at..]);
        Base {
            path: path.trim_end_matches('/').to_owned(),
            secure: scheme == "https",
        }
    }

    /// The address of a page on this server.
    pub(super) fn to(&self, page: &str) -> String {
        format!("{}{page}", self.path)
    }
}

/// A request that could not be answered now. Why is in the log; the page says only that it is not the visitor's fault.
#[derive(Debug)]
pub(super) struct Failure;

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }
}

/// What all pages share.
pub(super) struct App {
    pub(super) place: Place,
    pub(super) keys: Keys,
    pub(super) base: Base,
    pub(super) proxies: Vec<IpAddr>,
    pub(super) sessions: Sessions,
    /// How often an address may fail to sign in.
    pub(super) throttle: Throttle,
    /// How often an address may ask for a new link.
    pub(super) asking: Throttle,
    registers: Mutex<Vec<Register>>,
    turns: Semaphore,
    hashing: Semaphore,
    worker: Mutex<Option<Sender<Signal>>>,
}

impl App {
    pub(super) fn new(
        place: Place,
        keys: Keys,
        base: Base,
        proxies: Vec<IpAddr>,
        register: Register,
    ) -> App {
        App {
            place,
            keys,
            base,
            proxies,
            sessions: Sessions::default(),
            throttle: Throttle::default(),
            asking: Throttle::default(),
            registers: Mutex::new(vec![register]),
            turns: Semaphore::new(AT_ONCE),
            hashing: Semaphore::new(HASHES_AT_ONCE),
            worker: Mutex::new(None),
        }
    }

    /// A page with a title and text, and nothing else yet.
    pub(super) fn page(&self, language: Language, title: String, text: Vec<String>) -> Page {
        Page::new(language, self.base.to("/style.css"), title, text)
    }

    /// Does a piece of work on the register, away from the threads that serve connections.
    pub(super) async fn on_register<T: Send + 'static>(
        self: &Arc<App>,
        work: impl FnOnce(&App, &mut Register) -> Result<T, JobError> + Send + 'static,
    ) -> Result<T, Failure> {
        let _turn = self.turns.acquire().await.map_err(|_| Failure)?;
        let app = Arc::clone(self);
        let worked = tokio::task::spawn_blocking(move || {
            let idle = lock(&app.registers).pop();
            let mut register = match idle {
                Some(register) => register,
                None => app.place.open()?,
            };
            let worked = work(&app, &mut register)?;
            lock(&app.registers).push(register);
            Ok(worked)
        });
        match worked.await {
            Ok(Ok(worked)) => Ok(worked),
            Ok(Err(error)) => {
                let error: JobError = error;
                tracing::error!(code = error.code(), "a page could not be answered");
                Err(Failure)
            }
            Err(error) => {
                tracing::error!(%error, "a page could not be answered");
                Err(Failure)
            }
        }
    }

    /// Waits for a turn to hash a password.
    pub(super) async fn turn_to_hash(&self) -> Result<SemaphorePermit<'_>, Failure> {
        match tokio::time::timeout(TURN, self.hashing.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Failure),
        }
    }

    /// Names the worker that sends the outbox from now on.
    pub(super) fn worker_is(&self, worker: Sender<Signal>) {
        *lock(&self.worker) = Some(worker);
    }

    /// Tells the worker that there is a mail to send. One that has ended finds it when it is started again.
    pub(super) fn mail_waits(&self) {
        if let Some(worker) = &*lock(&self.worker) {
            let _ = worker.send(Signal::Look);
        }
    }
}

/// The lock; what a panicking thread left is whole, as nothing here is changed in two steps.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_under_the_path_of_the_base_url() {
        let base = |url| Base::new(url);
        assert_eq!(
            base("https://koppla.foretaget.example").to("/sign-in"),
            "/sign-in"
        );
        assert_eq!(base("https://a.example/verifiera").to("/"), "/verifiera/");
        assert!(base("https://a.example:8443").secure);
        assert!(!base("http://localhost:8080").secure);
    }
}
