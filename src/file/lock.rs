//! A lock that one program holds at a time: the system lets go of it however its holder ends, so nothing is ever left locked. Its file can hold a
//! note that outlives the holder.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use super::error::FileError;

/// Size of the note in the file. It is written whole from the beginning on, so that a later note finds its place also where the disk is full.
const NOTE: usize = 512;

/// Holds the lock until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of this file, which is made where there is none. `None`: somebody else holds it.
    ///
    /// # Errors
    /// The file cannot be made or opened.
    pub fn take(path: &Path) -> Result<Option<Lock>, FileError> {
        let failed = |source| FileError::writing(path, source);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Leaves a note of one line in the file; an empty one takes away what was there. What is too long is cut.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn note(&self, text: &str) -> std::io::Result<()> {
        let mut note = [b' '; NOTE];
        let length = text.floor_char_boundary(NOTE - 1);
        note[..length].copy_from_slice(&text.as_bytes()[..length]);
        note[NOTE - 1] = b'\n';
        self.file.write_all_at(&note, 0)
    }

    /// The note in the file of a lock, whoever holds it. `None`: there is none, or it cannot be read.
    pub fn noted(path: &Path) -> Option<String> {
        let text = std::fs::read_to_string(path).ok()?;
        let note = text.trim();
        (!note.is_empty()).then(|| note.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lock");
        let held = Lock::take(&path).unwrap();
        assert!(held.is_some());
        assert!(Lock::take(&path).unwrap().is_none());
        drop(held);
        assert!(Lock::take(&path).unwrap().is_some());
    }

    #[test]
    fn a_note_outlives_its_writer_and_takes_no_more_room_than_the_first() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lock");
        assert_eq!(Lock::noted(&path), None);
        let held = Lock::take(&path).unwrap().unwrap();
        held.note("").unwrap();
        assert_eq!(Lock::noted(&path), None);
        let size = path.metadata().unwrap().len();
        held.note(&"å".repeat(1_000)).unwrap();
        assert!(Lock::noted(&path).unwrap().starts_with("åå"));
        held.note("store_full 2026").unwrap();
        drop(held);
        assert_eq!(Lock::noted(&path).as_deref(), Some("store_full 2026"));
        assert_eq!(path.metadata().unwrap().len(), size);
    }
}
