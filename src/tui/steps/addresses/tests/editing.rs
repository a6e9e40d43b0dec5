//! Editing cells: typing, locks, undo, suggestions and marks.

use super::*;

#[test]
fn enter_commits_and_goes_down_tab_to_the_next_that_lacks_one_esc_gives_up() {
    let world = World::new();
    let screen = world
        .opened(&world.rows(&format!("{THREE}åsa.l\t00425\ta@foretaget.example\r\n")))
        .keys("Down Enter")
        .type_text("bjorn")
        .shows("✗ An address needs an @.")
        .type_text("@foretaget.example")
        .shows("✓ The address can be imported.")
        .keys("Enter")
        .shows("1 changed");
    assert_eq!(
        (cursor(&screen), address(&screen, 1)),
        (2, "bjorn@foretaget.example".into())
    );
    let screen = screen.keys("Up Del Up").keys("Tab");
    assert_eq!((cursor(&screen), address(&screen, 1)), (1, String::new()));
    let screen = screen
        .keys("e")
        .type_text("x@foretaget.example")
        .keys("Tab");
    assert_eq!(cursor(&screen), 2);
    let screen = screen
        .keys("e")
        .type_text("given up")
        .keys("Esc")
        .shows("✓");
    assert_eq!(address(&screen, 2), "");
    let screen = idle(
        screen
            .keys("e")
            .type_text("c@foretaget.example")
            .keys("Tab"),
    );
    drop(
        screen
            .shows("✓ No row lacks an address.")
            .shows("2 changed")
            .keys("S-Tab"),
    );
}

#[test]
fn a_verified_person_is_locked_and_the_screen_says_why() {
    let world = World::new();
    let path = world
        .rows("bjorn.b\t00418\t\r\nanna.a\t00417\tother@foretaget.example\r\ncia.c\t00421\t\r\n");
    let screen = world
        .opened(&path)
        .keys("Down")
        .shows("V The person has another address");
    let screen = screen.keys("Enter").shows("Remove the link");
    let screen = screen.keys("Del").shows("Remove the link").keys("u");
    assert!(!editing(&screen).document().is_changed());
    // Enter after typing passes over the locked row.
    let screen = screen
        .keys("Up Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
    assert_eq!(cursor(&screen), 2);
}

#[test]
fn undo_and_redo_go_to_the_cell() {
    let world = World::new();
    let screen = world
        .opened(&world.rows(THREE))
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter g u");
    assert_eq!((cursor(&screen), address(&screen, 1)), (1, String::new()));
    let screen = screen.keys("g ^R");
    assert_eq!(
        (cursor(&screen), address(&screen, 1)),
        (1, "b@foretaget.example".into())
    );
    let screen = screen.keys("^Z ^Z").shows("There is nothing to undo.");
    drop(screen.keys("^Y ^Y").shows("There is nothing to redo."));
}

#[test]
fn the_suggestion_of_a_row_is_taken_with_one_key() {
    let world = World::new();
    let path =
        world.rows("bjorn.b\t00418\tb@foretagt.example\r\ncia.c\t00421\tc@foretaget.example\r\n");
    let screen = world
        .opened(&path)
        .shows("1 fault")
        .shows("✗ The domain foretagt.example is not allowed.")
        .shows("s\u{a0}takes\u{a0}it")
        .keys("s");
    assert_eq!(address(&screen, 0), "b@foretaget.example");
    drop(
        idle(screen)
            .shows_not("1 fault")
            .keys("Down s")
            .shows("There is no suggestion"),
    );
}

#[test]
fn two_rows_with_one_address_are_both_wrong_as_soon_as_the_file_is_checked() {
    let world = World::new();
    let screen = world
        .opened(&world.rows(THREE))
        .keys("Down Enter")
        .type_text("same@foretaget.example")
        .keys("Enter Enter")
        .type_text("same@foretaget.example")
        .keys("Enter");
    drop(
        idle(screen)
            .shows("2 faults")
            .shows("The same address stands on line 3"),
    );
}

#[test]
fn typed_spaces_at_the_ends_go_and_those_of_the_file_stay() {
    let world = World::new();
    let path = world.rows("bjorn.b\t00418\t\r\ncia.c\t00421\tc@foretaget.example \r\n");
    let screen = world
        .opened(&path)
        .keys("Enter")
        .paste("\u{a0}b@foretaget.example ")
        .keys("Space Enter");
    assert_eq!(address(&screen, 0), "b@foretaget.example");
    let screen = screen.keys("Enter Enter");
    assert_eq!(address(&screen, 1), "c@foretaget.example ");
    let screen = screen.keys("Enter Home x Enter");
    assert_eq!(address(&screen, 1), "xc@foretaget.example ");
}

#[test]
fn what_the_encoding_lacks_cannot_be_committed() {
    let world = World::new();
    let mut bytes = b"Anv\xe4ndar-id;Anst.nr;E-post Visma Connect\r\nbjorn.b;00418;\r\n".to_vec();
    bytes.extend_from_slice(b"\xe5sa.l;00425;\r\n");
    let path = world.file("ansi.csv", bytes);
    let screen = world
        .opened(&path)
        .shows("ANSI")
        .keys("Enter")
        .type_text("ł@b.se")
        .keys("Enter");
    let screen = screen
        .shows("✗ ANSI (Windows-1252) does not have the character ł")
        .keys("Backspace");
    drop(
        screen
            .shows_not("does not have")
            .keys("Esc")
            .shows_not("changed"),
    );
}

#[test]
fn rows_are_marked_one_by_one_all_at_once_and_the_other_way_round() {
    let world = World::new();
    let screen = world
        .opened(&world.rows(THREE))
        .keys("x")
        .shows("  x    2  anna.a")
        .shows("1 marked");
    assert_eq!(cursor(&screen), 1);
    assert_eq!(marked(&screen), [1]);
    let screen = screen.keys("Down Space").shows("2 marked").keys("*");
    assert_eq!(marked(&screen), [2]);
    let screen = screen.keys("X").shows("3 marked");
    assert_eq!(marked(&screen), [1, 2, 3]);
    let screen = screen.keys("X").shows_not("marked");
    assert!(marked(&screen).is_empty());
    let screen = screen.keys("x -").shows_not("marked");
    drop(screen.keys("-").shows("No row is marked."));
}

#[test]
fn a_key_that_changes_nothing_draws_nothing() {
    let world = World::new();
    let screen = world.opened(&world.rows(THREE));
    drop(
        screen
            .keys("Up")
            .changed(false)
            .keys("Down")
            .changed(true)
            .wake()
            .changed(false),
    );
}

#[test]
fn no_key_of_the_screen_stands_twice() {
    for list in [TABLE_KEYS, TYPING_KEYS, EMPTY_KEYS, COLUMN_KEYS] {
        assert_eq!(crate::tui::keys::duplicates(&[list]), []);
    }
}
