//! Filling the addresses of a file and repairing its keys: a table and its columns, with the register where there is one →
//! a plan that can be looked at → edits that become one step of the document. Nothing is changed before that.
//! Where the values of a list come from is in [`super::fill_source`]; the rules are in [`crate::domain::fill`].

use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::control::Control;
use super::error::JobError;
use super::place::Place;
use super::reading::{DataRow, data_rows, head, line};
use super::settings;
use crate::domain::columns::Columns;
use crate::domain::domains::AllowedDomains;
use crate::domain::fill::{self, Fill, FillOptions, FillPlan, FillRow};
use crate::domain::headings::{Heading, recognise};
use crate::domain::join::{JoinKey, List, SourceRow};
use crate::domain::known::KnownPeople;
use crate::domain::proposal::{self, Proposal};
use crate::domain::repair::{self, KeyRow, RepairPlan};
use crate::domain::template::Field;
use crate::file::{CellEdit, CellRef, Document, Limits, Table, WriteOptions};
use crate::store::PersonFilter;

/// How often a cancel is looked for.
const REPORT_EVERY: u32 = 4096;

/// Why a fill cannot even be planned. Every one is a matter of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// Which column is meant to be filled, or holds a key, is not known.
    #[error("no column is known to hold {}", .0.code())]
    NoColumn(Field),
    /// Neither the file nor a register has names.
    #[error("neither the file nor a register has names")]
    NoNames,
    /// Neither the file nor a register has ordinary addresses.
    #[error("neither the file nor a register has e-mail addresses")]
    NoEmails,
    /// The list has no such key.
    #[error("the list has no column for the key {}", .0.code())]
    ListWithoutKey(JoinKey),
    /// The list has no addresses, or several columns of them.
    #[error("the list has no column of addresses")]
    ListWithoutAddress,
}

impl FillError {
    /// The stable code in all outputs.
    pub fn code(self) -> &'static str {
        "column_missing"
    }
}

/// What the register gives to a fill.
#[derive(Debug)]
pub struct Background {
    /// Its people.
    pub people: KnownPeople,
    /// Its allowed domains.
    pub domains: AllowedDomains,
    /// How large a file may be.
    pub limits: Limits,
}

/// Reads the register, if there is one; none is made.
///
/// # Errors
/// When there is one that cannot be read, or somebody cancels.
pub fn background(place: &Place, control: &Control) -> Result<Option<Background>, JobError> {
    if place.rules().is_some() || !place.exists() {
        return Ok(None);
    }
    let register = place.open()?;
    let mut people = KnownPeople::default();
    register.for_each_person(PersonFilter::default(), |person| {
        people.push((&person).into());
        if people.len().is_multiple_of(REPORT_EVERY as usize) && control.is_cancelled() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    if control.is_cancelled() {
        return Err(JobError::Cancelled);
    }
    Ok(Some(Background {
        people,
        domains: register.allowed_domains()?,
        limits: settings::limits(&register)?,
    }))
}

/// A table whose addresses are filled or keys repaired, with its edits.
#[derive(Debug, Clone, Copy)]
pub struct Target<'t> {
    /// The table.
    pub table: &'t Table,
    /// What each column holds.
    pub columns: &'t [Option<Field>],
    /// How many physical lines stand before the first data row.
    pub skip: u32,
}

impl<'t> Target<'t> {
    /// A table with what is known of its columns.
    pub fn new(table: &'t Table, columns: &'t Columns) -> Target<'t> {
        Target {
            table,
            columns: &columns.fields,
            skip: columns.skip,
        }
    }

    /// Where this field stands.
    ///
    /// # Errors
    /// [`FillError::NoColumn`]
    pub fn column(&self, field: Field) -> Result<usize, FillError> {
        let found = self.columns.iter().position(|held| *held == Some(field));
        found.ok_or(FillError::NoColumn(field))
    }

    /// The column that says when an address was verified; templates have none, people files do.
    fn verified_column(&self) -> Option<usize> {
        let head = head(self.table);
        let heading = head.iter().find(|record| record.line == self.skip)?;
        let verified = |cell: &String| recognise(cell) == Some(Heading::Verified);
        heading.cells.iter().position(verified)
    }

    /// The data rows, until somebody cancels.
    fn rows<'a>(&'a self, watch: &'a Watch<'_>) -> impl Iterator<Item = DataRow> + 'a {
        data_rows(self.table, self.skip).take_while(|row| watch.goes_on(row))
    }

    fn fill_row(&self, row: DataRow, verified: Option<usize>) -> FillRow<'t> {
        let mut filled = FillRow {
            record: u32::try_from(row.record).unwrap_or(u32::MAX),
            line: row.line,
            ..FillRow::default()
        };
        for (column, cell) in self.table.row(row.record).enumerate() {
            if Some(column) == verified {
                filled.verified = says_yes(&cell) == Some(true);
                continue;
            }
            match self.columns.get(column).copied().flatten() {
                Some(Field::Company) => filled.company = cell,
                Some(Field::UserId) => filled.user_id = cell,
                Some(Field::EmployeeNumber) => filled.employee_number = cell,
                Some(Field::FirstName) => filled.first_name = cell,
                Some(Field::LastName) => filled.last_name = cell,
                Some(Field::Email) => filled.email = cell,
                Some(Field::ConnectAddress) => filled.address = Some(cell),
                Some(Field::Protected) => filled.protected = says_yes(&cell),
                Some(Field::Department | Field::Active) | None => {}
            }
        }
        filled
    }

    fn key_row(&self, row: DataRow) -> KeyRow<'t> {
        let mut keys = KeyRow {
            record: u32::try_from(row.record).unwrap_or(u32::MAX),
            line: row.line,
            ..KeyRow::default()
        };
        // Only where these three are all there is, it is plain where each cell of a moved row belongs.
        let alone = *self.columns == Field::REQUIRED.map(Some);
        for (column, cell) in self.table.row(row.record).enumerate() {
            match self.columns.get(column).copied().flatten() {
                Some(Field::UserId) => keys.user_id = cell,
                Some(Field::EmployeeNumber) => keys.employee_number = cell,
                Some(Field::ConnectAddress) if alone => keys.address = Some(cell),
                _ => {}
            }
        }
        keys
    }
}

