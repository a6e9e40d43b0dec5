//! Everything that changes the document: cells, steps back and forth, and what that means for the check and the journal.

use super::{AT_ONCE, Editing};
use crate::file::{CellEdit, CellRef, Changed, EditError, Prepared};
use crate::jobs::journal::Changes;

impl Editing {
    /// Changes the address of a row; whether that changed anything.
    pub(in crate::tui::steps::addresses) fn set(
        &mut self,
        row: usize,
        value: String,
    ) -> Result<bool, EditError> {
        let cell = self.address_cell(row);
        Ok(self.set_all(vec![CellEdit { cell, value }])? > 0)
    }

    /// Changes cells as one step; how many are other than before.
    pub(in crate::tui::steps::addresses) fn set_all(
        &mut self,
        edits: Vec<CellEdit>,
    ) -> Result<usize, EditError> {
        let changed = self.document.set(edits)?;
        self.touch(&changed);
        Ok(changed.len())
    }

    /// Takes a step that a worker has prepared; how many cells are other than before.
    pub(in crate::tui::steps::addresses) fn take_step(&mut self, step: Prepared) -> usize {
        self.take_cells(step).len()
    }

    /// The same; which cells are other than before.
    pub(in crate::tui::steps::addresses) fn take_cells(&mut self, step: Prepared) -> Changed {
        let changed = self.document.take(step);
        self.touch(&changed);
        changed
    }

    /// Takes the last step back, or does it again; the first record that it changed, `None` if there is no such
    /// step.
    pub(in crate::tui::steps::addresses) fn step(&mut self, back: bool) -> Option<usize> {
        let changed = if back {
            self.document.undo()
        } else {
            self.document.redo()
        }?;
        self.touch(&changed);
        changed.first().map(|cell| cell.record)
    }

    /// Everything that changes the document ends here.
    fn touch(&mut self, cells: &Changed) {
        self.keep(cells);
        let records = cells.iter().map(|cell| cell.record);
        // Of more than are judged at once, it only matters that there are more.
        let room = (AT_ONCE + 1).saturating_sub(self.touched.len());
        self.touched.extend(records.clone().take(room));
        if cells.iter().any(|cell| cell.column != self.layout.address) {
            // Other keys are other people.
            self.forget_people();
        } else if cells.len() <= AT_ONCE {
            records.for_each(|record| self.judge_again(record));
        }
    }

    /// Cells for the journal.
    pub(in crate::tui::steps::addresses) fn changes(&self, cells: Changed) -> Changes {
        Changes {
            cells,
            saved: self.document.saved_table(),
            now: self.document.table(),
            keys: self.key_columns(),
        }
    }

    /// The columns of user id and employee number.
    pub(in crate::tui::steps::addresses) fn key_columns(&self) -> [usize; 2] {
        [self.layout.user_id, self.layout.employee_number]
    }

    /// The cell of an address.
    pub(in crate::tui::steps::addresses) fn address_cell(&self, row: usize) -> CellRef {
        CellRef {
            record: self.record(row),
            column: self.layout.address,
        }
    }
}
