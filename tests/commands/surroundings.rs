//! What is around the commands: settings, languages, wrong usage, private files and a terminal that nothing steers.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::support::commands::{Office, PEOPLE};

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
    wrapped.warns("Did you mean x.se?");
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
