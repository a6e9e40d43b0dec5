//! Which rows of a file only all of them together can decide. Nearly every row can be judged by itself: its person has no other row,
//! nobody else claims its address, and nobody holds it. A [`Planner`](super::plan::Planner) that is given the others, and only them, says of them
//! what it would say among all; so a check of a whole file needs no plan of every row.
//!
//! Why the others suffice. Same person twice (R7) looks at the rows of one person; all rows of a person with several are among them. Address
//! twice and address taken (R6) look at who claims an address and who holds it; all claims to an address that is claimed twice or held by
//! somebody are among them, and so is every row of a holder that could make him move, or keep him.

use std::sync::Arc;

use super::domains::AllowedDomains;
use super::judge::{Judge, Row};
use super::plan::{PlannedRow, Verdict};
use super::repeats::Repeats;
use super::snapshot::Snapshot;

/// Judges rows by themselves and finds those for which that is not enough.
#[derive(Debug)]
pub struct Sieve {
    snapshot: Option<Arc<Snapshot>>,
    judge: Judge,
    persons: Repeats,
    addresses: Repeats,
    together: Vec<u32>,
}

impl Sieve {
    /// A sieve for so many rows, against this register; without one, everybody is who the rows say they are.
    pub fn new(snapshot: Option<Arc<Snapshot>>, domains: AllowedDomains, rows: usize) -> Sieve {
        Sieve {
            persons: Repeats::with_capacity(if snapshot.is_some() { rows } else { 0 }),
            addresses: Repeats::with_capacity(rows),
            snapshot,
            judge: Judge::new(domains),
            together: Vec::new(),
        }
    }

    /// Judges the next row by itself; `number` is what [`Sieve::together`] calls it. Without a register, rows that share a
    /// user id must be judged together whatever is said here.
    pub fn push(&mut self, row: &Row<'_>, number: u32) -> PlannedRow {
        let Some(snapshot) = &self.snapshot else {
            let planned = PlannedRow::of(row, None, self.judge.at_face_value(row));
            if let Verdict::Updated(address) = &planned.verdict {
                self.addresses.push(address.canonical(), number);
            }
            return planned;
        };
        let mut planned = PlannedRow::judged(&mut self.judge, snapshot, row);
        let Some(person) = planned.person else {
            return planned;
        };
        let has = snapshot.person(person).canonical;
        match &planned.verdict {
            Verdict::Updated(address) => {
                self.persons.push_code(person, number);
                if has == Some(address.canonical()) {
                    planned.verdict = Verdict::Unchanged;
                } else {
                    self.addresses.push(address.canonical(), number);
                    if has.is_some() || snapshot.holder(address.canonical()).is_some() {
                        self.together.push(number);
                    }
                }
            }
            // Others may claim the address that the person keeps; they are told of this line.
            Verdict::Rejected(_) if has.is_some() => self.together.push(number),
            _ => {}
        }
        planned
    }

    /// The rows that must be judged together, in rising order.
    pub fn together(self) -> Vec<u32> {
        let mut together = self.together;
        together.extend(self.persons.numbers());
        together.extend(self.addresses.numbers());
        together.sort_unstable();
        together.dedup();
        together
    }
}
