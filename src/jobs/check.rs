//! What the import would say of every row of a file that is being edited: the same rows, the same rules, the same plan, kept
//! as a few bytes a row. Not here: what is shown of it, and which columns are which ([`crate::domain::columns`]).

use std::borrow::Cow;
use std::sync::Arc;

use super::control::Control;
use super::error::JobError;
use super::place::Place;
use super::reading::{DataRow, Layout, cut, data_rows};
use crate::domain::address::{self, Warning, Warnings, domain_of};
use crate::domain::domains::{AllowedDomains, well_known_suggestion};
use crate::domain::person::PersonId;
use crate::domain::plan::{PlannedRow, Planner, Reason, Rejection, Verdict};
use crate::domain::snapshot::{Known, PersonIndex, Snapshot};
use crate::domain::template::Field;
use crate::file::Table;

/// How often a cancel is looked for.
const REPORT_EVERY: u32 = 4096;

/// The people that a file is held against.
#[derive(Debug)]
pub struct People {
    snapshot: Arc<Snapshot>,
    domains: AllowedDomains,
    names: Names,
    known: bool,
    alone: bool,
}

/// Full names by position in the snapshot.
#[derive(Debug, Default)]
struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    fn get(&self, person: PersonIndex) -> &str {
        let person = person as usize;
        let Some(end) = self.ends.get(person) else {
            return "";
        };
        let start = person.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..*end]
    }
}

impl People {
    /// The people of the register with the allowed domains, and their names if the file has none. No register, or an empty
    /// one, knows nobody; then everybody in the file is taken for who the file says they are, so that the addresses can be checked.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn load(
        place: &Place,
        names: bool,
        table: &Table,
        layout: Layout,
        skip: u32,
    ) -> Result<People, JobError> {
        if let Some(rules) = place.rules() {
            return Ok(People::of_file(table, layout, skip, rules.domains.clone()));
        }
        let register = place.open()?;
        let domains = register.allowed_domains()?;
        let (snapshot, _) = register.snapshot()?;
        if snapshot.is_empty() {
            return Ok(People {
                alone: false,
                ..People::of_file(table, layout, skip, domains)
            });
        }
        let mut found = Names::default();
        if names {
            register.for_each_name(|id, first, last| {
                let Some(index) = snapshot.index_of(id) else {
                    return;
                };
                // Somebody may have come between the two readings; positions must agree all the same.
                found.ends.resize(index as usize, found.text.len());
                found.text.push_str(first);
                if !first.is_empty() && !last.is_empty() {
                    found.text.push(' ');
                }
                found.text.push_str(last);
                found.ends.push(found.text.len());
            })?;
        }
        Ok(People {
            snapshot,
            domains,
            names: found,
            known: true,
            alone: false,
        })
    }

    /// The people whom the file itself names, each as the first row with their user id says.
    pub fn of_file(table: &Table, layout: Layout, skip: u32, domains: AllowedDomains) -> People {
        People {
            snapshot: Arc::new(of_file(table, layout, skip)),
            domains,
            names: Names::default(),
            known: false,
            alone: true,
        }
    }

    /// Whether they come from the register; if not, nobody is known to be verified or unknown.
    pub fn known(&self) -> bool {
        self.known
    }

    /// Whether there is no register at all, rather than an empty one.
    pub fn alone(&self) -> bool {
        self.alone
    }

    /// Where the file alone says who is who: the number of the first data row with this user id.
    pub fn first_row(&self, user_id: &str) -> Option<u32> {
        let person = self.snapshot.by_user_id(address::trim(user_id))?;
        u32::try_from(self.snapshot.person(person).id.0).ok()
    }

    /// The full name of the person with this user id; empty where nobody is found.
    pub fn name(&self, user_id: &str) -> &str {
        self.snapshot
            .by_user_id(address::trim(user_id))
            .map_or("", |person| self.names.get(person))
    }

    /// Whether a condition may hold for somebody's name; it is asked of all names in one text.
    pub fn anybody(&self, condition: impl FnOnce(&str) -> bool) -> bool {
        condition(&self.names.text)
    }

    /// Judges single rows.
    pub fn planner(&self) -> Planner {
        Planner::new(Arc::clone(&self.snapshot), self.domains.clone())
    }
}

