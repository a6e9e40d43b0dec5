//! An import template beside the export template or the file that it is made from.

use super::*;

#[test]
fn an_import_template_begins_as_a_copy_of_the_export_template() {
    let (_directory, place) = register(&["E-post Visma Connect"]);
    let screen = on_screen(Kind::Import, &place)
        .shows("Import E-post Visma Connect")
        .shows("Copied from the export template")
        .shows("skips 1 row            heading row")
        .keys("Enter")
        .shows("saved");
    drop(screen);
    assert_eq!(
        stored(&place, Kind::Import),
        [proposed_export("").to_import("Import E-post Visma Connect")]
    );
}

#[test]
fn every_difference_is_marked_and_one_key_takes_them_away() {
    let (_directory, place) = register(&["E-post"]);
    let mut other = proposed_export("").to_import("Import E-post");
    other.delimiter = Delimiter::SEMICOLON;
    other.columns.swap(1, 2);
    templates::add(&mut place.open().unwrap(), &other).unwrap();
    let screen = on_screen(Kind::Import, &place)
        .shows("✗    ”;”                    Tab")
        .shows("       UTF-8                  UTF-8")
        .shows("       skips 1 row            heading row")
        .shows("     1 User id                User id")
        .shows("✗  2 E-mail Visma Connect   Employee number")
        .shows("✗  3 Employee number        E-mail Visma Connect")
        .shows("✗ 3 differences from the export template “E-post”.")
        .keys("f")
        .shows("Copied from the export template")
        .shows_not("✗")
        .shows("▸ [ Save ]")
        .keys("Enter")
        .shows("✓ The template “Import E-post” was saved.");
    drop(screen);
    assert_eq!(
        stored(&place, Kind::Import),
        [proposed_export("").to_import("Import E-post")]
    );
}

#[test]
fn a_key_mends_the_difference_under_the_cursor_and_another_all_of_them() {
    let (_directory, place) = register(&["E-post"]);
    let mut other = proposed_export("").to_import("Import E-post");
    other.delimiter = Delimiter::SEMICOLON;
    other.direction = Direction::Import {
        encoding: None,
        skip_rows: Some(0),
    };
    other.columns.swap(1, 2);
    other.columns.push(Some(Field::Department));
    templates::add(&mut place.open().unwrap(), &other).unwrap();
    let screen = on_screen(Kind::Import, &place)
        .size(80, 30)
        .shows("✗ 5 differences from the export template “E-post”.")
        .shows("S mend all")
        .shows_not("s mend the difference")
        // In the list of fields: two that changed places.
        .keys("Tab S-Tab S-Tab Up Up Up")
        .shows("▸ ✗  2 E-mail Visma Connect")
        .shows("s mend the difference")
        .keys("s")
        .shows("▸    2 Employee number")
        .shows("✗ 3 differences")
        .shows_not("s mend the difference")
        // One too many.
        .keys("G s")
        .shows_not("Department")
        .shows("✗ 2 differences")
        // In the form: the delimiter.
        .keys("g Up Up Up s")
        .shows("✗ 1 difference ")
        .keys("S")
        .shows("All differences are mended, ready to be saved.")
        .shows("skips 1 row")
        .shows_not("mend all")
        .keys("Enter")
        .shows("was saved");
    drop(screen);
    let saved = &stored(&place, Kind::Import)[0];
    assert_eq!(saved.columns, proposed_export("").columns);
    assert_eq!(saved.delimiter, Delimiter::TAB);
    assert_eq!(
        saved.direction,
        Direction::Import {
            encoding: None,
            skip_rows: Some(1)
        }
    );
}

#[test]
fn a_field_that_only_the_export_template_has_is_reached_and_mended() {
    let (_directory, place) = register(&[]);
    let mut wide = proposed_export("E-post");
    wide.columns.push(Some(Field::Department));
    let mut register = place.open().unwrap();
    templates::add(&mut register, &wide).unwrap();
    let narrow = proposed_export("").to_import("Import");
    templates::add(&mut register, &narrow).unwrap();
    on_screen(Kind::Import, &place)
        .keys("S-Tab S-Tab G")
        .shows("▸ ✗  4 –")
        .keys("s")
        .shows("▸    4 Department");
}

#[test]
fn swedish_says_the_same_of_mending_and_of_what_is_inactive() {
    let (_directory, place) = register(&["E-post"]);
    let mut other = proposed_export("").to_import("Import E-post");
    other.delimiter = Delimiter::SEMICOLON;
    templates::add(&mut place.open().unwrap(), &other).unwrap();
    speaking(Language::Swedish, || swedish_mends(&place));
}

fn swedish_mends(place: &Place) {
    let screen = on_screen(Kind::Import, place)
        .shows("✗ 1 skillnad mot exportmallen ”E-post”. Tryck s på raden")
        .keys("S")
        .shows("Alla skillnader är rättade, klar att spara.")
        .keys("Enter Tab i")
        .shows("Mallen ”Import E-post” är inaktiv och erbjuds inte längre.");
    screen
        .keys("Del")
        .shows("Ingen körning i loggen har använt mallen.");
}

#[test]
fn with_several_export_templates_one_is_chosen() {
    let (_directory, place) = register(&["A", "B"]);
    let mut wide = proposed_export("C");
    wide.columns.push(Some(Field::Department));
    templates::add(&mut place.open().unwrap(), &wide).unwrap();
    let screen = on_screen(Kind::Import, &place)
        .shows("Import C")
        .shows("4 Department")
        .keys("v")
        .shows("✗ 1 difference from the export template “B”.")
        .keys("f")
        .shows("Copy from where?")
        .keys("Down Enter")
        .shows("Import A")
        .shows_not("Department")
        .keys("^S")
        .shows("saved");
    drop(screen);
    assert_eq!(stored(&place, Kind::Import)[0].name, "Import A");
    // Opened again, it stands beside the template that it agrees with.
    on_screen(Kind::Import, &place).shows("✓ Agrees with the export template “");
}

#[test]
fn an_import_template_is_made_from_the_file_of_step_3() {
    let demo = Demo::new().unwrap();
    let mut register = demo.place().open().unwrap();
    templates::add(&mut register, &proposed_export("E-post")).unwrap();
    drop(register);
    let file = demo.directory().join("sparad.csv");
    let text = "Användar-id;Anställningsnummer;E-post Visma Connect\r\nanna.a;00417;\r\n";
    std::fs::write(&file, text).unwrap();
    let mut context = context();
    context.desk = Desk::demo(demo.clone());
    context.desk.file = Some(file);
    context.commands = screens::commands();
    steps::refresh(&mut context);
    let screen = Harness::with(crate::tui::screens::guide::Guide::new(&context), context)
        .keys("3")
        .wake_until("Anna Andersson")
        .keys("4")
        .shows("! sparad.csv in step 3 is written in another way.")
        .keys("f")
        .shows("the file of step 3: sparad.csv")
        .keys("Down Enter")
        .shows("Field delimiter    Character ;")
        .shows("File of step 3")
        .shows("As the file of step 3 is written, ready to be saved.")
        .keys("^S")
        .shows("was saved");
    let stored = stored(demo.place(), Kind::Import);
    assert_eq!(stored[0].name, "Import E-post");
    assert_eq!(stored[0].delimiter, Delimiter::SEMICOLON);
    assert_eq!(stored[0].missing(), []);
    // Opened again, it stands beside what it agrees with.
    let _ = screen
        .keys("Esc 4")
        .shows("✓ Agrees with the file sparad.csv.");
}
