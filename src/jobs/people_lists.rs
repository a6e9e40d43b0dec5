//! Lists of persons as files that a Swedish spreadsheet opens as they are: who has not verified, and what each is to be told. The words are given
//! by the caller.

use std::ops::ControlFlow;
use std::path::Path;

use super::control::Control;
use super::error::JobError;
use crate::domain::person::{Person, PersonId};
use crate::domain::template::{Delimiter, Encoding, Field};
use crate::file::{DelimitedWriter, WriteOptions, write_atomic};
use crate::store::{PersonFilter, Register};

/// The columns of a list, as codes: what reads it again knows them in any language.
const HEADINGS: [Field; 7] = [
    Field::UserId,
    Field::EmployeeNumber,
    Field::Company,
    Field::FirstName,
    Field::LastName,
    Field::Department,
    Field::ConnectAddress,
];

/// What a sheet for mail merge says.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Where people sign in.
    pub url: &'a str,
    /// The headings: name, user id, connect address, page, text.
    pub headings: &'a [String; 5],
    /// What a person is told.
    pub words: &'a dyn Fn(&Person) -> String,
}

/// The persons among `chosen`, which is in the order of their ids.
fn each(
    register: &Register,
    chosen: &[PersonId],
    control: &Control,
    mut take: impl FnMut(Person) -> Result<(), JobError>,
) -> Result<(), JobError> {
    let mut result = Ok(());
    let mut seen = 0_u64;
    register.for_each_person(PersonFilter::default(), |person| {
        if chosen.binary_search(&person.id).is_err() {
            return ControlFlow::Continue(());
        }
        seen += 1;
        if seen.is_multiple_of(4096) && control.report(seen, chosen.len() as u64).is_break() {
            result = Err(JobError::Cancelled);
        } else {
            result = take(person);
        }
        match result {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    result
}

fn write(path: &Path, replace: bool, bytes: &[u8]) -> Result<(), JobError> {
    let options = match replace {
        true => WriteOptions::REPLACE,
        false => WriteOptions::NEW,
    };
    write_atomic(path, |out| out.write_all(bytes), options)?;
    Ok(())
}

/// Writes who the persons with these ids, in rising order, are, and how their addresses stand; `state` gives the word for that. Gives how many
/// rows were written.
///
/// # Errors
/// An existing file without `replace`, the disk, the register, a cancel.
pub fn list(
    register: &Register,
    chosen: &[PersonId],
    path: &Path,
    replace: bool,
    state: impl Fn(&Person) -> String,
    control: &Control,
) -> Result<u64, JobError> {
    let mut writer = DelimitedWriter::new(Delimiter::SEMICOLON, Encoding::Utf8Bom);
    let headings = HEADINGS.iter().map(|field| Some(field.code()));
    writer.row(headings.chain([Some("state")]))?;
    let mut rows = 0;
    each(register, chosen, control, |person| {
        let company = person.company.map(|company| company.to_string());
        let state = state(&person);
        writer.row([
            person.user_id.as_deref(),
            person.employee_number.as_deref(),
            company.as_deref(),
            person.first_name.as_deref(),
            person.last_name.as_deref(),
            person.department.as_deref(),
            person.spelling(),
            Some(state.as_str()),
        ])?;
        rows += 1;
        Ok(())
    })?;
    write(path, replace, &writer.into_bytes())?;
    Ok(rows)
}

/// Whether somebody can and shall verify their address by signing in. Whoever has a protected identity is told in person.
fn is_to_sign_in(person: &Person) -> bool {
    let waits = person.connect_address.is_some() && person.verified_at.is_none();
    waits && person.active && !person.protected && person.user_id.is_some()
}

/// Those of the persons with these ids, in rising order, who can sign in to verify their address and have not.
///
/// # Errors
/// The register.
pub fn to_sign_in(register: &Register, chosen: &[PersonId]) -> Result<Vec<Person>, JobError> {
    let mut found = Vec::new();
    each(register, chosen, &Control::unwatched(), |person| {
        if is_to_sign_in(&person) {
            found.push(person);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Writes a sheet for mail merge about [`to_sign_in`]. Gives how many rows were written.
///
/// # Errors
/// As [`list`].
pub fn sheet(
    register: &Register,
    chosen: &[PersonId],
    path: &Path,
    replace: bool,
    sheet: &Sheet<'_>,
    control: &Control,
) -> Result<u64, JobError> {
    let mut writer = DelimitedWriter::new(Delimiter::SEMICOLON, Encoding::Utf8Bom);
    writer.row(sheet.headings.iter().map(|heading| Some(heading.as_str())))?;
    let mut rows = 0;
    each(register, chosen, control, |person| {
        if is_to_sign_in(&person) {
            let (name, words) = (person.full_name(), (sheet.words)(&person));
            writer.row([
                Some(name.as_str()),
                person.user_id.as_deref(),
                person.spelling(),
                Some(sheet.url),
                Some(words.as_str()),
            ])?;
            rows += 1;
        }
        Ok(())
    })?;
    write(path, replace, &writer.into_bytes())?;
    Ok(rows)
}
