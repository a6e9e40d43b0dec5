//! Writing what loading people decided. The decisions are the domain's; here they become one transaction with history and log.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::edits::{self, By, Change, expect_version, protected, remember};
use super::import::next_history;
use super::persons::load;
use super::register::{Register, Touches, basis};
use super::rows::{QuietRow, RowWriter};
use super::runs;
use crate::domain::address::Address;
use crate::domain::log::{HistoryEvent, NewRun, OtherCounts, RunId, RunRecord, RunStatus};
use crate::domain::person::PersonId;
use crate::domain::plan::Totals;
use crate::store::{Basis, LoadUpdate, LoadWork, RowTexts, StoreError};

impl Register {
    /// Writes new and changed persons, the rows that were not taken, the run and its notification in one transaction.
    /// Addresses and employee numbers may change places among the updates, and a new person may get what an update lets go of.
    ///
    /// # Errors
    /// `conflict` where the register is not at `basis` any more: plan again. `already_exists`, `address_taken`,
    /// `verified_protected`, `person_invalid` where the work does not fit the register. Nothing was written then.
    pub fn write_load(
        &mut self,
        basis: Basis,
        run: &NewRun,
        work: &LoadWork,
        finished: &dyn Fn() -> Timestamp,
    ) -> Result<RunRecord, StoreError> {
        self.write(Touches::Basis, |tx| write(tx, basis, run, work, finished))
    }
}

fn write(
    tx: &Transaction<'_>,
    then: Basis,
    run: &NewRun,
    work: &LoadWork,
    finished: &dyn Fn() -> Timestamp,
) -> Result<RunRecord, StoreError> {
    if basis(tx)? != then {
        return Err(StoreError::BasisChanged);
    }
    let totals = Totals {
        updated: work.updates.len() as u64,
        unchanged: work.unchanged,
        rejected: work.rejected.len() as u64,
        ..Totals::default()
    };
    let other = OtherCounts {
        created: work.creates.len() as u64,
        ..OtherCounts::default()
    };
    let status = match totals.rejected {
        0 => RunStatus::Done,
        _ => RunStatus::DoneWithErrors,
    };
    let rows = totals.rows() + other.created;
    let id = runs::begin(tx, run, &totals, rows, &other, status)?;

    let moved = let_go(tx, work)?;
    let mut changes: Vec<Remembered<'_>> = Vec::new();
    let mut updates: Vec<&LoadUpdate> = work.updates.iter().collect();
    updates.sort_unstable_by_key(|update| update.person);
    for update in updates {
        let mut old = load(tx, update.person)?;
        edits::write_update(tx, &old, &update.data)?;
        if let Some(address) = moved.get(&update.person) {
            old.person.connect_address = Some(address.clone());
        }
        let new = update.data.connect_address.as_ref().map(|a| a.spelling());
        let same = old.person.verified_at.is_some() || new == old.person.spelling();
        if !same {
            changes.push(Remembered {
                line: update.line,
                record: update.record,
                person: update.person,
                event: match new {
                    Some(_) => HistoryEvent::Set,
                    None => HistoryEvent::Cleared,
                },
                old: old.person.spelling().map(str::to_owned),
                new,
            });
        }
    }
    for create in &work.creates {
        let person = edits::write_insert(tx, &create.data)?;
        if let Some(address) = &create.data.connect_address {
            changes.push(Remembered {
                line: create.line,
                record: create.record,
                person,
                event: edits::first_event(&create.data),
                old: None,
                new: Some(address.spelling()),
            });
        }
    }
    let history = write_history(tx, id, changes)?;

    let mut quiet = RowWriter::new(tx, id)?;
    for row in &work.rejected {
        quiet.write(&QuietRow {
            record: row.record,
            line: row.line,
            outcome: row.outcome,
            person: row.person,
            warnings: row.warnings,
            texts: Some(RowTexts {
                user_id: row.user_id.clone(),
                employee_number: row.employee_number.clone(),
                value: row.value.clone(),
            }),
            old: row.old.as_deref(),
            rejection: row.rejection.as_ref(),
        })?;
    }
    let finished = finished();
    runs::finish(tx, id, finished, history)?;
    Ok(runs::record(
        id, run, &totals, rows, other, status, finished,
    ))
}

/// Whoever gets another address or employee number lets go of the old one first, as unique indexes are unique at every moment.
/// Also the place where each update meets the version that it was planned for. Gives the addresses that were let go of.
fn let_go(tx: &Transaction<'_>, work: &LoadWork) -> Result<HashMap<PersonId, Address>, StoreError> {
    let mut clear = tx.prepare_cached(
        "UPDATE person SET connect_address = NULL, connect_key = NULL, address_version = address_version + 1 WHERE id = ?1",
    )?;
    let mut unnumber =
        tx.prepare_cached("UPDATE person SET employee_number = NULL WHERE id = ?1")?;
    let mut moved = HashMap::new();
    for update in &work.updates {
        let old = expect_version(tx, update.person, update.version)?;
        let (key, old) = (old.connect_key, old.person);
        let data = &update.data;
        let new = data.connect_address.as_ref().map(|a| a.canonical());
        if new != key.as_deref() && old.verified_at.is_some() {
            return Err(protected(old.shown_key()));
        }
        let employment = (&old.employee_number, old.company);
        if employment != (&data.employee_number, data.company) && old.user_id.is_some() {
            unnumber.execute([update.person.0])?;
        }
        if new != key.as_deref()
            && let Some(address) = old.connect_address
        {
            clear.execute([update.person.0])?;
            moved.insert(update.person, address);
        }
    }
    Ok(moved)
}

/// A change of an address that waits for its place in the order of the records.
struct Remembered<'a> {
    line: u32,
    record: u32,
    person: PersonId,
    event: HistoryEvent,
    old: Option<String>,
    new: Option<&'a str>,
}

fn write_history(
    tx: &Transaction<'_>,
    run: RunId,
    mut changes: Vec<Remembered<'_>>,
) -> Result<Option<(i64, i64)>, StoreError> {
    if changes.is_empty() {
        return Ok(None);
    }
    changes.sort_by_key(|change| change.record);
    let first = next_history(tx)?;
    let mut last = first;
    for change in &changes {
        let by = By::Row {
            run,
            line: change.line,
            record: change.record,
        };
        let what = Change {
            event: change.event,
            old: change.old.as_deref(),
            new: change.new,
        };
        last = remember(tx, change.person, what, by)?;
    }
    Ok(Some((first, last)))
}
