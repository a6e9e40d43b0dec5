//! Taking a run back, by keys.

use super::*;
use crate::domain::log::RunKind;
use crate::jobs::Control;
use crate::jobs::demo::Demo;
use crate::jobs::import::prepare as plan_import;
use crate::jobs::plain_import;
use crate::tui::test_demo::{address, give, sample, session};
use crate::tui::test_util::Harness;

/// The demo into which its sample file has been imported, with the rows of that run in front.
fn imported() -> (Harness, Demo, RunId) {
    let demo = Demo::new().unwrap();
    let request = plain_import(sample("anstallda_epost.csv"));
    let control = Control::unwatched();
    let prepared = plan_import(demo.place(), &request, &control).unwrap();
    let demands = Default::default();
    prepared
        .apply(demo.place(), demands, false, &control)
        .unwrap();
    let id = demo.place().open().unwrap().runs(None).unwrap()[0].id;
    let context = session(&demo, None);
    let rows = RunRows::new(id, &context);
    let rows = Harness::with(rows, context).wake_until("✓ updated 855");
    (rows, demo, id)
}

#[test]
fn a_run_is_undone_from_its_log() {
    let (rows, demo, id) = imported();
    give(&demo, "bjorn.b", "bb@foretaget.example");
    let plan = rows
        .shows("u undo run")
        .keys("u")
        .wake_until("to be reverted 854")
        .on_top("undo")
        .shows(&format!("This is what undoing run {id}"))
        .shows("to be left 1")
        .keys("Left")
        .shows("The address was changed")
        .shows("bjorn.b");
    let confirm = plan
        .keys("u")
        .on_top(ASK_UNDO)
        .shows("854 persons get back the address from before run")
        .shows("1 person is left as they are");
    let done = confirm
        .type_text("854")
        .keys("Enter")
        .wake_until("854 addresses reverted, 1 left (changed since)")
        .on_top("run_rows");
    assert_eq!(
        address(&demo, "bjorn.b").as_deref(),
        Some("bb@foretaget.example")
    );
    let runs = demo.place().open().unwrap().runs(None).unwrap();
    assert_eq!(
        (runs[0].kind, runs[0].undo_of, runs[0].totals.updated),
        (RunKind::Undo, Some(id), 854)
    );
    // The run that was undone is below; undoing it again finds who was left, and reverts nobody.
    let _ = done
        .wake_until("✓ reverted 854")
        .shows("Undo · anstallda_epost.csv")
        .shows("✗ left 1")
        .keys("Esc")
        .on_top("run_rows")
        .keys("u")
        .wake_until("unchanged 854")
        .keys("u")
        .shows("None of the addresses can be reverted");
}

#[test]
fn a_row_leads_to_its_person_and_back() {
    let (rows, _demo, _) = imported();
    let _ = rows
        .keys("Right p")
        .on_top("person_card")
        .shows("User id")
        .shows("History")
        .shows("Address set by")
        .keys("Esc")
        .on_top("run_rows");
}

#[test]
fn a_change_between_plan_and_undo_leads_back_to_the_rows() {
    let (rows, demo, _) = imported();
    let plan = rows.keys("u").wake_until("to be reverted 855");
    give(&demo, "bjorn.b", "bb@foretaget.example");
    let again = plan
        .keys("u")
        .type_text("855")
        .keys("Enter")
        .wake_until("Somebody else changed the register meanwhile")
        .keys("Enter");
    let _ = again
        .shows("[✗ to be left 1]")
        .shows("to be reverted 854")
        .shows("bjorn.b");
    let runs = demo.place().open().unwrap().runs(None).unwrap();
    assert!(runs.iter().all(|run| run.kind != RunKind::Undo));
}

#[test]
fn leaving_while_it_is_applied_asks_and_cancelling_leads_back_to_the_plan() {
    let (rows, demo, id) = imported();
    drop(rows);
    let context = session(&demo, None);
    let (place, control) = (demo.place().clone(), Control::unwatched());
    let prepared = prepare(&place, id, &control).unwrap();
    let mut undo = UndoRun::new(id, &context);
    undo.show(prepared);
    let again = prepare(&place, id, &control).unwrap();
    undo.state = State::Applying(JobHandle::spawn(Arc::new(|| {}), move |control| {
        while control.report(100, 1000).is_continue() {
            std::thread::yield_now();
        }
        Ok(Undone::Cancelled(again))
    }));
    let _ = Harness::with(undo, context)
        .shows("Reverting 855 addresses …")
        .keys("u / w Enter")
        .on_top("undo")
        .keys("Esc")
        .on_top(ASK_STOP)
        .shows("nothing at all is reverted")
        .keys("Y")
        .wake_until("to be reverted 855")
        .shows("Cancelled. Nothing was changed.");
}

#[test]
fn a_run_that_cannot_be_undone_says_why() {
    let demo = Demo::new().unwrap();
    let context = session(&demo, None);
    let load = demo.place().open().unwrap().runs(None).unwrap()[0].id;
    let undo = UndoRun::new(load, &context);
    let _ = Harness::with(undo, context)
        .wake_until("cannot be undone")
        .on_top("tui.message");
}
