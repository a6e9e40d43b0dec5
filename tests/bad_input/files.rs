//! Files, each over every way in: an import, a check, a fill, a load of people, and on a terminal the table, step 5 and the screen
//! that loads people.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::support::commands::Office;
use super::support::pty::{Pty, Start};
use super::{HEADING, PEOPLE};

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const LEFT: &str = "\x1b[D";
const RIGHT: &str = "\x1b[C";
const CLEAR: &str = "\x15";
const QUIT: &str = "\x11";
const F5: &str = "\x1b[15~";

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
    /// The terminal is not taken over: exit 4, with the sentence of this code.
    Refused(&'static str),
    /// The screen shows this.
    Screen(&'static str),
}

use Outcome::{Refused, Rows};

/// What is at the path.
#[derive(Debug)]
enum Thing {
    File(Vec<u8>),
    Fifo,
    Directory,
    Device,
}

/// A line of the list, one file for it, and what becomes of it.
pub(super) struct Case {
    pub(super) line: &'static str,
    name: &'static str,
    thing: Thing,
    import: Outcome,
    check: Outcome,
    fill: Outcome,
    load: Outcome,
    open: Shown,
}

/// A file that is refused everywhere with one code.
fn refused(
    line: &'static str,
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    code: &'static str,
) -> Case {
    Case {
        line,
        name,
        thing: Thing::File(bytes.into()),
        import: Refused(code),
        check: Refused(code),
        fill: Refused(code),
        load: Refused(code),
        open: Shown::Refused(code),
    }
}

/// A file that only the template does not fit.
fn unfit(
    line: &'static str,
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    code: &'static str,
    rows: u64,
) -> Case {
    Case {
        import: Refused(code),
        ..read(line, name, bytes, rows)
    }
}

/// A file that is read everywhere, with so many rows.
fn read(line: &'static str, name: &'static str, bytes: impl Into<Vec<u8>>, rows: u64) -> Case {
    Case {
        line,
        name,
        thing: Thing::File(bytes.into()),
        import: Rows(rows),
        check: Rows(rows),
        fill: Rows(rows),
        load: Rows(rows),
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

/// No table can hold a file that grows while it is read.
pub(super) const STILL_WRITTEN: &str = "still being written";
/// The name is not in the file; every file here has a name with a space and a letter beyond ASCII, and `~` has its own test.
pub(super) const PATHS: &str = "path with spaces, å, `~`";
/// It has its own test, for its size.
pub(super) const MANY: &str = "1,000,000 rows";

pub(super) fn cases() -> Vec<Case> {
    let rows = format!("{HEADING}anna.a\t007\tanna@x.se\r\nåsa.ö\tT1\tasa@x.se\r\n");
    let empty = "empty";
    let binary = "binary or NUL bytes";
    let workbook = ".xlsx renamed .csv (\"save as CSV\")";
    let no_file = "FIFO, directory, `/dev/zero`";
    let key = "missing key column";
    let unlike = "delimiter or heading or skip-rows unlike the template";
    let doubtful = "doubtful encoding";
    let mark = "BOM of each kind";
    let wide = "UTF-16";
    let ends = "CR, LF, CRLF, mixed";
    let asked = Shown::Screen("Which column");
    let nothing = |line, name, thing| Case {
        thing,
        ..refused(line, name, "", "file_not_regular")
    };
    vec![
        refused(empty, "nothing", "", "file_empty"),
        refused(empty, "only a mark", "\u{feff}", "file_empty"),
        refused(empty, "a blank line", "\r\n", "file_empty"),
        refused(
            empty,
            "spaces and delimiters",
            "\t\t\r\n  \r\n\u{a0}\t\n",
            "file_empty",
        ),
        read("only a heading (0 rows, exit 0)", "a heading", HEADING, 0),
        refused(
            binary,
            "NUL bytes",
            &b"anna.a\t007\t\x00\x01\x02\x00\xff\xfe"[..],
            "file_binary",
        ),
        refused(
            binary,
            "controls",
            &b"\x01\x02\x03\x04anna.a\x05\x06"[..],
            "file_binary",
        ),
        refused(
            workbook,
            "a workbook",
            &b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00"[..],
            "file_spreadsheet",
        ),
        refused(
            workbook,
            "an old workbook",
            &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..],
            "file_spreadsheet",
        ),
        nothing(no_file, "a pipe", Thing::Fifo),
        nothing(no_file, "a directory", Thing::Directory),
        nothing(no_file, "a device", Thing::Device),
        refused(
            "over the size limit",
            "a byte too many",
            vec![b'a'; (1 << 20) + 1],
            "file_too_large",
        ),
        Case {
            open: Shown::Screen("line 2"),
            ..refused(
                "unclosed quote (line named)",
                "a quote",
                format!("{HEADING}anna.a\t007\t\"anna@x.se\r\nbo.b\t7\tbo@x.se\r\n"),
                "quote_unclosed",
            )
        },
        Case {
            fill: Rows(1),
            open: asked,
            ..refused(
                "duplicate heading",
                "a heading twice",
                "Användar-id\tAnvändar-id\tE-post Visma Connect\r\nanna.a\t007\t\r\n",
                "heading_mismatch",
            )
        },
        Case {
            fill: Rows(1),
            load: Rows(1),
            open: asked,
            ..refused(
                key,
                "no number",
                "Användar-id\tE-post Visma Connect\r\nanna.a\t\r\n",
                "heading_mismatch",
            )
        },
        Case {
            fill: Rows(1),
            load: Refused("heading_mismatch"),
            open: asked,
            ..refused(
                key,
                "no key at all",
                "Förnamn\tE-post Visma Connect\r\nAnna\t\r\n",
                "heading_mismatch",
            )
        },
        Case {
            fill: Refused("column_missing"),
            load: Rows(1),
            open: asked,
            ..refused(
                key,
                "no address",
                "Användar-id\tAnställningsnummer\r\nanna.a\t007\r\n",
                "heading_mismatch",
            )
        },
        unfit(
            unlike,
            "semicolons",
            rows.replace('\t', ";"),
            "delimiter_mismatch",
            2,
        ),
        unfit(
            unlike,
            "commas",
            rows.replace('\t', ","),
            "delimiter_mismatch",
            2,
        ),
        unfit(
            unlike,
            "another order",
            "Anställningsnummer\tAnvändar-id\tE-post Visma Connect\r\n007\tanna.a\t\r\n",
            "heading_mismatch",
            1,
        ),
        Case {
            load: Refused("heading_mismatch"),
            ..unfit(
                unlike,
                "no heading",
                "anna.a\t007\tanna@x.se\r\n",
                "skip_rows_wrong",
                1,
            )
        },
        // 0x8E is Ž in Windows-1252 and Ä in IBM437; nothing else in the file tells.
        Case {
            // The template skips a line, and that is wrong here too.
            import: Refused("skip_rows_wrong"),
            load: Refused("heading_mismatch"),
            open: Shown::Screen("Which reads right?"),
            ..refused(
                doubtful,
                "one letter",
                &b"anna.a\t007\tx@x.se\r\n\x8elva.a\t7\t\r\n"[..],
                "encoding_doubtful",
            )
        },
        Case {
            open: Shown::Screen("Which reads right?"),
            ..refused(
                doubtful,
                "one letter below a heading",
                &b"User id\tEmployee number\tE-mail Visma Connect\r\n\x8elva.a\t7\tx@x.se\r\n"[..],
                "encoding_doubtful",
            )
        },
        read(mark, "UTF-8", format!("\u{feff}{rows}"), 2),
        read(mark, "UTF-16 LE", utf16(&rows, u16::to_le_bytes), 2),
        read(mark, "UTF-16 BE", utf16(&rows, u16::to_be_bytes), 2),
        read(wide, "little", utf16(&rows, u16::to_le_bytes), 2),
        read(ends, "CRLF", rows.clone(), 2),
        read(ends, "CRLF in ANSI", latin(&rows), 2),
        read(ends, "LF", rows.replace("\r\n", "\n"), 2),
        read(ends, "CR", rows.replace("\r\n", "\r"), 2),
        read(ends, "mixed", rows.replacen("\r\n", "\n", 1), 2),
        read("no final newline", "no newline", rows.trim_end(), 2),
        read(
            "trailing `;;` columns that are empty",
            "empty columns",
            rows.replace("\r\n", "\t\t\r\n"),
            2,
        ),
        read(
            "blank lines",
            "between",
            rows.replace("\r\n", "\r\n\r\n\t\t\r\n"),
            2,
        ),
        read(
            "blank lines",
            "and a cell in quotes",
            rows.replace("anna@x.se", "\"anna@x.se\"")
                .replace("\r\n", "\r\n\r\n"),
            2,
        ),
    ]
}

/// Lays what a case is about where the commands find it.
fn laid(office: &Office, number: usize, case: &Case) -> PathBuf {
    // The name has a space and a letter beyond ASCII in it, too.
    let path = office.path().join(format!("å {number:02}.csv"));
    match &case.thing {
        Thing::File(bytes) => std::fs::write(&path, bytes).unwrap(),
        Thing::Fifo => {
            let made = Command::new("mkfifo").arg(&path).status().unwrap();
            assert!(made.success());
        }
        Thing::Directory => std::fs::create_dir(&path).unwrap(),
        Thing::Device => return "/dev/zero".into(),
    }
    path
}

fn office() -> Office {
    let office = Office::with_people(&PEOPLE);
    let fields = "user_id,employee_number,connect_address";
    // Leaves the encoding open.
    let free = [
        "template", "add", "--kind", "import", "--name", "Open", "--fields", fields,
    ];
    office.run(&free).exits(0);
    office
        .run(&["setting", "set", "max-file-mib", "1"])
        .exits(0);
    office
}

#[test]
fn every_file_has_its_outcome_whichever_command_it_comes_in_by() {
    let office = office();
    let mut codes = Vec::new();
    for (number, case) in cases().iter().enumerate() {
        let path = laid(&office, number, case);
        let path = path.to_str().unwrap();
        let template = match case.import {
            Refused(_) => "In",
            Rows(_) => "Open",
        };
        let mut import = vec!["import", path, "--template", template, "--json"];
        match case.import {
            // For the log: what is tried without being done leaves no trace there.
            Refused(code) => codes.push(code),
            Rows(_) => import.push("--dry-run"),
        }
        let mut load = vec!["register", "load", path, "--json"];
        match case.load {
            Refused(code) => codes.push(code),
            Rows(_) => load.push("--dry-run"),
        }
        let pattern = "{user_id}@x.se";
        let fill = ["fill", path, "--pattern", pattern, "--dry-run", "--json"];
        for (arguments, outcome) in [
            (&import[..], case.import),
            (&["check", path, "--json"], case.check),
            (&fill, case.fill),
            (&load, case.load),
        ] {
            let told = format!("{}, {} by {}", case.line, case.name, arguments[0]);
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
    }
    logged(&office, &codes);
}

/// A colleague sees in the log what was refused and why, in this order.
fn logged(office: &Office, codes: &[&str]) {
    let log = office.run(&["log", "--json"]).json();
    let told: Vec<_> = log.as_array().unwrap().iter().rev().skip(1).collect();
    let found: Vec<_> = told
        .iter()
        .map(|run| (&run["status"], &run["error"]))
        .collect();
    let failed = Value::from("failed");
    let codes: Vec<Value> = codes.iter().map(|code| (*code).into()).collect();
    let expected: Vec<_> = codes.iter().map(|code| (&failed, code)).collect();
    assert_eq!(found, expected);
}

fn refusal(error: &Value, code: &str, told: &str) {
    assert_eq!(error["code"], code, "{told}");
    assert!(!error["message"].as_str().unwrap().is_empty(), "{told}");
    assert!(error["cure"].is_string(), "{told} names its cure");
}

fn koppla(office: &Office, arguments: &[&str]) -> Pty {
    Start::koppla(arguments)
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .env("XDG_DATA_HOME", office.path())
        .size(140, 40)
        .start()
}

fn quit(pty: &mut Pty) {
    pty.send(QUIT);
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

/// What the terminal program says of a file that is refused with this code.
fn sentence(code: &str) -> &'static str {
    match code {
        "file_empty" => "is empty",
        "file_binary" => "no text file",
        "file_spreadsheet" => "save it as CSV",
        "file_not_regular" => "not a file",
        "file_too_large" => "larger than 1 MiB",
        "file_changing" => "still being written",
        "quote_unclosed" => "on line 2",
        "delimiter_mismatch" => "Correct the template: ",
        "heading_mismatch" => "The heading on line 1",
        "skip_rows_wrong" => "would be skipped",
        "encoding_doubtful" => "IBM437",
        other => panic!("{other}"),
    }
}

#[test]
fn every_file_has_its_outcome_on_a_terminal() {
    let office = office();
    for (number, case) in cases().iter().enumerate() {
        let path = laid(&office, number, case);
        let told = format!("{}, {}", case.line, case.name);
        let mut pty = koppla(&office, &["open", path.to_str().unwrap()]);
        match case.open {
            Shown::Refused(code) => {
                assert_eq!(pty.wait_exit(), 4, "{told}");
                let screen = pty.screen().replace('\n', "");
                assert!(screen.contains(sentence(code)), "{told}: {screen}");
                let taken = b"\x1b[?1049h";
                assert!(!pty.received().windows(taken.len()).any(|w| w == taken));
            }
            Shown::Screen(text) => {
                pty.wait_for(text);
                quit(&mut pty);
            }
        }
    }
}

/// From an open file with an edit that is not saved: the other is refused in a sentence, and nothing is lost.
#[test]
fn a_refused_file_leaves_the_open_one_and_its_edits() {
    let office = office();
    let rows = format!("{HEADING}anna.a\t007\t\r\nbo.b\t7\t\r\n");
    office.file("good.csv", rows.as_bytes());
    let mut pty = koppla(&office, &["good.csv"]);
    pty.wait_for("anna.a").send(ENTER);
    pty.send("anna@x.se\r").wait_for("1 changed");
    for (number, case) in cases().iter().enumerate() {
        let path = laid(&office, number, case);
        let says = match (&case.thing, case.open) {
            // The chooser goes into a directory, and what is asked about is read already.
            (Thing::Directory, _) | (_, Shown::Screen(_)) => continue,
            (_, Shown::Refused(code)) => sentence(code),
        };
        pty.send("o").wait_for("unsaved").send("Y");
        pty.wait_for("F4").send(path.to_str().unwrap()).send(ENTER);
        pty.wait_for(says).send(ESC).wait_gone(says);
        pty.wait_for("1 changed").wait_for("anna@x.se");
    }
    pty.send("\x13").wait_for("is saved with 1 change");
    quit(&mut pty);
    let saved = std::fs::read_to_string(office.path().join("good.csv")).unwrap();
    assert_eq!(saved, rows.replace("007\t", "007\tanna@x.se"));
}

/// Each file in the one form of step 5, which is the same afterwards.
#[test]
fn every_file_has_its_outcome_in_step_5() {
    let office = office();
    let mut codes = Vec::new();
    let mut pty = koppla(&office, &[]);
    pty.wait_for("Guide").send("5").wait_for("Compare with");
    let mut open = false;
    for (number, case) in cases().iter().enumerate() {
        // The field before this one is that of the template.
        if matches!(case.import, Rows(_)) != open {
            let (key, name) = if open { (LEFT, "In") } else { (RIGHT, "Open") };
            pty.send(UP).send(key).wait_for(&format!("‹ {name} ›"));
            pty.send(DOWN);
            open = !open;
        }
        let path = laid(&office, number, case);
        let says = match case.import {
            Refused(code) => {
                codes.push(code);
                sentence(code)
            }
            Rows(_) => "This is what an import would do",
        };
        pty.send(CLEAR).send(path.to_str().unwrap()).send(F5);
        pty.wait_for(says).send(ESC).wait_gone(says);
        pty.wait_for("Compare with");
    }
    quit(&mut pty);
    logged(&office, &codes);
}

/// The same for the screen that loads people: what is refused is in the log and a notification.
#[test]
fn every_file_has_its_outcome_where_people_are_loaded() {
    let office = office();
    let mut codes = Vec::new();
    let mut pty = koppla(&office, &[]);
    pty.wait_for("Guide").send(":load people\r");
    pty.wait_for("People file");
    for (number, case) in cases().iter().enumerate() {
        let path = laid(&office, number, case);
        let says = match case.load {
            Refused(code) => {
                codes.push(code);
                match code {
                    "heading_mismatch" => "heading",
                    code => sentence(code),
                }
            }
            Rows(_) => "0 cannot be loaded",
        };
        pty.send(CLEAR).send(path.to_str().unwrap());
        pty.send(DOWN).send(DOWN).send(DOWN).send(ENTER);
        pty.wait_for(says).send(ESC).wait_gone(says);
        pty.wait_for("People file").send(UP).send(UP).send(UP);
    }
    pty.send(ESC).wait_for("Guide");
    let told = format!("● {}", codes.len() + 1);
    pty.wait_for(&told).send("!").wait_for("Notifications");
    quit(&mut pty);
    logged(&office, &codes);
}

/// A file that grows as long as `during` runs.
fn growing(office: &Office, during: impl FnOnce(&Path)) {
    let mut rows = HEADING.as_bytes().to_vec();
    rows.extend(b"anna.a\t007\tanna@x.se\r\n".repeat(200_000));
    let path = office.file("å växer.csv", &rows);
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
        // However it ends.
        struct Stop<'a>(&'a AtomicBool);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Release);
            }
        }
        let _stop = Stop(&stop);
        during(&path);
    });
}

