//! Breaking text into lines of a given width.

use super::text::width;
use unicode_width::UnicodeWidthChar;

/// The text in lines of at most `columns` cells, broken at spaces; words that are longer are broken anywhere. Line ends
/// in the text stay. No-break spaces hold their words together.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let joined = width(&line) + usize::from(!line.is_empty()) + width(word);
            if joined > columns && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            } else if !line.is_empty() {
                line.push(' ');
            }
            if width(word) <= columns {
                line.push_str(word);
                continue;
            }
            for c in word.chars() {
                if width(&line) + c.width().unwrap_or(0) > columns && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("en två tre", 6), ["en två", "tre"]);
        assert_eq!(wrap("a\n\nb", 6), ["a", "", "b"]);
        assert_eq!(
            wrap("kort anställningsnummer", 8),
            ["kort", "anställn", "ingsnumm", "er"]
        );
        assert_eq!(wrap("1\u{a0}204 rader", 7), ["1\u{a0}204", "rader"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("東京都", 4), ["東京", "都"]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for columns in 1..30 {
            for line in wrap(
                "Domänen foretagt.se är inte tillåten. Menade du foretaget.se?",
                columns,
            ) {
                assert!(width(&line) <= columns, "{line:?} in {columns}");
            }
        }
    }
}
