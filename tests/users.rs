//! Step 6 on a real pseudo-terminal: links are sent by keys and lie where the screen says; what another program does to the register shows by itself.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::process::Signal;
use support::commands::Office;
use support::pages::{Pages, until};
use support::pty::{Pty, Start};
use support::smtp::{Act, MailServer, Moment, Tls, send_to};

const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";

const PEOPLE: [&str; 5] = [
    "Användar-id;Anställningsnummer;Förnamn;E-post Visma Connect;Aktiv",
    "anna.a;00417;Anna;anna@o.example;ja",
    "bo.b;00418;Bo;bo@o.example;ja",
    "cia.c;00419;Cia;;ja",
    "dan.d;00420;Dan;dan@o.example;nej",
];

fn start(office: &Office, lang: &str) -> Pty {
    let register = office.register();
    let register = register.to_str().unwrap();
    Start::koppla(&["--register", register, "--lang", lang])
        .directory(office.path())
        .start()
}

fn office() -> Office {
    let office = Office::with_people(&PEOPLE);
    for (key, value) in [
        ("sender", "personal@o.example"),
        ("base-url", "http://localhost:8080"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    office
}

fn mails(office: &Office) -> Vec<String> {
    let directory = office.register().with_file_name("mails");
    std::fs::read_dir(directory)
        .map(|entries| {
            entries
                .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
                .collect()
        })
        .unwrap_or_default()
}

#[test]
fn links_are_sent_by_keys_and_the_mails_lie_where_the_screen_says() {
    let office = office();
    let mut pty = start(&office, "sv");
    pty.wait_for("Verifiera")
        .send("6")
        .wait_for("4 av 4 personer");
    pty.send("&").wait_for("Saknar adress");
    pty.send(DOWN)
        .send(DOWN)
        .send(ENTER)
        .wait_for("Overifierade");
    pty.send("v").wait_for("2 personer får en verifieringslänk");
    pty.wait_for("inaktiv");
    pty.send(ENTER).wait_for("verifieringslänkar skickas");
    pty.send("2").send(ENTER);
    pty.wait_for("2 verifieringslänkar är skickade");
    pty.wait_for("mails");
    let mails = mails(&office);
    assert_eq!(mails.len(), 2);
    for mail in &mails {
        assert!(mail.contains("personal@o.example"), "{mail}");
    }
    assert_eq!(office.person("anna.a")["state"], "sent");
    assert_eq!(office.person("dan.d")["state"], "unverified");
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn what_another_program_writes_shows_by_itself_and_an_idle_screen_is_silent() {
    let office = office();
    let mut pty = start(&office, "en");
    pty.wait_for("Verify")
        .send("6")
        .wait_for("4 of 4 persons")
        .wait_for("& filter");
    // The picture is whole once nothing follows; from then on nothing is sent.
    while !pty.silent_for(Duration::from_millis(200)) {}
    assert!(pty.silent_for(Duration::from_millis(1500)));
    let set = [
        "person",
        "set",
        "cia.c",
        "--connect-address",
        "cia@o.example",
    ];
    office.run(&set).exits(0);
    // The register is looked at once a second.
    pty.wait_for("cia@o.example");
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}

/// Twelve persons with an address, of whom five get their mail at once and the others one a minute.
fn crowd() -> Office {
    let mut rows = vec!["Användar-id;Anställningsnummer;E-post Visma Connect".to_owned()];
    rows.extend((1..=12).map(|n| format!("p{n};{n};p{n}@o.example")));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let office = Office::with_people(&rows);
    for (key, value) in [
        ("sender", "personal@o.example"),
        ("base-url", "http://localhost:8080"),
        ("mails-per-minute", "1"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    office
}

/// Begins a mailing to all twelve, by keys, and waits until five have gone.
fn begin(office: &Office) -> Pty {
    let mut pty = start(office, "sv");
    pty.wait_for("Verifiera").send("6");
    pty.wait_for("12 av 12 personer").send("v");
    pty.wait_for("12 personer får en verifieringslänk")
        .send(ENTER)
        .wait_for("verifieringslänkar skickas")
        .send("12")
        .send(ENTER)
        .wait_for("5 skickade, 7 väntar");
    pty
}

fn hurry(office: &Office) {
    office
        .run(&["setting", "set", "mails-per-minute", "6000"])
        .exits(0);
}

/// Everybody got one mail.
#[track_caller]
fn everybody_once(office: &Office) {
    let mails = mails(office);
    assert_eq!(mails.len(), 12);
    for n in 1..=12 {
        let to = format!("p{n}@o.example");
        let of = mails.iter().filter(|mail| mail.contains(&to));
        assert_eq!(of.count(), 1, "{to}");
    }
}

#[test]
fn a_running_mailing_is_paused_and_goes_on_by_keys() {
    let office = crowd();
    let mut pty = begin(&office);
    pty.send("p").wait_for("Utskicket är pausat");
    let status = office.run(&["verify", "status", "--json"]).exits(0).json();
    assert_eq!(status["pause"]["reason"], "administrator");
    hurry(&office);
    assert_eq!(
        mails(&office).len(),
        5,
        "nothing is sent while it is paused"
    );
    pty.send("r").wait_for("12 verifieringslänkar är skickade");
    everybody_once(&office);
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_running_mailing_is_cancelled_by_keys_and_what_was_not_sent_never_is() {
    let office = crowd();
    let mut pty = begin(&office);
    pty.send("c").wait_for("7 mejl som inte har skickats än");
    // No is the answer that is proposed.
    pty.send(ENTER).wait_gone("skickas då aldrig");
    pty.wait_for("5 skickade, 7 väntar");
    pty.send("c").wait_for("skickas då aldrig").send("J");
    pty.wait_for("7 mejl skickas inte");
    hurry(&office);
    office.run(&["verify", "send", "--waiting"]).exits(0);
    assert_eq!(mails(&office).len(), 5);
    assert_eq!(office.person("p1")["state"], "sent");
    assert_eq!(office.person("p12")["state"], "unverified");
    pty.send("\x11");
    pty.wait_exit();
}

#[test]
fn a_terminal_that_is_closed_in_the_middle_loses_nothing_and_the_next_session_goes_on() {
    let office = crowd();
    let mut pty = begin(&office);
    pty.close();
    assert_eq!(pty.wait_exit(), 129);
    let status = office.run(&["verify", "status", "--json"]).exits(0).json();
    assert_eq!(
        (&status["links"]["accepted"], &status["links"]["queued"]),
        (&5.into(), &7.into())
    );
    hurry(&office);
    let mut pty = start(&office, "sv");
    pty.wait_for("Verifiera").send("6");
    pty.wait_for("7 mejl väntar på att skickas, 5 är skickade")
        .send("r")
        .wait_for("12 verifieringslänkar är skickade");
    everybody_once(&office);
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn what_a_closed_terminal_left_is_sent_by_serve() {
    let office = crowd();
    let mut pty = begin(&office);
    pty.close();
    pty.wait_exit();
    hurry(&office);
    let pages = Pages::serve(&office);
    until("all mails", || {
        let status = office.run(&["verify", "status", "--json"]).exits(0).json();
        (status["links"]["accepted"] == 12).then_some(())
    });
    everybody_once(&office);
    assert_eq!(pages.end(Signal::TERM), Some(0));
}

#[test]
fn what_the_server_refused_is_sent_again_by_keys_and_those_who_do_not_verify_are_reminded() {
    let office = office();
    let refusing = Arc::new(AtomicBool::new(true));
    let refuses = Arc::clone(&refusing);
    let server = MailServer::new(Tls::None, move |moment| match moment {
        Moment::To(to) if to.contains("bo@") && refuses.load(Ordering::SeqCst) => {
            Act::Say("550 5.1.1 no such user")
        }
        _ => Act::Go,
    });
    send_to(&office, &server);
    let mut pty = start(&office, "sv");
    pty.wait_for("Verifiera").send("6");
    pty.wait_for("4 av 4 personer").send("v");
    pty.wait_for("2 personer får en verifieringslänk")
        .send(ENTER)
        .wait_for("verifieringslänkar skickas")
        .send("2")
        .send(ENTER)
        .wait_for("Avvisade av e-postservern: 1");
    refusing.store(false, Ordering::SeqCst);
    pty.send("R").wait_for("avvisade länkar (1) och osäkra (0)");
    pty.send(ENTER)
        .wait_for("1 person får en verifieringslänk")
        .wait_for("senaste länk avvisades");
    pty.send(ENTER)
        .wait_for("1 verifieringslänk skickas")
        .send("J");
    pty.wait_for("2 verifieringslänkar är skickade")
        .wait_gone("Avvisade av");
    // A reminder within the days that are asked for is for nobody, and the preview says why.
    pty.send("R").wait_for("Skicka igen").send(ENTER);
    pty.wait_for("fick en länk de senaste").send(ENTER);
    pty.wait_for("Ingen får en verifieringslänk")
        .wait_for("fick nyligen en länk");
    pty.send("d").wait_for("fick en länk de senaste");
    pty.send("\x150").send(ENTER);
    pty.wait_for("2 personer får en verifieringslänk")
        .send(ENTER)
        .wait_for("verifieringslänkar skickas")
        .send("2")
        .send(ENTER)
        .wait_for("4 verifieringslänkar är skickade");
    let mut counts = BTreeMap::new();
    for taken in server.taken() {
        *counts.entry(taken.to).or_insert(0) += 1;
    }
    let twice = [
        ("anna@o.example".to_owned(), 2),
        ("bo@o.example".to_owned(), 2),
    ];
    assert_eq!(counts, BTreeMap::from(twice));
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_list_of_passwords_replaces_a_file_after_a_yes_and_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    let path = office.file("losen.csv", b"old");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let mut pty = start(&office, "sv");
    pty.wait_for("Verifiera").send("6");
    pty.wait_for("4 av 4 personer").send("w");
    pty.wait_for("Skriv till fil")
        .send(DOWN)
        .send(DOWN)
        .send(ENTER);
    pty.wait_for("Nya engångslösenord").send("J");
    pty.wait_for("engangslosenord-")
        .send("\x15losen.csv")
        .send(ENTER);
    // No is the answer that is proposed, and nothing was issued then.
    pty.wait_for("finns redan")
        .send(ENTER)
        .wait_gone("finns redan");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    pty.send("w").wait_for("Skriv till fil");
    pty.send(DOWN).send(DOWN).send(ENTER);
    pty.wait_for("Nya engångslösenord").send("J");
    pty.wait_for("engangslosenord-")
        .send("\x15losen.csv")
        .send(ENTER);
    pty.wait_for("finns redan")
        .send("J")
        .wait_for("2 rader sparades");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("anna.a;Anna;") && text.contains("bo.b;Bo;"),
        "{text}"
    );
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}
