//! The commands of verification on a register of their own, with mails as files in a directory.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use support::commands::Office;
use support::smtp::{Act, MailServer, Moment, Tls, send_to};

const PEOPLE: [&str; 6] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect;Verifierad;Aktiv;Skyddade personuppgifter",
    "anna.a;1;Anna;Ek;anna@foretaget.example;;ja;nej",
    "bo.b;2;Bo;Berg;bo@bolaget.example;;ja;nej",
    "cia.c;3;Cia;Dahl;cia@foretaget.example;2026-01-31;ja;nej",
    "dan.d;4;Dan;Falk;dan@foretaget.example;;ja;ja",
    ";5;Eva;Gran;eva@foretaget.example;;ja;nej",
];

fn office() -> Office {
    let office = Office::with_people(&PEOPLE);
    for (key, value) in [
        ("sender", "HR <hr@foretaget.example>"),
        ("base-url", "https://koppla.foretaget.example"),
        ("mails-per-minute", "6000"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    office
}

/// The mails of the office's directory, in the order in which they were written.
fn mails(office: &Office) -> Vec<String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(office.path().join("mails"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    files.iter().map(read).collect()
}

fn mail_to<'a>(mails: &'a [String], address: &str) -> &'a str {
    mails.iter().find(|mail| mail.contains(address)).unwrap()
}

fn message_id(mail: &str) -> String {
    let read = mail_parser::MessageParser::default().parse(mail.as_bytes());
    read.unwrap().message_id().unwrap().to_owned()
}

fn report(action: &str, id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@foretaget.example\r\nTo: hr@foretaget.example\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; foretaget.example\r\n\r\n\
         Final-Recipient: rfc822; x@foretaget.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}>\r\n\r\nHej\r\n--b--\r\n"
    )
}

#[test]
fn a_plan_says_who_gets_a_link_and_who_does_not() {
    let office = office();
    let plan = office
        .run(&["verify", "send", "--only", "all", "--dry-run", "--json"])
        .exits(0)
        .json();
    assert_eq!(plan["recipients"], 3);
    assert_eq!(plan["left_out"], json!({"verified": 1, "protected": 1}));
    let told = office
        .run(&["verify", "send", "--include-protected", "--dry-run"])
        .exits(0);
    told.begins("4 persons get a link.\n");
    told.warns("Nothing was changed");
    let one = office
        .run(&["verify", "send", "--person", "5", "--dry-run", "--json"])
        .exits(0)
        .json();
    assert_eq!(one["recipients"], 1);
    office
        .run(&["verify", "send", "--person", "nobody", "--json"])
        .exits(1);
}

