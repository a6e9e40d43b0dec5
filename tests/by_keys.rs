//! The guide as a whole by two hands: by one who knows arrows, Enter, Tab and Esc only, and by one who knows the palette and the
//! short keys. And what must not go wrong whoever sits there: sizes that change all the time, keys that are typed ahead.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use support::pty::{Pty, Start};

const ENTER: &str = "\r";
const TAB: &str = "\t";
const ESC: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";
const SAVE: &str = "\x13";
const NEXT: &str = "\x0e";
const QUIT: &str = "\x11";
const F5: &str = "\x1b[15~";

fn demo() -> Pty {
    let mut pty = Start::koppla(&["--lang", "en", "demo"]).start();
    pty.wait_for("1,004 lack an address");
    pty
}

/// What is to be read, whether blanks were sent or never touched.
fn words(pty: &Pty) -> Vec<String> {
    let text = pty.screen();
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn quit(pty: &mut Pty) {
    pty.send(QUIT);
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

#[test]
fn the_whole_guide_by_arrows_enter_tab_and_esc() {
    let mut pty = demo();
    // 1 and 2: what is proposed is taken.
    pty.send(ENTER).wait_for("Field delimiter");
    pty.send(ENTER).wait_for("was saved");
    pty.send(ENTER).wait_for("File name");
    pty.send(ENTER).wait_for("persons were written");
    // 3: letters only in the cell.
    pty.send(ENTER).wait_for("bjorn.b");
    pty.send(DOWN)
        .send(ENTER)
        .send("bjorn.berg@foretaget.example");
    pty.send(ENTER).wait_for("1 changed");
    pty.send(ESC).wait_for("Allowed domains now");
    // 4: beside the export template.
    pty.send(DOWN)
        .send(ENTER)
        .wait_for("Copied from the export template");
    pty.send(ENTER).wait_for("Import E-post Visma Connect” was");
    // 5: the file that was not saved is saved now.
    pty.send(ENTER).wait_for("Compare with");
    pty.send(ENTER).wait_for("Save first");
    pty.send(ENTER).wait_for("This is what an import would do");
    pty.send(TAB).wait_for("┌ Import?");
    pty.send(RIGHT).send(ENTER).wait_for("1 updated");
    // 6: from the guide to everybody.
    pty.send(ESC).wait_for("Allowed domains now");
    pty.send(DOWN).send(ENTER).wait_for("bjorn.berg@fore");
    pty.send(ESC).wait_for("Allowed domains now");
    // The key that ends the program is told to whoever looks for a way out.
    pty.send(ESC).wait_for("^Q quits koppla");
    quit(&mut pty);
}

#[test]
fn the_whole_guide_by_palette_and_short_keys() {
    let mut pty = demo();
    pty.send(":export templ\r").wait_for("Field delimiter");
    pty.send(SAVE).wait_for("was saved");
    pty.send(NEXT).wait_for("File name");
    pty.send(SAVE).wait_for("persons were written");
    pty.send(NEXT).wait_for("bjorn.b");
    // Search, edit, take back, do again.
    pty.send("/cia.c\r")
        .wait_until("the cursor on Cia", |screen| {
            let text = screen.contents();
            let mut lines = text.lines();
            lines.any(|line| line.contains("▸") && line.contains("cia.c "))
        });
    pty.send("e")
        .send("cia@foretaget.example\r")
        .wait_for("1 changed");
    pty.send("u").wait_gone("1 changed");
    pty.send("\x12").wait_for("1 changed");
    pty.send(SAVE).wait_for("is saved with 1 change");
    pty.send("4").wait_for("Copied from the export template");
    pty.send(SAVE).wait_for("Import E-post Visma Connect” was");
    pty.send(NEXT).wait_for("Compare with");
    pty.send(F5).wait_for("This is what an import would do");
    pty.send("i").wait_for("┌ Import?");
    pty.send("Y").wait_for("1 updated");
    pty.send("\x0busers\r").wait_for("cia@foretaget.example");
    pty.send(":notif\r").wait_for("1 updated");
    quit(&mut pty);
}

#[test]
fn keys_typed_ahead_confirm_nothing() {
    let mut pty = demo();
    pty.send(ENTER).wait_for("Field delimiter");
    pty.send(SAVE).wait_for("was saved");
    pty.send(NEXT).wait_for("File name");
    pty.send(SAVE).wait_for("persons were written");
    pty.send(NEXT).wait_for("bjorn.b");
    pty.send(DOWN).send(ENTER).send("b@foretaget.example\r");
    pty.wait_for("1 changed");
    for ahead in ["\x11Y", "\x11J", "\x11\x1b[C\r"] {
        pty.send(ahead).wait_for("Quit koppla?");
        pty.send(ESC).wait_gone("Quit koppla?");
        pty.wait_for("1 changed");
    }
    pty.send(QUIT).wait_for("Quit koppla?");
    pty.send("Y");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_hundred_sizes_during_a_job_end_in_the_right_picture() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("many.csv");
    let mut text = "User id\tEmployee number\tE-mail Visma Connect\r\n".to_owned();
    for n in 0..30_000 {
        text.push_str(&format!("person{n}\t{n:05}\tp{n}@foretaget.example\r\n"));
    }
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let mut pty = Start::koppla(&["--lang", "en", "open", path]).start();
    pty.wait_for("person0");
    // No chance in it: the same sizes every time, the extremes among them.
    for n in 0..100_u16 {
        let (columns, lines) = match n % 10 {
            0 => (1, 1),
            1 => (300, 100),
            2 => (59, 16),
            3 => (60, 15),
            _ => (1 + n * 37 % 200, 1 + n * 23 % 70),
        };
        pty.resize(columns, lines);
        if n % 7 == 0 {
            pty.send(DOWN);
        }
    }
    pty.resize(80, 24)
        .wait_until("header, rows and footer at their places", |screen| {
            let rows: Vec<_> = screen.rows(0, 80).collect();
            rows[0].starts_with(" koppla")
                && rows[23].contains("F1 help")
                && rows
                    .iter()
                    .any(|row| row.contains("▸") && row.contains("person"))
                && rows.iter().any(|row| row.contains("30,000 rows"))
        });
    // Once all is checked, the picture is what one drawn anew is.
    pty.wait_gone("checking");
    while !pty.silent_for(std::time::Duration::from_millis(200)) {}
    let before = words(&pty);
    pty.send("\x0c");
    while !pty.silent_for(std::time::Duration::from_millis(200)) {}
    assert_eq!(words(&pty), before);
    quit(&mut pty);
}
