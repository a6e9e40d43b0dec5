//! What an import would do, row by row: rows + register → plan (R1–R13). Planning changes nothing, and an import
//! applies the very plan that was shown (R10). Not here: reading rows out of a file, and writing the result.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::address::{Address, Warning, Warnings};
use super::claims::{Claim, Fate, settle};
use super::domains::AllowedDomains;
use super::judge::{Judge, Judged, domain_not_allowed};
use super::log::LaterChange;
use super::person::PersonId;
use super::snapshot::{Known, PersonIndex, Snapshot};

pub use super::judge::{Fault, Row};
pub use super::outcome::{Conflict, HolderState, InvalidValue, Outcome, Reason, Rejection, Totals};

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
    follows: Option<u32>,
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
    snapshot: Arc<Snapshot>,
    rows: Vec<PlannedRow>,
}

/// Takes rows one by one, then decides.
#[derive(Debug)]
pub struct Planner {
    plan: Plan,
    /// Per person the first row that gives a valid, allowed address; `NONE` where there is none.
    first_row: Vec<u32>,
    /// Rows beyond the first of the same person.
    more_rows: HashMap<PersonIndex, Vec<u32>, FixedState>,
    judge: Judge,
    /// Whose address has changed since the file was exported.
    changed: HashMap<PersonIndex, LaterChange, FixedState>,
}

/// Judges rows of a plan by themselves, in whatever order. Several can share the rows of a file, each on a thread of its own: all say the
/// same.
#[derive(Debug)]
pub struct RowJudge {
    judge: Judge,
    snapshot: Arc<Snapshot>,
}

impl RowJudge {
    /// What the row by itself tells. `Updated` means: a valid address that the domain rule lets through.
    pub fn judge(&mut self, row: &Row<'_>) -> PlannedRow {
        PlannedRow::judged(&mut self.judge, &self.snapshot, row)
    }
}

const NONE: u32 = u32::MAX;

impl Planner {
    /// A plan against this register and this list of allowed domains.
    pub fn new(snapshot: Arc<Snapshot>, domains: AllowedDomains) -> Planner {
        Planner {
            first_row: Vec::new(),
            more_rows: HashMap::default(),
            judge: Judge::new(domains),
            changed: HashMap::default(),
            plan: Plan {
                snapshot,
                rows: Vec::new(),
            },
        }
    }

    /// Has rows that are judged alone held against other people from here on. Not for a planner that rows were pushed into.
    pub fn turn_to(&mut self, snapshot: Arc<Snapshot>) {
        debug_assert!(self.plan.rows.is_empty());
        self.judge.forget_register();
        self.plan.snapshot = snapshot;
    }

    /// Whose address somebody has changed since the file was exported, and by what. Their rows are `conflict` where they would overwrite
    /// that, and marked with a warning where they change nothing.
    pub fn changed_since_export(&mut self, changed: Vec<(PersonId, LaterChange)>) {
        let snapshot = &self.plan.snapshot;
        self.changed = changed
            .into_iter()
            .filter_map(|(id, change)| Some((snapshot.index_of(id)?, change)))
            .collect();
    }

    /// Somebody who judges rows for this plan beside others who do; what they say goes to [`Planner::take`].
    pub fn judge(&self) -> RowJudge {
        RowJudge {
            judge: self.judge.another(),
            snapshot: Arc::clone(&self.plan.snapshot),
        }
    }

    /// Takes the next row of the file.
    pub fn push(&mut self, row: &Row<'_>) {
        let judged = PlannedRow::judged(&mut self.judge, &self.plan.snapshot, row);
        self.take(judged);
    }

    /// Takes the next row of the file, which a judge of this plan has judged.
    pub fn take(&mut self, row: PlannedRow) {
        let position = u32::try_from(self.plan.rows.len()).unwrap_or(NONE);
        if let (Some(person), Verdict::Updated(_)) = (row.person, &row.verdict) {
            // Not before it is needed: a planner that judges rows alone needs none.
            self.first_row.resize(self.plan.snapshot.len(), NONE);
            let first = &mut self.first_row[person as usize];
            if *first == NONE {
                *first = position;
            } else {
                self.more_rows
                    .entry(person)
                    .or_insert_with(|| vec![*first])
                    .push(position);
            }
        }
        self.plan.rows.push(row);
    }

