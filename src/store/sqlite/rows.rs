//! The rows of runs: what happened to each row of a file. An updated row is its row of history, all others are rows of the log
//! (`run_row`); this is where the two are put together again, in the order of the file.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator as _;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Rows, Transaction};

use super::register::Register;
use crate::domain::address::Warnings;
use crate::domain::log::{LoggedRow, RunId};
use crate::domain::person::PersonId;
use crate::domain::plan::{Outcome, Rejection};
use crate::store::{Entry, RowTexts, StoreError};

impl Register {
    /// What happened to the rows of a run, in the order of their records; only those with this outcome where one is given. `offset` rows are
    /// passed over, and at most `limit` come.
    ///
    /// # Errors
    /// `not_found` where there is no such run.
    pub fn run_rows(
        &self,
        run: RunId,
        only: Option<Outcome>,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<LoggedRow>, StoreError> {
        let mut rows = Vec::new();
        let full = |rows: &Vec<_>| rows.len() as u64 >= limit;
        if limit > 0 {
            self.walk(run, only, offset, |row| {
                rows.push(row);
                match full(&rows) {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            })?;
        }
        Ok(rows)
    }

    /// Hands the rows of [`Register::run_rows`] to `each`, one by one, until it breaks off.
    ///
    /// # Errors
    /// `not_found` where there is no such run.
    pub fn for_each_run_row(
        &self,
        run: RunId,
        only: Option<Outcome>,
        each: impl FnMut(LoggedRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.walk(run, only, 0, each)
    }

    /// How many rows of a run the log holds for each outcome, in the order of [`Outcome::ALL`]. For an import these are its totals;
    /// of a load, the log holds the changed addresses and the rejected rows.
    ///
    /// # Errors
    /// `not_found` where there is no such run.
    pub fn run_row_counts(&self, run: RunId) -> Result<[(Outcome, u64); 5], StoreError> {
        self.read(|tx| {
            let (first, last) = history_range(tx, run)?;
            let mut counts = Outcome::ALL.map(|outcome| (outcome, 0));
            counts[0].1 = tx
                .prepare_cached(
                    "SELECT count(*) FROM history WHERE id BETWEEN ?1 AND ?2 AND run = ?3",
                )?
                .query_row((first, last, run.0), |row| row.get::<_, u64>(0))?;
            let mut statement = tx.prepare_cached(
                "SELECT outcome, count(*) FROM run_row WHERE run = ?1 GROUP BY outcome",
            )?;
            let mut groups = statement.query([run.0])?;
            while let Some(group) = groups.next()? {
                let position: usize = group.get(0)?;
                if let Some(count) = counts.get_mut(position) {
                    count.1 += group.get::<_, u64>(1)?;
                }
            }
            Ok(counts)
        })
    }

    fn walk(
        &self,
        run: RunId,
        only: Option<Outcome>,
        offset: u64,
        mut each: impl FnMut(LoggedRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.read(|tx| {
            let (first, last) = history_range(tx, run)?;
            // The range is known to be in the order of the records, which SQLite cannot know and would sort for.
            let mut changes = tx.prepare_cached(
                "SELECT record, line, person, warnings, nullif(old, ''), nullif(new, '') FROM history
                 WHERE id BETWEEN ?1 AND ?2 AND run = ?3 ORDER BY id",
            )?;
            let mut others = tx.prepare_cached(
                "SELECT record, line, outcome, person, warnings, user_id, employee_number, value, old, detail, detail_of
                 FROM run_row WHERE run = ?1 AND (?2 IS NULL OR outcome = ?2) ORDER BY record",
            )?;
            let last = match only {
                None | Some(Outcome::Updated) => last,
                Some(_) => first - 1,
            };
            let mut changes = Numbered::new(changes.query((first, last, run.0))?)?;
            let mut others = Numbered::new(others.query((run.0, only.map(stored_outcome)))?)?;
            let mut reader = Reader::new(tx, run)?;
            let mut passed = 0;
            loop {
                let change = match (changes.record, others.record) {
                    (None, None) => return Ok(()),
                    (Some(change), Some(other)) => change < other,
                    (change, _) => change.is_some(),
                };
                let source = if change { &mut changes } else { &mut others };
                if passed < offset {
                    passed += 1;
                } else if let Some(row) = source.current() {
                    let row = if change {
                        reader.change(row)?
                    } else {
                        reader.other(row)?
                    };
                    if each(row).is_break() {
                        return Ok(());
                    }
                }
                source.step()?;
            }
        })
    }
}

/// The first and the last entry of the history that a run wrote; an empty range where it wrote none.
pub(super) fn history_range(tx: &Connection, run: RunId) -> Result<(i64, i64), StoreError> {
    tx.prepare_cached(
        "SELECT coalesce(history_first, 0), coalesce(history_last, -1) FROM run WHERE id = ?1",
    )?
    .query_row([run.0], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()?
    .ok_or(StoreError::NotFound(Entry::Run(run)))
}

/// Rows whose first column is the record, with the record of the one that stands next.
struct Numbered<'s> {
    rows: Rows<'s>,
    record: Option<u32>,
}

impl<'s> Numbered<'s> {
    fn new(rows: Rows<'s>) -> Result<Numbered<'s>, StoreError> {
        let mut numbered = Numbered { rows, record: None };
        numbered.step()?;
        Ok(numbered)
    }

    fn step(&mut self) -> Result<(), StoreError> {
        self.record = match self.rows.next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        };
        Ok(())
    }

    fn current(&self) -> Option<&Row<'s>> {
        self.rows.get()
    }
}

/// Makes rows of the log out of what is stored of them and what the person still has.
struct Reader<'t> {
    run: RunId,
    person: CachedStatement<'t>,
    detail: CachedStatement<'t>,
    /// Details that several rows share, by the record that holds them.
    shared: HashMap<u32, Option<Rejection>>,
}

impl<'t> Reader<'t> {
    fn new(tx: &'t Transaction<'_>, run: RunId) -> Result<Reader<'t>, StoreError> {
        Ok(Reader {
            run,
            person: tx.prepare_cached(
                "SELECT user_id, employee_number, connect_address FROM person WHERE id = ?1",
            )?,
            detail: tx
                .prepare_cached("SELECT detail FROM run_row WHERE run = ?1 AND record = ?2")?,
            shared: HashMap::new(),
        })
    }

    /// A row of history: `record, line, person, warnings, old, new`.
    fn change(&mut self, row: &Row<'_>) -> Result<LoggedRow, StoreError> {
        let person = PersonId(row.get(2)?);
        let texts = self.texts_of(person)?;
        let new: Option<String> = row.get(5)?;
        Ok(LoggedRow {
            record: row.get(0)?,
            line: row.get(1)?,
            outcome: Outcome::Updated,
            person: Some(person),
            user_id: texts.user_id,
            employee_number: texts.employee_number,
            value: new.clone().unwrap_or_default(),
            old: row.get(4)?,
            new,
            warnings: Warnings::from_bits(row.get(3)?),
            rejection: None,
        })
    }

    /// A row of the log proper: `record, line, outcome, person, warnings, user_id, employee_number, value, old, detail, detail_of`.
    fn other(&mut self, row: &Row<'_>) -> Result<LoggedRow, StoreError> {
        let outcome = row.get::<_, usize>(2)?;
        let outcome = *Outcome::ALL
            .get(outcome)
            .ok_or_else(|| StoreError::damaged(format!("the log holds the outcome {outcome}")))?;
        let person = row.get::<_, Option<i64>>(3)?.map(PersonId);
        let stored = row.get::<_, Option<String>>(5)?;
        let mut texts = RowTexts::default();
        match (stored, person, outcome) {
            (Some(user_id), ..) => {
                texts.user_id = user_id;
                texts.employee_number = row.get::<_, Option<String>>(6)?.unwrap_or_default();
                texts.value = row.get::<_, Option<String>>(7)?.unwrap_or_default();
            }
            (None, Some(person), Outcome::Unchanged) => texts = self.texts_of(person)?,
            (None, Some(person), Outcome::Blank) => {
                texts = self.texts_of(person)?;
                texts.value.clear();
            }
            _ => {}
        }
        let detail: Option<String> = row.get(9)?;
        let rejection = match (detail, row.get::<_, Option<u32>>(10)?) {
            (Some(detail), _) => Some(read_detail(&detail)?),
            (None, Some(record)) => self.shared(record)?,
            (None, None) => None,
        };
        Ok(LoggedRow {
            record: row.get(0)?,
            line: row.get(1)?,
            outcome,
            person,
            user_id: texts.user_id,
            employee_number: texts.employee_number,
            value: texts.value,
            old: row.get(8)?,
            new: None,
            warnings: Warnings::from_bits(row.get(4)?),
            rejection,
        })
    }

    /// The keys and the address that a person has now; empty where they are not there any more.
    fn texts_of(&mut self, person: PersonId) -> Result<RowTexts, StoreError> {
        let texts = self
            .person
            .query_row([person.0], |row| {
                Ok(RowTexts {
                    user_id: row.get::<_, Option<String>>(0)?.unwrap_or_default(),
                    employee_number: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                    value: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                })
            })
            .optional()?;
        Ok(texts.unwrap_or_default())
    }

    fn shared(&mut self, record: u32) -> Result<Option<Rejection>, StoreError> {
        if let Some(known) = self.shared.get(&record) {
            return Ok(known.clone());
        }
        let detail: Option<Option<String>> = self
            .detail
            .query_row((self.run.0, record), |row| row.get(0))
            .optional()?;
        let rejection = detail.flatten().map(|d| read_detail(&d)).transpose()?;
        self.shared.insert(record, rejection.clone());
        Ok(rejection)
    }
}

/// A rejection as the log stores it.
pub(super) fn read_detail(detail: &str) -> Result<Rejection, StoreError> {
    serde_json::from_str(detail).map_err(|error| {
        StoreError::damaged(format!("the log holds an unknown rejection: {error}"))
    })
}

/// An outcome as the log stores it: its place in [`Outcome::ALL`].
pub(super) fn stored_outcome(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Updated => 0,
        Outcome::Unchanged => 1,
        Outcome::Kept => 2,
        Outcome::Blank => 3,
        Outcome::Rejected => 4,
    }
}

