//! What survives: edits, what is being typed, and what is offered when the file is opened again.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::tests::{THREE, World, address, cursor, editing, idle};
use crate::tui::stack::Then;
use crate::tui::test_util::Harness;

impl World {
    /// The journals that lie beside the register.
    fn journals(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.path("journals")).into_iter().flatten();
        listed.map(|entry| entry.unwrap().path()).collect()
    }
}

/// Ends as a hang-up does: nothing is asked.
fn cut_off(screen: Harness) {
    drop(screen.hang_up());
}

fn with_an_edit(world: &World, path: &std::path::Path) -> Harness {
    world
        .opened(path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter")
}

#[test]
fn edits_and_what_was_being_typed_come_back_after_a_hang_up() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = with_an_edit(&world, &path)
        .keys("Enter")
        .type_text("c@fore");
    assert_eq!(
        fs::metadata(&world.journals()[0])
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    cut_off(screen);
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved")
        .shows("before 1 edit of f.csv had been saved")
        .shows("Line 3: (empty) → b@foretaget.example")
        .shows("You were typing: c@fore")
        .shows_not("has changed since");
    let screen = idle(screen.keys("Enter"))
        .shows("1 edit is back")
        .shows("1 changed");
    assert_eq!(
        (cursor(&screen), address(&screen, 1)),
        (2, "b@foretaget.example".into())
    );
    // Typing goes on, and what comes back can be undone as one step.
    let screen = screen.type_text("taget.example").keys("Enter");
    assert_eq!(address(&screen, 2), "c@foretaget.example");
    let screen = idle(screen.keys("u u"))
        .shows_not("changed")
        .keys("^R ^R ^S");
    drop(
        idle(screen)
            .shows("is saved with 2 changes")
            .keys("^Q")
            .then(Then::Quit),
    );
    assert!(world.journals().is_empty());
    drop(world.opened(&path).shows_not("Edits that were not saved"));
}

#[test]
fn what_edits_waits_until_the_edits_of_an_earlier_session_are_back() {
    let world = World::new();
    let path = world.rows(THREE);
    cut_off(with_an_edit(&world, &path));
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved");
    // Both keys before anything is back: what is undone is what comes back.
    let screen = idle(screen.ahead("Enter u")).shows_not("changed");
    assert_eq!(address(&screen, 1), "");
    assert!(editing(&screen).document().can_redo());
    let screen = idle(screen.keys("^R")).shows("1 changed");
    cut_off(screen);
    // Meanwhile the table can be looked at, and Esc is not in the way of what goes on.
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved");
    let screen = idle(screen.ahead("Enter G")).shows("1 edit is back");
    drop(screen.shows("1 changed"));
}

#[test]
fn a_file_that_is_opened_again_gives_up_its_own_journal_first() {
    let world = World::new();
    let path = world.rows(THREE);
    // The same file under another name, so that only the journal can tell.
    let other = world.path("link.csv");
    std::os::unix::fs::symlink(&path, &other).unwrap();
    let screen = with_an_edit(&world, &path)
        .keys("o Y")
        .type_text("link.csv")
        .keys("Enter");
    let screen = idle(screen.wake_until("link.csv"))
        .shows_not("in use")
        .shows_not("read-only")
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
    assert_eq!(world.journals().len(), 1);
    cut_off(screen);
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved");
    drop(screen.shows("1 edit"));
}

#[test]
fn edits_of_an_earlier_session_are_thrown_away_only_after_a_yes() {
    let world = World::new();
    let path = world.rows(THREE);
    cut_off(with_an_edit(&world, &path));
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved");
    let screen = screen
        .keys("d Esc")
        .shows("Edits that were not saved")
        .keys("Esc");
    // Undecided, nothing is edited and nothing is lost.
    let screen = screen
        .shows("read-only")
        .keys("Enter")
        .shows("Edits that were not saved")
        .keys("Esc");
    drop(screen.keys("^Q").then(Then::Quit));
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved");
    let screen = idle(screen.keys("Del Y"))
        .shows_not("changed")
        .shows_not("read-only");
    assert_eq!(address(&screen, 1), "");
    drop(screen);
    drop(world.opened(&path).shows_not("Edits that were not saved"));
}

#[test]
fn edits_follow_their_rows_in_a_file_that_has_changed_and_others_are_listed() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = with_an_edit(&world, &path)
        .keys("Enter")
        .type_text("c@foretaget.example");
    cut_off(screen.keys("Enter"));
    // Somebody puts a row in front and fills in one of the two addresses.
    world.rows("åsa.l\t00425\t\r\nanna.a\t00417\t\r\nbjorn.b\t00418\t\r\ncia.c\t00421\tother@foretaget.example\r\n");
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved");
    let screen = screen
        .shows("The file has changed since then. 1 edit still fits; 1 does not")
        .shows("Line 4: (empty) → b@foretaget.example")
        .shows("Line 5: other@foretaget.example → c@foretaget.example");
    let screen = idle(screen.keys("Enter")).shows("1 edit is back; 1 did not fit any more");
    let addresses: Vec<_> = (0..4).map(|row| address(&screen, row)).collect();
    assert_eq!(
        addresses,
        ["", "", "b@foretaget.example", "other@foretaget.example"]
    );
}

