//! What an import would do, row by row: rows + register → plan (R1–R13). Planning changes nothing, and an import
//! applies the very plan that was shown (R10). Rows are judged one by one in [`super::judge`] and brought together in
//! [`super::planner`]. Not here: reading rows out of a file, and writing the result.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::address::{Address, Warning, Warnings};
use super::claims::{Claim, Fate, settle};
use super::domains::AllowedDomains;
use super::judge::domain_not_allowed;
use super::log::LaterChange;
use super::snapshot::{Known, PersonIndex, Snapshot};

pub use super::judge::{Fault, Judge, Row};
pub use super::outcome::{Conflict, HolderState, InvalidValue, Outcome, Reason, Rejection, Totals};
pub use super::planner::Planner;

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The person gets this address.
    Updated(Address),
    /// The person has the address already (R13), or an earlier row gives it (R7).
    Unchanged,
    /// The person's address is verified and stays (R2).
    Kept,
    /// The address cell is blank (R4).
    Blank,
    /// The row is not imported.
    Rejected(Rejection),
}

/// A row of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// The person, where both keys agree; a position in the plan's snapshot.
    pub person: Option<PersonIndex>,
    /// What was noticed about the address of a row that is not rejected.
    pub warnings: Warnings,
    /// What happens to the row.
    pub verdict: Verdict,
    /// The earlier row of the same person whose fate this one shares (R7).
    pub(super) follows: Option<u32>,
}

impl PlannedRow {
    /// The outcome.
    pub fn outcome(&self) -> Outcome {
        match self.verdict {
            Verdict::Updated(_) => Outcome::Updated,
            Verdict::Unchanged => Outcome::Unchanged,
            Verdict::Kept => Outcome::Kept,
            Verdict::Blank => Outcome::Blank,
            Verdict::Rejected(_) => Outcome::Rejected,
        }
    }
}

/// What an import would do.
#[derive(Debug)]
pub struct Plan {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) rows: Vec<PlannedRow>,
}

/// `rejected` is the line of the holder's own row, where that is not imported.
pub(super) fn address_taken(holder: Known<'_>, rejected: Option<u32>) -> Rejection {
    let state = match rejected {
        _ if holder.verified => HolderState::Verified,
        Some(line) => HolderState::RejectedInLine(line),
        None if !holder.active => HolderState::Inactive,
        None => HolderState::Active,
    };
    let holder = holder.user_id.or(holder.employee_number);
    Rejection::AddressTaken {
        holder: holder.unwrap_or_default().into(),
        state,
    }
}

impl PlannedRow {
    pub(super) fn reject(&mut self, rejection: Rejection) {
        self.warnings = Warnings::default();
        self.verdict = Verdict::Rejected(rejection);
    }
}

