//! Two administrators at the same moment: the register ends as one of the two orders explains, and no change is lost without a word.
//! `KOPPLA_THOROUGH=1` makes it fifty rounds each. Two senders are in `outbox.rs`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Stdio};

use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use support::commands::Office;
use support::trials::{
    SHAPES, content, number, old_register, restore, shape, silent, tell, trials, whole,
};

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";

/// Thirty people without an address.
fn office() -> Office {
    let mut rows = vec!["Användar-id;Anställningsnummer".to_owned()];
    rows.extend((0..30).map(|n| format!("p{n};{n:03}")));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    Office::with_people(&rows)
}

fn file(people: std::ops::Range<u32>, address: impl Fn(u32) -> String) -> String {
    let rows = people.map(|n| format!("p{n}\t{n:03}\t{}\r\n", address(n)));
    format!("{HEADING}{}", rows.collect::<String>())
}

fn start(office: &Office, arguments: &[&str]) -> Child {
    let mut command = office.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// The exit code and what was printed.
fn end(child: Child) -> (i32, Value) {
    let output = child.wait_with_output().unwrap();
    let json = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code().unwrap(), json)
}

fn rounds() -> u32 {
    trials(10, 50)
}

/// Everybody's address.
fn addresses(register: &Path) -> Vec<(String, Option<String>)> {
    let register = Connection::open(register).unwrap();
    let mut statement = register
        .prepare("SELECT coalesce(user_id, ''), connect_address FROM person ORDER BY id")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

/// Each person's changes follow each other: what one change found is what the one before left, and the last one holds. A lost update
/// would leave a gap.
fn nothing_is_lost(register: &Path) {
    let connection = Connection::open(register).unwrap();
    let mut statement = connection
        .prepare("SELECT p.user_id, nullif(h.old, ''), nullif(h.new, '') FROM history h JOIN person p ON p.id = h.person ORDER BY h.id")
        .unwrap();
    let mut last: HashMap<String, Option<String>> = HashMap::new();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (who, old, new): (String, Option<String>, Option<String>) = (
            row.get(0).unwrap(),
            row.get(1).unwrap(),
            row.get(2).unwrap(),
        );
        let before = last.insert(who.clone(), new).flatten();
        assert_eq!(before, old, "what {who} had before");
    }
    for (who, address) in addresses(register) {
        assert_eq!(last.remove(&who).flatten(), address, "what {who} has");
    }
}

/// Whoever is rejected is rejected because of the other one.
fn only_conflicts(result: &Value) {
    for rejection in result["rejections"].as_array().unwrap() {
        let reason = rejection["reason"].as_str().unwrap();
        assert!(
            ["conflict", "address_taken"].contains(&reason),
            "{rejection}"
        );
    }
}

/// The file without the lines that fell because somebody else was there first.
fn without_conflicts(file: &str, result: &Value) -> String {
    let fell: Vec<u64> = result["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rejection| rejection["reason"] == "conflict")
        .map(|rejection| rejection["line"].as_u64().unwrap())
        .collect();
    let lines = (1..)
        .zip(file.lines())
        .filter(|(line, _)| !fell.contains(line));
    lines.map(|(_, text)| format!("{text}\r\n")).collect()
}

#[test]
fn two_imports_of_overlapping_files() {
    let office = office();
    // Ten people are in both files, and five addresses of the one file are wanted by other people of the other.
    let wanted = |n: u32| match n {
        25..30 => format!("a{}@x.se", n - 25),
        n => format!("b{n}@x.se"),
    };
    let files = [
        ("a.csv", file(0..20, |n| format!("a{n}@x.se"))),
        ("b.csv", file(10..30, wanted)),
    ];
    for (name, text) in &files {
        office.file(name, text.as_bytes());
    }
    let register = office.register();
    let fresh = std::fs::read(&register).unwrap();
    let import = |file: &'static str| {
        [
            "import",
            file,
            "--template",
            "In",
            "--json",
            "--export",
            "none",
        ]
    };
    for round in 0..rounds() {
        restore(&register, &fresh);
        let places = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        let both = places.map(|place| (place, start(&office, &import(files[place].0))));
        let mut results = both.map(|(place, child)| {
            let (code, result) = end(child);
            assert!([0, 3].contains(&code), "{code}: {result}");
            only_conflicts(&result);
            (place, result)
        });
        nothing_is_lost(&register);
        let now = addresses(&register);
        // One of the two was first; the other one, without the lines that it says fell, comes after it in the same way.
        results.sort_by_key(|(_, result)| result["run"].as_i64());
        let [(first, _), (second, result)] = results;
        restore(&register, &fresh);
        office.run(&import(files[first].0));
        office.file(
            "rest.csv",
            without_conflicts(&files[second].1, &result).as_bytes(),
        );
        office.run(&import("rest.csv"));
        assert_eq!(addresses(&register), now, "round {round}");
    }
    tell("import × import", &format!("{} rounds", rounds()));
}

