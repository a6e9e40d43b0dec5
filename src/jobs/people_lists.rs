//! Lists of persons as files that a Swedish spreadsheet opens as they are: who has not verified, and what each is to be told. The words are given
//! by the caller. They are made for a spreadsheet, so what it would run as a formula has an apostrophe before it, which loading people takes away
//! again; an export, which goes back into another system, is written as it is.

use std::ops::ControlFlow;
use std::path::Path;

use super::control::Control;
use super::error::JobError;
use crate::domain::person::{Person, PersonId};
use crate::domain::template::{Delimiter, Encoding, Field};
use crate::file::{DelimitedWriter, WriteOptions, is_formula_like, neutralised, write_atomic};
use crate::store::{PersonFilter, Register};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Rows beside the heading.
    pub rows: u64,
    /// Values that a spreadsheet would run as a formula, had they no apostrophe before them.
    pub formula_like: u64,
}

impl Written {
    /// So many rows, in which nothing was counted.
    pub fn rows(rows: u64) -> Written {
        Written {
            rows,
            formula_like: 0,
        }
    }
}

/// Rows for a spreadsheet: semicolons, UTF-8 with a byte order mark.
pub(super) struct List {
    writer: DelimitedWriter,
    written: Written,
}

impl List {
    /// A list with this row of headings.
    pub(super) fn new<'a>(
        headings: impl IntoIterator<Item = Option<&'a str>>,
    ) -> Result<List, JobError> {
        let mut writer = DelimitedWriter::new(Delimiter::SEMICOLON, Encoding::Utf8Bom);
        writer.row(headings)?;
        Ok(List {
            writer,
            written: Written::default(),
        })
    }

    /// Adds a row, and counts what a spreadsheet would run in it.
    pub(super) fn row<const N: usize>(&mut self, cells: [Option<&str>; N]) -> Result<(), JobError> {
        let harmless = cells.map(|cell| cell.map(neutralised));
        self.writer.row(harmless.iter().map(Option::as_deref))?;
        self.written.rows += 1;
        let formulas = cells.into_iter().flatten().filter(|c| is_formula_like(c));
        self.written.formula_like += formulas.count() as u64;
        Ok(())
    }

    /// The bytes of the list, and what was counted.
    pub(super) fn end(self) -> (Vec<u8>, Written) {
        (self.writer.into_bytes(), self.written)
    }

    fn save(self, path: &Path, replace: bool) -> Result<Written, JobError> {
        let options = match replace {
            true => WriteOptions::REPLACE,
            false => WriteOptions::NEW,
        };
        let (bytes, written) = self.end();
        write_atomic(path, |out| out.write_all(&bytes), options)?;
        Ok(written)
    }
}

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

/// Writes who the persons with these ids, in rising order, are, and how their addresses stand; `state` gives the word for that.
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
) -> Result<Written, JobError> {
    let headings = HEADINGS.iter().map(|field| Some(field.code()));
    let mut list = List::new(headings.chain([Some("state")]))?;
    each(register, chosen, control, |person| {
        let company = person.company.map(|company| company.to_string());
        let state = state(&person);
        list.row([
            person.user_id.as_deref(),
            person.employee_number.as_deref(),
            company.as_deref(),
            person.first_name.as_deref(),
            person.last_name.as_deref(),
            person.department.as_deref(),
            person.spelling(),
            Some(state.as_str()),
        ])
    })?;
    list.save(path, replace)
}

/// Whether somebody can and shall verify their address by signing in. Whoever has a protected identity is told in person.
pub(super) fn is_to_sign_in(person: &Person) -> bool {
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

/// Writes a sheet for mail merge about [`to_sign_in`].
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
) -> Result<Written, JobError> {
    let mut list = List::new(sheet.headings.iter().map(|heading| Some(heading.as_str())))?;
    each(register, chosen, control, |person| {
        if !is_to_sign_in(&person) {
            return Ok(());
        }
        let (name, words) = (person.full_name(), (sheet.words)(&person));
        list.row([
            Some(name.as_str()),
            person.user_id.as_deref(),
            person.spelling(),
            Some(sheet.url),
            Some(words.as_str()),
        ])
    })?;
    list.save(path, replace)
}
