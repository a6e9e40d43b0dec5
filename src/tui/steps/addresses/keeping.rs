//! The recovery journal of the open file: each committed edit is in it before the screen shows it, and what is being typed
//! goes along. Opening a file opens its journal; what an earlier session left behind is offered
//! ([`super::restoring`]) and nothing is edited before that is decided. Not here: what a journal is
//! ([`crate::jobs::journal`]).

use std::sync::Arc;

use super::restoring::Restore;
use super::state::{Editing, Locked};
use super::typing::Typing;
use super::view::Sentence;
use super::{Addresses, Mode};
use crate::domain::text::visible;
use crate::file::journal::Outstanding;
use crate::file::{CellChange, Changed, FileError, Journal, JournalError, Opened, Recovery};
use crate::jobs::Place;
use crate::jobs::journal::{self, Keeper, row_mark};
use crate::lang::errors;
use crate::t;
use crate::tui::context::{Context, Waker};
use crate::tui::dialogs::{Confirm, Message};
use crate::tui::keys::Action;
use crate::tui::layer::{Outcome, Value};
use crate::tui::theme::Tone;

pub(super) const RESTORE: &str = "addresses.restore";
const THROW_AWAY: &str = "addresses.throw-away";

/// Whether this is one of the questions here.
pub(super) fn asks(question: &str) -> bool {
    [RESTORE, THROW_AWAY].contains(&question)
}

/// Whether an action of the table would change the file.
pub(super) fn edits(action: Action) -> bool {
    matches!(
        action,
        Action::Open
            | Action::Clear
            | Action::Fill
            | Action::TakeSuggestion
            | Action::TakeAllSuggestions
            | Action::Undo
            | Action::Redo
    )
}

/// How what is not saved is kept.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// Where journals lie, and who is to be woken.
    home: Option<(Place, Waker)>,
    state: State,
    /// Whether something that is being typed is in the journal.
    drafted: bool,
}

#[derive(Debug, Default)]
enum State {
    /// Not at all: the file is not edited, or there is no journal, which has been told.
    #[default]
    Not,
    /// Another koppla has the file open.
    InUse,
    /// Edits of an earlier session wait.
    Undecided(Box<Recovery>),
    /// In a journal.
    Open(Keeper),
}

impl Keeping {
    /// Why nothing of the file can be edited, if so.
    pub(super) fn locked(&self) -> Option<Locked> {
        match self.state {
            State::InUse => Some(Locked::InUse),
            State::Undecided(_) => Some(Locked::Undecided),
            State::Not | State::Open(_) => None,
        }
    }

    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        match &self.state {
            State::Open(keeper) => keeper.is_idle(),
            _ => true,
        }
    }
}

impl Editing {
    /// Opens the journal of the file.
    ///
    /// # Errors
    /// Another koppla has the file, or the journal cannot be used; in the latter case editing goes on without.
    pub(super) fn open_journal(
        &mut self,
        place: &Place,
        waker: &Waker,
    ) -> Result<(), JournalError> {
        self.keeping.home = Some((place.clone(), waker.clone()));
        if self.document().read_only().is_some() {
            return Ok(());
        }
        self.keeping.state = match journal::open(place, self.path()) {
            Ok(Opened::Clean(journal)) => self.keeper(journal),
            Ok(Opened::Pending(recovery)) => State::Undecided(recovery),
            Err(JournalError::InUse) => {
                self.keeping.state = State::InUse;
                return Err(JournalError::InUse);
            }
            Err(error) => return Err(error),
        };
        Ok(())
    }

    fn keeper(&self, journal: Journal) -> State {
        let Some((_, waker)) = &self.keeping.home else {
            return State::Not;
        };
        let wake = Arc::new(waker.callback());
        let document = self.document();
        State::Open(Keeper::start(
            journal,
            document.stamp(),
            document.saved_table(),
            wake,
        ))
    }

    /// Whether edits of an earlier session wait.
    pub(super) fn is_undecided(&self) -> bool {
        matches!(self.keeping.state, State::Undecided(_))
    }

