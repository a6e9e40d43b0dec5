//! The register as the import sees it: who has which keys and which address, held compactly in memory so that a
//! plan touches the database once. Not here: names, departments and all else that the rules do not need.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::person::{PersonId, user_id_key};

/// Position of a person in a [`Snapshot`]; means nothing in another one.
pub type PersonIndex = u32;

/// The texts of a person, which lie one behind the other.
const TEXTS: usize = 4;

/// A bit for each text that the person has, in their order, then these.
const SAME_CANONICAL: u8 = 1 << 4;
const VERIFIED: u8 = 1 << 5;
const ACTIVE: u8 = 1 << 6;

/// Forty bytes a person, as there may be millions.
#[derive(Debug, Clone, Copy)]
struct Entry {
    id: i64,
    version: i64,
    /// Where the texts begin.
    start: u32,
    /// User id, employee number, spelling of the address, canonical form where it is another.
    lengths: [u32; TEXTS],
    flags: u8,
}

impl Entry {
    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
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
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let same = known.canonical.is_some() && known.canonical == known.spelling;
        let texts = [
            known.user_id,
            known.employee_number,
            known.spelling,
            known.canonical.filter(|_| !same),
        ];
        let mut flags = 0;
        for (place, text) in texts.iter().enumerate() {
            if let Some(text) = text {
                flags |= 1 << place;
                self.text.push_str(text);
            }
        }
        for (holds, flag) in [
            (same, SAME_CANONICAL),
            (known.verified, VERIFIED),
            (known.active, ACTIVE),
        ] {
            if holds {
                flags |= flag;
            }
        }
        self.people.push(Entry {
            id: known.id.0,
            version: known.version,
            start,
            lengths: texts.map(|text| {
                let length = text.map_or(0, str::len);
                u32::try_from(length).unwrap_or(u32::MAX)
            }),
            flags,
        });
        let Snapshot {
            text,
            people,
            by_user_id,
            by_address,
        } = self;
        let others = |other: u32| known_of(text, &people[other as usize]);
        if let Some(user_id) = known.user_id {
            by_user_id.insert_unique(hash(&user_id_key(user_id)), index, |other| {
                hash(&user_id_key(others(*other).user_id.unwrap_or_default()))
            });
        }
        if let Some(canonical) = known.canonical {
            by_address.insert_unique(hash(canonical), index, |other| {
                hash(others(*other).canonical.unwrap_or_default())
            });
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
        known_of(&self.text, &self.people[index as usize])
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

fn known_of<'a>(text: &'a str, entry: &Entry) -> Known<'a> {
    let mut at = entry.start as usize;
    let mut place = 0;
    let mut next = || {
        let piece = &text[at..at + entry.lengths[place] as usize];
        let there = entry.has(1 << place);
        at += piece.len();
        place += 1;
        there.then_some(piece)
    };
    let (user_id, employee_number, spelling, other) = (next(), next(), next(), next());
    Known {
        id: PersonId(entry.id),
        version: entry.version,
        user_id,
        employee_number,
        spelling,
        canonical: match entry.has(SAME_CANONICAL) {
            true => spelling,
            false => other,
        },
        verified: entry.has(VERIFIED),
        active: entry.has(ACTIVE),
    }
}
