//! Templates and exports by commands.

use serde_json::json;

use crate::support::commands::{Office, PEOPLE};

#[test]
fn templates_are_refused_with_the_missing_fields_and_found_by_name() {
    let office = Office::empty();
    let refused = office
        .run(&[
            "template", "add", "--kind", "export", "--name", "X", "--fields", "user_id", "--json",
        ])
        .exits(4);
    assert_eq!(refused.json()["error"]["code"], "template_incomplete");
    refused.warns("Employee number and E-mail Visma Connect");
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
    refused.warns("Importmallen ”");
    refused.warns("koppla template activate");
    office.run(&["template", "activate", "Ut"]).exits(0);
    office.run(&export[..5]).exits(0);
    let shown = office.run(&["template", "show", "Ut"]).exits(0);
    shown.says("The template was used in 1 run of the log");
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
    stopped.warns("First name of a");
    stopped.warns("Ł");
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
