//! The recovery journal: every committed edit of a file is on the disk at once, so that a dropped connection, a crash or a
//! power cut loses at most the cell that is being typed. One journal a file, named by the file's path, in a directory of the
//! caller's; appended to only, each record with its length and a checksum, synced before the call returns. A record that was
//! torn by a crash is ignored with everything behind it.
//! The text that is being typed is kept too, behind the last step and over the draft before it: it costs no room and no
//! sync. Not here: asking whether to take the edits back, where the directory is, and the thread that writes.
//! An undo is a step like any other.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use super::atomic::directory_of;
use super::edits::{CellEdit, CellRef};
use super::error::FileError;
use super::journal_records::{FAMILY, Found, MAGIC, put_base, put_draft, put_step, read_records};
use super::source::Stamp;
use super::table::Table;
use crate::domain::text::visible;

/// Larger files in the place of a journal are none.
const LARGEST: u64 = 1 << 32;

/// A cell before and after a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// Which cell.
    pub cell: CellRef,
    /// By what the caller knows the row again in a file that has changed; 0 where by nothing.
    pub row: u64,
    /// What it held: in the file as last opened or saved, for the first change of a cell since then.
    pub old: String,
    /// What it holds now.
    pub new: String,
}

/// Which state of a file edits belong to: that of the bytes it was opened from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub(super) stamp: Option<Stamp>,
    pub(super) hash: [u8; 32],
}

impl CellChange {
    /// The edit that makes the change.
    pub fn edit(&self) -> CellEdit {
        CellEdit {
            cell: self.cell,
            value: self.new.clone(),
        }
    }
}

impl Identity {
    /// The identity of a file with these bytes.
    pub fn of(stamp: Option<Stamp>, bytes: &[u8]) -> Identity {
        Identity {
            stamp,
            hash: Sha256::digest(bytes).into(),
        }
    }

    /// The identity of the file that this table is saved as.
    ///
    /// # Errors
    /// [`FileError::ReadOnly`]: what is not saved is not edited either.
    pub fn of_table(stamp: Option<Stamp>, table: &Table) -> Result<Identity, FileError> {
        table.must_be_whole()?;
        let mut hash = Sha256::new();
        // A hash takes everything; there is no other error.
        let hashed = table.write_to(&mut hash);
        hashed.map_err(|source| FileError::writing(Path::new("-"), source))?;
        Ok(Identity {
            stamp,
            hash: hash.finalize().into(),
        })
    }

    /// Whether the file has the same bytes, whenever and by whomever they were written.
    pub fn same_content(&self, other: &Identity) -> bool {
        self.hash == other.hash
    }
}

/// Why there is no journal, or a step is not in it.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another koppla has the file open for editing.
    #[error("another program has the file open")]
    InUse,
    /// It was written by a newer version, which may know what to do with it.
    #[error("the journal {} was written by a newer version", visible(&.path.to_string_lossy()))]
    Newer {
        /// The journal.
        path: PathBuf,
    },
    /// The disk or the rights.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What is there for a file.
#[derive(Debug)]
pub enum Opened {
    /// Nothing was left behind.
    Clean(Journal),
    /// Edits that were never saved.
    Pending(Box<Recovery>),
}

/// The journal of a file that is open. As long as it lives no other process has it. When nothing is left in it, it is
/// removed.
#[derive(Debug)]
pub struct Journal {
    log: File,
    path: PathBuf,
    /// The path of the edited file.
    file: Vec<u8>,
    /// Behind the last whole record; 0 while nothing was written for this state of the file.
    end: u64,
    /// Whether there are edits in it, and whether there is a draft behind them.
    holds: bool,
    drafted: bool,
}

/// Edits of an earlier session that were never saved. Dropped, it leaves them for the next time.
#[derive(Debug)]
pub struct Recovery {
    journal: Journal,
    found: Found,
    written: Option<SystemTime>,
}

/// What is to be done with pending edits, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outstanding {
    /// Cells that still hold what they held: these edits can be made.
    pub edits: Vec<CellChange>,
    /// Cells that hold something else by now, because the file was changed, with that as their old value, and cells of rows
    /// that are not found any more.
    pub conflicts: Vec<CellChange>,
    /// Cells that hold the new value already, because they were saved after all.
    pub done: usize,
    /// The cell that was being typed in, where its row is found and nothing else was put into it.
    pub draft: Option<CellChange>,
}

