//! Names of things in the chosen language: fields, templates and how a file is written.

use crate::domain::person::ConnectState;
use crate::domain::template::{Delimiter, Encoding, Field, Kind};
use crate::jobs::TemplateUse;
use crate::lang::moment;
use crate::t;

/// The name of a field in the chosen language.
pub fn field(field: Field) -> String {
    match field {
        Field::Company => t!("field-company"),
        Field::UserId => t!("field-user-id"),
        Field::EmployeeNumber => t!("field-employee-number"),
        Field::FirstName => t!("field-first-name"),
        Field::LastName => t!("field-last-name"),
        Field::Department => t!("field-department"),
        Field::Email => t!("field-email"),
        Field::ConnectAddress => t!("field-connect-address"),
        Field::Active => t!("field-active"),
        Field::Protected => t!("field-protected"),
    }
}

pub(super) fn fields(list: &[Field]) -> String {
    let names: Vec<String> = list.iter().map(|f| field(*f)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            t!("list-and", first = rest.join(", "), last = last.as_str())
        }
        _ => names.concat(),
    }
}

/// The name of a delimiter in the chosen language.
pub fn delimiter(delimiter: Delimiter) -> String {
    match delimiter {
        Delimiter::TAB => t!("delimiter-tab"),
        other => format!("\u{201d}{}\u{201d}", char::from(other.byte())),
    }
}

/// The name of an encoding, the same in every language but for ANSI's explanation.
pub fn encoding(encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => t!("encoding-utf8"),
        Encoding::Utf8Bom => t!("encoding-utf8-bom"),
        Encoding::Windows1252 => t!("encoding-windows-1252"),
        Encoding::Ibm437 => t!("encoding-ibm437"),
        Encoding::Utf16Le => t!("encoding-utf-16le"),
        Encoding::Utf16Be => t!("encoding-utf-16be"),
    }
}

/// Exportmall or Importmall.
pub fn template_kind(kind: Kind) -> String {
    match kind {
        Kind::Export => t!("kind-export-template"),
        Kind::Import => t!("kind-import-template"),
    }
}

/// In how many runs of the log a template was used, and when last.
pub fn template_use(used: Option<TemplateUse>) -> String {
    match used {
        None => t!("template-unused"),
        Some(used) => t!("template-used", n = used.runs, when = moment(used.last)),
    }
}

/// That a template is in use again, or is not any more. The name is fit for a terminal already.
pub fn template_active(name: &str, active: bool) -> String {
    match active {
        true => t!("template-activated", name = name),
        false => t!("template-deactivated", name = name),
    }
}

/// The state of a connect address, in a word.
pub fn connect_state(state: ConnectState) -> String {
    match state {
        ConnectState::Lacking => t!("state-lacking"),
        ConnectState::Unverified => t!("state-unverified"),
        ConnectState::Sent => t!("state-sent"),
        ConnectState::Expired => t!("state-expired"),
        ConnectState::Verified => t!("state-verified"),
    }
}

/// Ja or nej.
pub fn yes_no(value: bool) -> String {
    if value { t!("yes") } else { t!("no") }
}
