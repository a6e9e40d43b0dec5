//! Where each record of a text begins, and on which physical line. Records end as the csv crate reads them: at
//! CRLF, LF or CR outside quotes, and a quote means something only at the start of a field. Unlike that crate,
//! blank lines are kept (as empty records), and a quote that never ends is an error instead of one huge field.
//! Four bytes a record; physical lines cost something only for records that span several.

use std::ops::{ControlFlow, Range};

use super::dialect::{Dialect, LineEndings};

/// Called with the number of bytes done, about once a megabyte; `Break` stops the work.
pub type Progress<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;

/// For work that nobody watches or stops.
pub fn unwatched(_done: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

const REPORT_EVERY: usize = 1 << 20;

/// Whether the text is the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// It is.
    Whole,
    /// It is the beginning: a record that the end cuts off is left out, and so is a quote that is still open.
    Start,
}

/// Why there is no index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// A field begins with a quote and never ends.
    #[error("The field that begins with a quote on line {line} never ends.")]
    QuoteUnclosed {
        /// The physical line of the quote, from 1.
        line: u64,
    },
    /// The text is longer than 32 bits can count.
    #[error("The text is too large: {size} bytes.")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
    },
    /// The caller asked to stop.
    #[error("The work was cancelled.")]
    Cancelled,
}

/// A record of more than one physical line.
#[derive(Debug, Clone, Copy)]
struct Tall {
    record: u32,
    /// Line ends inside this record and all tall ones before it.
    extra: u32,
}

/// The beginnings of all records of one text. The text itself is handed in where it is needed.
#[derive(Debug, Clone)]
pub struct Index {
    starts: Vec<u32>,
    end: u32,
    tall: Vec<Tall>,
    endings: LineEndings,
}

