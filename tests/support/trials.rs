//! What the trials of the reliability table share: how often each is done, the moments at which a process is cut off, and what a
//! register must be like afterwards. `KOPPLA_THOROUGH=1` makes the full counts; without it they take a few seconds in all.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "each test binary uses the part it needs, a test may fail by panicking, and a thorough run tells its counts"
)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// The shapes of the register, oldest first, as they were released.
pub const SHAPES: [&str; 6] = [
    include_str!("../../src/store/sqlite/migrations/0001.sql"),
    include_str!("../../src/store/sqlite/migrations/0002.sql"),
    include_str!("../../src/store/sqlite/migrations/0003.sql"),
    include_str!("../../src/store/sqlite/migrations/0004.sql"),
    include_str!("../../src/store/sqlite/migrations/0005.sql"),
    include_str!("../../src/store/sqlite/migrations/0006.sql"),
];

/// Whether the full counts are asked for.
pub fn thorough() -> bool {
    std::env::var_os("KOPPLA_THOROUGH").is_some_and(|value| !value.is_empty())
}

/// How often a trial is done: in every run of the tests, and in a thorough one.
pub fn trials(always: u32, full: u32) -> u32 {
    if thorough() { full } else { always }
}

/// Says what came of the trials, for the record of a thorough run (`--nocapture`).
pub fn tell(what: &str, outcomes: &str) {
    println!("trials: {what}: {outcomes}");
}

/// Chance that is the same in every run.
pub struct Dice(u32);

impl Dice {
    /// Begins anew.
    pub fn new(seed: u32) -> Dice {
        Dice(seed)
    }

    /// From 0 up to, but not including, this.
    pub fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % end
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        f64::from(self.below(10_000)) / 10_000.0
    }
}

/// What one whole run takes: time, and how far what it writes grows, whatever the caller measures that by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measure {
    /// From the start to the end.
    pub time: Duration,
    /// The most that was written and not yet put in its place.
    pub written: u64,
}

/// When a run is cut off.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// After so much time.
    After(Duration),
    /// Once so much is written.
    Written(u64),
}

impl Measure {
    /// The moments of so many trials: every other one by time, spread over the whole run, and every other one by what is written,
    /// which on a machine with other work to do meets the short time of writing more surely.
    pub fn moments(self, count: u32, seed: u32) -> Vec<Moment> {
        let mut dice = Dice::new(seed);
        let moment = |number: u32| {
            let share = (f64::from(number) + dice.share()) / f64::from(count);
            if number.is_multiple_of(2) {
                Moment::After(self.time.mul_f64(share))
            } else {
                Moment::Written(1 + (self.written as f64 * share) as u64)
            }
        };
        (0..count).map(moment).collect()
    }
}

/// Whether the moment has come for something that began then and has written so much.
pub fn has_come(moment: Moment, begun: Instant, written: u64) -> bool {
    match moment {
        Moment::After(time) => begun.elapsed() >= time,
        Moment::Written(bytes) => written >= bytes,
    }
}

/// A command whose output nobody reads.
pub fn silent(mut command: Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Runs a command to its end and measures it.
pub fn measured(command: Command, written: impl Fn() -> u64) -> Measure {
    let mut child = silent(command);
    let begun = Instant::now();
    let mut most = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        most = most.max(written());
        std::thread::yield_now();
    };
    assert!(ended.success(), "{ended}");
    Measure {
        time: begun.elapsed(),
        written: most,
    }
}

/// Runs a command and kills it at this moment; false if it had ended before.
pub fn killed(command: Command, moment: Moment, written: impl Fn() -> u64) -> bool {
    let mut child = silent(command);
    let begun = Instant::now();
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if has_come(moment, begun, written()) {
            child.kill().unwrap();
            // It may have ended by itself in this very moment.
            return child.wait().unwrap().code().is_none();
        }
        std::thread::yield_now();
    }
}

/// The bytes of a file; none if there is no such file.
pub fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.len())
}

fn companion(register: &Path, end: &str) -> PathBuf {
    let mut path = register.as_os_str().to_owned();
    path.push(end);
    path.into()
}

/// Where a register's write-ahead log lies.
pub fn wal(register: &Path) -> PathBuf {
    companion(register, "-wal")
}

/// Puts a register back as it was.
pub fn restore(register: &Path, bytes: &[u8]) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(companion(register, end));
    }
    std::fs::write(register, bytes).unwrap();
}

/// Opens a register as any SQL shell does. It must be whole.
#[track_caller]
pub fn whole(register: &Path) -> Connection {
    let register = Connection::open(register).unwrap();
    let check: String = register
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    register
}

/// A number that a register answers.
#[track_caller]
pub fn number(register: &Connection, sql: &str) -> u64 {
    register.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The tables of a register, each with its columns.
pub fn shape(register: &Connection) -> Vec<(String, Vec<String>)> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut statement = register.prepare(sql).unwrap();
    let tables = statement.query_map([], |row| row.get::<_, String>(0));
    let tables: Vec<String> = tables.unwrap().map(Result::unwrap).collect();
    let columns = |table: &String| {
        let mut statement = register
            .prepare("SELECT name FROM pragma_table_info(?1)")
            .unwrap();
        let names = statement.query_map([table], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    };
    tables
        .iter()
        .map(|table| (table.clone(), columns(table)))
        .collect()
}

/// All that stands in these columns, one line a row.
pub fn content(register: &Connection, shape: &[(String, Vec<String>)]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, columns) in shape {
        let quoted: Vec<String> = columns
            .iter()
            .map(|name| format!("quote({name})"))
            .collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", quoted.join("||' '||"));
        let mut statement = register.prepare(&sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0));
        found.extend(
            rows.unwrap()
                .map(|row| format!("{table}: {}", row.unwrap())),
        );
    }
    found
}

/// Makes a register of an older shape, from 1 on, with so many people who have an address and a history.
pub fn old_register(path: &Path, version: usize, people: u32) {
    let register = Connection::open(path).unwrap();
    for (number, sql) in (1..=version).zip(SHAPES) {
        register.execute_batch(sql).unwrap();
        register
            .pragma_update(None, "user_version", number)
            .unwrap();
    }
    register
        .execute(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
             INSERT INTO person (user_id, user_id_key, employee_number, connect_address, connect_key)
             SELECT 'p' || n, 'p' || n, printf('%05d', n), 'p' || n || '@foretaget.example', 'p' || n || '@foretaget.example' FROM n",
            [people],
        )
        .unwrap();
    register
        .execute_batch(
            "INSERT INTO history (person, event, new, at, login)
             SELECT id, 'set', connect_address, '2026-01-01T00:00:00Z', 'karin' FROM person;
             INSERT INTO allowed_domain (key, shown) VALUES ('foretaget.example', 'foretaget.example');",
        )
        .unwrap();
}
