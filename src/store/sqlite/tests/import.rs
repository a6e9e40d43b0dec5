//! Applying a plan: one transaction, swaps, conflicts, cancelling.

use proptest::prelude::*;

use super::*;
use crate::domain::domains::AllowedDomain;
use crate::domain::log::{HistoryEvent, RunStatus};
use crate::domain::plan::{Conflict, Outcome, Rejection, Totals, Verdict};

fn staff() -> Bench {
    Bench::with(&[
        ("anna.a", "1", "anna@a.se"),
        ("bo.b", "2", "bo@a.se"),
        ("cia.c", "3", "!cia@a.se"),
        ("dan.d", "4", ""),
    ])
}

#[test]
fn r9_addresses_history_run_log_and_notification_come_together() {
    let mut bench = staff();
    let run = bench.apply(&[
        ["ANNA.A", "1", "Anna@B.se"],
        ["bo.b", "2", "BO@A.SE"],
        ["cia.c", "3", "other@a.se"],
        ["dan.d", "4", ""],
        ["eva.e", "5", "eva@a.se"],
    ]);
    assert_eq!(bench.address("anna.a"), "Anna@b.se");
    assert_eq!(bench.person("anna.a").version, 2);
    assert_eq!(
        bench.address("bo.b"),
        "bo@a.se",
        "R13: the stored spelling stays"
    );
    assert_eq!(bench.person("bo.b").version, 1);
    assert_eq!(bench.address("cia.c"), "cia@a.se");
    let totals = Totals {
        updated: 1,
        unchanged: 1,
        kept: 1,
        blank: 1,
        rejected: 1,
        warnings: 0,
    };
    assert_eq!(
        (run.totals, run.rows, run.status),
        (totals, 5, RunStatus::DoneWithErrors)
    );
    assert_eq!((run.started, run.finished), (at(30), at(60)));
    assert_eq!(bench.register.run(run.id).unwrap(), run);
    assert_eq!(
        bench.register.runs(None).unwrap(),
        std::slice::from_ref(&run)
    );
    assert_eq!(bench.register.unread_notifications().unwrap(), 1);
    let history = bench.register.history_of(bench.id("anna.a")).unwrap();
    let entry = history.last().unwrap();
    assert_eq!(
        (entry.at, entry.run, entry.event),
        (at(60), Some(run.id), HistoryEvent::Set)
    );
    assert_eq!(
        (entry.old.as_deref(), entry.new.as_deref()),
        (Some("anna@a.se"), Some("Anna@b.se"))
    );
    assert_eq!(entry.who, who());
}

