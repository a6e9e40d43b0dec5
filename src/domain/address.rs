//! What an address is: practical, not RFC-maximal. The order of the steps is the design's ("What is an address"):
//! trim → take the address out of a display name or `mailto:` → one `@` → local part, ASCII as it stands → domain
//! through NFC, lower case and strict IDNA → lengths. What is allowed beyond that is decided in [`super::domains`].

use std::ops::Range;

use email_address::EmailAddress;
use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// The longest local part, in octets.
pub const LOCAL_MAX: usize = 64;
/// The longest address, in octets.
pub const ADDRESS_MAX: usize = 254;

/// An address that can be written to the register.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// As typed: trimmed, NFC, the domain in lower case.
    spelling: Box<str>,
    /// For comparing: the domain as an A-label, the local part folded in ASCII. `None` where it equals the spelling,
    /// which is nearly always and saves a third of the memory of a large plan.
    canonical: Option<Box<str>>,
}

impl Address {
    /// The address as it is stored and shown.
    pub fn spelling(&self) -> &str {
        &self.spelling
    }

    /// The form in which addresses are compared; never compared by Unicode lower-casing.
    pub fn canonical(&self) -> &str {
        self.canonical.as_deref().unwrap_or(&self.spelling)
    }

    /// The domain as an A-label, which the D-rules compare.
    pub fn domain(&self) -> &str {
        domain_of(self.canonical())
    }

    /// The address of these two forms, which the register has stored side by side.
    pub fn from_stored(spelling: &str, canonical: &str) -> Address {
        Address {
            spelling: spelling.into(),
            canonical: (spelling != canonical).then(|| canonical.into()),
        }
    }
}

/// What follows the last `@` (D2).
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// Something worth a look that does not stop a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// Spaces or no-break spaces at the ends were dropped.
    Trimmed,
    /// A display name, `mailto:`, the domain's trailing dot or a full-width `@` was taken away.
    Normalised,
    /// The domain looks like a misspelt one.
    TypoSuspected,
    /// An address of a function, not of a person (`info@`, `noreply@`).
    RoleAddress,
    /// Letters of different scripts in one label, which can imitate another domain.
    MixedScript,
    /// A domain that no mail can reach (`.test`, `.invalid`, `.example`, `.localhost`).
    ReservedDomain,
    /// Nothing about the address: it has changed since the file was exported, and this row does not overwrite it.
    ChangedSinceExport,
}

impl Warning {
    /// All warnings, in the order in which they are told.
    pub const ALL: [Warning; 7] = [
        Warning::Trimmed,
        Warning::Normalised,
        Warning::TypoSuspected,
        Warning::RoleAddress,
        Warning::MixedScript,
        Warning::ReservedDomain,
        Warning::ChangedSinceExport,
    ];

    /// The stable code in all outputs.
    pub fn code(self) -> &'static str {
        match self {
            Warning::Trimmed => "trimmed",
            Warning::Normalised => "normalised",
            Warning::TypoSuspected => "typo_suspected",
            Warning::RoleAddress => "role_address",
            Warning::MixedScript => "mixed_script",
            Warning::ReservedDomain => "reserved_domain",
            Warning::ChangedSinceExport => "changed_since_export",
        }
    }
}

/// A set of warnings, one byte a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Warnings(u8);

impl Warnings {
    /// Adds one.
    pub fn insert(&mut self, warning: Warning) {
        self.0 |= 1 << warning as u8;
    }

    /// Takes one out.
    pub fn remove(&mut self, warning: Warning) {
        self.0 &= !(1 << warning as u8);
    }

