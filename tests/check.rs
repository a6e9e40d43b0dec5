//! `koppla check`, `koppla open FILE` and `koppla FILE`: a file on its own, with the rules that the call or the register's
//! settings give, and no register touched.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use serde_json::{Value, json};
use support::commands::{Office, sample};
use support::pty::{Pty, Start};

const HEADING: &str = "Användar-id;Anställningsnummer;E-post Visma Connect\n";

/// What `check` says of these rows behind a heading: line, code, value and suggestion.
fn found(rows: &str, more: &[&str]) -> Vec<(u64, String, String, Option<String>)> {
    let office = Office::empty();
    let file = office.file("f.csv", format!("{HEADING}{rows}").as_bytes());
    let mut arguments = vec!["check", file.to_str().unwrap(), "--json"];
    arguments.extend(more);
    let ran = office.run(&arguments);
    let result = ran.json();
    let findings = result["findings"].as_array().unwrap();
    assert_eq!(ran.code, Some(if findings.is_empty() { 0 } else { 3 }));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    findings
        .iter()
        .map(|f| {
            let line = f["line"].as_u64().unwrap();
            assert!(f["record"].as_u64().unwrap() < line);
            assert!(!f["message"].as_str().unwrap().is_empty());
            let (code, value) = (text(&f["code"]).unwrap(), text(&f["value"]).unwrap());
            (line, code, value, text(&f["suggestion"]))
        })
        .collect()
}

fn one(
    line: u64,
    code: &str,
    value: &str,
    meant: Option<&str>,
) -> (u64, String, String, Option<String>) {
    (line, code.into(), value.into(), meant.map(str::to_owned))
}

#[test]
fn a_clean_file_has_no_findings_and_ends_with_0() {
    assert_eq!(
        found("anna.a;00417;anna@foretaget.se\nbo.b;00418;\n", &[]),
        []
    );
    let office = Office::empty();
    let file = office.file("f.csv", format!("{HEADING}a;1;a@x.se\n").as_bytes());
    let ran = office.run(&["check", file.to_str().unwrap()]).exits(0);
    assert_eq!(ran.out, "");
    ran.warns("1 row");
}

#[test]
fn everything_that_needs_no_register_is_found() {
    for (rows, more, expected) in [
        // Rejections.
        ("a;1\n", &[][..], vec![one(2, "column_count", "", None)]),
        (
            "a;1;x\u{1b}@x.se\n",
            &[],
            vec![one(2, "bad_text", "x\u{1b}@x.se", None)],
        ),
        (";1;a@x.se\n", &[], vec![one(2, "key_missing", "", None)]),
        ("a; ;a@x.se\n", &[], vec![one(2, "key_missing", " ", None)]),
        (
            "a;1;åsa@x.se\n",
            &[],
            vec![one(2, "address_invalid", "åsa@x.se", Some("asa@x.se"))],
        ),
        (
            "a;1;a@foretagt.se\nb;2;b@x.se\nc;3;c@b.foretaget.se\n",
            &["--domain", "foretaget.se", "--domain", "*.foretaget.se"],
            vec![
                one(
                    2,
                    "domain_not_allowed",
                    "a@foretagt.se",
                    Some("a@foretaget.se"),
                ),
                one(3, "domain_not_allowed", "b@x.se", None),
            ],
        ),
        (
            "a;1;a@x.se\nA;1;b@x.se\n",
            &[],
            vec![
                one(2, "same_person_twice", "a@x.se", None),
                one(3, "same_person_twice", "b@x.se", None),
            ],
        ),
        (
            "a;1;a@x.se\nb;2;A@X.se\n",
            &[],
            vec![
                one(2, "address_twice", "a@x.se", None),
                one(3, "address_twice", "A@X.se", None),
            ],
        ),
        (
            "a;1;a@x.se\nb;2;\na;3;\n",
            &[],
            vec![one(4, "key_mismatch", "3", None)],
        ),
        // What a spreadsheet does to keys.
        (
            "a;00417;\nb;418;\nc;00419;\nd;04200;\n",
            &[],
            vec![one(3, "key_damaged", "418", Some("00418"))],
        ),
        (
            "a;1,23E+05;\n7E+08;9;\n",
            &[],
            vec![
                one(2, "key_damaged", "1,23E+05", None),
                one(3, "key_damaged", "7E+08", None),
            ],
        ),
        ("a;417;\nb;18;\nc;1419;\n", &[], vec![]),
        // Warnings.
        (
            "a;1; a@x.se\n",
            &[],
            vec![one(2, "trimmed", " a@x.se", Some("a@x.se"))],
        ),
        (
            "a;1;mailto:a@x.se\n",
            &[],
            vec![one(2, "normalised", "mailto:a@x.se", Some("a@x.se"))],
        ),
        (
            "a;1;a@gmial.com\n",
            &[],
            vec![one(2, "typo_suspected", "a@gmial.com", Some("a@gmail.com"))],
        ),
        (
            "a;1;info@x.se\n",
            &[],
            vec![one(2, "role_address", "info@x.se", None)],
        ),
        (
            "a;1;a@x.example\n",
            &[],
            vec![one(2, "reserved_domain", "a@x.example", None)],
        ),
        (
            "a;1;a@f\u{43e}retaget.se\n",
            &[],
            vec![one(2, "mixed_script", "a@f\u{43e}retaget.se", None)],
        ),
    ] {
        assert_eq!(found(rows, more), expected, "{rows:?}");
    }
}

