//! What an address is: practical, not RFC-maximal. The order of the steps is the design's ("What is an address"):
//! trim → take the address out of a display name or `mailto:` → one `@` → local part, ASCII as it stands → domain
//! through NFC, lower case and strict IDNA → lengths. What is allowed beyond that is decided in [`super::domains`].

mod domain_part;
mod error;
mod local;
mod looks;
mod warnings;

use std::ops::Range;

use email_address::EmailAddress;

use self::domain_part::check_domain;
pub use self::domain_part::{domain_of, normal_domain};
pub use self::error::AddressError;
use self::local::check_local;
pub use self::local::{LOCAL_MAX, plain_letters};
use self::looks::{imitates, is_reserved, is_role};
pub use self::warnings::{Warning, Warnings};

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

/// An address with what was noticed while reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The address.
    pub address: Address,
    /// What was changed or looks odd.
    pub warnings: Warnings,
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

#[cfg(test)]
mod tests;
