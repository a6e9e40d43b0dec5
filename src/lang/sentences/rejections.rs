//! What is wrong with a row or worth a look, and what to do: in a few words for groups, in a sentence for one row.

use super::log::later_change;
use super::names::field;
use crate::domain::address::{AddressError, Warning, domain_of};
use crate::domain::log::LoggedRow;
use crate::domain::plan::{Conflict, HolderState, InvalidValue, Outcome, Reason, Rejection};
use crate::domain::text::visible;
use crate::jobs::findings::{Damage, Finding, What};
use crate::t;

/// A reason in a few words, for groups and filters.
pub fn reason(reason: Reason) -> String {
    match reason {
        Reason::ColumnCount => t!("reason-column-count"),
        Reason::BadText => t!("reason-bad-text"),
        Reason::KeyMissing => t!("reason-key-missing"),
        Reason::PersonUnknown => t!("reason-person-unknown"),
        Reason::KeyMismatch => t!("reason-key-mismatch"),
        Reason::AddressInvalid => t!("reason-address-invalid"),
        Reason::DomainNotAllowed => t!("reason-domain-not-allowed"),
        Reason::SamePersonTwice => t!("reason-same-person-twice"),
        Reason::AddressTwice => t!("reason-address-twice"),
        Reason::AddressTaken => t!("reason-address-taken"),
        Reason::Conflict => t!("reason-conflict"),
        Reason::ValueInvalid => t!("reason-value-invalid"),
        Reason::ChangedSince => t!("reason-changed-since"),
        Reason::VerifiedSince => t!("reason-verified-since"),
        Reason::Erased => t!("reason-erased"),
    }
}

/// A warning in a sentence.
pub fn warning(warning: Warning) -> String {
    match warning {
        Warning::Trimmed => t!("warning-trimmed"),
        Warning::Normalised => t!("warning-normalised"),
        Warning::TypoSuspected => t!("warning-typo-suspected"),
        Warning::RoleAddress => t!("warning-role-address"),
        Warning::MixedScript => t!("warning-mixed-script"),
        Warning::ReservedDomain => t!("warning-reserved-domain"),
        Warning::ChangedSinceExport => t!("warning-changed-since-export"),
    }
}

/// Why the row on this line is not imported, and what to do.
pub fn rejection(rejection: &Rejection, line: u32) -> String {
    match rejection {
        Rejection::ColumnCount { found, expected } => {
            t!("reject-column-count", found = *found, expected = *expected)
        }
        Rejection::BadBytes { column } => t!("reject-bad-bytes", column = *column),
        Rejection::BadCharacter {
            field: which,
            character,
            position,
        } => t!(
            "reject-bad-character",
            field = field(*which),
            character = visible(&character.to_string()).into_owned(),
            position = *position
        ),
        Rejection::KeyMissing(which) => t!("reject-key-missing", field = field(*which)),
        Rejection::PersonUnknown {
            suggestion: Some(original),
        } => {
            t!(
                "reject-person-unknown-excel",
                original = visible(original).into_owned()
            )
        }
        Rejection::PersonUnknown { suggestion: None } => t!("reject-person-unknown"),
        Rejection::KeyMismatch {
            suggestion: Some(original),
        } => {
            t!(
                "reject-key-mismatch-excel",
                original = visible(original).into_owned()
            )
        }
        Rejection::KeyMismatch { suggestion: None } => t!("reject-key-mismatch"),
        Rejection::AddressInvalid(error) => address_error(error),
        Rejection::DomainNotAllowed { domain, suggestion } => {
            let domain = visible(domain).into_owned();
            match suggestion {
                Some(address) => {
                    let meant = domain_of(address);
                    t!("reject-domain-suggestion", domain = domain, meant = meant)
                }
                None => t!("reject-domain", domain = domain),
            }
        }
        Rejection::SamePersonTwice { lines } => {
            t!("reject-same-person-twice", lines = other_lines(lines, line))
        }
        Rejection::AddressTwice { lines } => {
            t!("reject-address-twice", lines = other_lines(lines, line))
        }
        Rejection::AddressTaken { holder, state } => address_taken(holder, *state),
        Rejection::Conflict(Conflict::PersonChanged) => t!("reject-conflict-changed"),
        Rejection::Conflict(Conflict::PersonRemoved) => t!("reject-conflict-removed"),
        Rejection::Conflict(Conflict::AddressTaken) => t!("reject-conflict-taken"),
        Rejection::NumberTaken { holder } => {
            t!("reject-number-taken", holder = visible(holder).into_owned())
        }
        Rejection::NumberAmbiguous => t!("reject-number-ambiguous"),
        Rejection::ValueInvalid(value) => invalid_value(*value),
        Rejection::ChangedSinceExport(change) => {
            t!("reject-changed-since-export", change = later_change(change))
        }
        Rejection::ChangedSince(Some(change)) => {
            t!("reject-changed-since", change = later_change(change))
        }
        Rejection::ChangedSince(None) => t!("reject-changed-since-unknown"),
        Rejection::VerifiedSince => t!("reject-verified-since"),
        Rejection::Erased => t!("reject-erased"),
    }
}

