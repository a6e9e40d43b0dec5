//! Changing persons one at a time and by hand. What an import or a load does to many is in [`super::import`] and [`super::load`],
//! which share the statements here.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::persons::{Stored, load};
use super::register::{Register, Touches};
use crate::domain::log::{HistoryEvent, RunId, Who};
use crate::domain::person::{COMPANY_MAX, PersonData, PersonId, USER_ID_MAX_CHARS, user_id_key};
use crate::store::{Entry, Flaw, StoreError};

/// Who changes an address, when and in which run: what a row of history tells beside the change.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// By hand.
    Hand { who: &'a Who, at: Timestamp },
    /// A row of a run; the run tells the rest.
    Row { run: RunId, line: u32, record: u32 },
    /// A run, but no row of its file.
    Run { run: RunId },
}

/// What happened to an address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) event: HistoryEvent,
    pub(super) old: Option<&'a str>,
    pub(super) new: Option<&'a str>,
}

impl Register {
    /// Adds a person. `verified_at` is taken as it is: only a trusted load may set it, and it is written into the history then.
    ///
    /// # Errors
    /// `person_invalid`; `already_exists` for the keys and `address_taken`, naming who has them.
    pub fn insert(
        &mut self,
        data: &PersonData,
        who: &Who,
        at: Timestamp,
        run: Option<RunId>,
    ) -> Result<PersonId, StoreError> {
        let by = run.map_or(By::Hand { who, at }, |run| By::Run { run });
        self.write(Touches::Basis, |tx| insert(tx, data, by))
    }

    /// Makes a person what `data` says and gives the new version. Of `data.verified_at` nothing is taken: a person stays verified or not.
    /// A canonically equal address of a verified person is left in its old spelling (R13).
    ///
    /// # Errors
    /// `not_found`; `conflict` where the version is another one; `verified_protected` where the address of a verified person would change (R2);
    /// otherwise as [`Register::insert`].
    pub fn update(
        &mut self,
        id: PersonId,
        expected_version: i64,
        data: &PersonData,
        who: &Who,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        self.write(Touches::Basis, |tx| {
            let old = expect_version(tx, id, expected_version)?;
            update(tx, &old, data, By::Hand { who, at })?;
            Ok(expected_version + 1)
        })
    }

    /// Takes an unverified address away and gives the new version; without one nothing happens.
    ///
    /// # Errors
    /// `not_found`, `conflict`, `verified_protected`.
    pub fn clear_address(
        &mut self,
        id: PersonId,
        expected_version: i64,
        who: &Who,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        self.write(Touches::Basis, |tx| {
            let old = expect_version(tx, id, expected_version)?.person;
            if old.verified_at.is_some() {
                return Err(protected(old.shown_key()));
            }
            let Some(address) = &old.connect_address else {
                return Ok(expected_version);
            };
            tx.execute(
                "UPDATE person SET connect_address = NULL, connect_key = NULL, address_version = address_version + 1,
                     version = version + 1
                 WHERE id = ?1",
                [id.0],
            )?;
            let change = Change {
                event: HistoryEvent::Cleared,
                old: Some(address.spelling()),
                new: None,
            };
            remember(tx, id, change, By::Hand { who, at })?;
            Ok(expected_version + 1)
        })
    }

    /// *Ta bort koppling*: the address stays, unverified. Gives the new version; without a link nothing happens.
    ///
    /// # Errors
    /// `not_found`, `conflict`.
    pub fn unlink(
        &mut self,
        id: PersonId,
        expected_version: i64,
        who: &Who,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        self.write(Touches::Basis, |tx| {
            let old = expect_version(tx, id, expected_version)?.person;
            if old.verified_at.is_none() {
                return Ok(expected_version);
            }
            tx.execute(
                "UPDATE person SET verified_at = NULL, address_version = address_version + 1, version = version + 1 WHERE id = ?1",
                [id.0],
            )?;
            let address = old.spelling();
            let change = Change {
                event: HistoryEvent::Unlinked,
                old: address,
                new: address,
            };
            remember(tx, id, change, By::Hand { who, at })?;
            Ok(expected_version + 1)
        })
    }
}

