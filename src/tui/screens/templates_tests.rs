//! Steps 1 and 4 by keys: list, form and fields of templates, and two administrators at once.

#[path = "templates_tests/comparing.rs"]
mod comparing;
use tempfile::TempDir;

use super::*;
use crate::domain::template::{Delimiter, Direction, Encoding};
use crate::jobs::demo::Demo;
use crate::jobs::export::{ExportRequest, Output, run};
use crate::jobs::templates::proposed_export;
use crate::jobs::{Control, PersonFilter, Place};
use crate::lang::{Language, moment, speaking};
use crate::tui::desk::Desk;
use crate::tui::stack::Then;
use crate::tui::steps;
use crate::tui::test_util::{Harness, context};

/// A register of nobody, with these export templates.
fn register(names: &[&str]) -> (TempDir, Place) {
    let directory = tempfile::tempdir().unwrap();
    let place = Place::new(Some(&directory.path().join("register.db"))).unwrap();
    let mut register = place.open().unwrap();
    for name in names {
        templates::add(&mut register, &proposed_export(name)).unwrap();
    }
    (directory, place)
}

fn on_screen(kind: Kind, place: &Place) -> Harness {
    let mut context = context();
    context.desk = Desk::new(place.clone());
    context.commands = screens::commands();
    steps::refresh(&mut context);
    let screen = Templates::new(kind, &context);
    Harness::with(screen, context)
}

fn stored(place: &Place, kind: Kind) -> Vec<Template> {
    let stored = place.open().unwrap().templates(kind).unwrap();
    stored.into_iter().map(|stored| stored.template).collect()
}

#[test]
fn in_a_new_register_enter_saves_what_the_guide_describes_and_goes_on() {
    let (_directory, place) = register(&[]);
    let screen = on_screen(Kind::Export, &place)
        .shows("Settings › Import/export › Export templates")
        .shows("1 User id                                 needed")
        .shows("▸ [ Save ]")
        .keys("Enter")
        .shows("✓ The template “E-post Visma Connect” was saved.")
        .shows("1▸Export template");
    assert_eq!(
        stored(&place, Kind::Export),
        [proposed_export("E-post Visma Connect")]
    );
    // Nobody is in the register yet: step 2 says so instead of opening.
    screen
        .shows("▸ [ Next step: 2 Export ]")
        .keys("Enter")
        .shows("The register has no persons yet.");
}

#[test]
fn a_template_is_made_by_keys_alone() {
    let (_directory, place) = register(&["Lön"]);
    let screen = on_screen(Kind::Export, &place)
        .shows("▸ Lön")
        .keys("n Tab Tab ^U")
        .shows("✗ The template needs a name.")
        .type_text("Lön")
        .shows("✗ There is already a template with this name.")
        .type_text(" 2")
        .shows_not("already a template")
        // Semicolon, ANSI, no headings.
        .keys("Down Right Down Right Right Down Space")
        // The last field to the front, then an ordinary one behind it.
        .keys("Down Down Down K K")
        .shows("▸  1 E-mail Visma Connect")
        .keys("J")
        .shows("▸  2 E-mail Visma Connect")
        .keys("K a")
        .shows("Company")
        .keys("Down Enter")
        .shows("▸  2 First name")
        .keys("^S")
        .shows("✓ The template “Lön 2” was saved.");
    drop(screen);
    use crate::domain::template::Field::{ConnectAddress, EmployeeNumber, FirstName, UserId};
    assert_eq!(
        stored(&place, Kind::Export)[1],
        Template {
            name: "Lön 2".into(),
            columns: [ConnectAddress, FirstName, UserId, EmployeeNumber]
                .map(Some)
                .into(),
            delimiter: Delimiter::SEMICOLON,
            direction: Direction::Export {
                encoding: Encoding::Windows1252,
                heading: false
            },
        }
    );
}

#[test]
fn what_is_missing_is_said_at_once_and_not_saved() {
    let (_directory, place) = register(&[]);
    let screen = on_screen(Kind::Export, &place)
        .keys("Up Del")
        .shows("✗ The template lacks E-mail Visma Connect: the file")
        .keys("-")
        .shows("✗ The template lacks Employee number and E-mail")
        .keys("^S")
        .on_top("tui.message")
        .shows("✗ Something went wrong")
        .keys("Enter +")
        .shows("Employee number  (needed)")
        .keys("Enter + Enter")
        .shows_not("lacks")
        .keys("S-Tab S-Tab S-Tab Left Down")
        .shows("▸ Character");
    assert!(stored(&place, Kind::Export).is_empty());
    screen
        .shows("✗ One character that is no letter or digit.")
        .type_text("ö")
        .shows("✗ One character")
        .keys("Backspace ~")
        .shows_not("✗")
        .keys("^S")
        .shows("was saved");
    let delimiter = stored(&place, Kind::Export)[0].delimiter;
    assert_eq!(Some(delimiter), Delimiter::from_code("~"));
}

