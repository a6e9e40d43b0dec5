//! The secrets: the key outside the register, and the links and codes that are made from it. A link can be made again from key, nonce
//! and send number, so a retry carries the same one; the register holds only what cannot be turned back into it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Length of a [`Nonce`].
pub const NONCE_BYTES: usize = 16;

/// Random bytes of a mailing or of a code; no secret.
pub type Nonce = [u8; NONCE_BYTES];

/// What the register holds of a link: an HMAC-SHA-256 of it.
pub type Mac = [u8; 32];

const KEY_BYTES: usize = 32;
const CODES: u32 = 1_000_000;

/// A key: 32 random bytes. Wiped from memory when it goes, and never shown.
#[derive(Clone)]
pub struct Key {
    id: String,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.id)
    }
}

impl Key {
    /// The key of these bytes, which must come from the system's source of chance.
    pub fn new(bytes: [u8; KEY_BYTES]) -> Key {
        let id = Sha256::digest(bytes)[..4]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Key {
            id,
            bytes: Zeroizing::new(bytes),
        }
    }

    /// What names the key where it must not be told: the beginning of its SHA-256, in hexadecimal.
    pub fn id(&self) -> &str {
        &self.id
    }

    fn hmac(&self, label: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut hmac = Hmac::<Sha256>::new_from_slice(&*self.bytes).expect("any length");
        // The label ends in a zero byte that no other label holds, so that no two uses of the key meet.
        hmac.update(label);
        hmac.update(&[0]);
        for part in parts {
            hmac.update(part);
        }
        hmac
    }

    fn link(&self, nonce: &Nonce, send: u32) -> Token {
        let mac = self.hmac(b"link", &[nonce, &send.to_be_bytes()]).finalize();
        Token(Zeroizing::new(URL_SAFE_NO_PAD.encode(mac.into_bytes())))
    }

    fn stored(&self, token: &Token) -> Mac {
        self.hmac(b"stored", &[token.0.as_bytes()])
            .finalize()
            .into_bytes()
            .into()
    }

    fn code(&self, nonce: &Nonce, send: u32) -> Code {
        // Numbers above the last whole multiple would favour low codes; they are passed over.
        const FAIR: u32 = u32::MAX - u32::MAX % CODES;
        let mut round: u32 = 0;
        loop {
            let digest = self
                .hmac(b"code", &[nonce, &send.to_be_bytes(), &round.to_be_bytes()])
                .finalize()
                .into_bytes();
            let (words, _) = digest.as_chunks::<4>();
            let fair = words
                .iter()
                .map(|word| u32::from_be_bytes(*word))
                .find(|n| *n < FAIR);
            if let Some(number) = fair {
                return Code(Zeroizing::new(format!("{:06}", number % CODES)));
            }
            round += 1;
        }
    }
}

/// The secret part of a link: 256 bits as base64url, 43 characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A text that has the shape of a token.
    pub fn parse(text: &str) -> Option<Token> {
        let shaped = text.len() == 43
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        shaped.then(|| Token(Zeroizing::new(text.to_owned())))
    }

    /// The token itself, for the one place that writes it into a mail.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A verification code of six digits.
#[derive(Clone)]
pub struct Code(Zeroizing<String>);

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Code {
    /// The code itself, for the one place that writes it into a mail.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Why a file of keys is none. It never says what the file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A line is no key.
    #[error("line {0} is no key")]
    Line(usize),
    /// There is no line with a key.
    #[error("it holds no key")]
    Empty,
}

/// The keys of a register, oldest first. The newest signs; what an older one signed still counts.
#[derive(Debug, Clone)]
pub struct KeyRing(Vec<Key>);

impl KeyRing {
    /// A ring with one key.
    pub fn new(key: Key) -> KeyRing {
        KeyRing(vec![key])
    }

    /// Adds a key that signs from now on.
    #[cfg(test)]
    pub(crate) fn push(&mut self, key: Key) {
        self.0.push(key);
    }

    /// Reads a file of keys: one a line in base64url, oldest first; empty lines and lines that begin with `#` are passed over.
    ///
    /// # Errors
    /// With the first line that is no key.
    pub fn parse(text: &str) -> Result<KeyRing, KeyError> {
        let mut keys = Vec::new();
        for (at, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut bytes = [0; KEY_BYTES];
            match URL_SAFE_NO_PAD.decode_slice(line, &mut bytes) {
                Ok(KEY_BYTES) => keys.push(Key::new(bytes)),
                _ => return Err(KeyError::Line(at)),
            }
        }
        match keys.is_empty() {
            true => Err(KeyError::Empty),
            false => Ok(KeyRing(keys)),
        }
    }

