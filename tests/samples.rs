//! Every file of the sample data: opened with the right guess, and saved again to the byte.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::path::{Path, PathBuf};

use koppla::domain::columns::Columns;
use koppla::domain::template::Encoding::{self, *};
use koppla::domain::template::Field::{self, *};
use koppla::file::index::unwatched;
use koppla::file::{
    CellEdit, CellRef, Document, Input, Limits, LineEnding, Reading, WriteOptions, read,
};
use koppla::jobs::reading::{data_rows, head};

/// What koppla is to see in a file without being told.
struct Guess {
    file: &'static str,
    encoding: Encoding,
    delimiter: u8,
    ending: LineEnding,
    final_newline: bool,
    /// Lines before the first data row.
    heading: u32,
    rows: usize,
    columns: &'static [Option<Field>],
}

const THREE: &[Option<Field>] = &[Some(UserId), Some(EmployeeNumber), Some(ConnectAddress)];
const NAMES: &[Option<Field>] = &[
    Some(UserId),
    Some(EmployeeNumber),
    Some(FirstName),
    Some(LastName),
    Some(ConnectAddress),
];
const DEPARTMENT: &[Option<Field>] = &[
    Some(UserId),
    Some(EmployeeNumber),
    Some(FirstName),
    Some(LastName),
    Some(Department),
    Some(ConnectAddress),
];

const fn guess(
    file: &'static str,
    encoding: Encoding,
    delimiter: u8,
    ending: LineEnding,
    rows: usize,
    columns: &'static [Option<Field>],
) -> Guess {
    Guess {
        file,
        encoding,
        delimiter,
        ending,
        final_newline: true,
        heading: 1,
        rows,
        columns,
    }
}

fn guesses() -> Vec<Guess> {
    use LineEnding::{CrLf, Lf, Mixed};
    let people: &[Option<Field>] = &[
        Some(Company),
        Some(UserId),
        Some(EmployeeNumber),
        Some(FirstName),
        Some(LastName),
        Some(Department),
        Some(Email),
        Some(ConnectAddress),
        None,
        Some(Active),
        Some(Protected),
    ];
    vec![
        guess("personer.csv", Utf8, b'\t', CrLf, 1204, people),
        guess("anstallda_epost.csv", Utf8, b'\t', CrLf, 1096, THREE),
        guess(
            "epostlista.csv",
            Utf8Bom,
            b';',
            CrLf,
            30,
            &[Some(EmployeeNumber), None, Some(Email)],
        ),
        guess(
            "excel-ansi-semikolon.csv",
            Windows1252,
            b';',
            CrLf,
            14,
            NAMES,
        ),
        guess("utf8-bom.csv", Utf8Bom, b'\t', CrLf, 10, NAMES),
        guess("unicode-text.txt", Utf16Le, b'\t', CrLf, 10, NAMES),
        guess("utf16be.txt", Utf16Be, b'\t', CrLf, 10, NAMES),
        Guess {
            final_newline: false,
            ..guess("google-komma.csv", Utf8, b',', Lf, 11, DEPARTMENT)
        },
        guess("ibm437.csv", Ibm437, b';', CrLf, 11, NAMES),
        Guess {
            heading: 0,
            ..guess("utan-rubrik.csv", Utf8, b'\t', CrLf, 10, THREE)
        },
        guess(
            "omkastade-kolumner.csv",
            Utf8,
            b'\t',
            CrLf,
            10,
            &[Some(ConnectAddress), Some(UserId), Some(EmployeeNumber)],
        ),
        guess("engelska-rubriker.csv", Utf8, b',', CrLf, 10, THREE),
        guess("smutsiga-adresser.csv", Utf8, b'\t', CrLf, 39, THREE),
        guess("blandade-radslut.csv", Utf8, b'\t', Mixed, 10, THREE),
        guess("citattecken.csv", Utf8, b';', CrLf, 10, DEPARTMENT),
        guess("tomma-kolumner.csv", Utf8, b';', CrLf, 10, THREE),
    ]
}

/// Those that are refused, and with which code.
const REFUSED: [(&str, &str); 3] = [
    ("oavslutat-citattecken.csv", "quote_unclosed"),
    ("arbetsbok-som-csv.csv", "file_spreadsheet"),
    ("rapport.xlsx", "file_spreadsheet"),
];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

fn open(file: &str, reading: Reading) -> Result<Document, koppla::file::FileError> {
    let raw = read(&Input::Path(samples().join(file)), Limits::default())?;
    Document::open(raw, reading, &mut unwatched)
}

/// To the byte in memory, to the byte on the disk, and to the byte with one address changed and changed back.
fn saves_identically(mut document: Document, file: &str, address: Option<(usize, usize)>) {
    let original = std::fs::read(samples().join(file)).unwrap();
    assert!(document.table().to_bytes().unwrap() == original, "{file}");
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(file);
    document.table().save(&path, WriteOptions::NEW).unwrap();
    assert!(std::fs::read(&path).unwrap() == original, "{file} saved");
    let Some((record, column)) = address else {
        return;
    };
    let cell = CellRef { record, column };
    let value = "ny.adress@foretaget.example".to_owned();
    document.set(vec![CellEdit { cell, value }]).unwrap();
    document.table().save(&path, WriteOptions::REPLACE).unwrap();
    assert!(std::fs::read(&path).unwrap() != original, "{file} edited");
    document.undo().unwrap();
    document.table().save(&path, WriteOptions::REPLACE).unwrap();
    assert!(std::fs::read(&path).unwrap() == original, "{file} undone");
}

#[test]
fn each_sample_file_opens_with_the_right_guess_and_saves_identically() {
    for expected in guesses() {
        let file = expected.file;
        let document = open(file, Reading::default()).unwrap();
        let table = document.table();
        let columns = Columns::find(&head(&table), []);
        assert_eq!(table.encoding(), expected.encoding, "{file}");
        assert_eq!(
            table.doubt(),
            None,
            "{file} leaves no doubt about its encoding"
        );
        let delimiter = table.dialect().delimiter.byte();
        assert_eq!(delimiter, expected.delimiter, "{file}");
        assert_eq!(table.line_ending(), Some(expected.ending), "{file}");
        let ends = table.index().final_newline();
        assert_eq!(ends, expected.final_newline, "{file} ends with a newline");
        assert_eq!(columns.skip, expected.heading, "{file} heading");
        assert_eq!(columns.fields, expected.columns, "{file}");
        let rows: Vec<_> = data_rows(&table, columns.skip).collect();
        assert_eq!(rows.len(), expected.rows, "{file}");
        assert_eq!(document.read_only(), None, "{file}");
        let address = columns.position(ConnectAddress);
        let cell = address.map(|column| (rows[0].record, column));
        saves_identically(document, file, cell);
    }
}

#[test]
fn the_others_are_refused_and_the_one_with_a_quote_is_read_without_quotes() {
    for (file, code) in REFUSED {
        assert_eq!(open(file, Reading::default()).unwrap_err().code(), code);
    }
    let plain = Reading {
        quotes: false,
        ..Reading::default()
    };
    let document = open("oavslutat-citattecken.csv", plain).unwrap();
    saves_identically(document, "oavslutat-citattecken.csv", None);
}

#[test]
fn no_sample_file_is_left_out() {
    let mut known: Vec<&str> = guesses().iter().map(|guess| guess.file).collect();
    known.extend(REFUSED.map(|(file, _)| file));
    known.push("README.md");
    for entry in std::fs::read_dir(samples()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.starts_with('.') {
            continue;
        }
        assert!(
            known.contains(&name.as_str()),
            "{name} has no line in the table"
        );
    }
}
