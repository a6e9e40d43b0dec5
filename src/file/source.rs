//! Reading a file or standard input whole, and refusing what is no regular, readable, complete text file before
//! a byte of it is interpreted. Not here: which encoding the bytes are in ([`super::encoding`]).

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::encoding;
use super::error::{FileError, FileKind};

/// Where the bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file; symbolic links are followed.
    Path(PathBuf),
    /// Standard input, which a command writes as `-`.
    Stdin,
    /// A file that is part of the program.
    Bytes {
        /// What it is called.
        name: &'static str,
        /// What it holds.
        bytes: &'static [u8],
    },
}

impl Input {
    /// The input that an argument of a command names: `-` is standard input, a leading `~` the home directory.
    pub fn from_argument(argument: &Path) -> Input {
        match argument.to_str() {
            Some("-") => Input::Stdin,
            _ => Input::Path(expand_home(argument)),
        }
    }
}

/// How much is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file in bytes.
    pub bytes: u64,
}

impl Default for Limits {
    /// 2 GiB: offsets in the decoded text are 32 bits wide, and Windows-1252 may grow a little when decoded.
    fn default() -> Limits {
        Limits { bytes: 2 << 30 }
    }
}

/// What tells one state of a file on disk from another: if any part differs, somebody wrote to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Size in bytes.
    pub len: u64,
    /// Time of the last change: seconds and nanoseconds since 1970, UTC.
    pub modified: (i64, i64),
    /// The device that holds the file.
    pub device: u64,
    /// The file's number on that device.
    pub inode: u64,
}

impl Stamp {
    /// The stamp of the file that these facts describe.
    pub fn of(metadata: &Metadata) -> Stamp {
        Stamp {
            len: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            device: metadata.dev(),
            inode: metadata.ino(),
        }
    }

    /// The stamp of what is at this path now, symbolic links followed.
    ///
    /// # Errors
    /// [`FileError::Missing`] or [`FileError::Unreadable`].
    pub fn now(path: &Path) -> Result<Stamp, FileError> {
        std::fs::metadata(path)
            .map(|metadata| Stamp::of(&metadata))
            .map_err(|source| FileError::reading(path, source))
    }
}

/// The bytes of a file that looks like text.
#[derive(Debug, Clone)]
pub struct Raw {
    /// The path as asked for, `-` for standard input.
    pub path: PathBuf,
    /// Everything, or the first block where [`Raw::complete`] is false; any byte order mark included.
    pub bytes: Vec<u8>,
    /// The state of the file when it was read; standard input has none.
    pub stamp: Option<Stamp>,
    /// Whether this is the whole file.
    pub complete: bool,
}

impl Raw {
    /// Bytes that are already in memory, held to the same checks as a file.
    ///
    /// # Errors
    /// [`FileError::Empty`], [`FileError::Spreadsheet`], [`FileError::Binary`].
    pub fn from_bytes(path: PathBuf, bytes: Vec<u8>) -> Result<Raw, FileError> {
        check_content(&path, &bytes)?;
        Ok(Raw {
            path,
            bytes,
            stamp: None,
            complete: true,
        })
    }
}

/// Reads the whole input.
///
/// # Errors
/// Everything that makes it no regular, readable, complete text file: [`FileError::Missing`], `Unreadable`,
/// `NotRegular`, `Empty`, `TooLarge`, `Changing`, `Spreadsheet`, `Binary`.
pub fn read(input: &Input, limits: Limits) -> Result<Raw, FileError> {
    match input {
        Input::Path(path) => read_path(path, limits),
        Input::Stdin => read_from(io::stdin().lock(), limits),
        Input::Bytes { name, bytes } => Raw::from_bytes(PathBuf::from(name), bytes.to_vec()),
    }
}

/// Reads the first block of a file, up to the last line end within `length` bytes, so that a first screen need
/// not wait for the rest. A file that is not longer is read whole, and [`Raw::complete`] says so.
///
/// # Errors
/// As [`read`], as far as the first block shows it.
pub fn read_start(path: &Path, length: usize) -> Result<Raw, FileError> {
    let (mut file, metadata) = open_regular(path)?;
    let mut bytes =
        Vec::with_capacity(length.min(usize::try_from(metadata.len()).unwrap_or(0)) + 1);
    file.by_ref()
        .take(length as u64)
        .read_to_end(&mut bytes)
        .map_err(|source| FileError::reading(path, source))?;
    let complete = bytes.len() as u64 == metadata.len();
    if !complete {
        cut_at_line_end(&mut bytes);
    }
    check_content(path, &bytes)?;
    Ok(Raw {
        path: path.to_owned(),
        bytes,
        stamp: Some(Stamp::of(&metadata)),
        complete,
    })
}

