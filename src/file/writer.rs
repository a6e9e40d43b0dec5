//! Writes new rows: exports, rejected rows, logs. They are gathered in memory ([`DelimitedWriter`]), or go to the temporary file of
//! [`super::atomic`] as they come ([`write_rows`]); either way a character that the encoding lacks stops everything before the file
//! itself is touched. Not here: editing a file that exists ([`super::document`]).

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use super::atomic::{WriteOptions, write_atomic};
use super::dialect::{Dialect, LineEnding};
use super::encoding::{byte_order_mark, encode_into};
use super::error::FileError;
use super::record::write_cell;
use crate::domain::template::{Delimiter, Encoding};

/// Gathers rows as delimited text. Quotes stand only where they are needed.
#[derive(Debug, Clone)]
pub struct DelimitedWriter {
    dialect: Dialect,
    encoding: Encoding,
    ending: &'static str,
    bytes: Vec<u8>,
    /// The row at hand in UTF-8, kept for its allocation.
    row: Vec<u8>,
    rows: usize,
}

impl DelimitedWriter {
    /// A writer whose rows end with CRLF.
    pub fn new(delimiter: Delimiter, encoding: Encoding) -> DelimitedWriter {
        DelimitedWriter::with_ending(delimiter, encoding, LineEnding::CrLf)
    }

    /// A writer with another line ending; mixed is taken for CRLF.
    pub fn with_ending(
        delimiter: Delimiter,
        encoding: Encoding,
        ending: LineEnding,
    ) -> DelimitedWriter {
        DelimitedWriter {
            dialect: Dialect {
                delimiter,
                quotes: true,
            },
            encoding,
            ending: match ending {
                LineEnding::CrLf | LineEnding::Mixed => "\r\n",
                LineEnding::Lf => "\n",
                LineEnding::Cr => "\r",
            },
            bytes: byte_order_mark(encoding).to_vec(),
            row: Vec::new(),
            rows: 0,
        }
    }

    /// The same without quotes, for a file in which they are ordinary characters. No cell may hold the delimiter or a line end then.
    pub fn unquoted(mut self) -> DelimitedWriter {
        self.dialect.quotes = false;
        self
    }

    /// Adds a row; `None` is an empty cell. A row of no cells is a blank line.
    ///
    /// # Errors
    /// [`FileError::Unencodable`] with row and column from 0 (a heading is a row); the row is then not added.
    pub fn row<'a>(
        &mut self,
        cells: impl IntoIterator<Item = Option<&'a str>>,
    ) -> Result<(), FileError> {
        let before = self.bytes.len();
        let mut cells = cells.into_iter().enumerate().peekable();
        while let Some((column, cell)) = cells.next() {
            self.row.clear();
            if column > 0 {
                self.row.push(self.dialect.delimiter.byte());
            }
            let alone = column == 0 && cells.peek().is_none();
            write_cell(
                &mut self.row,
                cell.unwrap_or_default(),
                self.dialect,
                false,
                alone,
            );
            let piece = std::str::from_utf8(&self.row).unwrap_or_default();
            if let Err(error) = encode_into(piece, self.encoding, &mut self.bytes) {
                self.bytes.truncate(before);
                return Err(FileError::Unencodable {
                    record: self.rows,
                    column,
                    character: error.character,
                    encoding: error.encoding,
                });
            }
        }
        // Line ends are ASCII, which no encoding lacks.
        let _ = encode_into(self.ending, self.encoding, &mut self.bytes);
        self.rows += 1;
        Ok(())
    }

    /// How many rows have been added, a heading included.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The file as bytes, byte order mark included.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// How many bytes of rows are gathered before they are handed on.
const HANDED_ON: usize = 256 << 10;

/// Rows on their way out: of a file of any length, no more than a small part is in memory.
pub struct RowSink<'a> {
    writer: DelimitedWriter,
    out: &'a mut dyn Write,
    path: &'a Path,
}

