//! Loading people, which is not the import: a people file fills the register from nothing, or again from a newer file
//! (page 1, "Loading people"). Persons are created and updated in the columns that the file has; blank cells leave
//! things as they are; a verified address never changes, an unverified one only when asked.

mod columns;
mod known;
mod row;
mod together;

use std::borrow::Cow;

pub use self::columns::{HeadingError, PeopleColumns};
use self::known::Known;
use self::row::judge;
use self::together::{reject_addresses, reject_twice};
use super::person::{Person, PersonData};
use super::plan::{Fault, Rejection};

/// A data row of a people file.
#[derive(Debug, Clone)]
pub struct PeopleRow<'a> {
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// What is wrong with the row before its cells are looked at.
    pub fault: Option<Fault>,
    /// The cells in the file's order.
    pub cells: Vec<Cow<'a, str>>,
}

/// What the operator chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadOptions {
    /// Also give known, unverified persons the address of the file (`--addresses`).
    pub addresses: bool,
    /// Take the *Verifierad* column for persons that are created (`--trust-verified`).
    pub trust_verified: bool,
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadVerdict {
    /// A new person.
    Created(Box<PersonData>),
    /// This person, by position in the given list, becomes so.
    Updated(usize, Box<PersonData>),
    /// This person, by position in the given list, is so already.
    Unchanged(usize),
    /// The row is not loaded.
    Rejected(Rejection),
}

/// A row of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedRow {
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// What happens to it.
    pub verdict: LoadVerdict,
}

/// What loading a people file would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoadPlan {
    /// The rows in the order of the file.
    pub rows: Vec<LoadedRow>,
    /// Rows of known persons whose address differs and is left as it is.
    pub addresses_left: u64,
    /// Rows whose *Verifierad* cell is filled and was not taken.
    pub verified_ignored: u64,
}

/// Totals of a load; rows = created + updated + unchanged + rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadTotals {
    /// New persons.
    pub created: u64,
    /// Known persons who change.
    pub updated: u64,
    /// Known persons who do not.
    pub unchanged: u64,
    /// Rows that are not loaded.
    pub rejected: u64,
}

impl LoadTotals {
    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.created + self.updated + self.unchanged + self.rejected
    }
}

impl LoadPlan {
    /// The totals.
    pub fn totals(&self) -> LoadTotals {
        let mut totals = LoadTotals::default();
        for row in &self.rows {
            *match row.verdict {
                LoadVerdict::Created(_) => &mut totals.created,
                LoadVerdict::Updated(..) => &mut totals.updated,
                LoadVerdict::Unchanged(_) => &mut totals.unchanged,
                LoadVerdict::Rejected(_) => &mut totals.rejected,
            } += 1;
        }
        totals
    }
}

/// What loading these rows into this register would do. Changes nothing.
pub fn plan<'a>(
    people: &[Person],
    columns: &PeopleColumns,
    rows: impl Iterator<Item = PeopleRow<'a>>,
    options: LoadOptions,
) -> LoadPlan {
    let known = Known::new(people);
    let mut plan = LoadPlan::default();
    for row in rows {
        let verdict =
            judge(&known, columns, &row, options, &mut plan).unwrap_or_else(LoadVerdict::Rejected);
        plan.rows.push(LoadedRow {
            line: row.line,
            record: row.record,
            verdict,
        });
    }
    reject_twice(&mut plan.rows);
    reject_addresses(people, &mut plan.rows);
    plan
}

#[cfg(test)]
mod tests;
