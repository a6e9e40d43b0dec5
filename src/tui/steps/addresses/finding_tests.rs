//! Filter, search, order, columns and the suggestion for all alike, by keys.

use super::tests::{World, address, cursor, editing, idle, marked};
use crate::jobs::import::{self, Demands};
use crate::jobs::{Control, plain_import};
use crate::tui::test_util::Harness;

/// Verified, lacking, misspelt domain, lacking, other misspelt domain twice.
const ROWS: &str = "anna.a\t00417\t\r\nbjorn.b\t00418\t\r\ncia.c\t00421\tcia@foretagt.example\r\n\
                    åsa.l\t00425\t\r\nu10\t10\ta@foretagt.example\r\nu9\t9\tb@foretagt.example\r\n";

fn opened(world: &World) -> Harness {
    world.opened(&world.rows(ROWS))
}

/// Chooses a line of the list of filters.
fn filter(screen: Harness, line: usize) -> Harness {
    let screen = screen.keys("& g");
    let screen = (0..line).fold(screen, |screen, _| screen.keys("Down"));
    idle(screen.keys("Enter"))
}

#[test]
fn a_filter_shows_its_rows_says_so_and_esc_leaves_it() {
    let world = World::new();
    let screen = filter(opened(&world), 2)
        .shows("2 of 6 rows")
        .shows("^S save")
        .shows("& without an address · Esc shows all")
        .shows("bjorn.b")
        .shows("åsa.l")
        .shows_not("cia.c");
    let screen = screen
        .keys("G Esc")
        .shows("· 6 rows")
        .shows_not("Esc shows all");
    // The cursor stays on its row.
    assert_eq!(cursor(&screen), 3);
    drop(screen.keys("Esc").on_top("guide"));
}

#[test]
fn the_list_of_filters_says_how_many_rows_each_shows() {
    let world = World::new();
    drop(
        opened(&world)
            .keys("x &")
            .shows("all  6")
            .shows("changed  0")
            .shows("without an address  2")
            .shows("with a fault or a warning  3")
            .shows("marked  1")
            .shows("verified  1")
            .shows("rows that contain …"),
    );
}

#[test]
fn of_very_many_rows_the_marked_ones_are_found_beside_the_screen() {
    let world = World::new();
    let rows = (0..50_001).map(|n| format!("u{n}\t{n}\t\r\n"));
    let screen = world.opened(&world.rows(&rows.collect::<String>()));
    // All, then not the first; the filter is a worker's, and keys go on meanwhile.
    let screen = screen.keys("X x &").keys("g Down Down Down Down Down Down");
    let screen = screen.ahead("Enter G");
    assert_eq!(cursor(&screen), 50_000);
    let screen = idle(screen).shows("50,000 of 50,001 rows");
    // As many of the others are left when these are turned round.
    let screen = filter(screen, 0).keys("* &").shows("marked  1");
    drop(screen);
}

#[test]
fn faults_are_found_apart_from_warnings() {
    let world = World::new();
    let path = world
        .rows("bjorn.b\t00418\tb@foretagt.example\r\ncia.c\t00421\t cia@foretaget.example\r\n");
    let screen = filter(world.opened(&path), 3)
        .shows("1 of 2 rows")
        .shows("& with a fault · Esc shows all")
        .shows("bjorn.b");
    drop(filter(screen, 4).shows("· 2 rows").shows("cia.c"));
}

