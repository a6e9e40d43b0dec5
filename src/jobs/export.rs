//! The export: template and selection → a file, written whole or not at all, and a run in the log.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::control::Control;
use super::error::JobError;
use super::log;
use super::place::{Place, now, whole};
use crate::domain::log::{Asked, NewRun, OtherCounts, RunKind, RunRecord};
use crate::domain::person::Person;
use crate::domain::template::{Direction, Encoding, Field, Template, TemplateError};
use crate::file::{DelimitedWriter, FileError, Stamp, WriteOptions, is_formula_like, write_atomic};
use crate::store::{Only, PersonFilter};

/// Where the file goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// To this path.
    Path(PathBuf),
    /// To whoever asked, who prints it.
    Bytes,
}

/// What to export.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// The export template.
    pub template: Template,
    /// Which persons.
    pub filter: PersonFilter,
    /// Also persons with protected identity.
    pub include_protected: bool,
    /// The name that the log shows; the file's name if it is not given.
    pub name: Option<String>,
    /// Where the file goes.
    pub output: Output,
    /// Whether an existing file is replaced.
    pub overwrite: bool,
}

/// What an export did.
#[derive(Debug)]
pub struct Exported {
    /// The run.
    pub run: RunRecord,
    /// The file, for [`Output::Bytes`].
    pub bytes: Option<Vec<u8>>,
}

impl ExportRequest {
    /// The run that this is.
    fn new_run(&self, place: &Place) -> NewRun {
        let (file, path) = match &self.output {
            Output::Path(path) => (path.to_string_lossy().into_owned(), Some(whole(path))),
            Output::Bytes => ("-".to_owned(), None),
        };
        NewRun {
            kind: RunKind::Export,
            name: self
                .name
                .clone()
                .unwrap_or_else(|| base_name(&file).to_owned()),
            template: Some(self.template.name.clone()),
            file,
            who: place.who().clone(),
            started: now(),
            asked: Asked {
                path,
                arguments: self.arguments(),
            },
            export: None,
            undo_of: None,
        }
    }

    /// What was chosen, in the words of the command.
    fn arguments(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.filter.only != Only::Active {
            words.extend(["--only", self.filter.only.code()].map(str::to_owned));
        }
        if let Some(company) = self.filter.company {
            words.extend(["--company".to_owned(), company.to_string()]);
        }
        let flags = [
            (self.include_protected, "--include-protected"),
            (self.overwrite, "--force"),
        ];
        words.extend(
            flags
                .into_iter()
                .filter(|(on, _)| *on)
                .map(|(_, f)| f.into()),
        );
        words
    }
}

/// Which persons a past export was of, and whether those with protected identity were among them.
pub fn selection(asked: &Asked) -> (PersonFilter, bool) {
    let only = asked
        .value("--only")
        .and_then(|word| Only::from_code(word, now()));
    let company = asked.value("--company").and_then(|text| text.parse().ok());
    let filter = PersonFilter {
        only: only.unwrap_or(Only::Active),
        company,
    };
    (filter, asked.has("--include-protected"))
}

/// Writes the file and records the run; one that was cancelled or failed is a run too. That the file is there already is no run:
/// nothing has begun before it is known whether it may be replaced.
///
/// # Errors
/// A template that is none for export, a character that the encoding cannot hold ([`FileError::Unencodable`], with its record
/// counted from the heading), an existing file, or the disk. No file was written then.
pub fn run(
    place: &Place,
    request: &ExportRequest,
    control: &Control,
) -> Result<Exported, JobError> {
    let new = request.new_run(place);
    write(place, request, &new, control).inspect_err(|error| {
        if !matches!(error, JobError::File(FileError::Exists { .. })) {
            log::record_failure(place, &new, error);
        }
    })
}

fn write(
    place: &Place,
    request: &ExportRequest,
    new: &NewRun,
    control: &Control,
) -> Result<Exported, JobError> {
    request.template.validate()?;
    let Direction::Export { encoding, heading } = request.template.direction else {
        return Err(JobError::Template(TemplateError::NotExport));
    };
    let mut register = place.open()?;
    // Before the persons are read: what changes between is then told once too often, and never missed.
    let seen = register.history_mark()?;
    let everybody = register.persons(request.filter)?;
    let (persons, other) = select(&request.template, everybody, request.include_protected);
    let (bytes, formula_like) =
        write_rows(&request.template, encoding, heading, &persons, control)?;
    let bytes = match &request.output {
        Output::Path(path) => {
            save(path, &bytes, request.overwrite)?;
            None
        }
        Output::Bytes => Some(bytes),
    };
    let other = OtherCounts {
        formula_like,
        ..other
    };
    let run = register.record_export(new, persons.len() as u64, other, seen, now())?;
    Ok(Exported { run, bytes })
}

