//! Which export the file of an import came from: told by the operator, else the newest one that wrote to this path, else the newest
//! one whose file has this name. Whoever has changed since that export is protected from the older file.
//! Not here: who has changed (the register knows) and what becomes of the rows ([`crate::domain::plan`]).

use std::ffi::OsStr;
use std::path::Path;

use super::error::JobError;
use super::place::whole;
use crate::domain::log::{LaterChange, RunId, RunKind, RunRecord, RunStatus};
use crate::domain::person::PersonId;
use crate::file::Input;
use crate::store::Register;

/// With which export an import's file is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareWith {
    /// The newest export that wrote this file, if there is one.
    #[default]
    ByFile,
    /// This one.
    Run(RunId),
    /// None: what the file says holds.
    Nothing,
}

impl CompareWith {
    /// Reads the number of a run, or `none`.
    pub fn parse(text: &str) -> Option<CompareWith> {
        match text.trim() {
            "none" => Some(CompareWith::Nothing),
            number => number.parse().ok().map(|run| CompareWith::Run(RunId(run))),
        }
    }
}

/// An export, and whose address has changed since.
#[derive(Debug, Clone)]
pub struct SinceExport {
    /// The export.
    pub run: RunRecord,
    /// Who, and by what.
    pub changed: Vec<(PersonId, LaterChange)>,
}

/// Finds the export and asks what has changed since.
///
/// # Errors
/// [`JobError::NotAnExport`] where the run that was told is none, or none that remembers what it saw.
pub fn find(
    register: &Register,
    input: &Input,
    with: CompareWith,
) -> Result<Option<SinceExport>, JobError> {
    let run = match with {
        CompareWith::Nothing => None,
        CompareWith::Run(id) => Some(register.run(id)?),
        CompareWith::ByFile => match input {
            Input::Path(path) => of_file(exports(register)?, path),
            Input::Stdin | Input::Bytes { .. } => None,
        },
    };
    let Some(run) = run else {
        return Ok(None);
    };
    let changed = match run.kind {
        RunKind::Export => register.changed_since_export(run.id)?,
        _ => None,
    };
    match (changed, with) {
        (Some(changed), _) => Ok(Some(SinceExport { run, changed })),
        // Found by its name only, and made by an older koppla.
        (None, CompareWith::ByFile) => Ok(None),
        (None, _) => Err(JobError::NotAnExport(run.id)),
    }
}

/// The exports that a file can be compared with, newest first.
///
/// # Errors
/// When the register cannot be read.
pub fn exports(register: &Register) -> Result<Vec<RunRecord>, JobError> {
    let mut runs = register.runs(None)?;
    runs.retain(|run| run.kind == RunKind::Export && run.status == RunStatus::Done);
    Ok(runs)
}

/// The newest export that wrote to this path, else the newest one whose file has this name: a file travels.
pub fn of_file(exports: Vec<RunRecord>, path: &Path) -> Option<RunRecord> {
    let whole = whole(path);
    let at = exports
        .iter()
        .position(|run| written(run) == whole)
        .or_else(|| {
            let name = path.file_name()?;
            let named = |run: &RunRecord| written(run).file_name() == Some(OsStr::new(name));
            exports.iter().position(named)
        })?;
    exports.into_iter().nth(at)
}

/// Where an export wrote its file; its name at least, for one of an older koppla.
fn written(run: &RunRecord) -> &Path {
    run.asked.path.as_deref().unwrap_or(Path::new(&run.file))
}
