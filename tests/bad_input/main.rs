//! Bad input by real files, as the lists of the design's page 6 name it: what is refused before the first row and with which
//! code, what becomes of a row, and what is read all the same.
//!
//! | part | list |
//! |---|---|
//! | [`list`] | the list itself, and that the tables below leave out no line of it |
//! | [`files`] | files, over every command that reads one and the screens that do |
//! | [`rows`] | rows |
//! | [`addresses`] | addresses |
//!
//! Here is what does not fit a table: files that are not there, encodings, people files, the sample files.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod addresses;
mod files;
mod list;
mod rows;

use std::io::Write;
use std::process::Stdio;

use serde_json::json;
use support::commands::{Office, sample};

const PEOPLE: [&str; 5] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect",
    "anna.a;007;Anna;Ask;",
    "bo.b;7;Bo;Berg;",
    "åsa.ö;T1;Åsa;Öst;",
    "dan.d;00009;Dan;Dal;",
];

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";

#[test]
fn a_heading_that_would_be_a_person_and_a_person_that_would_be_skipped() {
    let office = Office::with_people(&PEOPLE);
    let with = format!("{HEADING}anna.a\t007\tanna@x.se\r\n");
    for (skip, code) in [("0", 4), ("1", 0), ("2", 4)] {
        let ran = office
            .import(with.as_bytes(), &["--skip-rows", skip, "--dry-run"])
            .exits(code);
        if code == 4 {
            assert_eq!(
                ran.json()["error"]["code"],
                "skip_rows_wrong",
                "skip {skip}"
            );
        }
    }
}

#[test]
fn a_doubtful_encoding_is_not_guessed_silently() {
    let office = Office::with_people(&["Användar-id;Anställningsnummer", "älva.a;1", "žlva.a;2"]);
    // 0x8E is Ž in Windows-1252 and Ä in IBM437; nothing else in the file tells.
    let bytes = b"\x8elva.a\t1\talva@x.se\r\n";
    let refused = office.import(bytes, &["--skip-rows", "0"]).exits(4).json();
    assert_eq!(refused["error"]["code"], "encoding_doubtful");
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.contains('Ä') && message.contains('Ž'), "{message}");
    let read = office
        .import(bytes, &["--skip-rows", "0", "--encoding", "ibm437"])
        .exits(0)
        .json();
    assert_eq!(read["changes"][0]["user_id"], "Älva.a");
}

#[test]
fn files_that_are_not_there_are_named() {
    let office = Office::with_people(&PEOPLE);
    for path in ["finns-inte.csv", "finns-inte/x.csv", "people.csv/x.csv"] {
        for arguments in [
            &["import", path, "--template", "In", "--json"][..],
            &["register", "load", path, "--json"],
            &["check", path, "--json"],
            &["fill", path, "--from-email", "--json"],
            &["open", path, "--json"],
        ] {
            let ran = office.run(arguments).exits(1);
            assert_eq!(ran.json()["error"]["code"], "file_missing", "{path}");
            assert!(ran.err.contains(path), "{}", ran.err);
        }
    }
}

#[test]
fn lines_are_physical_and_records_count_data() {
    let office = Office::with_people(&PEOPLE);
    let file = format!(
        "{HEADING}\r\nanna.a\t007\tanna@x.se\r\n\t\t\r\n\"bo.b\"\t7\t\"b\r\no@x.se\"\r\nokänd\t1\tx@x.se"
    );
    let result = office.import(file.as_bytes(), &[]).exits(3).json();
    let places: Vec<(u64, u64)> = result["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["line"].as_u64().unwrap(), r["record"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [(5, 2), (7, 3)]);
    assert_eq!(result["rejections"][0]["reason"], "bad_text");
}

#[test]
fn people_files_are_refused_by_their_headings() {
    let office = Office::empty();
    for (bytes, code) in [
        ("Förnamn;Efternamn\nA;B\n", "heading_mismatch"),
        ("anna;007\n", "heading_mismatch"),
        ("Användar-id;User id\na;b\n", "heading_mismatch"),
        ("", "file_empty"),
        ("Användar-id;Förnamn\na;\"b\n", "quote_unclosed"),
    ] {
        let file = office.file("people.csv", bytes.as_bytes());
        let refused = office
            .run(&["register", "load", file.to_str().unwrap(), "--json"])
            .exits(4)
            .json();
        assert_eq!(refused["error"]["code"], code, "{bytes:?}");
    }
}

#[test]
fn each_sample_file_does_what_its_description_says() {
    let office = Office::sample();
    let names = "--columns=user_id,employee_number,first_name,last_name,connect_address";
    /// File, more arguments, exit code, code of the refusal, rows updated and rejected.
    type Case<'a> = (&'a str, &'a [&'a str], i32, &'a str, u64, u64);
    let cases: [Case<'_>; 12] = [
        (
            "excel-ansi-semikolon.csv",
            &[],
            4,
            "delimiter_mismatch",
            0,
            0,
        ),
        (
            "excel-ansi-semikolon.csv",
            &["--delimiter", ";", names, "--encoding", "windows-1252"],
            3,
            "",
            3,
            11,
        ),
        ("utf8-bom.csv", &[names], 0, "", 10, 0),
        ("unicode-text.txt", &[names], 0, "", 10, 0),
        ("utf16be.txt", &[names], 0, "", 10, 0),
        ("omkastade-kolumner.csv", &[], 4, "heading_mismatch", 0, 0),
        (
            "omkastade-kolumner.csv",
            &["--columns", "connect_address,user_id,employee_number"],
            0,
            "",
            10,
            0,
        ),
        ("utan-rubrik.csv", &[], 4, "skip_rows_wrong", 0, 0),
        ("utan-rubrik.csv", &["--skip-rows", "0"], 0, "", 10, 0),
        ("oavslutat-citattecken.csv", &[], 4, "quote_unclosed", 0, 0),
        ("arbetsbok-som-csv.csv", &[], 4, "file_spreadsheet", 0, 0),
        ("smutsiga-adresser.csv", &[], 3, "", 9, 30),
    ];
    for (file, more, exit, code, updated, rejected) in cases {
        let path = sample(file);
        let mut arguments = vec![
            "import",
            path.as_str(),
            "--template",
            "In",
            "--dry-run",
            "--json",
        ];
        arguments.extend(more);
        let result = office.run(&arguments).exits(exit).json();
        if exit == 4 {
            assert_eq!(result["error"]["code"], code, "{file}");
        } else {
            assert_eq!(
                (&result["updated"], &result["rejected"]),
                (&json!(updated), &json!(rejected)),
                "{file}"
            );
        }
    }
}

#[test]
fn a_pipe_that_closes_is_no_panic() {
    let office = Office::sample();
    let mut child = office
        .command(&["person", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!err.contains("panicked"), "{err}");
    // And a reader of the import's input that stops early.
    let mut child = office
        .command(&["import", "-", "--template", "In"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"PK\x03\x04")
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(4));
}