    /// Whether it is there.
    pub fn contains(self, warning: Warning) -> bool {
        self.0 & (1 << warning as u8) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are there, in the order of [`Warning::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Warning> {
        Warning::ALL.into_iter().filter(move |w| self.contains(*w))
    }

    /// The set as a number, for storing.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set from a stored number; unknown bits are dropped.
    pub fn from_bits(bits: u8) -> Warnings {
        Warnings(bits & ((1 << Warning::ALL.len()) - 1))
    }
}

/// An address with what was noticed while reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The address.
    pub address: Address,
    /// What was changed or looks odd.
    pub warnings: Warnings,
}

/// Why a text is no address (`address_invalid`). Positions count characters of the trimmed text from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum AddressError {
    /// Nothing is left once the wrapping is taken away.
    #[error("no address is left")]
    Empty,
    /// There is no `@`.
    #[error("no @")]
    NoAt,
    /// Several `@`, at least one too many; often two addresses in one cell.
    #[error("more than one @")]
    SeveralAt {
        /// Where the second stands.
        position: usize,
    },
    /// Nothing before the `@`.
    #[error("nothing before the @")]
    LocalEmpty,
    /// More than 64 octets before the `@`.
    #[error("the part before the @ is {octets} octets long")]
    LocalTooLong {
        /// How many there are.
        octets: usize,
    },
    /// A character that the part before the `@` cannot have.
    #[error("character {character:?} at position {position}")]
    LocalCharacter {
        /// The character.
        character: char,
        /// Where it stands.
        position: usize,
        /// The address in plain letters, for å ä ö and their like.
        suggestion: Option<String>,
    },
    /// A dot at an end of the local part, or two together.
    #[error("misplaced dot at position {position}")]
    LocalDot {
        /// Where the dot stands.
        position: usize,
        /// The address with single inner dots only.
        suggestion: Option<String>,
    },
    /// Nothing after the `@`.
    #[error("nothing after the @")]
    DomainEmpty,
    /// One label only, such as `foretaget`.
    #[error("the domain has one label only")]
    DomainOneLabel,
    /// Not a domain name by strict IDNA.
    #[error("the domain is no domain name")]
    DomainInvalid,
    /// An IP address, or a last label of digits.
    #[error("the domain ends in a number")]
    DomainNumeric,
    /// More than 254 octets in all.
    #[error("the address is {octets} octets long")]
    TooLong {
        /// How many there are.
        octets: usize,
    },
}

impl AddressError {
    /// The same error where so many characters stand before what was looked at.
    fn behind(mut self, characters: usize) -> AddressError {
        if let AddressError::SeveralAt { position }
        | AddressError::LocalCharacter { position, .. }
        | AddressError::LocalDot { position, .. } = &mut self
        {
            *position += characters;
        }
        self
    }

    /// What the person who typed it probably meant.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            AddressError::LocalCharacter { suggestion, .. }
            | AddressError::LocalDot { suggestion, .. } => suggestion.as_deref(),
            _ => None,
        }
    }
}

fn is_end_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}')
}

/// A cell without the spaces and no-break spaces at its ends.
pub fn trim(cell: &str) -> &str {
    cell.trim_matches(is_end_space)
}

/// Reads an address out of a cell that is not blank.
///
/// # Errors
/// What is wrong with it, and where.
pub fn parse(cell: &str) -> Result<Parsed, AddressError> {
    let mut warnings = Warnings::default();
    let trimmed = trim(cell);
    if trimmed.len() != cell.len() {
        warnings.insert(Warning::Trimmed);
    }
    let unwrapped = unwrap(trimmed);
    let before = trimmed[..unwrapped.start].chars().count();
    let widened;
    let mut text = &trimmed[unwrapped];
    if text.contains('\u{ff20}') {
        widened = text.replace('\u{ff20}', "@");
        text = &widened;
    }
    if let Some(short) = text.strip_suffix('.')
        && short.contains('@')
        && !short.ends_with('.')
        && !short.ends_with('@')
    {
        text = short;
    }
    if text != trimmed {
        warnings.insert(Warning::Normalised);
    }
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    let (local, domain) = split(text).map_err(|error| error.behind(before))?;
    check_local(local, domain).map_err(|error| error.behind(before))?;
    let (shown, ascii) = check_domain(domain)?;
    let octets = local.len() + 1 + ascii.len().max(shown.len());
    if octets > ADDRESS_MAX {
        return Err(AddressError::TooLong { octets });
    }
    let spelling = [local, "@", &shown].concat();
    if !EmailAddress::is_valid(&spelling) {
        return Err(AddressError::DomainInvalid);
    }
    if is_role(local) {
        warnings.insert(Warning::RoleAddress);
    }
    if shown != ascii && shown.split('.').any(imitates) {
        warnings.insert(Warning::MixedScript);
    }
    if is_reserved(&ascii) {
        warnings.insert(Warning::ReservedDomain);
    }
    let canonical = if shown == ascii && !local.bytes().any(|b| b.is_ascii_uppercase()) {
        None
    } else {
        Some(format!("{}@{ascii}", local.to_ascii_lowercase()).into())
    };
    Ok(Parsed {
        address: Address {
            spelling: spelling.into(),
            canonical,
        },
        warnings,
    })
}

/// Where the address stands in `Name <a@b.se>` and `mailto:a@b.se`.
fn unwrap(trimmed: &str) -> Range<usize> {
    let mut part = 0..trimmed.len();
    if let Some(inner) = trimmed.strip_suffix('>')
        && let Some((name, _)) = inner.rsplit_once('<')
        && !name.contains(['@', '<', '>'])
    {
        part = trim_range(trimmed, name.len() + 1..inner.len());
    }
    match trimmed[part.clone()].get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            trim_range(trimmed, part.start + 7..part.end)
        }
        _ => part,
    }
}

/// As [`trim`], for a part of a text.
fn trim_range(text: &str, part: Range<usize>) -> Range<usize> {
    let whole = &text[part.clone()];
    let start = part.start + whole.len() - whole.trim_start_matches(is_end_space).len();
    start..start + trim(whole).len()
}

fn split(text: &str) -> Result<(&str, &str), AddressError> {
    let mut ats = text
        .char_indices()
        .enumerate()
        .filter(|(_, (_, c))| *c == '@');
    let Some((_, (at, _))) = ats.next() else {
        return Err(AddressError::NoAt);
    };
    if let Some((before, _)) = ats.next() {
        return Err(AddressError::SeveralAt {
            position: before + 1,
        });
    }
    Ok((&text[..at], &text[at + 1..]))
}

fn is_atom_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn check_local(local: &str, domain: &str) -> Result<(), AddressError> {
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

/// The domain as it is shown (NFC, lower case) and as an A-label.
fn check_domain(domain: &str) -> Result<(String, String), AddressError> {
    if domain.is_empty() {
        return Err(AddressError::DomainEmpty);
    }
    let (shown, ascii) = normal_domain(domain).ok_or(AddressError::DomainInvalid)?;
    let Some((_, last)) = ascii.rsplit_once('.') else {
        return Err(AddressError::DomainOneLabel);
    };
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AddressError::DomainNumeric);
    }
    Ok((shown, ascii))
}

/// A domain name in the form that is shown (NFC, lower case) and as an A-label, if strict IDNA takes it.
pub fn normal_domain(domain: &str) -> Option<(String, String)> {
    let lower = domain.to_ascii_lowercase();
    if lower.is_ascii() && !lower.contains("xn--") {
        let well_formed = lower.len() <= 253
            && lower.split('.').all(|label| {
                (1..=63).contains(&label.len())
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.get(2..4) != Some("--")
                    && label
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
        return well_formed.then(|| (lower.clone(), lower));
    }
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let (unicode, valid) = idna::domain_to_unicode(&ascii);
    valid.ok()?;
    let well_formed = !ascii.is_empty() && ascii.split('.').all(|label| !label.is_empty());
    well_formed.then(|| (unicode.nfc().collect(), ascii))
}

/// Whether a label mixes scripts, or is of another script and reads like plain letters (Cyrillic `а` for `a`).
fn imitates(label: &str) -> bool {
    !label.is_ascii() && (!label.is_single_script() || skeleton(label).all(|c| c.is_ascii()))
}

const ROLES: [&str; 17] = [
    "info",
    "noreply",
    "no-reply",
    "donotreply",
    "admin",
    "administrator",
    "support",
    "kontakt",
    "registrator",
    "postmaster",
    "webmaster",
    "hr",
    "personal",
    "reception",
    "office",
    "kansli",
    "test",
];

fn is_role(local: &str) -> bool {
    ROLES.iter().any(|role| local.eq_ignore_ascii_case(role))
}

fn is_reserved(ascii: &str) -> bool {
    let last = ascii.rsplit('.').next().unwrap_or_default();
    matches!(last, "test" | "invalid" | "example" | "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(cell: &str) -> String {
        parse(cell).unwrap().address.spelling().to_owned()
    }

    fn warned(cell: &str) -> Vec<&'static str> {
        parse(cell)
            .unwrap()
            .warnings
            .iter()
            .map(Warning::code)
            .collect()
    }

    #[test]
    fn the_spelling_is_kept_and_the_domain_lowered() {
        let parsed = parse("Anna.Andersson@Foretaget.SE").unwrap();
        assert_eq!(parsed.address.spelling(), "Anna.Andersson@foretaget.se");
        assert_eq!(parsed.address.canonical(), "anna.andersson@foretaget.se");
        assert!(parsed.warnings.is_empty());
        assert_eq!(spelling("anna+kurs@foretaget.se"), "anna+kurs@foretaget.se");
    }

    #[test]
    fn wrapping_is_taken_away_with_a_warning() {
        for (cell, warning) in [
            (" a@b.se\u{a0}", "trimmed"),
            ("Anna A <a@b.se>", "normalised"),
            ("mailto:a@b.se", "normalised"),
            ("MAILTO:a@b.se", "normalised"),
            ("a@b.se.", "normalised"),
            ("a\u{ff20}b.se", "normalised"),
        ] {
            assert_eq!(spelling(cell), "a@b.se", "{cell:?}");
            assert_eq!(warned(cell), [warning], "{cell:?}");
        }
    }

    #[test]
    fn international_domains_compare_as_a_labels() {
        let parsed = parse("a@Räksmörgås.se").unwrap();
        assert_eq!(parsed.address.spelling(), "a@räksmörgås.se");
        assert_eq!(parsed.address.canonical(), "a@xn--rksmrgs-5wao1o.se");
        let decomposed = parse("a@cafe\u{301}.se").unwrap();
        assert_eq!(decomposed.address, parse("a@café.se").unwrap().address);
        assert_eq!(spelling("a@xn--rksmrgs-5wao1o.se"), "a@räksmörgås.se");
    }

    #[test]
    fn look_alikes_and_others_are_warned_about() {
        assert_eq!(warned("a@f\u{43e}retaget.se"), ["mixed_script"]);
        assert_eq!(warned("a@\u{430}\u{440}\u{440}.se"), ["mixed_script"]);
        assert_eq!(warned("noreply@foretaget.se"), ["role_address"]);
        assert_eq!(warned("anna@foretaget.example"), ["reserved_domain"]);
        assert!(warned("a@smörgås.se").is_empty());
    }

    #[test]
    fn what_is_wrong_and_where() {
        use AddressError as E;
        let long_local = format!("{}@b.se", "a".repeat(65));
        let long_address = format!("aaaaaaaaaa@{}b.se", "abcdefg.".repeat(30));
        let long_domain = format!("a@{}b.se", "abcdefg.".repeat(32));
        let plain = |s: &str| Some(s.to_owned());
        for (cell, error) in [
            ("mailto:", E::Empty),
            ("NULL", E::NoAt),
            ("N/A", E::NoAt),
            ("-", E::NoAt),
            ("=HYPERLINK(\"x\")", E::NoAt),
            ("a@b.se; c@d.se", E::SeveralAt { position: 10 }),
            ("a@@b.se", E::SeveralAt { position: 3 }),
            ("@b.se", E::LocalEmpty),
            (
                ".a@b.se",
                E::LocalDot {
                    position: 1,
                    suggestion: plain("a@b.se"),
                },
            ),
            (
                "a.@b.se",
                E::LocalDot {
                    position: 2,
                    suggestion: plain("a@b.se"),
                },
            ),
            (
                "a..c@b.se",
                E::LocalDot {
                    position: 2,
                    suggestion: plain("a.c@b.se"),
                },
            ),
            (
                "\u{e5}sa@b.se",
                E::LocalCharacter {
                    character: 'å',
                    position: 1,
                    suggestion: plain("asa@b.se"),
                },
            ),
            (
                "\u{212a}alle@b.se",
                E::LocalCharacter {
                    character: '\u{212a}',
                    position: 1,
                    suggestion: plain("Kalle@b.se"),
                },
            ),
            (
                "an na@b.se",
                E::LocalCharacter {
                    character: ' ',
                    position: 3,
                    suggestion: None,
                },
            ),
            (
                "\"a\"@b.se",
                E::LocalCharacter {
                    character: '"',
                    position: 1,
                    suggestion: None,
                },
            ),
            (
                "\u{c5}sa <mailto: \u{e5}sa@b.se>",
                E::LocalCharacter {
                    character: '\u{e5}',
                    position: 14,
                    suggestion: plain("asa@b.se"),
                },
            ),
            (
                "\u{e5}sa@foretaget",
                E::LocalCharacter {
                    character: '\u{e5}',
                    position: 1,
                    suggestion: None,
                },
            ),
            ("a@", E::DomainEmpty),
            ("a@foretaget", E::DomainOneLabel),
            ("a@x_y.se", E::DomainInvalid),
            ("a@-x.se", E::DomainInvalid),
            ("a@b..se", E::DomainInvalid),
            ("a@b.se..", E::DomainInvalid),
            ("a@[127.0.0.1]", E::DomainInvalid),
            ("a@1.2.3.4", E::DomainNumeric),
            (long_local.as_str(), E::LocalTooLong { octets: 65 }),
        ] {
            assert_eq!(parse(cell), Err(error), "{cell:?}");
        }
        assert_eq!(parse(&long_address), Err(E::TooLong { octets: 255 }));
        assert_eq!(parse(&long_domain), Err(E::DomainInvalid));
    }

    #[test]
    fn sixty_four_octets_and_no_more() {
        assert!(parse(&format!("{}@b.se", "a".repeat(64))).is_ok());
    }
}
