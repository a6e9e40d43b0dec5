//! The recovery journal of the open file: each committed edit is in it before the screen shows it, and what is being typed
//! goes along. Opening a file opens its journal; what an earlier session left behind is offered
//! ([`super::restoring`]) and nothing is edited before that is decided. A journal may hold a million edits: it is read, looked
//! through and taken back on workers, and the keys that edit wait. Not here: what a journal is
//! ([`crate::jobs::journal`]).

use std::sync::Arc;

use super::restoring::Restore;
use super::state::{Editing, Locked};
use super::typing::Typing;
use super::view::Sentence;
use super::{Addresses, Mode};
use crate::domain::text::visible;
use crate::file::journal::Outstanding;
use crate::file::{CellChange, Changed, FileError, Journal, JournalError, Opened, Prepared};
use crate::file::{Recovery, Stamp, Table};
use crate::jobs::journal::{self, Keeper, row_mark};
use crate::jobs::{JobHandle, Place};
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

fn decide(take: bool, context: &mut Context) -> Outcome {
    if let Some(editing) = context.desk.editing.as_mut() {
        editing.decide(take);
    }
    Outcome::Changed
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
    /// What an earlier session left is being looked through, or a journal let go of.
    Looking(JobHandle<Result<Looked, JournalError>>),
    /// Edits of an earlier session wait.
    Undecided(Box<Left>),
    /// They are being taken back or thrown away.
    Deciding(JobHandle<Decided>),
    /// In a journal.
    Open(Keeper),
}

/// What a worker found when it opened a journal.
#[derive(Debug)]
enum Looked {
    /// There is none, as the file is not edited.
    Nothing,
    /// Nothing was left in it.
    Clean(Journal),
    /// What was left in it is of a file that this one has replaced.
    Replaced(Journal),
    /// Edits that were never saved.
    Pending(Box<Left>),
}

/// What an earlier session left.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) recovery: Box<Recovery>,
    /// Whether the file has changed since.
    pub(super) changed: bool,
    pub(super) outstanding: Outstanding,
}

impl Left {
    fn of(recovery: Box<Recovery>, stamp: Option<Stamp>, table: &Table, keys: [usize; 2]) -> Left {
        // What cannot be compared is taken for changed.
        let changed = recovery.file_changed(stamp, table).unwrap_or(true);
        let mark = |record| row_mark(table, record, keys);
        let outstanding =
            recovery.outstanding(table, changed.then_some(&mark as &dyn Fn(usize) -> u64));
        Left {
            recovery,
            changed,
            outstanding,
        }
    }

    /// What becomes of it: the edits as one step on this state of the document, or none of them.
    fn decide(self, take: bool, table: &Table, saved: &Table) -> Decided {
        let Outstanding {
            mut edits,
            conflicts,
            draft,
            ..
        } = self.outstanding;
        if !take {
            edits.clear();
        }
        let mut refused = 0;
        let step = loop {
            match table.prepare(saved, edits.iter().map(CellChange::edit).collect()) {
                Ok(step) => break Some(step),
                Err(_) if edits.is_empty() => break None,
                // At least the one that is named goes, so this ends.
                Err(error) => {
                    let before = edits.len();
                    edits.retain(|edit| error.cell().is_some_and(|cell| edit.cell != cell));
                    refused += before - edits.len();
                }
            }
        };
        let taken = Taken {
            first: edits.first().map(|edit| edit.cell.record),
            edits: edits.len(),
            left: conflicts.len() + refused,
            draft,
        };
        Decided {
            journal: self.recovery.into_journal(),
            step,
            taken: take.then_some(taken),
        }
    }
}

/// What has become of edits of an earlier session.
#[derive(Debug)]
struct Decided {
    journal: Journal,
    step: Option<Prepared>,
    /// Nothing where they were thrown away.
    taken: Option<Taken>,
}

/// What is to be said of edits that come back.
#[derive(Debug)]
struct Taken {
    /// The first record that they change.
    first: Option<usize>,
    /// How many come back, and how many do not.
    edits: usize,
    left: usize,
    /// What was being typed.
    draft: Option<CellChange>,
}

