//! Commands: taking a run back, the guard against files older than the register, and the history of a person.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use serde_json::{Value, json};
use support::commands::Office;

const PEOPLE: [&str; 5] = [
    "Användar-id;Anställningsnummer;E-post Visma Connect;Verifierad",
    "anna.a;00417;anna@o.example;",
    "bo.b;00418;;",
    "cia.c;00419;cia@o.example;",
    "vera.v;00420;vera@o.example;2026-01-02",
];

fn counts(value: &Value) -> Vec<u64> {
    let keys = [
        "rows",
        "reverted",
        "unchanged",
        "left_changed",
        "left_verified",
        "left_taken",
        "left_erased",
    ];
    keys.map(|key| value[key].as_u64().unwrap()).to_vec()
}

fn file(rows: &[&str]) -> Vec<u8> {
    let heading = "Användar-id\tAnställningsnummer\tE-post Visma Connect";
    let lines: Vec<&str> = std::iter::once(heading)
        .chain(rows.iter().copied())
        .collect();
    lines.join("\r\n").into_bytes()
}

#[test]
fn an_import_is_planned_to_be_undone_undone_and_done_again() {
    let office = Office::with_people(&PEOPLE);
    let rows = file(&[
        "anna.a\t00417\tanna@n.example",
        "bo.b\t00418\tbo@n.example",
        "cia.c\t00419\tcia@n.example",
        "vera.v\t00420\tvera@n.example",
    ]);
    let import = office.import(&rows, &[]).exits(0).json();
    let run = import["run"].to_string();
    office
        .run(&[
            "person",
            "set",
            "cia.c",
            "--connect-address",
            "cia@z.example",
        ])
        .exits(0);
    let plan = office
        .run(&["undo", &run, "--dry-run", "--json"])
        .exits(3)
        .json();
    assert_eq!(
        (&plan["run"], &plan["dry_run"], counts(&plan)),
        (&Value::Null, &json!(true), vec![3, 2, 0, 1, 0, 0, 0])
    );
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@n.example"));

    let undo = office.run(&["undo", &run, "--json"]).exits(3).json();
    assert_eq!(undo["undo_of"], import["run"]);
    assert_eq!(counts(&undo), [3, 2, 0, 1, 0, 0, 0]);
    assert_eq!(
        undo["changes"],
        json!([
            {"line": 2, "user_id": "anna.a", "employee_number": "00417", "old": "anna@n.example", "new": "anna@o.example"},
            {"line": 3, "user_id": "bo.b", "employee_number": "00418", "old": "bo@n.example", "new": null},
        ])
    );
    let left = &undo["rejections"][0];
    assert_eq!(
        (&left["user_id"], &left["reason"], &left["value"]),
        (
            &json!("cia.c"),
            &json!("changed_since"),
            &json!("cia@z.example")
        )
    );
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@o.example"));
    assert_eq!(office.address("bo.b"), None);
    assert_eq!(office.address("vera.v").as_deref(), Some("vera@o.example"));

    // The log tells the same.
    let id = undo["run"].to_string();
    let logged = office.run(&["log", &id, "--json"]).exits(0).json();
    for key in [
        "undo_of",
        "changes",
        "rejections",
        "reverted",
        "left_changed",
    ] {
        assert_eq!(logged[key], undo[key], "{key}");
    }
    let text = office.run(&["log", &id]).exits(0).out;
    assert!(
        text.contains("2 addresses reverted, 1 left as it is"),
        "{text}"
    );
    assert!(text.contains("bo@n.example → -"), "{text}");

    // Nobody is left to be reverted but cia.c, who is left again; and the undo is undone.
    let again = office.run(&["undo", &run, "--dry-run", "--json"]).exits(3);
    assert_eq!(counts(&again.json()), [3, 0, 2, 1, 0, 0, 0]);
    let redo = office.run(&["undo", &id, "--json"]).exits(0).json();
    assert_eq!(counts(&redo), [2, 2, 0, 0, 0, 0, 0]);
    assert_eq!(office.address("bo.b").as_deref(), Some("bo@n.example"));
}

