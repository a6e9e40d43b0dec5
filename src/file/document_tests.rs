//! What a document does, case by case; the promises over all inputs are in `promises.rs`.

use super::super::index::unwatched;
use super::super::source::{Input, Limits, read};
use super::*;

fn open_with(bytes: &[u8], reading: Reading) -> Document {
    let raw = Raw::from_bytes("f.csv".into(), bytes.to_vec()).unwrap();
    Document::open(raw, reading, &mut unwatched).unwrap()
}

fn open(bytes: &[u8]) -> Document {
    open_with(bytes, Reading::default())
}

fn edit(record: usize, column: usize, value: &str) -> CellEdit {
    CellEdit {
        cell: CellRef { record, column },
        value: value.to_owned(),
    }
}

fn set(document: &mut Document, record: usize, column: usize, value: &str) {
    document.set(vec![edit(record, column, value)]).unwrap();
}

fn saved(document: &Document) -> Vec<u8> {
    document.table().to_bytes().unwrap()
}

#[test]
fn saving_changes_the_edited_fields_and_nothing_else() {
    let mut document = open(b"id;\"num\";mail\r\n\"a\"\"x\";007;\nb;1,23E+05 ;\"old\"\r\rc;;x");
    set(&mut document, 1, 2, "a@b.se");
    set(&mut document, 2, 2, "new");
    set(&mut document, 4, 2, "y;z");
    assert_eq!(
        saved(&document),
        b"id;\"num\";mail\r\n\"a\"\"x\";007;a@b.se\nb;1,23E+05 ;\"new\"\r\rc;;\"y;z\""
    );
}

#[test]
fn the_value_that_was_there_is_no_edit_and_keeps_its_bytes() {
    let mut document = open(b"\"a\"x;b\xff\xc3\xa5\xc3\xa4\n");
    set(&mut document, 0, 0, "ax");
    set(&mut document, 0, 1, "b\u{fffd}åä");
    assert!(!document.is_changed() && !document.can_undo());
    set(&mut document, 0, 1, "c");
    assert!(document.is_changed());
    set(&mut document, 0, 1, "b\u{fffd}åä");
    assert!(!document.is_changed() && document.can_undo());
    assert_eq!(saved(&document), b"\"a\"x;b\xff\xc3\xa5\xc3\xa4\n");
}

#[test]
fn each_encoding_is_saved_as_it_was() {
    let cases: [(&[u8], &[u8]); 4] = [
        (
            b"\xef\xbb\xbf\xc3\xa5;b\n",
            b"\xef\xbb\xbf\xc3\xa5;\xc3\xb6\n",
        ),
        (b"\xff\xfe\xe5\0;\0b\0\n\0", b"\xff\xfe\xe5\0;\0\xf6\0\n\0"),
        (b"\xfe\xff\0\xe5\0;\0b\0\n", b"\xfe\xff\0\xe5\0;\0\xf6\0\n"),
        (b"Bj\x94rn;b\n", b"Bj\x94rn;\x94\n"),
    ];
    for (before, after) in cases {
        let mut document = open(before);
        assert_eq!(saved(&document), before);
        set(&mut document, 0, 1, "ö");
        assert_eq!(saved(&document), after);
    }
}

#[test]
fn an_edit_that_cannot_be_made_is_named_and_none_is_made() {
    let mut document = open(b"h\n\nBj\xf6rn;b\n");
    let refused = document.set(vec![edit(2, 1, "fine"), edit(2, 0, "Łódź")]);
    assert!(matches!(
        refused,
        Err(EditError::Unencodable {
            line: 3,
            character: 'Ł',
            ..
        })
    ));
    assert!(matches!(
        document.set(vec![edit(0, 1, "x")]),
        Err(EditError::NoSuchCell {
            line: 1,
            columns: 1,
            ..
        })
    ));
    assert!(document.set(vec![edit(9, 0, "x")]).is_err());
    assert!(document.set(vec![edit(2, 1, "\0")]).is_err());
    assert!(!document.is_changed());

    let plain = Reading {
        quotes: false,
        ..Reading::default()
    };
    let mut document = open_with(b"\"a;b\n", plain);
    assert!(matches!(
        document.set(vec![edit(0, 1, "x;y")]),
        Err(EditError::Unwritable { character: ';', .. })
    ));
    set(&mut document, 0, 1, "\"");
    assert_eq!(saved(&document), b"\"a;\"\n");
}

#[test]
fn broken_utf_16_and_a_first_block_are_read_only() {
    let mut document = open(b"\xff\xfea\0;\0b");
    assert_eq!(document.read_only(), Some(ReadOnly::Unfaithful));
    assert!(document.set(vec![edit(0, 0, "x")]).is_err());
    assert_eq!(
        document.table().to_bytes().unwrap_err().code(),
        "file_read_only"
    );

    let mut raw = Raw::from_bytes("f".into(), b"a;b\n\"c\n".to_vec()).unwrap();
    raw.complete = false;
    let document = Document::open(raw, Reading::default(), &mut unwatched).unwrap();
    assert_eq!(document.read_only(), Some(ReadOnly::Incomplete));
    assert_eq!(document.records(), 1);
}

