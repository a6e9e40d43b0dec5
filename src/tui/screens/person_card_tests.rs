use crate::jobs::demo::Demo;
use crate::jobs::people::{self, Fields};
use crate::tui::desk::Desk;
use crate::tui::screens::commands;
use crate::tui::test_util::{Harness, context};

fn office() -> (Harness, Demo) {
    let demo = Demo::new().unwrap();
    let mut context = context();
    context.desk = Desk::demo(demo.clone());
    context.commands = commands();
    crate::tui::steps::refresh(&mut context);
    let guide = crate::tui::screens::guide::Guide::new(&context);
    (Harness::with(guide, context), demo)
}

#[test]
fn the_palette_finds_a_person_by_key_and_shows_what_happened_to_the_address() {
    let (office, demo) = office();
    let mut register = demo.place().open().unwrap();
    let person = register.find_person("bjorn.b", None).unwrap();
    let fields = Fields {
        connect_address: Some("bjorn.b@foretaget.example".into()),
        ..Fields::default()
    };
    people::set(&mut register, demo.place(), &person, &fields).unwrap();
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
