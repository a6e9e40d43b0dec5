//! Addresses from names by a pattern, with namesakes told apart: by a number.

use super::{FillRow, Found, Reason};
use crate::domain::address::{self, Address, AddressError};
use crate::domain::folk::{Folk, Identity, Map, Who};
use crate::domain::names::{NameParts, Pattern, Stem};

/// What stands before the `@`.
fn local_of(address: &str) -> &str {
    address.split('@').next().unwrap_or_default()
}

/// Addresses by a pattern, no two people with the same one.
pub(super) struct Namesakes<'f> {
    pattern: &'f Pattern,
    /// Who has which canonical address, in the file as it is and by this fill.
    held: Map<String, Identity>,
    /// The number from which on an address of this stem may be free.
    next: Map<String, u32>,
    /// What this fill gave, for people who stand on several rows.
    given: Map<Identity, Found>,
}

impl<'f> Namesakes<'f> {
    /// Who has which address in the file as it is.
    pub(super) fn new<'a, I>(
        pattern: &'f Pattern,
        rows: &impl Fn() -> I,
        folk: &mut Folk<'_>,
    ) -> Self
    where
        I: Iterator<Item = FillRow<'a>>,
    {
        let mut held: Map<String, Identity> = Map::default();
        let mut open = 0;
        for row in rows() {
            let cell = row.address.as_deref().unwrap_or_default();
            if cell.is_empty() {
                open += 1;
                continue;
            }
            if let Ok(parsed) = address::parse(cell) {
                let identity = folk.identity(&row, &folk.who(&row));
                let canonical = parsed.address.canonical();
                held.entry_ref(canonical).or_insert(identity);
            }
        }
        // To grow while a million rows are filled would cost as much as the filling.
        held.reserve(open);
        Namesakes {
            pattern,
            held,
            next: Map::default(),
            given: Map::default(),
        }
    }

    /// The address of a row by the pattern, free of everybody else; the next row of the same person gets the same.
    pub(super) fn address(
        &mut self,
        row: &FillRow<'_>,
        who: &Who,
        folk: &mut Folk<'_>,
        current: &str,
    ) -> Result<Found, Reason> {
        let (first, last) = folk.names(row, who);
        let stem = self.pattern.stem(NameParts {
            first,
            last,
            user_id: address::trim(&row.user_id),
            employee_number: address::trim(&row.employee_number),
        })?;
        let identity = folk.identity(row, who);
        let single = folk.is_single(row);
        if !single && let Some(given) = self.given.get(&identity) {
            return Ok(given.clone());
        }
        let present = address::parse(current).map(|parsed| parsed.address);
        if present.is_ok_and(|now| stem.yields(now.canonical())) {
            return Err(Reason::HasAddress);
        }
        let own = folk.person(who).address;
        let address = match address::parse(own).map(|parsed| parsed.address) {
            // What the register has already is no worse than a new one, and nobody needs to move.
            Ok(own)
                if stem.yields(own.canonical()) && self.free(own.canonical(), identity, folk) =>
            {
                own
            }
            _ => self.first_free(&stem, identity, folk)?,
        };
        self.held.entry_ref(address.canonical()).or_insert(identity);
        let found = Found {
            namesake: local_of(address.canonical()) != local_of(stem.plain()),
            address,
        };
        if !single {
            self.given.insert(identity, found.clone());
        }
        Ok(found)
    }

    fn first_free(
        &mut self,
        stem: &Stem,
        identity: Identity,
        folk: &Folk<'_>,
    ) -> Result<Address, AddressError> {
        let mut n = self.next.get(stem.plain()).copied().unwrap_or(1);
        loop {
            let address = stem.numbered(n)?;
            n += 1;
            if self.free(address.canonical(), identity, folk) {
                // Most names have one namesake at most, who is found without this.
                if n > 2 {
                    self.next.insert(stem.plain().to_owned(), n);
                }
                return Ok(address);
            }
        }
    }

    fn free(&self, canonical: &str, identity: Identity, folk: &Folk<'_>) -> bool {
        let holder = folk.people.and_then(|people| people.holder(canonical));
        self.held.get(canonical).is_none_or(|id| *id == identity)
            && holder.is_none_or(|index| Identity::from(index) == identity)
    }
}
