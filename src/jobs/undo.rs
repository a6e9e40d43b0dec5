//! Taking a run back: plan, then that very plan into the register (R10), as a run of its own. An undo can be taken back like the
//! import that it took back: then what the import wrote returns, to whoever still has what the undo left.

use std::ops::ControlFlow;

use super::control::Control;
use super::error::JobError;
use super::place::{Place, now};
use crate::domain::address::Address;
use crate::domain::address::Warnings;
use crate::domain::log::{Asked, LoggedRow, NewRun, RunId, RunKind, RunRecord};
use crate::domain::undo::{UndoCounts, UndoPlan, UndoRow, UndoVerdict};
use crate::store::{AppliedUndo, Basis, OnConflict, Register};

/// An undo that is planned and not yet done.
#[derive(Debug)]
pub struct PreparedUndo {
    plan: UndoPlan,
    basis: Basis,
    undone: RunRecord,
    run: NewRun,
}

/// How an undo ended that was not an error.
#[derive(Debug)]
pub enum Undone {
    /// It is in the register.
    Done {
        /// The run.
        run: Box<RunRecord>,
        /// What was taken back, for the report.
        prepared: PreparedUndo,
    },
    /// Persons have changed since the plan was made, nothing was written; this is the new plan.
    Changed {
        /// The plan as it is now.
        prepared: PreparedUndo,
        /// How many fell.
        fell: u64,
    },
    /// Somebody cancelled: nothing was written, and the plan still stands.
    Cancelled(PreparedUndo),
}

/// Whether runs of this kind can be taken back.
pub fn is_undoable(kind: RunKind) -> bool {
    matches!(kind, RunKind::Import | RunKind::Undo)
}

/// Plans to take a run back. Changes nothing.
///
/// # Errors
/// `not_found`; [`JobError::UndoKind`], [`JobError::UndoNothing`], [`JobError::UndoPurged`], [`JobError::UndoDone`], [`JobError::UndoErased`]; a cancel.
pub fn prepare(place: &Place, run: RunId, control: &Control) -> Result<PreparedUndo, JobError> {
    let started = now();
    let register = place.open()?;
    let undone = register.run(run)?;
    if !is_undoable(undone.kind) {
        return Err(JobError::UndoKind(run, undone.kind));
    }
    if undone.purged.is_some() {
        return Err(JobError::UndoPurged(run));
    }
    if undone.totals.updated == 0 {
        return Err(JobError::UndoNothing(run));
    }
    let report = |done: u64, total: u64| control.report(done, total);
    let Some((plan, basis)) = register.plan_undo(run, &report)? else {
        return Err(JobError::Cancelled);
    };
    let counts = plan.counts();
    if counts.rows() == counts.left_erased {
        return Err(JobError::UndoErased(run));
    }
    if counts.reverted == 0 && counts.left() == counts.left_erased {
        return Err(JobError::UndoDone(run, undo_of(&register, run)?));
    }
    Ok(PreparedUndo {
        plan,
        basis,
        run: NewRun {
            kind: RunKind::Undo,
            name: undone.name.clone(),
            template: undone.template.clone(),
            file: undone.file.clone(),
            who: place.who().clone(),
            started,
            asked: Asked::default(),
            export: None,
            undo_of: Some(run),
        },
        undone,
    })
}

/// The newest undo of a run.
fn undo_of(register: &Register, run: RunId) -> Result<Option<RunId>, JobError> {
    let undos = register.runs(None)?;
    let found = undos.into_iter().find(|other| other.undo_of == Some(run));
    Ok(found.map(|run| run.id))
}

impl PreparedUndo {
    /// What becomes of how many.
    pub fn counts(&self) -> UndoCounts {
        self.plan.counts()
    }

    /// The run that is taken back.
    pub fn undone(&self) -> &RunRecord {
        &self.undone
    }

    /// The rows, in the order of that run's.
    pub fn rows(&self) -> &[UndoRow] {
        self.plan.rows()
    }

    /// A row as the log will show it.
    pub fn logged(&self, row: &UndoRow) -> LoggedRow {
        let known = row.person.map(|person| self.plan.snapshot().person(person));
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let now = known.and_then(|k| k.spelling);
        let (old, new) = match &row.verdict {
            UndoVerdict::Reverted(to) => (now, to.as_ref().map(Address::spelling)),
            _ => (None, None),
        };
        LoggedRow {
            line: row.line,
            record: row.record,
            outcome: row.outcome(),
            person: known.map(|k| k.id),
            user_id: text(known.and_then(|k| k.user_id)),
            employee_number: text(known.and_then(|k| k.employee_number)),
            value: match row.verdict {
                UndoVerdict::Reverted(_) => text(new),
                _ => text(now),
            },
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            warnings: Warnings::default(),
            rejection: row.rejection().cloned(),
        }
    }

    /// Applies this very plan. With `stop_at_changes` a change by somebody else since it was made gives a new plan instead; without, the
    /// persons that it touches are left and the rest is taken back.
    ///
    /// # Errors
    /// The register; nothing was changed then.
    pub fn apply(
        self,
        place: &Place,
        stop_at_changes: bool,
        control: &Control,
    ) -> Result<Undone, JobError> {
        let mut register = place.open()?;
        let policy = match stop_at_changes {
            true => OnConflict::Stop,
            false => OnConflict::Proceed,
        };
        let PreparedUndo {
            plan,
            basis,
            undone,
            run,
        } = self;
        let report = |done: u64, total: u64| -> ControlFlow<()> { control.report(done, total) };
        let applied = register.apply_undo(plan, basis, &run, policy, &now, &report)?;
        let again = |plan, basis| PreparedUndo {
            plan,
            basis,
            undone,
            run,
        };
        Ok(match applied {
            AppliedUndo::Done { run, plan } => Undone::Done {
                run,
                prepared: again(plan, basis),
            },
            AppliedUndo::Stopped { plan, basis, fell } => Undone::Changed {
                prepared: again(plan, basis),
                fell,
            },
            AppliedUndo::Cancelled { plan, basis } => Undone::Cancelled(again(plan, basis)),
        })
    }
}