#[test]
fn r6_swaps_cycles_and_chains_pass_in_any_order() {
    let rows = [
        ["u1", "1", "u2@a.se"],
        ["u2", "2", "u1@a.se"],
        ["u3", "3", "u4@a.se"],
        ["u4", "4", "u5@a.se"],
        ["u5", "5", "u3@a.se"],
        ["u6", "6", "u7@a.se"],
        ["u7", "7", "u8@a.se"],
        ["u8", "8", "new@a.se"],
    ];
    for turn in 0..rows.len() {
        let mut bench = Bench::new();
        for number in 1..=8 {
            let data = person(
                &format!("u{number}"),
                &number.to_string(),
                &format!("u{number}@a.se"),
            );
            bench.register.insert(&data, &who(), at(0), None).unwrap();
        }
        let mut rows = rows;
        rows.rotate_left(turn);
        let run = bench.apply(&rows);
        assert_eq!(run.totals.updated, 8);
        for [user_id, _, address] in rows {
            assert_eq!(bench.address(user_id), address);
            let last = bench
                .register
                .history_of(bench.id(user_id))
                .unwrap()
                .pop()
                .unwrap();
            assert_eq!(last.old.unwrap(), format!("{user_id}@a.se"));
        }
        assert_eq!(bench.register.verify().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn r10_a_person_who_changed_meanwhile_falls_and_the_rest_is_imported() {
    let mut bench = staff();
    let rows = [["anna.a", "1", "anna@b.se"], ["bo.b", "2", "bo@b.se"]];
    let (plan, basis) = bench.plan(&rows);
    let bo = bench.person("bo.b");
    let data = PersonData {
        department: Some("Kök".into()),
        ..data_of(&bo)
    };
    bench
        .other()
        .update(bo.id, 1, &data, &who(), at(40))
        .unwrap();
    let (run, plan) = bench.apply_plan(plan, basis, OnConflict::Proceed, &rows);
    assert_eq!((run.totals.updated, run.totals.rejected), (1, 1));
    let conflict = Verdict::Rejected(Rejection::Conflict(Conflict::PersonChanged));
    assert_eq!(plan.rows()[1].verdict, conflict);
    assert_eq!(
        (
            bench.address("anna.a").as_str(),
            bench.address("bo.b").as_str()
        ),
        ("anna@b.se", "bo@a.se")
    );
    assert_eq!(bench.person("bo.b").department.as_deref(), Some("Kök"));
}

#[test]
fn r10_asked_to_stop_nothing_is_written_and_the_plan_comes_back() {
    let mut bench = staff();
    let rows = [["anna.a", "1", "anna@b.se"], ["bo.b", "2", "bo@b.se"]];
    let (plan, basis) = bench.plan(&rows);
    bench
        .other()
        .insert(&person("eva.e", "5", "BO@b.se"), &who(), at(40), None)
        .unwrap();
    let before = bench.register.basis().unwrap();
    let Applied::Stopped { plan, conflicts: 1 } = bench
        .try_apply(plan, basis, OnConflict::Stop, &rows)
        .unwrap()
    else {
        panic!("not stopped");
    };
    assert_eq!(
        plan.rows()[1].verdict,
        Verdict::Rejected(Rejection::Conflict(Conflict::AddressTaken))
    );
    assert_eq!(bench.address("anna.a"), "anna@a.se");
    assert_eq!(bench.register.runs(None).unwrap(), []);
    assert_eq!(bench.register.basis().unwrap(), before);
    // A change that touches no row stops nobody.
    let rows = [rows[0]];
    let (plan, basis) = bench.plan(&rows);
    bench
        .other()
        .insert(&person("fia.f", "6", ""), &who(), at(41), None)
        .unwrap();
    let (run, _) = bench.apply_plan(plan, basis, OnConflict::Stop, &rows);
    assert_eq!(run.totals.updated, 1);
}

#[test]
fn r10_removed_verified_taken_and_forbidden_since_the_preview() {
    let mut bench = Bench::with(&[
        ("u1", "1", "u1@a.se"),
        ("u2", "2", "u2@a.se"),
        ("u3", "3", "u3@a.se"),
        ("u4", "4", "u4@a.se"),
        ("u5", "5", "u5@a.se"),
        ("u6", "6", "u6@a.se"),
    ]);
    let rows = [
        ["u1", "1", "n1@a.se"], // removed
        ["u2", "2", "n2@a.se"], // verified
        ["u3", "3", "u4@a.se"], // u4 would have moved, but changes and stays
        ["u4", "4", "n4@a.se"],
        ["u5", "5", "n5@b.se"], // its domain is not allowed any more
        ["u6", "6", "u1@a.se"], // gets what the removed one had
    ];
    let (plan, basis) = bench.plan(&rows);
    assert_eq!(plan.totals().updated, 6);
    let mut other = bench.other();
    other.remove(bench.id("u1")).unwrap();
    bench.shell().execute("UPDATE person SET verified_at = '2026-01-01T00:00:00Z', version = version + 1 WHERE user_id = 'u2'", []).unwrap();
    let u4 = bench.person("u4");
    other.clear_address(u4.id, 1, &who(), at(40)).unwrap();
    other
        .add_domain(&AllowedDomain::parse("a.se").unwrap())
        .unwrap();
    let (run, plan) = bench.apply_plan(plan, basis, OnConflict::Proceed, &rows);
    let outcomes: Vec<_> = plan.rows().iter().map(PlannedRow::outcome).collect();
    use Outcome::{Rejected, Updated};
    assert_eq!(
        outcomes,
        [Rejected, Rejected, Updated, Rejected, Rejected, Updated]
    );
    assert_eq!(run.totals.rejected, 4);
    assert_eq!(bench.address("u3"), "u4@a.se");
    assert_eq!(bench.address("u6"), "u1@a.se");
    assert_eq!(bench.address("u2"), "u2@a.se");
    assert_eq!(bench.register.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn a_holder_who_moved_away_since_the_preview_keeps_what_they_have_now() {
    let mut bench = Bench::with(&[("u1", "1", "u1@a.se"), ("u2", "2", "u2@a.se")]);
    let rows = [["u1", "1", "u2@a.se"], ["u2", "2", "u3@a.se"]];
    let (plan, basis) = bench.plan(&rows);
    let u2 = bench.person("u2");
    let data = PersonData {
        connect_address: Some(parsed("mine@a.se")),
        ..data_of(&u2)
    };
    bench
        .other()
        .update(u2.id, 1, &data, &who(), at(40))
        .unwrap();
    bench.apply_plan(plan, basis, OnConflict::Proceed, &rows);
    assert_eq!(
        (bench.address("u1").as_str(), bench.address("u2").as_str()),
        ("u2@a.se", "mine@a.se")
    );
}

#[test]
fn cancelling_leaves_nothing_at_any_moment() {
    let mut bench = Bench::new();
    let names: Vec<[String; 3]> = (0..3000)
        .map(|n| [format!("u{n}"), n.to_string(), format!("u{n}@a.se")])
        .collect();
    let work = crate::store::LoadWork {
        creates: (1..)
            .zip(&names)
            .map(|(record, [user_id, number, _])| crate::store::LoadCreate {
                line: record,
                record,
                data: person(user_id, number, ""),
            })
            .collect(),
        ..Default::default()
    };
    let basis = bench.register.basis().unwrap();
    bench
        .register
        .write_load(basis, &new_run(RunKind::Load), &work, &|| at(1))
        .unwrap();
    let rows: Vec<[&str; 3]> = names
        .iter()
        .map(|n| n.each_ref().map(String::as_str))
        .collect();
    let calls = std::cell::Cell::new(0);
    let mut allowed = 0;
    loop {
        let (plan, basis) = bench.plan(&rows);
        calls.set(0);
        let applied = bench
            .register
            .apply_import(
                plan,
                basis,
                &new_run(RunKind::Import),
                OnConflict::Proceed,
                &|row| texts(row, &rows),
                &|| at(60),
                &|done, total| {
                    assert!(done <= total);
                    calls.set(calls.get() + 1);
                    if calls.get() > allowed {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                },
            )
            .unwrap();
        match applied {
            Applied::Cancelled { plan } => assert_eq!(plan.totals().updated, 3000),
            Applied::Done { run, .. } => {
                assert_eq!(run.totals.updated, 3000);
                break;
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(bench.register.basis().unwrap(), basis);
        assert_eq!(bench.register.person_counts().unwrap().lacking, 3000);
        assert_eq!(bench.register.runs(None).unwrap().len(), 1);
        assert_eq!(bench.register.notifications(None).unwrap().len(), 1);
        allowed += 1;
    }
    assert!(allowed >= 6, "asked only {allowed} times");
    assert_eq!(bench.register.person_counts().unwrap().unverified, 3000);
}

const WHO: [&str; 6] = ["u0", "u1", "u2", "u3", "u4", "nobody"];
const NUMBERS: [&str; 6] = ["0", "1", "2", "3", "4", "9"];
const ADDRESSES: [&str; 9] = [
    "a@a.se",
    "b@a.se",
    "c@a.se",
    "d@a.se",
    "E@a.se",
    "",
    "no address",
    " a@a.se",
    "f@a.se",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the file and whatever happens between preview and import: the totals of run, plan and log agree (R11), the plan's
    /// rows come back from the log, verified addresses stay, and no two persons share an address.
    #[test]
    fn what_was_planned_is_what_stands_in_the_register(
        start in prop::collection::vec((0..6usize, any::<bool>()), 5),
        file in prop::collection::vec((0..6usize, prop::bool::weighted(0.9), 0..9usize), 0..12),
        meanwhile in prop::option::of((0..5usize, 0..6usize)),
    ) {
        let mut bench = Bench::new();
        for (n, (address, verified)) in start.iter().enumerate() {
            let mark = if *verified && *address < 5 { "!" } else { "" };
            let data = person(WHO[n], NUMBERS[n], &format!("{mark}{}", ADDRESSES[*address]));
            // Some of the addresses are taken: then the person comes without.
            if bench.register.insert(&data, &who(), at(0), None).is_err() {
                bench.register.insert(&person(WHO[n], NUMBERS[n], ""), &who(), at(0), None).unwrap();
            }
        }
        let rows: Vec<[&str; 3]> = file.iter()
            .map(|(n, right, address)| [WHO[*n], if *right { NUMBERS[*n] } else { "77" }, ADDRESSES[*address]])
            .collect();
        let (plan, basis) = bench.plan(&rows);
        let previewed = plan.totals();
        if let Some((n, address)) = meanwhile {
            let found = bench.person(WHO[n]);
            let address = Some(ADDRESSES[address]).filter(|a| !a.is_empty()).map(parsed);
            let data = PersonData { connect_address: address, ..data_of(&found) };
            let _may_be_refused = bench.other().update(found.id, found.version, &data, &who(), at(9));
        }
        let before = bench.register.persons(Default::default()).unwrap();
        let (run, plan) = bench.apply_plan(plan, basis, OnConflict::Proceed, &rows);

        prop_assert_eq!(run.totals, plan.totals());
        prop_assert_eq!(run.totals.rows(), rows.len() as u64);
        prop_assert!(run.totals.updated <= previewed.updated);
        prop_assert_eq!(&bench.register.run(run.id).unwrap(), &run);
        for (outcome, count) in bench.register.run_row_counts(run.id).unwrap() {
            prop_assert_eq!(count, run.totals.of(outcome));
        }
        let logged = bench.register.run_rows(run.id, None, 0, 100).unwrap();
        prop_assert_eq!(logged.len(), rows.len());
        for (planned, logged) in plan.rows().iter().zip(&logged) {
            prop_assert_eq!((planned.line, planned.record, planned.outcome(), planned.warnings),
                (logged.line, logged.record, logged.outcome, logged.warnings));
            match &planned.verdict {
                Verdict::Updated(address) => prop_assert_eq!(logged.new.as_deref(), Some(address.spelling())),
                Verdict::Rejected(rejection) => prop_assert_eq!(logged.rejection.as_ref(), Some(rejection)),
                _ => {}
            }
        }
        for was in before {
            let is = bench.register.person(was.id).unwrap();
            let moved = logged.iter().rfind(|row| row.outcome == Outcome::Updated && row.person == Some(was.id));
            match moved {
                Some(row) => {
                    prop_assert_eq!(is.spelling(), row.new.as_deref());
                    prop_assert_eq!(was.spelling(), row.old.as_deref());
                    prop_assert_eq!((was.verified_at, is.version), (None, was.version + 1));
                }
                None => prop_assert_eq!(is, was),
            }
        }
        prop_assert_eq!(bench.register.verify().unwrap(), Vec::<String>::new());
    }
}
