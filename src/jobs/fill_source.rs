//! A list of keys and addresses to fill from: another file, delimited or a workbook, or text pasted from a spreadsheet.
//! Not here: whom the keys mean ([`crate::domain::join`]).

use std::borrow::Cow;

use super::control::Control;
use super::error::JobError;
use super::fill::FillError;
use super::reading::{self, settle_encoding};
use crate::domain::address;
use crate::domain::columns::only_column;
use crate::domain::headings::{Heading, recognise};
use crate::domain::join::{JoinKey, List, SourceRow};
use crate::domain::preflight::{HEAD_RECORDS, HeadRecord};
use crate::domain::template::{Delimiter, Encoding, Field};
use crate::file::index::unwatched;
use crate::file::{
    Document, FileError, Input, Limits, Raw, Reading, SheetRow, Table, read_workbook,
};

/// Reads a list from a file: delimited text, or the first filled sheet of a workbook.
///
/// # Errors
/// When the file cannot be read, or has no column for the key or the addresses.
pub fn read_list(
    input: &Input,
    key: JoinKey,
    limits: Limits,
    control: &Control,
) -> Result<List, JobError> {
    let sheet = match (
        reading::open(input, limits, Reading::default(), control),
        input,
    ) {
        (Ok(document), _) => Sheet::Table(document.table()),
        (Err(JobError::File(FileError::Spreadsheet { .. })), Input::Path(path)) => {
            Sheet::Workbook(read_workbook(path, limits)?)
        }
        (Err(error), _) => return Err(error),
    };
    let head = sheet.head();
    let columns = ListColumns::find(&head, key)?;
    if let Sheet::Table(table) = &sheet {
        let mut matters = vec![None; head.iter().map(|r| r.cells.len()).max().unwrap_or(0)];
        for column in columns.key.into_iter().flatten().chain([columns.address]) {
            matters[column] = Some(Field::UserId);
        }
        settle_encoding(table, &matters, &head)?;
    }
    let mut rows = Vec::new();
    sheet.for_each(columns.skip, |line, cells| {
        let cell = |column: Option<usize>| {
            let cell = column.and_then(|column| cells.get(column));
            cell.map(|cell| address::trim(cell)).unwrap_or_default()
        };
        let key = match columns.key {
            [first, None] => cell(first).to_owned(),
            [first, last] => format!("{} {}", cell(first), cell(last)),
        };
        rows.push(SourceRow {
            line,
            company: cell(columns.company).to_owned(),
            key,
            address: cell(Some(columns.address)).to_owned(),
        });
    });
    Ok(List { rows, key })
}

/// A list as it was read.
enum Sheet {
    Table(Table),
    Workbook(Vec<SheetRow>),
}

impl Sheet {
    fn head(&self) -> Vec<HeadRecord> {
        match self {
            Sheet::Table(table) => reading::head(table),
            Sheet::Workbook(rows) => rows
                .iter()
                .take(HEAD_RECORDS)
                .map(|row| HeadRecord {
                    line: row.number,
                    cells: row.cells.clone(),
                })
                .collect(),
        }
    }

