//! The programs that are measured: how each is started on a file, and by which keys it does what all can do.

use std::path::Path;
use std::process::Command;

use crate::pty::Start;

/// A program and its keys.
#[derive(Clone, Copy)]
pub struct Program {
    /// What it is called in the table.
    pub name: &'static str,
    /// How it is started.
    start: fn(&Path) -> Start,
    /// The arguments that make it tell its version.
    version: Option<&'static str>,
    /// Goes to the last row.
    pub end: &'static str,
    /// Goes to the first row.
    pub home: &'static str,
    /// Begins a search; the text and Enter follow.
    pub search: &'static str,
    /// Goes one row down.
    pub down: &'static str,
    /// Goes one page down.
    pub page_down: &'static str,
    /// Begins typing in a cell, where the program can do that.
    pub edit: Option<&'static str>,
    /// What the screen says when the whole file is read, where the program says so; else silence means it.
    pub loaded: Option<fn(u32) -> String>,
    /// What the screen says while the program is at work beside that.
    pub busy: Option<&'static str>,
}

const DOWN: &str = "\x1b[B";
/// As a keyboard sends it to a program that has asked for the keypad's own codes, which curses does.
const KEYPAD_DOWN: &str = "\x1bOB";
const PAGE_DOWN: &str = "\x1b[6~";

/// All, in the order of the table.
pub fn all() -> Vec<Program> {
    let koppla = Program {
        name: "koppla",
        start: |file| {
            let register = Path::new(env!("CARGO_TARGET_TMPDIR")).join("terminal.db");
            // Where there is none, the file would be opened without one.
            let place = koppla::jobs::Place::new(Some(&register)).unwrap();
            drop(place.open().unwrap());
            Start::koppla(&["--register", text(&register), text(file)])
        },
        version: None,
        end: "G",
        home: "g",
        search: "/",
        down: DOWN,
        page_down: PAGE_DOWN,
        edit: Some("\r"),
        loaded: None,
        busy: Some("checking…"),
    };
    vec![
        Program {
            name: "less",
            start: |file| Start::program(Path::new("less"), &["-S", text(file)]),
            version: Some("--version"),
            end: "G",
            home: "g",
            search: "/",
            down: DOWN,
            page_down: PAGE_DOWN,
            edit: None,
            loaded: None,
            busy: None,
        },
        Program {
            name: "csvlens",
            start: |file| Start::program(Path::new("csvlens"), &["-t", text(file)]),
            version: Some("--version"),
            end: "G",
            home: "g",
            search: "/",
            down: DOWN,
            page_down: PAGE_DOWN,
            edit: None,
            loaded: None,
            busy: None,
        },
        Program {
            name: "vd",
            start: |file| Start::program(Path::new("vd"), &["-f", "tsv", text(file)]),
            version: Some("--version"),
            end: "G",
            home: "gg",
            search: "/",
            down: KEYPAD_DOWN,
            page_down: PAGE_DOWN,
            edit: Some("e"),
            loaded: Some(|rows| format!("{rows} rows")),
            busy: None,
        },
        Program {
            name: "koppla open",
            // Nothing of whoever measures: no register is asked for allowed domains.
            start: |file| {
                let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nobody");
                Start::koppla(&["open", text(file)]).env("XDG_DATA_HOME", home)
            },
            ..koppla
        },
        koppla,
    ]
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

impl Program {
    /// Whether it can be started here.
    pub fn is_installed(&self) -> bool {
        self.version
            .is_none_or(|version| self.ask(version).is_some())
    }

    fn ask(&self, argument: &str) -> Option<String> {
        let output = Command::new(self.name).arg(argument).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Its name and version.
    pub fn title(&self) -> String {
        let told = self.version.and_then(|version| self.ask(version));
        let number = told
            .as_deref()
            .map_or(Some(env!("CARGO_PKG_VERSION")), |told| {
                told.split_whitespace()
                    .map(|word| word.trim_start_matches('v'))
                    .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            });
        format!("{} {}", self.name, number.unwrap_or_default())
    }

    /// The program on a file, not started yet, in 80x24.
    pub fn on(&self, file: &Path) -> Start {
        (self.start)(file).answering()
    }
}
