//! What survives when koppla is cut off while a file is edited, by keys on a real pseudo-terminal.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use koppla::jobs::Place;
use rustix::process::Signal;
use support::pty::{Pty, Start};

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const SAVE: &str = "\x13";
const QUIT: &str = "\x11";

const CONTENT: &str = "User id\tEmployee number\tE-mail Visma Connect\r\n\
                       bjorn.b\t00418\t\r\ncia.c\t00421\t\r\n";

/// A directory with a register and a file.
struct Office {
    directory: tempfile::TempDir,
}

impl Office {
    fn new() -> Office {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("f.csv"), CONTENT).unwrap();
        let office = Office { directory };
        let place = Place::new(Some(&office.register())).unwrap();
        drop(place.open().unwrap());
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn register(&self) -> PathBuf {
        self.path("data/register.db")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path("f.csv")).unwrap()
    }

    fn arguments(&self) -> [String; 5] {
        let register = self.register();
        let file = self.path("f.csv");
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        ["--lang", "en", "--register", &text(&register), &text(&file)].map(str::to_owned)
    }

    /// Step 3 on the file.
    fn start(&self) -> Pty {
        let arguments = self.arguments();
        Start::koppla(&arguments.each_ref().map(String::as_str))
            .directory(self.directory.path())
            .start()
    }

    /// The same with the first address committed and a second begun.
    fn edited(&self) -> Pty {
        let mut pty = self.start();
        pty.wait_for("bjorn.b");
        pty.send(ENTER).send("b@foretaget.example").send(ENTER);
        pty.wait_for("1 changed");
        pty.send(ENTER).send("c@fore").wait_for("c@fore");
        pty
    }

    fn journals(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.path("data/journals"))
            .into_iter()
            .flatten();
        listed.map(|entry| entry.unwrap().path()).collect()
    }
}

/// Esc; what is sent right behind it would be taken for Alt and a key.
fn give_up_typing(pty: &mut Pty) {
    pty.send(ESC).wait_until("typing has ended", |screen| {
        !screen.contents().contains("c@fore")
    });
}

fn restored(office: &Office) {
    let mut pty = office.start();
    pty.wait_for("Edits that were not saved");
    pty.wait_for("(empty) → b@foretaget.example");
    pty.wait_for("You were typing: c@fore");
    pty.send(ENTER).wait_for("1 changed");
    // The cell that was being typed in is open again, with what stood there.
    pty.send("taget.example").send(ENTER).wait_for("2 changed");
    pty.send(SAVE).wait_for("is saved with 2 changes");
    pty.send(QUIT);
    assert_eq!(pty.wait_exit(), 0);
    let saved = CONTENT
        .replace("00418\t", "00418\tb@foretaget.example")
        .replace("00421\t", "00421\tc@foretaget.example");
    assert_eq!(office.text(), saved);
    assert!(office.journals().is_empty());
}

#[test]
fn a_hang_up_while_typing_loses_nothing() {
    for (signal, code) in [(Signal::HUP, 129), (Signal::TERM, 143)] {
        let office = Office::new();
        let mut pty = office.edited();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&office.journals()[0]), 0o600);
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), code);
        assert!(!pty.emulator().alternate_screen());
        assert_eq!(office.text(), CONTENT);
        restored(&office);
    }
}

#[test]
fn a_terminal_that_goes_loses_nothing() {
    let office = Office::new();
    let mut pty = office.edited();
    pty.close();
    pty.wait_exit();
    restored(&office);
}

#[test]
fn being_killed_loses_nothing_that_was_committed() {
    let office = Office::new();
    let mut pty = office.edited();
    // What is being typed is written beside the screen, which may show it a moment before.
    let typed = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(6).any(|part| part == b"c@fore")
    };
    let begun = Instant::now();
    while !office.journals().iter().any(typed) {
        assert!(begun.elapsed() < Duration::from_secs(20), "not journaled");
        std::thread::yield_now();
    }
    pty.signal(Signal::KILL).wait_exit();
    restored(&office);
}

