//! The guess between Windows-1252 and IBM437 for bytes that are neither marked nor UTF-8. No statistics: in a
//! register of people each byte beyond ASCII is a letter among letters or a typographic sign in its usual place,
//! and read in the wrong page it is nearly always neither (`Bj”rn`, `BjÃ·rn`). Where both readings hold, or none
//! does, the guess says that it is one.

use super::encoding::{CodePage, DOS, WINDOWS};
use crate::domain::template::Encoding;

/// Where a character may stand and still be ordinary text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// A letter, next to another one.
    Letter,
    /// ß: a letter that only follows a vowel.
    Sharp,
    /// Anywhere: apostrophes, dashes, no-break spaces.
    Anywhere,
    /// Not with letters on both sides.
    Between,
    /// Not behind a letter.
    Opening,
    /// Not before a letter.
    Closing,
    /// Not next to any letter.
    Apart,
    /// Nowhere: box drawing, Greek, mathematics, controls.
    Never,
}

fn fit(character: char) -> Fit {
    match character {
        'ß' => Fit::Sharp,
        '×' | '÷' => Fit::Apart,
        'À'..='ÿ' | 'Š' | 'š' | 'Œ' | 'œ' | 'Ž' | 'ž' | 'Ÿ' => Fit::Letter,
        '\u{a0}' | '\u{ad}' | '’' | '´' | '–' | '—' | '·' => Fit::Anywhere,
        '”' | '“' | '…' | '«' | '»' | '‹' | '›' => Fit::Between,
        '‘' | '„' | '‚' | '¿' | '¡' | '§' | '°' | '©' => Fit::Opening,
        '™' | '®' | 'ª' | 'º' | '¹' | '²' | '³' | '¼' | '½' | '¾' => Fit::Closing,
        '€' | '£' | '¤' | '¥' | '¢' | '±' | '†' | '‡' | '•' | '‰' | '¶' | 'µ' => {
            Fit::Apart
        }
        _ => Fit::Never,
    }
}

/// How badly a reading does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Misfits {
    /// Characters that stand where no text has them.
    strange: usize,
    /// Letters with no letter beside them: an initial, or the sign of another page.
    lonely: usize,
}

struct Reader {
    fits: [Fit; 128],
    upper: &'static [char; 128],
    misfits: Misfits,
}

impl Reader {
    fn new(page: &'static CodePage) -> Reader {
        Reader {
            fits: page.upper.map(fit),
            upper: &page.upper,
            misfits: Misfits::default(),
        }
    }

    fn is_letter(&self, byte: Option<u8>) -> bool {
        byte.is_some_and(|byte| match byte {
            0..=0x7f => byte.is_ascii_alphabetic(),
            _ => matches!(
                self.fits[usize::from(byte & 0x7f)],
                Fit::Letter | Fit::Sharp
            ),
        })
    }

    fn is_vowel(&self, byte: Option<u8>) -> bool {
        byte.is_some_and(|byte| {
            let character = match byte {
                0..=0x7f => char::from(byte),
                _ => self.upper[usize::from(byte & 0x7f)],
            };
            matches!(
                character.to_ascii_lowercase(),
                'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö' | 'ü'
            )
        })
    }

    fn look(&mut self, before: Option<u8>, byte: u8, after: Option<u8>) {
        let (left, right) = (self.is_letter(before), self.is_letter(after));
        let ordinary = match self.fits[usize::from(byte & 0x7f)] {
            Fit::Letter => {
                self.misfits.lonely += usize::from(!left && !right);
                true
            }
            Fit::Sharp => self.is_vowel(before),
            Fit::Anywhere => true,
            Fit::Between => !(left && right),
            Fit::Opening => !left,
            Fit::Closing => !right,
            Fit::Apart => !left && !right,
            Fit::Never => false,
        };
        self.misfits.strange += usize::from(!ordinary);
    }
}

/// The likelier of the two code pages, and whether that is in doubt.
pub(super) fn code_page(bytes: &[u8]) -> (Encoding, bool) {
    let mut windows = Reader::new(&WINDOWS);
    let mut dos = Reader::new(&DOS);
    let mut seen = 0;
    let mut at = 0;
    loop {
        at += encoding_rs::Encoding::ascii_valid_up_to(&bytes[at..]);
        let Some(byte) = bytes.get(at).copied() else {
            break;
        };
        let before = at.checked_sub(1).map(|previous| bytes[previous]);
        let after = bytes.get(at + 1).copied();
        windows.look(before, byte, after);
        dos.look(before, byte, after);
        seen += 1;
        at += 1;
    }
    decide(windows.misfits, dos.misfits, seen)
}

fn decide(windows: Misfits, dos: Misfits, seen: usize) -> (Encoding, bool) {
    let perfect = Misfits::default();
    // A stray sign in a long file does not make it doubtful, if the other reading is strange throughout.
    let clear = |good: Misfits, bad: Misfits| good.strange * 50 <= seen && bad.strange * 2 >= seen;
    let sure = match (windows == perfect, dos == perfect) {
        (true, false) => Some(Encoding::Windows1252),
        (false, true) => Some(Encoding::Ibm437),
        (true, true) => None,
        (false, false) => match (windows.strange, dos.strange) {
            (0, 1..) => Some(Encoding::Windows1252),
            (1.., 0) => Some(Encoding::Ibm437),
            _ if clear(windows, dos) => Some(Encoding::Windows1252),
            _ if clear(dos, windows) => Some(Encoding::Ibm437),
            _ => None,
        },
    };
    match sure {
        Some(encoding) => (encoding, false),
        None if dos < windows => (Encoding::Ibm437, true),
        None => (Encoding::Windows1252, true),
    }
}

#[cfg(test)]
mod tests {
    use super::super::encoding::encode;
    use super::*;

    const PEOPLE: [&str; 7] = [
        "Åsa Öberg;Vård & omsorg",
        "Björn Ärlemalm",
        "Märta Sjögren-Häggström",
        "André Lindén",
        "Zoë Müller",
        "SÖREN ÅKESSON",
        "François Århus",
    ];

    #[test]
    fn names_are_recognised_in_either_page() {
        for name in PEOPLE {
            for encoding in [Encoding::Windows1252, Encoding::Ibm437] {
                let bytes = encode(name, encoding).unwrap();
                assert_eq!(code_page(&bytes), (encoding, false), "{name}");
            }
        }
    }

    #[test]
    fn nordic_and_southern_letters_of_windows_are_no_dos_signs() {
        for name in [
            "Søren Kjær",
            "Hernández",
            "Núñez",
            "Ægir Þórsson",
            "Weiß",
            "Å;Ö",
            "O´Brien § 4 – 20 °C",
        ] {
            let bytes = encode(name, Encoding::Windows1252).unwrap();
            assert_eq!(code_page(&bytes), (Encoding::Windows1252, false), "{name}");
        }
    }

    #[test]
    fn what_reads_well_both_ways_or_neither_is_in_doubt() {
        // Žngla or Ängla; O’Brien or OÆBrien; å in one page, ö in the other.
        for bytes in [&b"\x8engla"[..], b"O\x92Brien", b"Bj\x94rn;\xc5sa"] {
            assert_eq!(code_page(bytes), (Encoding::Windows1252, true), "{bytes:?}");
        }
    }

    #[test]
    fn one_stray_sign_in_a_long_file_leaves_no_doubt() {
        let mut bytes = encode(&"Åsa Öberg\n".repeat(100), Encoding::Windows1252).unwrap();
        bytes.extend_from_slice(b"a \xa6 b\n");
        assert_eq!(code_page(&bytes), (Encoding::Windows1252, false));
    }
}
