//! The check of a file that is edited says what the import would say, of every row and after every edit.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::domain::address::{Warning, Warnings};
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::domain::person::PersonId;
use crate::domain::plan::{Outcome, Reason, Rejection};
use crate::domain::snapshot::{Known, Snapshot};
use crate::file::{CellEdit, CellRef, Document, Raw, Reading};
use crate::jobs::demo::Demo;
use crate::jobs::import;
use crate::jobs::place::Place;
use crate::jobs::plain_import;

const LAYOUT: Layout = Layout {
    columns: 3,
    user_id: 0,
    employee_number: 1,
    address: 2,
};

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("sample-data")
        .join(name)
}

fn document(text: &str) -> Document {
    let raw = Raw::from_bytes("f.csv".into(), text.into()).unwrap();
    Document::open(raw, Reading::default(), &mut crate::file::index::unwatched).unwrap()
}

fn people(demo: &Demo, table: &Table) -> People {
    People::load(demo.place(), true, table, LAYOUT, 1).unwrap()
}

fn check(table: &Table, people: &People) -> Checked {
    run(table, LAYOUT, 1, people, &Control::unwatched()).unwrap()
}

fn set(document: &mut Document, record: usize, value: &str) {
    let cell = CellRef { record, column: 2 };
    let value = value.to_owned();
    document.set(vec![CellEdit { cell, value }]).unwrap();
}

#[test]
fn table_and_import_say_the_same_of_every_row() {
    let demo = Demo::new().unwrap();
    for name in ["anstallda_epost.csv", "smutsiga-adresser.csv"] {
        let request = plain_import(sample(name));
        let prepared = import::prepare(demo.place(), &request, &Control::unwatched()).unwrap();
        let table = prepared.table();
        let people = people(&demo, table);
        let checked = check(table, &people);
        let mut planner = people.planner();
        for row in prepared.plan().rows() {
            let record = prepared.record_of(row).unwrap();
            let mark = checked.mark(record);
            let logged = prepared.logged(row);
            assert_eq!(
                checked.rejection(record),
                logged.rejection.as_ref(),
                "line {}",
                row.line
            );
            assert_eq!(mark.warnings, row.warnings, "line {}", row.line);
            assert_eq!(mark.kept, row.outcome() == Outcome::Kept);
            let data = DataRow {
                record,
                line: row.line,
                number: row.record,
            };
            let alone = alone(&mut planner, &people, &checked, table, LAYOUT, data, None);
            let together = matches!(
                logged.rejection.as_ref().map(Rejection::reason),
                Some(Reason::AddressTwice)
            );
            assert_eq!(alone.mark == mark, !together, "line {}", row.line);
        }
        let totals = prepared.totals();
        let counts = checked.counts();
        assert_eq!(counts.faults, totals.rejected, "{name}");
    }
}

#[test]
fn edits_are_judged_at_once_and_together() {
    let demo = Demo::new().unwrap();
    let mut document = document(
        "Användar-id\tAnställningsnummer\tE-post Visma Connect\n\
         anna.a\t00417\t\n\
         bjorn.b\t00418\t\n\
         cia.c\t00421\t\n",
    );
    let people = people(&demo, &document.table());
    let mut checked = check(&document.table(), &people);
    assert_eq!(checked.mark(1).state, State::Verified);
    assert_eq!(checked.counts().lacking, 2);
    assert_eq!(people.name("BJORN.B "), "Björn Berg");
    assert_eq!(people.name("nobody"), "");

    let row = |record: u32| DataRow {
        record: record as usize,
        line: record + 1,
        number: record,
    };
    let mut planner = people.planner();
    let table = document.table();
    let mut typed = |record, text| {
        let row = row(record);
        alone(
            &mut planner,
            &people,
            &checked,
            &table,
            LAYOUT,
            row,
            Some(text),
        )
    };
    let taken = typed(2, "anna.andersson@foretaget.example");
    let why = taken.rejection.as_ref().map(Rejection::reason);
    assert_eq!(why, Some(Reason::AddressTaken));
    let elsewhere = typed(2, "bjorn@foretagt.example");
    assert_eq!(
        suggestion("", elsewhere.mark, elsewhere.rejection.as_ref()).as_deref(),
        Some("bjorn@foretaget.example")
    );
    let good = typed(2, "ny.adress@foretaget.example");
    assert_eq!((good.mark.state, &good.rejection), (State::Good, &None));
    checked.replace(2, good);
    assert_eq!((checked.counts().lacking, checked.counts().faults), (1, 0));
    checked.replace(2, taken);
    assert_eq!((checked.counts().lacking, checked.counts().faults), (1, 1));

    set(&mut document, 2, "ny.adress@foretaget.example");
    set(&mut document, 3, "NY.adress@foretaget.example");
    let checked = check(&document.table(), &people);
    for record in [2, 3] {
        let reason = checked.rejection(record).unwrap().reason();
        assert_eq!(reason, Reason::AddressTwice);
    }
    assert_eq!((checked.counts().lacking, checked.counts().faults), (0, 2));
}

