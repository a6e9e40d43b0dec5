//! What the register knows of people where addresses are filled in and keys repaired: keys, names, addresses, who is
//! verified, who is protected. Held compactly, so that a large register fits beside a large file. Not here: what the import
//! needs ([`super::snapshot`]).

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::person::{Person, user_id_key};

/// Position of a person in [`KnownPeople`]; means nothing elsewhere.
pub type KnownIndex = u32;

/// A person of the register; what they do not have is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownPerson<'a> {
    /// Company of the employment.
    pub company: Option<u32>,
    /// User id.
    pub user_id: &'a str,
    /// Employee number.
    pub employee_number: &'a str,
    /// First name or names.
    pub first_name: &'a str,
    /// Last name.
    pub last_name: &'a str,
    /// Ordinary address.
    pub email: &'a str,
    /// The connect address in the form that compares.
    pub address: &'a str,
    /// Whether that address is verified.
    pub verified: bool,
    /// Protected identity.
    pub protected: bool,
}

impl<'a> From<&'a Person> for KnownPerson<'a> {
    fn from(person: &'a Person) -> KnownPerson<'a> {
        fn text(value: &Option<String>) -> &str {
            value.as_deref().unwrap_or_default()
        }
        KnownPerson {
            company: person.company,
            user_id: text(&person.user_id),
            employee_number: text(&person.employee_number),
            first_name: text(&person.first_name),
            last_name: text(&person.last_name),
            email: text(&person.email),
            address: person
                .connect_address
                .as_ref()
                .map_or("", |address| address.canonical()),
            verified: person.verified_at.is_some(),
            protected: person.protected,
        }
    }
}

const TEXTS: usize = 6;

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: usize,
    lengths: [u32; TEXTS],
    company: Option<u32>,
    verified: bool,
    protected: bool,
}

/// All persons of the register at one moment.
#[derive(Debug, Default)]
pub struct KnownPeople {
    text: String,
    people: Vec<Entry>,
    by_user_id: HashTable<KnownIndex>,
    by_number: HashTable<KnownIndex>,
    by_address: HashTable<KnownIndex>,
}

const HASHER: FixedState = FixedState::with_seed(0x6b6e_6f77_6e00);

fn hash(text: &str) -> u64 {
    HASHER.hash_one(text)
}

impl KnownPeople {
    /// Adds a person.
    pub fn push(&mut self, person: KnownPerson<'_>) {
        let index = KnownIndex::try_from(self.people.len()).unwrap_or(KnownIndex::MAX);
        let texts = [
            person.user_id,
            person.employee_number,
            person.first_name,
            person.last_name,
            person.email,
            person.address,
        ];
        self.people.push(Entry {
            start: self.text.len(),
            lengths: texts.map(|text| u32::try_from(text.len()).unwrap_or(0)),
            company: person.company,
            verified: person.verified,
            protected: person.protected,
        });
        for text in texts {
            self.text.push_str(text);
        }
        let KnownPeople {
            text,
            people,
            by_user_id,
            by_number,
            by_address,
        } = self;
        let get = |index: KnownIndex| view(text, &people[index as usize]);
        if !person.user_id.is_empty() {
            by_user_id.insert_unique(hash(&user_id_key(person.user_id)), index, |other| {
                hash(&user_id_key(get(*other).user_id))
            });
        }
        if !person.employee_number.is_empty() {
            by_number.insert_unique(hash(person.employee_number), index, |other| {
                hash(get(*other).employee_number)
            });
        }
        if !person.address.is_empty() {
            by_address.insert_unique(hash(person.address), index, |other| {
                hash(get(*other).address)
            });
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The person at this position.
    pub fn person(&self, index: KnownIndex) -> KnownPerson<'_> {
        view(&self.text, &self.people[index as usize])
    }

    /// All of them with their positions, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (KnownIndex, KnownPerson<'_>)> {
        (0..)
            .zip(&self.people)
            .map(|(index, entry)| (index, view(&self.text, entry)))
    }

    /// The person with this user id, compared as R1 says.
    pub fn by_user_id(&self, user_id: &str) -> Option<KnownIndex> {
        let key = user_id_key(user_id);
        self.by_user_id
            .find(hash(&key), |index| {
                user_id_key(self.person(*index).user_id) == key
            })
            .copied()
    }

    /// Everybody with this employee number, exactly as text; one in each company at most.
    pub fn by_number<'a>(&'a self, number: &'a str) -> impl Iterator<Item = KnownIndex> + 'a {
        self.by_number
            .iter_hash(hash(number))
            .copied()
            .filter(move |index| self.person(*index).employee_number == number)
    }

    /// Who has this canonical address.
    pub fn holder(&self, canonical: &str) -> Option<KnownIndex> {
        self.by_address
            .find(hash(canonical), |index| {
                self.person(*index).address == canonical
            })
            .copied()
    }
}

fn view<'a>(text: &'a str, entry: &Entry) -> KnownPerson<'a> {
    let mut at = entry.start;
    let [
        user_id,
        employee_number,
        first_name,
        last_name,
        email,
        address,
    ] = entry.lengths.map(|length| {
        let piece = &text[at..at + length as usize];
        at += length as usize;
        piece
    });
    KnownPerson {
        company: entry.company,
        user_id,
        employee_number,
        first_name,
        last_name,
        email,
        address,
        verified: entry.verified,
        protected: entry.protected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_by_each_of_their_keys() {
        let mut people = KnownPeople::default();
        let anna = KnownPerson {
            company: Some(1),
            user_id: "Anna.A",
            employee_number: "007",
            address: "anna@f.se",
            ..KnownPerson::default()
        };
        let other = KnownPerson {
            company: Some(2),
            employee_number: "007",
            ..KnownPerson::default()
        };
        people.push(anna);
        people.push(other);
        assert_eq!(people.by_user_id("anna.a"), Some(0));
        assert_eq!(people.by_user_id(""), None);
        assert_eq!(people.holder("anna@f.se"), Some(0));
        let mut found: Vec<_> = people.by_number("007").collect();
        found.sort_unstable();
        assert_eq!(found, [0, 1]);
        assert_eq!(people.by_number("7").next(), None);
        assert_eq!((people.person(0), people.person(1)), (anna, other));
    }
}
