//! The words of the mails: each in Swedish and then in English, as nobody knows yet which language the reader has. No other link than ours, and
//! no name of a person: the mailbox that it is sent to may be somebody else's.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::jobs::dispatch::{Composed, Letter, Secret};
use crate::tr;

use super::Language;

/// What separates the languages.
const BETWEEN: &str = "\n----------\n\n";

/// Words a mail.
pub fn compose(letter: &Letter<'_>) -> Composed {
    // The last minute in which it counts: midnight is the end of the day before, and read as that of the day after.
    let last = letter.expires - SignedDuration::from_secs(1);
    let expires = last.to_zoned(TimeZone::system());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::Person;
    use crate::domain::person::tests::nobody;

    fn person() -> Person {
        Person {
            user_id: Some("anna.a".into()),
            first_name: Some("http://evil.example".into()),
            last_name: Some("Ek".into()),
            ..nobody(1)
        }
    }

    #[test]
    fn a_link_that_ends_at_midnight_counts_until_the_minute_before() {
        let midnight = jiff::civil::date(2026, 1, 11).to_zoned(TimeZone::system());
        let url = "https://koppla.foretaget.example/l/abc";
        let mail = compose(&Letter {
            person: &person(),
            secret: Secret::Link(url),
            expires: midnight.unwrap().timestamp(),
        });
        assert_eq!(mail.text.matches("2026-01-10 23:59").count(), 2);
        assert_eq!(mail.text.matches(url).count(), 2);
        assert_eq!(mail.text.matches("://").count(), 2, "no link but ours");
        assert!(!mail.subject.contains('\n'));
    }
}
