//! Filling many cells, by keys.

use super::super::tests::{World, address, cursor, editing, idle};
use super::super::{Addresses, Context};
use crate::jobs::Place;
use crate::tui::desk::Desk;
use crate::tui::test_util::Harness;

/// Verified; three namesakes who lack an address; protected identity.
const SOFIAS: &str = "anna.a\t00417\t\r\nsofia.e\t02835\t\r\nsofia.ek\t03973\t\r\nsofia.e2\t05272\t\r\nmarie.k\t02205\t\r\n";

fn addresses(screen: &Harness, rows: std::ops::Range<usize>) -> Vec<String> {
    rows.map(|row| address(screen, row)).collect()
}

/// Opens the menu and takes this line of it, from 0.
fn fill(screen: Harness, way: usize) -> Harness {
    let mut screen = screen.keys("f").on_top("addresses.fill");
    for _ in 0..way {
        screen = screen.keys("Down");
    }
    screen.keys("Enter")
}

fn by_pattern(world: &World) -> Harness {
    let screen = world.opened(&world.rows(SOFIAS));
    fill(screen, 0).wake_until("{first}.{last}@foretaget.example")
}

#[test]
fn a_pattern_is_proposed_shown_on_the_first_rows_and_every_change_before_it_is_made() {
    let world = World::new();
    let screen = by_pattern(&world)
        .shows("Sofia Ek → sofia.ek@foretaget.example")
        .keys("^S")
        .wake_until("[to change 3]")
        .shows("namesakes 2")
        .shows("verified 1")
        .shows("protected identity 1")
        .shows("sofia.ek3@foretaget.example");
    assert_eq!(addresses(&screen, 0..5), [""; 5], "nothing is changed yet");
    let screen = screen
        .keys("Right")
        .shows("[namesakes 2]")
        .shows("A namesake has the address without a number")
        .keys("Right")
        .shows("Marie Källström")
        .keys("Right")
        .shows("Anna Andersson")
        .keys("Enter")
        .shows("3 addresses filled in. u undoes it all.")
        .shows("3 changed");
    let filled = addresses(&screen, 0..5);
    let sofia = ["", "2", "3"].map(|n| format!("sofia.ek{n}@foretaget.example"));
    assert_eq!(filled[1..4], sofia);
    assert_eq!([&filled[0], &filled[4]], ["", ""]);
    let screen = idle(screen).keys("u");
    assert_eq!(addresses(&screen, 0..5), [""; 5], "one step");
    let screen = idle(screen.keys("^R").shows("3 changed"));
    assert_eq!(addresses(&screen, 1..4), sofia);
}

#[test]
fn a_preview_that_nobody_has_seen_is_not_confirmed_and_esc_changes_nothing() {
    let world = World::new();
    let screen = by_pattern(&world)
        .ahead("^S Enter Enter")
        .wake_until("[to change 3]")
        .keys("Esc")
        .on_top("addresses.fill-form")
        .keys("Esc")
        .on_top("addresses");
    assert_eq!(addresses(&screen, 0..5), [""; 5]);
    assert!(!editing(&screen).document().is_changed());
}

#[test]
fn whoever_goes_on_from_a_preview_is_told_that_nothing_is_done_yet() {
    let world = World::new();
    let screen = by_pattern(&world)
        .keys("^S")
        .wake_until("[to change 3]")
        .keys("^N")
        .on_top("tui.leave")
        .shows("The changes in the preview are not made yet.")
        .keys("Esc")
        .on_top("addresses.fill-preview")
        .keys("Enter")
        .on_top("addresses")
        .shows("3 addresses filled in.");
    assert!(editing(&screen).document().is_changed());
}

#[test]
fn a_pattern_that_is_none_or_leads_outside_the_allowed_domains_is_told_while_it_is_typed() {
    let world = World::new();
    let screen = by_pattern(&world)
        .keys("^U")
        .type_text("{first}.{last")
        .shows("The brace at position 9 has no partner.")
        .keys("^S")
        .on_top("addresses.fill-form")
        .type_text("}@other.example")
        .shows("Sofia Ek → sofia.ek@other.example")
        .shows("! The domain other.example is not allowed");
    drop(
        screen
            .keys("^S")
            .wake_until("[to change 3]")
            .shows("! The domain other.example is not allowed"),
    );
}

#[test]
fn marked_rows_alone_are_filled_while_they_are_asked_for() {
    let world = World::new();
    let screen = world.opened(&world.rows(SOFIAS)).keys("Down x x");
    let screen = fill(screen, 0)
        .wake_until("{first}.{last}@foretaget.example")
        .shows("Only the 2 marked rows")
        .keys("^S")
        .wake_until("[to change 2]")
        .shows("only marked rows")
        .keys("x")
        .wake_until("[to change 3]")
        .keys("x")
        .wake_until("[to change 2]")
        .keys("Enter");
    assert_eq!(address(&screen, 3), "");
    assert_eq!(address(&screen, 2), "sofia.ek2@foretaget.example");
}

