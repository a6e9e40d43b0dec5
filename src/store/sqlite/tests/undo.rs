//! Taking a run back, over a real register: what returns, what is left, and that nothing is lost on the way.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::domain::domains::AllowedDomain;
use crate::domain::log::{HistoryEvent, RunId, RunStatus};
use crate::domain::plan::{Outcome, Reason};
use crate::domain::undo::UndoPlan;
use crate::store::AppliedUndo;

impl Bench {
    fn plan_undo(&self, run: RunId) -> (UndoPlan, Basis) {
        let plan = self
            .register
            .plan_undo(run, &|_, _| ControlFlow::Continue(()));
        plan.unwrap().unwrap()
    }

    fn apply_undo(
        &mut self,
        of: RunId,
        (plan, basis): (UndoPlan, Basis),
        policy: OnConflict,
        control: &dyn Fn(u64, u64) -> ControlFlow<()>,
    ) -> AppliedUndo {
        let run = NewRun {
            undo_of: Some(of),
            ..new_run(RunKind::Undo)
        };
        self.register
            .apply_undo(plan, basis, &run, policy, &|| at(90), control)
            .unwrap()
    }

    fn undo(&mut self, run: RunId) -> (RunRecord, UndoPlan) {
        let plan = self.plan_undo(run);
        match self.apply_undo(run, plan, OnConflict::Proceed, &|_, _| {
            ControlFlow::Continue(())
        }) {
            AppliedUndo::Done { run, plan } => (*run, plan),
            other => panic!("{other:?}"),
        }
    }

    /// Everybody's address as it is spelled, and whether it is verified.
    fn addresses(&self) -> Vec<(PersonId, Option<String>, bool)> {
        let persons = self.register.persons(Default::default()).unwrap();
        persons
            .iter()
            .map(|p| {
                (
                    p.id,
                    p.spelling().map(str::to_owned),
                    p.verified_at.is_some(),
                )
            })
            .collect()
    }

    fn verify(&self, user_id: &str) {
        let sql = "UPDATE person SET verified_at = '2026-01-02T09:00:00Z', version = version + 1 WHERE user_id = ?1";
        self.shell().execute(sql, [user_id]).unwrap();
    }

    /// Gives somebody another address by hand.
    fn give(&mut self, user_id: &str, address: &str) {
        let person = self.person(user_id);
        let mut data = data_of(&person);
        data.connect_address = Some(parsed(address));
        self.register
            .update(person.id, person.version, &data, &who(), at(70))
            .unwrap();
    }
}