/// Whether a cell says yes; whatever is neither blank nor a plain no counts as yes, because it protects somebody.
fn says_yes(cell: &str) -> Option<bool> {
    let said = cell.trim().to_lowercase();
    match said.as_str() {
        "" => None,
        "nej" | "no" | "n" | "0" | "false" | "falskt" => Some(false),
        _ => Some(true),
    }
}

/// Progress and cancel over the passes of a plan.
struct Watch<'c> {
    control: &'c Control,
    total: u64,
    cancelled: Cell<bool>,
}

impl<'c> Watch<'c> {
    fn new(control: &'c Control, table: &Table) -> Watch<'c> {
        Watch {
            control,
            total: table.records() as u64,
            cancelled: Cell::new(false),
        }
    }

    fn goes_on(&self, row: &DataRow) -> bool {
        if row.number.is_multiple_of(REPORT_EVERY)
            && self
                .control
                .report(row.record as u64, self.total)
                .is_break()
        {
            self.cancelled.set(true);
        }
        !self.cancelled.get()
    }

    fn done<T>(&self, result: T) -> Result<T, JobError> {
        if self.cancelled.get() {
            return Err(JobError::Cancelled);
        }
        Ok(result)
    }
}

/// Plans a fill.
///
/// # Errors
/// [`FillError`], or somebody cancelled.
pub fn plan(
    target: &Target<'_>,
    what: &Fill,
    options: &FillOptions,
    people: Option<&KnownPeople>,
    control: &Control,
) -> Result<FillPlan, JobError> {
    check(target, what, people)?;
    let watch = Watch::new(control, target.table);
    let verified = target.verified_column();
    let rows = || {
        target
            .rows(&watch)
            .map(|row| target.fill_row(row, verified))
    };
    let plan = fill::plan(rows, what, options, people);
    watch.done(plan)
}

fn check(target: &Target<'_>, what: &Fill, people: Option<&KnownPeople>) -> Result<(), FillError> {
    target.column(Field::ConnectAddress)?;
    let somebody = people.is_some_and(|people| !people.is_empty());
    let has = |field| target.column(field).is_ok();
    let names = somebody || has(Field::FirstName) || has(Field::LastName);
    match what {
        Fill::Pattern(pattern) if pattern.needs_names() && !names => Err(FillError::NoNames),
        Fill::Email if !somebody && !has(Field::Email) => Err(FillError::NoEmails),
        Fill::List(List { key, .. }) => match key {
            JoinKey::EmployeeNumber => target.column(Field::EmployeeNumber).map(|_| ()),
            JoinKey::UserId => target.column(Field::UserId).map(|_| ()),
            JoinKey::Name if names => Ok(()),
            JoinKey::Name => Err(FillError::NoNames),
        },
        _ => Ok(()),
    }
}

/// What can be proposed for a fill of this table.
///
/// # Errors
/// Somebody cancelled.
pub fn propose(
    target: &Target<'_>,
    selected: Option<&[u32]>,
    known: Option<&Background>,
    control: &Control,
) -> Result<Proposal, JobError> {
    let watch = Watch::new(control, target.table);
    let verified = target.verified_column();
    let rows = target
        .rows(&watch)
        .map(|row| target.fill_row(row, verified));
    let any = AllowedDomains::default();
    let domains = known.map_or(&any, |known| &known.domains);
    let people = known.map(|known| &known.people);
    let proposal = proposal::propose(rows, selected, people, domains);
    watch.done(proposal)
}

/// Plans a fill from a pasted list by each key that the file has, and gives the one that means the most people.
///
/// # Errors
/// As [`plan`], where the file has none of the keys.
pub fn plan_by_any_key(
    target: &Target<'_>,
    rows: Vec<SourceRow>,
    options: &FillOptions,
    people: Option<&KnownPeople>,
    control: &Control,
) -> Result<(JoinKey, FillPlan), JobError> {
    let mut best: Option<(JoinKey, FillPlan)> = None;
    let mut list = List {
        rows,
        key: JoinKey::UserId,
    };
    for key in JoinKey::ALL {
        list.key = key;
        let what = Fill::List(list);
        let planned = plan(target, &what, options, people, control);
        let Fill::List(again) = what else { break };
        list = again;
        let next = match planned {
            Ok(next) => next,
            Err(JobError::Fill(_)) => continue,
            Err(other) => return Err(other),
        };
        if best
            .as_ref()
            .is_none_or(|(_, plan)| next.unmatched.len() < plan.unmatched.len())
        {
            best = Some((key, next));
        }
    }
    best.ok_or(JobError::Fill(FillError::NoColumn(Field::UserId)))
}

/// The step that the plan is: one edit a change.
///
/// # Errors
/// [`FillError::NoColumn`]
pub fn edits(plan: &FillPlan, target: &Target<'_>) -> Result<Vec<CellEdit>, JobError> {
    let column = target.column(Field::ConnectAddress)?;
    let edit = |record: u32, value: &str| CellEdit {
        cell: CellRef {
            record: record as usize,
            column,
        },
        value: value.to_owned(),
    };
    let changes = plan.changes.iter();
    Ok(changes.map(|c| edit(c.record, &c.new)).collect())
}

/// Plans the repair of keys.
///
/// # Errors
/// [`FillError::NoColumn`], or somebody cancelled.
pub fn plan_repair(
    target: &Target<'_>,
    people: Option<&KnownPeople>,
    control: &Control,
) -> Result<RepairPlan, JobError> {
    target.column(Field::EmployeeNumber)?;
    let watch = Watch::new(control, target.table);
    let rows = || target.rows(&watch).map(|row| target.key_row(row));
    let plan = repair::plan(rows, people);
    watch.done(plan)
}

/// How many keys the column of employee numbers itself makes plain are damaged, without a register.
///
/// # Errors
/// As [`plan_repair`].
pub fn damaged_keys(target: &Target<'_>, control: &Control) -> Result<u64, JobError> {
    Ok(plan_repair(target, None, control)?.repairs.len() as u64)
}

/// The step that the repair is.
///
/// # Errors
/// [`FillError::NoColumn`]
pub fn repair_edits(plan: &RepairPlan, target: &Target<'_>) -> Result<Vec<CellEdit>, JobError> {
    let edit = |repair: &repair::Repair| {
        Ok(CellEdit {
            cell: CellRef {
                record: repair.record as usize,
                column: target.column(repair.field)?,
            },
            value: repair.new.to_string(),
        })
    };
    plan.repairs.iter().map(edit).collect()
}

/// Where the filled file goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Over the file that was read, unless somebody has changed it meanwhile.
    InPlace,
    /// To another path.
    Path {
        /// The path.
        path: PathBuf,
        /// Whether an existing file is replaced.
        overwrite: bool,
    },
    /// To whoever asked, who prints it.
    Bytes,
}

