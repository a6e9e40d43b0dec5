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
use crate::domain::plan::{Outcome, Reason};
use crate::file::{
    self, DelimitedWriter, FileError, Input, LineEnding, WriteOptions, write_atomic,
};

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
    let dialect = table.dialect();
    let ending = table.line_ending().unwrap_or(LineEnding::CrLf);
    let mut writer = DelimitedWriter::with_ending(dialect.delimiter, table.encoding(), ending);
    if !dialect.quotes {
        writer = writer.unquoted();
    }
    let rejected = prepared
        .plan()
        .rows()
        .iter()
        .filter(|row| row.outcome() == Outcome::Rejected)
        .filter_map(|row| Some((prepared.record_of(row)?, row)));
    // What stands before the rows stays there, so that the template skips as many lines of this file too.
    let leading = 0..table.records();
    let leading = leading.take_while(|record| line(table, *record) <= prepared.skip());
    let mut width = 0;
    for record in leading {
        let cells: Vec<Cow<'_, str>> = table.row(record).collect();
        let own = &cells[..cells.len().min(prepared.columns())];
        if table.is_blank(record) {
            writer.row([])?;
        } else if width == 0 && is_heading_row(own) {
            width = own.len();
            put(&mut writer, own, width, REJECT_HEADINGS)?;
        } else {
            writer.row(cells.iter().map(|cell| Some(cell.as_ref())))?;
        }
    }
    let mut rows = 0;
    for (record, row) in rejected {
        let cells: Vec<Cow<'_, str>> = table.row(record).collect();
        let own = &cells[..cells.len().min(kept(&cells, prepared.columns()))];
        let [code, mut sentence] = reason(&prepared.logged(row));
        if !dialect.quotes {
            // Without quotes a delimiter in it would end it.
            sentence = sentence.replace(char::from(dialect.delimiter.byte()), " ");
        }
        put(&mut writer, own, width, [&code, &sentence])?;
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

/// How many cells of a row are its own. A rejects file that is rejected again in part has old reasons behind them, which give way
/// to the new ones, as empty cells do; a row that is rejected for its surplus cells keeps them.
fn kept(cells: &[Cow<'_, str>], columns: usize) -> usize {
    let Some(surplus) = cells.get(columns..) else {
        return cells.len();
    };
    let is_code = |cell: &Cow<'_, str>| Reason::from_code(cell.trim()).is_some();
    match surplus.iter().position(is_code) {
        Some(own) => columns + own,
        None if surplus.iter().all(|cell| cell.trim().is_empty()) => columns,
        None => cells.len(),
    }
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
