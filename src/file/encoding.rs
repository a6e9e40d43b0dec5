//! Bytes to text and back. In memory text is UTF-8 without a byte order mark. Bytes that are no valid UTF-8 stay
//! in a UTF-8 file as they are, so that it can be saved to the byte. The code pages give every byte a character
//! of its own, so decoding them loses nothing; UTF-16 loses something only where it is broken, and says so.
//! Not here: how the guess between the code pages is made (`guess.rs`).

use std::sync::LazyLock;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use oem_cp::code_table::DECODING_TABLE_CP437;

use super::guess;
use crate::domain::template::Encoding;

/// How many bytes of UTF-16 are decoded at a time.
const BLOCK: usize = 64 << 10;

/// Text, and how it came to be.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// UTF-8 without a byte order mark; valid, except that a UTF-8 file keeps its invalid bytes.
    pub text: Vec<u8>,
    /// The encoding that was used.
    pub encoding: Encoding,
    /// Whether encoding the text again gives the same bytes.
    pub faithful: bool,
    /// Set where the bytes leave a choice that the operator should make.
    pub doubt: Option<Doubt>,
}

/// Two encodings that the bytes could be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The likelier one, which was used.
    pub guess: Encoding,
    /// The other one.
    pub other: Encoding,
    /// Up to three lines of the file with bytes in question, as they are; decode them with [`decode_sample`].
    pub samples: Vec<Vec<u8>>,
}

impl Doubt {
    /// A piece of the text that was decoded by the guess, as the other encoding has it; `None` where both agree.
    pub fn otherwise(&self, text: &str) -> Option<String> {
        if text.is_ascii() {
            return None;
        }
        let mut bytes = Vec::with_capacity(text.len());
        encode_into(text, self.guess, &mut bytes).ok()?;
        let other = decode_sample(&bytes, self.other);
        (other != text).then_some(other)
    }
}

/// A character that an encoding lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The character {character:?} does not exist in {}.", .encoding.code())]
pub struct Unencodable {
    /// Where it begins in the text, in bytes.
    pub offset: usize,
    /// The character.
    pub character: char,
    /// The encoding that lacks it.
    pub encoding: Encoding,
}

/// How long the byte order mark at the beginning is, and whether it is one of UTF-16.
pub(super) fn mark(bytes: &[u8]) -> (usize, bool) {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => (3, false),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => (2, true),
        _ => (0, false),
    }
}

/// Decodes a whole file. A byte order mark decides, whatever was chosen; without one the choice does, except that
/// a choice of UTF-16 is passed over, since UTF-16 is read only with a mark, and UTF-8 with a mark is then plain
/// UTF-8. Without mark and choice: valid UTF-8, then mostly valid UTF-8, then a guess between the code pages.
pub fn decode(bytes: Vec<u8>, choice: Option<Encoding>) -> Decoded {
    let sure = |text, encoding| Decoded {
        text,
        encoding,
        faithful: true,
        doubt: None,
    };
    match bytes.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => {
            let mut text = bytes;
            text.drain(..3);
            return sure(text, Encoding::Utf8Bom);
        }
        [0xff, 0xfe, rest @ ..] => return decode_wide(rest, Encoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => return decode_wide(rest, Encoding::Utf16Be),
        _ => {}
    }
    match choice {
        Some(Encoding::Utf8 | Encoding::Utf8Bom) => return sure(bytes, Encoding::Utf8),
        Some(Encoding::Windows1252) => {
            return sure(WINDOWS.decode(bytes), Encoding::Windows1252);
        }
        Some(Encoding::Ibm437) => return sure(DOS.decode(bytes), Encoding::Ibm437),
        Some(Encoding::Utf16Le | Encoding::Utf16Be) | None => {}
    }
    if std::str::from_utf8(&bytes).is_ok() || mostly_utf8(&bytes) {
        return sure(bytes, Encoding::Utf8);
    }
    let (guess, doubtful) = guess::code_page(&bytes);
    let doubt = doubtful.then(|| Doubt {
        guess,
        other: match guess {
            Encoding::Ibm437 => Encoding::Windows1252,
            _ => Encoding::Ibm437,
        },
        samples: samples(&bytes),
    });
    Decoded {
        text: match guess {
            Encoding::Ibm437 => DOS.decode(bytes),
            _ => WINDOWS.decode(bytes),
        },
        encoding: guess,
        faithful: true,
        doubt,
    }
}

