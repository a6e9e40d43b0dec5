//! The register as the import sees it: who has which keys and which address, held compactly in memory so that a
//! plan touches the database once. Not here: names, departments and all else that the rules do not need.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::person::{PersonId, user_id_key};

/// Position of a person in a [`Snapshot`]; means nothing in another one.
pub type PersonIndex = u32;

/// A piece of the snapshot's text.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    len: u32,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    id: i64,
    version: i64,
    user_id: Option<Span>,
    number: Option<Span>,
    spelling: Option<Span>,
    canonical: Option<Span>,
    verified: bool,
    active: bool,
}

/// What the plan needs to know of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// The register's number.
    pub id: PersonId,
    /// The version on which a plan is based.
    pub version: i64,
    /// User id as stored.
    pub user_id: Option<&'a str>,
    /// Employee number as stored.
    pub employee_number: Option<&'a str>,
    /// The connect address as stored.
    pub spelling: Option<&'a str>,
    /// The connect address in the form that compares.
    pub canonical: Option<&'a str>,
    /// Whether that address is verified.
    pub verified: bool,
    /// Whether the person is active.
    pub active: bool,
}

/// All persons of the register at one moment, in the order of their ids.
#[derive(Debug, Default)]
pub struct Snapshot {
    text: String,
    people: Vec<Entry>,
    by_user_id: HashTable<PersonIndex>,
    by_address: HashTable<PersonIndex>,
}

const HASHER: FixedState = FixedState::with_seed(0x6b6f_7070_6c61);

/// The hash by which texts are found here.
pub(super) fn hash(text: &str) -> u64 {
    HASHER.hash_one(text)
}

impl Snapshot {
    /// An empty snapshot with room for so many persons, so that filling it never moves what is there.
    pub fn with_capacity(persons: usize) -> Snapshot {
        /// About what the keys and the address of a person take.
        const TEXT: usize = 56;
        Snapshot {
            text: String::with_capacity(persons * TEXT),
            people: Vec::with_capacity(persons),
            by_user_id: HashTable::with_capacity(persons),
            by_address: HashTable::with_capacity(persons),
        }
    }

    /// Adds a person. Ids must rise; the register hands them out in that order.
    pub fn push(&mut self, known: Known<'_>) {
        let index = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let user_id = known.user_id.map(|t| self.keep(t));
        let number = known.employee_number.map(|t| self.keep(t));
        let spelling = known.spelling.map(|t| self.keep(t));
        let canonical = match (known.spelling, known.canonical) {
            (Some(s), Some(c)) if s == c => spelling,
            (_, c) => c.map(|t| self.keep(t)),
        };
        self.people.push(Entry {
            id: known.id.0,
            version: known.version,
            user_id,
            number,
            spelling,
            canonical,
            verified: known.verified,
            active: known.active,
        });
        let Snapshot {
            text,
            people,
            by_user_id,
            by_address,
        } = self;
        let piece = |span: Option<Span>| span.map(|s| slice(text, s)).unwrap_or_default();
        if let Some(user_id) = known.user_id {
            by_user_id.insert_unique(hash(&user_id_key(user_id)), index, |other| {
                hash(&user_id_key(piece(people[*other as usize].user_id)))
            });
        }
        if let Some(canonical) = known.canonical {
            by_address.insert_unique(hash(canonical), index, |other| {
                hash(piece(people[*other as usize].canonical))
            });
        }
    }

    fn keep(&mut self, text: &str) -> Span {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        Span {
            start,
            len: u32::try_from(text.len()).unwrap_or(u32::MAX),
        }
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The person at this position.
    pub fn person(&self, index: PersonIndex) -> Known<'_> {
        let entry = &self.people[index as usize];
        let piece = |span: Option<Span>| span.map(|s| slice(&self.text, s));
        Known {
            id: PersonId(entry.id),
            version: entry.version,
            user_id: piece(entry.user_id),
            employee_number: piece(entry.number),
            spelling: piece(entry.spelling),
            canonical: piece(entry.canonical),
            verified: entry.verified,
            active: entry.active,
        }
    }

    /// All persons with their positions.
    pub fn iter(&self) -> impl Iterator<Item = (PersonIndex, Known<'_>)> {
        (0..)
            .take(self.people.len())
            .map(|index| (index, self.person(index)))
    }

    /// The person with this user id, compared as R1 says.
    pub fn by_user_id(&self, user_id: &str) -> Option<PersonIndex> {
        let key: Cow<'_, str> = user_id_key(user_id);
        self.by_user_id
            .find(hash(&key), |index| {
                self.person(*index)
                    .user_id
                    .is_some_and(|other| user_id_key(other) == key)
            })
            .copied()
    }

    /// The person who has this canonical address.
    pub fn holder(&self, canonical: &str) -> Option<PersonIndex> {
        self.by_address
            .find(hash(canonical), |index| {
                self.person(*index).canonical == Some(canonical)
            })
            .copied()
    }

    /// Where the person with this id stands.
    pub fn index_of(&self, id: PersonId) -> Option<PersonIndex> {
        let index = self
            .people
            .binary_search_by_key(&id.0, |entry| entry.id)
            .ok()?;
        u32::try_from(index).ok()
    }
}

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..(span.start + span.len) as usize]
}
