//! The commands are the way for screen readers and for terminals that are none: what they print is plain lines.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use support::commands::{Office, Ran, sample};
use support::pty::Start;

/// What no line of a command may hold: controls, frames, blocks, ticks, arrowheads. An arrow between two values is a word.
fn draws(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{2500}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

#[track_caller]
fn plain(what: &[&str], ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        let drawn = text.chars().find(|c| draws(*c));
        assert_eq!(drawn, None, "{what:?} prints\n{text}");
    }
}

#[test]
fn what_every_command_prints_is_plain_lines_in_both_languages() {
    for lang in ["sv", "en"] {
        let office = Office::sample();
        let tell = |arguments: &[&str]| {
            let all = [&["--lang", lang][..], arguments].concat();
            let ran = office.run(&all);
            assert!(
                ran.code.is_some_and(|code| code <= 4) && ran.code != Some(2),
                "{all:?}: {}",
                ran.err
            );
            plain(&all, &ran);
            assert!(
                !ran.out.is_empty() || !ran.err.is_empty(),
                "{all:?} says nothing"
            );
        };
        let dirty = sample("smutsiga-adresser.csv");
        let people = sample("personer.csv");
        for arguments in [
            &["--help"][..],
            &["import", "--help"],
            &["register", "load", &people],
            &["register", "status"],
            &["register", "verify"],
            &["person", "list"],
            &["person", "show", "anna.a"],
            &["person", "show", "nobody"],
            &["template", "list"],
            &["template", "show", "Ut"],
            &["export", "--template", "Ut", "--output", "f.csv"],
            &["export", "--template", "Ut", "--output", "f.csv"],
            &["check", "f.csv"],
            &["check", &dirty],
            &[
                "fill",
                "f.csv",
                "--pattern",
                "{first}.{last}@foretaget.example",
                "--dry-run",
            ],
            &[
                "fill",
                "f.csv",
                "--pattern",
                "{first}.{last}@foretaget.example",
            ],
            &["import", "f.csv", "--template", "In", "--dry-run"],
            &[
                "import",
                "f.csv",
                "--template",
                "In",
                "--rejects",
                "fel.csv",
            ],
            &["import", &dirty, "--template", "In"],
            &["import", "missing.csv", "--template", "In"],
            &["log"],
            &["log", "3"],
            &["undo", "3", "--dry-run"],
            &["domain", "list"],
            &["domain", "add", "@tredje.example"],
            &["setting", "list"],
            &["setting", "set", "theme", "pink"],
            &["verify", "status"],
            &["verify", "send", "--dry-run"],
        ] {
            tell(arguments);
        }
    }
}

#[test]
fn a_dumb_terminal_gets_its_progress_in_lines() {
    let office = Office::sample();
    office
        .run(&["export", "--template", "Ut", "--output", "f.csv"])
        .exits(0);
    let register = office.register();
    let mut pty = Start::koppla(&[
        "--lang",
        "en",
        "--register",
        register.to_str().unwrap(),
        "import",
        "f.csv",
        "--template",
        "In",
        "--yes",
    ])
    .directory(office.path())
    .env("TERM", "dumb")
    .start();
    assert_eq!(pty.wait_exit(), 0);
    let told = String::from_utf8_lossy(pty.received()).replace("\r\n", "\n");
    assert_eq!(told.chars().find(|c| draws(*c)), None, "{told:?}");
}
