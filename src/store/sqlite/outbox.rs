//! Mailings and the mails in them: planning, writing them in one transaction, cancelling, and what came back. How they are sent is in
//! [`super::queue`].

use jiff::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::domains::allowed_domains;
use super::persons::{millis, moment};
use super::register::{End, Register, Touches};
use crate::domain::address::domain_of;
use crate::domain::log::Who;
use crate::domain::person::PersonId;
use crate::domain::verification::{
    Candidate, Mac, NONCE_BYTES, Rule, SendKind, SendState, left_out,
};
use crate::store::{
    Enqueued, Entry, MailingId, MailingPlan, MailingRecord, NewMailing, NewSend, Recipients,
    SendCounts, SendId, SendRecord, StoreError,
};

impl Register {
    /// Who would get a link, who not and why. Changes nothing.
    ///
    /// # Errors
    /// When the register cannot be read. Persons who are not there any more are passed over.
    pub fn plan_mailing(
        &self,
        recipients: &Recipients,
        rule: &Rule,
    ) -> Result<MailingPlan, StoreError> {
        let persons = match recipients {
            Recipients::Filter(filter) => {
                let mut ids = Vec::new();
                self.for_each_person(*filter, |person| {
                    ids.push(person.id);
                    std::ops::ControlFlow::Continue(())
                })?;
                ids
            }
            Recipients::Persons(persons) => persons.clone(),
        };
        self.read(|tx| {
            let mut plan = MailingPlan::default();
            for person in persons {
                let Some(candidate) = candidate(tx, person)? else {
                    continue;
                };
                match left_out(&candidate, rule) {
                    None => plan.recipients.push(person),
                    Some(reason) => plan.left_out.push((person, reason)),
                }
            }
            Ok(plan)
        })
    }

    /// Writes a mailing and its mails in one transaction. Each person is looked at again: whoever should get no link by now, as somebody else has
    /// just sent one, falls out.
    ///
    /// # Errors
    /// `store_busy`, `store_full` and their like; nothing was written then.
    pub fn enqueue_mailing(&mut self, new: &NewMailing<'_>) -> Result<Enqueued, StoreError> {
        self.write_or_not(Touches::Rest, |tx| {
            let rule = Rule {
                // The list may have changed since the plan.
                domains: allowed_domains(tx)?,
                ..new.rule.clone()
            };
            let mailing = begin(tx, new.who, new.send.now)?;
            let mut done = Enqueued {
                mailing: None,
                queued: 0,
                left_out: Vec::new(),
            };
            for person in new.persons {
                let Some(candidate) = candidate(tx, *person)? else {
                    continue;
                };
                if let Some(reason) = left_out(&candidate, &rule) {
                    done.left_out.push((*person, reason));
                    continue;
                }
                done.queued += 1;
                let number = u32::try_from(done.queued).unwrap_or(u32::MAX);
                let mail = Mail {
                    kind: SendKind::Link,
                    person: *person,
                    address_version: candidate.address_version,
                    mailing: Some(mailing),
                    number,
                };
                put(tx, &mail, &new.send)?;
            }
            if done.queued == 0 {
                return Ok(End::Rollback(done));
            }
            tx.execute(
                "UPDATE mailing SET recipients = ?2 WHERE id = ?1",
                (mailing.0, done.queued),
            )?;
            done.mailing = Some(mailing);
            Ok(End::Commit(done))
        })
    }

