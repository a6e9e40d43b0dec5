//! kill -9 in the middle of an import, an undo, the saving of an edited file and the bringing up to date of an old register: afterwards
//! there is all of it or nothing (R9). Twenty moments each, two hundred with `KOPPLA_THOROUGH=1`. Mailings are in `outbox.rs`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::Connection;
use rustix::process::Signal;
use support::commands::Office;
use support::pty::{Pty, Start};
use support::trials::{
    self, Measure, SHAPES, content, has_come, killed, measured, number, old_register, restore,
    shape, size, tell, thorough, wal, whole,
};

fn trials() -> u32 {
    trials::trials(20, 200)
}

/// An import in which every row is changed: everybody who lacks an address gets one.
fn every_row_changes(office: &Office) -> u64 {
    let export = ["export", "--template", "Ut", "--output", "ut.csv"];
    let missing = ["--only", "missing", "--quiet"];
    office.run(&[&export[..], &missing].concat()).exits(0);
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

/// Cuts a command off again and again, each time on the same register. `outcome` looks at what is left and says whether all of it is there.
fn all_or_nothing(
    office: &Office,
    what: &str,
    arguments: &[&str],
    outcome: impl Fn(&Connection) -> bool,
) {
    let register = office.register();
    let log = wal(&register);
    let fresh = std::fs::read(&register).unwrap();
    let whole_run = measured(office.command(arguments), || size(&log));
    let (mut cut, mut all, mut none) = (0, 0, 0);
    for moment in whole_run.moments(trials(), 7) {
        restore(&register, &fresh);
        cut += u32::from(killed(office.command(arguments), moment, || size(&log)));
        if outcome(&whole(&register)) {
            all += 1;
        } else {
            none += 1;
        }
    }
    tell(
        what,
        &format!(
            "{cut} of {} killed in time; {all} whole, {none} nothing",
            trials()
        ),
    );
    assert!(none > 0, "no kill came in time");
}

#[test]
fn of_a_killed_import_there_is_all_or_nothing() {
    let office = Office::sample();
    let rows = every_row_changes(&office);
    let import = ["import", "in.csv", "--template", "In", "--quiet"];
    all_or_nothing(&office, "kill -9 × import", &import, |register| {
        let runs = number(register, "SELECT count(*) FROM run WHERE kind = 'import'");
        let given = number(
            register,
            "SELECT count(*) FROM person WHERE connect_address LIKE 'person%'",
        );
        let logged = number(
            register,
            "SELECT count(*) FROM history WHERE run = (SELECT max(id) FROM run WHERE kind = 'import')",
        );
        assert!(runs <= 1);
        assert_eq!((given, logged), (runs * rows, runs * rows));
        runs == 1
    });
}

#[test]
fn of_a_killed_undo_there_is_all_or_nothing() {
    let office = Office::sample();
    let rows = every_row_changes(&office);
    office
        .run(&["import", "in.csv", "--template", "In", "--quiet"])
        .exits(0);
    let log = office.run(&["log", "--json"]).exits(0).json();
    let run = log[0]["run"].to_string();
    let undo = ["undo", &run, "--quiet"];
    all_or_nothing(&office, "kill -9 × undo", &undo, |register| {
        let runs = number(register, "SELECT count(*) FROM run WHERE kind = 'undo'");
        let left = number(
            register,
            "SELECT count(*) FROM person WHERE connect_address LIKE 'person%'",
        );
        let logged = number(
            register,
            "SELECT count(*) FROM history WHERE event = 'undone'",
        );
        assert!(runs <= 1);
        assert_eq!((left, logged), ((1 - runs) * rows, runs * rows));
        runs == 1
    });
}

/// A register of an older shape is brought up to date by whatever command opens it. Cut off, it is of one of the shapes in between, says so, and
/// holds what it held; the next one goes on.
#[test]
fn a_killed_migration_leaves_a_shape_and_the_content() {
    let office = Office::empty();
    let register = office.register();
    let people = if thorough() { 20_000 } else { 5_000 };
    old_register(&register, 1, people);
    let fresh = std::fs::read(&register).unwrap();
    let shell = whole(&register);
    let first = shape(&shell);
    let before = content(&shell, &first);
    drop(shell);
    assert!(before.len() > 2 * people as usize);
    let open = ["setting", "list", "--quiet"];
    let log = wal(&register);
    let whole_run = measured(office.command(&open), || size(&log));
    let newest = SHAPES.len() as u64;
    let mut shapes = vec![0; SHAPES.len() + 1];
    let mut cut = 0;
    for moment in whole_run.moments(trials(), 11) {
        restore(&register, &fresh);
        cut += u32::from(killed(office.command(&open), moment, || size(&log)));
        let shell = whole(&register);
        let version = number(&shell, "PRAGMA user_version");
        assert!((1..=newest).contains(&version), "{version}");
        // What the later shapes add is there exactly if the number says so.
        let tables = shape(&shell);
        let has = |table: &str, column: &str| {
            let columns = tables.iter().find(|(name, _)| name == table);
            columns.is_some_and(|(_, columns)| columns.iter().any(|name| name == column))
        };
        assert_eq!(has("run", "purged_at"), version >= 2);
        assert_eq!(has("run", "history_seen"), version >= 3);
        assert_eq!(has("queue", "fence"), version >= 4);
        assert_eq!(has("person", "address_version"), version >= 4);
        assert_eq!(has("template", "active"), version >= 6);
        assert!(
            content(&shell, &first) == before,
            "after a kill at {moment:?}"
        );
        drop(shell);
        shapes[usize::try_from(version).unwrap()] += 1;
        office.run(&open).exits(0);
        let shell = whole(&register);
        assert_eq!(number(&shell, "PRAGMA user_version"), newest);
        assert!(
            content(&shell, &first) == before,
            "gone on after {moment:?}"
        );
    }
    tell(
        "kill -9 × migration",
        &format!(
            "{cut} of {} killed in time; left at shape 1 to {newest}: {:?}",
            trials(),
            &shapes[1..]
        ),
    );
    assert!(shapes[1] > 0, "no kill came in time");
}

const SAVE: &str = "\x13";
const ENTER: &str = "\r";

/// Step 3 on a file, with one address typed that is not saved.
fn edited(office: &Office) -> Pty {
    let mut pty = opened(office);
    pty.wait_for("lacking");
    pty.send(ENTER).send("b@foretaget.example").send(ENTER);
    pty.wait_for("1 changed");
    pty
}

fn opened(office: &Office) -> Pty {
    let mut pty = Start::koppla(&["--lang", "en", "f.csv"])
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .start();
    pty.wait_for("p1");
    pty
}

/// New files that lie beside the old one.
fn temporary(directory: &Path) -> Vec<PathBuf> {
    let names = std::fs::read_dir(directory).unwrap();
    let temporary = names.filter_map(|entry| {
        let path = entry.ok()?.path();
        let name = path.file_name()?.to_str()?;
        name.starts_with(".koppla-").then_some(path)
    });
    temporary.collect()
}

/// How much of the new file lies beside the old one.
fn beside(directory: &Path) -> u64 {
    temporary(directory).iter().map(|path| size(path)).sum()
}

/// Makes what a killed program left look an hour old; how much that is.
fn aged(directory: &Path) -> usize {
    let left = temporary(directory);
    for path in &left {
        let file = File::open(path).unwrap();
        let hour = Duration::from_secs(3600);
        file.set_modified(SystemTime::now() - hour).unwrap();
    }
    left.len()
}

#[test]
fn a_file_whose_saving_was_killed_is_the_old_or_the_new_one_and_the_edit_is_not_lost() {
    let office = Office::empty();
    office.run(&["domain", "add", "foretaget.example"]).exits(0);
    let rows = if thorough() { 100_000 } else { 10_000 };
    let rows: String = (1..=rows).map(|n| format!("p{n}\t{n:06}\t\r\n")).collect();
    let old = format!("User id\tEmployee number\tE-mail Visma Connect\r\n{rows}");
    let new = old.replacen("000001\t", "000001\tb@foretaget.example", 1);
    let file = office.file("f.csv", old.as_bytes());
    let mut pty = edited(&office);
    let begun = Instant::now();
    pty.send(SAVE).wait_for("is saved with 1 change");
    let whole_run = Measure {
        time: begun.elapsed(),
        written: new.len() as u64,
    };
    pty.send("\x11").wait_exit();
    assert!(std::fs::read_to_string(&file).unwrap() == new);

    let mut left = [0, 0];
    let mut swept = 0;
    for moment in whole_run.moments(trials(), 13) {
        std::fs::write(&file, &old).unwrap();
        let mut pty = edited(&office);
        let begun = Instant::now();
        pty.send(SAVE);
        while !has_come(moment, begun, beside(office.path()))
            && !std::fs::read(&file).unwrap_or_default().eq(new.as_bytes())
        {
            std::thread::yield_now();
        }
        pty.signal(Signal::KILL).wait_exit();
        let now = std::fs::read_to_string(&file).unwrap();
        assert!(now == old || now == new, "mixed after {moment:?}");
        left[usize::from(now == new)] += 1;
        swept += aged(office.path());
        let mut pty = opened(&office);
        if now == old {
            pty.wait_for("(empty) → b@foretaget.example");
            pty.send(ENTER).wait_for("1 changed");
            pty.send(SAVE).wait_for("is saved with 1 change");
        } else {
            // Nothing is offered that is in the file already.
            pty.wait_for("lacking").wait_for("b@foretaget.example");
            assert!(!pty.screen().contains("not saved"), "{}", pty.screen());
        }
        pty.send("\x11");
        assert_eq!(pty.wait_exit(), 0);
        assert!(std::fs::read_to_string(&file).unwrap() == new);
        assert!(temporary(office.path()).is_empty());
    }
    tell(
        "kill -9 × save",
        &format!(
            "{} killed; {} the old file and the edit restored, {} the new file; {swept} temporary files swept",
            trials(),
            left[0],
            left[1]
        ),
    );
    assert!(left[0] > 0, "no kill came in time");
    assert!(swept > 0, "no kill came while the new file was written");
}
