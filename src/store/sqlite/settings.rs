//! Settings: words with values. Which words there are and what they mean is decided where they are used.

use rusqlite::OptionalExtension;

use super::register::{Register, Touches};
use crate::store::{Entry, StoreError};

impl Register {
    /// The value of a setting, where it has been set.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let value = self
            .conn
            .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        Ok(value)
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            tx.execute(
                "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )?;
            Ok(())
        })
    }

    /// All settings that have been set, by key.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn settings(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.conn
            .prepare_cached("SELECT key, value FROM setting ORDER BY key")?
            .query_and_then([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    }

    /// Takes a setting back, so that its default counts again.
    ///
    /// # Errors
    /// `not_found` where it has not been set.
    pub fn remove_setting(&mut self, key: &str) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            match tx.execute("DELETE FROM setting WHERE key = ?1", [key])? {
                0 => Err(StoreError::NotFound(Entry::Setting(key.to_owned()))),
                _ => Ok(()),
            }
        })
    }
}