#[test]
fn a_file_that_another_koppla_has_open_is_read_only() {
    let world = World::new();
    let path = world.rows(THREE);
    let first = world.opened(&path);
    let second = world.screen(Some(&path)).wake_until("The file is in use");
    let second = idle(second.keys("Enter")).shows("read-only");
    let second = second
        .keys("Down Enter")
        .shows("so here you can only read it")
        .keys("Del u f")
        .shows("so here you can only read it")
        .paste("a@b.se\nc@d.se\n");
    assert!(!editing(&second).document().is_changed());
    drop(first);
    // Under a name of its own it can be edited.
    let second = idle(second.keys("w ^U").type_text("mine.csv").keys("^S"));
    drop(
        second
            .keys("Enter")
            .type_text("b")
            .keys("Enter")
            .shows("1 changed"),
    );
}

#[test]
fn what_was_undone_given_up_or_saved_leaves_no_journal() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = with_an_edit(&world, &path)
        .keys("u Enter")
        .type_text("x")
        .keys("Esc");
    drop(screen.keys("^Q").then(Then::Quit));
    assert!(world.journals().is_empty());
    // Confirmed to be lost, it is.
    drop(with_an_edit(&world, &path).keys("^Q Y").then(Then::Quit));
    assert!(world.journals().is_empty());
    let screen = with_an_edit(&world, &path)
        .keys("o Y")
        .type_text("f.csv")
        .keys("Enter");
    drop(idle(screen.wake_until_it(
        "the file as it is on the disk",
        |screen| {
            screen
                .context
                .desk
                .editing
                .as_ref()
                .is_some_and(|editing| !editing.document().is_changed())
        },
    )));
    assert!(world.journals().is_empty());
}

#[test]
fn what_is_undone_after_saving_is_unsaved_again_and_kept() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = idle(with_an_edit(&world, &path).keys("^S")).shows("is saved");
    let screen = screen.keys("u").shows("1 changed");
    cut_off(screen);
    let screen = world
        .screen(Some(&path))
        .wake_until("Edits that were not saved");
    let screen = screen
        .shows("Line 3: b@foretaget.example → (empty)")
        .keys("Enter");
    let screen = idle(screen)
        .shows("1 changed")
        .keys("u")
        .shows_not("changed");
    drop(screen.keys("^R").shows("1 changed"));
}

#[test]
fn what_is_edited_after_saving_elsewhere_belongs_to_the_new_file() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = with_an_edit(&world, &path)
        .keys("w ^U")
        .type_text("new.csv")
        .keys("^S");
    let screen = idle(screen.wake_until("new.csv is saved"))
        .keys("Enter")
        .type_text("c@foretaget.example");
    cut_off(screen.keys("Enter"));
    drop(world.opened(&path).shows_not("Edits that were not saved"));
    let new = world.path("new.csv");
    let screen = world
        .screen(Some(&new))
        .wake_until("Edits that were not saved");
    drop(
        screen
            .shows("Line 4: (empty) → c@foretaget.example")
            .shows_not("Line 3"),
    );
}
