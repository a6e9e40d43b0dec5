//! The recovery journal of a file that is being edited: where it lies, how its rows are known again, and the thread that
//! writes it. What a journal is is in [`crate::file::journal`].
//!
//! A [`Keeper`] writes in the order in which it was asked. A step is waited for, so that it is on the disk when the screen
//! shows it, but never so long that keys would seem lost: a million cells are written while the operator goes on.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::control::Wake;
use super::place::{Place, default_register};
use crate::file::journal::{JournalError, open_for};
use crate::file::{
    CellChange, CellRef, Changed, FileError, Identity, Journal, Opened, Stamp, Table,
};

/// How long a step is waited for.
const PATIENCE: Duration = Duration::from_millis(50);

/// Of more cells than these it is known beforehand that they do not fit.
const WORTH_WAITING: usize = 10_000;

/// Where the journals are: beside the register; with none, in the XDG data directory, so that a file opened alone leaves
/// nothing beside a register that it has nothing to do with.
pub fn directory(place: &Place) -> PathBuf {
    let beside = match place.rules() {
        Some(_) => default_register().unwrap_or_else(|_| place.path().to_owned()),
        None => place.path().to_owned(),
    };
    beside.with_file_name("journals")
}

/// Opens the journal of a file.
///
/// # Errors
/// Another koppla edits the file, or the disk.
pub fn open(place: &Place, file: &Path) -> Result<Opened, JournalError> {
    open_for(&directory(place), file)
}

/// By what a row is known again in a file that has changed: its keys, which are in these columns. 0 where both are empty.
pub fn row_mark(table: &Table, record: usize, keys: [usize; 2]) -> u64 {
    let [id, number] = keys.map(|column| table.cell(record, column).unwrap_or_default());
    if id.is_empty() && number.is_empty() {
        return 0;
    }
    let mut hash = Sha256::new();
    hash.update(id.as_bytes());
    hash.update([0]);
    hash.update(number.as_bytes());
    let mut mark = [0; 8];
    mark.copy_from_slice(&hash.finalize()[..8]);
    u64::from_le_bytes(mark).max(1)
}

/// A state of a file, and cells in which a document differs from it or has differed.
#[derive(Debug)]
pub struct Changes {
    /// Which cells.
    pub cells: Changed,
    /// The file as it was last opened or saved.
    pub saved: Table,
    /// The document.
    pub now: Table,
    /// The columns of the keys.
    pub keys: [usize; 2],
}

impl Changes {
    fn list(&self) -> Vec<CellChange> {
        let changes = self.cells.iter().filter_map(|cell| {
            let CellRef { record, column } = *cell;
            Some(CellChange {
                cell: *cell,
                row: row_mark(&self.saved, record, self.keys),
                old: self.saved.cell(record, column)?.into_owned(),
                new: self.now.cell(record, column)?.into_owned(),
            })
        });
        changes.collect()
    }
}

enum Task {
    /// Cells that a step has changed.
    Step(Changes),
    /// What is being typed.
    Draft(Option<CellChange>),
    /// A state of the file, and the edits on top of it.
    Rebase(Option<Stamp>, Changes),
}

