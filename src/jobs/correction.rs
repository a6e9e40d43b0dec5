//! A correction of an import: which rows of a file its run has taken as they stand now, so that only the others are read again,
//! the rejected and the edited ones. Rows are known again by their keys and their address, wherever they stand, so a file to which
//! rows were added is no other file. Not here: what becomes of the rows that are read ([`super::import`]).

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::ops::ControlFlow;

use foldhash::fast::FixedState;

use super::control::Control;
use super::error::JobError;
use crate::domain::address::{parse, trim};
use crate::domain::log::{Asked, RunId, RunKind, RunRecord, RunStatus};
use crate::domain::person::{PersonId, user_id_key};
use crate::domain::plan::{Outcome, Row};
use crate::store::Register;

/// The flag of the command that names the corrected run.
pub(super) const CORRECTS: &str = "--corrects";

/// How many rows pass between two looks at whether to go on.
const STRIDE: u64 = 4096;

/// The run that a past run corrected.
pub fn corrected(asked: &Asked) -> Option<RunId> {
    asked.value(CORRECTS)?.parse().ok().map(RunId)
}

/// Whether a run can be corrected: an import whose rows are still in the log.
pub fn is_correctable(run: &RunRecord) -> bool {
    run.kind == RunKind::Import
        && matches!(run.status, RunStatus::Done | RunStatus::DoneWithErrors)
        && run.purged.is_none()
}

/// What a run, and the runs that it corrected itself, have taken.
pub(super) struct Taken<'r> {
    register: &'r Register,
    runs: Vec<RunRecord>,
    rows: HashSet<u64, FixedState>,
    /// Persons whose row said what they had already. The log does not repeat that, so whoever has another address now is looked up.
    unchanged: HashMap<u64, PersonId, FixedState>,
}

impl<'r> Taken<'r> {
    /// Reads the log.
    ///
    /// # Errors
    /// [`JobError::NotCorrectable`] where one of the runs is no import whose rows the log still has, or a cancel.
    pub(super) fn load(
        register: &'r Register,
        run: RunId,
        control: &Control,
    ) -> Result<Taken<'r>, JobError> {
        let mut taken = Taken {
            register,
            runs: Vec::new(),
            rows: HashSet::default(),
            unchanged: HashMap::default(),
        };
        let mut next = Some(run);
        while let Some(id) = next {
            let record = register.run(id)?;
            if !is_correctable(&record) {
                return Err(JobError::NotCorrectable(id));
            }
            // A run corrects an older one, so this ends.
            next = corrected(&record.asked).filter(|older| *older < id);
            taken.read(&record, control)?;
            taken.runs.push(record);
        }
        Ok(taken)
    }

    fn read(&mut self, run: &RunRecord, control: &Control) -> Result<(), JobError> {
        let mut done = 0_u64;
        let mut cancelled = false;
        self.register.for_each_run_row(run.id, None, |row| {
            done += 1;
            if done.is_multiple_of(STRIDE) && control.report(done, run.rows).is_break() {
                cancelled = true;
                return ControlFlow::Break(());
            }
            if row.outcome != Outcome::Rejected {
                let keys = keys(&row.user_id, &row.employee_number);
                self.rows.insert(with_address(keys, &row.value));
                if let (Outcome::Unchanged, Some(person)) = (row.outcome, row.person) {
                    self.unchanged.insert(keys, person);
                }
            }
            ControlFlow::Continue(())
        })?;
        match cancelled {
            true => Err(JobError::Cancelled),
            false => Ok(()),
        }
    }

    /// Whether one of the runs took a row just as it stands.
    pub(super) fn has(&self, row: &Row<'_>) -> Result<bool, JobError> {
        if row.fault.is_some() {
            return Ok(false);
        }
        let keys = keys(&row.user_id, &row.employee_number);
        if self.rows.contains(&with_address(keys, &row.address)) {
            return Ok(true);
        }
        let Some(person) = self.unchanged.get(&keys) else {
            return Ok(false);
        };
        // Somebody has given them another address since: then the row says what they had before that.
        let first = self.runs.last().map(|run| run.finished);
        let history = self.register.history_of(*person)?;
        let wanted = canonical(&row.address);
        Ok(history
            .iter()
            .filter(|entry| first.is_none_or(|first| entry.at >= first))
            .any(|entry| entry.old.as_deref().map(canonical) == Some(wanted.clone())))
    }

    /// Whether a change came from one of the runs themselves, so that it is no news to who corrects them.
    pub(super) fn wrote(&self, run: Option<RunId>) -> bool {
        run.is_some_and(|run| self.runs.iter().any(|own| own.id == run))
    }
}

fn keys(user_id: &str, employee_number: &str) -> u64 {
    FixedState::default().hash_one((user_id_key(trim(user_id)), trim(employee_number)))
}

fn with_address(keys: u64, address: &str) -> u64 {
    FixedState::default().hash_one((keys, canonical(address)))
}

/// An address as addresses are compared; anything else as it stands.
fn canonical(cell: &str) -> String {
    match parse(cell) {
        Ok(parsed) => parsed.address.canonical().to_owned(),
        Err(_) => trim(cell).to_owned(),
    }
}