    /// Puts cells that were changed into the journal.
    pub(super) fn keep(&mut self, cells: &Changed) {
        let State::Open(keeper) = &self.keeping.state else {
            return;
        };
        if keeper.is_behind() || !self.document().is_changed() {
            self.keep_anew();
        } else {
            keeper.step(self.changes(Arc::clone(cells)));
        }
    }

    /// Has the journal hold what is not saved and nothing else.
    fn keep_anew(&self) {
        if let State::Open(keeper) = &self.keeping.state {
            let document = self.document();
            keeper.rebase(
                document.stamp(),
                self.changes(document.changed_cells().into()),
            );
        }
    }

    /// What is not saved by now goes on top of the file as it was just saved, here or under another name.
    pub(super) fn keep_saved(&mut self, moved: bool) {
        if !moved {
            return self.keep_anew();
        }
        if let State::Open(keeper) = std::mem::take(&mut self.keeping.state) {
            keeper.rebase(None, self.changes(Changed::default()));
        }
        let Some((place, _)) = &self.keeping.home else {
            return;
        };
        self.keeping.state = match journal::open(place, self.path()) {
            Ok(Opened::Clean(journal)) => self.keeper(journal),
            // Of the file that was replaced.
            Ok(Opened::Pending(recovery)) => self.keeper(recovery.into_journal()),
            Err(JournalError::InUse) => State::InUse,
            Err(error) => {
                tracing::warn!(%error, "no recovery journal");
                State::Not
            }
        };
        self.keep_anew();
    }

    /// Keeps what is being typed into a row; `None` where nothing else stands there than before.
    pub(super) fn keep_draft(&mut self, row: usize, typed: Option<&str>) {
        let Some(typed) = typed else {
            return self.forget_draft();
        };
        let State::Open(keeper) = &self.keeping.state else {
            return;
        };
        let cell = self.address_cell(row);
        let table = self.document().saved_table();
        keeper.draft(Some(CellChange {
            cell,
            row: row_mark(&table, cell.record, self.key_columns()),
            old: self.address(row).into_owned(),
            new: typed.to_owned(),
        }));
        self.keeping.drafted = true;
    }

    /// What was being typed is committed or given up.
    pub(in crate::tui) fn forget_draft(&mut self) {
        if std::mem::take(&mut self.keeping.drafted)
            && let State::Open(keeper) = &self.keeping.state
        {
            keeper.draft(None);
        }
    }

    /// What could not be kept, once.
    pub(super) fn keeping_trouble(&self) -> Option<FileError> {
        match &self.keeping.state {
            State::Open(keeper) => keeper.trouble(),
            _ => None,
        }
    }

    /// Lets go of the file; its edits are not wanted any more.
    pub(in crate::tui) fn give_up(self) {
        if let State::Open(keeper) = &self.keeping.state {
            keeper.rebase(None, self.changes(Changed::default()));
        }
    }

    /// What of an earlier session's edits can be taken back.
    fn outstanding(&self) -> Option<(&Recovery, bool, Outstanding)> {
        let State::Undecided(recovery) = &self.keeping.state else {
            return None;
        };
        let table = self.document().table();
        let changed = recovery.file_changed(self.document().stamp(), &table);
        let mark = |record| row_mark(&table, record, self.key_columns());
        // What cannot be compared is taken for changed.
        let changed = changed.unwrap_or(true);
        let outstanding =
            recovery.outstanding(&table, changed.then_some(&mark as &dyn Fn(usize) -> u64));
        Some((recovery, changed, outstanding))
    }

    /// Goes on with the journal: with these edits, and with no other.
    fn decided(&mut self, taken: &[CellChange]) -> Vec<CellChange> {
        let refused = self.take_back(taken);
        if let State::Undecided(recovery) = std::mem::take(&mut self.keeping.state) {
            self.keeping.state = self.keeper(recovery.into_journal());
            self.keep_anew();
        }
        refused
    }
}