fn of_file(table: &Table, layout: Layout, skip: u32) -> Snapshot {
    let mut snapshot = Snapshot::with_capacity(table.records());
    for row in data_rows(table, skip) {
        let row = cut(table, layout, row);
        let user_id = address::trim(&row.user_id);
        if user_id.is_empty() || snapshot.by_user_id(user_id).is_some() {
            continue;
        }
        snapshot.push(Known {
            // The number of the row, for `first_row`.
            id: PersonId(i64::from(row.record)),
            version: 1,
            user_id: Some(user_id),
            employee_number: Some(address::trim(&row.employee_number)),
            spelling: None,
            canonical: None,
            verified: false,
            active: true,
        });
    }
    snapshot
}

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

/// How many rows want attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows without an address whose person is not verified.
    pub lacking: u64,
    /// Rows that would be rejected.
    pub faults: u64,
    /// Rows with a warning.
    pub warned: u64,
}

/// The judgement of a whole file.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// By record of the file.
    marks: Vec<Mark>,
    /// By record, in the order of the file.
    rejections: Vec<(usize, Rejection)>,
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
        let at = self
            .rejections
            .binary_search_by_key(&record, |(record, _)| *record)
            .ok()?;
        Some(&self.rejections[at].1)
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

    /// Puts another judgement in the place of the one of a record, until the whole file has been checked again.
    pub fn replace(&mut self, record: usize, judged: Judged) {
        let Some(slot) = self.marks.get_mut(record) else {
            return;
        };
        let before = std::mem::replace(slot, judged.mark);
        self.counts.count(before, false);
        self.counts.count(judged.mark, true);
        let at = self
            .rejections
            .binary_search_by_key(&record, |(record, _)| *record);
        match (at, judged.rejection) {
            (Ok(at), Some(rejection)) => self.rejections[at].1 = rejection,
            (Ok(at), None) => {
                self.rejections.remove(at);
            }
            (Err(at), Some(rejection)) => self.rejections.insert(at, (record, rejection)),
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
    fn of(row: PlannedRow, snapshot: &Snapshot) -> Judged {
        let verified = row.person.is_some_and(|p| snapshot.person(p).verified);
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

/// Judges every data row, together.
///
/// # Errors
/// [`JobError::Cancelled`].
pub fn run(
    table: &Table,
    layout: Layout,
    skip: u32,
    people: &People,
    control: &Control,
) -> Result<Checked, JobError> {
    let total = table.records() as u64;
    let mut planner = people.planner();
    let mut records = Vec::new();
    for row in data_rows(table, skip) {
        planner.push(&cut(table, layout, row));
        records.push(row.record);
        if row.number % REPORT_EVERY == 0 && control.report(row.record as u64, total).is_break() {
            return Err(JobError::Cancelled);
        }
    }
    let plan = planner.finish();
    let snapshot = &people.snapshot;
    let mut checked = Checked {
        marks: vec![Mark::default(); table.records()],
        moving: vec![0; snapshot.len().div_ceil(64)],
        ..Checked::default()
    };
    for (row, record) in plan.into_rows().into_iter().zip(records) {
        if let (Some(person), Verdict::Updated(_)) = (row.person, &row.verdict) {
            let (word, bit) = place(person);
            checked.moving[word] |= bit;
        }
        let judged = Judged::of(row, snapshot);
        checked.counts.count(judged.mark, true);
        checked.marks[record] = judged.mark;
        if let Some(rejection) = judged.rejection {
            checked.rejections.push((record, rejection));
        }
    }
    Ok(checked)
}

/// Judges one row by itself, with what was typed in the place of its address: what can be said at once. Other rows of the
/// file that claim the same address are found by [`run`].
pub fn alone(
    planner: &mut Planner,
    people: &People,
    checked: &Checked,
    table: &Table,
    layout: Layout,
    row: DataRow,
    typed: Option<&str>,
) -> Judged {
    let mut row = cut(table, layout, row);
    if let Some(typed) = typed {
        row.address = Cow::Borrowed(typed);
    }
    let planned = planner.alone(&row, |holder| checked.moves(holder));
    Judged::of(planned, &people.snapshot)
}

/// What the address of a row probably should be.
pub fn suggestion(cell: &str, judged: Mark, rejection: Option<&Rejection>) -> Option<String> {
    let proposed = match rejection {
        Some(rejection) if rejection.field() == Some(Field::ConnectAddress) => {
            rejection.suggestion().map(str::to_owned)
        }
        Some(_) => None,
        None if judged.warnings.contains(Warning::TypoSuspected) => {
            let address = address::parse(cell).ok()?.address;
            let (local, _) = address.spelling().rsplit_once('@')?;
            let domain = well_known_suggestion(domain_of(address.canonical()))?;
            Some(format!("{local}@{domain}"))
        }
        None if judged.warnings.contains(Warning::Trimmed)
            || judged.warnings.contains(Warning::Normalised) =>
        {
            let parsed = address::parse(cell).ok()?;
            Some(parsed.address.spelling().to_owned())
        }
        None => None,
    };
    proposed.filter(|proposed| proposed != cell)
}

/// What rows have in common whose suggestions can be taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alike {
    /// The same misspelt domain, and the same one in its place.
    Domain {
        /// As it stands in the rows.
        from: String,
        /// As it is suggested.
        to: String,
    },
    /// Rejected for the same reason.
    Rejected(Reason),
    /// The same thing was noticed.
    Noticed(Warning),
}

impl Alike {
    /// What a row has in common with others, by its suggestion.
    pub fn of(
        cell: &str,
        suggestion: &str,
        judged: Mark,
        rejection: Option<&Rejection>,
    ) -> Option<Alike> {
        let before = address::trim(cell).rsplit_once('@');
        if let (Some((one, from)), Some((two, to))) = (before, suggestion.rsplit_once('@'))
            && one == two
            && !from.eq_ignore_ascii_case(to)
        {
            return Some(Alike::Domain {
                from: from.to_lowercase(),
                to: to.to_owned(),
            });
        }
        match rejection {
            Some(rejection) => Some(Alike::Rejected(rejection.reason())),
            None => [
                Warning::TypoSuspected,
                Warning::Trimmed,
                Warning::Normalised,
            ]
            .into_iter()
            .find(|warning| judged.warnings.contains(*warning))
            .map(Alike::Noticed),
        }
    }
}

/// A suggestion that would be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The record in the file, from 0.
    pub record: usize,
    /// The cell as it is.
    pub old: String,
    /// What it would hold.
    pub new: String,
}

/// The suggestions of all rows that have this in common, never of verified persons.
///
/// # Errors
/// [`JobError::Cancelled`]
pub fn suggestions(
    table: &Table,
    layout: Layout,
    records: &[u32],
    checked: &Checked,
    alike: &Alike,
    control: &Control,
) -> Result<Vec<Taken>, JobError> {
    let mut taken = Vec::new();
    for (done, record) in (0_u32..).zip(records) {
        if done % REPORT_EVERY == 0
            && control
                .report(u64::from(done), records.len() as u64)
                .is_break()
        {
            return Err(JobError::Cancelled);
        }
        let record = *record as usize;
        let mark = checked.mark(record);
        let asks = mark.state == State::Rejected || !mark.warnings.is_empty();
        if !asks || mark.state == State::Verified {
            continue;
        }
        let rejection = checked.rejection(record);
        let old = table.cell(record, layout.address).unwrap_or_default();
        if let Some(new) = suggestion(&old, mark, rejection)
            && Alike::of(&old, &new, mark, rejection).as_ref() == Some(alike)
        {
            taken.push(Taken {
                record,
                old: old.into_owned(),
                new,
            });
        }
    }
    Ok(taken)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
