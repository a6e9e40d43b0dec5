//! Applying the plan of an import: R9 (one transaction) and R10 (the plan that was shown, checked again). What each row becomes
//! was decided in [`crate::domain::plan`]; here it is written.

use std::ops::ControlFlow;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::domains::allowed_domains;
use super::moves::write_persons;
use super::register::{End, Register, Touches, basis};
use super::rows::{QuietRow, RowWriter};
use super::runs;
use super::snapshot::snapshot;
use crate::domain::log::{HistoryEvent, NewRun, OtherCounts, RunId, RunRecord, RunStatus};
use crate::domain::plan::{Plan, PlannedRow, Verdict};
use crate::store::{Applied, Basis, OnConflict, RowTexts, StoreError};

/// After how many rows the caller is asked whether to go on.
const STRIDE: u64 = 1024;

/// Progress out, cancel in: rows done and rows in all.
pub(super) type Control<'a> = &'a dyn Fn(u64, u64) -> ControlFlow<()>;

impl Register {
    /// Applies a plan: addresses, history, run, log and notification in one transaction (R9). If the register has changed since `basis`,
    /// the plan is checked again first (R10); `policy` says what becomes of it when rows fall.
    ///
    /// `texts` gives the cells of a row, asked for kept and rejected rows only; `finished` tells the time at the end; `control` hears how many
    /// rows of how many are written and can break off, which leaves nothing.
    ///
    /// # Errors
    /// `store_busy`, `store_full` and their like; nothing was written then.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a thing of its own, and a struct of callbacks would only be taken apart again"
    )]
    pub fn apply_import(
        &mut self,
        mut plan: Plan,
        basis: Basis,
        run: &NewRun,
        policy: OnConflict,
        texts: &dyn Fn(&PlannedRow) -> RowTexts,
        finished: &dyn Fn() -> Timestamp,
        control: &dyn Fn(u64, u64) -> ControlFlow<()>,
    ) -> Result<Applied, StoreError> {
        let outcome = self.write_or_not(Touches::Basis, |tx| {
            let conflicts = recheck(tx, &mut plan, basis)?;
            if conflicts > 0 && policy == OnConflict::Stop {
                return Ok(End::Rollback(Outcome::Stopped(conflicts)));
            }
            match apply(tx, &plan, run, texts, finished, control)? {
                Some(run) => Ok(End::Commit(Outcome::Done(Box::new(run)))),
                None => Ok(End::Rollback(Outcome::Cancelled)),
            }
        })?;
        Ok(match outcome {
            Outcome::Done(run) => Applied::Done { run: *run, plan },
            Outcome::Stopped(conflicts) => Applied::Stopped { plan, conflicts },
            Outcome::Cancelled => Applied::Cancelled { plan },
        })
    }
}

/// [`Applied`] while the plan is still borrowed.
enum Outcome {
    Done(Box<RunRecord>),
    Stopped(usize),
    Cancelled,
}

/// R10: looks at the plan again where the register is not the one that it was made for. Gives how many rows fell.
fn recheck(tx: &Transaction<'_>, plan: &mut Plan, then: Basis) -> Result<usize, StoreError> {
    if basis(tx)? == then {
        return Ok(0);
    }
    let now = snapshot(tx)?;
    let domains = allowed_domains(tx)?;
    Ok(plan.recheck(&now, &domains))
}

/// Writes everything; `None` where the caller broke off.
fn apply(
    tx: &Transaction<'_>,
    plan: &Plan,
    run: &NewRun,
    texts: &dyn Fn(&PlannedRow) -> RowTexts,
    finished: &dyn Fn() -> Timestamp,
    control: Control<'_>,
) -> Result<Option<RunRecord>, StoreError> {
    let totals = plan.totals();
    let status = match totals.rejected {
        0 => RunStatus::Done,
        _ => RunStatus::DoneWithErrors,
    };
    let other = OtherCounts::default();
    let id = runs::begin(tx, run, &totals, totals.rows(), &other, status)?;
    // Each updated row is written twice over, to the person and to the history.
    let mut progress = Progress {
        done: 0,
        total: totals.rows() + totals.updated,
        control,
    };
    let moves = plan
        .rows()
        .iter()
        .filter_map(|row| match (&row.verdict, row.person) {
            (Verdict::Updated(address), Some(person)) => Some((person, Some(address))),
            _ => None,
        })
        .collect();
    if write_persons(tx, plan.snapshot(), moves, &mut progress)?.is_break() {
        return Ok(None);
    }
    let history = match write_log(tx, plan, id, texts, &mut progress)? {
        ControlFlow::Continue(history) => history,
        ControlFlow::Break(()) => return Ok(None),
    };
    let finished = finished();
    runs::finish(tx, id, finished, history)?;
    if control(progress.total, progress.total).is_break() {
        return Ok(None);
    }
    Ok(Some(runs::record(
        id,
        run,
        &totals,
        totals.rows(),
        other,
        status,
        finished,
    )))
}

/// How far a unit of work is, and who wants to know.
pub(super) struct Progress<'a> {
    pub(super) done: u64,
    pub(super) total: u64,
    pub(super) control: Control<'a>,
}

impl Progress<'_> {
    /// One row further; whether that was cancelled.
    pub(super) fn step(&mut self) -> ControlFlow<()> {
        if self.done.is_multiple_of(STRIDE) {
            (self.control)(self.done, self.total)?;
        }
        self.done += 1;
        ControlFlow::Continue(())
    }
}

/// History and log in the order of the file. Gives the range of the history.
fn write_log(
    tx: &Transaction<'_>,
    plan: &Plan,
    run: RunId,
    texts: &dyn Fn(&PlannedRow) -> RowTexts,
    progress: &mut Progress<'_>,
) -> Result<ControlFlow<(), Option<(i64, i64)>>, StoreError> {
    let snapshot = plan.snapshot();
    let first = next_history(tx)?;
    let mut next = first;
    let event = HistoryEvent::Set.code();
    let mut remember = tx.prepare_cached(
        "INSERT INTO history (id, person, run, record, line, warnings, event, old, new)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let mut quiet = RowWriter::new(tx, run)?;
    for row in plan.rows() {
        if progress.step().is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let known = row.person.map(|person| snapshot.person(person));
        if let (Verdict::Updated(address), Some(known)) = (&row.verdict, known) {
            remember.execute((
                next,
                known.id.0,
                run.0,
                row.record,
                row.line,
                row.warnings.bits(),
                event,
                known.spelling,
                address.spelling(),
            ))?;
            next += 1;
            continue;
        }
        let (rejection, told) = match &row.verdict {
            Verdict::Rejected(rejection) => (Some(rejection), true),
            // What a warning is about is told as it stood in the file.
            verdict => (None, *verdict == Verdict::Kept || !row.warnings.is_empty()),
        };
        quiet.write(&QuietRow {
            record: row.record,
            line: row.line,
            outcome: row.outcome(),
            person: known.map(|known| known.id),
            warnings: row.warnings,
            texts: told.then(|| texts(row)),
            old: match row.verdict {
                Verdict::Kept => known.and_then(|known| known.spelling),
                _ => None,
            },
            rejection,
        })?;
    }
    Ok(ControlFlow::Continue(
        (next > first).then_some((first, next - 1)),
    ))
}

/// The id that the next row of history gets. A run's rows follow each other without a gap, as nobody else writes meanwhile.
pub(super) fn next_history(tx: &Transaction<'_>) -> Result<i64, StoreError> {
    let last: i64 = tx.query_row("SELECT coalesce(max(id), 0) FROM history", [], |row| {
        row.get(0)
    })?;
    Ok(last + 1)
}
