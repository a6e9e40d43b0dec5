//! Opening a file to edit its addresses, and saving it: what a screen must not do itself because it takes time.

use std::path::Path;

use super::control::Control;
use super::error::{DoubtfulCell, JobError};
use super::guide;
use super::place::Place;
use super::reading::{self, data_rows, head, settle_encoding};
use super::settings;
use crate::domain::columns::Columns;
use crate::domain::template::{Field, Template};
use crate::file::index::unwatched;
use crate::file::{
    Document, FileError, Input, Raw, Reading, Stamp, Table, WriteOptions, expand_home, read_start,
};

/// Between the cells of a row that is shown in one line.
const BETWEEN: &str = " · ";

/// How much of a file is enough for a first screen, and for guessing how it is divided.
const START: usize = 64 << 10;

/// A file that is open for editing.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub document: Document,
    /// Which column is which, as far as that can be seen.
    pub columns: Columns,
    /// The records of the data rows: what stands behind the heading row and is not blank.
    pub rows: Vec<u32>,
    /// A row that reads differently in two encodings, where which of them is right makes a difference: its line and all its
    /// cells.
    pub doubt: Option<DoubtfulCell>,
}

/// What a look at the beginning of a file gives.
#[derive(Debug)]
pub enum Start {
    /// All of it: there is no more, and nothing is left to ask for.
    Whole(Opened),
    /// Something to look at until [`open`] has read the file.
    Beginning(Opened),
}

/// Reads only as much of a file as fills a screen. Nothing is asked of a register, so it is there at once.
///
/// # Errors
/// As [`open`].
pub fn open_start(
    path: &Path,
    reading: Reading,
    templates: &[Template],
) -> Result<Start, JobError> {
    let raw = read_start(&expand_home(path), START)?;
    Ok(started(raw, reading, templates)?)
}

fn started(raw: Raw, reading: Reading, templates: &[Template]) -> Result<Start, FileError> {
    let whole = raw.complete;
    let document = Document::open(raw, reading, &mut unwatched)?;
    let opened = look(document, templates);
    // A template may know the columns that nothing else tells.
    Ok(if whole && opened.columns.missing().is_none() {
        Start::Whole(opened)
    } else {
        Start::Beginning(opened)
    })
}

/// Looks whether this can be a file to edit, before a screen is opened on it: everything that a glance at its beginning
/// tells. Gives that beginning, as [`open_start`] would. What needs the operator's answer, such as a quote that
/// never ends, is left to [`open`]; there is nothing to show then.
///
/// # Errors
/// When it is no regular, readable text file, or too large.
pub fn glance(place: &Place, path: &Path) -> Result<Option<Start>, JobError> {
    let path = expand_home(path);
    let raw = read_start(&path, START)?;
    let size = raw.stamp.map_or(0, |stamp| stamp.len);
    // No limit is lower, and asking the register for it would come before the first screen.
    if size > settings::SMALLEST_LIMIT.bytes {
        let limit = place.limits()?.bytes;
        if size > limit {
            return Err(JobError::File(FileError::TooLarge {
                path,
                size: Some(size),
                limit,
            }));
        }
    }
    match started(raw, Reading::default(), &[]) {
        Ok(start) => Ok(Some(start)),
        Err(error @ FileError::Empty { .. }) => Err(JobError::File(error)),
        Err(_) => Ok(None),
    }
}

/// Reads a file. Without a heading row, its columns are those of the first of the templates that fits.
///
/// # Errors
/// When it is no regular, readable, complete text file.
pub fn open(
    place: &Place,
    path: &Path,
    reading: Reading,
    templates: &[Template],
    control: &Control,
) -> Result<Opened, JobError> {
    let path = expand_home(path);
    let input = Input::Path(path.clone());
    let document = reading::open(&input, place.limits()?, reading, control)?;
    Ok(look(document, templates))
}

/// Reads the file as it was opened in another way, without asking the disk; edits and history are given up.
///
/// # Errors
/// As [`open`], and [`FileError::ReadOnly`] where the bytes are not known.
pub fn reread(
    document: &Document,
    reading: Reading,
    templates: &[Template],
    control: &Control,
) -> Result<Opened, JobError> {
    let total = document.table().text().len() as u64;
    let document = document.reread(reading, &mut |done| control.report(done as u64, total));
    let document = document.map_err(|error| match error {
        FileError::Cancelled { .. } => JobError::Cancelled,
        other => JobError::File(other),
    })?;
    Ok(look(document, templates))
}

fn look(document: Document, templates: &[Template]) -> Opened {
    let table = document.table();
    let columns = Columns::find(&head(&table), templates);
    let doubt = doubt(&table, &columns);
    let rows = data_rows(&table, columns.skip)
        .filter_map(|row| u32::try_from(row.record).ok())
        .collect();
    Opened {
        document,
        columns,
        rows,
        doubt,
    }
}

fn doubt(table: &Table, columns: &Columns) -> Option<DoubtfulCell> {
    // A column that nobody has named yet may be a key.
    let fields: Vec<_> = columns
        .fields
        .iter()
        .map(|field| field.or(Some(Field::UserId)))
        .collect();
    let Err(JobError::EncodingDoubtful(cell)) = settle_encoding(table, &fields, &head(table))
    else {
        return None;
    };
    let record = table.index().record_on_line(u64::from(cell.line))?;
    let open = table.doubt()?;
    let cells: Vec<_> = table.row(record).collect();
    let two = cells
        .iter()
        .map(|cell| open.otherwise(cell).unwrap_or_else(|| cell.to_string()));
    Some(DoubtfulCell {
        two: two.collect::<Vec<_>>().join(BETWEEN),
        one: cells.join(BETWEEN),
        ..*cell
    })
}

/// Writes a table, and remembers the file for the guide.
///
/// # Errors
/// When the file cannot be written as the options demand; it is then as it was before.
pub fn save(
    place: &Place,
    table: &Table,
    path: &Path,
    options: WriteOptions,
) -> Result<Stamp, FileError> {
    let stamp = table.save(path, options)?;
    remember(place, path);
    Ok(stamp)
}

/// Has the guide propose this file next time, where there is a register to remember it.
pub fn remember(place: &Place, path: &Path) {
    if place.rules().is_some() {
        return;
    }
    let remembered = place
        .open()
        .and_then(|mut register| guide::remember_file(&mut register, path));
    if let Err(error) = remembered {
        // The guide proposes another file next time; nothing worse.
        tracing::warn!(code = error.code(), "file not remembered");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::ReadOnly;

    #[test]
    fn the_start_of_a_long_file_opens_for_reading_only_and_a_short_one_wholly() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f.csv");
        let rows = "bjorn.b\t00418\t\r\n".repeat(10_000);
        let heading = "Användar-id\tAnst.nr\tE-post Visma Connect\r\n";
        std::fs::write(&path, format!("{heading}{rows}")).unwrap();
        let start = || open_start(&path, Reading::default(), &[]).unwrap();
        let Start::Beginning(opened) = start() else {
            panic!("that is not all of it");
        };
        assert_eq!(opened.document.read_only(), Some(ReadOnly::Incomplete));
        assert_eq!(opened.columns.missing(), None);
        assert!((1_000..10_000).contains(&opened.rows.len()));
        std::fs::write(&path, heading).unwrap();
        assert!(matches!(start(), Start::Whole(all) if all.document.read_only().is_none()));
        std::fs::write(&path, "bjorn.b\t00418\t\r\n").unwrap();
        assert!(matches!(start(), Start::Beginning(_)));
    }
}