#[test]
fn rows_that_a_filter_hides_are_filled_only_when_asked() {
    let world = World::new();
    let screen = world.opened(&world.rows(SOFIAS)).keys("& G Enter");
    let screen = idle(screen.type_text("03973").keys("Enter")).shows("1 of 5 rows");
    let screen = fill(screen, 0)
        .wake_until("{first}.{last}@foretaget.example")
        .shows("Only the row that is shown")
        .keys("^S")
        .wake_until("[to change 1]")
        .shows("only rows that are shown")
        .keys("x")
        .wake_until("[to change 3]")
        .shows_not("only rows that are shown")
        .keys("x")
        .wake_until("[to change 1]")
        .keys("Enter");
    let screen = idle(screen.keys("Esc"));
    let filled = (0..5).filter(|row| !address(&screen, *row).is_empty());
    assert_eq!(filled.collect::<Vec<_>>(), [2]);
}

#[test]
fn existing_addresses_are_filled_over_only_when_asked_and_the_rows_can_be_searched() {
    let world = World::new();
    let rows =
        "sofia.e\t02835\told@foretaget.example\r\nsofia.ek\t03973\t\r\nsofia.e2\t05272\t\r\n";
    let screen = world.opened(&world.rows(rows));
    let screen = fill(screen, 0)
        .wake_until("{first}.{last}@foretaget.example")
        .keys("^S")
        .wake_until("[to change 2]")
        .keys("o")
        .wake_until("[to change 3]")
        .shows("old@foretaget.example")
        .shows("existing addresses too")
        .keys("/")
        .type_text("sofia.e2")
        .keys("Enter")
        .wake_until("Line 4, sofia.e2")
        .keys("Enter");
    assert_eq!(address(&screen, 0), "sofia.ek@foretaget.example");
}

#[test]
fn a_list_in_another_file_is_joined_and_what_it_has_too_much_is_listed() {
    let world = World::new();
    let list = world.file(
        "list.csv",
        "Anställningsnummer;E-post\n02835;s@foretaget.example\n99999;x@foretaget.example\n",
    );
    let screen = world.opened(&world.rows(SOFIAS));
    let screen = fill(screen, 1)
        .keys("^S")
        .shows("Choose a file first.")
        .paste(list.to_str().unwrap())
        .keys("^S")
        .wake_until("[to change 1]")
        .shows("only in the list 1")
        .keys("Left")
        .shows("99999")
        .keys("Enter");
    assert_eq!(address(&screen, 1), "s@foretaget.example");
}

#[test]
fn the_ordinary_address_fills_and_find_and_replace_changes_what_is_there() {
    let world = World::new();
    let screen = world.opened(&world.rows(SOFIAS));
    let screen = fill(screen, 2)
        .wake_until("[to change 2]")
        .keys("Enter")
        .shows("2 addresses filled in");
    let screen = fill(idle(screen), 3)
        .wake_until("Replace with")
        .type_text("(")
        .wake_until("That is no regular expression")
        .keys("Backspace")
        .type_text("^sofia[.]")
        .keys("Tab")
        .type_text("s.")
        .wake_until("sofia.ek@foretaget.example → s.ek@foretaget.example")
        .keys("^S")
        .wake_until("[to change 2]")
        .keys("Enter");
    assert_eq!(address(&screen, 1), "s.ek@foretaget.example");
}

#[test]
fn a_pasted_column_goes_downwards_from_the_cursor() {
    let world = World::new();
    let column =
        "a@foretaget.example\r\rc@foretaget.example\rd@foretaget.example\re@foretaget.example\r";
    let screen = world
        .opened(&world.rows(SOFIAS))
        .keys("Down")
        .paste(column)
        .wake_until("[to change 2]")
        .shows("One pasted value has no row")
        .shows("protected identity 1")
        .keys("Enter");
    let expected = ["", "a@foretaget.example", "", "c@foretaget.example", ""];
    assert_eq!(addresses(&screen, 0..5), expected);
    let screen = idle(screen).keys("u");
    assert_eq!(addresses(&screen, 0..5), [""; 5]);
}

#[test]
fn two_pasted_columns_are_joined_by_key_also_from_the_dialog_that_explains_pasting() {
    for delimiter in ["\t", ";"] {
        let world = World::new();
        let pasted =
            format!("05272{delimiter}c@foretaget.example\n02835{delimiter}a@foretaget.example\n");
        let screen = world.opened(&world.rows(SOFIAS));
        let screen = fill(screen, 4)
            .shows("Copy a column of addresses")
            .paste(&pasted)
            .wake_until("[to change 2]")
            .shows("Joined by Employee number.")
            .keys("Enter");
        let expected = ["a@foretaget.example", "", "c@foretaget.example"];
        assert_eq!(addresses(&screen, 1..4), expected);
    }
}

