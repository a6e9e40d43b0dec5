//! The card of a person by keys.

use crate::jobs::demo::Demo;
use crate::tui::test_demo::{give, session};
use crate::tui::test_util::Harness;

fn office() -> (Harness, Demo) {
    let demo = Demo::new().unwrap();
    let context = session(&demo, None);
    let guide = crate::tui::screens::guide::Guide::new(&context);
    (Harness::with(guide, context), demo)
}

#[test]
fn the_palette_finds_a_person_by_key_and_shows_what_happened_to_the_address() {
    let (office, demo) = office();
    give(&demo, "bjorn.b", "bjorn.b@foretaget.example");
    let office = office.keys(":").type_text("Person …").keys("Enter");
    let office = office
        .on_top("person_card.find")
        .shows("User id or employee number")
        .type_text("nobody")
        .keys("Enter")
        .on_top("tui.message")
        .keys("Enter")
        // The question stays, so that a slip of the finger is corrected and not begun anew.
        .on_top("person_card.find")
        .keys("^U")
        .type_text("bjorn.b")
        .keys("Enter");
    let _ = office
        .on_top("person_card")
        .shows("Users › bjorn.b")
        .shows("bjorn.b@foretaget.example (unverified)")
        .shows("Address set by")
        .shows("none → bjorn.b@foretaget.example")
        .keys("G g Esc")
        .on_top("guide");
}
