//! Mailing links: who gets one, what a mail holds, what came back or was refused, and a test mail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::{mail_to, mails, message_id, office, report};
use crate::support::smtp::{Act, MailServer, Moment, Tls, send_to};

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
