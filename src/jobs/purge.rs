//! Old logs go: after as many days as the setting says, when the register is opened, and when somebody asks for it. Not here: what
//! of a run goes and what stays ([`crate::store`] says it).

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::control::Control;
use super::error::JobError;
use super::place::{Place, now};
use super::{copies, settings};
use crate::domain::log::RunId;
use crate::store::Register;

/// Rows that go at once where others wait for the register: a few milliseconds.
const PIECE: u32 = 2000;
/// The longest pause between two pieces.
const PAUSE: Duration = Duration::from_millis(50);

/// What went, or would go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Purged {
    /// The runs.
    pub runs: Vec<RunId>,
    /// Rows of the log that went; 0 where nothing was done.
    pub rows: u64,
    /// Whether the file was also rewritten, so that no unused corner of it holds what went.
    pub rewritten: bool,
}

/// Purges the logs of runs that ended more than so many days ago. `dry_run` only says which.
///
/// # Errors
/// When the register cannot be read or written.
pub fn older_than(
    register: &mut Register,
    days: u32,
    now: Timestamp,
    dry_run: bool,
) -> Result<Purged, JobError> {
    let runs = register.runs_to_purge(ago(now, days))?;
    if dry_run || runs.is_empty() {
        return Ok(Purged {
            runs,
            ..Purged::default()
        });
    }
    let rows = purge(register, &runs, now)?;
    // The rows are gone, which must not be told as if nothing had been done; the next purge rewrites the file.
    let rewritten = register.purge().unwrap_or_else(|error| {
        tracing::warn!(code = error.code(), "the file was not rewritten");
        false
    });
    Ok(Purged {
        runs,
        rows,
        rewritten,
    })
}

/// What every opening does: at most once a day, and only where a log is older than the setting allows. Trouble is logged and
/// nothing else: whoever opens a register wants to work, and the next day comes.
pub(super) fn on_opening(register: &mut Register, now: Timestamp) {
    let today = now.to_zoned(TimeZone::UTC).date();
    if !first_look(register.path().to_owned(), today) {
        return;
    }
    if let Err(error) = daily(register, now) {
        tracing::warn!(code = error.code(), "old logs are not purged");
    }
}

/// Whether this process looks at a register for the first time today; from then on it has.
pub fn is_first_look(place: &Place) -> bool {
    let today = now().to_zoned(TimeZone::UTC).date();
    first_look(place.path().to_owned(), today)
}

/// What every opening does, beside screens: in pieces, between which others can write, so that nobody waits long for the register.
/// Where it ends before its time, the rest goes next time. Gives how many rows of the log went.
///
/// # Errors
/// [`JobError::Cancelled`]; when the register cannot be read or written.
pub fn beside(place: &Place, control: &Control) -> Result<u64, JobError> {
    let mut register = Register::open(place.path())?;
    in_pieces(&mut register, now(), PIECE, control)
}

fn in_pieces(
    register: &mut Register,
    now: Timestamp,
    piece: u32,
    control: &Control,
) -> Result<u64, JobError> {
    let mut gone = 0;
    for run in due(register, now)? {
        loop {
            let begun = Instant::now();
            let rows = register.purge_rows(run, piece)?;
            gone += rows;
            if control.report(gone, 0).is_break() {
                return Err(JobError::Cancelled);
            }
            if rows < u64::from(piece) {
                break;
            }
            // As long as the piece took: whoever waits to write looks only now and then whether they may.
            std::thread::sleep(begun.elapsed().min(PAUSE));
        }
        gone += purge(register, &[run], now)?;
    }
    Ok(gone)
}

/// The runs that the setting wants purged. Whole days count, so that a second process finds nothing left to do until tomorrow.
fn due(register: &Register, now: Timestamp) -> Result<Vec<RunId>, JobError> {
    let Some(days) = settings::log_days(register)? else {
        return Ok(Vec::new());
    };
    let midnight = now.to_zoned(TimeZone::UTC).date().to_zoned(TimeZone::UTC);
    let midnight = midnight.map_or(now, |zoned| zoned.timestamp());
    Ok(register.runs_to_purge(ago(midnight, days))?)
}

/// Purges what the setting says. The file is not rewritten here: that takes its time, and nobody has asked for it.
fn daily(register: &mut Register, now: Timestamp) -> Result<u64, JobError> {
    match due(register, now)?.as_slice() {
        [] => Ok(0),
        runs => purge(register, runs, now),
    }
}

fn purge(register: &mut Register, runs: &[RunId], now: Timestamp) -> Result<u64, JobError> {
    let rows = register.purge_runs(runs, now)?;
    for run in runs {
        copies::remove(register.path(), *run);
    }
    Ok(rows)
}

