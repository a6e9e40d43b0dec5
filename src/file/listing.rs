//! A directory as a file chooser shows it. Not here: drawing it, or remembering where the operator was.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::FileError;

/// One name in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name as text; what is no UTF-8 in it shows as U+FFFD. Not yet fit for a terminal.
    pub name: String,
    /// Where it is; use this, not the name, to open it.
    pub path: PathBuf,
    /// Whether it is a directory, or a link to one.
    pub is_dir: bool,
    /// Whether it is a regular file, or a link to one; what is neither cannot be opened.
    pub is_file: bool,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, where the system tells it.
    pub modified: Option<SystemTime>,
}

/// The content of a directory: directories first, each part by name without regard to case. Names that begin with
/// a dot are left out unless `hidden` asks for them. What vanishes meanwhile is left out too. `watch` is told how many there are so far,
/// and may end it: what was not read by then is left out.
///
/// # Errors
/// [`FileError::DirectoryMissing`], [`FileError::Unreadable`].
pub fn list(
    directory: &Path,
    hidden: bool,
    watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Vec<Entry>, FileError> {
    let failed = |source| match FileError::reading(directory, source) {
        FileError::Missing { path } => FileError::DirectoryMissing { path },
        other => other,
    };
    let mut entries: Vec<(String, Entry)> = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        if watch(entries.len()).is_break() {
            break;
        }
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') && !hidden {
            continue;
        }
        let path = entry.path();
        // A link that leads nowhere is listed as what it is.
        let Ok(metadata) = std::fs::metadata(&path).or_else(|_| entry.metadata()) else {
            continue;
        };
        let entry = Entry {
            path,
            is_dir: metadata.is_dir(),
            is_file: metadata.is_file(),
            size: metadata.len(),
            modified: metadata.modified().ok(),
            name,
        };
        entries.push((entry.name.to_lowercase(), entry));
    }
    entries.sort_unstable_by(|(folded_a, a), (folded_b, b)| {
        (!a.is_dir, folded_a, &a.name).cmp(&(!b.is_dir, folded_b, &b.name))
    });
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// Those of these paths that lead to a regular file now.
pub fn existing(paths: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
    paths.into_iter().filter(|path| path.is_file()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn list(directory: &Path, hidden: bool) -> Result<Vec<Entry>, FileError> {
        super::list(directory, hidden, &mut |_| ControlFlow::Continue(()))
    }

    #[test]
    fn directories_come_first_and_hidden_names_only_when_asked_for() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        for name in ["b.csv", "A.csv", ".hidden"] {
            fs::write(at(name), name).unwrap();
        }
        fs::create_dir(at("z")).unwrap();
        std::os::unix::fs::symlink("z", at("Länk")).unwrap();
        std::os::unix::fs::symlink("nowhere", at("dangling")).unwrap();
        let entries = list(directory.path(), false).unwrap();
        let names: Vec<&str> = entries.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["Länk", "z", "A.csv", "b.csv", "dangling"]);
        assert_eq!((entries[2].size, entries[2].is_file), (5, true));
        assert!(entries[0].is_dir && !entries[4].is_file && !entries[4].is_dir);
        assert_eq!(list(directory.path(), true).unwrap().len(), 6);
    }

    #[test]
    fn of_files_used_once_those_that_are_gone_are_left_out() {
        let directory = tempfile::tempdir().unwrap();
        let there = directory.path().join("a.csv");
        fs::write(&there, "").unwrap();
        let gone = directory.path().join("b.csv");
        let paths = [gone, there.clone(), directory.path().to_owned()];
        assert_eq!(existing(paths), [there]);
    }

    #[test]
    fn reading_ends_when_nobody_wants_it_any_more() {
        let directory = tempfile::tempdir().unwrap();
        for name in 0..9 {
            fs::write(directory.path().join(name.to_string()), "").unwrap();
        }
        let mut told = Vec::new();
        let some = super::list(directory.path(), true, &mut |read| {
            told.push(read);
            match read {
                4 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        assert_eq!((some.unwrap().len(), told), (4, vec![0, 1, 2, 3, 4]));
    }

    #[test]
    fn a_directory_that_is_not_there_is_told() {
        let directory = tempfile::tempdir().unwrap();
        let gone = list(&directory.path().join("gone"), false);
        assert_eq!(gone.unwrap_err().code(), "directory_missing");
    }
}
