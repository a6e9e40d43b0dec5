//! A row that a preview or a log has sent here: its cell under the cursor, and the import of what was corrected.
//! Not here: where it came from ([`crate::tui::screens::correcting`]).

use std::path::Path;

use super::columns::Shown;
use super::rows::Arrangement;
use super::state::Editing;
use super::{Addresses, Mode};
use crate::domain::address::trim;
use crate::domain::log::LoggedRow;
use crate::domain::person::user_id_key;
use crate::domain::plan::Outcome as RowOutcome;
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::file::Reading;
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

/// Where a row stands in the file now.
enum Found {
    /// Where it stood.
    Here(usize),
    /// In another place.
    Moved(usize),
    /// Nowhere.
    Gone,
}

fn find(editing: &Editing, row: &LoggedRow) -> Found {
    let table = editing.document().table();
    let layout = editing.layout();
    let cell = |record: u32, column| table.cell(record as usize, column).unwrap_or_default();
    let wanted = (
        user_id_key(trim(&row.user_id)).into_owned(),
        trim(&row.employee_number),
    );
    let is_it = |record: &u32| {
        let user_id = cell(*record, layout.user_id);
        let number = cell(*record, layout.employee_number);
        user_id_key(trim(&user_id)) == wanted.0.as_str() && trim(&number) == wanted.1
    };
    let says = |record: &u32| trim(&cell(*record, layout.address)) == trim(&row.value);
    let all = editing.all();
    let here = (row.record as usize)
        .checked_sub(1)
        .and_then(|at| all.get(at));
    if let Some(record) = here.filter(|record| is_it(record)) {
        return Found::Here(*record as usize);
    }
    // Without a key any other row without one would do as well.
    if wanted.0.is_empty() && wanted.1.is_empty() {
        return Found::Gone;
    }
    let same: Vec<u32> = all.iter().copied().filter(|record| is_it(record)).collect();
    let found = same.iter().find(|record| says(record)).or(same.first());
    found.map_or(Found::Gone, |record| Found::Moved(*record as usize))
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
        let from_log = correction.run().is_some();
        let (record, moved) = match find(editing, &row) {
            Found::Here(record) => (record, false),
            Found::Moved(record) => (record, true),
            Found::Gone => {
                let who = match row.user_id.is_empty() {
                    true => visible(&row.employee_number).into_owned(),
                    false => visible(&row.user_id).into_owned(),
                };
                let line = number(u64::from(row.line));
                let _ = self.say(Tone::Warning, t!("correcting-gone", who = who, line = line));
                return;
            }
        };
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
