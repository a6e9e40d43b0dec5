//! Rows that are marked, to be worked on together. The marks belong to the records of the file, so they stay through filter
//! and sorting; what marks many rows at once looks only at those that are shown.
//! Not here: what is done with the marked rows.

use std::sync::Arc;

use super::Addresses;
use super::state::Editing;
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::theme::Tone;

/// A bit for each record.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    words: Vec<u64>,
    count: usize,
}

impl Marks {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether a record is marked.
    pub(super) fn has(&self, record: u32) -> bool {
        let (word, bit) = place(record);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Marks a record, or takes its mark away; whether that was another state.
    pub(super) fn set(&mut self, record: u32, marked: bool) -> bool {
        if self.has(record) == marked {
            return false;
        }
        let (word, bit) = place(record);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] ^= bit;
        if marked {
            self.count += 1;
        } else {
            self.count -= 1;
        }
        true
    }

    /// Sets the marks of all these records by what they are now; how many are other than before. A few machine instructions a
    /// record: a million rows are marked between two keys.
    fn set_all(&mut self, records: &[u32], wanted: impl Fn(bool) -> bool) -> usize {
        let words = records.iter().max().map_or(0, |last| place(*last).0 + 1);
        if words > self.words.len() {
            self.words.resize(words, 0);
        }
        let (mut changed, mut more) = (0, 0);
        for record in records {
            let (word, bit) = place(*record);
            let now = self.words[word] & bit != 0;
            let other = wanted(now) != now;
            self.words[word] ^= if other { bit } else { 0 };
            changed += usize::from(other);
            more += usize::from(other && !now);
        }
        self.count = self.count + 2 * more - changed;
        changed
    }

    /// The marked records in rising order.
    pub(super) fn records(&self) -> impl Iterator<Item = u32> {
        (0_u32..).zip(&self.words).flat_map(|(word, bits)| {
            let set = (0..64).filter(move |bit| bits & (1 << bit) != 0);
            set.map(move |bit| word * 64 + bit)
        })
    }
}

fn place(record: u32) -> (usize, u64) {
    (record as usize / 64, 1 << (record % 64))
}

impl Editing {
    /// Whether a row is marked.
    pub(super) fn is_marked(&self, row: usize) -> bool {
        let record = self.listed().get(row);
        record.is_some_and(|record| self.marks.has(*record))
    }

    /// Sets the marks of the rows that are shown by what they are now; how many are other than before.
    fn mark_shown(&mut self, wanted: impl Fn(bool) -> bool) -> usize {
        let listed = Arc::clone(self.listed());
        self.marks.set_all(&listed, wanted)
    }
}

impl Addresses {
    /// Marks rows; [`Outcome::Ignored`] where the action is about something else.
    pub(super) fn mark(&mut self, action: Action, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Ignored;
        };
        let len = editing.len();
        match action {
            Action::Mark => {
                let Some(record) = editing.listed().get(editing.cursor.row()).copied() else {
                    return Outcome::Unchanged;
                };
                let marked = editing.marks.has(record);
                editing.marks.set(record, !marked);
                // The next one is what is wanted next.
                editing.cursor.move_rows(1, len);
                Outcome::Changed
            }
            Action::MarkAll if editing.mark_shown(|_| true) > 0 => Outcome::Changed,
            // All were marked already: the same key takes the marks away.
            Action::MarkAll => Outcome::changed(editing.mark_shown(|_| false) > 0),
            Action::MarkOthers => Outcome::changed(editing.mark_shown(|marked| !marked) > 0),
            Action::MarkNone if editing.marks.count() == 0 => {
                self.say(Tone::Plain, t!("addresses-none-marked"))
            }
            Action::MarkNone => {
                editing.marks = Marks::default();
                Outcome::Changed
            }
            _ => Outcome::Ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_back_in_rising_order_and_are_counted_once() {
        let mut marks = Marks::default();
        assert!(marks.set(700, true) && marks.set(0, true) && marks.set(63, true));
        assert!(!marks.set(700, true) && !marks.set(1, false));
        assert_eq!(marks.records().collect::<Vec<_>>(), [0, 63, 700]);
        assert_eq!(marks.set_all(&[0, 1, 63, 900], |_| true), 2);
        assert_eq!((marks.count(), marks.has(900)), (5, true));
        assert_eq!(marks.set_all(&[1, 2, 900], |marked| !marked), 3);
        assert_eq!((marks.count(), marks.has(2)), (4, true));
        assert_eq!(marks.set_all(&[2, 3], |_| false), 1);
        assert_eq!(marks.records().collect::<Vec<_>>(), [0, 63, 700]);
        assert!(marks.set(0, false));
        assert_eq!(
            (marks.count(), marks.has(0), marks.has(63)),
            (2, false, true)
        );
    }
}
