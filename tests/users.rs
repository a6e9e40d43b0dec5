//! Step 6 on a real pseudo-terminal: links are sent by keys and lie where the screen says; what another program does to the register shows by itself.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::time::Duration;

use support::commands::Office;
use support::pty::{Pty, Start};

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
