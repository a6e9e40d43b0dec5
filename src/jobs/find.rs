//! Finding rows of a table: by a text, and in another order than that of the file. The text of the file is searched as a
//! whole, which is many times faster than cutting it into cells; what is found there is then looked at cell by cell, with
//! the edits. Not here: which rows a screen shows, and how it shows a hit.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use regex::{Regex, RegexBuilder};

use super::check::People;
use super::control::Control;
use super::error::JobError;
use super::import;
use super::place::Place;
use super::reading::Layout;
use crate::domain::address::trim;
use crate::domain::collation::sort_key;
use crate::domain::log::{RunKind, RunRecord};
use crate::domain::plan::Outcome;
use crate::file::{Input, Table};

/// So many rows are looked at between two looks for a cancel.
const BLOCK: usize = 4096;
/// So much of a text is counted to learn which letters are rare in it.
const SAMPLE: usize = 64 << 10;
/// The longest text that is looked for.
const LONGEST: usize = 1000;

/// A text that is looked for, whatever the case of its letters.
#[derive(Debug, Clone)]
pub struct Needle {
    text: String,
    regex: Regex,
}

impl PartialEq for Needle {
    fn eq(&self, other: &Needle) -> bool {
        self.text == other.text
    }
}

impl Needle {
    /// A text to look for; nothing where there is nothing to look for.
    pub fn new(text: &str) -> Option<Needle> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let regex = RegexBuilder::new(&regex::escape(text))
            .case_insensitive(true)
            .build()
            .ok()?;
        let text = text.to_owned();
        Some(Needle { text, regex })
    }

    /// As it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Where it stands in a text.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        self.regex.find_iter(text).map(|hit| hit.range()).collect()
    }
}

/// What stands in a text whatever its case, found by the letter that is rarest there.
#[derive(Debug)]
struct Scent {
    /// The needle in lower case.
    bytes: Vec<u8>,
    /// Where in it the rarest letter stands.
    at: usize,
    lower: u8,
    upper: u8,
}

impl Scent {
    /// Nothing where the needle can lie across cells, or changes its length with its case.
    fn new(needle: &Needle, table: &Table) -> Option<Scent> {
        let delimiter = char::from(table.dialect().delimiter.byte());
        let divides = |c: char| matches!(c, '"' | '\r' | '\n') || c == delimiter;
        let steady = |c: char| {
            let as_long = |other: &mut dyn Iterator<Item = char>| {
                let first = other.next().map(char::len_utf8);
                first == Some(c.len_utf8()) && other.next().is_none()
            };
            as_long(&mut c.to_lowercase()) && as_long(&mut c.to_uppercase())
        };
        if needle.text.chars().any(|c| divides(c) || !steady(c)) {
            return None;
        }
        let bytes = needle.text.to_lowercase().into_bytes();
        let mut counts = [0_u32; 256];
        let text = table.text();
        for byte in &text[..text.len().min(SAMPLE)] {
            counts[usize::from(*byte)] += 1;
        }
        let count =
            |byte: u8| counts[usize::from(byte)] + counts[usize::from(byte.to_ascii_uppercase())];
        let ascii = (0..bytes.len()).filter(|at| bytes[*at].is_ascii());
        let at = ascii.min_by_key(|at| count(bytes[*at]))?;
        Some(Scent {
            at,
            lower: bytes[at],
            upper: bytes[at].to_ascii_uppercase(),
            bytes,
        })
    }

    /// Where the needle may stand; letters beyond ASCII are not looked at closely.
    fn places<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = usize> + 't {
        memchr::memchr2_iter(self.lower, self.upper, text).filter(|place| {
            let found = place
                .checked_sub(self.at)
                .and_then(|start| text.get(start..start + self.bytes.len()));
            found.is_some_and(|found| {
                found.iter().zip(&self.bytes).all(|(found, wanted)| {
                    if wanted.is_ascii() {
                        found.to_ascii_lowercase() == *wanted
                    } else {
                        !found.is_ascii()
                    }
                })
            })
        })
    }
}

/// A row that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its place among the rows that were handed in.
    pub place: usize,
    /// Whether the search came to an end of the rows and went on at the other.
    pub wrapped: bool,
}

