//! Old logs go, people's histories stay.

use super::*;
use crate::domain::log::RunId;

#[test]
fn the_rows_of_old_runs_go_and_everything_else_stays() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@a.se")]);
    let old = bench.apply(&[["anna.a", "1", "anna@b.se"], ["nobody", "9", "x@a.se"]]);
    let register = &mut bench.register;
    assert_eq!(register.runs_to_purge(old.finished).unwrap(), []);
    let due = register.runs_to_purge(at(61)).unwrap();
    assert_eq!(due, [old.id]);
    assert_eq!(register.purge_runs(&due, at(100)).unwrap(), 2);

    let run = register.run(old.id).unwrap();
    assert_eq!((run.totals, run.purged), (old.totals, Some(at(100))));
    assert_eq!(run.asked.path, None);
    assert_eq!(register.run_rows(old.id, None, 0, 10).unwrap(), []);
    assert_eq!(register.unread_notifications().unwrap(), 0);
    assert!(register.purge_due().unwrap());
    // The history belongs to the person and still says who changed the address, and by which run.
    let anna = bench.id("anna.a");
    let register = &mut bench.register;
    let history = register.history_of(anna).unwrap();
    let change = history
        .iter()
        .find(|entry| entry.run == Some(old.id))
        .unwrap();
    assert_eq!(change.new.as_deref(), Some("anna@b.se"));
    assert_eq!(change.who, who());
    assert_eq!(register.verify().unwrap(), Vec::<String>::new());
    // Once is enough.
    assert_eq!(register.runs_to_purge(at(1000)).unwrap(), []);
    assert_eq!(register.purge_runs(&[old.id], at(200)).unwrap(), 0);
    assert_eq!(register.run(old.id).unwrap().purged, Some(at(100)));
}

#[test]
fn rows_go_in_pieces_before_their_run_is_called_purged() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@a.se")]);
    let rows = [
        ["anna.a", "1", "anna@b.se"],
        ["x", "8", "x@a.se"],
        ["y", "9", "y@a.se"],
    ];
    let old = bench.apply(&rows);
    let register = &mut bench.register;
    assert_eq!(register.purge_rows(old.id, 1).unwrap(), 1);
    assert_eq!(register.run(old.id).unwrap().purged, None);
    assert!(register.purge_due().unwrap());
    assert_eq!(register.purge_rows(old.id, 5).unwrap(), 1);
    assert_eq!(register.purge_rows(old.id, 5).unwrap(), 0);
    // The change of the address, which is the person's.
    assert_eq!(register.purge_runs(&[old.id], at(100)).unwrap(), 1);
    assert_eq!(register.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn fractions_of_a_second_do_not_confuse_the_order() {
    let mut bench = Bench::new();
    let run = new_run(RunKind::Export);
    let half: Timestamp = "2026-03-01T00:00:00.5Z".parse().unwrap();
    let seen = bench.register.history_mark().unwrap();
    bench
        .register
        .record_export(&run, 1, Default::default(), seen, half)
        .unwrap();
    let whole: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
    assert_eq!(bench.register.runs_to_purge(whole).unwrap(), []);
    let next: Timestamp = "2026-03-01T00:00:01Z".parse().unwrap();
    assert_eq!(bench.register.runs_to_purge(next).unwrap(), [RunId(1)]);
}

#[test]
fn a_person_can_be_erased_after_the_log_has_gone() {
    let mut bench = Bench::with(&[("anna.a", "1", "anna@a.se")]);
    let old = bench.apply(&[["anna.a", "1", "anna@b.se"]]);
    bench.register.purge_runs(&[old.id], at(100)).unwrap();
    let anna = bench.id("anna.a");
    bench.register.remove(anna).unwrap();
    assert_eq!(bench.register.run_rows(old.id, None, 0, 10).unwrap(), []);
}