/// A row of the log that changed nobody.
pub(super) struct QuietRow<'a> {
    pub(super) record: u32,
    pub(super) line: u32,
    pub(super) outcome: Outcome,
    pub(super) person: Option<PersonId>,
    pub(super) warnings: Warnings,
    /// Only where they are not the person's.
    pub(super) texts: Option<RowTexts>,
    pub(super) old: Option<&'a str>,
    pub(super) rejection: Option<&'a Rejection>,
}

/// Writes the rows of one run that changed nobody.
pub(super) struct RowWriter<'t> {
    run: RunId,
    insert: CachedStatement<'t>,
    /// The lists of lines that were written, by where they lie in memory, with the record that holds them. A thousand rows
    /// with one address would otherwise store a thousand times a thousand lines.
    lists: HashMap<*const u32, u32>,
}

impl<'t> RowWriter<'t> {
    /// A writer for the rows of a run.
    pub(super) fn new(tx: &'t Transaction<'_>, run: RunId) -> Result<RowWriter<'t>, StoreError> {
        let insert = tx.prepare_cached(
            "INSERT INTO run_row (run, record, line, outcome, person, warnings, reason, user_id, employee_number, value, old,
                 detail, detail_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        Ok(RowWriter {
            run,
            insert,
            lists: HashMap::new(),
        })
    }