/// A piece of a file decoded one way, for showing: what the encoding does not define becomes U+FFFD.
pub fn decode_sample(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Windows1252 => {
            String::from_utf8_lossy(&WINDOWS.decode(bytes.to_vec())).into_owned()
        }
        Encoding::Ibm437 => String::from_utf8_lossy(&DOS.decode(bytes.to_vec())).into_owned(),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            String::from_utf8_lossy(&decode_wide(bytes, encoding).text).into_owned()
        }
    }
}

/// Encodes a whole file, byte order mark included.
///
/// # Errors
/// The first character that the encoding lacks.
pub fn encode(text: &str, encoding: Encoding) -> Result<Vec<u8>, Unencodable> {
    let mut bytes = Vec::with_capacity(text.len() + 3);
    bytes.extend_from_slice(byte_order_mark(encoding));
    encode_into(text, encoding, &mut bytes)?;
    Ok(bytes)
}

/// The mark that a file in this encoding begins with; empty for those without one.
pub fn byte_order_mark(encoding: Encoding) -> &'static [u8] {
    match encoding {
        Encoding::Utf8Bom => b"\xef\xbb\xbf",
        Encoding::Utf16Le => b"\xff\xfe",
        Encoding::Utf16Be => b"\xfe\xff",
        Encoding::Utf8 | Encoding::Windows1252 | Encoding::Ibm437 => b"",
    }
}

/// Appends a piece of text without a mark. All encodings here are stateless, so pieces add up to the whole.
///
/// # Errors
/// The first character that the encoding lacks; what comes before it is appended.
pub fn encode_into(text: &str, encoding: Encoding, bytes: &mut Vec<u8>) -> Result<(), Unencodable> {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => bytes.extend_from_slice(text.as_bytes()),
        Encoding::Utf16Le => bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
        Encoding::Utf16Be => bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        Encoding::Windows1252 | Encoding::Ibm437 => {
            let page = match encoding {
                Encoding::Ibm437 => &*DOS,
                _ => &*WINDOWS,
            };
            for (offset, character) in text.char_indices() {
                bytes.push(page.byte(character).ok_or(Unencodable {
                    offset,
                    character,
                    encoding,
                })?);
            }
        }
    }
    Ok(())
}

/// The first character of a text that the encoding lacks.
pub fn first_unencodable(text: &str, encoding: Encoding) -> Option<char> {
    match encoding {
        Encoding::Windows1252 => text.chars().find(|c| WINDOWS.byte(*c).is_none()),
        Encoding::Ibm437 => text.chars().find(|c| DOS.byte(*c).is_none()),
        Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Utf16Le | Encoding::Utf16Be => None,
    }
}

fn decode_wide(bytes: &[u8], encoding: Encoding) -> Decoded {
    let decoder = match encoding {
        Encoding::Utf16Be => UTF_16BE,
        _ => UTF_16LE,
    };
    // Broken are lone surrogates and half a unit at the end. Without those, decoding is one-to-one.
    let mut decoder = decoder.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 16);
    let mut broken = false;
    // In blocks, because room for the worst case of all at once would be three times the text.
    let blocks = bytes.chunks(BLOCK);
    let last = blocks.len();
    for (number, block) in (1..).zip(blocks) {
        let room = decoder.max_utf8_buffer_length(block.len());
        text.reserve(room.unwrap_or(block.len() * 3));
        let (_, _, errors) = decoder.decode_to_string(block, &mut text, number == last);
        broken |= errors;
    }
    text.shrink_to_fit();
    Decoded {
        text: text.into_bytes(),
        encoding,
        faithful: !broken,
        doubt: None,
    }
}

