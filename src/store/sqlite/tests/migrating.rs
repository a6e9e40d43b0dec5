//! Registers that an older koppla made: they open, get the new shape, and hold what they held.

use rusqlite::Connection;

use super::*;
use crate::domain::log::{RunId, RunStatus};
use crate::domain::plan::Outcome;
use crate::domain::template::Kind;
use crate::store::sqlite::open::STEPS;

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

#[test]
fn every_table_of_the_first_shape_holds_what_it_held_and_its_import_can_be_undone() {
    let (_directory, path) = first_shape();
    let old = Connection::open(&path).unwrap();
    // All of every table but what a later shape may change of its columns.
    let content = |conn: &Connection| -> Vec<String> {
        let mut found = Vec::new();
        for (table, columns) in [
            (
                "person",
                "id, user_id, employee_number, connect_address, verified_at, version",
            ),
            (
                "run",
                "id, kind, name, template, file, login, started, finished, status, rows, updated, rejected",
            ),
            (
                "run_row",
                "run, record, line, outcome, reason, user_id, value, detail",
            ),
            (
                "history",
                "id, person, run, record, event, old, new, at, login",
            ),
            (
                "template",
                "kind, name, columns, delimiter, encoding, heading, skip_rows",
            ),
            ("setting", "key, value"),
            ("allowed_domain", "key, shown"),
            ("notification", "id, run, read_at"),
        ] {
            let columns: Vec<String> = columns.split(", ").map(|c| format!("quote({c})")).collect();
            let sql = format!(
                "SELECT {} FROM {table} ORDER BY 1",
                columns.join(" || ' ' || ")
            );
            let mut statement = conn.prepare(&sql).unwrap();
            let rows = statement
                .query_map([], |row| row.get::<_, String>(0))
                .unwrap();
            found.extend(rows.map(|row| format!("{table}: {}", row.unwrap())));
        }
        found
    };
    let before = content(&old);
    assert_eq!(before.len(), 5);
    drop(old);
    let register = Register::open(&path).unwrap();
    assert_eq!(content(&register.conn), before);
    assert_eq!(register.verify().unwrap(), Vec::<String>::new());
    let run = RunId(1);
    let go = |_: u64, _: u64| ControlFlow::Continue(());
    let (plan, _) = register.plan_undo(run, &go).unwrap().unwrap();
    assert_eq!(plan.counts().reverted, 1);
    assert_eq!(register.changed_since_export(run).unwrap(), None);
}

#[test]
fn the_templates_of_every_older_shape_are_in_use() {
    for shape in 1..STEPS.len() {
        let (_directory, path) = first_shape();
        let old = Connection::open(&path).unwrap();
        for step in &STEPS[1..shape] {
            old.execute_batch(step).unwrap();
        }
        old.execute_batch(
            "INSERT INTO template (kind, name, type, columns, delimiter, created_at, updated_at)
             VALUES ('import', 'I', 'employees', 'user_id employee_number connect_address', 'tab',
                 '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
        )
        .unwrap();
        old.pragma_update(None, "user_version", shape).unwrap();
        drop(old);
        let register = Register::open(&path).unwrap();
        let stored = register.template(Kind::Import, "I").unwrap();
        assert!(stored.active, "{shape}");
    }
}
