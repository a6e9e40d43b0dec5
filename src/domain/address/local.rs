//! What may stand before the `@`, and what is proposed where something else does.

use unicode_normalization::UnicodeNormalization;

use super::{AddressError, parse};

/// The longest local part, in octets.
pub const LOCAL_MAX: usize = 64;

fn is_atom_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// Whether this is a local part; the domain is for what is proposed.
pub(super) fn check_local(local: &str, domain: &str) -> Result<(), AddressError> {
    if local.is_empty() {
        return Err(AddressError::LocalEmpty);
    }
    for (index, character) in local.chars().enumerate() {
        if character != '.' && !is_atom_character(character) {
            let mut plain = String::with_capacity(local.len());
            for letter in local.nfc() {
                match plain_letters(letter) {
                    Some(ascii) => plain.push_str(ascii),
                    None => plain.push(letter),
                }
            }
            let plain_enough = plain.chars().all(|c| c == '.' || is_atom_character(c))
                && check_local(&plain, domain).is_ok();
            let suggestion = plain_enough.then(|| proposed(&plain, domain)).flatten();
            return Err(AddressError::LocalCharacter {
                character,
                position: index + 1,
                suggestion,
            });
        }
    }
    let dot = local.char_indices().position(|(at, c)| {
        c == '.' && (at == 0 || at + 1 == local.len() || local[at + 1..].starts_with('.'))
    });
    if let Some(position) = dot {
        let parts: Vec<&str> = local.split('.').filter(|part| !part.is_empty()).collect();
        return Err(AddressError::LocalDot {
            position: position + 1,
            suggestion: proposed(&parts.join("."), domain),
        });
    }
    if local.len() > LOCAL_MAX {
        return Err(AddressError::LocalTooLong {
            octets: local.len(),
        });
    }
    Ok(())
}

/// These two as an address, if they are one; its local part is free of what would propose another.
fn proposed(local: &str, domain: &str) -> Option<String> {
    let parsed = parse(&format!("{local}@{domain}")).ok()?;
    Some(parsed.address.spelling().to_owned())
}

/// The ASCII letters that Swedish addresses use for this letter; `None` where there are none.
pub fn plain_letters(c: char) -> Option<&'static str> {
    let ascii = match c {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'æ' => "a",
        'Å' | 'Ä' | 'Á' | 'À' | 'Â' | 'Ã' | 'Æ' => "A",
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => "o",
        'Ö' | 'Ø' | 'Ó' | 'Ò' | 'Ô' | 'Õ' => "O",
        'é' | 'è' | 'ê' | 'ë' | 'ę' => "e",
        'É' | 'È' | 'Ê' | 'Ë' => "E",
        'ü' | 'ú' | 'ù' | 'û' => "u",
        'Ü' | 'Ú' | 'Ù' | 'Û' => "U",
        'í' | 'ì' | 'î' | 'ï' | 'ı' => "i",
        'ç' | 'ć' | 'č' => "c",
        'ñ' | 'ń' => "n",
        'ß' => "ss",
        'ł' => "l",
        'š' | 'ś' | 'ş' => "s",
        'ž' | 'ź' | 'ż' => "z",
        'ý' | 'ÿ' => "y",
        'ð' | 'đ' => "d",
        _ => return None,
    };
    Some(ascii)
}
