//! What taking a run back would do, person by person: the address before the run comes back where the one that the run wrote
//! is still there and still unverified, and R6 lets it. Allowed domains do not hold it back. Planning changes nothing, and an undo
//! applies the very plan that was shown (R10). Not here: reading what the run did, and writing the result.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::address::{self, Address};
use super::claims::{Claim, Fate, settle};
use super::outcome::{Outcome, Reason, Rejection, Totals};
use super::person::PersonId;
use super::plan::address_taken;
use super::snapshot::{PersonIndex, Snapshot};

/// What a run did to one person.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// Physical line of the run's row, from 1.
    pub line: u32,
    /// Number of the run's row, from 1.
    pub record: u32,
    /// Who; `None` for somebody who has been erased since.
    pub person: Option<PersonId>,
    /// The address before.
    pub old: Before<'a>,
    /// The address after.
    pub new: Option<&'a str>,
}

/// The address of a person before the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before<'a> {
    /// This one, or none.
    Known(Option<&'a str>),
    /// One that has been erased together with somebody else who had it.
    Erased,
}

/// What becomes of a row of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoVerdict {
    /// The person gets the address from before the run back; `None`: the person had none and has none again.
    Reverted(Option<Address>),
    /// The person has that address already.
    Unchanged,
    /// The person is left as they are, for this reason.
    Left(Rejection),
}

/// A row of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoRow {
    /// Physical line of the run's row, from 1.
    pub line: u32,
    /// Number of the run's row, from 1.
    pub record: u32,
    /// Who, as a position in the plan's snapshot; `None` for somebody who is not there any more.
    pub person: Option<PersonIndex>,
    /// What becomes of it.
    pub verdict: UndoVerdict,
}

impl UndoRow {
    /// The outcome, in the words of an import.
    pub fn outcome(&self) -> Outcome {
        match self.verdict {
            UndoVerdict::Reverted(_) => Outcome::Updated,
            UndoVerdict::Unchanged => Outcome::Unchanged,
            UndoVerdict::Left(_) => Outcome::Rejected,
        }
    }

    /// Why the person is left, if they are.
    pub fn rejection(&self) -> Option<&Rejection> {
        match &self.verdict {
            UndoVerdict::Left(rejection) => Some(rejection),
            _ => None,
        }
    }
}

/// How many rows of a run became what. The rows of the run that changed somebody are always the sum of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UndoCounts {
    /// The address from before came back.
    pub reverted: u64,
    /// It was there already.
    pub unchanged: u64,
    /// Left: the address has changed since the run.
    pub left_changed: u64,
    /// Left: the address has been verified since.
    pub left_verified: u64,
    /// Left: somebody else has the address from before.
    pub left_taken: u64,
    /// Left: the person, or the address from before, has been erased.
    pub left_erased: u64,
}

impl UndoCounts {
    /// Counts rows by what became of them.
    pub fn of(rows: impl Iterator<Item = (Outcome, Option<Reason>)>) -> UndoCounts {
        let mut counts = UndoCounts::default();
        for row in rows {
            *match row {
                (Outcome::Updated, _) => &mut counts.reverted,
                (_, None) => &mut counts.unchanged,
                (_, Some(Reason::VerifiedSince)) => &mut counts.left_verified,
                (_, Some(Reason::AddressTaken | Reason::AddressTwice)) => &mut counts.left_taken,
                (_, Some(Reason::Erased)) => &mut counts.left_erased,
                (_, Some(_)) => &mut counts.left_changed,
            } += 1;
        }
        counts
    }

    /// Who was left, whatever the reason.
    pub fn left(&self) -> u64 {
        self.left_changed + self.left_verified + self.left_taken + self.left_erased
    }

    /// All rows.
    pub fn rows(&self) -> u64 {
        self.reverted + self.unchanged + self.left()
    }