#[test]
fn one_pasted_line_opens_the_cell_and_rows_pasted_into_an_open_cell_go_below_it() {
    let world = World::new();
    let screen = world
        .opened(&world.rows(SOFIAS))
        .paste("x@foretaget.example\n")
        .shows("The address is verified")
        .on_top("addresses")
        .keys("Down")
        .paste("x@foretaget.example\n")
        .shows("✓ The address can be imported.")
        .keys("Enter");
    assert_eq!(address(&screen, 1), "x@foretaget.example");
    assert_eq!(cursor(&screen), 2);
    let screen = screen
        .keys("Enter")
        .paste("a@foretaget.example\nb@foretaget.example")
        .wake_until("[to change 2]")
        .keys("Esc");
    assert_eq!(address(&screen, 2), "");
    drop(screen.paste("a;b\nc;d").wake_until("No column in the list"));
}

#[test]
fn damaged_keys_are_told_of_and_repaired_as_one_step() {
    let world = World::new();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = std::fs::read(path.join("sample-data/excel-ansi-semikolon.csv")).unwrap();
    let screen = world
        .opened(&world.file("excel.csv", sample))
        .shows("In 11 rows a spreadsheet has probably changed the key")
        .shows("11 faults")
        .keys("Down Up")
        .shows("f repairs the keys");
    // On a row with such a key, the menu opens on what mends it.
    let screen = fill(screen, 0)
        .wake_until("[to change 11]")
        .shows("00425")
        .keys("/")
        .type_text("alva")
        .keys("Enter")
        .wake_until("1,23E+05 → 123E3")
        .keys("Enter")
        .shows("11 keys repaired");
    let screen = idle(screen).shows_not("faults").shows("11 changed");
    drop(idle(screen.keys("u")).shows("11 faults"));
}

#[test]
fn a_row_with_another_fault_says_that_one_before_damaged_keys_are_told_of() {
    let world = World::new();
    let path = world.file(
        "excel.csv",
        "Användar-id;Anst.nr;E-post Visma Connect\nbjorn.b;00418;b@@b.example\ncia.c;421;cia@foretaget.example\n",
    );
    let screen = idle(world.opened(&path))
        .shows("2 faults")
        .shows_not("a spreadsheet has probably changed");
    drop(screen.keys("Down").shows("f repairs the keys"));
}

#[test]
fn without_a_register_it_is_said_that_nobody_is_known_to_be_protected() {
    let world = World::new();
    let path = world.file(
        "f.csv",
        "Användar-id;Anst.nr;Förnamn;Efternamn;E-post Visma Connect\na;00417;Anna Karin;von Öhn;\nb;432;Bo;Ek;\nc;00418;Cia;Ek;\nd;00419;Dan;Ek;\n",
    );
    let mut context: Context = world.context(Some(&path));
    let file = context.desk.file.take();
    context.desk = Desk::new(Place::new(Some(&world.path("none.db"))).unwrap());
    context.desk.file = file;
    let screen = Addresses::new(&mut context);
    let screen = idle(Harness::with(screen, context)).shows("In one row a spreadsheet");
    let screen = fill(screen, 0)
        .wake_until("! Koppla does not know whose identity is protected")
        .keys("^U")
        .type_text("{first}.{last}@f.se")
        .shows("Anna Karin von Öhn → anna-karin.von-ohn@f.se")
        .keys("Tab Space")
        .shows("→ anna.von-ohn@f.se")
        .keys("^S")
        .wake_until("[to change 4]")
        .shows("whether the identity is protected")
        .keys("Enter");
    assert_eq!(address(&screen, 0), "anna.von-ohn@f.se");
    let screen = fill(idle(screen), 5)
        .wake_until("432 → 00432")
        .keys("Enter");
    drop(idle(screen).shows_not("fault"));
}

#[test]
fn a_row_that_moved_to_the_left_is_told_and_moved_back() {
    let world = World::new();
    let path = world.rows("bjorn.b\t00418\t\r\n421\tcia@foretaget.example\t\r\n");
    let screen = world
        .opened(&path)
        .keys("Down")
        .shows("✗ The cells have moved one column to the left, so the user id is missing.")
        .shows("f repairs the keys")
        .keys("f Enter")
        .wake_until("[to change 3]")
        .keys("Enter")
        .wake_until("3 keys repaired");
    let cells = [0, 1, 2].map(|column| {
        let cell = editing(&screen).document().cell(2, column);
        cell.map(|cell| cell.into_owned()).unwrap_or_default()
    });
    assert_eq!(cells, ["cia.c", "00421", "cia@foretaget.example"]);
    drop(idle(screen).shows_not("fault").keys("u").shows("421"));
}

#[test]
fn a_pattern_whose_domain_is_not_written_yet_is_not_called_wrong() {
    let world = World::new();
    drop(
        by_pattern(&world)
            .keys("^U")
            .type_text("{first}.{last}@")
            .shows("Write the domain after the @.")
            .shows_not("✗")
            // Whoever goes on all the same reads what is wrong.
            .keys("^S")
            .shows("✗ The domain is missing after the @."),
    );
}
