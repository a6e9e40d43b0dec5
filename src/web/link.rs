//! The page of a link: looking at it changes nothing, its button verifies. It says nothing of whom the link is for, and every link that is
//! worth nothing gets the same page, byte for byte.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::app::{App, Failure};
use super::pages::Form;
use crate::domain::verification::{LinkState, Mode};
use crate::jobs::{LinkOutcome, settings, verification};
use crate::lang::Language;
use crate::tr;

/// Shows what a link is worth.
pub(super) async fn look(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let token = given(token);
    let (state, mode) = app
        .on_register(move |app, register| {
            let (state, _) = verification::look(register, &app.keys.current(), &token)?;
            Ok((state, settings::mode(&app.place, register)?))
        })
        .await?;
    Ok(match state {
        LinkState::Ready => ready(&app, language),
        LinkState::AlreadyVerified => already(&app, language),
        LinkState::Gone => gone(&app, language, mode),
    })
}

/// Verifies.
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Extension(language): Extension<Language>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let token = given(token);
    let (outcome, mode) = app
        .on_register(move |app, register| {
            let outcome = verification::confirm(register, &app.keys.current(), &token)?;
            Ok((outcome, settings::mode(&app.place, register)?))
        })
        .await?;
    Ok(match outcome {
        LinkOutcome::Verified(_) => {
            let title = tr!(language, "web-active-title");
            let text = vec![tr!(language, "web-verified")];
            app.page(language, title, text).answer(StatusCode::OK)
        }
        LinkOutcome::AlreadyVerified(_) => already(&app, language),
        LinkOutcome::Gone => gone(&app, language, mode),
    })
}

/// What stands in the path; what is no text is no token either, and must look like any other.
fn given(token: Result<Path<String>, PathRejection>) -> String {
    token.map_or_else(|_| String::new(), |Path(token)| token)
}

fn ready(app: &App, language: Language) -> Response {
    let title = tr!(language, "web-confirm-title");
    let text = vec![
        tr!(language, "web-confirm"),
        tr!(language, "web-confirm-unexpected"),
    ];
    let mut page = app.page(language, title, text);
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
    app.page(language, title, vec![tr!(language, "web-already")])
        .answer(StatusCode::OK)
}

/// One page for every link that is worth nothing; how to ask again follows from what verification is for, never from the link.
fn gone(app: &App, language: Language, mode: Mode) -> Response {
    let title = tr!(language, "web-gone-title");
    let (again, page, words) = match mode {
        Mode::Login => (
            tr!(language, "web-gone-ask"),
            "/again",
            tr!(language, "web-again-title"),
        ),
        Mode::Preparing => (
            tr!(language, "web-gone-again"),
            "/sign-in",
            tr!(language, "web-gone-sign-in"),
        ),
    };
    let link = (app.base.to(page), words);
    let mut page = app.page(language, title, vec![tr!(language, "web-gone"), again]);
    page.link = Some(link);
    page.answer(StatusCode::GONE)
}