fn ago(now: Timestamp, days: u32) -> Timestamp {
    let span = SignedDuration::from_hours(i64::from(days) * 24);
    now.checked_sub(span).unwrap_or(Timestamp::MIN)
}

/// Whether this process looks at this register for the first time today.
fn first_look(path: PathBuf, today: Date) -> bool {
    static LOOKED: Mutex<Vec<(PathBuf, Date)>> = Mutex::new(Vec::new());
    let mut looked = LOOKED.lock().unwrap_or_else(PoisonError::into_inner);
    match looked.iter_mut().find(|(known, _)| *known == path) {
        Some((_, day)) => std::mem::replace(day, today) != today,
        None => {
            looked.push((path, today));
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::{Asked, NewRun, RunKind, Who};

    const DAY: i64 = 86_400;

    fn register_with_run(finished: Timestamp) -> (tempfile::TempDir, Register) {
        let directory = tempfile::tempdir().unwrap();
        let mut register = Register::open(&directory.path().join("r.db")).unwrap();
        let run = NewRun {
            kind: RunKind::Export,
            name: "Veckans".into(),
            template: None,
            file: "a.csv".into(),
            who: Who::default(),
            started: finished,
            asked: Asked::default(),
            export: None,
            undo_of: None,
        };
        let seen = register.history_mark().unwrap();
        register
            .record_export(&run, 1, Default::default(), seen, finished)
            .unwrap();
        (directory, register)
    }

    fn purged(register: &Register) -> bool {
        register.run(RunId(1)).unwrap().purged.is_some()
    }

    #[test]
    fn opening_purges_after_the_days_of_the_setting_and_looks_once_a_day() {
        let finished: Timestamp = "2026-01-01T15:00:00Z".parse().unwrap();
        let after =
            |days: i64, hours: i64| finished + SignedDuration::from_secs(days * DAY + hours * 3600);
        let (_directory, mut register) = register_with_run(finished);
        on_opening(&mut register, after(180, 1));
        assert!(!purged(&register), "days end at midnight");
        on_opening(&mut register, after(180, 2));
        on_opening(&mut register, after(181, 0));
        assert!(purged(&register));

        let (_directory, mut register) = register_with_run(finished);
        for forever in ["0", "never"] {
            settings::set(&mut register, settings::LOG_DAYS, forever).unwrap();
            assert_eq!(daily(&mut register, after(9_000, 0)).unwrap(), 0);
        }
        settings::set(&mut register, settings::LOG_DAYS, "7").unwrap();
        on_opening(&mut register, after(8, 0));
        assert!(purged(&register));
    }

    #[test]
    fn beside_screens_it_goes_in_pieces_and_ends_when_it_is_told_to() {
        let finished: Timestamp = "2026-01-01T15:00:00Z".parse().unwrap();
        let now = finished + SignedDuration::from_secs(400 * DAY);
        let (_directory, mut register) = register_with_run(finished);
        let control = Control::unwatched();
        control.cancel();
        let told = in_pieces(&mut register, now, 1, &control);
        assert!(matches!(told, Err(JobError::Cancelled)));
        // What has not gone goes the next time.
        assert!(!purged(&register));
        in_pieces(&mut register, now, 1, &Control::unwatched()).unwrap();
        assert!(purged(&register));
    }

    #[test]
    fn a_place_of_screens_purges_nothing_when_it_is_opened() {
        let long_ago: Timestamp = "2020-01-01T15:00:00Z".parse().unwrap();
        let (_directory, register) = register_with_run(long_ago);
        let place = Place::new(Some(register.path())).unwrap().purged_beside();
        assert!(!purged(&place.open().unwrap()));
        assert!(is_first_look(&place) && !is_first_look(&place));
        beside(&place, &Control::unwatched()).unwrap();
        assert!(purged(&register));
    }

    #[test]
    fn a_dry_run_purges_nothing() {
        let finished: Timestamp = "2026-01-01T15:00:00Z".parse().unwrap();
        let now = finished + SignedDuration::from_secs(2 * DAY);
        let (_directory, mut register) = register_with_run(finished);
        let would = older_than(&mut register, 1, now, true).unwrap();
        assert_eq!(
            (would.runs.as_slice(), would.rows),
            ([RunId(1)].as_slice(), 0)
        );
        assert!(!purged(&register));
        assert_eq!(
            older_than(&mut register, 3, now, false).unwrap(),
            Purged::default()
        );
        let did = older_than(&mut register, 1, now, false).unwrap();
        assert!(did.rewritten && purged(&register));
        assert!(!register.purge_due().unwrap());
    }
}
