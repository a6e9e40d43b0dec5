//! Saving, and what can be in its way.

use std::fs;

use super::*;
use crate::tui::stack::Then;

#[test]
fn saving_changes_the_edited_fields_and_nothing_else() {
    let world = World::new();
    let before = "Användar-id;Anst.nr;Övrigt;E-post Visma Connect\nanna.a;00417;\"a;b\";\r\n\n\
                  bjorn.b;00418;;\"\"\rcia.c ;00421;x\"y;";
    let path = world.file("f.csv", before);
    let screen = world.edited(&path).keys("^S");
    let screen = idle(screen)
        .shows("f.csv is saved with 1 change")
        .shows_not("1 changed");
    let after = before.replace("\"\"\r", "\"b@foretaget.example\"\r");
    assert_eq!(fs::read_to_string(&path).unwrap(), after);
    assert_eq!((STEP.progress)(&screen.context.desk), Progress::Done);
    drop(
        screen
            .keys("^S")
            .shows("Nothing has changed")
            .keys("^Q")
            .then(Then::Quit),
    );
}

#[test]
fn ctrl_s_while_typing_commits_and_saves() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example");
    drop(idle(screen.keys("^S")).shows("is saved with 1 change"));
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .contains("\tb@foretaget.example\r\n")
    );
}

#[test]
fn a_file_that_somebody_else_changed_is_not_overwritten() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world.edited(&path);
    fs::write(&path, "theirs").unwrap();
    let screen = screen
        .keys("^S")
        .wake_until("Your edits are still there")
        .shows("On the disk 0 rows have another content, 1 came and 4 went")
        .shows("You have edited 1 of them, too");
    let screen = screen
        .keys("Esc")
        .shows("1 changed")
        .keys("^S")
        .wake_until("Your edits are still there");
    let screen = screen
        .keys("Enter")
        .shows("Save under another name")
        .keys("^U");
    let screen = idle(screen.type_text("mine.csv").keys("^S"));
    let screen = screen
        .shows("mine.csv is saved with 1 change")
        .shows("┌ mine.csv");
    assert_eq!(fs::read(&path).unwrap(), b"theirs");
    let mine = world.path("mine.csv");
    assert!(
        fs::read_to_string(&mine)
            .unwrap()
            .contains("\tb@foretaget.example\r\n")
    );
    assert_eq!(screen.context.desk.file.as_deref(), Some(&*mine));
}

#[test]
fn a_file_that_somebody_else_changed_is_overwritten_only_after_a_yes_of_its_own() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world.edited(&path);
    let theirs = format!("{HEADING}{THREE}").replace("00421\t", "00421\ttheirs");
    fs::write(&path, &theirs).unwrap();
    let screen = screen
        .keys("^S")
        .wake_until("Your edits are still there")
        .shows("On the disk 1 row has another content, 0 came and 0 went")
        .shows("You have edited none of them")
        .keys("Down Enter")
        .shows("Overwrite?")
        .keys("Enter")
        .shows("1 changed");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    let screen = screen
        .keys("^S")
        .wake_until("Your edits are still there")
        .keys("Down Enter Y");
    drop(idle(screen).shows("f.csv is saved with 1 change"));
    let mine = format!("{HEADING}{THREE}").replace("00418\t", "00418\tb@foretaget.example");
    assert_eq!(fs::read_to_string(&path).unwrap(), mine);
}

#[test]
fn a_file_that_has_vanished_can_be_written_again_in_its_place() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world.edited(&path);
    fs::remove_file(&path).unwrap();
    let screen = screen
        .keys("^S")
        .wake_until("was removed")
        .keys("Down Enter");
    drop(idle(screen).shows("f.csv is saved with 1 change"));
    assert!(path.exists());
}

#[test]
fn a_file_that_has_vanished_is_saved_elsewhere_and_a_taken_name_is_asked_for() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world.edited(&path);
    fs::remove_file(&path).unwrap();
    world.file("taken.csv", "theirs");
    let screen = screen.keys("^S").wake_until("Your edits are still there");
    let screen = screen
        .shows("was removed")
        .keys("Enter ^U")
        .type_text("taken.csv")
        .keys("^S");
    let screen = screen
        .wake_until("taken.csv exists already")
        .keys("Esc")
        .shows("1 changed");
    assert_eq!(fs::read(world.path("taken.csv")).unwrap(), b"theirs");
    let screen = screen.keys("w ^U").type_text("taken.csv").keys("^S");
    let screen = screen.wake_until("taken.csv exists already").keys("Y");
    drop(idle(screen).shows("taken.csv is saved"));
}

#[test]
fn a_directory_that_cannot_be_written_to_leaves_the_edits() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world.edited(&path).keys("w ^U");
    let screen = screen
        .type_text("/proc/f.csv")
        .keys("^S")
        .wake_until("Save them under another name?");
    drop(screen.keys("Esc").shows("1 changed"));
}

#[test]
fn saving_ends_well_although_the_screen_has_gone() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world.edited(&path);
    let mut screen = screen.keys("^S Esc").on_top("guide");
    while editing(&screen).is_saving() {
        std::thread::yield_now();
        screen = screen.wake();
    }
    drop(
        screen
            .shows("f.csv is saved")
            .wake()
            .keys("^Q")
            .then(Then::Quit),
    );
}
