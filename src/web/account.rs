//! The pages of somebody who signs in: with user id and password, a password of their own after a one-time one, and then the code. Every form
//! of a session holds the session's word, and what a form did is shown by another page, so that reloading repeats nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::app::{App, Failure};
use super::pages::{self, Field, Kind, Notice, Page, shown};
use super::routes::{Peer, set_cookie};
use super::session::Session;
use super::{language, throttle};
use crate::domain::person::Person;
use crate::domain::verification::{CODE_TRIES, SendKind, SendState};
use crate::jobs::passwords::{self, LONGEST, SHORTEST};
use crate::jobs::verification::{self, CodeAnswer, SignIn};
use crate::jobs::{CodeRequest, JobError, Register, SendRecord, now};
use crate::lang::{self, Language};
use crate::tr;

/// No refusal leaves sooner: who has a password is counted in the register, which takes a moment more than finding nobody.
pub(super) const REFUSAL: Duration = Duration::from_millis(300);

/// The name of the session's cookie. With the prefix no page of a neighbouring host name can set it.
fn cookie_name(app: &App) -> &'static str {
    match app.base.secure && app.base.path.is_empty() {
        true => "__Host-koppla",
        false => "koppla",
    }
}

/// Somebody who is signed in, and the name of their session.
pub(super) struct SignedIn {
    name: String,
    session: Session,
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    /// Whoever is not signed in is sent to where one signs in, and whoever must choose a password to where one does.
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<SignedIn, Response> {
        let found = language::cookie(&parts.headers, cookie_name(app)).and_then(|name| {
            let session = app.sessions.find(name, Instant::now())?;
            Some(SignedIn {
                name: name.to_owned(),
                session,
            })
        });
        found.ok_or_else(|| to(app, "/sign-in"))
    }
}

impl SignedIn {
    /// What answers instead of the form that was sent, as it is none of this session's.
    fn against_foreign(&self, csrf: &str) -> Option<Response> {
        let foreign = !self.session.owns(csrf);
        foreign.then(|| StatusCode::FORBIDDEN.into_response())
    }

    /// What answers instead of the form that was sent: it is none of this session's, or a password must be chosen first.
    fn against(&self, app: &App, csrf: &str) -> Option<Response> {
        let first = || self.session.must_choose.then(|| to(app, "/password"));
        self.against_foreign(csrf).or_else(first)
    }
}

/// A form of a session without anything to fill in.
#[derive(Deserialize)]
pub(super) struct Pressed {
    csrf: String,
}

/// User id and password.
#[derive(Deserialize)]
pub(super) struct Credentials {
    user_id: String,
    password: String,
}

/// A new password, twice.
#[derive(Deserialize)]
pub(super) struct NewPassword {
    csrf: String,
    password: String,
    again: String,
}

/// A typed code.
#[derive(Deserialize)]
pub(super) struct TypedCode {
    csrf: String,
    code: String,
}

pub(super) fn to(app: &App, page: &str) -> Response {
    Redirect::to(&app.base.to(page)).into_response()
}

fn form(app: &App, action: &str, session: &Session, button: String) -> pages::Form {
    pages::Form {
        action: Some(app.base.to(action)),
        csrf: Some(session.csrf.clone()),
        fields: Vec::new(),
        button,
        aside: false,
    }
}

/// The page that is behind a form, for whoever comes back to the form's address.
pub(super) async fn to_home(State(app): State<Arc<App>>) -> Response {
    to(&app, "/")
}

/// Where a user id is typed; `typed` stands in it already.
pub(super) fn user_id_field(language: Language, typed: &str) -> Field {
    Field {
        name: "user_id",
        label: tr!(language, "web-user-id"),
        hint: None,
        autocomplete: "username",
        kind: Kind::Text,
        value: shown(typed),
    }
}

fn sign_in_page(app: &App, language: Language, user_id: &str, notice: Option<String>) -> Page {
    let text = vec![tr!(language, "web-sign-in")];
    let mut page = app.page(language, tr!(language, "web-sign-in-title"), text);
    page.notice = notice.map(|text| Notice { text });
    page.forms.push(pages::Form {
        action: Some(app.base.to("/sign-in")),
        csrf: None,
        fields: vec![
            user_id_field(language, user_id),
            Field {
                name: "password",
                label: tr!(language, "web-password"),
                hint: None,
                autocomplete: "current-password",
                kind: Kind::Password,
                value: String::new(),
            },
        ],
        button: tr!(language, "web-sign-in-button"),
        aside: false,
    });
    page
}

/// Where one signs in.
pub(super) async fn sign_in_form(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
) -> Response {
    sign_in_page(&app, language, "", None).answer(StatusCode::OK)
}

