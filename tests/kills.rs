//! kill -9 in the middle of an import: afterwards the register holds all of the run or nothing of it (R9).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::process::Stdio;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use support::commands::Office;

/// An import in which every row is changed: everybody who lacks an address gets one.
fn every_row_changes(office: &Office) -> usize {
    office
        .run(&[
            "export",
            "--template",
            "Ut",
            "--output",
            "ut.csv",
            "--only",
            "missing",
            "--quiet",
        ])
        .exits(0);
    let text = std::fs::read_to_string(office.path().join("ut.csv")).unwrap();
    let mut lines = text.lines();
    let mut edited = format!("{}\r\n", lines.next().unwrap());
    let mut rows = 0;
    for line in lines {
        rows += 1;
        edited.push_str(&format!("{line}person{rows}@foretaget.example\r\n"));
    }
    office.file("in.csv", edited.as_bytes());
    rows
}

#[test]
fn twenty_kills_leave_all_or_nothing() {
    let office = Office::sample();
    let rows = every_row_changes(&office);
    let fresh = std::fs::read(office.register()).unwrap();
    let import = ["import", "in.csv", "--template", "In", "--quiet"];
    let started = Instant::now();
    office.run(&import).exits(0);
    let whole = started.elapsed();

    let mut outcomes = [0, 0];
    for moment in 0..20u32 {
        for end in ["", "-wal", "-shm"] {
            let mut path = office.register().into_os_string();
            path.push(end);
            let _ = std::fs::remove_file(path);
        }
        std::fs::write(office.register(), &fresh).unwrap();

        let mut child = office
            .command(&import)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (sender, ended) = channel();
        std::thread::spawn(move || {
            let _ = std::io::read_to_string(out);
            let _ = sender.send(());
        });
        // Moments spread over the whole run, densest where it writes, at its end.
        let share = 1.0 - f64::from((moment * 7) % 20).powi(2) / 400.0;
        let wait = Duration::from_secs_f64(whole.as_secs_f64() * share);
        if ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            child.kill().unwrap();
        }
        child.wait().unwrap();

        let register = Connection::open(office.register()).unwrap();
        let check: String = register
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(check, "ok");
        let count = |sql: &str| -> usize { register.query_row(sql, [], |row| row.get(0)).unwrap() };
        let runs = count("SELECT count(*) FROM run WHERE kind = 'import'");
        let given = count("SELECT count(*) FROM person WHERE connect_address LIKE 'person%'");
        let logged = count(
            "SELECT count(*) FROM history WHERE run = (SELECT max(id) FROM run WHERE kind = 'import')",
        );
        assert!(runs <= 1);
        assert_eq!(
            (given, logged),
            (runs * rows, runs * rows),
            "moment {moment}"
        );
        outcomes[runs] += 1;
    }
    assert!(outcomes[0] > 0, "no kill came in time: {outcomes:?}");
}
