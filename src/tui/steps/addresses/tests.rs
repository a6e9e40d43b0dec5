use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Template};
use crate::jobs::demo::Demo;
use crate::jobs::export::{self, ExportRequest, Output};
use crate::jobs::{Control, Only, PersonFilter, guide};
use crate::tui::stack::Then;
use crate::tui::test_util::{self, Harness};

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";

/// A demo with files in its directory.
pub(super) struct World {
    pub(super) demo: Demo,
}

impl World {
    pub(super) fn new() -> World {
        World {
            demo: Demo::new().unwrap(),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.demo.directory().join(name)
    }

    /// A file with these bytes.
    pub(super) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A file with these rows below the usual heading.
    pub(super) fn rows(&self, rows: &str) -> PathBuf {
        self.file("f.csv", format!("{HEADING}{rows}"))
    }

    fn export(&self, heading: bool) -> PathBuf {
        let path = self.path("export.csv");
        let template = Template {
            name: "E-post".into(),
            columns: Field::REQUIRED.map(Some).to_vec(),
            delimiter: Delimiter::TAB,
            direction: Direction::Export {
                encoding: Encoding::Utf8,
                heading,
            },
        };
        let mut register = self.demo.place().open().unwrap();
        register
            .add_template(&template, crate::jobs::now())
            .unwrap();
        let request = ExportRequest {
            template,
            filter: PersonFilter {
                only: Only::Active,
                company: None,
            },
            include_protected: false,
            name: None,
            output: Output::Path(path.clone()),
            overwrite: true,
        };
        export::run(self.demo.place(), &request, &Control::unwatched()).unwrap();
        path
    }

    pub(super) fn context(&self, file: Option<&Path>) -> Context {
        let mut context = test_util::context();
        context.desk = Desk::demo(self.demo.clone());
        context.desk.refresh().unwrap();
        context.desk.file = file.map(Path::to_owned);
        context.commands = screens::commands();
        context
    }

    pub(super) fn screen(&self, file: Option<&Path>) -> Harness {
        let mut context = self.context(file);
        let screen = Addresses::new(&mut context);
        Harness::with(screen, context)
    }

    /// The screen on a file that opens without a question, checked.
    pub(super) fn opened(&self, file: &Path) -> Harness {
        idle(self.screen(Some(file)))
    }
}

/// Waits until the file is open and everything that goes on beside the screen has ended.
pub(super) fn idle(screen: Harness) -> Harness {
    screen.wake_until_it("the checked file", |screen| {
        let editing = screen.context.desk.editing.as_ref();
        editing.is_some_and(|editing| editing.people().is_some() && editing.is_idle())
    })
}

pub(super) fn editing(screen: &Harness) -> &Editing {
    screen.context.desk.editing.as_ref().unwrap()
}

pub(super) fn address(screen: &Harness, row: usize) -> String {
    editing(screen).address(row).into_owned()
}

pub(super) fn cursor(screen: &Harness) -> usize {
    editing(screen).cursor.row()
}

/// Verified, lacking, lacking.
pub(super) const THREE: &str = "anna.a\t00417\t\r\nbjorn.b\t00418\t\r\ncia.c\t00421\t\r\n";

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
fn the_end_that_is_asked_for_while_the_file_is_read_is_its_end() {
    let world = World::new();
    let rows: String = (0..20_000).map(|n| format!("u{n}\t{n}\t\r\n")).collect();
    let path = world.rows(&rows);
    let screen = world.screen(Some(&path)).keys("G").wake_until("faults");
    assert_eq!(cursor(&screen), 19_999);
    drop(screen.shows("u19999").shows("20,000 rows"));
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
fn saving_changes_the_edited_fields_and_nothing_else() {
    let world = World::new();
    let before = "Användar-id;Anst.nr;Övrigt;E-post Visma Connect\nanna.a;00417;\"a;b\";\r\n\n\
                  bjorn.b;00418;;\"\"\rcia.c ;00421;x\"y;";
    let path = world.file("f.csv", before);
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter ^S");
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
fn a_file_that_somebody_else_changed_is_not_overwritten() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
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
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
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
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
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
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
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
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter w ^U");
    let screen = screen
        .type_text("/proc/f.csv")
        .keys("^S")
        .wake_until("Save them under another name?");
    drop(screen.keys("Esc").shows("1 changed"));
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
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter 5")
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
fn saving_ends_well_although_the_screen_has_gone() {
    let world = World::new();
    let path = world.rows(THREE);
    let screen = world
        .opened(&path)
        .keys("Down Enter")
        .type_text("b@foretaget.example")
        .keys("Enter");
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

#[test]
fn nothing_of_the_file_steers_the_terminal() {
    let world = World::new();
    let path = world.rows("bjorn.b\x1b[2J\t00418\ta\u{202e}b@foretaget.example\r\n");
    let screen = world.opened(&path).shows("bjorn.b^[").shows("a<U+202E>b@");
    drop(screen.keys("Enter").shows("a<U+202E>b@"));
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
    assert_eq!(editing(&screen).marked(), Some(vec![1]));
    let screen = screen.keys("Down Space").shows("2 marked").keys("*");
    assert_eq!(editing(&screen).marked(), Some(vec![2]));
    let screen = screen.keys("X").shows("3 marked");
    assert_eq!(editing(&screen).marked(), Some(vec![1, 2, 3]));
    let screen = screen.keys("X").shows_not("marked");
    assert_eq!(editing(&screen).marked(), None);
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
