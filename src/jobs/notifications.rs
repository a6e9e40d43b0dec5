//! The notifications: each tells of a run until somebody has read it. They belong to the register, so who reads one reads it
//! for all.

use super::error::JobError;
use super::place::now;
use crate::domain::log::{Notification, RunRecord};
use crate::store::Register;

/// How many are shown at most; older ones are found in the log.
const SHOWN: u32 = 500;

/// The notifications with their runs, newest first.
///
/// # Errors
/// When the register cannot be read.
pub fn list(register: &Register) -> Result<Vec<(Notification, RunRecord)>, JobError> {
    let mut found = Vec::new();
    for notification in register.notifications(Some(SHOWN))? {
        let run = register.run(notification.run)?;
        found.push((notification, run));
    }
    Ok(found)
}

/// Marks one as read.
///
/// # Errors
/// When it is not there, or the register cannot be written.
pub fn mark_read(register: &mut Register, notification: i64) -> Result<(), JobError> {
    Ok(register.mark_read(notification, now())?)
}