/// Makes the edits as one step and writes the file; its bytes for [`Destination::Bytes`]. In place, nothing is written where
/// nothing changes.
///
/// # Errors
/// An edit that the file cannot hold, or the disk; the file is then as it was.
pub fn write(
    mut document: Document,
    edits: Vec<CellEdit>,
    destination: &Destination,
) -> Result<Option<Vec<u8>>, JobError> {
    document.set(edits)?;
    let (path, options) = match destination {
        Destination::Bytes => return Ok(Some(document.table().to_bytes()?)),
        Destination::Path { path, overwrite } => {
            let options = if *overwrite {
                WriteOptions::REPLACE
            } else {
                WriteOptions::NEW
            };
            (path.clone(), options)
        }
        Destination::InPlace if !document.is_changed() => return Ok(None),
        Destination::InPlace => {
            let stamp = document.stamp();
            let options = stamp.map_or(WriteOptions::REPLACE, WriteOptions::unless_changed);
            (document.path().to_owned(), options)
        }
    };
    document.save(&path, options)?;
    Ok(None)
}

/// The heading of a column as the file has it, else the field's own.
pub fn heading(target: &Target<'_>, field: Field) -> String {
    let column = target.column(field).ok();
    let record =
        (0..target.table.records()).find(|record| line(target.table, *record) == target.skip);
    let cell = record
        .zip(column)
        .and_then(|(record, column)| target.table.cell(record, column));
    cell.map_or_else(|| field.heading().to_owned(), |cell| cell.into_owned())
}
