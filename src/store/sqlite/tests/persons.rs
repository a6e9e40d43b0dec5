//! One person at a time: keys, versions, the guard of verified addresses.

use super::*;
use crate::domain::domains::AllowedDomains;
use crate::domain::log::HistoryEvent;
use crate::store::{Entry, Flaw, Only, PersonFilter};

#[test]
fn a_person_comes_back_as_stored() {
    let mut bench = Bench::new();
    let data = PersonData {
        company: Some(99_999),
        user_id: Some("Åsa.Öberg".into()),
        employee_number: Some("00417".into()),
        first_name: Some("Åsa".into()),
        last_name: Some("von Öberg".into()),
        department: Some("Vård".into()),
        email: Some("asa@hemma.se".into()),
        connect_address: Some(parsed("Asa@RÄKSMÖRGÅS.se")),
        verified_at: Some(at(1)),
        active: false,
        protected: true,
    };
    let id = bench.register.insert(&data, &who(), at(2), None).unwrap();
    let stored = bench.register.person(id).unwrap();
    assert_eq!(stored.spelling(), Some("Asa@räksmörgås.se"));
    assert_eq!(stored.verified_at, Some(at(1)));
    assert_eq!(
        data_of(&stored),
        PersonData {
            verified_at: None,
            ..data
        }
    );
    assert_eq!(stored.version, 1);
    assert_eq!(bench.person("a\u{30a}SA.ÖBERG"), stored);
    let holder = bench
        .register
        .find_by_address("asa@xn--rksmrgs-5wao1o.se")
        .unwrap();
    assert_eq!(holder, Some(stored));
}

#[test]
fn a_person_needs_a_key_of_the_right_form() {
    let mut bench = Bench::new();
    let long = "x".repeat(31);
    let company = PersonData {
        company: Some(100_000),
        ..person("a", "", "")
    };
    for (data, flaw) in [
        (person("", "", "a@b.se"), Flaw::NoKey),
        (person(&long, "1", ""), Flaw::UserIdLength),
        (company, Flaw::Company),
        (
            PersonData {
                employee_number: Some(String::new()),
                ..person("a", "", "")
            },
            Flaw::NumberEmpty,
        ),
        (
            PersonData {
                verified_at: Some(at(0)),
                ..person("a", "", "")
            },
            Flaw::VerifiedWithoutAddress,
        ),
    ] {
        let error = bench
            .register
            .insert(&data, &who(), at(0), None)
            .unwrap_err();
        assert!(
            matches!(error, StoreError::PersonInvalid(found) if found == flaw),
            "{error:?}"
        );
    }
    bench
        .register
        .insert(&person(&"å".repeat(30), "", ""), &who(), at(0), None)
        .unwrap();
}

#[test]
fn who_is_in_the_way_is_told() {
    let mut bench = Bench::with(&[
        ("anna.a", "00417", "anna@foretaget.se"),
        ("bo.b", "", "!bo@foretaget.se"),
    ]);
    let mut refused = |data: &PersonData| {
        bench
            .register
            .insert(data, &who(), at(0), None)
            .unwrap_err()
    };
    let error = refused(&person("ANNA.A", "1", ""));
    assert!(
        matches!(&error, StoreError::AlreadyExists(Entry::Person(key)) if key == "ANNA.A"),
        "{error:?}"
    );
    let error = refused(&person("c", "00417", ""));
    assert!(
        matches!(&error, StoreError::NumberTaken { holder, company: None, .. } if holder == "anna.a")
    );
    let error = refused(&person("c", "1", "Anna@Foretaget.SE"));
    assert!(matches!(&error, StoreError::AddressTaken { holder, .. } if holder == "anna.a"));
    // The same of somebody verified, where the guard speaks before the index.
    let error = refused(&person("Bo.B", "1", ""));
    assert!(matches!(&error, StoreError::AlreadyExists(_)), "{error:?}");
    let error = refused(&person("c", "1", "bo@foretaget.se"));
    assert!(matches!(&error, StoreError::AddressTaken { holder, .. } if holder == "bo.b"));
    assert_eq!(bench.register.person_counts().unwrap().persons, 2);
}

#[test]
fn numbers_are_text_and_unique_within_a_company() {
    let mut bench = Bench::new();
    for (user, number, company) in [
        ("a", "007", Some(1)),
        ("b", "007", Some(2)),
        ("c", "7", Some(1)),
        ("d", "007", None),
    ] {
        let data = PersonData {
            company,
            ..person(user, number, "")
        };
        bench.register.insert(&data, &who(), at(0), None).unwrap();
    }
    let register = &bench.register;
    assert_eq!(
        register.find_by_employee_number("007", None).unwrap().len(),
        3
    );
    assert_eq!(
        register
            .find_person("007", Some(2))
            .unwrap()
            .user_id
            .as_deref(),
        Some("b")
    );
    assert_eq!(
        register.find_person("7", None).unwrap().user_id.as_deref(),
        Some("c")
    );
    assert_eq!(
        register.find_person("A", None).unwrap().user_id.as_deref(),
        Some("a")
    );
    assert_eq!(
        register.find_person("a", Some(2)).unwrap_err().code(),
        "not_found"
    );
    let error = register.find_person("007", None).unwrap_err();
    assert!(matches!(error, StoreError::Ambiguous { count: 3, .. }));
    assert_eq!(
        register.find_person("0070", None).unwrap_err().code(),
        "not_found"
    );
}

