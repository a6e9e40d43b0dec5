//! `koppla undo RUN`

use serde_json::{Map, Value};

use super::Exit;
use super::args::UndoArgs;
use super::output::{Output, print_rejection};
use super::report::{Report, Told};
use crate::domain::log::{LoggedRow, RunId};
use crate::domain::plan::Outcome;
use crate::domain::undo::UndoCounts;
use crate::jobs::undo::{PreparedUndo, Undone, prepare};
use crate::jobs::{JobError, Place};
use crate::lang::sentences;
use crate::t;

pub(super) fn run(arguments: &UndoArgs, place: &Place, output: Output) -> Result<Exit, JobError> {
    let control = output.control();
    let prepared = prepare(place, RunId(arguments.run), &control)?;
    if arguments.dry_run {
        report(output, None, true, &prepared);
        output.note(&t!("cli-dry-run"));
        return Ok(exit(prepared.counts()));
    }
    if !output.confirm(&t!("cli-undo-confirm", n = prepared.counts().reverted)) {
        return Err(JobError::Cancelled);
    }
    match prepared.apply(place, false, &control)? {
        Undone::Done { run, prepared } => {
            report(output, Some(run.id), false, &prepared);
            Ok(exit(prepared.counts()))
        }
        Undone::Changed { .. } | Undone::Cancelled(_) => Err(JobError::Cancelled),
    }
}

fn exit(counts: UndoCounts) -> Exit {
    match counts.left() {
        0 => Exit::Done,
        _ => Exit::SomeRejected,
    }
}

fn report(output: Output, run: Option<RunId>, dry_run: bool, prepared: &PreparedUndo) {
    let rows: Vec<LoggedRow> = prepared
        .rows()
        .iter()
        .filter(|row| match output.json {
            true => row.outcome() != Outcome::Unchanged,
            // Text tells of no others.
            false => row.outcome() == Outcome::Rejected,
        })
        .map(|row| prepared.logged(row))
        .collect();
    let (undone, counts) = (prepared.undone(), prepared.counts());
    if output.json {
        let report = Report {
            run: run.map(|run| run.0),
            dry_run,
            file: &undone.file,
            template: undone.template.as_deref(),
            totals: counts.totals(),
            rows: &rows,
        };
        output.json_of(&Told {
            report: &report,
            more: counts_json(undone.id, counts),
        });
        return;
    }
    output.line(&sentences::undo_result(&counts));
    for row in &rows {
        print_rejection(output, row);
    }
    if let Some(run) = run {
        output.note(&t!("cli-undo-done", run = run.to_string()));
    }
}

/// What an undo tells beyond the keys of an import.
pub(super) fn counts_json(undo_of: RunId, counts: UndoCounts) -> Map<String, Value> {
    let mut told = Map::new();
    told.insert("undo_of".to_owned(), undo_of.0.into());
    for (key, count) in [
        ("reverted", counts.reverted),
        ("left_changed", counts.left_changed),
        ("left_verified", counts.left_verified),
        ("left_taken", counts.left_taken),
        ("left_erased", counts.left_erased),
    ] {
        told.insert(key.to_owned(), count.into());
    }
    told
}