impl<'a> RowSink<'a> {
    /// Rows that go to `out`; `path` is named where that fails.
    pub fn new(writer: DelimitedWriter, out: &'a mut dyn Write, path: &'a Path) -> RowSink<'a> {
        RowSink { writer, out, path }
    }

    /// Adds a row; `None` is an empty cell.
    ///
    /// # Errors
    /// [`FileError::Unencodable`] as [`DelimitedWriter::row`]; what the disk says.
    pub fn row<'c>(
        &mut self,
        cells: impl IntoIterator<Item = Option<&'c str>>,
    ) -> Result<(), FileError> {
        self.writer.row(cells)?;
        match self.writer.bytes.len() < HANDED_ON {
            true => Ok(()),
            false => self.finish(),
        }
    }

    /// Hands on what is left.
    ///
    /// # Errors
    /// What the disk says.
    pub fn finish(&mut self) -> Result<(), FileError> {
        let written = self.out.write_all(&self.writer.bytes);
        self.writer.bytes.clear();
        written.map_err(|source| FileError::writing(self.path, source))
    }
}

/// Writes a file of rows as they come, by [`write_atomic`]: when `fill` fails there is no new file, and the old one stays.
///
/// # Errors
/// What `fill` says; as [`write_atomic`].
pub fn write_rows<T, E: From<FileError>>(
    path: &Path,
    options: WriteOptions,
    writer: DelimitedWriter,
    fill: impl FnOnce(&mut RowSink<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut filled = None;
    let written = write_atomic(
        path,
        |out| {
            let mut sink = RowSink::new(writer, out, path);
            let result = fill(&mut sink).and_then(|value| {
                sink.finish()?;
                Ok(value)
            });
            let stopped = result.is_err();
            filled = Some(result);
            match stopped {
                // Only so that nothing is put in the file's place; why is told below.
                true => Err(io::ErrorKind::Interrupted.into()),
                false => Ok(()),
            }
        },
        options,
    );
    match (filled, written) {
        (Some(Ok(value)), Ok(_)) => Ok(value),
        (Some(Err(error)), _) => Err(error),
        (_, Err(error)) => Err(error.into()),
        (None, Ok(_)) => Err(FileError::writing(path, io::ErrorKind::Other.into()).into()),
    }
}

/// Whether a spreadsheet would run the value as a formula when it opens the file.
pub fn is_formula_like(value: &str) -> bool {
    value.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The value as a spreadsheet shows it and runs nothing: an apostrophe stands before what it would take for a formula, and before what
/// looks like such a value already, so that [`restored`] gives every value back.
pub fn neutralised(value: &str) -> Cow<'_, str> {
    match is_formula_like(value.trim_start_matches('\'')) {
        true => Cow::Owned(format!("'{value}")),
        false => Cow::Borrowed(value),
    }
}

/// What [`neutralised`] was given.
pub fn restored(value: &str) -> &str {
    match value.strip_prefix('\'') {
        Some(inner) if is_formula_like(inner.trim_start_matches('\'')) => inner,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(delimiter: Delimiter, encoding: Encoding, rows: &[&[Option<&str>]]) -> Vec<u8> {
        let mut writer = DelimitedWriter::new(delimiter, encoding);
        for row in rows {
            writer.row(row.iter().copied()).unwrap();
        }
        assert_eq!(writer.rows(), rows.len());
        writer.into_bytes()
    }

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        let rows: &[&[Option<&str>]] = &[
            &[Some("id"), Some("Åsa \"Ann\""), None],
            &[Some("007"), Some("a,b"), Some("x\ny")],
        ];
        assert_eq!(
            written(Delimiter::TAB, Encoding::Utf8, rows),
            "id\t\"Åsa \"\"Ann\"\"\"\t\r\n007\ta,b\t\"x\ny\"\r\n".as_bytes()
        );
        assert_eq!(
            written(Delimiter::TAB, Encoding::Utf8, &[&[None]]),
            b"\"\"\r\n"
        );
    }

    #[test]
    fn each_encoding_is_written_with_its_mark() {
        let rows: &[&[Option<&str>]] = &[&[Some("å"), Some("b")]];
        let cases: [(Encoding, &[u8]); 6] = [
            (Encoding::Utf8, b"\xc3\xa5;b\r\n"),
            (Encoding::Utf8Bom, b"\xef\xbb\xbf\xc3\xa5;b\r\n"),
            (Encoding::Windows1252, b"\xe5;b\r\n"),
            (Encoding::Ibm437, b"\x86;b\r\n"),
            (Encoding::Utf16Le, b"\xff\xfe\xe5\0;\0b\0\r\0\n\0"),
            (Encoding::Utf16Be, b"\xfe\xff\0\xe5\0;\0b\0\r\0\n"),
        ];
        for (encoding, bytes) in cases {
            assert_eq!(written(Delimiter::SEMICOLON, encoding, rows), bytes);
        }
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_named_with_its_place() {
        let mut writer = DelimitedWriter::new(Delimiter::TAB, Encoding::Windows1252);
        writer.row([Some("namn")]).unwrap();
        let error = writer.row([Some("a"), Some("Łódź")]).unwrap_err();
        assert!(matches!(
            error,
            FileError::Unencodable {
                record: 1,
                column: 1,
                character: 'Ł',
                ..
            }
        ));
        assert_eq!(
            error.to_string(),
            "Row 2, column 2: the character 'Ł' does not exist in windows-1252."
        );
        writer.row([Some("b")]).unwrap();
        assert_eq!(writer.into_bytes(), b"namn\r\nb\r\n");
    }

    #[test]
    fn formulas_are_recognised_by_their_first_character() {
        for value in ["=HYPERLINK(1)", "+46", "-1", "@x", "\tx", "\rx"] {
            assert!(is_formula_like(value), "{value:?}");
        }
        for value in ["", "anna@b.se", " =1", "0"] {
            assert!(!is_formula_like(value), "{value:?}");
        }
    }

    #[test]
    fn no_neutralised_value_is_a_formula_and_each_is_given_back() {
        for value in [
            "=HYPERLINK(\"x\")",
            "'=1",
            "''+1",
            "-",
            "",
            "'",
            "'s-Hertogenbosch",
            "anna@b.se",
            "O'=x",
        ] {
            let written = neutralised(value);
            assert!(!is_formula_like(&written), "{value:?}");
            assert_eq!(restored(&written), value);
        }
        assert_eq!(neutralised("=1"), "'=1");
        assert_eq!(neutralised("'s-Hertogenbosch"), "'s-Hertogenbosch");
    }

    fn many(path: &Path, options: WriteOptions, bad: bool) -> Result<usize, FileError> {
        let writer = DelimitedWriter::new(Delimiter::TAB, Encoding::Windows1252);
        write_rows(path, options, writer, |rows| {
            let wide = "å".repeat(HANDED_ON / 2);
            for _ in 0..5 {
                rows.row([Some("a"), Some(wide.as_str())])?;
            }
            rows.row([Some(if bad { "Ł" } else { "z" })])?;
            Ok(6)
        })
    }

    #[test]
    fn rows_that_are_handed_on_as_they_come_are_a_whole_file_or_none() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f.csv");
        let names = || std::fs::read_dir(directory.path()).unwrap().count();
        let error = many(&path, WriteOptions::NEW, true).unwrap_err();
        assert!(matches!(error, FileError::Unencodable { record: 5, .. }));
        assert_eq!(names(), 0);
        assert_eq!(many(&path, WriteOptions::NEW, false).unwrap(), 6);
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes.len(), 5 * (HANDED_ON / 2 + 4) + 3);
        assert!(bytes.ends_with(b"\r\nz\r\n"));
        many(&path, WriteOptions::REPLACE, true).unwrap_err();
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
        let refused = many(&path, WriteOptions::NEW, false).unwrap_err();
        assert_eq!(refused.code(), "file_exists");
        assert_eq!(names(), 1);
        if !Path::new("/dev/full").exists() {
            return; // Only Linux has one.
        }
        let mut full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let writer = DelimitedWriter::new(Delimiter::TAB, Encoding::Utf8);
        let mut sink = RowSink::new(writer, &mut full, &path);
        sink.row([Some("a")]).unwrap();
        assert_eq!(sink.finish().unwrap_err().code(), "disk_full");
    }
}
