//! A delimited file as a document: koppla never changes a byte that was not edited.
//!
//! | part | what it does |
//! |---|---|
//! | [`source`] | reads a file or standard input whole, or says why it is none that koppla opens |
//! | [`encoding`] | bytes to UTF-8 text and back; a guess only where the bytes leave a choice |
//! | [`dialect`] | delimiter, quotes, line endings |
//! | [`index`] | where each record begins and on which physical line |
//! | [`record`] | cuts a record into cells without copying, writes a value as a cell |
//! | [`document`], [`edits`] | an overlay of edits, undo and redo |
//! | [`table`] | one state of a document, for reading and saving |
//! | [`atomic`] | replaces a file wholly or not at all |
//! | [`journal`] | keeps committed edits through a crash |
//! | [`workbook`] | a sheet of an .xlsx as rows of text, to fill from |
//! | [`writer`] | writes new rows: exports, rejects, logs |
//! | [`listing`] | a directory for a file chooser |
//! | [`lock`] | lets one program at a time do something |
//!
//! Not here: what a column means, templates against files (the domain's preflight), and any sentence for the
//! screen: errors carry the data, [`FileError::code`] names them.

pub mod atomic;
pub mod dialect;
pub mod document;
pub mod edits;
pub mod encoding;
pub mod error;
mod guess;
pub mod index;
pub mod journal;
mod journal_records;
pub mod listing;
pub mod lock;
mod overlay;
#[cfg(test)]
mod promises;
pub mod record;
pub mod source;
pub mod table;
pub mod workbook;
pub mod writer;

pub use atomic::{WriteOptions, may_write, sweep_beside, write_atomic};
pub use dialect::{Dialect, LineEnding, LineEndings};
pub use document::{Document, Reading};
pub use edits::{CellEdit, CellRef, CellState, Changed, EditError, Prepared};
pub use encoding::{Decoded, Doubt, Unencodable};
pub use error::{FileError, FileKind};
pub use index::Index;
pub use journal::{CellChange, Identity, Journal, JournalError, Opened, Recovery};
pub use listing::{Entry, existing, list};
pub use lock::Lock;
pub use record::{Cell, Cells};
pub use source::{Input, Limits, Raw, Stamp, expand_home, read, read_start};
pub use table::{ReadOnly, Table};
pub use workbook::{SheetRow, read_workbook};
pub use writer::{DelimitedWriter, RowSink, is_formula_like, neutralised, restored, write_rows};
