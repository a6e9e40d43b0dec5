//! How every screen and the dialogs above it look: in both languages at 80x24 as snapshots that somebody has looked at, at 60x16
//! and 200x50 by what must not get lost. A screen that is not in the list fails the last test.
//! Whoever changes a screen looks at the new picture (`cargo insta review`, or the `.snap.new` beside the old one) before taking it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::file::{Input, Limits};
use crate::jobs::demo::Demo;
use crate::jobs::import::{Cures, ImportRequest, prepare};
use crate::jobs::{Control, templates};
use crate::lang::{Language, speaking};
use crate::tui::desk::Desk;
use crate::tui::screens::commands;
use crate::tui::screens::guide::Guide;
use crate::tui::steps;
use crate::tui::test_util::{Harness, context};

/// What the register holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// People, and nothing else yet.
    New,
    /// Templates as well.
    Templates,
    /// And an import of the sample file, which rejected some rows.
    Imported,
}

/// A picture: its name, the state of the register, the file on the desk, the keys from the guide, the layer that must be on top
/// then, and a text of every language that shows when it has all it waits for.
type Look = (
    &'static str,
    State,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

use State::{Imported, New, Templates};

const SAMPLE: &str = "anstallda_epost.csv";
const EXCEL: &str = "excel-ansi-semikolon.csv";

static SCREENS: &[Look] = &[
    ("guide-new", New, "", "", "guide", ""),
    ("guide-imported", Imported, "", "", "guide", ""),
    ("templates-export-new", New, "", "1", "templates.export", ""),
    (
        "templates-export",
        Templates,
        "",
        "1",
        "templates.export",
        "",
    ),
    ("export", Templates, "", "2", "export", ""),
    ("addresses-none", New, "", "3", "addresses", ""),
    ("addresses", Templates, SAMPLE, "3", "addresses", "✗"),
    ("templates-import-new", New, "", "4", "templates.import", ""),
    (
        "templates-import",
        Templates,
        "",
        "4",
        "templates.import",
        "",
    ),
    ("import", Templates, SAMPLE, "5", "import", ""),
    ("preview", Templates, SAMPLE, "5 F5", "preview", "855"),
    ("users", New, "", "6", "users", "anna.a"),
    ("people-file", New, "", "m p", "people-file", ""),
    ("person-form", New, "", "m a", "person_form", ""),
    ("person-card", New, "", "6 Enter", "person_card", "00417"),
    ("log-none", New, "", "m o", "log", ""),
    ("log", Imported, "", "m o", "log", ""),
    ("run-rows", Imported, "", "m o Enter", "run_rows", "855"),
    ("undo", Imported, "", "m o Enter u", "undo", "855"),
    ("notifications-none", New, "", "m !", "notifications", ""),
    ("notifications", Imported, "", "m !", "notifications", ""),
    ("security", New, "", "m s", "security", ""),
    (
        "verification-settings",
        New,
        "",
        "m v",
        "verification_settings",
        "",
    ),
    ("program-settings", New, "", "m i", "program_settings", ""),
    ("overview", New, "", "m t", "tui.overview", ""),
    ("about", New, "", "m b", "about", ""),
];

static DIALOGS: &[Look] = &[
    ("help", Templates, "", "1 F1", "tui.help", ""),
    ("help-addresses", Templates, SAMPLE, "3 F1", "tui.help", ""),
    ("palette", New, "", ":", "tui.palette", ""),
    ("menu", New, "", "m", "tui.menu", ""),
    ("step-missing", New, "", "2", "tui.message", ""),
    (
        "template-field",
        Templates,
        "",
        "1 S-Tab +",
        "templates.field",
        "",
    ),
    (
        "template-remove",
        Templates,
        "",
        "1 d",
        "templates.remove",
        "",
    ),
    ("leave", New, "", "1 S-Tab d Esc", "tui.leave", ""),
    ("import-file", Templates, "", "5 F3", "import.file", ""),
    ("import-cure", Templates, EXCEL, "5 F5", "import.cure", ""),
    (
        "import-number",
        Templates,
        SAMPLE,
        "5 F5 i",
        "preview.import",
        "",
    ),
    (
        "addresses-fill",
        Templates,
        SAMPLE,
        "3 f",
        "addresses.fill",
        "",
    ),
    (
        "addresses-filter",
        Templates,
        SAMPLE,
        "3 &",
        "addresses.filter",
        "",
    ),
    (
        "addresses-search",
        Templates,
        SAMPLE,
        "3 /",
        "addresses.search",
        "",
    ),
    (
        "addresses-line",
        Templates,
        SAMPLE,
        "3 L",
        "addresses.line",
        "",
    ),
    (
        "addresses-columns",
        Templates,
        SAMPLE,
        "3 c",
        "addresses.column",
        "",
    ),
    (
        "addresses-save-as",
        Templates,
        SAMPLE,
        "3 w",
        "addresses.save-as",
        "",
    ),
    ("users-filter", New, "", "6 &", "users.filter", ""),
    ("users-search", New, "", "6 /", "users.search", ""),
    ("log-filter", Imported, "", "m o &", "log.filter", ""),
    ("log-search", Imported, "", "m o /", "log.search", ""),
    (
        "rows-filter",
        Imported,
        "",
        "m o Enter &",
        "rows.filter",
        "",
    ),
    (
        "rows-search",
        Imported,
        "",
        "m o Enter /",
        "rows.search",
        "",
    ),
    ("security-add", New, "", "m s +", "security.add", ""),
    ("find-person", New, "", "m f", "person_card.find", ""),
];

/// A demo in this state, with the samples in its directory.
fn demo(state: State) -> Demo {
    // Paths are as long wherever the tests run.
    let _ = tempfile::env::override_temp_dir(Path::new("/tmp"));
    let demo = Demo::new().unwrap();
    for name in [SAMPLE, EXCEL] {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
        std::fs::copy(sample.join(name), demo.directory().join(name)).unwrap();
    }
    if state == New {
        return demo;
    }
    let mut register = demo.place().open().unwrap();
    templates::add(&mut register, &templates::proposed_export("E-post")).unwrap();
    let template = templates::copy(&mut register, "E-post", "Import E-post").unwrap();
    if state == Imported {
        let request = ImportRequest {
            input: Input::Path(demo.directory().join(SAMPLE)),
            template,
            name: Some("Veckans".into()),
            cures: Cures::default(),
            corrects: None,
            limits: Limits::default(),
            rejects: None,
        };
        let control = Control::unwatched();
        let prepared = prepare(demo.place(), &request, &control).unwrap();
        let done = prepared.apply(demo.place(), Default::default(), false, &control);
        done.unwrap();
    }
    demo
}

/// The picture.
fn opened(look: &Look, demo: &Demo) -> Harness {
    let (name, _, file, keys, top, text) = look;
    let mut context = context();
    context.desk = Desk::demo(demo.clone());
    context.desk.file = (!file.is_empty()).then(|| demo.directory().join(file));
    context.commands = commands();
    steps::refresh(&mut context);
    let guide = Guide::new(&context);
    let mut harness = Harness::with(guide, context);
    let keys: Vec<_> = keys.split(' ').filter(|key| !key.is_empty()).collect();
    for (at, key) in keys.iter().enumerate() {
        harness = harness.keys(key);
        // What is being read is there before the next key.
        let awaited = match (*key, at + 1 == keys.len()) {
            ("3", false) => "✗",
            ("6", false) => "anna.a",
            ("F5", false) | ("Enter", false) => "855",
            _ => continue,
        };
        harness = harness.wake_until(awaited);
    }
    harness.wake_until_it(name, |h| h.top() == *top && h.screen().contains(text))
}

/// Without what differs from run to run and from machine to machine.
fn steady(screen: &str, demo: &Demo) -> String {
    let moment = Regex::new(r"20\d\d-\d\d-\d\d( \d\d:\d\d)?").unwrap();
    let who = demo.place().who().login.clone();
    let lines = screen.lines().map(|line| {
        let line = moment.replace_all(line, |found: &regex::Captures<'_>| {
            let whole = "2026-01-02 09:00";
            whole[..found[0].len()].to_owned()
        });
        let directory = demo.directory();
        let own = directory
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let mut line = line.replace(&own, "koppla-demo-000000");
        if line.trim_end().ends_with("/koppla.log") {
            // It lies in the home of whoever runs the tests.
            let place = line.find('/').unwrap_or_default();
            line.replace_range(place.., "HOME/koppla.log");
        }
        if line.contains(&who) {
            let spaces = Regex::new("  +").unwrap();
            line = spaces
                .replace_all(&line.replace(&who, "WHO"), "  ")
                .into_owned();
        }
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What must be there in a window of any size: the cursor, the way to help, and in a dialog each button and each thing that can be
/// chosen.
fn nothing_lost(name: &str, large: &str, dialog: bool, other: &str) {
    let told = format!("{name}:\n{large}\n\n{other}");
    assert!(other.lines().last().unwrap().contains("F1"), "{told}");
    if dialog {
        assert_eq!(buttons(large), buttons(other), "{told}");
    } else {
        assert_eq!(large.contains('▸'), other.contains('▸'), "{told}");
    }
}

/// The buttons of the dialog on top, whose frame is the last that begins.
fn buttons(screen: &str) -> Vec<String> {
    let button = Regex::new(r"\[ [^\]]+ \]").unwrap();
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    let corner = |line: &Vec<char>| line.iter().rposition(|c| *c == '┌');
    let Some((top, left)) = lines
        .iter()
        .enumerate()
        .rev()
        .find_map(|(y, line)| corner(line).map(|x| (y, x)))
    else {
        return Vec::new();
    };
    let inside = lines[top..].iter().map(|line| {
        let inner = line.iter().skip(left + 1).take_while(|c| **c != '│');
        inner.collect::<String>()
    });
    let found = inside.flat_map(|line| {
        let buttons = button.find_iter(&line).map(|b| b.as_str().to_owned());
        buttons.collect::<Vec<_>>()
    });
    found.collect()
}

fn look_at(looks: &[Look], dialog: bool) {
    let demos = [New, Templates, Imported].map(|state| (state, demo(state)));
    for look in looks {
        let (name, state, ..) = look;
        let (_, demo) = demos.iter().find(|(s, _)| s == state).unwrap();
        let pictures = [Language::Swedish, Language::English].map(|language| {
            speaking(language, || {
                let mut harness = opened(look, demo);
                let picture = steady(&harness.screen(), demo);
                for (columns, lines) in [(60, 16), (200, 50)] {
                    harness = harness.size(columns, lines);
                    let other = steady(&harness.screen(), demo);
                    nothing_lost(name, &picture, dialog, &other);
                }
                picture
            })
        });
        insta::assert_snapshot!(*name, pictures.join("\n────────\n"));
    }
}

#[test]
fn every_screen_in_both_languages() {
    look_at(SCREENS, false);
}

#[test]
fn dialogs_in_both_languages() {
    look_at(DIALOGS, true);
}

/// The files of this room that are part of the program.
fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            sources(&path, found);
        } else if name.ends_with(".rs") && !name.contains("tests") {
            found.push(path);
        }
    }
}

#[test]
fn no_screen_is_without_a_picture() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui"),
        &mut files,
    );
    let body = Regex::new(r#"fn id\(&self\) -> &'static str \{([^}]*)\}"#).unwrap();
    let literal = Regex::new(r#""([^"]+)""#).unwrap();
    let mut declared = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for found in body.captures_iter(&text) {
            let ids = literal.captures_iter(found.get(1).unwrap().as_str());
            declared.extend(ids.map(|id| id[1].to_owned()));
        }
    }
    assert!(declared.len() > 15, "{declared:?}");
    let looks = SCREENS.iter().chain(DIALOGS);
    let seen: BTreeSet<String> = looks.map(|look| look.4.to_owned()).collect();
    let missing: Vec<_> = declared.difference(&seen).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
