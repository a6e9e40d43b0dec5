//! The values of a document that differ from its text. They lie in drawers of some thousand records, so that a copy of millions costs next
//! to nothing and changing one value copies its drawer only, if somebody else looks at it. Not here: steps and their history
//! ([`super::edits`]).

use std::sync::Arc;

use hashbrown::HashMap;

use super::edits::{CellRef, Key, cell_of};

/// How many bits of the record's number say the place within a drawer.
const DRAWER: u32 = 12;

type Drawer = HashMap<Key, Arc<str>, foldhash::fast::RandomState>;

/// The values that differ from the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Overlay {
    drawers: Vec<Arc<Drawer>>,
    len: usize,
    /// A bit for each column that was ever edited (the last for all beyond): nearly always it is one column, and
    /// the others then need no look-up.
    columns: u64,
}

impl Overlay {
    /// Whether no cell is edited.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many cells are edited.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The value of an edited cell; `None` where it is as it was read.
    pub(super) fn get(&self, (record, column): (usize, usize)) -> Option<&Arc<str>> {
        if self.columns & bit(column) == 0 {
            return None;
        }
        self.at((u32::try_from(record).ok()?, u16::try_from(column).ok()?))
    }

    /// The edited cells, in no order.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> {
        self.iter().map(|(key, _)| key)
    }

    /// The edited cells with their values, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Key, &Arc<str>)> {
        let values = self.drawers.iter().flat_map(|drawer| drawer.iter());
        values.map(|(key, value)| (*key, value))
    }

    /// The same as [`Overlay::get`], by key.
    pub(super) fn at(&self, key: Key) -> Option<&Arc<str>> {
        self.drawers.get(drawer_of(key))?.get(&key)
    }

    /// Puts a value in (or takes it out) and hands back what was there.
    pub(super) fn exchange(&mut self, key: Key, value: Option<Arc<str>>) -> Option<Arc<str>> {
        let drawer = drawer_of(key);
        let Some(value) = value else {
            // Nothing is copied where nothing goes.
            self.at(key)?;
            let before = Arc::make_mut(self.drawers.get_mut(drawer)?).remove(&key);
            self.len -= usize::from(before.is_some());
            return before;
        };
        self.columns |= bit(usize::from(key.1));
        if drawer >= self.drawers.len() {
            self.drawers.resize_with(drawer + 1, Arc::default);
        }
        let before = Arc::make_mut(&mut self.drawers[drawer]).insert(key, value);
        self.len += usize::from(before.is_none());
        before
    }

    /// The cells in which two overlays differ, in the file's order.
    pub(super) fn difference(&self, other: &Overlay) -> Vec<CellRef> {
        let nothing = Arc::default();
        let drawers = self.drawers.len().max(other.drawers.len());
        let mut cells = Vec::new();
        for at in 0..drawers {
            let one = self.drawers.get(at).unwrap_or(&nothing);
            let two = other.drawers.get(at).unwrap_or(&nothing);
            if Arc::ptr_eq(one, two) {
                continue;
            }
            let differing = one
                .iter()
                .filter(|(key, value)| two.get(*key) != Some(value));
            let missing = two.iter().filter(|(key, _)| !one.contains_key(*key));
            cells.extend(differing.chain(missing).map(|(key, _)| cell_of(*key)));
        }
        cells.sort_unstable();
        cells
    }
}

fn drawer_of((record, _): Key) -> usize {
    (record >> DRAWER) as usize
}

fn bit(column: usize) -> u64 {
    1 << column.min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_stays_as_it_was_and_shares_what_is_alike() {
        let mut now = Overlay::default();
        for record in [1, 2, 5_000, 40_000] {
            now.exchange((record, 2), Some("a".into()));
        }
        let before = now.clone();
        assert_eq!(now.exchange((5_000, 2), None).as_deref(), Some("a"));
        now.exchange((2, 70), Some("b".into()));
        assert_eq!((before.len(), now.len()), (4, 4));
        assert_eq!(before.get((5_000, 2)).map(|v| &**v), Some("a"));
        assert_eq!(now.get((5_000, 2)), None);
        assert_eq!(now.exchange((9_999_999, 2), None), None);
        let differing = [(2, 70), (5_000, 2)].map(cell_of);
        assert_eq!(now.difference(&before), differing);
        assert_eq!(before.difference(&now), differing);
        let shared = (0..10).filter(|at| Arc::ptr_eq(&before.drawers[*at], &now.drawers[*at]));
        assert_eq!(shared.count(), 8);
    }
}
