//! The bare `sqlite3` shell: the same file into a table of the same people. Without rules it is the floor under any import, with
//! the rules as SQL it is what somebody who knows SQL would write in an hour.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::employees::{Filled, domains, file};
use crate::process::{Spent, copy, remove, run, scratch};

/// What the shell looks at before it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// The keys, and that the address is another one.
    None,
    /// Keys, blank cells, syntax (roughly), domains, verified addresses, addresses twice and taken; and a log of all rows.
    All,
}

const TABLES: &str = "
PRAGMA journal_mode = WAL;
CREATE TABLE employee (
    id INTEGER PRIMARY KEY, user_id TEXT, emp_no TEXT, first TEXT, last TEXT, dept TEXT, email TEXT, connect TEXT,
    verified INTEGER NOT NULL DEFAULT 0, UNIQUE (user_id, emp_no));
CREATE INDEX employee_connect ON employee (connect);
CREATE TABLE import_log (row INTEGER, user_id TEXT, emp_no TEXT, verdict TEXT);
";

const PRAGMAS: &str = "
PRAGMA synchronous = FULL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
";

const UPDATE: &str = "
UPDATE employee SET connect = s.connect FROM temp.staged s
WHERE employee.user_id = s.user_id AND employee.emp_no = s.emp_no AND employee.verified = 0
    AND s.connect <> '' AND employee.connect <> s.connect;
";

fn rules() -> String {
    let domains: Vec<String> = domains().iter().map(|d| format!("'{d}'")).collect();
    format!(
        "
CREATE TEMP TABLE verdict AS
    SELECT s.row, s.user_id, s.emp_no, s.connect, e.id AS eid, CASE
        WHEN e.id IS NULL THEN 'unknown'
        WHEN s.connect = '' THEN 'blank'
        WHEN instr(s.connect, '@') = 0 OR instr(s.connect, ' ') > 0 THEN 'invalid'
        WHEN substr(s.connect, instr(s.connect, '@') + 1) NOT IN ({}) THEN 'domain'
        WHEN e.verified = 1 THEN 'kept'
        WHEN s.times > 1 THEN 'twice'
        WHEN EXISTS (SELECT 1 FROM employee x WHERE x.connect = s.connect AND x.connect <> '' AND x.id <> e.id) THEN 'taken'
        WHEN e.connect = s.connect THEN 'unchanged'
        ELSE 'updated' END AS verdict
    FROM (SELECT rowid AS row, *, row_number() OVER (PARTITION BY connect ORDER BY rowid) AS times FROM temp.staged) s
    LEFT JOIN employee e ON e.user_id = s.user_id AND e.emp_no = s.emp_no;
UPDATE employee SET connect = v.connect FROM temp.verdict v WHERE v.eid = employee.id AND v.verdict = 'updated';
INSERT INTO import_log SELECT row, user_id, emp_no, verdict FROM temp.verdict ORDER BY row;
",
        domains.join(", ")
    )
}

/// Reads a file into a table; `.import` makes no table of its own where there is one.
fn staging(file: &Path, table: &str) -> String {
    format!(
        ".mode csv\n.separator \"\\t\" \"\\r\\n\"\n.import --schema temp --skip 1 \"{}\" {table}\n",
        file.display()
    )
}

const STAGED: &str = "CREATE TEMP TABLE staged (user_id TEXT, emp_no TEXT, first TEXT, last TEXT, dept TEXT, email TEXT, connect TEXT);\n";

fn shell(database: &Path, script: &str) -> Spent {
    let path = scratch("import.sql");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(script.as_bytes()).unwrap();
    run(Command::new("sqlite3")
        .arg("-batch")
        .arg("-bail")
        .arg(database)
        .stdin(Stdio::from(std::fs::File::open(&path).unwrap())))
}

/// A database of so many people, one in five with an address. The same in every run.
fn database(rows: u32) -> PathBuf {
    let path = scratch(&format!("shell-{rows}.db"));
    if !path.exists() {
        let unfinished = scratch("shell-unfinished.db");
        remove(&unfinished);
        let people = file(rows, Filled::Some);
        let script = format!(
            "{TABLES}{STAGED}{}
INSERT INTO employee (user_id, emp_no, first, last, dept, email, connect) SELECT * FROM temp.staged;
PRAGMA wal_checkpoint(TRUNCATE);\n",
            staging(&people, "staged")
        );
        shell(&unfinished, &script);
        std::fs::rename(unfinished, &path).unwrap();
    }
    path
}

/// The import.
pub fn import(rows: u32, rules: Rules) -> Spent {
    let database = {
        let fresh = scratch("shell.db");
        copy(&database(rows), &fresh);
        fresh
    };
    let update = match rules {
        Rules::None => UPDATE.to_owned(),
        Rules::All => self::rules(),
    };
    let staging = staging(&file(rows, Filled::All), "staged");
    shell(
        &database,
        &format!("{PRAGMAS}{STAGED}{staging}BEGIN IMMEDIATE;\n{update}COMMIT;\n"),
    )
}
