//! Templates: the register's, and the ones that a newcomer is offered.

use super::error::JobError;
use super::place::now;
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Kind, Template};
use crate::store::{Entry, Register, StoreError, StoredTemplate};

/// A new export template as the guide describes it: the three required fields, tab, UTF-8, a heading row.
pub fn proposed_export(name: &str) -> Template {
    Template {
        name: name.to_owned(),
        columns: Field::REQUIRED.into_iter().map(Some).collect(),
        delimiter: Delimiter::TAB,
        direction: Direction::Export {
            encoding: Encoding::Utf8,
            heading: true,
        },
    }
}

/// Saves a new template.
///
/// # Errors
/// A template that cannot be used, or one of that kind and name that exists.
pub fn add(register: &mut Register, template: &Template) -> Result<(), JobError> {
    template.validate()?;
    Ok(register.add_template(template, now())?)
}

/// Saves a changed template in the place of the one that was opened.
///
/// # Errors
/// As [`add`]; a conflict where somebody else has changed it meanwhile.
pub fn replace(
    register: &mut Register,
    opened: &StoredTemplate,
    template: &Template,
) -> Result<(), JobError> {
    template.validate()?;
    register.replace_template(&opened.template.name, opened.version, template, now())?;
    Ok(())
}

/// Makes the import template that reads what an export template writes.
///
/// # Errors
/// No such export template, or an import template of that name.
pub fn copy(register: &mut Register, export: &str, import: &str) -> Result<Template, JobError> {
    let template = register
        .template(Kind::Export, export)?
        .template
        .to_import(import);
    add(register, &template)?;
    Ok(template)
}

/// The template of this name, of whichever kind where none is said.
///
/// # Errors
/// None of that name, or one of each kind.
pub fn find(
    register: &Register,
    name: &str,
    kind: Option<Kind>,
) -> Result<StoredTemplate, JobError> {
    if let Some(kind) = kind {
        return Ok(register.template(kind, name)?);
    }
    let one = |kind| match register.template(kind, name) {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(JobError::Store(error)),
    };
    match (one(Kind::Export)?, one(Kind::Import)?) {
        (Some(_), Some(_)) => Err(JobError::TemplateAmbiguous(name.to_owned())),
        (Some(found), None) | (None, Some(found)) => Ok(found),
        (None, None) => {
            let entry = Entry::Template(Kind::Export, name.to_owned());
            Err(JobError::Store(StoreError::NotFound(entry)))
        }
    }
}

/// The template of this kind and name, for a run.
///
/// # Errors
/// None of that name, or one that has been taken out of use.
pub fn usable(register: &Register, kind: Kind, name: &str) -> Result<Template, JobError> {
    let stored = register.template(kind, name)?;
    match stored.active {
        true => Ok(stored.template),
        false => Err(JobError::TemplateInactive {
            kind,
            name: name.to_owned(),
        }),
    }
}
