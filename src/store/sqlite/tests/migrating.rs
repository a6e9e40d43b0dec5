//! Registers that an older koppla made: they open, get the new shape, and hold what they held.

use rusqlite::Connection;

use super::*;
use crate::domain::log::RunStatus;
use crate::domain::plan::Outcome;

/// A register as schema 1 had it, with a person, an import with a changed and a rejected row, and its notification.
fn first_shape() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("koppla.db");
    let shell = Connection::open(&path).unwrap();
    shell
        .execute_batch(include_str!("../migrations/0001.sql"))
        .unwrap();
    shell
        .execute_batch(include_str!("first_shape.sql"))
        .unwrap();
    (directory, path)
}

#[test]
fn a_register_of_the_first_shape_keeps_its_content() {
    let (_directory, path) = first_shape();
    let register = Register::open(&path).unwrap();
    let person = register.find_by_user_id("anna.a").unwrap().unwrap();
    assert_eq!(person.spelling(), Some("anna@b.se"));
    assert_eq!(register.history_of(person.id).unwrap().len(), 1);
    let runs = register.runs(None).unwrap();
    let run = &runs[0];
    assert_eq!((runs.len(), run.name.as_str()), (1, "Veckans"));
    assert_eq!(
        (run.status, run.totals.updated, run.totals.rejected),
        (RunStatus::DoneWithErrors, 1, 1)
    );
    assert_eq!((&run.asked, &run.error), (&Asked::default(), &None));
    assert_eq!(run.purged, None);
    let rows = register.run_rows(run.id, None, 0, 10).unwrap();
    let outcomes: Vec<_> = rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [Outcome::Updated, Outcome::Rejected]);
    assert_eq!(register.unread_notifications().unwrap(), 1);
    assert_eq!(register.verify().unwrap(), Vec::<String>::new());
}
