//! A full disk, one that cannot be written, and files that go away, under the terminal program: the answer is a clear sentence, the edits are still
//! there, and nothing half-written lies about. The faults are those of `disks.rs`, and where a system grants no namespace the trial says
//! that it was skipped.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]
#![expect(clippy::print_stdout, reason = "a test that was skipped says so")]

mod support;

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};
use support::commands::Office;
use support::disks::{Desk, Fault, open_again};
use support::pty::{Pty, Start};
use support::trials::{size, whole};

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const UP: &str = "\x1b[A";
const CLEAR: &str = "\x15";
const SAVE: &str = "\x13";
const QUIT: &str = "\x11";
const F5: &str = "\x1b[15~";
const EDIT: &str = "b@foretaget.example";

fn quit(pty: &mut Pty) {
    pty.send(QUIT);
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

/// Step 3 on `disk/f.csv` with an edit, on a disk with this fault.
fn edited(desk: &Desk, fault: Fault) -> Option<Pty> {
    let mut pty = desk.screen(fault, "register.db", &["disk/f.csv"], " rows ")?;
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
        quit(&mut pty);
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
        quit(&mut pty);
        let saved = std::fs::read_to_string(desk.path(&name)).unwrap();
        assert_eq!(saved, text.replacen("b0@foretaget.example", EDIT, 1));
    }
}

/// Takes all the room that is left on a disk; the file that does is given back.
fn fill(disk: &Path) -> std::path::PathBuf {
    let path = disk.join("fill");
    let mut file = File::create(&path).unwrap();
    for piece in [1 << 16, 4096, 1] {
        while file.write_all(&vec![0; piece]).is_ok() {}
    }
    path
}

/// Lets a file end with its last block, so that a full disk has no room for a byte more of it.
fn to_the_brim(path: &Path) {
    let rest = 4096 - size(path) % 4096;
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(&vec![b'\n'; usize::try_from(rest).unwrap()])
        .unwrap();
}

/// The program that a shell in a namespace waits for.
fn child(pty: &Pty) -> Pid {
    let pid = pty.pid();
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    Pid::from_raw(children.trim().parse().unwrap()).unwrap()
}

/// Step 3 on a file that lies elsewhere, with the register, the journals and the log on a disk that is full from now on.
fn full(desk: &Desk) -> Option<(Pty, std::path::PathBuf)> {
    let register = std::fs::read(desk.office.register()).unwrap();
    desk.lay("register.db", &register);
    let fault = Fault::Full(8 << 20);
    let mut pty = desk.screen(fault, "disk/register.db", &["first.csv"], " rows ")?;
    // What the guide remembers is written by then.
    pty.wait_gone("checking");
    let disk = desk.inside(&pty);
    let log = disk.join("koppla/koppla.log");
    to_the_brim(&log);
    let filled = fill(&disk);
    pty.send(ENTER).send(CLEAR).send(EDIT).send(ENTER);
    pty.wait_for("could not be kept safe").wait_for("full");
    pty.send(ESC).wait_gone("could not be kept safe");
    pty.wait_for("1 changed").wait_for(EDIT);
    Some((pty, filled))
}

#[test]
fn an_edit_that_cannot_be_kept_safe_is_told_and_saved_all_the_same() {
    let desk = Desk::new();
    let old = std::fs::read_to_string(desk.path("first.csv")).unwrap();
    let Some((mut pty, _)) = full(&desk) else {
        println!("skipped: this system grants no namespace");
        return;
    };
    pty.send(SAVE).wait_for("is saved with 1 change");
    quit(&mut pty);
    let new = old.replacen("b0@foretaget.example", EDIT, 1);
    assert_eq!(
        std::fs::read_to_string(desk.path("first.csv")).unwrap(),
        new
    );
    // What could not be logged is not written into the picture either.
    let received = String::from_utf8_lossy(pty.received()).into_owned();
    assert!(!received.contains("write an event"), "{received}");
    whole(&desk.path("left/register.db"));
}

#[test]
fn once_there_is_room_again_every_edit_is_kept_safe() {
    let desk = Desk::new();
    let Some((mut pty, filled)) = full(&desk) else {
        println!("skipped: this system grants no namespace");
        return;
    };
    std::fs::remove_file(filled).unwrap();
    pty.send(ENTER).send(CLEAR).send("c@foretaget.example");
    pty.send(ENTER).wait_for("2 changed");
    kill_process(child(&pty), Signal::KILL).unwrap();
    pty.wait_exit();
    let mut pty = Start::koppla(&["--lang", "en", "first.csv"])
        .directory(desk.office.path())
        .env("KOPPLA_REGISTER", desk.path("left/register.db"))
        .env("XDG_STATE_HOME", desk.office.path())
        .start();
    pty.wait_for("Edits that were not saved");
    pty.wait_for(EDIT).wait_for("c@foretaget.example");
    pty.send(ENTER).wait_for("2 changed");
    pty.send(SAVE).wait_for("is saved with 2 changes");
    quit(&mut pty);
}

