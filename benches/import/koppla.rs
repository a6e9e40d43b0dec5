//! koppla's side: the program itself, from its first instruction to its last.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex};

use crate::employees::{Filled, file};
use crate::process::{Spent, copy, remove, run, scratch};

const FIELDS: &str =
    "user_id,employee_number,first_name,last_name,department,email,connect_address";

fn koppla(register: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koppla"));
    // Nothing of whoever measures: no settings, no log file of theirs.
    command
        .env_clear()
        .env("HOME", scratch("home"))
        .args(["--lang", "en", "--quiet", "--register"])
        .arg(register);
    command
}

/// A register of so many people, one in five with an unverified address. Made once a run: the schema may have changed.
fn register(rows: u32) -> PathBuf {
    static MADE: LazyLock<Mutex<HashSet<u32>>> = LazyLock::new(Mutex::default);
    let path = scratch(&format!("import-{rows}.db"));
    if MADE.lock().unwrap().insert(rows) {
        remove(&path);
        let template = ["template", "add", "--name", "Import", "--fields", FIELDS];
        run(koppla(&path).args(template).args(["--kind", "import"]));
        let template = ["template", "add", "--name", "Export", "--fields", FIELDS];
        run(koppla(&path).args(template).args(["--kind", "export"]));
        for domain in crate::employees::domains() {
            run(koppla(&path).args(["domain", "add", domain]));
        }
        run(koppla(&path)
            .args(["register", "load"])
            .arg(file(rows, Filled::Some)));
    }
    path
}

/// The copy on which a measuring works.
fn fresh(rows: u32) -> PathBuf {
    let path = scratch("import.db");
    copy(&register(rows), &path);
    path
}

fn import_into(register: &Path, rows: u32, more: &[&str]) -> Spent {
    run(koppla(register)
        .arg("import")
        .arg(file(rows, Filled::All))
        .args(["--template", "Import", "--yes"])
        .args(more))
}

/// The import.
pub fn import(rows: u32) -> Spent {
    import_into(&fresh(rows), rows, &[])
}

/// The preview of the import.
pub fn preview(rows: u32) -> Spent {
    import_into(&fresh(rows), rows, &["--dry-run"])
}

/// The undo of the import.
pub fn undo(rows: u32) -> Spent {
    let register = fresh(rows);
    // The load was the first run.
    import_into(&register, rows, &[]);
    run(koppla(&register).args(["undo", "2", "--yes"]))
}

/// Everybody with all fields into a file.
pub fn export(rows: u32) -> Spent {
    let output = scratch("import-export.tsv");
    run(koppla(&fresh(rows))
        .args(["export", "--template", "Export", "--force", "--output"])
        .arg(output))
}
