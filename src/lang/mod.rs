//! Every sentence a person reads, in Swedish and English, from the Fluent files beside this module.
//! The [`t!`](crate::t) macro checks ids and arguments at compile time against English; a test holds Swedish to the same.
//! Not here: codes, keys and JSON names, which are the same in every language.

pub mod errors;
pub mod fill;
pub mod letters;
pub mod pace;
pub mod sentences;
pub mod users;
pub mod verification;

mod texts;

use std::cell::Cell;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use fluent::FluentValue;
use unic_langid::langid;

pub use self::texts::Texts;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Svenska.
    Swedish,
    /// English.
    English,
}

static SWEDISH: LazyLock<Texts> = LazyLock::new(|| {
    Texts::new(SWEDISH_FILE, langid!("sv"), |value, _| {
        format_number(value, Language::Swedish)
    })
});
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| {
    Texts::new(ENGLISH_FILE, langid!("en"), |value, _| {
        format_number(value, Language::English)
    })
});
const SWEDISH_FILE: &str = include_str!("sv/koppla.ftl");
const ENGLISH_FILE: &str = include_str!("en/koppla.ftl");

/// Whether Swedish is chosen, rather than English.
static SWEDISH_CHOSEN: AtomicBool = AtomicBool::new(false);

impl Language {
    /// The code in `--lang` and the settings.
    pub fn code(self) -> &'static str {
        match self {
            Language::Swedish => "sv",
            Language::English => "en",
        }
    }

    /// The one that this is not.
    pub fn other(self) -> Language {
        match self {
            Language::Swedish => Language::English,
            Language::English => Language::Swedish,
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Language> {
        match code {
            "sv" => Some(Language::Swedish),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// The language of a POSIX locale such as `sv_SE.UTF-8`; everything that is not Swedish is English, C and POSIX too.
    pub fn from_locale(locale: &str) -> Language {
        let language = locale
            .split(['_', '.', '@', '-'])
            .next()
            .unwrap_or_default();
        if language.eq_ignore_ascii_case("sv") || language.eq_ignore_ascii_case("swedish") {
            Language::Swedish
        } else {
            Language::English
        }
    }

    /// The language of the locale that this process runs in.
    pub fn of_environment() -> Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
            .unwrap_or_default();
        Language::from_locale(&locale)
    }
}

fn format_number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string(), language)),
        _ => None,
    }
}

/// Chooses the language of every sentence from here on.
pub fn choose(language: Language) {
    SWEDISH_CHOSEN.store(language == Language::Swedish, Ordering::Relaxed);
}

thread_local! {
    /// The language that [`speaking`] has put in the place of the chosen one.
    static SPOKEN: Cell<Option<Language>> = const { Cell::new(None) };
}

/// Does something with the sentences of one language, whatever is chosen; on this thread only.
pub fn speaking<T>(language: Language, what: impl FnOnce() -> T) -> T {
    let before = SPOKEN.replace(Some(language));
    let done = what();
    SPOKEN.set(before);
    done
}

/// The language that is chosen.
pub fn chosen() -> Language {
    if let Some(spoken) = SPOKEN.get() {
        return spoken;
    }
    if SWEDISH_CHOSEN.load(Ordering::Relaxed) {
        Language::Swedish
    } else {
        Language::English
    }
}

/// The texts behind [`t!`](crate::t).
pub fn loader() -> &'static Texts {
    of(chosen())
}

/// The texts behind [`tr!`](crate::tr): those of one language, whatever is chosen for this process.
pub fn of(language: Language) -> &'static Texts {
    match language {
        Language::Swedish => &SWEDISH,
        Language::English => &ENGLISH,
    }
}

/// A sentence by an id that is only known while running (help texts of the argument tree); `None` if there is none.
pub fn lookup(id: &str) -> Option<String> {
    let texts = loader();
    texts.has(id).then(|| texts.get(id))
}

/// A whole number as the chosen language writes it: `1 204` (no-break space) in Swedish, `1,204` in English.
pub fn number(n: impl Into<i128>) -> String {
    grouped(&n.into().to_string(), chosen())
}

/// A moment on the clock of whoever reads, to the minute.
pub fn moment(at: jiff::Timestamp) -> String {
    let zone = jiff::tz::TimeZone::system();
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}

