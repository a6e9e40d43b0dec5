//! The rejected rows as a file: in the original delimiter, encoding and columns, with the reason behind them, so that it can be
//! corrected and imported as it is.

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use super::error::JobError;
use super::import::Prepared;
use super::reading::line;
use crate::domain::headings::{REJECT_HEADINGS, is_heading_row};
use crate::domain::log::LoggedRow;
use crate::domain::plan::Outcome;
use crate::file::{self, DelimitedWriter, FileError, Input, WriteOptions, write_atomic};

/// Whether a file of rejected rows may be written here: asked before the import, so that it does not fail after it.
///
/// # Errors
/// [`FileError::Exists`] where a file is there that must not be overwritten, or there is no such
/// directory.
pub fn may_write(path: &Path, overwrite: bool) -> Result<(), JobError> {
    Ok(file::may_write(path, options(overwrite))?)
}

/// Whether this is the file that is imported: the rejected rows must not take its place.
pub fn is_input(path: &Path, input: &Input) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    match input {
        Input::Path(input) => real(path).is_some_and(|path| real(input) == Some(path)),
        Input::Stdin | Input::Bytes { .. } => false,
    }
}

fn options(overwrite: bool) -> WriteOptions {
    if overwrite {
        WriteOptions::REPLACE
    } else {
        WriteOptions::NEW
    }
}

/// Writes the rejected rows of an import. `reason` gives the words of the two columns behind the original ones: the
/// stable code and the sentence. Returns how many rows were written.
///
/// # Errors
/// An existing file without `overwrite`, or the disk.
pub fn write(
    prepared: &Prepared,
    path: &Path,
    overwrite: bool,
    reason: impl Fn(&LoggedRow) -> [String; 2],
) -> Result<u64, JobError> {
    let table = prepared.table();
    let mut writer = DelimitedWriter::new(table.dialect().delimiter, table.encoding());
    let rejected = prepared
        .plan()
        .rows()
        .iter()
        .filter(|row| row.outcome() == Outcome::Rejected)
        .filter_map(|row| Some((prepared.record_of(row)?, row)));
    let first = prepared
        .plan()
        .rows()
        .first()
        .map_or(u32::MAX, |row| row.line);
    let heading = (0..table.records())
        .take_while(|record| line(table, *record) < first)
        .map(|record| {
            table
                .row(record)
                .take(prepared.columns())
                .collect::<Vec<_>>()
        })
        .find(|cells| is_heading_row(cells));
    let width = heading.as_ref().map_or(0, Vec::len);
    if let Some(cells) = &heading {
        put(&mut writer, cells, width, REJECT_HEADINGS)?;
    }
    let mut rows = 0;
    for (record, row) in rejected {
        // A rejects file that is rejected again in part: its old reasons give way to the new ones.
        let cells: Vec<Cow<'_, str>> = table.row(record).take(prepared.columns()).collect();
        let [code, sentence] = reason(&prepared.logged(row));
        put(&mut writer, &cells, width, [&code, &sentence])?;
        rows += 1;
    }
    let bytes = writer.into_bytes();
    write_atomic(
        path,
        |out: &mut dyn Write| out.write_all(&bytes),
        options(overwrite),
    )?;
    Ok(rows)
}

/// The row with its reason behind as many columns as the heading has; where the encoding lacks a character of the
/// sentence, the sentence is left out and the code stays.
fn put(
    writer: &mut DelimitedWriter,
    cells: &[Cow<'_, str>],
    width: usize,
    behind: [&str; 2],
) -> Result<(), JobError> {
    let padding = width.saturating_sub(cells.len());
    let original = || {
        cells
            .iter()
            .map(|c| Some(c.as_ref()))
            .chain(std::iter::repeat_n(None, padding))
    };
    match writer.row(original().chain(behind.map(Some))) {
        Err(FileError::Unencodable { .. }) => Ok(writer.row(original().chain([Some(behind[0])]))?),
        result => Ok(result?),
    }
}