/// The lines of the other rows, at most eight of them, as "12, 40 and 77".
fn other_lines(lines: &[u32], own: u32) -> String {
    const SHOWN: usize = 8;
    let others: Vec<String> = lines
        .iter()
        .filter(|line| **line != own)
        .take(SHOWN + 1)
        .map(u32::to_string)
        .collect();
    if others.len() > SHOWN {
        return t!("lines-and-more", lines = others[..SHOWN].join(", "));
    }
    match others.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            t!("list-and", first = rest.join(", "), last = last.as_str())
        }
        _ => others.concat(),
    }
}

fn address_taken(holder: &str, state: HolderState) -> String {
    let holder = visible(holder).into_owned();
    match state {
        HolderState::Verified => t!("reject-taken-verified", holder = holder),
        HolderState::RejectedInLine(line) => {
            t!("reject-taken-rejected", holder = holder, line = line)
        }
        HolderState::Inactive => t!("reject-taken-inactive", holder = holder),
        HolderState::Active => t!("reject-taken-active", holder = holder),
    }
}

/// Why a value is not what its field holds.
pub fn invalid_value(value: InvalidValue) -> String {
    match value {
        InvalidValue::Company => t!("invalid-company"),
        InvalidValue::UserIdTooLong => t!("invalid-user-id-long"),
        InvalidValue::YesNo(which) => t!("invalid-yes-no", field = field(which)),
        InvalidValue::VerifiedDate => t!("invalid-verified-date"),
        InvalidValue::VerifiedWithoutAddress => t!("invalid-verified-without-address"),
    }
}

/// Why a text is no address, and where it fails.
pub fn address_error(error: &AddressError) -> String {
    match error {
        AddressError::Empty => t!("address-empty"),
        AddressError::NoAt => t!("address-no-at"),
        AddressError::SeveralAt { position } => t!("address-several-at", position = *position),
        AddressError::LocalEmpty => t!("address-local-empty"),
        AddressError::LocalTooLong { octets } => t!("address-local-long", octets = *octets),
        AddressError::LocalCharacter {
            character: ' ',
            position,
            ..
        } => {
            t!("address-space", position = *position)
        }
        AddressError::LocalCharacter {
            character,
            position,
            suggestion,
        } => {
            let character = visible(&character.to_string()).into_owned();
            match suggestion {
                Some(plain) => t!(
                    "address-character-plain",
                    character = character,
                    position = *position,
                    plain = visible(plain).into_owned()
                ),
                None => t!(
                    "address-character",
                    character = character,
                    position = *position
                ),
            }
        }
        AddressError::LocalDot {
            position,
            suggestion: Some(plain),
        } => t!(
            "address-dot-plain",
            position = *position,
            plain = visible(plain).into_owned()
        ),
        AddressError::LocalDot {
            position,
            suggestion: None,
        } => {
            t!("address-dot", position = *position)
        }
        AddressError::DomainEmpty => t!("address-domain-empty"),
        AddressError::DomainOneLabel => t!("address-domain-one-label"),
        AddressError::DomainInvalid => t!("address-domain-invalid"),
        AddressError::DomainNumeric => t!("address-domain-numeric"),
        AddressError::TooLong { octets } => t!("address-long", octets = *octets),
    }
}

/// What there is to say of a row of a log beside its values: why it was rejected or kept, what was noticed.
pub fn row_message(row: &LoggedRow) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(reason) = &row.rejection {
        parts.push(rejection(reason, row.line));
    } else if row.outcome == Outcome::Kept {
        parts.push(t!("kept-verified"));
    }
    parts.extend(row.warnings.iter().map(warning));
    parts.join(" ")
}

/// What `check` has to say of a row; a warning says that it is one.
pub fn finding(finding: &Finding) -> String {
    let meant = || visible(finding.suggestion.as_deref().unwrap_or_default()).into_owned();
    let key = || finding.field.map(field).unwrap_or_default();
    match &finding.what {
        // There is no template here, and no list of domains but the one that the call gave.
        What::Rejected(Rejection::ColumnCount { found, expected }) => {
            t!("check-column-count", found = *found, expected = *expected)
        }
        What::Rejected(Rejection::DomainNotAllowed {
            domain,
            suggestion: None,
        }) => t!("check-domain", domain = visible(domain).into_owned()),
        What::Rejected(reason) => rejection(reason, finding.line),
        What::NumberDiffers { line } => t!("check-number-differs", line = line.to_string()),
        What::KeyDamaged(Damage::LostZeros) => {
            let sentence = t!("check-lost-zeros", field = key(), meant = meant());
            t!("check-warning", sentence = sentence)
        }
        What::KeyDamaged(Damage::Exponent) => t!("check-exponent", field = key()),
        What::Warned(what) => t!("check-warning", sentence = warning(*what)),
    }
}
