//! Searching rows, with the edits in them, and sorting them.

use super::*;
use crate::domain::template::Delimiter;
use crate::file::index::unwatched;
use crate::file::{CellEdit, CellRef, Document, Raw, Reading};

fn document(text: &str) -> Document {
    let raw = Raw::from_bytes("f.csv".into(), text.into()).unwrap();
    let reading = Reading {
        delimiter: Some(Delimiter::SEMICOLON),
        ..Reading::default()
    };
    Document::open(raw, reading, &mut unwatched).unwrap()
}

fn rows(table: &Table) -> Vec<u32> {
    (0..u32::try_from(table.records()).unwrap()).collect()
}

/// The records that hold a text, found as a whole and one by one: both ways must agree.
fn found(document: &Document, text: &str) -> Vec<u32> {
    let table = document.table();
    let needle = Needle::new(text).unwrap();
    let search = Search::new(&table, &needle, None);
    let rows = rows(&table);
    let all = search.all(&rows, &Control::unwatched()).unwrap();
    let one_by_one: Vec<u32> = rows
        .iter()
        .copied()
        .filter(|row| search.holds(*row))
        .collect();
    assert_eq!(all, one_by_one, "{text:?}");
    all
}

#[test]
fn the_case_of_letters_makes_no_difference_in_swedish_either() {
    let document = document("a;Åsa ÖBERG\nb;åsa öberg\nc;Asa Oberg\n");
    assert_eq!(found(&document, "ÅSA"), [0, 1]);
    assert_eq!(found(&document, "åsa öb"), [0, 1]);
    assert_eq!(found(&document, "ÅÖ"), [0; 0]);
    assert_eq!(found(&document, "öberG"), [0, 1]);
    assert_eq!(found(&document, "ö"), [0, 1]);
    assert_eq!(found(&document, "berg"), [0, 1, 2]);
}

#[test]
fn a_text_is_found_within_a_cell_and_not_across_two() {
    let document = document("x;y;a\nb;\"c;d\";\"e\"\"f\"\n\"g\nh\";i;j\n");
    assert_eq!(found(&document, "y;a"), [0; 0]);
    assert_eq!(found(&document, "c;d"), [1]);
    assert_eq!(found(&document, "e\"f"), [1]);
    assert_eq!(found(&document, "g\nh"), [2]);
    assert_eq!(found(&document, "a\nb"), [0; 0]);
    assert_eq!(found(&document, "f"), [1]);
}

#[test]
fn signs_are_taken_as_they_stand() {
    let document = document("a.b;x\nacb;(y\n");
    assert_eq!(found(&document, "A.B"), [0]);
    assert_eq!(found(&document, "("), [1]);
    assert!(Needle::new("").is_none());
}

#[test]
fn an_edit_counts_and_what_it_replaced_does_not() {
    let mut document = document("a;old\nb;old\nc;\n");
    let edit = |record, value: &str| CellEdit {
        cell: CellRef { record, column: 1 },
        value: value.into(),
    };
    document.set(vec![edit(0, "new"), edit(2, "New")]).unwrap();
    assert_eq!(found(&document, "old"), [1]);
    assert_eq!(found(&document, "new"), [0, 2]);
}

#[test]
fn a_search_goes_on_at_the_other_end_and_says_so() {
    let text: String = (0..10_000)
        .map(|n| match n {
            7 | 9_000 => format!("hit{n};x\n"),
            _ => format!("row{n};x\n"),
        })
        .collect();
    let document = document(&text);
    let table = document.table();
    let needle = Needle::new("HIT").unwrap();
    let search = Search::new(&table, &needle, None);
    let rows = rows(&table);
    let next = |from, forward| {
        let hit = search
            .next(&rows, from, forward, &Control::unwatched())
            .unwrap()
            .unwrap();
        (hit.place, hit.wrapped)
    };
    assert_eq!(next(0, true), (7, false));
    assert_eq!(next(7, true), (9_000, false));
    assert_eq!(next(9_000, true), (7, true));
    assert_eq!(next(9_000, false), (7, false));
    assert_eq!(next(7, false), (9_000, true));
    // In another order the places are those of that order.
    let backwards: Vec<u32> = rows.iter().rev().copied().collect();
    let hit = search
        .next(&backwards, 0, true, &Control::unwatched())
        .unwrap();
    assert_eq!(
        hit,
        Some(Hit {
            place: 999,
            wrapped: false
        })
    );
    let hit = search.next(&[7], 0, true, &Control::unwatched()).unwrap();
    assert_eq!(
        hit,
        Some(Hit {
            place: 0,
            wrapped: true
        })
    );
    assert_eq!(
        search.next(&[], 0, true, &Control::unwatched()).unwrap(),
        None
    );
    assert_eq!(
        search
            .next(&rows[100..200], 3, false, &Control::unwatched())
            .unwrap(),
        None
    );
}

#[test]
fn a_search_that_is_cancelled_stops() {
    let document = document("a;b\n");
    let table = document.table();
    let needle = Needle::new("zzz").unwrap();
    let control = Control::unwatched();
    control.cancel();
    let search = Search::new(&table, &needle, None);
    let stopped = search.next(&[0], 0, true, &control);
    assert!(matches!(stopped, Err(JobError::Cancelled)));
}

#[test]
fn rows_are_sorted_with_the_empty_ones_last_either_way() {
    let values = ["Östen", "", "10", "adam", "9", "Adam", ""];
    let order = |descending| {
        let value = |record: u32| Cow::Borrowed(values[record as usize]);
        let records = [0, 1, 2, 3, 4, 5, 6];
        sorted(&records, descending, value, &Control::unwatched()).unwrap()
    };
    assert_eq!(order(false), [4, 2, 3, 5, 0, 1, 6]);
    assert_eq!(order(true), [0, 3, 5, 2, 4, 1, 6]);
}
