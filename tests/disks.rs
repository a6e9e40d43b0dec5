//! A full disk, a directory that cannot be written and a file that goes away, under each path on which koppla writes: the answer is a
//! clear sentence, what was there is still there, and nothing half-written lies about.
//!
//! The faults are real ones: a disk of its own (tmpfs) that is full, or mounted read-only, or an account without the right. Each needs a
//! namespace that some systems grant nobody; there the trial says that it was skipped. `KOPPLA_THOROUGH=1` tries more sizes of disk.
//! Elsewhere: the same under the terminal program (`disks_on_screen.rs`), a full disk at any page of a load and an import (`store/sqlite/tests/trouble.rs`), under the outbox (`outbox.rs`).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]
#![expect(clippy::print_stdout, reason = "a test that was skipped says so")]

mod support;

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use support::disks::{Desk, Fault};
use support::trials::{content, number, shape, tell, trials, whole};

/// The code of a refusal, whose sentence is a whole one and whose other output says the same.
#[track_caller]
fn refused(ran: &Output, told: &str) -> String {
    assert_eq!(ran.status.code(), Some(1), "{told}: {ran:?}");
    let json: Value = serde_json::from_slice(&ran.stdout)
        .unwrap_or_else(|error| panic!("{told}: {error}: {ran:?}"));
    let error = &json["error"];
    let sentence = error["message"].as_str().unwrap();
    assert!(sentence.ends_with('.'), "{told}: {sentence}");
    // Of what koppla does behind the scenes nobody needs to know.
    assert!(!sentence.contains(".koppla-"), "{told}: {sentence}");
    assert!(!sentence.contains("database"), "{told}: {sentence}");
    error["code"].as_str().unwrap().to_owned()
}

/// Every command that writes into the register.
const INTO_THE_REGISTER: [(&str, &[&str]); 17] = [
    ("import", &["import", "in.csv", "--template", "In"]),
    ("undo", &["undo", "2"]),
    ("load", &["register", "load", "more.csv"]),
    ("add a person", &["person", "add", "--user-id", "nils.n"]),
    (
        "set a person",
        &[
            "person",
            "set",
            "p1",
            "--connect-address",
            "n@foretaget.example",
        ],
    ),
    ("remove a person", &["person", "remove", "p1", "--yes"]),
    ("a password", &["person", "set-password", "p1"]),
    (
        "a list of passwords",
        &[
            "person",
            "set-password",
            "p1",
            "p2",
            "--output",
            "list.csv",
            "--force",
        ],
    ),
    (
        "add a template",
        &[
            "template",
            "add",
            "--kind",
            "import",
            "--name",
            "Ny",
            "--fields",
            "user_id,employee_number,connect_address",
        ],
    ),
    ("copy a template", &["template", "copy", "Ut", "Nytt"]),
    ("remove a template", &["template", "remove", "In"]),
    ("a domain", &["domain", "add", "foretaget.example"]),
    ("a setting", &["setting", "set", "mails-per-day", "7"]),
    ("a mailing", &["verify", "send", "--queue-only"]),
    ("pause the queue", &["verify", "pause"]),
    ("verify a domain's people", &["verify", "domain"]),
    ("purge the log", &["log", "--purge", "--older-than", "0"]),
];

/// What a command changes, without what is remembered of one that failed.
fn standing(register: &Path) -> Vec<String> {
    let register = whole(register);
    let mut tables = shape(&register);
    tables.retain(|(table, _)| !["run", "notification", "meta"].contains(&table.as_str()));
    let mut all = content(&register, &tables);
    let done = "SELECT count(*) FROM run WHERE status NOT IN ('failed', 'cancelled')";
    all.push(format!("runs: {}", number(&register, done)));
    let purged = "SELECT count(*) FROM run WHERE purged_at IS NOT NULL";
    all.push(format!("purged: {}", number(&register, purged)));
    all
}

#[test]
fn what_goes_into_a_register_on_a_full_disk_goes_in_wholly_or_not_at_all() {
    let desk = Desk::new();
    desk.office
        .run(&["setting", "set", "verified-domains", "foretaget.example"]);
    let fresh = std::fs::read(desk.office.register()).unwrap();
    let before = standing(&desk.office.register());
    let sizes = trials(4, 24);
    let (mut full, mut done) = (0, 0);
    for (what, arguments) in INTO_THE_REGISTER {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        let mut last_failed = true;
        for step in 0..=sizes {
            // The log's index takes eight pages; a large import takes some hundred kilobytes.
            let room = match step {
                0 => 0,
                step if step == sizes => 16 << 20,
                step => (8 + u64::from(step - 1) * 48 / u64::from(sizes)) * 4096,
            };
            desk.lay("register.db", &fresh);
            let told = format!("{what} with {room} bytes of room");
            let Some(ran) = desk.run(Fault::Full(room), "disk/register.db", &arguments) else {
                println!("skipped: this system lets nobody mount a disk of their own");
                return;
            };
            let after = standing(&desk.path("left/register.db"));
            last_failed = ran.status.code() != Some(0);
            if last_failed {
                let code = refused(&ran, &told);
                // A mailing makes the key file beside the register first.
                let keys = what == "a mailing" && code == "disk_full";
                assert!(keys || code == "store_full", "{told}: {ran:?}");
                assert!(after == before, "{told} left something");
                full += 1;
            } else {
                assert!(after != before, "{told} did nothing: {ran:?}");
                done += 1;
            }
        }
        assert!(!last_failed, "{what} fails with room enough");
    }
    tell(
        "full disk × register",
        &format!(
            "{} commands: {full} refused, {done} done",
            INTO_THE_REGISTER.len()
        ),
    );
}

