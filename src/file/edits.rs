//! The edits of a document: an [overlay](super::overlay) over cells that stay as they are in the text, and the steps that undo and
//! redo walk along. A step of a million cells is [prepared](Prepared) beside the screen; taking it, undoing it and doing it again
//! then exchanges two overlays. Not here: whether a cell exists or can hold a value ([`super::table`] knows).

use std::sync::Arc;

use crate::domain::template::Encoding;

use super::overlay::Overlay;
use super::table::ReadOnly;

/// A cell of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// Record, from 0; blank lines and headings count.
    pub record: usize,
    /// Column, from 0.
    pub column: usize,
}

/// A new value for a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellEdit {
    /// Which cell.
    pub cell: CellRef,
    /// What it shall hold.
    pub value: String,
}

/// Whether a cell is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// As it was when the file was opened, and as it is in the file now.
    Original,
    /// Changed since the file was opened, and saved.
    Saved,
    /// Other than in the file as it was last opened or saved.
    Unsaved,
}

/// Why cells were not changed; none of them was then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The document cannot be saved to the byte, so it is not edited either.
    #[error("The file is open for reading only.")]
    ReadOnly(ReadOnly),
    /// The row has fewer columns, or the document fewer rows.
    #[error("The row on line {line} has {columns} columns, so it has no column {}.", .cell.column + 1)]
    NoSuchCell {
        /// The cell that was to be changed.
        cell: CellRef,
        /// The physical line of its row, from 1; 0 where there is no such row.
        line: u64,
        /// How many columns the row has.
        columns: usize,
    },
    /// A character that the file cannot hold: NUL anywhere, and a delimiter or line end in a file read without quotes.
    #[error("The character {character:?} cannot stand in a cell of this file (line {line}).")]
    Unwritable {
        /// The cell that was to be changed.
        cell: CellRef,
        /// Its physical line, from 1.
        line: u64,
        /// The first such character.
        character: char,
    },
    /// The only field of its row would become empty, which without quotes is a blank line and no row any more.
    #[error("The only field of the row on line {line} cannot be emptied.")]
    WouldVanish {
        /// The cell that was to be changed.
        cell: CellRef,
        /// Its physical line, from 1.
        line: u64,
    },
    /// A character that the file's encoding lacks.
    #[error("The character {character:?} does not exist in {} (line {line}).", .encoding.code())]
    Unencodable {
        /// The cell that was to be changed.
        cell: CellRef,
        /// Its physical line, from 1.
        line: u64,
        /// The first such character.
        character: char,
        /// The encoding of the file.
        encoding: Encoding,
    },
}

impl EditError {
    /// The cell that was to be changed; `None` where none of the file may be.
    pub fn cell(&self) -> Option<CellRef> {
        match self {
            EditError::ReadOnly(_) => None,
            EditError::NoSuchCell { cell, .. }
            | EditError::Unwritable { cell, .. }
            | EditError::WouldVanish { cell, .. }
            | EditError::Unencodable { cell, .. } => Some(*cell),
        }
    }
}

/// What an edit does to an overlay: the value of a cell, or `None` where it is that of the text.
pub(super) type Change = (Key, Option<Arc<str>>);

/// Record and column in six bytes' worth of key; no larger ones are let in.
pub(super) type Key = (u32, u16);

/// The cell of a key of the overlay.
pub(super) fn cell_of((record, column): Key) -> CellRef {
    CellRef {
        record: record as usize,
        column: usize::from(column),
    }
}

/// One cell of a step with the value that is not in the overlay at present: the one before it when the step is
/// done, the one after it when it is undone. So undo and redo are the same exchange, and nothing is kept twice.
#[derive(Debug, Clone)]
struct Swap {
    key: Key,
    other: Option<Arc<str>>,
}

/// Cells that have changed, in the file's order. Shared, because there can be millions.
pub type Changed = Arc<Vec<CellRef>>;

/// What a step has changed.
#[derive(Debug, Clone)]
enum Step {
    /// Some cells.
    Cells(Vec<Swap>),
    /// So many that the state on its other side is kept whole.
    Whole(Other, Changed),
}

/// A state of the edits, and in how many cells it differs from one that was saved.
#[derive(Debug, Clone)]
struct Other {
    overlay: Arc<Overlay>,
    saved: Arc<Overlay>,
    unsaved: usize,
}

/// A step that was prepared on a state of a document, to be taken at once.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The state that it was prepared on.
    pub(super) before: Arc<Overlay>,
    after: Other,
    cells: Changed,
}

