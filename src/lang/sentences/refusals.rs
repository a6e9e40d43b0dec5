//! Why a whole file, template or domain is not taken, and what to do.

use super::names::{delimiter, field, fields};
use crate::domain::domains::DomainError;
use crate::domain::load::HeadingError;
use crate::domain::preflight::Refusal;
use crate::domain::template::{Field, TemplateError};
use crate::domain::text::visible;
use crate::t;

/// Why a text is not taken as an allowed domain, and what is meant (D4).
pub fn domain_error(error: &DomainError) -> String {
    match error {
        DomainError::Invalid(text) => t!("domain-invalid", text = visible(text).into_owned()),
        DomainError::Wrapped { text, suggestion } => t!(
            "domain-wrapped",
            text = visible(text).into_owned(),
            meant = suggestion.as_str()
        ),
    }
}

/// Why a template cannot be saved.
pub fn template_error(error: &TemplateError) -> String {
    match error {
        TemplateError::Incomplete(missing) => t!("template-incomplete", fields = fields(missing)),
        TemplateError::Twice(which) => t!("template-twice", field = field(*which)),
        TemplateError::SkippedInExport => t!("template-skipped-in-export"),
        TemplateError::NoName => t!("template-no-name"),
        TemplateError::NotExport => t!("template-not-export"),
        TemplateError::NotImport => t!("template-not-import"),
    }
}

/// Why a heading row is none of a people file, and what to do.
pub fn heading_error(error: &HeadingError) -> (String, String) {
    match error {
        HeadingError::None => (t!("people-no-heading"), t!("people-heading-cure")),
        HeadingError::Twice(heading) => (
            t!(
                "people-heading-twice",
                heading = visible(heading).into_owned()
            ),
            t!("people-heading-twice-cure"),
        ),
        HeadingError::NoKey => (t!("people-no-key"), t!("people-heading-cure")),
    }
}

/// Why a file does not fit its template, and what to do.
pub fn refusal(refusal: &Refusal) -> (String, String) {
    match refusal {
        Refusal::Delimiter { template, file } => (
            t!(
                "refuse-delimiter",
                template = delimiter(*template),
                file = delimiter(*file)
            ),
            t!(
                "refuse-delimiter-cure",
                file = delimiter(*file),
                code = file.code()
            ),
        ),
        Refusal::Heading {
            line,
            column,
            expected,
            found,
            columns,
        } => {
            let found = visible(found).into_owned();
            let message = match expected {
                Some(which) if found.is_empty() => {
                    t!(
                        "refuse-heading-missing",
                        line = *line,
                        column = *column,
                        expected = field(*which)
                    )
                }
                Some(which) => t!(
                    "refuse-heading",
                    line = *line,
                    column = *column,
                    expected = field(*which),
                    found = found
                ),
                None => t!(
                    "refuse-heading-extra",
                    line = *line,
                    column = *column,
                    found = found
                ),
            };
            let cure = match columns {
                Some(columns) => {
                    let codes: Vec<&str> =
                        columns.iter().map(|c| c.map_or("-", Field::code)).collect();
                    t!("refuse-heading-cure-columns", columns = codes.join(","))
                }
                None => t!("refuse-heading-cure"),
            };
            (message, cure)
        }
        Refusal::HeadingAsPerson { line } => (
            t!("refuse-heading-as-person", line = *line),
            t!("refuse-skip-cure", right = *line),
        ),
        Refusal::PersonSkipped {
            line,
            user_id,
            right,
        } => (
            t!(
                "refuse-person-skipped",
                line = *line,
                user_id = visible(user_id).into_owned()
            ),
            t!("refuse-skip-cure", right = *right),
        ),
    }
}
