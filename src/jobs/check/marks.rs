//! What is kept of the judgement of each row: a few bytes a row, and the reasons of those that would be rejected.

use super::people::{People, number};
use crate::domain::address::Warnings;
use crate::domain::plan::{PlannedRow, Rejection, Verdict};
use crate::domain::snapshot::PersonIndex;

/// What the import would make of a row, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Not judged: no data row, or not looked at yet.
    #[default]
    Unknown,
    /// Its address would be taken, or is so already.
    Good,
    /// Its address is blank.
    Lacking,
    /// The person's verified address stays, whatever stands here.
    Verified,
    /// It would be rejected.
    Rejected,
}

/// What is kept of the judgement of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// What would become of it.
    pub state: State,
    /// Whether another address stands here than the verified one, which stays.
    pub kept: bool,
    /// What was noticed about the address.
    pub warnings: Warnings,
}

impl Mark {
    /// Whether the row wants to be looked at. What stands in the row of a verified person changes nothing, so it is no problem.
    pub fn is_problem(self) -> bool {
        match self.state {
            State::Rejected => true,
            State::Verified => false,
            _ => !self.warnings.is_empty(),
        }
    }
}

/// How many rows want attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows without an address whose person is not verified.
    pub lacking: u64,
    /// Rows that would be rejected.
    pub faults: u64,
    /// Rows with a warning.
    pub warned: u64,
    /// Rows that would be rejected, or have a warning that matters.
    pub problems: u64,
    /// Rows of verified persons.
    pub verified: u64,
}

/// The judgement of a whole file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// By record of the file.
    marks: Vec<Mark>,
    /// By record, in the order of the file.
    rejections: Vec<(u32, Rejection)>,
    /// A bit for each person who leaves their address.
    moving: Vec<u64>,
    counts: Counts,
}

impl Checked {
    /// What is to be said of a record.
    pub fn mark(&self, record: usize) -> Mark {
        self.marks.get(record).copied().unwrap_or_default()
    }

    /// Why a record would be rejected.
    pub fn rejection(&self, record: usize) -> Option<&Rejection> {
        let at = self.place_of(record).ok()?;
        Some(&self.rejections[at].1)
    }

    fn place_of(&self, record: usize) -> Result<usize, usize> {
        let record = number(record);
        self.rejections
            .binary_search_by_key(&record, |(record, _)| *record)
    }

    /// How many rows want attention.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many rows have a key that a spreadsheet explains.
    pub fn damaged_keys(&self) -> u64 {
        let rejections = self.rejections.iter();
        let damaged = rejections.filter(|(_, rejection)| rejection.is_damaged_key());
        damaged.count() as u64
    }

    /// Whether a person leaves the address that the register has, as of the last check of the whole file.
    pub fn moves(&self, person: PersonIndex) -> bool {
        let (word, bit) = place(person);
        self.moving.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Nothing judged yet, of so many records held against these people.
    pub(super) fn begin(records: usize, people: &People) -> Checked {
        let persons = people.snapshot().map_or(0, |snapshot| snapshot.len());
        Checked {
            marks: vec![Mark::default(); records],
            moving: vec![0; persons.div_ceil(64)],
            ..Checked::default()
        }
    }

    /// Writes down that a person leaves their address.
    pub(super) fn note_moving(&mut self, person: PersonIndex) {
        let (word, bit) = place(person);
        self.moving[word] |= bit;
    }

    /// Puts the rejections in order, once all are written down.
    pub(super) fn settle(&mut self) {
        self.rejections.sort_unstable_by_key(|(record, _)| *record);
        self.rejections.shrink_to_fit();
    }

    /// Writes down what becomes of a record; the rejections are not in order then.
    pub(super) fn put(&mut self, record: usize, planned: PlannedRow, people: &People) {
        let judged = Judged::of(planned, people);
        self.counts.count(judged.mark, true);
        self.marks[record] = judged.mark;
        if let Some(rejection) = judged.rejection {
            self.rejections.push((number(record), rejection));
        }
    }

    /// Takes back what was written of these records, given in rising order.
    pub(super) fn forget(&mut self, records: &[u32]) {
        for record in records {
            let mark = std::mem::take(&mut self.marks[*record as usize]);
            self.counts.count(mark, false);
        }
        self.rejections
            .retain(|(record, _)| records.binary_search(record).is_err());
    }

    /// Puts another judgement in the place of the one of a record, until the whole file has been checked again.
    pub fn replace(&mut self, record: usize, judged: Judged) {
        let Some(slot) = self.marks.get_mut(record) else {
            return;
        };
        let before = std::mem::replace(slot, judged.mark);
        self.counts.count(before, false);
        self.counts.count(judged.mark, true);
        match (self.place_of(record), judged.rejection) {
            (Ok(at), Some(rejection)) => self.rejections[at].1 = rejection,
            (Ok(at), None) => {
                self.rejections.remove(at);
            }
            (Err(at), Some(rejection)) => self.rejections.insert(at, (number(record), rejection)),
            (Err(_), None) => {}
        }
    }
}

fn place(person: PersonIndex) -> (usize, u64) {
    (person as usize / 64, 1 << (person % 64))
}

impl Counts {
    fn count(&mut self, mark: Mark, more: bool) {
        let add = |n: &mut u64, yes: bool| {
            let by = u64::from(yes);
            *n = if more { *n + by } else { n.saturating_sub(by) };
        };
        add(&mut self.lacking, mark.state == State::Lacking);
        add(&mut self.faults, mark.state == State::Rejected);
        add(&mut self.warned, !mark.warnings.is_empty());
        add(&mut self.problems, mark.is_problem());
        add(&mut self.verified, mark.state == State::Verified);
    }
}

/// The judgement of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// In short.
    pub mark: Mark,
    /// Why it would be rejected.
    pub rejection: Option<Rejection>,
}

impl Judged {
    pub(super) fn of(row: PlannedRow, people: &People) -> Judged {
        let verified = people.snapshot().is_some_and(|snapshot| {
            row.person
                .is_some_and(|person| snapshot.person(person).verified)
        });
        let kept = row.verdict == Verdict::Kept;
        let (state, rejection) = match row.verdict {
            Verdict::Rejected(rejection) => (State::Rejected, Some(rejection)),
            // Also a blank cell and the same address again: nothing that is written here reaches this person.
            _ if verified => (State::Verified, None),
            Verdict::Updated(_) | Verdict::Unchanged | Verdict::Kept => (State::Good, None),
            Verdict::Blank => (State::Lacking, None),
        };
        let mark = Mark {
            state,
            kept,
            warnings: row.warnings,
        };
        Judged { mark, rejection }
    }
}