impl Prepared {
    /// The step that these changes make of the edits as they were before; for a worker.
    pub(super) fn new(
        before: &Arc<Overlay>,
        saved: &Arc<Overlay>,
        changes: impl IntoIterator<Item = Change>,
    ) -> Prepared {
        let mut edits = Edits {
            overlay: Arc::clone(before),
            saved: Arc::clone(saved),
            unsaved: before.difference(saved).len(),
            history: History::default(),
        };
        edits.apply(changes);
        let cells = edits.overlay.difference(before);
        Prepared {
            before: Arc::clone(before),
            after: Other {
                overlay: edits.overlay,
                saved: edits.saved,
                unsaved: edits.unsaved,
            },
            cells: Arc::new(cells),
        }
    }

    /// In how many cells it changes anything.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// What was done and can be undone, and what was undone and can be redone.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    steps: Vec<Step>,
    done: usize,
}

/// The overlay, what of it is in the file, and in how many cells the two differ.
#[derive(Debug, Clone, Default)]
pub(super) struct Edits {
    pub(super) overlay: Arc<Overlay>,
    saved: Arc<Overlay>,
    unsaved: usize,
    history: History,
}

impl Edits {
    /// Does a step; `None` takes a value out of the overlay. What changes nothing is left out, and a step that
    /// changes nothing at all is none. Returns the cells that changed.
    pub(super) fn apply(&mut self, changes: impl IntoIterator<Item = Change>) -> Changed {
        let mut step = Vec::new();
        for (key, value) in changes {
            if self.overlay.at(key) != value.as_ref() {
                let other = self.exchange(key, value);
                step.push(Swap { key, other });
            }
        }
        let cells = cells(&step);
        if !step.is_empty() {
            self.done(Step::Cells(step));
        }
        Arc::new(cells)
    }

    /// Takes a step that was prepared; the cells that changed.
    pub(super) fn take(&mut self, prepared: Prepared) -> Changed {
        let Prepared {
            before,
            mut after,
            cells,
        } = prepared;
        if !Arc::ptr_eq(&before, &self.overlay) {
            // Something came between; its cells get the same values all the same.
            let key = |cell: &CellRef| (cell.record as u32, cell.column as u16);
            let changes = cells.iter().map(key);
            return self.apply(changes.map(|key| (key, after.overlay.at(key).cloned())));
        }
        if !cells.is_empty() {
            self.exchange_whole(&mut after, &cells);
            self.done(Step::Whole(after, Arc::clone(&cells)));
        }
        cells
    }

    fn done(&mut self, step: Step) {
        self.history.steps.truncate(self.history.done);
        self.history.steps.push(step);
        self.history.done += 1;
    }

    /// Goes over to another state, which differs in these cells, and leaves the present one in its place.
    fn exchange_whole(&mut self, other: &mut Other, cells: &[CellRef]) {
        let unsaved = if Arc::ptr_eq(&self.saved, &other.saved) {
            other.unsaved
        } else if self.unsaved == 0 {
            cells.len()
        } else {
            other.overlay.difference(&self.saved).len()
        };
        let before = Other {
            overlay: std::mem::replace(&mut self.overlay, Arc::clone(&other.overlay)),
            saved: Arc::clone(&self.saved),
            unsaved: std::mem::replace(&mut self.unsaved, unsaved),
        };
        *other = before;
    }

    /// Takes the last step back.
    pub(super) fn undo(&mut self) -> Option<Changed> {
        let last = self.history.done.checked_sub(1)?;
        let mut step = self.history.steps.get_mut(last)?.lift();
        let cells = match &mut step {
            Step::Cells(swaps) => {
                // Backwards, because a step may hold one cell twice.
                for swap in swaps.iter_mut().rev() {
                    swap.other = self.exchange(swap.key, swap.other.take());
                }
                Arc::new(cells(swaps))
            }
            Step::Whole(other, changed) => {
                self.exchange_whole(other, changed);
                Arc::clone(changed)
            }
        };
        self.history.steps[last] = step;
        self.history.done = last;
        Some(cells)
    }

