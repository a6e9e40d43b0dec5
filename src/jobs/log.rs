//! What past runs did, read back for screen and command, and written out as a file.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::control::Control;
use super::copies;
use super::error::JobError;
use super::place::{Place, now};
use crate::domain::log::{LoggedRow, NewRun, RunId, RunKind, RunRecord, RunStatus};
use crate::domain::plan::Outcome;
use crate::domain::template::{Delimiter, Encoding};
use crate::domain::undo::UndoCounts;
use crate::file::{DelimitedWriter, WriteOptions, neutralised, write_rows};
use crate::store::{Register, StoreError};

/// The columns of a log as a file: stable names, as in JSON, so that a script finds them whatever the language.
const HEADINGS: [&str; 10] = [
    "line",
    "record",
    "user_id",
    "employee_number",
    "outcome",
    "reason",
    "value",
    "old",
    "new",
    "message",
];

/// Which runs are looked for. What is not said lets all through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunFilter {
    /// What they did.
    pub kind: Option<RunKind>,
    /// How they ended.
    pub status: Option<RunStatus>,
    /// Who started them: the login name or the client, whole.
    pub who: Option<String>,
    /// Not before this moment.
    pub since: Option<Timestamp>,
    /// Not from this moment on.
    pub until: Option<Timestamp>,
    /// What their name, template or file holds somewhere, without regard to case.
    pub text: String,
}

impl RunFilter {
    /// Whether a run passes.
    pub fn takes(&self, run: &RunRecord) -> bool {
        let who =
            |wanted: &String| run.who.login == *wanted || run.who.client.as_ref() == Some(wanted);
        self.kind.is_none_or(|kind| kind == run.kind)
            && self.status.is_none_or(|status| status == run.status)
            && self.who.as_ref().is_none_or(who)
            && self.since.is_none_or(|since| run.started >= since)
            && self.until.is_none_or(|until| run.started < until)
            && holds(run, &self.text)
    }
}

/// Whether a run's number, name, template or file holds a text somewhere, without regard to case.
pub fn holds(run: &RunRecord, text: &str) -> bool {
    let wanted = text.to_lowercase();
    [Some(&run.name), run.template.as_ref(), Some(&run.file)]
        .into_iter()
        .flatten()
        .any(|text| text.to_lowercase().contains(&wanted))
}

/// A run with its rows.
#[derive(Debug, Clone)]
pub struct RunWithRows {
    /// The run.
    pub run: RunRecord,
    /// Its rows in the order of the file.
    pub rows: Vec<LoggedRow>,
    /// The copy of its file, where one was kept.
    pub copy: Option<PathBuf>,
}

/// Writes a run that came to nothing into the log, so that a colleague sees it: what was cancelled, refused or went wrong. That it
/// cannot be written hides nothing of why the run failed.
pub fn record_failure(place: &Place, run: &NewRun, error: &JobError) {
    let code = match error {
        cancelled if cancelled.code() == "cancelled" => None,
        // Whoever waited in vain once need not wait again.
        JobError::Store(StoreError::Busy) => return,
        other => Some(other.code()),
    };
    let recorded = place
        .open()
        .and_then(|mut register| Ok(register.record_failure(run, code, now())?));
    if let Err(error) = recorded {
        tracing::warn!(code = error.code(), "a failed run is not in the log");
    }
}

impl RunWithRows {
    /// Of an undo, whose rows are all here: what became of how many.
    pub fn undo_counts(&self) -> UndoCounts {
        UndoCounts::of(self.rows.iter().map(|row| {
            let reason = row.rejection.as_ref().map(|r| r.reason());
            (row.outcome, reason)
        }))
    }
}

/// A run and its rows, only those with this outcome where one is given.
///
/// # Errors
/// No such run.
pub fn run(register: &Register, id: RunId, only: Option<Outcome>) -> Result<RunWithRows, JobError> {
    let run = register.run(id)?;
    let rows = register.run_rows(id, only, 0, u64::MAX)?;
    let copy = copies::find(register.path(), id);
    Ok(RunWithRows { run, rows, copy })
}