#[test]
fn what_cannot_be_undone_is_refused_with_the_reason() {
    let office = Office::with_people(&PEOPLE);
    let code = |arguments: &[&str], exit: i32| {
        let refused = office.run(arguments).exits(exit).json();
        refused["error"]["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(code(&["undo", "99", "--json"], 1), "not_found");
    assert_eq!(code(&["undo", "1", "--json"], 4), "undo_kind");
    let blank = office
        .import(&file(&["bo.b\t00418\t"]), &[])
        .exits(0)
        .json();
    let blank = blank["run"].to_string();
    assert_eq!(code(&["undo", &blank, "--json"], 4), "undo_nothing");
    let rows = file(&["bo.b\t00418\tbo@n.example"]);
    let run = office.import(&rows, &[]).exits(0).json()["run"].to_string();
    office.run(&["undo", &run]).exits(0);
    let refused = office.run(&["undo", &run, "--json"]).exits(4);
    assert_eq!(refused.json()["error"]["code"], "undo_done");
    refused.warns("undone already, in run");
    let run = office.import(&rows, &[]).exits(0).json()["run"].to_string();
    office.run(&["person", "remove", "bo.b", "--yes"]).exits(0);
    assert_eq!(code(&["undo", &run, "--json"], 4), "undo_erased");
}

#[test]
fn a_file_that_is_older_than_a_change_does_not_overwrite_it() {
    let office = Office::with_people(&PEOPLE);
    let export = office
        .run(&["export", "--template", "Ut", "--output", "ut.csv", "--json"])
        .exits(0)
        .json();
    // Meanwhile a colleague corrects two of them.
    for (who, address) in [("anna.a", "anna@z.example"), ("bo.b", "bo@z.example")] {
        office
            .run(&["person", "set", who, "--connect-address", address])
            .exits(0);
    }
    let exported = std::fs::read_to_string(office.path().join("ut.csv")).unwrap();
    let edited = exported.replace("cia@o.example", "cia@n.example");
    office.file("ut.csv", edited.as_bytes());
    let import = ["import", "ut.csv", "--template", "In", "--json"];
    let dry = [&import[..], &["--dry-run"]].concat();
    let plan = office.run(&dry).exits(3).json();
    assert_eq!(
        (&plan["export"], &plan["changed_since_export"]),
        (&export["run"], &json!(2))
    );
    assert_eq!(
        (&plan["updated"], &plan["rejected"], &plan["blank"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let row = &plan["rejections"][0];
    assert_eq!(
        (&row["user_id"], &row["reason"]),
        (&json!("anna.a"), &json!("conflict"))
    );
    let said = row["message"].as_str().unwrap();
    assert!(
        said.contains("after the export") && said.contains("was changed 20"),
        "{said}"
    );
    // The row that overwrites nothing is only marked.
    let marked = &plan["warning_rows"][0];
    assert_eq!(
        (&marked["user_id"], &marked["warning"]),
        (&json!("bo.b"), &json!("changed_since_export"))
    );
    // Another export, or none, compares otherwise.
    let free = [&dry[..], &["--export", "none"]].concat();
    let free = office.run(&free).exits(0).json();
    assert_eq!(
        (&free["export"], &free["updated"]),
        (&Value::Null, &json!(2))
    );
    office
        .run(&["export", "--template", "Ut", "--output", "later.csv"])
        .exits(0);
    let later = office.run(&["log", "--json"]).exits(0).json()[0]["run"].to_string();
    let later = [&dry[..], &["--export", &later]].concat();
    assert_eq!(
        office.run(&later).exits(0).json()["changed_since_export"],
        0
    );

    // A file that was moved is known by its name.
    let elsewhere = office.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::rename(office.path().join("ut.csv"), elsewhere.join("ut.csv")).unwrap();
    let moved = ["import", "elsewhere/ut.csv", "--template", "In", "--json"];
    let done = office.run(&moved).exits(3).json();
    assert_eq!(
        (&done["export"], &done["updated"]),
        (&export["run"], &json!(1))
    );

    // The correction loop: what the file itself has imported is no change by others.
    let corrected = edited.replace("cia@n.example", "cia@right.example");
    office.file("elsewhere/ut.csv", corrected.as_bytes());
    let again = office.run(&moved).exits(3).json();
    assert_eq!(
        (&again["updated"], &again["changed_since_export"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(
        office.address("cia.c").as_deref(),
        Some("cia@right.example")
    );
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@z.example"));
}

#[test]
fn an_export_that_is_none_is_refused() {
    let office = Office::with_people(&PEOPLE);
    let rows = file(&["bo.b\t00418\tbo@n.example"]);
    let refused = office.import(&rows, &["--export", "1"]).exits(1).json();
    assert_eq!(refused["error"]["code"], "not_an_export");
    let refused = office.import(&rows, &["--export", "99"]).exits(1).json();
    assert_eq!(refused["error"]["code"], "not_found");
    office.import(&rows, &["--export", "sju"]).exits(2);
}

#[test]
fn a_person_has_a_history() {
    let office = Office::with_people(&PEOPLE);
    assert_eq!(
        office.person("vera.v")["history"][0]["event"],
        "trusted_on_load"
    );
    let rows = file(&["anna.a\t00417\tanna@n.example"]);
    let run = office.import(&rows, &[]).exits(0).json()["run"].clone();
    let undo = office
        .run(&["undo", &run.to_string(), "--json"])
        .exits(0)
        .json()["run"]
        .clone();
    office
        .run(&["person", "set", "anna.a", "--connect-address", ""])
        .exits(0);
    let person = office.person("anna.a");
    let history: Vec<Value> = person["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            assert!(entry["at"].as_str().unwrap().ends_with('Z'), "{entry}");
            assert!(!entry["who"].as_str().unwrap().is_empty(), "{entry}");
            json!([entry["event"], entry["run"], entry["old"], entry["new"]])
        })
        .collect();
    assert_eq!(
        history,
        [
            json!(["set", 1, null, "anna@o.example"]),
            json!(["set", run, "anna@o.example", "anna@n.example"]),
            json!(["undone", undo, "anna@n.example", "anna@o.example"]),
            json!(["cleared", null, "anna@o.example", null]),
        ]
    );
    let text = office.run(&["person", "show", "anna.a"]).exits(0).out;
    assert!(text.contains("anna@n.example → anna@o.example"), "{text}");
    assert!(text.contains("Reverted by"), "{text}");
}
