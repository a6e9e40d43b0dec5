//! The page of whoever is signed in: how their address stands, and the code that verifies it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Extension, Form};
use serde::Deserialize;

use super::{Pressed, SignedIn, form, to};
use crate::domain::person::Person;
use crate::domain::verification::{CODE_TRIES, SendKind, SendState};
use crate::jobs::verification::{self, CodeAnswer};
use crate::jobs::{CodeRequest, JobError, Register, SendRecord, now};
use crate::lang::{self, Language};
use crate::tr;
use crate::web::app::{App, Failure};
use crate::web::pages::{Field, Kind, Notice, Page, shown};
use crate::web::session::Session;

/// A typed code.
#[derive(Deserialize)]
pub(in crate::web) struct TypedCode {
    csrf: String,
    code: String,
}

/// What the page of a person is made from.
struct Seen {
    person: Person,
    code: Option<SendRecord>,
    locked: bool,
}

/// `None`: there is no such person any more.
fn see(register: &Register, session: &Session) -> Result<Option<Seen>, JobError> {
    let person = match register.person(session.person) {
        Ok(person) => person,
        Err(crate::jobs::StoreError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if !person.active {
        return Ok(None);
    }
    let sends = register.sends_of(session.person)?;
    Ok(Some(Seen {
        code: sends
            .into_iter()
            .find(|send| send.kind == SendKind::Code && send.current),
        locked: register.locked_since(session.person)?.is_some(),
        person,
    }))
}

/// Whether a code is under way or may still be typed.
fn is_open(code: &SendRecord) -> bool {
    let alive = !matches!(
        code.state,
        SendState::Rejected | SendState::Bounced | SendState::Cancelled
    );
    alive && code.used.is_none() && code.expires.is_none_or(|expires| expires > now())
}

fn home_page(
    app: &App,
    language: Language,
    session: &Session,
    seen: &Seen,
    notice: Option<String>,
) -> Page {
    let name = shown(&seen.person.full_name());
    let who = match name.is_empty() {
        true => shown(seen.person.shown_key()),
        false => name,
    };
    let signed_in = tr!(language, "web-signed-in-as", who = who);
    let address = seen.person.connect_address.as_ref();
    let address = address.map(|address| shown(address.spelling()));
    let mut notice = notice;
    let mut forms = Vec::new();
    let (title, mut text) = match address {
        None => (
            tr!(language, "web-no-address-title"),
            vec![tr!(language, "web-no-address")],
        ),
        Some(address) if seen.person.verified_at.is_some() => (
            tr!(language, "web-active-title"),
            vec![tr!(language, "web-active", address = address)],
        ),
        Some(_) if seen.locked => (
            tr!(language, "web-locked-title"),
            vec![tr!(language, "web-locked")],
        ),
        Some(address) => {
            let mut send = form(app, "/code/send", session, tr!(language, "web-send-code"));
            let text = match &seen.code {
                Some(code) if is_open(code) => {
                    let mut typed = form(app, "/code", session, tr!(language, "web-code-button"));
                    typed.fields.push(Field {
                        name: "code",
                        label: tr!(language, "web-code"),
                        hint: Some(tr!(language, "web-code-hint")),
                        autocomplete: "one-time-code",
                        kind: Kind::Code,
                        value: String::new(),
                    });
                    forms.push(typed);
                    send.button = tr!(language, "web-send-code-again");
                    send.aside = true;
                    vec![tr!(language, "web-code-sent", address = address)]
                }
                code => {
                    let undelivered = code.as_ref().is_some_and(|c| {
                        matches!(c.state, SendState::Rejected | SendState::Bounced)
                    });
                    if undelivered && notice.is_none() {
                        notice = Some(tr!(language, "web-code-undelivered"));
                    }
                    vec![
                        tr!(language, "web-unverified", address = address),
                        tr!(language, "web-unverified-wrong"),
                    ]
                }
            };
            forms.push(send);
            (tr!(language, "web-unverified-title"), text)
        }
    };
    let mut leave = form(app, "/sign-out", session, tr!(language, "web-sign-out"));
    leave.aside = true;
    forms.push(leave);
    text.push(signed_in);
    let mut page = app.page(language, title, text);
    page.notice = notice.map(|text| Notice { text });
    page.forms = forms;
    page
}

async fn home_with(
    app: &Arc<App>,
    language: Language,
    signed_in: &SignedIn,
    notice: Option<String>,
) -> Result<Response, Failure> {
    let session = signed_in.session.clone();
    if session.must_choose {
        return Ok(to(app, "/password"));
    }
    let looked = session.clone();
    let Some(seen) = app
        .on_register(move |_, register| see(register, &looked))
        .await?
    else {
        app.sessions.close(&signed_in.name);
        return Ok(to(app, "/sign-in"));
    };
    let status = match notice {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok(home_page(app, language, &session, &seen, notice).answer(status))
}

/// The page of whoever is signed in.
pub(in crate::web) async fn home(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    signed_in: SignedIn,
) -> Result<Response, Failure> {
    home_with(&app, language, &signed_in, None).await
}

/// Sends a code.
pub(in crate::web) async fn send_code(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    signed_in: SignedIn,
    Form(given): Form<Pressed>,
) -> Result<Response, Failure> {
    if let Some(answer) = signed_in.against(&app, &given.csrf) {
        return Ok(answer);
    }
    let person = signed_in.session.person;
    let asked = app
        .on_register(move |app, register| {
            verification::ask_for_code(&app.place, register, &app.keys.current(), person)
        })
        .await?;
    let notice = match asked {
        CodeRequest::Queued => {
            app.mail_waits();
            None
        }
        CodeRequest::Wait(wait) if wait.used_up => Some(tr!(
            language,
            "web-code-used-up",
            until = lang::moment(wait.until)
        )),
        CodeRequest::Wait(_) => Some(tr!(language, "web-code-wait")),
        // The page itself says so.
        CodeRequest::Locked | CodeRequest::NoAddress | CodeRequest::AlreadyVerified => None,
    };
    match notice {
        None => Ok(to(&app, "/")),
        notice => home_with(&app, language, &signed_in, notice).await,
    }
}

/// Checks a code.
pub(in crate::web) async fn check_code(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    signed_in: SignedIn,
    Form(given): Form<TypedCode>,
) -> Result<Response, Failure> {
    if let Some(answer) = signed_in.against(&app, &given.csrf) {
        return Ok(answer);
    }
    let person = signed_in.session.person;
    let answer = app
        .on_register(move |app, register| {
            verification::check_code(register, &app.keys.current(), person, &given.code)
        })
        .await?;
    let notice = match answer {
        CodeAnswer::Verified | CodeAnswer::Locked => return Ok(to(&app, "/")),
        CodeAnswer::Wrong { left: 0 } => {
            tr!(language, "web-code-spent", tries = u64::from(CODE_TRIES))
        }
        CodeAnswer::Wrong { left } => tr!(language, "web-code-wrong", left = u64::from(left)),
        CodeAnswer::NoCode => tr!(language, "web-code-none"),
    };
    home_with(&app, language, &signed_in, Some(notice)).await
}
