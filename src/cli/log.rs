//! `koppla log [RUN]`

use super::Exit;
use super::args::{LogArgs, OutcomeArg};
use super::output::{Output, Report, print_rejection, run_json, safe, totals_line};
use super::undo::add_counts;
use crate::domain::log::{LoggedRow, RunId, RunKind, RunRecord};
use crate::domain::plan::Outcome;
use crate::jobs::{JobError, Place, log};
use crate::lang::{moment, number, sentences};
use crate::t;

fn outcome(argument: OutcomeArg) -> Outcome {
    match argument {
        OutcomeArg::Updated => Outcome::Updated,
        OutcomeArg::Unchanged => Outcome::Unchanged,
        OutcomeArg::Kept => Outcome::Kept,
        OutcomeArg::Blank => Outcome::Blank,
        OutcomeArg::Rejected => Outcome::Rejected,
    }
}

pub(super) fn run(arguments: &LogArgs, place: &Place, output: Output) -> Result<Exit, JobError> {
    let register = place.open()?;
    let Some(run) = arguments.run else {
        let runs = register.runs(None)?;
        if output.json {
            output.json(&runs.iter().map(run_json).collect());
        } else {
            for run in &runs {
                output.line(&run_line(run));
            }
        }
        return Ok(Exit::Done);
    };
    let found = log::run(&register, RunId(run), arguments.only.map(outcome))?;
    let record = &found.run;
    if output.json {
        let report = Report {
            run: Some(record.id.0),
            dry_run: false,
            file: &record.file,
            template: record.template.as_deref(),
            totals: record.totals,
            rows: &found.rows,
        };
        let mut value = report.json();
        if let (Some(object), Some(more)) = (value.as_object_mut(), run_json(record).as_object()) {
            for (key, extra) in more {
                object.entry(key.clone()).or_insert_with(|| extra.clone());
            }
        }
        if let Some(undo_of) = record.undo_of {
            add_counts(&mut value, undo_of, found.undo_counts());
        }
        output.json(&value);
        return Ok(Exit::Done);
    }
    output.line(&run_line(record));
    match record.kind {
        RunKind::Import => output.line(&totals_line(&record.totals)),
        RunKind::Undo => output.line(&sentences::run_result(record)),
        RunKind::Export | RunKind::Load => {}
    }
    for row in &found.rows {
        print_row(output, row);
    }
    Ok(Exit::Done)
}

fn run_line(run: &RunRecord) -> String {
    let rejected = t!("cli-run-rejected", n = run.totals.rejected);
    [
        run.id.to_string(),
        sentences::run_kind(run.kind),
        safe(&run.name),
        moment(run.finished),
        sentences::run_status(run.status),
        safe(&run.who.login),
        t!("app-rows", n = run.rows),
        if run.totals.rejected > 0 {
            rejected
        } else {
            number(0)
        },
    ]
    .join("\t")
}

fn print_row(output: Output, row: &LoggedRow) {
    if row.rejection.is_some() {
        print_rejection(output, row);
        return;
    }
    let change = match (&row.old, &row.new) {
        (old, Some(new)) => {
            format!("{} → {}", safe(old.as_deref().unwrap_or("-")), safe(new))
        }
        (Some(old), None) if row.outcome == Outcome::Updated => format!("{} → -", safe(old)),
        (Some(old), None) => t!("cli-kept", address = safe(old), value = safe(&row.value)),
        (None, None) => String::new(),
    };
    output.line(&format!(
        "{}\t{}\t{}\t{change}",
        row.line,
        safe(&row.user_id),
        sentences::outcome(row.outcome)
    ));
}