impl Index {
    /// Reads through the text once.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub fn build(
        text: &[u8],
        dialect: Dialect,
        extent: Extent,
        progress: Progress<'_>,
    ) -> Result<Index, IndexError> {
        if u32::try_from(text.len()).is_err() {
            return Err(IndexError::TooLarge {
                size: text.len() as u64,
            });
        }
        let mut index = Index {
            starts: Vec::with_capacity(expected_records(text)),
            end: 0,
            tall: Vec::new(),
            endings: LineEndings::default(),
        };
        // Without quotes there is one thing less to look for; the choice is made once, outside the loop.
        if dialect.quotes && memchr::memchr(b'"', text).is_some() {
            index.scan(text, dialect, extent, progress, |rest| {
                memchr::memchr3(b'\n', b'\r', b'"', rest)
            })?;
        } else {
            index.scan(text, dialect, extent, progress, |rest| {
                memchr::memchr2(b'\n', b'\r', rest)
            })?;
        }
        index.starts.shrink_to_fit();
        Ok(index)
    }

    fn scan(
        &mut self,
        text: &[u8],
        dialect: Dialect,
        extent: Extent,
        progress: Progress<'_>,
        next: impl Fn(&[u8]) -> Option<usize>,
    ) -> Result<(), IndexError> {
        let delimiter = dialect.delimiter.byte();
        let mut start = 0;
        let mut report = REPORT_EVERY;
        while start < text.len() {
            if start >= report {
                if progress(start).is_break() {
                    return Err(IndexError::Cancelled);
                }
                report = start + REPORT_EVERY;
            }
            let mut at = start;
            let mut inside = 0;
            let end = loop {
                let Some(found) = next(&text[at..]).map(|offset| at + offset) else {
                    if extent == Extent::Start && !self.starts.is_empty() {
                        return Ok(());
                    }
                    break text.len();
                };
                if text[found] != b'"' {
                    break found;
                }
                // Outside quotes, a delimiter always ends a field, so one before the quote makes it the first.
                if found != start && text[found - 1] != delimiter {
                    at = found + 1;
                    continue;
                }
                let Some((close, line_ends)) = closing_quote_and_lines(text, found + 1) else {
                    if extent == Extent::Start {
                        return Ok(());
                    }
                    let line = self.next_line() + u64::from(inside);
                    return Err(IndexError::QuoteUnclosed { line });
                };
                inside += line_ends;
                at = close + 1;
            };
            self.push(start, inside);
            start = end + self.count_ending(&text[end..]);
            self.end = offset(start);
        }
        Ok(())
    }

    /// The physical line that the next record begins on.
    fn next_line(&self) -> u64 {
        let extra = self.tall.last().map_or(0, |tall| tall.extra);
        1 + self.starts.len() as u64 + u64::from(extra)
    }

    fn push(&mut self, start: usize, inside: u32) {
        if inside > 0 {
            let extra = self.tall.last().map_or(0, |tall| tall.extra);
            self.tall.push(Tall {
                record: offset(self.starts.len()),
                extra: extra + inside,
            });
        }
        self.starts.push(offset(start));
    }

    /// Counts the line end that the rest begins with and says how long it is.
    fn count_ending(&mut self, rest: &[u8]) -> usize {
        let length = ending_length(rest);
        match rest {
            [] => {}
            [b'\r', ..] if length == 2 => self.endings.crlf += 1,
            [b'\r', ..] => self.endings.cr += 1,
            _ => self.endings.lf += 1,
        }
        length
    }

    /// How many records there are, blank lines and headings included.
    pub fn records(&self) -> usize {
        self.starts.len()
    }

    /// Where a record lies in the text, its line end included.
    ///
    /// # Panics
    /// If there is no such record.
    pub fn range(&self, record: usize) -> Range<usize> {
        let end = self.starts.get(record + 1).copied().unwrap_or(self.end);
        self.starts[record] as usize..end as usize
    }

    /// A record without its line end.
    ///
    /// # Panics
    /// If there is no such record in this text.
    pub fn record<'t>(&self, text: &'t [u8], record: usize) -> &'t [u8] {
        let whole = &text[self.range(record)];
        // A closed field cannot end in a line end, so what the record ends with is its own.
        match whole {
            [content @ .., b'\r', b'\n'] | [content @ .., b'\n' | b'\r'] => content,
            content => content,
        }
    }

    /// The physical line that a record begins on, from 1. CRLF, LF and CR count one each, inside quotes too. Whatever is
    /// beyond the last record would begin behind it.
    pub fn line(&self, record: usize) -> u64 {
        let record = record.min(self.records());
        1 + record as u64 + u64::from(self.extra_before(record))
    }

    fn extra_before(&self, record: usize) -> u32 {
        let before = self
            .tall
            .partition_point(|tall| (tall.record as usize) < record);
        before
            .checked_sub(1)
            .map_or(0, |last| self.tall[last].extra)
    }

    /// The record that a physical line (from 1) belongs to; `None` beyond the last.
    pub fn record_on_line(&self, line: u64) -> Option<usize> {
        let (mut low, mut high) = (0, self.records());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.line(middle) <= line {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let record = low.checked_sub(1)?;
        let last = record + 1 == self.records();
        (!last || line < self.next_line()).then_some(record)
    }

    /// The record that a place in the text belongs to, for searching in the text as a whole; `None` beyond the end.
    pub fn record_at(&self, offset: usize) -> Option<usize> {
        if offset >= self.end as usize {
            return None;
        }
        self.starts
            .partition_point(|start| *start as usize <= offset)
            .checked_sub(1)
    }

    /// How the records end.
    pub fn endings(&self) -> LineEndings {
        self.endings
    }

    /// Whether the last record ends with a line end.
    pub fn final_newline(&self) -> bool {
        let LineEndings { crlf, lf, cr } = self.endings;
        (crlf + lf + cr) as usize == self.records()
    }
}

/// How long the line end is that a text begins with.
fn ending_length(text: &[u8]) -> usize {
    match text {
        [] => 0,
        [b'\r', b'\n', ..] => 2,
        _ => 1,
    }
}

/// Where the quote is that ends a field whose content begins at `from`, and how many line ends come before it.
fn closing_quote_and_lines(text: &[u8], mut from: usize) -> Option<(usize, u32)> {
    let mut lines = 0;
    loop {
        let found = from + memchr::memchr3(b'"', b'\n', b'\r', &text[from..])?;
        match (text[found], text.get(found + 1)) {
            (b'"', Some(b'"')) => from = found + 2,
            (b'"', _) => return Some((found, lines)),
            _ => {
                lines += 1;
                from = found + ending_length(&text[found..]);
            }
        }
    }
}

/// How many records the text will have if it goes on as it begins, and a little more.
fn expected_records(text: &[u8]) -> usize {
    let block = &text[..text.len().min(64 << 10)];
    let lines = memchr::memchr2_iter(b'\n', b'\r', block).count();
    let crlf = memchr::memmem::find_iter(block, b"\r\n").count();
    let lines = lines - crlf + 1;
    (text.len() / block.len().max(1)).saturating_mul(lines + lines / 16) + lines
}

