//! Many persons get other addresses at once, as an import or an undo decided: how that is written, whatever the order and
//! however many. Not here: who gets which address, and the history of it.

use std::ops::ControlFlow;

use rusqlite::Transaction;

use super::import::Progress;
use crate::domain::address::Address;
use crate::domain::snapshot::{PersonIndex, Snapshot};
use crate::store::StoreError;

/// A person and the address that they get; none where they lose theirs.
pub(super) type Move<'a> = (PersonIndex, Option<&'a Address>);

/// From so many moves on, and where half of all persons move, the index of addresses is made anew instead of changed entry by
/// entry: sorting them once is quicker than finding the place of each.
pub(super) const BULK: usize = 2_000;

/// The persons get their addresses, or lose them, in the order of their ids: that is the order in which they lie in the file, and
/// half the time. `snapshot` is the register as it is in this very transaction, as far as it concerns those who move.
pub(super) fn write_persons(
    tx: &Transaction<'_>,
    snapshot: &Snapshot,
    mut moves: Vec<Move<'_>>,
    progress: &mut Progress<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    if !moves.is_sorted_by_key(|(person, _)| *person) {
        moves.sort_unstable_by_key(|(person, _)| *person);
    }
    if moves.len() < BULK || moves.len() < snapshot.len() / 2 {
        make_way(tx, snapshot, &moves)?;
        return write(tx, snapshot, &moves, progress);
    }
    // Without the index nobody is in anybody's way meanwhile. Making it anew finds whoever shares an address in the end, which rolls
    // everything back as it would have otherwise; and nobody outside this transaction sees the register without it.
    let index: String = tx.query_row(
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = 'person_connect_key'",
        [],
        |row| row.get(0),
    )?;
    // In the order of the ids no page is needed twice, and sorting the index needs the memory more.
    tx.execute_batch("PRAGMA cache_size = -16384; DROP INDEX person_connect_key")?;
    if write(tx, snapshot, &moves, progress)?.is_break() {
        return Ok(ControlFlow::Break(()));
    }
    tx.execute_batch(&index)?;
    Ok(ControlFlow::Continue(()))
}

/// An index is unique at every moment, not only in the end: whoever has an address that another one gets lets go of it first.
/// Only those who move themselves are asked to; anybody else who had it has moved away since, or the claim would have fallen.
fn make_way(
    tx: &Transaction<'_>,
    snapshot: &Snapshot,
    moves: &[Move<'_>],
) -> Result<(), StoreError> {
    let mut in_the_way: Vec<PersonIndex> = moves
        .iter()
        .filter_map(|(_, address)| snapshot.holder(address.as_ref()?.canonical()))
        .filter(|holder| moves.binary_search_by_key(holder, |(p, _)| *p).is_ok())
        .collect();
    in_the_way.sort_unstable();
    let mut clear = tx.prepare_cached(
        "UPDATE OR ROLLBACK person SET connect_address = NULL, connect_key = NULL, address_version = address_version + 1
         WHERE id = ?1 AND version = ?2",
    )?;
    for holder in in_the_way {
        let known = snapshot.person(holder);
        exactly_one(clear.execute((known.id.0, known.version))?, known.user_id)?;
    }
    Ok(())
}

fn write(
    tx: &Transaction<'_>,
    snapshot: &Snapshot,
    moves: &[Move<'_>],
    progress: &mut Progress<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    // OR ROLLBACK, as an error ends the whole import anyway: so SQLite need not be able to undo each statement by itself, which
    // would cost a third of the time.
    // R12: links and codes name the version of the address, so those that were sent to the old one die with it.
    let mut set = tx.prepare_cached(
        "UPDATE OR ROLLBACK person SET connect_address = ?3, connect_key = ?4, version = version + 1,
             address_version = address_version + 1
         WHERE id = ?1 AND version = ?2",
    )?;
    for (person, address) in moves {
        if progress.step().is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let known = snapshot.person(*person);
        let changed = set.execute((
            known.id.0,
            known.version,
            address.map(Address::spelling),
            address.map(Address::canonical),
        ))?;
        exactly_one(changed, known.user_id)?;
    }
    Ok(ControlFlow::Continue(()))
}

/// The plan was checked inside this transaction, so a person who is not as the plan says means that something else is wrong.
fn exactly_one(changed: usize, person: Option<&str>) -> Result<(), StoreError> {
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::damaged(format!(
            "the person {:?} is not as the plan has them",
            person.unwrap_or_default()
        ))),
    }
}
