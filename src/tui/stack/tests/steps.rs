//! What stands around every screen: steps, footer, quitting, and work that goes on.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::*;
use crate::tui::context::{Background, Command, StepMark, View};
use crate::tui::test_util::{Harness, context};

fn guided() -> Context {
    let mut context = context();
    let step = |n: u8, run| Command {
        name: || "a step".into(),
        keys: &[],
        action: Some(Action::Step(n)),
        view: (n == 2).then_some(View {
            letter: '2',
            way: || vec!["Settings".into(), "Desk".into()],
            also: String::new,
        }),
        run,
    };
    context.commands = vec![
        step(1, |_| {
            Outcome::reset(Desk {
                step: Some(1),
                ..desk()
            })
        }),
        step(2, |_| {
            Outcome::reset(Desk {
                step: Some(2),
                ..desk()
            })
        }),
        step(3, |_| {
            Outcome::reset(Desk {
                step: Some(3),
                ..desk()
            })
        }),
    ];
    context.steps = ["Export template", "Export", "Addresses"]
        .iter()
        .zip(["✓", "", ""])
        .map(|(title, sign)| StepMark {
            title: (*title).into(),
            sign,
        })
        .collect();
    context.register_name = "demo".into();
    context.bell = 2;
    context
}

#[test]
fn steps_are_gone_to_and_shown() {
    let harness = Harness::with(desk(), guided()).shows_not("Export template");
    let harness = harness.keys("2");
    assert_eq!(
        harness.line(1),
        " 1 Export template ✓  2 Export ▸  3 Addresses"
    );
    assert!(
        harness.line(0).starts_with(" koppla  demo "),
        "{}",
        harness.line(0)
    );
    assert!(harness.line(0).ends_with(" ● 2"), "{}", harness.line(0));
    assert!(
        harness.line(0).contains("Settings › Desk"),
        "{}",
        harness.line(0)
    );
    let harness = harness.keys("^N");
    assert_eq!(
        harness.line(1),
        " 1 Export template ✓  2 Export  3 Addresses ▸"
    );
    let harness = harness.keys("^N ^P ^P ^P");
    assert_eq!(
        harness.line(1),
        " 1 Export template ▸  2 Export  3 Addresses"
    );
    let harness = harness.keys("m").shows("All views").keys("Enter");
    assert_eq!(
        harness.line(1),
        " 1 Export template ✓  2 Export ▸  3 Addresses"
    );
}

#[test]
fn the_footer_shows_what_fits_and_always_the_help() {
    let harness = Harness::new(desk());
    let footer = harness.line(23);
    assert!(
        footer.starts_with(" ^S save  x remove  v import"),
        "{footer}"
    );
    assert!(footer.ends_with(" F1 help"), "{footer}");
    assert!(!footer.contains("take it"), "{footer}");
    let harness = harness.size(60, 16);
    assert!(
        harness.line(15).ends_with(" F1 help"),
        "{}",
        harness.line(15)
    );
    harness
        .size(59, 16)
        .shows("larger window")
        .size(1, 1)
        .size(200, 50)
        .shows("koppla");
}

#[test]
fn quitting_asks_when_something_would_be_lost() {
    let unsaved = || Desk {
        unsaved: true,
        ..desk()
    };
    Harness::new(desk()).keys("^Q").then(Then::Quit);
    Harness::new(unsaved())
        .keys("^Q")
        .then(Then::Continue)
        .shows("Two cells are not saved.")
        .keys("^Q Esc")
        .then(Then::Continue)
        .on_top("desk")
        .keys("r ^Q Y")
        .then(Then::Quit);
    Harness::new(desk())
        .keys("^C")
        .then(Then::Continue)
        .shows("^Q quits");
}

struct Export(Rc<RefCell<u8>>);

impl Background for Export {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        *self.0.borrow_mut() += 1;
        if *self.0.borrow() == 2 {
            context.toast(Tone::Ok, "Export done");
            return Outcome::Close(None);
        }
        Outcome::Unchanged
    }

    fn running(&self) -> Option<String> {
        Some("An export is running.".into())
    }

    fn stop(&mut self) {
        *self.0.borrow_mut() = 99;
    }
}

#[test]
fn work_goes_on_behind_every_screen() {
    let looked = Rc::new(RefCell::new(0));
    let mut context = context();
    context
        .background
        .push(Box::new(Export(Rc::clone(&looked))));
    Harness::with(desk(), context)
        .wake()
        .changed(false)
        .keys("^Q")
        .shows("An export is running.")
        .keys("Esc")
        .wake()
        .changed(true)
        .shows("✓ Export done")
        .keys("^Q")
        .then(Then::Quit)
        .advance(Duration::from_secs(7))
        .shows_not("Export done");
    assert_eq!(*looked.borrow(), 2);
    let mut context = crate::tui::test_util::context();
    context
        .background
        .push(Box::new(Export(Rc::clone(&looked))));
    let _ = Harness::with(desk(), context).hang_up();
    assert_eq!(*looked.borrow(), 99);
}