#[test]
fn an_undo_gives_back_what_was_there_and_leaves_what_has_changed_since() {
    let mut bench = Bench::with(&[
        ("anna.a", "1", "Anna@o.se"),
        ("bo.b", "2", ""),
        ("cia.c", "3", "cia@o.se"),
        ("dan.d", "4", "dan@o.se"),
        ("eva.e", "5", "eva@o.se"),
        ("fia.f", "6", ""),
    ]);
    let run = bench.apply(&[
        ["anna.a", "1", "anna@n.se"],
        ["bo.b", "2", "bo@n.se"],
        ["cia.c", "3", "cia@n.se"],
        ["dan.d", "4", "dan@n.se"],
        ["eva.e", "5", "eva@n.se"],
    ]);
    bench.give("cia.c", "cia@z.se");
    bench.verify("dan.d");
    bench.give("fia.f", "eva@o.se");
    let (undo, plan) = bench.undo(run.id);
    let addresses = ["anna.a", "bo.b", "cia.c", "dan.d", "eva.e"].map(|who| bench.address(who));
    assert_eq!(
        addresses,
        ["Anna@o.se", "", "cia@z.se", "dan@n.se", "eva@n.se"]
    );
    let counts = plan.counts();
    assert_eq!((counts.rows(), counts.reverted, counts.left()), (5, 2, 3));
    assert_eq!(
        (counts.left_changed, counts.left_verified, counts.left_taken),
        (1, 1, 1)
    );
    // It is a run like another: with its status, its rows, its notification and the persons' history.
    let stored = bench.register.run(undo.id).unwrap();
    assert_eq!(stored, undo);
    assert_eq!(
        (stored.status, stored.rows, stored.undo_of),
        (RunStatus::DoneWithErrors, 5, Some(run.id))
    );
    let rows = bench.register.run_rows(undo.id, None, 0, 100).unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let reason = row.rejection.as_ref().map(|r| r.reason());
            (row.line, row.user_id.as_str(), reason, row.new.as_deref())
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, "anna.a", None, Some("Anna@o.se")),
            (3, "bo.b", None, None),
            (4, "cia.c", Some(Reason::ChangedSince), None),
            (5, "dan.d", Some(Reason::VerifiedSince), None),
            (6, "eva.e", Some(Reason::AddressTaken), None),
        ]
    );
    assert_eq!(bench.register.notifications(None).unwrap()[0].run, undo.id);
    let history = bench.register.history_of(bench.id("bo.b")).unwrap();
    let last = history.last().unwrap();
    assert_eq!(
        (last.event, last.run, last.old.as_deref(), &last.new),
        (HistoryEvent::Undone, Some(undo.id), Some("bo@n.se"), &None)
    );
    assert_eq!(bench.register.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn who_is_left_because_of_a_change_is_told_by_whom_and_when() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@o.se")]);
    let run = bench.apply(&[["anna.a", "1", "anna@n.se"]]);
    bench.give("anna.a", "anna@z.se");
    let (plan, _) = bench.plan_undo(run.id);
    let crate::domain::plan::Rejection::ChangedSince(Some(change)) =
        plan.rows()[0].rejection().unwrap()
    else {
        panic!("{plan:?}");
    };
    assert_eq!((&change.who, change.at, change.run), (&who(), at(70), None));
}

#[test]
fn an_undo_can_be_undone() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@o.se"), ("bo.b", "2", "")]);
    let run = bench.apply(&[["anna.a", "1", "anna@n.se"], ["bo.b", "2", "anna@o.se"]]);
    let after = bench.addresses();
    let (undo, _) = bench.undo(run.id);
    assert_eq!(bench.address("bo.b"), "");
    bench.undo(undo.id);
    assert_eq!(bench.addresses(), after);
}

#[test]
fn the_second_undo_finds_everything_as_before() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@o.se")]);
    let run = bench.apply(&[["anna.a", "1", "anna@n.se"]]);
    bench.undo(run.id);
    let counts = bench.plan_undo(run.id).0.counts();
    assert_eq!((counts.rows(), counts.unchanged), (1, 1));
}

#[test]
fn the_erased_stay_erased_and_so_do_their_addresses() {
    let mut bench = Bench::with(&[
        ("anna.a", "1", ""),
        ("bo.b", "2", "shared@o.se"),
        ("cia.c", "3", ""),
    ]);
    let run = bench.apply(&[["anna.a", "1", "anna@n.se"], ["bo.b", "2", "bo@n.se"]]);
    bench.give("cia.c", "shared@o.se");
    for erased in ["anna.a", "cia.c"] {
        let id = bench.id(erased);
        bench.register.remove(id).unwrap();
    }
    // Cia took her address out of Bo's history. That is not read as "none": Bo is not emptied.
    let counts = bench.plan_undo(run.id).0.counts();
    assert_eq!((counts.rows(), counts.left_erased), (2, 2));
    bench.undo(run.id);
    assert_eq!(bench.address("bo.b"), "bo@n.se");
    let history = bench.register.history_of(bench.id("bo.b")).unwrap();
    assert_eq!(history.last().unwrap().old, None);
}

