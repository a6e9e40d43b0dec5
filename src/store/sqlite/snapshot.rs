//! The register as a plan sees it, read in one pass.

use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::register::{Register, basis};
use crate::domain::person::PersonId;
use crate::domain::snapshot::{Known, Snapshot};
use crate::store::{Basis, StoreError};

impl Register {
    /// All persons as a plan needs them, and the state of the register that this is.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn snapshot(&self) -> Result<(Arc<Snapshot>, Basis), StoreError> {
        let read = self.read(|tx| Ok((Arc::new(snapshot(tx)?), basis(tx)?)))?;
        // The pages that were read are not needed again, and a plan has use for the memory.
        self.conn.execute_batch("PRAGMA shrink_memory")?;
        Ok(read)
    }

    /// First and last name of everybody in the order of their ids; empty where there is none.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn for_each_name(
        &self,
        mut each: impl FnMut(PersonId, &str, &str),
    ) -> Result<(), StoreError> {
        self.read(|tx| {
            let mut statement =
                tx.prepare_cached("SELECT id, first_name, last_name FROM person ORDER BY id")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let name = |column: usize| match row.get_ref(column)? {
                    ValueRef::Null => Ok(""),
                    other => other
                        .as_str()
                        .map_err(|error| StoreError::damaged(error.to_string())),
                };
                each(PersonId(row.get(0)?), name(1)?, name(2)?);
            }
            Ok(())
        })
    }
}

/// All persons in the order of their ids; no text is copied but into the snapshot itself.
pub(super) fn snapshot(conn: &Connection) -> Result<Snapshot, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, version, active, user_id, employee_number, connect_address, connect_key, verified_at IS NOT NULL
         FROM person ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let persons = conn.query_row("SELECT count(*) FROM person", [], |row| row.get(0))?;
    let mut snapshot = Snapshot::with_capacity(persons);
    while let Some(row) = rows.next()? {
        let text = |column: usize| match row.get_ref(column)? {
            ValueRef::Null => Ok(None),
            other => other
                .as_str()
                .map(Some)
                .map_err(|error| StoreError::damaged(error.to_string())),
        };
        snapshot.push(Known {
            id: PersonId(row.get(0)?),
            version: row.get(1)?,
            active: row.get(2)?,
            user_id: text(3)?,
            employee_number: text(4)?,
            spelling: text(5)?,
            canonical: text(6)?,
            verified: row.get(7)?,
        });
    }
    Ok(snapshot)
}
