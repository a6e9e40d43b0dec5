//! Which column of a people file holds what, by its heading row.

use super::PeopleRow;
use crate::domain::address;
use crate::domain::headings::{Heading, recognise};
use crate::domain::template::Field;

/// Which column of the file holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleColumns {
    columns: Vec<Option<Heading>>,
}

/// Why a heading row cannot be one of a people file (`heading_mismatch`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadingError {
    /// No heading row at all.
    #[error("the file has no heading row")]
    None,
    /// A column stands twice.
    #[error("the heading {0:?} stands twice")]
    Twice(String),
    /// Neither user id nor employee number.
    #[error("there is neither a user id nor an employee number")]
    NoKey,
}

impl PeopleColumns {
    /// Reads the heading row.
    ///
    /// # Errors
    /// When the file cannot say who is who.
    pub fn from_headings<S: AsRef<str>>(cells: &[S]) -> Result<PeopleColumns, HeadingError> {
        let columns: Vec<Option<Heading>> = cells.iter().map(|c| recognise(c.as_ref())).collect();
        if columns.iter().all(Option::is_none) {
            return Err(HeadingError::None);
        }
        for (at, heading) in columns.iter().enumerate() {
            if heading.is_some() && columns[..at].contains(heading) {
                return Err(HeadingError::Twice(cells[at].as_ref().to_owned()));
            }
        }
        let has = |field| columns.contains(&Some(Heading::Field(field)));
        if !has(Field::UserId) && !has(Field::EmployeeNumber) {
            return Err(HeadingError::NoKey);
        }
        Ok(PeopleColumns { columns })
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The fields by column; `None` where a column holds something else.
    pub fn fields(&self) -> Vec<Option<Field>> {
        let field = |column: &Option<Heading>| match column {
            Some(Heading::Field(field)) => Some(*field),
            _ => None,
        };
        self.columns.iter().map(field).collect()
    }

    /// What each column holds; `None` where that is nothing known.
    pub(super) fn headings(&self) -> &[Option<Heading>] {
        &self.columns
    }

    /// Whether the file has a *Verifierad* column.
    pub fn has_verified(&self) -> bool {
        self.columns.contains(&Some(Heading::Verified))
    }

    /// The trimmed cell under this heading; `None` where it is blank or the column is not there.
    pub(super) fn cell<'r>(&self, row: &'r PeopleRow<'_>, heading: Heading) -> Option<&'r str> {
        let at = self.columns.iter().position(|c| *c == Some(heading))?;
        let cell = address::trim(row.cells.get(at)?);
        (!cell.is_empty()).then_some(cell)
    }
}
