//! The keys that sign links and codes: a file beside the register, readable by its owner alone, made on first use. Whoever copies only the
//! register has no key.

use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use super::error::JobError;
use super::place::Place;
use crate::domain::verification::{Key, KeyRing};
use crate::file::{FileError, Stamp, WriteOptions, write_atomic};

/// Where the keys of a register lie.
pub fn path(place: &Place) -> PathBuf {
    place.path().with_file_name("keys")
}

/// Random bytes from the system.
///
/// # Errors
/// [`JobError::Chance`] where it has none.
pub fn chance<const N: usize>() -> Result<[u8; N], JobError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| JobError::Chance)?;
    Ok(bytes)
}

/// The keys, made where there are none yet.
///
/// # Errors
/// [`JobError::Keys`] where the file holds something else; the file cannot be read or written.
pub fn load(place: &Place) -> Result<KeyRing, JobError> {
    if let Some(ring) = read(place)? {
        return Ok(ring);
    }
    let ring = KeyRing::new(Key::new(chance()?));
    match write(place, &ring, WriteOptions::NEW) {
        Ok(()) => Ok(ring),
        // Another program was faster; its key counts.
        Err(JobError::File(FileError::Exists { .. })) => {
            read(place)?.ok_or_else(|| JobError::File(FileError::Missing { path: path(place) }))
        }
        Err(error) => Err(error),
    }
}

/// The keys for what runs for long: read again when their file has changed, so that a key which was added meanwhile is known. Asking costs a look
/// at the file's stamp. A file that went away or holds something else changes nothing: what was known goes on.
#[derive(Debug)]
pub struct Keys {
    place: Place,
    known: Mutex<(Option<Stamp>, Arc<KeyRing>)>,
}

impl Keys {
    /// The keys of a register, made where there are none yet.
    ///
    /// # Errors
    /// As [`load`].
    pub fn load(place: &Place) -> Result<Keys, JobError> {
        let ring = load(place)?;
        Ok(Keys {
            place: place.clone(),
            // Looked at for the first time by whoever asks first: what was written since the reading is found then.
            known: Mutex::new((None, Arc::new(ring))),
        })
    }

    /// The keys as they are now.
    pub fn current(&self) -> Arc<KeyRing> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(stamp) = Stamp::now(&path(&self.place)) else {
            return Arc::clone(&known.1);
        };
        if known.0 == Some(stamp) {
            return Arc::clone(&known.1);
        }
        match read(&self.place) {
            Ok(Some(ring)) => *known = (Some(stamp), Arc::new(ring)),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!("the keys cannot be read again: {error}");
                // What is no file of keys is not read once more until somebody changes it.
                if let JobError::Keys { .. } = error {
                    known.0 = Some(stamp);
                }
            }
        }
        Arc::clone(&known.1)
    }
}

fn write(place: &Place, ring: &KeyRing, options: WriteOptions) -> Result<(), JobError> {
    let text = ring.text();
    write_atomic(&path(place), |out| out.write_all(text.as_bytes()), options)?;
    Ok(())
}

fn read(place: &Place) -> Result<Option<KeyRing>, JobError> {
    let path = path(place);
    let unreadable = |source| FileError::Unreadable {
        path: path.clone(),
        source,
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error).into()),
    };
    let mode = std::fs::metadata(&path).map_err(unreadable)?.permissions();
    if mode.mode() & 0o077 != 0 {
        tracing::warn!("the keys of the register could be read by others; that is mended");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))
            .map_err(unreadable)?;
    }
    match KeyRing::parse(&text) {
        Ok(ring) => Ok(Some(ring)),
        Err(error) => Err(JobError::Keys { path, error }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(directory: &std::path::Path) -> Place {
        Place::new(Some(&directory.join("register.db"))).unwrap()
    }

    fn mode(place: &Place) -> u32 {
        std::fs::metadata(path(place)).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_key_is_made_once_and_only_its_owner_can_read_it() {
        let directory = tempfile::tempdir().unwrap();
        let place = place(directory.path());
        let made = load(&place).unwrap();
        assert_eq!(mode(&place), 0o600);
        assert_eq!(load(&place).unwrap().newest().id(), made.newest().id());
        std::fs::set_permissions(path(&place), std::fs::Permissions::from_mode(0o644)).unwrap();
        load(&place).unwrap();
        assert_eq!(mode(&place), 0o600);
    }

    /// Adds a new key, as an administrator may do by a line in the file.
    fn rotate(place: &Place) -> KeyRing {
        let mut ring = load(place).unwrap();
        ring.push(Key::new(chance().unwrap()));
        write(place, &ring, WriteOptions::REPLACE).unwrap();
        ring
    }

    #[test]
    fn a_new_key_signs_and_the_old_one_still_checks() {
        let directory = tempfile::tempdir().unwrap();
        let place = place(directory.path());
        let old = load(&place).unwrap().newest().id().to_owned();
        rotate(&place);
        let ring = load(&place).unwrap();
        assert_ne!(ring.newest().id(), old);
        assert!(ring.link(&old, &[0; 16], 1).is_some());
        assert_eq!(mode(&place), 0o600);
    }

    #[test]
    fn what_runs_for_long_learns_of_a_new_key_and_forgets_none_for_a_broken_file() {
        let directory = tempfile::tempdir().unwrap();
        let place = place(directory.path());
        let keys = Keys::load(&place).unwrap();
        let first = keys.current().newest().id().to_owned();
        let second = rotate(&place).newest().id().to_owned();
        assert_eq!(keys.current().newest().id(), second);
        assert!(keys.current().link(&first, &[0; 16], 1).is_some());
        let kept = std::fs::read(path(&place)).unwrap();
        std::fs::write(path(&place), "my notes\n").unwrap();
        assert_eq!(keys.current().newest().id(), second);
        std::fs::remove_file(path(&place)).unwrap();
        assert_eq!(keys.current().newest().id(), second);
        assert!(!path(&place).exists(), "no new key is made");
        std::fs::write(path(&place), kept).unwrap();
        let third = rotate(&place).newest().id().to_owned();
        assert_eq!(keys.current().newest().id(), third);
    }

    #[test]
    fn a_file_that_holds_no_keys_is_not_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let place = place(directory.path());
        std::fs::write(path(&place), "my notes\n").unwrap();
        assert_eq!(load(&place).unwrap_err().code(), "keys_invalid");
        assert_eq!(std::fs::read_to_string(path(&place)).unwrap(), "my notes\n");
    }
}
