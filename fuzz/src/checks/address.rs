//! What is an address, and what is made of one.

use koppla::domain::address::{Address, AddressError, Warning, domain_of, parse, trim};
use koppla::domain::text::is_bad;
use koppla::mail::Mailbox;

/// A cell. What is taken as an address is one in every form it has, and a mail can be sent to it; what is not is refused at a
/// place that is there, and what is proposed instead is an address.
pub fn address(data: &[u8]) {
    let cell = String::from_utf8_lossy(data);
    match parse(&cell) {
        Ok(parsed) => taken(&parsed.address),
        Err(error) => refused(trim(&cell), &error),
    }
}

fn taken(address: &Address) {
    let (spelling, canonical) = (address.spelling(), address.canonical());
    assert_eq!(&Address::from_stored(spelling, canonical), address);
    assert!(!spelling.chars().any(|c| is_bad(c) || c.is_whitespace()));
    assert!(canonical.is_ascii() && canonical.len() <= 254);
    assert_eq!(address.domain(), domain_of(canonical));
    // Read again it is the same, and there is nothing left to put right.
    let again = parse(spelling).unwrap_or_else(|error| panic!("{spelling:?}: {error}"));
    assert_eq!(&again.address, address);
    assert!(!again.warnings.contains(Warning::Trimmed));
    assert!(!again.warnings.contains(Warning::Normalised));
    let canonically = parse(canonical).unwrap_or_else(|error| panic!("{canonical:?}: {error}"));
    assert_eq!(canonically.address.canonical(), canonical);
    let mailbox = Mailbox::new(None, address).unwrap_or_else(|error| panic!("{error}"));
    let known = mailbox.address().parse::<lettre::Address>();
    assert!(known.is_ok(), "{spelling:?}: {known:?}");
}

fn refused(cell: &str, error: &AddressError) {
    let at = |position: usize| position.checked_sub(1).and_then(|at| cell.chars().nth(at));
    match error {
        AddressError::SeveralAt { position } => {
            assert!(matches!(at(*position), Some('@' | '\u{ff20}')));
        }
        AddressError::LocalCharacter {
            character,
            position,
            ..
        } => assert_eq!(at(*position), Some(*character), "{cell:?}"),
        AddressError::LocalDot { position, .. } => {
            assert_eq!(at(*position), Some('.'), "{cell:?}");
        }
        _ => {}
    }
    if let Some(meant) = error.suggestion() {
        assert!(parse(meant).is_ok(), "{cell:?}: {meant:?}");
    }
}
