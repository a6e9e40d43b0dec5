//! What loading a people file does to persons, row by row.

use std::borrow::Cow;

use jiff::Timestamp;

use super::*;
use crate::domain::address;
use crate::domain::person::PersonData;
use crate::domain::person::tests::nobody;
use crate::domain::plan::HolderState;
use crate::domain::template::Field;

fn person(id: i64, company: u32, user_id: &str, number: &str) -> Person {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Person {
        company: Some(company),
        user_id: some(user_id),
        employee_number: some(number),
        ..nobody(id)
    }
}

fn with_address(mut person: Person, address: &str, verified: bool) -> Person {
    person.connect_address = Some(address::parse(address).unwrap().address);
    person.verified_at = verified.then_some(Timestamp::UNIX_EPOCH);
    person
}

fn load(people: &[Person], options: LoadOptions, file: &[&str]) -> LoadPlan {
    let cut = |line: &str| -> Vec<Cow<'static, str>> {
        line.split(';').map(|c| Cow::Owned(c.to_owned())).collect()
    };
    let columns = PeopleColumns::from_headings(&cut(file[0])).unwrap();
    let rows = (2u32..).zip(&file[1..]).map(|(line, text)| PeopleRow {
        line,
        record: line - 1,
        fault: None,
        cells: cut(text),
    });
    plan(people, &columns, rows, options)
}

fn created(plan: &LoadPlan, at: usize) -> &PersonData {
    match &plan.rows[at].verdict {
        LoadVerdict::Created(data) => data,
        other => panic!("{other:?}"),
    }
}

fn updated(plan: &LoadPlan, at: usize) -> (usize, &PersonData) {
    match &plan.rows[at].verdict {
        LoadVerdict::Updated(index, data) => (*index, data),
        other => panic!("{other:?}"),
    }
}

fn rejected(plan: &LoadPlan, at: usize) -> &Rejection {
    match &plan.rows[at].verdict {
        LoadVerdict::Rejected(rejection) => rejection,
        other => panic!("{other:?}"),
    }
}

#[test]
fn from_nothing_everybody_is_created_and_zeros_stay() {
    let plan = load(
        &[],
        LoadOptions::default(),
        &[
            "Företag;Användar-id;Anställningsnummer;Förnamn;Aktiv;Skyddade personuppgifter",
            "1;anna.a;00417;Anna;ja;nej",
            "2;;T-9;Bo;nej;ja",
        ],
    );
    assert_eq!(created(&plan, 0).employee_number.as_deref(), Some("00417"));
    assert!(created(&plan, 0).active && !created(&plan, 0).protected);
    assert_eq!(created(&plan, 1).user_id, None);
    assert!(!created(&plan, 1).active && created(&plan, 1).protected);
}

#[test]
fn known_persons_change_in_the_columns_of_the_file_and_blank_leaves_things_as_they_are() {
    let mut anna = person(1, 1, "anna.a", "00417");
    anna.department = Some("Vård".into());
    anna.first_name = Some("Anna".into());
    let plan = load(
        &[anna],
        LoadOptions::default(),
        &["Användar-id;Avdelning;Förnamn", "ANNA.A;HR;"],
    );
    let (at, data) = updated(&plan, 0);
    assert_eq!((at, data.department.as_deref()), (0, Some("HR")));
    assert_eq!(data.first_name.as_deref(), Some("Anna"));
    assert_eq!(data.user_id.as_deref(), Some("anna.a"));
}

#[test]
fn an_account_and_an_employment_join() {
    let plan = load(
        &[person(1, 1, "", "00417")],
        LoadOptions::default(),
        &["Företag;Användar-id;Anställningsnummer", "1;anna.a;00417"],
    );
    assert_eq!(updated(&plan, 0).1.user_id.as_deref(), Some("anna.a"));
}

#[test]
fn equal_numbers_in_two_companies_do_no_harm() {
    let people = [person(1, 1, "a", "7"), person(2, 2, "", "7")];
    let file = ["Företag;Anställningsnummer;Avdelning", "2;7;HR"];
    assert_eq!(
        updated(&load(&people, LoadOptions::default(), &file), 0).0,
        1
    );
    let file = ["Anställningsnummer;Avdelning", "7;HR"];
    let plan = load(&people, LoadOptions::default(), &file);
    assert_eq!(rejected(&plan, 0), &Rejection::NumberAmbiguous);
}

#[test]
fn a_number_that_is_anothers_is_refused() {
    let people = [person(1, 1, "a", "7"), person(2, 1, "b", "8")];
    let file = ["Företag;Användar-id;Anställningsnummer", "1;a;8", "1;c;8"];
    let plan = load(&people, LoadOptions::default(), &file);
    for at in 0..2 {
        assert_eq!(
            rejected(&plan, at),
            &Rejection::NumberTaken { holder: "b".into() }
        );
    }
}