#[test]
fn a_template_is_taken_out_of_use_and_back() {
    let (_directory, place) = register(&["A", "B"]);
    let screen = on_screen(Kind::Export, &place)
        .keys("i")
        .shows("✓ The template “A” is inactive and no longer offered.")
        .shows("▸ A              inactive");
    assert_eq!(stored(&place, Kind::Export).len(), 2);
    let screen = screen
        .keys("Down Up")
        .shows("! The template is inactive: it is kept")
        // The form still saves over it, and it stays inactive.
        .keys("Tab Down Right ^S")
        .shows("was saved");
    let active = |name: &str| {
        let register = place.open().unwrap();
        register.template(Kind::Export, name).unwrap().active
    };
    assert!(!active("A") && active("B"));
    // Opened again the cursor begins on one that is in use.
    on_screen(Kind::Export, &place).shows("▸ B");
    let screen = screen
        .keys("Tab i")
        .shows("✓ The template “A” is active again.");
    assert!(active("A"));
    drop(screen);
}

#[test]
fn an_import_template_passes_columns_over_and_skips_rows_by_number() {
    let (_directory, place) = register(&[]);
    let screen = on_screen(Kind::Import, &place)
        .shows("Proposed by koppla")
        .keys("+ G Enter")
        .shows("▸  4 (passed over)")
        // Another number of rows: from 1 row over 2 and 3.
        .keys("S-Tab Right Right Right Down")
        .shows("✗ Say how many rows.")
        .type_text("12")
        .shows_not("✗")
        .keys("S-Tab S-Tab Left ^S")
        .shows("saved");
    drop(screen);
    let template = &stored(&place, Kind::Import)[0];
    assert_eq!(
        template.direction,
        Direction::Import {
            encoding: None,
            skip_rows: Some(12)
        }
    );
    assert_eq!(template.columns[3], None);
    on_screen(Kind::Import, &place)
        .shows("another number")
        .shows("Number of rows   12");
}

#[test]
fn two_administrators_never_overwrite_each_other_unasked() {
    let (_directory, place) = register(&["E-post"]);
    let rename = |from: &str, to: &str| {
        let mut register = place.open().unwrap();
        let opened = templates::find(&register, from, Some(Kind::Export)).unwrap();
        let mut theirs = opened.template.clone();
        let news = if theirs.columns.len() > 3 {
            Field::Company
        } else {
            Field::Department
        };
        theirs.columns.push(Some(news));
        theirs.name = to.into();
        templates::replace(&mut register, &opened, &theirs).unwrap();
    };
    let screen = on_screen(Kind::Export, &place).keys("Tab Down Right");
    rename("E-post", "E-post");
    let screen = screen
        .keys("^S")
        .shows("Somebody else has changed the template meanwhile")
        .keys("Esc")
        .shows("Character ;")
        // Theirs.
        .keys("^S Enter")
        .shows("4 Department")
        .shows_not("Character ;")
        .keys("Tab Down Right");
    rename("E-post", "E-post");
    // Mine in its place.
    let screen = screen.keys("^S Down Enter").shows("was saved");
    assert_eq!(
        stored(&place, Kind::Export)[0].delimiter,
        Delimiter::SEMICOLON
    );
    let screen = screen.keys("S-Tab Del");
    rename("E-post", "E-post");
    // Mine as a new one.
    let screen = screen
        .keys("^S G Enter")
        .shows("E-post 2")
        .keys("^S")
        .shows("“E-post 2” was saved");
    assert_eq!(stored(&place, Kind::Export).len(), 2);
    // What is gone can be saved again.
    rename("E-post 2", "Annat");
    screen
        .keys("S-Tab S-Tab + Enter ^S")
        .shows("There is no export template “E-post 2”.")
        .keys("Enter ^S")
        .shows("“E-post 2” was saved");
    assert_eq!(stored(&place, Kind::Export).len(), 3);
}

#[test]
fn unsaved_changes_are_not_left_behind_unasked() {
    let (_directory, place) = register(&["A", "B"]);
    let screen = on_screen(Kind::Export, &place)
        .keys("Tab")
        .type_text("x")
        .shows("▸ Name                       Ax")
        .shows("· A                     *");
    let ways = [
        ("Esc", "tui.leave"),
        ("Tab 3", "tui.leave"),
        ("Tab 4", "tui.leave"),
        ("F10 Enter", "tui.leave"),
        ("Tab : S e c u r i t y Enter", "tui.leave"),
        ("Tab n", "templates.leave"),
    ];
    for (way, question) in ways {
        let (_directory, place) = register(&["A", "B"]);
        on_screen(Kind::Export, &place)
            .keys("Tab")
            .type_text("x")
            .keys(way)
            .on_top(question)
            .shows("“Ax” has changes that are not saved")
            .keys("Enter")
            .shows("x");
    }
    screen
        .keys("^Q")
        .then(Then::Continue)
        .shows("“Ax” has changes that are not saved")
        .keys("Esc S-Tab Down Y")
        .shows("▸ B")
        .shows_not("*")
        .keys("Up Esc")
        .on_top("guide");
}

