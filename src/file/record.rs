//! One record: cut into cells without copying, and a value written as a cell. What quotes mean is what the csv
//! crate makes of them: only at the start of a field, `""` inside is one quote, and what follows the closing
//! quote belongs to the field as it stands. Not here: where a record begins and ends ([`super::index`]).

use std::borrow::Cow;
use std::ops::Range;

use super::dialect::Dialect;

/// A field as it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Its bytes, quotes included.
    pub raw: &'a [u8],
    /// Whether it is enclosed in quotes.
    pub quoted: bool,
}

impl<'a> Cell<'a> {
    /// The value without quotes, as bytes.
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        if !self.quoted {
            return Cow::Borrowed(self.raw);
        }
        let inner = &self.raw[1..];
        match memchr::memchr(b'"', inner) {
            None => return Cow::Borrowed(inner),
            Some(close) if close + 1 == inner.len() => return Cow::Borrowed(&inner[..close]),
            Some(_) => {}
        }
        let mut value = Vec::with_capacity(inner.len());
        let mut rest = inner;
        while let Some(quote) = memchr::memchr(b'"', rest) {
            value.extend_from_slice(&rest[..quote]);
            rest = &rest[quote + 1..];
            let [b'"', after @ ..] = rest else { break };
            value.push(b'"');
            rest = after;
        }
        value.extend_from_slice(rest);
        Cow::Owned(value)
    }

    /// The value as text; bytes that are no UTF-8 become U+FFFD.
    pub fn text(&self) -> Cow<'a, str> {
        match self.bytes() {
            // Asked first because it is quicker than looking for what to replace, and nearly always enough.
            Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => String::from_utf8_lossy(bytes),
            },
            Cow::Owned(bytes) => Cow::Owned(
                String::from_utf8(bytes)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
            ),
        }
    }

    /// Whether the bytes are text at all.
    pub fn is_valid(&self) -> bool {
        std::str::from_utf8(self.raw).is_ok()
    }
}

/// The cells of one record, in order. A blank line is one empty cell.
#[derive(Debug, Clone)]
pub struct Cells<'a> {
    record: &'a [u8],
    dialect: Dialect,
    /// Where the next cell begins; `None` behind the last.
    at: Option<usize>,
}

