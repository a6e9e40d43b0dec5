//! Where the operator left off in the guide, kept in the register between sessions.

use std::path::{Path, PathBuf};

use super::error::JobError;
use crate::domain::log::{RunKind, RunRecord};
use crate::store::Register;

const STEP: &str = "guide.step";
const FILE: &str = "guide.file";
const RECENT: &str = "guide.recent";
const WELCOMED: &str = "guide.welcomed";

/// How many files opened lately are remembered.
const REMEMBERED: usize = 8;

/// What the guide remembers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The step that was opened last, from 1.
    pub step: Option<u8>,
    /// The file that step 3 had open.
    pub file: Option<PathBuf>,
    /// The files that were opened lately, newest first; some may be gone by now.
    pub recent: Vec<PathBuf>,
    /// Whether somebody has been greeted here before.
    pub welcomed: bool,
}

/// What was remembered last.
///
/// # Errors
/// When the register cannot be read.
pub fn recall(register: &Register) -> Result<Remembered, JobError> {
    Ok(Remembered {
        step: register.setting(STEP)?.and_then(|text| text.parse().ok()),
        file: register.setting(FILE)?.map(PathBuf::from),
        recent: recent(register)?,
        welcomed: register.setting(WELCOMED)?.is_some(),
    })
}

/// Remembers the step that is opened, from 1.
///
/// # Errors
/// When the register cannot be written.
pub fn remember_step(register: &mut Register, step: u8) -> Result<(), JobError> {
    Ok(register.set_setting(STEP, &step.to_string())?)
}

/// Remembers that somebody has been greeted.
///
/// # Errors
/// When the register cannot be written.
pub fn remember_welcome(register: &mut Register) -> Result<(), JobError> {
    Ok(register.set_setting(WELCOMED, "yes")?)
}

/// Remembers the file of step 3.
///
/// # Errors
/// When the register cannot be written.
pub fn remember_file(register: &mut Register, file: &Path) -> Result<(), JobError> {
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut recent = recent(register)?;
    recent.retain(|path| *path != whole);
    recent.insert(0, whole.clone());
    recent.truncate(REMEMBERED);
    let lines: Vec<_> = recent.iter().map(|path| path.to_string_lossy()).collect();
    register.set_setting(RECENT, &lines.join("\n"))?;
    Ok(register.set_setting(FILE, &whole.to_string_lossy())?)
}

/// The files that were opened lately, one a line.
fn recent(register: &Register) -> Result<Vec<PathBuf>, JobError> {
    let lines = register.setting(RECENT)?.unwrap_or_default();
    Ok(lines.lines().map(PathBuf::from).collect())
}

/// The files used lately, newest first, each once: those that were opened, then those of the newest exports and imports.
pub fn used_lately(opened: &[PathBuf], runs: &[RunRecord]) -> Vec<PathBuf> {
    let of_runs = runs
        .iter()
        .filter(|run| matches!(run.kind, RunKind::Export | RunKind::Import))
        .filter_map(|run| run.asked.path.as_ref());
    let mut used: Vec<PathBuf> = Vec::new();
    for path in opened.iter().chain(of_runs) {
        if !used.contains(path) {
            used.push(path.clone());
        }
        if used.len() == REMEMBERED {
            break;
        }
    }
    used
}
