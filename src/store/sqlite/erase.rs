//! Erasing a person (GDPR, article 17): the person, their history, and what the logs know of them. Counts stay, so that the totals of a run
//! still add up; texts go, from the file's unused corners too.

use rusqlite::{Row, Transaction};

use super::persons::load;
use super::register::{Register, Touches};
use super::rows::{read_detail, stored_outcome};
use crate::domain::address;
use crate::domain::person::{PersonId, user_id_key};
use crate::domain::plan::{Outcome, Rejection};
use crate::store::{Erased, StoreError};

impl Register {
    /// Erases a person. Their rows in logs stay as empty rows; rows of others lose the texts that name this person. Takes time with the size
    /// of the logs, and rewrites the file.
    ///
    /// # Errors
    /// `not_found`. Once the erasure is written, trouble with rewriting the file is no error but [`Erased::purged`].
    pub fn remove(&mut self, id: PersonId) -> Result<Erased, StoreError> {
        let blanked = self.write(Touches::Basis, |tx| erase(tx, id))?;
        let purged = self.purge().unwrap_or_else(|error| {
            tracing::warn!(
                "what was erased may still lie in unused parts of the register: {error}"
            );
            false
        });
        Ok(Erased { blanked, purged })
    }

    /// Whether something that was erased may still lie in unused parts of the file.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn purge_due(&self) -> Result<bool, StoreError> {
        let due = self
            .conn
            .query_row("SELECT purge_due FROM meta", [], |row| row.get(0))?;
        Ok(due)
    }

    /// Rewrites the file where that is due, so that nothing is left of what was erased. `false`: somebody else is reading the register,
    /// try again later.
    ///
    /// # Errors
    /// `store_full` and its like.
    pub fn purge(&mut self) -> Result<bool, StoreError> {
        if !self.purge_due()? {
            return Ok(true);
        }
        // `secure_delete` is not enough: SQLite overwrites what is deleted, but not the copies that stay behind in a page when its
        // content is moved about to make room.
        match self.conn.execute_batch("VACUUM").map_err(StoreError::from) {
            Err(StoreError::Busy) => return Ok(false),
            other => other?,
        }
        let busy: bool = self
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            return Ok(false);
        }
        self.write(Touches::Rest, |tx| {
            tx.execute("UPDATE meta SET purge_due = 0", [])?;
            Ok(true)
        })
    }
}

fn erase(tx: &Transaction<'_>, id: PersonId) -> Result<u64, StoreError> {
    let traces = Traces::of(tx, id)?;
    // An updated row of a run is its row of history, which goes with the person: an empty row takes its place.
    tx.execute(
        "INSERT INTO run_row (run, record, line, outcome, warnings)
         SELECT h.run, h.record, h.line, ?2, h.warnings FROM history h JOIN run r ON r.id = h.run
         WHERE h.person = ?1 AND h.record IS NOT NULL AND h.id BETWEEN r.history_first AND r.history_last",
        (id.0, stored_outcome(Outcome::Updated)),
    )?;
    // The guard of verified persons wants the link removed first.
    tx.execute(
        "UPDATE person SET verified_at = NULL, address_version = address_version + 1 WHERE id = ?1",
        [id.0],
    )?;
    tx.execute("DELETE FROM person WHERE id = ?1", [id.0])?;
    let blanked = blank_history(tx, &traces)? + blank_log(tx, id, &traces)?;
    tx.execute("UPDATE meta SET purge_due = 1", [])?;
    Ok(blanked)
}

/// What names a person in the logs.
struct Traces {
    user_id_key: Option<String>,
    number: Option<String>,
    /// Their addresses now and before, spelled and canonical, in ASCII lower case; without those that others have by now.
    addresses: Vec<String>,
}

impl Traces {
    fn of(tx: &Transaction<'_>, id: PersonId) -> Result<Traces, StoreError> {
        let stored = load(tx, id)?;
        let mut spellings: Vec<String> = Vec::new();
        let mut history =
            tx.prepare("SELECT old FROM history WHERE person = ?1 UNION SELECT new FROM history WHERE person = ?1")?;
        for address in history.query_map([id.0], |row| row.get::<_, Option<String>>(0))? {
            spellings.extend(address?);
        }
        spellings.extend(stored.person.spelling().map(str::to_owned));
        spellings.extend(stored.person.email);
        let mut others = tx.prepare("SELECT 1 FROM person WHERE connect_key = ?1 AND id <> ?2")?;
        let mut addresses = Vec::new();
        for spelling in spellings {
            let canonical = address::parse(&spelling).map_or_else(
                |_| spelling.clone(),
                |parsed| parsed.address.canonical().to_owned(),
            );
            if !spelling.is_empty() && !others.exists((&canonical, id.0))? {
                addresses.extend([
                    spelling.to_ascii_lowercase(),
                    canonical.to_ascii_lowercase(),
                ]);
            }
        }
        addresses.sort_unstable();
        addresses.dedup();
        Ok(Traces {
            user_id_key: stored
                .person
                .user_id
                .as_deref()
                .map(|u| user_id_key(u).into_owned()),
            number: stored.person.employee_number,
            addresses,
        })
    }

    fn is_user_id(&self, text: &str) -> bool {
        self.user_id_key
            .as_deref()
            .is_some_and(|key| key == user_id_key(address::trim(text)))
    }

    fn is_number(&self, text: &str) -> bool {
        self.number.as_deref() == Some(address::trim(text))
    }

