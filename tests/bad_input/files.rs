//! Files, each over every way in: an import, a check, a fill, and the table on a terminal.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::support::commands::Office;
use super::support::pty::Start;
use super::{HEADING, PEOPLE};

/// What a way in makes of a file.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    /// Refused with this code (exit 4).
    Refused(&'static str),
    /// Read, with so many rows and none of them at fault.
    Rows(u64),
}

/// What the table makes of a file.
#[derive(Debug, Clone, Copy)]
enum Shown {
    /// The terminal is not taken over: exit 4, with this in the sentence.
    Refused(&'static str),
    /// The screen shows this.
    Screen(&'static str),
}

use Outcome::{Refused, Rows};

struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    import: Outcome,
    check: Outcome,
    fill: Outcome,
    open: Shown,
}

/// A file that is refused everywhere with one code.
fn refused(name: &'static str, bytes: impl Into<Vec<u8>>, code: &'static str, open: Shown) -> Case {
    Case {
        name,
        bytes: bytes.into(),
        import: Refused(code),
        check: Refused(code),
        fill: Refused(code),
        open,
    }
}

/// A file that only the template does not fit.
fn unfit(name: &'static str, bytes: impl Into<Vec<u8>>, code: &'static str, rows: u64) -> Case {
    Case {
        import: Refused(code),
        ..read(name, bytes, rows)
    }
}

/// A file that is read everywhere, with so many rows.
fn read(name: &'static str, bytes: impl Into<Vec<u8>>, rows: u64) -> Case {
    Case {
        name,
        bytes: bytes.into(),
        import: Rows(rows),
        check: Rows(rows),
        fill: Rows(rows),
        open: Shown::Screen(if rows == 0 {
            "no rows of persons"
        } else {
            "anna.a"
        }),
    }
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

#[test]
fn every_file_has_its_outcome_whichever_way_it_comes_in() {
    let rows = format!("{HEADING}anna.a\t007\tanna@x.se\r\nåsa.ö\tT1\tasa@x.se\r\n");
    let columns_asked = Shown::Screen("Which column");
    let cases = vec![
        // Refused before the first row.
        refused("empty", "", "file_empty", Shown::Refused("empty")),
        refused(
            "only a mark",
            "\u{feff}",
            "file_empty",
            Shown::Refused("empty"),
        ),
        refused(
            "a blank line",
            "\r\n",
            "file_empty",
            Shown::Refused("empty"),
        ),
        refused(
            "spaces and delimiters",
            "\t\t\r\n  \r\n\u{a0}\t\n",
            "file_empty",
            Shown::Refused("empty"),
        ),
        refused(
            "NUL bytes",
            &b"anna.a\t007\t\x00\x01\x02\x00\xff\xfe"[..],
            "file_binary",
            Shown::Refused("no text file"),
        ),
        refused(
            "controls",
            &b"\x01\x02\x03\x04anna.a\x05\x06"[..],
            "file_binary",
            Shown::Refused("no text file"),
        ),
        refused(
            "a workbook renamed",
            &b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00"[..],
            "file_spreadsheet",
            Shown::Refused("save it as CSV"),
        ),
        refused(
            "an old workbook",
            &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..],
            "file_spreadsheet",
            Shown::Refused("save it as CSV"),
        ),
        refused(
            "a quote that never ends",
            format!("{HEADING}anna.a\t007\t\"anna@x.se\r\nbo.b\t7\tbo@x.se\r\n"),
            "quote_unclosed",
            Shown::Screen("line 2"),
        ),
        Case {
            fill: Rows(1),
            ..refused(
                "a heading twice",
                "Användar-id\tAnvändar-id\tE-post Visma Connect\r\nanna.a\t007\t\r\n",
                "heading_mismatch",
                columns_asked,
            )
        },
        Case {
            fill: Rows(1),
            ..refused(
                "no employee number",
                "Användar-id\tE-post Visma Connect\r\nanna.a\t\r\n",
                "heading_mismatch",
                columns_asked,
            )
        },
        Case {
            fill: Refused("column_missing"),
            ..refused(
                "no addresses",
                "Användar-id\tAnställningsnummer\r\nanna.a\t007\r\n",
                "heading_mismatch",
                columns_asked,
            )
        },
        // 0x8E is Ž in Windows-1252 and Ä in IBM437; nothing else in the file tells.
        Case {
            // The template skips a line, and that is wrong here too.
            import: Refused("skip_rows_wrong"),
            ..refused(
                "a doubtful encoding",
                &b"anna.a\t007\tx@x.se\r\n\x8elva.a\t7\t\r\n"[..],
                "encoding_doubtful",
                Shown::Screen("Which reads right?"),
            )
        },
        // Refused by the template alone.
        unfit(
            "semicolons",
            rows.replace('\t', ";"),
            "delimiter_mismatch",
            2,
        ),
        unfit("commas", rows.replace('\t', ","), "delimiter_mismatch", 2),
        unfit(
            "another order",
            "Anställningsnummer\tAnvändar-id\tE-post Visma Connect\r\n007\tanna.a\t\r\n",
            "heading_mismatch",
            1,
        ),
        unfit(
            "no heading",
            "anna.a\t007\tanna@x.se\r\n",
            "skip_rows_wrong",
            1,
        ),
        // Read as they are.
        read("only a heading", HEADING, 0),
        read("UTF-8", rows.clone(), 2),
        read("UTF-8 with a mark", format!("\u{feff}{rows}"), 2),
        read("UTF-16 LE", utf16(&rows, u16::to_le_bytes), 2),
        read("UTF-16 BE", utf16(&rows, u16::to_be_bytes), 2),
        read("ANSI", latin(&rows), 2),
        read("LF", rows.replace("\r\n", "\n"), 2),
        read("CR", rows.replace("\r\n", "\r"), 2),
        read("mixed line ends", rows.replacen("\r\n", "\n", 1), 2),
        read("no final newline", rows.trim_end(), 2),
        read("blank lines", rows.replace("\r\n", "\r\n\r\n\t\t\r\n"), 2),
        read(
            "empty columns at the end",
            rows.replace("\r\n", "\t\t\r\n"),
            2,
        ),
        read("quotes", rows.replace("anna@x.se", "\"anna@x.se\""), 2),
    ];
    let office = Office::with_people(&PEOPLE);
    let fields = "user_id,employee_number,connect_address";
    let free = [
        "template", "add", "--kind", "import", "--name", "Free", "--fields", fields,
    ];
    office.run(&free).exits(0);
    let mut codes = Vec::new();
    for case in cases {
        // The name has spaces and a letter beyond ASCII in it, too.
        let path = office.file(&format!("å {}.csv", case.name), &case.bytes);
        let path = path.to_str().unwrap();
        // A template that leaves the encoding open, but not the number of lines where that is what is tried.
        let template = match case.import {
            Refused(_) => "In",
            Rows(_) => "Free",
        };
        let mut import = vec!["import", path, "--template", template, "--json"];
        match case.import {
            // For the log: what is tried without being done leaves no trace there.
            Refused(code) => codes.push(code),
            Rows(_) => import.push("--dry-run"),
        }
        let pattern = "{user_id}@x.se";
        let fill = ["fill", path, "--pattern", pattern, "--dry-run", "--json"];
        for (arguments, outcome) in [
            (&import[..], case.import),
            (&["check", path, "--json"], case.check),
            (&fill, case.fill),
        ] {
            let told = format!("{} {}", arguments[0], case.name);
            let ran = office.run(arguments);
            match outcome {
                Refused(code) => {
                    let ran = ran.exits(4);
                    refusal(&ran.json()["error"], code, &told);
                    assert!(!ran.err.is_empty(), "{told}");
                }
                Rows(rows) => {
                    let ran = ran.exits(0);
                    assert_eq!(ran.json()["rows"], rows, "{told}");
                }
            }
        }
        opened(&office, path, &case);
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

fn refusal(error: &Value, code: &str, told: &str) {
    assert_eq!(error["code"], code, "{told}");
    assert!(!error["message"].as_str().unwrap().is_empty(), "{told}");
    assert!(error["cure"].is_string(), "{told} names its cure");
}

fn opened(office: &Office, path: &str, case: &Case) {
    let mut pty = Start::koppla(&["open", path])
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .env("XDG_DATA_HOME", office.path())
        .start();
    match case.open {
        Shown::Refused(sentence) => {
            assert_eq!(pty.wait_exit(), 4, "{}", case.name);
            let screen = pty.screen().replace('\n', "");
            assert!(screen.contains(sentence), "{}: {screen}", case.name);
            let taken = b"\x1b[?1049h";
            assert!(!pty.received().windows(taken.len()).any(|w| w == taken));
        }
        Shown::Screen(text) => {
            pty.wait_for(text).send("\x11");
            assert_eq!(pty.wait_exit(), 0, "{}", case.name);
        }
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_everywhere() {
    let office = Office::with_people(&PEOPLE);
    office
        .run(&["setting", "set", "max-file-mib", "1"])
        .exits(0);
    let path = office.file("large.csv", &vec![b'a'; (1 << 20) + 1]);
    let path = path.to_str().unwrap();
    for arguments in [
        &["import", path, "--template", "In", "--json"][..],
        &["check", path, "--json"],
        &["fill", path, "--from-email", "--json"],
        &["open", path, "--json"],
        &[path, "--json"],
    ] {
        let error = office.run(arguments).exits(4).json()["error"].clone();
        refusal(&error, "file_too_large", arguments[0]);
    }
}

#[test]
fn a_file_that_is_still_being_written_is_refused() {
    let office = Office::with_people(&PEOPLE);
    let mut rows = HEADING.as_bytes().to_vec();
    rows.extend(b"anna.a\t007\tanna@x.se\r\n".repeat(200_000));
    let path = office.file("growing.csv", &rows);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = std::fs::OpenOptions::new()
                .append(true)
                .open(&path)
                .unwrap();
            while !stop.load(Ordering::Acquire) {
                file.write_all(b"\r\n").unwrap();
            }
        });
        // Between two looks at the file the writer may not have had its turn; before long it has.
        let refused = (0..50).any(|_| {
            let ran = office.run(&["check", path.to_str().unwrap(), "--json"]);
            ran.code == Some(4) && ran.json()["error"]["code"] == "file_changing"
        });
        stop.store(true, Ordering::Release);
        assert!(refused);
    });
}

#[test]
fn a_million_rows_are_read_like_ten() {
    let office = Office::empty();
    let mut rows = HEADING.as_bytes().to_vec();
    for row in 0..1_000_000 {
        rows.extend(format!("u{row}\t{row:07}\t\r\n").as_bytes());
    }
    rows.extend(b"u1\t0000001\tnix\r\n");
    let path = office.file("million.csv", &rows);
    let found = office
        .run(&["check", path.to_str().unwrap(), "--json"])
        .exits(3)
        .json();
    assert_eq!(found["rows"], 1_000_001);
    assert_eq!(found["findings"].as_array().unwrap().len(), 1);
    assert_eq!(found["findings"][0]["line"], 1_000_002);
}

#[test]
fn the_home_directory_is_a_tilde() {
    let office = Office::empty();
    office.file("f å.csv", format!("{HEADING}anna.a\t007\t\r\n").as_bytes());
    let mut command = office.command(&["check", "~/f å.csv", "--json"]);
    let output = command.env("HOME", office.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}
