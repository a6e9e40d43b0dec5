//! A file as a table that can be edited: one text, one index, an overlay of edits, an undo history. What is saved
//! differs from what was opened in the edited fields and nowhere else, line ends, quotes and broken bytes included.
//! [`Table`] is the reading side, [`Document`] the one that changes.
//! Not here: what a column means, which cells may be edited, and the recovery journal.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic::WriteOptions;
use super::dialect::{Dialect, guess_delimiter};
use super::edits::{CellEdit, CellRef, CellState, Changed, EditError, Edits, Prepared};
use super::encoding;
use super::error::FileError;
use super::index::{Extent, Index, IndexError, Progress};
use super::source::{Raw, Stamp};
use super::table::{Base, ReadOnly, Table};
use crate::domain::template::{Delimiter, Encoding};

/// How a file is to be read; what is not given is found out from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The encoding, where there is no byte order mark.
    pub encoding: Option<Encoding>,
    /// The delimiter.
    pub delimiter: Option<Delimiter>,
    /// Whether quotes enclose fields.
    pub quotes: bool,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            encoding: None,
            delimiter: None,
            quotes: true,
        }
    }
}

/// A file that is being edited.
#[derive(Debug)]
pub struct Document {
    base: Arc<Base>,
    edits: Edits,
    path: PathBuf,
    stamp: Option<Stamp>,
}

impl Document {
    /// Decodes and indexes what was read. `progress` hears about once a megabyte how many bytes of the text are
    /// indexed, and may stop the work. The first block of a file ([`super::source::read_start`]) opens read-only.
    ///
    /// # Errors
    /// [`FileError::QuoteUnclosed`], `Empty` (nothing but line ends, delimiters and spaces), `TooLarge` (if the decoded text is
    /// longer than 32 bits can count), `Cancelled`.
    pub fn open(raw: Raw, reading: Reading, progress: Progress<'_>) -> Result<Document, FileError> {
        let Raw {
            path,
            bytes,
            stamp,
            complete,
        } = raw;
        let decoded = encoding::decode(bytes, reading.encoding);
        let text = decoded.text;
        let guessed = guess_delimiter(&text);
        let dialect = Dialect {
            // A file of one column is divided by nothing; a tab is the last thing to turn up in a name.
            delimiter: reading.delimiter.or(guessed).unwrap_or(Delimiter::TAB),
            quotes: reading.quotes,
        };
        let extent = if complete {
            Extent::Whole
        } else {
            Extent::Start
        };
        let index = match Index::build(&text, dialect, extent, progress) {
            Ok(index) => index,
            Err(IndexError::QuoteUnclosed { line }) => {
                return Err(FileError::QuoteUnclosed { path, line });
            }
            Err(IndexError::TooLarge { size }) => {
                return Err(FileError::TooLarge {
                    path,
                    size: Some(size),
                    limit: u64::from(u32::MAX),
                });
            }
            Err(IndexError::Cancelled) => return Err(FileError::Cancelled { path }),
        };
        let read_only = match (complete, decoded.faithful) {
            (false, _) => Some(ReadOnly::Incomplete),
            (true, false) => Some(ReadOnly::Unfaithful),
            (true, true) => None,
        };
        let base = Base {
            path: path.clone(),
            text,
            index,
            dialect,
            guessed,
            encoding: decoded.encoding,
            doubt: decoded.doubt,
            read_only,
        };
        let document = Document {
            base: Arc::new(base),
            edits: Edits::default(),
            path,
            stamp,
        };
        if complete && document.table().says_nothing() {
            let path = document.path;
            return Err(FileError::Empty { path });
        }
        Ok(document)
    }

    /// Reads the file as it was opened in another way, without asking the disk. Edits and history are given up.
    ///
    /// # Errors
    /// As [`Document::open`], and [`FileError::ReadOnly`] where the bytes are no longer known.
    pub fn reread(&self, reading: Reading, progress: Progress<'_>) -> Result<Document, FileError> {
        let original = Table {
            base: Arc::clone(&self.base),
            overlay: Arc::default(),
        };
        let raw = Raw {
            path: self.base.path.clone(),
            bytes: original.to_bytes()?,
            stamp: self.stamp,
            complete: true,
        };
        Document::open(raw, reading, progress)
    }