#[test]
fn a_file_that_is_still_being_written_is_refused() {
    let office = Office::with_people(&PEOPLE);
    for arguments in [
        &["check"][..],
        &["import", "--template", "In"],
        &["register", "load"],
        &["fill", "--from-email"],
    ] {
        growing(&office, |path| {
            let path = path.to_str().unwrap();
            let arguments = [arguments, &[path, "--json"]].concat();
            // Between two looks at the file the writer may not have had its turn; before long it has.
            let refused = (0..50).any(|_| {
                let ran = office.run(&arguments);
                ran.code == Some(4) && ran.json()["error"]["code"] == "file_changing"
            });
            assert!(refused, "{arguments:?}");
        });
    }
    growing(&office, |path| {
        let refused = (0..50).any(|_| {
            let mut pty = koppla(&office, &["open", path.to_str().unwrap()]);
            // Its beginning is shown meanwhile.
            pty.wait_until("the whole file or the refusal", |screen| {
                let text = screen.contents();
                text.contains("200,") || text.contains(sentence("file_changing"))
            });
            pty.screen().contains(sentence("file_changing"))
        });
        assert!(refused);
    });
    let mut pty = koppla(&office, &[]);
    pty.wait_for("Guide").send("5").wait_for("Compare with");
    growing(&office, |path| {
        pty.send(CLEAR).send(path.to_str().unwrap());
        let refused = (0..50).any(|_| {
            pty.send(F5)
                .wait_until("the preview or the refusal", |screen| {
                    let text = screen.contents();
                    text.contains("what an import would do")
                        || text.contains(sentence("file_changing"))
                });
            let refused = pty.screen().contains(sentence("file_changing"));
            pty.send(ESC).wait_gone("what an import would do");
            pty.wait_gone(sentence("file_changing"));
            refused
        });
        assert!(refused);
    });
    quit(&mut pty);
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
    let path = path.to_str().unwrap();
    let found = office.run(&["check", path, "--json"]).exits(3).json();
    assert_eq!(found["rows"], 1_000_001);
    assert_eq!(found["findings"].as_array().unwrap().len(), 1);
    assert_eq!(found["findings"][0]["line"], 1_000_002);
    let mut pty = koppla(&office, &["open", path]);
    pty.wait_for("1,000,001 rows").send("G").wait_for("nix");
    quit(&mut pty);
}

