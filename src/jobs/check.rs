//! What the import would say of every row of a file that is being edited: the same rows, the same rules, kept as a few bytes a
//! row. Only rows that have to do with one another get a plan ([`crate::domain::sieve`]), so that checking takes little memory beside the
//! file. Not here: what is shown of it, and which columns are which ([`crate::domain::columns`]).

use std::borrow::Cow;
use std::sync::Arc;

use super::control::Control;
use super::error::JobError;
use super::place::Place;
use super::reading::{DataRow, Layout, cut, data_rows};
use crate::domain::address::{self, Warning, Warnings};
use crate::domain::domains::{AllowedDomains, well_known_address};
use crate::domain::person::PersonId;
use crate::domain::plan::{PlannedRow, Planner, Reason, Rejection, Row, Verdict};
use crate::domain::repeats::Doubles;
use crate::domain::sieve::Sieve;
use crate::domain::snapshot::{Known, PersonIndex, Snapshot};
use crate::domain::template::Field;
use crate::file::Table;

/// How often a cancel is looked for.
const REPORT_EVERY: u32 = 4096;

/// The people that a file is held against.
#[derive(Debug)]
pub struct People {
    who: Who,
    domains: AllowedDomains,
    names: Names,
    alone: bool,
}

/// Where it is known from who is who.
#[derive(Debug)]
enum Who {
    /// The register.
    Register(Arc<Snapshot>),
    /// The file itself: each is the person whom the first row with their user id says.
    File(Doubles),
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
            who: Who::Register(snapshot),
            domains,
            names: found,
            alone: false,
        })
    }

    /// The people whom the file itself names, each as the first row with their user id says.
    pub fn of_file(table: &Table, layout: Layout, skip: u32, domains: AllowedDomains) -> People {
        let rows = || data_rows(table, skip).map(|row| number(row.record));
        let user_id = |row: u32| table.cell(row as usize, layout.user_id).unwrap_or_default();
        People {
            who: Who::File(Doubles::find(rows, user_id)),
            domains,
            names: Names::default(),
            alone: true,
        }
    }

    /// Whether they come from the register; if not, nobody is known to be verified or unknown.
    pub fn known(&self) -> bool {
        self.snapshot().is_some()
    }

    fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        match &self.who {
            Who::Register(snapshot) => Some(snapshot),
            Who::File(_) => None,
        }
    }

    /// Whether there is no register at all, rather than an empty one.
    pub fn alone(&self) -> bool {
        self.alone
    }

    /// Where the file alone says who is who: the record of the first row that has this one's user id.
    pub fn first_row(&self, record: usize) -> Option<usize> {
        match &self.who {
            Who::Register(_) => None,
            Who::File(doubles) => {
                let first = doubles.first(number(record));
                Some(first.map_or(record, |first| first as usize))
            }
        }
    }

    /// The full name of the person with this user id; empty where nobody is found.
    pub fn name(&self, user_id: &str) -> &str {
        self.snapshot()
            .and_then(|snapshot| snapshot.by_user_id(address::trim(user_id)))
            .map_or("", |person| self.names.get(person))
    }

    /// Whether a condition may hold for somebody's name; it is asked of all names in one text.
    pub fn anybody(&self, condition: impl FnOnce(&str) -> bool) -> bool {
        condition(&self.names.text)
    }

    /// Judges single rows.
    pub fn planner(&self) -> Planner {
        let snapshot = self.snapshot().cloned().unwrap_or_default();
        Planner::new(snapshot, self.domains.clone())
    }

    /// Judges rows together: these, or where the file alone says who is who, the people of these.
    fn planner_for<'a>(&self, rows: impl Iterator<Item = Row<'a>>) -> Planner {
        match &self.who {
            Who::Register(_) => self.planner(),
            Who::File(_) => Planner::new(Arc::new(of_rows(rows)), self.domains.clone()),
        }
    }

    /// Records that must be judged together because of their user ids, where the file alone says who is who.
    fn doubles(&self) -> Vec<u32> {
        match &self.who {
            Who::Register(_) => Vec::new(),
            Who::File(doubles) => doubles.rows().collect(),
        }
    }
}

