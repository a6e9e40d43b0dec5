//! The directories of this machine for the file chooser, as the file room lists them.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::file;
use crate::lang::errors;
use crate::tui::widgets::chooser::{Directories, Entry};

/// The real directories; typed paths that are not absolute begin here.
#[derive(Debug, Clone)]
pub struct Disk {
    start: PathBuf,
}

impl Disk {
    /// Directories with relative paths from `start`.
    pub fn new(start: &Path) -> Disk {
        Disk {
            start: start.to_owned(),
        }
    }
}

impl Directories for Disk {
    fn entries(&self, directory: &Path) -> Result<Vec<Entry>, String> {
        let listed = file::list(directory, false).map_err(|error| errors::file(&error).message)?;
        Ok(listed.into_iter().map(|entry| to_entry(&entry)).collect())
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        self.start.join(file::expand_home(typed))
    }
}

fn to_entry(entry: &file::Entry) -> Entry {
    let date = entry
        .modified
        .and_then(|at| Timestamp::try_from(at).ok())
        .map(|at| {
            at.to_zoned(TimeZone::system())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        })
        .unwrap_or_default();
    let detail = if entry.is_dir {
        date
    } else {
        format!("{}  {date}", size(entry.size))
    };
    Entry {
        name: entry.path.file_name().unwrap_or_default().to_owned(),
        is_directory: entry.is_dir,
        detail,
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} kB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}
