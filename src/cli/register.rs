//! `koppla register load | status | backup | verify`

use serde_json::json;

use super::args::{LoadArgs, ReadingArgs, RegisterCommand};
use super::output::{Output, print_rejection, safe};
use super::report::rejection_json;
use super::{Exit, usage};
use crate::domain::load::{LoadOptions, LoadTotals};
use crate::domain::log::LoggedRow;
use crate::domain::template::{Delimiter, Encoding};
use crate::file::{Input, expand_home};
use crate::jobs::load::{LoadRequest, prepare};
use crate::jobs::{JobError, Place, settings};
use crate::lang::{number, sentences};
use crate::t;

pub(super) fn run(
    command: RegisterCommand,
    place: &Place,
    output: Output,
) -> Result<Exit, JobError> {
    match command {
        RegisterCommand::Load(arguments) => load(&arguments, place, output),
        RegisterCommand::Status => status(place, output),
        RegisterCommand::Backup { to } => {
            let to = expand_home(to);
            place.open()?.backup(&to)?;
            output.note(&t!("cli-backup-done", path = safe(&to.to_string_lossy())));
            Ok(Exit::Done)
        }
        RegisterCommand::Verify => verify(place, output),
    }
}

/// The delimiter and encoding that were named, or the sentence of wrong usage.
pub(super) fn reading(
    arguments: &ReadingArgs,
) -> Result<(Option<Delimiter>, Option<Encoding>), String> {
    let delimiter = match &arguments.delimiter {
        Some(code) => Some(
            Delimiter::from_code(code).ok_or_else(|| t!("usage-delimiter", value = safe(code)))?,
        ),
        None => None,
    };
    let encoding = match &arguments.encoding {
        Some(code) => Some(
            Encoding::from_code(code).ok_or_else(|| t!("usage-encoding", value = safe(code)))?,
        ),
        None => None,
    };
    Ok((delimiter, encoding))
}

fn load(arguments: &LoadArgs, place: &Place, output: Output) -> Result<Exit, JobError> {
    let (delimiter, encoding) = match reading(&arguments.reading) {
        Ok(found) => found,
        Err(message) => return Ok(usage(&message, output.json)),
    };
    let request = LoadRequest {
        input: Input::from_argument(&arguments.file),
        options: LoadOptions {
            addresses: arguments.addresses,
            trust_verified: arguments.trust_verified,
        },
        encoding,
        delimiter,
        no_quotes: arguments.reading.no_quotes,
        limits: settings::limits(&place.open()?)?,
    };
    let prepared = prepare(place, &request, &output.control()).inspect_err(|error| {
        if !arguments.dry_run {
            request.record_failure(place, error);
        }
    })?;
    let totals = prepared.totals();
    let rejections = prepared.rejections();
    let (ignored, left) = (
        prepared.plan().verified_ignored,
        prepared.plan().addresses_left,
    );
    if !arguments.dry_run {
        prepared.apply(place)?;
    }
    if output.json {
        output.json(&json!({
            "rows": totals.rows(), "created": totals.created, "updated": totals.updated,
            "unchanged": totals.unchanged, "rejected": totals.rejected,
            "dry_run": arguments.dry_run, "verified_ignored": ignored, "addresses_left": left,
            "rejections": rejections.iter().map(rejection_json).collect::<Vec<_>>(),
        }));
    } else {
        print(output, &totals, &rejections);
    }
    if ignored > 0 {
        output.note(&t!("cli-verified-ignored", n = ignored));
    }
    if left > 0 {
        output.note(&t!("cli-addresses-left", n = left));
    }
    if arguments.dry_run {
        output.note(&t!("cli-dry-run"));
    }
    Ok(if totals.rejected > 0 {
        Exit::SomeRejected
    } else {
        Exit::Done
    })
}

fn print(output: Output, totals: &LoadTotals, rejections: &[LoggedRow]) {
    output.line(&sentences::load_totals(totals));
    for row in rejections {
        print_rejection(output, row);
    }
}

fn status(place: &Place, output: Output) -> Result<Exit, JobError> {
    let register = place.open()?;
    let counts = register.person_counts()?;
    if output.json {
        output.json(&json!({
            "persons": counts.persons, "lacking": counts.lacking, "unverified": counts.unverified,
            "verified": counts.verified, "inactive": counts.inactive,
        }));
    } else {
        output.line(&t!(
            "cli-status-path",
            path = safe(&place.path().to_string_lossy())
        ));
        for (label, count) in [
            (t!("cli-status-persons"), counts.persons),
            (t!("cli-status-lacking"), counts.lacking),
            (t!("cli-status-unverified"), counts.unverified),
            (t!("cli-status-verified"), counts.verified),
            (t!("cli-status-inactive"), counts.inactive),
        ] {
            output.line(&format!("{label}: {}", number(count)));
        }
    }
    Ok(Exit::Done)
}

fn verify(place: &Place, output: Output) -> Result<Exit, JobError> {
    let faults = place.open()?.verify()?;
    if output.json {
        output.json(&json!({ "ok": faults.is_empty(), "faults": faults }));
    } else if faults.is_empty() {
        output.line(&t!("cli-verify-ok"));
    } else {
        for fault in &faults {
            output.line(&safe(fault));
        }
    }
    Ok(if faults.is_empty() {
        Exit::Done
    } else {
        Exit::Failed
    })
}
