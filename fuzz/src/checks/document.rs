//! The promises of a document.

use koppla::domain::columns::Columns;
use koppla::domain::template::{Delimiter, Encoding};
use koppla::file::index::unwatched;
use koppla::file::{CellEdit, CellRef, Document, FileError, Raw, Reading, Table};
use koppla::jobs::reading::{data_rows, head, settle_encoding};

use super::PART;

const ENCODINGS: [Option<Encoding>; 7] = [
    None,
    Some(Encoding::Utf8),
    Some(Encoding::Utf8Bom),
    Some(Encoding::Windows1252),
    Some(Encoding::Ibm437),
    Some(Encoding::Utf16Le),
    Some(Encoding::Utf16Be),
];

/// The way of reading that a number stands for: every encoding, every common delimiter, with and without quotes.
pub(super) fn reading(number: u8) -> Reading {
    let number = usize::from(number);
    let delimiters = Delimiter::COMMON.len() + 1;
    let (encoding, rest) = (number % ENCODINGS.len(), number / ENCODINGS.len());
    Reading {
        encoding: ENCODINGS[encoding],
        delimiter: Delimiter::COMMON.get(rest % delimiters).copied(),
        quotes: (rest / delimiters).is_multiple_of(2),
    }
}

pub(super) fn read(bytes: &[u8], reading: Reading) -> Result<Document, FileError> {
    Document::open(
        Raw::from_bytes("f".into(), bytes.to_vec())?,
        reading,
        &mut unwatched,
    )
}

pub(super) fn rows(table: &Table) -> Vec<Vec<String>> {
    (0..table.records())
        .map(|record| table.row(record).map(String::from).collect())
        .collect()
}

/// Bytes of a file, and at the end one byte that says how it is read. Whatever opens can be looked at everywhere and is
/// saved to the byte, can be read in another way and back, and its beginning opens too.
pub fn open(data: &[u8]) {
    let Some((how, bytes)) = data.split_last() else {
        return;
    };
    let how = reading(*how);
    let beginning = Raw {
        path: "f".into(),
        bytes: bytes.to_vec(),
        stamp: None,
        complete: false,
    };
    if let Ok(document) = Document::open(beginning, how, &mut unwatched) {
        look_everywhere(&document.table());
        assert!(document.table().to_bytes().is_err());
    }
    let Ok(document) = read(bytes, how) else {
        return;
    };
    let table = document.table();
    look_everywhere(&table);
    if document.read_only().is_some() {
        return;
    }
    assert_eq!(table.to_bytes().ok().as_deref(), Some(bytes));
    for other in ENCODINGS {
        let other = Reading {
            encoding: other,
            ..how
        };
        let again = document.reread(other, &mut unwatched);
        let direct = read(bytes, other);
        assert_eq!(
            again.map(|d| rows(&d.table())).ok(),
            direct.map(|d| rows(&d.table())).ok()
        );
    }
}

/// Asks for all that a screen, a check or an import asks for.
fn look_everywhere(table: &Table) {
    let (text, index) = (table.text(), table.index());
    let mut at = 0;
    for record in 0..table.records() {
        let range = index.range(record);
        assert_eq!(range.start, at, "no byte is between two records or in both");
        at = range.end;
        let line = table.line(record);
        assert_eq!(index.record_on_line(line), Some(record));
        assert_eq!(index.record_at(range.start), Some(record));
        let cells = table.cells(record).count();
        assert_eq!(cells, table.row(record).count());
        assert!(table.cell(record, cells).is_none());
        let blank = table.row(record).all(|cell| cell.is_empty());
        assert_eq!(table.is_blank(record), blank);
        let broken = table.cells(record).any(|cell| !cell.is_valid());
        assert_eq!(table.has_invalid_bytes(record), broken);
        if let Some(doubt) = table.doubt() {
            table
                .row(record)
                .for_each(|cell| drop(doubt.otherwise(&cell)));
        }
    }
    if table.read_only().is_none() {
        assert_eq!(at, text.len(), "every byte belongs to a record");
    }
    let head = head(table);
    let columns = Columns::find(&head, &[]);
    // Whether there is a doubt is not what is asked; only that it can be asked.
    let _ = settle_encoding(table, &columns.fields, &head);
    assert!(data_rows(table, columns.skip).count() <= table.records());
}