fn grouped(digits: &str, language: Language) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |d| ("-", d));
    let whole = digits.split('.').next().unwrap_or_default();
    if whole.len() < 4 || whole.len() != digits.len() {
        return format!("{sign}{digits}");
    }
    let separator = match language {
        Language::Swedish => '\u{a0}',
        Language::English => ',',
    };
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A sentence of the chosen language: `t!("id")`, `t!("id", name = value)`. Ids and arguments are checked by the compiler.
/// Whole numbers that are handed in as numbers are grouped by thousands and choose the plural form.
#[macro_export]
macro_rules! t {
    ($id:literal) => { i18n_embed_fl::fl!($crate::lang::loader(), $id) };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        i18n_embed_fl::fl!($crate::lang::loader(), $id, $($name = ($value)),+)
    };
}

/// A sentence of a language that is not the chosen one: `tr!(language, "id")`, `tr!(language, "id", name = value)`. For what several people read
/// at once, as pages and mails.
#[macro_export]
macro_rules! tr {
    ($language:expr, $id:literal) => { i18n_embed_fl::fl!($crate::lang::of($language), $id) };
    ($language:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        i18n_embed_fl::fl!($crate::lang::of($language), $id, $($name = ($value)),+)
    };
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Ids with the arguments that each mentions, of one language.
    fn messages(file: &'static str) -> BTreeMap<&'static str, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        for (id, source) in texts::sources(file) {
            let said = source.lines().filter(|line| !line.starts_with('#'));
            let mut arguments = BTreeSet::new();
            for piece in said.flat_map(|line| line.split('$').skip(1)) {
                let name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
                arguments.insert(piece.chars().take_while(name).collect());
            }
            assert!(found.insert(id, arguments).is_none(), "{id} stands twice");
        }
        found
    }

    #[test]
    fn every_text_can_be_parsed_by_itself_and_refers_to_no_other() {
        for file in [SWEDISH_FILE, ENGLISH_FILE] {
            assert!(!file.contains('\r'));
            for (id, source) in texts::sources(file) {
                let parsed = fluent::FluentResource::try_new(source.to_owned());
                assert!(parsed.is_ok(), "{id}");
                let mut placeables = source.split('{').skip(1);
                let refers = placeables.any(|p| {
                    p.trim_start()
                        .starts_with(|c: char| c == '-' || c.is_ascii_lowercase())
                });
                assert!(!refers, "{id}");
            }
        }
        let texts = of(Language::Swedish);
        assert!(!texts.has("no-such-text"));
        assert_eq!(texts.get("no-such-text"), "no-such-text");
    }

    #[test]
    fn both_languages_hold_the_same_ids_and_arguments() {
        let (english, swedish) = (messages(ENGLISH_FILE), messages(SWEDISH_FILE));
        assert!(!english.is_empty());
        let ids = |m: &BTreeMap<&'static str, _>| m.keys().copied().collect::<BTreeSet<_>>();
        let (here, there) = (ids(&english), ids(&swedish));
        let missing: Vec<_> = here.symmetric_difference(&there).collect();
        assert!(missing.is_empty(), "in one language only: {missing:?}");
        for (id, arguments) in &english {
            assert_eq!(arguments, &swedish[id], "{id}");
        }
    }

    #[test]
    fn numbers_are_grouped_and_choose_the_plural() {
        assert_eq!(crate::t!("app-rows", n = 1), "1 row");
        assert_eq!(crate::t!("app-rows", n = 1204), "1,204 rows");
    }

    #[test]
    fn a_sentence_can_be_had_in_both_languages_at_once() {
        assert_eq!(
            crate::tr!(Language::Swedish, "app-rows", n = 1204),
            "1\u{a0}204 rader"
        );
        assert_eq!(
            crate::tr!(Language::English, "app-rows", n = 1204),
            "1,204 rows"
        );
    }

    #[test]
    fn a_thread_can_speak_another_language_for_a_while() {
        let label = || crate::t!("app-rows", n = 1204);
        let (swedish, english) = (Language::Swedish, Language::English);
        assert_eq!(speaking(swedish, label), "1\u{a0}204 rader");
        assert_eq!(speaking(swedish, chosen), swedish);
        assert_eq!(speaking(swedish, || speaking(english, label)), "1,204 rows");
        assert_eq!(label(), "1,204 rows");
    }

    #[test]
    fn locales_choose_the_language() {
        for swedish in ["sv", "sv_SE.UTF-8", "sv_FI"] {
            assert_eq!(Language::from_locale(swedish), Language::Swedish);
        }
        for english in ["", "C", "POSIX", "C.UTF-8", "en_US.UTF-8", "de_DE"] {
            assert_eq!(Language::from_locale(english), Language::English);
        }
    }
}
