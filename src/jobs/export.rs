//! The export: template and selection → a file, written whole or not at all, and a run in the log. The persons go from the register
//! into the file one by one, so that a million of them take no more memory than ten.

use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::control::Control;
use super::error::JobError;
use super::log;
use super::place::{Place, now, whole};
use crate::domain::log::{Asked, NewRun, OtherCounts, RunKind, RunRecord};
use crate::domain::person::Person;
use crate::domain::template::{Direction, Field, Template, TemplateError};
use crate::file::{
    DelimitedWriter, FileError, RowSink, WriteOptions, is_formula_like, write_atomic, write_rows,
};
use crate::store::{Only, PersonFilter, Register};

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
    let writer = DelimitedWriter::new(request.template.delimiter, encoding);
    let fill = |rows: &mut RowSink<'_>| write_persons(&register, request, heading, rows, control);
    let (written, bytes) = match &request.output {
        Output::Path(path) => {
            let written = write_rows(path, options(request.overwrite), writer, fill)?;
            (written, None)
        }
        Output::Bytes => {
            let mut bytes = Vec::new();
            let mut rows = RowSink::new(writer, &mut bytes, Path::new("-"));
            let written = fill(&mut rows)?;
            rows.finish()?;
            (written, Some(bytes))
        }
    };
    let run = register.record_export(new, written.persons, written.other, seen, now())?;
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
    write_atomic(to, |out| out.write_all(&bytes), options(overwrite))?;
    Ok(())
}

fn base_name(file: &str) -> &str {
    Path::new(file)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or(file)
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

/// What went into the file.
#[derive(Default)]
struct Written {
    /// How many persons.
    persons: u64,
    /// Who was left out, and what looks like a formula.
    other: OtherCounts,
}

/// Writes the persons of an export, without those who could not be imported again and, unless asked for, those with a protected identity.
fn write_persons(
    register: &Register,
    request: &ExportRequest,
    heading: bool,
    rows: &mut RowSink<'_>,
    control: &Control,
) -> Result<Written, JobError> {
    let template = &request.template;
    let fields: Vec<Field> = template.columns.iter().copied().flatten().collect();
    if heading {
        rows.row(fields.iter().map(|field| Some(field.heading())))?;
    }
    let keyed = [Field::UserId, Field::EmployeeNumber]
        .into_iter()
        .all(|field| template.position(field).is_some());
    let total = register.persons_at_most()?;
    let mut seen = 0_u64;
    let mut written = Written::default();
    let mut result = Ok(());
    register.for_each_person(request.filter, |person| {
        if seen.is_multiple_of(1024) && control.report(seen, total).is_break() {
            result = Err(JobError::Cancelled);
            return ControlFlow::Break(());
        }
        seen += 1;
        if keyed && (person.user_id.is_none() || person.employee_number.is_none()) {
            written.other.left_no_key += 1;
        } else if person.protected && !request.include_protected {
            written.other.left_protected += 1;
        } else {
            result = write_person(&person, &fields, rows, &mut written);
        }
        match result {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    result.map(|()| written)
}

fn write_person(
    person: &Person,
    fields: &[Field],
    rows: &mut RowSink<'_>,
    written: &mut Written,
) -> Result<(), JobError> {
    let values: Vec<Option<String>> = fields.iter().map(|f| value(person, *f)).collect();
    rows.row(values.iter().map(Option::as_deref))
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
    written.persons += 1;
    let formulas = values.iter().flatten().filter(|v| is_formula_like(v));
    written.other.formula_like += formulas.count() as u64;
    Ok(())
}

fn options(overwrite: bool) -> WriteOptions {
    match overwrite {
        true => WriteOptions::REPLACE,
        false => WriteOptions::NEW,
    }
}
