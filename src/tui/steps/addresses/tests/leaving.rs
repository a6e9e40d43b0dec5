//! Leaving the step: nothing is lost, and quitting asks from anywhere.

use std::fs;

use super::*;
use crate::tui::stack::Then;

#[test]
fn leaving_the_step_loses_nothing_and_quitting_asks_from_anywhere() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example");
    let screen = screen
        .keys("^Q")
        .shows("that you are typing")
        .keys("Esc Enter Esc")
        .on_top("guide");
    let screen = screen
        .keys("^Q")
        .shows("f.csv has 1 unsaved change.")
        .keys("Esc");
    let mut context = screen.context;
    context.desk.file = Some(world.path("new.csv"));
    let again = Addresses::new(&mut context);
    let screen = Harness::with(again, context)
        .shows("Save it, then open new.csv")
        .shows("1 changed");
    assert_eq!(
        (cursor(&screen), address(&screen, 1)),
        (2, "b@foretaget.example".into())
    );
    let screen = idle(screen).keys("o").shows("1 unsaved change").keys("Y");
    drop(screen.shows("Open the exported file"));
}

#[test]
fn step_5_asks_for_the_edits_of_step_3_before_it_reads_the_file() {
    let world = World::new();
    let path = world.export(true);
    let mut register = world.demo.place().open().unwrap();
    let export = register
        .templates(crate::domain::template::Kind::Export)
        .unwrap();
    let import = export[0].template.to_import("Import");
    register.add_template(&import, crate::jobs::now()).unwrap();
    drop(register);
    let screen = world
        .edited(&path)
        .keys("5")
        .on_top("import")
        .keys("F5")
        .shows("export.csv has 1 unsaved change. The import reads the file as it is on the disk.");
    let screen = screen.keys("Esc").on_top("import").keys("F5 Enter");
    let screen = screen.wake_until("This is what an import would do");
    drop(screen.shows("b@foretaget.example"));
    // Read without them, or not at all where they cannot be saved.
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("x")
        .keys("Enter 5 F5 Down Enter")
        .wake_until("This is what an import would do")
        .shows("b@foretaget.example")
        .keys("Esc");
    let theirs = fs::read_to_string(&path).unwrap();
    fs::write(&path, &theirs).unwrap();
    let screen = screen
        .keys("F5 Enter")
        .wake_until("So the file was not read");
    drop(
        screen
            .keys("Enter ^Q")
            .shows("export.csv has 1 unsaved change"),
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
}

#[test]
fn typing_is_asked_about_however_the_screen_is_left() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b")
        .keys("F10 Enter")
        .on_top("tui.leave")
        .shows("that you are typing")
        .keys("Esc")
        .on_top("addresses")
        .type_text("j");
    let screen = screen.keys("F10 Enter Y").on_top("guide");
    drop(screen.keys("^Q").then(Then::Quit));
    drop(world.opened(&path).shows_not("not saved"));
}
