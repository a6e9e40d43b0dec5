//! How a text is divided: delimiter, quotes, line endings, and the guess of the delimiter from the content.
//! Not here: where the records begin ([`super::index`]) and whether a template agrees.

use super::index::{Extent, Index};
use super::record::Cells;
use crate::domain::template::Delimiter;

/// What divides records into fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The character between two fields.
    pub delimiter: Delimiter,
    /// Whether a quote at the start of a field encloses it. Without quotes every quote is an ordinary character,
    /// the cure for a file with a field that begins with a quote and never ends.
    pub quotes: bool,
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineEnding {
    /// Carriage return and line feed, as Windows writes.
    CrLf,
    /// Line feed.
    Lf,
    /// Carriage return, as old Macs wrote.
    Cr,
    /// More than one kind; each record keeps its own.
    Mixed,
}

impl LineEnding {
    /// The name in titles, commands and JSON.
    pub fn code(self) -> &'static str {
        match self {
            LineEnding::CrLf => "CRLF",
            LineEnding::Lf => "LF",
            LineEnding::Cr => "CR",
            LineEnding::Mixed => "mixed",
        }
    }
}

/// How many records end in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineEndings {
    /// Records that end with carriage return and line feed.
    pub crlf: u32,
    /// Records that end with a line feed alone.
    pub lf: u32,
    /// Records that end with a carriage return alone.
    pub cr: u32,
}

impl LineEndings {
    /// The one way, or mixed; `None` where no record ends with a line end at all.
    pub fn kind(self) -> Option<LineEnding> {
        match (self.crlf, self.lf, self.cr) {
            (0, 0, 0) => None,
            (_, 0, 0) => Some(LineEnding::CrLf),
            (0, _, 0) => Some(LineEnding::Lf),
            (0, 0, _) => Some(LineEnding::Cr),
            _ => Some(LineEnding::Mixed),
        }
    }
}

/// How much of a file is looked at for its delimiter.
const LOOK_BYTES: usize = 64 << 10;
const LOOK_RECORDS: usize = 200;

/// The delimiter that divides the first records (200 of them or 64 KiB) most evenly, among [`Delimiter::COMMON`];
/// `None` where none of them divides anything, as in a file of one column.
pub fn guess_delimiter(text: &[u8]) -> Option<Delimiter> {
    let mut block = &text[..text.len().min(LOOK_BYTES)];
    if block.len() < text.len()
        && let Some(end) = memchr::memrchr2(b'\n', b'\r', block)
    {
        block = &block[..=end];
    }
    let mut best: Option<(f64, Delimiter)> = None;
    for delimiter in Delimiter::COMMON {
        let score = evenness(block, delimiter);
        if score > 0.0 && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

/// How many fields the commonest kind of record has (two or more), weighed by the share of such records squared,
/// so that a character that turns up in some texts loses against one that divides every row, and by the share of
/// records that look natural when cut: commas in names leave a space at the start of the next field, and a
/// character inside a quoted field leaves half a pair of quotes.
fn evenness(block: &[u8], delimiter: Delimiter) -> f64 {
    let quoted = Dialect {
        delimiter,
        quotes: true,
    };
    let mut records = cut_records(block, quoted);
    if records.is_empty() {
        // A quote that never ends has swallowed the block.
        let plain = Dialect {
            quotes: false,
            ..quoted
        };
        records = cut_records(block, plain);
    }
    let total = records.len();
    let natural = records.iter().filter(|record| record.natural).count();
    records.retain(|record| record.fields >= 2);
    records.sort_unstable_by_key(|record| record.fields);
    let commonest = records
        .chunk_by(|a, b| a.fields == b.fields)
        .max_by_key(|same| (same.len(), same[0].fields));
    commonest.map_or(0.0, |same| {
        #[expect(
            clippy::cast_precision_loss,
            reason = "at most 200 records and 65,536 fields"
        )]
        let share = |part: usize| part as f64 / total as f64;
        #[expect(clippy::cast_precision_loss, reason = "at most 65,536 fields")]
        let fields = same[0].fields as f64;
        // The small constant keeps a file in which every delimiter is followed by a space.
        fields * share(same.len()).powi(2) * (0.05 + share(natural)).powi(2)
    })
}

struct Cut {
    fields: usize,
    natural: bool,
}

fn cut_records(block: &[u8], dialect: Dialect) -> Vec<Cut> {
    let Ok(index) = Index::build(block, dialect, Extent::Start, &mut super::index::unwatched)
    else {
        return Vec::new();
    };
    let records = (0..index.records()).map(|record| index.record(block, record));
    records
        .filter(|record| !record.is_empty())
        .take(LOOK_RECORDS)
        .map(|record| Cut {
            fields: Cells::new(record, dialect).count(),
            natural: Cells::new(record, dialect).all(|cell| {
                cell.quoted || !(cell.raw.starts_with(b" ") || cell.raw.contains(&b'"'))
            }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(text: &str) -> Option<char> {
        guess_delimiter(text.as_bytes()).map(|d| char::from(d.byte()))
    }

    #[test]
    fn the_character_that_divides_every_row_alike_is_the_delimiter() {
        assert_eq!(guess("a\tb\tc\n1\t2\t3\n"), Some('\t'));
        assert_eq!(guess("a;b;c\r\n1;2,5;3\r\n"), Some(';'));
        assert_eq!(guess("a|b\r1|2\r"), Some('|'));
        assert_eq!(guess("Användar-id,Anställningsnummer,E-post"), Some(','));
        assert_eq!(guess("a; b; c\nd; e; f\n"), Some(';'));
        assert_eq!(guess("id\nanna\nbo\n"), None);
        assert_eq!(guess(""), None);
    }

    #[test]
    fn names_and_texts_with_commas_do_not_win() {
        let rows = "a;Andersson, Anna;Vård, skola, omsorg\n".repeat(20);
        assert_eq!(guess(&format!("id;namn;avdelning\n{rows}")), Some(';'));
        assert_eq!(guess("id\tnamn\n1\tBerg, Bo\n2\tCarl, C\n"), Some('\t'));
    }

    #[test]
    fn a_ragged_row_a_title_or_a_quoted_delimiter_does_not_mislead() {
        let rows = "1;\"a,b,c,d,e,f,g\";x\n".repeat(50);
        assert_eq!(
            guess(&format!("Utdrag, maj\nid;b;c\n{rows}1;2\n")),
            Some(';')
        );
    }

    #[test]
    fn a_quote_that_never_ends_does_not_hide_the_delimiter() {
        assert_eq!(guess("\"a\tb\n1\t2\n3\t4\n"), Some('\t'));
    }

    #[test]
    fn line_endings_are_one_kind_or_mixed() {
        let kinds = |crlf, lf, cr| LineEndings { crlf, lf, cr }.kind();
        assert_eq!(kinds(0, 0, 0), None);
        assert_eq!(kinds(3, 0, 0), Some(LineEnding::CrLf));
        assert_eq!(kinds(0, 0, 1), Some(LineEnding::Cr));
        assert_eq!(kinds(3, 1, 0), Some(LineEnding::Mixed));
    }
}
