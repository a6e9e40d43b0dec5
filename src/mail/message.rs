//! A mail as it goes over the wire (RFC 5322): headings in ASCII, the text encoded so that nothing in it can end it or break a line.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox as Headed, Message};

use super::{Mail, Mailbox};

/// The message. `None`: lettre does not take what was checked before; such a mail is not sent.
pub(super) fn message(mail: &Mail) -> Option<Message> {
    Message::builder()
        .from(headed(mail.from())?)
        .to(headed(mail.to())?)
        .subject(mail.subject())
        .message_id(Some(format!("<{}>", mail.message_id())))
        .header(ContentType::TEXT_PLAIN)
        // So that nobody's out-of-office answers it (RFC 3834).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .body(mail.text().replace('\n', "\r\n"))
        .ok()
}

fn headed(mailbox: &Mailbox) -> Option<Headed> {
    let address = mailbox.address().parse().ok()?;
    Some(Headed::new(mailbox.name().map(str::to_owned), address))
}
