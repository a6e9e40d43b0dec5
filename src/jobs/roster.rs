//! All persons in the shape that a list of them needs: a few texts each and the state of the address, packed so that a million take little room;
//! which of them are shown and in which order. Not here: everything else that is known of a person ([`Register::person`]).

use std::ops::ControlFlow;

use jiff::Timestamp;

use super::control::Control;
use super::error::JobError;
use super::find::Needle;
use crate::domain::collation::sort_key;
use crate::domain::person::{ConnectState, Person, PersonId};
use crate::store::{PersonFilter, Register};

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
}

#[derive(Debug, Clone, Copy)]
struct Row {
    id: PersonId,
    start: usize,
    /// Where the user id, the number, the name and the address end, from the start.
    ends: [u32; 4],
    state: ConnectState,
    active: bool,
    protected: bool,
    bounced: bool,
    outside: bool,
}

/// All persons, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    text: String,
    rows: Vec<Row>,
}

/// Which rows are wanted in which order.
#[derive(Debug, Clone, Default)]
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
        let domains = register.allowed_domains()?;
        let total = register.person_counts()?.persons;
        let mut roster = Roster::default();
        let mut cancelled = false;
        register.for_each_person(PersonFilter::default(), |person| {
            let outside = person
                .connect_address
                .as_ref()
                .is_some_and(|address| !domains.allows(address.domain()));
            roster.push(&person, outside, now);
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

    fn push(&mut self, person: &Person, outside: bool, now: Timestamp) {
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
        self.rows.push(Row {
            id: person.id,
            start,
            ends,
            state: person.state(now),
            active: person.active,
            protected: person.protected,
            bounced: person.bounced,
            outside,
        });
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

    /// Whether a row belongs to a group.
    pub fn is_in(&self, row: u32, group: Group) -> bool {
        let row = &self.rows[row as usize];
        match group {
            Group::All => true,
            Group::Lacking => row.state == ConnectState::Lacking,
            Group::Unverified => {
                !matches!(row.state, ConnectState::Lacking | ConnectState::Verified)
            }
            Group::Sent => row.state == ConnectState::Sent,
            Group::Expired => row.state == ConnectState::Expired,
            Group::Verified => row.state == ConnectState::Verified,
            Group::Bounced => row.bounced,
            Group::Inactive => !row.active,
            Group::Outside => row.outside,
        }
    }

    fn all(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// How many belong to each group, in the order of [`Group::ALL`].
    pub fn counts(&self) -> [u64; Group::ALL.len()] {
        let mut counts = [0; Group::ALL.len()];
        for row in self.all() {
            for (count, group) in counts.iter_mut().zip(Group::ALL) {
                *count += u64::from(self.is_in(row, group));
            }
        }
        counts
    }

    /// The rows that are wanted, in their order.
    ///
    /// # Errors
    /// A cancel.
    pub fn arrange(&self, look: &Look, control: &Control) -> Result<Vec<u32>, JobError> {
        let found = |row: u32| match &look.needle {
            None => true,
            Some(needle) => [Part::UserId, Part::Number, Part::Name, Part::Address]
                .into_iter()
                .any(|part| needle.is_in(self.text(row, part))),
        };
        let mut rows = Vec::new();
        for row in self.all() {
            if (row as usize).is_multiple_of(BLOCK) && control.is_cancelled() {
                return Err(JobError::Cancelled);
            }
            if self.is_in(row, look.group) && found(row) {
                rows.push(row);
            }
        }
        let Some((part, down)) = look.sort else {
            return Ok(rows);
        };
        let mut keyed: Vec<(Vec<u8>, u32)> = rows
            .into_iter()
            .map(|row| {
                let mut key = Vec::new();
                match part {
                    Part::State => key.push(self.state(row) as u8),
                    part => sort_key(self.text(row, part), &mut key),
                }
                (key, row)
            })
            .collect();
        // What is empty stands last in both orders: nobody sorts to look at it.
        keyed.sort_by(|(a, _), (b, _)| {
            let order = if down { b.cmp(a) } else { a.cmp(b) };
            a.is_empty().cmp(&b.is_empty()).then(order)
        });
        Ok(keyed.into_iter().map(|(_, row)| row).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::demo::Demo;
    use crate::jobs::now;

    fn roster() -> Roster {
        let demo = Demo::new().unwrap();
        let register = demo.place().open().unwrap();
        Roster::load(&register, now(), &Control::unwatched()).unwrap()
    }

    fn keys(roster: &Roster, look: &Look) -> Vec<String> {
        let rows = roster.arrange(look, &Control::unwatched()).unwrap();
        rows.into_iter()
            .map(|row| roster.key(row).to_owned())
            .collect()
    }

    #[test]
    fn a_row_holds_the_texts_of_its_person_and_is_found_by_its_id() {
        let roster = roster();
        let row = roster
            .all()
            .find(|row| roster.text(*row, Part::UserId) == "anna.a")
            .unwrap();
        assert_eq!(roster.text(row, Part::Number), "00417");
        assert_eq!(roster.text(row, Part::Name), "Anna Andersson");
        assert_eq!(
            roster.text(row, Part::Address),
            "anna.andersson@foretaget.example"
        );
        assert_eq!(roster.state(row), ConnectState::Verified);
        assert_eq!(roster.row_of(roster.id(row)), Some(row));
        assert_eq!(roster.row_of(PersonId(-1)), None);
    }

    #[test]
    fn groups_part_the_persons_by_the_state_of_their_address() {
        let roster = roster();
        let [all, lacking, unverified, _, _, verified, ..] = roster.counts();
        assert_eq!(all, lacking + unverified + verified);
        let look = Look {
            group: Group::Verified,
            ..Look::default()
        };
        assert_eq!(keys(&roster, &look).len() as u64, verified);
    }

    #[test]
    fn a_text_narrows_and_a_column_sorts_with_the_empty_ones_last() {
        let roster = roster();
        let look = Look {
            needle: Needle::new("LINDSTRÖM"),
            ..Look::default()
        };
        assert!(keys(&roster, &look).contains(&"åsa.l".to_owned()));
        for (down, first) in [
            (false, "a.lund@foretaget.example"),
            (true, "zofia.wisniewski2@bolaget.example"),
        ] {
            let look = Look {
                sort: Some((Part::Address, down)),
                ..Look::default()
            };
            let rows = roster.arrange(&look, &Control::unwatched()).unwrap();
            assert_eq!(roster.text(rows[0], Part::Address), first);
            let last = roster.text(*rows.last().unwrap(), Part::Address);
            assert_eq!(last, "");
        }
    }

    #[test]
    fn a_cancelled_job_gives_nothing() {
        let control = Control::unwatched();
        control.cancel();
        let arranged = roster().arrange(&Look::default(), &control);
        assert!(matches!(arranged, Err(JobError::Cancelled)));
    }
}
