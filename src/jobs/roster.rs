//! All persons in the shape that a list of them needs: a few texts each and the state of the address, packed so that a million take little room;
//! which of them are shown and in which order. Not here: following what others write ([`renew`]), and everything else that is known of a person ([`Register::person`]).

mod renew;

use std::cmp::Ordering;
use std::ops::ControlFlow;

use jiff::Timestamp;

use super::control::Control;
use super::error::JobError;
use super::find::Needle;
use super::people_lists::is_to_sign_in;
use crate::domain::collation::sort_key;
use crate::domain::domains::AllowedDomains;
use crate::domain::person::{ConnectState, Person, PersonId};
use crate::store::{Basis, Only, PersonCounts, PersonFilter, Register};

pub use renew::Renewed;

/// So many rows are looked at between two looks for a cancel.
const BLOCK: usize = 4096;

/// A text of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The user id.
    UserId,
    /// The employee number.
    Number,
    /// First and last name.
    Name,
    /// The state of the address; no text, but an order.
    State,
    /// The connect address.
    Address,
}

/// Which persons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Everybody.
    #[default]
    All,
    /// Without a connect address.
    Lacking,
    /// With an address that is not verified, whatever was sent.
    Unverified,
    /// To whom a link or code was sent that counts.
    Sent,
    /// Whose link or code counts no more.
    Expired,
    /// Verified.
    Verified,
    /// From whose address a mail came back.
    Bounced,
    /// Inactive.
    Inactive,
    /// Whose address lies outside the allowed domains.
    Outside,
}

impl Group {
    /// All, in the order in which they are offered.
    pub const ALL: [Group; 9] = [
        Group::All,
        Group::Lacking,
        Group::Unverified,
        Group::Sent,
        Group::Expired,
        Group::Verified,
        Group::Bounced,
        Group::Inactive,
        Group::Outside,
    ];

    /// The selection of the register that this is: who belongs to a group is decided in one place, for screens and commands.
    pub fn only(self, now: Timestamp) -> Only {
        match self {
            Group::All => Only::All,
            Group::Lacking => Only::Missing,
            Group::Unverified => Only::Unverified,
            Group::Sent => Only::Sent(now),
            Group::Expired => Only::Expired(now),
            Group::Verified => Only::Verified,
            Group::Bounced => Only::Bounced,
            Group::Inactive => Only::Inactive,
            Group::Outside => Only::OutsideDomains,
        }
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    id: PersonId,
    start: usize,
    /// Where the user id, the number, the name and the address end, from the start.
    ends: [u32; 4],
    version: i64,
    /// 0 while it is not known.
    address_version: i64,
    sent_until: Option<Timestamp>,
    state: ConnectState,
    /// The groups it belongs to, a bit each.
    groups: u16,
    active: bool,
    protected: bool,
    to_sign_in: bool,
}

impl Row {
    fn is_in(&self, group: Group) -> bool {
        self.groups & group.bit() != 0
    }
}

/// All persons, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    text: String,
    rows: Vec<Row>,
    domains: AllowedDomains,
    /// The state of the persons that the versions of the rows are of; `None` while those of the addresses are not known.
    basis: Option<Basis>,
}

/// Which rows are wanted in which order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// Which persons.
    pub group: Group,
    /// Only those with this text in their id, number, name or address.
    pub needle: Option<Needle>,
    /// By what they are sorted, and whether downwards; else by their ids.
    pub sort: Option<(Part, bool)>,
}

