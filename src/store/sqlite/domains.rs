//! The list of allowed domains (D1–D5). What an entry means is [`crate::domain::domains`]' business.

use rusqlite::Connection;

use super::register::{Register, Touches};
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::store::{Entry, StoreError};

impl Register {
    /// The list, in alphabetical order.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn allowed_domains(&self) -> Result<AllowedDomains, StoreError> {
        allowed_domains(&self.conn)
    }

    /// Adds an entry. Stored addresses stay as they are (D4).
    ///
    /// # Errors
    /// `already_exists`.
    pub fn add_domain(&mut self, entry: &AllowedDomain) -> Result<(), StoreError> {
        let key = entry.key();
        self.write(Touches::Basis, |tx| {
            let added = tx.execute(
                "INSERT INTO allowed_domain (key, shown) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                (&key, entry.to_string()),
            )?;
            match added {
                0 => Err(StoreError::AlreadyExists(Entry::Domain(key))),
                _ => Ok(()),
            }
        })
    }

    /// Takes an entry out, by [`AllowedDomain::key`]. Stored addresses stay as they are (D4).
    ///
    /// # Errors
    /// `not_found`.
    pub fn remove_domain(&mut self, key: &str) -> Result<(), StoreError> {
        self.write(Touches::Basis, |tx| {
            match tx.execute("DELETE FROM allowed_domain WHERE key = ?1", [key])? {
                0 => Err(StoreError::NotFound(Entry::Domain(key.to_owned()))),
                _ => Ok(()),
            }
        })
    }
}

pub(super) fn allowed_domains(conn: &Connection) -> Result<AllowedDomains, StoreError> {
    let mut statement = conn.prepare_cached("SELECT shown FROM allowed_domain ORDER BY shown")?;
    let entries = statement
        .query_and_then([], |row| {
            let shown: String = row.get(0)?;
            AllowedDomain::parse(&shown).map_err(|error| StoreError::damaged(error.to_string()))
        })?
        .collect::<Result<_, StoreError>>()?;
    Ok(AllowedDomains::new(entries))
}
