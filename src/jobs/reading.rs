//! Reading a file for a job: what the import, the table of addresses and the loading of people share, from the path to
//! rows.

use std::borrow::Cow;

use super::control::Control;
use super::error::{DoubtfulCell, JobError};
use crate::domain::headings::{Heading, is_heading_row, recognise};
use crate::domain::plan::{Fault, Reason, Rejection, Row};
use crate::domain::preflight::{HEAD_RECORDS, HeadRecord};
use crate::domain::template::{Encoding, Field, TemplateError};
use crate::file::index::unwatched;
use crate::file::{Document, FileError, Input, Limits, Reading, Table, read};

/// Reads and indexes a file. It is never written by these jobs.
///
/// # Errors
/// When it is no regular, readable, complete text file.
pub fn open(
    input: &Input,
    limits: Limits,
    reading: Reading,
    control: &Control,
) -> Result<Document, JobError> {
    let raw = read(input, limits)?;
    let total = raw.bytes.len() as u64;
    let document = Document::open(raw, reading, &mut |done| control.report(done as u64, total))
        .map_err(|error| match error {
            FileError::Cancelled { .. } => JobError::Cancelled,
            other => JobError::File(other),
        })?;
    Ok(document)
}

/// The first records that are not blank.
pub fn head(table: &Table) -> Vec<HeadRecord> {
    (0..table.records())
        .filter(|record| !table.is_blank(*record))
        .take(HEAD_RECORDS)
        .map(|record| HeadRecord {
            line: line(table, record),
            cells: table.row(record).map(Cow::into_owned).collect(),
        })
        .collect()
}

/// The physical line of a record, from 1.
pub fn line(table: &Table, record: usize) -> u32 {
    u32::try_from(table.line(record)).unwrap_or(u32::MAX)
}

/// A data row of the file: not skipped, not blank.
#[derive(Debug, Clone, Copy)]
pub struct DataRow {
    /// The record in the file, from 0, headings and blank lines counted.
    pub record: usize,
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub number: u32,
}

/// The data rows behind the first `skip` physical lines, in the order of the file.
pub fn data_rows(table: &Table, skip: u32) -> impl Iterator<Item = DataRow> {
    (0..table.records())
        .map(move |record| (record, line(table, record)))
        .filter(move |(record, line)| *line > skip && !table.is_blank(*record))
        .zip(1..)
        .map(|((record, line), number)| DataRow {
            record,
            line,
            number,
        })
}

/// Where the three columns stand that the rules look at, and how many columns there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How many columns a row has.
    pub columns: usize,
    /// The column of the user id, from 0.
    pub user_id: usize,
    /// The column of the employee number, from 0.
    pub employee_number: usize,
    /// The column of the connect address, from 0.
    pub address: usize,
}

impl Layout {
    /// The layout of a file with these columns.
    ///
    /// # Errors
    /// [`TemplateError::Incomplete`] where one of the three is not among them.
    pub fn of(columns: &[Option<Field>]) -> Result<Layout, TemplateError> {
        let at = |field| {
            columns
                .iter()
                .position(|column| *column == Some(field))
                .ok_or_else(|| TemplateError::Incomplete(vec![field]))
        };
        Ok(Layout {
            columns: columns.len(),
            user_id: at(Field::UserId)?,
            employee_number: at(Field::EmployeeNumber)?,
            address: at(Field::ConnectAddress)?,
        })
    }
}

/// The column that a rejection is about: that of its field, or where the bytes could not be read.
pub fn column_of(layout: Layout, rejection: &Rejection) -> usize {
    match (rejection, rejection.field()) {
        (Rejection::BadBytes { column }, _) => (*column as usize).saturating_sub(1),
        (_, Some(Field::UserId)) => layout.user_id,
        (_, Some(Field::EmployeeNumber)) => layout.employee_number,
        _ => layout.address,
    }
}

/// A data row as the rules take it, with the edits of the table.
pub fn cut(table: &Table, layout: Layout, row: DataRow) -> Row<'_> {
    let mut cells = Row {
        line: row.line,
        record: row.number,
        fault: None,
        user_id: Cow::Borrowed(""),
        employee_number: Cow::Borrowed(""),
        address: Cow::Borrowed(""),
    };
    let mut found = 0;
    for (column, cell) in table.cells(row.record).enumerate() {
        found = column + 1;
        let place = if column == layout.user_id {
            &mut cells.user_id
        } else if column == layout.employee_number {
            &mut cells.employee_number
        } else if column == layout.address {
            &mut cells.address
        } else {
            continue;
        };
        *place = table.value((row.record, column), cell);
    }
    cells.fault = fault_of(table, row.record, found, layout.columns);
    cells
}

/// What is wrong with a row before its cells are looked at: too few or too many fields, or bytes that the encoding
/// cannot hold. Surplus fields do no harm where they are empty, or are the reason behind a row of a rejects file; but a row that
/// had too few and was filled up there is still too short as long as its last field is empty.
pub fn fault(table: &Table, record: usize, expected: usize) -> Option<Fault> {
    fault_of(table, record, table.cells(record).count(), expected)
}

