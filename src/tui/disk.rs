//! The disk as the file dialogs see it: directories are read by the file room and made fit for the terminal here.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::text::visible;
use crate::file::{self, Entry, expand_home};
use crate::lang::errors;
use crate::tui::widgets::chooser::{self, Directories};

/// The directories of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Disk;

impl Directories for Disk {
    fn entries(&self, directory: &Path) -> Result<Vec<chooser::Entry>, String> {
        let entries = file::list(directory, true).map_err(|error| errors::file(&error).message)?;
        Ok(entries
            .into_iter()
            .filter(|entry| entry.is_dir || entry.is_file)
            .filter_map(|entry| {
                Some(chooser::Entry {
                    name: entry.path.file_name()?.to_owned(),
                    is_directory: entry.is_dir,
                    detail: detail(&entry),
                })
            })
            .collect())
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        let path = expand_home(typed);
        std::path::absolute(&path).unwrap_or(path)
    }
}

/// Size and day of a file; nothing for a directory.
fn detail(entry: &Entry) -> String {
    if entry.is_dir {
        return String::new();
    }
    let day = entry
        .modified
        .and_then(|time| Timestamp::try_from(time).ok())
        .map(|time| time.to_zoned(TimeZone::system()).date().to_string())
        .unwrap_or_default();
    visible(&format!("{}  {day}", size(entry.size))).into_owned()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_listed_and_a_missing_one_told() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("å.csv"), "a".repeat(1025)).unwrap();
        std::fs::create_dir(directory.path().join("b")).unwrap();
        let entries = Disk.entries(directory.path()).unwrap();
        let names: Vec<_> = entries.iter().map(|e| (&*e.name, e.is_directory)).collect();
        assert_eq!(names, [("b".as_ref(), true), ("å.csv".as_ref(), false)]);
        assert!(entries[1].detail.starts_with("2 KiB  20"), "{entries:?}");
        assert!(Disk.entries(&directory.path().join("gone")).is_err());
    }
}