/// Parts that [`PART`] divides: bytes of a file, one byte that says how it is read, and steps. A step is `u` (undo), `r`
/// (redo) or one or more edits: `=` begins a step and `+` adds to it, then record and column as digits (taken around where
/// there are fewer) and the value. However it goes, only edited fields differ, and undoing everything gives the bytes back.
pub fn open_edit_save(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == PART);
    let bytes = parts.next().unwrap_or_default();
    let how = parts.next().and_then(|how| how.first()).copied();
    let Ok(mut document) = read(bytes, reading(how.unwrap_or_default())) else {
        return;
    };
    if document.read_only().is_some() || document.records() == 0 {
        return;
    }
    let before = document.table();
    // All states that undo and redo walk along, and which of them is the present one.
    let mut states = vec![rows(&before)];
    let mut now = 0;
    let mut step: Vec<CellEdit> = Vec::new();
    for part in parts.take(64).chain([&b"="[..]]) {
        if let [b'u' | b'r' | b'=', ..] = part {
            take_step(
                &mut document,
                std::mem::take(&mut step),
                &mut states,
                &mut now,
            );
        }
        match part {
            [b'u', ..] => {
                assert_eq!(document.undo().is_some(), now > 0);
                now = now.saturating_sub(1);
            }
            [b'r', ..] => {
                let more = now + 1 < states.len();
                assert_eq!(document.redo().is_some(), more);
                now += usize::from(more);
            }
            [b'=' | b'+', record, column, value @ ..] => {
                step.push(edit(&before, *record, *column, value));
            }
            _ => {}
        }
        assert_eq!(rows(&document.table()), states[now]);
    }
    saved_rightly(&document, &before, &states[now]);
    while document.undo().is_some() {}
    assert!(!document.is_changed());
    assert_eq!(document.table().to_bytes().ok().as_deref(), Some(bytes));
    while document.redo().is_some() {}
    assert_eq!(Some(&rows(&document.table())), states.last());
}

fn edit(table: &Table, record: u8, column: u8, value: &[u8]) -> CellEdit {
    let digit = |byte: u8| usize::from(byte.wrapping_sub(b'0'));
    let record = digit(record) % table.records();
    // One more than there are: an edit that cannot be made.
    let column = digit(column) % (table.cells(record).count() + 1);
    CellEdit {
        cell: CellRef { record, column },
        value: String::from_utf8_lossy(value).into_owned(),
    }
}

fn take_step(
    document: &mut Document,
    step: Vec<CellEdit>,
    states: &mut Vec<Vec<Vec<String>>>,
    now: &mut usize,
) {
    let mut next = states[*now].clone();
    let Ok(changed) = document.set(step.clone()) else {
        return;
    };
    for CellEdit { cell, value } in step {
        next[cell.record][cell.column] = value;
    }
    if changed.is_empty() {
        assert_eq!(next, states[*now]);
        return;
    }
    states.truncate(*now + 1);
    states.push(next);
    *now += 1;
}

/// What ends a record, and the raw cells in it.
fn parts(table: &Table, record: usize) -> (Vec<&[u8]>, &[u8]) {
    let whole = &table.text()[table.index().range(record)];
    let length = table.index().record(table.text(), record).len();
    (
        table.cells(record).map(|cell| cell.raw).collect(),
        &whole[length..],
    )
}

/// The saved bytes, read as the document was, hold what the document shows, and other fields not even differ in quotes.
fn saved_rightly(document: &Document, before: &Table, expected: &[Vec<String>]) {
    let after = document.table();
    let Ok(bytes) = after.to_bytes() else {
        panic!("what can be edited can be saved");
    };
    let how = Reading {
        encoding: Some(after.encoding()),
        delimiter: Some(after.dialect().delimiter),
        quotes: after.dialect().quotes,
    };
    let raw = Raw {
        path: "f".into(),
        bytes,
        stamp: None,
        complete: true,
    };
    let again = match Document::open(raw, how, &mut unwatched) {
        Ok(again) => again,
        Err(FileError::Empty { .. }) => {
            let mut cells = expected.iter().flatten();
            assert!(cells.all(|cell| cell.trim().is_empty()));
            return;
        }
        Err(error) => panic!("what was saved can be opened: {error}"),
    };
    let again = again.table();
    assert_eq!(again.encoding(), before.encoding());
    assert_eq!(rows(&again), expected);
    let edited: Vec<CellRef> = after.edits().into_iter().map(|(cell, _)| cell).collect();
    assert_eq!(document.changed_cells(), edited);
    for record in 0..before.records() {
        let ((old, old_end), (new, new_end)) = (parts(before, record), parts(&again, record));
        assert_eq!(old_end, new_end);
        assert_eq!(old.len(), new.len());
        for (column, (old, new)) in old.into_iter().zip(new).enumerate() {
            if !edited.contains(&CellRef { record, column }) {
                assert_eq!(old, new, "record {record}, column {column}");
            }
        }
    }
}
