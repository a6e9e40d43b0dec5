//! Which page is where, and what holds for all of them: the headers, the limits, the access log. Nothing that could tell somebody's secret or
//! address gets into the log: it names the route, not the path.

use std::io::Write;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::app::{App, Failure, lock};
use super::pages::{self, Rendered};
use super::{account, again, language, link};
use crate::jobs::now;

/// The largest form, in bytes.
const LARGEST_FORM: usize = 8 * 1024;

/// The longest that a request may take, its body included.
const LONGEST: Duration = Duration::from_secs(30);

const STYLE: &str = include_str!("templates/style.css");

/// What every answer says to the browser.
const HEADERS: [(HeaderName, &str); 9] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("x-robots-tag"),
        "noindex, nofollow, noarchive",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// All pages.
pub(super) fn router(app: Arc<App>, quiet: bool) -> Router {
    let pages = Router::new()
        .route("/", get(account::home))
        .route("/l/{token}", get(link::look).post(link::confirm))
        .route("/again", get(again::form).post(again::ask))
        .route(
            "/sign-in",
            get(account::sign_in_form).post(account::sign_in),
        )
        .route("/sign-out", get(account::to_home).post(account::sign_out))
        .route(
            "/password",
            get(account::password_form).post(account::choose_password),
        )
        .route("/code", get(account::to_home).post(account::check_code))
        .route("/code/send", get(account::to_home).post(account::send_code))
        .route("/style.css", get(style))
        .route("/robots.txt", get("User-agent: *\nDisallow: /\n"))
        .route("/health", get(health));
    let pages = match app.base.path.as_str() {
        "" => pages,
        // A proxy hands the path on as it is, and mostly asks for the state of the server at its root.
        path => Router::new()
            .nest(path, pages)
            .route(&format!("{path}/"), get(account::home))
            .route("/health", get(health))
            .route("/robots.txt", get("User-agent: *\nDisallow: /\n")),
    };
    let shared = Around {
        app: Arc::clone(&app),
        log: (!quiet).then(|| Arc::new(std::sync::Mutex::new(std::io::stderr()))),
    };
    pages
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(shared, around))
        .with_state(app)
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// Whether the register can be read.
async fn health(State(app): State<Arc<App>>) -> Result<&'static str, Failure> {
    app.on_register(|_, register| Ok(register.data_version()?))
        .await?;
    Ok("ok\n")
}

#[derive(Clone)]
struct Around {
    app: Arc<App>,
    log: Option<Arc<std::sync::Mutex<std::io::Stderr>>>,
}

/// What holds for every request.
async fn around(State(shared): State<Around>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let base = &shared.app.base;
    let spoken = language::of(request.uri(), request.headers());
    let switched = language::switched(request.uri());
    request.extensions_mut().insert(spoken);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = if comes_from_elsewhere(&request) {
        StatusCode::FORBIDDEN.into_response()
    } else {
        match tokio::time::timeout(LONGEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
        }
    };
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if is_error && response.extensions().get::<Rendered>().is_none() {
        let allow = response.headers_mut().remove(header::ALLOW);
        response = pages::plain(spoken, base.to("/style.css"), status);
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(language) = switched {
        let cookie = set_cookie(
            &shared.app,
            language::COOKIE,
            language.code(),
            Some(31_536_000),
        );
        headers.append(header::SET_COOKIE, cookie);
    }
    if base.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if let Some(log) = &shared.log {
        let route = route.as_ref().map_or("-", MatchedPath::as_str);
        let milliseconds = begun.elapsed().as_millis();
        let line = format!(
            "{} {method} {route} {} {milliseconds} ms\n",
            now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            status.as_u16()
        );
        // Nobody is left to tell when the reader of the log has gone.
        let _ = lock(log).write_all(line.as_bytes());
    }
    response
}

/// Whether a form was sent by a page that is not ours. Browsers say so; what says nothing is no browser, and has no session to abuse.
fn comes_from_elsewhere(request: &Request) -> bool {
    request.method() == Method::POST
        && request
            .headers()
            .get("sec-fetch-site")
            .is_some_and(|site| site != "same-origin" && site != "none")
}

/// A cookie that no script can read and no other site can send.
pub(super) fn set_cookie(app: &App, name: &str, value: &str, max_age: Option<u32>) -> HeaderValue {
    let path = app.base.to("/");
    let secure = if app.base.secure { "; Secure" } else { "" };
    let age = max_age.map_or(String::new(), |age| format!("; Max-Age={age}"));
    let cookie = format!("{name}={value}; Path={path}; HttpOnly; SameSite=Strict{secure}{age}");
    // Names and values are ours, the path is checked by its setting.
    HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
}
