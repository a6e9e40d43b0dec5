//! Who may have an address in the end (R6). A *claim* is a person who would take a new address; this decides which
//! claims stand, independent of their order. Used by the import, by loading people and by undo.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Whoever claims or holds an address; the caller says what the number means.
pub type Claimant = u32;

/// A claimant who would take an address. A claimant claims once, and never the address that is theirs already.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// Who claims.
    pub claimant: Claimant,
    /// The canonical address.
    pub canonical: &'a str,
    /// The line of the file on which the claim stands; what [`Fate::Twice`] tells.
    pub line: u32,
}

/// What becomes of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stands.
    Accepted,
    /// Several claim the address: all of them fall. Holds the lines of all, this one's too.
    Twice(Arc<[u32]>),
    /// This holder does not move away.
    Taken(Claimant),
}

/// Decides all claims: those to one address all fall, then, until nothing changes, those whose address is held by
/// somebody who does not move away. What is left is the greatest set in which no two share an address.
///
/// `holder` names who has an address now; `address` is the address that a claimant has now. Takes time linear in the claims.
pub fn settle<'a>(
    claims: &[Claim<'a>],
    holder: impl Fn(&str) -> Option<Claimant>,
    address: impl Fn(Claimant) -> Option<&'a str>,
) -> Vec<Fate> {
    let hasher = FixedState::with_seed(1);
    let hash = |text: &str| hasher.hash_one(text);
    let mut fates = vec![Fate::Accepted; claims.len()];
    let mut by_address: HashTable<u32> = HashTable::with_capacity(claims.len());
    let mut twice: HashMap<u32, Vec<u32>> = HashMap::new();
    for (position, claim) in (0u32..).zip(claims) {
        by_address
            .entry(
                hash(claim.canonical),
                |other| claims[*other as usize].canonical == claim.canonical,
                |other| hash(claims[*other as usize].canonical),
            )
            .and_modify(|first| {
                twice
                    .entry(*first)
                    .or_insert_with(|| vec![*first])
                    .push(position)
            })
            .or_insert(position);
    }
    for group in twice.into_values() {
        let lines: Arc<[u32]> = group
            .iter()
            .map(|position| claims[*position as usize].line)
            .collect();
        for position in group {
            fates[position as usize] = Fate::Twice(Arc::clone(&lines));
        }
    }

    let mut moving: HashMap<Claimant, u32, FixedState> =
        HashMap::with_capacity_and_hasher(claims.len(), FixedState::with_seed(2));
    for (position, claim) in (0u32..).zip(claims) {
        if fates[position as usize] == Fate::Accepted {
            moving.insert(claim.claimant, position);
        }
    }
    let mut falling: Vec<(u32, Claimant)> = Vec::new();
    for (position, claim) in (0u32..).zip(claims) {
        if fates[position as usize] == Fate::Accepted
            && let Some(holder) = holder(claim.canonical)
            && !moving.contains_key(&holder)
        {
            falling.push((position, holder));
        }
    }
    while let Some((position, holder)) = falling.pop() {
        if fates[position as usize] != Fate::Accepted {
            continue;
        }
        fates[position as usize] = Fate::Taken(holder);
        let stays = claims[position as usize].claimant;
        moving.remove(&stays);
        if let Some(kept) = address(stays)
            && let Some(next) = by_address.find(hash(kept), |other| {
                claims[*other as usize].canonical == kept
            })
        {
            falling.push((*next, stays));
        }
    }
    fates
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Claims `(who, what)` against a register in which person `n` holds `register[n]`.
    fn fates(register: &[&str], claims: &[(u32, &str)]) -> Vec<Fate> {
        let claims: Vec<Claim<'_>> = claims
            .iter()
            .map(|(claimant, canonical)| Claim {
                claimant: *claimant,
                canonical,
                line: *claimant + 10,
            })
            .collect();
        settle(
            &claims,
            |wanted| register.iter().position(|a| *a == wanted).map(|i| i as u32),
            |claimant| {
                register
                    .get(claimant as usize)
                    .copied()
                    .filter(|a| !a.is_empty())
            },
        )
    }

    #[test]
    fn swaps_and_cycles_pass() {
        assert_eq!(
            fates(&["a", "b"], &[(0, "b"), (1, "a")]),
            vec![Fate::Accepted; 2]
        );
        assert_eq!(
            fates(&["a", "b", "c"], &[(0, "b"), (1, "c"), (2, "a")]),
            vec![Fate::Accepted; 3]
        );
    }

    #[test]
    fn a_chain_passes_when_its_end_is_free() {
        assert_eq!(
            fates(&["a", "b", "c"], &[(0, "b"), (1, "c"), (2, "d")]),
            vec![Fate::Accepted; 3]
        );
    }

    #[test]
    fn a_chain_that_ends_at_somebody_who_stays_falls_from_that_end() {
        assert_eq!(
            fates(&["a", "b", "c"], &[(0, "b"), (1, "c")]),
            vec![Fate::Taken(1), Fate::Taken(2)]
        );
    }

    #[test]
    fn claims_to_one_address_all_fall_and_their_claimants_stay() {
        let both: Arc<[u32]> = vec![10, 11].into();
        assert_eq!(
            fates(&["a", "b", ""], &[(0, "x"), (1, "x"), (2, "a")]),
            vec![
                Fate::Twice(Arc::clone(&both)),
                Fate::Twice(both),
                Fate::Taken(0)
            ]
        );
    }
}
