//! Runs and the notifications that tell of them. Their rows are in [`super::rows`].

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use jiff::Timestamp;
use rusqlite::{Row, Transaction};

use super::persons::time;
use super::register::{Register, Touches};
use crate::domain::log::{
    Asked, NewRun, Notification, OtherCounts, RunId, RunKind, RunRecord, RunStatus, Who,
};
use crate::domain::plan::Totals;
use crate::store::{Entry, HistoryMark, StoreError};

const COLUMNS: &str = "id, kind, name, template, file, login, client, started, finished, status, rows, updated, unchanged, kept,
    blank, rejected, warnings, created, left_no_key, left_protected, formula_like, path, arguments, error, purged_at,
    export, undo_of";

impl Register {
    /// The runs, newest first; at most `limit` of them where that is given.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn runs(&self, limit: Option<u32>) -> Result<Vec<RunRecord>, StoreError> {
        self.conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM run ORDER BY id DESC LIMIT coalesce(?1, -1)"
            ))?
            .query_and_then([limit], stored)?
            .collect()
    }

    /// The run with this number.
    ///
    /// # Errors
    /// `not_found`.
    pub fn run(&self, id: RunId) -> Result<RunRecord, StoreError> {
        self.conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM run WHERE id = ?1"))?
            .query_and_then([id.0], stored)?
            .next()
            .unwrap_or(Err(StoreError::NotFound(Entry::Run(id))))
    }

    /// Writes the record of an export, with its notification. `rows` is what the file holds, `seen` where the history stood before
    /// its persons were read.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn record_export(
        &mut self,
        run: &NewRun,
        rows: u64,
        other: OtherCounts,
        seen: HistoryMark,
        finished: Timestamp,
    ) -> Result<RunRecord, StoreError> {
        let totals = Totals::default();
        let status = RunStatus::Done;
        self.write(Touches::Rest, |tx| {
            let id = begin(tx, run, &totals, rows, &other, status)?;
            tx.execute(
                "UPDATE run SET history_seen = ?2 WHERE id = ?1",
                (id.0, seen.0),
            )?;
            finish(tx, id, finished, None)?;
            Ok(record(id, run, &totals, rows, other, status, finished))
        })
    }

    /// Writes the record of a run that came to nothing, with its notification: cancelled, or failed for the reason with this stable
    /// code.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn record_failure(
        &mut self,
        run: &NewRun,
        code: Option<&str>,
        finished: Timestamp,
    ) -> Result<RunRecord, StoreError> {
        let status = match code {
            Some(_) => RunStatus::Failed,
            None => RunStatus::Cancelled,
        };
        let (totals, other) = Default::default();
        self.write(Touches::Rest, |tx| {
            let id = begin(tx, run, &totals, 0, &other, status)?;
            tx.execute("UPDATE run SET error = ?2 WHERE id = ?1", (id.0, code))?;
            finish(tx, id, finished, None)?;
            Ok(RunRecord {
                error: code.map(str::to_owned),
                ..record(id, run, &totals, 0, other, status, finished)
            })
        })
    }

    /// How many notifications nobody has read.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn unread_notifications(&self) -> Result<u64, StoreError> {
        let unread = self
            .conn
            .prepare_cached("SELECT count(*) FROM notification WHERE read_at IS NULL")?
            .query_row([], |row| row.get(0))?;
        Ok(unread)
    }

    /// The notifications, newest first; at most `limit` of them where that is given.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn notifications(&self, limit: Option<u32>) -> Result<Vec<Notification>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT id, run, read_at IS NOT NULL FROM notification ORDER BY id DESC LIMIT coalesce(?1, -1)",
            )?
            .query_and_then([limit], |row| {
                Ok(Notification {
                    id: row.get(0)?,
                    run: RunId(row.get(1)?),
                    read: row.get(2)?,
                })
            })?
            .collect()
    }

    /// Marks a notification as read; one that was read before keeps its time.
    ///
    /// # Errors
    /// `not_found`.
    pub fn mark_read(&mut self, notification: i64, at: Timestamp) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            let marked = tx.execute(
                "UPDATE notification SET read_at = coalesce(read_at, ?2) WHERE id = ?1",
                (notification, at.to_string()),
            )?;
            match marked {
                0 => Err(StoreError::NotFound(Entry::Notification(notification))),
                _ => Ok(()),
            }
        })
    }
}

