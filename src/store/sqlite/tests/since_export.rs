//! What an import is told of the time since its file was exported.

use super::*;
use crate::domain::log::{LaterChange, RunId};

impl Bench {
    fn export(&mut self) -> RunId {
        let seen = self.register.history_mark().unwrap();
        let run = self
            .register
            .record_export(
                &new_run(RunKind::Export),
                1,
                Default::default(),
                seen,
                at(31),
            )
            .unwrap();
        run.id
    }

    /// Imports rows of a file that came from this export, whatever has changed since.
    fn import_of(&mut self, export: RunId, rows: &[[&str; 3]]) -> RunRecord {
        let (plan, basis) = self.plan(rows);
        let run = NewRun {
            export: Some(export),
            ..new_run(RunKind::Import)
        };
        let applied = self.register.apply_import(
            plan,
            basis,
            &run,
            OnConflict::Proceed,
            &|row| texts(row, rows),
            &|| at(60),
            &|_, _| ControlFlow::Continue(()),
        );
        match applied.unwrap() {
            Applied::Done { run, .. } => run,
            other => panic!("{other:?}"),
        }
    }

    fn by_hand(&mut self, user_id: &str, address: &str) {
        let person = self.person(user_id);
        let mut data = data_of(&person);
        data.connect_address = (!address.is_empty()).then(|| parsed(address));
        self.register
            .update(person.id, person.version, &data, &who(), at(70))
            .unwrap();
    }

    fn changed(&self, export: RunId) -> Vec<(PersonId, LaterChange)> {
        let changed = self.register.changed_since_export(export).unwrap();
        changed.expect("an export remembers what it saw")
    }
}

fn two() -> Bench {
    Bench::with(&[("anna.a", "1", "anna@o.se"), ("bo.b", "2", "bo@o.se")])
}

#[test]
fn a_change_after_the_export_is_told_with_who_and_when() {
    let mut bench = two();
    bench.by_hand("bo.b", "bo@before.se");
    let export = bench.export();
    assert_eq!(bench.changed(export), []);
    bench.by_hand("anna.a", "anna@z.se");
    let change = LaterChange {
        who: who(),
        at: at(70),
        run: None,
    };
    assert_eq!(bench.changed(export), [(bench.id("anna.a"), change)]);
    // Another import is a change too.
    let run = bench.apply(&[["bo.b", "2", "bo@z.se"]]);
    let bo = &bench.changed(export)[1];
    assert_eq!((bo.0, bo.1.run), (bench.id("bo.b"), Some(run.id)));
}

#[test]
fn who_is_back_at_the_exported_address_has_not_changed() {
    let mut bench = two();
    let export = bench.export();
    bench.by_hand("anna.a", "");
    bench.by_hand("anna.a", "anna@o.se");
    assert_eq!(bench.changed(export), []);
}

#[test]
fn the_correction_of_the_same_file_is_no_change_by_others() {
    let mut bench = two();
    let export = bench.export();
    let rows = [["anna.a", "1", "anna@n.se"], ["bo.b", "2", "bo@n.se"]];
    let run = bench.import_of(export, &rows);
    assert_eq!(bench.changed(export), []);
    // Nor is taking it back; but whoever changes after it is told again.
    let plan = bench
        .register
        .plan_undo(run.id, &|_, _| ControlFlow::Continue(()));
    let (plan, basis) = plan.unwrap().unwrap();
    bench.by_hand("anna.a", "anna@z.se");
    let undo = NewRun {
        undo_of: Some(run.id),
        ..new_run(RunKind::Undo)
    };
    bench
        .register
        .apply_undo(
            plan,
            basis,
            &undo,
            OnConflict::Proceed,
            &|| at(91),
            &|_, _| ControlFlow::Continue(()),
        )
        .unwrap();
    assert_eq!(bench.address("bo.b"), "bo@o.se");
    let changed: Vec<_> = bench.changed(export).into_iter().map(|c| c.0).collect();
    assert_eq!(changed, [bench.id("anna.a")]);
    // A later export knows all of it.
    let later = bench.export();
    assert_eq!(bench.changed(later), []);
}

#[test]
fn an_erasure_hides_no_later_change() {
    let mut bench = two();
    bench.by_hand("bo.b", "bo@newest.se");
    let export = bench.export();
    // The newest row of history goes, and its number is given to the next change.
    let bo = bench.id("bo.b");
    bench.register.remove(bo).unwrap();
    bench.by_hand("anna.a", "anna@z.se");
    assert_eq!(bench.changed(export).len(), 1);
}

#[test]
fn an_export_of_an_older_koppla_remembers_nothing() {
    let mut bench = two();
    let export = bench.export();
    bench
        .shell()
        .execute("UPDATE run SET history_seen = NULL", [])
        .unwrap();
    assert_eq!(bench.register.changed_since_export(export).unwrap(), None);
    let missing = bench.register.changed_since_export(RunId(99));
    assert_eq!(missing.unwrap_err().code(), "not_found");
}
