//! Replacing a file wholly or not at all: a temporary file in the same directory, synced, renamed, the directory
//! synced. After a crash or a full disk the old file is there untouched, or the new one is complete. A process that was killed leaves its
//! temporary file behind; the next one that writes or opens a file there removes it.
//!
//! Admitted debts: access lists and extended attributes beyond mode and owner are not carried over, and a file
//! with several hard links parts from the others, as with every rename.

mod leftovers;

use std::fs::{File, Metadata, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, Gid, Uid};
use tempfile::NamedTempFile;

pub use self::leftovers::sweep_beside;
use self::leftovers::{DRAWN, PREFIX, SUFFIX, sweep};
use super::error::FileError;
use super::source::{Stamp, must_be_regular};

/// What may be in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteOptions {
    /// Whether an existing file is replaced.
    pub overwrite: bool,
    /// The state that the existing file was last seen in; if it has another by now, nothing is written.
    pub expect: Option<Stamp>,
    /// Whether only its owner may read it, whoever could read the file that it replaces.
    pub private: bool,
}

impl WriteOptions {
    /// For a file that must not be there yet.
    pub const NEW: WriteOptions = WriteOptions {
        overwrite: false,
        expect: None,
        private: false,
    };

    /// For a file that is replaced whatever is in it.
    pub const REPLACE: WriteOptions = WriteOptions {
        overwrite: true,
        expect: None,
        private: false,
    };

    /// For a file that nobody but its owner may read.
    pub fn private(overwrite: bool) -> WriteOptions {
        WriteOptions {
            overwrite,
            expect: None,
            private: true,
        }
    }

    /// For a file that was read before and is replaced only if nobody has written to it since.
    pub fn unless_changed(stamp: Stamp) -> WriteOptions {
        WriteOptions {
            overwrite: true,
            expect: Some(stamp),
            private: false,
        }
    }
}

/// Writes a file through `content`. An existing file keeps its mode, and its owner as far as the system allows;
/// a new one is readable by its owner alone. A symbolic link stays one: the file it leads to is written. Returns
/// the new file's stamp.
///
/// # Errors
/// [`FileError::Exists`], `Changed`, `NotWritable`, `DiskFull`, `DirectoryMissing`, `NotRegular`, `WriteFailed`;
/// the directory is then as it was before.
pub fn write_atomic(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    options: WriteOptions,
) -> Result<Stamp, FileError> {
    let failed = |source| FileError::writing(path, source);
    let target = behind_links(path).map_err(failed)?;
    let existing = may_be_written(path, &target, options)?;
    let directory = directory_of(&target);
    sweep(directory);
    // tempfile creates it 0600.
    let mut temporary = tempfile::Builder::new()
        .prefix(PREFIX)
        .rand_bytes(DRAWN)
        .suffix(SUFFIX)
        .tempfile_in(directory)
        .map_err(|error| failed(without_its_name(error)))?;
    // Held until it is closed, however that comes about: who finds the file knows whether its writer lives.
    if let Err(error) = temporary.as_file().try_lock() {
        tracing::debug!(%error, "a temporary file is not locked");
    }
    let mut buffered = BufWriter::with_capacity(256 << 10, temporary.as_file_mut());
    content(&mut buffered)
        .and_then(|()| buffered.flush())
        .map_err(failed)?;
    drop(buffered);
    if let Some(existing) = existing.filter(|_| !options.private) {
        take_over_rights(temporary.as_file(), &existing).map_err(failed)?;
    }
    temporary.as_file().sync_all().map_err(failed)?;
    // Writing may have taken a while; this leaves only a moment in which somebody else's change could be lost.
    may_be_written(path, &target, options)?;
    let written = rename(temporary, &target, options).map_err(failed)?;
    let metadata = written.metadata().map_err(failed)?;
    // The file is in place by now, so a directory that cannot be synced is no failure of the write.
    if let Err(error) = File::open(directory).and_then(|directory| directory.sync_all()) {
        tracing::warn!(%error, "the directory of a saved file was not synced");
    }
    Ok(Stamp::of(&metadata))
}