impl Roster {
    /// Everybody in the register, as of `now`.
    ///
    /// # Errors
    /// The register; a cancel.
    pub fn load(
        register: &Register,
        now: Timestamp,
        control: &Control,
    ) -> Result<Roster, JobError> {
        let mut roster = Roster {
            domains: register.allowed_domains()?,
            ..Roster::default()
        };
        let total = register.person_counts()?.persons;
        let mut cancelled = false;
        register.for_each_person(PersonFilter::default(), |person| {
            let row = roster.row(&person, 0, now);
            roster.rows.push(row);
            let done = roster.rows.len();
            cancelled = done.is_multiple_of(BLOCK) && control.report(done as u64, total).is_break();
            match cancelled {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })?;
        match cancelled {
            true => Err(JobError::Cancelled),
            false => Ok(roster),
        }
    }

    /// The row of a person, whose texts are added.
    fn row(&mut self, person: &Person, address_version: i64, now: Timestamp) -> Row {
        let start = self.text.len();
        let mut ends = [0; 4];
        let name = person.full_name();
        let parts = [
            person.user_id.as_deref(),
            person.employee_number.as_deref(),
            Some(name.as_str()),
            person.spelling(),
        ];
        for (end, part) in ends.iter_mut().zip(parts) {
            self.text.push_str(part.unwrap_or_default());
            *end = u32::try_from(self.text.len() - start).unwrap_or(u32::MAX);
        }
        let belongs = |group: &Group| {
            let filter = PersonFilter {
                only: group.only(now),
                company: None,
            };
            filter.takes(person, &self.domains)
        };
        Row {
            id: person.id,
            start,
            ends,
            version: person.version,
            address_version,
            sent_until: person.sent_until,
            state: person.state(now),
            groups: Group::ALL
                .into_iter()
                .filter(belongs)
                .fold(0, |groups, group| groups | group.bit()),
            active: person.active,
            protected: person.protected,
            to_sign_in: is_to_sign_in(person),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Who stands in a row.
    pub fn id(&self, row: u32) -> PersonId {
        self.rows[row as usize].id
    }

    /// The row of a person.
    pub fn row_of(&self, id: PersonId) -> Option<u32> {
        let at = self.rows.binary_search_by_key(&id, |row| row.id).ok()?;
        u32::try_from(at).ok()
    }

    /// A text of a row; empty for what is not there, and for the state.
    pub fn text(&self, row: u32, part: Part) -> &str {
        let row = &self.rows[row as usize];
        let (from, to) = match part {
            Part::UserId => (0, row.ends[0]),
            Part::Number => (row.ends[0], row.ends[1]),
            Part::Name => (row.ends[1], row.ends[2]),
            Part::Address => (row.ends[2], row.ends[3]),
            Part::State => (0, 0),
        };
        self.text
            .get(row.start + from as usize..row.start + to as usize)
            .unwrap_or_default()
    }

    /// The key that names the person of a row to people: the user id, else the employee number.
    pub fn key(&self, row: u32) -> &str {
        match self.text(row, Part::UserId) {
            "" => self.text(row, Part::Number),
            id => id,
        }
    }

    /// The state of the address.
    pub fn state(&self, row: u32) -> ConnectState {
        self.rows[row as usize].state
    }

    /// Whether the person is active.
    pub fn is_active(&self, row: u32) -> bool {
        self.rows[row as usize].active
    }

    /// Whether the person's identity is protected.
    pub fn is_protected(&self, row: u32) -> bool {
        self.rows[row as usize].protected
    }

    /// How many of these persons can and shall sign in to verify their address.
    pub fn to_sign_in(&self, persons: &[PersonId]) -> u64 {
        let rows = persons.iter().filter_map(|id| self.row_of(*id));
        rows.filter(|row| self.rows[*row as usize].to_sign_in)
            .count() as u64
    }

    /// Whether a row belongs to a group.
    pub fn is_in(&self, row: u32, group: Group) -> bool {
        self.rows[row as usize].is_in(group)
    }

    fn all(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// How many belong to each group, in the order of [`Group::ALL`].
    pub fn counts(&self) -> [u64; Group::ALL.len()] {
        let mut counts = [0; Group::ALL.len()];
        for row in &self.rows {
            for (count, group) in counts.iter_mut().zip(Group::ALL) {
                *count += u64::from(row.is_in(group));
            }
        }
        counts
    }

    /// The rows that are wanted, in their order.
    ///
    /// # Errors
    /// A cancel.
    pub fn arrange(&self, look: &Look, control: &Control) -> Result<Vec<u32>, JobError> {
        let mut rows = Vec::new();
        for row in self.all() {
            if (row as usize).is_multiple_of(BLOCK) && control.is_cancelled() {
                return Err(JobError::Cancelled);
            }
            if self.is_wanted(row, look) {
                rows.push(row);
            }
        }
        let Some(sort) = look.sort else {
            return Ok(rows);
        };
        let mut keyed = Vec::with_capacity(rows.len());
        for row in rows {
            if keyed.len().is_multiple_of(BLOCK) && control.is_cancelled() {
                return Err(JobError::Cancelled);
            }
            keyed.push((self.sort_key(row, sort.0), row));
        }
        keyed.sort_by(|a, b| order(a, b, sort.1));
        Ok(keyed.into_iter().map(|(_, row)| row).collect())
    }

    /// The rows that are wanted, in their order, where only the `changed` ones are not what they were when `shown` was arranged by this look.
    /// Costs what the changed ones cost, and a copy.
    pub fn rearrange(&self, look: &Look, shown: &[u32], changed: &[u32]) -> Vec<u32> {
        let is_changed = |row: &u32| changed.binary_search(row).is_ok();
        let kept: Vec<u32> = match changed.is_empty() {
            true => shown.to_vec(),
            false => shown.iter().copied().filter(|r| !is_changed(r)).collect(),
        };
        let compare = |a: u32, b: u32| match look.sort {
            None => a.cmp(&b),
            Some((part, down)) => {
                let key = |row| (self.sort_key(row, part), row);
                order(&key(a), &key(b), down).then(a.cmp(&b))
            }
        };
        let mut new: Vec<u32> = changed
            .iter()
            .copied()
            .filter(|row| self.is_wanted(*row, look))
            .collect();
        new.sort_by(|a, b| compare(*a, *b));
        let mut rows = Vec::with_capacity(kept.len() + new.len());
        let mut rest = kept.as_slice();
        for row in new {
            let at = rest.partition_point(|other| compare(*other, row).is_lt());
            let (before, after) = rest.split_at(at);
            rows.extend_from_slice(before);
            rows.push(row);
            rest = after;
        }
        rows.extend_from_slice(rest);
        rows
    }

    fn is_wanted(&self, row: u32, look: &Look) -> bool {
        self.is_in(row, look.group)
            && look.needle.as_ref().is_none_or(|needle| {
                [Part::UserId, Part::Number, Part::Name, Part::Address]
                    .into_iter()
                    .any(|part| needle.is_in(self.text(row, part)))
            })
    }

    fn sort_key(&self, row: u32, part: Part) -> Vec<u8> {
        let mut key = Vec::new();
        match part {
            Part::State => key.push(self.state(row) as u8),
            part => sort_key(self.text(row, part), &mut key),
        }
        key
    }
}

/// What is empty stands last in both orders: nobody sorts to look at it.
fn order((a, _): &(Vec<u8>, u32), (b, _): &(Vec<u8>, u32), down: bool) -> Ordering {
    let order = if down { b.cmp(a) } else { a.cmp(b) };
    a.is_empty().cmp(&b.is_empty()).then(order)
}

/// How many persons are in which state, by the counts of a roster.
pub fn person_counts(counts: &[u64; Group::ALL.len()]) -> PersonCounts {
    let of = |group: Group| counts[group as usize];
    PersonCounts {
        persons: of(Group::All),
        lacking: of(Group::Lacking),
        unverified: of(Group::Unverified),
        verified: of(Group::Verified),
        inactive: of(Group::Inactive),
    }
}

#[cfg(test)]
mod tests;
