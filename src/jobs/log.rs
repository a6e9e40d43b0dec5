//! What past runs did, read back for screen and command.

use super::error::JobError;
use crate::domain::log::{LoggedRow, RunId, RunRecord};
use crate::domain::plan::Outcome;
use crate::store::Register;

/// A run with its rows.
#[derive(Debug, Clone)]
pub struct RunWithRows {
    /// The run.
    pub run: RunRecord,
    /// Its rows in the order of the file.
    pub rows: Vec<LoggedRow>,
}

/// A run and its rows, only those with this outcome where one is given.
///
/// # Errors
/// No such run.
pub fn run(register: &Register, id: RunId, only: Option<Outcome>) -> Result<RunWithRows, JobError> {
    let run = register.run(id)?;
    let rows = register.run_rows(id, only, 0, u64::MAX)?;
    Ok(RunWithRows { run, rows })
}
