//! What the import would say of every row of a file that is being edited: the same rows, the same rules, kept as a few bytes a
//! row. Only rows that have to do with one another get a plan ([`crate::domain::sieve`]), so that checking takes little memory beside the
//! file. Not here: what is shown of it, and which columns are which ([`crate::domain::columns`]).

mod marks;
mod people;
mod suggestions;

use std::borrow::Cow;
use std::sync::Arc;

pub use self::marks::{Checked, Counts, Judged, Mark, State};
pub use self::people::People;
use self::people::{number, of_rows};
pub use self::suggestions::{Alike, Taken, suggestion, suggestions};
use super::control::Control;
use super::error::JobError;
use super::reading::{DataRow, Layout, cut, data_rows};
use crate::domain::plan::{Planner, Verdict};
use crate::domain::sieve::Sieve;
use crate::file::Table;

/// How often a cancel is looked for.
const REPORT_EVERY: u32 = 4096;

/// Judges every data row, together.
///
/// # Errors
/// [`JobError::Cancelled`].
pub fn run(
    table: &Table,
    layout: Layout,
    skip: u32,
    people: &People,
    control: &Control,
) -> Result<Checked, JobError> {
    let total = table.records() as u64;
    let watch = |row: DataRow| {
        let look = row.number.is_multiple_of(REPORT_EVERY);
        if look && control.report(row.record as u64, total).is_break() {
            return Err(JobError::Cancelled);
        }
        Ok(())
    };
    let mut checked = Checked::begin(table.records(), people);
    let mut sieve = Sieve::new(
        people.snapshot().cloned(),
        people.domains.clone(),
        table.records(),
    );
    for row in data_rows(table, skip) {
        watch(row)?;
        let planned = sieve.push(&cut(table, layout, row), number(row.record));
        checked.put(row.record, planned, people);
    }
    // What was said of these by themselves was provisional.
    let mut together = sieve.together();
    together.extend(people.doubles());
    together.sort_unstable();
    together.dedup();
    checked.forget(&together);
    let rows = || {
        let listed = |row: &DataRow| together.binary_search(&number(row.record)).is_ok();
        let some = (!together.is_empty()).then(|| data_rows(table, skip));
        some.into_iter().flatten().filter(listed)
    };
    let mut planner = people.planner_for(rows().map(|row| cut(table, layout, row)));
    for row in rows() {
        planner.push(&cut(table, layout, row));
        watch(row)?;
    }
    let plan = planner.finish().into_rows();
    for (record, planned) in together.iter().zip(plan) {
        // Whoever has an address to leave is among these.
        if let (Some(snapshot), Some(person)) = (people.snapshot(), planned.person)
            && matches!(planned.verdict, Verdict::Updated(_))
            && snapshot.person(person).canonical.is_some()
        {
            checked.note_moving(person);
        }
        checked.put(*record as usize, planned, people);
    }
    checked.settle();
    Ok(checked)
}

/// Judges one row by itself, with what was typed in the place of its address: what can be said at once. Other rows of the
/// file that claim the same address are found by [`run`].
pub fn alone(
    planner: &mut Planner,
    people: &People,
    checked: &Checked,
    table: &Table,
    layout: Layout,
    data: DataRow,
    typed: Option<&str>,
) -> Judged {
    let mut row = cut(table, layout, data);
    if let Some(typed) = typed {
        row.address = Cow::Borrowed(typed);
    }
    if let Some(first) = people.first_row(data.record) {
        let first = DataRow {
            record: first,
            ..data
        };
        let named = [cut(table, layout, first)].into_iter();
        planner.turn_to(Arc::new(of_rows(named)));
    }
    let planned = planner.alone(&row, |holder| checked.moves(holder));
    Judged::of(planned, people)
}

#[cfg(test)]
mod tests;
