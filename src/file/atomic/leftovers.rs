//! Temporary files: their names, and removing those that processes which were killed left behind.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rustix::fs::OFlags;

use super::{behind_links, directory_of};

/// How the name of a temporary file begins and ends; between stand [`DRAWN`] letters or digits.
pub(super) const PREFIX: &str = ".koppla-";
pub(super) const SUFFIX: &str = ".tmp";
pub(super) const DRAWN: usize = 6;

/// How long nobody must have written to a temporary file before it counts as left behind.
pub(super) const LEFT_AFTER: Duration = Duration::from_mins(10);

/// Removes the temporary files that processes which were killed left beside this file: those of this name and owner that nobody has written to
/// for ten minutes and whose writer is gone. What cannot be removed stays.
pub fn sweep_beside(path: &Path) {
    if let Ok(target) = behind_links(path) {
        sweep(directory_of(&target));
    }
}

/// The same for a directory.
pub(super) fn sweep(directory: &Path) {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        if !is_temporary(&entry.file_name()) {
            continue;
        }
        let path = entry.path();
        // With the lock in hand no writer can be at it.
        if let Some(_left) = left_behind(&path)
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::debug!(%error, "a temporary file was not removed");
        }
    }
}

/// Whether a name is one that [`write_atomic`](super::write_atomic) gives.
pub(super) fn is_temporary(name: &OsStr) -> bool {
    let drawn = name
        .to_str()
        .and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX));
    drawn.is_some_and(|d| d.len() == DRAWN && d.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The file, locked, if it is this user's own and its writer is gone.
fn left_behind(path: &Path) -> Option<File> {
    // No link is followed, and a pipe of this name is not waited for.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(i32::try_from(flags.bits()).ok()?)
        .open(path)
        .ok()?;
    let found = file.metadata().ok()?;
    let own =
        found.is_file() && found.nlink() == 1 && found.uid() == rustix::process::geteuid().as_raw();
    let old = found.modified().ok()?.elapsed().ok()? >= LEFT_AFTER;
    (own && old && file.try_lock().is_ok()).then_some(file)
}