#[test]
fn what_changes_between_plan_and_undo_falls_or_stops_it() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@o.se"), ("bo.b", "2", "bo@o.se")]);
    let run = bench.apply(&[["anna.a", "1", "anna@n.se"], ["bo.b", "2", "bo@n.se"]]);
    let plan = bench.plan_undo(run.id);
    bench.verify("bo.b");
    // The shell raised no generation, as another koppla would have.
    let domain = AllowedDomain::parse("z.se").unwrap();
    bench.register.add_domain(&domain).unwrap();
    let go = |_: u64, _: u64| ControlFlow::Continue(());
    let AppliedUndo::Stopped { plan, basis, fell } =
        bench.apply_undo(run.id, plan, OnConflict::Stop, &go)
    else {
        panic!("it was not stopped");
    };
    assert_eq!((fell, bench.address("anna.a").as_str()), (1, "anna@n.se"));
    assert_eq!(bench.register.runs(None).unwrap().len(), 1);
    let AppliedUndo::Done { plan, .. } =
        bench.apply_undo(run.id, (plan, basis), OnConflict::Stop, &go)
    else {
        panic!("it was not done");
    };
    assert_eq!(
        (plan.counts().reverted, plan.counts().left_verified),
        (1, 1)
    );
    assert_eq!(bench.address("anna.a"), "anna@o.se");
}

#[test]
fn a_cancelled_undo_leaves_nothing_and_its_plan_still_stands() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@o.se")]);
    let run = bench.apply(&[["anna.a", "1", "anna@n.se"]]);
    let before = bench.addresses();
    let plan = bench.plan_undo(run.id);
    let AppliedUndo::Cancelled { plan, basis } =
        bench.apply_undo(run.id, plan, OnConflict::Proceed, &|_, _| {
            ControlFlow::Break(())
        })
    else {
        panic!("it was not cancelled");
    };
    assert_eq!(bench.addresses(), before);
    assert_eq!(bench.register.runs(None).unwrap().len(), 1);
    let go = |_: u64, _: u64| ControlFlow::Continue(());
    bench.apply_undo(run.id, (plan, basis), OnConflict::Proceed, &go);
    assert_eq!(bench.address("anna.a"), "anna@o.se");
    assert!(
        bench
            .register
            .plan_undo(run.id, &|_, _| ControlFlow::Break(()))
            .unwrap()
            .is_none()
    );
}

const PEOPLE: usize = 7;
const CELLS: [&str; 12] = [
    "", "a@x.se", "A@X.SE", "b@x.se", "c@x.se", "d@x.se", "e@x.se", "f@x.se", "g@x.se", "h@x.se",
    "nix", "b@å.se",
];

/// What somebody has before: an address by its place in the cells or none, and whether it is verified.
type World = Vec<(Option<usize>, bool)>;

#[derive(Debug, Clone)]
enum Touch {
    Nothing,
    Changed,
    Verified,
}

fn worlds() -> impl Strategy<Value = World> {
    let someone = (
        prop::option::weighted(0.8, 1..10_usize),
        prop::bool::weighted(0.2),
    );
    prop::collection::vec(someone, PEOPLE).prop_map(|mut people| {
        let mut seen = vec![0]; // "A@X.SE" is "a@x.se"
        for (address, verified) in &mut people {
            if let Some(cell) = *address {
                let canonical = if cell == 2 { 1 } else { cell };
                if seen.contains(&canonical) {
                    *address = None;
                } else {
                    seen.push(canonical);
                }
            }
            *verified &= address.is_some();
        }
        people
    })
}

fn touches() -> impl Strategy<Value = Vec<Touch>> {
    let touch = prop_oneof![
        4 => Just(Touch::Nothing),
        1 => Just(Touch::Changed),
        1 => Just(Touch::Verified),
    ];
    let some = prop::collection::vec(touch, PEOPLE);
    prop_oneof![Just(vec![Touch::Nothing; PEOPLE]), some]
}

/// Makes the register that of this world; the register's own file is kept, which saves making a thousand of them.
fn become_world(bench: &mut Bench, world: &World) {
    let tx = bench.register.conn.unchecked_transaction().unwrap();
    tx.execute_batch(
        "UPDATE person SET verified_at = NULL, address_version = address_version + 1; DELETE FROM person; DELETE FROM notification; DELETE FROM run_row;
         DELETE FROM run; UPDATE meta SET generation = generation + 1;",
    )
    .unwrap();
    for (n, (address, verified)) in world.iter().enumerate() {
        let address = address.map(|cell| parsed(CELLS[cell]));
        tx.execute(
            "INSERT INTO person (user_id, user_id_key, employee_number, connect_address, connect_key, verified_at)
             VALUES (?1, ?1, ?2, ?3, ?4, ?5)",
            (
                format!("p{n}"),
                n.to_string(),
                address.as_ref().map(Address::spelling),
                address.as_ref().map(Address::canonical),
                verified.then_some("2026-01-02T09:00:00Z"),
            ),
        )
        .unwrap();
    }
    tx.commit().unwrap();
}

