//! A full disk, a directory that cannot be written and a file that goes away, under each path on which koppla writes: the answer is a
//! clear sentence, what was there is still there, and nothing half-written lies about.
//!
//! The faults are real ones: a disk of its own (tmpfs) that is full, or mounted read-only, or an account without the right. Each needs a
//! namespace that some systems grant nobody; there the trial says that it was skipped. `KOPPLA_THOROUGH=1` tries more sizes of disk.
//! Elsewhere: a full disk at any page of a load and an import (`store/sqlite/tests/trouble.rs`), under the outbox (`outbox.rs`).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]
#![expect(clippy::print_stdout, reason = "a test that was skipped says so")]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use support::commands::Office;
use support::pty::{Pty, Start};
use support::trials::{content, number, shape, size, tell, trials, whole};

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";
const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const CLEAR: &str = "\x15";
const SAVE: &str = "\x13";
const QUIT: &str = "\x11";
/// Something else that lies on the disk.
const FILLER: &str = "else";
const EDIT: &str = "b@foretaget.example";

/// What is wrong with the directory `disk`.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    /// It has so many bytes left, beside what is laid into it.
    Full(u64),
    /// It is mounted read-only.
    ReadOnly,
    /// It and all that is in it belong to somebody else.
    NoRight,
}

/// `prepared` is laid into `disk`; what is in it at the end is found in `left`.
fn script(fault: Fault, prepared: u64) -> (Vec<&'static str>, String) {
    let root = vec!["--user", "--map-root-user", "--mount"];
    let after = "\"$0\" \"$@\"; code=$?; cp -a disk/. left/ || exit 98; exit $code";
    match fault {
        Fault::Full(bytes) => {
            let size = prepared + bytes;
            let mount = format!("mount -t tmpfs -o size={size} full disk || exit 99");
            (
                root,
                format!("{mount}; cp -a laid/. disk/ || exit 97; {after}"),
            )
        }
        Fault::ReadOnly => {
            let mount = "mount -t tmpfs none disk || exit 99";
            let again = "mount -o remount,ro disk || exit 99";
            (
                root,
                format!("{mount}; cp -a laid/. disk/; {again}; {after}"),
            )
        }
        // The rights of the files hold for an account that is not root in its namespace.
        Fault::NoRight => (
            vec!["--user", "--map-user=1000", "--map-group=1000"],
            "cd disk || exit 97; cd ..; \"$0\" \"$@\"".to_owned(),
        ),
    }
}

/// An office whose directory `laid` holds what is going to be on the disk.
struct Desk {
    office: Office,
}

impl Desk {
    fn new() -> Desk {
        let rows = (0..400).map(|n| format!("p{n};{n:05};Åsa;Öberg;a{n}@foretaget.example"));
        let heading = "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect";
        let rows: Vec<String> = std::iter::once(heading.to_owned()).chain(rows).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let office = Office::with_people(&rows);
        for directory in ["laid", "disk", "left"] {
            std::fs::create_dir(office.path().join(directory)).unwrap();
        }
        let line = |n: u32, to: &str| format!("p{n}\t{n:05}\t{to}{n}@foretaget.example\r\n");
        let file = |to: &str| (0..400).map(|n| line(n, to)).collect::<String>();
        office.file("first.csv", format!("{HEADING}{}", file("b")).as_bytes());
        office.file("in.csv", format!("{HEADING}{}", file("c")).as_bytes());
        let bad = file("c").replace('@', "@@");
        office.file("bad.csv", format!("{HEADING}{bad}").as_bytes());
        let more: String = (0..400).map(|n| format!("q{n};{n:05}x;Bo\n")).collect();
        office.file(
            "more.csv",
            format!("Användar-id;Anställningsnummer;Förnamn\n{more}").as_bytes(),
        );
        for (key, value) in [
            ("sender", "HR <hr@foretaget.example>"),
            ("base-url", "http://localhost:8080"),
        ] {
            office.run(&["setting", "set", key, value]).exits(0);
        }
        let import = ["import", "first.csv", "--template", "In", "--quiet"];
        office.run(&import).exits(0);
        Desk { office }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.office.path().join(name)
    }

