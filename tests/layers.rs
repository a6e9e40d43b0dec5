//! Who may know whom: reads every `use` and path of the source and fails where a room knows one that it must not.
//! The rules are those of `src/lib.rs`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// A room and what of the house it may name.
const ROOMS: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("file", &["domain"]),
    ("store", &["domain"]),
    ("mail", &["domain"]),
    ("jobs", &["domain", "file", "store", "mail"]),
    ("lang", &["domain", "file", "store", "jobs"]),
    ("cli", &["domain", "file", "jobs", "lang"]),
    ("tui", &["domain", "file", "jobs", "lang"]),
    ("web", &["domain", "file", "jobs", "lang"]),
];

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The text without comments and without what only tests see.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let shipped = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let lines = shipped
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_test_file(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_string_lossy();
    name == "tests"
        || name.ends_with("_tests")
        || name == "test_util"
        || name == "promises"
        || path.components().any(|part| {
            let folder = part.as_os_str().to_string_lossy();
            folder == "tests" || folder.ends_with("_tests")
        })
}

/// The rooms that a piece of code names as `crate::room` or inside `use crate::{…}`.
fn named_rooms(code: &str) -> Vec<&'static str> {
    ROOMS
        .iter()
        .map(|(room, _)| *room)
        .filter(|room| {
            let direct = code.match_indices("crate::").any(|(at, _)| {
                let rest = &code[at + "crate::".len()..];
                rest.strip_prefix(room).is_some_and(|after| {
                    !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                })
            });
            let grouped = code.split("use crate::{").skip(1).any(|group| {
                let group = group.split(';').next().unwrap_or_default();
                group
                    .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .any(|word| word == *room)
            });
            direct || grouped
        })
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn no_room_knows_one_that_it_must_not() {
    let mut breaches = Vec::new();
    for (room, may_know) in ROOMS {
        let files = sources(&root().join(room));
        assert!(!files.is_empty(), "{room} is empty");
        for path in files.iter().filter(|path| !is_test_file(path)) {
            for known in named_rooms(&code(path)) {
                if known != room && !may_know.contains(&known) {
                    breaches.push(format!("{}: {room} knows {known}", path.display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[test]
fn sql_is_spoken_in_the_store_alone() {
    for path in sources(&root()) {
        if !path.starts_with(root().join("store")) {
            assert!(!code(&path).contains("rusqlite"), "{}", path.display());
        }
    }
}

#[test]
fn commands_screens_and_pages_never_touch_the_file_system() {
    for room in ["cli", "tui", "web"] {
        for path in sources(&root().join(room))
            .iter()
            .filter(|path| !is_test_file(path))
        {
            let code = code(path);
            for forbidden in ["std::fs", "fs::File", "File::open", "OpenOptions"] {
                assert!(!code.contains(forbidden), "{}: {forbidden}", path.display());
            }
        }
    }
}

#[test]
fn every_file_says_first_what_it_is() {
    for path in sources(&root()) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn the_domain_knows_no_world() {
    for path in sources(&root().join("domain"))
        .iter()
        .filter(|path| !is_test_file(path))
    {
        let code = code(path);
        for forbidden in [
            "std::fs",
            "std::env",
            "std::net",
            "std::process",
            "std::time",
            "Timestamp::now",
            "std::io",
            "rand",
        ] {
            let word = |at: usize| {
                !code[at + forbidden.len()..].starts_with(|c: char| c.is_alphanumeric())
            };
            let found = code
                .match_indices(forbidden)
                .any(|(at, _)| word(at) && !code[..at].ends_with(|c: char| c.is_alphanumeric()));
            assert!(!found, "{}: {forbidden}", path.display());
        }
    }
}

#[test]
fn widgets_know_ratatui_and_the_theme_alone() {
    for path in sources(&root().join("tui").join("widgets")) {
        let code = code(&path);
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let allowed = rest.starts_with("tui::theme") || rest.starts_with("tui::widgets");
            assert!(
                allowed,
                "{}: crate::{}",
                path.display(),
                rest.lines().next().unwrap()
            );
        }
    }
}

#[test]
fn the_test_would_notice_a_breach() {
    assert_eq!(named_rooms("use crate::store::Register;"), ["store"]);
    assert_eq!(
        named_rooms("use crate::{\n    file::Input,\n    jobs,\n};"),
        ["file", "jobs"]
    );
    assert_eq!(named_rooms("let x = crate::tui::start::demo();"), ["tui"]);
    assert!(named_rooms("use crate::storehouse::X;").is_empty());
}
