//! Persons and lists of them: how their address stands, their mails, one-time passwords and sheets.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use super::office;

#[test]
fn one_time_passwords_are_shown_once_or_lie_in_a_file_of_their_own() {
    let office = office();
    let one = office
        .run(&["person", "set-password", "anna.a", "--json"])
        .exits(0)
        .json();
    assert_eq!(one[0]["user_id"], "anna.a");
    assert_eq!(one[0]["password"].as_str().unwrap().len(), 14);
    let list = [
        "person",
        "set-password",
        "--only",
        "all",
        "--output",
        "list.csv",
    ];
    let written = office.run(&list).exits(0);
    written.warns("5 has no user id");
    let path = office.path().join("list.csv");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 5, "a heading and four persons");
    assert!(text.contains("anna.a;Anna Ek;"), "{text}");
    // The file is there already, and nobody's password changes; the sentence says the way on.
    let refused = office.run(&list).exits(1);
    refused.warns("--force");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let mut forced = list.to_vec();
    forced.push("--force");
    office.run(&forced).exits(0);
    assert_ne!(std::fs::read_to_string(&path).unwrap(), text);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    // Many passwords are no matter of a screen.
    office
        .run(&["person", "set-password", "--only", "all"])
        .exits(2);
}

#[test]
fn a_person_is_shown_with_the_mails_that_were_sent_to_them() {
    let office = office();
    assert_eq!(office.person("anna.a")["mails"], json!([]));
    office
        .run(&["verify", "send", "--person", "anna.a", "--quiet"])
        .exits(0);
    let person = office.person("anna.a");
    let mail = &person["mails"][0];
    assert_eq!(
        (&mail["kind"], &mail["state"]),
        (&json!("link"), &json!("accepted"))
    );
    assert_eq!(mail["address"], "anna@foretaget.example");
    assert!(
        mail["dispatched"].as_str().unwrap().ends_with('Z'),
        "{mail}"
    );
    let shown = office.run(&["person", "show", "anna.a"]).exits(0).out;
    assert!(shown.contains("link: sent, counts until"), "{shown}");
    // A mail to an address that they no longer have says so.
    let set = [
        "person",
        "set",
        "anna.a",
        "--connect-address",
        "ny@foretaget.example",
    ];
    let shown = office.run(&set).exits(0).out;
    assert!(
        shown.contains("link: sent (to an earlier address)"),
        "{shown}"
    );
    assert_eq!(office.person("anna.a")["mails"][0]["address"], json!(null));
}

#[test]
fn persons_are_listed_by_the_filters_of_the_users_view() {
    let office = office();
    office.run(&["domain", "add", "foretaget.example"]).exits(0);
    office
        .run(&["verify", "send", "--person", "anna.a", "--quiet"])
        .exits(0);
    office
        .run(&["person", "set", "dan.d", "--active", "no"])
        .exits(0);
    office
        .run(&[
            "person",
            "add",
            "--user-id",
            "fia.f",
            "--employee-number",
            "6",
        ])
        .exits(0);
    for (only, expected) in [
        ("lacking", vec!["fia.f"]),
        ("unverified", vec!["anna.a", "bo.b", "dan.d", "5"]),
        ("sent", vec!["anna.a"]),
        ("expired", vec![]),
        ("verified", vec!["cia.c"]),
        ("bounced", vec![]),
        ("inactive", vec!["dan.d"]),
        ("outside", vec!["bo.b"]),
    ] {
        let listed = office.run(&["person", "list", "--only", only, "--json"]);
        let listed = listed.exits(0).json();
        let keys: Vec<&str> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|person| match person["user_id"].as_str() {
                Some(id) => id,
                None => person["employee_number"].as_str().unwrap(),
            })
            .collect();
        assert_eq!(keys, expected, "{only}");
        let told = office.run(&["person", "list", "--only", only]).exits(0);
        assert_eq!(told.out.lines().count(), expected.len());
        let count = format!("{} of 6 persons", expected.len());
        told.warns(&count);
    }
}

#[test]
fn the_list_of_those_not_verified_and_the_sheet_for_mail_merge_are_files_of_their_own() {
    let office = office();
    office
        .run(&[
            "person",
            "set",
            "anna.a",
            "--first-name",
            "=1+1",
            "--last-name",
            "Ek; \"E\"",
        ])
        .exits(0);
    office
        .run(&["setting", "set", "verification-mode", "preparing"])
        .exits(0);
    let list = [
        "person",
        "list",
        "--only",
        "unverified",
        "--output",
        "list.csv",
    ];
    let written = office.run(&list).exits(0);
    // Made for a spreadsheet: counted, and with an apostrophe before it.
    assert!(
        written.err.contains("run as a formula: 1"),
        "{}",
        written.err
    );
    let path = office.path().join("list.csv");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        rows[0],
        "user_id;employee_number;company;first_name;last_name;department;connect_address;state"
    );
    assert_eq!(rows.len(), 5, "a heading and four persons");
    assert_eq!(
        rows[1],
        "anna.a;1;;'=1+1;\"Ek; \"\"E\"\"\";;anna@foretaget.example;unverified"
    );
    let refused = office.run(&list).exits(1);
    refused.warns("--force");
    let mut forced = list.to_vec();
    forced.extend(["--force", "--json"]);
    assert_eq!(office.run(&forced).exits(0).json()["rows"], 4);
    // Loaded again, everybody is called what they were.
    let load = ["register", "load", "list.csv", "--json"];
    assert_eq!(office.run(&load).exits(0).json()["unchanged"], 4);
    assert_eq!(office.person("anna.a")["first_name"], "=1+1");

    // The sheet is for those who can sign in: not Dan, whose identity is protected, nor Eva, who has no user id.
    let sheet = [
        "person",
        "list",
        "--only",
        "unverified",
        "--instructions",
        "--output",
        "sheet.csv",
    ];
    let written = office
        .run(&[&sheet[..], &["--json"]].concat())
        .exits(0)
        .json();
    assert_eq!(
        (&written["rows"], &written["formula_like"]),
        (&json!(2), &json!(1))
    );
    let text = std::fs::read_to_string(office.path().join("sheet.csv")).unwrap();
    assert!(
        text.contains("bo.b;bo@bolaget.example;https://koppla.foretaget.example;"),
        "{text}"
    );
    assert!(text.contains("sign in with the user id bo.b"), "{text}");
    assert!(!text.contains("dan") && !text.contains("eva"), "{text}");
}
