//! Choosing a password of one's own, which whoever came with a one-time password must do first.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::{SignedIn, cookie_name, form, to};
use crate::jobs::passwords::{self, LONGEST, SHORTEST};
use crate::lang::Language;
use crate::tr;
use crate::web::app::{App, Failure};
use crate::web::pages::{Field, Kind, Notice, Page};
use crate::web::routes::set_cookie;
use crate::web::session::Session;

/// A new password, twice.
#[derive(Deserialize)]
pub(in crate::web) struct NewPassword {
    csrf: String,
    password: String,
    again: String,
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
pub(in crate::web) async fn password_form(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    signed_in: SignedIn,
) -> Response {
    password_page(&app, language, &signed_in.session, None).answer(StatusCode::OK)
}

/// Chooses a password. Every other session of the person ends.
pub(in crate::web) async fn choose_password(
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
