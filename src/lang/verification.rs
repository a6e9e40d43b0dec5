//! Sentences of the outbox for the commands: where mails are, why nothing is sent, how sending ended. Not here: those of the screen, and the words
//! for what is in the way of mails ([`super::users`]).

use super::users::{trouble, undelivered};
use crate::domain::text::visible;
use crate::domain::verification::{Outcome, SendState};
use crate::jobs::dispatch::Ended;
use crate::jobs::fault::Fault;
use crate::jobs::transport::Way;
use crate::jobs::{Pause, PauseReason, SendCounts, SendOutcome};
use crate::lang::{moment, number, sentences};
use crate::t;

/// Where a mail is. *Accepted* is never called delivered.
pub fn send_state(state: SendState) -> String {
    match state {
        SendState::Queued => t!("outbox-queued"),
        SendState::Sending => t!("outbox-sending"),
        SendState::Deferred => t!("outbox-deferred"),
        SendState::Accepted => t!("outbox-accepted"),
        SendState::Bounced => t!("outbox-bounced"),
        SendState::Rejected => t!("outbox-rejected"),
        SendState::Unknown => t!("outbox-unknown"),
        SendState::Cancelled => t!("outbox-cancelled"),
    }
}

/// How many mails are where, in one line.
pub fn send_counts(counts: &SendCounts) -> String {
    let told: Vec<String> = SendState::ALL
        .into_iter()
        .filter(|state| counts.get(*state) > 0)
        .map(|state| format!("{} {}", number(counts.get(state)), send_state(state)))
        .collect();
    match told.is_empty() {
        true => t!("outbox-none"),
        false => told.join(", "),
    }
}

/// Where mails go.
pub fn way(way: &Way) -> String {
    match way {
        Way::Server { host, port } => t!(
            "way-server",
            host = visible(host).into_owned(),
            port = port.to_string()
        ),
        Way::Directory(path) => t!(
            "way-directory",
            path = visible(&path.to_string_lossy()).into_owned()
        ),
    }
}

/// Why nothing is sent, and when that ends.
pub fn pause(pause: &Pause) -> String {
    let why = match pause.reason {
        PauseReason::Administrator => t!(
            "outbox-pause-administrator",
            who = visible(pause.who.as_deref().unwrap_or_default()).into_owned(),
            at = moment(pause.since)
        ),
        PauseReason::Trouble(what) => {
            let told = t!("outbox-pause-trouble", why = trouble(what));
            with_reply(told, pause.reply)
        }
    };
    match pause.until {
        Some(until) => format!("{why} {}", t!("outbox-pause-until", at = moment(until))),
        None => format!("{why} {}", t!("outbox-pause-until-resumed")),
    }
}

/// What ended the sending, and what to do.
pub fn fault(fault: &Fault) -> String {
    t!(
        "outbox-fault",
        at = moment(fault.at),
        why = sentences::failure(&fault.code)
    )
}

/// A sentence, and what the mail server answered.
fn with_reply(told: String, reply: Option<u16>) -> String {
    match reply {
        Some(reply) => format!("{told} {}", t!("trouble-reply", reply = reply.to_string())),
        None => told,
    }
}

/// How sending ended, and what is left to do.
pub fn ended(ended: &Ended, waiting: u64) -> String {
    match ended {
        Ended::Empty => t!("ended-empty"),
        Ended::Stopped => t!("ended-stopped", n = waiting),
        Ended::Later(at) => t!("ended-later", n = waiting, at = moment(*at)),
        Ended::Elsewhere => t!("ended-elsewhere"),
        Ended::Paused(paused) => format!("{} {}", pause(paused), t!("ended-waiting", n = waiting)),
    }
}

/// The stable word for what became of a test mail.
pub fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::Transient => "transient",
        Outcome::Permanent => "permanent",
        Outcome::Unknown => "unknown",
        Outcome::Trouble(trouble) => trouble.code(),
    }
}

/// What became of a test mail.
pub fn test_mail(to: &Way, sent: SendOutcome) -> String {
    match (undelivered(sent.outcome), to) {
        (Some(why), _) => with_reply(t!("settings-test-failed", why = why), sent.reply),
        (None, Way::Server { .. }) => t!("test-mail-accepted"),
        (None, Way::Directory(path)) => t!(
            "test-mail-written",
            path = visible(&path.to_string_lossy()).into_owned()
        ),
    }
}
