//! The file that step 3 has open: its document, which column is which, and what the check says of each row. It lives in
//! the desk, so that going to another step and coming back loses nothing. Not here: keys, and how it looks.

mod changing;
mod checking;
mod writing;

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use self::checking::Check;
pub(super) use self::checking::News;
pub(super) use self::writing::Saved;
use self::writing::Saving;
use super::columns::Shown;
use super::keeping::Keeping;
use super::marking::Marks;
use super::rows::Finding;
use crate::domain::columns::Columns;
use crate::domain::plan::{Planner, Rejection};
use crate::domain::repair;
use crate::domain::template::{Direction, Encoding, Field, Template};
use crate::domain::text::visible;
use crate::file::{CellState, Document};
use crate::jobs::JobHandle;
use crate::jobs::check::{self, Checked, Mark, People, State};
use crate::jobs::document::Opened;
use crate::jobs::reading::{self, DataRow, Layout};
use crate::t;
use crate::tui::widgets::table::TableState;

/// So many rows are judged again at once when they change; of more, the check of the whole file tells soon enough.
const AT_ONCE: usize = 1000;

/// A file that is open for editing its addresses.
#[derive(Debug)]
pub struct Editing {
    document: Document,
    columns: Columns,
    layout: Layout,
    /// The records of all data rows, in the order of the file.
    rows: Arc<Vec<u32>>,
    /// The records of the rows that are shown, in the order in which they are, where that is not all of them in the order of
    /// the file.
    shown: Option<Arc<Vec<u32>>>,
    /// The marked records.
    pub(super) marks: Marks,
    /// Who is in the register.
    pub(super) people: Option<Arc<People>>,
    /// Judges single rows; kept, because it remembers what it found out about user ids.
    planner: Option<Planner>,
    checked: Arc<Checked>,
    checking: Option<Check>,
    /// How many rows have damaged keys, until that was told.
    damaged: Option<u64>,
    /// Records that were edited since the running check took its copy of the table.
    touched: Vec<usize>,
    saving: Option<Saving>,
    saved: bool,
    /// The journal of what is not saved.
    pub(super) keeping: Keeping,
    /// Has the guide propose the file next time; waited for at the end.
    pub(super) remembering: Option<JobHandle<()>>,
    /// Where the cursor is.
    pub(super) cursor: TableState,
    /// The column that it is on.
    pub(super) column: Shown,
    /// How wide the widest cells of the columns are, as far as they were looked at.
    pub(super) widths: Vec<(Shown, usize)>,
    /// Filter, order and search.
    pub(super) finding: Finding,
}

/// Why a row cannot be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Locked {
    /// The whole file is open for reading only.
    ReadOnly,
    /// Another koppla has the file open.
    InUse,
    /// Edits of an earlier session are to be taken back or thrown away first.
    Undecided,
    /// The person's address is verified.
    Verified,
}

impl Editing {
    /// Takes a file whose columns are known.
    ///
    /// # Errors
    /// Gives the file back with the first field whose column is not known.
    pub(super) fn new(opened: Opened) -> Result<Editing, (Box<Opened>, Field)> {
        let layout = match (opened.columns.missing(), Layout::of(&opened.columns.fields)) {
            (None, Ok(layout)) => layout,
            (missing, _) => {
                return Err((Box::new(opened), missing.unwrap_or(Field::ConnectAddress)));
            }
        };
        let mut editing = Editing {
            document: opened.document,
            columns: opened.columns,
            layout,
            rows: Arc::new(opened.rows),
            shown: None,
            marks: Marks::default(),
            people: None,
            planner: None,
            checked: Arc::default(),
            checking: None,
            damaged: None,
            touched: Vec::new(),
            saving: None,
            saved: false,
            keeping: Keeping::default(),
            remembering: None,
            cursor: TableState::default(),
            column: Shown::default(),
            widths: Vec::new(),
            finding: Finding::default(),
        };
        editing.measure();
        Ok(editing)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        self.document.path()
    }

    /// The name of the file, fit for the terminal.
    pub(super) fn name(&self) -> String {
        file_name(self.path())
    }

    /// The file in its present state.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Where the columns are that the rules look at.
    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    /// Which column is which.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// How the file is written, as the export template that would write it so: for an import template that reads it. Nothing
    /// where no template can say it: lines above the heading row, or an encoding that templates do not offer.
    pub fn as_template(&self) -> Option<Template> {
        let table = self.document.table();
        let (encoding, skip) = (table.encoding(), self.columns.skip);
        (skip <= 1 && Encoding::CHOICES.contains(&encoding)).then(|| Template {
            name: self.name(),
            columns: self.columns.fields.clone(),
            delimiter: table.dialect().delimiter,
            direction: Direction::Export {
                encoding,
                heading: skip == 1,
            },
        })
    }

    /// Whether anybody's name is known, or will be.
    pub(super) fn has_names(&self) -> bool {
        self.has_own_names() || self.people().is_none_or(People::known)
    }

    fn has_own_names(&self) -> bool {
        let named = [Field::FirstName, Field::LastName];
        named
            .iter()
            .any(|field| self.columns.position(*field).is_some())
    }

    /// Whether the file has been saved since it was opened.
    pub fn saved(&self) -> bool {
        self.saved
    }

    /// What would be lost if the program ended now, as a sentence.
    pub fn unsaved(&self) -> Option<String> {
        let changes = u64::try_from(self.document.changed_count()).unwrap_or(u64::MAX);
        (changes > 0).then(|| t!("addresses-unsaved", file = self.name(), n = changes))
    }

    /// The records of all data rows, in the order of the file.
    pub(super) fn all(&self) -> &Arc<Vec<u32>> {
        &self.rows
    }

