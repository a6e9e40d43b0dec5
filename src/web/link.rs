//! The page of a link: looking at it changes nothing, its button verifies. It says nothing of whom the link is for, and every link that is
//! worth nothing gets the same page, byte for byte.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::app::{App, Failure};
use super::pages::{Form, Page};
use crate::domain::verification::LinkState;
use crate::jobs::{LinkOutcome, verification};
use crate::lang::Language;
use crate::tr;

/// Shows what a link is worth.
pub(super) async fn look(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let token = given(token);
    let (state, _) = app
        .on_register(move |app, register| verification::look(register, &app.ring, &token))
        .await?;
    Ok(match state {
        LinkState::Ready => ready(&app, language),
        LinkState::AlreadyVerified => already(&app, language),
        LinkState::Gone => gone(&app, language),
    })
}

/// Verifies.
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let token = given(token);
    let outcome = app
        .on_register(move |app, register| verification::confirm(register, &app.ring, &token))
        .await?;
    Ok(match outcome {
        LinkOutcome::Verified(_) => {
            let title = tr!(language, "web-active-title");
            let text = vec![tr!(language, "web-verified")];
            page(&app, language, title, text).answer(StatusCode::OK)
        }
        LinkOutcome::AlreadyVerified(_) => already(&app, language),
        LinkOutcome::Gone => gone(&app, language),
    })
}

/// What stands in the path; what is no text is no token either, and must look like any other.
fn given(token: Result<Path<String>, PathRejection>) -> String {
    token.map_or_else(|_| String::new(), |Path(token)| token)
}

fn page(app: &App, language: Language, title: String, text: Vec<String>) -> Page {
    Page::new(language, app.base.to("/style.css"), title, text)
}

fn ready(app: &App, language: Language) -> Response {
    let title = tr!(language, "web-confirm-title");
    let text = vec![
        tr!(language, "web-confirm"),
        tr!(language, "web-confirm-unexpected"),
    ];
    let mut page = page(app, language, title, text);
    page.forms.push(Form {
        action: None,
        csrf: None,
        fields: Vec::new(),
        button: tr!(language, "web-confirm-button"),
        aside: false,
    });
    page.answer(StatusCode::OK)
}

fn already(app: &App, language: Language) -> Response {
    let title = tr!(language, "web-already-title");
    page(app, language, title, vec![tr!(language, "web-already")]).answer(StatusCode::OK)
}

fn gone(app: &App, language: Language) -> Response {
    let title = tr!(language, "web-gone-title");
    let text = vec![tr!(language, "web-gone"), tr!(language, "web-gone-again")];
    let mut page = page(app, language, title, text);
    page.link = Some((app.base.to("/sign-in"), tr!(language, "web-gone-sign-in")));
    page.answer(StatusCode::GONE)
}