#[test]
fn two_of_them_do_not_edit_one_file() {
    let office = Office::new();
    let mut first = office.edited();
    let mut second = office.start();
    second.wait_for("The file is in use");
    second.send(ENTER).wait_for("read-only");
    second.send(ENTER).wait_for("so here you can only read");
    second.send(QUIT);
    assert_eq!(second.wait_exit(), 0);
    give_up_typing(&mut first);
    first.send(SAVE).wait_for("is saved with 1 change");
    first.send(QUIT);
    assert_eq!(first.wait_exit(), 0);
    // The first has gone: the file is free.
    let mut third = office.start();
    third.wait_for("bjorn.b");
    third
        .send(ENTER)
        .send("x")
        .send(ENTER)
        .wait_for("1 changed");
    third.send(QUIT).wait_for("Quit koppla?").send("Y");
    assert_eq!(third.wait_exit(), 0);
    assert!(office.journals().is_empty());
}

#[test]
fn a_file_that_changed_on_the_disk_is_asked_about() {
    let office = Office::new();
    let mut pty = office.edited();
    let theirs = CONTENT.replace("00418\t", "00418\ttheirs@foretaget.example");
    fs::write(office.path("f.csv"), &theirs).unwrap();
    give_up_typing(&mut pty);
    pty.send(SAVE).wait_for("On the disk 1 row has");
    pty.wait_for("1 of them, too");
    pty.send(ESC).wait_for("1 changed");
    assert_eq!(office.text(), theirs);
    // Cut off and opened again, the edit does not fit any more and is listed.
    pty.signal(Signal::HUP);
    pty.wait_exit();
    let mut pty = office.start();
    pty.wait_for("No edit fits any more");
    pty.wait_for("theirs@foretaget.example → b@foretaget.example");
    pty.send("d").wait_for("Throw the edits away?").send("Y");
    pty.wait_until("the file as it is", |screen| {
        let text = screen.contents();
        text.contains("theirs@") && !text.contains("Throw") && !text.contains("read-only")
    });
    pty.send(QUIT);
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(office.text(), theirs);
}

#[test]
fn a_full_disk_while_saving_leaves_the_file_and_the_edits() {
    let office = Office::new();
    // Larger than what this process may write into one file, which the register is not.
    let rows: String = (0..100_000).map(|n| format!("u{n}\t{n}\t\r\n")).collect();
    let long = format!("{CONTENT}{rows}");
    fs::write(office.path("f.csv"), &long).unwrap();
    let limited = "trap '' XFSZ; ulimit -f 1024; exec \"$@\"";
    let arguments = office.arguments();
    let mut all = vec!["-c", limited, "sh", env!("CARGO_BIN_EXE_koppla")];
    all.extend(arguments.iter().map(String::as_str));
    let mut pty = Start::program(Path::new("/bin/sh"), &all)
        .directory(office.directory.path())
        .start();
    pty.wait_for("bjorn.b");
    pty.wait_until("the whole file", |screen| {
        screen.contents().contains(" rows ")
    });
    pty.send(ENTER).send("b@foretaget.example").send(ENTER);
    pty.wait_for("1 changed");
    pty.send(SAVE).wait_for("Not saved");
    pty.wait_for("full");
    pty.send(ESC).wait_for("1 changed");
    assert!(office.text() == long, "the file is as it was");
    let names = fs::read_dir(office.directory.path()).unwrap();
    assert_eq!(names.count(), 2, "nothing half-written is left");
    pty.signal(Signal::HUP);
    pty.wait_exit();
    let mut pty = office.start();
    pty.wait_for("(empty) → b@foretaget.example");
    pty.send(ENTER).wait_for("1 changed");
    pty.send(SAVE).wait_for("is saved with 1 change");
}
