//! Signing in with user id and password, and signing out. A refusal is the same page after the same time, whoever it is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::{Pressed, SignedIn, cookie_name, to};
use crate::jobs::verification::{self, SignIn};
use crate::lang::Language;
use crate::tr;
use crate::web::app::{App, Failure};
use crate::web::pages::{self, Field, Kind, Notice, Page, shown};
use crate::web::routes::{Peer, set_cookie};
use crate::web::{again, language, throttle};

/// No refusal leaves sooner: who has a password is counted in the register, which takes a moment more than finding nobody.
pub(in crate::web) const REFUSAL: Duration = Duration::from_millis(300);

/// User id and password.
#[derive(Deserialize)]
pub(in crate::web) struct Credentials {
    user_id: String,
    password: String,
}

/// Where a user id is typed; `typed` stands in it already.
pub(in crate::web) fn user_id_field(language: Language, typed: &str) -> Field {
    Field {
        name: "user_id",
        label: tr!(language, "web-user-id"),
        hint: None,
        autocomplete: "username",
        kind: Kind::Text,
        value: shown(typed),
    }
}

/// `again`: whether whoever has no password can ask for a new link instead.
fn sign_in_page(
    app: &App,
    language: Language,
    user_id: &str,
    notice: Option<String>,
    again: bool,
) -> Page {
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
    let link = || (app.base.to("/again"), tr!(language, "web-again-title"));
    page.link = again.then(link);
    page
}

/// Where one signs in.
pub(in crate::web) async fn sign_in_form(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
) -> Result<Response, Failure> {
    let again = again::offered(&app).await?;
    Ok(sign_in_page(&app, language, "", None, again).answer(StatusCode::OK))
}

/// Signs in.
pub(in crate::web) async fn sign_in(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, Failure> {
    let client = throttle::client(peer, &headers, &app.proxies);
    if !app.throttle.take(client, Instant::now()) {
        let notice = tr!(language, "web-too-many");
        // The register is not asked for anything by whoever has tried too often.
        let page = sign_in_page(&app, language, &given.user_id, Some(notice), false);
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
        let again = again::offered(&app).await?;
        tokio::time::sleep_until(begun + REFUSAL).await;
        let notice = tr!(language, "web-sign-in-refused");
        let page = sign_in_page(&app, language, &user_id, Some(notice), again);
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
pub(in crate::web) async fn sign_out(
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