/// Numbers a run and writes what is known of it before its rows.
pub(super) fn begin(
    tx: &Transaction<'_>,
    run: &NewRun,
    totals: &Totals,
    rows: u64,
    other: &OtherCounts,
    status: RunStatus,
) -> Result<RunId, StoreError> {
    let arguments = match run.asked.arguments.as_slice() {
        [] => None,
        some => Some(serde_json::to_string(some).map_err(|error| {
            StoreError::damaged(format!("what was chosen cannot be stored: {error}"))
        })?),
    };
    let id = tx
        .prepare_cached(
            "INSERT INTO run (kind, name, template, file, login, client, started, finished, status, rows, updated, unchanged,
                 kept, blank, rejected, warnings, created, left_no_key, left_protected, formula_like, path, arguments,
                 export, undo_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
        )?
        .insert(rusqlite::params![
            run.kind.code(),
            run.name,
            run.template,
            run.file,
            run.who.login,
            run.who.client,
            run.started.to_string(),
            status.code(),
            rows,
            totals.updated,
            totals.unchanged,
            totals.kept,
            totals.blank,
            totals.rejected,
            totals.warnings,
            other.created,
            other.left_no_key,
            other.left_protected,
            other.formula_like,
            run.asked.path.as_ref().map(|path| path.as_os_str().as_bytes()),
            arguments,
            run.export.map(|id| id.0),
            run.undo_of.map(|id| id.0),
        ])?;
    Ok(RunId(id))
}

/// Writes what is known of a run after its rows, and its notification.
pub(super) fn finish(
    tx: &Transaction<'_>,
    id: RunId,
    finished: Timestamp,
    history: Option<(i64, i64)>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE run SET finished = ?2, history_first = ?3, history_last = ?4 WHERE id = ?1",
        (
            id.0,
            finished.to_string(),
            history.map(|(first, _)| first),
            history.map(|(_, last)| last),
        ),
    )?;
    tx.execute("INSERT INTO notification (run) VALUES (?1)", [id.0])?;
    Ok(())
}

/// The record of a run that was written with these.
pub(super) fn record(
    id: RunId,
    run: &NewRun,
    totals: &Totals,
    rows: u64,
    other: OtherCounts,
    status: RunStatus,
    finished: Timestamp,
) -> RunRecord {
    RunRecord {
        id,
        kind: run.kind,
        name: run.name.clone(),
        template: run.template.clone(),
        file: run.file.clone(),
        who: run.who.clone(),
        started: run.started,
        finished,
        status,
        totals: *totals,
        rows,
        other,
        export: run.export,
        undo_of: run.undo_of,
        asked: run.asked.clone(),
        error: None,
        purged: None,
    }
}

fn stored(row: &Row<'_>) -> Result<RunRecord, StoreError> {
    let id = row.get(0)?;
    let odd = |what: &str| StoreError::damaged(format!("run {id} has an unknown {what}"));
    let kind: String = row.get(1)?;
    let status: String = row.get(9)?;
    let path: Option<Vec<u8>> = row.get(21)?;
    let arguments: Option<String> = row.get(22)?;
    let purged: Option<String> = row.get(24)?;
    Ok(RunRecord {
        id: RunId(id),
        kind: RunKind::from_code(&kind).ok_or_else(|| odd("kind"))?,
        name: row.get(2)?,
        template: row.get(3)?,
        file: row.get(4)?,
        who: Who {
            login: row.get(5)?,
            client: row.get(6)?,
        },
        started: time(&row.get::<_, String>(7)?)?,
        finished: time(&row.get::<_, String>(8)?)?,
        status: RunStatus::from_code(&status).ok_or_else(|| odd("status"))?,
        rows: row.get(10)?,
        totals: Totals {
            updated: row.get(11)?,
            unchanged: row.get(12)?,
            kept: row.get(13)?,
            blank: row.get(14)?,
            rejected: row.get(15)?,
            warnings: row.get(16)?,
        },
        other: OtherCounts {
            created: row.get(17)?,
            left_no_key: row.get(18)?,
            left_protected: row.get(19)?,
            formula_like: row.get(20)?,
        },
        asked: Asked {
            path: path.map(|bytes| OsString::from_vec(bytes).into()),
            arguments: match arguments {
                Some(list) => serde_json::from_str(&list).map_err(|_| odd("choice"))?,
                None => Vec::new(),
            },
        },
        error: row.get(23)?,
        purged: purged.map(|at| time(&at)).transpose()?,
        export: row.get::<_, Option<i64>>(25)?.map(RunId),
        undo_of: row.get::<_, Option<i64>>(26)?.map(RunId),
    })
}