/// Writes the journal of a file on a thread of its own. Dropped, it waits until all is written.
#[derive(Debug)]
pub struct Keeper {
    tasks: Option<Sender<Task>>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    written: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Tasks that are not done yet.
    left: usize,
    /// Whether something is not in the journal that should be.
    behind: bool,
    /// Why, until somebody asks.
    trouble: Option<FileError>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keeper {
    /// Goes on with a journal. `table` is the file as it is on the disk; `wake` is called when something could not be
    /// written.
    pub fn start(journal: Journal, stamp: Option<Stamp>, table: Table, wake: Wake) -> Keeper {
        let (tasks, queue) = channel();
        let shared = Arc::new(Shared::default());
        let writer = Writer {
            journal,
            stamp,
            table,
            identity: None,
        };
        let theirs = Arc::clone(&shared);
        let thread = std::thread::spawn(move || writer.run(&queue, &theirs, &wake));
        Keeper {
            tasks: Some(tasks),
            shared,
            thread: Some(thread),
        }
    }

    /// Keeps a step: the cells that it changed. All that fits into a blink is on the disk when this returns.
    pub fn step(&self, changes: Changes) {
        let cells = changes.cells.len();
        self.send(Task::Step(changes));
        self.wait(cells);
    }

    /// Keeps what is being typed, or forgets it. Not waited for.
    pub fn draft(&self, draft: Option<CellChange>) {
        self.send(Task::Draft(draft));
    }

    /// Begins anew on a state of the file, with all edits on top of it; with none, the journal is emptied.
    pub fn rebase(&self, stamp: Option<Stamp>, edits: Changes) {
        self.shared.state().behind = false;
        let cells = edits.cells.len();
        self.send(Task::Rebase(stamp, edits));
        self.wait(cells);
    }

    /// Whether a step is missing in the journal because it could not be written: only [`Keeper::rebase`] helps.
    pub fn is_behind(&self) -> bool {
        self.shared.state().behind
    }

    /// What could not be written, once.
    pub fn trouble(&self) -> Option<FileError> {
        self.shared.state().trouble.take()
    }

    /// Whether everything is written.
    pub fn is_idle(&self) -> bool {
        self.shared.state().left == 0
    }

    fn send(&self, task: Task) {
        self.shared.state().left += 1;
        // The thread ends only with the sender; if it was lost to a defect, the journal is behind.
        if self.tasks.as_ref().is_none_or(|to| to.send(task).is_err()) {
            let mut state = self.shared.state();
            state.left -= 1;
            state.behind = true;
        }
    }

    fn wait(&self, cells: usize) {
        if cells > WORTH_WAITING {
            return;
        }
        let state = self.shared.state();
        // Poisoned or not: either way the waiting is over.
        drop(
            self.shared
                .written
                .wait_timeout_while(state, PATIENCE, |state| state.left > 0),
        );
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.tasks = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so through the panic hook.
            let _ = thread.join();
        }
    }
}

struct Writer {
    journal: Journal,
    stamp: Option<Stamp>,
    table: Table,
    /// That of the table, once it is needed.
    identity: Option<Identity>,
}

impl Writer {
    fn run(mut self, queue: &Receiver<Task>, shared: &Shared, wake: &Wake) {
        while let Ok(task) = queue.recv() {
            // The task and its tables are gone before anybody is told: who edits next shall not have to copy them.
            let written = self.write(task);
            let mut state = shared.state();
            state.left -= 1;
            let failed = written.is_err();
            if let Err(error) = written {
                tracing::warn!(code = error.code(), "the recovery journal was not written");
                state.behind = true;
                state.trouble = Some(error);
            }
            drop(state);
            shared.written.notify_all();
            if failed {
                wake();
            }
        }
    }

    fn write(&mut self, task: Task) -> Result<(), FileError> {
        match task {
            Task::Step(changes) => {
                let identity = self.identity()?;
                self.journal.append(&identity, &changes.list())
            }
            Task::Draft(draft) => {
                let identity = self.identity()?;
                self.journal.draft(&identity, draft.as_ref())
            }
            Task::Rebase(stamp, edits) => {
                (self.stamp, self.table, self.identity) = (stamp, edits.saved.clone(), None);
                if edits.cells.is_empty() {
                    return self.journal.discard();
                }
                let identity = self.identity()?;
                self.journal.rebase(&identity, &edits.list())
            }
        }
    }

    fn identity(&mut self) -> Result<Identity, FileError> {
        if self.identity.is_none() {
            self.identity = Some(Identity::of_table(self.stamp, &self.table)?);
        }
        self.identity
            .map_or_else(|| Identity::of_table(self.stamp, &self.table), Ok)
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
