//! What becomes or became of rows: in a word for one, before a count for many, and all together as a run's result.

use super::log::{failure, run_status};
use crate::domain::log::{RunKind, RunRecord, RunStatus};
use crate::domain::plan::{Outcome, Totals};
use crate::domain::undo::UndoCounts;
use crate::t;

/// What became of a row, in a word.
pub fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("outcome-updated"),
        Outcome::Unchanged => t!("outcome-unchanged"),
        Outcome::Kept => t!("outcome-kept"),
        Outcome::Blank => t!("outcome-blank"),
        Outcome::Rejected => t!("outcome-rejected"),
    }
}

/// What becomes of a row, in a word, before the import.
pub fn planned_outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-updated"),
        Outcome::Unchanged => t!("outcome-unchanged"),
        Outcome::Kept => t!("planned-kept"),
        Outcome::Blank => t!("outcome-blank"),
        Outcome::Rejected => t!("planned-rejected"),
    }
}

/// What becomes of rows, before a count.
pub fn planned_outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-all-updated"),
        Outcome::Unchanged => t!("all-unchanged"),
        Outcome::Kept => t!("planned-all-kept"),
        Outcome::Blank => t!("all-blank"),
        Outcome::Rejected => t!("planned-all-rejected"),
    }
}

/// What became of rows, before a count.
pub fn outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("all-updated"),
        Outcome::Unchanged => t!("all-unchanged"),
        Outcome::Kept => t!("all-kept"),
        Outcome::Blank => t!("all-blank"),
        Outcome::Rejected => t!("all-rejected"),
    }
}

/// What becomes of a row of a run that is undone, in a word, before the undo.
pub fn planned_undo_outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-undo-updated"),
        Outcome::Rejected => t!("planned-undo-rejected"),
        other => planned_outcome(other),
    }
}

/// What becomes of rows of a run that is undone, before a count.
pub fn planned_undo_outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-undo-all-updated"),
        Outcome::Rejected => t!("planned-undo-all-rejected"),
        other => planned_outcomes(other),
    }
}

/// What became of a row of a run that was undone, in a word.
pub fn undo_outcome(which: Outcome) -> String {
    match which {
        Outcome::Updated => t!("outcome-undo-updated"),
        Outcome::Rejected => t!("outcome-undo-rejected"),
        other => outcome(other),
    }
}

/// What became of rows of a run that was undone, before a count.
pub fn undo_outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("outcome-undo-all-updated"),
        Outcome::Rejected => t!("outcome-undo-all-rejected"),
        other => outcomes(other),
    }
}

/// The result of an import in words: "855 updated, 5 kept (verified), 11 could not be imported". What there was none of is left
/// out; what is said adds up to the rows read (R11).
pub fn import_result(totals: &Totals) -> String {
    let parts: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|outcome| totals.of(*outcome) > 0)
        .map(|outcome| {
            let n = totals.of(outcome);
            match outcome {
                Outcome::Updated => t!("result-updated", n = n),
                Outcome::Unchanged => t!("result-unchanged", n = n),
                Outcome::Kept => t!("result-kept", n = n),
                Outcome::Blank => t!("result-blank", n = n),
                Outcome::Rejected => t!("result-rejected", n = n),
            }
        })
        .collect();
    if parts.is_empty() {
        return t!("result-nothing");
    }
    parts.join(", ")
}

/// The result of any run in words.
pub fn run_result(run: &RunRecord) -> String {
    match (run.status, run.kind) {
        (RunStatus::Failed, _) => match &run.error {
            Some(code) => t!("result-failed", why = failure(code)),
            None => run_status(run.status),
        },
        (RunStatus::Cancelled, RunKind::Import) => t!("result-cancelled"),
        (RunStatus::Cancelled, _) => run_status(run.status),
        (_, RunKind::Import) => import_result(&run.totals),
        (_, RunKind::Undo) => {
            let mut parts = vec![t!("undo-reverted", n = run.totals.updated)];
            if run.totals.unchanged > 0 {
                parts.push(t!("undo-unchanged", n = run.totals.unchanged));
            }
            if run.totals.rejected > 0 {
                parts.push(t!("undo-left", n = run.totals.rejected));
            }
            parts.join(", ")
        }
        (_, RunKind::Export) => t!("result-exported", n = run.rows),
        (_, RunKind::Load) => {
            let mut parts = vec![t!("result-created", n = run.other.created)];
            if run.totals != Totals::default() {
                parts.push(import_result(&run.totals));
            }
            parts.join(", ")
        }
    }
}

/// The result of an undo in words; what there was none of is left out.
pub fn undo_result(counts: &UndoCounts) -> String {
    let parts = [
        (counts.reverted, t!("undo-reverted", n = counts.reverted)),
        (counts.unchanged, t!("undo-unchanged", n = counts.unchanged)),
        (
            counts.left_changed,
            t!("undo-left-changed", n = counts.left_changed),
        ),
        (
            counts.left_verified,
            t!("undo-left-verified", n = counts.left_verified),
        ),
        (
            counts.left_taken,
            t!("undo-left-taken", n = counts.left_taken),
        ),
        (
            counts.left_erased,
            t!("undo-left-erased", n = counts.left_erased),
        ),
    ];
    let said = parts.into_iter().filter(|(n, _)| *n > 0);
    said.map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}