#[test]
fn blank_records_are_empty_lines_and_rows_of_empty_fields() {
    let mut document = open(b"a;b\n\n;\n\"\";\n ;\n");
    let blank: Vec<bool> = (0..5).map(|i| document.table().is_blank(i)).collect();
    assert_eq!(blank, [false, true, true, true, false]);
    set(&mut document, 2, 1, "x");
    document.set(vec![edit(0, 0, ""), edit(0, 1, "")]).unwrap();
    let table = document.table();
    assert!(!table.is_blank(2) && table.is_blank(0));
}

#[test]
fn a_lone_field_that_is_cleared_does_not_become_an_empty_line() {
    let mut document = open(b"id\nanna\n");
    set(&mut document, 1, 0, "");
    assert_eq!(saved(&document), b"id\n\"\"\n");

    let plain = Reading {
        quotes: false,
        ..Reading::default()
    };
    let mut document = open_with(b"id\ranna\n", plain);
    assert!(matches!(
        document.set(vec![edit(1, 0, "")]),
        Err(EditError::WouldVanish { line: 2, .. })
    ));
}

#[test]
fn bytes_that_are_no_text_are_told_until_the_cell_is_edited() {
    let mut document = open(
        "å;ä;ö\nx;"
            .bytes()
            .chain([0xff])
            .collect::<Vec<_>>()
            .as_slice(),
    );
    assert!(!document.table().has_invalid_bytes(0));
    assert!(document.table().has_invalid_bytes(1));
    set(&mut document, 1, 1, "y");
    assert!(!document.table().has_invalid_bytes(1));
}

#[test]
fn a_snapshot_stays_as_it_was_and_can_be_saved_while_editing_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f.csv");
    std::fs::write(&path, "a;b\n").unwrap();
    let raw = read(&Input::Path(path.clone()), Limits::default()).unwrap();
    let mut document = Document::open(raw, Reading::default(), &mut unwatched).unwrap();
    set(&mut document, 0, 1, "one");
    let snapshot = document.table();
    set(&mut document, 0, 0, "two");
    assert_eq!(snapshot.row(0).collect::<Vec<_>>(), ["a", "one"]);
    let options = WriteOptions::unless_changed(document.stamp().unwrap());
    let stamp = snapshot.save(&path, options).unwrap();
    document.mark_saved(&snapshot, &path, stamp);
    assert_eq!(
        document.changed_cells(),
        [CellRef {
            record: 0,
            column: 0
        }]
    );
    assert_eq!(document.state(0, 1), CellState::Saved);
    document
        .save(&path, WriteOptions::unless_changed(stamp))
        .unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"two;one\n");
    assert!(!document.is_changed());
    document.undo().unwrap();
    document.undo().unwrap();
    assert!(document.is_changed());
    assert_eq!(saved(&document), b"a;b\n");
    assert_eq!(document.cell(0, 1).as_deref(), Some("b"));
}

#[test]
fn the_same_bytes_can_be_read_in_another_way() {
    let document = open(b"1,\x8engla;x\n");
    assert!(document.table().doubt().is_some());
    let other = document
        .reread(
            Reading {
                encoding: Some(Encoding::Ibm437),
                delimiter: Some(Delimiter::COMMA),
                quotes: false,
            },
            &mut unwatched,
        )
        .unwrap();
    assert_eq!(other.cell(0, 1).as_deref(), Some("Ängla;x"));
    assert_eq!(
        other.table().guessed_delimiter(),
        Some(Delimiter::SEMICOLON)
    );
    assert_eq!(other.cell(0, 2), None);
    assert_eq!(other.cell(1, 0), None);
    assert_eq!(saved(&other), b"1,\x8engla;x\n");
}

#[test]
fn a_large_file_in_a_code_page_is_saved_in_blocks() {
    let line = "Åsa;Örjan;€\n".repeat(40_000);
    let bytes = encoding::encode(&line, Encoding::Windows1252).unwrap();
    let mut document = open(&bytes);
    assert!(saved(&document) == bytes);
    set(&mut document, 39_999, 2, "é");
    assert!(saved(&document).ends_with(b"\x80\n\xc5sa;\xd6rjan;\xe9\n"));
}

#[test]
fn an_edit_cannot_give_the_file_a_byte_order_mark() {
    for (encoding, marks) in [
        (Encoding::Utf8, &["\u{feff}"][..]),
        (Encoding::Windows1252, &["ï»¿", "ÿþ", "þÿ"]),
        (Encoding::Ibm437, &["∩╗┐", "\u{a0}■", "■\u{a0}"]),
    ] {
        for mark in marks {
            let value = format!("{mark}x");
            let reading = Reading {
                encoding: Some(encoding),
                ..Reading::default()
            };
            let mut document = open_with(b"a;b\n", reading);
            set(&mut document, 0, 0, &value);
            let again = open_with(&saved(&document), reading);
            assert_eq!(again.table().encoding(), encoding);
            assert_eq!(again.cell(0, 0).as_deref(), Some(&*value));
            let plain = Reading {
                quotes: false,
                ..reading
            };
            let mut document = open_with(b"a;b\n", plain);
            assert!(document.set(vec![edit(0, 0, &value)]).is_err());
        }
    }
}
