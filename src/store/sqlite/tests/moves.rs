//! So many get another address at once that the index of addresses is made anew: all must be as if it had been there all the time.

use super::super::moves::BULK;
use super::*;
use crate::store::{LoadCreate, LoadWork};

fn crowd() -> u32 {
    u32::try_from(BULK).unwrap() + 100
}

/// Persons `u0`, `u1` … with the addresses `u0@a.se` … of whom the first is verified.
fn bench() -> Bench {
    let mut bench = Bench::new();
    let create = |number: u32| {
        let mark = if number == 0 { "!" } else { "" };
        LoadCreate {
            line: number + 1,
            record: number + 1,
            data: person(
                &format!("u{number}"),
                &number.to_string(),
                &format!("{mark}u{number}@a.se"),
            ),
        }
    };
    let work = LoadWork {
        creates: (0..crowd()).map(create).collect(),
        ..LoadWork::default()
    };
    let basis = bench.register.basis().unwrap();
    bench
        .register
        .write_load(basis, &new_run(RunKind::Load), &work, &|| at(1))
        .unwrap();
    bench
}

/// A row for everybody but the verified one, with the address that `to` says.
fn rows(to: impl Fn(u32) -> String) -> Vec<[String; 3]> {
    (1..crowd())
        .map(|number| [format!("u{number}"), number.to_string(), to(number)])
        .collect()
}

fn schema(bench: &Bench) -> Vec<String> {
    let shell = bench.shell();
    let mut statement = shell
        .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn borrowed(rows: &[[String; 3]]) -> Vec<[&str; 3]> {
    rows.iter()
        .map(|row| row.each_ref().map(String::as_str))
        .collect()
}

#[test]
fn everybody_moves_to_their_neighbours_address_and_the_register_is_sound() {
    let mut bench = bench();
    let before = schema(&bench);
    let next = |number| if number + 1 == crowd() { 1 } else { number + 1 };
    let file = rows(|number| format!("u{}@a.se", next(number)));
    let run = bench.apply(&borrowed(&file));
    assert_eq!(run.totals.updated, u64::from(crowd()) - 1);
    for number in [1, 2, crowd() - 1] {
        let wanted = format!("u{}@a.se", next(number));
        assert_eq!(bench.address(&format!("u{number}")), wanted);
    }
    assert_eq!(bench.address("u0"), "u0@a.se");
    assert_eq!(schema(&bench), before);
    assert_eq!(bench.register.verify().unwrap(), [""; 0]);
}

#[test]
fn the_way_back_is_as_sound() {
    let mut bench = bench();
    let before = schema(&bench);
    let run = bench.apply(&borrowed(&rows(|number| format!("new{number}@a.se"))));
    let proceed = |_, _| ControlFlow::Continue(());
    let (plan, basis) = bench.register.plan_undo(run.id, &proceed).unwrap().unwrap();
    let undo = new_run(RunKind::Undo);
    bench
        .register
        .apply_undo(plan, basis, &undo, OnConflict::Stop, &|| at(90), &proceed)
        .unwrap();
    assert_eq!(bench.address("u7"), "u7@a.se");
    assert_eq!(schema(&bench), before);
    assert_eq!(bench.register.verify().unwrap(), [""; 0]);
}

#[test]
fn r2_without_the_index_a_verified_person_is_still_not_displaced() {
    let bench = bench();
    let shell = bench.shell();
    let error = shell
        .execute_batch(
            "BEGIN; DROP INDEX person_connect_key;
             UPDATE person SET connect_key = 'u0@a.se', connect_address = 'u0@a.se', address_version = 9 WHERE id = 2;",
        )
        .unwrap_err();
    assert!(error.to_string().contains("koppla:verified_protected"));
    assert!(shell.is_autocommit(), "all of it is rolled back");
    assert!(
        schema(&bench)
            .iter()
            .any(|sql| sql.contains("person_connect_key"))
    );
}