/// The person, if nobody has changed them since.
pub(super) fn expect_version(
    tx: &Transaction<'_>,
    id: PersonId,
    expected: i64,
) -> Result<Stored, StoreError> {
    let old = load(tx, id)?;
    if old.person.version == expected {
        Ok(old)
    } else {
        let key = old.person.shown_key().to_owned();
        Err(StoreError::Conflict(Entry::Person(key)))
    }
}

/// Adds a person and, where there is an address, its history.
fn insert(tx: &Transaction<'_>, data: &PersonData, by: By<'_>) -> Result<PersonId, StoreError> {
    let id = write_insert(tx, data)?;
    if let Some(address) = &data.connect_address {
        let change = Change {
            event: first_event(data),
            old: None,
            new: Some(address.spelling()),
        };
        remember(tx, id, change, by)?;
    }
    Ok(id)
}

/// What the history says of the first address of a new person.
pub(super) fn first_event(data: &PersonData) -> HistoryEvent {
    match data.verified_at {
        Some(_) => HistoryEvent::TrustedOnLoad,
        None => HistoryEvent::Set,
    }
}

/// Adds a person; the history is the caller's.
pub(super) fn write_insert(
    tx: &Transaction<'_>,
    data: &PersonData,
) -> Result<PersonId, StoreError> {
    check(data)?;
    let address = data.connect_address.as_ref();
    if data.verified_at.is_some() && address.is_none() {
        return Err(StoreError::PersonInvalid(Flaw::VerifiedWithoutAddress));
    }
    let id = tx
        .prepare_cached(
            "INSERT INTO person (company, user_id, user_id_key, employee_number, first_name, last_name, department, email,
                 connect_address, connect_key, active, protected, verified_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .insert((
            data.company,
            &data.user_id,
            data.user_id.as_deref().map(user_id_key),
            &data.employee_number,
            &data.first_name,
            &data.last_name,
            &data.department,
            &data.email,
            address.map(|a| a.spelling()),
            address.map(|a| a.canonical()),
            data.active,
            data.protected,
            data.verified_at.map(|at| at.to_string()),
        ))
        .map_err(|error| explain(tx, error, data, None))?;
    Ok(PersonId(id))
}

/// Makes `old` what `data` says, and writes the history of the address.
fn update(
    tx: &Transaction<'_>,
    old: &Stored,
    data: &PersonData,
    by: By<'_>,
) -> Result<(), StoreError> {
    write_update(tx, old, data)?;
    let (id, old) = (old.person.id, &old.person);
    let new = data.connect_address.as_ref().map(|a| a.spelling());
    if old.verified_at.is_some() || new == old.spelling() {
        return Ok(());
    }
    let change = Change {
        event: match new {
            Some(_) => HistoryEvent::Set,
            None => HistoryEvent::Cleared,
        },
        old: old.spelling(),
        new,
    };
    remember(tx, id, change, by).map(drop)
}

/// Makes `old` what `data` says; its version is known to be the newest, and the history is the caller's. A verified address keeps its
/// spelling (R13) and can be no other (R2).
pub(super) fn write_update(
    tx: &Transaction<'_>,
    old: &Stored,
    data: &PersonData,
) -> Result<(), StoreError> {
    let (id, old, old_key) = (old.person.id, &old.person, old.connect_key.as_deref());
    check(data)?;
    let address = data.connect_address.as_ref();
    let (mut spelling, key) = (
        address.map(|a| a.spelling()),
        address.map(|a| a.canonical()),
    );
    if old.verified_at.is_some() {
        if key != old_key {
            return Err(protected(old.shown_key()));
        }
        spelling = old.spelling();
    }
    tx.prepare_cached(
        "UPDATE person SET company = ?2, user_id = ?3, user_id_key = ?4, employee_number = ?5, first_name = ?6,
             last_name = ?7, department = ?8, email = ?9, connect_address = ?10, connect_key = ?11, active = ?12,
             protected = ?13, version = version + 1,
             address_version = address_version + (connect_key IS NOT ?11 OR active > ?12) -- R12
         WHERE id = ?1",
    )?
    .execute((
        id.0,
        data.company,
        &data.user_id,
        data.user_id.as_deref().map(user_id_key),
        &data.employee_number,
        &data.first_name,
        &data.last_name,
        &data.department,
        &data.email,
        spelling,
        key,
        data.active,
        data.protected,
    ))
    .map_err(|error| explain(tx, error, data, Some(id)))?;
    Ok(())
}

/// Writes a row of history.
pub(super) fn remember(
    tx: &Transaction<'_>,
    person: PersonId,
    change: Change<'_>,
    by: By<'_>,
) -> Result<i64, StoreError> {
    let (run, record, line, who, at) = match by {
        By::Hand { who, at } => (None, None, None, Some(who), Some(at.to_string())),
        By::Row { run, line, record } => (Some(run.0), Some(record), Some(line), None, None),
        By::Run { run } => (Some(run.0), None, None, None, None),
    };
    let id = tx
        .prepare_cached(
            "INSERT INTO history (person, event, old, new, run, record, line, at, login, client)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .insert((
            person.0,
            change.event.code(),
            change.old,
            change.new,
            run,
            record,
            line,
            at,
            who.map(|who| &who.login),
            who.and_then(|who| who.client.as_ref()),
        ))?;
    Ok(id)
}