    /// Whether one of the addresses stands somewhere in the text, as a whole.
    fn has_address(&self, text: &str) -> bool {
        if !text.contains('@') || self.addresses.is_empty() {
            return false;
        }
        let text = text.to_ascii_lowercase();
        self.addresses.iter().any(|address| {
            text.match_indices(address.as_str()).any(|(at, _)| {
                let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
                let before = text[..at].chars().next_back();
                let mut after = text[at + address.len()..].chars();
                // A full stop after an address ends a sentence, unless a further label follows.
                let goes_on = match after.next() {
                    Some('.') => after.next().is_some_and(char::is_alphanumeric),
                    other => other.is_some_and(inside),
                };
                !before.is_some_and(inside) && !goes_on
            })
        })
    }

    fn in_rejection(&self, rejection: &Rejection) -> bool {
        let named = match rejection {
            Rejection::AddressTaken { holder, .. } => {
                self.is_user_id(holder) || self.is_number(holder)
            }
            Rejection::PersonUnknown {
                suggestion: Some(user_id),
            } => self.is_user_id(user_id),
            _ => false,
        };
        named || rejection.suggestion().is_some_and(|s| self.has_address(s))
    }
}

/// Takes the person's addresses out of the history of those who had them for a while. An empty text stays and not NULL, which would
/// say that there was no address, and an undo would bring that back.
fn blank_history(tx: &Transaction<'_>, traces: &Traces) -> Result<u64, StoreError> {
    let mut blank_old = tx.prepare("UPDATE history SET old = '' WHERE id = ?1")?;
    let mut blank_new = tx.prepare("UPDATE history SET new = '' WHERE id = ?1")?;
    let mut found: Vec<(i64, bool, bool)> = Vec::new();
    let mut all = tx.prepare("SELECT id, old, new FROM history")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let named = |column| -> Result<bool, StoreError> {
            let text = row.get_ref(column)?.as_str_or_null();
            let text = text.map_err(|error| StoreError::damaged(error.to_string()))?;
            Ok(text.is_some_and(|text| traces.has_address(text)))
        };
        let (old, new) = (named(1)?, named(2)?);
        if old || new {
            found.push((row.get(0)?, old, new));
        }
    }
    for (id, old, new) in &found {
        if *old {
            blank_old.execute([id])?;
        }
        if *new {
            blank_new.execute([id])?;
        }
    }
    Ok(found.len() as u64)
}

/// What of a row of the log has to go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    Nothing,
    /// The row is somebody else's, but its value or the particulars of its rejection name this person.
    Value,
    Detail,
    /// The row is about this person.
    Row,
}

fn blank_log(tx: &Transaction<'_>, id: PersonId, traces: &Traces) -> Result<u64, StoreError> {
    let mut all = tx.prepare(
        "SELECT run, record, person, user_id, employee_number, value, old, detail FROM run_row",
    )?;
    let mut found: Vec<(i64, u32, Blank)> = Vec::new();
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let blank = judge(row, id, traces)?;
        if blank != Blank::Nothing {
            found.push((row.get(0)?, row.get(1)?, blank));
        }
    }
    drop(rows);
    let mut whole = tx.prepare(
        "UPDATE run_row SET person = NULL, user_id = NULL, employee_number = NULL, value = NULL, old = NULL
         WHERE run = ?1 AND record = ?2",
    )?;
    let mut value =
        tx.prepare("UPDATE run_row SET value = '', old = NULL WHERE run = ?1 AND record = ?2")?;
    let mut detail =
        tx.prepare("UPDATE run_row SET detail = NULL WHERE run = ?1 AND record = ?2")?;
    let mut look = tx.prepare("SELECT detail FROM run_row WHERE run = ?1 AND record = ?2")?;
    for (run, record, blank) in &found {
        match blank {
            Blank::Nothing | Blank::Detail => 0,
            Blank::Value => value.execute((run, record))?,
            Blank::Row => whole.execute((run, record))?,
        };
        let told: Option<String> = look.query_row((run, record), |row| row.get(0))?;
        if let Some(told) = told
            && !names_nobody(&read_detail(&told)?)
        {
            detail.execute((run, record))?;
        }
    }
    Ok(found.len() as u64)
}

fn judge(row: &Row<'_>, id: PersonId, traces: &Traces) -> Result<Blank, StoreError> {
    let person: Option<i64> = row.get(2)?;
    let text = |column| -> Result<&str, StoreError> {
        let text = row.get_ref(column)?.as_str_or_null();
        let text = text.map_err(|error| StoreError::damaged(error.to_string()))?;
        Ok(text.unwrap_or_default())
    };
    let (user_id, number, value) = (text(3)?, text(4)?, text(5)?);
    let about = person == Some(id.0)
        || traces.is_user_id(user_id)
        || traces.is_user_id(value)
        // A number alone says little, as it is unique within a company only; it counts where nobody was found.
        || (person.is_none() && (traces.is_number(number) || traces.is_number(value)));
    let named = traces.has_address(value) || traces.has_address(text(6)?);
    if about || (named && person.is_none()) {
        return Ok(Blank::Row);
    }
    if named {
        return Ok(Blank::Value);
    }
    match text(7)? {
        "" => Ok(Blank::Nothing),
        detail if traces.in_rejection(&read_detail(detail)?) => Ok(Blank::Detail),
        _ => Ok(Blank::Nothing),
    }
}

/// Whether a rejection holds no text of the file or the register, only counts, places, and who did something when.
fn names_nobody(rejection: &Rejection) -> bool {
    matches!(
        rejection,
        Rejection::ColumnCount { .. }
            | Rejection::BadBytes { .. }
            | Rejection::KeyMissing(_)
            | Rejection::SamePersonTwice { .. }
            | Rejection::AddressTwice { .. }
            | Rejection::Conflict(_)
            | Rejection::ChangedSinceExport(_)
            | Rejection::ChangedSince(_)
            | Rejection::VerifiedSince
            | Rejection::Erased
    )
}
