//! What an address looks like that is one: somebody's or a function's, plain or of mixed scripts, for use or for examples.

use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// Whether a label mixes scripts, or is of another script and reads like plain letters (Cyrillic `а` for `a`).
pub(super) fn imitates(label: &str) -> bool {
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

/// Whether the part before the `@` is a function's and nobody's name.
pub(super) fn is_role(local: &str) -> bool {
    ROLES.iter().any(|role| local.eq_ignore_ascii_case(role))
}

/// Whether no mail can reach the domain.
pub(super) fn is_reserved(ascii: &str) -> bool {
    let last = ascii.rsplit('.').next().unwrap_or_default();
    matches!(last, "test" | "invalid" | "example" | "localhost")
}