impl Keeping {
    /// Why nothing of the file can be edited, if so.
    pub(super) fn locked(&self) -> Option<Locked> {
        match self.state {
            State::InUse => Some(Locked::InUse),
            State::Looking(_) | State::Undecided(_) | State::Deciding(_) => Some(Locked::Undecided),
            State::Not | State::Open(_) => None,
        }
    }

    /// Whether a worker has the journal.
    pub(super) fn works(&self) -> bool {
        matches!(self.state, State::Looking(_) | State::Deciding(_))
    }

    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        match &self.state {
            State::Open(keeper) => keeper.is_idle(),
            _ => !self.works(),
        }
    }
}

impl Editing {
    /// Goes on with the journal of the file, as it was opened with the file. The one that was open before is given up; it may be
    /// of the same file, whose journal is opened only then. Where there is more to do than that, a worker does it
    /// ([`Editing::pull_looking`]).
    ///
    /// # Errors
    /// Another koppla has the file, or the journal cannot be used; in the latter case editing goes on without.
    pub(super) fn open_journal(
        &mut self,
        place: &Place,
        waker: &Waker,
        opened: Option<Result<Opened, JournalError>>,
        before: Option<Editing>,
    ) -> Result<(), JournalError> {
        self.keeping.home = Some((place.clone(), waker.clone()));
        let edited = self.document().read_only().is_none();
        match (opened, before) {
            (_, None) if !edited => {}
            (Some(Ok(Opened::Clean(journal))), None) => {
                self.keeping.state = self.keeper(journal);
            }
            (Some(Err(error)), None) => return Err(self.without_journal(error)),
            (opened, before) => {
                let (place, path) = (place.clone(), self.path().to_owned());
                let (stamp, table) = (self.document().stamp(), self.document().table());
                let keys = self.key_columns();
                self.look(move || {
                    if let Some(before) = before {
                        before.give_up();
                    }
                    if !edited {
                        return Ok(Looked::Nothing);
                    }
                    let opened = match opened {
                        Some(Ok(opened)) => opened,
                        // It may have been in use by the one that is given up.
                        Some(Err(JournalError::InUse)) | None => journal::open(&place, &path)?,
                        Some(Err(error)) => return Err(error),
                    };
                    Ok(match opened {
                        Opened::Clean(journal) => Looked::Clean(journal),
                        Opened::Pending(recovery) => {
                            Looked::Pending(Box::new(Left::of(recovery, stamp, &table, keys)))
                        }
                    })
                });
            }
        }
        Ok(())
    }

    fn look(&mut self, look: impl FnOnce() -> Result<Looked, JournalError> + Send + 'static) {
        let Some((_, waker)) = &self.keeping.home else {
            return;
        };
        let wake = Arc::new(waker.callback());
        self.keeping.state = State::Looking(JobHandle::spawn(wake, move |_| look()));
    }

    /// Looks whether the journal has been looked through; how that ended, once.
    pub(super) fn pull_looking(&mut self) -> Option<Result<(), JournalError>> {
        let State::Looking(job) = &mut self.keeping.state else {
            return None;
        };
        if !job.is_finished() {
            return None;
        }
        let looked = job.take();
        self.keeping.state = State::Not;
        match looked {
            Some(Ok(Looked::Clean(journal))) => self.keeping.state = self.keeper(journal),
            Some(Ok(Looked::Replaced(journal))) => {
                self.keeping.state = self.keeper(journal);
                self.keep_anew();
            }
            Some(Ok(Looked::Pending(left))) => self.keeping.state = State::Undecided(left),
            Some(Ok(Looked::Nothing)) => {}
            Some(Err(error)) => return Some(Err(self.without_journal(error))),
            None => tracing::warn!("no recovery journal"),
        }
        Some(Ok(()))
    }

