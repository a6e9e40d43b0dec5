//! The recovery journal: every committed edit of a file is on the disk at once, so that a dropped connection, a crash or a
//! power cut loses at most the cell that is being typed. One journal a file, named by the file's path, in a directory of the
//! caller's; appended to only, each record with its length and a checksum, synced before the call returns. A record that was
//! torn by a crash is ignored with everything behind it.
//! Not here: asking whether to take the edits back, and where the directory is.
//! An undo is a step like any other.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::atomic::directory_of;
use super::document::Document;
use super::edits::{CellEdit, CellRef};
use super::error::FileError;
use super::journal_records::{FAMILY, Found, MAGIC, put_base, put_step, read_records};
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
    /// What it held.
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
    /// What a step would change, asked for before it is made.
    pub fn of_step(document: &Document, edits: &[CellEdit]) -> Vec<CellChange> {
        let changes = edits.iter().filter_map(|edit| {
            let CellRef { record, column } = edit.cell;
            Some(CellChange {
                cell: edit.cell,
                old: document.cell(record, column)?.into_owned(),
                new: edit.value.clone(),
            })
        });
        changes.filter(|change| change.old != change.new).collect()
    }

    /// What an undo or redo has changed in these cells.
    pub fn between(before: &Table, after: &Document, cells: &[CellRef]) -> Vec<CellChange> {
        let changes = cells.iter().filter_map(|cell| {
            Some(CellChange {
                cell: *cell,
                old: before.cell(cell.record, cell.column)?.into_owned(),
                new: after.cell(cell.record, cell.column)?.into_owned(),
            })
        });
        changes.filter(|change| change.old != change.new).collect()
    }

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
    Pending(Recovery),
}

/// The journal of a file that is open. As long as it lives no other process has it. When nothing is left in it, it is
/// removed.
#[derive(Debug)]
pub struct Journal {
    log: File,
    path: PathBuf,
    /// The path of the edited file.
    file: Vec<u8>,
    identity: Identity,
    /// Behind the last whole record; 0 while nothing was written for this state of the file.
    end: u64,
}

/// Edits of an earlier session that were never saved. Dropped, it leaves them for the next time.
#[derive(Debug)]
pub struct Recovery {
    journal: Journal,
    found: Found,
}

/// What is to be done with pending edits, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outstanding {
    /// Cells that still hold what they held: these edits can be made.
    pub edits: Vec<CellChange>,
    /// Cells that hold something else by now, because the file was changed, with that as their old value.
    pub conflicts: Vec<CellChange>,
    /// Cells that hold the new value already, because they were saved after all.
    pub done: usize,
}

/// Opens the journal of a file, creating it if need be. `identity` is that of the file as it is opened now.
///
/// # Errors
/// [`JournalError::InUse`], or the disk.
pub fn open_for(directory: &Path, file: &Path, identity: Identity) -> Result<Opened, JournalError> {
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
    let length = log.metadata().map_err(failed)?.len();
    if length <= LARGEST {
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
        identity,
        end: 0,
    };
    match found {
        Some(found) if !found.edits.is_empty() => {
            journal.end = found.end as u64;
            Ok(Opened::Pending(Recovery { journal, found }))
        }
        _ => {
            journal.discard()?;
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
    /// Writes a step down: when this returns, it outlives a crash.
    ///
    /// # Errors
    /// The disk. The step is not in the journal then; earlier ones are.
    pub fn append(&mut self, step: &[CellChange]) -> Result<(), FileError> {
        if step.is_empty() {
            return Ok(());
        }
        let first = self.end == 0;
        let mut bytes = Vec::new();
        if first {
            bytes.extend_from_slice(MAGIC);
            put_base(&mut bytes, &self.file, &self.identity, &[]);
        }
        put_step(&mut bytes, step);
        self.write(&bytes)?;
        if first {
            // The directory has to know of the file, too.
            let synced = File::open(directory_of(&self.path)).and_then(|d| d.sync_all());
            synced.map_err(|source| FileError::writing(&self.path, source))?;
        }
        Ok(())
    }

    /// Forgets all steps: after they were saved, or were not wanted.
    ///
    /// # Errors
    /// The disk.
    pub fn discard(&mut self) -> Result<(), FileError> {
        self.end = 0;
        self.log
            .set_len(0)
            .and_then(|()| self.log.sync_data())
            .map_err(|source| FileError::writing(&self.path, source))
    }

    /// Forgets all steps because they were saved; further ones belong to this new state of the file.
    ///
    /// # Errors
    /// The disk.
    pub fn saved(&mut self, identity: Identity) -> Result<(), FileError> {
        self.identity = identity;
        self.discard()
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let written = self
            .log
            // What a crash left behind the last whole record goes first.
            .set_len(self.end)
            .and_then(|()| self.log.write_all_at(bytes, self.end))
            .and_then(|()| self.log.sync_data());
        match written {
            Ok(()) => {
                self.end += bytes.len() as u64;
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
        if self.end == 0 && self.log.metadata().is_ok_and(|m| m.len() == 0) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Recovery {
    /// The cells that were changed and not saved, with the value before the first and after the last step.
    pub fn changes(&self) -> &[CellChange] {
        &self.found.edits
    }

    /// Whether the file holds other bytes than when the edits were made.
    pub fn file_changed(&self) -> bool {
        !self.found.identity.same_content(&self.journal.identity)
    }

    /// What of the edits is still to be done in this table, which has no edits yet.
    pub fn outstanding(&self, table: &Table) -> Outstanding {
        let mut outstanding = Outstanding::default();
        for change in &self.found.edits {
            let CellRef { record, column } = change.cell;
            match table.cell(record, column) {
                Some(now) if now == change.new => outstanding.done += 1,
                Some(now) if now == change.old => outstanding.edits.push(change.clone()),
                now => outstanding.conflicts.push(CellChange {
                    old: now.unwrap_or_default().into_owned(),
                    ..change.clone()
                }),
            }
        }
        outstanding
    }

    /// Goes on with edits taken over into the document: those of [`Outstanding`], and the conflicts that the operator
    /// decided so. Their old values are what the file holds now.
    ///
    /// # Errors
    /// The disk; the pending edits are still there then, for another time.
    pub fn take(mut self, taken: &[CellChange]) -> Result<Journal, FileError> {
        let Journal { file, identity, .. } = &self.journal;
        let mut bytes = Vec::new();
        // In one record with the edits: a crash leaves the old base with all of them, or the new one with all of them.
        put_base(&mut bytes, file, identity, taken);
        self.journal.write(&bytes)?;
        Ok(self.journal)
    }

    /// Goes on without the edits; they are gone.
    ///
    /// # Errors
    /// The disk.
    pub fn discard(mut self) -> Result<Journal, FileError> {
        self.journal.discard()?;
        Ok(self.journal)
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
