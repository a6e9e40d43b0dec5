//! Making visible what a terminal would obey or hide. Everything that comes from a file or a database passes
//! [`visible`] before it reaches a widget or standard output; ratatui's own widgets do not do this.

use std::borrow::Cow;

/// Whether a character would steer the terminal, turn the reading direction, or not be seen.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character makes a cell `bad_text`: controls, bidi overrides and isolates, and what decoding left
/// where the encoding could not hold the bytes.
pub fn is_bad(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}' | '\u{2028}' | '\u{2029}')
}

/// The text with every hidden character made visible: `^[` for ESC and other C0 controls, `<U+202E>` for the rest.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, 0x20..=0x7e)) || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\u{0}'..='\u{1f}' => {
                shown.push('^');
                shown.push(char::from(c as u8 + 0x40));
            }
            '\u{7f}' => shown.push_str("^?"),
            hidden if is_hidden(hidden) => {
                shown.push_str(&format!("<U+{:04X}>", u32::from(hidden)));
            }
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// An address as the log may hold it: the first two characters and the domain (`an****@foretaget.se`).
pub fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let start: String = local.chars().take(2).collect();
    if domain.is_empty() {
        format!("{start}****")
    } else {
        format!("{start}****@{domain}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(visible("Åsa Öberg"), "Åsa Öberg");
        assert_eq!(visible("\u{1b}[31mröd"), "^[[31mröd");
        assert_eq!(
            visible("a\u{202e}b\u{200b}c\u{9b}d\t"),
            "a<U+202E>b<U+200B>c<U+009B>d^I"
        );
        assert_eq!(visible("\u{7f}"), "^?");
    }

    #[test]
    fn addresses_are_masked_for_the_log() {
        assert_eq!(masked("anna.andersson@foretaget.se"), "an****@foretaget.se");
        assert_eq!(masked("å"), "å****");
    }
}
