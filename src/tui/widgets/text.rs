//! Text measured in cells of the terminal.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        UnicodeWidthStr::width(text)
    }
}

/// The text if it fits, else its beginning and `…`.
pub fn cut(text: &str, room: usize) -> Cow<'_, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let Some(mut left) = room.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let mut kept = String::new();
    for c in text.chars() {
        let Some(rest) = left.checked_sub(c.width().unwrap_or(0)) else {
            break;
        };
        left = rest;
        kept.push(c);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// The text in exactly `room` cells, filled with spaces behind it, or before it for numbers.
pub fn fit(text: &str, room: usize, right: bool) -> String {
    let shown = cut(text, room);
    let spaces = " ".repeat(room.saturating_sub(width(&shown)));
    if right {
        spaces + &shown
    } else {
        shown.into_owned() + &spaces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_measured_in_cells() {
        assert_eq!(width("Åsa"), 3);
        assert_eq!(width("東京"), 4);
        assert_eq!(cut("Åsa Öberg", 9), "Åsa Öberg");
        assert_eq!(cut("Åsa Öberg", 5), "Åsa …");
        assert_eq!(cut("東京都", 4), "東…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(fit("42", 5, true), "   42");
        assert_eq!(fit("東京都", 4, false), "東… ");
    }
}