/// Looks for a needle in one state of a table.
pub struct Search<'t> {
    table: &'t Table,
    needle: &'t Needle,
    scent: Option<Scent>,
    /// Edited records that hold the needle, in rising order.
    edited: Vec<u32>,
    /// Names that are not in the file, where one of them holds the needle, and the column of the user ids.
    names: Option<(&'t People, usize)>,
}

impl<'t> Search<'t> {
    /// A search; `names` are those beside the file with the column of the user ids by which they are found.
    pub fn new(
        table: &'t Table,
        needle: &'t Needle,
        names: Option<(&'t People, usize)>,
    ) -> Search<'t> {
        let edits = table.edits().into_iter();
        let mut edited: Vec<u32> = edits
            .filter(|(_, value)| needle.is_in(value))
            .filter_map(|(cell, _)| u32::try_from(cell.record).ok())
            .collect();
        edited.dedup();
        Search {
            table,
            needle,
            scent: Scent::new(needle, table),
            edited,
            names: names.filter(|(people, _)| people.anybody(|name| needle.is_in(name))),
        }
    }

    /// The next record that holds the needle behind (or before) a place in a list of records, round to that place itself.
    ///
    /// # Errors
    /// [`JobError::Cancelled`]
    pub fn next(
        &self,
        listed: &[u32],
        from: usize,
        forward: bool,
        control: &Control,
    ) -> Result<Option<Hit>, JobError> {
        let len = listed.len();
        let split = if forward {
            (from + 1).min(len)
        } else {
            from.min(len)
        };
        let (first, second) = if forward {
            (split..len, 0..split)
        } else {
            (0..split, split..len)
        };
        for (range, wrapped) in [(first, false), (second, true)] {
            if let Some(place) = self.in_range(listed, range, forward, control)? {
                return Ok(Some(Hit { place, wrapped }));
            }
        }
        Ok(None)
    }

    /// All records of a list that hold the needle.
    ///
    /// # Errors
    /// [`JobError::Cancelled`]
    pub fn all(&self, listed: &[u32], control: &Control) -> Result<Vec<u32>, JobError> {
        let mut found = Vec::new();
        for (done, block) in listed.chunks(BLOCK).enumerate() {
            report(done * BLOCK, listed.len(), control)?;
            found.extend(self.hits(block).into_iter().map(|place| block[place]));
        }
        Ok(found)
    }

    fn in_range(
        &self,
        listed: &[u32],
        range: Range<usize>,
        forward: bool,
        control: &Control,
    ) -> Result<Option<usize>, JobError> {
        let blocks = range.len().div_ceil(BLOCK);
        for number in 0..blocks {
            report(number * BLOCK, range.len(), control)?;
            let number = if forward { number } else { blocks - 1 - number };
            let start = range.start + number * BLOCK;
            let block = &listed[start..(start + BLOCK).min(range.end)];
            let hits = self.hits(block);
            let hit = if forward { hits.first() } else { hits.last() };
            if let Some(place) = hit {
                return Ok(Some(start + place));
            }
        }
        Ok(None)
    }

    /// The places of the records that hold the needle, in rising order.
    fn hits(&self, records: &[u32]) -> Vec<usize> {
        let (Some(first), Some(last)) = (records.first(), records.last()) else {
            return Vec::new();
        };
        let Some(scent) = self
            .scent
            .as_ref()
            .filter(|_| self.names.is_none() && records.is_sorted())
        else {
            let places = 0..records.len();
            return places.filter(|place| self.holds(records[*place])).collect();
        };
        let index = self.table.index();
        let start = index.range(*first as usize).start;
        let end = index.range(*last as usize).end;
        let mut candidates = Vec::new();
        let mut passed = start;
        for place in scent.places(&self.table.text()[start..end]) {
            let place = start + place;
            if place < passed {
                continue;
            }
            if let Some(record) = index.record_at(place) {
                passed = index.range(record).end;
                candidates.extend(u32::try_from(record).ok());
            }
        }
        let from = self.edited.partition_point(|record| record < first);
        let edited = self.edited[from..]
            .iter()
            .take_while(|record| *record <= last);
        candidates.extend(edited);
        let mut hits: Vec<usize> = candidates
            .into_iter()
            .filter_map(|record| records.binary_search(&record).ok())
            .filter(|place| self.holds(records[*place]))
            .collect();
        hits.sort_unstable();
        hits.dedup();
        hits
    }

