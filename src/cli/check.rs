//! `koppla check`

use serde_json::{Value, json};

use super::args::CheckArgs;
use super::output::{Output, safe};
use super::register::reading;
use super::template::columns;
use super::{Exit, usage};
use crate::domain::domains::AllowedDomain;
use crate::domain::template::Field;
use crate::file::{Input, Reading};
use crate::jobs::findings::{Finding, Request, findings};
use crate::jobs::{JobError, Place};
use crate::lang::sentences;
use crate::t;

/// The domains of `--domain`, or the sentence of wrong usage.
pub(super) fn domains(texts: &[String]) -> Result<Vec<AllowedDomain>, String> {
    texts
        .iter()
        .map(|text| AllowedDomain::parse(text).map_err(|error| sentences::domain_error(&error)))
        .collect()
}

/// What the arguments say, or the sentence of wrong usage.
fn understood(arguments: &CheckArgs) -> Result<(Request, Vec<AllowedDomain>), String> {
    let (delimiter, encoding) = reading(&arguments.reading)?;
    let request = Request {
        input: Input::from_argument(&arguments.file),
        reading: Reading {
            encoding,
            delimiter,
            quotes: !arguments.reading.no_quotes,
        },
        columns: arguments.columns.as_deref().map(columns).transpose()?,
    };
    Ok((request, domains(&arguments.domains)?))
}

pub(super) fn run(arguments: &CheckArgs, place: &Place, output: Output) -> Result<Exit, JobError> {
    let (request, domains) = match understood(arguments) {
        Ok(understood) => understood,
        Err(message) => return Ok(usage(&message, output.json)),
    };
    let rules = place.rules_for_a_file(domains)?;
    let found = findings(&request, &rules, &output.control())?;
    if output.json {
        let list: Vec<Value> = found.findings.iter().map(finding_json).collect();
        output.json(&json!({ "rows": found.rows, "findings": list }));
    } else {
        let file = safe(&arguments.file.to_string_lossy());
        for finding in &found.findings {
            let sentence = sentences::finding(finding);
            output.line(&format!(
                "{file}:{}: {}: {sentence}",
                finding.line,
                finding.what.code()
            ));
        }
        let n = u64::try_from(found.findings.len()).unwrap_or(u64::MAX);
        output.note(&match n {
            0 => t!("check-clean", rows = found.rows),
            _ => t!("check-found", rows = found.rows, n = n),
        });
    }
    Ok(if found.findings.is_empty() {
        Exit::Done
    } else {
        Exit::SomeRejected
    })
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "line": finding.line, "record": finding.record,
        "column": finding.field.map(Field::heading), "value": finding.value,
        "code": finding.what.code(), "message": sentences::finding(finding),
        "suggestion": finding.suggestion,
    })
}