#[test]
fn a_finding_has_the_shape_of_the_design_and_a_warning_says_that_it_is_one() {
    let office = Office::empty();
    let file = office.file(
        "f.csv",
        format!("{HEADING}a;1;info@x.se\n\nb;2;b@@x.se\n").as_bytes(),
    );
    let result = office
        .run(&["check", file.to_str().unwrap(), "--json"])
        .exits(3)
        .json();
    assert_eq!(result["rows"], 2);
    let keys: Vec<&String> = result.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["findings", "rows"]);
    let [warning, rejection] = &result["findings"].as_array().unwrap()[..] else {
        panic!("{result}");
    };
    assert!(
        warning["message"]
            .as_str()
            .unwrap()
            .starts_with("Warning: ")
    );
    let message = rejection["message"].as_str().unwrap().to_owned();
    assert!(!message.starts_with("Warning"));
    assert_eq!(
        *rejection,
        json!({
            "line": 4, "record": 2, "column": "E-post Visma Connect", "value": "b@@x.se",
            "code": "address_invalid", "message": message, "suggestion": null,
        })
    );
    let lines = office.run(&["check", "f.csv"]).exits(3).out;
    let expected = format!("f.csv:4: address_invalid: {message}");
    assert_eq!(lines.lines().nth(1), Some(expected.as_str()));
    assert!(
        lines.starts_with("f.csv:2: role_address: Warning: "),
        "{lines}"
    );
}

#[test]
fn standard_input_is_read_and_the_call_can_say_how() {
    let office = Office::empty();
    let ran = office.run_with(
        &["check", "-"],
        format!("{HEADING}a;1;a@@x.se\n").as_bytes(),
    );
    assert!(ran.exits(3).out.starts_with("-:2: address_invalid: "));
    let rows = b"a@x.se|1|\"a\nb@x.se|2|b\n";
    let arguments = [
        "check",
        "-",
        "--json",
        "--delimiter",
        "pipe",
        "--no-quotes",
        "--columns",
        "connect_address,employee_number,user_id",
    ];
    let read = office.run_with(&arguments, rows).exits(0).json();
    assert_eq!(read, json!({ "rows": 2, "findings": [] }));
    for (arguments, sentence) in [
        (&["check", "-", "--domain", "@foretaget.se"], "foretaget.se"),
        (&["check", "-", "--encoding", "latin-9"], "latin-9"),
        (&["check", "-", "--columns", "user_id,nonsense"], "nonsense"),
    ] {
        let refused = office.run_with(arguments, b"").exits(2);
        refused.warns(sentence);
    }
    let few = [
        "check",
        "-",
        "--columns",
        "user_id,employee_number",
        "--json",
    ];
    let refused = office.run_with(&few, b"a;1\n").exits(4).json();
    assert_eq!(refused["error"]["code"], "heading_mismatch");
}

