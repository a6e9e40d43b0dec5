//! Sending the outbox: one worker at a time holds the lease; it claims one mail and that is on the disk before the server hears of it.
//! So a crash leaves a mail that may have been sent, and never one that is sent twice.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Transaction};

use super::outbox::kind;
use super::persons::{load, millis, moment};
use super::register::{End, Register, Touches};
use super::standing::{Queue, end_pause, next_due};
use crate::domain::person::PersonId;
use crate::domain::verification::{
    CODE_LIFETIME, Next, Nonce, Outcome, SendKind, SendState, settle, trouble_retry,
};
use crate::store::{Claim, ClaimRule, Claimed, Fence, PauseReason, SendId, StoreError};

/// How often a claim renews the sign of life of a worker that has nothing to send.
const HEARTBEAT: SignedDuration = SignedDuration::from_secs(10);

impl Register {
    /// Takes the lease of the queue, where nobody holds it or its holder has given no sign of life for `patience`. Mails that the earlier
    /// holder was sending are from now on such as may have been sent. `None`: somebody else is at work.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn acquire_lease(
        &mut self,
        holder: &str,
        now: Timestamp,
        patience: SignedDuration,
    ) -> Result<Option<Fence>, StoreError> {
        self.write_or_not(Touches::Rest, |tx| {
            let (other, heartbeat): (Option<String>, Option<i64>) =
                tx.query_row("SELECT holder, heartbeat FROM queue", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            let last = heartbeat.map(moment).transpose()?;
            let alive = last.is_some_and(|last| now.duration_since(last) < patience);
            if other.is_some() && alive {
                return Ok(End::Rollback(None));
            }
            let fence: i64 = tx.query_row(
                "UPDATE queue SET holder = ?1, heartbeat = ?2, fence = fence + 1 RETURNING fence",
                (holder, millis(now)),
                |row| row.get(0),
            )?;
            tx.execute(
                "UPDATE outbox SET state = 'unknown', error = 'interrupted' WHERE state = 'sending' AND fence < ?1",
                [fence],
            )?;
            Ok(End::Commit(Some(Fence(fence))))
        })
    }

    /// Gives the lease back, so that the next worker need not wait. Without the newest lease nothing happens.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn release_lease(&mut self, fence: Fence) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            tx.execute(
                "UPDATE queue SET holder = NULL, heartbeat = NULL WHERE fence = ?1",
                [fence.0],
            )?;
            Ok(())
        })
    }

    /// Claims the next mail that is due: codes first, as somebody waits for them. Mails that nobody needs any more (verified, another address,
    /// not active, mailing cancelled) are cancelled on the way. On return the claim is on the disk.
    ///
    /// # Errors
    /// When the register cannot be written; nothing is claimed then.
    pub fn claim(&mut self, fence: Fence, rule: &ClaimRule<'_>) -> Result<Claim, StoreError> {
        self.write_or_not(Touches::Rest, |tx| claim(tx, fence, rule))
    }

    /// Writes what became of a claimed mail, and pauses the queue where nobody's mail gets through. `reply` is the server's number, `jitter` a
    /// random byte. Also the holder of an older lease may tell the truth of its own mail. Gives the state of the mail.
    ///
    /// # Errors
    /// When the register cannot be written: the mail stays one that may have been sent.
    pub fn settle(
        &mut self,
        fence: Fence,
        id: SendId,
        outcome: Outcome,
        reply: Option<u16>,
        jitter: u8,
        now: Timestamp,
    ) -> Result<SendState, StoreError> {
        self.write(Touches::Rest, |tx| {
            let attempts: Option<u32> = tx
                .prepare_cached(
                    "SELECT attempts FROM outbox WHERE id = ?1 AND fence = ?2 AND state IN ('sending', 'unknown')",
                )?
                .query_row((id.0, fence.0), |row| row.get(0))
                .optional()?;
            if let Some(attempts) = attempts {
                let next = settle(attempts, outcome, jitter);
                write_next(tx, id, outcome, &next, reply, now)?;
            }
            trouble(tx, outcome, reply, now)?;
            state_of(tx, id)
        })
    }
}

