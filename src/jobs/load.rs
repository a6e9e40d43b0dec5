//! Loading people into the register (not the import): a people file with headings → plan → one transaction.

use std::borrow::Cow;

use super::control::Control;
use super::error::JobError;
use super::log;
use super::place::{Place, now};
use super::reading::{self, data_rows, fault};
use crate::domain::address;
use crate::domain::headings::is_heading_row;
use crate::domain::load::{
    HeadingError, LoadOptions, LoadPlan, LoadTotals, LoadVerdict, LoadedRow, PeopleColumns,
    PeopleRow, plan,
};
use crate::domain::log::{Asked, LoggedRow, NewRun, RunKind, RunRecord};
use crate::domain::person::Person;
use crate::domain::plan::{Outcome, Rejection};
use crate::domain::template::{Delimiter, Encoding, Field};
use crate::file::{Input, Limits, Reading, Table, restored};
use crate::store::{Basis, LoadCreate, LoadUpdate, LoadWork, PersonFilter};

/// What to load.
#[derive(Debug, Clone)]
pub struct LoadRequest {
    /// The people file.
    pub input: Input,
    /// What the operator chose.
    pub options: LoadOptions,
    /// The encoding, where it is not to be found out.
    pub encoding: Option<Encoding>,
    /// The delimiter, where it is not to be found out.
    pub delimiter: Option<Delimiter>,
    /// Quotation marks are ordinary characters.
    pub no_quotes: bool,
    /// How large a file may be.
    pub limits: Limits,
}

/// A load that is planned and not yet done.
#[derive(Debug)]
pub struct PreparedLoad {
    plan: LoadPlan,
    file: PeopleFile,
    people: Vec<Person>,
    basis: Basis,
    run: NewRun,
}

impl LoadRequest {
    /// The run that this is.
    fn new_run(&self, place: &Place) -> NewRun {
        let file = super::import::shown(&self.input);
        NewRun {
            kind: RunKind::Load,
            name: file.clone(),
            template: None,
            file,
            who: place.who().clone(),
            started: now(),
            export: None,
            undo_of: None,
            asked: Asked {
                path: super::import::path_of(&self.input),
                arguments: arguments(self),
            },
        }
    }

    /// Writes into the log that this load was refused, cancelled or failed before its plan was made. Not for a preview: there
    /// nothing was to be done yet.
    pub fn record_failure(&self, place: &Place, error: &JobError) {
        log::record_failure(place, &self.new_run(place), error);
    }
}

/// A people file that can say who is who.
#[derive(Debug)]
pub struct PeopleFile {
    table: Table,
    columns: PeopleColumns,
    /// The physical line of the heading row; the rows are behind it.
    heading: u32,
}

impl PeopleFile {
    /// Finds the heading row of a file.
    ///
    /// # Errors
    /// What is wrong with the headings, or an encoding that is in doubt.
    pub fn of(table: Table) -> Result<PeopleFile, JobError> {
        let head = reading::head(&table);
        let heading = head
            .iter()
            .find(|record| is_heading_row(&record.cells))
            .ok_or(HeadingError::None)?;
        let columns = PeopleColumns::from_headings(&heading.cells)?;
        reading::settle_encoding(&table, &columns.fields(), &head)?;
        Ok(PeopleFile {
            heading: heading.line,
            table,
            columns,
        })
    }

    /// What loading it into a register of these people would do.
    ///
    /// # Errors
    /// A cancel.
    pub fn plan(
        &self,
        people: &[Person],
        options: LoadOptions,
        control: &Control,
    ) -> Result<LoadPlan, JobError> {
        let table = &self.table;
        let total = table.records() as u64;
        let mut cancelled = false;
        let rows = data_rows(table, self.heading)
            .map_while(|row| {
                let report = row.number % 4096 == 0;
                cancelled |= report && control.report(row.record as u64, total).is_break();
                (!cancelled).then_some(row)
            })
            .map(|row| PeopleRow {
                line: row.line,
                record: row.number,
                fault: fault(table, row.record, self.columns.len()),
                cells: table
                    .cells(row.record)
                    .map(|cell| given(cell.text()))
                    .collect(),
            });
        let plan = plan(people, &self.columns, rows, options);
        if cancelled {
            return Err(JobError::Cancelled);
        }
        Ok(plan)
    }
}

/// A cell without the apostrophe that koppla's own lists put before what a spreadsheet would run.
fn given(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(text) => Cow::Borrowed(restored(text)),
        Cow::Owned(text) => Cow::Owned(restored(&text).to_owned()),
    }
}

