//! What the thread that writes a journal promises.

use super::*;
use crate::file::index::unwatched;
use crate::file::{CellEdit, Document, Raw, Reading, Recovery};

fn document(rows: usize) -> Document {
    let rows: String = (0..rows).map(|n| format!("u{n}\t{n}\t\n")).collect();
    let raw = Raw::from_bytes("f.csv".into(), rows.into_bytes()).unwrap();
    Document::open(raw, Reading::default(), &mut unwatched).unwrap()
}

fn keeper(directory: &Path, document: &Document) -> Keeper {
    let Opened::Clean(journal) = open_for(directory, Path::new("/f.csv")).unwrap() else {
        panic!("nothing was left behind");
    };
    Keeper::start(journal, None, document.saved_table(), Arc::new(|| {}))
}

fn pending(directory: &Path) -> Recovery {
    match open_for(directory, Path::new("/f.csv")).unwrap() {
        Opened::Pending(recovery) => *recovery,
        Opened::Clean(_) => panic!("nothing is pending"),
    }
}

fn edit(record: usize, value: &str) -> CellEdit {
    let cell = CellRef { record, column: 2 };
    CellEdit {
        cell,
        value: value.to_owned(),
    }
}

fn changes(document: &Document, cells: Changed) -> Changes {
    Changes {
        cells,
        saved: document.saved_table(),
        now: document.table(),
        keys: [0, 1],
    }
}

#[test]
fn a_bulk_step_and_what_follows_it_are_kept_in_their_order() {
    let directory = tempfile::tempdir().unwrap();
    let mut document = document(50_000);
    let keeper = keeper(directory.path(), &document);
    let all = (0..50_000).map(|record| edit(record, "a@b.se")).collect();
    let cells = document.set(all).unwrap();
    keeper.step(changes(&document, cells));
    let cells = document.set(vec![edit(7, "c@b.se")]).unwrap();
    keeper.step(changes(&document, cells));
    let cells = document.undo().unwrap();
    keeper.step(changes(&document, cells));
    let cells = document.set(vec![edit(8, "d@b.se")]).unwrap();
    keeper.step(changes(&document, cells));
    drop(keeper);
    let recovery = pending(directory.path());
    let table = document.saved_table();
    assert!(!recovery.file_changed(None, &table).unwrap());
    let edits = recovery.outstanding(&table, None).edits;
    assert_eq!(edits.len(), 50_000);
    assert_eq!(edits[7].new, "a@b.se");
    assert_eq!((&*edits[8].old, &*edits[8].new), ("", "d@b.se"));
    assert_eq!(edits[8].row, row_mark(&table, 8, [0, 1]));
}

#[test]
fn a_step_that_could_not_be_written_is_made_up_for() {
    let directory = tempfile::tempdir().unwrap();
    let mut document = document(3);
    let keeper = keeper(directory.path(), &document);
    // What stands in a cell of a file that cannot be saved has no identity.
    let short = crate::file::Raw {
        path: "f.csv".into(),
        bytes: b"u0\t0\t\n".to_vec(),
        stamp: None,
        complete: false,
    };
    let unsaveable = Document::open(short, Reading::default(), &mut unwatched).unwrap();
    let mut none = changes(
        &unsaveable,
        vec![CellRef {
            record: 0,
            column: 2,
        }]
        .into(),
    );
    none.now = document.table();
    keeper.rebase(None, none);
    let cells = document.set(vec![edit(0, "a@b.se")]).unwrap();
    keeper.step(changes(&document, cells));
    while !keeper.is_idle() {
        std::thread::yield_now();
    }
    assert!(keeper.is_behind());
    assert_eq!(
        keeper.trouble().map(|error| error.code()),
        Some("file_read_only")
    );
    keeper.rebase(None, changes(&document, document.changed_cells().into()));
    assert!(!keeper.is_behind() && keeper.trouble().is_none());
    drop(keeper);
    assert_eq!(pending(directory.path()).changes().len(), 1);
}

#[test]
fn rows_are_known_by_both_keys() {
    let raw = Raw::from_bytes("f".into(), b"a\t1\nb\t1\n\t\na\t1\na1\t\n".to_vec()).unwrap();
    let table = Document::open(raw, Reading::default(), &mut unwatched)
        .unwrap()
        .table();
    let marks: Vec<u64> = (0..table.records())
        .map(|record| row_mark(&table, record, [0, 1]))
        .collect();
    assert_eq!(marks[0], marks[3]);
    assert_eq!(marks[2], 0);
    assert!(marks[0] != marks[1] && marks[0] != marks[4]);
}
