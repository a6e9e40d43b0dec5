//! `koppla export`

use serde_json::json;

use super::Exit;
use super::args::ExportArgs;
use super::output::{Output, safe};
use super::person::filter;
use crate::domain::template::Kind;
use crate::file::expand_home;
use crate::jobs::export::{ExportRequest, Output as Target, run as export};
use crate::jobs::{JobError, PersonFilter, Place, templates};
use crate::t;

pub(super) fn run(arguments: ExportArgs, place: &Place, output: Output) -> Result<Exit, JobError> {
    let template = templates::usable(&place.open()?, Kind::Export, &arguments.template)?;
    let target = match arguments.output.to_str() {
        Some("-") => Target::Bytes,
        _ => Target::Path(expand_home(&arguments.output)),
    };
    let request = ExportRequest {
        template,
        filter: PersonFilter {
            only: filter(arguments.only),
            company: arguments.company,
        },
        include_protected: arguments.include_protected,
        name: arguments.name,
        output: target,
        overwrite: arguments.force,
    };
    let done = export(place, &request, &output.control())?;
    let (run, other) = (&done.run, done.run.other);
    if let Some(bytes) = &done.bytes {
        output.bytes(bytes);
    } else if output.json {
        output.json(&json!({
            "run": run.id.0, "file": run.file, "rows": run.rows,
            "left_out": { "no_key": other.left_no_key, "protected": other.left_protected },
            "formula_like": other.formula_like,
        }));
    } else {
        output.line(&t!("cli-exported", rows = run.rows, path = safe(&run.file)));
    }
    if other.left_no_key > 0 {
        output.note(&t!("cli-left-no-key", n = other.left_no_key));
    }
    if other.left_protected > 0 {
        output.note(&t!("cli-left-protected", n = other.left_protected));
    }
    if other.formula_like > 0 {
        output.note(&t!("cli-formula-like", n = other.formula_like));
    }
    Ok(Exit::Done)
}