    /// Lays a file where the disk is going to be.
    fn lay(&self, name: &str, bytes: &[u8]) {
        for directory in ["laid", "left", "disk"] {
            let _ = open_again(&self.path(directory));
            let _ = std::fs::remove_dir_all(self.path(directory));
            std::fs::create_dir(self.path(directory)).unwrap();
        }
        // A disk of no size at all is one without a limit.
        std::fs::write(self.path("laid").join(FILLER), b"x").unwrap();
        if !name.is_empty() {
            std::fs::write(self.path("laid").join(name), bytes).unwrap();
        }
    }

    /// What is on the disk afterwards, but for the companions of a register.
    fn left(&self, fault: Fault) -> Vec<(String, Vec<u8>)> {
        let directory = match fault {
            Fault::NoRight => self.path("disk"),
            _ => self.path("left"),
        };
        let listed = std::fs::read_dir(directory).unwrap();
        let mut found: Vec<(String, Vec<u8>)> = listed
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read(path).unwrap())
            })
            .collect();
        found.retain(|(name, _)| name != FILLER);
        found.sort();
        found
    }

    fn prepare(&self, fault: Fault) {
        if fault == Fault::NoRight {
            let copied = Command::new("cp")
                .args(["-a", "laid/.", "disk/"])
                .current_dir(self.office.path())
                .status();
            assert!(copied.unwrap().success());
            shut(&self.path("disk"));
        }
    }

    /// How much room what is laid takes, in whole pages.
    fn prepared(&self) -> u64 {
        let listed = std::fs::read_dir(self.path("laid")).unwrap();
        let pages = listed.map(|entry| size(&entry.unwrap().path()).div_ceil(4096));
        pages.sum::<u64>() * 4096
    }

    /// Runs a command on the faulty disk; nothing where the system grants no namespace.
    fn run(&self, fault: Fault, register: &str, arguments: &[&str]) -> Option<Output> {
        self.prepare(fault);
        let koppla = self.office.command(arguments);
        let (namespace, script) = script(fault, self.prepared());
        let mut apart = Command::new("unshare");
        apart
            .args(namespace)
            .args(["sh", "-c", &script])
            .arg(koppla.get_program())
            .args(koppla.get_args())
            .current_dir(self.office.path());
        for (name, value) in koppla.get_envs() {
            match value {
                Some(value) => apart.env(name, value),
                None => apart.env_remove(name),
            };
        }
        apart.env("KOPPLA_REGISTER", self.path(register));
        let ran = apart.output();
        open_again(&self.path("disk")).unwrap();
        let ran = ran.ok()?;
        let code = ran.status.code();
        assert!(code != Some(97) && code != Some(98), "{ran:?}");
        let granted = code != Some(99) && !String::from_utf8_lossy(&ran.stderr).contains("unshare");
        granted.then_some(ran)
    }
}

fn rights(directory: &Path, of_it: u32, of_files: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::Permissions::from_mode;
    std::fs::set_permissions(directory, mode(of_it))?;
    for entry in std::fs::read_dir(directory)? {
        std::fs::set_permissions(entry?.path(), mode(of_files))?;
    }
    Ok(())
}

fn shut(directory: &Path) {
    rights(directory, 0o555, 0o444).unwrap();
}

fn open_again(directory: &Path) -> std::io::Result<()> {
    rights(directory, 0o755, 0o644)
}

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