#[test]
fn a_doubtful_encoding_is_refused_with_both_readings_and_the_cure_works() {
    let office = Office::empty();
    // 0x8E is Ž in Windows-1252 and Ä in IBM437; nothing else in the file tells.
    let bytes = b"User id;Employee number;Connect address\n\x8elva.a;1;alva@x.se\n";
    let error = office
        .run_with(&["check", "-", "--json"], bytes)
        .exits(4)
        .json()["error"]
        .clone();
    assert_eq!(error["code"], "encoding_doubtful");
    for text in ["Älva.a", "Žlva.a"] {
        assert!(error["message"].as_str().unwrap().contains(text), "{error}");
    }
    assert!(
        error["cure"]
            .as_str()
            .unwrap()
            .contains("--encoding ibm437")
    );
    office
        .run_with(&["check", "-", "--encoding", "ibm437"], bytes)
        .exits(0);
}

/// The register of the office, byte by byte; `None` where there is none.
fn register(office: &Office) -> Option<Vec<u8>> {
    std::fs::read(office.register()).ok()
}

#[test]
fn no_register_is_made_and_one_that_is_there_gives_its_domains_only() {
    let office = Office::empty();
    let row = format!("{HEADING}anna.a;00417;anna@annat.example\n");
    office.file("f.csv", row.as_bytes());
    office.run(&["check", "f.csv"]).exits(3);
    assert_eq!(register(&office), None);

    let office = Office::sample();
    office.file("f.csv", row.as_bytes());
    let before = register(&office);
    let codes = |more: &[&str]| -> Vec<String> {
        let mut arguments = vec!["check", "f.csv", "--json"];
        arguments.extend(more);
        let result = office.run(&arguments).exits(3).json();
        let findings = result["findings"].as_array().unwrap().iter();
        findings
            .map(|f| f["code"].as_str().unwrap().to_owned())
            .collect()
    };
    // In the register this person is verified and keeps another address; a check knows nothing of that.
    assert_eq!(codes(&[]), ["domain_not_allowed"]);
    assert_eq!(
        codes(&["--domain", "foretaget.example"]),
        ["domain_not_allowed"]
    );
    office
        .run(&["check", "f.csv", "--domain", "annat.example"])
        .exits(0);
    assert_eq!(register(&office), before);

    // A register that cannot be read stops the check only where it would have to say something.
    office.file("register.db", b"something else");
    office.run(&["check", "f.csv"]).exits(1);
    office
        .run(&["check", "f.csv", "--domain", "annat.example"])
        .exits(0);
}

