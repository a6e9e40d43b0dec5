//! Proving that an address is one's own: links, codes and verified domains, and who is locked out of trying. Each proof is one conditional
//! write, so it succeeds once, also in a race.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::domains::allowed_domains;
use super::edits::{By, Change, remember};
use super::outbox::{Mail, candidate, put};
use super::persons::{Stored, load, millis, moment};
use super::register::{End, Register, Touches};
use crate::domain::domains::AllowedDomains;
use crate::domain::log::{HistoryEvent, Who};
use crate::domain::person::{PersonId, user_id_key};
use crate::domain::verification::{
    Audience, CODE_TRIES, CodeWait, FAILURE_WINDOW, FAILURES_TO_LOCK, LinkState, Mac, Rule,
    SendKind, left_out, may_ask,
};
use crate::store::{CodeRequest, CodeTry, LinkOutcome, NewSend, SendId, StoreError};

/// States in which a link or code may be in somebody's hands.
const IN_HANDS: &str = "('sending', 'accepted', 'deferred', 'unknown', 'bounced')";

impl Register {
    /// What a link is worth, and whose it is where it is worth something. Changes nothing. `macs` is what the register would hold of the link, by
    /// each key id.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn look_at_link(
        &self,
        macs: &[(&str, Mac)],
        now: Timestamp,
    ) -> Result<(LinkState, Option<PersonId>), StoreError> {
        self.read(|tx| look_at_link(tx, macs, now))
    }

    /// Verifies by a link: once, and only while it counts and names the address that its active person still has.
    ///
    /// # Errors
    /// When the register cannot be written; the link counts as before then.
    pub fn confirm_link(
        &mut self,
        macs: &[(&str, Mac)],
        now: Timestamp,
    ) -> Result<LinkOutcome, StoreError> {
        self.write_or_not(Touches::Basis, |tx| {
            for (key_id, mac) in macs {
                let used: Option<i64> = tx
                    .prepare_cached(&format!(
                        "UPDATE outbox SET used_at = ?3 WHERE mac = ?1 AND key_id = ?2 AND kind = 'link' AND used_at IS NULL
                             AND expires_at > ?3 AND state IN {IN_HANDS}
                             AND EXISTS (SELECT 1 FROM person p WHERE p.id = outbox.person AND p.active = 1
                                 AND p.verified_at IS NULL AND p.address_version = outbox.address_version)
                         RETURNING person"
                    ))?
                    .query_row((mac, key_id, millis(now)), |row| row.get(0))
                    .optional()?;
                if let Some(person) = used.map(PersonId) {
                    let by = by_themselves(tx, person)?;
                    verify(tx, person, HistoryEvent::VerifiedByLink, &by, now)?;
                    return Ok(End::Commit(LinkOutcome::Verified(person)));
                }
            }
            Ok(End::Rollback(match look_at_link(tx, macs, now)? {
                (LinkState::AlreadyVerified, Some(person)) => LinkOutcome::AlreadyVerified(person),
                _ => LinkOutcome::Gone,
            }))
        })
    }

    /// Puts a code for a person into the outbox; the one before counts no more.
    ///
    /// # Errors
    /// `not_found`.
    pub fn request_code(
        &mut self,
        id: PersonId,
        new: &NewSend<'_>,
    ) -> Result<CodeRequest, StoreError> {
        self.write_or_not(Touches::Rest, |tx| {
            let stored = load(tx, id)?;
            let person = &stored.person;
            if person.connect_address.is_none() || !person.active {
                return Ok(End::Rollback(CodeRequest::NoAddress));
            }
            if person.verified_at.is_some() {
                return Ok(End::Rollback(CodeRequest::AlreadyVerified));
            }
            if is_locked(tx, id)? {
                return Ok(End::Rollback(CodeRequest::Locked));
            }
            if let Err(wait) = may_ask_by_now(tx, id, SendKind::Code, new.now)? {
                return Ok(End::Rollback(CodeRequest::Wait(wait)));
            }
            tx.execute(
                "UPDATE outbox SET state = 'cancelled', error = 'replaced'
                 WHERE person = ?1 AND kind = 'code' AND used_at IS NULL AND state <> 'cancelled'",
                [id.0],
            )?;
            let mail = Mail {
                kind: SendKind::Code,
                person: id,
                address_version: stored.address_version,
                mailing: None,
                number: 1,
            };
            put(tx, &mail, new)?;
            Ok(End::Commit(CodeRequest::Queued))
        })
    }

    /// Puts a link for whoever has this user id into the outbox: where they would get one by a mailing that leaves nobody out for having been sent
    /// one, were sent one for the very address that they have, are not locked, and did not ask too often. `false`: nothing was done.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn request_link(&mut self, user_id: &str, new: &NewSend<'_>) -> Result<bool, StoreError> {
        // Also whoever is not there waits for the register, so that nobody learns from the time who is.
        self.write_or_not(Touches::Rest, |tx| {
            let id: Option<i64> = tx
                .prepare_cached("SELECT id FROM person WHERE user_id_key = ?1")?
                .query_row([user_id_key(user_id)], |row| row.get(0))
                .optional()?;
            let asking = match id {
                Some(id) => candidate(tx, PersonId(id))?,
                None => None,
            };
            let Some(asking) = asking.filter(|asking| asking.last_sent.is_some()) else {
                return Ok(End::Rollback(false));
            };
            let rule = Rule {
                domains: allowed_domains(tx)?,
                audience: Audience::Everybody,
                // Whoever has been sent one was included by somebody's decision.
                include_protected: true,
                not_within: SignedDuration::ZERO,
                now: new.now,
            };
            let id = asking.person;
            if left_out(&asking, &rule).is_some()
                || is_locked(tx, id)?
                || may_ask_by_now(tx, id, SendKind::Link, new.now)?.is_err()
            {
                return Ok(End::Rollback(false));
            }
            let mail = Mail {
                kind: SendKind::Link,
                person: id,
                address_version: asking.address_version,
                mailing: None,
                number: 1,
            };
            put(tx, &mail, new)?;
            Ok(End::Commit(true))
        })
    }

    /// Counts a try at a person's code. `None`: there is no code that may be tried (none, expired, tried too often, replaced, used, of an earlier
    /// address, locked). On return the try is on the disk, so that no number of parallel tries gets more than its share.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn count_code_try(
        &mut self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<CodeTry>, StoreError> {
        self.write(Touches::Rest, |tx| {
            if is_locked(tx, person)? {
                return Ok(None);
            }
            let counted = tx
                .prepare_cached(&format!(
                    "UPDATE outbox SET tries = tries + 1
                     WHERE id = (SELECT max(id) FROM outbox WHERE person = ?1 AND kind = 'code')
                         AND used_at IS NULL AND expires_at > ?2 AND tries < ?3 AND state IN {IN_HANDS}
                         AND EXISTS (SELECT 1 FROM person p WHERE p.id = outbox.person AND p.active = 1
                             AND p.verified_at IS NULL AND p.address_version = outbox.address_version)
                     RETURNING id, nonce, send, key_id, tries"
                ))?
                .query_row((person.0, millis(now), CODE_TRIES), |row| {
                    Ok(CodeTry {
                        id: SendId(row.get(0)?),
                        nonce: row.get(1)?,
                        number: row.get(2)?,
                        key_id: row.get(3)?,
                        left: CODE_TRIES.saturating_sub(row.get(4)?),
                    })
                })
                .optional()?;
            Ok(counted)
        })
    }

    /// Verifies by a code that was counted and found right. `false` where somebody used it in between or it counts no more.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn accept_code(&mut self, code: SendId, now: Timestamp) -> Result<bool, StoreError> {
        self.write_or_not(Touches::Basis, |tx| {
            let used: Option<i64> = tx
                .prepare_cached(&format!(
                    "UPDATE outbox SET used_at = ?2 WHERE id = ?1 AND kind = 'code' AND used_at IS NULL AND expires_at > ?2
                         AND state IN {IN_HANDS}
                         AND EXISTS (SELECT 1 FROM person p WHERE p.id = outbox.person AND p.active = 1
                             AND p.verified_at IS NULL AND p.address_version = outbox.address_version)
                     RETURNING person"
                ))?
                .query_row((code.0, millis(now)), |row| row.get(0))
                .optional()?;
            let Some(person) = used.map(PersonId) else {
                return Ok(End::Rollback(false));
            };
            let by = by_themselves(tx, person)?;
            verify(tx, person, HistoryEvent::VerifiedByCode, &by, now)?;
            Ok(End::Commit(true))
        })
    }

    /// Notes a wrong code. `true`: the person is locked now.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn note_wrong_code(
        &mut self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(Touches::Rest, |tx| {
            let since = now.saturating_sub(FAILURE_WINDOW).unwrap_or(Timestamp::MIN);
            tx.prepare_cached("DELETE FROM failure WHERE person = ?1 AND kind = 'code' AND at <= ?2")?
                .execute((person.0, millis(since)))?;
            tx.prepare_cached("INSERT INTO failure (person, kind, at) SELECT id, 'code', ?2 FROM person WHERE id = ?1")?
                .execute((person.0, millis(now)))?;
            let failures: u64 = tx
                .prepare_cached("SELECT count(*) FROM failure WHERE person = ?1 AND kind = 'code'")?
                .query_row([person.0], |row| row.get(0))?;
            if failures >= FAILURES_TO_LOCK {
                tx.execute(
                    "INSERT INTO person_lock (person, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    (person.0, millis(now)),
                )?;
            }
            is_locked(tx, person)
        })
    }

    /// Since when a person is locked, if so.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn locked_since(&self, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = self
            .conn
            .prepare_cached("SELECT at FROM person_lock WHERE person = ?1")?
            .query_row([person.0], |row| row.get(0))
            .optional()?;
        at.map(moment).transpose()
    }

    /// Lets a person try again, and forgets their failures. `false` where they were not locked.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn unlock(&mut self, person: PersonId) -> Result<bool, StoreError> {
        self.write(Touches::Rest, |tx| {
            tx.execute("DELETE FROM failure WHERE person = ?1", [person.0])?;
            let unlocked = tx.execute("DELETE FROM person_lock WHERE person = ?1", [person.0])?;
            Ok(unlocked > 0)
        })
    }

    /// Verifies those of these persons who are active and have an unverified address under one of the domains, which the organisation is known to
    /// own. Gives whom it verified.
    ///
    /// # Errors
    /// When the register cannot be written; nobody is verified then.
    pub fn verify_by_domain(
        &mut self,
        persons: &[PersonId],
        domains: &AllowedDomains,
        who: &Who,
        now: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.write_or_not(Touches::Basis, |tx| {
            let mut verified = Vec::new();
            for id in persons {
                let person = match load(tx, *id) {
                    Ok(Stored { person, .. }) => person,
                    Err(StoreError::NotFound(_)) => continue,
                    Err(error) => return Err(error),
                };
                let owned = person
                    .connect_address
                    .as_ref()
                    .is_some_and(|address| domains.names(address.domain()));
                if owned && person.active && person.verified_at.is_none() {
                    verify(tx, *id, HistoryEvent::VerifiedByDomain, who, now)?;
                    verified.push(*id);
                }
            }
            Ok(match verified.is_empty() {
                true => End::Rollback(verified),
                false => End::Commit(verified),
            })
        })
    }
}