/// Whether the bytes are UTF-8 with a few accidents in it: at least one character beyond ASCII, and twice as many
/// of them as of broken places. By chance such sequences hardly ever occur in the code pages.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        // Each character beyond ASCII has one byte that is at least this.
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= 2 * broken
}

/// Up to three different lines with bytes beyond ASCII, shortened to what a line of a dialog can show.
fn samples(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut samples: Vec<Vec<u8>> = Vec::new();
    for line in bytes.split(|b| matches!(b, b'\n' | b'\r')) {
        let Some(first) = line.iter().position(|b| !b.is_ascii()) else {
            continue;
        };
        let start = first.saturating_sub(60);
        let sample = &line[start..line.len().min(start + 120)];
        if !samples.iter().any(|known| known == sample) {
            samples.push(sample.to_vec());
        }
        if samples.len() == 3 {
            break;
        }
    }
    samples
}

/// A code page that shares its lower half with ASCII and gives every byte of the upper half its own character.
pub(super) struct CodePage {
    pub(super) upper: [char; 128],
    /// The same the other way round, sorted by character.
    bytes: Vec<(char, u8)>,
}

/// Windows-1252 as the web defines it: the five bytes that it leaves open are C1 controls.
pub(super) static WINDOWS: LazyLock<CodePage> = LazyLock::new(|| {
    let all: Vec<u8> = (0x80..=0xff).collect();
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&all);
    let mut upper = ['\u{fffd}'; 128];
    for (place, character) in upper.iter_mut().zip(text.chars()) {
        *place = character;
    }
    CodePage::new(upper)
});

pub(super) static DOS: LazyLock<CodePage> = LazyLock::new(|| CodePage::new(DECODING_TABLE_CP437));

impl CodePage {
    fn new(upper: [char; 128]) -> CodePage {
        let mut bytes: Vec<(char, u8)> = upper.into_iter().zip(0x80..=0xff).collect();
        bytes.sort_unstable();
        CodePage { upper, bytes }
    }

