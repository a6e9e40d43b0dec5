//! What there is to say of a file on its own, without a register: everything that its table would show ([`super::check`]) and
//! the keys that a spreadsheet has changed, as a list. Not here: the sentences.

use super::check::{self, People, suggestion};
use super::control::Control;
use super::error::JobError;
use super::place::Rules;
use super::reading::{DataRow, Layout, column_of, data_rows, head, line, open, settle_encoding};
use crate::domain::address::{self, Warning};
use crate::domain::columns::Columns;
use crate::domain::excel::Exponent;
use crate::domain::headings::{Heading, is_heading_row, recognise};
use crate::domain::load::HeadingError;
use crate::domain::plan::Rejection;
use crate::domain::preflight::HeadRecord;
use crate::domain::repair::{self, KeyRow};
use crate::domain::template::Field;
use crate::file::{Input, Reading, Table};

/// A file to look at.
#[derive(Debug)]
pub struct Request {
    /// The file.
    pub input: Input,
    /// How it is read, where that is not to be found out.
    pub reading: Reading,
    /// What its columns hold, where that is not to be found out.
    pub columns: Option<Vec<Option<Field>>>,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// How many data rows there are.
    pub rows: u64,
    /// By line.
    pub findings: Vec<Finding>,
}

/// Something that a row should not be sent off with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// The field whose cell it is about; `None` where that is the whole row or a column that the rules do not look at.
    pub field: Option<Field>,
    /// What stands in that cell, or in the one that could not be read.
    pub value: String,
    /// What it is.
    pub what: What,
    /// What the cell probably should hold.
    pub suggestion: Option<String>,
}

/// What there is to say of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The import would reject it.
    Rejected(Rejection),
    /// `key_mismatch`: an earlier row has the same user id and another number.
    NumberDiffers {
        /// Physical line of that row.
        line: u32,
    },
    /// `key_damaged`: a spreadsheet has taken zeros from the front of the number, or turned a key into `1,23E+05`.
    KeyDamaged(Damage),
    /// The import would take it, with this warning.
    Warned(Warning),
}

/// What a spreadsheet has done to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Zeros at the front are gone.
    LostZeros,
    /// It is written with an exponent, and digits are lost.
    Exponent,
}

impl What {
    /// The stable code in all outputs.
    pub fn code(&self) -> &'static str {
        match self {
            What::Rejected(rejection) => rejection.reason().code(),
            What::NumberDiffers { .. } => "key_mismatch",
            What::KeyDamaged(_) => "key_damaged",
            What::Warned(warning) => warning.code(),
        }
    }
}

/// Looks through a file.
///
/// # Errors
/// A file that is refused before its first row, or [`JobError::Cancelled`].
pub fn findings(request: &Request, rules: &Rules, control: &Control) -> Result<Found, JobError> {
    let document = open(&request.input, rules.limits, request.reading, control)?;
    let table = document.table();
    let head = head(&table);
    let mut columns = Columns::find(&head, []);
    match &request.columns {
        Some(given) => columns.fields.clone_from(given),
        None => no_heading_twice(&columns, &head)?,
    }
    if request.reading.encoding.is_none() {
        settle_encoding(&table, &columns.fields, &head)?;
    }
    if let Some(missing) = columns.missing() {
        return Err(JobError::ColumnUnknown(missing));
    }
    let layout = Layout::of(&columns.fields)?;
    let people = People::of_file(&table, layout, columns.skip, rules.domains.clone());
    let checked = check::run(&table, layout, columns.skip, &people, control)?;

    let mut look = Look {
        table: &table,
        layout,
        findings: Vec::new(),
    };
    let mut rows = 0;
    for row in data_rows(&table, columns.skip) {
        rows += 1;
        let mark = checked.mark(row.record);
        match checked.rejection(row.record) {
            Some(Rejection::KeyMismatch { .. }) => {
                let first = people.first_row(row.record);
                let line = first.map_or(0, |record| line(&table, record));
                look.push(
                    row,
                    Some(Field::EmployeeNumber),
                    What::NumberDiffers { line },
                    None,
                );
            }
            Some(rejection) => {
                let column = column_of(layout, rejection);
                let meant = rejection.suggestion().map(str::to_owned);
                look.findings.push(Finding {
                    line: row.line,
                    record: row.number,
                    field: rejection.field(),
                    value: look.cell(row, column),
                    what: What::Rejected(rejection.clone()),
                    suggestion: meant,
                });
            }
            None => {
                for warning in mark.warnings.iter() {
                    let address = look.cell(row, layout.address);
                    let meant = match warning {
                        Warning::TypoSuspected | Warning::Trimmed | Warning::Normalised => {
                            suggestion(&address, mark, None)
                        }
                        _ => None,
                    };
                    look.push(
                        row,
                        Some(Field::ConnectAddress),
                        What::Warned(warning),
                        meant,
                    );
                }
            }
        }
        look.exponents(row);
    }
    look.lost_zeros(columns.skip);
    let mut findings = look.findings;
    findings.sort_by_key(|finding| finding.line);
    Ok(Found { rows, findings })
}