    /// The same in the words of an import, as the log stores them.
    pub fn totals(&self) -> Totals {
        Totals {
            updated: self.reverted,
            unchanged: self.unchanged,
            rejected: self.left(),
            ..Totals::default()
        }
    }
}

/// What taking a run back would do.
#[derive(Debug)]
pub struct UndoPlan {
    snapshot: Arc<Snapshot>,
    rows: Vec<UndoRow>,
}

impl UndoPlan {
    /// An empty plan against this register; [`UndoPlan::push`] the changes of the run, then [`UndoPlan::settle`].
    pub fn new(snapshot: Arc<Snapshot>) -> UndoPlan {
        UndoPlan {
            snapshot,
            rows: Vec::new(),
        }
    }

    /// Takes what the run did to a person; to each person once, and in the order of its rows.
    pub fn push(&mut self, change: &Change<'_>) {
        let person = change.person.and_then(|id| self.snapshot.index_of(id));
        let verdict = match person {
            None => UndoVerdict::Left(Rejection::Erased),
            Some(person) => judge(&self.snapshot, person, change),
        };
        self.rows.push(UndoRow {
            line: change.line,
            record: change.record,
            person,
            verdict,
        });
    }

    /// R6 over those who would get an address back: it may be somebody else's by now. Time is linear in the rows.
    pub fn settle(&mut self) {
        let snapshot = &self.snapshot;
        let mut positions = Vec::new();
        let mut claims = Vec::new();
        // Who gets none back leaves their address for certain, and claims nothing.
        let mut leaving: HashSet<PersonIndex, FixedState> = HashSet::default();
        for (position, row) in self.rows.iter().enumerate() {
            match (&row.verdict, row.person) {
                (UndoVerdict::Reverted(Some(address)), Some(claimant)) => {
                    positions.push(position);
                    claims.push(Claim {
                        claimant,
                        canonical: address.canonical(),
                        line: row.line,
                    });
                }
                (UndoVerdict::Reverted(None), Some(person)) => {
                    leaving.insert(person);
                }
                _ => {}
            }
        }
        let fates = settle(
            &claims,
            |canonical| {
                let holder = snapshot.holder(canonical);
                holder.filter(|holder| !leaving.contains(holder))
            },
            |claimant| snapshot.person(claimant).canonical,
        );
        drop(claims);
        for (fate, position) in fates.into_iter().zip(positions) {
            let rejection = match fate {
                Fate::Accepted => continue,
                Fate::Twice(lines) => Rejection::AddressTwice { lines },
                Fate::Taken(holder) => address_taken(snapshot.person(holder), None),
            };
            self.rows[position].verdict = UndoVerdict::Left(rejection);
        }
    }

    /// R10, inside the write transaction: the plan against the register as it is `now`. Who has changed since the plan was made
    /// is left, and R6 is taken again; never are more reverted than before. Returns how many fell.
    pub fn recheck(&mut self, now: Arc<Snapshot>) -> u64 {
        let before = self.counts().left();
        let then = std::mem::replace(&mut self.snapshot, now);
        let now = &self.snapshot;
        for row in &mut self.rows {
            let Some(was) = row.person.map(|person| then.person(person)) else {
                continue;
            };
            row.person = now.index_of(was.id);
            let rejection = match row.person.map(|person| now.person(person)) {
                None => Rejection::Erased,
                Some(is) if is.canonical != was.canonical => Rejection::ChangedSince(None),
                Some(is) if is.verified && is.canonical.is_some() => Rejection::VerifiedSince,
                Some(_) => continue,
            };
            let concerned = match (&row.verdict, row.person) {
                (UndoVerdict::Reverted(_), _) => true,
                (_, None) => true,
                (UndoVerdict::Unchanged, _) => matches!(rejection, Rejection::ChangedSince(_)),
                (UndoVerdict::Left(_), _) => false,
            };
            if concerned {
                row.verdict = UndoVerdict::Left(rejection);
            }
        }
        self.settle();
        self.counts().left() - before
    }

