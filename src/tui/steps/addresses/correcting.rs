//! A row that a preview or a log has sent here: its cell under the cursor, and the import of what was corrected.
//! Not here: where it came from ([`crate::tui::screens::correcting`]).

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::columns::Shown;
use super::rows::{Arrangement, Found};
use super::state::Editing;
use super::{Addresses, Mode};
use crate::domain::address::trim;
use crate::domain::log::LoggedRow;
use crate::domain::person::user_id_key;
use crate::domain::plan::Outcome as RowOutcome;
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::file::{Reading, Table};
use crate::jobs::reading::Layout;
use crate::jobs::{Control, JobError};
use crate::lang::number;
use crate::t;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::dialogs::Message;
use crate::tui::folders::whole;
use crate::tui::layer::Outcome;
use crate::tui::screens::correcting::Correction;
use crate::tui::theme::Tone;

/// Opens the step on the cell of a row.
pub fn correct(correction: Correction, path: &Path, context: &mut Context) -> Outcome {
    let desk = &mut context.desk;
    let open = desk.editing.as_ref();
    let same = open.filter(|editing| whole(editing.path()) == path);
    if let (Some(other), None) = (open, same)
        && other.document().is_changed()
    {
        let (title, file) = (t!("correcting-title"), other.name());
        let text = t!("correcting-other-unsaved", file = file);
        return Outcome::push(Message::new(Tone::Warning, title, text));
    }
    // A file that is open is known by the path by which it was opened.
    desk.file = Some(same.map_or(path, |editing| editing.path()).to_owned());
    desk.correction = Some(correction);
    Outcome::reset(Addresses::new(context))
}

/// How a file is read that is opened to be corrected; as its content says in any other case.
pub(super) fn reading(desk: &Desk, path: &Path) -> Reading {
    let correction = desk.correction.as_ref().filter(|c| c.is_of(path));
    correction.map(Correction::reading).unwrap_or_default()
}

/// How often looking for a row tells how far it is.
const REPORT_EVERY: usize = 4096;

/// What a row is known again by.
struct Sought {
    table: Table,
    layout: Layout,
    user_id: String,
    number: String,
    value: String,
}

impl Sought {
    fn new(editing: &Editing, row: &LoggedRow) -> Sought {
        Sought {
            table: editing.document().table(),
            layout: editing.layout(),
            user_id: user_id_key(trim(&row.user_id)).into_owned(),
            number: trim(&row.employee_number).to_owned(),
            value: trim(&row.value).to_owned(),
        }
    }

    /// Without a key any other row without one would do as well.
    fn has_key(&self) -> bool {
        !self.user_id.is_empty() || !self.number.is_empty()
    }

    fn cell(&self, record: u32, column: usize) -> Cow<'_, str> {
        let cell = self.table.cell(record as usize, column);
        cell.unwrap_or_default()
    }

    fn is(&self, record: u32) -> bool {
        let number = self.cell(record, self.layout.employee_number);
        trim(&number) == self.number
            && user_id_key(trim(&self.cell(record, self.layout.user_id))) == self.user_id.as_str()
    }

    /// Where it is among these: the first that also holds the value, else the first.
    fn find(&self, rows: &[u32], control: &Control) -> Result<Option<u32>, JobError> {
        let mut first = None;
        for (at, record) in rows.iter().enumerate() {
            if at % REPORT_EVERY == 0 && control.report(at as u64, rows.len() as u64).is_break() {
                return Err(JobError::Cancelled);
            }
            if !self.is(*record) {
                continue;
            }
            if trim(&self.cell(*record, self.layout.address)) == self.value {
                return Ok(Some(*record));
            }
            first = first.or(Some(*record));
        }
        Ok(first)
    }
}

impl Addresses {
    /// Goes to the row that was sent here, once its file is open.
    pub(super) fn go_to_correction(&mut self, context: &mut Context) {
        let desk = &mut context.desk;
        let (Some(editing), Some(correction)) = (desk.editing.as_mut(), desk.correction.as_mut())
        else {
            return;
        };
        self.correcting = matches!(self.mode, Mode::Table) && correction.is_of(editing.path());
        if !self.correcting {
            return;
        }
        let Some(row) = correction.row.take() else {
            return;
        };
        let sought = Sought::new(editing, &row);
        let all = editing.all();
        let here = (row.record as usize)
            .checked_sub(1)
            .and_then(|at| all.get(at))
            .copied();
        if let Some(record) = here.filter(|record| sought.is(*record)) {
            self.arrived(record as usize, false, &row, context);
        } else if sought.has_key() {
            // It may be anywhere in the file.
            let all = Arc::clone(all);
            let work = move |control: &Control| Ok(Found::Person(sought.find(&all, control)?));
            editing.finding.begin(&context.waker, Box::new(work));
            self.going = Some(row);
        } else {
            self.gone(&row);
        }
    }

    /// The row that was looked for has been found, or is nowhere.
    pub(super) fn arrive(&mut self, record: Option<u32>, context: &mut Context) -> Outcome {
        let Some(row) = self.going.take() else {
            return Outcome::Unchanged;
        };
        match record {
            Some(record) => self.arrived(record as usize, true, &row, context),
            None => self.gone(&row),
        }
        Outcome::Changed
    }

    fn gone(&mut self, row: &LoggedRow) {
        let who = match row.user_id.is_empty() {
            true => visible(&row.employee_number).into_owned(),
            false => visible(&row.user_id).into_owned(),
        };
        let line = number(u64::from(row.line));
        let _ = self.say(Tone::Warning, t!("correcting-gone", who = who, line = line));
    }

    /// Puts the cursor into the cell; `moved` where the row stands elsewhere than it did.
    fn arrived(&mut self, record: usize, moved: bool, row: &LoggedRow, context: &mut Context) {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return;
        };
        let correction = desk.correction.as_ref();
        let from_log = correction.is_some_and(|correction| correction.run().is_some());
        if editing.row_of(record).is_none() {
            editing.arrange(Arrangement::default(), &desk.place, &context.waker);
        }
        let column = match row.rejection.as_ref().and_then(|r| r.field()) {
            Some(Field::UserId) => Shown::UserId,
            Some(Field::EmployeeNumber) => Shown::Number,
            _ => Shown::Address,
        };
        let len = editing.len();
        if let Some(place) = editing.row_of(record) {
            editing.cursor.jump(place, len);
        }
        editing.go_to_column(column);
        let now = editing.document().cell(record, editing.layout().address);
        let edited = row.outcome == RowOutcome::Rejected
            && column == Shown::Address
            && now.is_some_and(|now| trim(&now) != trim(&row.value));
        let line = number(editing.document().line(record));
        let _ = match (moved, edited) {
            (true, _) => self.say(Tone::Warning, t!("correcting-moved", line = line)),
            (false, true) => self.say(Tone::Warning, t!("correcting-edited", line = line)),
            (false, false) if from_log => self.say(Tone::Plain, t!("correcting-then-touched")),
            (false, false) => self.say(Tone::Plain, t!("correcting-then-preview")),
        };
    }

    /// Imports what was corrected.
    pub(super) fn import_touched(&mut self, context: &mut Context) -> Outcome {
        let (Some(editing), Some(correction)) = (
            context.desk.editing.as_ref(),
            context.desk.correction.clone(),
        ) else {
            return Outcome::Unchanged;
        };
        if !self.correcting {
            return Outcome::Unchanged;
        }
        if editing.document().is_changed() {
            return self.say(Tone::Warning, t!("correcting-save-first"));
        }
        let path = whole(editing.path());
        correction.import(&path, context)
    }
}
