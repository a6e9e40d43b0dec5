//! What a journal gives back, whatever happened to it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use proptest::prelude::*;

use super::super::document::{Document, Reading};
use super::super::index::unwatched;
use super::super::source::Raw;
use super::*;

const CONTENT: &[u8] = b"id;mail\na;\nb;x@f.se\nc;\n";

struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("f.csv"), CONTENT).unwrap();
        Desk { directory }
    }

    fn open(&self) -> Result<Opened, JournalError> {
        let directory = self.directory.path().join("data/journals");
        open_for(&directory, &self.directory.path().join("f.csv"))
    }

    fn clean(&self) -> Journal {
        match self.open().unwrap() {
            Opened::Clean(journal) => journal,
            Opened::Pending(recovery) => panic!("{:?}", recovery.changes()),
        }
    }

    fn pending(&self) -> Recovery {
        match self.open().unwrap() {
            Opened::Pending(recovery) => *recovery,
            Opened::Clean(_) => panic!("nothing is pending"),
        }
    }

    fn journals(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.directory.path().join("data/journals")).unwrap();
        listed.map(|entry| entry.unwrap().path()).collect()
    }
}

fn change(record: usize, old: &str, new: &str) -> CellChange {
    CellChange {
        cell: CellRef { record, column: 1 },
        row: 0,
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

fn here() -> Identity {
    Identity::of(None, CONTENT)
}

fn changed(recovery: &Recovery, content: &[u8]) -> bool {
    let table = document(content).table();
    recovery.file_changed(None, &table).unwrap()
}

fn document(content: &[u8]) -> Document {
    let raw = Raw::from_bytes("f.csv".into(), content.to_vec()).unwrap();
    Document::open(raw, Reading::default(), &mut unwatched).unwrap()
}

#[test]
fn edits_come_back_with_their_first_old_and_last_new_value() {
    let desk = Desk::new();
    let mut journal = desk.clean();
    assert_eq!(desk.journals().len(), 1);
    journal
        .append(
            &here(),
            &[change(1, "", "a@f.se"), change(2, "x@f.se", "y@f.se")],
        )
        .unwrap();
    journal
        .append(&here(), &[change(1, "a@f.se", "b@f.se")])
        .unwrap();
    journal
        .append(&here(), &[change(2, "y@f.se", "x@f.se")])
        .unwrap();
    drop(journal);
    let recovery = desk.pending();
    assert!(!changed(&recovery, CONTENT));
    assert_eq!(recovery.changes(), [change(1, "", "b@f.se")]);
    drop(recovery);
    let mut journal = desk.pending().into_journal();
    journal.discard().unwrap();
    drop(journal);
    assert!(desk.journals().is_empty());
    drop(desk.clean());
}

#[test]
fn a_file_that_changed_meanwhile_is_told_and_each_cell_is_looked_at() {
    let desk = Desk::new();
    let mut journal = desk.clean();
    let marked = |record, old, new, row| CellChange {
        row,
        ..change(record, old, new)
    };
    let step = [
        marked(1, "", "a@f.se", 11),
        marked(2, "x@f.se", "b@f.se", 12),
        marked(3, "", "c@f.se", 13),
    ];
    journal.append(&here(), &step).unwrap();
    drop(journal);
    // A row has come in front, so each stands one further down.
    let now: &[u8] = b"id;mail\nnew;\na;a@f.se\nb;x@f.se\nc;other@f.se\n";
    let recovery = desk.pending();
    assert!(changed(&recovery, now));
    let table = document(now).table();
    let mark = |record: usize| [1, 14, 11, 12, 13][record];
    let outstanding = recovery.outstanding(&table, Some(&mark));
    assert_eq!(outstanding.done, 1);
    let moved = marked(3, "x@f.se", "b@f.se", 12);
    assert_eq!(outstanding.edits, std::slice::from_ref(&moved));
    assert_eq!(
        outstanding.conflicts,
        [marked(4, "other@f.se", "c@f.se", 13)]
    );
    // A row that is there twice, or not at all, is not guessed at.
    let twice = |record: usize| [1, 12, 11, 12, 14][record];
    let outstanding = recovery.outstanding(&table, Some(&twice));
    assert_eq!(
        (outstanding.edits.len(), outstanding.conflicts.len()),
        (0, 2)
    );

    let mut journal = recovery.into_journal();
    let there = Identity::of(None, now);
    journal
        .rebase(&there, std::slice::from_ref(&moved))
        .unwrap();
    journal.append(&there, &[change(2, "a@f.se", "")]).unwrap();
    drop(journal);
    let recovery = desk.pending();
    assert!(!changed(&recovery, now));
    assert_eq!(recovery.changes(), [moved, change(2, "a@f.se", "")]);
}

#[test]
fn what_was_saved_is_forgotten_and_further_steps_belong_to_the_new_file() {
    let desk = Desk::new();
    let mut journal = desk.clean();
    journal.append(&here(), &[change(1, "", "a@f.se")]).unwrap();
    let saved: &[u8] = b"id;mail\na;a@f.se\nb;x@f.se\nc;\n";
    let there = Identity::of(None, saved);
    journal.rebase(&there, &[]).unwrap();
    journal.append(&there, &[change(3, "", "c@f.se")]).unwrap();
    drop(journal);
    let recovery = desk.pending();
    assert!(!changed(&recovery, saved));
    assert_eq!(recovery.changes(), [change(3, "", "c@f.se")]);
}

#[test]
fn what_is_being_typed_is_kept_behind_the_steps() {
    let desk = Desk::new();
    let mut journal = desk.clean();
    let typed = |text| change(2, "x@f.se", text);
    journal.draft(&here(), Some(&typed("longer@"))).unwrap();
    journal.draft(&here(), Some(&typed("y"))).unwrap();
    drop(journal);
    let recovery = desk.pending();
    assert_eq!(recovery.draft(), Some(&typed("y")));
    assert_eq!(recovery.changes(), []);
    let mut journal = recovery.into_journal();
    journal.append(&here(), &[change(1, "", "a@f.se")]).unwrap();
    drop(journal);
    let recovery = desk.pending();
    assert_eq!(recovery.draft(), None);
    assert_eq!(recovery.changes(), [change(1, "", "a@f.se")]);
    let mut journal = recovery.into_journal();
    journal.draft(&here(), Some(&typed("z"))).unwrap();
    journal.draft(&here(), None).unwrap();
    drop(journal);
    assert_eq!(desk.pending().draft(), None);
    // A draft that was given up leaves no journal behind.
    let mut journal = desk.pending().into_journal();
    journal.discard().unwrap();
    journal.draft(&here(), Some(&typed("z"))).unwrap();
    journal.draft(&here(), None).unwrap();
    drop(journal);
    assert!(desk.journals().is_empty());
}

#[test]
fn only_one_process_has_a_journal_and_only_its_owner_may_read_it() {
    let desk = Desk::new();
    let mut journal = desk.clean();
    assert!(matches!(desk.open(), Err(JournalError::InUse)));
    journal.append(&here(), &[change(1, "", "a@f.se")]).unwrap();
    let path = &desk.journals()[0];
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    drop(journal);
    assert!(matches!(desk.open(), Ok(Opened::Pending(_))));
}

#[test]
fn a_torn_record_is_ignored_and_written_over() {
    let desk = Desk::new();
    let mut journal = desk.clean();
    journal.append(&here(), &[change(1, "", "a@f.se")]).unwrap();
    journal.append(&here(), &[change(3, "", "c@f.se")]).unwrap();
    drop(journal);
    let path = desk.journals().remove(0);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
    let recovery = desk.pending();
    assert_eq!(recovery.changes(), [change(1, "", "a@f.se")]);
    let mut journal = recovery.into_journal();
    journal.append(&here(), &[change(3, "", "d@f.se")]).unwrap();
    drop(journal);
    let expected = [change(1, "", "a@f.se"), change(3, "", "d@f.se")];
    assert_eq!(desk.pending().changes(), expected);
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let desk = Desk::new();
    let mut journal = desk.clean();
    journal.append(&here(), &[change(1, "", "a@f.se")]).unwrap();
    drop(journal);
    let path = desk.journals().remove(0);
    fs::write(&path, b"koppla journal 2\nsomething").unwrap();
    assert!(matches!(desk.open(), Err(JournalError::Newer { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"koppla journal 2\nsomething");
    fs::write(&path, b"no journal at all").unwrap();
    drop(desk.clean());
}

fn steps() -> impl Strategy<Value = Vec<Vec<CellChange>>> {
    let cell = (0..4usize, "\\PC{0,6}", "\\PC{0,6}");
    let change = cell.prop_map(|(record, old, new)| change(record, &old, &new));
    prop::collection::vec(prop::collection::vec(change, 1..4), 0..6)
}

proptest! {
    #[test]
    fn any_beginning_of_a_journal_yields_a_beginning_of_its_steps(steps in steps(), cut in 0.0..=1.0f64) {
        let identity = Identity::of(None, CONTENT);
        let mut bytes = MAGIC.to_vec();
        put_base(&mut bytes, b"/f.csv", &identity, &[]);
        let mut ends = vec![bytes.len()];
        for step in &steps {
            put_step(&mut bytes, step);
            ends.push(bytes.len());
        }
        let cut = (bytes.len() as f64 * cut) as usize;
        let whole = ends.iter().filter(|end| **end <= cut).count();
        match read_records(&bytes[..cut]) {
            None => prop_assert_eq!(whole, 0),
            Some(found) => {
                prop_assert_eq!(found.steps + 1, whole);
                prop_assert_eq!(found.end, ends[whole - 1]);
                // The last new value of each cell, as a simpler reading has it.
                for change in &found.edits {
                    let last = steps[..found.steps].iter().flatten().rfind(|c| c.cell == change.cell).unwrap();
                    let first = steps[..found.steps].iter().flatten().find(|c| c.cell == change.cell).unwrap();
                    prop_assert_eq!((&change.old, &change.new), (&first.old, &last.new));
                }
            }
        }
    }

    #[test]
    fn arbitrary_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..400usize, flip: u8) {
        let _ = read_records(&bytes);
        let mut journal = MAGIC.to_vec();
        put_base(&mut journal, b"/f.csv", &Identity::of(None, CONTENT), &[change(1, "a", "b")]);
        put_step(&mut journal, &[change(2, "c", "d")]);
        journal.extend_from_slice(&bytes);
        let at = at % journal.len();
        journal[at] ^= flip;
        let _ = read_records(&journal);
    }
}