#[test]
fn an_update_wants_the_newest_version_and_raises_it() {
    let mut bench = Bench::with(&[("anna.a", "1", "")]);
    let anna = bench.person("anna.a");
    let data = PersonData {
        department: Some("Kök".into()),
        ..data_of(&anna)
    };
    assert_eq!(
        bench
            .register
            .update(anna.id, 1, &data, &who(), at(1))
            .unwrap(),
        2
    );
    let error = bench
        .register
        .update(anna.id, 1, &data, &who(), at(1))
        .unwrap_err();
    assert_eq!(error.code(), "conflict");
    assert_eq!(bench.person("anna.a").department.as_deref(), Some("Kök"));
    assert_eq!(bench.register.history_of(anna.id).unwrap(), []);
    let error = bench
        .register
        .update(PersonId(99), 1, &data, &who(), at(1))
        .unwrap_err();
    assert_eq!(error.code(), "not_found");
}

#[test]
fn every_change_of_an_address_is_remembered() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@a.se")]);
    let anna = bench.person("anna.a");
    let data = PersonData {
        connect_address: Some(parsed("anna@b.se")),
        ..data_of(&anna)
    };
    let version = bench
        .register
        .update(anna.id, 1, &data, &who(), at(1))
        .unwrap();
    let version = bench
        .register
        .clear_address(anna.id, version, &who(), at(2))
        .unwrap();
    let again = bench
        .register
        .clear_address(anna.id, version, &who(), at(3))
        .unwrap();
    assert_eq!((version, again), (3, 3));
    let history: Vec<_> = bench
        .register
        .history_of(anna.id)
        .unwrap()
        .into_iter()
        .map(|entry| {
            assert_eq!(entry.who, who());
            (entry.at, entry.event, entry.old, entry.new)
        })
        .collect();
    let text = |t: &str| Some(t.to_owned());
    assert_eq!(
        history,
        [
            (at(0), HistoryEvent::Set, None, text("anna@a.se")),
            (
                at(1),
                HistoryEvent::Set,
                text("anna@a.se"),
                text("anna@b.se")
            ),
            (at(2), HistoryEvent::Cleared, text("anna@b.se"), None),
        ]
    );
}

#[test]
fn a_verified_address_stays_until_the_link_is_removed() {
    let mut bench = Bench::with(&[("anna.a", "1", "!anna@a.se")]);
    let anna = bench.person("anna.a");
    assert_eq!(anna.verified_at, Some(at(-86_400)));
    let register = &mut bench.register;
    for address in [None, Some(parsed("anna@b.se"))] {
        let data = PersonData {
            connect_address: address,
            ..data_of(&anna)
        };
        let error = register
            .update(anna.id, 1, &data, &who(), at(1))
            .unwrap_err();
        assert!(matches!(&error, StoreError::VerifiedProtected { person } if person == "anna.a"));
    }
    assert_eq!(
        register
            .clear_address(anna.id, 1, &who(), at(1))
            .unwrap_err()
            .code(),
        "verified_protected"
    );
    // Everything else may change, and another spelling of the address is no change (R13).
    let data = PersonData {
        first_name: Some("Anna".into()),
        connect_address: Some(parsed("ANNA@A.SE")),
        ..data_of(&anna)
    };
    register.update(anna.id, 1, &data, &who(), at(1)).unwrap();
    assert_eq!(
        register.person(anna.id).unwrap().spelling(),
        Some("anna@a.se")
    );

    register.unlink(anna.id, 2, &who(), at(2)).unwrap();
    let unlinked = register.person(anna.id).unwrap();
    assert_eq!(
        (unlinked.verified_at, unlinked.spelling()),
        (None, Some("anna@a.se"))
    );
    register.clear_address(anna.id, 3, &who(), at(3)).unwrap();
    let events: Vec<_> = register
        .history_of(anna.id)
        .unwrap()
        .into_iter()
        .map(|e| e.event)
        .collect();
    assert_eq!(
        events,
        [
            HistoryEvent::TrustedOnLoad,
            HistoryEvent::Unlinked,
            HistoryEvent::Cleared
        ]
    );
}