    /// Makes room for so many rows.
    pub fn reserve(&mut self, rows: usize) {
        self.plan.rows.reserve(rows);
    }

    /// What can be said of a row before the others are looked at, such as while its address is typed. `moves` knows who
    /// leaves their address in this file. The row does not become part of the plan.
    pub fn alone(&mut self, row: &Row<'_>, moves: impl Fn(PersonIndex) -> bool) -> PlannedRow {
        let mut planned = PlannedRow::judged(&mut self.judge, &self.plan.snapshot, row);
        if let (Verdict::Updated(address), Some(person)) = (&planned.verdict, planned.person) {
            let snapshot = &self.plan.snapshot;
            match snapshot.holder(address.canonical()) {
                Some(holder) if holder == person => planned.verdict = Verdict::Unchanged,
                Some(holder) if !moves(holder) => {
                    let rejection = address_taken(snapshot.person(holder), None);
                    planned.reject(rejection);
                }
                _ => {}
            }
        }
        planned
    }

    /// Decides what only all rows together can tell: R7, R13, R6.
    pub fn finish(mut self) -> Plan {
        self.same_person_twice();
        let plan = &mut self.plan;
        let snapshot = Arc::clone(&plan.snapshot);
        for row in &mut plan.rows {
            if let (Verdict::Updated(address), Some(person)) = (&row.verdict, row.person)
                && snapshot.person(person).canonical == Some(address.canonical())
            {
                row.verdict = Verdict::Unchanged;
            }
        }
        plan.settle(&snapshot, Some);
        if !self.changed.is_empty() {
            plan.mark_changed(&self.changed);
            // Who does not move now may stand in the way of others.
            plan.settle(&snapshot, Some);
        }
        plan.share_fates();
        self.plan
    }

    /// R7, for unverified persons: only their rows are `Updated` at this point.
    fn same_person_twice(&mut self) {
        let rows = &mut self.plan.rows;
        for positions in self.more_rows.values() {
            let canonical = |position: u32| match &rows[position as usize].verdict {
                Verdict::Updated(address) => Some(address.canonical()),
                _ => None,
            };
            let agree = positions
                .iter()
                .all(|p| canonical(*p) == canonical(positions[0]));
            if agree {
                for later in &positions[1..] {
                    let row = &mut rows[*later as usize];
                    row.verdict = Verdict::Unchanged;
                    row.follows = Some(positions[0]);
                }
            } else {
                let lines: Arc<[u32]> = positions.iter().map(|p| rows[*p as usize].line).collect();
                for position in positions {
                    let rejection = Rejection::SamePersonTwice {
                        lines: Arc::clone(&lines),
                    };
                    rows[*position as usize].reject(rejection);
                }
            }
        }
    }
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
    /// What the row by itself tells against the register.
    pub(super) fn judged(judge: &mut Judge, snapshot: &Snapshot, row: &Row<'_>) -> PlannedRow {
        let (person, judged) = judge.row(snapshot, row);
        PlannedRow::of(row, person, judged)
    }

    pub(super) fn of(row: &Row<'_>, person: Option<PersonIndex>, judged: Judged) -> PlannedRow {
        let (verdict, warnings) = match judged {
            Ok((verdict, warnings)) => (verdict, warnings),
            Err(rejection) => (Verdict::Rejected(rejection), Warnings::default()),
        };
        PlannedRow {
            line: row.line,
            record: row.record,
            person,
            warnings,
            verdict,
            follows: None,
        }
    }

    fn reject(&mut self, rejection: Rejection) {
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
    fn mark_changed(&mut self, changed: &HashMap<PersonIndex, LaterChange, FixedState>) {
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
    fn settle(&mut self, register: &Snapshot, local: impl Fn(PersonIndex) -> Option<PersonIndex>) {
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
    fn share_fates(&mut self) {
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