/// Signs in.
pub(super) async fn sign_in(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, Failure> {
    let client = throttle::client(peer, &headers, &app.proxies);
    if !app.throttle.take(client, Instant::now()) {
        let notice = tr!(language, "web-too-many");
        let page = sign_in_page(&app, language, &given.user_id, Some(notice));
        let wait = [(header::RETRY_AFTER, "60")];
        return Ok((wait, page.answer(StatusCode::TOO_MANY_REQUESTS)).into_response());
    }
    let begun = tokio::time::Instant::now();
    let Credentials { user_id, password } = given;
    let typed = user_id.clone();
    let turn = app.turn_to_hash().await?;
    let signed_in = app
        .on_register(move |_, register| verification::sign_in(register, typed.trim(), &password))
        .await?;
    drop(turn);
    let SignIn::In { person, one_time } = signed_in else {
        tokio::time::sleep_until(begun + REFUSAL).await;
        let notice = tr!(language, "web-sign-in-refused");
        let page = sign_in_page(&app, language, &user_id, Some(notice));
        return Ok(page.answer(StatusCode::UNPROCESSABLE_ENTITY));
    };
    app.throttle.give_back(client);
    // A session that was there before ends; its cookie might not have been this person's.
    if let Some(name) = language::cookie(&headers, cookie_name(&app)) {
        app.sessions.close(name);
    }
    let name = app
        .sessions
        .open(person, one_time, Instant::now())
        .map_err(|_| Failure)?;
    let cookie = set_cookie(&app, cookie_name(&app), &name, None);
    let next = if one_time { "/password" } else { "/" };
    Ok(([(header::SET_COOKIE, cookie)], to(&app, next)).into_response())
}

/// Signs out.
pub(super) async fn sign_out(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Form(given): Form<Pressed>,
) -> Response {
    if let Some(answer) = signed_in.against_foreign(&given.csrf) {
        return answer;
    }
    app.sessions.close(&signed_in.name);
    let cookie = set_cookie(&app, cookie_name(&app), "", Some(0));
    ([(header::SET_COOKIE, cookie)], to(&app, "/sign-in")).into_response()
}

fn password_page(app: &App, language: Language, session: &Session, notice: Option<String>) -> Page {
    let intro = match session.must_choose {
        true => tr!(language, "web-choose-one-time"),
        false => tr!(language, "web-choose"),
    };
    let mut page = app.page(language, tr!(language, "web-choose-title"), vec![intro]);
    page.notice = notice.map(|text| Notice { text });
    let field = |name, label, hint| Field {
        name,
        label,
        hint,
        autocomplete: "new-password",
        kind: Kind::Password,
        value: String::new(),
    };
    let hint = tr!(language, "web-choose-hint", least = SHORTEST as u64);
    let mut form = form(
        app,
        "/password",
        session,
        tr!(language, "web-choose-button"),
    );
    form.fields = vec![
        field("password", tr!(language, "web-new-password"), Some(hint)),
        field("again", tr!(language, "web-new-password-again"), None),
    ];
    page.forms.push(form);
    page
}

/// Where one chooses a password.
pub(super) async fn password_form(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    signed_in: SignedIn,
) -> Response {
    password_page(&app, language, &signed_in.session, None).answer(StatusCode::OK)
}

/// Chooses a password. Every other session of the person ends.
pub(super) async fn choose_password(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    signed_in: SignedIn,
    Form(given): Form<NewPassword>,
) -> Result<Response, Failure> {
    let session = &signed_in.session;
    if let Some(answer) = signed_in.against_foreign(&given.csrf) {
        return Ok(answer);
    }
    let fault = if !(SHORTEST..=LONGEST).contains(&given.password.chars().count()) {
        Some(tr!(
            language,
            "web-password-length",
            least = SHORTEST as u64,
            most = LONGEST as u64
        ))
    } else if given.password != given.again {
        Some(tr!(language, "web-passwords-differ"))
    } else {
        None
    };
    if fault.is_some() {
        let page = password_page(&app, language, session, fault);
        return Ok(page.answer(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let person = session.person;
    let turn = app.turn_to_hash().await?;
    app.on_register(move |_, register| passwords::choose(register, person, &given.password))
        .await?;
    drop(turn);
    app.sessions.close_all_of(person);
    let name = app
        .sessions
        .open(person, false, Instant::now())
        .map_err(|_| Failure)?;
    let cookie = set_cookie(&app, cookie_name(&app), &name, None);
    Ok(([(header::SET_COOKIE, cookie)], to(&app, "/")).into_response())
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
pub(super) async fn home(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    signed_in: SignedIn,
) -> Result<Response, Failure> {
    home_with(&app, language, &signed_in, None).await
}

/// Sends a code.
pub(super) async fn send_code(
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
pub(super) async fn check_code(
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
