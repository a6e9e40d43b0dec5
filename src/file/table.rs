//! One state of a document for reading and saving: the text, its index and the edits on top. The text and index never
//! change; a copy of a [`Table`] costs two counted references, so a worker reads and saves one state while the
//! document goes on being edited. Not here: changing anything ([`super::document`]).

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic::{WriteOptions, write_atomic};
use super::dialect::{Dialect, LineEnding};
use super::edits::{CellEdit, CellRef, Change, EditError, Key, Prepared, cell_of};
use super::encoding::{self, Doubt};
use super::error::FileError;
use super::index::Index;
use super::overlay::Overlay;
use super::record::{Cell, Cells, obstacle, write_cell};
use super::source::Stamp;
use crate::domain::template::{Delimiter, Encoding};

/// How much is encoded at a time.
const BLOCK: usize = 64 << 10;

/// Why a document is shown but neither edited nor saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// The bytes are not what the encoding allows, so that writing the text would not give them back.
    Unfaithful,
    /// Only the beginning of the file was read.
    Incomplete,
}

/// What of a document never changes.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) path: PathBuf,
    pub(super) text: Vec<u8>,
    pub(super) index: Index,
    pub(super) dialect: Dialect,
    pub(super) guessed: Option<Delimiter>,
    pub(super) encoding: Encoding,
    pub(super) doubt: Option<Doubt>,
    pub(super) read_only: Option<ReadOnly>,
}

/// One state of a document, for reading. Copies are cheap and do not change with the document.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) base: Arc<Base>,
    pub(super) overlay: Arc<Overlay>,
}

impl Table {
    /// How many records there are, headings and blank lines included.
    pub fn records(&self) -> usize {
        self.base.index.records()
    }