fn touch(bench: &Bench, n: usize, touch: &Touch) {
    let sql = match touch {
        Touch::Nothing => return,
        Touch::Changed => {
            "UPDATE person SET connect_address = 't' || id || '@t.se', connect_key = 't' || id || '@t.se',
                 version = version + 1, address_version = address_version + 1 WHERE user_id = ?1 AND verified_at IS NULL"
        }
        Touch::Verified => {
            "UPDATE person SET verified_at = '2026-01-03T09:00:00Z', version = version + 1
                 WHERE user_id = ?1 AND connect_address IS NOT NULL"
        }
    };
    bench.register.conn.execute(sql, [format!("p{n}")]).unwrap();
}

/// Two thousand random registers and files: after an import and its undo every untouched, unverified person is as before, unless somebody
/// who was left has the address; and the file that is imported a second time changes nobody.
#[test]
fn import_then_undo_is_as_before_and_a_second_import_changes_nothing() {
    let bench = RefCell::new(Bench::new());
    // What survives a power cut is tried elsewhere; here it would only cost time.
    let fast = "PRAGMA synchronous = OFF";
    bench.borrow().register.conn.execute_batch(fast).unwrap();
    let line = (0..PEOPLE, 0..CELLS.len());
    let files = prop::collection::vec(line, 0..10);
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(2000)
    };
    let cases = (worlds(), files, touches());
    TestRunner::new(config)
        .run(&cases, |(world, file, touches)| {
            let bench = &mut *bench.borrow_mut();
            become_world(bench, &world);
            let before = bench.addresses();
            let keys: Vec<_> = (0..PEOPLE)
                .map(|n| (format!("p{n}"), n.to_string()))
                .collect();
            let rows: Vec<[&str; 3]> = file
                .iter()
                .map(|(who, cell)| [&*keys[*who].0, &*keys[*who].1, CELLS[*cell]])
                .collect();
            let first = bench.apply(&rows);
            let outcomes = |bench: &Bench, run: RunId| -> Vec<Outcome> {
                let rows = bench.register.run_rows(run, None, 0, 1000).unwrap();
                rows.iter().map(|row| row.outcome).collect()
            };
            let second = bench.apply(&rows);
            prop_assert_eq!(second.totals.updated, 0);
            for (then, now) in outcomes(bench, first.id)
                .into_iter()
                .zip(outcomes(bench, second.id))
            {
                prop_assert_eq!(then == Outcome::Rejected, now == Outcome::Rejected);
            }
            let imported = bench.addresses();
            for (n, what) in touches.iter().enumerate() {
                touch(bench, n, what);
            }
            let untouched = touches.iter().all(|touch| matches!(touch, Touch::Nothing));
            let (undo, plan) = bench.undo(first.id);
            let counts = plan.counts();
            prop_assert_eq!(counts.rows(), first.totals.updated);
            let now = bench.addresses();
            for ((was, is), touch) in before.iter().zip(&now).zip(&touches) {
                if was.2 {
                    // Verified before: neither import nor undo comes near.
                    prop_assert_eq!(was, is);
                } else if matches!(touch, Touch::Nothing) && was.1 != is.1 {
                    let wanted = was.1.as_deref().unwrap_or_default();
                    let held = now.iter().any(|(id, address, _)| {
                        let address = address.as_deref().unwrap_or_default();
                        *id != was.0 && address.eq_ignore_ascii_case(wanted)
                    });
                    prop_assert!(held && !untouched, "{:?} is now {:?}", was, is);
                }
            }
            if untouched {
                prop_assert_eq!(counts.left(), 0);
                if counts.reverted > 0 {
                    bench.undo(undo.id);
                    prop_assert_eq!(bench.addresses(), imported);
                }
            }
            Ok(())
        })
        .unwrap();
}
