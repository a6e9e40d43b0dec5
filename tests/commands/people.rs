//! Persons by commands: one by one, and loaded again.

use serde_json::{Value, json};

use crate::support::commands::{Office, PEOPLE};

#[test]
fn people_are_added_corrected_and_erased() {
    let office = Office::with_people(&PEOPLE);
    let added = office
        .run(&[
            "person",
            "add",
            "--user-id",
            "fia.f",
            "--employee-number",
            "0042",
            "--company",
            "2",
            "--first-name",
            "Fia",
            "--connect-address",
            "fia@x.se",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&added["employee_number"], &added["state"]),
        (&json!("0042"), &json!("unverified"))
    );
    let shown = office
        .run(&["person", "show", "0042", "--company", "2", "--json"])
        .exits(0)
        .json();
    assert_eq!(shown, added);
    let set = office
        .run(&[
            "person",
            "set",
            "fia.f",
            "--department",
            "Vård",
            "--first-name",
            "",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&set["department"], &set["first_name"]),
        (&json!("Vård"), &Value::Null)
    );
    for (arguments, code) in [
        (&["person", "show", "ingen", "--json"][..], "not_found"),
        (
            &["person", "add", "--first-name", "X", "--json"],
            "person_invalid",
        ),
        (
            &["person", "add", "--user-id", "ANNA.A", "--json"],
            "already_exists",
        ),
        (
            &[
                "person",
                "set",
                "bo.b",
                "--connect-address",
                "fia@x.se",
                "--json",
            ],
            "address_taken",
        ),
        (
            &[
                "person",
                "set",
                "anna.a",
                "--connect-address",
                "ny@x.se",
                "--json",
            ],
            "verified_protected",
        ),
        (
            &[
                "person",
                "set",
                "bo.b",
                "--connect-address",
                "nix",
                "--json",
            ],
            "address_invalid",
        ),
        (
            &["person", "set", "bo.b", "--company", "0", "--json"],
            "value_invalid",
        ),
        (
            &[
                "person",
                "set",
                "bo.b",
                "--first-name",
                "B\u{1b}o",
                "--json",
            ],
            "bad_text",
        ),
    ] {
        let failed = office.run(arguments).exits(1);
        assert_eq!(failed.json()["error"]["code"], code, "{arguments:?}");
        assert!(!failed.err.is_empty());
    }
    // Erasure reaches the log too.
    let rows = "fia.f\t0042\tfia.ny@x.se\nanna.a\t007\tny@x.se\nfia.f\t43\tx@x.se\n";
    let run = office
        .import(rows.as_bytes(), &["--skip-rows", "0"])
        .exits(3)
        .json()["run"]
        .to_string();
    office.run(&["person", "remove", "fia.f"]).exits(0);
    office.run(&["person", "remove", "anna.a"]).exits(0);
    office.run(&["person", "show", "fia.f"]).exits(1);
    let log = office.run(&["log", &run, "--json"]).exits(0);
    assert_eq!(log.json()["rows"], 3, "counts stay");
    for trace in ["fia", "0042", "anna"] {
        assert!(!log.out.contains(trace), "{trace}: {}", log.out);
    }
    let bytes = std::fs::read(office.register()).unwrap();
    for trace in ["fia.ny@x.se", "anna@x.se"] {
        assert!(
            !bytes.windows(trace.len()).any(|w| w == trace.as_bytes()),
            "{trace} lingers"
        );
    }
}

#[test]
fn loading_again_says_what_it_left_alone() {
    let office = Office::with_people(&PEOPLE);
    let newer = office.file(
        "newer.csv",
        "User id,Department,Connect address,Verified\nbo.b,HR,bo.ny@x.se,2026-01-01\nny.n,IT,ny@x.se,2026-01-01\nx;y,,,\n".as_bytes(),
    );
    let newer = newer.to_str().unwrap();
    let dry = office
        .run(&["register", "load", newer, "--dry-run", "--json"])
        .exits(0)
        .json();
    let done = office.run(&["register", "load", newer, "--json"]).exits(0);
    assert_eq!(dry["updated"], done.json()["updated"]);
    assert_eq!(
        (&done.json()["updated"], &done.json()["created"]),
        (&json!(1), &json!(2))
    );
    done.warns("Verified was ignored in 2 rows");
    assert_eq!(office.address("bo.b").as_deref(), Some("bo@x.se"));
    assert_eq!(office.person("bo.b")["department"], "HR");
    assert_eq!(office.person("ny.n")["state"], "unverified");
    office
        .run(&["register", "load", newer, "--addresses"])
        .exits(0);
    assert_eq!(office.address("bo.b").as_deref(), Some("bo.ny@x.se"));
}