#[test]
fn a_row_that_changes_a_person_leaves_no_other_row_that_knew_them_before() {
    let people = [person(1, 1, "anna.a", "007"), person(2, 1, "bo.b", "7")];
    let file = [
        "Användar-id;Anställningsnummer",
        "anna.a;014",
        ";007",
        "bo.b;7",
        ";7",
    ];
    let plan = load(&people, LoadOptions::default(), &file);
    assert_eq!((plan.totals().rejected, plan.totals().unchanged), (2, 2));
}

#[test]
fn addresses_of_known_persons_change_only_when_asked_and_verified_ones_never() {
    let people = [
        with_address(person(1, 1, "a", ""), "a@x.se", false),
        with_address(person(2, 1, "b", ""), "b@x.se", true),
    ];
    let file = [
        "Användar-id;E-post Visma Connect",
        "a;ny@x.se",
        "b;annan@x.se",
    ];
    let plan = load(&people, LoadOptions::default(), &file);
    assert_eq!(plan.totals().unchanged, 2);
    assert_eq!(plan.addresses_left, 2);
    let asked = load(
        &people,
        LoadOptions {
            addresses: true,
            ..Default::default()
        },
        &file,
    );
    let address = updated(&asked, 0).1.connect_address.as_ref().unwrap();
    assert_eq!(address.spelling(), "ny@x.se");
    assert_eq!(asked.rows[1].verdict, LoadVerdict::Unchanged(1));
}

#[test]
fn only_a_trusted_file_creates_verified_persons() {
    let file = [
        "Användar-id;E-post Visma Connect;Verifierad",
        "a;a@x.se;2026-01-02",
    ];
    let plain = load(&[], LoadOptions::default(), &file);
    assert_eq!(
        (created(&plain, 0).verified_at, plain.verified_ignored),
        (None, 1)
    );
    let trusting = LoadOptions {
        trust_verified: true,
        ..Default::default()
    };
    let trusted = load(&[], trusting, &file);
    assert_eq!(
        created(&trusted, 0).verified_at,
        "2026-01-02T00:00:00Z".parse().ok()
    );
    let known = [with_address(person(1, 1, "a", ""), "a@x.se", false)];
    let again = load(&known, trusting, &file);
    assert_eq!((again.totals().unchanged, again.verified_ignored), (1, 1));
    for wrong in ["a;a@x.se;igår", "a;;2026-01-02"] {
        let plan = load(&[], trusting, &[file[0], wrong]);
        assert!(
            matches!(rejected(&plan, 0), Rejection::ValueInvalid(_)),
            "{wrong}"
        );
    }
}

#[test]
fn addresses_stay_unique() {
    let people = [with_address(person(1, 1, "a", ""), "a@x.se", true)];
    let file = [
        "Användar-id;E-post Visma Connect",
        "b;a@x.se",
        "c;ny@x.se",
        "d;ny@x.se",
        "e;e@x.se",
    ];
    let plan = load(&people, LoadOptions::default(), &file);
    assert!(matches!(
        rejected(&plan, 0),
        Rejection::AddressTaken {
            state: HolderState::Verified,
            ..
        }
    ));
    assert!(matches!(rejected(&plan, 1), Rejection::AddressTwice { .. }));
    assert!(matches!(rejected(&plan, 2), Rejection::AddressTwice { .. }));
    assert_eq!(plan.totals().created, 1);
}

#[test]
fn bad_values_are_told() {
    let long = format!("{};1;ja", "x".repeat(31));
    for (row, field) in [
        ("a;0;ja", Field::Company),
        ("a;100000;ja", Field::Company),
        ("a;ett;ja", Field::Company),
        ("a;1;kanske", Field::Active),
        (long.as_str(), Field::UserId),
        ("a\u{1b};1;ja", Field::UserId),
        (";1;ja", Field::UserId),
    ] {
        let plan = load(
            &[],
            LoadOptions::default(),
            &["Användar-id;Företag;Aktiv", row],
        );
        assert_eq!(rejected(&plan, 0).field(), Some(field), "{row:?}");
    }
}

#[test]
fn a_person_twice_is_not_loaded_at_all() {
    let file = ["Användar-id;Avdelning", "a;HR", "A;IT", "b;HR"];
    let plan = load(&[], LoadOptions::default(), &file);
    assert_eq!((plan.totals().created, plan.totals().rejected), (1, 2));
}

#[test]
fn headings_must_say_who_is_who() {
    assert_eq!(
        PeopleColumns::from_headings(&["Förnamn"]),
        Err(HeadingError::NoKey)
    );
    assert_eq!(
        PeopleColumns::from_headings(&["anna"]),
        Err(HeadingError::None)
    );
    assert_eq!(
        PeopleColumns::from_headings(&["User id", "Användar-id"]),
        Err(HeadingError::Twice("Användar-id".into()))
    );
}