fn claim(
    tx: &Transaction<'_>,
    fence: Fence,
    rule: &ClaimRule<'_>,
) -> Result<End<Claim>, StoreError> {
    let now = rule.now;
    let queue = Queue::load(tx)?;
    if queue.fence != fence || queue.holder.is_none() {
        return Ok(End::Rollback(Claim::LeaseLost));
    }
    let mut written = false;
    if queue
        .heartbeat
        .is_none_or(|last| now.duration_since(last).abs() >= HEARTBEAT)
    {
        tx.execute("UPDATE queue SET heartbeat = ?1", [millis(now)])?;
        written = true;
    }
    let end = |claim, written| match written {
        true => Ok(End::Commit(claim)),
        false => Ok(End::Rollback(claim)),
    };
    let mut only_codes = false;
    if let Some(pause) = &queue.pause {
        if pause.until.is_some_and(|until| until <= now) {
            end_pause(tx)?;
            written = true;
        } else if pause.reason == PauseReason::Administrator {
            only_codes = true;
        } else {
            return end(Claim::Paused(pause.clone()), written);
        }
    }
    let today = now.to_zoned(rule.zone.clone()).date();
    let sent_today = queue.sent_on(today);
    loop {
        let Some(due) = next_due(tx, only_codes)? else {
            let claim = match queue.pause {
                Some(pause) if only_codes => Claim::Paused(pause),
                _ => Claim::Idle,
            };
            return end(claim, written);
        };
        if due > now {
            return end(Claim::Wait(due), written);
        }
        if rule.capacity.per_day > 0 && sent_today >= rule.capacity.per_day.into() {
            return end(Claim::Wait(midnight(rule)), written);
        }
        let bucket = match queue.bucket.take(rule.capacity.per_minute, now) {
            Ok(bucket) => bucket,
            Err(wait) => {
                let at = now.saturating_add(wait).unwrap_or(Timestamp::MAX);
                return end(Claim::Wait(at), written);
            }
        };
        let Some(due) = first_due(tx, only_codes, now)? else {
            // Due by the look above, and nobody else writes meanwhile.
            return Err(StoreError::damaged("a mail that is due is not there"));
        };
        match still_needed(tx, &due)? {
            Err(reason) => {
                tx.prepare_cached(
                    "UPDATE outbox SET state = 'cancelled', error = ?2 WHERE id = ?1",
                )?
                .execute((due.id.0, reason))?;
                written = true;
            }
            Ok(()) => {
                let claimed = take(tx, fence, due, rule)?;
                tx.prepare_cached(
                    "UPDATE queue SET tokens = ?1, tokens_at = ?2, day = ?3, sent_today = ?4, heartbeat = ?2",
                )?
                .execute((
                    bucket.tokens,
                    millis(bucket.at),
                    today.to_string(),
                    sent_today + 1,
                ))?;
                return Ok(End::Commit(Claim::Mail(Box::new(claimed))));
            }
        }
    }
}

