//! The preview of an import while it is applied: what leads away asks first.

use super::*;
use crate::domain::log::RunStatus;
use crate::jobs::Control;
use crate::jobs::demo::Demo;
use crate::jobs::import::prepare;
use crate::jobs::plain_import;
use crate::tui::stack::Then;
use crate::tui::test_demo::{sample, session};
use crate::tui::test_util::Harness;

/// A plan of the demo's file.
fn ready(demo: &Demo) -> Ready {
    let request = plain_import(sample("anstallda_epost.csv"));
    let prepared = prepare(demo.place(), &request, &Control::unwatched()).unwrap();
    let confirm = Confirming {
        above: 100,
        new_domains: true,
    };
    Ready::new(prepared, confirm)
}

/// A preview whose plan is being applied by a worker that goes on until it is cancelled, and then ends like this.
fn applying(demo: &Demo, end: impl FnOnce() -> Ended + Send + 'static) -> Harness {
    let mut preview = Preview::new(ready(demo), Demands::default());
    preview.table = None;
    preview.applying = Some(JobHandle::spawn(Arc::new(|| {}), |control| {
        while control.report(100, 1000).is_continue() {
            std::thread::yield_now();
        }
        end()
    }));
    Harness::with(preview, session(demo, None))
}

#[test]
fn leaving_while_it_is_applied_asks_and_cancelling_leads_back_to_the_rows() {
    let demo = Demo::new().unwrap();
    let again = ready(&demo);
    let preview = applying(&demo, move || {
        Ended::Failed(JobError::Cancelled, Some(Box::new(again)))
    });
    let preview = preview
        .shows("Importing 855 addresses …")
        .wake_until("10 %")
        .keys("i / w Enter")
        .on_top("preview");
    // None of the ways out is open without a word.
    let preview = ["Esc", "1", ":", "m", "!", "^N"]
        .into_iter()
        .fold(preview, |preview, key| {
            preview
                .keys(key)
                .on_top(ASK_STOP)
                .shows("nothing at all is imported")
                .keys("Esc")
                .on_top("preview")
        });
    let _ = preview
        .keys("^Q")
        .shows("The import of anstallda_epost.csv is still going on")
        .keys("Esc")
        .then(Then::Continue)
        .keys("Esc Y")
        .wake_until("✓ to be updated 855")
        .shows("Cancelled. Nothing was changed.")
        .shows("i import");
}

#[test]
fn a_plan_that_is_lost_leads_back_to_the_form_with_the_reason() {
    let demo = Demo::new().unwrap();
    let preview = applying(&demo, || {
        Ended::Failed(JobError::Store(crate::jobs::StoreError::Busy), None)
    });
    let _ = preview
        .keys("Esc Y")
        .wake_until("The register is busy")
        .on_top("tui.message");
    let preview = applying(&demo, || panic!("on purpose"));
    let _ = preview
        .keys("Esc Y")
        .wake_until("a mistake of its own")
        .on_top("tui.message");
}

#[test]
fn a_cancelled_import_leaves_nothing_and_keeps_its_plan() {
    let demo = Demo::new().unwrap();
    let control = Control::unwatched();
    control.cancel();
    let refused = ready(&demo)
        .prepared
        .apply(demo.place(), Demands::default(), true, &control)
        .unwrap_err();
    assert_eq!(refused.error.code(), "cancelled");
    assert_eq!(refused.prepared.unwrap().totals().updated, 855);
    let register = demo.place().open().unwrap();
    let runs = register.runs(None).unwrap();
    assert_eq!((runs.len(), runs[0].status), (2, RunStatus::Cancelled));
    assert_eq!(register.run_rows(runs[0].id, None, 0, 9).unwrap(), []);
    assert_eq!(register.person_counts().unwrap().unverified, 140);
}