    /// The register on which the plan is based.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The rows in the order of the run's.
    pub fn rows(&self) -> &[UndoRow] {
        &self.rows
    }

    /// Tells of everybody who was left because their address has changed what is known of that change; `by` is asked for each.
    ///
    /// # Errors
    /// The first one of `by`.
    pub fn explain<E>(
        &mut self,
        mut by: impl FnMut(PersonId) -> Result<Option<super::log::LaterChange>, E>,
    ) -> Result<(), E> {
        for row in &mut self.rows {
            if let (UndoVerdict::Left(Rejection::ChangedSince(told @ None)), Some(person)) =
                (&mut row.verdict, row.person)
            {
                *told = by(self.snapshot.person(person).id)?.map(Box::new);
            }
        }
        Ok(())
    }

    /// The counts.
    pub fn counts(&self) -> UndoCounts {
        UndoCounts::of(self.rows.iter().map(|row| {
            let reason = row.rejection().map(Rejection::reason);
            (row.outcome(), reason)
        }))
    }
}

/// What can be said of a person before the others are looked at.
fn judge(snapshot: &Snapshot, person: PersonIndex, change: &Change<'_>) -> UndoVerdict {
    let known = snapshot.person(person);
    let has = |address: Option<&str>| match (known.canonical, address) {
        (None, None) => true,
        (Some(canonical), Some(address)) => {
            known.spelling == Some(address) || restored(address).canonical() == canonical
        }
        _ => false,
    };
    let written = has(change.new);
    match change.old {
        Before::Known(old) if !written && has(old) => UndoVerdict::Unchanged,
        _ if !written => UndoVerdict::Left(Rejection::ChangedSince(None)),
        _ if known.verified => UndoVerdict::Left(Rejection::VerifiedSince),
        Before::Erased => UndoVerdict::Left(Rejection::Erased),
        Before::Known(old) => UndoVerdict::Reverted(old.map(restored)),
    }
}