#[test]
fn a_mail_holds_our_link_in_both_languages_and_no_name() {
    let office = office();
    office
        .run(&["verify", "send", "--person", "anna.a", "--quiet"])
        .exits(0);
    let mails = mails(&office);
    assert_eq!(mails.len(), 1);
    let read = mail_parser::MessageParser::default()
        .parse(mails[0].as_bytes())
        .unwrap();
    let text = read.body_text(0).unwrap();
    assert_eq!(
        text.matches("https://koppla.foretaget.example/l/").count(),
        2
    );
    assert_eq!(text.matches("://").count(), 2, "no link but ours: {text}");
    let (swedish, english) = (text.find("Hej!").unwrap(), text.find("Hello!").unwrap());
    assert!(swedish < english);
    assert!(!text.contains("Anna"), "{text}");
    assert_eq!(office.person("anna.a")["state"], "sent");
    let listed = office
        .run(&["person", "list", "--only", "sent", "--json"])
        .exits(0)
        .json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

#[test]
fn where_a_switch_is_prepared_no_links_are_sent() {
    let office = office();
    office
        .run(&["setting", "set", "verification-mode", "preparing"])
        .exits(0);
    let refused = office.run(&["verify", "send", "--json"]).exits(1).json();
    assert_eq!(refused["error"]["code"], "mailing_not_offered");
}

#[test]
fn a_mail_that_came_back_is_noted_and_its_address_not_mailed_again_until_it_changes() {
    let office = office();
    office.run(&["verify", "send", "--quiet"]).exits(0);
    let mails = mails(&office);
    let anna = message_id(mail_to(&mails, "anna@foretaget.example"));
    let bo = message_id(mail_to(&mails, "bo@bolaget.example"));
    let reports = office.path().join("reports");
    std::fs::create_dir_all(reports.join("new")).unwrap();
    std::fs::write(reports.join("1"), report("failed", &anna)).unwrap();
    std::fs::write(reports.join("2"), report("delayed", &bo)).unwrap();
    std::fs::write(reports.join("3"), report("failed", "x@elsewhere.example")).unwrap();
    std::fs::write(reports.join("4"), b"\xff\xfe\x00 not a mail").unwrap();
    std::fs::write(reports.join("new").join("5"), report("failed", &anna)).unwrap();
    let import = || {
        office
            .run(&["verify", "import-bounces", "reports", "--json"])
            .exits(0)
            .json()
    };
    let read = import();
    assert_eq!(read["files"], 5);
    assert_eq!(
        read["bounced"],
        json!([{ "user_id": "anna.a", "employee_number": "1", "address": "anna@foretaget.example" }])
    );
    let unknown = read["unknown"].as_array().unwrap();
    assert_eq!(unknown.len(), 1);
    assert!(unknown[0].as_str().unwrap().ends_with("/3"));
    assert_eq!(
        (&read["not_failed"], &read["no_report"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(import(), read, "a second time changes nothing");

    let left_out = || {
        office
            .run(&[
                "verify",
                "send",
                "--person",
                "anna.a",
                "--not-within",
                "0",
                "--dry-run",
                "--json",
            ])
            .exits(0)
            .json()["left_out"]
            .clone()
    };
    assert_eq!(left_out(), json!({"bounced": 1}));
    office
        .run(&[
            "person",
            "set",
            "anna.a",
            "--connect-address",
            "a.ek@foretaget.example",
        ])
        .exits(0);
    assert_eq!(left_out(), json!({}));
    let missing = office
        .run(&["verify", "import-bounces", "nowhere", "--json"])
        .exits(1)
        .json();
    assert_eq!(missing["error"]["code"], "directory_missing");
}

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

#[test]
fn a_test_mail_shows_whether_mails_go() {
    let office = office();
    let test = |code: i32| -> Value {
        office
            .run(&["verify", "test-mail", "jag@foretaget.example", "--json"])
            .exits(code)
            .json()
    };
    assert_eq!(test(0)["outcome"], "accepted");
    assert!(mails(&office)[0].contains("jag@foretaget.example"));
    // A mail server, from a configuration file that counts before the register.
    let server = MailServer::willing();
    let config = office.file(
        "koppla.toml",
        format!(
            "smtp-host = \"127.0.0.1\"\nsmtp-port = {}\nsmtp-security = \"none\"\n",
            server.port()
        )
        .as_bytes(),
    );
    let with_config = |arguments: &[&str]| {
        let mut all = vec!["--config", config.to_str().unwrap()];
        all.extend(arguments);
        office.run(&all)
    };
    with_config(&["verify", "test-mail", "jag@foretaget.example"]).exits(0);
    assert_eq!(server.taken().len(), 1);
    let status = with_config(&["verify", "status", "--json"]).exits(0).json();
    assert_eq!(status["way"]["server"], "127.0.0.1");
    assert_eq!(
        with_config(&["setting", "get", "smtp-host"]).exits(0).out,
        "127.0.0.1\n"
    );
    drop(server);
    office
        .run(&["setting", "set", "smtp-host", "mail.foretaget.example"])
        .exits(0);
    office
        .run(&["setting", "set", "smtp-security", "none"])
        .exits(0);
    assert_eq!(test(1)["error"]["code"], "mail_unsecured");
    let broken = office.file("broken.toml", b"smtp-hots = 'x'\n");
    let refused = office.run(&[
        "--config",
        broken.to_str().unwrap(),
        "verify",
        "status",
        "--json",
    ]);
    assert_eq!(refused.exits(1).json()["error"]["code"], "config_invalid");
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
fn what_was_refused_is_sent_again_by_flags_and_who_has_not_verified_is_reminded() {
    let office = office();
    let refusing = Arc::new(AtomicBool::new(true));
    let refuses = Arc::clone(&refusing);
    let server = MailServer::new(Tls::None, move |moment| {
        let refuses = refuses.load(Ordering::SeqCst);
        match moment {
            Moment::To(to) if refuses && to.starts_with("bo@") => Act::Say("550 5.1.1 no"),
            Moment::Text(to) if refuses && to.starts_with("eva@") => Act::Cut,
            _ => Act::Go,
        }
    });
    send_to(&office, &server);
    office.run(&["verify", "send", "--quiet"]).exits(3);
    refusing.store(false, Ordering::SeqCst);
    let plan = |more: &[&str]| {
        let mut arguments = vec!["verify", "send", "--dry-run", "--json"];
        arguments.extend(more);
        office.run(&arguments).exits(0).json()
    };
    // Bo's was refused, and Eva's may have been sent.
    let failed = plan(&["--failed"]);
    assert_eq!(failed["recipients"], 1);
    assert_eq!(failed["left_out"], json!({"may_have_been_sent": 1}));
    let both = plan(&["--failed", "--include-unknown"]);
    assert_eq!(
        (&both["recipients"], &both["left_out"]),
        (&json!(2), &json!({}))
    );
    let told = office
        .run(&["verify", "send", "--failed", "--yes"])
        .exits(0);
    told.begins("One person gets a link.\n");
    told.says("the link may have been sent: 1");
    assert_eq!(plan(&["--failed"])["recipients"], 0);

    // Anna, Bo and Eva were sent a link today; who was not sent any is not reminded of it.
    let soon = plan(&["--unverified-after", "7"]);
    assert_eq!(soon["recipients"], 0);
    assert_eq!(soon["left_out"], json!({"sent_recently": 3}));
    assert_eq!(plan(&["--unverified-after", "0"])["recipients"], 3);
    office
        .run(&[
            "verify",
            "send",
            "--unverified-after",
            "0",
            "--person",
            "anna.a",
            "--quiet",
        ])
        .exits(0);
    let annas = server.taken();
    let annas = annas.iter().filter(|taken| taken.to.starts_with("anna@"));
    assert_eq!(annas.count(), 2);
    for wrong in [
        &["--failed", "--unverified-after", "7"][..],
        &["--include-unknown"],
        &["--failed", "--waiting"],
    ] {
        let mut arguments = vec!["verify", "send"];
        arguments.extend(wrong);
        office.run(&arguments).exits(2);
    }
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