#[test]
fn the_home_directory_is_a_tilde() {
    let office = Office::with_people(&PEOPLE);
    office.file("f å.csv", format!("{HEADING}anna.a\t007\t\r\n").as_bytes());
    for arguments in [
        &["check"][..],
        &["import", "--template", "In"],
        &["register", "load"],
        &["fill", "--pattern", "{user_id}@x.se"],
    ] {
        let mut command = office.command(&[arguments, &["~/f å.csv", "--json"]].concat());
        let output = command.env("HOME", office.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?} {output:?}");
    }
    let mut pty = Start::koppla(&["~/f å.csv"])
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("HOME", office.path())
        .start();
    pty.wait_for("anna.a").send("5").wait_for("Compare with");
    pty.send(CLEAR).send("~/f å.csv").send(F5);
    let preview = "what an import would do";
    pty.wait_for(preview).send(ESC).wait_gone(preview);
    quit(&mut pty);
}

/// On a disk of another encoding a name is no text, and a name all the same.
#[test]
fn a_name_of_any_bytes_is_opened_and_saved() {
    let office = Office::with_people(&PEOPLE);
    let path = office.path().join(OsStr::from_bytes(b"\xe5 \xff.csv"));
    let rows = format!("{HEADING}anna.a\t007\t\r\n");
    std::fs::write(&path, &rows).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = office.command(&[arguments, &["--json"]].concat());
        let output = command.arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?} {output:?}");
    };
    run(&["check"]);
    run(&["fill", "--pattern", "{user_id}@x.se"]);
    run(&["import", "--template", "In"]);
    run(&["register", "load"]);
    assert_eq!(office.address("anna.a").as_deref(), Some("anna.a@x.se"));
    let filled = rows.replace("007\t", "007\tanna.a@x.se");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), filled);
    // On a terminal the name comes from a directory that is chosen in, or from the shell.
    let script = "exec \"$0\" --lang en $(printf '\\345')*.csv";
    let arguments = ["-c", script, env!("CARGO_BIN_EXE_koppla")];
    let mut pty = Start::program(Path::new("/bin/sh"), &arguments)
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("LC_ALL", "C")
        .start();
    pty.wait_for("anna.a@x.se").send(ENTER).send("\x15");
    pty.send("b@x.se\r").wait_for("1 changed");
    pty.send("\x13").wait_for("is saved with 1 change");
    quit(&mut pty);
    let saved = std::fs::read_to_string(&path).unwrap();
    assert_eq!(saved, filled.replace("anna.a@x.se", "b@x.se"));
}
