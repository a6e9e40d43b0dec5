//! In which language a page is: the one that the visitor chose by the switch, else the one that their browser asks for.

use axum::http::{HeaderMap, Uri, header};

use crate::lang::Language;

/// The cookie that remembers the switch.
pub(super) const COOKIE: &str = "koppla-language";

/// The language that the switch of a page was set to by this very request.
pub(super) fn switched(uri: &Uri) -> Option<Language> {
    uri.query()?
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(Language::from_code)
}

/// The language of a page.
pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Language {
    switched(uri)
        .or_else(|| cookie(headers, COOKIE).and_then(Language::from_code))
        .unwrap_or_else(|| accepted(headers))
}

/// What a cookie says.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Whichever of the two the browser likes better. Whoever says nothing is probably in Sweden; whoever names neither reads English.
fn accepted(headers: &HeaderMap) -> Language {
    let Some(list) = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|list| list.to_str().ok())
    else {
        return Language::Swedish;
    };
    let (mut best, mut best_quality) = (None, 0.0);
    for entry in list.split(',') {
        let mut parts = entry.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let quality = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
        let primary = tag.split('-').next().unwrap_or_default();
        let language = match primary.to_ascii_lowercase().as_str() {
            "sv" | "*" => Language::Swedish,
            "en" => Language::English,
            _ => continue,
        };
        if quality > best_quality {
            (best, best_quality) = (Some(language), quality);
        }
    }
    best.unwrap_or(Language::English)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn the_browser_says_which_language() {
        let language = |list| accepted(&headers(header::ACCEPT_LANGUAGE, list)).code();
        assert_eq!(accepted(&HeaderMap::new()).code(), "sv");
        assert_eq!(language("sv-SE,sv;q=0.9,en;q=0.8"), "sv");
        assert_eq!(language("en-GB,en;q=0.9"), "en");
        assert_eq!(language("en;q=0.5, SV;q=0.7"), "sv");
        assert_eq!(language("de-DE,de;q=0.9"), "en");
        assert_eq!(language("fi, en;q=0.4, sv;q=0.6"), "sv");
        assert_eq!(language("*"), "sv");
        assert_eq!(language(";;q=,,"), "en");
    }

    #[test]
    fn the_switch_goes_before_the_browser() {
        let asks_for_english = headers(header::COOKIE, "a=b; koppla-language=en");
        let uri = |text: &str| text.parse::<Uri>().unwrap();
        assert_eq!(of(&uri("/"), &asks_for_english), Language::English);
        assert_eq!(of(&uri("/?lang=sv"), &asks_for_english), Language::Swedish);
        assert_eq!(of(&uri("/?lang=xx"), &asks_for_english), Language::English);
    }
}