    fn without_journal(&mut self, error: JournalError) -> JournalError {
        if matches!(error, JournalError::InUse) {
            self.keeping.state = State::InUse;
        }
        error
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
        let before = std::mem::take(&mut self.keeping.state);
        let nothing = self.changes(Changed::default());
        let Some((place, _)) = self.keeping.home.clone() else {
            return;
        };
        let path = self.path().to_owned();
        self.look(move || {
            if let State::Open(keeper) = before {
                keeper.rebase(None, nothing);
            }
            Ok(Looked::Replaced(match journal::open(&place, &path)? {
                Opened::Clean(journal) => journal,
                Opened::Pending(recovery) => recovery.into_journal(),
            }))
        });
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

    /// What an earlier session has left.
    fn left(&self) -> Option<&Left> {
        match &self.keeping.state {
            State::Undecided(left) => Some(left),
            _ => None,
        }
    }

    /// Takes the edits of an earlier session back, or throws them away, on a worker.
    fn decide(&mut self, take: bool) {
        let Some((_, waker)) = &self.keeping.home else {
            return;
        };
        let wake = Arc::new(waker.callback());
        let (table, saved) = (self.document().table(), self.document().saved_table());
        match std::mem::take(&mut self.keeping.state) {
            State::Undecided(left) => {
                let job = JobHandle::spawn(wake, move |_| left.decide(take, &table, &saved));
                self.keeping.state = State::Deciding(job);
            }
            other => self.keeping.state = other,
        }
    }

    /// Looks whether that is done. Goes on with the journal then: with the edits that were taken back, and with no other.
    fn pull_deciding(&mut self) -> Option<Option<Taken>> {
        let State::Deciding(job) = &mut self.keeping.state else {
            return None;
        };
        if !job.is_finished() {
            return None;
        }
        let decided = job.take();
        self.keeping.state = State::Not;
        let Some(Decided {
            journal,
            step,
            taken,
        }) = decided
        else {
            tracing::warn!("no recovery journal");
            return Some(None);
        };
        // Before the journal goes on: it has the edits already.
        let cells = step.map(|step| self.take_cells(step)).unwrap_or_default();
        self.keeping.state = self.keeper(journal);
        if let State::Open(keeper) = &self.keeping.state {
            keeper.rebase(self.document().stamp(), self.changes(cells));
        }
        Some(taken)
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
        let Some(left) = editing.left() else {
            return Outcome::Changed;
        };
        let outstanding = &left.outstanding;
        let nothing = outstanding.edits.is_empty()
            && outstanding.conflicts.is_empty()
            && outstanding.draft.is_none();
        if nothing {
            // All of it is in the file: it was saved, and only the journal did not hear of it any more.
            editing.decide(false);
            return Outcome::Changed;
        }
        Outcome::push(Restore::new(editing, left))
    }

    /// Looks what workers have found in the journal, or done with it.
    pub(super) fn pull_journal(&mut self, context: &mut Context) -> Option<Outcome> {
        let editing = context.desk.editing.as_mut()?;
        if let Some(opened) = editing.pull_looking() {
            // Whoever is being asked about the file answers that first; the next edit asks.
            return match opened {
                Ok(()) if self.asked.doubt => Some(Outcome::Changed),
                opened => Some(self.journal_opened(opened, context)),
            };
        }
        let taken = editing.pull_deciding()?;
        Some(match taken {
            Some(taken) => self.taken_back(taken, context),
            None => Outcome::Changed,
        })
    }

    /// The dialog has been answered.
    pub(super) fn journal_answered(
        &mut self,
        question: &str,
        value: Value,
        context: &mut Context,
    ) -> Outcome {
        match (question, value) {
            (RESTORE, Value::Yes) => decide(true, context),
            (RESTORE, Value::Index(_)) => Outcome::push(Confirm::new(
                THROW_AWAY,
                t!("journal-throw-title"),
                t!("journal-throw"),
            )),
            (THROW_AWAY, Value::Yes) => decide(false, context),
            (THROW_AWAY, _) => self.ask_restore(context),
            _ => self.say(Tone::Warning, t!("journal-undecided")),
        }
    }

    /// What is said and shown of edits that have come back.
    fn taken_back(&mut self, taken: Taken, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Changed;
        };
        if let Some(row) = taken.first.and_then(|record| editing.row_of(record)) {
            let len = editing.len();
            editing.cursor.jump(row, len);
        }
        editing.check(&desk.place, &context.waker);
        self.notice = Some(match taken.left {
            0 => Sentence::new(Tone::Ok, t!("journal-taken", n = taken.edits)),
            left => Sentence::new(
                Tone::Warning,
                t!("journal-taken-some", n = taken.edits, left = left),
            ),
        });
        self.type_on(taken.draft, context);
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