/// A record as it is counted where there are millions; an index holds no more.
fn number(record: usize) -> u32 {
    u32::try_from(record).unwrap_or(u32::MAX)
}

/// The people whom these rows name, each as the first row with their user id says.
fn of_rows<'a>(rows: impl Iterator<Item = Row<'a>>) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (id, row) in (1..).zip(rows) {
        let user_id = address::trim(&row.user_id);
        if user_id.is_empty() || snapshot.by_user_id(user_id).is_some() {
            continue;
        }
        snapshot.push(Known {
            id: PersonId(id),
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

    /// Writes down what becomes of a record; the rejections are not in order then.
    fn put(&mut self, record: usize, planned: PlannedRow, people: &People) {
        let judged = Judged::of(planned, people);
        self.counts.count(judged.mark, true);
        self.marks[record] = judged.mark;
        if let Some(rejection) = judged.rejection {
            self.rejections.push((number(record), rejection));
        }
    }

    /// Takes back what was written of these records, given in rising order.
    fn forget(&mut self, records: &[u32]) {
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
    fn of(row: PlannedRow, people: &People) -> Judged {
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
    let watch = |row: DataRow| {
        let look = row.number.is_multiple_of(REPORT_EVERY);
        if look && control.report(row.record as u64, total).is_break() {
            return Err(JobError::Cancelled);
        }
        Ok(())
    };
    let mut checked = Checked {
        marks: vec![Mark::default(); table.records()],
        moving: vec![0; people.snapshot().map_or(0, |s| s.len().div_ceil(64))],
        ..Checked::default()
    };
    let mut sieve = Sieve::new(
        people.snapshot().cloned(),
        people.domains.clone(),
        table.records(),
    );
    for row in data_rows(table, skip) {
        watch(row)?;
        let planned = sieve.push(&cut(table, layout, row), number(row.record));
        checked.put(row.record, planned, people);
    }
    // What was said of these by themselves was provisional.
    let mut together = sieve.together();
    together.extend(people.doubles());
    together.sort_unstable();
    together.dedup();
    checked.forget(&together);
    let rows = || {
        let listed = |row: &DataRow| together.binary_search(&number(row.record)).is_ok();
        let some = (!together.is_empty()).then(|| data_rows(table, skip));
        some.into_iter().flatten().filter(listed)
    };
    let mut planner = people.planner_for(rows().map(|row| cut(table, layout, row)));
    for row in rows() {
        planner.push(&cut(table, layout, row));
        watch(row)?;
    }
    let plan = planner.finish().into_rows();
    for (record, planned) in together.iter().zip(plan) {
        // Whoever has an address to leave is among these.
        if let (Some(snapshot), Some(person)) = (people.snapshot(), planned.person)
            && matches!(planned.verdict, Verdict::Updated(_))
            && snapshot.person(person).canonical.is_some()
        {
            let (word, bit) = place(person);
            checked.moving[word] |= bit;
        }
        checked.put(*record as usize, planned, people);
    }
    checked
        .rejections
        .sort_unstable_by_key(|(record, _)| *record);
    checked.rejections.shrink_to_fit();
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
    data: DataRow,
    typed: Option<&str>,
) -> Judged {
    let mut row = cut(table, layout, data);
    if let Some(typed) = typed {
        row.address = Cow::Borrowed(typed);
    }
    if let Some(first) = people.first_row(data.record) {
        let first = DataRow {
            record: first,
            ..data
        };
        let named = [cut(table, layout, first)].into_iter();
        planner.turn_to(Arc::new(of_rows(named)));
    }
    let planned = planner.alone(&row, |holder| checked.moves(holder));
    Judged::of(planned, people)
}

/// What the address of a row probably should be.
pub fn suggestion(cell: &str, judged: Mark, rejection: Option<&Rejection>) -> Option<String> {
    let proposed = match rejection {
        Some(rejection) if rejection.field() == Some(Field::ConnectAddress) => {
            rejection.suggestion().map(str::to_owned)
        }
        Some(_) => None,
        None if judged.warnings.contains(Warning::TypoSuspected) => {
            well_known_address(&address::parse(cell).ok()?.address)
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
