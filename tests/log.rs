//! The log from outside: what runs leave in it, how they are found again, repeated and purged, and an operator who wants to know why rows
//! failed, by keys on a real terminal.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use support::commands::Office;
use support::pty::{Pty, Start};

const PEOPLE: [&str; 5] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect",
    "anna.a;007;Anna;Andersson;",
    "bjorn.b;8;Björn;Berg;",
    "cia.c;9;Cia;Carlsson;",
    "dan.d;10;Dan;Dahl;",
];

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\n";

/// One row is good, two are no addresses, one is nobody.
fn three_bad_rows() -> String {
    format!(
        "{HEADING}anna.a\t007\tanna@x.se\nbjorn.b\t8\tbjorn\ncia.c\t9\tcia@\nnobody\t1\tn@x.se\n"
    )
}

fn runs(office: &Office, arguments: &[&str]) -> Vec<Value> {
    let arguments = [&["log", "--json"], arguments].concat();
    let listed = office.run(&arguments).exits(0).json();
    listed.as_array().unwrap().clone()
}

fn numbers(runs: &[Value]) -> Vec<i64> {
    runs.iter()
        .map(|run| run["run"].as_i64().unwrap())
        .collect()
}

#[test]
fn what_came_to_nothing_is_in_the_log_with_its_reason() {
    let office = Office::with_people(&PEOPLE);
    let semicolons = three_bad_rows().replace('\t', ";");
    office.import(semicolons.as_bytes(), &[]).exits(4);
    office
        .import(semicolons.as_bytes(), &["--dry-run"])
        .exits(4);
    office
        .import(three_bad_rows().as_bytes(), &["--all-or-nothing"])
        .exits(4);
    office
        .run(&["import", "nowhere.csv", "--template", "In"])
        .exits(1);
    office
        .run(&["export", "--template", "Ut", "--output", "no/such/a.csv"])
        .exits(1);
    office.file("nobody.csv", b"F\xc3\xb6rnamn;Efternamn\nAnna;Ask\n");
    office.run(&["register", "load", "nobody.csv"]).exits(4);
    office
        .run(&["register", "load", "nobody.csv", "--dry-run"])
        .exits(4);
    office
        .run(&["register", "load", "nowhere.csv", "--addresses"])
        .exits(1);
    let failed = runs(&office, &["--status", "failed"]);
    let told: Vec<_> = failed
        .iter()
        .map(|run| {
            (
                run["kind"].as_str().unwrap(),
                run["error"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("load", "file_missing"),
            ("load", "heading_mismatch"),
            ("export", "directory_missing"),
            ("import", "file_missing"),
            ("import", "rows_rejected"),
            ("import", "delimiter_mismatch"),
        ],
        "newest first, without the dry run"
    );
    assert!(failed.iter().all(|run| run["rows"] == 0));
    let command = failed[0]["command"].as_str().unwrap();
    assert!(command.ends_with("nowhere.csv --addresses"), "{command}");
    let shown = office.run(&["log", "2"]).exits(0).out;
    assert!(shown.contains("delimiter"), "{shown}");
    assert!(shown.contains("[delimiter_mismatch]"), "{shown}");
}

#[test]
fn warnings_are_the_same_in_the_log_as_in_the_import() {
    let office = Office::with_people(&[
        "Användar-id;Anställningsnummer;E-post Visma Connect;Verifierad",
        "anna.a;007;;",
        "bjorn.b;8;bjorn@x.se;",
        "cia.c;9;cia@x.se;2026-01-02",
        "dan.d;10;dan@x.se;",
    ]);
    let rows = "anna.a\t007\tmailto:Anna@x.se \nbjorn.b\t8\t Bjorn@X.se\ncia.c\t9\t ny@x.se\ndan.d\t10\t dan@\n";
    let told = office.import(format!("{HEADING}{rows}").as_bytes(), &[]);
    let told = told.exits(3).json();
    let logged = office.run(&["log", "2", "--json"]).exits(0).json();
    for list in ["warning_rows", "kept_rows", "changes", "rejections"] {
        assert_ne!(told[list], json!([]), "{list}");
        assert_eq!(told[list], logged[list], "{list}");
    }
}

#[test]
fn runs_are_found_by_kind_status_who_period_and_text() {
    let office = Office::with_people(&PEOPLE);
    office
        .import(three_bad_rows().as_bytes(), &["--name", "Veckans"])
        .exits(3);
    office
        .run(&["export", "--template", "Ut", "--output", "ut.csv"])
        .exits(0);
    let found = |arguments: &[&str]| numbers(&runs(&office, arguments));
    assert_eq!(found(&[]), [3, 2, 1]);
    assert_eq!(found(&["--kind", "load"]), [1]);
    assert_eq!(found(&["--status", "done-with-errors"]), [2]);
    assert_eq!(found(&["--find", "VECKANS"]), [2]);
    assert_eq!(found(&["--find", "ut.csv"]), [3]);
    assert_eq!(found(&["--find", "In", "--kind", "import"]), [2]);
    let who = runs(&office, &[])[0]["who"].as_str().unwrap().to_owned();
    assert_eq!(found(&["--who", &who]), [3, 2, 1]);
    assert_eq!(found(&["--who", "somebody else"]), [0; 0]);
    assert_eq!(found(&["--since", "2000-01-01"]), [3, 2, 1]);
    assert_eq!(found(&["--until", "2000-01-01"]), [0; 0]);
    office.run(&["log", "2", "--kind", "load"]).exits(2);
    office.run(&["log", "--since", "yesterday"]).exits(2);
}

#[test]
fn the_rows_of_a_run_are_saved_and_no_file_is_replaced_unasked() {
    let office = Office::with_people(&PEOPLE);
    office.import(three_bad_rows().as_bytes(), &[]).exits(3);
    let save = ["log", "2", "--only", "rejected", "--output", "fel.csv"];
    let saved = office
        .run(&[&save[..], &["--json"]].concat())
        .exits(0)
        .json();
    assert_eq!(saved["rows"], 3);
    let text = std::fs::read_to_string(office.path().join("fel.csv")).unwrap();
    assert_eq!(text.lines().count(), 4);
    assert!(
        text.contains("\r\n3;2;bjorn.b;8;rejected;address_invalid;bjorn;"),
        "{text}"
    );
    let again = office.run(&[&save[..], &["--json"]].concat()).exits(1);
    assert_eq!(again.json()["error"]["code"], "file_exists");
    office.run(&[&save[..], &["--force"]].concat()).exits(0);
}

#[test]
fn the_command_of_a_run_does_the_same_again() {
    let office = Office::with_people(&PEOPLE);
    // An odd name, and every choice there is.
    let text = three_bad_rows().replace('\t', ";");
    let odd = "100% av it's $HOME.csv";
    office.file(odd, text.as_bytes());
    office
        .run(&[
            "import",
            odd,
            "--template",
            "In",
            "--name",
            "Veckans",
            "--delimiter",
            "semicolon",
            "--columns",
            "user_id,employee_number,connect_address",
            "--encoding",
            "utf-8",
            "--skip-rows",
            "1",
            "--no-quotes",
            "--max-changes",
            "50%",
            "--rejects",
            "fel.csv",
            "--force",
        ])
        .exits(3);
    office
        .run(&[
            "export",
            "--template",
            "Ut",
            "--output",
            "ut.csv",
            "--only",
            "missing",
            "--company",
            "3",
            "--include-protected",
        ])
        .exits(0);
    std::fs::remove_file(office.path().join("ut.csv")).unwrap();
    std::fs::write(office.path().join("fel.csv"), "in the way").unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_koppla"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    for (run, code) in [("2", 3), ("3", 0)] {
        let command = office.run(&["log", run, "--command"]).exits(0).out;
        assert!(!command.contains('%'), "a crontab would cut it: {command}");
        // Nothing of the office but the command itself: another directory, no KOPPLA_REGISTER.
        let done = std::process::Command::new("sh")
            .args(["-c", command.trim()])
            .current_dir("/")
            .env_remove("KOPPLA_REGISTER")
            .env("PATH", &path)
            .env("XDG_STATE_HOME", office.path())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(code), "{command}\n{told}");
    }
    let runs = runs(&office, &[]);
    assert_eq!(numbers(&runs), [5, 4, 3, 2, 1]);
    for (again, first) in [(0, 2), (1, 3)] {
        for key in ["kind", "name", "template", "command", "path", "rejected"] {
            assert_eq!(runs[again][key], runs[first][key], "{key}");
        }
    }
    assert!(office.path().join("ut.csv").exists());
    let rejects = std::fs::read_to_string(office.path().join("fel.csv")).unwrap();
    assert!(rejects.contains("person_unknown"), "{rejects}");
}