    fn holds(&self, record: u32) -> bool {
        let record = record as usize;
        let mut cells = self.table.row(record);
        if cells.any(|cell| self.needle.is_in(&cell)) {
            return true;
        }
        self.names.is_some_and(|(people, column)| {
            let user_id = self.table.cell(record, column).unwrap_or_default();
            self.needle.is_in(people.name(&user_id))
        })
    }
}

fn report(done: usize, total: usize, control: &Control) -> Result<(), JobError> {
    match control.report(done as u64, total as u64).is_break() {
        true => Err(JobError::Cancelled),
        false => Ok(()),
    }
}

/// The records whose rows the newest import of this file rejected, found again by their keys, or by their number among the
/// rows where a key was missing; nothing where the register knows of no import of the file.
///
/// # Errors
/// When the register cannot be read, and [`JobError::Cancelled`].
pub fn rejected_last(
    place: &Place,
    path: &Path,
    table: &Table,
    layout: Layout,
    records: &[u32],
    control: &Control,
) -> Result<Option<Vec<u32>>, JobError> {
    if !place.path().exists() {
        return Ok(None);
    }
    // The log knows a file by its name; that another one of the same name is meant is ruled out by the keys.
    let name = import::shown(&Input::Path(path.to_owned()));
    let register = place.open()?;
    let runs = register.runs(None)?;
    let of_file = |run: &&RunRecord| run.kind == RunKind::Import && run.file == name;
    let Some(run) = runs.iter().find(of_file) else {
        return Ok(None);
    };
    let mut keys = HashSet::new();
    let mut numbers = HashSet::new();
    for row in register.run_rows(run.id, Some(Outcome::Rejected), 0, u64::MAX)? {
        let key = |key: &str| trim(key).to_owned();
        let (user_id, number) = (key(&row.user_id), key(&row.employee_number));
        if user_id.is_empty() || number.is_empty() {
            numbers.insert(row.record);
        } else {
            keys.insert((user_id, number));
        }
    }
    let mut found = Vec::new();
    for (done, (record, number)) in records.iter().zip(1..).enumerate() {
        if done % BLOCK == 0 {
            report(done, records.len(), control)?;
        }
        let cell = |column| {
            let cell = table.cell(*record as usize, column).unwrap_or_default();
            trim(&cell).to_owned()
        };
        let key = (cell(layout.user_id), cell(layout.employee_number));
        if keys.contains(&key) || numbers.contains(&number) {
            found.push(*record);
        }
    }
    Ok(Some(found))
}

/// A record with where its key lies.
struct Keyed {
    /// The first bytes of the key, which nearly always decide.
    head: u64,
    start: usize,
    len: u32,
    record: u32,
}

/// Records in the order of their values; those without a value stand last either way, and equal ones in the order of the
/// file.
///
/// # Errors
/// [`JobError::Cancelled`]
pub fn sorted<'t>(
    records: &[u32],
    descending: bool,
    value: impl Fn(u32) -> Cow<'t, str>,
    control: &Control,
) -> Result<Vec<u32>, JobError> {
    let mut keys = Vec::new();
    let mut keyed = Vec::with_capacity(records.len());
    for (done, record) in records.iter().enumerate() {
        if done % BLOCK == 0 {
            report(done, records.len(), control)?;
        }
        let start = keys.len();
        sort_key(&value(*record), &mut keys);
        let key = &keys[start..];
        let mut head = [0; 8];
        let known = key.len().min(head.len());
        head[..known].copy_from_slice(&key[..known]);
        keyed.push(Keyed {
            head: u64::from_be_bytes(head),
            start,
            len: u32::try_from(key.len()).unwrap_or(u32::MAX),
            record: *record,
        });
    }
    let key = |keyed: &Keyed| &keys[keyed.start..keyed.start + keyed.len as usize];
    keyed.sort_unstable_by(|one, two| {
        let by_value = || {
            let order = one.head.cmp(&two.head).then_with(|| key(one).cmp(key(two)));
            if descending { order.reverse() } else { order }
        };
        let lacking = (one.len == 0).cmp(&(two.len == 0));
        lacking
            .then_with(by_value)
            .then_with(|| one.record.cmp(&two.record))
    });
    Ok(keyed.into_iter().map(|keyed| keyed.record).collect())
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