fn read_path(path: &Path, limits: Limits) -> Result<Raw, FileError> {
    let (mut file, before) = open_regular(path)?;
    if before.len() > limits.bytes {
        return Err(FileError::TooLarge {
            path: path.to_owned(),
            size: Some(before.len()),
            limit: limits.bytes,
        });
    }
    // One byte more than expected, so that `read_to_end` sees the end without growing the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0) + 1);
    file.by_ref()
        .take(before.len() + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| FileError::reading(path, source))?;
    let after = file
        .metadata()
        .map_err(|source| FileError::reading(path, source))?;
    if Stamp::of(&before) != Stamp::of(&after) || bytes.len() as u64 != before.len() {
        return Err(FileError::Changing {
            path: path.to_owned(),
        });
    }
    check_content(path, &bytes)?;
    Ok(Raw {
        path: path.to_owned(),
        bytes,
        stamp: Some(Stamp::of(&after)),
        complete: true,
    })
}

/// Reads a stream, such as standard input, to its end or to one byte beyond the limit.
fn read_from(stream: impl Read, limits: Limits) -> Result<Raw, FileError> {
    let path = PathBuf::from("-");
    let mut bytes = Vec::new();
    stream
        .take(limits.bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|source| FileError::reading(&path, source))?;
    if bytes.len() as u64 > limits.bytes {
        return Err(FileError::TooLarge {
            path,
            size: None,
            limit: limits.bytes,
        });
    }
    Raw::from_bytes(path, bytes)
}

/// Opens a regular file. Looked at before opening, because opening a device can act on it; opened without
/// blocking and looked at again, because a pipe may have taken the file's place in between.
fn open_regular(path: &Path) -> Result<(File, Metadata), FileError> {
    let failed = |source| FileError::reading(path, source);
    must_be_regular(path, &std::fs::metadata(path).map_err(failed)?)?;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)
        .map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    must_be_regular(path, &metadata)?;
    Ok((file, metadata))
}

/// Refuses everything but a regular file.
pub(super) fn must_be_regular(path: &Path, metadata: &Metadata) -> Result<(), FileError> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return Ok(());
    }
    let kind = if kind.is_dir() {
        FileKind::Directory
    } else if kind.is_fifo() {
        FileKind::Fifo
    } else if kind.is_char_device() || kind.is_block_device() {
        FileKind::Device
    } else if kind.is_socket() {
        FileKind::Socket
    } else {
        FileKind::Other
    };
    Err(FileError::NotRegular {
        path: path.to_owned(),
        kind,
    })
}

/// What workbooks begin with: the new kind is a zip archive, the old one an OLE container.
const SPREADSHEETS: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"];

fn check_content(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let path = || path.to_owned();
    let (mark, wide) = encoding::mark(bytes);
    let content = &bytes[mark..];
    if content.is_empty() {
        return Err(FileError::Empty { path: path() });
    }
    if SPREADSHEETS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(FileError::Spreadsheet { path: path() });
    }
    let binary = if wide {
        // UTF-32 begins with the mark of UTF-16 and a zero.
        content.chunks_exact(2).any(|unit| unit == [0, 0])
    } else {
        memchr::memchr(0, content).is_some() || mostly_controls(content)
    };
    if binary {
        return Err(FileError::Binary { path: path() });
    }
    Ok(())
}

/// Whether more than a fifth of the first block steers a device instead of being read. A stray control is no
/// reason to refuse a file: its row is bad text, the others are good.
fn mostly_controls(content: &[u8]) -> bool {
    let block = &content[..content.len().min(64 << 10)];
    let controls = block
        .iter()
        .filter(|b| matches!(b, 1..=8 | 14..=25 | 27..=31 | 127))
        .count();
    controls * 5 > block.len()
}

fn cut_at_line_end(bytes: &mut Vec<u8>) {
    let (mark, wide) = encoding::mark(bytes);
    let end = if wide {
        let big_endian = bytes[0] == 0xfe;
        bytes[mark..]
            .chunks_exact(2)
            .rposition(|unit| {
                let unit = [unit[0], unit[1]];
                let unit = if big_endian {
                    u16::from_be_bytes(unit)
                } else {
                    u16::from_le_bytes(unit)
                };
                unit == u16::from(b'\n')
            })
            .map(|unit| mark + 2 * unit + 2)
    } else {
        memchr::memrchr2(b'\n', b'\r', bytes).map(|at| at + 1)
    };
    if let Some(end) = end {
        bytes.truncate(end);
    }
}

/// A path as typed, with a leading `~` or `~/` replaced by the home directory. Where there is none, the path
/// stays as typed; `~name` always does. A name need not be text.
pub fn expand_home(typed: impl AsRef<Path>) -> PathBuf {
    expand(typed.as_ref(), std::env::home_dir())
}

