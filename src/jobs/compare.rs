//! What somebody else has done to a file while it was being edited, as counts: enough to decide whether to write over it.

use std::path::Path;

use hashbrown::{HashMap, HashSet};

use super::control::Control;
use super::error::JobError;
use super::journal::{Changes, row_mark};
use super::reading;
use crate::file::{Input, Limits, Reading};

/// How the rows of a file on the disk differ from those that were opened. Rows are the same if their keys are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OnDisk {
    /// Rows with another content.
    pub changed: u64,
    /// Rows that were not there.
    pub added: u64,
    /// Rows that are not there any more.
    pub removed: u64,
    /// Of the changed and removed ones, those that the document has edits in.
    pub both: u64,
}

/// Compares a file with the state in which it was opened or saved last. `mine` holds that state and the edited cells.
///
/// # Errors
/// When the file on the disk cannot be read as a table.
pub fn with_disk(path: &Path, mine: &Changes, control: &Control) -> Result<OnDisk, JobError> {
    let saved = &mine.saved;
    let dialect = saved.dialect();
    let reading = Reading {
        encoding: Some(saved.encoding()),
        delimiter: Some(dialect.delimiter),
        quotes: dialect.quotes,
    };
    let input = Input::Path(path.to_owned());
    let there = reading::open(&input, Limits::default(), reading, control)?.table();
    let mut rows: HashMap<u64, Vec<usize>> = HashMap::new();
    // Backwards, so that rows with the same keys are paired in the order of the file.
    for record in (0..saved.records()).rev() {
        let mark = row_mark(saved, record, mine.keys);
        if mark != 0 {
            rows.entry(mark).or_default().push(record);
        }
    }
    let edited: HashSet<usize> = mine.cells.iter().map(|cell| cell.record).collect();
    let mut found = OnDisk::default();
    for record in 0..there.records() {
        let mark = row_mark(&there, record, mine.keys);
        if mark == 0 {
            continue;
        }
        match rows.get_mut(&mark).and_then(Vec::pop) {
            None => found.added += 1,
            Some(before) if saved.row(before).eq(there.row(record)) => {}
            Some(before) => {
                found.changed += 1;
                found.both += u64::from(edited.contains(&before));
            }
        }
    }
    for gone in rows.into_values().flatten() {
        found.removed += 1;
        found.both += u64::from(edited.contains(&gone));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::index::unwatched;
    use crate::file::{CellEdit, CellRef, Document, Raw};

    #[test]
    fn rows_are_compared_by_their_keys() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f");
        let mine = b"id\tnr\tmail\na\t1\t\nb\t2\t\nc\t3\t\n\nd\t4\t\nd\t4\tx\n";
        std::fs::write(
            &path,
            b"id\tnr\tmail\nnew\t9\t\nc\t3\tc@f.se\na\t1\t\nd\t4\t\nd\t4\tx\n",
        )
        .unwrap();
        let raw = Raw::from_bytes("f".into(), mine.to_vec()).unwrap();
        let mut document = Document::open(raw, Reading::default(), &mut unwatched).unwrap();
        let edit = |record| CellEdit {
            cell: CellRef { record, column: 2 },
            value: "m@f.se".into(),
        };
        let cells = document.set(vec![edit(1), edit(2), edit(3)]).unwrap();
        let mine = Changes {
            cells,
            saved: document.saved_table(),
            now: document.table(),
            keys: [0, 1],
        };
        let found = with_disk(&path, &mine, &Control::unwatched()).unwrap();
        let expected = OnDisk {
            changed: 1,
            added: 1,
            removed: 1,
            both: 2,
        };
        assert_eq!(found, expected);
    }
}