#[test]
fn old_rows_are_purged_and_the_run_and_the_history_stay() {
    let office = Office::with_people(&PEOPLE);
    office.import(three_bad_rows().as_bytes(), &[]).exits(3);
    let purge = ["log", "--purge", "--older-than", "0", "--json"];
    let would = office
        .run(&[&purge[..], &["--dry-run"]].concat())
        .exits(0)
        .json();
    assert_eq!(would["runs"], json!([1, 2]));
    let rows = |only: &str| {
        let shown = office.run(&["log", "2", "--only", only, "--json"]).exits(0);
        shown.json()["rejections"].as_array().unwrap().len()
    };
    assert_eq!(rows("rejected"), 3, "a dry run purges nothing");
    let done = office.run(&purge).exits(0).json();
    assert_eq!((&done["runs"], &done["rows"]), (&json!([1, 2]), &json!(4)));
    assert_eq!(rows("rejected"), 0);
    let run = &runs(&office, &["--kind", "import"])[0];
    assert_eq!((&run["updated"], &run["rejected"]), (&json!(1), &json!(3)));
    assert!(run["purged"].is_string());
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@x.se"));
    let shown = office.run(&["log", "2"]).exits(0).out;
    assert!(shown.contains("can no longer be undone"), "{shown}");
    office.run(&["register", "verify"]).exits(0);
    office
        .run(&["setting", "set", "log-days", "never"])
        .exits(0);
    let never = office.run(&["log", "--purge"]).exits(0).out;
    assert!(never.contains("for ever"), "{never}");
}