/// Opens the journal of a file, creating it if need be.
///
/// # Errors
/// [`JournalError::InUse`], or the disk.
pub fn open_for(directory: &Path, file: &Path) -> Result<Opened, JournalError> {
    let absolute = std::fs::canonicalize(file)
        .or_else(|_| std::path::absolute(file))
        .unwrap_or_else(|_| file.to_owned());
    let file = absolute.as_os_str().as_bytes().to_vec();
    let name: String = Sha256::digest(&file)[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let path = directory.join(format!("{name}.journal"));
    let mut log = open_locked(directory, &path)?;
    let failed = |source| FileError::writing(&path, source);
    let mut bytes = Vec::new();
    let metadata = log.metadata().map_err(failed)?;
    if metadata.len() <= LARGEST {
        log.read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.starts_with(FAMILY) && !bytes.starts_with(MAGIC) {
        return Err(JournalError::Newer { path });
    }
    let found = read_records(&bytes).filter(|found| found.file == file);
    let mut journal = Journal {
        log,
        path,
        file,
        end: 0,
        holds: false,
        drafted: false,
    };
    match found {
        Some(found) if !found.is_empty() => {
            journal.end = found.end as u64;
            journal.holds = !found.edits.is_empty();
            journal.drafted = found.draft.is_some();
            Ok(Opened::Pending(Box::new(Recovery {
                journal,
                found,
                written: metadata.modified().ok(),
            })))
        }
        _ => {
            if metadata.len() > 0 {
                journal.discard()?;
            }
            Ok(Opened::Clean(journal))
        }
    }
}

fn open_locked(directory: &Path, path: &Path) -> Result<File, JournalError> {
    let failed = |source| FileError::writing(path, source);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(failed)?;
    loop {
        let log = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        match log.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(JournalError::InUse),
            Err(TryLockError::Error(source)) => return Err(failed(source).into()),
        }
        // Whoever had it may have removed it between our opening and locking; then ours is nobody's.
        let ours = log.metadata().map_err(failed)?.ino();
        if std::fs::metadata(path).is_ok_and(|there| there.ino() == ours) {
            return Ok(log);
        }
    }
}

impl Journal {
    /// Writes a step down: when this returns, it outlives a crash. `identity` is that of the file that the edits are on top
    /// of; only the first step needs it.
    ///
    /// # Errors
    /// The disk. The step is not in the journal then; earlier ones are.
    pub fn append(&mut self, identity: &Identity, step: &[CellChange]) -> Result<(), FileError> {
        if step.is_empty() {
            return Ok(());
        }
        let mut bytes = self.beginning(identity);
        put_step(&mut bytes, step);
        self.write(&bytes)?;
        self.holds = true;
        Ok(())
    }

    /// Puts the text that is being typed behind the steps, or takes it away. It outlives the process at once, a power cut
    /// when the system has written it.
    ///
    /// # Errors
    /// The disk; the steps are still there.
    pub fn draft(
        &mut self,
        identity: &Identity,
        draft: Option<&CellChange>,
    ) -> Result<(), FileError> {
        let Some(draft) = draft else {
            if std::mem::take(&mut self.drafted) {
                let cut = self.log.set_len(self.end);
                cut.map_err(|source| FileError::writing(&self.path, source))?;
            }
            return Ok(());
        };
        if self.end == 0 {
            let beginning = self.beginning(identity);
            self.write(&beginning)?;
        }
        let mut bytes = Vec::new();
        put_draft(&mut bytes, draft);
        self.drafted = true;
        // Cut first: a longer draft before this one must not be left half.
        self.log
            .set_len(self.end)
            .and_then(|()| self.log.write_all_at(&bytes, self.end))
            .map_err(|source| FileError::writing(&self.path, source))
    }

    /// Begins anew with these edits on top of this state of the file, and with no other: after saving, and after edits of an
    /// earlier session were taken over or thrown away. A crash leaves what was there before, or this.
    ///
    /// # Errors
    /// The disk; what was there before still is.
    pub fn rebase(&mut self, identity: &Identity, edits: &[CellChange]) -> Result<(), FileError> {
        if edits.is_empty() {
            return self.discard();
        }
        let mut bytes = Vec::new();
        if self.end == 0 {
            bytes.extend_from_slice(MAGIC);
        }
        put_base(&mut bytes, &self.file, identity, edits);
        self.write(&bytes)?;
        self.holds = true;
        Ok(())
    }

    /// Forgets everything: after it was saved, or was not wanted.
    ///
    /// # Errors
    /// The disk.
    pub fn discard(&mut self) -> Result<(), FileError> {
        self.end = 0;
        self.holds = false;
        self.drafted = false;
        self.log
            .set_len(0)
            .and_then(|()| self.log.sync_data())
            .map_err(|source| FileError::writing(&self.path, source))
    }

    /// What stands in front of the first record; empty where it stands there already.
    fn beginning(&self, identity: &Identity) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.end == 0 {
            bytes.extend_from_slice(MAGIC);
            put_base(&mut bytes, &self.file, identity, &[]);
        }
        bytes
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let first = self.end == 0;
        let written = self
            .log
            // A draft, and what a crash left behind the last whole record, goes first.
            .set_len(self.end)
            .and_then(|()| self.log.write_all_at(bytes, self.end))
            .and_then(|()| self.log.sync_data())
            .and_then(|()| match first {
                // The directory has to know of the file, too.
                true => File::open(directory_of(&self.path)).and_then(|d| d.sync_all()),
                false => Ok(()),
            });
        match written {
            Ok(()) => {
                self.end += bytes.len() as u64;
                self.drafted = false;
                Ok(())
            }
            Err(source) => {
                // A half-written record would be ignored; this only gives the room back.
                let _ = self.log.set_len(self.end);
                Err(FileError::writing(&self.path, source))
            }
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        // While the lock is held: nobody else can have begun to write into it.
        if !self.holds && !self.drafted {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Recovery {
    /// The cells that were changed and not saved, with the value before the first and after the last step.
    pub fn changes(&self) -> &[CellChange] {
        &self.found.edits
    }

    /// The cell that was being typed in, with what it held and what was typed.
    pub fn draft(&self) -> Option<&CellChange> {
        self.found.draft.as_ref()
    }

    /// When the last of it was written.
    pub fn written(&self) -> Option<SystemTime> {
        self.written
    }

    /// Whether the file holds other bytes than when the edits were made; takes as long as reading the table once, unless
    /// nobody has written to the file. The table has no edits.
    ///
    /// # Errors
    /// [`FileError::ReadOnly`]: what is not saved is not edited either.
    pub fn file_changed(&self, stamp: Option<Stamp>, table: &Table) -> Result<bool, FileError> {
        if stamp.is_some() && self.found.identity.stamp == stamp {
            return Ok(false);
        }
        let now = Identity::of_table(stamp, table)?;
        Ok(!self.found.identity.same_content(&now))
    }

    /// What of the edits is still to be done in this table, which has no edits yet. Where the file has changed, `row_mark`
    /// says by what the row of a record is known, as [`CellChange::row`] has it: an edit follows its row to another place,
    /// and one whose row is not found, or found more than once, is a conflict.
    pub fn outstanding(
        &self,
        table: &Table,
        row_mark: Option<&dyn Fn(usize) -> u64>,
    ) -> Outstanding {
        let places = row_mark.map(|mark| Places::of(table, mark));
        let here = |change: &CellChange| {
            let record = match &places {
                None => Some(change.cell.record),
                Some(places) => places.find(change),
            };
            let column = change.cell.column;
            let cell = record.map(|record| CellRef { record, column })?;
            Some(CellChange {
                cell,
                ..change.clone()
            })
        };
        let mut outstanding = Outstanding::default();
        for change in &self.found.edits {
            let Some(change) = here(change) else {
                outstanding.conflicts.push(CellChange {
                    old: String::new(),
                    ..change.clone()
                });
                continue;
            };
            match table.cell(change.cell.record, change.cell.column) {
                Some(now) if now == change.new => outstanding.done += 1,
                Some(now) if now == change.old => outstanding.edits.push(change),
                now => outstanding.conflicts.push(CellChange {
                    old: now.unwrap_or_default().into_owned(),
                    ..change
                }),
            }
        }
        let draft = self.found.draft.as_ref().and_then(here);
        outstanding.draft = draft.filter(|draft| {
            let edit = outstanding
                .edits
                .iter()
                .find(|edit| edit.cell == draft.cell);
            let now = table.cell(draft.cell.record, draft.cell.column);
            edit.map(|edit| &*edit.new).or(now.as_deref()) == Some(&*draft.old)
        });
        outstanding
    }

    /// Goes on with this journal; what is in it stays until [`Journal::rebase`].
    pub fn into_journal(self) -> Journal {
        self.journal
    }
}

/// Where rows are in a file that has changed.
struct Places(HashMap<u64, Option<usize>>);

impl Places {
    fn of(table: &Table, mark: &dyn Fn(usize) -> u64) -> Places {
        let mut places = HashMap::new();
        for record in 0..table.records() {
            places
                .entry(mark(record))
                .and_modify(|place| *place = None)
                .or_insert(Some(record));
        }
        places.remove(&0);
        Places(places)
    }

    fn find(&self, change: &CellChange) -> Option<usize> {
        self.0.get(&change.row).copied().flatten()
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
