//! Who has changed an address since a point in the history: what an import asks whose file was exported then, and an undo of
//! whom it leaves. Nothing is stored for it but that point: the history knows every change after it.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};

use super::persons::time;
use super::register::Register;
use crate::domain::log::{LaterChange, RunId, Who};
use crate::domain::person::PersonId;
use crate::store::{HistoryMark, StoreError};

/// By whom, when and in which run a row of history came about: `at, login, client, run`, from `history h LEFT JOIN run r`.
const BY: &str = "coalesce(h.at, r.finished), coalesce(h.login, r.login), iif(h.login IS NULL, r.client, h.client), h.run";

/// What happened to a person's address since then, of which only both ends count.
struct Span {
    before: Option<Box<str>>,
    after: Option<Box<str>>,
    /// The last row of history.
    last: i64,
    /// Whether that row is the export's own.
    own: bool,
}

impl Register {
    /// Where the history stands now.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn history_mark(&self) -> Result<HistoryMark, StoreError> {
        let last = self
            .conn
            .prepare_cached("SELECT coalesce(max(id), 0) FROM history")?
            .query_row([], |row| row.get(0))?;
        Ok(HistoryMark(last))
    }

    /// Whose address is another one than an export wrote into its file, with the change that made it so, in the order of the persons'
    /// ids. A change by an import of that very file, or by taking such an import back, is none: whoever corrects a file and imports it
    /// again overwrites what they have written themselves. `None` for an export that has not remembered what it saw.
    ///
    /// # Errors
    /// `not_found` where there is no such run.
    pub fn changed_since_export(
        &self,
        export: RunId,
    ) -> Result<Option<Vec<(PersonId, LaterChange)>>, StoreError> {
        self.read(|tx| {
            let seen = tx
                .prepare_cached("SELECT history_seen FROM run WHERE id = ?1")?
                .query_row([export.0], |row| row.get::<_, Option<i64>>(0))
                .optional()?
                .ok_or(StoreError::NotFound(crate::store::Entry::Run(export)))?;
            let Some(seen) = seen else {
                return Ok(None);
            };
            let mut own = tx.prepare_cached(
                "WITH RECURSIVE own (id) AS (
                     SELECT id FROM run WHERE export = ?1 UNION SELECT r.id FROM run r JOIN own ON r.undo_of = own.id
                 ) SELECT id FROM own ORDER BY id",
            )?;
            let own = own
                .query_map([export.0], |row| row.get(0))?
                .collect::<Result<Vec<i64>, _>>()?;
            let mut changed: Vec<(i64, i64)> = spans(tx, seen, &own)?
                .into_iter()
                .filter(|(_, span)| !span.own && span.before != span.after)
                .map(|(person, span)| (person, span.last))
                .collect();
            changed.sort_unstable();
            let mut by = tx.prepare_cached(&format!(
                "SELECT {BY} FROM history h LEFT JOIN run r ON r.id = h.run WHERE h.id = ?1"
            ))?;
            let mut found = Vec::with_capacity(changed.len());
            for (person, last) in changed {
                let mut rows = by.query([last])?;
                if let Some(row) = rows.next()? {
                    found.push((PersonId(person), later_change(row)?));
                }
            }
            Ok(Some(found))
        })
    }
}

fn spans(
    conn: &Connection,
    seen: i64,
    own: &[i64],
) -> Result<HashMap<i64, Span, FixedState>, StoreError> {
    let mut spans: HashMap<i64, Span, FixedState> = HashMap::default();
    let mut changes = conn.prepare_cached(
        "SELECT id, person, run, old, new FROM history WHERE id > ?1 AND old IS NOT new ORDER BY id",
    )?;
    let mut rows = changes.query([seen])?;
    while let Some(row) = rows.next()? {
        let text = |column: usize| match row.get_ref(column)? {
            ValueRef::Null => Ok(None),
            other => match other.as_str() {
                Ok(text) => Ok(Some(Box::from(text))),
                Err(error) => Err(StoreError::damaged(error.to_string())),
            },
        };
        let run: Option<i64> = row.get(2)?;
        let span = spans.entry(row.get(1)?).or_insert(Span {
            before: text(3)?,
            after: None,
            last: 0,
            own: false,
        });
        span.after = text(4)?;
        span.last = row.get(0)?;
        span.own = run.is_some_and(|run| own.binary_search(&run).is_ok());
    }
    Ok(spans)
}

/// The last change of a person's address.
pub(super) fn last_change(
    conn: &Connection,
    person: PersonId,
) -> Result<Option<LaterChange>, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {BY} FROM history h LEFT JOIN run r ON r.id = h.run
         WHERE h.person = ?1 AND h.old IS NOT h.new ORDER BY h.id DESC LIMIT 1"
    ))?;
    let mut rows = statement.query([person.0])?;
    rows.next()?.map(later_change).transpose()
}

fn later_change(row: &Row<'_>) -> Result<LaterChange, StoreError> {
    Ok(LaterChange {
        at: time(&row.get::<_, String>(0)?)?,
        who: Who {
            login: row.get(1)?,
            client: row.get(2)?,
        },
        run: row.get::<_, Option<i64>>(3)?.map(RunId),
    })
}