/// Moves a run back in time.
fn age(office: &Office, run: i64, days: i64) {
    let shell = rusqlite::Connection::open(office.register()).unwrap();
    let before = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
    let sql = "UPDATE run SET started = ?2, finished = ?2 WHERE id = ?1";
    shell.execute(sql, (run, before.to_string())).unwrap();
}

#[test]
fn opening_the_register_purges_what_is_older_than_the_setting() {
    let office = Office::with_people(&PEOPLE);
    office.import(three_bad_rows().as_bytes(), &[]).exits(3);
    age(&office, 1, 179);
    age(&office, 2, 182);
    let purged = |office: &Office| -> Vec<bool> {
        let runs = runs(office, &[]);
        runs.iter().map(|run| run["purged"].is_string()).collect()
    };
    assert_eq!(purged(&office), [true, false]);
    office.run(&["setting", "set", "log-days", "0"]).exits(0);
    age(&office, 1, 9_000);
    assert_eq!(purged(&office), [true, false]);
}

#[test]
fn a_copy_of_the_file_is_kept_only_where_asked_for_and_goes_with_the_rows() {
    let office = Office::with_people(&PEOPLE);
    let directory = office.path().join("register.db.files");
    office.import(three_bad_rows().as_bytes(), &[]).exits(3);
    assert!(!directory.exists());
    office
        .run(&["setting", "set", "keep-files", "yes"])
        .exits(0);
    office.import(three_bad_rows().as_bytes(), &[]).exits(3);
    let copy = directory.join("3_import.csv");
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), three_bad_rows());
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&copy), mode(&directory)), (0o600, 0o700));
    office
        .run(&["log", "--purge", "--older-than", "0"])
        .exits(0);
    assert!(!copy.exists());
}

fn screens(office: &Office) -> Pty {
    let mut pty = Start::koppla(&[])
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .directory(office.path())
        .start();
    pty.wait_for("F1 help");
    pty
}

#[test]
fn an_operator_finds_out_why_three_rows_failed_yesterday() {
    let office = Office::with_people(&PEOPLE);
    office
        .import(three_bad_rows().as_bytes(), &["--name", "Veckans"])
        .exits(3);
    age(&office, 1, 40);
    age(&office, 2, 1);
    let good = format!("{HEADING}dan.d\t10\tdan@x.se\n");
    office.import(good.as_bytes(), &[]).exits(0);

    let mut pty = screens(&office);
    // The bell tells of the runs of other processes, and of the day before.
    pty.wait_for("● 3").send("!");
    pty.wait_for("● Import “Veckans”: 1 updated, 3 could not be imported");
    pty.send("\x1b").wait_until("the guide", |screen| {
        !screen.contents().contains("● Import")
    });
    pty.send(":log")
        .wait_for("Log")
        .send("\r")
        .wait_for("Done with errors");
    // Since yesterday, those with errors: one run.
    pty.send("&").wait_for("Which runs?");
    pty.send("\x1b[B\x1b[C\x1b[C")
        .send("\x1b[B\x1b[B\x1b[C\x1b[C")
        .send("\x1b[15~");
    pty.wait_for("Done with errors · since yesterday: 1 of 3");
    // It opens on the rows that it did not take.
    pty.send("\r").wait_for("[✗ rejected 3]");
    // The reason that most rows share, then a row of it.
    pty.send("&")
        .wait_for("Not an address  2  [address_invalid]");
    pty.send("\x1b[B\r").wait_for("[Not an address 2]");
    pty.send(" ").wait_for("Line 3, record 2");
    pty.wait_for("Reason: Not an address [address_invalid]");
    pty.wait_for("An address needs an @");
    pty.send("\x11").wait_exit();
}

#[test]
fn notifications_survive_a_restart_until_they_are_read() {
    let office = Office::with_people(&PEOPLE);
    office
        .run(&["export", "--template", "Ut", "--output", "ut.csv"])
        .exits(0);
    let mut first = screens(&office);
    first
        .wait_for("● 2")
        .send("!")
        .wait_for("● Export “ut.csv”: 4 persons");
    // Enter leads to the file of an export.
    first.send("\r").wait_for("Go on to step 3");
    first.wait_for("ut.csv").send("\x11").wait_exit();
    let mut second = screens(&office);
    second.wait_for("● 1").send("!").wait_for("● Load");
    second.send("\x11").wait_exit();
}
