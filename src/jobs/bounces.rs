//! Reading delivery reports from a directory: whose mail came back. An address that a mail came back from is not mailed again until it changes.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::control::Control;
use super::error::JobError;
use crate::domain::person::Person;
use crate::file::FileError;
use crate::mail::report;
use crate::store::Register;

/// The most of a file that is read: a report with the mail that it is about is far smaller.
const MOST_BYTES: u64 = 4 << 20;

/// What a directory of mails held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounces {
    /// How many files were read.
    pub files: u64,
    /// Whose mails came back; each person once.
    pub bounced: Vec<Person>,
    /// Reports of mails that came back and that this register knows nothing of.
    pub unknown: Vec<PathBuf>,
    /// How many reports say that a mail is late, or was delivered.
    pub not_failed: u64,
    /// How many files are no delivery reports.
    pub no_report: u64,
}

/// Reads the files of a directory, and of the `new` and `cur` of a maildir, and notes whose mails came back. Nothing in the directory is changed, and
/// reading it again changes nothing more.
///
/// # Errors
/// The directory or a file cannot be read; the register; cancelled. What was noted until then stays.
pub fn import(
    register: &mut Register,
    directory: &Path,
    control: &Control,
) -> Result<Bounces, JobError> {
    let files = files(directory)?;
    let total = files.len() as u64;
    let mut found = Bounces::default();
    for path in files {
        if control.report(found.files, total).is_break() {
            return Err(JobError::Cancelled);
        }
        found.files += 1;
        let Some(report) = report::read(&read(&path)?) else {
            found.no_report += 1;
            continue;
        };
        if !report.failed {
            found.not_failed += 1;
            continue;
        }
        let mut person = None;
        for id in &report.message_ids {
            person = register.mark_bounced(id)?;
            if person.is_some() {
                break;
            }
        }
        match person {
            None => found.unknown.push(path),
            Some(id) if found.bounced.iter().any(|known| known.id == id) => {}
            Some(id) => found.bounced.push(register.person(id)?),
        }
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>, JobError> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes))
        .map_err(|source| FileError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
    Ok(bytes)
}

/// The plain files of a directory in the order of their names. Links and pipes are passed over: one could lead anywhere, the other never end.
fn files(directory: &Path) -> Result<Vec<PathBuf>, JobError> {
    let mut files = list(directory)?;
    for part in ["new", "cur"] {
        let part = directory.join(part);
        if part.is_dir() {
            files.extend(list(&part)?);
        }
    }
    Ok(files)
}

fn list(directory: &Path) -> Result<Vec<PathBuf>, JobError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
            FileError::DirectoryMissing {
                path: directory.to_owned(),
            }
        }
        _ => FileError::Unreadable {
            path: directory.to_owned(),
            source,
        },
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_type().map_err(unreadable)?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