impl<'a> Cells<'a> {
    /// Cuts a record, given without its line end.
    pub fn new(record: &'a [u8], dialect: Dialect) -> Cells<'a> {
        Cells {
            record,
            dialect,
            at: Some(0),
        }
    }

    /// Where the next cell lies in the record.
    pub(super) fn next_range(&mut self) -> Option<Range<usize>> {
        let start = self.at?;
        let mut from = start;
        if self.dialect.quotes && self.record.get(start) == Some(&b'"') {
            from = closing_quote(self.record, start + 1).map_or(self.record.len(), |at| at + 1);
        }
        let end = memchr::memchr(self.dialect.delimiter.byte(), &self.record[from..])
            .map(|offset| from + offset);
        self.at = end.map(|at| at + 1);
        Some(start..end.unwrap_or(self.record.len()))
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        let raw = &self.record[self.next_range()?];
        let quoted = self.dialect.quotes && raw.first() == Some(&b'"');
        Some(Cell { raw, quoted })
    }
}

/// Where the quote is that ends a field whose content begins at `from`.
fn closing_quote(text: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let quote = from + memchr::memchr(b'"', &text[from..])?;
        if text.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

/// The first character that keeps a value from being written in this dialect: NUL, which would make the file
/// binary, and without quotes whatever only quotes could hold together.
pub fn obstacle(value: &str, dialect: Dialect) -> Option<char> {
    let barred = |c: char| c == '\0' || (!dialect.quotes && divides(c, dialect));
    let marked = || {
        let first = value.chars().next();
        first.filter(|_| !dialect.quotes && looks_marked(value))
    };
    value.chars().find(|c| barred(*c)).or_else(marked)
}

/// What the bytes of a byte order mark are as text: in UTF-8 and UTF-16, in Windows-1252 and in IBM437. A file that began
/// with one would be taken to be in another encoding.
const MARKS: [&str; 7] = ["\u{feff}", "ï»¿", "ÿþ", "þÿ", "∩╗┐", "\u{a0}■", "■\u{a0}"];

fn looks_marked(value: &str) -> bool {
    MARKS.iter().any(|mark| value.starts_with(mark))
}

fn divides(c: char, dialect: Dialect) -> bool {
    matches!(c, '\r' | '\n') || c == char::from(dialect.delimiter.byte())
}

/// Appends a value as a cell. It is quoted where it must be, where it holds a quote (programs disagree about
/// quotes in the middle), and where `quoted` asks for it. `alone` says that it is the only cell of its record,
/// which if empty would be a blank line. The value has no [`obstacle`].
pub fn write_cell(out: &mut Vec<u8>, value: &str, dialect: Dialect, quoted: bool, alone: bool) {
    let needed = quoted
        || (alone && value.is_empty())
        || looks_marked(value)
        || value.chars().any(|c| c == '"' || divides(c, dialect));
    if !(dialect.quotes && needed) {
        out.extend_from_slice(value.as_bytes());
        return;
    }
    out.push(b'"');
    for (i, part) in value.split('"').enumerate() {
        if i > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::Delimiter;

    const QUOTES: Dialect = Dialect {
        delimiter: Delimiter::SEMICOLON,
        quotes: true,
    };
    const PLAIN: Dialect = Dialect {
        quotes: false,
        ..QUOTES
    };

    fn texts(record: &str, dialect: Dialect) -> Vec<String> {
        Cells::new(record.as_bytes(), dialect)
            .map(|cell| cell.text().into_owned())
            .collect()
    }

    fn written(value: &str, quoted: bool, alone: bool) -> String {
        let mut out = Vec::new();
        write_cell(&mut out, value, QUOTES, quoted, alone);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn empty_cells_count_wherever_they_stand() {
        assert_eq!(texts("a;b;c", QUOTES), ["a", "b", "c"]);
        assert_eq!(texts(";a;;", QUOTES), ["", "a", "", ""]);
        assert_eq!(texts("", QUOTES), [""]);
    }

    #[test]
    fn quotes_mean_something_only_at_the_start_of_a_field() {
        assert_eq!(texts(r#""a;b";c"#, QUOTES), ["a;b", "c"]);
        assert_eq!(texts(r#""a""b";"""";"""#, QUOTES), ["a\"b", "\"", ""]);
        assert_eq!(texts(r#"a"b;c""#, QUOTES), ["a\"b", "c\""]);
        assert_eq!(texts(r#""a"x"y;z"#, QUOTES), ["ax\"y", "z"]);
        assert_eq!(texts(r#""a;b";c"#, PLAIN), ["\"a", "b\"", "c"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_lossily_and_told() {
        let cells: Vec<Cell> = Cells::new(b"a\xff;\"b\xff\"\"\";c", QUOTES).collect();
        assert_eq!(cells[0].text(), "a\u{fffd}");
        assert_eq!(cells[1].text(), "b\u{fffd}\"");
        assert_eq!(cells.map_valid(), [false, false, true]);
    }

    trait MapValid {
        fn map_valid(&self) -> Vec<bool>;
    }

    impl MapValid for Vec<Cell<'_>> {
        fn map_valid(&self) -> Vec<bool> {
            self.iter().map(Cell::is_valid).collect()
        }
    }

    #[test]
    fn quotes_are_written_only_where_they_are_needed_or_were() {
        assert_eq!(written("anna@b.se", false, false), "anna@b.se");
        assert_eq!(written("anna@b.se", true, false), "\"anna@b.se\"");
        assert_eq!(written("a;b", false, false), "\"a;b\"");
        assert_eq!(written("a\"b", false, false), "\"a\"\"b\"");
        assert_eq!(written("", false, false), "");
        assert_eq!(written("", false, true), "\"\"");
    }

    #[test]
    fn without_quotes_some_values_cannot_be_written() {
        assert_eq!(obstacle("a;b", PLAIN), Some(';'));
        assert_eq!(obstacle("a\nb", PLAIN), Some('\n'));
        assert_eq!(obstacle("a\"b", PLAIN), None);
        assert_eq!(obstacle("a;b", QUOTES), None);
        assert_eq!(obstacle("a\0", QUOTES), Some('\0'));
    }
}
