//! Reading persons: one, some, all, and what happened to them. Changing them is in [`super::edits`], [`super::import`] and [`super::load`].

use std::ops::ControlFlow;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::domains::allowed_domains;
use super::register::Register;
use crate::domain::address::Address;
use crate::domain::log::{HistoryEntry, HistoryEvent, RunId, Who};
use crate::domain::person::{Person, PersonId, user_id_key};
use crate::store::{Entry, Only, PersonCounts, PersonFilter, StoreError};

/// The columns that [`stored`] reads, in its order.
const COLUMNS: &str = "id, company, user_id, employee_number, first_name, last_name, department, email, connect_address,
    verified_at, active, protected, version, connect_key,
    (SELECT max(expires_at) FROM outbox o WHERE o.person = person.id AND o.address_version = person.address_version
        AND o.state IN ('accepted', 'unknown')),
    EXISTS (SELECT 1 FROM outbox o WHERE o.person = person.id AND o.address_version = person.address_version
        AND o.state = 'bounced'), address_version";

/// A person with what only the register needs.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) person: Person,
    /// The connect address in the form that compares.
    pub(super) connect_key: Option<String>,
    /// What links and codes name beside the person.
    pub(super) address_version: i64,
}

impl Register {
    /// The person with this number of the register.
    ///
    /// # Errors
    /// `not_found`.
    pub fn person(&self, id: PersonId) -> Result<Person, StoreError> {
        load(&self.conn, id).map(|stored| stored.person)
    }

    /// The person with this user id, compared as R1 says.
    ///
    /// # Errors
    /// When the register cannot be read; nobody is no error.
    pub fn find_by_user_id(&self, user_id: &str) -> Result<Option<Person>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM person WHERE user_id_key = ?1"
        ))?;
        let mut found = statement.query_and_then([user_id_key(user_id)], stored)?;
        found.next().map(|stored| Ok(stored?.person)).transpose()
    }

    /// The persons with this employee number, exactly as text; of this company, or of any. In the order of their ids.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn find_by_employee_number(
        &self,
        number: &str,
        company: Option<u32>,
    ) -> Result<Vec<Person>, StoreError> {
        self.conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM person WHERE employee_number = ?1 AND (?2 IS NULL OR company = ?2) ORDER BY id"
            ))?
            .query_and_then((number, company), |row| Ok(stored(row)?.person))?
            .collect()
    }

    /// The one person that is meant by this user id or, where nobody has it, by this employee number. Given a company, only its persons.
    ///
    /// # Errors
    /// `not_found`; `ambiguous` where several companies have the number.
    pub fn find_person(&self, key: &str, company: Option<u32>) -> Result<Person, StoreError> {
        if let Some(person) = self.find_by_user_id(key)?
            && (company.is_none() || person.company == company)
        {
            return Ok(person);
        }
        let mut found = self.find_by_employee_number(key, company)?;
        match (found.len(), found.pop()) {
            (1, Some(person)) => Ok(person),
            (0, _) | (_, None) => Err(StoreError::NotFound(Entry::Person(key.to_owned()))),
            (count, _) => Err(StoreError::Ambiguous {
                number: key.to_owned(),
                count,
            }),
        }
    }

    /// The person who has the connect address with this canonical form.
    ///
    /// # Errors
    /// When the register cannot be read; nobody is no error.
    pub fn find_by_address(&self, canonical: &str) -> Result<Option<Person>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM person WHERE connect_key = ?1"
        ))?;
        let mut found = statement.query_and_then([canonical], stored)?;
        found.next().map(|stored| Ok(stored?.person)).transpose()
    }

    /// The persons that the filter lets through, in the order of their ids.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn persons(&self, filter: PersonFilter) -> Result<Vec<Person>, StoreError> {
        let mut persons = Vec::new();
        self.for_each_person(filter, |person| {
            persons.push(person);
            ControlFlow::Continue(())
        })?;
        Ok(persons)
    }

    /// Hands the persons that the filter lets through to `each`, one by one in the order of their ids, until it breaks off. All of them are
    /// of one moment.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn for_each_person(
        &self,
        filter: PersonFilter,
        mut each: impl FnMut(Person) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let state = match filter.only {
            Only::All => "true",
            Only::Active => "active = 1",
            Only::Inactive => "active = 0",
            Only::Missing => "connect_address IS NULL",
            Only::Unverified | Only::Sent(_) | Only::Expired(_) => {
                "connect_address IS NOT NULL AND verified_at IS NULL"
            }
            Only::Verified => "verified_at IS NOT NULL",
            Only::Bounced => "id IN (SELECT person FROM outbox WHERE state = 'bounced')",
            Only::OutsideDomains => "connect_address IS NOT NULL",
        };
        self.read(|tx| {
            let domains = allowed_domains(tx)?;
            let mut statement = tx.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM person WHERE {state} AND (?1 IS NULL OR company = ?1) ORDER BY id"
            ))?;
            for found in statement.query_and_then([filter.company], stored)? {
                let person = found?.person;
                if filter.takes(&person, &domains) && each(person).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// A number that there are at most as many persons as: the highest id, which costs nothing to find.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn persons_at_most(&self) -> Result<u64, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT ifnull(max(id), 0) FROM person")?
            .query_row([], |row| row.get(0))?)
    }

    /// How many persons are in which state.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn person_counts(&self) -> Result<PersonCounts, StoreError> {
        let counts = self
            .conn
            .prepare_cached(
                "SELECT count(*), count(connect_address), count(verified_at), count(*) - total(active) FROM person",
            )?
            .query_row([], |row| {
                let (persons, addresses, verified): (u64, u64, u64) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(PersonCounts {
                    persons,
                    lacking: persons - addresses,
                    unverified: addresses - verified,
                    verified,
                    inactive: row.get::<_, f64>(3)? as u64,
                })
            })?;
        Ok(counts)
    }

    /// What happened to a person's connect address, oldest first. Empty for a person who is not there.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn history_of(&self, id: PersonId) -> Result<Vec<HistoryEntry>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT coalesce(h.at, r.finished), coalesce(h.login, r.login), iif(h.login IS NULL, r.client, h.client),
                     h.run, h.event, nullif(h.old, ''), nullif(h.new, '')
                 FROM history h LEFT JOIN run r ON r.id = h.run WHERE h.person = ?1 ORDER BY h.id",
            )?
            .query_and_then([id.0], |row| {
                let event: String = row.get(4)?;
                Ok(HistoryEntry {
                    at: time(&row.get::<_, String>(0)?)?,
                    who: Who {
                        login: row.get(1)?,
                        client: row.get(2)?,
                    },
                    run: row.get::<_, Option<i64>>(3)?.map(RunId),
                    event: HistoryEvent::from_code(&event).ok_or_else(|| {
                        StoreError::damaged(format!("the history holds the unknown event {event:?}"))
                    })?,
                    old: row.get(5)?,
                    new: row.get(6)?,
                })
            })?
            .collect()
    }
}