fn fault_of(table: &Table, record: usize, found: usize, expected: usize) -> Option<Fault> {
    if let Some(found) = miscounted(table, record, found, expected) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        return Some(Fault::ColumnCount {
            found: count(found),
            expected: count(expected),
        });
    }
    if table.has_invalid_bytes(record) {
        let column = table
            .cells(record)
            .position(|cell| !cell.is_valid())
            .unwrap_or(0);
        return Some(Fault::BadBytes {
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
        });
    }
    None
}

/// How many fields a row has, where that is wrong.
fn miscounted(table: &Table, record: usize, found: usize, expected: usize) -> Option<usize> {
    if found <= expected {
        return (found < expected).then_some(found);
    }
    let empty = |cell: &Cow<'_, str>| cell.trim().is_empty();
    let row: Vec<_> = table.row(record).collect();
    let (own, surplus) = row.split_at(expected);
    let reason = Reason::from_code(surplus[0].trim());
    if reason == Some(Reason::ColumnCount) && own.last().is_some_and(empty) {
        let last = own.iter().rposition(|cell| !empty(cell));
        return Some(last.map_or(0, |at| at + 1));
    }
    let told = if reason.is_some() { 2 } else { 0 };
    let harmless = surplus.iter().skip(told).all(empty);
    (!harmless).then_some(found)
}

/// The fields in which å and ä must be right.
const MATTERS: [Field; 5] = [
    Field::UserId,
    Field::EmployeeNumber,
    Field::ConnectAddress,
    Field::FirstName,
    Field::LastName,
];

/// Refuses a file that is in another encoding than the template says: no UTF-8 where that is expected, or UTF-8 where a
/// code page is, which would be read as garbage without a question. A file that is UTF-8 but for some rows passes where
/// UTF-8 is expected: those rows fall one by one. A byte order mark has decided already.
///
/// # Errors
/// [`JobError::EncodingDoubtful`] with the first cell that shows it.
pub fn expect_encoding(document: &Document, columns: &[Option<Field>]) -> Result<(), JobError> {
    let table = document.table();
    let utf8 = |encoding| matches!(encoding, Encoding::Utf8 | Encoding::Utf8Bom);
    let plain = if utf8(table.encoding()) {
        std::str::from_utf8(table.text()).is_ok()
    } else {
        // What is only ASCII reads the same in every code page, and UTF-16 has a mark.
        table.text().is_ascii() || matches!(table.encoding(), Encoding::Utf16Le | Encoding::Utf16Be)
    };
    if plain {
        return Ok(());
    }
    let reading = Reading {
        encoding: None,
        delimiter: Some(table.dialect().delimiter),
        quotes: table.dialect().quotes,
    };
    let other = document.reread(reading, &mut unwatched)?.table();
    if utf8(table.encoding()) {
        if utf8(other.encoding()) {
            return Ok(());
        }
        settle_encoding(&other, columns, &head(&other))?;
    } else if !utf8(other.encoding()) {
        // Which of two code pages it is, only whoever made the template can know.
        return Ok(());
    }
    for row in data_rows(&table, 0) {
        for (column, cell) in table.row(row.record).enumerate() {
            let meant = other.cell(row.record, column).unwrap_or_default();
            if cell != meant {
                return Err(JobError::EncodingDoubtful(Box::new(DoubtfulCell {
                    line: row.line,
                    guess: other.encoding(),
                    one: meant.into_owned(),
                    other: table.encoding(),
                    two: cell.into_owned(),
                })));
            }
        }
    }
    Ok(())
}

/// Refuses a file whose encoding is open, where a cell that matters depends on it and the heading does not settle it.
///
/// # Errors
/// [`JobError::EncodingDoubtful`] with the first such cell.
pub fn settle_encoding(
    table: &Table,
    columns: &[Option<Field>],
    head: &[HeadRecord],
) -> Result<(), JobError> {
    let Some(doubt) = table.doubt() else {
        return Ok(());
    };
    let heading = head.iter().find(|record| is_heading_row(&record.cells));
    let settled = heading.is_some_and(|record| {
        record.cells.iter().any(|cell| {
            matches!(recognise(cell), Some(Heading::Field(_))) && doubt.otherwise(cell).is_some()
        })
    });
    if settled {
        return Ok(());
    }
    for row in data_rows(table, 0) {
        for (cell, field) in table.row(row.record).zip(columns) {
            if field.is_some_and(|f| MATTERS.contains(&f))
                && let Some(two) = doubt.otherwise(&cell)
            {
                return Err(JobError::EncodingDoubtful(Box::new(DoubtfulCell {
                    line: row.line,
                    guess: doubt.guess,
                    one: cell.into_owned(),
                    other: doubt.other,
                    two,
                })));
            }
        }
    }
    Ok(())
}
