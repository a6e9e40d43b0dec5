//! Writing what loading people decided.

use super::*;
use crate::domain::address::Warnings;
use crate::domain::log::{HistoryEvent, LoggedRow, OtherCounts, RunStatus};
use crate::domain::plan::{Outcome, Rejection, Totals};
use crate::domain::template::Field;
use crate::store::{LoadCreate, LoadUpdate, LoadWork};

fn create(record: u32, data: PersonData) -> LoadCreate {
    LoadCreate {
        line: record + 1,
        record,
        data,
    }
}

fn update(record: u32, of: &Person, data: PersonData) -> LoadUpdate {
    LoadUpdate {
        line: record + 1,
        record,
        person: of.id,
        version: of.version,
        data,
    }
}

fn write(bench: &mut Bench, work: &LoadWork) -> Result<RunRecord, StoreError> {
    let basis = bench.register.basis()?;
    bench
        .register
        .write_load(basis, &new_run(RunKind::Load), work, &|| at(60))
}

fn rejected(record: u32) -> LoggedRow {
    LoggedRow {
        line: record + 1,
        record,
        outcome: Outcome::Rejected,
        person: None,
        user_id: String::new(),
        employee_number: "9".into(),
        value: String::new(),
        old: None,
        new: None,
        warnings: Warnings::default(),
        rejection: Some(Rejection::KeyMissing(Field::UserId)),
    }
}

#[test]
fn a_register_is_filled_with_its_log() {
    let mut bench = Bench::new();
    let work = LoadWork {
        creates: vec![
            create(1, person("anna.a", "1", "anna@a.se")),
            create(2, person("", "2", "")),
            create(4, person("cia.c", "3", "!cia@a.se")),
        ],
        rejected: vec![rejected(3)],
        unchanged: 0,
        updates: vec![],
    };
    let run = write(&mut bench, &work).unwrap();
    assert_eq!(
        (run.rows, run.other.created, run.totals.rejected),
        (4, 3, 1)
    );
    assert_eq!(run.status, RunStatus::DoneWithErrors);
    assert_eq!(bench.register.run(run.id).unwrap(), run);
    assert_eq!(bench.register.unread_notifications().unwrap(), 1);
    let events = |user_id: &str| -> Vec<_> {
        bench
            .register
            .history_of(bench.id(user_id))
            .unwrap()
            .into_iter()
            .map(|e| (e.at, e.run, e.event))
            .collect()
    };
    assert_eq!(
        events("anna.a"),
        [(at(60), Some(run.id), HistoryEvent::Set)]
    );
    assert_eq!(
        events("cia.c"),
        [(at(60), Some(run.id), HistoryEvent::TrustedOnLoad)]
    );
    assert!(bench.person("cia.c").verified_at.is_some());
    let rows = bench.register.run_rows(run.id, None, 0, 10).unwrap();
    assert_eq!(
        rows.iter()
            .map(|r| (r.record, r.outcome))
            .collect::<Vec<_>>(),
        [
            (1, Outcome::Updated),
            (3, Outcome::Rejected),
            (4, Outcome::Updated)
        ]
    );
    assert_eq!(rows[1], rejected(3));
}

#[test]
fn addresses_and_numbers_change_places_among_the_updates() {
    let mut bench = Bench::with(&[
        ("a", "1", "a@a.se"),
        ("b", "2", "b@a.se"),
        ("c", "3", "c@a.se"),
    ]);
    let [a, b, c] = ["a", "b", "c"].map(|user_id| bench.person(user_id));
    let work = LoadWork {
        updates: vec![
            update(1, &c, person("c", "4", "")),
            update(2, &a, person("a", "2", "b@a.se")),
            update(
                3,
                &b,
                PersonData {
                    first_name: Some("Bo".into()),
                    ..person("b", "1", "a@a.se")
                },
            ),
        ],
        creates: vec![create(4, person("d", "3", "c@a.se"))],
        rejected: vec![],
        unchanged: 5,
    };
    let run = write(&mut bench, &work).unwrap();
    assert_eq!(
        run.totals,
        Totals {
            updated: 3,
            unchanged: 5,
            ..Totals::default()
        }
    );
    assert_eq!(
        run.other,
        OtherCounts {
            created: 1,
            ..OtherCounts::default()
        }
    );
    assert_eq!(run.rows, 9);
    for (user_id, number, address) in [
        ("a", "2", "b@a.se"),
        ("b", "1", "a@a.se"),
        ("c", "4", ""),
        ("d", "3", "c@a.se"),
    ] {
        assert_eq!(bench.address(user_id), address);
        assert_eq!(
            bench.person(user_id).employee_number.as_deref(),
            Some(number)
        );
    }
    assert_eq!(bench.person("b").version, 2);
    assert_eq!(bench.person("b").first_name.as_deref(), Some("Bo"));
    let rows = bench.register.run_rows(run.id, None, 0, 10).unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|r| (r.record, r.old.as_deref(), r.new.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (1, Some("c@a.se"), None),
            (2, Some("a@a.se"), Some("b@a.se")),
            (3, Some("b@a.se"), Some("a@a.se")),
            (4, None, Some("c@a.se")),
        ]
    );
}

#[test]
fn a_number_joins_a_user_id() {
    let mut bench = Bench::with(&[("", "1", "anna@a.se")]);
    let found = bench.register.find_person("1", None).unwrap();
    let work = LoadWork {
        updates: vec![update(1, &found, person("anna.a", "1", "anna@a.se"))],
        ..LoadWork::default()
    };
    write(&mut bench, &work).unwrap();
    assert_eq!(bench.id("anna.a"), found.id);
    assert_eq!(bench.register.history_of(found.id).unwrap().len(), 1);
}

#[test]
fn what_does_not_fit_leaves_nothing() {
    let mut bench = Bench::with(&[("a", "1", "!a@a.se"), ("b", "2", "b@a.se")]);
    let (a, b) = (bench.person("a"), bench.person("b"));
    let new = create(1, person("new", "9", "new@a.se"));
    let stale = Person {
        version: 7,
        ..b.clone()
    };
    for (update, code) in [
        (
            update(2, &a, person("a", "1", "other@a.se")),
            "verified_protected",
        ),
        (update(2, &b, person("b", "2", "a@a.se")), "address_taken"),
        (update(2, &b, person("A", "2", "")), "already_exists"),
        (update(2, &b, person("b", "1", "")), "already_exists"),
        (update(2, &stale, person("b", "2", "")), "conflict"),
        (update(2, &b, person("", "", "")), "person_invalid"),
    ] {
        let work = LoadWork {
            creates: vec![new.clone()],
            updates: vec![update],
            ..LoadWork::default()
        };
        assert_eq!(write(&mut bench, &work).unwrap_err().code(), code);
        assert_eq!(bench.register.person_counts().unwrap().persons, 2);
        assert_eq!(bench.person("b"), b);
        assert_eq!(bench.register.runs(None).unwrap(), []);
    }
    let basis = bench.register.basis().unwrap();
    bench
        .other()
        .insert(&person("c", "3", ""), &who(), at(1), None)
        .unwrap();
    let work = LoadWork {
        creates: vec![new],
        ..LoadWork::default()
    };
    let error = bench
        .register
        .write_load(basis, &new_run(RunKind::Load), &work, &|| at(2))
        .unwrap_err();
    assert!(matches!(error, StoreError::BasisChanged));
    assert_eq!(error.code(), "conflict");
}
