//! The commands of verification on a register of their own, with mails as files in a directory.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

#[path = "../support/mod.rs"]
mod support;

mod mailings;
mod people;
mod trust;

use std::path::PathBuf;

use support::commands::Office;

const PEOPLE: [&str; 6] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect;Verifierad;Aktiv;Skyddade personuppgifter",
    "anna.a;1;Anna;Ek;anna@foretaget.example;;ja;nej",
    "bo.b;2;Bo;Berg;bo@bolaget.example;;ja;nej",
    "cia.c;3;Cia;Dahl;cia@foretaget.example;2026-01-31;ja;nej",
    "dan.d;4;Dan;Falk;dan@foretaget.example;;ja;ja",
    ";5;Eva;Gran;eva@foretaget.example;;ja;nej",
];

fn office() -> Office {
    let office = Office::with_people(&PEOPLE);
    for (key, value) in [
        ("sender", "HR <hr@foretaget.example>"),
        ("base-url", "https://koppla.foretaget.example"),
        ("mails-per-minute", "6000"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    office
}

/// The mails of the office's directory, in the order in which they were written.
fn mails(office: &Office) -> Vec<String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(office.path().join("mails"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    files.iter().map(read).collect()
}

/// The mail to this address.
fn mail_to<'a>(mails: &'a [String], address: &str) -> &'a str {
    mails.iter().find(|mail| mail.contains(address)).unwrap()
}

/// The Message-ID of a mail.
fn message_id(mail: &str) -> String {
    let read = mail_parser::MessageParser::default().parse(mail.as_bytes());
    read.unwrap().message_id().unwrap().to_owned()
}

/// A delivery report about a mail.
fn report(action: &str, id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@foretaget.example\r\nTo: hr@foretaget.example\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; foretaget.example\r\n\r\n\
         Final-Recipient: rfc822; x@foretaget.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}>\r\n\r\nHej\r\n--b--\r\n"
    )
}
