//! Who the rows of a file are: which person of the register, and whether two rows mean the same one. Shared by filling
//! ([`super::fill`]) and joining ([`super::join`]).

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::address;
use super::fill::FillRow;
use super::known::{KnownIndex, KnownPeople, KnownPerson};
use super::person::user_id_key;

/// A hash map whose hashes do not depend on chance.
pub(super) type Map<K, V> = HashMap<K, V, FixedState>;

/// Who a row means, as far as file and register tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who {
    /// The person of the register.
    pub(super) known: Option<KnownIndex>,
    pub(super) verified: bool,
    /// `None` where nobody can tell.
    pub(super) protected: Option<bool>,
}

/// Tells whether two rows, or a row and a person of the register, are the same person.
pub(super) type Identity = u64;

/// The people of file and register.
pub(super) struct Folk<'p> {
    pub(super) people: Option<&'p KnownPeople>,
    /// User ids that the register does not know, as [`user_id_key`]s.
    strangers: Map<String, u32>,
    /// Hashes of user ids that stand on several rows.
    repeated: HashSet<u64, FixedState>,
}

/// The hash of no user id.
const NO_USER_ID: u64 = 0;

impl<'p> Folk<'p> {
    /// The people of the register; without one, those whom the rows themselves name.
    pub(super) fn new(people: Option<&'p KnownPeople>) -> Folk<'p> {
        Folk {
            people,
            strangers: Map::default(),
            repeated: HashSet::default(),
        }
    }

    /// Looks which user ids stand on several rows: of all others it need not be remembered who they are.
    pub(super) fn learn<'a>(&mut self, rows: impl Iterator<Item = FillRow<'a>>) {
        let mut hashes: Vec<u64> = rows
            .map(|row| self.user_id_hash(&row))
            .filter(|hash| *hash != NO_USER_ID)
            .collect();
        hashes.sort_unstable();
        let twice = hashes.windows(2).filter(|pair| pair[0] == pair[1]);
        self.repeated = twice.map(|pair| pair[0]).collect();
    }

    fn user_id_hash(&self, row: &FillRow<'_>) -> u64 {
        let user_id = address::trim(&row.user_id);
        if user_id.is_empty() {
            return NO_USER_ID;
        }
        let key = user_id_key(user_id);
        self.strangers.hasher().hash_one(key.as_ref()).max(1)
    }

    /// Whether nobody else in the file can be the person of this row. Wrong only to the cautious side.
    pub(super) fn is_single(&self, row: &FillRow<'_>) -> bool {
        let hash = self.user_id_hash(row);
        hash != NO_USER_ID && !self.repeated.contains(&hash)
    }

    /// Whom a row means.
    pub(super) fn who(&self, row: &FillRow<'_>) -> Who {
        let mut who = Who {
            known: None,
            verified: row.verified,
            protected: row.protected,
        };
        let Some(people) = self.people else {
            return who;
        };
        let user_id = address::trim(&row.user_id);
        let number = address::trim(&row.employee_number);
        who.known = people.by_user_id(user_id);
        let sure = who
            .known
            .is_some_and(|known| people.person(known).employee_number == number);
        if !sure && !number.is_empty() {
            // The user id may be wrong: whoever else the row could mean is protected all the same.
            let company = company_number(&row.company);
            let fits = |index: &KnownIndex| {
                let other = people.person(*index).company;
                company.is_none() || other.is_none() || other == company
            };
            let mut found = people.by_number(number).filter(fits);
            let (first, second) = (found.next(), found.next());
            let mut all = [first, second].into_iter().flatten().chain(found);
            if all.any(|index| people.person(index).protected) {
                who.protected = Some(true);
            }
            if let (true, Some(only), None) = (user_id.is_empty(), first, second) {
                who.known = Some(only);
            }
        }
        if let Some(person) = who.known.map(|known| people.person(known)) {
            who.verified |= person.verified;
            who.protected = Some(who.protected == Some(true) || person.protected);
        }
        who
    }

    /// Who the row means, as a number that is the same for the same person. A row without any key is
    /// nobody else. [`Folk::learn`] comes first.
    pub(super) fn identity(&mut self, row: &FillRow<'_>, who: &Who) -> Identity {
        if let Some(known) = who.known {
            return Identity::from(known);
        }
        let user_id = address::trim(&row.user_id);
        if user_id.is_empty() || self.is_single(row) {
            return (2 << 32) | Identity::from(row.record);
        }
        let next = u32::try_from(self.strangers.len()).unwrap_or(u32::MAX);
        let number = *self
            .strangers
            .entry_ref(user_id_key(user_id).as_ref())
            .or_insert(next);
        (1 << 32) | Identity::from(number)
    }

    /// What the register knows of somebody; nothing of whom it does not know.
    pub(super) fn person(&self, who: &Who) -> KnownPerson<'p> {
        match (self.people, who.known) {
            (Some(people), Some(known)) => people.person(known),
            _ => KnownPerson::default(),
        }
    }

    /// First and last name: the file's where it has them, else the register's.
    pub(super) fn names<'r>(&'r self, row: &'r FillRow<'_>, who: &Who) -> (&'r str, &'r str) {
        let person = self.person(who);
        (
            filled(&row.first_name, person.first_name),
            filled(&row.last_name, person.last_name),
        )
    }

    /// The ordinary address: the file's where it has one, else the register's.
    pub(super) fn email<'r>(&'r self, row: &'r FillRow<'_>, who: &Who) -> &'r str {
        filled(&row.email, self.person(who).email)
    }
}

fn filled<'r>(cell: &'r str, register: &'r str) -> &'r str {
    let cell = address::trim(cell);
    if cell.is_empty() { register } else { cell }
}

/// A cell as the number of a company.
pub(super) fn company_number(cell: &str) -> Option<u32> {
    address::trim(cell).parse().ok()
}
