//! The whole way by commands, on the sample data and on small registers of its own.

mod support;

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use support::commands::{Office, sample};

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

const PEOPLE: [&str; 6] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect;Verifierad",
    "anna.a;007;Anna;Ask;anna@x.se;2026-01-02",
    "bo.b;7;Bo;Berg;bo@x.se;",
    "cia.c;T1;Cia;Carl;;",
    "dan.d;123456;Dan;Dal;;",
    "eva.e;00009;Eva;Ek;;",
];

#[test]
fn swaps_chains_and_cycles_pass_and_a_chain_to_somebody_who_stays_falls() {
    let office = Office::with_people(&PEOPLE);
    // bo moves to new, cia takes bo's.
    let chain = office
        .import(
            b"cia.c\tT1\tbo@x.se\nbo.b\t7\tny@x.se\n",
            &["--skip-rows", "0"],
        )
        .exits(0)
        .json();
    assert_eq!(chain["updated"], 2);
    let swap = office
        .import(
            b"cia.c\tT1\tny@x.se\nbo.b\t7\tbo@x.se\n",
            &["--skip-rows", "0"],
        )
        .exits(0)
        .json();
    assert_eq!(swap["updated"], 2);
    let cycle = "cia.c\tT1\tbo@x.se\nbo.b\t7\tdan@x.se\ndan.d\t123456\tny@x.se\n";
    office
        .import(b"dan.d\t123456\tdan@x.se\n", &["--skip-rows", "0"])
        .exits(0);
    assert_eq!(
        office
            .import(cycle.as_bytes(), &["--skip-rows", "0"])
            .exits(0)
            .json()["updated"],
        3
    );
    // anna is verified and stays, so the chain falls from that end.
    let stays = "bo.b\t7\tanna@x.se\ncia.c\tT1\tdan@x.se\n";
    let fallen = office
        .import(stays.as_bytes(), &["--skip-rows", "0"])
        .exits(3)
        .json();
    let reasons: Vec<&str> = fallen["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["address_taken", "address_taken"]);
    let message = fallen["rejections"][1]["message"].as_str().unwrap();
    assert!(
        message.contains("bo.b") && message.contains("line 1"),
        "{message}"
    );
}

#[test]
fn every_reason_has_a_row_and_every_row_a_reason() {
    let office = Office::with_people(&PEOPLE);
    office.run(&["domain", "add", "x.se"]).exits(0);
    let rows: [(&str, &str); 14] = [
        ("bo.b\t7", "column_count"),
        ("bo.b\t7\tny\u{202e}@x.se", "bad_text"),
        ("\t7\tny@x.se", "key_missing"),
        ("bo.b\t\tny@x.se", "key_missing"),
        ("okand\t7\tny@x.se", "person_unknown"),
        ("bo.b\t007\tny@x.se", "key_mismatch"),
        ("dan.d\t1,23E+05\tdan@x.se", "key_mismatch"),
        ("eva.e\t9\teva@x.se", "key_mismatch"),
        ("cia.c\tT1\tNULL", "address_invalid"),
        ("cia.c\tT1\tcia@y.se", "domain_not_allowed"),
        ("bo.b\t7\tett@x.se", "same_person_twice"),
        ("bo.b\t7\ttva@x.se", "same_person_twice"),
        ("dan.d\t123456\tsamma@x.se", "address_twice"),
        ("eva.e\t00009\tsamma@x.se", "address_twice"),
    ];
    let file: Vec<&str> = rows.iter().map(|(row, _)| *row).collect();
    let result = office
        .import(file.join("\r\n").as_bytes(), &["--skip-rows", "0"])
        .exits(3)
        .json();
    assert_eq!(
        (&result["rejected"], &result["rows"]),
        (&json!(14), &json!(14))
    );
    for (found, (row, reason)) in result["rejections"].as_array().unwrap().iter().zip(rows) {
        assert_eq!(found["reason"], reason, "{row:?}");
        assert!(!found["message"].as_str().unwrap().is_empty());
        assert!(found["line"].is_u64() && found["record"].is_u64());
    }
    assert_eq!(result["rejections"][6]["suggestion"], "123456");
    assert_eq!(result["rejections"][7]["suggestion"], "00009");
    let taken = office
        .import(b"cia.c\tT1\tanna@x.se\n", &["--skip-rows", "0"])
        .exits(3)
        .json();
    assert_eq!(taken["rejections"][0]["reason"], "address_taken");
    let message = taken["rejections"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("anna.a") && message.contains("verified"),
        "{message}"
    );
}

#[test]
fn verified_addresses_are_kept_and_blank_leaves_things_as_they_are() {
    let office = Office::with_people(&PEOPLE);
    let rows = "anna.a\t007\tny@x.se\nbo.b\t7\t\ncia.c\tT1\tCia@X.se\n";
    let result = office
        .import(rows.as_bytes(), &["--skip-rows", "0"])
        .exits(0)
        .json();
    assert_eq!(
        (&result["kept"], &result["blank"], &result["updated"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(result["kept_rows"][0]["user_id"], "anna.a");
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@x.se"));
    assert_eq!(office.address("bo.b").as_deref(), Some("bo@x.se"));
    assert_eq!(office.address("cia.c").as_deref(), Some("Cia@x.se"));
    // R13: a canonically equal address is unchanged, the stored spelling stays.
    let same = office
        .import(
            b"cia.c\tT1\tCIA@x.se\nanna.a\t007\tANNA@x.se\n",
            &["--skip-rows", "0"],
        )
        .exits(0)
        .json();
    assert_eq!(same["unchanged"], 2);
    assert_eq!(office.address("cia.c").as_deref(), Some("Cia@x.se"));
}

#[test]
fn warnings_are_listed_and_stop_nothing() {
    let office = Office::with_people(&PEOPLE);
    let rows = "bo.b\t7\t bo2@x.se \ncia.c\tT1\tCia <cia@x.se>\ndan.d\t123456\tinfo@x.se\neva.e\t00009\teva@gmial.com\n";
    let result = office
        .import(rows.as_bytes(), &["--skip-rows", "0"])
        .exits(0)
        .json();
    assert_eq!(
        (&result["updated"], &result["warnings"]),
        (&json!(4), &json!(4))
    );
    let warnings: Vec<&str> = result["warning_rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["warning"].as_str().unwrap())
        .collect();
    assert_eq!(
        warnings,
        ["trimmed", "normalised", "role_address", "typo_suspected"]
    );
}

#[test]
fn brakes_refuse_before_the_first_row_and_show_the_whole_result() {
    let office = Office::with_people(&PEOPLE);
    let rows = b"cia.c\tT1\tcia@x.se\ndan.d\t123456\tdan@x.se\nokand\t1\tx@x.se\n";
    for (brake, code) in [
        (&["--max-changes", "1"][..], "too_many_changes"),
        (&["--max-changes", "50%"], "too_many_changes"),
        (&["--all-or-nothing"], "rows_rejected"),
    ] {
        for dry in [&[][..], &["--dry-run"]] {
            let more = [&["--skip-rows", "0"], brake, dry].concat();
            let refused = office.import(rows, &more).exits(4).json();
            assert_eq!(refused["error"]["code"], code);
            assert_eq!(
                (&refused["updated"], &refused["rejected"]),
                (&json!(2), &json!(1))
            );
        }
    }
    assert_eq!(office.address("cia.c"), None);
    let let_through = ["--skip-rows", "0", "--max-changes", "2"];
    assert_eq!(
        office.import(rows, &let_through).exits(3).json()["updated"],
        2
    );
}

#[test]
fn a_file_can_come_from_standard_input_and_an_export_can_go_to_standard_output() {
    let office = Office::with_people(&PEOPLE);
    let exported = office
        .run(&["export", "--template", "Ut", "--output", "-", "--quiet"])
        .exits(0)
        .out;
    assert_eq!(exported.lines().count(), 6);
    let edited = exported.replace("cia.c\tT1\t", "cia.c\tT1\tcia@x.se");
    let result = office
        .run_with(
            &["import", "-", "--template", "In", "--json"],
            edited.as_bytes(),
        )
        .exits(0)
        .json();
    assert_eq!(
        (&result["updated"], &result["file"]),
        (&json!(1), &json!("-"))
    );
}

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
    assert!(
        done.err.contains("Verified was ignored in 2 rows"),
        "{}",
        done.err
    );
    assert_eq!(office.address("bo.b").as_deref(), Some("bo@x.se"));
    assert_eq!(office.person("bo.b")["department"], "HR");
    assert_eq!(office.person("ny.n")["state"], "unverified");
    office
        .run(&["register", "load", newer, "--addresses"])
        .exits(0);
    assert_eq!(office.address("bo.b").as_deref(), Some("bo.ny@x.se"));
}

#[test]
fn templates_are_refused_with_the_missing_fields_and_found_by_name() {
    let office = Office::empty();
    let refused = office
        .run(&[
            "template", "add", "--kind", "export", "--name", "X", "--fields", "user_id", "--json",
        ])
        .exits(4);
    assert_eq!(refused.json()["error"]["code"], "template_incomplete");
    assert!(
        refused
            .err
            .contains("Employee number and E-mail Visma Connect"),
        "{}",
        refused.err
    );
    let fields = "user_id,-,employee_number,connect_address";
    office
        .run(&[
            "template",
            "add",
            "--kind",
            "import",
            "--name",
            "In",
            "--fields",
            fields,
            "--delimiter",
            ";",
            "--encoding",
            "windows-1252",
            "--skip-rows",
            "2",
        ])
        .exits(0);
    let shown = office
        .run(&["template", "show", "In", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        shown,
        json!({"kind": "import", "name": "In", "type": "employees", "fields": ["user_id", "-", "employee_number", "connect_address"],
            "delimiter": "semicolon", "encoding": "windows-1252", "heading": null, "skip_rows": 2,
            "active": true})
    );
    let twice = office
        .run(&[
            "template", "add", "--kind", "import", "--name", "In", "--fields", fields, "--json",
        ])
        .exits(1);
    assert_eq!(twice.json()["error"]["code"], "already_exists");
    for usage in [
        &[
            "template", "add", "--kind", "export", "--name", "X", "--fields", "nix",
        ][..],
        &[
            "template",
            "add",
            "--kind",
            "export",
            "--name",
            "X",
            "--fields",
            fields,
            "--delimiter",
            "ab",
        ],
        &[
            "template",
            "add",
            "--kind",
            "export",
            "--name",
            "X",
            "--fields",
            fields,
            "--encoding",
            "ebcdic",
        ],
        &["nonsense", "x"],
        &["import", "x"],
    ] {
        office.run(usage).exits(2);
    }
    office.run(&["template", "remove", "In"]).exits(0);
    office.run(&["template", "show", "In"]).exits(1);
}

#[test]
fn an_inactive_template_is_kept_and_refused_with_the_way_back() {
    let office = Office::with_people(&[
        "Användar-id\tAnställningsnummer\tFörnamn\tEfternamn",
        "anna.a\t00417\tAnna\tAndersson",
    ]);
    let off = ["template", "deactivate", "Ut", "--json"];
    assert_eq!(office.run(&off).exits(0).json()["active"], false);
    office.run(&["template", "deactivate", "In"]).exits(0);
    let list = office.run(&["template", "list", "--json"]).exits(0).json();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert!(
        office
            .run(&["template", "list"])
            .exits(0)
            .out
            .contains("\tinactive\n")
    );
    let export = ["export", "--template", "Ut", "--output", "-", "--json"];
    let refused = office.run(&export).exits(1);
    assert_eq!(refused.json()["error"]["code"], "template_inactive");
    let import = ["import", "x.csv", "--template", "In", "--lang", "sv"];
    let refused = office.run(&import).exits(1);
    assert!(
        refused.err.contains("Importmallen ”") && refused.err.contains("koppla template activate"),
        "{}",
        refused.err
    );
    office.run(&["template", "activate", "Ut"]).exits(0);
    office.run(&export[..5]).exits(0);
    let shown = office.run(&["template", "show", "Ut"]).exits(0);
    assert!(
        shown
            .out
            .contains("The template was used in 1 run of the log"),
        "{}",
        shown.out
    );
}

#[test]
fn wrong_usage_is_an_error_object_too() {
    let office = Office::empty();
    for arguments in [
        &["import", "x", "--json"][..],
        &[
            "import",
            "x",
            "--template",
            "In",
            "--max-changes",
            "many",
            "--json",
        ],
    ] {
        assert_eq!(
            office.run(arguments).exits(2).json()["error"]["code"],
            "usage",
            "{arguments:?}"
        );
    }
}

#[test]
fn domains_and_settings() {
    let office = Office::with_people(&PEOPLE);
    let added = office
        .run(&["domain", "add", "y.se", "--json"])
        .exits(0)
        .json();
    assert_eq!(added, json!({"domains": ["y.se"], "outside": 2}));
    let wrapped = office
        .run(&["domain", "add", "https://x.se/", "--json"])
        .exits(1);
    assert!(
        wrapped.err.contains("Did you mean x.se?"),
        "{}",
        wrapped.err
    );
    assert_eq!(
        office.run(&["domain", "list", "--json"]).exits(0).json(),
        json!([{"domain": "y.se", "ascii": "y.se"}])
    );
    office.run(&["domain", "remove", "y.se"]).exits(0);
    office.run(&["domain", "remove", "y.se"]).exits(1);
    assert_eq!(
        office
            .run(&["setting", "get", "confirm-above"])
            .exits(0)
            .out,
        "100\n"
    );
    office
        .run(&["setting", "set", "confirm-above", "5"])
        .exits(0);
    assert_eq!(
        office
            .run(&["setting", "get", "confirm-above"])
            .exits(0)
            .out,
        "5\n"
    );
    office
        .run(&["setting", "set", "confirm-above", "many"])
        .exits(1);
    office.run(&["setting", "get", "nix"]).exits(1);
}

#[test]
fn a_configuration_file_goes_before_the_register_and_says_what_is_wrong_with_it() {
    let office = Office::empty();
    let file = office.file("koppla.toml", b"confirm-above = 7\n");
    let config = ["--config", file.to_str().unwrap()];
    let get = ["setting", "get", "confirm-above"];
    office
        .run(&["setting", "set", "confirm-above", "5"])
        .exits(0);
    assert_eq!(
        office.run(&[&config[..], &get].concat()).exits(0).out,
        "7\n"
    );
    assert_eq!(office.run(&get).exits(0).out, "5\n");
    let wrong = office.file("koppla.toml", b"smtp-pasword-file = 'x'\n");
    let refused = office
        .run(&[
            "--json",
            "--config",
            wrong.to_str().unwrap(),
            "setting",
            "list",
        ])
        .exits(1)
        .json();
    assert_eq!(refused["error"]["code"], "config_invalid");
    assert!(
        refused["error"]["message"]
            .as_str()
            .unwrap()
            .contains("smtp-pasword-file")
    );
}

#[test]
fn an_export_never_overwrites_unasked_and_stops_before_a_character_it_cannot_write() {
    let office = Office::with_people(&[
        "Användar-id;Anställningsnummer;Förnamn",
        "a;1;Łukasz",
        "b;2;=SUM(A1)",
    ]);
    let fields = "user_id,employee_number,first_name,connect_address";
    office
        .run(&[
            "template",
            "add",
            "--kind",
            "export",
            "--name",
            "Ansi",
            "--fields",
            fields,
            "--encoding",
            "windows-1252",
        ])
        .exits(0);
    let stopped = office
        .run(&[
            "export",
            "--template",
            "Ansi",
            "--output",
            "x.csv",
            "--json",
        ])
        .exits(1);
    assert_eq!(stopped.json()["error"]["code"], "unencodable");
    assert!(
        stopped.err.contains("First name of a") && stopped.err.contains('Ł'),
        "{}",
        stopped.err
    );
    assert!(!office.path().join("x.csv").exists());
    office
        .run(&["export", "--template", "Ut", "--output", "x.csv"])
        .exits(0);
    let again = office
        .run(&["export", "--template", "Ut", "--output", "x.csv", "--json"])
        .exits(1);
    assert_eq!(again.json()["error"]["code"], "file_exists");
    office
        .run(&["export", "--template", "Ut", "--output", "x.csv", "--force"])
        .exits(0);
    office
        .run(&[
            "template", "add", "--kind", "export", "--name", "Alla", "--fields", fields,
        ])
        .exits(0);
    let formula = office
        .run(&[
            "export",
            "--template",
            "Alla",
            "--output",
            "y.csv",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(formula["formula_like"], 1);
    let bad = office
        .run(&["export", "--template", "In", "--output", "z.csv", "--json"])
        .exits(1);
    assert_eq!(bad.json()["error"]["code"], "not_found");
}

#[test]
fn the_language_follows_the_locale_and_the_option() {
    let office = Office::with_people(&PEOPLE);
    let swedish = office
        .run(&["--lang", "sv", "register", "status"])
        .exits(0)
        .out;
    assert!(swedish.contains("Saknar adress: 3"), "{swedish}");
    assert!(
        office
            .run(&["register", "status"])
            .out
            .contains("Lacking an address: 3")
    );
    let output = office
        .command(&["register", "status"])
        .env("LC_ALL", "sv_SE.UTF-8")
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("Saknar adress")
    );
    let help = office
        .run(&["--lang", "sv", "import", "--help"])
        .exits(0)
        .out;
    assert!(
        help.contains("Läs in adresser från en fil") && help.contains("Exempel:"),
        "{help}"
    );
    assert!(
        office
            .run(&["import", "--help"])
            .exits(0)
            .out
            .contains("Examples:")
    );
}

#[test]
fn nothing_from_a_file_steers_the_terminal() {
    let office =
        Office::with_people(&["Användar-id;Anställningsnummer;Förnamn", "a;1;Ann\u{200b}a"]);
    let rows = "a\t1\t\u{1b}]0;x\u{7}@x.se\n\u{1b}[2J\t1\tx@x.se\na\t1\tx\u{202e}y@x.se\na\u{9b}31m\t1\tz@x.se\n";
    for json in [&[][..], &["--json"]] {
        let file = office.file("onda.csv", rows.as_bytes());
        let mut arguments = vec![
            "import",
            file.to_str().unwrap(),
            "--template",
            "In",
            "--skip-rows",
            "0",
        ];
        arguments.extend(json);
        let ran = office.run(&arguments).exits(3);
        for text in [&ran.out, &ran.err] {
            let obeyed = text.chars().find(|c| {
                (c.is_control() && *c != '\n' && *c != '\t') || matches!(c, '\u{200b}' | '\u{202e}')
            });
            assert_eq!(obeyed, None, "{text:?}");
        }
    }
    let listed = office.run(&["person", "list"]).exits(0).out;
    assert!(listed.contains("Ann<U+200B>a"), "{listed}");
}

#[test]
fn a_register_is_private_and_a_foreign_file_is_refused() {
    let office = Office::with_people(&PEOPLE);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&office.register()), 0o600);
    let foreign = office.file(
        "foreign.db",
        b"just text, and no register at all, whatever its name says.....",
    );
    let refused = office
        .run(&[
            "--register",
            foreign.to_str().unwrap(),
            "register",
            "status",
            "--json",
        ])
        .exits(1);
    assert_eq!(refused.json()["error"]["code"], "store_foreign");
    office.run(&["register", "verify"]).exits(0);
    office.run(&["register", "backup", "kopia.db"]).exits(0);
    assert_eq!(mode(&office.path().join("kopia.db")), 0o600);
    office.run(&["register", "backup", "kopia.db"]).exits(1);
    let home = office.path().join("home");
    let output = office
        .command(&["register", "status"])
        .env_remove("KOPPLA_REGISTER")
        .env("XDG_DATA_HOME", &home)
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(mode(&home.join("koppla")), 0o700);
    assert_eq!(mode(&home.join("koppla/register.db")), 0o600);
}

#[test]
fn the_programs_own_log_is_private_and_knows_no_address() {
    let office = Office::with_people(&PEOPLE);
    office
        .import(b"bo.b\t7\tbo.hemlig@x.se\nx\t1\ty\n", &["--skip-rows", "0"])
        .exits(3);
    office
        .run(&[
            "person",
            "set",
            "anna.a",
            "--connect-address",
            "hemlig@x.se",
        ])
        .exits(1);
    let log = office.path().join("koppla/koppla.log");
    assert_eq!(log.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(log).unwrap();
    assert!(text.contains("verified_protected"), "{text}");
    assert!(
        !text.contains("hemlig") && !text.contains("@x.se"),
        "{text}"
    );
}