/// An address as it stood in the register, in the very spelling.
fn restored(spelling: &str) -> Address {
    match address::parse(spelling) {
        Ok(parsed) => Address::from_stored(spelling, parsed.address.canonical()),
        // Not by today's rules; it was one when it was stored, and comes back as it was.
        Err(_) => Address::from_stored(spelling, spelling),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::Known;

    /// A register of `(address now, verified)`; ids count from 0.
    fn register(people: &[(&str, bool)]) -> Arc<Snapshot> {
        let mut snapshot = Snapshot::default();
        for (id, (address, verified)) in (0..).zip(people) {
            let address = (!address.is_empty()).then_some(*address);
            snapshot.push(Known {
                id: PersonId(id),
                version: 1,
                user_id: Some(["anna", "bo", "cia", "dan"][id as usize]),
                employee_number: None,
                spelling: address,
                canonical: address,
                verified: *verified,
                active: true,
            });
        }
        Arc::new(snapshot)
    }

    /// A plan for a run that did `(who, old, new)`; empty is none.
    fn plan(people: &[(&str, bool)], changes: &[(i64, &str, &str)]) -> UndoPlan {
        let text = |t| Some(t).filter(|t: &&str| !t.is_empty());
        let mut plan = UndoPlan::new(register(people));
        for (record, (who, old, new)) in (1..).zip(changes) {
            plan.push(&Change {
                line: record + 1,
                record,
                person: Some(PersonId(*who)),
                old: Before::Known(text(*old)),
                new: text(*new),
            });
        }
        plan.settle();
        plan
    }

    fn told(plan: &UndoPlan) -> Vec<String> {
        plan.rows()
            .iter()
            .map(|row| match &row.verdict {
                UndoVerdict::Reverted(to) => {
                    format!("→ {}", to.as_ref().map_or("none", Address::spelling))
                }
                UndoVerdict::Unchanged => "as before".into(),
                UndoVerdict::Left(rejection) => rejection.reason().code().into(),
            })
            .collect()
    }

    #[test]
    fn the_address_from_before_comes_back_and_none_is_one_too() {
        let undo = plan(
            &[("anna@n.se", false), ("bo@n.se", false)],
            &[(0, "anna@o.se", "anna@n.se"), (1, "", "bo@n.se")],
        );
        assert_eq!(told(&undo), ["→ anna@o.se", "→ none"]);
    }

    #[test]
    fn who_has_changed_or_been_verified_since_is_left() {
        let undo = plan(
            &[
                ("anna@z.se", false),
                ("bo@n.se", true),
                ("", false),
                ("dan@o.se", false),
            ],
            &[
                (0, "anna@o.se", "anna@n.se"),
                (1, "bo@o.se", "bo@n.se"),
                (2, "cia@o.se", "cia@n.se"),
                (3, "dan@o.se", "dan@n.se"),
            ],
        );
        assert_eq!(
            told(&undo),
            [
                "changed_since",
                "verified_since",
                "changed_since",
                "as before"
            ]
        );
        let counts = undo.counts();
        assert_eq!((counts.rows(), counts.left(), counts.unchanged), (4, 3, 1));
    }

    #[test]
    fn another_spelling_of_the_address_that_was_written_is_no_change() {
        let undo = plan(&[("anna@n.se", false)], &[(0, "a@o.se", "Anna@N.se")]);
        assert_eq!(told(&undo), ["→ a@o.se"]);
    }

    #[test]
    fn a_swap_and_a_chain_are_taken_back_in_one_go() {
        let undo = plan(
            &[("b@x.se", false), ("a@x.se", false), ("c@x.se", false)],
            &[
                (0, "a@x.se", "b@x.se"),
                (1, "b@x.se", "a@x.se"),
                (2, "", "c@x.se"),
            ],
        );
        assert_eq!(told(&undo), ["→ a@x.se", "→ b@x.se", "→ none"]);
        // Cia gave her address to Bo, who had none and gives it back.
        let undo = plan(
            &[("", false), ("c@x.se", false), ("n@x.se", false)],
            &[(1, "", "c@x.se"), (2, "c@x.se", "n@x.se")],
        );
        assert_eq!(told(&undo), ["→ none", "→ c@x.se"]);
    }

    #[test]
    fn an_address_that_is_taken_by_now_holds_back_all_that_wait_for_it() {
        let undo = plan(
            &[("b@x.se", false), ("c@x.se", false), ("a@x.se", true)],
            &[(0, "a@x.se", "b@x.se"), (1, "b@x.se", "c@x.se")],
        );
        assert_eq!(told(&undo), ["address_taken", "address_taken"]);
        assert_eq!(undo.counts().left_taken, 2);
    }

    #[test]
    fn the_erased_are_told_and_their_addresses_given_to_nobody() {
        let mut undo = UndoPlan::new(register(&[("anna@n.se", false)]));
        for (record, person) in [(1, None), (2, Some(PersonId(0)))] {
            undo.push(&Change {
                line: record + 1,
                record,
                person,
                old: Before::Erased,
                new: Some("anna@n.se"),
            });
        }
        undo.settle();
        assert_eq!(told(&undo), ["erased", "erased"]);
        assert_eq!(undo.counts().left_erased, 2);
    }

    #[test]
    fn what_has_changed_when_it_is_applied_falls_and_nothing_is_added() {
        let changes = [(0, "a@o.se", "a@n.se"), (1, "b@o.se", "b@n.se")];
        let mut undo = plan(&[("a@n.se", false), ("b@z.se", false)], &changes);
        assert_eq!(told(&undo), ["→ a@o.se", "changed_since"]);
        // Meanwhile Bo has the run's address again, but that was not shown; and somebody took Anna's old one.
        let now = register(&[("a@n.se", false), ("b@n.se", false), ("a@o.se", false)]);
        assert_eq!(undo.recheck(now), 1);
        assert_eq!(told(&undo), ["address_taken", "changed_since"]);
    }
}