/// The person with this number, `not_found` where there is none.
pub(super) fn load(conn: &Connection, id: PersonId) -> Result<Stored, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE id = ?1"))?
        .query_and_then([id.0], stored)?
        .next()
        .unwrap_or_else(|| Err(StoreError::NotFound(Entry::Person(format!("#{}", id.0)))))
}

fn stored(row: &Row<'_>) -> Result<Stored, StoreError> {
    let verified_at = match row.get_ref(9)?.as_str_or_null().map_err(odd)? {
        Some(text) => Some(time(text)?),
        None => None,
    };
    let connect_key: Option<String> = row.get(13)?;
    let connect_address = match (row.get_ref(8)?.as_str_or_null().map_err(odd)?, &connect_key) {
        (Some(spelling), Some(key)) => Some(Address::from_stored(spelling, key)),
        _ => None,
    };
    Ok(Stored {
        person: Person {
            id: PersonId(row.get(0)?),
            company: row.get(1)?,
            user_id: row.get(2)?,
            employee_number: row.get(3)?,
            first_name: row.get(4)?,
            last_name: row.get(5)?,
            department: row.get(6)?,
            email: row.get(7)?,
            connect_address,
            verified_at,
            active: row.get(10)?,
            protected: row.get(11)?,
            version: row.get(12)?,
            sent_until: row.get::<_, Option<i64>>(14)?.map(moment).transpose()?,
            bounced: row.get(15)?,
        },
        connect_key,
        address_version: row.get(16)?,
    })
}

fn odd(error: rusqlite::types::FromSqlError) -> StoreError {
    StoreError::damaged(error.to_string())
}

/// A stored moment (RFC 3339, UTC).
pub(super) fn time(text: &str) -> Result<Timestamp, StoreError> {
    text.parse()
        .map_err(|_| StoreError::damaged(format!("{text:?} is no time")))
}

/// A moment as the tables of verification hold it: milliseconds since 1970.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The moment of [`millis`].
pub(super) fn moment(millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis)
        .map_err(|_| StoreError::damaged(format!("{millis} is no time")))
}