impl Addresses {
    /// What follows when the journal of a file was opened.
    pub(super) fn journal_opened(
        &mut self,
        opened: Result<(), JournalError>,
        context: &mut Context,
    ) -> Outcome {
        match opened {
            Ok(()) => self.ask_restore(context),
            Err(JournalError::InUse) => Outcome::push(Message::new(
                Tone::Warning,
                t!("journal-in-use-title"),
                t!("journal-in-use"),
            )),
            Err(error) => {
                let why = match &error {
                    JournalError::File(error) => errors::file(error).message,
                    JournalError::Newer { path } => t!(
                        "journal-newer",
                        file = visible(&path.to_string_lossy()).into_owned()
                    ),
                    JournalError::InUse => t!("journal-in-use"),
                };
                let text = format!("{why}\n{}", t!("journal-none"));
                Outcome::push(Message::new(Tone::Warning, t!("journal-none-title"), text))
            }
        }
    }

    /// Offers what an earlier session left behind, if there is anything.
    pub(super) fn ask_restore(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Changed;
        };
        let Some((recovery, changed, outstanding)) = editing.outstanding() else {
            return Outcome::Changed;
        };
        let nothing = outstanding.edits.is_empty()
            && outstanding.conflicts.is_empty()
            && outstanding.draft.is_none();
        if nothing {
            // All of it is in the file: it was saved, and only the journal did not hear of it any more.
            editing.decided(&[]);
            return Outcome::Changed;
        }
        Outcome::push(Restore::new(editing, recovery, changed, &outstanding))
    }

    /// The dialog has been answered.
    pub(super) fn journal_answered(
        &mut self,
        question: &str,
        value: Value,
        context: &mut Context,
    ) -> Outcome {
        match (question, value) {
            (RESTORE, Value::Yes) => self.take_back(context),
            (RESTORE, Value::Index(_)) => Outcome::push(Confirm::new(
                THROW_AWAY,
                t!("journal-throw-title"),
                t!("journal-throw"),
            )),
            (THROW_AWAY, Value::Yes) => {
                if let Some(editing) = context.desk.editing.as_mut() {
                    editing.decided(&[]);
                }
                Outcome::Changed
            }
            (THROW_AWAY, _) => self.ask_restore(context),
            _ => self.say(Tone::Warning, t!("journal-undecided")),
        }
    }

    fn take_back(&mut self, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Changed;
        };
        let Some((_, _, outstanding)) = editing.outstanding() else {
            return Outcome::Changed;
        };
        let refused = editing.decided(&outstanding.edits).len();
        let taken = outstanding.edits.len() - refused;
        let first = outstanding.edits.first().map(|edit| edit.cell.record);
        if let Some(row) = first.and_then(|record| editing.row_of(record)) {
            let len = editing.len();
            editing.cursor.jump(row, len);
        }
        editing.check(&desk.place, &context.waker);
        let left = outstanding.conflicts.len() + refused;
        self.notice = Some(match left {
            0 => Sentence::new(Tone::Ok, t!("journal-taken", n = taken)),
            _ => Sentence::new(
                Tone::Warning,
                t!("journal-taken-some", n = taken, left = left),
            ),
        });
        self.type_on(outstanding.draft, context);
        Outcome::Changed
    }

    /// Goes on typing where an earlier session was cut off.
    fn type_on(&mut self, draft: Option<CellChange>, context: &mut Context) {
        let Some((draft, editing)) = draft.zip(context.desk.editing.as_mut()) else {
            return;
        };
        let Some(row) = editing.row_of(draft.cell.record) else {
            return;
        };
        if draft.cell != editing.address_cell(row) || editing.locked(row).is_some() {
            return;
        }
        let len = editing.len();
        editing.cursor.jump(row, len);
        let mut typing = Typing::again(editing, row, &draft.new);
        typing.judge(editing);
        editing.keep_draft(row, Some(&draft.new));
        self.mode = Mode::Typing(Box::new(typing));
    }
}