/// Reads the file and plans every row. Changes nothing.
///
/// # Errors
/// What is wrong with the file or its headings.
pub fn prepare(
    place: &Place,
    request: &LoadRequest,
    control: &Control,
) -> Result<PreparedLoad, JobError> {
    let run = request.new_run(place);
    let reading = Reading {
        encoding: request.encoding,
        delimiter: request.delimiter,
        quotes: !request.no_quotes,
    };
    let document = reading::open(&request.input, request.limits, reading, control)?;
    let file = PeopleFile::of(document.table())?;
    let register = place.open()?;
    // The basis first: whatever changes after it makes the writing refuse, never overwrite.
    let basis = register.basis()?;
    let people = register.persons(PersonFilter::default())?;
    let plan = file.plan(&people, request.options, control)?;
    Ok(PreparedLoad {
        plan,
        file,
        people,
        basis,
        run,
    })
}

/// What was chosen, in the words of the command.
fn arguments(request: &LoadRequest) -> Vec<String> {
    let values = [
        ("--delimiter", request.delimiter.map(Delimiter::code)),
        ("--encoding", request.encoding.map(|e| e.code().to_owned())),
    ];
    let flags = [
        (request.options.addresses, "--addresses"),
        (request.options.trust_verified, "--trust-verified"),
        (request.no_quotes, "--no-quotes"),
    ];
    let values = values
        .into_iter()
        .filter_map(|(flag, value)| Some([flag.to_owned(), value?]));
    let flags = flags
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, f)| f.to_owned());
    values.flatten().chain(flags).collect()
}

impl PreparedLoad {
    /// What would happen.
    pub fn plan(&self) -> &LoadPlan {
        &self.plan
    }

    /// The totals.
    pub fn totals(&self) -> LoadTotals {
        self.plan.totals()
    }

    /// Name and file of the run that this would be.
    pub fn run(&self) -> &NewRun {
        &self.run
    }

    /// Whether the file has a *Verifierad* column.
    pub fn has_verified(&self) -> bool {
        self.file.columns.has_verified()
    }

    /// The rejected rows as the log will show them.
    pub fn rejections(&self) -> Vec<LoggedRow> {
        self.plan
            .rows
            .iter()
            .filter_map(|row| match &row.verdict {
                LoadVerdict::Rejected(rejection) => Some(self.logged(row, rejection)),
                _ => None,
            })
            .collect()
    }

    fn logged(&self, row: &LoadedRow, rejection: &Rejection) -> LoggedRow {
        let PeopleFile { table, columns, .. } = &self.file;
        let record = table.index().record_on_line(u64::from(row.line));
        let cell = |field| {
            let column = columns.fields().iter().position(|f| *f == Some(field))?;
            let cell = table.cell(record?, column)?;
            Some(address::trim(&cell).to_owned())
        };
        let text = |field| cell(field).unwrap_or_default();
        LoggedRow {
            line: row.line,
            record: row.record,
            outcome: Outcome::Rejected,
            person: None,
            user_id: text(Field::UserId),
            employee_number: text(Field::EmployeeNumber),
            value: rejection.field().map(text).unwrap_or_default(),
            old: None,
            new: None,
            warnings: Default::default(),
            rejection: Some(rejection.clone()),
        }
    }

    /// Writes what was planned; one that fails is a run of the log too.
    ///
    /// # Errors
    /// The register; [`crate::store::StoreError::BasisChanged`] where somebody changed it since the plan was made.
    pub fn apply(self, place: &Place) -> Result<RunRecord, JobError> {
        let run = self.run.clone();
        self.write(place)
            .inspect_err(|error| log::record_failure(place, &run, error))
    }

    fn write(self, place: &Place) -> Result<RunRecord, JobError> {
        let mut work = LoadWork {
            rejected: self.rejections(),
            ..LoadWork::default()
        };
        for row in self.plan.rows {
            let LoadedRow {
                line,
                record,
                verdict,
            } = row;
            match verdict {
                LoadVerdict::Created(data) => {
                    work.creates.push(LoadCreate {
                        line,
                        record,
                        data: *data,
                    });
                }
                LoadVerdict::Updated(at, data) => {
                    let Person { id, version, .. } = self.people[at];
                    let update = LoadUpdate {
                        line,
                        record,
                        person: id,
                        version,
                        data: *data,
                    };
                    work.updates.push(update);
                }
                LoadVerdict::Unchanged(_) => work.unchanged += 1,
                LoadVerdict::Rejected(_) => {}
            }
        }
        let mut register = place.open()?;
        Ok(register.write_load(self.basis, &self.run, &work, &now)?)
    }
}