/// Refuses a heading row that names a required field twice: which of the columns counts is nothing to guess.
fn no_heading_twice(columns: &Columns, head: &[HeadRecord]) -> Result<(), JobError> {
    let Some(heading) = head.iter().find(|record| is_heading_row(&record.cells)) else {
        return Ok(());
    };
    for field in Field::REQUIRED {
        let named = |cell: &&String| recognise(cell) == Some(Heading::Field(field));
        let again = heading.cells.iter().filter(named).nth(1);
        if let (Some(cell), true) = (again, columns.skip > 0) {
            return Err(JobError::Heading(HeadingError::Twice(cell.clone())));
        }
    }
    Ok(())
}

struct Look<'t> {
    table: &'t Table,
    layout: Layout,
    findings: Vec<Finding>,
}

impl Look<'_> {
    fn cell(&self, row: DataRow, column: usize) -> String {
        self.table
            .cell(row.record, column)
            .unwrap_or_default()
            .into_owned()
    }

    fn push(&mut self, row: DataRow, field: Option<Field>, what: What, meant: Option<String>) {
        let column = match field {
            Some(Field::UserId) => self.layout.user_id,
            Some(Field::EmployeeNumber) => self.layout.employee_number,
            _ => self.layout.address,
        };
        self.findings.push(Finding {
            line: row.line,
            record: row.number,
            field,
            value: self.cell(row, column),
            what,
            suggestion: meant,
        });
    }

    /// What an exponent stands for cannot be known, so there is nothing to propose.
    fn exponents(&mut self, row: DataRow) {
        for (field, column) in [
            (Field::UserId, self.layout.user_id),
            (Field::EmployeeNumber, self.layout.employee_number),
        ] {
            if Exponent::parse(address::trim(&self.cell(row, column))).is_some() {
                self.push(row, Some(field), What::KeyDamaged(Damage::Exponent), None);
            }
        }
    }

    fn lost_zeros(&mut self, skip: u32) {
        let (table, layout) = (self.table, self.layout);
        let rows = || {
            data_rows(table, skip).map(|row| KeyRow {
                record: row.number,
                line: row.line,
                user_id: table.cell(row.record, layout.user_id).unwrap_or_default(),
                employee_number: table
                    .cell(row.record, layout.employee_number)
                    .unwrap_or_default(),
                address: None,
            })
        };
        for repair in repair::plan(rows, None).repairs {
            self.findings.push(Finding {
                line: repair.line,
                record: repair.record,
                field: Some(repair.field),
                value: repair.old.into_string(),
                what: What::KeyDamaged(Damage::LostZeros),
                suggestion: Some(repair.new.into_string()),
            });
        }
    }
}
