//! Making, opening, refusing.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Barrier;

use rusqlite::Connection;

use super::super::open::{
    APPLICATION_ID, PAGE_SIZE, STEPS, companions, connect, create_private, migrations, network_kind,
};
use super::*;

/// The version that this program makes.
const LATEST: i64 = STEPS.len() as i64;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn code(path: &Path) -> &'static str {
    Register::open(path).unwrap_err().code()
}

#[test]
fn the_first_opening_makes_private_directories_and_files() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("data/koppla/koppla.db");
    let mut register = Register::open(&path).unwrap();
    register.set_setting("a", "b").unwrap();
    assert_eq!(mode(&scratch.path().join("data")), 0o700);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(&path), 0o600);
    for companion in companions(&path) {
        assert_eq!(mode(&companion), 0o600, "{}", companion.display());
    }
    assert_eq!(register.path(), path);
}

#[test]
fn the_second_opening_finds_what_the_first_wrote() {
    let bench = Bench::with(&[("anna.a", "00417", "anna@foretaget.se")]);
    let path = bench.path();
    let Bench {
        directory: _kept,
        register,
    } = bench;
    drop(register);
    let register = Register::open(&path).unwrap();
    assert_eq!(register.person_counts().unwrap().persons, 1);
    let number = |pragma: &str| -> i64 {
        register
            .conn
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(number("application_id"), APPLICATION_ID);
    assert_eq!(number("user_version"), LATEST);
    assert_eq!(number("page_size"), PAGE_SIZE);
    assert_eq!(number("synchronous"), 2);
    assert_eq!(number("foreign_keys"), 1);
    assert_eq!(number("secure_delete"), 1);
    assert_eq!(number("busy_timeout"), 5000);
}

#[test]
fn names_that_sqlite_would_take_for_something_else_are_names() {
    let scratch = tempfile::tempdir().unwrap();
    for name in [":memory:", "file:x.db?mode=memory"] {
        let path = scratch.path().join(name);
        Register::open(&path).unwrap();
        assert!(path.is_file());
    }
}

#[test]
fn a_file_of_another_kind_is_refused_and_left_alone() {
    let scratch = tempfile::tempdir().unwrap();
    let text = scratch.path().join("people.csv");
    for content in ["kort", &"Användar-id\tAnställningsnummer\n".repeat(100)] {
        std::fs::write(&text, content).unwrap();
        assert_eq!(code(&text), "store_foreign");
        assert_eq!(std::fs::read_to_string(&text).unwrap(), content);
    }
    assert_eq!(code(scratch.path()), "store_foreign");

    let database = scratch.path().join("other.db");
    let other = Connection::open(&database).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    assert_eq!(code(&database), "store_foreign");
    other
        .execute_batch("DROP TABLE t; PRAGMA application_id = 7")
        .unwrap();
    assert_eq!(code(&database), "store_foreign");
    other
        .execute_batch("PRAGMA application_id = 0; PRAGMA user_version = 3")
        .unwrap();
    assert_eq!(code(&database), "store_foreign");
    let journal: String = other
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .unwrap();
    assert_eq!(journal, "delete");
    assert!(!companions(&database)[0].exists());
}

#[test]
fn a_newer_register_is_refused_with_both_versions() {
    let bench = Bench::new();
    bench
        .shell()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let error = Register::open(&bench.path()).unwrap_err();
    assert_eq!(error.code(), "store_newer");
    assert!(matches!(
        error,
        StoreError::Newer {
            found: 99,
            known: LATEST,
            ..
        }
    ));
}

#[test]
fn network_file_systems_are_known_by_their_numbers() {
    for magic in [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x0102_1997] {
        assert!(network_kind(magic).is_some(), "{magic:x}");
    }
    // ext4, XFS, Btrfs, tmpfs, overlay, FUSE
    for magic in [
        0xEF53,
        0x5846_5342,
        0x9123_683E,
        0x0102_1994,
        0x794C_7630,
        0x6573_5546,
    ] {
        assert_eq!(network_kind(magic), None, "{magic:x}");
    }
}

#[test]
fn the_migrations_are_well_formed() {
    migrations().validate().unwrap();
}

#[test]
fn any_number_of_openers_make_one_register() {
    for _ in 0..10 {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("koppla.db");
        create_private(&path).unwrap();
        let start = Barrier::new(6);
        std::thread::scope(|scope| {
            for number in 0..6 {
                let (path, start) = (&path, &start);
                scope.spawn(move || {
                    start.wait();
                    // Past the lock that keeps openers of one process apart, as other processes are.
                    let conn = connect(path).unwrap();
                    Register::over(conn, path.clone())
                        .set_setting(&format!("opener {number}"), "was here")
                        .unwrap();
                });
            }
        });
        let register = Register::open(&path).unwrap();
        assert_eq!(register.settings().unwrap().len(), 6);
        assert_eq!(register.verify().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_register_of_every_earlier_shape_opens_with_its_content_and_can_do_everything() {
    for version in 1..STEPS.len() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("koppla.db");
        let mut old = Connection::open(&path).unwrap();
        migrations().to_version(&mut old, version).unwrap();
        old.execute_batch(
            "INSERT INTO person (user_id, user_id_key, connect_address, connect_key) VALUES ('anna.a', 'anna.a', 'anna@a.se', 'anna@a.se');
             INSERT INTO history (person, event, new, at, login) VALUES (1, 'set', 'anna@a.se', '2026-01-01T00:00:00Z', 'karin');
             INSERT INTO setting VALUES ('a', 'b');",
        )
        .unwrap();
        drop(old);
        let mut register = Register::open(&path).unwrap();
        let anna = register.find_by_user_id("anna.a").unwrap().unwrap();
        assert_eq!(anna.spelling(), Some("anna@a.se"), "{version}");
        assert_eq!(register.history_of(anna.id).unwrap().len(), 1, "{version}");
        assert_eq!(register.settings().unwrap().len(), 1, "{version}");
        let queued = super::verification::enqueue(&mut register, &[anna.id], 0);
        assert_eq!(queued.queued, 1, "{version}");
        assert_eq!(register.verify().unwrap(), [""; 0], "{version}");
    }
}
