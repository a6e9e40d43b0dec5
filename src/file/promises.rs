//! The promises of this room, tried on arbitrary input: what opens is saved to the byte, edits change edited fields
//! only, and records and cells are what the csv crate reads.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::document::{Document, Reading};
use super::edits::{CellEdit, CellRef};
use super::encoding::{byte_order_mark, encode};
use super::index::{Extent, Index, unwatched};
use super::record::Cells;
use super::source::Raw;
use super::table::Table;
use super::{Dialect, FileError, LineEnding};
use crate::domain::template::{Delimiter, Encoding};

fn delimiter() -> impl Strategy<Value = Delimiter> {
    prop::sample::select(Delimiter::COMMON.to_vec())
}

/// Text that is dense in everything that divides or encloses.
fn dense_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zåö0-9 ]{0,4}",
        3 => prop::sample::select(vec![";", ",", "\t", "|"]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["\n", "\r\n", "\r", "\n\r"]).prop_map(str::to_owned),
        3 => prop::sample::select(vec!["\"", "\"\"", "\"a\"", "\"\n\"", "\";\""]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Bytes of every kind: arbitrary, broken UTF-8, and text in each encoding.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let encodings = Encoding::CHOICES.into_iter().chain([Encoding::Utf16Be]);
    let marked = (
        prop::sample::select(encodings.collect::<Vec<_>>()),
        prop::collection::vec(any::<u8>(), 0..60),
    );
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(
            prop::sample::select(b"ab;\t\"\r\n\xc3\xa5\xff\x94\x80".to_vec()),
            0..120
        ),
        marked.prop_map(|(encoding, bytes)| [byte_order_mark(encoding), &bytes].concat()),
        encoded_text(),
    ]
}

fn encoded_text() -> impl Strategy<Value = Vec<u8>> {
    let encodings = Encoding::CHOICES.into_iter().chain([Encoding::Utf16Be]);
    (
        dense_text(),
        prop::sample::select(encodings.collect::<Vec<_>>()),
    )
        .prop_map(|(text, encoding)| encode(&text, encoding).unwrap())
}

fn reading() -> impl Strategy<Value = Reading> {
    let encodings = Encoding::CHOICES.into_iter().chain([Encoding::Utf16Be]);
    (
        prop::option::of(prop::sample::select(encodings.collect::<Vec<_>>())),
        prop::option::of(delimiter()),
        any::<bool>(),
    )
        .prop_map(|(encoding, delimiter, quotes)| Reading {
            encoding,
            delimiter,
            quotes,
        })
}

fn open(bytes: &[u8], reading: Reading) -> Result<Document, FileError> {
    let raw = Raw::from_bytes("f".into(), bytes.to_vec())?;
    Document::open(raw, reading, &mut unwatched)
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    (0..table.records())
        .map(|record| table.row(record).map(String::from).collect())
        .collect()
}

/// Reads saved bytes just as the document that wrote them was read.
fn reopen(bytes: &[u8], table: &Table) -> Document {
    let reading = Reading {
        encoding: Some(table.encoding()),
        delimiter: Some(table.dialect().delimiter),
        quotes: table.dialect().quotes,
    };
    let raw = Raw {
        path: "f".into(),
        bytes: bytes.to_vec(),
        stamp: None,
        complete: true,
    };
    Document::open(raw, reading, &mut unwatched).unwrap()
}

/// What ends a record, and the raw cells in it.
fn parts(table: &Table, record: usize) -> (Vec<Vec<u8>>, Vec<u8>) {
    let whole = &table.text()[table.index().range(record)];
    let length = table.index().record(table.text(), record).len();
    let cells = table.cells(record).map(|cell| cell.raw.to_vec()).collect();
    (cells, whole[length..].to_vec())
}

#[test]
fn the_cases_reach_every_encoding_delimiter_and_line_end_with_edits() {
    let mut runner = TestRunner::deterministic();
    let (mut ways, mut endings) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..4000 {
        let drawn = (any_bytes(), reading()).new_tree(&mut runner).unwrap();
        let (bytes, reading) = drawn.current();
        let Ok(mut document) = open(&bytes, reading) else {
            continue;
        };
        let cell = CellRef {
            record: 0,
            column: 0,
        };
        let value = "å;\"".to_owned();
        if document.set(vec![CellEdit { cell, value }]).is_err() {
            continue;
        }
        let table = document.table();
        let delimiter = table.dialect().delimiter.code().to_owned();
        ways.insert((table.encoding().code(), delimiter));
        endings.insert(table.line_ending().map(LineEnding::code));
    }
    let encodings = Encoding::CHOICES.len() + 1;
    assert_eq!(ways.len(), encodings * Delimiter::COMMON.len(), "{ways:?}");
    // CRLF, LF, CR, mixed, and a file of one line without an end.
    assert_eq!(endings.len(), 5, "{endings:?}");
}

