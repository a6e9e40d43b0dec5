//! The pages of somebody who signs in: with user id and password, a password of their own after a one-time one, and then the code. Every form
//! of a session holds the session's word, and what a form did is shown by another page, so that reloading repeats nothing.

mod home;
mod password;
mod sign_in;

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

pub(super) use self::home::{check_code, home, send_code};
pub(super) use self::password::{choose_password, password_form};
pub(super) use self::sign_in::{REFUSAL, sign_in, sign_in_form, sign_out, user_id_field};
use super::app::App;
use super::language;
use super::pages;
use super::session::Session;

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
