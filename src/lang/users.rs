//! Sentences about who is verified and how the mails stand.

use crate::domain::person::Person;
use crate::domain::verification::{LeftOut, Outcome, SendKind, Trouble};
use crate::jobs::{Pause, PauseReason, SendRecord};
use crate::lang::moment;
use crate::lang::verification::send_state;
use crate::t;

/// Why nothing is sent, to stand behind a colon.
pub fn pause(pause: &Pause) -> String {
    match pause.reason {
        PauseReason::Administrator => match &pause.who {
            Some(who) => {
                let who = crate::domain::text::visible(who).into_owned();
                t!("pause-by", who = who)
            }
            None => t!("pause-administrator"),
        },
        PauseReason::Trouble(what) => trouble(what),
    }
}

/// What is in the way of all mails.
pub fn trouble(trouble: Trouble) -> String {
    match trouble {
        Trouble::Connection => t!("pause-connection"),
        Trouble::SignIn => t!("pause-sign-in"),
        Trouble::Sender => t!("pause-sender"),
        Trouble::Local => t!("pause-local"),
    }
}

/// Why a mail did not get through; `None` where it did.
pub fn undelivered(outcome: Outcome) -> Option<String> {
    match outcome {
        Outcome::Accepted => None,
        Outcome::Transient => Some(t!("settings-test-later")),
        Outcome::Permanent => Some(t!("settings-test-refused")),
        Outcome::Trouble(what) => Some(trouble(what)),
        Outcome::Unknown => Some(t!("settings-test-unknown")),
    }
}

/// Why a person gets no link.
pub fn left_out(reason: LeftOut) -> String {
    match reason {
        LeftOut::NoAddress => t!("left-no-address"),
        LeftOut::Verified => t!("left-verified"),
        LeftOut::Inactive => t!("left-inactive"),
        LeftOut::Protected => t!("left-protected"),
        LeftOut::OutsideDomains => t!("left-outside-domains"),
        LeftOut::Bounced => t!("left-bounced"),
        LeftOut::OnItsWay => t!("left-on-its-way"),
        LeftOut::MayHaveBeenSent => t!("left-may-have-been-sent"),
        LeftOut::SentRecently => t!("left-sent-recently"),
    }
}

/// A line about a mail: when, what, and what became of it.
pub fn send(send: &SendRecord) -> String {
    let what = match send.kind {
        SendKind::Link => t!("send-link"),
        SendKind::Code => t!("send-code"),
    };
    let when = moment(send.dispatched.unwrap_or(send.queued));
    let state = send_state(send.state);
    let line = match (send.used, send.expires) {
        (Some(used), _) => t!(
            "send-used",
            when = when,
            what = what,
            state = state,
            at = moment(used)
        ),
        (None, Some(expires)) if send.current && send.state.may_have_arrived() => {
            t!(
                "send-until",
                when = when,
                what = what,
                state = state,
                at = moment(expires)
            )
        }
        _ => t!("send-line", when = when, what = what, state = state),
    };
    match send.current {
        true => line,
        false => format!("{line} ({})", t!("send-earlier-address")),
    }
}

/// The headings of a sheet for mail merge: name, user id, connect address, page, text.
pub fn sheet_headings() -> [String; 5] {
    [
        t!("users-column-name"),
        t!("field-user-id"),
        t!("field-connect-address"),
        t!("users-sheet-url"),
        t!("users-sheet-text"),
    ]
}

/// What a person is told who is to sign in on the page at `url` and ask for a code.
pub fn sheet_words(url: &str) -> impl Fn(&Person) -> String {
    move |person| {
        t!(
            "users-sheet-words",
            url = url,
            user = person.user_id.as_deref().unwrap_or_default(),
            address = person.spelling().unwrap_or_default()
        )
    }
}

/// The headings of a list of one-time passwords: user id, name, password.
pub fn password_headings() -> [String; 3] {
    [
        t!("field-user-id"),
        t!("users-column-name"),
        t!("users-password"),
    ]
}