    /// Does the step that was last taken back.
    pub(super) fn redo(&mut self) -> Option<Changed> {
        let next = self.history.done;
        let mut step = self.history.steps.get_mut(next)?.lift();
        let cells = match &mut step {
            Step::Cells(swaps) => {
                for swap in swaps.iter_mut() {
                    swap.other = self.exchange(swap.key, swap.other.take());
                }
                Arc::new(cells(swaps))
            }
            Step::Whole(other, changed) => {
                self.exchange_whole(other, changed);
                Arc::clone(changed)
            }
        };
        self.history.steps[next] = step;
        self.history.done = next + 1;
        Some(cells)
    }

    /// Whether there is a step to take back.
    pub(super) fn can_undo(&self) -> bool {
        self.history.done > 0
    }

    /// Whether there is a step to do again.
    pub(super) fn can_redo(&self) -> bool {
        self.history.done < self.history.steps.len()
    }

    /// The edits that are in the file.
    pub(super) fn saved(&self) -> Arc<Overlay> {
        Arc::clone(&self.saved)
    }

    /// How many cells differ from the file.
    pub(super) fn unsaved(&self) -> usize {
        self.unsaved
    }

    /// The cells that differ from the file.
    pub(super) fn unsaved_cells(&self) -> Vec<CellRef> {
        if self.unsaved == 0 {
            return Vec::new();
        }
        self.overlay.difference(&self.saved)
    }

    /// Whether a cell is as it was read, saved since, or not saved.
    pub(super) fn state(&self, cell: CellRef) -> CellState {
        let place = (cell.record, cell.column);
        match (self.overlay.get(place), self.saved.get(place)) {
            (None, None) => CellState::Original,
            (now, saved) if now == saved => CellState::Saved,
            _ => CellState::Unsaved,
        }
    }

    /// The file now holds this state, which may be older than the present one.
    pub(super) fn mark_saved(&mut self, saved: &Arc<Overlay>) {
        self.saved = Arc::clone(saved);
        self.unsaved = if Arc::ptr_eq(&self.saved, &self.overlay) {
            0
        } else {
            self.overlay.difference(&self.saved).len()
        };
    }

    /// The one place where a value changes, so the count of unsaved cells holds.
    fn exchange(&mut self, key: Key, value: Option<Arc<str>>) -> Option<Arc<str>> {
        let in_file = self.saved.at(key);
        let differed = self.overlay.at(key) != in_file;
        let differs = value.as_ref() != in_file;
        match (differed, differs) {
            (false, true) => self.unsaved += 1,
            (true, false) => self.unsaved -= 1,
            _ => {}
        }
        // Copies the overlay only if a snapshot or the saved state still holds it.
        Arc::make_mut(&mut self.overlay).exchange(key, value)
    }
}

impl Step {
    /// Takes the step out of the history for as long as it is walked along.
    fn lift(&mut self) -> Step {
        std::mem::replace(self, Step::Cells(Vec::new()))
    }
}

