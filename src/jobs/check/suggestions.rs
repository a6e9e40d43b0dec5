//! What the address of a row probably should be, and which rows have so much in common that one answer does for all of them.

use super::REPORT_EVERY;
use super::marks::{Checked, Mark, State};
use crate::domain::address::{self, Warning};
use crate::domain::domains::well_known_address;
use crate::domain::plan::{Reason, Rejection};
use crate::domain::template::Field;
use crate::file::Table;
use crate::jobs::control::Control;
use crate::jobs::error::JobError;
use crate::jobs::reading::Layout;

/// What the address of a row probably should be.
pub fn suggestion(cell: &str, judged: Mark, rejection: Option<&Rejection>) -> Option<String> {
    let proposed = match rejection {
        Some(rejection) if rejection.field() == Some(Field::ConnectAddress) => {
            rejection.suggestion().map(str::to_owned)
        }
        Some(_) => None,
        None if judged.warnings.contains(Warning::TypoSuspected) => {
            well_known_address(&address::parse(cell).ok()?.address)
        }
        None if judged.warnings.contains(Warning::Trimmed)
            || judged.warnings.contains(Warning::Normalised) =>
        {
            let parsed = address::parse(cell).ok()?;
            Some(parsed.address.spelling().to_owned())
        }
        None => None,
    };
    proposed.filter(|proposed| proposed != cell)
}

/// What rows have in common whose suggestions can be taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alike {
    /// The same misspelt domain, and the same one in its place.
    Domain {
        /// As it stands in the rows.
        from: String,
        /// As it is suggested.
        to: String,
    },
    /// Rejected for the same reason.
    Rejected(Reason),
    /// The same thing was noticed.
    Noticed(Warning),
}

impl Alike {
    /// What a row has in common with others, by its suggestion.
    pub fn of(
        cell: &str,
        suggestion: &str,
        judged: Mark,
        rejection: Option<&Rejection>,
    ) -> Option<Alike> {
        let before = address::trim(cell).rsplit_once('@');
        if let (Some((one, from)), Some((two, to))) = (before, suggestion.rsplit_once('@'))
            && one == two
            && !from.eq_ignore_ascii_case(to)
        {
            return Some(Alike::Domain {
                from: from.to_lowercase(),
                to: to.to_owned(),
            });
        }
        match rejection {
            Some(rejection) => Some(Alike::Rejected(rejection.reason())),
            None => [
                Warning::TypoSuspected,
                Warning::Trimmed,
                Warning::Normalised,
            ]
            .into_iter()
            .find(|warning| judged.warnings.contains(*warning))
            .map(Alike::Noticed),
        }
    }
}

/// A suggestion that would be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The record in the file, from 0.
    pub record: usize,
    /// The cell as it is.
    pub old: String,
    /// What it would hold.
    pub new: String,
}

/// The suggestions of all rows that have this in common, never of verified persons.
///
/// # Errors
/// [`JobError::Cancelled`]
pub fn suggestions(
    table: &Table,
    layout: Layout,
    records: &[u32],
    checked: &Checked,
    alike: &Alike,
    control: &Control,
) -> Result<Vec<Taken>, JobError> {
    let mut taken = Vec::new();
    for (done, record) in (0_u32..).zip(records) {
        if done % REPORT_EVERY == 0
            && control
                .report(u64::from(done), records.len() as u64)
                .is_break()
        {
            return Err(JobError::Cancelled);
        }
        let record = *record as usize;
        let mark = checked.mark(record);
        let asks = mark.state == State::Rejected || !mark.warnings.is_empty();
        if !asks || mark.state == State::Verified {
            continue;
        }
        let rejection = checked.rejection(record);
        let old = table.cell(record, layout.address).unwrap_or_default();
        if let Some(new) = suggestion(&old, mark, rejection)
            && Alike::of(&old, &new, mark, rejection).as_ref() == Some(alike)
        {
            taken.push(Taken {
                record,
                old: old.into_owned(),
                new,
            });
        }
    }
    Ok(taken)
}
