//! Finding in the table of addresses by keys on a real pseudo-terminal: filter, the suggestion for all alike, order and
//! search, in both languages.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::path::PathBuf;

use support::pty::{Pty, Start};

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const LEFT: &str = "\x1b[D";

/// The table on a file of these rows, in a register that knows nobody.
fn table(lang: &str, rows: &str) -> (Pty, PathBuf, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f.csv");
    let heading = "Användar-id\tAnst.nr\tFörnamn\tEfternamn\tE-post Visma Connect\r\n";
    std::fs::write(&path, format!("{heading}{rows}")).unwrap();
    let register = directory.path().join("register.db");
    let arguments = [
        "--lang",
        lang,
        "--register",
        register.to_str().unwrap(),
        "f.csv",
    ];
    let mut pty = Start::koppla(&arguments)
        .directory(directory.path())
        .size(80, 24)
        .start();
    pty.wait_for("f.csv ──");
    (pty, path, directory)
}

const ROWS: &str = "adam.a\t2\tÅsa\tÖst\ta@komun.example\r\nbo.b\t10\tBo\tBerg\t\r\n\
                    cia.c\t1\tCia\tÅs\tc@komun.se\r\ndan.d\t3\tDan\tZäta\td@komun.se\r\n";

#[test]
fn a_filter_is_chosen_seen_and_left() {
    let (mut pty, ..) = table("sv", ROWS);
    pty.wait_for("1 tom");
    pty.send("&").wait_for("utan adress  1");
    pty.send(DOWN)
        .send(DOWN)
        .send(ENTER)
        .wait_for("1 av 4 rader");
    pty.wait_until("only that row", |screen| {
        let text = screen.contents();
        text.contains("bo.b") && !text.contains("cia.c") && text.contains("& utan adress")
    });
    pty.send(ESC).wait_for("cia.c");
}

#[test]
fn a_suggestion_is_taken_for_all_alike_and_saved() {
    let rows: String = (0..60)
        .map(|n| format!("u{n}\t{n}\tA\tB{n}\tu{n}@gmial.com\r\n"))
        .collect();
    let (mut pty, path, _directory) = table("sv", &rows);
    pty.wait_for("tar\u{a0}det").send("S");
    pty.wait_for("60 rader har domänen gmial.com. Förslaget är gmail.com.");
    pty.send("J").wait_for("60 ändrade");
    pty.send("\x13").wait_for("f.csv är sparad");
    let saved = std::fs::read_to_string(path).unwrap();
    assert_eq!(saved.matches("@gmail.com\r\n").count(), 60);
    assert!(!saved.contains("gmial"));
}

#[test]
fn rows_are_sorted_and_searched_while_the_file_keeps_its_order() {
    let (mut pty, path, _directory) = table("en", ROWS);
    let before = std::fs::read(&path).unwrap();
    // From the address to the name.
    pty.send(LEFT).send("<").wait_for("▲Name");
    let order = |screen: &vt100::Screen| {
        let text = screen.contents();
        ["bo.b", "cia.c", "dan.d", "adam.a"].map(|id| text.find(id).unwrap_or(usize::MAX))
    };
    pty.wait_until("å behind z", |screen| order(screen).is_sorted());
    pty.send("/").wait_for("Text in any column");
    pty.send("KOMUN.SE")
        .send(ENTER)
        .wait_until("the cursor on Cia", |screen| {
            screen
                .contents()
                .lines()
                .any(|line| line.contains('▸') && line.contains("cia.c"))
        });
    // What was found stands out wherever it is on the screen, also away from the cursor.
    let standing_out = |screen: &vt100::Screen, id: &str| -> Option<String> {
        let text = screen.contents();
        let line = text.lines().position(|line| line.contains(id))?;
        let cells = (0..80).filter_map(|x| screen.cell(u16::try_from(line).ok()?, x));
        Some(
            cells
                .filter(|c| c.inverse())
                .map(|c| c.contents())
                .collect(),
        )
    };
    pty.wait_until("the hit in Dan's row", |screen| {
        standing_out(screen, "dan.d").as_deref() == Some("komun.se")
            && standing_out(screen, "adam.a").as_deref() == Some("")
    });
    pty.send("nn").wait_for("went on from the other end");
    pty.send("/").wait_for("Text in any column");
    pty.send("\x15")
        .send("nobody")
        .send(ENTER)
        .wait_for("“nobody”");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
