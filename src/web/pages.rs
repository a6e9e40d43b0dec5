//! What a page is made of, and its HTML. One template for all, so that every page has the same bones: a language, a title that is its heading too,
//! a notice where something went wrong, text, forms with labels. Whatever comes from the register is made visible here and escaped there.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::domain::text::visible;
use crate::lang::Language;
use crate::tr;

/// The longest that a name or an address becomes on a page, in characters.
const LONGEST: usize = 80;

/// Text of the register, fit for a page.
pub(super) fn shown(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.into_owned(),
    }
}

/// A field of a form.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    /// The browser's word for what it may fill in.
    pub(super) autocomplete: &'static str,
    pub(super) kind: Kind,
    /// What stands in it already.
    pub(super) value: String,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Password,
    /// Six digits.
    Code,
}

impl Field {
    fn is_password(&self) -> bool {
        self.kind == Kind::Password
    }

    fn is_code(&self) -> bool {
        self.kind == Kind::Code
    }
}

/// A form; always by POST.
#[derive(Debug)]
pub(super) struct Form {
    /// Where it goes; `None`: to the page's own address, which is not repeated in it.
    pub(super) action: Option<String>,
    pub(super) csrf: Option<String>,
    pub(super) fields: Vec<Field>,
    pub(super) button: String,
    /// Not what one came for.
    pub(super) aside: bool,
}

/// Something that the visitor must hear first.
#[derive(Debug)]
pub(super) struct Notice {
    pub(super) text: String,
}

/// A page.
#[derive(Debug, Template)]
#[template(path = "page.html", config = "src/web/askama.toml")]
pub(super) struct Page {
    pub(super) language: Language,
    /// Where the style sheet is.
    pub(super) style: String,
    pub(super) title: String,
    pub(super) notice: Option<Notice>,
    pub(super) text: Vec<String>,
    pub(super) forms: Vec<Form>,
    pub(super) link: Option<(String, String)>,
}

/// Marks an answer that is a page already.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rendered;

impl Page {
    /// A page with a title and text, and nothing else yet.
    pub(super) fn new(language: Language, style: String, title: String, text: Vec<String>) -> Page {
        Page {
            language,
            style,
            title,
            notice: None,
            text,
            forms: Vec::new(),
            link: None,
        }
    }

    fn other(&self) -> Language {
        match self.language {
            Language::Swedish => Language::English,
            Language::English => Language::Swedish,
        }
    }

    /// Each language is named in itself.
    fn other_name(&self) -> &'static str {
        match self.other() {
            Language::Swedish => "Svenska",
            Language::English => "English",
        }
    }

    fn language_label(&self) -> String {
        tr!(self.language, "web-language")
    }

    /// The page as an answer.
    pub(super) fn answer(&self, status: StatusCode) -> Response {
        match self.render() {
            Ok(html) => {
                let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
                let mut response = (status, kind, html).into_response();
                response.extensions_mut().insert(Rendered);
                response
            }
            Err(error) => {
                tracing::error!(%error, "a page could not be made");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// The page of an answer that has none of its own.
pub(super) fn plain(language: Language, style: String, status: StatusCode) -> Response {
    let (title, text) = match status {
        StatusCode::NOT_FOUND => (
            tr!(language, "web-not-found-title"),
            tr!(language, "web-not-found"),
        ),
        StatusCode::FORBIDDEN => (
            tr!(language, "web-forbidden-title"),
            tr!(language, "web-forbidden"),
        ),
        status if status.is_client_error() => (
            tr!(language, "web-bad-request-title"),
            tr!(language, "web-bad-request"),
        ),
        _ => (
            tr!(language, "web-failed-title"),
            tr!(language, "web-failed"),
        ),
    };
    Page::new(language, style, title, vec![text]).answer(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_the_register_is_escaped_made_visible_and_cut() {
        let text = shown(&format!("<script>\u{202e}\"'&{}", "å".repeat(200)));
        assert_eq!(text.chars().count(), LONGEST + 1);
        let page = Page::new(Language::Swedish, "/s".into(), "T".into(), vec![text]);
        let html = page.render().unwrap();
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains('\u{202e}'));
        assert!(html.contains("&#60;script&#62;"), "{html}");
    }

    #[test]
    fn a_page_names_its_language_and_offers_the_other() {
        let html = |language| {
            Page::new(language, "/s".into(), "T".into(), Vec::new())
                .render()
                .unwrap()
        };
        let swedish = html(Language::Swedish);
        assert!(swedish.contains("<html lang=\"sv\">"), "{swedish}");
        assert!(swedish.contains("href=\"?lang=en\""), "{swedish}");
        assert!(html(Language::English).contains("href=\"?lang=sv\""));
    }
}