    /// Shows these records in this order; without any, all in the order of the file.
    pub(super) fn set_shown(&mut self, shown: Option<Arc<Vec<u32>>>) {
        self.shown = shown;
    }

    /// The records of the rows that are shown, in the order in which they are.
    pub(super) fn listed(&self) -> &Arc<Vec<u32>> {
        self.shown.as_ref().unwrap_or(&self.rows)
    }

    /// How many rows are shown.
    pub(super) fn len(&self) -> usize {
        self.listed().len()
    }

    /// Puts the cursor where it was in the beginning of the file, or at the end.
    pub(super) fn stay(&mut self, cursor: Option<TableState>, to_the_end: bool) {
        self.cursor = cursor.unwrap_or_default();
        if to_the_end {
            self.cursor.select(usize::MAX, self.len());
        }
    }

    /// The record of the file in which a row stands.
    pub(super) fn record(&self, row: usize) -> usize {
        self.listed()
            .get(row)
            .map_or(usize::MAX, |record| *record as usize)
    }

    /// The row in which a record of the file is shown, if it is.
    pub(super) fn row_of(&self, record: usize) -> Option<usize> {
        let record = u32::try_from(record).ok()?;
        match &self.shown {
            None => self.rows.binary_search(&record).ok(),
            Some(shown) => shown.iter().position(|shown| *shown == record),
        }
    }

    /// A record as a data row; nothing where it is none.
    fn data_row(&self, record: usize) -> Option<DataRow> {
        let number = self.rows.binary_search(&u32::try_from(record).ok()?).ok()?;
        Some(DataRow {
            record,
            line: reading::line(&self.document.table(), record),
            number: u32::try_from(number + 1).unwrap_or(u32::MAX),
        })
    }

    /// The physical line of a row, from 1; 0 where there is no such row.
    pub(super) fn line(&self, row: usize) -> u32 {
        let record = self.record(row);
        if record < self.document.records() {
            reading::line(&self.document.table(), record)
        } else {
            0
        }
    }

    /// What stands in a field of a row; empty where the row or the file has no such column.
    pub(super) fn value(&self, row: usize, field: Field) -> Cow<'_, str> {
        self.columns
            .position(field)
            .and_then(|column| self.document.cell(self.record(row), column))
            .unwrap_or_default()
    }

    /// The address of a row.
    pub(super) fn address(&self, row: usize) -> Cow<'_, str> {
        self.value(row, Field::ConnectAddress)
    }

    /// Whether the address of a row differs from the file.
    pub(super) fn is_changed(&self, row: usize) -> bool {
        let state = self.document.state(self.record(row), self.layout.address);
        state == CellState::Unsaved
    }

    /// What the check says of a row, in short.
    pub(super) fn mark(&self, row: usize) -> Mark {
        self.checked.mark(self.record(row))
    }

    /// Why a row would be rejected.
    pub(super) fn rejection(&self, row: usize) -> Option<&Rejection> {
        self.checked.rejection(self.record(row))
    }

    /// Whether a row would be rejected for keys that can be repaired as a rule: changed by a spreadsheet, or moved.
    pub(super) fn is_repairable(&self, row: usize) -> bool {
        let damaged = self.rejection(row).is_some_and(Rejection::is_damaged_key);
        damaged || (self.is_shifted(row) && self.people().is_some_and(People::known))
    }

    /// Whether a row would be rejected because its cells moved one column to the left, in a file where they can be moved back.
    pub(super) fn is_shifted(&self, row: usize) -> bool {
        let cell = |column| {
            let cell = self.document.cell(self.record(row), column);
            cell.unwrap_or_default()
        };
        self.rejection(row).is_some()
            && self.columns.fields == Field::REQUIRED.map(Some)
            && repair::looks_shifted(
                &cell(self.layout.user_id),
                &cell(self.layout.employee_number),
                &cell(self.layout.address),
            )
    }

    /// What the address of a row probably should be.
    pub(super) fn suggestion(&self, row: usize) -> Option<String> {
        check::suggestion(&self.address(row), self.mark(row), self.rejection(row))
    }

    /// Why nothing of the file can be edited, if so.
    pub(super) fn closed(&self) -> Option<Locked> {
        let read_only = self.document.read_only().map(|_| Locked::ReadOnly);
        read_only.or_else(|| self.keeping.locked())
    }

    /// Why a row cannot be edited, if so.
    pub(super) fn locked(&self, row: usize) -> Option<Locked> {
        if let Some(closed) = self.closed() {
            return Some(closed);
        }
        match self.mark(row).state {
            State::Verified => Some(Locked::Verified),
            _ => None,
        }
    }

    /// The next row (or the one before) that lacks an address, beginning anew at the other end.
    pub(super) fn next_lacking(&self, from: usize, forwards: bool) -> Option<usize> {
        let len = self.len();
        (1..=len)
            .map(|by| {
                let by = if forwards { by } else { len - by };
                (from + by) % len
            })
            .find(|row| self.mark(*row).state == State::Lacking)
    }

    /// Uses the columns in another way.
    pub(super) fn set_columns(&mut self, columns: Columns) {
        if let Ok(layout) = Layout::of(&columns.fields) {
            self.layout = layout;
            self.columns = columns;
            // Nothing of what was found out holds for other columns.
            self.forget_people();
            self.checked = Arc::default();
            self.measure();
        }
    }

    /// Whether nothing goes on beside the screen.
    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        let remembered = self.remembering.as_ref().is_none_or(JobHandle::is_finished);
        let still = self.checking.is_none() && self.saving.is_none() && remembered;
        still && self.keeping.is_idle() && !self.finding.works()
    }
}

/// The name of a file without its directory, fit for the terminal.
pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    visible(&name.to_string_lossy()).into_owned()
}
