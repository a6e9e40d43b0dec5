//! Makes the plan of an import: takes the rows in the order of the file, each judged alone ([`super::judge`]), then decides what only all rows
//! together can tell.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::domains::AllowedDomains;
use super::judge::{Judge, Row};
use super::log::LaterChange;
use super::outcome::Rejection;
use super::person::PersonId;
use super::plan::{Plan, PlannedRow, Verdict, address_taken};
use super::snapshot::{PersonIndex, Snapshot};

/// Takes rows one by one, then decides.
#[derive(Debug)]
pub struct Planner {
    plan: Plan,
    judge: Judge,
    /// Per person the first row that gives a valid, allowed address; `NONE` where there is none.
    first_row: Vec<u32>,
    /// Rows beyond the first of the same person.
    more_rows: HashMap<PersonIndex, Vec<u32>, FixedState>,
    /// Whose address has changed since the file was exported.
    changed: HashMap<PersonIndex, LaterChange, FixedState>,
}

const NONE: u32 = u32::MAX;

impl Planner {
    /// A plan against this register and this list of allowed domains.
    pub fn new(snapshot: Arc<Snapshot>, domains: AllowedDomains) -> Planner {
        Planner {
            first_row: Vec::new(),
            more_rows: HashMap::default(),
            changed: HashMap::default(),
            judge: Judge::new(Arc::clone(&snapshot), domains),
            plan: Plan {
                snapshot,
                rows: Vec::new(),
            },
        }
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

    /// Somebody who judges rows for this plan, beside others who do; what they say goes to [`Planner::take`].
    pub fn judge(&self) -> Judge {
        self.judge.another()
    }

    /// Takes the next row of the file.
    pub fn push(&mut self, row: &Row<'_>) {
        let judged = self.judge.judge(row);
        self.take(judged);
    }

    /// Takes the next row of the file, which a [`Judge`] of this plan has judged.
    pub fn take(&mut self, row: PlannedRow) {
        if let (Some(person), Verdict::Updated(_)) = (row.person, &row.verdict) {
            // Not before it is needed: a planner that judges rows alone needs none.
            self.first_row.resize(self.plan.snapshot.len(), NONE);
            let position = u32::try_from(self.plan.rows.len()).unwrap_or(NONE);
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
        let mut planned = self.judge.judge(row);
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
