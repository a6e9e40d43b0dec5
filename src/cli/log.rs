//! `koppla log [RUN]`: the list, the rows of one run, the same as a file, the command that repeats it; and purging what is old.

use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::args::{LogArgs, OutcomeArg, RunKindArg, StatusArg};
use super::output::{Output, print_rejection, run_json, safe, totals_line};
use super::report::{Report, Told};
use super::undo::counts_json;
use super::{Exit, usage};
use crate::domain::log::{LoggedRow, RunId, RunKind, RunRecord, RunStatus};
use crate::domain::plan::Outcome;
use crate::file::expand_home;
use crate::jobs::log::RunFilter;
use crate::jobs::{JobError, Place, Register, log, now, purge, repeat, settings};
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
    let mut register = place.open()?;
    if arguments.purge {
        return purge(arguments, &mut register, output);
    }
    let Some(run) = arguments.run else {
        let filter = filter(arguments);
        let mut runs = register.runs(None)?;
        runs.retain(|run| filter.takes(run));
        if output.json {
            let told = |run: &RunRecord| with_command(place, run);
            output.json(&runs.iter().map(told).collect());
        } else {
            for run in &runs {
                output.line(&run_line(run));
            }
        }
        return Ok(Exit::Done);
    };
    if arguments.command {
        let run = register.run(RunId(run))?;
        return match repeat::command(place, &run) {
            Some(command) => {
                output.line(&safe(&command));
                Ok(Exit::Done)
            }
            None => Ok(usage(&t!("usage-no-command"), output.json)),
        };
    }
    let found = log::run(&register, RunId(run), arguments.only.map(outcome))?;
    if let Some(path) = &arguments.output {
        return save(arguments, &found, path, output);
    }
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
        let mut more = match with_command(place, record) {
            Value::Object(more) => more,
            _ => Map::new(),
        };
        if let Some(undo_of) = record.undo_of {
            more.extend(counts_json(undo_of, found.undo_counts()));
        }
        output.json_of(&Told {
            report: &report,
            more,
        });
        return Ok(Exit::Done);
    }
    output.line(&run_line(record));
    if let Some(code) = &record.error {
        output.line(&sentences::failure(code));
    } else if record.kind == RunKind::Import {
        output.line(&totals_line(&record.totals));
    } else if record.kind == RunKind::Undo {
        output.line(&sentences::run_result(record));
    }
    if let Some(at) = record.purged {
        output.line(&t!("log-purged", at = moment(at)));
    }
    for row in &found.rows {
        print_row(output, row);
    }
    Ok(Exit::Done)
}

/// A run in the list of the log, with the command that repeats it.
fn with_command(place: &Place, run: &RunRecord) -> Value {
    let mut value = run_json(run);
    value["command"] = json!(repeat::command(place, run));
    value
}

/// Writes the rows that were asked for as a file.
fn save(
    arguments: &LogArgs,
    found: &log::RunWithRows,
    path: &Path,
    output: Output,
) -> Result<Exit, JobError> {
    let path = expand_home(path);
    let (rows, force) = (found.rows.iter(), arguments.force);
    let written = log::write(
        rows,
        &path,
        force,
        sentences::row_message,
        &output.control(),
    )?;
    let shown = path.to_string_lossy();
    if output.json {
        output.json(&json!({ "run": found.run.id.0, "file": shown, "rows": written }));
    } else {
        output.line(&t!("saving-done", n = written, path = safe(&shown)));
    }
    Ok(Exit::Done)
}

fn purge(arguments: &LogArgs, register: &mut Register, output: Output) -> Result<Exit, JobError> {
    let days = match arguments.older_than {
        Some(days) => Some(days),
        None => settings::log_days(register)?,
    };
    let done = match days {
        Some(days) => purge::older_than(register, days, now(), arguments.dry_run)?,
        None => purge::Purged::default(),
    };
    let runs = done.runs.len() as u64;
    if output.json {
        let ids: Vec<i64> = done.runs.iter().map(|run| run.0).collect();
        output.json(&json!({
            "dry_run": arguments.dry_run, "older_than": days, "runs": ids, "rows": done.rows,
        }));
    } else if days.is_none() {
        output.line(&t!("cli-purge-never"));
    } else if arguments.dry_run {
        output.line(&t!("cli-purge-would", n = runs));
    } else {
        output.line(&t!("cli-purged", n = runs, rows = done.rows));
    }
    if runs > 0 && !arguments.dry_run && !done.rewritten {
        output.note(&t!("cli-purge-busy"));
    }
    Ok(Exit::Done)
}

fn filter(arguments: &LogArgs) -> RunFilter {
    let midnight = |date: Date| {
        let zoned = date.to_zoned(TimeZone::system()).ok()?;
        Some(zoned.timestamp())
    };
    let kind = |kind| match kind {
        RunKindArg::Export => RunKind::Export,
        RunKindArg::Import => RunKind::Import,
        RunKindArg::Load => RunKind::Load,
        RunKindArg::Undo => RunKind::Undo,
    };
    let status = |status| match status {
        StatusArg::Done => RunStatus::Done,
        StatusArg::DoneWithErrors => RunStatus::DoneWithErrors,
        StatusArg::Cancelled => RunStatus::Cancelled,
        StatusArg::Failed => RunStatus::Failed,
    };
    RunFilter {
        kind: arguments.kind.map(kind),
        status: arguments.status.map(status),
        who: arguments.who.clone(),
        since: arguments.since.and_then(midnight),
        // The day that is named belongs to the period.
        until: arguments.until.and_then(|d| midnight(d.tomorrow().ok()?)),
        text: arguments.find.clone().unwrap_or_default(),
    }
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