fn expand(typed: &Path, home: Option<PathBuf>) -> PathBuf {
    match (typed.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) if rest.as_os_str().is_empty() => home,
        (Ok(rest), Some(home)) => home.join(rest),
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;

    fn code(result: Result<Raw, FileError>) -> &'static str {
        result.map_or_else(|error| error.code(), |_| "read")
    }

    fn read_at(path: &Path) -> Result<Raw, FileError> {
        read(&Input::Path(path.to_owned()), Limits::default())
    }

    fn opened(bytes: &[u8]) -> &'static str {
        code(Raw::from_bytes("f".into(), bytes.to_vec()))
    }

    #[test]
    fn what_is_no_regular_file_is_refused_without_waiting() {
        let directory = tempfile::tempdir().unwrap();
        let fifo = directory.path().join("fifo");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &fifo,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        for path in [directory.path(), &fifo, Path::new("/dev/zero")] {
            assert_eq!(code(read_at(path)), "file_not_regular", "{path:?}");
        }
        assert!(matches!(
            read_at(&fifo),
            Err(FileError::NotRegular {
                kind: FileKind::Fifo,
                ..
            })
        ));
    }

    #[test]
    fn a_path_to_nothing_is_missing() {
        let directory = tempfile::tempdir().unwrap();
        let dangling = directory.path().join("länk");
        std::os::unix::fs::symlink("nowhere", &dangling).unwrap();
        let file = directory.path().join("f");
        fs::write(&file, "a").unwrap();
        for path in [directory.path().join("no"), dangling, file.join("below")] {
            assert_eq!(code(read_at(&path)), "file_missing");
        }
    }

    #[test]
    fn a_link_to_a_file_in_an_odd_place_is_read_with_its_stamp() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("å b.csv");
        fs::write(&file, "a;b\n").unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let raw = read_at(&link).unwrap();
        assert_eq!(raw.bytes, b"a;b\n");
        assert_eq!(raw.stamp, Some(Stamp::now(&file).unwrap()));
        assert!(raw.complete);
    }

    #[test]
    fn empty_binary_and_workbook_are_told_apart() {
        for empty in [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"] {
            assert_eq!(opened(empty), "file_empty", "{empty:?}");
        }
        for binary in [
            &b"a\0b"[..],
            b"\x7fELF\x02\x01",
            b"\xff\xfe\0\0a\0\0\0",
            b"\xef\xbb\xbfa\0",
        ] {
            assert_eq!(opened(binary), "file_binary", "{binary:?}");
        }
        for sheet in [&b"PK\x03\x04\x14\0"[..], b"\xd0\xcf\x11\xe0\xa1"] {
            assert_eq!(opened(sheet), "file_spreadsheet", "{sheet:?}");
        }
        for text in [&b"a"[..], b"\n", b"\xff\xfea\0", b"anna;\x1b[31m;b\n"] {
            assert_eq!(opened(text), "read", "{text:?}");
        }
    }

    #[test]
    fn the_limit_holds_for_files_and_streams() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("f");
        fs::write(&file, "12345").unwrap();
        let limits = Limits { bytes: 4 };
        assert!(matches!(
            read(&Input::Path(file.clone()), limits),
            Err(FileError::TooLarge {
                size: Some(5),
                limit: 4,
                ..
            })
        ));
        assert_eq!(code(read(&Input::Path(file), Limits { bytes: 5 })), "read");
        assert_eq!(code(read_from(&b"12345"[..], limits)), "file_too_large");
        assert_eq!(code(read_from(&b"1234"[..], limits)), "read");
    }

    #[test]
    fn a_file_that_tells_another_size_than_it_has_is_still_being_written() {
        // Files in /proc say that they are empty; those in /sys that they are a page long.
        let page = Path::new("/sys/kernel/mm/transparent_hugepage/enabled");
        if page.exists() {
            assert_eq!(code(read_at(page)), "file_changing");
        }
    }

    #[test]
    fn the_first_block_ends_at_a_line_end() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("f");
        fs::write(&file, "abc\ndef\nghi\n").unwrap();
        let start = read_start(&file, 10).unwrap();
        assert_eq!(
            (start.bytes.as_slice(), start.complete),
            (&b"abc\ndef\n"[..], false)
        );
        assert!(read_start(&file, 12).unwrap().complete);
        fs::write(&file, b"\xff\xfea\0\n\0b\0\n\0").unwrap();
        assert_eq!(read_start(&file, 9).unwrap().bytes, b"\xff\xfea\0\n\0");
    }

    #[test]
    fn a_tilde_is_the_home_directory_only_where_it_stands_alone() {
        let home = || Some(PathBuf::from("/home/anna"));
        for (typed, meant) in [
            ("~", "/home/anna"),
            ("~/å b.csv", "/home/anna/å b.csv"),
            ("~//x", "/home/anna/x"),
            ("~bo/x", "~bo/x"),
            ("a~", "a~"),
            ("./~", "./~"),
        ] {
            assert_eq!(expand(Path::new(typed), home()), Path::new(meant));
        }
        assert_eq!(expand(Path::new("~/x"), None), Path::new("~/x"));
        let no_text = OsStr::from_bytes(b"~/\xe5.csv");
        let meant = OsStr::from_bytes(b"/home/anna/\xe5.csv");
        assert_eq!(expand(Path::new(no_text), home()), meant);
        assert_eq!(Input::from_argument(Path::new("-")), Input::Stdin);
    }
}
