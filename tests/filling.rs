//! Many cells at once by keys on a real pseudo-terminal: a pattern with namesakes, a pasted column, repaired keys, and each taken
//! back as one step.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use support::pty::{Pty, Start};

const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";
const CLEAR: &str = "\x15";
const SAVE: &str = "\x13";

/// A text as a terminal hands over what is pasted.
fn pasted(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

/// Step 3 of the demo on a file.
fn table(file: &str) -> Pty {
    let mut pty = Start::koppla(&["--lang", "en", "demo"])
        .size(80, 24)
        .start();
    pty.wait_for("lack an address");
    pty.send("3").wait_for("Open the exported file");
    pty.send(CLEAR).send(file).send(ENTER);
    pty
}

fn file(directory: &tempfile::TempDir, rows: &str) -> String {
    let path = directory.path().join("f.csv");
    let text = format!("User id\tEmployee number\tConnect address\r\n{rows}");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_pattern_tells_namesakes_apart_and_is_undone_as_one_step() {
    let directory = tempfile::tempdir().unwrap();
    let rows = "anna.a\t00417\t\r\nsofia.e\t02835\t\r\nsofia.ek\t03973\t\r\nsofia.e2\t05272\t\r\n";
    let mut pty = table(&file(&directory, rows));
    pty.wait_for("3 lacking");
    pty.send("f").wait_for("By a pattern");
    pty.send(ENTER)
        .wait_for("Sofia Ek → sofia.ek@foretaget.example");
    pty.send(SAVE).wait_for("[to change 3]");
    pty.wait_for("namesakes 2")
        .wait_for("sofia.ek3@foretaget.example");
    pty.send(ENTER).wait_for("3 addresses filled in");
    pty.wait_for("3 changed").wait_for("sofia.ek2@foretaget");
    pty.send("u")
        .wait_until("all three are taken back", |screen| {
            let text = screen.contents();
            !text.contains("changed") && !text.contains("sofia.ek2@") && text.contains("3 lacking")
        });
}

#[test]
fn a_column_pasted_in_brackets_goes_downwards_from_the_cursor() {
    let directory = tempfile::tempdir().unwrap();
    let rows = "anna.a\t00417\t\r\nbjorn.b\t00418\t\r\ncia.c\t00421\t\r\n";
    let mut pty = table(&file(&directory, rows));
    pty.wait_for("2 lacking");
    pty.send(DOWN)
        .send(&pasted("b@foretaget.example\rc@foretaget.example\r"))
        .wait_for("[to change 2]");
    pty.send(ENTER).wait_for("2 changed");
    pty.wait_for("b@foretaget.example").wait_for("c@foretaget");
    pty.send("u").wait_until("both are taken back", |screen| {
        screen.contents().contains("2 lacking") && !screen.contents().contains("2 changed")
    });
    // A single line is typed into the cell.
    pty.send(&pasted("x@foretaget.example\r"))
        .wait_for("The address can be imported.");
}

#[test]
fn keys_that_excel_damaged_are_told_of_repaired_and_brought_back_by_undo() {
    let mut pty = table(&support::commands::sample("excel-ansi-semikolon.csv"));
    pty.wait_for("In 11 rows a spreadsheet")
        .wait_for("11 faults");
    pty.send("f").wait_for("Repair keys");
    for _ in 0..5 {
        pty.send(DOWN);
    }
    pty.send(ENTER).wait_for("[to change 11]").wait_for("00425");
    pty.send(ENTER).wait_for("11 keys repaired");
    pty.wait_until("no fault is left", |screen| {
        screen.contents().contains("11 changed") && !screen.contents().contains("faults")
    });
    pty.send("u").wait_for("11 faults");
}
