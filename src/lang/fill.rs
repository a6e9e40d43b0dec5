//! Sentences for filling, joining and repairing: why a row is left out, why a pattern is none.

use super::sentences::{address_error, field};
use crate::domain::fill::{Reason, ReasonKind};
use crate::domain::join::JoinKey;
use crate::domain::names::{PatternError, Variable};
use crate::domain::text::visible;
use crate::jobs::fill::FillError;
use crate::t;

/// Why rows are left out, in a few words, for counts and groups.
pub fn reason_kind(kind: ReasonKind) -> String {
    match kind {
        ReasonKind::NotSelected => t!("fill-not-selected"),
        ReasonKind::ColumnCount => t!("fill-column-count"),
        ReasonKind::Protected => t!("fill-protected"),
        ReasonKind::Verified => t!("fill-verified"),
        ReasonKind::HasAddress => t!("fill-has-address"),
        ReasonKind::NoName => t!("fill-no-name"),
        ReasonKind::NotLatin => t!("fill-not-latin"),
        ReasonKind::NoEmail => t!("fill-no-email"),
        ReasonKind::Unmatched => t!("fill-unmatched"),
        ReasonKind::Ambiguous => t!("fill-ambiguous"),
        ReasonKind::Invalid => t!("fill-invalid"),
    }
}

/// Why a row is left out, with its details.
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::NoName(which) => t!("fill-no-name-of", what = variable(*which)),
        Reason::NotLatin(character) => t!(
            "fill-not-latin-character",
            character = visible(&character.to_string()).into_owned()
        ),
        Reason::Invalid(error) => address_error(error),
        other => reason_kind(other.kind()),
    }
}

fn variable(variable: Variable) -> String {
    use crate::domain::template::Field;
    field(match variable {
        Variable::First | Variable::FirstOfSeveral | Variable::FirstInitial => Field::FirstName,
        Variable::Last | Variable::LastInitial => Field::LastName,
        Variable::UserId => Field::UserId,
        Variable::EmployeeNumber => Field::EmployeeNumber,
    })
}

/// By what a list is joined, in a word or two.
pub fn join_key(key: JoinKey) -> String {
    match key {
        JoinKey::EmployeeNumber => t!("field-employee-number"),
        JoinKey::UserId => t!("field-user-id"),
        JoinKey::Name => t!("fill-key-name"),
    }
}

/// Why a text is no pattern.
pub fn pattern_error(error: &PatternError) -> String {
    match error {
        PatternError::Brace { position } => t!(
            "pattern-brace",
            position = u64::try_from(*position).unwrap_or(u64::MAX)
        ),
        PatternError::Unknown { name } => {
            let all = Variable::ALL.map(|variable| format!("{{{}}}", variable.code()));
            t!(
                "pattern-unknown",
                name = format!("{{{}}}", visible(name)),
                all = all.join(" ")
            )
        }
        PatternError::Constant => t!("pattern-constant"),
        PatternError::InDomain => t!("pattern-in-domain"),
        PatternError::NotPlain => t!("pattern-not-plain"),
        PatternError::Address(error) => address_error(error),
    }
}

/// Why a fill cannot be planned, and what to do.
pub fn fill_error(error: FillError) -> (String, String) {
    match error {
        FillError::NoColumn(which) => (
            t!("fill-no-column", field = field(which)),
            t!("fill-no-column-cure"),
        ),
        FillError::NoNames => (t!("fill-no-names"), t!("fill-no-names-cure")),
        FillError::NoEmails => (t!("fill-no-emails"), t!("fill-no-emails-cure")),
        FillError::ListWithoutKey(key) => (
            t!("fill-list-without-key", key = join_key(key)),
            t!("fill-list-cure"),
        ),
        FillError::ListWithoutAddress => (t!("fill-list-without-address"), t!("fill-list-cure")),
    }
}