    /// A cell with its edit; `None` where the row has fewer columns.
    pub fn cell(&self, record: usize, column: usize) -> Option<Cow<'_, str>> {
        self.base.cell(&self.overlay, record, column)
    }

    /// The cells of a record with their edits.
    pub fn row(&self, record: usize) -> impl Iterator<Item = Cow<'_, str>> {
        self.cells(record)
            .enumerate()
            .map(move |(column, cell)| self.value((record, column), cell))
    }

    /// What stands in a cell that [`Table::cells`] gave for this record and column: its text, or what it was edited to.
    pub fn value<'a>(&'a self, at: (usize, usize), cell: Cell<'a>) -> Cow<'a, str> {
        match self.overlay.get(at) {
            Some(value) if !self.overlay.is_empty() => Cow::Borrowed(value),
            _ => cell.text(),
        }
    }

    /// The cells of a record as they stand in the file that was opened.
    pub fn cells(&self, record: usize) -> Cells<'_> {
        self.base.cells(record)
    }

    /// The physical line that a record begins on, from 1.
    pub fn line(&self, record: usize) -> u64 {
        self.base.index.line(record)
    }

    /// Whether a record is an empty line, or all its fields are empty.
    pub fn is_blank(&self, record: usize) -> bool {
        let base = &self.base;
        let delimiter = base.dialect.delimiter.byte();
        let bytes = base.index.record(&base.text, record);
        let untouched = self.overlay.is_empty();
        // Nearly every record shows by its first byte that it is not blank.
        if untouched && bytes.first().is_some_and(|b| *b != delimiter && *b != b'"') {
            return false;
        }
        self.row(record).all(|value| value.is_empty())
    }

    /// Whether no cell holds anything but spaces.
    pub(super) fn says_nothing(&self) -> bool {
        (0..self.records()).all(|record| self.row(record).all(|cell| cell.trim().is_empty()))
    }

    /// Whether the record has bytes that are no text in a cell that was not edited.
    pub fn has_invalid_bytes(&self, record: usize) -> bool {
        let bytes = self.base.index.record(&self.base.text, record);
        std::str::from_utf8(bytes).is_err()
            && self.cells(record).enumerate().any(|(column, cell)| {
                !cell.is_valid() && self.overlay.get((record, column)).is_none()
            })
    }

    /// The cells that differ from the file as it was opened, with their values, in the file's order.
    pub fn edits(&self) -> Vec<(CellRef, &str)> {
        let edits = self.overlay.iter();
        let mut edits: Vec<_> = edits.map(|(key, value)| (cell_of(key), &**value)).collect();
        edits.sort_unstable_by_key(|(cell, _)| *cell);
        edits
    }

    /// The text as it was opened, for searching it as a whole; [`Index::record_at`] leads back to a record.
    pub fn text(&self) -> &[u8] {
        &self.base.text
    }

    /// Where the records begin.
    pub fn index(&self) -> &Index {
        &self.base.index
    }

    /// Delimiter and quotes.
    pub fn dialect(&self) -> Dialect {
        self.base.dialect
    }

    /// The delimiter that the content speaks for, whatever was chosen; `None` in a file of one column.
    pub fn guessed_delimiter(&self) -> Option<Delimiter> {
        self.base.guessed
    }

    /// The encoding, kept for saving.
    pub fn encoding(&self) -> Encoding {
        self.base.encoding
    }

    /// The other encoding that the file could be in, if that is open.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.base.doubt.as_ref()
    }

    /// How the lines end; `None` where none does.
    pub fn line_ending(&self) -> Option<LineEnding> {
        self.base.index.endings().kind()
    }

    /// Why the document cannot be saved, if so.
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.base.read_only
    }

    /// The cells in which this state of a document differs from another, in the file's order.
    pub fn difference(&self, other: &Table) -> Vec<CellRef> {
        self.overlay.difference(&other.overlay)
    }

    /// Prepares a step of a document that is in this state, where that may take its time; `saved` is its state on the disk.
    /// [`Document::take`](super::Document::take) then takes it at once.
    ///
    /// # Errors
    /// As [`Document::set`](super::Document::set).
    pub fn prepare(&self, saved: &Table, edits: Vec<CellEdit>) -> Result<Prepared, EditError> {
        let changes = self.base.changes(edits)?;
        Ok(Prepared::new(&self.overlay, &saved.overlay, changes))
    }

    /// The whole file in its encoding, with the edits.
    ///
    /// # Errors
    /// [`FileError::ReadOnly`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, FileError> {
        self.must_be_whole()?;
        let mut bytes = Vec::with_capacity(self.base.text.len() + self.overlay.len() * 32 + 3);
        self.write_to(&mut bytes)
            .map_err(|source| FileError::writing(&self.base.path, source))?;
        Ok(bytes)
    }

    /// Writes the file in its encoding, with the edits.
    ///
    /// # Errors
    /// As [`write_atomic`], and [`FileError::ReadOnly`].
    pub fn save(&self, path: &Path, options: WriteOptions) -> Result<Stamp, FileError> {
        self.must_be_whole()?;
        write_atomic(path, |out| self.write_to(out), options)
    }

    /// Refuses what cannot be written back to the byte.
    pub(super) fn must_be_whole(&self) -> Result<(), FileError> {
        match self.base.read_only {
            None => Ok(()),
            Some(_) => Err(FileError::ReadOnly {
                path: self.base.path.clone(),
            }),
        }
    }

    /// Writes the whole file: what was not edited as it was read.
    pub(super) fn write_to(&self, out: &mut dyn Write) -> io::Result<()> {
        let base = &*self.base;
        out.write_all(encoding::byte_order_mark(base.encoding))?;
        let mut keys: Vec<Key> = self.overlay.keys().collect();
        keys.sort_unstable();
        let mut written = 0;
        let (mut edited, mut block) = (Vec::new(), Vec::new());
        for edits in keys.chunk_by(|a, b| a.0 == b.0) {
            let record = edits[0].0 as usize;
            let range = base.index.range(record);
            let length = base.index.record(&base.text, record).len();
            base.write_text(&base.text[written..range.start], &mut block, out)?;
            edited.clear();
            self.write_record(record, &mut edited);
            base.write_text(&edited, &mut block, out)?;
            written = range.start + length;
        }
        base.write_text(&base.text[written..], &mut block, out)
    }

    /// A record with its edited cells replaced and all others as they stand.
    fn write_record(&self, record: usize, out: &mut Vec<u8>) {
        let dialect = self.base.dialect;
        let alone = self.cells(record).nth(1).is_none();
        for (column, cell) in self.cells(record).enumerate() {
            if column > 0 {
                out.push(dialect.delimiter.byte());
            }
            match self.overlay.get((record, column)) {
                Some(value) => write_cell(out, value, dialect, cell.quoted, alone),
                None => out.extend_from_slice(cell.raw),
            }
        }
    }
}