fn midnight(rule: &ClaimRule<'_>) -> Timestamp {
    rule.now
        .to_zoned(rule.zone.clone())
        .tomorrow()
        .and_then(|tomorrow| tomorrow.start_of_day())
        .map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

/// A mail that is due.
struct Due {
    id: SendId,
    kind: SendKind,
    person: PersonId,
    address_version: i64,
    nonce: Nonce,
    number: u32,
    key_id: String,
    message_id: String,
    attempts: u32,
    cancelled: bool,
}

fn first_due(
    tx: &Transaction<'_>,
    only_codes: bool,
    now: Timestamp,
) -> Result<Option<Due>, StoreError> {
    tx.prepare_cached(
        "SELECT o.id, o.kind, o.person, o.address_version, o.nonce, o.send, o.key_id, o.message_id, o.attempts,
             EXISTS (SELECT 1 FROM mailing m WHERE m.id = o.mailing AND m.cancelled_at IS NOT NULL)
         FROM outbox o WHERE o.state IN ('queued', 'deferred') AND o.due <= ?1 AND (o.kind = 'code' OR NOT ?2)
         ORDER BY o.kind, o.due, o.id LIMIT 1",
    )?
    .query_and_then((millis(now), only_codes), |row| {
        Ok(Due {
            id: SendId(row.get(0)?),
            kind: kind(row, 1)?,
            person: PersonId(row.get(2)?),
            address_version: row.get(3)?,
            nonce: row.get(4)?,
            number: row.get(5)?,
            key_id: row.get(6)?,
            message_id: row.get(7)?,
            attempts: row.get(8)?,
            cancelled: row.get(9)?,
        })
    })?
    .next()
    .transpose()
}

/// Whether a mail is still to be sent, and the stable word for why not.
fn still_needed(tx: &Transaction<'_>, due: &Due) -> Result<Result<(), &'static str>, StoreError> {
    let stored = load(tx, due.person)?;
    let person = &stored.person;
    Ok(if due.cancelled {
        Err("mailing_cancelled")
    } else if stored.address_version != due.address_version || person.connect_address.is_none() {
        Err("address_changed")
    } else if person.verified_at.is_some() {
        Err("verified")
    } else if !person.active {
        Err("inactive")
    } else {
        Ok(())
    })
}

fn take(
    tx: &Transaction<'_>,
    fence: Fence,
    due: Due,
    rule: &ClaimRule<'_>,
) -> Result<Claimed, StoreError> {
    let expires = match due.kind {
        SendKind::Link => rule.lifetime.end(rule.now, rule.zone),
        SendKind::Code => rule
            .now
            .saturating_add(CODE_LIFETIME)
            .unwrap_or(Timestamp::MAX),
    };
    tx.prepare_cached(
        "UPDATE outbox SET state = 'sending', fence = ?2, attempts = attempts + 1, dispatched_at = ?3, expires_at = ?4, error = NULL,
             reply = NULL
         WHERE id = ?1",
    )?
    .execute((due.id.0, fence.0, millis(rule.now), millis(expires)))?;
    Ok(Claimed {
        id: due.id,
        kind: due.kind,
        person: load(tx, due.person)?.person,
        nonce: due.nonce,
        number: due.number,
        key_id: due.key_id,
        message_id: due.message_id,
        attempts: due.attempts + 1,
        expires,
    })
}

fn write_next(
    tx: &Transaction<'_>,
    id: SendId,
    outcome: Outcome,
    next: &Next,
    reply: Option<u16>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let error = match (outcome, next.state) {
        (Outcome::Transient, SendState::Rejected) => Some("gave_up"),
        (Outcome::Transient, _) => Some("transient"),
        (Outcome::Permanent, _) => Some("permanent"),
        (Outcome::Unknown, _) => Some("connection_lost"),
        (Outcome::Trouble(trouble), _) => Some(trouble.code()),
        (Outcome::Accepted, _) => None,
    };
    // A mail that met trouble waits a moment by itself: codes are sent while an administrator's pause holds, which trouble does not replace.
    let wait = match next.charged {
        true => next.retry_after.unwrap_or(SignedDuration::ZERO),
        false => SignedDuration::from_mins(1),
    };
    let due = now.saturating_add(wait).unwrap_or(Timestamp::MAX);
    // OR IGNORE: a mail of an older lease may have been sent anew by somebody's decision, and then stays one that may have been sent.
    tx.prepare_cached(
        "UPDATE OR IGNORE outbox SET state = ?2, due = ?3, attempts = attempts - NOT ?4, error = ?5, reply = ?6,
             dispatched_at = iif(?4, dispatched_at, NULL), expires_at = iif(?4, expires_at, NULL)
         WHERE id = ?1",
    )?
    .execute((
        id.0,
        next.state.code(),
        millis(due),
        next.charged,
        error,
        reply,
    ))?;
    if !next.charged {
        tx.execute(
            "UPDATE queue SET tokens = tokens + 1, sent_today = max(0, sent_today - 1)",
            [],
        )?;
    }
    Ok(())
}

/// Pauses the queue where nobody's mail gets through; a mail that did get an answer ends the row of troubles.
fn trouble(
    tx: &Transaction<'_>,
    outcome: Outcome,
    reply: Option<u16>,
    now: Timestamp,
) -> Result<(), StoreError> {
    match outcome {
        Outcome::Trouble(trouble) => {
            let in_a_row: u32 = tx.query_row(
                "UPDATE queue SET troubles = troubles + 1 RETURNING troubles",
                [],
                |row| row.get(0),
            )?;
            let until = trouble_retry(trouble, in_a_row)
                .map(|span| millis(now.saturating_add(span).unwrap_or(Timestamp::MAX)));
            // An administrator's pause is not lifted by a trouble that ends by itself.
            tx.execute(
                "UPDATE queue SET pause = ?1, paused_at = ?2, pause_until = ?3, pause_login = NULL, pause_reply = ?4
                 WHERE pause IS NOT ?5",
                (
                    trouble.code(),
                    millis(now),
                    until,
                    reply,
                    PauseReason::Administrator.code(),
                ),
            )?;
        }
        Outcome::Unknown => {}
        Outcome::Accepted | Outcome::Transient | Outcome::Permanent => {
            tx.execute("UPDATE queue SET troubles = 0 WHERE troubles > 0", [])?;
        }
    }
    Ok(())
}

fn state_of(tx: &Transaction<'_>, id: SendId) -> Result<SendState, StoreError> {
    tx.prepare_cached("SELECT state FROM outbox WHERE id = ?1")?
        .query_and_then([id.0], |row| super::outbox::state(row, 0))?
        .next()
        // Erased with its person meanwhile.
        .unwrap_or(Ok(SendState::Cancelled))
}
