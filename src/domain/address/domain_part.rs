//! What may stand behind the `@`: a domain name by strict IDNA, with a dot in it and letters at its end.

use unicode_normalization::UnicodeNormalization;

use super::AddressError;

/// What follows the last `@` (D2).
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The domain as it is shown (NFC, lower case) and as an A-label.
pub(super) fn check_domain(domain: &str) -> Result<(String, String), AddressError> {
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
