//! Registers that an older koppla made: they open, get the new shape, and hold what they held.

use rusqlite::Connection;

use super::*;
use crate::domain::log::{RunId, RunStatus};
use crate::domain::plan::Outcome;
use crate::domain::template::Kind;
use crate::store::sqlite::open::STEPS;

/// What stands in a register of each shape, beside what stood in those before it.
const CONTENT: [&str; STEPS.len() - 1] = [
    include_str!("first_shape.sql"),
    "UPDATE run SET path = x'2f612e637376', arguments = '[\"--skip-rows\",\"1\"]', purged_at = NULL WHERE id = 1;
     INSERT INTO run (id, kind, name, file, login, started, finished, status, rows, error)
     VALUES (2, 'import', 'Igen', 'b.csv', 'karin', '2026-01-03T09:00:00Z', '2026-01-03T09:00:01Z', 'failed', 0, 'store_full');",
    "INSERT INTO run (id, kind, name, template, file, login, started, finished, status, rows, history_seen)
     VALUES (3, 'export', 'Ut', 'Export', 'ut.csv', 'karin', '2026-01-04T09:00:00Z', '2026-01-04T09:00:01Z', 'done', 1, 1);
     UPDATE run SET export = 3 WHERE id = 2;",
    "INSERT INTO mailing (id, at, login, recipients) VALUES (1, 1767344400000, 'karin', 1);
     INSERT INTO outbox (kind, state, person, address_version, mailing, nonce, send, mac, key_id, due, message_id, queued_at)
     VALUES ('link', 'queued', 1, 1, 1, x'00112233445566778899aabbccddeeff', 1, x'01', 'k', 1767344400000, '1@koppla', 1767344400000);
     UPDATE queue SET pause = 'administrator', paused_at = 1767344400000, sent_today = 7, day = '2026-01-02';
     INSERT INTO password (person, hash, one_time, issued_at) VALUES (1, 'argon', 1, 1767344400000);
     INSERT INTO failure (person, kind, at) VALUES (1, 'code', 1767344400000);
     INSERT INTO person_lock (person, at) VALUES (1, 1767344400000);",
    // The fifth has another index only.
    "",
];

/// A register as this schema had it, with something in every table: a person, an import with a changed and a rejected row, its notification …
fn of_shape(version: usize) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("koppla.db");
    let shell = Connection::open(&path).unwrap();
    for (schema, content) in STEPS.into_iter().zip(CONTENT).take(version) {
        shell.execute_batch(schema).unwrap();
        shell.execute_batch(content).unwrap();
    }
    shell
        .execute_batch(
            "INSERT INTO setting VALUES ('a', 'b');
             INSERT INTO allowed_domain (key, shown) VALUES ('a.se', 'A.se');
             INSERT INTO template (kind, name, type, columns, delimiter, encoding, heading, created_at, updated_at)
             VALUES ('export', 'Ut', 'employees', 'user_id', 'tab', 'utf-8', 1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');",
        )
        .unwrap();
    shell.pragma_update(None, "user_version", version).unwrap();
    (directory, path)
}

fn first_shape() -> (TempDir, PathBuf) {
    of_shape(1)
}

fn strings(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// The columns of every table.
fn tables(conn: &Connection) -> Vec<(String, Vec<String>)> {
    let named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1";
    let columns = |table: &String| {
        let sql = format!("SELECT name FROM pragma_table_info('{table}')");
        strings(conn, &sql)
    };
    let tables = strings(conn, named).into_iter();
    tables
        .map(|table| (table.clone(), columns(&table)))
        .collect()
}

/// All that stands in these columns.
fn content(conn: &Connection, tables: &[(String, Vec<String>)]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, columns) in tables {
        let columns: Vec<String> = columns.iter().map(|c| format!("quote({c})")).collect();
        let columns = columns.join(" || ' ' || ");
        found.extend(strings(
            conn,
            &format!("SELECT '{table}: ' || {columns} FROM {table} ORDER BY 1"),
        ));
    }
    found
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
fn every_table_of_every_shape_holds_what_it_held_and_its_import_can_be_undone() {
    let new = Bench::new();
    let schema =
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1";
    for version in 1..STEPS.len() {
        let (_directory, path) = of_shape(version);
        let old = Connection::open(&path).unwrap();
        let shape = tables(&old);
        let before = content(&old, &shape);
        for (table, _) in &shape {
            let of_it = format!("{table}: ");
            assert!(
                before.iter().any(|row| row.starts_with(&of_it)),
                "nothing stands in {table} of shape {version}"
            );
        }
        drop(old);
        let register = Register::open(&path).unwrap();
        assert_eq!(content(&register.conn, &shape), before, "{version}");
        assert_eq!(
            strings(&register.conn, schema),
            strings(&new.register.conn, schema),
            "a register of shape {version} is made into what a new one is"
        );
        assert_eq!(register.verify().unwrap(), [""; 0], "{version}");
        let run = RunId(1);
        let go = |_: u64, _: u64| ControlFlow::Continue(());
        let (plan, _) = register.plan_undo(run, &go).unwrap().unwrap();
        assert_eq!(plan.counts().reverted, 1, "{version}");
        assert_eq!(register.changed_since_export(run).unwrap(), None);
    }
}

#[test]
fn the_templates_of_every_older_shape_are_in_use() {
    for shape in 1..STEPS.len() {
        let (_directory, path) = of_shape(shape);
        let old = Connection::open(&path).unwrap();
        old.execute_batch(
            "INSERT INTO template (kind, name, type, columns, delimiter, created_at, updated_at)
             VALUES ('import', 'I', 'employees', 'user_id employee_number connect_address', 'tab',
                 '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
        )
        .unwrap();
        drop(old);
        let register = Register::open(&path).unwrap();
        let stored = register.template(Kind::Import, "I").unwrap();
        assert!(stored.active, "{shape}");
    }
}
