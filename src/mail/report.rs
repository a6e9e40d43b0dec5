//! Delivery reports (RFC 3464): what mail servers write back about mails that they could not deliver. Anybody can write to the address that they
//! come to, so nothing here believes more than that a mail with this Message-ID came back, and whatever is no report is none.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// What a delivery report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether the mail was given up; otherwise it is only late, or was delivered after all.
    pub failed: bool,
    /// The Message-IDs that the mail may have, without angle brackets, the surest first.
    pub message_ids: Vec<String>,
}

/// Reads a mail as a delivery report; `None` where it is none.
pub fn read(bytes: &[u8]) -> Option<Report> {
    let mail = MessageParser::default().parse(bytes)?;
    let mut actions = mail
        .parts
        .iter()
        .filter(|part| {
            part.is_content_type("message", "delivery-status")
                || part.is_content_type("message", "global-delivery-status")
        })
        .flat_map(actions)
        .peekable();
    actions.peek()?;
    let failed = actions.any(|action| action.eq_ignore_ascii_case("failed"));
    let mut message_ids: Vec<String> = Vec::new();
    // The mail itself or its headings come with the report; some servers only answer to it.
    let enclosed = mail.parts.iter().filter_map(enclosed_id);
    let answered = [mail.in_reply_to(), mail.references()]
        .into_iter()
        .filter_map(|header| header.as_text_list())
        .flatten()
        .map(ToString::to_string);
    for id in enclosed.chain(answered) {
        if !message_ids.contains(&id) {
            message_ids.push(id);
        }
    }
    Some(Report {
        failed,
        message_ids,
    })
}

/// The values of the `Action` fields of a part.
fn actions(part: &MessagePart<'_>) -> Vec<String> {
    String::from_utf8_lossy(part.contents())
        .lines()
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("action"))
        .map(|(_, value)| value.split(['(', ';']).next().unwrap_or_default())
        .map(|value| value.trim().to_owned())
        .collect()
}

/// The Message-ID of the mail that a part holds, or of whose headings it does.
fn enclosed_id(part: &MessagePart<'_>) -> Option<String> {
    let id = |message: &Message<'_>| message.message_id().map(str::to_owned);
    if let PartType::Message(message) = &part.body {
        return id(message);
    }
    let headings = part.is_content_type("text", "rfc822-headers")
        || part.is_content_type("message", "rfc822-headers")
        || part.is_content_type("message", "global-headers");
    if !headings {
        return None;
    }
    id(&MessageParser::default().parse_headers(part.contents())?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A report as Postfix writes it, about the mail with this Message-ID.
    fn postfix(action: &str, id: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mail.foretaget.example (Mail Delivery System)\r\n\
             To: hr@foretaget.example\r\n\
             Subject: Undelivered Mail Returned to Sender\r\n\
             Message-ID: <20260101.1@mail.foretaget.example>\r\n\
             MIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"gräns\"\r\n\r\n\
             --gräns\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n\r\n\
             --gräns\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mail.foretaget.example\r\n\r\n\
             Final-Recipient: rfc822; asa@foretaget.example\r\n\
             Action: {action}\r\nStatus: 5.1.1\r\n\r\n\
             --gräns\r\nContent-Type: message/rfc822\r\n\r\n\
             Message-ID: <{id}>\r\nSubject: Bekräfta\r\n\r\nHej\r\n\r\n--gräns--\r\n"
        )
    }

    #[test]
    fn a_report_names_the_mail_that_came_back() {
        let report = read(postfix("failed", "1.a@foretaget.example").as_bytes()).unwrap();
        assert!(report.failed);
        assert_eq!(report.message_ids, ["1.a@foretaget.example"]);
        let late = read(postfix("delayed", "1.a@foretaget.example").as_bytes()).unwrap();
        assert!(!late.failed);
    }

    #[test]
    fn headings_alone_name_it_too_and_so_does_an_answer() {
        let text = postfix("Failed (bad mailbox)", "1.a@foretaget.example")
            .replace("message/rfc822", "text/rfc822-headers");
        let report = read(text.as_bytes()).unwrap();
        assert_eq!(
            (report.failed, report.message_ids),
            (true, vec!["1.a@foretaget.example".to_owned()])
        );
        let (before, _) = text
            .split_once("--gräns\r\nContent-Type: text/rfc822-headers")
            .unwrap();
        let answer = format!("In-Reply-To: <1.a@foretaget.example>\r\n{before}--gräns--\r\n");
        let report = read(answer.as_bytes()).unwrap();
        assert_eq!(report.message_ids, ["1.a@foretaget.example"]);
    }

    #[test]
    fn an_ordinary_mail_is_no_report() {
        for mail in [
            "",
            "Subject: Hej\r\n\r\nAction: failed\r\n",
            "Auto-Submitted: auto-replied\r\nIn-Reply-To: <1.a@b.example>\r\nSubject: Semester\r\n\r\nHej\r\n",
        ] {
            assert_eq!(read(mail.as_bytes()), None, "{mail}");
        }
    }

    /// Found by the property below: a boundary within the headings of a part ends more parts than have begun.
    #[test]
    fn a_report_whose_parts_are_entangled_does_no_harm() {
        let mut bytes = postfix("failed", "1.a@foretaget.example").into_bytes();
        let twice = bytes[515..557].to_vec();
        drop(bytes.splice(515..515, twice));
        if let Some(report) = read(&bytes) {
            assert!(report.message_ids.len() < 2);
        }
    }

    proptest! {
        /// Whatever is done to a report, reading it ends, and finds no Message-ID of more than a line.
        #[test]
        fn a_mangled_report_is_read_or_is_none(
            cuts in proptest::collection::vec((0usize..1200, 0usize..200, any::<u8>()), 0..12),
        ) {
            let mut bytes = postfix("failed", "1.a@foretaget.example").into_bytes();
            for (at, length, byte) in cuts {
                let at = at.min(bytes.len());
                let end = (at + length).min(bytes.len());
                match byte % 3 {
                    0 => drop(bytes.splice(at..end, [byte; 3])),
                    1 => {
                        let copy = bytes[at..end].to_vec();
                        drop(bytes.splice(at..at, copy));
                    }
                    _ => bytes.truncate(end.max(1)),
                }
            }
            if let Some(report) = read(&bytes) {
                for id in report.message_ids {
                    prop_assert!(!id.contains('\n'));
                }
            }
        }

        #[test]
        fn any_bytes_are_read_or_are_none(bytes in proptest::collection::vec(any::<u8>(), 0..4_000)) {
            let _ = read(&bytes);
        }
    }
}
