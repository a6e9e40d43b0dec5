//! Passwords of those who sign in to verify themselves. Only hashes lie here; making and comparing them is the caller's.

use jiff::Timestamp;
use rusqlite::OptionalExtension;

use super::persons::{load, millis};
use super::register::{End, Register, Touches};
use crate::domain::person::{PersonId, user_id_key};
use crate::domain::verification::{SIGN_IN_FAILURES, SIGN_IN_WINDOW};
use crate::store::{PasswordData, StoreError};

impl Register {
    /// Gives persons a password each in one transaction, in place of any that they had.
    ///
    /// # Errors
    /// `not_found` for a person who is not there; nobody got one then.
    pub fn set_passwords(
        &mut self,
        hashes: &[(PersonId, String)],
        one_time: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            for (person, hash) in hashes {
                load(tx, *person)?;
                tx.prepare_cached(
                    "INSERT INTO password (person, hash, one_time, issued_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, one_time = excluded.one_time,
                         issued_at = excluded.issued_at, used_at = NULL",
                )?
                .execute((person.0, hash, one_time, millis(now)))?;
                tx.prepare_cached("DELETE FROM failure WHERE person = ?1 AND kind = 'password'")?
                    .execute([person.0])?;
            }
            Ok(())
        })
    }

    /// What decides whether the active person with this user id may sign in; `None` where there is none or they have no password.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn password_of(&self, user_id: &str) -> Result<Option<PasswordData>, StoreError> {
        let data = self
            .conn
            .prepare_cached(
                "SELECT p.id, w.hash, w.one_time, w.one_time AND w.used_at IS NOT NULL FROM person p JOIN password w ON w.person = p.id
                 WHERE p.user_id_key = ?1 AND p.active = 1",
            )?
            .query_row([user_id_key(user_id)], |row| {
                Ok(PasswordData {
                    person: PersonId(row.get(0)?),
                    hash: row.get(1)?,
                    one_time: row.get(2)?,
                    used: row.get(3)?,
                })
            })
            .optional()?;
        Ok(data)
    }

    /// Whether a person has a password that they can sign in with.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn has_password(&self, person: PersonId) -> Result<bool, StoreError> {
        let has = self
            .conn
            .prepare_cached("SELECT 1 FROM password WHERE person = ?1 AND NOT (one_time AND used_at IS NOT NULL)")?
            .exists([person.0])?;
        Ok(has)
    }

    /// Counts a sign-in before its password is compared. `false`: too many have failed lately, and it must not be compared.
    /// On return the try is on the disk; [`Register::note_sign_in`] takes it back where it succeeded.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn count_sign_in(&mut self, person: PersonId, now: Timestamp) -> Result<bool, StoreError> {
        self.write_or_not(Touches::Rest, |tx| {
            let since = now.saturating_sub(SIGN_IN_WINDOW).unwrap_or(Timestamp::MIN);
            tx.prepare_cached(
                "DELETE FROM failure WHERE person = ?1 AND kind = 'password' AND at <= ?2",
            )?
            .execute((person.0, millis(since)))?;
            let failures: u64 = tx
                .prepare_cached(
                    "SELECT count(*) FROM failure WHERE person = ?1 AND kind = 'password'",
                )?
                .query_row([person.0], |row| row.get(0))?;
            if failures >= SIGN_IN_FAILURES {
                return Ok(End::Rollback(false));
            }
            tx.prepare_cached("INSERT INTO failure (person, kind, at) SELECT id, 'password', ?2 FROM person WHERE id = ?1")?
                .execute((person.0, millis(now)))?;
            Ok(End::Commit(true))
        })
    }

    /// Notes that a person signed in with the password of this hash, and uses up a one-time password. `false` where it has been used or replaced
    /// in between, so that it counts once also in a race.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn note_sign_in(
        &mut self,
        person: PersonId,
        hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(Touches::Rest, |tx| {
            let counted = tx
                .prepare_cached(
                    "UPDATE password SET used_at = ?3 WHERE person = ?1 AND hash = ?2 AND NOT (one_time AND used_at IS NOT NULL)",
                )?
                .execute((person.0, hash, millis(now)))?;
            if counted == 0 {
                return Ok(false);
            }
            tx.prepare_cached("DELETE FROM failure WHERE person = ?1 AND kind = 'password'")?
                .execute([person.0])?;
            Ok(true)
        })
    }
}