impl Plan {
    /// The register on which the plan is based.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> &[PlannedRow] {
        &self.rows
    }

    /// The rows in the order of the file, where nothing else of the plan is needed any more.
    pub fn into_rows(self) -> Vec<PlannedRow> {
        self.rows
    }

    /// The totals.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for row in &self.rows {
            *match row.outcome() {
                Outcome::Updated => &mut totals.updated,
                Outcome::Unchanged => &mut totals.unchanged,
                Outcome::Kept => &mut totals.kept,
                Outcome::Blank => &mut totals.blank,
                Outcome::Rejected => &mut totals.rejected,
            } += 1;
            totals.warnings += row.warnings.iter().count() as u64;
        }
        totals
    }

    /// Rows of persons whose address has changed since the export: none overwrites that.
    pub(super) fn mark_changed(&mut self, changed: &HashMap<PersonIndex, LaterChange, FixedState>) {
        for row in &mut self.rows {
            let Some(change) = row.person.and_then(|person| changed.get(&person)) else {
                continue;
            };
            match row.verdict {
                Verdict::Updated(_) => {
                    row.reject(Rejection::ChangedSinceExport(Box::new(change.clone())));
                }
                Verdict::Unchanged | Verdict::Kept | Verdict::Blank => {
                    row.warnings.insert(Warning::ChangedSinceExport);
                }
                Verdict::Rejected(_) => {}
            }
        }
    }

    /// How many rows are of persons whose address has changed since the file was exported, as far as they are not rejected for another
    /// reason.
    pub fn changed_since_export(&self) -> u64 {
        let changed = |row: &&PlannedRow| {
            row.warnings.contains(Warning::ChangedSinceExport)
                || matches!(
                    row.verdict,
                    Verdict::Rejected(Rejection::ChangedSinceExport(_))
                )
        };
        self.rows.iter().filter(changed).count() as u64
    }

    /// R6 over the rows that are `Updated`, against the holders in `register`. `local` translates a position in the
    /// plan's snapshot to one in `register`.
    pub(super) fn settle(
        &mut self,
        register: &Snapshot,
        local: impl Fn(PersonIndex) -> Option<PersonIndex>,
    ) {
        let mut positions = Vec::new();
        let mut claims = Vec::new();
        for (position, row) in self.rows.iter().enumerate() {
            if let (Verdict::Updated(address), Some(person)) = (&row.verdict, row.person)
                && let Some(claimant) = local(person)
            {
                positions.push(position);
                claims.push(Claim {
                    claimant,
                    canonical: address.canonical(),
                    line: row.line,
                });
            }
        }
        let fates = settle(
            &claims,
            |canonical| register.holder(canonical),
            |claimant| register.person(claimant).canonical,
        );
        drop(claims);
        let mut taken = Vec::new();
        for (fate, position) in fates.into_iter().zip(&positions) {
            match fate {
                Fate::Accepted => {}
                Fate::Twice(lines) => {
                    self.rows[*position].reject(Rejection::AddressTwice { lines });
                }
                Fate::Taken(holder) => taken.push((*position, holder)),
            }
        }
        self.reject_taken(register, &taken);
    }

    /// Writes `address_taken` into these rows; who holds the address and why they keep it is told once all fates are known.
    fn reject_taken(&mut self, register: &Snapshot, taken: &[(usize, PersonIndex)]) {
        if taken.is_empty() {
            return;
        }
        for (position, _) in taken {
            // Only so that the search for rejected holders below sees them; the particulars follow.
            let holder = "".into();
            self.rows[*position].reject(Rejection::AddressTaken {
                holder,
                state: HolderState::Active,
            });
        }
        let rejected: HashMap<_, u32> = self
            .rows
            .iter()
            .rev()
            .filter(|row| row.outcome() == Outcome::Rejected)
            .filter_map(|row| Some((self.snapshot.person(row.person?).id, row.line)))
            .collect();
        for (position, index) in taken {
            let known = register.person(*index);
            let line = rejected.get(&known.id).copied();
            self.rows[*position].reject(address_taken(known, line));
        }
    }

    /// R7: rows that repeat a person's first one share its rejection.
    pub(super) fn share_fates(&mut self) {
        for position in 0..self.rows.len() {
            if let Some(first) = self.rows[position].follows
                && let Verdict::Rejected(rejection) = &self.rows[first as usize].verdict
            {
                let rejection = rejection.clone();
                self.rows[position].reject(rejection);
            }
        }
    }

    /// R10, inside the write transaction: compares the plan with the register as it is `now`. Rows whose person
    /// changed, or whose address somebody outside the file took meanwhile, fall as `conflict`; then R6 is taken again. Never
    /// is more accepted than before. Returns how many rows fell.
    pub fn recheck(&mut self, now: &Snapshot, domains: &AllowedDomains) -> usize {
        let before = self.totals().rejected;
        let old = Arc::clone(&self.snapshot);
        let local = |person: PersonIndex| now.index_of(old.person(person).id);
        for row in &mut self.rows {
            let Some(person) = row.person else { continue };
            let was = old.person(person);
            let is = local(person).map(|index| now.person(index));
            let rejection = match (&row.verdict, is) {
                (Verdict::Updated(_) | Verdict::Unchanged, None) => {
                    Some(Rejection::Conflict(Conflict::PersonRemoved))
                }
                (Verdict::Updated(_), Some(is)) if is.version != was.version => {
                    Some(Rejection::Conflict(Conflict::PersonChanged))
                }
                (Verdict::Unchanged, Some(is))
                    if row.follows.is_none() && is.canonical != was.canonical =>
                {
                    Some(Rejection::Conflict(Conflict::PersonChanged))
                }
                (Verdict::Updated(address), Some(_)) if !domains.allows(address.domain()) => {
                    Some(domain_not_allowed(domains, address))
                }
                (Verdict::Updated(address), Some(_)) => {
                    let holder_now = now.holder(address.canonical()).map(|i| now.person(i).id);
                    let holder_then = old.holder(address.canonical()).map(|i| old.person(i).id);
                    (holder_now.is_some() && holder_now != holder_then)
                        .then_some(Rejection::Conflict(Conflict::AddressTaken))
                }
                _ => None,
            };
            if let Some(rejection) = rejection {
                row.reject(rejection);
            }
        }
        self.settle(now, local);
        self.share_fates();
        usize::try_from(self.totals().rejected - before).unwrap_or(usize::MAX)
    }
}
