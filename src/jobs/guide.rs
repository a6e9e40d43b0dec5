//! Where the operator left off in the guide, kept in the register between sessions.

use std::path::{Path, PathBuf};

use super::error::JobError;
use crate::store::Register;

const STEP: &str = "guide.step";
const FILE: &str = "guide.file";
const WELCOMED: &str = "guide.welcomed";

/// What the guide remembers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The step that was opened last, from 1.
    pub step: Option<u8>,
    /// The file that step 3 had open.
    pub file: Option<PathBuf>,
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
    Ok(register.set_setting(FILE, &whole.to_string_lossy())?)
}