/// Writes a copy of an exported file, to the byte.
///
/// # Errors
/// The file is gone or cannot be read; the copy exists already or cannot be written. No copy was written then.
pub fn copy(from: &Path, to: &Path, overwrite: bool) -> Result<(), JobError> {
    let bytes = std::fs::read(from).map_err(|source| match source.kind() {
        ErrorKind::NotFound => FileError::Missing {
            path: from.to_owned(),
        },
        _ => FileError::Unreadable {
            path: from.to_owned(),
            source,
        },
    })?;
    save(to, &bytes, overwrite)?;
    Ok(())
}

fn base_name(file: &str) -> &str {
    Path::new(file)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or(file)
}

/// Leaves out who could not be imported again, and, unless asked for, who has a protected identity.
fn select(
    template: &Template,
    everybody: Vec<Person>,
    include_protected: bool,
) -> (Vec<Person>, OtherCounts) {
    let keyed = [Field::UserId, Field::EmployeeNumber]
        .into_iter()
        .all(|field| template.position(field).is_some());
    let mut other = OtherCounts::default();
    let persons = everybody
        .into_iter()
        .filter(|person| {
            if keyed && (person.user_id.is_none() || person.employee_number.is_none()) {
                other.left_no_key += 1;
                return false;
            }
            if person.protected && !include_protected {
                other.left_protected += 1;
                return false;
            }
            true
        })
        .collect();
    (persons, other)
}

/// The value of a field as a file holds it.
fn value(person: &Person, field: Field) -> Option<String> {
    let yes_no = |yes: bool| Some(if yes { "ja" } else { "nej" }.to_owned());
    match field {
        Field::Company => person.company.map(|company| company.to_string()),
        Field::UserId => person.user_id.clone(),
        Field::EmployeeNumber => person.employee_number.clone(),
        Field::FirstName => person.first_name.clone(),
        Field::LastName => person.last_name.clone(),
        Field::Department => person.department.clone(),
        Field::Email => person.email.clone(),
        Field::ConnectAddress => person
            .connect_address
            .as_ref()
            .map(|a| a.spelling().to_owned()),
        Field::Active => yes_no(person.active),
        Field::Protected => yes_no(person.protected),
    }
}

fn write_rows(
    template: &Template,
    encoding: Encoding,
    heading: bool,
    persons: &[Person],
    control: &Control,
) -> Result<(Vec<u8>, u64), JobError> {
    let fields: Vec<Field> = template.columns.iter().copied().flatten().collect();
    let mut writer = DelimitedWriter::new(template.delimiter, encoding);
    if heading {
        writer.row(fields.iter().map(|field| Some(field.heading())))?;
    }
    let total = persons.len() as u64;
    let mut formula_like = 0;
    for (done, person) in (0u64..).zip(persons) {
        let values: Vec<Option<String>> = fields.iter().map(|f| value(person, *f)).collect();
        formula_like += values
            .iter()
            .flatten()
            .filter(|v| is_formula_like(v))
            .count() as u64;
        writer
            .row(values.iter().map(Option::as_deref))
            .map_err(|error| match error {
                FileError::Unencodable {
                    column,
                    character,
                    encoding,
                    ..
                } => JobError::PersonUnencodable {
                    person: person.shown_key().to_owned(),
                    field: fields[column],
                    character,
                    encoding,
                },
                other => JobError::File(other),
            })?;
        if done % 1024 == 0 && control.report(done, total).is_break() {
            return Err(JobError::Cancelled);
        }
    }
    Ok((writer.into_bytes(), formula_like))
}

fn save(path: &Path, bytes: &[u8], overwrite: bool) -> Result<Stamp, FileError> {
    let options = if overwrite {
        WriteOptions::REPLACE
    } else {
        WriteOptions::NEW
    };
    write_atomic(path, |out: &mut dyn Write| out.write_all(bytes), options)
}