    fn decode(&self, bytes: Vec<u8>) -> Vec<u8> {
        let mut ascii = encoding_rs::Encoding::ascii_valid_up_to(&bytes);
        if ascii == bytes.len() {
            return bytes;
        }
        // Swedish names make a file of a register a few percent longer; a little room saves a second allocation.
        let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 16);
        let mut rest = bytes.as_slice();
        loop {
            text.extend_from_slice(&rest[..ascii]);
            let Some(byte) = rest.get(ascii) else {
                return text;
            };
            let character = self.upper[usize::from(byte & 0x7f)];
            text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            rest = &rest[ascii + 1..];
            ascii = encoding_rs::Encoding::ascii_valid_up_to(rest);
        }
    }

    fn byte(&self, character: char) -> Option<u8> {
        if character.is_ascii() {
            return u8::try_from(character).ok();
        }
        let at = self.bytes.binary_search_by_key(&character, |pair| pair.0);
        at.ok().map(|at| self.bytes[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(decoded: &Decoded) -> &str {
        std::str::from_utf8(&decoded.text).unwrap()
    }

    #[test]
    fn every_byte_of_a_code_page_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        for encoding in [Encoding::Windows1252, Encoding::Ibm437] {
            let decoded = decode(all.clone(), Some(encoding));
            assert_eq!(text(&decoded).chars().count(), 256);
            assert_eq!(encode(text(&decoded), encoding), Ok(all.clone()));
        }
    }

    #[test]
    fn a_mark_decides_whatever_was_chosen() {
        let cases: [(&[u8], Encoding); 3] = [
            (b"\xef\xbb\xbf\xc3\xa5;a", Encoding::Utf8Bom),
            (b"\xff\xfe\xe5\0;\0a\0", Encoding::Utf16Le),
            (b"\xfe\xff\0\xe5\0;\0a", Encoding::Utf16Be),
        ];
        for (bytes, encoding) in cases {
            for choice in [None, Some(Encoding::Windows1252), Some(Encoding::Utf8)] {
                let decoded = decode(bytes.to_vec(), choice);
                assert_eq!((text(&decoded), decoded.encoding), ("å;a", encoding));
                assert!(decoded.faithful && decoded.doubt.is_none());
                assert_eq!(encode(text(&decoded), encoding), Ok(bytes.to_vec()));
            }
        }
    }

    #[test]
    fn without_a_mark_nothing_is_read_as_utf_16_and_no_mark_is_added() {
        let ascii = b"anna;b".to_vec();
        let decoded = decode(ascii.clone(), Some(Encoding::Utf16Le));
        assert_eq!(decoded.encoding, Encoding::Utf8);
        let decoded = decode(ascii, Some(Encoding::Utf8Bom));
        assert_eq!(decoded.encoding, Encoding::Utf8);
    }

    #[test]
    fn broken_utf_16_is_read_but_not_faithful() {
        for broken in [&b"\xff\xfea\0b"[..], b"\xff\xfe\0\xd8a\0"] {
            let decoded = decode(broken.to_vec(), None);
            assert!(!decoded.faithful);
            assert!(text(&decoded).contains('\u{fffd}'));
        }
        assert!(decode(b"\xff\xfe\xfd\xff".to_vec(), None).faithful);
    }

    #[test]
    fn utf_8_with_a_few_accidents_stays_utf_8_with_its_bytes() {
        let bytes = "Åsa;Örjan\nBj\u{f6}rn\n".as_bytes().to_vec();
        let mut damaged = bytes.clone();
        damaged.extend_from_slice(b"\xff;x\n");
        let decoded = decode(damaged.clone(), None);
        assert_eq!(decoded.encoding, Encoding::Utf8);
        assert_eq!(decoded.text, damaged);
        assert!(decoded.faithful);
    }

    #[test]
    fn a_choice_is_obeyed() {
        let bytes = b"Bj\x94rn".to_vec();
        assert_eq!(text(&decode(bytes.clone(), None)), "Björn");
        let chosen = decode(bytes, Some(Encoding::Windows1252));
        assert_eq!(text(&chosen), "Bj”rn");
        assert_eq!(chosen.doubt, None);
    }

    #[test]
    fn a_doubt_shows_lines_both_ways() {
        let decoded = decode(
            b"id;namn\n1;\x8engla\n1;\x8engla\n2;\x8ert\n".to_vec(),
            None,
        );
        let doubt = decoded.doubt.unwrap();
        assert_eq!(
            (doubt.guess, doubt.other),
            (Encoding::Windows1252, Encoding::Ibm437)
        );
        let both = |sample: &[u8]| {
            [doubt.guess, doubt.other].map(|encoding| decode_sample(sample, encoding))
        };
        assert_eq!(doubt.samples.len(), 2);
        assert_eq!(both(&doubt.samples[0]), ["1;Žngla", "1;Ängla"]);
        assert_eq!(doubt.otherwise("Žrt").as_deref(), Some("Ärt"));
        assert_eq!(doubt.otherwise("Art"), None);
    }

    #[test]
    fn a_character_that_is_not_in_the_encoding_is_named_with_its_place() {
        assert_eq!(
            encode("å;Łódź", Encoding::Windows1252),
            Err(Unencodable {
                offset: 3,
                character: 'Ł',
                encoding: Encoding::Windows1252
            })
        );
        assert_eq!(encode("€", Encoding::Windows1252), Ok(vec![0x80]));
        assert_eq!(first_unencodable("a€", Encoding::Ibm437), Some('€'));
        assert_eq!(first_unencodable("Łódź", Encoding::Utf16Le), None);
    }
}