proptest! {
    // Three seconds altogether; the promise is the reason why this program exists.
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn saving_without_edits_is_the_identity(bytes in any_bytes(), reading in reading()) {
        if let Ok(document) = open(&bytes, reading)
            && document.read_only().is_none()
        {
            prop_assert_eq!(document.table().to_bytes().unwrap(), bytes);
        }
    }

    #[test]
    fn a_doubtful_or_chosen_reading_can_be_taken_back(bytes in any_bytes(), first in reading(), second in reading()) {
        if let (Ok(document), Ok(direct)) = (open(&bytes, first), open(&bytes, second))
            && document.read_only().is_none()
        {
            let again = document.reread(second, &mut unwatched).unwrap();
            prop_assert_eq!(rows(&again.table()), rows(&direct.table()));
        }
    }

    #[test]
    fn edits_change_the_edited_fields_only(
        bytes in any_bytes(),
        reading in reading(),
        steps in prop::collection::vec(
            prop::collection::vec((any::<prop::sample::Index>(), 0_usize..5, "[a-zåö;,\t|\"\r\n\u{feff}]{0,6}"), 1..4),
            1..4,
        ),
    ) {
        let Ok(mut document) = open(&bytes, reading) else { return Ok(()) };
        if document.read_only().is_some() || document.records() == 0 {
            return Ok(());
        }
        let before = document.table();
        let mut expected = rows(&before);
        for step in &steps {
            let edits: Vec<CellEdit> = step
                .iter()
                .map(|(at, column, value)| CellEdit {
                    cell: CellRef { record: at.index(before.records()), column: *column },
                    value: value.clone(),
                })
                .collect();
            if document.set(edits.clone()).is_ok() {
                for edit in edits {
                    expected[edit.cell.record][edit.cell.column] = edit.value;
                }
            }
        }
        let after = document.table();
        prop_assert_eq!(&rows(&after), &expected);
        if expected.iter().flatten().all(|cell| cell.trim().is_empty()) {
            // What says nothing any more is saved, and is no file to open.
            return Ok(());
        }
        let again = reopen(&after.to_bytes().unwrap(), &after).table();
        prop_assert_eq!(again.encoding(), before.encoding());
        prop_assert_eq!(&rows(&again), &expected);
        let edited: Vec<CellRef> = after.edits().into_iter().map(|(cell, _)| cell).collect();
        for record in 0..before.records() {
            let (mut old, old_end) = parts(&before, record);
            let (mut new, new_end) = parts(&again, record);
            prop_assert_eq!(old_end, new_end);
            for cell in edited.iter().filter(|cell| cell.record == record) {
                old[cell.column].clear();
                new[cell.column].clear();
            }
            prop_assert_eq!(old, new);
        }
        prop_assert_eq!(document.changed_cells(), edited);

        while document.undo().is_some() {}
        prop_assert!(!document.is_changed());
        prop_assert_eq!(document.table().to_bytes().unwrap(), bytes);
        while document.redo().is_some() {}
        prop_assert_eq!(rows(&document.table()), expected);
    }

    #[test]
    fn records_and_cells_are_what_the_csv_crate_reads(
        text in dense_text(), delimiter in delimiter(), quotes in any::<bool>(),
    ) {
        let dialect = Dialect { delimiter, quotes };
        let Ok(index) = Index::build(text.as_bytes(), dialect, Extent::Whole, &mut unwatched) else {
            // Only a quote that never ends is refused, and closing it makes the text readable.
            let closed = format!("{text}\"");
            prop_assert!(Index::build(closed.as_bytes(), dialect, Extent::Whole, &mut unwatched).is_ok());
            return Ok(());
        };
        let ours: Vec<Vec<Vec<u8>>> = (0..index.records())
            .map(|record| index.record(text.as_bytes(), record))
            .filter(|record| !record.is_empty())
            .map(|record| Cells::new(record, dialect).map(|cell| cell.bytes().into_owned()).collect())
            .collect();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter.byte())
            .quoting(quotes)
            .from_reader(text.as_bytes());
        let theirs: Vec<Vec<Vec<u8>>> = reader
            .byte_records()
            .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
            .collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them(text in dense_text()) {
        let dialect = Dialect { delimiter: Delimiter::SEMICOLON, quotes: true };
        let Ok(index) = Index::build(text.as_bytes(), dialect, Extent::Whole, &mut unwatched) else {
            return Ok(());
        };
        for record in 0..index.records() {
            let before = text[..index.range(record).start].replace("\r\n", "\n");
            let line = 1 + before.matches(['\r', '\n']).count() as u64;
            prop_assert_eq!(index.line(record), line);
            prop_assert_eq!(index.record_on_line(line), Some(record));
            prop_assert_eq!(index.record_at(index.range(record).start), Some(record));
        }
    }
}
