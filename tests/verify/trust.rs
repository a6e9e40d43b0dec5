//! What makes an address verified, and what never does.

use serde_json::json;

use super::{PEOPLE, mails, message_id, office, report};
use crate::support::commands::Office;

#[test]
fn a_removed_link_leaves_the_address_unverified() {
    let office = office();
    let person = office
        .run(&["person", "unlink", "cia.c", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (
            &person["unlinked"],
            &person["state"],
            &person["connect_address"]
        ),
        (
            &json!(true),
            &json!("unverified"),
            &json!("cia@foretaget.example")
        )
    );
    let again = office
        .run(&["person", "unlink", "cia.c", "--json"])
        .exits(0)
        .json();
    assert_eq!(again["unlinked"], false);
}

#[test]
fn verified_domains_verify_only_by_the_explicit_act() {
    let office = office();
    let unset = office.run(&["verify", "domain", "--json"]).exits(1).json();
    assert_eq!(unset["error"]["code"], "setting_missing");
    office
        .run(&["setting", "set", "verified-domains", "foretaget.example"])
        .exits(0);
    let act = |more: &[&str]| {
        let mut arguments = vec!["verify", "domain", "--json"];
        arguments.extend(more);
        office.run(&arguments).exits(0).json()["verified"].clone()
    };
    let would = json!(["anna.a", "dan.d", "5"]);
    assert_eq!(act(&["--dry-run"]), would);
    assert_eq!(office.person("anna.a")["state"], "unverified");
    assert_eq!(act(&["--person", "anna.a"]), json!(["anna.a"]));
    assert_eq!(act(&[]), json!(["dan.d", "5"]));
    assert_eq!(office.person("anna.a")["state"], "verified");
    assert_eq!(office.person("bo.b")["state"], "unverified");
}

/// How many are verified, and whether any history says that somebody became so.
fn verified(office: &Office) -> (i64, i64) {
    let db = rusqlite::Connection::open(office.register()).unwrap();
    let count = |sql| db.query_row(sql, [], |row| row.get(0)).unwrap();
    (
        count("SELECT count(*) FROM person WHERE verified_at IS NOT NULL"),
        count("SELECT count(*) FROM history WHERE event LIKE 'verified%'"),
    )
}

#[test]
fn promise_8_nothing_that_reads_a_file_sets_verified_at() {
    let unverified = |row: &&str| !row.contains("2026-01-31");
    let people: Vec<&str> = PEOPLE.into_iter().filter(unverified).collect();
    let office = Office::with_people(&people);
    for (key, value) in [
        ("sender", "HR <hr@foretaget.example>"),
        ("base-url", "https://koppla.foretaget.example"),
        ("mails-per-minute", "6000"),
        ("verified-domains", "foretaget.example"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    let still = |what: &str| assert_eq!(verified(&office), (0, 0), "{what}");
    still("at first");
    // Loading people whose file says that they are verified: new ones and known ones.
    let heading = PEOPLE[0];
    let rows = [
        heading,
        "anna.a;1;Anna;Ek;anna.ny@foretaget.example;2026-01-31;ja;nej",
        "fia.f;6;Fia;Hed;fia@foretaget.example;2026-01-31;ja;nej",
        ";7;Gun;Holm;gun@foretaget.example;ja;ja;nej",
    ];
    let file = office.file("load.csv", rows.join("\n").as_bytes());
    let file = file.to_str().unwrap();
    office
        .run(&["register", "load", file, "--addresses"])
        .exits(0);
    still("load --addresses");
    office.run(&["person", "show", "fia.f"]).exits(0);
    // Trust is for persons that the load creates.
    let known = [
        heading,
        "anna.a;1;Anna;Ek;anna.ny@foretaget.example;2026-01-31;ja;nej",
    ];
    let known = office.file("known.csv", known.join("\n").as_bytes());
    let known = known.to_str().unwrap();
    office
        .run(&["register", "load", known, "--addresses", "--trust-verified"])
        .exits(0);
    still("load --trust-verified of who is known");
    // An import, also with a column that says so, and what comes after it.
    let import = office.import(
        b"anna.a\t1\tanna.x@foretaget.example\nbo.b\t2\tbo.x@foretaget.example\n",
        &["--skip-rows", "0", "--rejects", "rejects.csv"],
    );
    let run = import.exits(0).json()["run"].to_string();
    still("import");
    let wide = "Användar-id;Anställningsnummer;E-post Visma Connect;Verifierad\n\
                anna.a;1;anna.y@foretaget.example;2026-01-31\n";
    let wide = office.file("wide.csv", wide.as_bytes());
    let columns = "user_id,employee_number,connect_address,-";
    let wide = wide.to_str().unwrap();
    let with_columns = [
        "import",
        wide,
        "--template",
        "In",
        "--delimiter",
        ";",
        "--skip-rows",
        "1",
        "--columns",
        columns,
    ];
    office.run(&with_columns).exits(0);
    still("import of a wider file");
    office.run(&["undo", &run, "--yes"]).exits(3);
    still("undo");
    // Filling a file from another.
    let target = office.file(
        "fill.csv",
        "Användar-id;Anställningsnummer;E-post Visma Connect\nbo.b;2;\n".as_bytes(),
    );
    let target = target.to_str().unwrap();
    office
        .run(&[
            "fill",
            target,
            "--from",
            wide,
            "--key",
            "user-id",
            "--output",
            "filled.csv",
        ])
        .exits(0);
    still("fill");
    office.run(&["check", target]).exits(0);
    still("check");
    // A directory of delivery reports, which name mails that were sent.
    office.run(&["verify", "send", "--quiet"]).exits(0);
    let id = message_id(&mails(&office)[0]);
    let reports = office.path().join("reports");
    std::fs::create_dir(&reports).unwrap();
    for (name, action) in [("1", "delivered"), ("2", "failed")] {
        std::fs::write(reports.join(name), report(action, &id)).unwrap();
    }
    office
        .run(&["verify", "import-bounces", "reports"])
        .exits(0);
    still("delivery reports");
    // A copy of the register that is brought back says what the register said.
    let copy = office.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    office.run(&["register", "backup", copy]).exits(0);
    std::fs::copy(copy, office.register()).unwrap();
    still("restoring a copy");
    // The one exception: whoever a trusting load creates, and the history says whence it is.
    let new = [
        heading,
        "ny.n;8;Nils;Hed;nils@foretaget.example;2026-01-31;ja;nej",
    ];
    let new = office.file("new.csv", new.join("\n").as_bytes());
    let new = new.to_str().unwrap();
    office
        .run(&["register", "load", new, "--trust-verified"])
        .exits(0);
    assert_eq!(verified(&office).0, 1);
}

#[test]
fn unlocking_tells_whether_somebody_was_locked() {
    let office = office();
    let unlocked = office
        .run(&["verify", "unlock", "anna.a", "--json"])
        .exits(0)
        .json();
    assert_eq!(unlocked, json!({"person": "anna.a", "unlocked": false}));
}

#[test]
fn whoever_sets_what_the_configuration_file_sets_too_is_told_that_the_file_counts() {
    let office = office();
    let config = office.file("koppla.toml", b"mails-per-minute = 50\n");
    let set = |key: &str, value: &str, more: &[&str]| {
        let mut all = vec!["--config", config.to_str().unwrap()];
        all.extend(["setting", "set", key, value]);
        all.extend(more);
        office.run(&all).exits(0)
    };
    let told = set("mails-per-minute", "100", &[]).err;
    assert!(told.contains("sets mails-per-minute too"), "{told}");
    let told = set("mails-per-minute", "100", &["--json"]).json();
    assert_eq!(told["overridden"], true);
    let told = set("mails-per-day", "100", &["--json"]);
    assert_eq!(told.json()["overridden"], false);
    assert_eq!(told.err, "");
}