/// The same for who watches: tells how far it is, and stops when asked to.
///
/// # Errors
/// No such run, or a cancel.
pub fn run_watched(
    register: &Register,
    id: RunId,
    control: &Control,
) -> Result<RunWithRows, JobError> {
    let run = register.run(id)?;
    let counts = register.run_row_counts(id)?;
    let total = counts.iter().map(|(_, count)| count).sum();
    let mut rows = Vec::new();
    let mut cancelled = false;
    register.for_each_run_row(id, None, |row| {
        rows.push(row);
        if rows.len().is_multiple_of(4096) && control.report(rows.len() as u64, total).is_break() {
            cancelled = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    if cancelled {
        return Err(JobError::Cancelled);
    }
    let copy = copies::find(register.path(), id);
    Ok(RunWithRows { run, rows, copy })
}

/// Writes rows of a log as delimited text that a Swedish spreadsheet opens as it is. `message` gives the words behind a
/// row. What stood in a file that somebody else wrote has an apostrophe before it where the spreadsheet would run it as a formula. Returns
/// how many rows were written.
///
/// # Errors
/// An existing file without `overwrite`, the disk, or a cancel.
pub fn write<'a>(
    rows: impl ExactSizeIterator<Item = &'a LoggedRow>,
    path: &Path,
    overwrite: bool,
    message: impl Fn(&LoggedRow) -> String,
    control: &Control,
) -> Result<u64, JobError> {
    let options = if overwrite {
        WriteOptions::REPLACE
    } else {
        WriteOptions::NEW
    };
    let writer = DelimitedWriter::new(Delimiter::SEMICOLON, Encoding::Utf8Bom);
    write_rows(path, options, writer, |written| {
        written.row(HEADINGS.map(Some))?;
        let total = rows.len() as u64;
        for (done, row) in (0_u64..).zip(rows) {
            if done.is_multiple_of(4096) && control.report(done, total).is_break() {
                return Err(JobError::Cancelled);
            }
            let (line, record) = (row.line.to_string(), row.record.to_string());
            let reason = row.rejection.as_ref().map(|r| r.reason().code());
            let message = message(row);
            let [user_id, number, value] =
                [&row.user_id, &row.employee_number, &row.value].map(|text| neutralised(text));
            let [old, new] = [&row.old, &row.new].map(|text| text.as_deref().map(neutralised));
            written.row([
                Some(line.as_str()),
                Some(record.as_str()),
                Some(&user_id),
                Some(&number),
                Some(row.outcome.code()),
                reason,
                Some(&value),
                old.as_deref(),
                new.as_deref(),
                Some(message.as_str()),
            ])?;
        }
        Ok(total)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::address::Warnings;
    use crate::domain::plan::Rejection;

    #[test]
    fn a_log_is_written_with_stable_names_and_words() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("logg.csv");
        let row = LoggedRow {
            line: 4,
            record: 3,
            outcome: Outcome::Rejected,
            person: None,
            user_id: "cia.c".into(),
            employee_number: "00421".into(),
            value: "=cia;c".into(),
            old: Some("-".into()),
            new: None,
            warnings: Warnings::default(),
            rejection: Some(Rejection::PersonUnknown { suggestion: None }),
        };
        let written = |overwrite| {
            let rows = std::slice::from_ref(&row).iter();
            let control = Control::unwatched();
            write(rows, &path, overwrite, |_| "varför".to_owned(), &control)
        };
        assert_eq!(written(false).unwrap(), 1);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            text,
            "\u{feff}line;record;user_id;employee_number;outcome;reason;value;old;new;message\r\n\
             4;3;cia.c;00421;rejected;person_unknown;\"'=cia;c\";'-;;varför\r\n"
        );
        assert_eq!(written(false).unwrap_err().code(), "file_exists");
        assert_eq!(written(true).unwrap(), 1);
    }
}
