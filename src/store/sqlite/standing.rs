//! The queue as it stands: its one row, its pauses, when the next mail is due. How it is worked through is in [`super::queue`].

use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction};

use super::outbox::counts;
use super::persons::{millis, moment};
use super::register::{Register, Touches};
use crate::domain::log::Who;
use crate::domain::verification::{Bucket, SendKind};
use crate::store::{Fence, Pause, PauseReason, QueueStatus, StoreError};

impl Register {
    /// The queue as it stands; `today` is the local date that sent mails are counted for.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn queue_status(&self, today: jiff::civil::Date) -> Result<QueueStatus, StoreError> {
        self.read(|tx| {
            let by_kind = |kind: SendKind| {
                counts(
                    tx,
                    "SELECT state, count(*) FROM outbox WHERE kind = ?1 GROUP BY state",
                    [kind.code()],
                )
            };
            let queue = Queue::load(tx)?;
            Ok(QueueStatus {
                links: by_kind(SendKind::Link)?,
                codes: by_kind(SendKind::Code)?,
                sent_today: queue.sent_on(today),
                worker: match (queue.holder, queue.heartbeat) {
                    (Some(holder), Some(heartbeat)) => Some((holder, heartbeat)),
                    _ => None,
                },
                pause: queue.pause,
                next_due: next_due(tx, false)?,
            })
        })
    }

    /// Pauses the mailings until somebody resumes them.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn pause_queue(&mut self, who: &Who, now: Timestamp) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            tx.execute(
                "UPDATE queue SET pause = ?1, paused_at = ?2, pause_until = NULL, pause_login = ?3, pause_reply = NULL",
                (PauseReason::Administrator.code(), millis(now), &who.login),
            )?;
            Ok(())
        })
    }

    /// Ends any pause. Deferred mails keep their time.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn resume_queue(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            end_pause(tx)?;
            tx.execute("UPDATE queue SET troubles = 0", [])?;
            tx.execute(
                "UPDATE outbox SET due = ?1 WHERE state = 'queued' AND due > ?1",
                [millis(now)],
            )?;
            Ok(())
        })
    }

    /// Whether a mail waits to be sent, now or later; cheap enough to ask every second.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn mail_waits(&self) -> Result<bool, StoreError> {
        Ok(next_due(&self.conn, false)?.is_some())
    }

    /// A number that changes when another connection, of this program or another, has written to the register.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let version = self
            .conn
            .query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(version)
    }
}

/// The one row that the queue has.
pub(super) struct Queue {
    pub(super) pause: Option<Pause>,
    pub(super) bucket: Bucket,
    pub(super) day: String,
    pub(super) sent_today: u64,
    pub(super) holder: Option<String>,
    pub(super) fence: Fence,
    pub(super) heartbeat: Option<Timestamp>,
}

impl Queue {
    /// The queue as it stands.
    pub(super) fn load(conn: &Connection) -> Result<Queue, StoreError> {
        conn.prepare_cached(
            "SELECT pause, paused_at, pause_until, pause_login, pause_reply, tokens, tokens_at, day, sent_today, holder, fence,
                 heartbeat
             FROM queue",
        )?
        .query_and_then([], |row| {
            Ok(Queue {
                pause: pause(row)?,
                bucket: Bucket {
                    tokens: row.get(5)?,
                    at: moment(row.get(6)?)?,
                },
                day: row.get(7)?,
                sent_today: row.get(8)?,
                holder: row.get(9)?,
                fence: Fence(row.get(10)?),
                heartbeat: row.get::<_, Option<i64>>(11)?.map(moment).transpose()?,
            })
        })?
        .next()
        .unwrap_or_else(|| Err(StoreError::damaged("the queue is missing")))
    }

    /// How many mails were sent on this day.
    pub(super) fn sent_on(&self, day: jiff::civil::Date) -> u64 {
        match self.day == day.to_string() {
            true => self.sent_today,
            false => 0,
        }
    }
}

fn pause(row: &Row<'_>) -> Result<Option<Pause>, StoreError> {
    let (Some(code), Some(since)) = (
        row.get::<_, Option<String>>(0)?,
        row.get::<_, Option<i64>>(1)?,
    ) else {
        return Ok(None);
    };
    let reason = PauseReason::from_code(&code).ok_or_else(|| {
        StoreError::damaged(format!("the queue pauses for the unknown reason {code:?}"))
    })?;
    Ok(Some(Pause {
        reason,
        since: moment(since)?,
        until: row.get::<_, Option<i64>>(2)?.map(moment).transpose()?,
        who: row.get(3)?,
        reply: row.get(4)?,
    }))
}

/// Ends a pause, whoever began it.
pub(super) fn end_pause(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE queue SET pause = NULL, paused_at = NULL, pause_until = NULL, pause_login = NULL, pause_reply = NULL",
        [],
    )?;
    Ok(())
}

/// When the next mail is due; of codes only where that is asked for.
pub(super) fn next_due(
    conn: &Connection,
    only_codes: bool,
) -> Result<Option<Timestamp>, StoreError> {
    let due: Option<i64> = conn
        .prepare_cached(
            "SELECT min(due) FROM (
                 SELECT min(due) AS due FROM outbox WHERE kind = 'code' AND state IN ('queued', 'deferred')
                 UNION ALL
                 SELECT min(due) FROM outbox WHERE kind = 'link' AND state IN ('queued', 'deferred') AND NOT ?1)",
        )?
        .query_row([only_codes], |row| row.get(0))?;
    due.map(moment).transpose()
}