    /// Hands over the data rows with their lines.
    fn for_each(&self, skip: u32, mut each: impl FnMut(u32, &[Cow<'_, str>])) {
        match self {
            Sheet::Table(table) => {
                for row in reading::data_rows(table, skip) {
                    each(row.line, &table.row(row.record).collect::<Vec<_>>());
                }
            }
            Sheet::Workbook(rows) => {
                for row in rows.iter().filter(|row| row.number > skip) {
                    let cells = row.cells.iter().map(|c| Cow::Borrowed(c.as_str()));
                    each(row.number, &cells.collect::<Vec<_>>());
                }
            }
        }
    }
}

/// Where the key and the address stand in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ListColumns {
    /// The column of the key, or those of the first and the last name.
    key: [Option<usize>; 2],
    company: Option<usize>,
    address: usize,
    skip: u32,
}

impl ListColumns {
    fn find(head: &[HeadRecord], key: JoinKey) -> Result<ListColumns, FillError> {
        let heading = head.iter().find(|record| is_list_heading(&record.cells));
        let skip = heading.map_or(0, |record| record.line);
        let names = heading
            .map(|record| record.cells.as_slice())
            .unwrap_or_default();
        let at = |field| {
            let named = |cell: &String| recognise(cell) == Some(Heading::Field(field));
            names.iter().position(named)
        };
        let data: Vec<HeadRecord> = head.iter().filter(|r| r.line > skip).cloned().collect();
        let address = at(Field::ConnectAddress)
            .or_else(|| at(Field::Email))
            .or_else(|| address_column(&data))
            .ok_or(FillError::ListWithoutAddress)?;
        let named = match key {
            JoinKey::EmployeeNumber => [at(Field::EmployeeNumber), None],
            JoinKey::UserId => [at(Field::UserId), None],
            JoinKey::Name => match names.iter().position(|cell| is_full_name(cell)) {
                Some(full) => [Some(full), None],
                None => [at(Field::FirstName), at(Field::LastName)],
            },
        };
        let key = match named {
            [None, None] => {
                // Of two columns, the one that is not the address and is not called anything else is the key.
                let columns = head.iter().map(|record| record.cells.len()).max();
                let other = usize::from(address == 0);
                let open = names
                    .get(other)
                    .is_none_or(|cell| recognise(cell).is_none());
                if columns != Some(2) || !open {
                    return Err(FillError::ListWithoutKey(key));
                }
                [Some(other), None]
            }
            [None, last] => [last, None],
            both => both,
        };
        Ok(ListColumns {
            key,
            company: at(Field::Company),
            address,
            skip,
        })
    }
}

/// The only column of addresses.
fn address_column(rows: &[HeadRecord]) -> Option<usize> {
    let columns = rows.iter().map(|record| record.cells.len()).max()?;
    only_column(rows.iter(), 0..columns, |cell| cell.contains('@'))
}

/// Whether a row names at least one column. Lists come from anywhere, with columns that no template has, so one is enough.
fn is_list_heading(cells: &[String]) -> bool {
    let named = |cell: &String| recognise(cell).is_some() || is_full_name(cell);
    cells.iter().any(named) && !cells.iter().any(|cell| cell.contains('@'))
}

/// Headings of a column that holds first and last name; no template has one.
fn is_full_name(cell: &str) -> bool {
    let plain: String = cell
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    matches!(
        plain.as_str(),
        "namn" | "name" | "fullname" | "fullständigtnamn" | "helanamnet" | "förochefternamn"
    )
}

/// What was pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pasted {
    /// One column: a value a row, downwards from the cursor. Blank ones leave their row as it is.
    Column(Vec<String>),
    /// Keys and addresses, to be joined by whichever key fits.
    List(Vec<SourceRow>),
}

/// Reads text as a spreadsheet puts it on the clipboard: cells divided by tabs, or by semicolons where there is no tab, quoted
/// where they hold one. A heading row is passed over.
///
/// # Errors
/// As [`pasted_in`], and text that is none.
pub fn pasted(text: &str) -> Result<Pasted, JobError> {
    let delimiter = if !text.contains('\t') && text.contains(';') {
        Delimiter::SEMICOLON
    } else {
        Delimiter::TAB
    };
    let open = |quotes| {
        let raw = Raw::from_bytes("-".into(), text.as_bytes().to_vec())?;
        let reading = Reading {
            encoding: Some(Encoding::Utf8),
            delimiter: Some(delimiter),
            quotes,
        };
        Document::open(raw, reading, &mut unwatched)
    };
    let document = open(true).or_else(|error| match error {
        FileError::QuoteUnclosed { .. } => open(false),
        other => Err(other),
    })?;
    pasted_in(&document.table())
}

