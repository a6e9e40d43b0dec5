//! What one process leaves for the next: where the guide was, the greeting, the language. And the manual, as `man` reads it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]
#![expect(clippy::print_stdout, reason = "a test that was skipped says so")]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use support::commands::Office;
use support::pty::{Pty, Start};

/// The screens on the register of an office, as a new process opens them.
fn opened(office: &Office, more: &[&str]) -> Pty {
    let register = office.register();
    let mut arguments = vec!["--register", register.to_str().unwrap()];
    arguments.extend(more);
    Start::koppla(&arguments)
        .size(80, 24)
        .env("LC_ALL", "C.UTF-8")
        .start()
}

#[test]
fn the_guide_opens_in_a_new_process_where_it_was_left_and_greets_only_the_first_time() {
    let office = Office::sample();
    let mut first = opened(&office, &[]);
    first.wait_for("New here?");
    first.wait_for("▸ 1  Export template");
    first.send("4").wait_for("4▸Import template");
    first.send("\x11");
    assert_eq!(first.wait_exit(), 0);

    let mut second = opened(&office, &[]);
    second.wait_for("▸ 4  Import template");
    assert!(
        !second.screen().contains("New here?"),
        "{}",
        second.screen()
    );
    second.send("\x11");
    assert_eq!(second.wait_exit(), 0);
}

#[test]
fn a_language_that_is_chosen_among_the_settings_holds_at_once_and_next_time() {
    let office = Office::sample();
    let mut first = opened(&office, &[]);
    first.wait_for("Export template");
    first.send("m").wait_for("All views");
    first.send("i").wait_for("Language");
    // From that of the locale to Swedish, saved.
    first.send("\x1b[C").wait_for("svenska");
    first.send("\x13").wait_for("Språk");
    first.wait_for("Inställningar › Allmänt › Program");
    first.send("\x11");
    assert_eq!(first.wait_exit(), 0);

    let mut second = opened(&office, &[]);
    second.wait_for("Exportmall").send("\x11");
    assert_eq!(second.wait_exit(), 0);
    // Commands speak it too, and what is asked for this once goes before it.
    let answer = office.run(&["setting", "get", "nonsense"]).exits(1);
    assert!(answer.err.contains("inställning"), "{}", answer.err);
    let mut third = opened(&office, &["--lang", "en"]);
    third.wait_for("Export template").send("\x11");
    assert_eq!(third.wait_exit(), 0);
}

#[test]
fn the_manual_is_read_by_groff_without_a_warning() {
    let Ok(version) = Command::new("groff").arg("--version").output() else {
        println!("skipped: there is no groff here");
        return;
    };
    assert!(version.status.success());
    let office = Office::empty();
    for language in ["sv", "en"] {
        let page = office.run(&["--lang", language, "man"]).exits(0).out;
        let mut groff = Command::new("groff")
            .args(["-man", "-ww", "-z", "-k", "-Tutf8"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        groff
            .stdin
            .take()
            .unwrap()
            .write_all(page.as_bytes())
            .unwrap();
        let told = groff.wait_with_output().unwrap();
        let warnings = String::from_utf8_lossy(&told.stderr);
        assert!(told.status.success() && warnings.is_empty(), "{warnings}");
    }
}

#[test]
fn a_shell_is_given_completions_for_every_command() {
    let office = Office::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = office.run(&["completions", shell]).exits(0).out;
        for command in ["import", "register", "undo", "man"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}
