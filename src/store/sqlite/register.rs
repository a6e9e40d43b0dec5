//! The register as a whole: the unit of work, backup, and checking. What it holds is in the neighbouring files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::open::{companions, create_private};
use crate::store::{Basis, StoreError};

/// A register in one SQLite file. Several processes may have it open; each unit of work is one transaction that sees the newest state
/// and is on the disk when its call returns. A value of this type belongs to one thread at a time.
#[derive(Debug)]
pub struct Register {
    pub(super) conn: Connection,
    path: PathBuf,
}

/// What a unit of work touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touches {
    /// Persons or allowed domains: plans that were made before are checked again.
    Basis,
    /// Only what no plan looks at.
    Rest,
}

/// How a unit of work ends.
#[derive(Debug)]
pub(super) enum End<T> {
    Commit(T),
    Rollback(T),
}

impl Register {
    /// The register on a connection that is ready.
    pub(super) fn over(conn: Connection, path: PathBuf) -> Register {
        conn.set_prepared_statement_cache_capacity(64);
        Register { conn, path }
    }

    /// The file of the register, as an absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long whoever else is writing is waited for from now on.
    ///
    /// # Errors
    /// When SQLite does not take it.
    pub fn wait_at_most(&self, patience: Duration) -> Result<(), StoreError> {
        Ok(self.conn.busy_timeout(patience)?)
    }

    /// The state of the register that a plan made now would be based on.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn basis(&self) -> Result<Basis, StoreError> {
        basis(&self.conn)
    }

    /// Does a unit of work: `BEGIN IMMEDIATE`, the work, the generation, `COMMIT`. The first error ends it; after that no statement of the unit
    /// runs but the rollback, which is what a full disk asks for. `work` must hand every error on: some of them have rolled the unit back
    /// already, and what came after would be written by itself.
    pub(super) fn write<T>(
        &mut self,
        touches: Touches,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_or_not(touches, |tx| work(tx).map(End::Commit))
    }

    /// As [`Register::write`], for work that can decide to leave everything as it was.
    pub(super) fn write_or_not<T>(
        &mut self,
        touches: Touches,
        work: impl FnOnce(&Transaction<'_>) -> Result<End<T>, StoreError>,
    ) -> Result<T, StoreError> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        match work(&tx)? {
            End::Commit(result) => {
                if touches == Touches::Basis {
                    tx.execute("UPDATE meta SET generation = generation + 1", [])?;
                }
                tx.commit()?;
                Ok(result)
            }
            End::Rollback(result) => {
                tx.rollback()?;
                Ok(result)
            }
        }
    }

    /// Reads in one transaction, so that all its statements see the same state.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred)?;
        work(&tx)
    }

    /// Copies the register as it is now into a new file (0600), while others go on using it.
    ///
    /// # Errors
    /// `file_exists` where there is such a file already. On any error the copy is taken away again.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
        create_private(&to).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::FileExists { path: to.clone() },
            _ => StoreError::Io {
                path: to.clone(),
                source,
            },
        })?;
        self.copy_into(&to).inspect_err(|_| {
            for left in companions(&to).iter().chain([&to]) {
                if let Err(error) = std::fs::remove_file(left)
                    && error.kind() != std::io::ErrorKind::NotFound
                {
                    tracing::warn!("{} could not be removed: {error}", left.display());
                }
            }
        })
    }

    fn copy_into(&self, to: &Path) -> Result<(), StoreError> {
        let mut target = Connection::open(to)?;
        {
            let backup = Backup::new(&self.conn, &mut target)?;
            // All pages in one step: in a write-ahead log a reader hinders no writer, and the copy needs no second start.
            for _ in 0..50 {
                match backup.step(-1)? {
                    StepResult::Done => break,
                    StepResult::More => {}
                    _ => std::thread::sleep(Duration::from_millis(100)),
                }
            }
            let progress = backup.progress();
            if progress.remaining != 0 || progress.pagecount == 0 {
                return Err(StoreError::Busy);
            }
        }
        target.close().map_err(|(_, source)| source.into())
    }

    /// Looks through the whole file: its structure, its indexes, and that everything referred to is there. An empty list is good news.
    ///
    /// # Errors
    /// When the register cannot be read at all.
    pub fn verify(&self) -> Result<Vec<String>, StoreError> {
        self.read(|tx| {
            let mut findings: Vec<String> = Vec::new();
            let mut structure = tx.prepare("PRAGMA integrity_check")?;
            for line in structure.query_map([], |row| row.get::<_, String>(0))? {
                let line = line?;
                if line != "ok" {
                    findings.push(line);
                }
            }
            let mut references = tx.prepare("PRAGMA foreign_key_check")?;
            let lost = references.query_map([], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Option<i64>>(1)?,
                    row.get::<_, String>(2)?,
                ))
            })?;
            for line in lost {
                let (table, row, parent) = line?;
                let row = row.map_or_else(|| "a row".to_owned(), |row| format!("row {row}"));
                findings.push(format!("{row} of {table} refers to no {parent}"));
            }
            let mut orphans =
                tx.prepare("SELECT id FROM history WHERE person NOT IN (SELECT id FROM person)")?;
            for id in orphans.query_map([], |row| row.get::<_, i64>(0))? {
                findings.push(format!("row {} of history refers to no person", id?));
            }
            Ok(findings)
        })
    }
}

/// What a plan is made from, to see later whether that still holds.
pub(super) fn basis(conn: &Connection) -> Result<Basis, StoreError> {
    let generation = conn
        .prepare_cached("SELECT generation FROM meta")?
        .query_row([], |row| row.get(0))?;
    Ok(Basis { generation })
}