#[test]
fn an_empty_register_knows_nobody_and_rejects_nobody_for_it() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place::new(Some(&directory.path().join("r.db"))).unwrap();
    let table = document(
        "Användar-id\tAnställningsnummer\tE-post Visma Connect\n\
         anna.a\t1\ta@b.se\n\
         bo.b\t2\tnix\n\
         anna.a\t3\tc@d.se\n",
    )
    .table();
    let people = People::load(&place, true, &table, LAYOUT, 1).unwrap();
    assert!(!people.known());
    let checked = check(&table, &people);
    let states = [1, 2, 3].map(|record| checked.mark(record).state);
    assert_eq!(states, [State::Good, State::Rejected, State::Rejected]);
    assert_eq!(checked.rejection(3).unwrap().reason(), Reason::KeyMismatch);
}

#[test]
fn a_suggestion_is_what_the_cell_should_hold() {
    let judged = |warning: Warning| {
        let mut warnings = Warnings::default();
        warnings.insert(warning);
        Mark {
            state: State::Good,
            kept: false,
            warnings,
        }
    };
    for (cell, warning, proposed) in [
        (" a@b.se ", Warning::Trimmed, Some("a@b.se")),
        ("Bo <a@b.se>", Warning::Normalised, Some("a@b.se")),
        ("bo@gmial.com", Warning::TypoSuspected, Some("bo@gmail.com")),
        ("info@b.se", Warning::RoleAddress, None),
    ] {
        assert_eq!(suggestion(cell, judged(warning), None).as_deref(), proposed);
    }
    let of_a_key = Rejection::KeyMismatch {
        suggestion: Some("00417".into()),
    };
    assert_eq!(suggestion("", Mark::default(), Some(&of_a_key)), None);
}

#[test]
fn a_check_can_be_cancelled() {
    let demo = Demo::new().unwrap();
    let rows: String = (0..5000).map(|n| format!("u{n}\t{n}\ta\n")).collect();
    let table = document(&format!(
        "Användar-id\tAnst.nr\tE-post Visma Connect\n{rows}"
    ))
    .table();
    let people = people(&demo, &table);
    let control = Control::unwatched();
    control.cancel();
    let stopped = run(&table, LAYOUT, 1, &people, &control);
    assert!(matches!(stopped, Err(JobError::Cancelled)));
}

/// Everything at once: a plan of every row, against everybody.
fn straightforward(table: &Table, people: &People) -> Checked {
    let rows: Vec<DataRow> = crate::jobs::reading::data_rows(table, 1).collect();
    let cells = || rows.iter().map(|row| cut(table, LAYOUT, *row));
    let mut planner = people.planner_for(cells());
    cells().for_each(|row| planner.push(&row));
    let plan = planner.finish();
    let mut checked = Checked::begin(table.records(), people);
    for (row, planned) in rows.iter().zip(plan.into_rows()) {
        if let (Some(person), Verdict::Updated(_)) = (planned.person, &planned.verdict)
            && let Some(snapshot) = people.snapshot()
            && snapshot.person(person).canonical.is_some()
        {
            checked.note_moving(person);
        }
        checked.put(row.record, planned, people);
    }
    checked
}

const IDS: [&str; 9] = [
    "anna",
    "ANNA",
    " bo",
    "bo",
    "åsa",
    "A\u{30a}SA",
    "cia",
    "dan",
    "",
];
const KEYS: [&str; 4] = ["007", "7", "T1", ""];
const CELLS: [&str; 14] = [
    "",
    " ",
    "a@x.se",
    "A@X.se",
    "b@x.se",
    " c@x.se",
    "d@x.se",
    "e@y.se",
    "f@x.se",
    "nix",
    "info@x.se",
    "å@x.se",
    "g@gmial.com",
    "h@x.se\tmore",
];

fn somebody() -> impl Strategy<Value = (usize, usize, bool, bool)> {
    (0..KEYS.len() - 1, 0..9_usize, any::<bool>(), any::<bool>())
}

/// A register in which everybody has one of these user ids, and nobody another's address.
fn register(persons: &[(usize, usize, bool, bool)]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (at, (key, address, verified, active)) in persons.iter().enumerate() {
        let id = ["anna", "bo", "åsa", "cia", "dan"][at];
        let address = Some(CELLS[*address])
            .filter(|cell| cell.ends_with(".se") && !cell.starts_with([' ', 'A']))
            .filter(|cell| snapshot.holder(cell).is_none());
        snapshot.push(Known {
            id: PersonId(at as i64 + 1),
            version: 1,
            user_id: Some(id),
            employee_number: Some(KEYS[*key]),
            spelling: address,
            canonical: address,
            verified: *verified && address.is_some(),
            active: *active,
        });
    }
    snapshot
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_lean_check_says_what_a_plan_of_every_row_says(
        lines in prop::collection::vec((0..IDS.len(), 0..KEYS.len(), 0..CELLS.len()), 0..14),
        persons in prop::option::of(prop::collection::vec(somebody(), 1..=5)),
        allowed in prop::option::of(Just("x.se")),
    ) {
        let rows: String = lines
            .iter()
            .map(|(id, key, cell)| format!("{}\t{}\t{}\n", IDS[*id], KEYS[*key], CELLS[*cell]))
            .collect();
        let table = document(&format!("Användar-id\tAnst.nr\tE-post Visma Connect\n{rows}")).table();
        let domains = AllowedDomains::new(
            allowed.iter().map(|d| AllowedDomain::parse(d).unwrap()).collect(),
        );
        let people = match persons {
            Some(persons) => People::of_register(Arc::new(register(&persons)), domains),
            None => People::of_file(&table, LAYOUT, 1, domains),
        };
        let (lean, whole) = (check(&table, &people), straightforward(&table, &people));
        prop_assert_eq!(&lean, &whole, "{}", rows);
    }
}