/// Step 3 on `disk/f.csv` with an edit, on a disk with this fault.
fn edited(desk: &Desk, fault: Fault) -> Option<Pty> {
    desk.prepare(fault);
    let (namespace, script) = script(fault, desk.prepared());
    let mut all = namespace;
    all.extend(["sh", "-c", &script, env!("CARGO_BIN_EXE_koppla")]);
    all.extend(["--lang", "en", "disk/f.csv"]);
    let mut pty = Start::program(Path::new("/usr/bin/unshare"), &all)
        .directory(desk.office.path())
        .env("KOPPLA_REGISTER", desk.office.register())
        .env("XDG_STATE_HOME", desk.office.path())
        .start();
    pty.wait_until("the file, or that there is no namespace", |screen| {
        let text = screen.contents();
        text.contains(" rows ") || text.contains("unshare") || text.contains("mount:")
    });
    if !pty.screen().contains(" rows ") {
        return None;
    }
    pty.send(ENTER).send(CLEAR).send(EDIT).send(ENTER);
    pty.wait_for("1 changed");
    Some(pty)
}

#[test]
fn a_save_in_step_3_that_fails_keeps_the_file_and_the_edits() {
    for (fault, says) in [
        (Fault::Full(0), "full"),
        (Fault::ReadOnly, "cannot be written"),
        (Fault::NoRight, "cannot be written"),
    ] {
        let desk = Desk::new();
        let old = std::fs::read(desk.path("first.csv")).unwrap();
        desk.lay("f.csv", &old);
        let Some(mut pty) = edited(&desk, fault) else {
            println!("skipped: this system grants no namespace");
            return;
        };
        pty.send(SAVE).wait_for("Not saved").wait_for(says);
        // Under another name, on another disk, nothing is lost.
        pty.send("Y").wait_for("Save under another name");
        let elsewhere = desk.path("saved.csv");
        pty.send(CLEAR).send(elsewhere.to_str().unwrap());
        pty.send(ENTER);
        pty.wait_for("is saved with 1 change");
        pty.send(QUIT);
        assert_eq!(pty.wait_exit(), 0);
        open_again(&desk.path("disk")).unwrap();
        assert_eq!(desk.left(fault), [("f.csv".to_owned(), old.clone())]);
        let saved = std::fs::read_to_string(desk.path("saved.csv")).unwrap();
        let expected = String::from_utf8(old).unwrap();
        assert_eq!(saved, expected.replacen("b0@foretaget.example", EDIT, 1));
    }
}

#[test]
fn a_file_or_directory_removed_under_step_3_is_told_and_the_edits_stay() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(desk.path("first.csv")).unwrap();
    for directory_too in [false, true] {
        let directory = desk.path("disk");
        let _ = std::fs::create_dir(&directory);
        std::fs::write(directory.join("f.csv"), &text).unwrap();
        let mut pty = Start::koppla(&["--lang", "en", "disk/f.csv"])
            .directory(desk.office.path())
            .env("KOPPLA_REGISTER", desk.office.register())
            .env("XDG_STATE_HOME", desk.office.path())
            .start();
        pty.wait_for(" rows ");
        pty.send(ENTER).send(CLEAR).send(EDIT).send(ENTER);
        pty.wait_for("1 changed");
        std::fs::remove_file(directory.join("f.csv")).unwrap();
        if directory_too {
            std::fs::remove_dir(&directory).unwrap();
        }
        pty.send(SAVE);
        let says = match directory_too {
            false => "was removed since",
            true => "There is no directory",
        };
        pty.wait_for(says).send(ESC).wait_gone(says);
        pty.send("w").wait_for("Save under another name");
        let name = format!("saved {directory_too}.csv");
        let elsewhere = desk.path(&name);
        pty.send(CLEAR).send(elsewhere.to_str().unwrap());
        pty.send(ENTER);
        pty.wait_for("is saved with 1 change");
        pty.send(QUIT);
        assert_eq!(pty.wait_exit(), 0);
        let saved = std::fs::read_to_string(desk.path(&name)).unwrap();
        assert_eq!(saved, text.replacen("b0@foretaget.example", EDIT, 1));
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