/// What can be wrong with the disk that a file is to be written to, and what the screen says of it.
const FAULTS: [(Fault, &str); 3] = [
    (Fault::Full(0), "The disk is full"),
    (Fault::ReadOnly, "cannot be written"),
    (Fault::NoRight, "cannot be written"),
];

/// The guide beside such a disk; `None` where the system grants no namespace.
fn guide_on(fault: Fault) -> Option<(Desk, Pty)> {
    let desk = Desk::new();
    desk.lay("", b"");
    let pty = desk.screen(fault, "register.db", &[], "Guide")?;
    Some((desk, pty))
}

#[test]
fn an_export_by_keys_that_fails_is_told_and_goes_elsewhere() {
    for (fault, says) in FAULTS {
        let Some((desk, mut pty)) = guide_on(fault) else {
            println!("skipped: this system grants no namespace");
            return;
        };
        pty.send("2").wait_for("File name");
        pty.send(&UP.repeat(5)).send(CLEAR).send("disk/f.csv");
        pty.send(SAVE).wait_for(says).send(ESC).wait_gone(says);
        pty.wait_for("disk/f.csv");
        pty.send(CLEAR).send("elsewhere.csv").send(SAVE);
        pty.wait_for("persons were written");
        quit(&mut pty);
        open_again(&desk.path("disk")).unwrap();
        assert_eq!(desk.left(fault), [], "{fault:?}");
        let written = std::fs::read_to_string(desk.path("elsewhere.csv")).unwrap();
        assert_eq!(written.lines().count(), 401, "{fault:?}");
        let log = desk.office.run(&["log", "--json"]).exits(0).json();
        let code = if says == "The disk is full" {
            "disk_full"
        } else {
            "file_not_writable"
        };
        assert_eq!(log[0]["status"], "done", "{fault:?}");
        assert_eq!(log[1]["error"], code, "{fault:?}");
    }
}

#[test]
fn a_list_saved_by_keys_that_fails_is_told_and_goes_elsewhere() {
    for (fault, says) in FAULTS {
        let Some((desk, mut pty)) = guide_on(fault) else {
            println!("skipped: this system grants no namespace");
            return;
        };
        pty.send("6").wait_for("400 of 400");
        for (path, shows) in [("disk/f.csv", says), ("list.csv", "400 rows were")] {
            pty.send("w").wait_for("Write a file").send(ENTER);
            pty.wait_for("Save as file")
                .send(CLEAR)
                .send(path)
                .send(ENTER);
            pty.wait_for(shows);
            if shows == says {
                pty.send(ESC).wait_gone(says);
            }
        }
        quit(&mut pty);
        open_again(&desk.path("disk")).unwrap();
        assert_eq!(desk.left(fault), [], "{fault:?}");
        let written = std::fs::read_to_string(desk.path("list.csv")).unwrap();
        assert_eq!(written.lines().count(), 401, "{fault:?}");
    }
}

/// No empty register takes the place of the one that was there; with it back, all goes on.
#[test]
fn a_register_removed_under_the_program_is_told_and_the_edits_stay() {
    let office = Office::with_people(&[
        "Användar-id;Anställningsnummer;E-post Visma Connect",
        "anna.a;007;",
        "bo.b;7;",
    ]);
    let rows = "User id\tEmployee number\tE-mail Visma Connect\r\nanna.a\t007\t\r\nbo.b\t7\t\r\n";
    office.file("f.csv", rows.as_bytes());
    let mut pty = Start::koppla(&["--lang", "en", "f.csv"])
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .start();
    pty.wait_for("anna.a").wait_gone("checking");
    pty.send(ENTER).send(EDIT).send(ENTER).wait_for("1 changed");
    let away = office.path().join("away");
    std::fs::create_dir(&away).unwrap();
    let companions = ["register.db", "register.db-wal", "register.db-shm"];
    for name in companions {
        let _ = std::fs::rename(office.path().join(name), away.join(name));
    }
    let gone = "not there any more";
    pty.send(ENTER).send("c@foretaget.example").send(ENTER);
    pty.wait_for("2 changed");
    pty.send(SAVE).wait_for("is saved with 2 changes");
    for (keys, shows) in [("5", "Compare with"), ("2", "File name")] {
        pty.send(keys).wait_for(shows);
        let go = if keys == "5" { F5 } else { SAVE };
        let told = "Something went wrong";
        pty.send(go).wait_for(told).wait_for(gone);
        pty.send(ESC).wait_gone(told);
    }
    pty.send("6").wait_for(gone);
    assert!(!office.register().exists(), "an empty register was made");
    for name in companions {
        let _ = std::fs::rename(away.join(name), office.path().join(name));
    }
    pty.send(ESC).wait_for("Guide");
    pty.send("5").wait_for("Compare with");
    pty.send(F5).wait_for("what an import would do");
    pty.wait_for("to be updated 2");
    pty.send(ESC).wait_gone("what an import would do");
    quit(&mut pty);
    let saved = std::fs::read_to_string(office.path().join("f.csv")).unwrap();
    assert!(saved.contains(&format!("007\t{EDIT}")), "{saved}");
}
