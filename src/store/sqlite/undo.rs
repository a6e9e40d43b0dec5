//! Taking a run back: what it did to whom, and applying the plan that was made of it, in one transaction (R9). What becomes of each
//! person was decided in [`crate::domain::undo`].

use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::changes::last_change;
use super::import::{Progress, next_history};
use super::moves::write_persons;
use super::register::{End, Register, Touches, basis};
use super::rows::{QuietRow, RowWriter, history_range};
use super::runs;
use super::snapshot::snapshot;
use crate::domain::address::{Address, Warnings};
use crate::domain::log::{HistoryEvent, NewRun, OtherCounts, RunId, RunRecord, RunStatus};
use crate::domain::person::PersonId;
use crate::domain::undo::{Before, Change, UndoPlan, UndoVerdict};
use crate::store::{AppliedUndo, Basis, OnConflict, RowTexts, StoreError};

impl Register {
    /// What taking a run back would do now, and the state of the register that this is made for. `control` hears how many changes of how
    /// many are read, and can break off: then there is no plan.
    ///
    /// # Errors
    /// `not_found` where there is no such run.
    pub fn plan_undo(
        &self,
        run: RunId,
        control: &dyn Fn(u64, u64) -> ControlFlow<()>,
    ) -> Result<Option<(UndoPlan, Basis)>, StoreError> {
        self.read(|tx| {
            let (first, last) = history_range(tx, run)?;
            let mut plan = UndoPlan::new(Arc::new(snapshot(tx)?));
            let mut progress = Progress {
                done: 0,
                total: u64::try_from(last - first + 1).unwrap_or(0),
                control,
            };
            // Rows of the erased stand in the log proper; there are few of them, and the order of the records holds for both.
            let mut erased = tx.prepare_cached(
                "SELECT record, line FROM run_row WHERE run = ?1 AND outcome = 0 ORDER BY record",
            )?;
            let mut erased = erased
                .query_map([run.0], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<Vec<(u32, u32)>, _>>()?
                .into_iter()
                .peekable();
            let gone = |(record, line): (u32, u32)| Change {
                line,
                record,
                person: None,
                old: Before::Erased,
                new: None,
            };
            let mut changes = tx.prepare_cached(
                "SELECT record, line, person, old, new FROM history
                 WHERE id BETWEEN ?1 AND ?2 AND run = ?3 ORDER BY id",
            )?;
            let mut rows = changes.query((first, last, run.0))?;
            while let Some(row) = rows.next()? {
                if progress.step().is_break() {
                    return Ok(None);
                }
                let record = row.get(0)?;
                while let Some(before) = erased.next_if(|(other, _)| *other < record) {
                    plan.push(&gone(before));
                }
                let text = |column: usize| {
                    let text = row.get_ref(column)?.as_str_or_null();
                    text.map_err(|error| StoreError::damaged(error.to_string()))
                };
                plan.push(&Change {
                    line: row.get(1)?,
                    record,
                    person: Some(PersonId(row.get(2)?)),
                    old: match text(3)? {
                        Some("") => Before::Erased,
                        other => Before::Known(other),
                    },
                    new: text(4)?,
                });
            }
            erased.for_each(|rest| plan.push(&gone(rest)));
            plan.settle();
            plan.explain(|person| last_change(tx, person))?;
            Ok(Some((plan, basis(tx)?)))
        })
    }

    /// Applies the plan of an undo: addresses, history, run, log and notification in one transaction (R9). If the register has changed
    /// since `then`, the plan is checked again first (R10); `policy` says what becomes of it when persons fall. `finished` tells the
    /// time at the end; `control` hears how many rows of how many are written and can break off, which leaves nothing.
    ///
    /// # Errors
    /// `store_busy`, `store_full` and their like; nothing was written then.
    pub fn apply_undo(
        &mut self,
        mut plan: UndoPlan,
        then: Basis,
        run: &NewRun,
        policy: OnConflict,
        finished: &dyn Fn() -> Timestamp,
        control: &dyn Fn(u64, u64) -> ControlFlow<()>,
    ) -> Result<AppliedUndo, StoreError> {
        let mut seen = then;
        let ended = self.write_or_not(Touches::Basis, |tx| {
            seen = basis(tx)?;
            if seen != then {
                let fell = plan.recheck(Arc::new(snapshot(tx)?));
                plan.explain(|person| last_change(tx, person))?;
                if fell > 0 && policy == OnConflict::Stop {
                    return Ok(End::Rollback(Ended::Stopped(fell)));
                }
            }
            match apply(tx, &plan, run, finished, control)? {
                ControlFlow::Continue(run) => Ok(End::Commit(Ended::Done(Box::new(run)))),
                ControlFlow::Break(()) => Ok(End::Rollback(Ended::Cancelled)),
            }
        })?;
        Ok(match ended {
            Ended::Done(run) => AppliedUndo::Done { run, plan },
            Ended::Stopped(fell) => AppliedUndo::Stopped {
                plan,
                basis: seen,
                fell,
            },
            Ended::Cancelled => AppliedUndo::Cancelled { plan, basis: seen },
        })
    }
}

/// [`AppliedUndo`] while the plan is still borrowed.
enum Ended {
    Done(Box<RunRecord>),
    Stopped(u64),
    Cancelled,
}

fn apply(
    tx: &Transaction<'_>,
    plan: &UndoPlan,
    run: &NewRun,
    finished: &dyn Fn() -> Timestamp,
    control: &dyn Fn(u64, u64) -> ControlFlow<()>,
) -> Result<ControlFlow<(), RunRecord>, StoreError> {
    let counts = plan.counts();
    let (totals, rows) = (counts.totals(), counts.rows());
    let status = match counts.left() {
        0 => RunStatus::Done,
        _ => RunStatus::DoneWithErrors,
    };
    let other = OtherCounts::default();
    let id = runs::begin(tx, run, &totals, rows, &other, status)?;
    let mut progress = Progress {
        done: 0,
        total: rows + counts.reverted,
        control,
    };
    let moves: Vec<_> = plan
        .rows()
        .iter()
        .filter_map(|row| match (&row.verdict, row.person) {
            (UndoVerdict::Reverted(to), Some(person)) => Some((person, to.as_ref())),
            _ => None,
        })
        .collect();
    if write_persons(tx, plan.snapshot(), moves, &mut progress)?.is_break() {
        return Ok(ControlFlow::Break(()));
    }
    let ControlFlow::Continue(history) = write_log(tx, plan, id, &mut progress)? else {
        return Ok(ControlFlow::Break(()));
    };
    let finished = finished();
    runs::finish(tx, id, finished, history)?;
    if control(progress.total, progress.total).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    Ok(ControlFlow::Continue(runs::record(
        id, run, &totals, rows, other, status, finished,
    )))
}

/// History and log in the order of the run's rows. Gives the range of the history.
fn write_log(
    tx: &Transaction<'_>,
    plan: &UndoPlan,
    run: RunId,
    progress: &mut Progress<'_>,
) -> Result<ControlFlow<(), Option<(i64, i64)>>, StoreError> {
    let first = next_history(tx)?;
    let mut next = first;
    let event = HistoryEvent::Undone.code();
    let mut remember = tx.prepare_cached(
        "INSERT INTO history (id, person, run, record, line, event, old, new)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut quiet = RowWriter::new(tx, run)?;
    for row in plan.rows() {
        if progress.step().is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let known = row.person.map(|person| plan.snapshot().person(person));
        if let (UndoVerdict::Reverted(to), Some(known)) = (&row.verdict, known) {
            remember.execute((
                next,
                known.id.0,
                run.0,
                row.record,
                row.line,
                event,
                known.spelling,
                to.as_ref().map(Address::spelling),
            ))?;
            next += 1;
            continue;
        }
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        quiet.write(&QuietRow {
            record: row.record,
            line: row.line,
            outcome: row.outcome(),
            person: known.map(|known| known.id),
            warnings: Warnings::default(),
            texts: row.rejection().map(|_| RowTexts {
                user_id: text(known.and_then(|k| k.user_id)),
                employee_number: text(known.and_then(|k| k.employee_number)),
                value: text(known.and_then(|k| k.spelling)),
            }),
            old: None,
            rejection: row.rejection(),
        })?;
    }
    Ok(ControlFlow::Continue(
        (next > first).then_some((first, next - 1)),
    ))
}
