//! The whole way by commands, on the sample data, and rejected rows as a file that is imported once it is corrected.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::support::commands::{Office, sample};

#[test]
fn the_five_steps_by_commands_on_the_sample_register() {
    let office = Office::empty();
    let load = office
        .run(&[
            "register",
            "load",
            &sample("personer.csv"),
            "--trust-verified",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&load["rows"], &load["created"]),
        (&json!(1204), &json!(1204))
    );
    let status = office
        .run(&["register", "status", "--json"])
        .exits(0)
        .json();
    let counts = json!({"persons": 1204, "lacking": 1004, "unverified": 140, "verified": 60, "inactive": 50});
    assert_eq!(status, counts);
    for domain in ["foretaget.example", "bolaget.example"] {
        office.run(&["domain", "add", domain]).exits(0);
    }
    // 1 and 4
    let fields = "user_id,employee_number,connect_address";
    office
        .run(&[
            "template",
            "add",
            "--kind",
            "export",
            "--name",
            "E-post Visma Connect",
            "--fields",
            fields,
        ])
        .exits(0);
    let copy = office
        .run(&[
            "template",
            "copy",
            "E-post Visma Connect",
            "Import E-post Visma Connect",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&copy["delimiter"], &copy["skip_rows"]),
        (&json!("tab"), &json!(1))
    );
    // 2
    let export = office
        .run(&[
            "export",
            "--template",
            "E-post Visma Connect",
            "--output",
            "anstallda_epost.csv",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(export["rows"], 1096);
    assert_eq!(export["left_out"], json!({"no_key": 43, "protected": 15}));
    let file = office.path().join("anstallda_epost.csv");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with(
            "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\nanna.a\t00417\t"
        )
    );

    // 3 and 5: the edited file of the sample data
    let edited = sample("anstallda_epost.csv");
    let import = |more: &[&str]| {
        let mut arguments = vec![
            "import",
            edited.as_str(),
            "--template",
            "Import E-post Visma Connect",
            "--json",
        ];
        arguments.extend(more);
        office.run(&arguments).exits(3).json()
    };
    let preview = import(&["--dry-run"]);
    let done = import(&[]);
    for (key, value) in [
        ("rows", 1096),
        ("updated", 855),
        ("unchanged", 185),
        ("kept", 5),
        ("blank", 40),
        ("rejected", 11),
    ] {
        assert_eq!(done[key], value, "{key}");
    }
    assert_eq!(
        (&preview["run"], &preview["dry_run"]),
        (&Value::Null, &json!(true))
    );
    for key in [
        "rows",
        "updated",
        "rejections",
        "changes",
        "kept_rows",
        "warning_rows",
    ] {
        assert_eq!(preview[key], done[key], "the preview is the import: {key}");
    }
    let by_line = |line: u64| {
        done["rejections"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["line"] == line)
            .unwrap()
            .clone()
    };
    for (line, reason) in [
        (4, "domain_not_allowed"),
        (6, "key_mismatch"),
        (269, "person_unknown"),
        (324, "address_twice"),
        (340, "address_taken"),
        (440, "address_twice"),
        (583, "key_missing"),
        (654, "address_invalid"),
        (862, "address_invalid"),
        (901, "column_count"),
        (930, "domain_not_allowed"),
    ] {
        assert_eq!(by_line(line)["reason"], reason, "line {line}");
    }
    let cia = by_line(4);
    assert_eq!(cia["record"], 3);
    assert_eq!(cia["user_id"], "cia.c");
    assert_eq!(cia["employee_number"], "00421");
    assert_eq!(cia["column"], "E-post Visma Connect");
    assert_eq!(cia["suggestion"], "cia.carlsson@foretaget.example");
    assert_eq!(by_line(6)["suggestion"], "00432");
    assert_eq!(by_line(862)["suggestion"], "gunilla.aberg@bolaget.example");

    // The log tells the same, and the register holds it.
    let log = office
        .run(&["log", &done["run"].to_string(), "--json"])
        .exits(0)
        .json();
    for key in [
        "rows",
        "updated",
        "rejections",
        "changes",
        "kept_rows",
        "warning_rows",
    ] {
        assert_eq!(log[key], done[key], "log: {key}");
    }
    let only = office
        .run(&[
            "log",
            &done["run"].to_string(),
            "--only",
            "rejected",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(only["changes"], json!([]));
    assert_eq!(only["rejections"].as_array().unwrap().len(), 11);
    assert_eq!(
        office.address("bjorn.b").as_deref(),
        Some("bjorn.berg@foretaget.example")
    );
    assert_eq!(
        office.address("karin.lind").as_deref(),
        Some("karin.lind2@foretaget.example")
    );
    assert_eq!(
        office.address("karin.l").as_deref(),
        Some("karin.lind@foretaget.example")
    );

    // Again: nothing is left to change.
    let again = import(&[]);
    assert_eq!(
        (&again["updated"], &again["unchanged"]),
        (&json!(0), &json!(1040))
    );
    let runs = office.run(&["log", "--json"]).exits(0).json();
    let kinds: Vec<&str> = runs
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["import", "import", "export", "load"]);
}

#[test]
fn rejected_rows_come_back_as_a_file_that_imports_once_it_is_corrected() {
    let office = Office::sample();
    let edited = sample("anstallda_epost.csv");
    office
        .run(&[
            "import",
            &edited,
            "--template",
            "In",
            "--rejects",
            "fel.csv",
            "--quiet",
        ])
        .exits(3);
    let text = std::fs::read_to_string(office.path().join("fel.csv")).unwrap();
    assert!(text.starts_with(
        "Användar-id\tAnställningsnummer\tE-post Visma Connect\tFelkod\tFelorsak\r\n"
    ));
    assert_eq!(text.lines().count(), 12);
    let corrected = text
        .replace("foretagt.example", "foretaget.example")
        .replace("\t432\t", "\t00432\t");
    office.file("fel.csv", corrected.as_bytes());
    let kept = office
        .run(&[
            "import",
            &edited,
            "--template",
            "In",
            "--rejects",
            "fel.csv",
            "--json",
        ])
        .exits(1);
    assert_eq!(kept.json()["error"]["code"], "file_exists");
    let again = office
        .run(&["import", "fel.csv", "--template", "In", "--json"])
        .exits(3)
        .json();
    assert_eq!((&again["rows"], &again["updated"]), (&json!(11), &json!(2)));
    assert_eq!(
        office.address("cia.c").as_deref(),
        Some("cia.carlsson@foretaget.example")
    );
}

#[test]
fn a_place_where_rejected_rows_cannot_go_is_refused_before_the_import() {
    let office = Office::sample();
    let edited = std::fs::read(sample("anstallda_epost.csv")).unwrap();
    let file = office.file("e.csv", &edited);
    let runs = || {
        let log = office.run(&["log", "--json"]).exits(0).json();
        log.as_array().unwrap().len()
    };
    let before = runs();
    let import = |rejects: &str| {
        let rejects = ["--rejects", rejects, "--force", "--json"];
        office.run(&[&["import", "e.csv", "--template", "In"][..], &rejects].concat())
    };
    let missing = import("nowhere/fel.csv").exits(1).json();
    assert_eq!(missing["error"]["code"], "directory_missing");
    // Not even where it is asked to write over files: the file itself, by whatever name, is not one of them.
    std::os::unix::fs::symlink(&file, office.path().join("same.csv")).unwrap();
    for name in ["e.csv", "./e.csv", "same.csv"] {
        import(name).exits(2);
        assert_eq!(std::fs::read(&file).unwrap(), edited, "{name}");
    }
    assert_eq!(runs(), before);
    import("fel.csv").exits(3);
}