    /// The present state for reading, here or in a worker.
    pub fn table(&self) -> Table {
        Table {
            base: Arc::clone(&self.base),
            overlay: Arc::clone(&self.edits.overlay),
        }
    }

    /// The state that the file on disk is in, as it was last opened or saved.
    pub fn saved_table(&self) -> Table {
        Table {
            base: Arc::clone(&self.base),
            overlay: self.edits.saved(),
        }
    }

    /// Where the document was opened from or last saved to; `-` for standard input.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The state of the file on disk when it was opened or last saved.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// Why the document cannot be edited, if so.
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.base.read_only
    }

    /// How many records there are, headings and blank lines included.
    pub fn records(&self) -> usize {
        self.base.index.records()
    }

    /// A cell with its edit; `None` where the row has fewer columns.
    pub fn cell(&self, record: usize, column: usize) -> Option<Cow<'_, str>> {
        self.base.cell(&self.edits.overlay, record, column)
    }

    /// The physical line that a record begins on, from 1.
    pub fn line(&self, record: usize) -> u64 {
        self.base.index.line(record)
    }

    /// Changes cells as one step, all or none. A value equal to the one in the file as it was opened removes the
    /// edit: the field then keeps its bytes. Returns the cells that changed.
    ///
    /// # Errors
    /// See [`EditError`]; the first edit that cannot be made is named, and nothing is changed.
    pub fn set(&mut self, edits: Vec<CellEdit>) -> Result<Changed, EditError> {
        let changes = self.base.changes(edits)?;
        Ok(self.edits.apply(changes))
    }

    /// Takes a step that was [prepared](Table::prepare) on this document; the cells that changed.
    pub fn take(&mut self, prepared: Prepared) -> Changed {
        self.edits.take(prepared)
    }

    /// Takes the last step back; the cells that changed, `None` if there is nothing to undo.
    pub fn undo(&mut self) -> Option<Changed> {
        self.edits.undo()
    }

    /// Does the step again that was taken back last; the cells that changed, `None` if there is nothing to redo.
    pub fn redo(&mut self) -> Option<Changed> {
        self.edits.redo()
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.edits.can_undo()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        self.edits.can_redo()
    }

    /// Whether saving would change the file.
    pub fn is_changed(&self) -> bool {
        self.edits.unsaved() > 0
    }

    /// In how many cells the document differs from the file as it was last opened or saved.
    pub fn changed_count(&self) -> usize {
        self.edits.unsaved()
    }

    /// Those cells, in the file's order.
    pub fn changed_cells(&self) -> Vec<CellRef> {
        self.edits.unsaved_cells()
    }

    /// Whether a cell is as it was, changed and saved, or changed.
    pub fn state(&self, record: usize, column: usize) -> CellState {
        self.edits.state(CellRef { record, column })
    }

    /// Writes the file in its encoding and remembers the place and that nothing is unsaved. Undo goes on working.
    /// To save over the file that was opened, pass [`WriteOptions::unless_changed`] with [`Document::stamp`].
    ///
    /// # Errors
    /// As [`write_atomic`](super::write_atomic), and [`FileError::ReadOnly`].
    pub fn save(&mut self, path: &Path, options: WriteOptions) -> Result<(), FileError> {
        let table = self.table();
        let stamp = table.save(path, options)?;
        self.mark_saved(&table, path, stamp);
        Ok(())
    }

    /// Remembers that a worker has saved this state; edits made meanwhile stay unsaved.
    pub fn mark_saved(&mut self, saved: &Table, path: &Path, stamp: Stamp) {
        self.edits.mark_saved(&saved.overlay);
        self.path = path.to_owned();
        self.stamp = Some(stamp);
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
