//! `koppla import`

use std::path::PathBuf;

use serde_json::Map;

use super::args::ImportArgs;
use super::interrupt::Interrupt;
use super::output::{Output, error_json};
use super::register::reading;
use super::report::{Report, Told};
use super::template::columns;
use super::{Exit, usage};
use crate::domain::log::RunId;
use crate::domain::template::Kind;
use crate::file::{Input, expand_home};
use crate::jobs::import::{
    Cures, Demands, ImportRequest, Imported, MaxChanges, Prepared, Refused, prepare,
};
use crate::jobs::since_export::CompareWith;
use crate::jobs::{Control, JobError, Place, rejects, settings, templates};
use crate::lang::sentences;
use crate::t;

/// What the arguments say, or the sentence of wrong usage.
fn understood(arguments: &ImportArgs) -> Result<(Cures, Demands), String> {
    let (delimiter, encoding) = reading(&arguments.reading)?;
    let cures = Cures {
        delimiter,
        encoding,
        skip_rows: arguments.skip_rows,
        columns: arguments.columns.as_deref().map(columns).transpose()?,
        no_quotes: arguments.reading.no_quotes,
        export: match &arguments.export {
            None => CompareWith::ByFile,
            Some(text) => CompareWith::parse(text).ok_or_else(|| t!("usage-export"))?,
        },
    };
    let max_changes = match &arguments.max_changes {
        None => None,
        Some(text) => Some(MaxChanges::parse(text).ok_or_else(|| t!("usage-max-changes"))?),
    };
    Ok((
        cures,
        Demands {
            all_or_nothing: arguments.all_or_nothing,
            max_changes,
        },
    ))
}

pub(super) fn run(arguments: ImportArgs, place: &Place, output: Output) -> Result<Exit, JobError> {
    let control = output.control();
    let interrupt = Interrupt::watch(&control);
    let ended = import(&arguments, place, output, &control, &interrupt);
    interrupt.ended(ended, output)
}

fn import(
    arguments: &ImportArgs,
    place: &Place,
    output: Output,
    control: &Control,
    interrupt: &Interrupt,
) -> Result<Exit, JobError> {
    let (cures, demands) = match understood(arguments) {
        Ok(understood) => understood,
        Err(message) => return Ok(usage(&message, output.json)),
    };
    let input = Input::from_argument(&arguments.file);
    let rejects = rejects_of(arguments);
    if let Some((path, overwrite)) = &rejects {
        if rejects::is_input(path, &input) {
            return Ok(usage(&t!("usage-rejects-input"), output.json));
        }
        rejects::may_write(path, *overwrite)?;
    }
    let register = place.open()?;
    let request = ImportRequest {
        input,
        template: templates::usable(&register, Kind::Import, &arguments.template)?,
        name: arguments.name.clone(),
        cures,
        rejects,
        corrects: arguments.corrects.map(RunId),
        limits: settings::limits(&register)?,
    };
    drop(register);
    let prepared = match request.input {
        // Nobody knows when there is something to read.
        Input::Stdin => interrupt.waiting(|| prepare(place, &request, control)),
        _ => prepare(place, &request, control),
    };
    let prepared = prepared.inspect_err(|error| {
        if !arguments.dry_run {
            request.record_failure(place, demands, error);
        }
    })?;
    if arguments.dry_run {
        write_rejects(arguments, &prepared)?;
        if let Err(error) = prepared.check(demands) {
            return Ok(refuse(output, &error, &prepared, true));
        }
        report(output, None, true, &prepared);
        output.note(&t!("cli-dry-run"));
        return Ok(exit(&prepared));
    }
    let question = t!("cli-import-confirm", n = prepared.totals().updated);
    if prepared.check(demands).is_ok() && !interrupt.waiting(|| output.confirm(&question)) {
        return Err(JobError::Cancelled);
    }
    match prepared.apply(place, demands, false, control) {
        Ok(Imported::Done { run, prepared }) => {
            let written = write_rejects(arguments, &prepared);
            report(output, Some(run.id.0), false, &prepared);
            if let Err(error) = written {
                // The import is done all the same, and its log has the rows.
                output.message(&error);
            }
            Ok(exit(&prepared))
        }
        Ok(Imported::Conflicts { .. }) => Err(JobError::Cancelled),
        Err(Refused {
            error,
            prepared: Some(prepared),
        }) if error.is_refusal() => {
            write_rejects(arguments, &prepared)?;
            Ok(refuse(output, &error, &prepared, false))
        }
        Err(Refused { error, .. }) => Err(error),
    }
}

fn exit(prepared: &Prepared) -> Exit {
    if prepared.totals().rejected > 0 {
        Exit::SomeRejected
    } else {
        Exit::Done
    }
}

fn tell(
    output: Output,
    run: Option<i64>,
    dry_run: bool,
    prepared: &Prepared,
    error: Option<&JobError>,
) {
    let origin = prepared.run();
    let report = Report {
        run,
        dry_run,
        file: &origin.file,
        template: origin.template.as_deref(),
        totals: prepared.totals(),
        rows: prepared,
    };
    if output.json {
        let mut more = Map::new();
        let export = prepared.export().map(|run| run.id.0);
        more.insert("export".to_owned(), export.into());
        let changed = prepared.plan().changed_since_export();
        more.insert("changed_since_export".to_owned(), changed.into());
        more.extend(error.map(|error| ("error".to_owned(), error_json(error))));
        output.json_of(&Told {
            report: &report,
            more,
        });
    } else {
        report.print(output);
        tell_export(output, prepared);
    }
}

fn report(output: Output, run: Option<i64>, dry_run: bool, prepared: &Prepared) {
    tell(output, run, dry_run, prepared, None);
    if let Some(run) = run {
        output.note(&t!("cli-import-done", run = run.to_string()));
    }
}

/// With which export the file was compared, and how many have changed since.
fn tell_export(output: Output, prepared: &Prepared) {
    if let Some(export) = prepared.export() {
        output.note(&sentences::compared(
            export,
            prepared.plan().changed_since_export(),
        ));
    }
}

/// The whole result beside the error: nothing was imported.
fn refuse(output: Output, error: &JobError, prepared: &Prepared, dry_run: bool) -> Exit {
    tell(output, None, dry_run, prepared, Some(error));
    output.message(error);
    Exit::Refused
}

/// Where the rejected rows go, and whether that may replace a file.
fn rejects_of(arguments: &ImportArgs) -> Option<(PathBuf, bool)> {
    let path = arguments.rejects.as_ref()?;
    Some((expand_home(path), arguments.force))
}

fn write_rejects(arguments: &ImportArgs, prepared: &Prepared) -> Result<(), JobError> {
    let Some((path, overwrite)) = rejects_of(arguments) else {
        return Ok(());
    };
    if prepared.totals().rejected == 0 {
        return Ok(());
    }
    rejects::write(prepared, &path, overwrite, |row| match &row.rejection {
        Some(rejection) => [
            rejection.reason().code().to_owned(),
            sentences::rejection(rejection, row.line),
        ],
        None => [String::new(), String::new()],
    })?;
    Ok(())
}
