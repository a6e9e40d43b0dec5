//! Why a file was not read or not written. Every variant carries the data that a sentence in any language needs;
//! the sentences here are English, for logs and for callers without a language. Not here: what is wrong with a row.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::template::Encoding;
use crate::domain::text::visible;

/// What a path leads to when it is no regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A directory.
    Directory,
    /// A named pipe.
    Fifo,
    /// A device such as `/dev/zero`.
    Device,
    /// A socket.
    Socket,
    /// Something that this system does not name.
    Other,
}

impl FileKind {
    /// The English word.
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Directory => "a directory",
            FileKind::Fifo => "a named pipe",
            FileKind::Device => "a device",
            FileKind::Socket => "a socket",
            FileKind::Other => "something else",
        }
    }
}

/// Why a file was not opened, read or written. A path of `-` stands for standard input.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing is at this path.
    #[error("There is no file {}.", shown(path))]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// The file is there but cannot be read.
    #[error("The file {} cannot be read: {source}.", shown(path))]
    Unreadable {
        /// What was asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that must not be overwritten is already there.
    #[error("The file {} already exists.", shown(path))]
    Exists {
        /// The file that is in the way.
        path: PathBuf,
    },
    /// The file holds no text at all.
    #[error("The file {} is empty.", shown(path))]
    Empty {
        /// What was asked for.
        path: PathBuf,
    },
    /// The file holds bytes that no text has.
    #[error("The file {} is not a text file.", shown(path))]
    Binary {
        /// What was asked for.
        path: PathBuf,
    },
    /// The file is a workbook (or an archive), not delimited text.
    #[error(
        "The file {} is a spreadsheet; save it as delimited text (CSV) first.",
        shown(path)
    )]
    Spreadsheet {
        /// What was asked for.
        path: PathBuf,
    },
    /// The file is larger than koppla opens.
    #[error("The file {} is too large: {} bytes, at most {limit} are opened.", shown(path),
        size.map_or_else(|| "more than that".to_owned(), |size| size.to_string()))]
    TooLarge {
        /// What was asked for.
        path: PathBuf,
        /// Its size in bytes, where it is known (a pipe has none).
        size: Option<u64>,
        /// The largest size in bytes that is opened.
        limit: u64,
    },
    /// The file grew, shrank or was written to while it was read.
    #[error(
        "The file {} is still being written; try again when it is complete.",
        shown(path)
    )]
    Changing {
        /// What was asked for.
        path: PathBuf,
    },
    /// The path leads to a directory, pipe, device or socket.
    #[error("{} is {}, not a file.", shown(path), kind.name())]
    NotRegular {
        /// What was asked for.
        path: PathBuf,
        /// What it is.
        kind: FileKind,
    },
    /// A field begins with a quote and never ends.
    #[error(
        "In {} the field that begins with a quote on line {line} never ends; it can be read without quotes.",
        shown(path)
    )]
    QuoteUnclosed {
        /// What was asked for.
        path: PathBuf,
        /// The physical line on which the quote stands, from 1.
        line: u64,
    },
    /// The file or its directory must not be written to.
    #[error("The file {} cannot be written: {source}.", shown(path))]
    NotWritable {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No room is left, on the disk or in the quota.
    #[error("The disk is full; {} was not written.", shown(path))]
    DiskFull {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// The directory is not there (any more).
    #[error("There is no directory {}.", shown(path))]
    DirectoryMissing {
        /// The directory.
        path: PathBuf,
    },
    /// Writing failed in another way.
    #[error("Writing {} failed: {source}.", shown(path))]
    WriteFailed {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody else changed or removed the file since it was opened.
    #[error("The file {} was {} since it was opened.", shown(path), if *removed { "removed" } else { "changed" })]
    Changed {
        /// The file.
        path: PathBuf,
        /// Whether it is gone altogether.
        removed: bool,
    },
    /// A character does not exist in the encoding of the file.
    #[error("Row {}, column {}: the character {character:?} does not exist in {}.", record + 1, column + 1, encoding.code())]
    Unencodable {
        /// Which row, from 0, heading included.
        record: usize,
        /// Which column, from 0.
        column: usize,
        /// The first such character.
        character: char,
        /// The encoding that lacks it.
        encoding: Encoding,
    },
    /// The file was not read to the last byte, or not every byte could be read as text: writing it would change it.
    #[error(
        "The file {} cannot be saved: what was read of it is not the whole file to the byte.",
        shown(path)
    )]
    ReadOnly {
        /// The file as it was opened.
        path: PathBuf,
    },
    /// The caller asked to stop.
    #[error("Opening {} was cancelled.", shown(path))]
    Cancelled {
        /// What was being opened.
        path: PathBuf,
    },
}

impl FileError {
    /// The stable code in commands and JSON.
    pub fn code(&self) -> &'static str {
        match self {
            FileError::Missing { .. } => "file_missing",
            FileError::Unreadable { .. } => "file_unreadable",
            FileError::Exists { .. } => "file_exists",
            FileError::Empty { .. } => "file_empty",
            FileError::Binary { .. } => "file_binary",
            FileError::Spreadsheet { .. } => "file_spreadsheet",
            FileError::TooLarge { .. } => "file_too_large",
            FileError::Changing { .. } => "file_changing",
            FileError::NotRegular { .. } => "file_not_regular",
            FileError::QuoteUnclosed { .. } => "quote_unclosed",
            FileError::NotWritable { .. } => "file_not_writable",
            FileError::DiskFull { .. } => "disk_full",
            FileError::DirectoryMissing { .. } => "directory_missing",
            FileError::WriteFailed { .. } => "write_failed",
            FileError::Changed { .. } => "file_changed",
            FileError::Unencodable { .. } => "unencodable",
            FileError::ReadOnly { .. } => "file_read_only",
            FileError::Cancelled { .. } => "cancelled",
        }
    }

    /// What the system's answer to a reading call means.
    pub(super) fn reading(path: &Path, source: io::Error) -> FileError {
        let path = path.to_owned();
        match source.kind() {
            // A path that runs through a file as if it were a directory is a path to nothing.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::Missing { path },
            _ => FileError::Unreadable { path, source },
        }
    }

    /// What the system's answer to a writing call means.
    pub(super) fn writing(path: &Path, source: io::Error) -> FileError {
        let owned = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => FileError::DiskFull { path: owned },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                FileError::NotWritable {
                    path: owned,
                    source,
                }
            }
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::DirectoryMissing {
                path: super::atomic::directory_of(path).to_owned(),
            },
            io::ErrorKind::AlreadyExists => FileError::Exists { path: owned },
            _ => FileError::WriteFailed {
                path: owned,
                source,
            },
        }
    }
}

/// A path as a terminal may show it: a file name can hold escape sequences.
fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_steer_the_terminal() {
        let error = FileError::Missing {
            path: PathBuf::from("a\u{1b}[31m.csv"),
        };
        assert_eq!(error.to_string(), "There is no file a^[[31m.csv.");
        assert_eq!(error.code(), "file_missing");
    }

    #[test]
    fn the_system_s_answers_become_what_they_mean() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(
            FileError::writing(Path::new("/d/f"), full).code(),
            "disk_full"
        );
        let read_only = io::Error::from(io::ErrorKind::ReadOnlyFilesystem);
        assert_eq!(
            FileError::writing(Path::new("/d/f"), read_only).code(),
            "file_not_writable"
        );
        let gone = io::Error::from(io::ErrorKind::NotFound);
        assert!(matches!(
            FileError::writing(Path::new("/d/f"), gone),
            FileError::DirectoryMissing { path } if path == Path::new("/d")
        ));
    }
}