#[test]
fn an_edited_row_stays_until_the_filter_is_applied_again() {
    let world = World::new();
    let screen = filter(opened(&world), 2)
        .keys("Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
    let screen = idle(screen)
        .shows("2 of 6 rows")
        .shows("b@foretaget.example");
    assert_eq!(cursor(&screen), 1);
    let screen = idle(screen.keys("& Enter")).shows("1 of 6 rows");
    // An undo that the filter hides says where it was.
    drop(
        screen
            .keys("u")
            .shows("Done on line 3, which is not shown")
            .shows("1 of 6 rows"),
    );
}

#[test]
fn marks_stay_through_a_filter_and_can_be_filtered_by() {
    let world = World::new();
    let screen = filter(opened(&world), 2)
        .keys("X")
        .shows("2 marked")
        .keys("Esc");
    assert_eq!(marked(&screen), [2, 4]);
    drop(filter(screen, 6).shows("2 of 6 rows").shows("& marked"));
}

#[test]
fn a_text_filters_too_together_with_what_is_known_of_the_rows() {
    let world = World::new();
    let screen = filter(opened(&world), 8).shows("Show rows that contain");
    let screen = idle(screen.type_text("ÅSA").keys("Enter"));
    // åsa.l by the user id and, with the register's names, whoever else is called so.
    let screen = screen.shows("1 of 6 rows").shows("“ÅSA”").shows("åsa.l");
    let screen = filter(screen, 4)
        .shows("with a fault or a warning + “ÅSA”")
        .shows("No row fits the filter.")
        .shows("0 of 6 rows");
    // No key does anything to a row that is not there.
    let screen = screen.keys("Del Enter s S x");
    assert!(!editing(&screen).document().is_changed());
    drop(screen.keys("Esc").shows("· 6 rows"));
}

#[test]
fn names_of_the_register_are_found_although_the_file_has_none() {
    let world = World::new();
    let screen = opened(&world).keys("/").type_text("berg").keys("Enter");
    let screen = idle(screen).shows("Björn Berg");
    assert_eq!(cursor(&screen), 1);
}

#[test]
fn the_rows_that_the_last_import_rejected_are_found_by_their_keys() {
    let world = World::new();
    let screen = filter(opened(&world), 5).shows("has not been imported from here yet");
    let request = plain_import(world.path("f.csv"));
    let place = world.demo.place();
    let control = Control::unwatched();
    let prepared = import::prepare(place, &request, &control).unwrap();
    let imported = prepared.apply(place, Demands::default(), false, &control);
    assert!(imported.is_ok());
    drop(
        filter(screen, 5)
            .shows("3 of 6 rows")
            .shows("& rejected by the last import")
            .shows("cia.c")
            .shows_not("bjorn.b"),
    );
}

#[test]
fn search_goes_from_hit_to_hit_and_round() {
    let world = World::new();
    let screen = opened(&world).keys("/").type_text("FORETAGT").keys("Enter");
    let screen = idle(screen);
    assert_eq!(cursor(&screen), 2);
    let screen = idle(screen.keys("n"));
    assert_eq!(cursor(&screen), 4);
    let screen =
        idle(idle(screen.keys("n")).keys("n")).shows("The search went on from the other end");
    assert_eq!(cursor(&screen), 2);
    let screen = idle(screen.keys("N"));
    assert_eq!(cursor(&screen), 5);
    let screen = screen.keys("/ ^U").type_text("nowhere").keys("Enter");
    let screen = idle(screen).shows("“nowhere” is nowhere in these rows");
    assert_eq!(cursor(&screen), 5);
    // What is left by Esc is no longer looked for: n asks anew.
    drop(screen.keys("Esc n").shows("Text in any column"));
}

#[test]
fn a_text_that_only_hidden_rows_hold_is_said_to_be_hidden() {
    let world = World::new();
    let screen = filter(opened(&world), 2)
        .keys("/")
        .type_text("cia")
        .keys("Enter");
    drop(idle(screen).shows("is nowhere in the rows that are shown"));
}

#[test]
fn rows_are_sorted_by_the_column_under_the_cursor_and_the_file_is_not() {
    let world = World::new();
    let before = std::fs::read(world.rows(ROWS)).unwrap();
    let screen = opened(&world).keys("Home Right <");
    let screen = idle(screen).shows("▲User id").shows("▲ User id ┘");
    let order = |screen: &Harness| editing(screen).listed().to_vec();
    assert_eq!(order(&screen), [1, 2, 3, 6, 5, 4]);
    let screen = idle(screen.keys(">")).shows("▼User id");
    assert_eq!(order(&screen), [4, 5, 6, 3, 2, 1]);
    let screen = idle(screen.keys(">")).shows_not("▼");
    assert_eq!(order(&screen), [1, 2, 3, 4, 5, 6]);
    // Numbers by their value: 9, 10, 417 with zeros before.
    let screen = idle(screen.keys("Right <"));
    assert_eq!(order(&screen)[..2], [6, 5]);
    assert_eq!(std::fs::read(world.path("f.csv")).unwrap(), before);
    // An edit in another order is an edit of that row.
    let screen = screen.keys("g Enter").type_text("x").keys("Enter");
    assert_eq!(address(&screen, 0), "b@foretagt.examplex");
    assert_eq!(
        editing(&screen).document().cell(6, 2).unwrap(),
        "b@foretagt.examplex"
    );
}

#[test]
fn a_line_is_gone_to_by_its_number() {
    let world = World::new();
    let screen = opened(&world).keys("L").type_text("x").keys("Enter");
    let screen = screen
        .shows("Type the number of a line")
        .keys("^U")
        .type_text("5")
        .keys("Enter");
    assert_eq!(cursor(&screen), 3);
    let screen = screen.keys("L").type_text("1 000").keys("Enter");
    assert_eq!(cursor(&screen), 5);
    let screen = filter(screen, 2).keys("L").type_text("4").keys("Enter");
    drop(screen.shows("Line 4 is not shown with this filter."));
}

#[test]
fn every_column_of_the_file_is_reached_sideways_and_the_name_stays() {
    let world = World::new();
    let path = world.file(
        "wide.csv",
        "Användar-id;Anst.nr;Förnamn;Efternamn;Avdelning;Befattning;E-post Visma Connect;Ort;Övrigt\n\
         bjorn.b;00418;Björn;Berg;Vård och omsorg;Undersköterska;;Göteborg;sist i raden\n",
    );
    let screen = world
        .opened(&path)
        .shows("Björn Berg")
        .shows_not("sist i raden");
    let screen = screen
        .keys("End")
        .shows("sist i raden")
        .shows("Björn Berg")
        .shows("Övrigt");
    let screen = screen.shows_not("bjorn.b").keys("Left").shows("Göteborg");
    // The address is what is edited, wherever the cursor was.
    let screen = screen
        .keys("Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
    let screen = screen.shows("b@foretaget.example").shows("bjorn.b");
    // A hit in a column out of sight brings it into sight.
    let screen = idle(screen.keys("/").type_text("sist i").keys("Enter"));
    drop(screen.shows("sist i raden"));
}

#[test]
fn one_suggestion_is_taken_for_all_rows_alike_in_one_step() {
    let world = World::new();
    let path = world.rows(
        "anna.a\t00417\t\r\nbjorn.b\t00418\tb@foretagt.example\r\n\
         cia.c\t00421\tcia@foretagt.example\r\nåsa.l\t00425\ta@foretagt.example\r\n",
    );
    let screen = world
        .opened(&path)
        .keys("Down Down")
        .shows("S for all alike".replace(' ', "\u{a0}").as_str());
    let screen = screen
        .keys("S")
        .wake_until("Take the suggestion for all alike?");
    let screen = screen
        .shows("3 rows have the domain foretagt.example. The suggestion is foretaget.example.")
        .shows("Line 4: cia@foretagt.example → cia@foretaget.example")
        .shows("Change all 3?");
    let screen = screen.keys("Esc").shows_not("changed");
    let screen = screen.keys("S").wake_until("Change all 3?").keys("Y");
    let screen = screen.shows("3 addresses were changed.").shows("3 changed");
    assert_eq!(address(&screen, 1), "b@foretaget.example");
    let screen = idle(screen).keys("u").shows_not("3 changed");
    assert_eq!(address(&screen, 1), "b@foretagt.example");
    drop(screen.keys("g S").shows("V The address is verified"));
}

#[test]
fn spaces_at_the_ends_are_alike_and_verified_rows_are_left_alone() {
    let world = World::new();
    let path = world.rows(
        "anna.a\t00417\tx@foretaget.example \r\nbjorn.b\t00418\tb@foretaget.example \r\n\
         cia.c\t00421\t c@foretaget.example\r\nåsa.l\t00425\ta@foretagt.example\r\n",
    );
    let screen = filter(world.opened(&path), 4)
        .keys("/")
        .type_text("bjorn.b")
        .keys("Enter");
    let screen = idle(screen).keys("S").wake_until("2 addresses have spaces");
    let screen = screen.shows("Change all 2?").keys("Y");
    assert_eq!(editing(&screen).document().changed_count(), 2);
    assert_eq!(
        editing(&screen).document().cell(1, 2).unwrap(),
        "x@foretaget.example "
    );
}

#[test]
fn what_is_found_while_a_cell_is_typed_waits_until_that_is_done() {
    let world = World::new();
    let screen = opened(&world).keys("Down & G Enter").type_text("cia");
    // The filter is still on its way, or done, when typing begins.
    let screen = screen
        .ahead("Enter Enter")
        .type_text("b")
        .wake()
        .wake()
        .shows("bjorn.b");
    let screen = screen.keys("Esc").wake_until("1 of 6 rows");
    drop(screen.shows("cia.c"));
}