    /// Writes a row that changed nobody.
    pub(super) fn write(&mut self, row: &QuietRow<'_>) -> Result<(), StoreError> {
        let detail_of = row.rejection.and_then(shared_lines).and_then(|lines| {
            match *self.lists.entry(lines.as_ptr()).or_insert(row.record) {
                first if first == row.record => None,
                first => Some(first),
            }
        });
        let detail = match (row.rejection, detail_of) {
            (Some(rejection), None) => Some(serde_json::to_string(rejection).map_err(|error| {
                StoreError::damaged(format!("a rejection cannot be stored: {error}"))
            })?),
            _ => None,
        };
        let texts = row.texts.as_ref();
        self.insert.execute((
            self.run.0,
            row.record,
            row.line,
            stored_outcome(row.outcome),
            row.person.map(|person| person.0),
            row.warnings.bits(),
            row.rejection.map(|rejection| rejection.reason().code()),
            texts.map(|texts| &texts.user_id),
            texts.map(|texts| &texts.employee_number),
            texts.map(|texts| &texts.value),
            row.old,
            detail,
            detail_of,
        ))?;
        Ok(())
    }
}

/// The lines of a rejection that several rows share.
fn shared_lines(rejection: &Rejection) -> Option<&Arc<[u32]>> {
    match rejection {
        Rejection::SamePersonTwice { lines } | Rejection::AddressTwice { lines } => Some(lines),
        _ => None,
    }
}
