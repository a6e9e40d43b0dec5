//! Runs, their rows, notifications.

use super::*;
use crate::domain::address::Warning;
use crate::domain::log::{OtherCounts, RunId, RunStatus};
use crate::domain::plan::{HolderState, Outcome, Reason, Rejection};

/// A run with every outcome, updated rows scattered among the others and persons in another order than the file.
fn mixed() -> (Bench, RunId) {
    let mut bench = Bench::with(&[
        ("dan.d", "4", "dan@a.se"),
        ("cia.c", "3", "!cia@a.se"),
        ("bo.b", "2", ""),
        ("anna.a", "1", "anna@a.se"),
        ("eva.e", "5", "eva@a.se"),
    ]);
    let run = bench.apply(&[
        ["anna.a", "1", " anna@b.se"],
        ["Cia.C", "3", "new@a.se"],
        ["bo.b", "2", "bo@a.se"],
        ["nobody", "9", "x@a.se"],
        ["dan.d", "4", "DAN@a.se"],
        ["eva.e", "5", " "],
        ["eva.e", "5", "cia@a.se"],
    ]);
    (bench, run.id)
}

#[test]
fn the_rows_of_a_run_come_in_the_order_of_the_file() {
    let (bench, run) = mixed();
    let rows = bench.register.run_rows(run, None, 0, 100).unwrap();
    use Outcome::{Blank, Kept, Rejected, Unchanged, Updated};
    let told: Vec<_> = rows
        .iter()
        .map(|r| {
            (
                r.record,
                r.line,
                r.outcome,
                r.user_id.as_str(),
                r.value.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, 2, Updated, "anna.a", "anna@b.se"),
            (2, 3, Kept, "Cia.C", "new@a.se"),
            (3, 4, Updated, "bo.b", "bo@a.se"),
            (4, 5, Rejected, "nobody", "x@a.se"),
            (5, 6, Unchanged, "dan.d", "dan@a.se"),
            (6, 7, Blank, "eva.e", ""),
            (7, 8, Rejected, "eva.e", "cia@a.se"),
        ]
    );
    let changed = &rows[0];
    assert_eq!(
        (changed.old.as_deref(), changed.new.as_deref()),
        (Some("anna@a.se"), Some("anna@b.se"))
    );
    assert_eq!(changed.employee_number, "1");
    assert!(changed.warnings.contains(Warning::Trimmed));
    assert_eq!(
        (rows[2].old.as_deref(), rows[2].new.as_deref()),
        (None, Some("bo@a.se"))
    );
    assert_eq!(rows[1].old.as_deref(), Some("cia@a.se"));
    assert_eq!(rows[3].person, None);
    assert_eq!(
        rows[3].rejection.as_ref().unwrap().reason(),
        Reason::PersonUnknown
    );
    assert_eq!(rows[6].person, Some(bench.id("eva.e")));
    let holder = Rejection::AddressTaken {
        holder: "cia.c".into(),
        state: HolderState::Verified,
    };
    assert_eq!(rows[6].rejection, Some(holder));
}

