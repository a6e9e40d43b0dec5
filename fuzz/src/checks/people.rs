//! Loading people: the plan, which changes nothing by itself.

use std::collections::HashSet;

use koppla::domain::address::{Address, parse};
use koppla::domain::load::{LoadOptions, LoadPlan, LoadVerdict};
use koppla::domain::person::{Person, PersonData, PersonId, user_id_key};
use koppla::jobs::Control;
use koppla::jobs::load::PeopleFile;
use koppla::jobs::reading::data_rows;

use super::document::{read, reading};

/// Bytes of a file, and at the end one byte that says how it is read and what is taken from it. Whatever of it would be loaded
/// leaves every key and every address to one person, a verified address as it is, and loaded again creates nobody.
pub fn people_file(data: &[u8]) {
    let Some((how, bytes)) = data.split_last() else {
        return;
    };
    let Ok(document) = read(bytes, reading(*how)) else {
        return;
    };
    let table = document.table();
    let records = data_rows(&table, 0).count();
    let Ok(file) = PeopleFile::of(table) else {
        return;
    };
    let options = LoadOptions {
        addresses: how & 1 == 0,
        trust_verified: how & 2 == 0,
    };
    let people = people();
    let first = planned(&file, &people, options);
    assert!(first.rows.len() <= records);
    assert_eq!(first.totals().rows(), first.rows.len() as u64);
    let after = loaded(people, &first);
    unique(&after);
    let second = planned(&file, &after, options);
    for (before, after) in first.rows.iter().zip(&second.rows) {
        let rejected = matches!(before.verdict, LoadVerdict::Rejected(_));
        let created = matches!(after.verdict, LoadVerdict::Created(_));
        assert!(rejected || !created, "{before:?} {after:?}");
    }
}

fn planned(file: &PeopleFile, people: &[Person], options: LoadOptions) -> LoadPlan {
    let plan = file.plan(people, options, &Control::unwatched());
    plan.unwrap_or_else(|error| panic!("nobody cancels: {error}"))
}

/// Anna has everything and is verified, Bo has no user id, Cia no number.
fn people() -> Vec<Person> {
    let data = |user_id: &str, number: &str, address: &str| PersonData {
        company: (user_id != "cia.c").then_some(1),
        user_id: (!user_id.is_empty()).then(|| user_id.to_owned()),
        employee_number: (!number.is_empty()).then(|| number.to_owned()),
        connect_address: parse(address).ok().map(|parsed| parsed.address),
        ..PersonData::default()
    };
    let data = [
        PersonData {
            verified_at: Some(jiff::Timestamp::UNIX_EPOCH),
            ..data("anna.a", "007", "anna@x.se")
        },
        data("", "7", "bo@x.se"),
        data("cia.c", "", ""),
    ];
    (1..).zip(data).map(|(id, data)| person(id, data)).collect()
}

fn person(id: i64, data: PersonData) -> Person {
    Person {
        id: PersonId(id),
        company: data.company,
        user_id: data.user_id,
        employee_number: data.employee_number,
        first_name: data.first_name,
        last_name: data.last_name,
        department: data.department,
        email: data.email,
        connect_address: data.connect_address,
        verified_at: data.verified_at,
        active: data.active,
        protected: data.protected,
        version: 1,
        sent_until: None,
        bounced: false,
    }
}

/// The register as it would be.
fn loaded(mut people: Vec<Person>, plan: &LoadPlan) -> Vec<Person> {
    for row in &plan.rows {
        match &row.verdict {
            LoadVerdict::Created(data) => {
                let id = people.len() as i64 + 1;
                people.push(person(id, (**data).clone()));
            }
            LoadVerdict::Updated(at, data) => {
                let before = &people[*at];
                if before.verified_at.is_some() {
                    assert_eq!(before.connect_address, data.connect_address);
                }
                assert_eq!(before.verified_at, data.verified_at);
                let id = before.id.0;
                people[*at] = person(id, (**data).clone());
            }
            LoadVerdict::Unchanged(_) | LoadVerdict::Rejected(_) => {}
        }
    }
    people
}

fn unique(people: &[Person]) {
    let (mut ids, mut numbers, mut addresses) = (HashSet::new(), HashSet::new(), HashSet::new());
    for person in people {
        assert!(person.user_id.is_some() || person.employee_number.is_some());
        if let Some(user_id) = &person.user_id {
            assert!(ids.insert(user_id_key(user_id)), "{user_id:?} twice");
        }
        if let Some(number) = &person.employee_number {
            let key = (person.company, number);
            assert!(numbers.insert(key), "{key:?} twice");
        }
        if let Some(address) = person.connect_address.as_ref().map(Address::canonical) {
            assert!(addresses.insert(address), "{address:?} twice");
        }
    }
}
