//! Replacing a file wholly or not at all: a temporary file in the same directory, synced, renamed, the directory
//! synced. After a crash or a full disk the old file is there untouched, or the new one is complete. A process that was killed leaves its
//! temporary file behind; the next one that writes or opens a file there removes it.
//!
//! Admitted debts: access lists and extended attributes beyond mode and owner are not carried over, and a file
//! with several hard links parts from the others, as with every rename.

use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{Access, Gid, OFlags, Uid};
use tempfile::NamedTempFile;

use super::error::FileError;
use super::source::{Stamp, must_be_regular};

/// How the name of a temporary file begins and ends; between stand [`DRAWN`] letters or digits.
const PREFIX: &str = ".koppla-";
const SUFFIX: &str = ".tmp";
const DRAWN: usize = 6;

/// How long nobody must have written to a temporary file before it counts as left behind.
const LEFT_AFTER: Duration = Duration::from_mins(10);

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

/// Removes the temporary files that processes which were killed left beside this file: those of this name and owner that nobody has written to
/// for ten minutes and whose writer is gone. What cannot be removed stays.
pub fn sweep_beside(path: &Path) {
    if let Ok(target) = behind_links(path) {
        sweep(directory_of(&target));
    }
}

fn sweep(directory: &Path) {
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

/// Whether a name is one that [`write_atomic`] gives.
fn is_temporary(name: &OsStr) -> bool {
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
mod tests {
    use super::*;
    use std::fs;

    fn save(path: &Path, text: &str, options: WriteOptions) -> Result<Stamp, FileError> {
        write_atomic(path, |out| out.write_all(text.as_bytes()), options)
    }

    fn code(result: Result<Stamp, FileError>) -> &'static str {
        result.map_or_else(|error| error.code(), |_| "written")
    }

    fn names(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn a_new_file_is_private_and_an_old_one_keeps_its_mode() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("å b.csv");
        let stamp = save(&path, "ett", WriteOptions::NEW).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(Stamp::now(&path).unwrap(), stamp);
        fs::set_permissions(&path, Permissions::from_mode(0o664)).unwrap();
        save(&path, "två", WriteOptions::REPLACE).unwrap();
        assert_eq!(
            (mode(&path), fs::read_to_string(&path).unwrap()),
            (0o664, "två".into())
        );
        assert_eq!(names(directory.path()), ["å b.csv"]);
    }

    #[test]
    fn what_is_private_stays_so_in_the_place_of_a_file_that_everybody_could_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("passwords.csv");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let refused = save(&path, "new", WriteOptions::private(false));
        assert_eq!((code(refused), mode(&path)), ("file_exists", 0o644));
        save(&path, "new", WriteOptions::private(true)).unwrap();
        assert_eq!(
            (mode(&path), fs::read_to_string(&path).unwrap()),
            (0o600, "new".into())
        );
    }

    #[test]
    fn an_existing_file_stays_unless_overwriting_is_asked_for() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f");
        fs::write(&path, "old").unwrap();
        assert_eq!(code(save(&path, "new", WriteOptions::NEW)), "file_exists");
        // Also when it appears while the new one is being written.
        let late = directory.path().join("late");
        let result = write_atomic(&late, |_| fs::write(&late, "other"), WriteOptions::NEW);
        assert_eq!(code(result), "file_exists");
        assert_eq!(fs::read_to_string(&late).unwrap(), "other");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(directory.path()), ["f", "late"]);
    }

    #[test]
    fn a_file_that_somebody_else_changed_or_removed_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f");
        fs::write(&path, "old").unwrap();
        let options = WriteOptions::unless_changed(Stamp::now(&path).unwrap());
        let stamp = save(&path, "mine", options).unwrap();
        let options = WriteOptions::unless_changed(stamp);
        fs::write(&path, "theirs").unwrap();
        assert_eq!(code(save(&path, "mine", options)), "file_changed");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        fs::remove_file(&path).unwrap();
        assert!(matches!(
            save(&path, "mine", options),
            Err(FileError::Changed { removed: true, .. })
        ));
        assert_eq!(names(directory.path()), [""; 0]);
    }

    #[test]
    fn a_link_stays_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let below = directory.path().join("below");
        fs::create_dir(&below).unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink("below/f", &link).unwrap();
        save(&link, "ett", WriteOptions::NEW).unwrap();
        save(&link, "två", WriteOptions::REPLACE).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(below.join("f")).unwrap(), "två");
        std::os::unix::fs::symlink("loop", directory.path().join("loop")).unwrap();
        let looped = save(&directory.path().join("loop"), "x", WriteOptions::REPLACE);
        assert_eq!(code(looped), "write_failed");
    }

    #[test]
    fn a_full_disk_leaves_the_old_file_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f");
        fs::write(&path, "old").unwrap();
        let result = write_atomic(
            &path,
            |out| {
                out.write_all(b"half")?;
                Err(io::ErrorKind::StorageFull.into())
            },
            WriteOptions::REPLACE,
        );
        assert_eq!(code(result), "disk_full");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(directory.path()), ["f"]);
    }

    /// A temporary file that was last written to so long ago.
    fn left(directory: &Path, name: &str, age: Duration) -> File {
        let file = File::create(directory.join(name)).unwrap();
        let then = std::time::SystemTime::now() - age;
        file.set_modified(then).unwrap();
        file
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        let old = LEFT_AFTER + Duration::from_secs(1);
        let others = [
            ".koppla-abc.tmp",
            ".koppla-abcdefg.tmp",
            ".koppla-abc_ef.tmp",
            ".koppla-abcdef.tmp.csv",
            ".tmpabcdef",
            "koppla-abcdef.tmp",
        ];
        for name in others {
            left(directory, name, old);
        }
        left(directory, ".koppla-young1.tmp", LEFT_AFTER / 2);
        let held = left(directory, ".koppla-held01.tmp", old);
        held.lock().unwrap();
        left(directory, ".koppla-linked.tmp", old);
        fs::hard_link(directory.join(".koppla-linked.tmp"), directory.join("link")).unwrap();
        let outside = directory.join("outside");
        left(directory, "outside", old);
        std::os::unix::fs::symlink(&outside, directory.join(".koppla-symlnk.tmp")).unwrap();
        fs::create_dir(directory.join(".koppla-direct.tmp")).unwrap();
        let before = names(directory);
        left(directory, ".koppla-A1b2C3.tmp", old);
        left(directory, ".koppla-000000.tmp", old);
        // At the next opening beside it.
        sweep_beside(&directory.join("f.csv"));
        assert_eq!(names(directory), before);
        // At the next save.
        left(directory, ".koppla-A1b2C3.tmp", old);
        drop(held);
        save(&directory.join("f.csv"), "x", WriteOptions::NEW).unwrap();
        let mut after = before;
        after.retain(|name| name != ".koppla-held01.tmp");
        after.push("f.csv".to_owned());
        after.sort();
        assert_eq!(names(directory), after);
    }

    #[test]
    fn a_file_that_is_being_written_is_not_swept_however_long_that_takes() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f");
        let written = write_atomic(
            &path,
            |out| {
                out.write_all(b"slow")?;
                let own = names(directory.path());
                assert!(is_temporary(OsStr::new(&own[0])), "{own:?}");
                left(directory.path(), &own[0], LEFT_AFTER * 2);
                sweep_beside(&path);
                assert_eq!(names(directory.path()), own);
                Ok(())
            },
            WriteOptions::NEW,
        );
        written.unwrap();
        assert_eq!(names(directory.path()), ["f"]);
    }

    #[test]
    fn the_system_s_own_full_device_is_a_full_disk() {
        let Ok(mut full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
            return; // Only Linux has one.
        };
        let error = full.write_all(b"x").unwrap_err();
        assert_eq!(
            FileError::writing(Path::new("f"), error).code(),
            "disk_full"
        );
    }

    #[test]
    fn what_cannot_hold_a_file_is_told_apart() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("f");
        fs::write(&file, "old").unwrap();
        let at = |path: &Path| code(save(path, "x", WriteOptions::REPLACE));
        assert_eq!(at(&directory.path().join("gone/f")), "directory_missing");
        assert_eq!(at(&file.join("below")), "directory_missing");
        assert_eq!(at(directory.path()), "file_not_regular");
        assert_eq!(names(directory.path()), ["f"]);
    }

    #[test]
    fn a_read_only_file_or_directory_is_not_written_to() {
        if rustix::process::geteuid().is_root() {
            return; // Root may write anywhere, so there is nothing to see.
        }
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
        assert_eq!(
            code(save(&path, "x", WriteOptions::REPLACE)),
            "file_not_writable"
        );
        fs::set_permissions(directory.path(), Permissions::from_mode(0o555)).unwrap();
        let other = directory.path().join("g");
        assert_eq!(
            code(save(&other, "x", WriteOptions::NEW)),
            "file_not_writable"
        );
        fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).unwrap();
    }
}