fn cells(step: &[Swap]) -> Vec<CellRef> {
    let mut cells: Vec<CellRef> = step.iter().map(|swap| cell_of(swap.key)).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(edits: &mut Edits, changes: &[(Key, Option<&str>)]) -> usize {
        edits
            .apply(
                changes
                    .iter()
                    .map(|(key, value)| (*key, value.map(Arc::from))),
            )
            .len()
    }

    fn value(edits: &Edits, key: Key) -> Option<&str> {
        edits.overlay.at(key).map(|value| &**value)
    }

    #[test]
    fn a_step_of_many_cells_is_undone_and_redone_as_one() {
        let mut edits = Edits::default();
        assert_eq!(
            set(&mut edits, &[((1, 2), Some("a")), ((2, 2), Some("b"))]),
            2
        );
        assert_eq!(
            set(&mut edits, &[((1, 2), Some("c")), ((1, 2), Some("d"))]),
            1
        );
        assert_eq!(value(&edits, (1, 2)), Some("d"));
        edits.undo().unwrap();
        assert_eq!(value(&edits, (1, 2)), Some("a"));
        assert_eq!(edits.undo().unwrap().len(), 2);
        assert!(edits.overlay.is_empty());
        assert_eq!(edits.undo(), None);
        edits.redo().unwrap();
        edits.redo().unwrap();
        assert_eq!(edits.redo(), None);
        assert_eq!(value(&edits, (1, 2)), Some("d"));
        assert_eq!(value(&edits, (2, 2)), Some("b"));
    }

    #[test]
    fn a_new_step_forgets_what_was_undone_but_an_empty_one_does_not() {
        let mut edits = Edits::default();
        set(&mut edits, &[((0, 0), Some("a"))]);
        edits.undo().unwrap();
        assert_eq!(set(&mut edits, &[((0, 0), None)]), 0);
        assert!(edits.can_redo() && !edits.can_undo());
        set(&mut edits, &[((0, 0), Some("b"))]);
        assert!(!edits.can_redo() && edits.can_undo());
    }

    #[test]
    fn unsaved_is_what_differs_from_the_file_not_how_it_came_about() {
        let mut edits = Edits::default();
        let cell = CellRef {
            record: 0,
            column: 0,
        };
        set(&mut edits, &[((0, 0), Some("a"))]);
        assert_eq!(
            (edits.unsaved(), edits.state(cell)),
            (1, CellState::Unsaved)
        );
        let saved = Arc::clone(&edits.overlay);
        edits.mark_saved(&saved);
        assert_eq!((edits.unsaved(), edits.state(cell)), (0, CellState::Saved));
        // Undo goes back beyond the save; the file still holds the edit.
        edits.undo().unwrap();
        assert_eq!(
            (edits.unsaved(), edits.state(cell)),
            (1, CellState::Unsaved)
        );
        assert_eq!(edits.unsaved_cells(), [cell]);
        edits.redo().unwrap();
        assert_eq!((edits.unsaved(), edits.state(cell)), (0, CellState::Saved));
        set(&mut edits, &[((0, 0), Some("b"))]);
        set(&mut edits, &[((0, 0), Some("a"))]);
        assert_eq!(edits.unsaved(), 0);
    }

    fn prepared(edits: &Edits, records: std::ops::Range<u32>, value: &str) -> Prepared {
        let changes = records.map(|record| ((record, 2), Some(Arc::from(value))));
        Prepared::new(&edits.overlay, &edits.saved, changes)
    }

    #[test]
    fn a_prepared_step_is_taken_undone_and_redone_like_any_other() {
        let mut edits = Edits::default();
        set(&mut edits, &[((3, 2), Some("own"))]);
        let step = prepared(&edits, 0..5000, "a");
        assert_eq!(edits.take(step).len(), 5000);
        set(&mut edits, &[((7, 2), Some("b"))]);
        assert_eq!((edits.unsaved(), edits.overlay.len()), (5000, 5000));
        edits.undo().unwrap();
        assert_eq!(value(&edits, (7, 2)), Some("a"));
        assert_eq!(edits.undo().unwrap().len(), 5000);
        assert_eq!((edits.unsaved(), value(&edits, (3, 2))), (1, Some("own")));
        assert_eq!(edits.redo().unwrap().len(), 5000);
        assert_eq!(edits.unsaved(), 5000);
        let saved = Arc::clone(&edits.overlay);
        edits.mark_saved(&saved);
        edits.undo().unwrap();
        assert_eq!(edits.unsaved(), edits.unsaved_cells().len());
        assert_eq!(edits.unsaved(), 5000);
        edits.redo().unwrap();
        assert_eq!((edits.unsaved(), edits.can_redo()), (0, true));
        edits.redo().unwrap();
        edits.undo().unwrap();
        edits.undo().unwrap();
        edits.undo().unwrap();
        assert_eq!(edits.unsaved(), edits.unsaved_cells().len());
        assert!(edits.overlay.is_empty() && !edits.can_undo());
    }

    #[test]
    fn a_step_prepared_on_another_state_changes_the_same_cells() {
        let mut edits = Edits::default();
        let step = prepared(&edits, 0..3, "a");
        assert!(prepared(&edits, 0..0, "a").is_empty());
        set(&mut edits, &[((1, 2), Some("a")), ((9, 2), Some("own"))]);
        assert_eq!(edits.take(step).len(), 2);
        assert_eq!((edits.unsaved(), edits.overlay.len()), (4, 4));
        edits.undo().unwrap();
        assert_eq!((edits.unsaved(), value(&edits, (9, 2))), (2, Some("own")));
    }

    #[test]
    fn what_is_edited_while_an_older_state_is_saved_stays_unsaved() {
        let mut edits = Edits::default();
        set(&mut edits, &[((0, 0), Some("a"))]);
        let written = Arc::clone(&edits.overlay);
        set(&mut edits, &[((1, 70), Some("b"))]);
        edits.mark_saved(&written);
        assert_eq!(edits.unsaved(), 1);
        assert_eq!(edits.overlay.get((1, 70)).map(|v| &**v), Some("b"));
        assert_eq!(edits.overlay.get((1, 80)), None);
    }
}