/// An offset that [`Index::build`] has already found to fit.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::Delimiter;

    const DIALECT: Dialect = Dialect {
        delimiter: Delimiter::SEMICOLON,
        quotes: true,
    };

    fn build(text: &str) -> Result<Index, IndexError> {
        Index::build(text.as_bytes(), DIALECT, Extent::Whole, &mut unwatched)
    }

    fn records(text: &str) -> Vec<&str> {
        let index = build(text).unwrap();
        (0..index.records())
            .map(|i| std::str::from_utf8(index.record(text.as_bytes(), i)).unwrap())
            .collect()
    }

    #[test]
    fn crlf_lf_and_cr_end_a_record_and_blank_lines_are_records() {
        assert_eq!(records("a\r\nb\nc\rd"), ["a", "b", "c", "d"]);
        assert_eq!(records("a\n\n\r\nb\n"), ["a", "", "", "b"]);
        assert_eq!(records(""), [""; 0]);
        assert_eq!(records("\n"), [""]);
    }

    #[test]
    fn lines_count_inside_quotes_too() {
        let text = "h\n\"a\r\nb\rc\nd\";x\n\ny;\"\n\"\nz";
        let index = build(text).unwrap();
        let lines: Vec<u64> = (0..index.records()).map(|i| index.line(i)).collect();
        assert_eq!(lines, [1, 2, 6, 7, 9]);
        let back: Vec<Option<usize>> = (0..11).map(|l| index.record_on_line(l)).collect();
        let expected = [
            None,
            Some(0),
            Some(1),
            Some(1),
            Some(1),
            Some(1),
            Some(2),
            Some(3),
            Some(3),
            Some(4),
            None,
        ];
        assert_eq!(back, expected);
        assert_eq!(index.record_at(text.len() - 1), Some(4));
        assert_eq!(index.record_at(3), Some(1));
        assert_eq!(index.record_at(text.len()), None);
    }

    #[test]
    fn a_quote_inside_a_field_means_nothing() {
        assert_eq!(records("a\"b;5\"\nx\n"), ["a\"b;5\"", "x"]);
        assert_eq!(records("\"a\"\"\n\"x\ny"), ["\"a\"\"\n\"x", "y"]);
    }

    #[test]
    fn a_quote_that_never_ends_is_told_with_its_line() {
        assert_eq!(
            build("a\n\"b\nc\";\"d\ne").unwrap_err(),
            IndexError::QuoteUnclosed { line: 3 }
        );
        let without = Dialect {
            quotes: false,
            ..DIALECT
        };
        let index = Index::build(b"a\n\"b\nc", without, Extent::Whole, &mut unwatched).unwrap();
        assert_eq!(index.records(), 3);
    }

    #[test]
    fn a_first_block_leaves_out_what_its_end_cuts_off() {
        let start = |text: &str| {
            Index::build(text.as_bytes(), DIALECT, Extent::Start, &mut unwatched)
                .unwrap()
                .records()
        };
        assert_eq!(start("a\nb\n"), 2);
        assert_eq!(start("a\nb"), 1);
        assert_eq!(start("a\n\"b\n"), 1);
        assert_eq!(start("a"), 1);
    }

    #[test]
    fn endings_and_the_last_line_are_told() {
        let index = build("a\r\nb\nc").unwrap();
        let LineEndings { crlf, lf, cr } = index.endings();
        assert_eq!((crlf, lf, cr), (1, 1, 0));
        assert!(!index.final_newline());
        assert!(build("a\r").unwrap().final_newline());
    }

    #[test]
    fn the_work_tells_how_far_it_is_and_can_be_stopped() {
        let text = "0123456789\n".repeat(300_000);
        let mut reports = Vec::new();
        Index::build(text.as_bytes(), DIALECT, Extent::Whole, &mut |done| {
            reports.push(done);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(reports.len(), 3);
        assert!(reports.is_sorted());
        let stopped = Index::build(text.as_bytes(), DIALECT, Extent::Whole, &mut |_| {
            ControlFlow::Break(())
        });
        assert_eq!(stopped.unwrap_err(), IndexError::Cancelled);
    }
}
