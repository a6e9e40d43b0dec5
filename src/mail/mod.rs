//! Mails: what one is before it is sent, and what sends it. Whatever a mail is made of is checked here once more, whoever checked it before.
//! Not here: the words ([`crate::lang`]), and when and to whom ([`crate::jobs`]).

mod directory;
mod message;
pub mod report;
mod smtp;

pub use directory::Directory;
pub use smtp::{Account, Patience, Security, Server, Smtp, is_this_machine};

use crate::domain::address::{self, Address};
use crate::domain::text::is_bad;
use crate::domain::verification::Outcome;

/// The longest name that stands before an address, in characters.
pub const NAME_MAX: usize = 60;

/// The longest subject, in characters.
const SUBJECT_MAX: usize = 150;

/// An address with a name before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

/// Why a mail was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// A control character, or one that turns the reading direction.
    #[error("the {0} of the mail holds a control character")]
    Control(&'static str),
    /// Not an address.
    #[error("the address of the mail is none")]
    Address,
}

fn clean(part: &'static str, text: &str) -> Result<(), MailError> {
    match text.chars().any(is_bad) {
        true => Err(MailError::Control(part)),
        false => Ok(()),
    }
}

impl Mailbox {
    /// A mailbox; the name is cut to [`NAME_MAX`] characters, and an empty one is none.
    ///
    /// # Errors
    /// A name with control characters. It is not cleaned: a name that tries to be a heading of its own is nobody's name.
    pub fn new(name: Option<&str>, address: &Address) -> Result<Mailbox, MailError> {
        let name = name.unwrap_or_default().trim();
        clean("name", name)?;
        let cut: String = name.chars().take(NAME_MAX).collect();
        // The local part as it was typed, the domain as the network knows it.
        let (local, _) = address
            .spelling()
            .rsplit_once('@')
            .ok_or(MailError::Address)?;
        Ok(Mailbox {
            name: (!cut.is_empty()).then(|| cut.trim_end().to_owned()),
            address: format!("{local}@{}", address.domain()),
        })
    }

    /// Reads `a@foretaget.example` or `Löner <a@foretaget.example>`.
    ///
    /// # Errors
    /// What is no address, or a name with control characters.
    pub fn parse(text: &str) -> Result<Mailbox, MailError> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
            Some((name, address)) => (Some(name.trim().trim_matches('"')), address),
            None => (None, text),
        };
        let parsed = address::parse(address).map_err(|_| MailError::Address)?;
        Mailbox::new(name, &parsed.address)
    }

    /// The name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The address, in ASCII.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        address::domain_of(&self.address)
    }
}

/// A mail that may be sent: plain text, one recipient, nothing in it that could be taken for a heading.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    from: Mailbox,
    to: Mailbox,
    subject: String,
    text: String,
    message_id: String,
}

impl std::fmt::Debug for Mail {
    /// Without the text, which holds a link or a code.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

impl Mail {
    /// A mail. `message_id` is without angle brackets; lines of the text end with `\n`.
    ///
    /// # Errors
    /// Control characters anywhere; in the text, `\n` is none.
    pub fn new(
        from: Mailbox,
        to: Mailbox,
        subject: &str,
        text: &str,
        message_id: &str,
    ) -> Result<Mail, MailError> {
        clean("subject", subject)?;
        clean("Message-ID", message_id)?;
        text.split('\n').try_for_each(|line| clean("text", line))?;
        Ok(Mail {
            from,
            to,
            subject: subject.chars().take(SUBJECT_MAX).collect(),
            text: text.to_owned(),
            message_id: message_id.to_owned(),
        })
    }

    /// Who sends it.
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// Who gets it.
    pub fn to(&self) -> &Mailbox {
        &self.to
    }

    /// The subject, in one line.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The text; lines end with `\n`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The Message-ID without angle brackets: the same at every attempt.
    pub fn message_id(&self) -> &str {
        &self.message_id
    }
}

/// What became of handing a mail over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendOutcome {
    /// What it means for the mail and the queue.
    pub outcome: Outcome,
    /// What the server answered, where it did.
    pub reply: Option<u16>,
}

impl From<Outcome> for SendOutcome {
    /// An outcome without an answer of a server.
    fn from(outcome: Outcome) -> SendOutcome {
        SendOutcome {
            outcome,
            reply: None,
        }
    }
}

/// What hands mails over: a mail server, or a directory. It blocks until the mail's fate is known or lost.
pub trait Transport {
    /// Hands a mail over, connecting first where there is no connection.
    fn send(&mut self, mail: &Mail) -> SendOutcome;

    /// Ends the connection, where there is one; the next mail makes a new one.
    fn hang_up(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(name: &str) -> Result<Mailbox, MailError> {
        let address = address::parse("Asa.Oberg@företaget.example")
            .unwrap()
            .address;
        Mailbox::new(Some(name), &address)
    }

    #[test]
    fn an_address_is_sent_to_as_typed_under_the_domain_of_the_network() {
        let to = mailbox("Åsa Öberg").unwrap();
        assert_eq!(to.address(), "Asa.Oberg@xn--fretaget-n4a.example");
        assert_eq!(to.name(), Some("Åsa Öberg"));
        assert_eq!(mailbox(" ").unwrap().name(), None);
    }

    #[test]
    fn a_sender_is_read_with_and_without_a_name() {
        let sender = Mailbox::parse("Löner & HR <hr@foretaget.example>").unwrap();
        assert_eq!(sender.name(), Some("Löner & HR"));
        assert_eq!(sender.address(), "hr@foretaget.example");
        assert_eq!(sender.domain(), "foretaget.example");
        assert_eq!(Mailbox::parse("hr@foretaget.example").unwrap().name(), None);
        for text in ["", "HR", "hr@", "HR <>", "a@b.se <"] {
            assert_eq!(Mailbox::parse(text), Err(MailError::Address), "{text}");
        }
    }

    #[test]
    fn nothing_that_ends_a_line_gets_into_a_mail() {
        for bad in [
            "a\r\nBcc: x@y.se",
            "a\nb",
            "a\u{0}b",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}b",
        ] {
            assert_eq!(mailbox(bad), Err(MailError::Control("name")), "{bad:?}");
            let make = |subject, id| {
                let from = mailbox("").unwrap();
                Mail::new(from.clone(), from, subject, "Hej\n\nMvh", id)
            };
            assert_eq!(make(bad, "a@b"), Err(MailError::Control("subject")));
            assert_eq!(make("a", bad), Err(MailError::Control("Message-ID")));
        }
        let from = mailbox("").unwrap();
        let text = Mail::new(from.clone(), from, "a", "Hej\r\n.\r\n", "a@b");
        assert_eq!(text, Err(MailError::Control("text")));
    }

    #[test]
    fn long_names_are_cut_and_a_mail_does_not_print_its_text() {
        let long = mailbox(&"å".repeat(500)).unwrap();
        assert_eq!(long.name().unwrap().chars().count(), NAME_MAX);
        let mail = Mail::new(
            long.clone(),
            long,
            "a",
            "https://koppla.example/l/secret",
            "a@b",
        );
        assert_eq!(
            format!("{:?}", mail.unwrap()),
            r#"Mail { message_id: "a@b", .. }"#
        );
    }
}
