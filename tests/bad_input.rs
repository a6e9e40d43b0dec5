//! Every kind of bad file by a real file: what is refused before the first row and with which code, and what is read all the
//! same. The list is that of the design's page 6.

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

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

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let unit = |unit: u16| {
        if little {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        }
    };
    std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

#[test]
fn files_that_are_refused_before_the_first_row() {
    let office = Office::with_people(&PEOPLE);
    let zip = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00".to_vec();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.csv", Vec::new(), "file_empty"),
        ("bom only.csv", b"\xef\xbb\xbf".to_vec(), "file_empty"),
        (
            "binary.csv",
            b"anna.a\t007\t\x00\x01\x02\x00\xff\xfe".to_vec(),
            "file_binary",
        ),
        ("xlsx as.csv", zip, "file_spreadsheet"),
        (
            "unclosed å.csv",
            format!("{HEADING}anna.a\t007\t\"anna@x.se\r\nbo.b\t7\tbo@x.se\r\n").into(),
            "quote_unclosed",
        ),
        (
            "semicolon.csv",
            HEADING.replace('\t', ";").into(),
            "delimiter_mismatch",
        ),
        (
            "comma.csv",
            format!("{HEADING}anna.a\t007\tanna@x.se")
                .replace('\t', ",")
                .into(),
            "delimiter_mismatch",
        ),
        (
            "order.csv",
            "Anställningsnummer\tAnvändar-id\tE-post Visma Connect\r\n".into(),
            "heading_mismatch",
        ),
        (
            "fewer.csv",
            "Användar-id\tAnställningsnummer\r\nanna.a\t007\r\n".into(),
            "heading_mismatch",
        ),
        (
            "duplicate.csv",
            "Användar-id\tAnvändar-id\tE-post Visma Connect\r\n".into(),
            "heading_mismatch",
        ),
        (
            "other.csv",
            "Användar-id\tAnställningsnummer\tE-post\r\n".into(),
            "heading_mismatch",
        ),
        (
            "no heading.csv",
            "anna.a\t007\tanna@x.se\r\n".into(),
            "skip_rows_wrong",
        ),
        (
            "doubtful.csv",
            b"anna.a\t007\tx@x.se\r\n\x8elva.a\t7\t\r\n".to_vec(),
            "skip_rows_wrong",
        ),
    ];
    let codes: Vec<_> = cases.iter().map(|(_, _, code)| *code).collect();
    for (name, bytes, code) in cases {
        let file = office.file(name, &bytes);
        let refused = office
            .run(&[
                "import",
                file.to_str().unwrap(),
                "--template",
                "In",
                "--json",
            ])
            .exits(4);
        let error = &refused.json()["error"];
        assert_eq!(error["code"], code, "{name}");
        assert!(!error["message"].as_str().unwrap().is_empty());
        assert!(error["cure"].is_string(), "{name} names its cure");
        assert!(!refused.err.is_empty());
    }
    // A colleague sees in the log what was refused and why.
    let log = office.run(&["log", "--json"]).json();
    let told: Vec<_> = log.as_array().unwrap().iter().rev().skip(1).collect();
    assert_eq!(told.len(), codes.len());
    for (run, code) in told.iter().zip(codes) {
        assert_eq!(
            (&run["status"], &run["error"]),
            (&"failed".into(), &code.into())
        );
    }
}

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
fn things_that_are_no_files() {
    let office = Office::with_people(&PEOPLE);
    let fifo = office.path().join("fifo");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    for (path, code, exit) in [
        (office.path().to_str().unwrap(), "file_not_regular", 4),
        (fifo.to_str().unwrap(), "file_not_regular", 4),
        ("/dev/zero", "file_not_regular", 4),
        ("finns-inte.csv", "file_missing", 1),
        ("finns-inte/x.csv", "file_missing", 1),
    ] {
        let ran = office
            .run(&["import", path, "--template", "In", "--json"])
            .exits(exit);
        assert_eq!(ran.json()["error"]["code"], code, "{path}");
        assert!(ran.err.contains(path), "{}", ran.err);
    }
    office
        .run(&["setting", "set", "max-file-mib", "1"])
        .exits(0);
    let large = office.import(&vec![b'a'; (1 << 20) + 1], &[]).exits(4);
    assert_eq!(large.json()["error"]["code"], "file_too_large");
}

#[test]
fn every_way_to_write_the_same_rows_is_read_the_same() {
    let office = Office::with_people(&PEOPLE);
    let rows = format!("{HEADING}anna.a\t007\tanna@x.se\r\nåsa.ö\tT1\tasa@x.se\r\n");
    let latin: Vec<u8> = rows
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("utf-8", rows.clone().into()),
        (
            "utf-8 with BOM",
            [b"\xef\xbb\xbf", rows.as_bytes()].concat(),
        ),
        ("utf-16le", utf16(&rows, true)),
        ("utf-16be", utf16(&rows, false)),
        ("windows-1252", latin),
        ("LF", rows.replace("\r\n", "\n").into()),
        ("CR", rows.replace("\r\n", "\r").into()),
        ("mixed", rows.replacen("\r\n", "\n", 1).into()),
        ("no final newline", rows.trim_end().into()),
        (
            "blank lines",
            rows.replace("\r\n", "\r\n\r\n\t\t\r\n").into(),
        ),
        (
            "empty columns at the end",
            rows.replace("\r\n", "\t\t\r\n").into(),
        ),
        ("quoted", rows.replace("anna@x.se", "\"anna@x.se\"").into()),
    ];
    for (name, bytes) in files {
        let file = office.file("in put å.csv", &bytes);
        let arguments = [
            "import",
            file.to_str().unwrap(),
            "--template",
            "Fri",
            "--dry-run",
            "--json",
        ];
        let fields = "user_id,employee_number,connect_address";
        office.run(&[
            "template", "add", "--kind", "import", "--name", "Fri", "--fields", fields,
        ]);
        let read = office.run(&arguments).exits(0).json();
        assert_eq!(
            (&read["rows"], &read["updated"]),
            (&json!(2), &json!(2)),
            "{name}"
        );
        assert_eq!(read["changes"][1]["user_id"], "åsa.ö", "{name}");
    }
}

#[test]
fn only_a_heading_is_no_error() {
    let office = Office::with_people(&PEOPLE);
    let read = office.import(HEADING.as_bytes(), &[]).exits(0).json();
    assert_eq!(read["rows"], 0);
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
fn bytes_that_no_encoding_holds_fall_with_their_row() {
    let office = Office::with_people(&PEOPLE);
    let mut file =
        format!("{HEADING}anna.a\t007\tanna@x.se\r\nåsa.ö\tT1\tasa@x.se\r\ndan.d\t00009\td")
            .into_bytes();
    file.extend(b"\xff\xfean@x.se\r\n");
    let result = office.import(&file, &[]).exits(3).json();
    assert_eq!(
        (&result["updated"], &result["rejected"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(result["rejections"][0]["reason"], "bad_text");
}

#[test]
fn a_cell_of_a_hundred_kilobytes_is_a_row_like_any_other() {
    let office = Office::with_people(&PEOPLE);
    let file = format!(
        "{HEADING}anna.a\t007\t{}@x.se\r\nbo.b\t7\tbo@x.se\r\n",
        "a".repeat(100_000)
    );
    let result = office.import(file.as_bytes(), &[]).exits(3).json();
    assert_eq!(
        (&result["updated"], &result["rejections"][0]["reason"]),
        (&json!(1), &json!("address_invalid"))
    );
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