    /// The mailings, newest first; at most `limit` of them where that is given.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn mailings(&self, limit: Option<u32>) -> Result<Vec<MailingRecord>, StoreError> {
        self.read(|tx| {
            let mut found: Vec<MailingRecord> = tx
                .prepare_cached(
                    "SELECT id, at, login, client, recipients, cancelled_at FROM mailing ORDER BY id DESC LIMIT coalesce(?1, -1)",
                )?
                .query_and_then([limit], |row| {
                    Ok::<_, StoreError>(MailingRecord {
                        id: MailingId(row.get(0)?),
                        at: moment(row.get(1)?)?,
                        who: Who {
                            login: row.get(2)?,
                            client: row.get(3)?,
                        },
                        recipients: row.get(4)?,
                        cancelled: row.get::<_, Option<i64>>(5)?.map(moment).transpose()?,
                        counts: SendCounts::default(),
                    })
                })?
                .collect::<Result<_, _>>()?;
            for mailing in &mut found {
                mailing.counts = counts(
                    tx,
                    "SELECT state, count(*) FROM outbox WHERE mailing = ?1 GROUP BY state",
                    [mailing.id.0],
                )?;
            }
            Ok(found)
        })
    }

    /// Cancels what of a mailing is not sent yet, and gives how many mails that were. What is with the server this moment is not called back.
    ///
    /// # Errors
    /// `not_found`.
    pub fn cancel_mailing(&mut self, id: MailingId, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Touches::Rest, |tx| {
            let found = tx.execute(
                "UPDATE mailing SET cancelled_at = coalesce(cancelled_at, ?2) WHERE id = ?1",
                (id.0, millis(now)),
            )?;
            if found == 0 {
                return Err(StoreError::NotFound(Entry::Mailing(id)));
            }
            let cancelled = tx.execute(
                "UPDATE outbox SET state = 'cancelled', error = 'mailing_cancelled'
                 WHERE mailing = ?1 AND state IN ('queued', 'deferred')",
                [id.0],
            )?;
            Ok(cancelled as u64)
        })
    }

    /// Whose link of a mailing was refused, or, where that is asked for too, may or may not have been sent. For a new mailing.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn failed_of(
        &self,
        id: MailingId,
        include_unknown: bool,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT person FROM outbox WHERE mailing = ?1 AND (state = 'rejected' OR (?2 AND state = 'unknown')) ORDER BY id",
            )?
            .query_and_then((id.0, include_unknown), |row| Ok(PersonId(row.get(0)?)))?
            .collect()
    }

    /// Whose newest link to the unverified address that they have now was refused or may have been sent, with which of both, in the order of
    /// their ids. Links that were cancelled do not count.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn failed_links(&self) -> Result<Vec<(PersonId, SendState)>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT o.person, o.state FROM outbox o
                 JOIN person p ON p.id = o.person AND p.address_version = o.address_version
                 WHERE o.kind = 'link' AND o.state IN ('rejected', 'unknown') AND p.verified_at IS NULL
                     AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.person = o.person AND n.address_version = o.address_version
                         AND n.kind = 'link' AND n.state <> 'cancelled' AND n.id > o.id)
                 ORDER BY o.person",
            )?
            .query_and_then([], |row| Ok((PersonId(row.get(0)?), state(row, 1)?)))?
            .collect()
    }

    /// Who was sent a link to the address that they have now, perhaps at least, and has not verified it; in the order of their ids.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn unverified_after_link(&self) -> Result<Vec<PersonId>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT DISTINCT o.person FROM outbox o
                 JOIN person p ON p.id = o.person AND p.address_version = o.address_version
                 WHERE o.kind = 'link' AND o.state IN ('accepted', 'unknown') AND p.verified_at IS NULL
                 ORDER BY o.person",
            )?
            .query_and_then([], |row| Ok(PersonId(row.get(0)?)))?
            .collect()
    }

    /// What was sent to a person, newest first.
    ///
    /// # Errors
    /// When the register cannot be read. Empty for a person who is not there.
    pub fn sends_of(&self, person: PersonId) -> Result<Vec<SendRecord>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT o.id, o.kind, o.state, o.mailing, o.queued_at, o.dispatched_at, o.expires_at, o.used_at, o.attempts, o.error,
                     o.reply, o.address_version = p.address_version
                 FROM outbox o JOIN person p ON p.id = o.person WHERE o.person = ?1 ORDER BY o.id DESC",
            )?
            .query_and_then([person.0], |row| {
                let at = |column| -> Result<Option<Timestamp>, StoreError> {
                    row.get::<_, Option<i64>>(column)?.map(moment).transpose()
                };
                Ok(SendRecord {
                    id: SendId(row.get(0)?),
                    kind: kind(row, 1)?,
                    state: state(row, 2)?,
                    mailing: row.get::<_, Option<i64>>(3)?.map(MailingId),
                    queued: moment(row.get(4)?)?,
                    dispatched: at(5)?,
                    expires: at(6)?,
                    used: at(7)?,
                    attempts: row.get(8)?,
                    error: row.get(9)?,
                    reply: row.get(10)?,
                    current: row.get(11)?,
                })
            })?
            .collect()
    }

    /// Notes that the mail with this Message-ID came back. `None` where the outbox has no such mail that was sent; the person otherwise,
    /// also when it was noted before.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn mark_bounced(&mut self, message_id: &str) -> Result<Option<PersonId>, StoreError> {
        self.write(Touches::Rest, |tx| {
            let person = tx
                .prepare_cached(
                    "UPDATE outbox SET state = 'bounced' WHERE message_id = ?1 AND state IN ('accepted', 'unknown', 'bounced')
                     RETURNING person",
                )?
                .query_row([message_id], |row| row.get(0))
                .optional()?;
            Ok(person.map(PersonId))
        })
    }
}

