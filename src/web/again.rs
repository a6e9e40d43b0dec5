//! Asking for a new link, for whoever's link counts no more: by user id alone, as they may have no password. Whatever was typed, the answer is the
//! same page after the same time; the link itself goes to nobody but the address that is waiting to be verified.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use serde::Deserialize;
use tokio::time::{Instant, sleep_until};

use super::account::{REFUSAL, to, user_id_field};
use super::app::{App, Failure};
use super::pages::{self, Notice, Page};
use super::routes::Peer;
use super::throttle;
use crate::domain::verification::Mode;
use crate::jobs::{settings, verification};
use crate::lang::Language;
use crate::tr;

/// A user id.
#[derive(Deserialize)]
pub(super) struct Asked {
    user_id: String,
}

fn page(app: &App, language: Language, typed: &str, notice: Option<String>) -> Page {
    let text = vec![tr!(language, "web-again"), tr!(language, "web-again-code")];
    let mut page = app.page(language, tr!(language, "web-again-title"), text);
    page.notice = notice.map(|text| Notice { text });
    page.forms.push(pages::Form {
        action: Some(app.base.to("/again")),
        csrf: None,
        fields: vec![user_id_field(language, typed)],
        button: tr!(language, "web-again-button"),
        aside: false,
    });
    page.link = Some((app.base.to("/sign-in"), tr!(language, "web-gone-sign-in")));
    page
}

/// Whether links are sent at all; where a switch is being prepared, everybody signs in and asks for a code.
pub(super) async fn offered(app: &Arc<App>) -> Result<bool, Failure> {
    app.on_register(|app, register| Ok(settings::mode(&app.place, register)? == Mode::Login))
        .await
}

/// Where one asks.
pub(super) async fn form(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
) -> Result<Response, Failure> {
    Ok(match offered(&app).await? {
        true => page(&app, language, "", None).answer(StatusCode::OK),
        false => to(&app, "/sign-in"),
    })
}

/// Asks.
pub(super) async fn ask(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let begun = Instant::now();
    if !offered(&app).await? {
        return Ok(to(&app, "/sign-in"));
    }
    let client = throttle::client(peer, &headers, &app.proxies);
    if !app.asking.take(client, begun.into_std()) {
        let notice = Some(tr!(language, "web-too-many"));
        let page = page(&app, language, &asked.user_id, notice);
        let wait = [(header::RETRY_AFTER, "60")];
        return Ok((wait, page.answer(StatusCode::TOO_MANY_REQUESTS)).into_response());
    }
    // Where it fails, that is in the log, and the answer is the same: only a link that was to be sent could have failed.
    let queued = app
        .on_register(move |app, register| {
            let ring = app.keys.current();
            verification::ask_for_link(&app.place, register, &ring, asked.user_id.trim())
        })
        .await;
    if let Ok(true) = queued {
        app.mail_waits();
    }
    sleep_until(begun + REFUSAL).await;
    let text = vec![
        tr!(language, "web-again-done"),
        tr!(language, "web-again-none"),
    ];
    let page = app.page(language, tr!(language, "web-again-done-title"), text);
    Ok(page.answer(StatusCode::OK))
}