#[test]
fn the_guard_of_verified_addresses_holds_against_bare_sql() {
    let bench = Bench::with(&[("anna.a", "1", "!anna@a.se"), ("bo.b", "2", "bo@a.se")]);
    let shell = bench.shell();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for sql in [
        "UPDATE person SET connect_address = 'x@a.se' WHERE id = 1",
        "UPDATE person SET connect_key = 'x@a.se' WHERE id = 1",
        "UPDATE person SET connect_address = NULL, connect_key = NULL WHERE id = 1",
        "UPDATE person SET verified_at = NULL, connect_address = 'x@a.se', connect_key = 'x@a.se' WHERE id = 1",
        "UPDATE person SET verified_at = '2026-01-01T00:00:00Z', connect_address = 'x@a.se' WHERE id = 1",
        "UPDATE OR IGNORE person SET connect_address = 'x@a.se' WHERE id = 1",
        "DELETE FROM person WHERE id = 1",
        "DELETE FROM person",
        "REPLACE INTO person (id, user_id, user_id_key) VALUES (1, 'anna.a', 'anna.a')",
        "INSERT OR REPLACE INTO person (user_id, user_id_key) VALUES ('anna.a', 'anna.a')",
        "INSERT OR REPLACE INTO person (employee_number) VALUES ('1')",
        "INSERT OR REPLACE INTO person (employee_number, connect_address, connect_key) VALUES ('9', 'anna@a.se', 'anna@a.se')",
        "INSERT INTO person (id, employee_number) VALUES (1, '9') ON CONFLICT (id) DO UPDATE SET connect_address = 'x@a.se'",
        "UPDATE OR REPLACE person SET id = 1 WHERE id = 2",
        "UPDATE OR REPLACE person SET user_id_key = 'anna.a' WHERE id = 2",
        "UPDATE OR REPLACE person SET employee_number = '1' WHERE id = 2",
        "UPDATE OR REPLACE person SET connect_key = 'anna@a.se', connect_address = 'anna@a.se' WHERE id = 2",
    ] {
        let refused = shell.execute(sql, []);
        let refused = refused.expect_err(sql).to_string();
        assert_eq!(refused, "koppla:verified_protected", "{sql}");
    }
    assert_eq!(bench.address("anna.a"), "anna@a.se");
    assert!(bench.person("anna.a").verified_at.is_some());
    assert_eq!(bench.address("bo.b"), "bo@a.se");
    // The way that is left open: the link first, the address in a second statement.
    shell
        .execute(
            "UPDATE person SET verified_at = NULL, address_version = address_version + 1 WHERE id = 1",
            [],
        )
        .unwrap();
    shell
        .execute(
            "UPDATE person SET connect_address = 'x@a.se', connect_key = 'x@a.se', address_version = address_version + 1
             WHERE id = 1",
            [],
        )
        .unwrap();
}

#[test]
fn a_row_of_another_shape_is_refused_by_the_table_itself() {
    let bench = Bench::with(&[("anna.a", "1", "")]);
    let shell = bench.shell();
    for sql in [
        "INSERT INTO person (first_name) VALUES ('Anna')",
        "INSERT INTO person (user_id) VALUES ('x')",
        "INSERT INTO person (employee_number, company) VALUES ('2', 0)",
        "UPDATE person SET connect_address = 'a@b.se'",
        "UPDATE person SET verified_at = '2026-01-01T00:00:00Z'",
        "UPDATE person SET active = 2",
        "INSERT INTO person (employee_number, version) VALUES ('2', 'one')",
    ] {
        assert!(shell.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn filters_and_counts_agree() {
    let mut bench = Bench::with(&[
        ("a", "1", ""),
        ("b", "2", "b@a.se"),
        ("c", "3", "!c@a.se"),
        ("d", "4", "d@a.se"),
    ]);
    let b = bench.person("b");
    let data = PersonData {
        active: false,
        company: Some(7),
        ..data_of(&b)
    };
    bench
        .register
        .update(b.id, 1, &data, &who(), at(1))
        .unwrap();
    let register = &bench.register;
    let everybody = register.persons(PersonFilter::default()).unwrap();
    assert!(everybody.is_sorted_by_key(|p| p.id));
    let mut sizes = Vec::new();
    for only in [
        Only::All,
        Only::Active,
        Only::Inactive,
        Only::Missing,
        Only::Unverified,
        Only::Verified,
    ] {
        for company in [None, Some(7)] {
            let filter = PersonFilter { only, company };
            let found = register.persons(filter).unwrap();
            let expected: Vec<_> = everybody
                .iter()
                .filter(|p| filter.takes(p, &AllowedDomains::default()))
                .cloned()
                .collect();
            assert_eq!(found, expected);
            sizes.push(found.len());
        }
    }
    assert_eq!(sizes, [4, 1, 3, 0, 1, 1, 1, 0, 2, 1, 1, 0]);
    let counts = register.person_counts().unwrap();
    assert_eq!(
        (
            counts.persons,
            counts.lacking,
            counts.unverified,
            counts.verified,
            counts.inactive
        ),
        (4, 1, 2, 1, 1)
    );
    let mut seen = 0;
    register
        .for_each_person(PersonFilter::default(), |_| {
            seen += 1;
            if seen == 2 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert_eq!(seen, 2);
}

#[test]
fn whoever_runs_into_the_guard_loses_the_whole_unit() {
    let bench = Bench::with(&[("anna.a", "1", "!anna@a.se"), ("bo.b", "2", "bo@a.se")]);
    let shell = bench.shell();
    let sql = "BEGIN; UPDATE person SET department = 'X'; DELETE FROM person WHERE id = 1; COMMIT;";
    assert!(shell.execute_batch(sql).is_err());
    assert!(shell.is_autocommit());
    assert_eq!(bench.person("bo.b").department, None);
}
