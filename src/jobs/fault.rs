//! What ended the sending of the outbox last, for whoever asks how it stands. It lies in the file of the sender's lock and not in the register, which
//! may be the very thing that cannot be written.

use std::path::PathBuf;

use jiff::Timestamp;

use super::error::JobError;
use super::place::{Place, now};
use crate::file::{FileError, Lock};

/// What ended the sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// [`JobError::code`].
    pub code: String,
    /// When.
    pub at: Timestamp,
}

fn path(place: &Place) -> PathBuf {
    let mut name = place.path().as_os_str().to_owned();
    name.push(".outbox-lock");
    name.into()
}

/// The lock that one worker a register holds; the system lets go of it however the worker ends. `None`: another one holds it.
///
/// # Errors
/// Its file cannot be made.
pub(super) fn lock(place: &Place) -> Result<Option<Lock>, FileError> {
    Lock::take(&path(place))
}

/// What ended the sending last; `None` where it has gone on since.
pub fn last(place: &Place) -> Option<Fault> {
    let note = Lock::noted(&path(place))?;
    let (code, at) = note.split_once(' ')?;
    Some(Fault {
        code: code.to_owned(),
        at: at.parse().ok()?,
    })
}

/// Notes what ended the sending, or kept it from beginning, by whoever holds the lock.
pub(super) fn note(lock: &Lock, error: &JobError) {
    write(lock, &format!("{} {}", error.code(), now()));
}

/// Notes what keeps the sending from beginning. Where another worker holds the lock, mails are being sent and nothing is noted.
pub fn note_before(place: &Place, error: &JobError) {
    if let Ok(Some(lock)) = lock(place) {
        note(&lock, error);
    }
}

/// The sending goes on; also makes the room that a later note needs.
pub(super) fn clear(lock: &Lock) {
    write(lock, "");
}

fn write(lock: &Lock, text: &str) {
    if let Err(error) = lock.note(text) {
        tracing::warn!(%error, "what ended the sending cannot be noted");
    }
}
