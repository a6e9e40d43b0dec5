//! Opening a file: its columns, its encoding, and what cannot be opened.

use std::fs;

use super::*;
use crate::jobs::guide;
use crate::tui::stack::Then;

#[test]
fn an_export_opens_with_its_columns_its_names_and_what_the_register_knows() {
    let world = World::new();
    let screen = world
        .opened(&world.export(true))
        .shows("export.csv ── Tab · UTF-8 · CRLF · 1,096 rows")
        .shows("lacking")
        .shows_not("faults")
        .shows("▸      2  anna.a")
        .shows("V  anna.andersson@")
        .shows("Björn Berg")
        .shows("V The address is verified");
    assert_eq!(editing(&screen).len(), 1096);
    let file = screen.context.desk.file.as_deref().unwrap();
    let register = world.demo.place().open().unwrap();
    let remembered = guide::recall(&register).unwrap().file;
    assert_eq!(remembered.as_deref(), Some(file));
    drop(screen.size(60, 16).shows("1,096 rows").shows("Björn Berg"));
}

#[test]
fn the_last_export_names_the_columns_of_a_file_without_headings() {
    let world = World::new();
    let path = world.export(false);
    drop(
        world
            .opened(&path)
            .shows("▸      1  anna.a")
            .shows("1,096 rows"),
    );
}

#[test]
fn the_end_that_is_asked_for_while_the_file_is_read_is_its_end() {
    let world = World::new();
    let rows: String = (0..20_000).map(|n| format!("u{n}\t{n}\t\r\n")).collect();
    let path = world.rows(&rows);
    let screen = world.screen(Some(&path)).keys("G").wake_until("faults");
    assert_eq!(cursor(&screen), 19_999);
    drop(screen.shows("u19999").shows("20,000 rows"));
}

#[test]
fn a_file_that_cannot_be_written_back_to_the_byte_is_read_only() {
    let world = World::new();
    let mut bytes = vec![0xff, 0xfe];
    let text = format!("{HEADING}bjorn.b\t00418\t\r\n");
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.push(0x41);
    let path = world.file("odd.txt", bytes);
    let screen = world
        .opened(&path)
        .shows("read-only")
        .shows("open for reading only");
    let screen = screen.keys("Down Up").shows_not("open for reading only");
    let screen = screen
        .keys("Enter")
        .shows("open for reading only")
        .keys("Up ^S");
    drop(
        screen
            .shows("open for reading only")
            .keys("w")
            .shows("open for reading only"),
    );
}

#[test]
fn a_doubtful_encoding_is_asked_for_and_can_be_changed_later() {
    let world = World::new();
    let bytes = b"Anst.nr;E-post Visma Connect;User id;Efternamn\r\n00418;;bjorn.b;Bj\x94rk\r\n00421;;cia.c;\xc5s\r\n";
    let path = world.file("old.csv", bytes);
    let screen = world
        .screen(Some(&path))
        .wake_until("Which reads right? (line 2)");
    let screen = screen
        .shows("ANSI (Windows-1252): 00418 ·  · bjorn.b · Bj”rk")
        .shows("IBM437: 00418 ·  · bjorn.b · Björk")
        .keys("Down Enter");
    let screen = idle(screen)
        .shows("· IBM437 ·")
        .shows("Björk")
        .keys("Enter");
    let screen = screen.type_text("b@foretaget.example").keys("Enter E");
    let screen = screen
        .shows("1 unsaved change")
        .keys("Y")
        .shows("Read the file as")
        .keys("g Down Enter");
    let screen = screen.wake_until("ANSI");
    drop(
        idle(screen)
            .shows("Bj”rk")
            .shows_not("changed")
            .keys("^Q")
            .then(Then::Quit),
    );
    // The guess stays where nothing is chosen.
    let screen = world
        .screen(Some(&path))
        .wake_until("Which reads right?")
        .keys("Esc");
    drop(idle(screen).shows("ANSI").shows_not("Which reads right?"));
}

#[test]
fn a_file_that_names_its_encoding_is_not_read_in_another() {
    let world = World::new();
    let path = world.file("bom.csv", format!("\u{feff}{HEADING}{THREE}"));
    drop(
        world
            .opened(&path)
            .keys("E")
            .shows("says itself that it is UTF-8 with BOM"),
    );
}

#[test]
fn a_column_that_nothing_names_is_asked_for() {
    let world = World::new();
    let path = world.file(
        "n.csv",
        "00418,bjorn.b,b@foretaget.example,x\n00421,cia.c,,x\n",
    );
    let screen = world
        .screen(Some(&path))
        .wake_until("Which column is User id?");
    let screen = screen
        .shows("1  00418, 00421")
        .shows("3  b@foretaget.example")
        .keys("Esc");
    let screen = screen
        .shows("nothing says which column holds User id")
        .keys("Enter Down Enter");
    let screen = screen
        .shows("Which column is Employee number?")
        .keys("g Enter");
    let screen = idle(screen).shows("Björn Berg").shows_not("fault");
    // Later all three are asked for, beginning with what holds now.
    let screen = screen
        .keys("c")
        .shows("Which column is User id?")
        .keys("g Enter");
    let screen = screen
        .shows("Which column is Employee number?")
        .keys("g Down Enter Enter");
    drop(idle(screen).shows("2 faults"));
}

#[test]
fn a_quote_that_never_ends_can_be_read_as_it_stands() {
    let world = World::new();
    let path = world.rows("bjorn.b\t00418\t\"b@foretaget.example\r\n");
    let screen = world.screen(Some(&path)).wake_until("Yes").keys("Y");
    drop(idle(screen).shows("\"b@foretaget.example").shows("1 fault"));
}

#[test]
fn a_file_that_does_not_open_is_told_and_another_can_be_chosen() {
    let world = World::new();
    world.rows(THREE);
    let gone = world.path("gone.csv");
    let screen = world.screen(Some(&gone)).wake_until("There is no file");
    let screen = screen
        .keys("Enter")
        .shows("No file is open.")
        .keys("o")
        .shows("Open the exported file");
    drop(idle(screen.type_text("f.csv").keys("Enter")).shows("┌ f.csv"));
}

#[test]
fn without_a_file_one_is_asked_for() {
    let world = World::new();
    let screen = world
        .screen(None)
        .shows("No file is open.")
        .wake()
        .shows("Open the exported file");
    assert_eq!((STEP.progress)(&screen.context.desk), Progress::Ready);
    drop(
        screen
            .keys("Esc")
            .shows_not("Open the exported file")
            .keys("Esc")
            .on_top("guide"),
    );
}

#[test]
fn a_new_export_to_the_same_place_is_what_the_step_shows() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world.opened(&path);
    fs::write(&path, format!("{HEADING}åsa.l\t00425\t\r\n")).unwrap();
    let mut context = screen.keys("Esc").context;
    let again = Addresses::new(&mut context);
    drop(
        Harness::with(again, context)
            .wake_until("1 row ")
            .shows("åsa.l"),
    );
}

#[test]
fn nothing_of_the_file_steers_the_terminal() {
    let world = World::new();
    let path = world.rows("bjorn.b\x1b[2J\t00418\ta\u{202e}b@foretaget.example\r\n");
    let screen = world.opened(&path).shows("bjorn.b^[").shows("a<U+202E>b@");
    drop(screen.keys("Enter").shows("a<U+202E>b@"));
}
