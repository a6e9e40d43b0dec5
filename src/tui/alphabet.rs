//! Which characters the terminal can show, and what stands for the others. Every replacement is as wide as what it replaces, so
//! that nothing moves; it happens on the way out, and all other parts of koppla write as if everything could be shown.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::tui::widgets::text::width;

/// How letters are sent, as the locale says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Letters {
    /// All of them, in UTF-8.
    #[default]
    Utf8,
    /// Those of Western Europe, a byte each.
    Latin1,
    /// Those without a mark.
    Ascii,
}

/// Which signs and frames there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signs {
    /// All of them.
    #[default]
    All,
    /// Those of the fonts of a console: frames and arrows, but no ticks.
    Console,
    /// Those of a typewriter.
    Ascii,
}

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Alphabet {
    /// Its letters.
    pub letters: Letters,
    /// Its signs.
    pub signs: Signs,
}

/// A sign, what a console shows for it, what a typewriter does. A tick is a plus: a `v` would read as the letter of what is locked.
const SIGNS: [(char, char, char); 40] = [
    // What parts the thousands.
    ('\u{a0}', ' ', ' '),
    ('\u{202f}', ' ', ' '),
    ('✓', '√', '+'),
    ('✗', 'x', 'x'),
    ('▸', '►', '>'),
    ('●', '•', 'o'),
    ('·', '·', '.'),
    ('…', '~', '~'),
    ('›', '>', '>'),
    ('‹', '<', '<'),
    ('→', '→', '>'),
    ('←', '←', '<'),
    ('↑', '↑', '^'),
    ('↓', '↓', 'v'),
    ('▲', '▲', '^'),
    ('▼', '▼', 'v'),
    ('█', '█', '#'),
    ('░', '░', '.'),
    ('─', '─', '-'),
    ('│', '│', '|'),
    ('┌', '┌', '+'),
    ('┐', '┐', '+'),
    ('└', '└', '+'),
    ('┘', '┘', '+'),
    ('├', '├', '+'),
    ('┤', '┤', '+'),
    ('┬', '┬', '+'),
    ('┴', '┴', '+'),
    ('┼', '┼', '+'),
    ('–', '-', '-'),
    ('—', '-', '-'),
    ('−', '-', '-'),
    ('“', '"', '"'),
    ('”', '"', '"'),
    ('„', '"', '"'),
    ('’', '\'', '\''),
    ('‘', '\'', '\''),
    ('×', 'x', 'x'),
    ('≤', '≤', '<'),
    ('≥', '≥', '>'),
];

/// Letters that no mark has to be taken from to make them plain.
const LETTERS: [(char, char); 10] = [
    ('ø', 'o'),
    ('Ø', 'O'),
    ('æ', 'a'),
    ('Æ', 'A'),
    ('œ', 'o'),
    ('ß', 's'),
    ('ð', 'd'),
    ('þ', 't'),
    ('ł', 'l'),
    ('Ł', 'L'),
];

impl Alphabet {
    /// Whether everything can be shown as it is.
    pub fn is_whole(self) -> bool {
        self == Alphabet::default()
    }

    /// A piece of text of one cell or two as it can be shown, just as wide.
    pub fn spell(self, symbol: &str) -> Cow<'_, str> {
        if self.is_whole() || symbol.is_ascii() {
            return Cow::Borrowed(symbol);
        }
        let cells = width(symbol);
        let Some(first) = symbol.chars().next() else {
            return Cow::Borrowed(symbol);
        };
        match self.sign(first).or_else(|| self.letter(first)) {
            Some(shown) if shown == first && self.letters == Letters::Utf8 => Cow::Borrowed(symbol),
            Some(shown) if cells == 1 => Cow::Owned(shown.to_string()),
            _ => Cow::Owned("?".repeat(cells)),
        }
    }

    fn sign(self, c: char) -> Option<char> {
        let (_, console, ascii) = SIGNS.iter().find(|(sign, ..)| *sign == c)?;
        Some(match self.signs {
            Signs::All => c,
            Signs::Console => *console,
            Signs::Ascii => *ascii,
        })
    }

    fn letter(self, c: char) -> Option<char> {
        match self.letters {
            Letters::Utf8 => Some(c),
            Letters::Latin1 if matches!(c, '\u{a0}'..='\u{ff}') => Some(c),
            _ => {
                let plain = LETTERS.iter().find(|(letter, _)| *letter == c);
                let plain = plain.map(|(_, plain)| *plain);
                plain.or_else(|| c.nfd().next().filter(char::is_ascii))
            }
        }
    }

    /// The bytes that a text is sent as; what has no byte is a question mark.
    pub fn bytes(self, text: &str) -> Cow<'_, [u8]> {
        if self.letters != Letters::Latin1 || text.is_ascii() {
            return Cow::Borrowed(text.as_bytes());
        }
        let bytes = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?'));
        Cow::Owned(bytes.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPEWRITER: Alphabet = Alphabet {
        letters: Letters::Ascii,
        signs: Signs::Ascii,
    };

    #[test]
    fn what_can_be_shown_stays_and_the_rest_keeps_its_width() {
        let console = Alphabet {
            letters: Letters::Utf8,
            signs: Signs::Console,
        };
        let latin = Alphabet {
            letters: Letters::Latin1,
            signs: Signs::Ascii,
        };
        for (symbol, on_console, in_latin, on_typewriter) in [
            ("a", "a", "a", "a"),
            ("å", "å", "å", "a"),
            ("Ö", "Ö", "Ö", "O"),
            ("e\u{301}", "e\u{301}", "e", "e"),
            ("ł", "ł", "l", "l"),
            ("✓", "√", "+", "+"),
            ("│", "│", "|", "|"),
            ("·", "·", ".", "."),
            ("§", "§", "§", "?"),
            ("東", "東", "??", "??"),
        ] {
            assert_eq!(console.spell(symbol), on_console);
            assert_eq!(latin.spell(symbol), in_latin);
            assert_eq!(TYPEWRITER.spell(symbol), on_typewriter);
            assert_eq!(Alphabet::default().spell(symbol), symbol);
        }
    }

    #[test]
    fn every_replacement_is_one_cell_wide_and_ascii_is_ascii() {
        for (sign, console, ascii) in SIGNS {
            for shown in [sign, console, ascii] {
                assert_eq!(width(&shown.to_string()), 1, "{sign} {shown}");
            }
            assert!(ascii.is_ascii(), "{sign}");
        }
    }

    #[test]
    fn latin_letters_are_a_byte_each() {
        let latin = Alphabet {
            letters: Letters::Latin1,
            signs: Signs::Ascii,
        };
        assert_eq!(latin.bytes("Åsa").as_ref(), b"\xc5sa");
        assert_eq!(Alphabet::default().bytes("Åsa").as_ref(), "Åsa".as_bytes());
    }
}