fn begin(tx: &Transaction<'_>, who: &Who, now: Timestamp) -> Result<MailingId, StoreError> {
    let id = tx
        .prepare_cached(
            "INSERT INTO mailing (at, login, client, recipients) VALUES (?1, ?2, ?3, 0)",
        )?
        .insert((millis(now), &who.login, &who.client))?;
    Ok(MailingId(id))
}

/// What decides whether a person gets a link; `None` for a person who is not there.
pub(super) fn candidate(conn: &Connection, id: PersonId) -> Result<Option<Candidate>, StoreError> {
    conn.prepare_cached(
        "SELECT address_version, connect_key, verified_at IS NOT NULL, active, protected,
             EXISTS (SELECT 1 FROM outbox o WHERE o.person = p.id AND o.address_version = p.address_version AND o.state = 'bounced'),
             EXISTS (SELECT 1 FROM outbox o WHERE o.person = p.id AND o.address_version = p.address_version AND o.kind = 'link'
                 AND o.state IN ('queued', 'sending', 'deferred')),
             (SELECT max(dispatched_at) FROM outbox o WHERE o.person = p.id AND o.address_version = p.address_version
                 AND o.kind = 'link' AND o.state IN ('accepted', 'unknown')),
             (SELECT state FROM outbox o WHERE o.person = p.id AND o.address_version = p.address_version AND o.kind = 'link'
                 AND o.state <> 'cancelled' ORDER BY o.id DESC LIMIT 1)
         FROM person p WHERE id = ?1",
    )?
    .query_and_then([id.0], |row| {
        let key: Option<String> = row.get(1)?;
        Ok(Candidate {
            person: id,
            address_version: row.get(0)?,
            domain: key.map(|key| domain_of(&key).to_owned()),
            verified: row.get(2)?,
            active: row.get(3)?,
            protected: row.get(4)?,
            bounced: row.get(5)?,
            live: row.get(6)?,
            last_sent: row.get::<_, Option<i64>>(7)?.map(moment).transpose()?,
            last_link: match row.get_ref(8)? {
                ValueRef::Null => None,
                _ => Some(state(row, 8)?),
            },
        })
    })?
    .next()
    .transpose()
}

/// A mail that is put into the outbox.
pub(super) struct Mail {
    pub(super) kind: SendKind,
    pub(super) person: PersonId,
    pub(super) address_version: i64,
    pub(super) mailing: Option<MailingId>,
    /// Its number among those that share the random bytes.
    pub(super) number: u32,
}

/// Puts a mail into the outbox, due at once.
pub(super) fn put(tx: &Transaction<'_>, mail: &Mail, new: &NewSend<'_>) -> Result<(), StoreError> {
    let mac: Option<Mac> = match mail.kind {
        SendKind::Link => Some(new.ring.mac_of_link(&new.nonce, mail.number)),
        SendKind::Code => None,
    };
    tx.prepare_cached(
        "INSERT INTO outbox (kind, state, person, address_version, mailing, nonce, send, mac, key_id, due, message_id, queued_at)
         VALUES (?1, 'queued', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9)",
    )?
    .execute((
        mail.kind.code(),
        mail.person.0,
        mail.address_version,
        mail.mailing.map(|id| id.0),
        new.nonce,
        mail.number,
        mac,
        new.ring.newest().id(),
        millis(new.now),
        message_id(&new.nonce, mail.number, new.host),
    ))?;
    Ok(())
}

/// The Message-ID of a send: the same at every attempt, and no two sends share one.
fn message_id(nonce: &[u8; NONCE_BYTES], number: u32, host: &str) -> String {
    let nonce: String = nonce.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("koppla.{nonce}.{number}@{host}")
}

/// How many mails are in each state, by a query of state and count.
pub(super) fn counts(
    conn: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<SendCounts, StoreError> {
    let mut counts = SendCounts::default();
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        counts.add(state(row, 0)?, row.get(1)?);
    }
    Ok(counts)
}

/// The state of a mail, from a column.
pub(super) fn state(row: &Row<'_>, column: usize) -> Result<SendState, StoreError> {
    let code: String = row.get(column)?;
    SendState::from_code(&code)
        .ok_or_else(|| StoreError::damaged(format!("a mail is in the unknown state {code:?}")))
}

/// The kind of a mail, from a column.
pub(super) fn kind(row: &Row<'_>, column: usize) -> Result<SendKind, StoreError> {
    let code: String = row.get(column)?;
    SendKind::from_code(&code)
        .ok_or_else(|| StoreError::damaged(format!("a mail is of the unknown kind {code:?}")))
}
