//! The pages on which people verify their address: opening a link and pressing its button; signing in, asking for a code and typing it;
//! asking for a new link. Served by axum over HTTP/1.1; TLS is the business of the proxy in front. No page holds a script, and no GET changes anything.
//! Not here: what a link or a code is worth ([`crate::jobs::verification`]), and the mails themselves.
//!
//! Known debt: sessions and the throttle of addresses live in memory, so a restart signs everybody out and forgets who tried too often; the
//! throttle of accounts is in the register.

mod account;
mod again;
mod app;
mod language;
mod link;
mod pages;
mod routes;
mod sending;
mod server;
mod session;
mod throttle;

use std::net::{IpAddr, SocketAddr};

use crate::jobs::keys::Keys;
use crate::jobs::{JobError, Place, passwords, settings};
use crate::lang::errors::{self, Told};
use crate::t;

use self::app::{App, Base};

/// What the pages are served with.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Without an access log on standard error.
    pub quiet: bool,
}

/// Why the pages are not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Something else stands against it.
    #[error(transparent)]
    Job(#[from] JobError),
    /// The address cannot be listened on.
    #[error("cannot listen on {listen}: {source}")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// Passwords would cross the network unencrypted.
    #[error("the base URL is plain http, and {0} is not of this machine")]
    Plain(SocketAddr),
    /// The system refuses threads or signals.
    #[error("the system refuses what a server needs: {0}")]
    System(std::io::Error),
}

impl ServeError {
    /// The stable word.
    pub fn code(&self) -> &'static str {
        match self {
            ServeError::Job(error) => error.code(),
            ServeError::Listen { .. } => "listen_failed",
            ServeError::Plain(_) => "listen_insecure",
            ServeError::System(_) => "system",
        }
    }

    /// What it says to a person.
    pub fn told(&self) -> Told {
        match self {
            ServeError::Job(error) => errors::job(error),
            ServeError::Listen { listen, source } => Told {
                message: t!(
                    "serve-listen-failed",
                    listen = listen.to_string(),
                    why = source.to_string()
                ),
                cure: Some(t!("serve-listen-failed-cure")),
            },
            ServeError::Plain(listen) => Told {
                message: t!("serve-plain", listen = listen.to_string()),
                cure: Some(t!("serve-plain-cure")),
            },
            ServeError::System(source) => Told {
                message: t!("serve-system", why = source.to_string()),
                cure: None,
            },
        }
    }
}

/// Serves the pages and sends the outbox until SIGTERM, SIGINT or SIGHUP. `announce` hears where it listens once it does.
///
/// # Errors
/// Before anything is served: a register, key or setting that is missing or wrong, an address that cannot be listened on.
pub fn serve(
    place: &Place,
    options: Options,
    announce: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let register = place.open()?;
    let base = Base::new(&settings::base_url(place, &register)?);
    if !base.secure && !options.listen.ip().is_loopback() {
        return Err(ServeError::Plain(options.listen));
    }
    // Without a sender no code could be sent; better to hear of it now than from the first who asks for one.
    settings::sender(place, &register)?;
    let proxies: Vec<IpAddr> = settings::trusted_proxies(place, &register)?;
    passwords::prepare();
    let keys = Keys::load(place)?;
    let app = App::new(place.clone(), keys, base, proxies, register);
    server::run(app, options, announce)
}