fn check(data: &PersonData) -> Result<(), StoreError> {
    let user_id_fits = |id: &String| (1..=USER_ID_MAX_CHARS).contains(&id.chars().count());
    let flaw = if data.user_id.is_none() && data.employee_number.is_none() {
        Flaw::NoKey
    } else if !data.user_id.as_ref().is_none_or(user_id_fits) {
        Flaw::UserIdLength
    } else if data.employee_number.as_deref() == Some("") {
        Flaw::NumberEmpty
    } else if !data.company.is_none_or(|c| (1..=COMPANY_MAX).contains(&c)) {
        Flaw::Company
    } else {
        return Ok(());
    };
    Err(StoreError::PersonInvalid(flaw))
}

pub(super) fn protected(person: &str) -> StoreError {
    StoreError::VerifiedProtected {
        person: person.to_owned(),
    }
}

/// Why a unique index or the guard of verified persons refused: who is in the way.
fn explain(
    conn: &Connection,
    error: rusqlite::Error,
    data: &PersonData,
    own: Option<PersonId>,
) -> StoreError {
    let error = StoreError::from(error);
    if !error.is_collision() {
        return error;
    }
    match in_the_way(conn, data, own.map_or(0, |id| id.0)) {
        Ok(Some(found)) => found,
        Ok(None) => error,
        Err(worse) => worse,
    }
}

fn in_the_way(
    conn: &Connection,
    data: &PersonData,
    own: i64,
) -> Result<Option<StoreError>, StoreError> {
    if let Some(user_id) = &data.user_id {
        let taken = conn
            .prepare_cached("SELECT 1 FROM person WHERE user_id_key = ?1 AND id <> ?2")?
            .exists((user_id_key(user_id), own))?;
        if taken {
            return Ok(Some(StoreError::AlreadyExists(Entry::Person(
                user_id.clone(),
            ))));
        }
    }
    if let Some(number) = &data.employee_number {
        let holder = conn
            .prepare_cached(
                "SELECT coalesce(user_id, employee_number) FROM person
                 WHERE employee_number = ?1 AND ifnull(company, 0) = ifnull(?2, 0) AND id <> ?3",
            )?
            .query_row((number, data.company, own), |row| row.get(0))
            .optional()?;
        if let Some(holder) = holder {
            return Ok(Some(StoreError::NumberTaken {
                number: number.clone(),
                company: data.company,
                holder,
            }));
        }
    }
    let Some(address) = &data.connect_address else {
        return Ok(None);
    };
    let holder = conn
        .prepare_cached(
            "SELECT coalesce(user_id, employee_number) FROM person WHERE connect_key = ?1 AND id <> ?2",
        )?
        .query_row((address.canonical(), own), |row| row.get(0))
        .optional()?;
    Ok(holder.map(|holder| StoreError::AddressTaken {
        address: address.spelling().to_owned(),
        holder,
    }))
}
