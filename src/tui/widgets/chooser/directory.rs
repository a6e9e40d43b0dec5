//! A directory as it is read for the chooser, and paths that grow by what is in one. Not here: choosing, and who reads the disk.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// An entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name as it is on the disk.
    pub name: OsString,
    /// Whether it is a directory.
    pub is_directory: bool,
    /// What is worth knowing about it: size, date. Fit for a terminal.
    pub detail: String,
    /// The name in small letters, as text.
    pub(super) folded: String,
}

impl Entry {
    /// An entry.
    pub fn new(name: OsString, is_directory: bool, detail: String) -> Entry {
        Entry {
            folded: name.to_string_lossy().to_lowercase(),
            name,
            is_directory,
            detail,
        }
    }
}

/// Is told how many entries have been read, and may end the reading.
pub type Watch<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;

/// What can read directories, on any thread.
pub trait Directories: Send + Sync {
    /// The entries of a directory in the order in which they shall stand, or why there are none to be had.
    fn entries(&self, directory: &Path, watch: Watch<'_>) -> Result<Vec<Entry>, String>;

    /// Those of these files that are there.
    fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf>;

    /// A typed path made whole: `~`, relative to the directory where the search began.
    fn resolve(&self, typed: &str) -> PathBuf;
}

/// How far all names agree, where that is more than what was typed.
pub(super) fn agreed(names: &[String], typed: &str) -> Option<String> {
    let (first, rest) = names.split_first()?;
    let agreed = rest.iter().fold(first.as_str(), |agreed, name| {
        let same = agreed.chars().zip(name.chars()).take_while(|(a, b)| a == b);
        &agreed[..same.map(|(c, _)| c.len_utf8()).sum()]
    });
    (agreed.chars().count() > typed.chars().count()).then(|| agreed.to_owned())
}

/// A typed path grown as far as all entries that it could become agree; `None` where it does not grow. Only directories
/// count where `files` says so: the name of a new file is not to become that of another.
pub fn complete_path(
    directories: &dyn Directories,
    typed: &str,
    files: bool,
    watch: Watch<'_>,
) -> Option<String> {
    let (before, name) = match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    };
    if name.is_empty() {
        return None;
    }
    let wanted = name.to_lowercase();
    let directory = directories.resolve(before);
    let entries = directories.entries(&directory, watch).ok()?;
    let names: Vec<String> = entries
        .into_iter()
        .filter(|entry| files || entry.is_directory)
        .filter_map(|entry| {
            if !entry.folded.starts_with(&wanted) {
                return None;
            }
            let slash = if entry.is_directory { "/" } else { "" };
            Some(format!("{}{slash}", entry.name.to_str()?))
        })
        .collect();
    agreed(&names, name).map(|agreed| format!("{before}{agreed}"))
}
