//! A full disk, a busy register, a harmed file; backup and checking.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::super::open::PAGE_SIZE;
use super::*;
use crate::store::{LoadCreate, LoadWork};

fn many(count: u32) -> Vec<[String; 3]> {
    (0..count)
        .map(|n| [format!("user-{n}"), n.to_string(), format!("user-{n}@a.se")])
        .collect()
}

/// Lets the file grow by this many pages; gives what the limit was before.
fn limit(bench: &Bench, pages: i64) {
    let conn = &bench.register.conn;
    let now: i64 = conn
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    conn.query_row(
        &format!("PRAGMA max_page_count = {}", now + pages),
        [],
        |_| Ok(()),
    )
    .unwrap();
}

#[test]
fn a_full_disk_leaves_all_as_it_was_at_any_moment() {
    let mut bench = Bench::new();
    let names = many(600);
    let creates = (1..)
        .zip(&names)
        .map(|(record, [user_id, number, _])| LoadCreate {
            line: record,
            record,
            data: person(user_id, number, ""),
        });
    let work = LoadWork {
        creates: creates.collect(),
        ..LoadWork::default()
    };
    let basis = bench.register.basis().unwrap();
    let mut pages = 0;
    loop {
        limit(&bench, pages);
        match bench
            .register
            .write_load(basis, &new_run(RunKind::Load), &work, &|| at(1))
        {
            Ok(_) => break,
            Err(error) => assert_eq!(error.code(), "store_full"),
        }
        assert_eq!(bench.register.person_counts().unwrap().persons, 0);
        assert_eq!(bench.register.runs(None).unwrap(), []);
        pages += 3;
    }
    assert!(pages > 0);

    let rows: Vec<[&str; 3]> = names
        .iter()
        .map(|n| n.each_ref().map(String::as_str))
        .collect();
    let mut pages = 0;
    loop {
        limit(&bench, pages);
        let (plan, basis) = bench.plan(&rows);
        match bench.try_apply(plan, basis, OnConflict::Proceed, &rows) {
            Ok(_) => break,
            Err(error) => assert_eq!(error.code(), "store_full"),
        }
        assert!(bench.register.conn.is_autocommit());
        assert_eq!(bench.register.basis().unwrap(), basis);
        assert_eq!(bench.register.person_counts().unwrap().lacking, 600);
        assert_eq!(bench.register.notifications(None).unwrap().len(), 1);
        pages += 3;
    }
    assert!(pages > 0);
    assert_eq!(bench.register.person_counts().unwrap().unverified, 600);
    assert_eq!(bench.register.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn while_another_writes_one_waits_and_then_says_so() {
    let mut bench = Bench::with(&[("anna.a", "1", "")]);
    let mut other = bench.shell();
    let writing = other
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    bench.register.conn.busy_timeout(Duration::ZERO).unwrap();
    assert_eq!(
        bench.register.set_setting("a", "b").unwrap_err().code(),
        "store_busy"
    );
    let rows = [["anna.a", "1", "anna@a.se"]];
    let (plan, basis) = bench.plan(&rows);
    let error = bench
        .try_apply(plan, basis, OnConflict::Proceed, &rows)
        .unwrap_err();
    assert_eq!(error.code(), "store_busy");
    assert_eq!(bench.address("anna.a"), "", "reading goes on");
    writing.commit().unwrap();
    bench.register.set_setting("a", "b").unwrap();
}

#[test]
fn a_backup_is_private_whole_and_never_overwrites() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@a.se")]);
    bench.apply(&[["anna.a", "1", "anna@b.se"]]);
    let to = bench.directory.path().join("kopia.db");
    bench.register.backup(&to).unwrap();
    assert_eq!(
        std::fs::metadata(&to).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let error = bench.register.backup(&to).unwrap_err();
    assert_eq!(error.code(), "file_exists");
    let copy = Register::open(&to).unwrap();
    assert_eq!(
        copy.persons(Default::default()).unwrap(),
        bench.register.persons(Default::default()).unwrap()
    );
    assert_eq!(copy.runs(None).unwrap(), bench.register.runs(None).unwrap());
    assert_eq!(copy.verify().unwrap(), Vec::<String>::new());
    let nowhere = bench.directory.path().join("missing/kopia.db");
    assert_eq!(
        bench.register.backup(&nowhere).unwrap_err().code(),
        "store_failed"
    );
}

#[test]
fn a_harmed_file_is_found_and_named() {
    let mut bench = Bench::new();
    for [user_id, number, address] in many(200) {
        bench
            .register
            .insert(&person(&user_id, &number, &address), &who(), at(0), None)
            .unwrap();
    }
    bench
        .shell()
        .execute_batch("PRAGMA foreign_keys = OFF; INSERT INTO notification (run) VALUES (77)")
        .unwrap();
    bench
        .shell()
        .execute("UPDATE history SET person = 999 WHERE id = 5", [])
        .unwrap();
    assert_eq!(
        bench.register.verify().unwrap(),
        [
            "row 1 of notification refers to no run",
            "row 5 of history refers to no person"
        ]
    );
    let path = bench.path();
    let Bench {
        directory: _kept,
        register,
    } = bench;
    drop(register);
    let mut bytes = std::fs::read(&path).unwrap();
    let at = memchr::memmem::find(&bytes, b"user-77@a.se").unwrap();
    bytes[at] = b'X';
    std::fs::write(&path, &bytes).unwrap();
    let register = Register::open(&path).unwrap();
    assert!(register.verify().unwrap().len() > 1);
    drop(register);
    let page = usize::try_from(PAGE_SIZE).unwrap();
    bytes[page..2 * page].fill(0xff);
    bytes[100..200].fill(0xff);
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(Register::open(&path).unwrap_err().code(), "store_damaged");
}

#[test]
fn what_cannot_be_opened_names_the_file() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Register::open(&file.join("koppla.db")).unwrap_err();
    assert_eq!(error.code(), "store_failed");
    assert!(error.to_string().contains("koppla.db"), "{error}");
}

#[test]
fn sentences_are_whole_and_codes_stable() {
    let path = PathBuf::from("/r.db");
    for (error, code) in [
        (StoreError::Busy, "store_busy"),
        (StoreError::Full, "store_full"),
        (StoreError::Foreign { path: path.clone() }, "store_foreign"),
        (
            StoreError::Newer {
                path: path.clone(),
                found: 2,
                known: 1,
            },
            "store_newer",
        ),
        (StoreError::Network { path, kind: "NFS" }, "store_network"),
        (StoreError::ReadOnly, "store_readonly"),
        (
            StoreError::NumberTaken {
                number: "7".into(),
                company: None,
                holder: "a".into(),
            },
            "already_exists",
        ),
    ] {
        assert_eq!(error.code(), code);
        let sentence = error.to_string();
        assert!(
            sentence.ends_with('.') && sentence.starts_with(|c: char| c.is_uppercase() || c == '/'),
            "{sentence}"
        );
    }
}