/// Whether a person may ask for another mail of this kind, by when the last ones were queued.
fn may_ask_by_now(
    tx: &Transaction<'_>,
    id: PersonId,
    kind: SendKind,
    now: Timestamp,
) -> Result<Result<(), CodeWait>, StoreError> {
    let earlier = tx
        .prepare_cached(
            "SELECT queued_at FROM outbox WHERE person = ?1 AND kind = ?2 ORDER BY id DESC LIMIT 10",
        )?
        .query_and_then((id.0, kind.code()), |row| moment(row.get(0)?))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(may_ask(now, &earlier))
}

fn look_at_link(
    conn: &Connection,
    macs: &[(&str, Mac)],
    now: Timestamp,
) -> Result<(LinkState, Option<PersonId>), StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT o.person, p.verified_at IS NOT NULL, o.used_at IS NOT NULL, o.expires_at > ?3
         FROM outbox o JOIN person p ON p.id = o.person AND p.address_version = o.address_version AND p.active = 1
         WHERE o.mac = ?1 AND o.key_id = ?2 AND o.kind = 'link' AND o.state IN {IN_HANDS}"
    ))?;
    for (key_id, mac) in macs {
        let found: Option<(i64, bool, bool, bool)> = statement
            .query_row((mac, key_id, millis(now)), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        match found {
            // Whoever pressed the button may look again for as long as they like; whoever never did is told nothing later.
            Some((person, true, used, counts)) if used || counts => {
                return Ok((LinkState::AlreadyVerified, Some(PersonId(person))));
            }
            Some((person, false, false, true)) => {
                return Ok((LinkState::Ready, Some(PersonId(person))));
            }
            _ => {}
        }
    }
    Ok((LinkState::Gone, None))
}

/// Who the history names where a person verifies their own address.
fn by_themselves(tx: &Transaction<'_>, person: PersonId) -> Result<Who, StoreError> {
    Ok(Who {
        login: load(tx, person)?.person.shown_key().to_owned(),
        client: None,
    })
}

fn verify(
    tx: &Transaction<'_>,
    id: PersonId,
    event: HistoryEvent,
    who: &Who,
    now: Timestamp,
) -> Result<(), StoreError> {
    let address: String = tx
        .prepare_cached(
            "UPDATE person SET verified_at = ?2, version = version + 1 WHERE id = ?1 RETURNING connect_address",
        )?
        .query_row((id.0, now.to_string()), |row| row.get(0))?;
    let change = Change {
        event,
        old: Some(&address),
        new: Some(&address),
    };
    remember(tx, id, change, By::Hand { who, at: now })?;
    Ok(())
}

pub(super) fn is_locked(conn: &Connection, person: PersonId) -> Result<bool, StoreError> {
    let locked = conn
        .prepare_cached("SELECT 1 FROM person_lock WHERE person = ?1")?
        .exists([person.0])?;
    Ok(locked)
}
