//! The order in which a Swede looks things up: å, ä and ö behind z, case and other accents aside, numbers inside a text by
//! their value (`9` before `10`, `00417` like `417`). A key of bytes is made once for each text and then compared.
//! Not here: the collation of other languages. A crate that knows them all brings their data along; this one order takes
//! a page.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// Appends the key of a text. An empty text, and one of spaces only, has an empty key. Of two keys the smaller one, byte
/// for byte, stands first.
pub fn sort_key(text: &str, key: &mut Vec<u8>) {
    let text = text.trim();
    if text.is_ascii() {
        numbers_and_letters(text.chars(), key);
    } else {
        numbers_and_letters(text.nfc(), key);
    }
}

fn numbers_and_letters(text: impl Iterator<Item = char>, key: &mut Vec<u8>) {
    let mut text = text.peekable();
    while let Some(c) = text.next() {
        if !c.is_ascii_digit() {
            letter(c, key);
            continue;
        }
        // How many digits, then which: a longer number is a larger one.
        key.push(b'0');
        let length_at = key.len();
        key.push(0);
        let mut digit = Some(c);
        while let Some(c) = digit {
            if c != '0' || key.len() > length_at + 1 {
                key.push(c as u8);
            }
            digit = text.next_if(char::is_ascii_digit);
        }
        key[length_at] = u8::try_from(key.len() - length_at - 1).unwrap_or(u8::MAX);
    }
}

/// The bytes behind `z` that the Swedish letters take; what ASCII has there moves to where its capitals would be.
fn letter(c: char, key: &mut Vec<u8>) {
    match c {
        '{'..='~' => key.push(c as u8 - b'{' + b'A'),
        '\0'..='\x7f' => key.push(c.to_ascii_lowercase() as u8),
        'å' | 'Å' => key.push(b'z' + 1),
        'ä' | 'Ä' | 'æ' | 'Æ' => key.push(b'z' + 2),
        'ö' | 'Ö' | 'ø' | 'Ø' => key.push(b'z' + 3),
        'ü' | 'Ü' => key.push(b'y'),
        'ß' | 'ẞ' => key.extend(b"ss"),
        other => {
            let mut base = None;
            decompose_canonical(other, |part| base = base.or(Some(part)));
            match base.filter(char::is_ascii) {
                Some(base) => key.push(base.to_ascii_lowercase() as u8),
                None => {
                    for lower in other.to_lowercase() {
                        key.extend(lower.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        sort_key(text, &mut key);
        key
    }

    fn sorted(texts: &[&'static str]) -> Vec<&'static str> {
        let mut texts = texts.to_vec();
        texts.sort_by_key(|text| key(text));
        texts
    }

    #[test]
    fn swedish_letters_stand_behind_z_in_their_own_order() {
        assert_eq!(
            sorted(&[
                "Öberg", "Ärlig", "Åsa", "Zäta", "Adam", "Älg", "Vera", "Wilma", "Xenia"
            ]),
            [
                "Adam", "Vera", "Wilma", "Xenia", "Zäta", "Åsa", "Älg", "Ärlig", "Öberg"
            ]
        );
        // Danish and Norwegian letters stand with theirs, a German ü with y.
        assert_eq!(
            sorted(&["Øst", "Ö", "Æ", "Zürich", "Müller", "Myr"]),
            ["Müller", "Myr", "Zürich", "Æ", "Ö", "Øst"]
        );
    }

    #[test]
    fn case_accents_and_how_a_letter_is_composed_make_no_difference() {
        assert_eq!(key("IDÉ"), key("ide"));
        assert_eq!(key("a\u{30a}sa"), key("ÅSA"));
        assert_eq!(key("  anna "), key("Anna"));
        assert!(key(" ").is_empty());
    }

    #[test]
    fn numbers_are_compared_by_their_value() {
        assert_eq!(
            sorted(&["10", "9", "1a", "2", "1"]),
            ["1", "1a", "2", "9", "10"]
        );
        assert_eq!(sorted(&["u100", "u20", "u3"]), ["u3", "u20", "u100"]);
        assert_eq!(key("00417"), key("417"));
        assert_eq!(key("000"), key("0"));
        assert!(key("417") < key("4170") && key("418") > key("00417"));
    }

    #[test]
    fn other_letters_and_signs_have_their_place_too() {
        assert_eq!(
            sorted(&["Ö", "Ж", "{", "a", "1", "-"]),
            ["-", "1", "{", "a", "Ö", "Ж"]
        );
        assert_eq!(key("Ж"), key("ж"));
    }
}
