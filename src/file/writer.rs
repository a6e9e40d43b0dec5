//! Writes new rows: exports, rejected rows, logs. The bytes are gathered in memory, so that a character which the
//! encoding lacks stops everything before a file is touched; [`super::atomic`] then writes them.
//! Not here: editing a file that exists ([`super::document`]).

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

/// Whether a spreadsheet would run the value as a formula when it opens the file.
pub fn is_formula_like(value: &str) -> bool {
    value.starts_with(['=', '+', '-', '@', '\t', '\r'])
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
}