/// Whether [`write_atomic`] would find something in its way, asked before work that ends in writing.
///
/// # Errors
/// [`FileError::Exists`], `DirectoryMissing`, `NotRegular` and what else can be seen without writing.
pub fn may_write(path: &Path, options: WriteOptions) -> Result<(), FileError> {
    let failed = |source| FileError::writing(path, source);
    let target = behind_links(path).map_err(failed)?;
    may_be_written(path, &target, options)?;
    // A new file takes the place of the old one, so it is the directory that is written to.
    rustix::fs::access(directory_of(&target), Access::WRITE_OK | Access::EXEC_OK)
        .map_err(|source| failed(source.into()))
}

/// Where nobody may write, the system's answer without the name of the temporary file, which says nothing to whoever reads of it.
fn without_its_name(error: io::Error) -> io::Error {
    match error.kind() {
        kind @ (io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => kind.into(),
        _ => error,
    }
}

fn rename(temporary: NamedTempFile, target: &Path, options: WriteOptions) -> io::Result<File> {
    let renamed = if options.overwrite {
        temporary.persist(target)
    } else {
        temporary.persist_noclobber(target)
    };
    // What cannot be renamed is removed when the error lets go of it.
    renamed.map_err(|error| error.error)
}

/// The file that a chain of symbolic links leads to, even if it does not exist yet.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..40 {
        match std::fs::read_link(&target) {
            Ok(next) => target = directory_of(&target).join(next),
            // No link, or nothing there: both are where the file goes.
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("too many levels of symbolic links"))
}

/// The directory that a file of this path is in.
pub(super) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Looks at what is there now, and whether it may be replaced.
fn may_be_written(
    path: &Path,
    target: &Path,
    options: WriteOptions,
) -> Result<Option<Metadata>, FileError> {
    let changed = |removed| FileError::Changed {
        path: path.to_owned(),
        removed,
    };
    let existing = match std::fs::metadata(target) {
        Ok(existing) => existing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let directory = directory_of(target);
            if !directory.is_dir() {
                return Err(FileError::DirectoryMissing {
                    path: directory.to_owned(),
                });
            }
            return match options.expect {
                Some(_) => Err(changed(true)),
                None => Ok(None),
            };
        }
        Err(source) => return Err(FileError::writing(path, source)),
    };
    must_be_regular(path, &existing)?;
    if !options.overwrite {
        return Err(FileError::Exists {
            path: path.to_owned(),
        });
    }
    if options
        .expect
        .is_some_and(|stamp| stamp != Stamp::of(&existing))
    {
        return Err(changed(false));
    }
    // Renaming needs no right to the file itself; somebody who made it read-only did not mean that.
    rustix::fs::access(target, Access::WRITE_OK)
        .map_err(|source| FileError::writing(path, source.into()))?;
    Ok(Some(existing))
}

/// Gives a new file the owner, group and mode of the one it replaces.
fn take_over_rights(file: &File, existing: &Metadata) -> io::Result<()> {
    let new = file.metadata()?;
    let mut mode = existing.mode() & 0o777;
    if new.gid() != existing.gid()
        && rustix::fs::fchown(file, None, Some(Gid::from_raw(existing.gid()))).is_err()
    {
        // The group's rights would go to another group: leave it those that everybody has.
        mode = (mode & 0o707) | ((mode & 0o007) << 3);
    }
    if new.uid() != existing.uid() {
        // Only root may give a file away. Otherwise it belongs to whoever saves it, with the same mode.
        let _ = rustix::fs::fchown(file, Some(Uid::from_raw(existing.uid())), None);
    }
    file.set_permissions(Permissions::from_mode(mode))
}

#[cfg(test)]
mod tests;