    /// The file of these keys.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() * 48));
        for key in &self.0 {
            URL_SAFE_NO_PAD.encode_string(*key.bytes, &mut text);
            text.push('\n');
        }
        text
    }

    /// The key that signs.
    pub fn newest(&self) -> &Key {
        #[expect(clippy::expect_used, reason = "no ring is made without a key")]
        self.0.last().expect("a key")
    }

    fn find(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }

    /// The link of a send, made with the key of this id; `None` where that key is lost.
    pub fn link(&self, key_id: &str, nonce: &Nonce, send: u32) -> Option<Token> {
        Some(self.find(key_id)?.link(nonce, send))
    }

    /// What the register holds of the link of a send that the newest key signs.
    pub fn mac_of_link(&self, nonce: &Nonce, send: u32) -> Mac {
        let key = self.newest();
        key.stored(&key.link(nonce, send))
    }

    /// What the register would hold of this token, by each key.
    pub fn macs(&self, token: &Token) -> Vec<(&str, Mac)> {
        self.0
            .iter()
            .map(|key| (key.id(), key.stored(token)))
            .collect()
    }

    /// The code of a send, made with the key of this id; `None` where that key is lost.
    pub fn code(&self, key_id: &str, nonce: &Nonce, send: u32) -> Option<Code> {
        Some(self.find(key_id)?.code(nonce, send))
    }

    /// Whether what was typed is the code of that send, in a time that does not tell how much of it was right. Spaces count for nothing.
    pub fn is_code(&self, key_id: &str, nonce: &Nonce, send: u32, typed: &str) -> bool {
        let Some(key) = self.find(key_id) else {
            return false;
        };
        let typed: Zeroizing<String> =
            Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace()).collect());
        let right = key
            .hmac(b"compare", &[key.code(nonce, send).0.as_bytes()])
            .finalize();
        key.hmac(b"compare", &[typed.as_bytes()])
            .verify(&right.into_bytes())
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn ring() -> KeyRing {
        KeyRing::new(Key::new([7; 32]))
    }

    fn id(ring: &KeyRing) -> String {
        ring.newest().id().to_owned()
    }

    #[test]
    fn a_link_is_made_again_from_key_nonce_and_number_and_from_nothing_less() {
        let ring = ring();
        let link = |nonce: u8, send| ring.link(&id(&ring), &[nonce; 16], send).unwrap();
        assert_eq!(link(1, 1).reveal(), link(1, 1).reveal());
        assert_eq!(link(1, 1).reveal().len(), 43);
        let other = KeyRing::new(Key::new([8; 32]));
        let foreign = other.link(&id(&other), &[1; 16], 1).unwrap();
        let all: HashSet<String> = [link(1, 1), link(1, 2), link(2, 1), foreign]
            .iter()
            .map(|token| token.reveal().to_owned())
            .collect();
        assert_eq!(all.len(), 4);
        assert!(ring.link(other.newest().id(), &[1; 16], 1).is_none());
    }

    #[test]
    fn what_is_stored_finds_the_link_and_does_not_contain_it() {
        let ring = ring();
        let token = ring.link(&id(&ring), &[1; 16], 9).unwrap();
        let mac = ring.mac_of_link(&[1; 16], 9);
        let typed = Token::parse(token.reveal()).unwrap();
        assert_eq!(ring.macs(&typed), [(ring.newest().id(), mac)]);
        assert_ne!(URL_SAFE_NO_PAD.encode(mac), token.reveal());
    }

    #[test]
    fn an_older_key_still_checks_and_the_newest_signs() {
        let mut ring = ring();
        let old = id(&ring);
        let mac = ring.mac_of_link(&[1; 16], 1);
        ring.push(Key::new([9; 32]));
        let ring = KeyRing::parse(&ring.text()).unwrap();
        let token = ring.link(&old, &[1; 16], 1).unwrap();
        assert!(ring.macs(&token).contains(&(old.as_str(), mac)));
        assert_ne!(ring.newest().id(), old);
        assert_ne!(ring.mac_of_link(&[1; 16], 1), mac);
    }

    #[test]
    fn codes_are_six_digits_spread_evenly() {
        let ring = ring();
        let id = id(&ring);
        let mut first = [0u32; 10];
        let mut low = 0;
        for send in 0..10_000 {
            let code = ring.code(&id, &[3; 16], send).unwrap();
            assert_eq!(code.reveal().len(), 6);
            let number: u32 = code.reveal().parse().unwrap();
            first[(number / 100_000) as usize] += 1;
            low += u32::from(number < 500_000);
        }
        // Binomial with n = 10,000: ten standard deviations around the mean.
        assert!(first.iter().all(|n| (700..1300).contains(n)), "{first:?}");
        assert!((4_500..5_500).contains(&low), "{low}");
    }

    #[test]
    fn a_code_is_compared_whole_and_spaces_do_not_matter() {
        let ring = ring();
        let id = id(&ring);
        let right = ring.code(&id, &[3; 16], 1).unwrap();
        let right = right.reveal();
        let is = |typed: &str| ring.is_code(&id, &[3; 16], 1, typed);
        assert!(is(right));
        assert!(is(&format!(" {} {}\n", &right[..3], &right[3..])));
        assert!(!is(&right[..5]));
        assert!(!is(&format!("{right}0")));
        assert!(!is(""));
        assert!(!ring.is_code(&id, &[3; 16], 2, right));
        assert!(!ring.is_code("00000000", &[3; 16], 1, right));
    }

    #[test]
    fn no_secret_shows_where_values_are_printed() {
        let ring = ring();
        let token = ring.link(&id(&ring), &[1; 16], 1).unwrap();
        let code = ring.code(&id(&ring), &[1; 16], 1).unwrap();
        let printed = format!("{ring:?} {token:?} {code:?}");
        assert!(!printed.contains(token.reveal()));
        assert!(!printed.contains(code.reveal()));
        assert!(!printed.contains(ring.text().trim()));
        assert!(!printed.contains("7, 7"));
    }

    #[test]
    fn a_file_of_keys_says_which_line_is_none() {
        let text = ring().text();
        assert!(KeyRing::parse(&format!("# koppla\n\n{}", *text)).is_ok());
        assert_eq!(KeyRing::parse("\n# none\n").unwrap_err(), KeyError::Empty);
        let odd = format!("{}short\n", *text);
        assert_eq!(KeyRing::parse(&odd).unwrap_err(), KeyError::Line(2));
        for text in ["", "abc", &"a".repeat(44), &"ä".repeat(43)] {
            assert!(Token::parse(text).is_none(), "{text}");
        }
    }
}