#[test]
fn the_findings_of_the_edited_sample_export_are_those_that_the_file_shows_by_itself() {
    let office = Office::empty();
    let file = sample("anstallda_epost.csv");
    let domains = [
        "--domain",
        "foretaget.example",
        "--domain",
        "bolaget.example",
    ];
    let mut arguments = vec!["check", &file, "--json"];
    arguments.extend(domains);
    let result = office.run(&arguments).exits(3).json();
    assert_eq!(result["rows"], 1096);
    let lines: Vec<u64> = result["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] != "domain_not_allowed")
        .map(|f| f["line"].as_u64().unwrap())
        .collect();
    // Lines 6 and 269 need a register: a number that is another one, a user id that nobody has.
    assert_eq!(lines, [37, 324, 340, 440, 583, 654, 862, 901]);
}

fn screen(office: &Office, arguments: &[&str]) -> Pty {
    Start::koppla(arguments)
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .env("XDG_DATA_HOME", office.path().join("data"))
        .start()
}

#[test]
fn open_shows_the_table_and_saves_with_no_register_at_all() {
    let office = Office::empty();
    office.file(
        "f.csv",
        format!("{HEADING}anna.a;00417;\nbo.b;00418;b@x.se\n").as_bytes(),
    );
    for arguments in [
        &["open", "f.csv", "--domain", "foretaget.se"][..],
        &["f.csv"],
    ] {
        let mut pty = screen(&office, arguments);
        pty.wait_for("no register").wait_for("1 lacking");
        // Escape and a letter at once would be another key.
        pty.send("4").wait_for("without a register");
        pty.send("\x1b").wait_gone("without a register");
        pty.send(":security\r").wait_for("needs a register");
        pty.send("\x1b").wait_gone("needs a register");
        pty.send("\x11");
        assert_eq!(pty.wait_exit(), 0);
    }
    let mut pty = screen(&office, &["open", "f.csv", "--domain", "foretaget.se"]);
    pty.wait_for("1 fault")
        .send("\ranna@foretaget.se\r")
        .wait_for("1 changed");
    pty.send("\x13").wait_for("is saved").send("\x11");
    assert_eq!(pty.wait_exit(), 0);
    let saved = std::fs::read_to_string(office.path().join("f.csv")).unwrap();
    assert_eq!(
        saved,
        format!("{HEADING}anna.a;00417;anna@foretaget.se\nbo.b;00418;b@x.se\n")
    );
    assert_eq!(register(&office), None);
    // The recovery journal lies with the user's data, not beside a register that is not there.
    assert!(office.path().join("data/koppla/journals").is_dir());
    assert!(!office.path().join("journals").exists());
}

#[test]
fn open_knows_nobody_as_verified_even_beside_a_register_and_a_file_alone_does() {
    let office = Office::sample();
    // In the register Anna is verified.
    office.file(
        "f.csv",
        format!("{HEADING}anna.a;00417;ny@foretaget.example\n").as_bytes(),
    );
    let before = register(&office);
    let mut pty = screen(&office, &["open", "f.csv"]);
    pty.wait_for("no register")
        .wait_for("only the addresses are checked");
    // A fill knows nobody either.
    pty.send("f").wait_for("pattern");
    pty.send("\r").wait_for("there is no register");
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(register(&office), before);
    let mut pty = screen(&office, &["f.csv"]);
    pty.wait_for("register.db")
        .wait_for("V")
        .wait_for("verified");
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_template_that_says_ansi_does_not_read_utf_8_as_garbage() {
    let office = Office::with_people(&["Användar-id;Anställningsnummer", "åsa.ö;1"]);
    let fields = "user_id,employee_number,connect_address";
    for encoding in ["windows-1252", "ibm437"] {
        office
            .run(&[
                "template",
                "add",
                "--kind",
                "import",
                "--name",
                encoding,
                "--fields",
                fields,
                "--encoding",
                encoding,
            ])
            .exits(0);
        office.file("f.csv", "åsa.ö\t1\tasa@x.se\r\n".as_bytes());
        let import = |more: &[&str]| {
            let mut arguments = vec![
                "import",
                "f.csv",
                "--template",
                encoding,
                "--dry-run",
                "--json",
            ];
            arguments.extend(more);
            office.run(&arguments)
        };
        let error = import(&[]).exits(4).json()["error"].clone();
        assert_eq!(error["code"], "encoding_doubtful", "{encoding}");
        let message = error["message"].as_str().unwrap();
        assert!(
            message.contains("åsa.ö") && message.contains(['Ã', '├']),
            "{message}"
        );
        let cure = error["cure"].as_str().unwrap();
        assert!(cure.contains("--encoding utf-8"), "{cure}");
        assert_eq!(
            import(&["--encoding", "utf-8"]).exits(0).json()["updated"],
            1
        );
        // What only the operator can know is done as they say.
        assert_eq!(
            import(&["--encoding", encoding]).exits(3).json()["rejected"],
            1
        );
        // A file that is in the code page passes, and so does one that is only ASCII.
        let bytes = if encoding == "ibm437" {
            b"\x86sa.\x94\t1\t\r\n"
        } else {
            b"\xe5sa.\xf6\t1\t\r\n"
        };
        office.file("f.csv", bytes);
        assert_eq!(import(&[]).exits(0).json()["blank"], 1, "{encoding}");
    }
}
