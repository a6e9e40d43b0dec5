//! From an address to a link: what a link and a code are, how long they count, who is sent one, how a mail gets from the
//! outbox to the server, and what a reply means. Pure: moments, time zone, keys and chance are handed in.
//! Not here: where sends are kept ([`crate::store`]) and how a mail is worded or sent.

mod keys;
mod lifetime;
mod limits;
mod outbox;
mod recipients;

pub use keys::{Code, Key, KeyError, KeyRing, Mac, NONCE_BYTES, Nonce, Token};
pub use lifetime::Lifetime;
pub use limits::{
    CODE_LIFETIME, CODE_TRIES, CodeWait, FAILURE_WINDOW, FAILURES_TO_LOCK, SIGN_IN_FAILURES,
    SIGN_IN_WINDOW, may_ask,
};
pub use outbox::{
    BURST, Bucket, Capacity, Next, Outcome, SendKind, SendState, Trouble, finish_time, settle,
    trouble_retry,
};
pub use recipients::{Audience, Candidate, LeftOut, Rule, left_out};

/// What verification is for; chosen once by the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Visma Connect is used for signing in already: the administrator mass-sends links.
    #[default]
    Login,
    /// A switch is being prepared: each person signs in and asks for a code.
    Preparing,
}

impl Mode {
    /// The stable word in settings and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Mode::Login => "login",
            Mode::Preparing => "preparing",
        }
    }

    /// The mode with this word.
    pub fn from_code(code: &str) -> Option<Mode> {
        [Mode::Login, Mode::Preparing]
            .into_iter()
            .find(|mode| mode.code() == code)
    }
}

/// What a link is worth, before and after its button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkState {
    /// Pressing the button verifies.
    Ready,
    /// The link's own person has verified this address already.
    AlreadyVerified,
    /// Unknown, expired, revoked, or of an earlier address: all alike to whoever holds it.
    Gone,
}