#[test]
fn a_register_that_cannot_be_written_says_so() {
    let desk = Desk::new();
    desk.office
        .run(&["setting", "set", "verified-domains", "foretaget.example"]);
    let fresh = std::fs::read(desk.office.register()).unwrap();
    for fault in [Fault::ReadOnly, Fault::NoRight] {
        for (what, arguments) in INTO_THE_REGISTER {
            let mut arguments = arguments.to_vec();
            arguments.push("--json");
            desk.lay("register.db", &fresh);
            let told = format!("{what}, {fault:?}");
            let Some(ran) = desk.run(fault, "disk/register.db", &arguments) else {
                println!("skipped: this system grants no namespace");
                return;
            };
            assert_eq!(refused(&ran, &told), "store_readonly", "{told}: {ran:?}");
            let left = desk.left(fault);
            assert!(
                left == [("register.db".to_owned(), fresh.clone())],
                "{told}"
            );
        }
    }
    tell(
        "register that cannot be written",
        &format!(
            "{} commands, mounted read-only and without the right",
            INTO_THE_REGISTER.len()
        ),
    );
}

/// Every command that writes a file; `disk/f.csv` is the file.
const INTO_A_FILE: [(&str, &[&str]); 7] = [
    (
        "export",
        &["export", "--template", "Ut", "--output", "disk/f.csv"],
    ),
    (
        "rejected rows of a rehearsal",
        &[
            "import",
            "bad.csv",
            "--template",
            "In",
            "--dry-run",
            "--rejects",
            "disk/f.csv",
        ],
    ),
    ("the log of a run", &["log", "2", "--output", "disk/f.csv"]),
    (
        "a list of people",
        &["person", "list", "--output", "disk/f.csv"],
    ),
    (
        "instructions",
        &["person", "list", "--instructions", "--output", "disk/f.csv"],
    ),
    (
        "one-time passwords",
        &[
            "person",
            "set-password",
            "p1",
            "p2",
            "--output",
            "disk/f.csv",
        ],
    ),
    (
        "a filled file",
        &[
            "fill",
            "first.csv",
            "--pattern",
            "{user_id}@foretaget.example",
            "--overwrite",
            "--output",
            "disk/f.csv",
        ],
    ),
];

#[test]
fn a_file_is_written_wholly_or_not_at_all_and_the_old_one_stays() {
    let desk = Desk::new();
    let before = standing(&desk.office.register());
    let mut tried = 0;
    for fault in [Fault::Full(0), Fault::ReadOnly, Fault::NoRight] {
        for (what, arguments) in INTO_A_FILE {
            for old in [None, Some(b"what was there\n".as_slice())] {
                let mut arguments = arguments.to_vec();
                arguments.push("--json");
                match old {
                    Some(old) => {
                        arguments.push("--force");
                        desk.lay("f.csv", old);
                    }
                    None => desk.lay("", b""),
                }
                let told = format!("{what}, {fault:?}, over another one: {}", old.is_some());
                let Some(ran) = desk.run(fault, "register.db", &arguments) else {
                    println!("skipped: this system grants no namespace");
                    return;
                };
                let code = match fault {
                    Fault::Full(_) => "disk_full",
                    _ => "file_not_writable",
                };
                assert_eq!(refused(&ran, &told), code, "{told}: {ran:?}");
                let kept = old.map(|old| ("f.csv".to_owned(), old.to_vec()));
                assert_eq!(desk.left(fault), Vec::from_iter(kept), "{told}");
                assert!(standing(&desk.office.register()) == before, "{told}");
                tried += 1;
            }
        }
    }
    tell(
        "full or closed disk × files",
        &format!("{tried} refused, each with the old file or none"),
    );
}

#[test]
fn a_backup_is_whole_or_not_there() {
    let desk = Desk::new();
    let backup = ["register", "backup", "disk/copy.db", "--json"];
    for fault in [Fault::Full(16 * 4096), Fault::ReadOnly, Fault::NoRight] {
        desk.lay("", b"");
        let Some(ran) = desk.run(fault, "register.db", &backup) else {
            println!("skipped: this system grants no namespace");
            return;
        };
        let code = refused(&ran, "backup");
        let full = matches!(fault, Fault::Full(_));
        assert_eq!(
            code,
            if full { "store_full" } else { "store_failed" },
            "{ran:?}"
        );
        assert_eq!(desk.left(fault), [], "{fault:?}");
    }
}

#[test]
fn a_directory_that_is_not_there_is_named() {
    let desk = Desk::new();
    std::fs::remove_dir(desk.path("disk")).unwrap();
    let before = standing(&desk.office.register());
    for (what, arguments) in INTO_A_FILE {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        let ran = desk.office.command(&arguments).output().unwrap();
        assert_eq!(refused(&ran, what), "directory_missing", "{what}");
        assert!(
            String::from_utf8_lossy(&ran.stdout).contains("disk"),
            "{what}"
        );
        assert!(standing(&desk.office.register()) == before, "{what}");
    }
}

#[test]
fn an_import_whose_rejects_could_not_be_written_does_not_begin() {
    let desk = Desk::new();
    let before = standing(&desk.office.register());
    let import = [
        "import",
        "bad.csv",
        "--template",
        "In",
        "--rejects",
        "disk/f.csv",
        "--json",
    ];
    for fault in [Fault::ReadOnly, Fault::NoRight] {
        desk.lay("", b"");
        let Some(ran) = desk.run(fault, "register.db", &import) else {
            println!("skipped: this system grants no namespace");
            return;
        };
        assert_eq!(
            refused(&ran, "import"),
            "file_not_writable",
            "{fault:?}: {ran:?}"
        );
        assert!(standing(&desk.office.register()) == before, "{fault:?}");
    }
}
