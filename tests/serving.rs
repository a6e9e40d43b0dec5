//! `koppla serve` as the one who sends: through a mail server with real sockets, with signals, new keys and a full disk in between.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use koppla::jobs::keys;
use rusqlite::Connection;
use rustix::process::{Resource, Rlimit, Signal, prlimit};
use serde_json::{Value, json};
use support::commands::{Office, limited};
use support::pages::{Pages, Written, invite, office, place, until};
use support::smtp::{Act, MailServer, Moment, Tls, send_to};

const ANNA: &str = "anna.a;00417;Anna;Andersson;anna.andersson@foretaget.example;ja";
const BJORN: &str = "bjorn.b;00418;Björn;Berg;bjorn.berg@foretaget.example;ja";

fn status(office: &Office) -> Value {
    office.run(&["verify", "status", "--json"]).exits(0).json()
}

/// How many mails are in each state.
fn states(office: &Office) -> BTreeMap<String, usize> {
    let register = Connection::open(office.register()).unwrap();
    let mut statement = register
        .prepare("SELECT state, count(*) FROM outbox GROUP BY state")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn are(states: &[(&str, usize)]) -> BTreeMap<String, usize> {
    let owned = states
        .iter()
        .map(|(state, count)| ((*state).to_owned(), *count));
    owned.collect()
}

/// Waits until the server of the pages is the one who sends.
fn sends(office: &Office) {
    until("the server to send", || {
        status(office)["worker"].is_object().then_some(())
    });
}

/// Waits for the mail of this number, from 1.
fn taken(server: &MailServer, number: usize) -> Written {
    until("a mail", || {
        let taken = server.taken();
        taken
            .get(number - 1)
            .map(|mail| Written::read(mail.text.as_bytes()))
    })
}

#[test]
fn a_mailing_begun_by_a_command_is_sent_by_the_pages_and_its_links_are_confirmed_there() {
    let server = MailServer::willing();
    let office = office(&[ANNA, BJORN]);
    send_to(&office, &server);
    let pages = Pages::serve(&office);
    sends(&office);
    let begun = office
        .run(&["verify", "send", "--yes", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&begun["queued"], &begun["ended"]),
        (&json!(2), &json!("elsewhere"))
    );
    let sent = taken(&server, 2);
    assert_eq!(sent.to, "bjorn.berg@foretaget.example");
    let link = format!("/l/{}", sent.token());
    pages.get(&link).is(200).says("Confirm the address");
    pages.post(&link).is(200).says("Your link is active");
    assert_eq!(office.person("bjorn.b")["state"], "verified");
    assert_eq!(office.person("anna.a")["state"], "sent");
    assert!(server.counts().values().all(|count| *count == 1));
    assert_eq!(pages.end(Signal::TERM), Some(0));
    assert_eq!(states(&office), are(&[("accepted", 2)]));
}

/// A server that has each text and answers only when it is let to; gives who lets it, and dropping that lets it for good.
fn holding() -> (MailServer, Sender<()>) {
    let (release, released) = channel();
    let released = Mutex::new(released);
    let server = MailServer::new(Tls::None, move |moment| {
        if let Moment::Text(_) = moment {
            let _ = released.lock().unwrap().recv();
        }
        Act::Go
    });
    (server, release)
}

fn has_text(server: &MailServer) {
    until("a mail to be under way", || {
        let text = |moment: &Moment| matches!(moment, Moment::Data);
        server.moments().iter().any(text).then_some(())
    });
}

#[test]
fn a_signal_ends_the_server_after_the_mail_under_way_and_the_next_start_goes_on() {
    let (server, release) = holding();
    let office = office(&[ANNA, BJORN]);
    send_to(&office, &server);
    let pages = Pages::serve(&office);
    invite(&office, &["anna.a", "bjorn.b"]);
    has_text(&server);
    pages.signal(Signal::TERM);
    pages.closes();
    assert_eq!(states(&office), are(&[("queued", 1), ("sending", 1)]));
    release.send(()).unwrap();
    assert_eq!(pages.ended().code(), Some(0));
    assert_eq!(states(&office), are(&[("accepted", 1), ("queued", 1)]));
    drop(release);
    let pages = Pages::serve(&office);
    taken(&server, 2);
    assert_eq!(pages.end(Signal::TERM), Some(0));
    assert_eq!(states(&office), are(&[("accepted", 2)]));
    assert!(server.counts().values().all(|count| *count == 1));
}

#[test]
fn a_second_signal_does_not_wait_and_the_mail_is_one_that_may_have_been_sent() {
    let stalled = AtomicUsize::new(0);
    let server = MailServer::new(Tls::None, move |moment| match moment {
        Moment::Text(_) if stalled.fetch_add(1, Ordering::SeqCst) == 0 => Act::Stall,
        _ => Act::Go,
    });
    let office = office(&[ANNA, BJORN]);
    send_to(&office, &server);
    let pages = Pages::serve(&office);
    invite(&office, &["anna.a", "bjorn.b"]);
    taken(&server, 1);
    pages.signal(Signal::TERM);
    pages.closes();
    pages.signal(Signal::TERM);
    assert_eq!(pages.ended().signal(), Some(Signal::TERM.as_raw()));
    assert_eq!(states(&office), are(&[("queued", 1), ("sending", 1)]));
    let pages = Pages::serve(&office);
    taken(&server, 2);
    assert_eq!(pages.end(Signal::TERM), Some(0));
    assert_eq!(states(&office), are(&[("accepted", 1), ("unknown", 1)]));
    assert!(server.counts().values().all(|count| *count == 1));
}

#[test]
fn a_server_that_runs_knows_a_new_key_and_still_the_old_one() {
    let server = MailServer::willing();
    let office = office(&[ANNA, BJORN]);
    send_to(&office, &server);
    let pages = Pages::serve(&office);
    invite(&office, &["anna.a"]);
    let old = taken(&server, 1).token();
    // As an administrator adds one: a line in the file of keys, which the server reads again.
    let keys = keys::path(&place(&office));
    let known = std::fs::read_to_string(&keys).unwrap();
    let added = URL_SAFE_NO_PAD.encode([7; 32]);
    std::fs::write(&keys, format!("{known}{added}\n")).unwrap();
    invite(&office, &["bjorn.b"]);
    let new = taken(&server, 2).token();
    for token in [new, old] {
        let link = format!("/l/{token}");
        pages.post(&link).is(200).says("Your link is active");
    }
}

#[test]
fn trouble_with_the_mail_server_is_told_when_it_begins_and_when_it_ends() {
    let raging = Arc::new(AtomicBool::new(true));
    let rages = Arc::clone(&raging);
    let server = MailServer::new(Tls::None, move |moment| match moment {
        Moment::Connected(_) if rages.load(Ordering::SeqCst) => Act::Say("421 too many"),
        _ => Act::Go,
    });
    let office = office(&[ANNA]);
    send_to(&office, &server);
    let pages = Pages::serve(&office);
    invite(&office, &["anna.a"]);
    let says = |text: &str| pages.log().matches(text).count();
    for tries in 1..=3 {
        until("a try", || {
            (server.connections() >= tries && status(&office)["pause"].is_object()).then_some(())
        });
        if tries == 3 {
            raging.store(false, Ordering::SeqCst);
        }
        office.run(&["verify", "resume"]).exits(0);
    }
    taken(&server, 1);
    until("the end of the trouble to be told", || {
        (says("Mails are being sent again") == 1).then_some(())
    });
    assert_eq!(
        says("Sending is paused: the mail server cannot be reached"),
        1,
        "{}",
        pages.log()
    );
    assert_eq!(says("It answered 421"), 1);
}

#[test]
fn a_mended_password_is_used_without_a_restart() {
    let server = MailServer::new(Tls::None, |moment| match moment {
        Moment::SignIn(_, password) if password != "rätt" => Act::Say("535 no"),
        _ => Act::Go,
    });
    let office = office(&[ANNA]);
    send_to(&office, &server);
    let file = office.file("password", "fel\n".as_bytes());
    for (key, value) in [
        ("smtp-user", "hr"),
        ("smtp-password-file", file.to_str().unwrap()),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    let pages = Pages::serve(&office);
    invite(&office, &["anna.a"]);
    until("the pause", || {
        (status(&office)["pause"]["reason"] == "sign_in").then_some(())
    });
    office.file("password", "rätt\n".as_bytes());
    office.run(&["verify", "resume"]).exits(0);
    taken(&server, 1);
    assert_eq!(pages.end(Signal::TERM), Some(0));
}

#[test]
fn a_full_disk_is_told_once_stands_in_the_status_and_sending_goes_on_once_there_is_room() {
    let people: Vec<String> = (1..=40)
        .map(|n| format!("p{n};{n:05};Åsa;Öberg;p{n}@foretaget.example;ja"))
        .collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let server = MailServer::willing();
    let office = office(&people);
    send_to(&office, &server);
    assert_eq!(status(&office)["fault"], Value::Null);
    office
        .run(&["verify", "send", "--queue-only", "--quiet"])
        .exits(0);
    // The register itself fits; what is written beside it while sending does not.
    let blocks = std::fs::metadata(office.register()).unwrap().len() / 512 + 64;
    let serve = office.command(&["serve", "--listen", "127.0.0.1:0", "--json"]);
    let pages = Pages::start(&office, limited(&serve, blocks));
    let fault = until("the fault", || {
        let fault = status(&office)["fault"].clone();
        fault.is_object().then_some(fault)
    });
    assert!(fault["at"].is_string(), "{fault}");
    let told = office.run(&["verify", "status"]).exits(0).out;
    assert!(told.contains("Sending ended at"), "{told}");
    assert!(told.contains(fault["code"].as_str().unwrap()), "{told}");
    // It is tried again, and not told again.
    let tries = || {
        let log = std::fs::read_to_string(office.path().join("koppla/koppla.log")).unwrap();
        log.matches("sending the outbox failed").count()
    };
    until("two more tries", || (tries() >= 3).then_some(()));
    let before = server.taken().len();
    assert!((1..40).contains(&before), "{before} were sent");
    assert_eq!(pages.log().lines().count(), 1, "{}", pages.log());
    let unlimited = Rlimit {
        current: None,
        maximum: None,
    };
    prlimit(Some(pages.pid()), Resource::Fsize, unlimited).unwrap();
    until("all mails to be sent", || {
        let waiting = states(&office);
        (!waiting.contains_key("queued") && !waiting.contains_key("sending")).then_some(())
    });
    until("the end of the fault", || {
        status(&office)["fault"].is_null().then_some(())
    });
    assert_eq!(pages.log().matches("Mails are being sent again").count(), 1);
    assert!(server.counts().values().all(|count| *count == 1));
    assert!(states(&office).get("unknown").is_none_or(|n| *n <= 1));
}
