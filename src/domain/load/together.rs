//! What the rows of a people file mean to each other: no person twice, no address twice.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{LoadVerdict, LoadedRow};
use crate::domain::address::Address;
use crate::domain::claims::{Claim, Fate, settle};
use crate::domain::person::{Person, user_id_key};
use crate::domain::plan::{HolderState, Rejection};

/// A company (0 where none is named) and an employee number in it.
type NumberKey = (u32, String);

/// Two rows for one person, or two rows that would make persons with one key: none of them is loaded. Rows that all leave the
/// person as is do no harm.
pub(super) fn reject_twice(rows: &mut [LoadedRow]) {
    #[derive(PartialEq, Eq, Hash)]
    enum Key {
        Person(usize),
        UserId(String),
        Number(NumberKey),
    }
    let changed: HashSet<usize> = rows
        .iter()
        .filter_map(|row| match row.verdict {
            LoadVerdict::Updated(at, _) => Some(at),
            _ => None,
        })
        .collect();
    let mut groups: HashMap<Key, Vec<usize>> = HashMap::new();
    for (position, row) in rows.iter().enumerate() {
        let (person, data) = match &row.verdict {
            LoadVerdict::Created(data) => (None, data),
            LoadVerdict::Updated(at, data) => (Some(*at), data),
            LoadVerdict::Unchanged(at) if changed.contains(at) => {
                groups.entry(Key::Person(*at)).or_default().push(position);
                continue;
            }
            _ => continue,
        };
        if let Some(at) = person {
            groups.entry(Key::Person(at)).or_default().push(position);
        }
        if let Some(user_id) = &data.user_id {
            let key = Key::UserId(user_id_key(user_id).into_owned());
            groups.entry(key).or_default().push(position);
        }
        if let Some(number) = &data.employee_number {
            let key = Key::Number((data.company.unwrap_or(0), number.clone()));
            groups.entry(key).or_default().push(position);
        }
    }
    let twice: Vec<Vec<usize>> = groups.into_values().filter(|g| g.len() > 1).collect();
    for group in twice {
        let lines: Arc<[u32]> = group.iter().map(|at| rows[*at].line).collect();
        for at in group {
            let lines = Arc::clone(&lines);
            rows[at].verdict = LoadVerdict::Rejected(Rejection::SamePersonTwice { lines });
        }
    }
}

/// R6 for the addresses that the rows would write.
pub(super) fn reject_addresses(people: &[Person], rows: &mut [LoadedRow]) {
    let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let holders: HashMap<&str, u32> = people
        .iter()
        .enumerate()
        .filter_map(|(at, p)| Some((p.connect_address.as_ref()?.canonical(), index(at))))
        .collect();
    let mut positions = Vec::new();
    let mut claims = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let (claimant, data, had) = match &row.verdict {
            LoadVerdict::Created(data) => (index(people.len() + position), data, None),
            LoadVerdict::Updated(at, data) => {
                (index(*at), data, people[*at].connect_address.as_ref())
            }
            _ => continue,
        };
        match &data.connect_address {
            Some(address) if had.map(Address::canonical) != Some(address.canonical()) => {
                positions.push(position);
                claims.push(Claim {
                    claimant,
                    canonical: address.canonical(),
                    line: row.line,
                });
            }
            _ => {}
        }
    }
    let fates = settle(
        &claims,
        |canonical| holders.get(canonical).copied(),
        |claimant| {
            Some(
                people
                    .get(claimant as usize)?
                    .connect_address
                    .as_ref()?
                    .canonical(),
            )
        },
    );
    drop(claims);
    for (fate, position) in fates.into_iter().zip(positions) {
        let rejection = match fate {
            Fate::Accepted => continue,
            Fate::Twice(lines) => Rejection::AddressTwice { lines },
            Fate::Taken(holder) => {
                let holder = &people[holder as usize];
                Rejection::AddressTaken {
                    holder: holder.shown_key().into(),
                    state: match (holder.verified_at, holder.active) {
                        (Some(_), _) => HolderState::Verified,
                        (None, false) => HolderState::Inactive,
                        (None, true) => HolderState::Active,
                    },
                }
            }
        };
        rows[position].verdict = LoadVerdict::Rejected(rejection);
    }
}