#[test]
fn an_import_and_an_edit_by_hand() {
    let office = office();
    office.file("a.csv", file(0..20, |n| format!("a{n}@x.se")).as_bytes());
    let register = office.register();
    let fresh = std::fs::read(&register).unwrap();
    let import = [
        "import",
        "a.csv",
        "--template",
        "In",
        "--json",
        "--export",
        "none",
    ];
    // The same person, and somebody who takes an address of the file.
    for (who, address) in [("p5", "hand@x.se"), ("p25", "a5@x.se")] {
        let edit = ["person", "set", who, "--connect-address", address, "--json"];
        let orders = [true, false].map(|first| {
            restore(&register, &fresh);
            let order = if first {
                [&import[..], &edit]
            } else {
                [&edit[..], &import]
            };
            for arguments in order {
                office.run(arguments);
            }
            addresses(&register)
        });
        for round in 0..rounds() / 2 {
            restore(&register, &fresh);
            let both = [start(&office, &import), start(&office, &edit)];
            let [(code, imported), (_, edited)] = both.map(end);
            assert!([0, 3].contains(&code), "{code}: {imported}");
            only_conflicts(&imported);
            if let Some(error) = edited.get("error") {
                let refused = ["conflict", "address_taken"];
                assert!(refused.iter().any(|code| error["code"] == *code), "{error}");
            }
            let now = addresses(&register);
            assert!(orders.contains(&now), "{who}, round {round}: {now:?}");
            nothing_is_lost(&register);
        }
    }
    tell("import × edit", &format!("{} rounds", rounds() / 2 * 2));
}

/// An old register is opened by several at once: one brings it up to date, the others wait for it, and all of them do what they came for.
#[test]
fn several_open_an_old_register_at_once() {
    let office = Office::empty();
    let register = office.register();
    let mut outcomes = [0; SHAPES.len()];
    for round in 0..rounds() {
        let version = 1 + round as usize % (SHAPES.len() - 1);
        restore(&register, b"");
        old_register(&register, version, 300);
        let shell = whole(&register);
        let mut old = shape(&shell);
        // Each of the three adds to it.
        old.retain(|(table, _)| table != "setting" && table != "meta");
        let before = content(&shell, &old);
        drop(shell);
        let keys = ["sender", "base-url", "mails-per-day"];
        let values = ["HR <hr@foretaget.example>", "http://localhost:8080", "77"];
        let openers = [0, 1, 2].map(|opener| {
            let arguments = ["setting", "set", keys[opener], values[opener]];
            silent(office.command(&arguments))
        });
        for mut opener in openers {
            assert!(opener.wait().unwrap().success(), "round {round}");
        }
        let shell = whole(&register);
        assert_eq!(number(&shell, "PRAGMA user_version"), SHAPES.len() as u64);
        assert!(content(&shell, &old) == before, "round {round}");
        drop(shell);
        for (key, value) in keys.into_iter().zip(values) {
            let kept = office.run(&["setting", "get", key]).exits(0).out;
            assert_eq!(kept.trim(), value, "round {round}");
        }
        outcomes[version] += 1;
    }
    tell(
        "migrate × open",
        &format!(
            "{} rounds of three processes, from shape 1 to {}: {:?}",
            rounds(),
            SHAPES.len() - 1,
            &outcomes[1..]
        ),
    );
}

#[test]
fn an_interrupted_import_has_changed_nothing() {
    let office = Office::sample();
    office
        .run(&[
            "export",
            "--template",
            "Ut",
            "--output",
            "ut.csv",
            "--only",
            "missing",
        ])
        .exits(0);
    let text = std::fs::read_to_string(office.path().join("ut.csv")).unwrap();
    let mut lines = text.lines();
    let mut edited = format!("{}\r\n", lines.next().unwrap());
    for (n, line) in lines.enumerate() {
        edited.push_str(&format!("{line}person{n}@foretaget.example\r\n"));
    }
    office.file("in.csv", edited.as_bytes());
    let register = office.register();
    // Somebody else writes just now, so the import waits in front of its transaction until it has been interrupted.
    let other = Connection::open(&register).unwrap();
    let before = addresses(&register);
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let child = start(&office, &["import", "in.csv", "--template", "In", "--json"]);
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        let caught = format!("/proc/{}/status", child.id());
        // The signals are watched from the beginning on, which the system tells.
        loop {
            let status = std::fs::read_to_string(&caught).unwrap();
            let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
            let mask = u64::from_str_radix(mask.unwrap().trim(), 16).unwrap();
            if mask & (1 << (code - 129)) != 0 {
                break;
            }
            std::thread::yield_now();
        }
        kill_process(pid, signal).unwrap();
        // The thread that hears of it has been told; what it does then is told by the exit code.
        while let Ok(status) = std::fs::read_to_string(&caught) {
            let pending = |name: &str| {
                let mask = status.lines().find_map(|line| line.strip_prefix(name));
                mask.is_some_and(|mask| mask.trim() != "0000000000000000")
            };
            if !pending("SigPnd:") && !pending("ShdPnd:") {
                break;
            }
            std::thread::yield_now();
        }
        other.execute_batch("ROLLBACK").unwrap();
        let (ended, result) = end(child);
        assert_eq!(ended, code);
        assert_eq!(result["error"]["code"], "cancelled");
        assert_eq!(addresses(&register), before);
    }
    let log = office.run(&["log", "--json"]).exits(0).json();
    assert_eq!(log[0]["status"], "cancelled");
    assert_eq!(log[0]["updated"], 0);
}