impl Base {
    fn cells(&self, record: usize) -> Cells<'_> {
        Cells::new(self.index.record(&self.text, record), self.dialect)
    }

    /// A cell with these edits over it; `None` beyond the file.
    pub(super) fn cell<'a>(
        &'a self,
        overlay: &'a Overlay,
        record: usize,
        column: usize,
    ) -> Option<Cow<'a, str>> {
        if record >= self.index.records() {
            return None;
        }
        match overlay.get((record, column)) {
            Some(value) => Some(Cow::Borrowed(value)),
            None => self.cells(record).nth(column).map(|cell| cell.text()),
        }
    }

    /// What edits do to the overlay, or the first that cannot be made.
    pub(super) fn changes(&self, edits: Vec<CellEdit>) -> Result<Vec<Change>, EditError> {
        match self.read_only {
            Some(reason) => Err(EditError::ReadOnly(reason)),
            None => edits.into_iter().map(|edit| self.change(edit)).collect(),
        }
    }

    fn change(&self, CellEdit { cell, value }: CellEdit) -> Result<Change, EditError> {
        let missing = |line, columns| EditError::NoSuchCell {
            cell,
            line,
            columns,
        };
        let CellRef { record, column } = cell;
        if record >= self.index.records() {
            return Err(missing(0, 0));
        }
        let line = self.index.line(record);
        let original = self.cells(record).nth(column);
        // The index holds no more than 32 bits of records; columns beyond 16 bits are shown but not edited.
        let key = u32::try_from(record).ok().zip(u16::try_from(column).ok());
        let (Some(original), Some(key)) = (original, key) else {
            return Err(missing(line, self.cells(record).count()));
        };
        if original.text() == value {
            return Ok((key, None));
        }
        if value.is_empty() && !self.dialect.quotes && self.cells(record).nth(1).is_none() {
            return Err(EditError::WouldVanish { cell, line });
        }
        if let Some(character) = obstacle(&value, self.dialect) {
            return Err(EditError::Unwritable {
                cell,
                line,
                character,
            });
        }
        if let Some(character) = encoding::first_unencodable(&value, self.encoding) {
            return Err(EditError::Unencodable {
                cell,
                line,
                character,
                encoding: self.encoding,
            });
        }
        Ok((key, Some(Arc::from(value))))
    }

    /// Writes a piece of text in the encoding of the file, in blocks, so that a large file is not there twice;
    /// `block` is kept for its allocation.
    fn write_text(
        &self,
        mut text: &[u8],
        block: &mut Vec<u8>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if matches!(self.encoding, Encoding::Utf8 | Encoding::Utf8Bom) {
            return out.write_all(text);
        }
        while !text.is_empty() {
            let mut end = text.len().min(BLOCK);
            while end < text.len() && text[end] & 0xc0 == 0x80 {
                end -= 1;
            }
            let (piece, rest) = text.split_at(end);
            block.clear();
            // Neither fails: the text was decoded from this encoding, and no other edit was let in.
            let piece = std::str::from_utf8(piece).map_err(io::Error::other)?;
            encoding::encode_into(piece, self.encoding, block).map_err(io::Error::other)?;
            out.write_all(block)?;
            text = rest;
        }
        Ok(())
    }
}
