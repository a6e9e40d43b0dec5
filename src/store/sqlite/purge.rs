//! Old logs go (GDPR, article 5: no longer than needed): the rows of a run with the values in them, and what else names people.
//! The run itself stays with its counts, because people's histories say that a run changed their address; and their histories
//! belong to the persons and stay as long as these. Not here: erasing a person ([`super::erase`]).

use jiff::Timestamp;

use super::register::{Register, Touches};
use crate::domain::log::RunId;
use crate::store::StoreError;

impl Register {
    /// The runs that ended before this moment and still have their rows, oldest first.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn runs_to_purge(&self, before: Timestamp) -> Result<Vec<RunId>, StoreError> {
        // Times are compared as moments and not as texts, whose fractions of a second do not sort.
        self.conn
            .prepare_cached(
                "SELECT id FROM run WHERE purged_at IS NULL AND julianday(finished) < julianday(?1) ORDER BY id",
            )?
            .query_and_then([before.to_string()], |row| Ok(RunId(row.get(0)?)))?
            .collect()
    }

    /// Takes so many rows of a run out of the log at most, the first ones, and gives how many went. For whoever has the time to let
    /// others write between: [`Register::purge_runs`] takes what is left and says that the run was purged.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn purge_rows(&mut self, run: RunId, most: u32) -> Result<u64, StoreError> {
        self.write(Touches::Rest, |tx| {
            let gone = tx.execute(
                "DELETE FROM run_row WHERE run = ?1 AND record IN
                 (SELECT record FROM run_row WHERE run = ?1 ORDER BY record LIMIT ?2)",
                (run.0, most),
            )?;
            if gone > 0 {
                tx.execute("UPDATE meta SET purge_due = 1", [])?;
            }
            Ok(gone as u64)
        })
    }

    /// Takes the rows of these runs out of the log, with their files' paths and their notifications. Gives how many rows of the log went;
    /// changes of addresses, which stay in the persons' histories, are counted too.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn purge_runs(&mut self, runs: &[RunId], at: Timestamp) -> Result<u64, StoreError> {
        self.write(Touches::Rest, |tx| {
            let mut changes = tx.prepare(
                "SELECT count(*) FROM history JOIN run r ON r.id = ?1
                 WHERE history.id BETWEEN r.history_first AND r.history_last AND history.run = ?1",
            )?;
            let mut rows = tx.prepare("DELETE FROM run_row WHERE run = ?1")?;
            let mut bell = tx.prepare("DELETE FROM notification WHERE run = ?1")?;
            let mut run = tx.prepare(
                "UPDATE run SET purged_at = ?2, history_first = NULL, history_last = NULL, path = NULL
                 WHERE id = ?1 AND purged_at IS NULL",
            )?;
            let mut gone = 0;
            for id in runs {
                gone += changes.query_row([id.0], |row| row.get::<_, u64>(0))?;
                gone += rows.execute([id.0])? as u64;
                bell.execute([id.0])?;
                run.execute((id.0, at.to_string()))?;
            }
            if !runs.is_empty() {
                // What is deleted is overwritten, but copies may lie in unused corners until the file is rewritten.
                tx.execute("UPDATE meta SET purge_due = 1", [])?;
            }
            Ok(gone)
        })
    }
}