#[test]
fn rows_are_filtered_and_paged() {
    let (bench, run) = mixed();
    let all = bench.register.run_rows(run, None, 0, 100).unwrap();
    for only in Outcome::ALL.map(Some).into_iter().chain([None]) {
        let expected: Vec<_> = all
            .iter()
            .filter(|r| only.is_none_or(|o| o == r.outcome))
            .cloned()
            .collect();
        for offset in 0..9 {
            for limit in 0..9 {
                let page = bench
                    .register
                    .run_rows(run, only, offset as u64, limit as u64)
                    .unwrap();
                let end = expected.len().min(offset + limit);
                assert_eq!(page, expected[offset.min(end)..end]);
            }
        }
    }
    let counts = bench.register.run_row_counts(run).unwrap();
    assert_eq!(counts.map(|(_, count)| count), [2, 1, 1, 1, 2]);
    let mut seen = Vec::new();
    bench
        .register
        .for_each_run_row(run, Some(Outcome::Rejected), |row| {
            seen.push(row.record);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(seen, [4, 7]);
    let error = bench.register.run_rows(RunId(99), None, 0, 1).unwrap_err();
    assert_eq!(error.code(), "not_found");
}

#[test]
fn the_log_of_one_run_is_not_touched_by_the_next() {
    let (mut bench, first) = mixed();
    let before: Vec<_> = bench.register.run_rows(first, None, 0, 100).unwrap();
    let second = bench.apply(&[["anna.a", "1", "anna@c.se"], ["bo.b", "2", "bo@c.se"]]);
    let after = bench.register.run_rows(first, None, 0, 100).unwrap();
    assert_eq!(after, before);
    assert_eq!(
        bench
            .register
            .run_rows(second.id, None, 0, 100)
            .unwrap()
            .len(),
        2
    );
    let numbers: Vec<_> = bench
        .register
        .runs(None)
        .unwrap()
        .iter()
        .map(|r| r.id.0)
        .collect();
    assert_eq!(numbers, [2, 1]);
    assert_eq!(bench.register.runs(Some(1)).unwrap()[0].id, second.id);
}

#[test]
fn a_thousand_rows_with_one_address_store_their_lines_once() {
    let mut bench = Bench::new();
    let names: Vec<[String; 3]> = (0..1000)
        .map(|n| [format!("u{n}"), n.to_string(), "info@a.se".into()])
        .collect();
    for [user_id, number, _] in &names {
        bench
            .register
            .insert(&person(user_id, number, ""), &who(), at(0), None)
            .unwrap();
    }
    let rows: Vec<[&str; 3]> = names
        .iter()
        .map(|n| n.each_ref().map(String::as_str))
        .collect();
    let (plan, basis) = bench.plan(&rows);
    let (run, plan) = bench.apply_plan(plan, basis, OnConflict::Proceed, &rows);
    assert_eq!(run.totals.rejected, 1000);
    let stored: i64 = bench
        .register
        .conn
        .query_row("SELECT sum(length(detail)) FROM run_row", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(stored < 10_000, "{stored} characters");
    let logged = bench.register.run_rows(run.id, None, 990, 10).unwrap();
    for (planned, logged) in plan.rows()[990..].iter().zip(logged) {
        let crate::domain::plan::Verdict::Rejected(rejection) = &planned.verdict else {
            panic!()
        };
        assert_eq!(logged.rejection.as_ref(), Some(rejection));
    }
}

#[test]
fn other_runs_and_their_notifications() {
    let mut bench = Bench::new();
    let register = &mut bench.register;
    let other = OtherCounts {
        left_no_key: 2,
        left_protected: 3,
        formula_like: 1,
        ..OtherCounts::default()
    };
    let seen = register.history_mark().unwrap();
    let run = register
        .record_export(&new_run(RunKind::Export), 40, other, seen, at(50))
        .unwrap();
    assert_eq!(
        (run.rows, run.other, run.status),
        (40, other, RunStatus::Done)
    );
    assert_eq!(register.run(run.id).unwrap(), run);
    assert_eq!(register.run_rows(run.id, None, 0, 10).unwrap(), []);
    let cancelled = register
        .record_failure(&new_run(RunKind::Import), None, at(70))
        .unwrap();
    assert_eq!(cancelled.status, RunStatus::Cancelled);
    assert_eq!(register.run(cancelled.id).unwrap(), cancelled);

    let failed = register
        .record_failure(&new_run(RunKind::Export), Some("file_missing"), at(71))
        .unwrap();
    assert_eq!(failed.status, RunStatus::Failed);
    assert_eq!(failed.error.as_deref(), Some("file_missing"));
    assert_eq!(register.run(failed.id).unwrap(), failed);

    assert_eq!(register.unread_notifications().unwrap(), 3);
    let bell = register.notifications(None).unwrap();
    assert_eq!(
        bell.iter().map(|n| (n.run, n.read)).collect::<Vec<_>>(),
        [(failed.id, false), (cancelled.id, false), (run.id, false)]
    );
    register.mark_read(bell[0].id, at(80)).unwrap();
    register.mark_read(bell[0].id, at(90)).unwrap();
    assert_eq!(register.unread_notifications().unwrap(), 2);
    assert!(register.notifications(Some(1)).unwrap()[0].read);
    assert_eq!(
        register.mark_read(99, at(80)).unwrap_err().code(),
        "not_found"
    );
}