/// Reads a table as [`pasted`] does its text.
///
/// # Errors
/// [`FillError::ListWithoutAddress`] for several columns of which not exactly one holds addresses.
pub fn pasted_in(table: &Table) -> Result<Pasted, JobError> {
    let mut rows: Vec<HeadRecord> = (0..table.records())
        .map(|record| HeadRecord {
            line: reading::line(table, record),
            cells: table.row(record).map(Cow::into_owned).collect(),
        })
        .collect();
    if rows.first().is_some_and(|row| is_list_heading(&row.cells)) {
        rows.remove(0);
    }
    if rows.iter().all(|row| row.cells.len() < 2) {
        let values = rows.into_iter().flat_map(|row| row.cells);
        return Ok(Pasted::Column(values.collect()));
    }
    let address = address_column(&rows).ok_or(FillError::ListWithoutAddress)?;
    let list = rows.into_iter().filter_map(|row| {
        let cell = |column: usize| row.cells.get(column).map(|cell| address::trim(cell));
        let key = (0..row.cells.len()).find(|column| *column != address);
        Some(SourceRow {
            line: row.line,
            company: String::new(),
            key: cell(key?)?.to_owned(),
            address: cell(address)?.to_owned(),
        })
    });
    Ok(Pasted::List(list.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::columns::tests::head;

    #[test]
    fn the_columns_of_a_list_are_found_by_heading_or_because_there_are_only_two() {
        let find = |rows: &[&[&str]], key| {
            ListColumns::find(&head(rows), key).map(|c| (c.key, c.address, c.skip))
        };
        let row: &[&str] = &["007", "Anna Ek", "a@f.se"];
        let named: &[&[&str]] = &[&["Anst.nr", "Namn", "E-postadress"], row];
        let number = JoinKey::EmployeeNumber;
        assert_eq!(find(named, number), Ok(([Some(0), None], 2, 1)));
        assert_eq!(find(named, JoinKey::Name), Ok(([Some(1), None], 2, 1)));
        let error = FillError::ListWithoutKey(JoinKey::UserId);
        assert_eq!(find(named, JoinKey::UserId), Err(error));
        let two: &[&[&str]] = &[&["a@f.se", "x"], &["b@f.se", "y"]];
        assert_eq!(find(two, JoinKey::UserId), Ok(([Some(1), None], 0, 0)));
        let none: &[&[&str]] = &[&["x", "y"]];
        assert_eq!(find(none, number), Err(FillError::ListWithoutAddress));
        let split: &[&[&str]] = &[&["Förnamn", "Efternamn", "E-post"], &["A", "B", "a@f.se"]];
        assert_eq!(find(split, JoinKey::Name), Ok(([Some(0), Some(1)], 2, 1)));
    }

    #[test]
    fn one_pasted_column_is_values_and_two_are_a_list() {
        let values = |text: &str| match pasted(text).unwrap() {
            Pasted::Column(values) => values,
            Pasted::List(rows) => panic!("{rows:?}"),
        };
        assert_eq!(values("a@f.se\r\n\r\nb@f.se\r\n"), ["a@f.se", "", "b@f.se"]);
        assert_eq!(values("E-post\na@f.se"), ["a@f.se"]);
        assert_eq!(values("\"a"), ["\"a"]);
        let list = |text: &str| match pasted(text).unwrap() {
            Pasted::List(rows) => rows,
            Pasted::Column(values) => panic!("{values:?}"),
        };
        let rows = list("Anst.nr\tE-post\n007\ta@f.se\n008\t\n");
        let row = |line, key: &str, address: &str| SourceRow {
            line,
            company: String::new(),
            key: key.into(),
            address: address.into(),
        };
        assert_eq!(rows, [row(2, "007", "a@f.se"), row(3, "008", "")]);
        let rows = list("a@f.se;007\rb@f.se;008\r");
        assert_eq!(rows, [row(1, "007", "a@f.se"), row(2, "008", "b@f.se")]);
        assert!(matches!(
            pasted("x\ty\n"),
            Err(JobError::Fill(FillError::ListWithoutAddress))
        ));
    }
}