#[test]
fn a_template_is_removed_after_a_yes() {
    let (_directory, place) = register(&["A"]);
    on_screen(Kind::Export, &place)
        .keys("Del Enter")
        .shows("▸ A")
        .keys("d Y")
        .shows("✓ The template “A” was removed.")
        .shows("E-post Visma Connect");
    assert!(stored(&place, Kind::Export).is_empty());
}

#[test]
fn before_a_template_is_removed_its_runs_are_told() {
    let demo = Demo::new().unwrap();
    let place = demo.place().clone();
    let template = proposed_export("E-post");
    templates::add(&mut place.open().unwrap(), &template).unwrap();
    let request = ExportRequest {
        template,
        filter: PersonFilter::default(),
        include_protected: false,
        name: None,
        output: Output::Bytes,
        overwrite: false,
    };
    run(&place, &request, &Control::unwatched()).unwrap();
    let register = place.open().unwrap();
    let used = register
        .template_use(Kind::Export, "E-post")
        .unwrap()
        .unwrap();
    on_screen(Kind::Export, &place)
        .keys("Del")
        .shows("The template was used in 1 run of the log")
        .shows(moment(used.last).split(' ').next().unwrap())
        .shows("deactivate it instead")
        // No is what Enter means.
        .keys("Enter")
        .shows_not("of the log");
    assert!(register.template(Kind::Export, "E-post").is_ok());
}

#[test]
fn help_lists_no_key_that_can_never_act() {
    let (_directory, place) = register(&["A"]);
    on_screen(Kind::Export, &place)
        .keys("F1")
        .shows("deactivate/activate")
        .shows_not("from template/file")
        .shows_not("compare with");
    on_screen(Kind::Import, &place)
        .size(80, 40)
        .keys("F1")
        .shows("from template/file");
}

#[test]
fn a_field_is_put_in_the_place_of_another() {
    let (_directory, place) = register(&[]);
    on_screen(Kind::Export, &place)
        .keys("Up Enter")
        .shows("Put another field here")
        .keys("Enter")
        .shows("▸  3 Company")
        .shows("✗ The template lacks");
}

#[test]
fn hidden_characters_of_a_name_are_seen() {
    let (_directory, place) = register(&["A\u{1b}[2J"]);
    on_screen(Kind::Export, &place)
        .shows("A^[[2J")
        .keys("Del")
        .shows("“A^[[2J”");
    on_screen(Kind::Import, &place).shows("Import A^[[2J");
}

#[test]
fn the_smallest_window_shows_fields_words_and_button() {
    let (_directory, place) = register(&["E-post"]);
    on_screen(Kind::Import, &place)
        .keys("Up K")
        .size(60, 16)
        .shows("✗  2 E-mail Visma")
        .shows("✗ 2 differences")
        .shows("[ Save ]")
        .keys("S-Tab")
        .shows("▸ Skip leading");
}

#[test]
fn no_key_stands_twice() {
    for keys in [EXPORT_KEYS, IMPORT_KEYS] {
        assert_eq!(crate::tui::keys::duplicates(&[keys]), []);
    }
}

#[test]
fn a_click_moves_between_list_form_fields_and_button() {
    let (_directory, place) = register(&["Ett", "Tva"]);
    let screen = on_screen(Kind::Export, &place)
        .shows("▸ Ett")
        .click("Tva")
        .shows("▸ Tva")
        // Where the focus is not, a click only leads there.
        .click("Headings from")
        .shows("▸ Headings from")
        .click("Employee number")
        .shows("▸  2 Employee number")
        .on_top("templates.export")
        .click("Employee number")
        .shows("Put another field here")
        .keys("Esc")
        .click("Ett")
        .shows("▸ Ett")
        // The button goes on to the next step, which has nobody to export.
        .click("[ Next step")
        .shows("The register has no persons yet.");
    drop(screen);
}

#[test]
fn the_wheel_moves_what_the_pointer_is_over() {
    let (_directory, place) = register(&["Ett", "Tva"]);
    let _ = on_screen(Kind::Export, &place)
        .wheel(true, "User id")
        .shows("▸  3 ")
        .wheel(false, "User id")
        .shows("▸  1 ")
        // Not out of the form, however far.
        .wheel(true, "Headings from")
        .wheel(true, "Headings from")
        .wheel(true, "Headings from")
        .shows("▸ Headings from")
        // Another template is not opened by a wheel.
        .wheel(true, "Tva")
        .changed(false)
        .shows("· Ett");
}
