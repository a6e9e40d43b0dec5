//! The words of the mails: each in Swedish and then in English, as nobody knows yet which language the reader has. No other link than ours, and
//! no name of a person: the mailbox that it is sent to may be somebody else's.

use jiff::tz::TimeZone;

use crate::jobs::dispatch::{Composed, Letter, Secret};
use crate::tr;

use super::Language;

/// What separates the languages.
const BETWEEN: &str = "\n----------\n\n";

/// Words a mail.
pub fn compose(letter: &Letter<'_>) -> Composed {
    let expires = letter.expires.to_zoned(TimeZone::system());
    let words = |language| match letter.secret {
        Secret::Link(url) => tr!(
            language,
            "letter-link",
            url = url,
            until = expires.strftime("%Y-%m-%d %H:%M").to_string()
        ),
        Secret::Code(code) => tr!(
            language,
            "letter-code",
            code = code.reveal(),
            until = expires.strftime("%H:%M").to_string()
        ),
    };
    let subject = |language| match letter.secret {
        Secret::Link(_) => tr!(language, "letter-link-subject"),
        Secret::Code(_) => tr!(language, "letter-code-subject"),
    };
    both(subject, words)
}

/// The words of the mail that shows whether mails go.
pub fn test() -> Composed {
    both(
        |language| tr!(language, "letter-test-subject"),
        |language| tr!(language, "letter-test"),
    )
}

fn both(subject: impl Fn(Language) -> String, words: impl Fn(Language) -> String) -> Composed {
    let (sv, en) = (Language::Swedish, Language::English);
    Composed {
        subject: format!("{} / {}", subject(sv), subject(en)),
        text: format!("{}\n{BETWEEN}{}\n", words(sv), words(en)),
    }
}
