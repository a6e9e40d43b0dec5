//! Filling in addresses from the names of a register.

use std::collections::HashMap;

use super::*;
use crate::domain::columns::Columns;
use crate::domain::load::LoadOptions;
use crate::domain::names::Pattern;
use crate::domain::names::tests::DIFFICULT;
use crate::file::index::unwatched;
use crate::file::{Document, Limits, Raw};
use crate::jobs::load::{LoadRequest, prepare};

/// A register with the sixty people, by file and load as an administrator would do it.
fn register(directory: &std::path::Path) -> Place {
    let mut people = "Användar-id\tAnställningsnummer\tFörnamn\tEfternamn\n".to_owned();
    for (n, (first, last, _)) in (1..).zip(DIFFICULT) {
        people.push_str(&format!("id{n}\t{n:04}\t{first}\t{last}\n"));
    }
    let path = directory.join("people.tsv");
    std::fs::write(&path, people).unwrap();
    let place = Place::new(Some(&directory.join("register.db"))).unwrap();
    let request = LoadRequest {
        input: Input::Path(path),
        options: LoadOptions {
            addresses: false,
            trust_verified: false,
        },
        encoding: None,
        delimiter: None,
        no_quotes: false,
        limits: Limits::default(),
    };
    let run = prepare(&place, &request, &Control::unwatched()).unwrap();
    assert_eq!(run.totals().created, 60);
    run.apply(&place).unwrap();
    place
}

#[test]
fn sixty_difficult_names_of_a_register_are_filled_in_exactly_right() {
    let directory = tempfile::tempdir().unwrap();
    let place = register(directory.path());
    let mut text = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n".to_owned();
    for n in 1..=DIFFICULT.len() {
        text.push_str(&format!("id{n}\t{n:04}\t\r\n"));
    }
    let raw = Raw::from_bytes("f.csv".into(), text.into()).unwrap();
    let mut document = Document::open(raw, Reading::default(), &mut unwatched).unwrap();
    let table = document.table();
    let columns = Columns::find(&reading::head(&table), []);
    let target = Target::new(&table, &columns);
    let control = Control::unwatched();
    let known = background(&place, &control).unwrap();
    let pattern = Pattern::parse("{first}.{last}@foretaget.se").unwrap();
    let task = Task::Fill(Fill::Pattern(pattern));
    let options = FillOptions::default();
    let planned = task
        .plan(&target, &options, known.as_ref(), &control)
        .unwrap();
    assert_eq!(planned.changes(), 60);
    document.set(planned.edits(&target).unwrap()).unwrap();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for (record, (first, last, local)) in (1..).zip(DIFFICULT) {
        // Two of them differ in the dash alone: the second is the first one's namesake.
        let count = seen.entry(local).and_modify(|n| *n += 1).or_insert(1);
        let number = match *count {
            1 => String::new(),
            n => n.to_string(),
        };
        assert_eq!(
            document.cell(record, 2).unwrap(),
            format!("{local}{number}@foretaget.se"),
            "{first} {last}"
        );
    }
}
