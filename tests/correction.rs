//! After an import: only what it did not take is imported again, and whatever somebody else has changed since stays.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use serde_json::{Value, json};
use support::commands::{Office, PEOPLE};
use support::pty::Start;

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";

fn counts(result: &Value) -> [u64; 6] {
    ["rows", "updated", "unchanged", "kept", "blank", "rejected"]
        .map(|key| result[key].as_u64().unwrap())
}

fn set(office: &Office, id: &str, address: &str) {
    office
        .run(&["person", "set", id, "--connect-address", address])
        .exits(0);
}

#[test]
fn only_rows_that_the_run_did_not_take_are_read_again() {
    let office = Office::with_people(&PEOPLE);
    let first = "anna.a\t007\tother@x.se\r\nbo.b\t7\tbo@x.se\r\ncia.c\tT1\tcia@x\r\ndan.d\t123456\tdan@x.se\r\neva.e\t00009\t\r\n";
    let done = office
        .import(format!("{HEADING}{first}").as_bytes(), &[])
        .exits(3)
        .json();
    assert_eq!(counts(&done), [5, 1, 1, 1, 1, 1]);
    let run = done["run"].to_string();
    // Somebody else gives two people newer addresses, in whose rows nothing has changed.
    set(&office, "bo.b", "bo.ny@x.se");
    set(&office, "dan.d", "dan.ny@x.se");
    let corrected = first
        .replace("cia@x\r\n", "cia@x.se\r\n")
        .replace("00009\t\r\n", "00009\teva@x.se\r\n");
    // Rows may stand elsewhere by now.
    let mut lines: Vec<&str> = corrected.lines().collect();
    lines.reverse();
    let file = format!("{HEADING}\r\n{}\r\n", lines.join("\r\n"));
    let again = office
        .import(file.as_bytes(), &["--corrects", &run])
        .exits(0)
        .json();
    assert_eq!(counts(&again), [2, 2, 0, 0, 0, 0]);
    let places: Vec<_> = again["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["line"].clone(), change["user_id"].clone()))
        .collect();
    assert_eq!(
        places,
        [(json!(3), json!("eva.e")), (json!(5), json!("cia.c"))],
        "the lines are those of the file"
    );
    assert_eq!(office.address("bo.b").as_deref(), Some("bo.ny@x.se"));
    assert_eq!(office.address("dan.d").as_deref(), Some("dan.ny@x.se"));
    // A correction of the correction knows of both.
    let last = again["run"].to_string();
    let nothing = office
        .import(file.as_bytes(), &["--corrects", &last])
        .exits(0)
        .json();
    assert_eq!(counts(&nothing), [0; 6]);
    // The log tells the same.
    let logged = office.run(&["log", &last, "--json"]).exits(0).json();
    assert_eq!(counts(&logged), counts(&again));
}

#[test]
fn what_the_corrected_run_wrote_itself_is_no_newer_change() {
    let office = Office::with_people(&PEOPLE);
    office
        .run(&["export", "--template", "Ut", "--output", "import.csv"])
        .exits(0);
    let path = office.path().join("import.csv");
    let exported = std::fs::read_to_string(&path).unwrap();
    let filled = exported.replace("T1\t\r\n", "T1\tca@x.se\r\n");
    let done = office.import(filled.as_bytes(), &[]).exits(0).json();
    assert_eq!(counts(&done)[1], 1);
    let mended = filled.replace("ca@x.se", "cia@x.se");
    let run = done["run"].to_string();
    let again = office
        .import(mended.as_bytes(), &["--corrects", &run])
        .exits(0)
        .json();
    assert_eq!(counts(&again), [1, 1, 0, 0, 0, 0]);
    assert_eq!(office.address("cia.c").as_deref(), Some("cia@x.se"));
}

#[test]
fn what_is_no_import_cannot_be_corrected() {
    let office = Office::with_people(&PEOPLE);
    let file = format!("{HEADING}cia.c\tT1\tcia@x.se\r\n");
    // The load of the people is run 1.
    for (run, code) in [("1", "not_correctable"), ("99", "not_found")] {
        let refused = office
            .import(file.as_bytes(), &["--corrects", run])
            .exits(1)
            .json();
        assert_eq!(refused["error"]["code"], code);
    }
    assert_eq!(office.address("cia.c"), None);
}

/// The way of an operator: the log, the rejected row, its cell in the table, and only that row is imported again.
#[test]
fn from_the_log_to_a_corrected_row_by_keys() {
    let office = Office::with_people(&PEOPLE);
    let rows = "cia.c\tT1\tcia@x\r\ndan.d\t123456\tdan@x.se\r\n";
    office
        .import(format!("{HEADING}{rows}").as_bytes(), &[])
        .exits(3);
    let mut pty = Start::koppla(&[])
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .directory(office.path())
        .start();
    pty.wait_for("F1 help");
    pty.send(":log").wait_for("Log").send("\r");
    pty.wait_for("Done with errors")
        .send("\r")
        .wait_for("[✗ rejected 1]");
    // The first row is the rejected one; Enter opens the table on its very cell.
    pty.send("g").wait_for("e correct").send("\r");
    pty.wait_for("only what was corrected");
    pty.send("\r\x15cia@x.se\r").wait_for("1 changed");
    pty.send("\x13").wait_for("is saved with 1 change");
    pty.send("i")
        .wait_for("[all 1]")
        .wait_for("✓ to be updated 1");
    pty.send("i").wait_for("Import?").send("Y");
    pty.wait_for("✓ updated 1");
    pty.send("\x11").wait_exit();
    assert_eq!(office.address("cia.c").as_deref(), Some("cia@x.se"));
    let runs = office.run(&["log", "--json"]).exits(0).json();
    assert_eq!(runs[0]["rows"], 1, "{runs}");
}
