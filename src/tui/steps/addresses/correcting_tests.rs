//! From a rejected row to its cell, and only the touched rows imported again.

use std::path::PathBuf;
use std::time::Duration;

use crate::jobs::demo::Demo;
use crate::tui::steps::import::ImportForm;
use crate::tui::test_demo::{address, sample, session, with_templates};
use crate::tui::test_util::Harness;

/// The form of the import on a copy of the demo's file.
fn form() -> (Harness, Demo, PathBuf) {
    let demo = with_templates("E-post");
    let file = demo.directory().join("epost.csv");
    std::fs::copy(sample("anstallda_epost.csv"), &file).unwrap();
    let context = session(&demo, Some(file.clone()));
    let form = ImportForm::new(&context);
    (Harness::with(form, context), demo, file)
}

/// The log of the import of that file, on the first of its eleven rejected rows.
fn log() -> (Harness, Demo, PathBuf) {
    let (form, demo, file) = form();
    let log = form
        .keys("Enter")
        .wake_until("Nothing has changed yet")
        .keys("i")
        .type_text("855")
        .keys("Enter")
        .wake_until("✓ updated 855")
        .shows("[✗ rejected 11]")
        .keys("g");
    (log, demo, file)
}

#[test]
fn a_rejected_row_is_corrected_in_its_cell_and_only_the_touched_rows_follow() {
    let (log, demo, _) = log();
    let step = log
        .shows("e correct  i import rest")
        .keys("Enter")
        .on_top("addresses")
        .wake_until("only what was corrected is imported")
        .shows("▸")
        .keys("Enter ^U")
        .type_text("cia.carlsson@foretaget.example")
        .keys("Enter i")
        .shows("Save first with ^S")
        .keys("^S")
        .wake_until("is saved with 1 change")
        .shows("Now press i.")
        .advance(Duration::from_secs(6))
        .keys("i")
        .wake_until("Nothing has changed yet")
        // The eleven that were rejected; everybody else has been imported.
        .shows("[all 11]")
        .shows("✓ to be updated 1")
        .shows("✗ cannot be imported 10")
        .keys("i Y")
        .wake_until("✓ updated 1")
        .on_top("run_rows")
        .advance(Duration::from_secs(6))
        .shows("correction");
    assert_eq!(
        address(&demo, "cia.c").as_deref(),
        Some("cia.carlsson@foretaget.example")
    );
    // The next round is about what is left.
    let _ = step
        .keys("i")
        .wake_until("Nothing has changed yet")
        .shows("[all 10]")
        .shows("✗ cannot be imported 10")
        .keys("Esc")
        .on_top("import")
        .shows("Corrected rows only");
}

#[test]
fn a_row_of_a_preview_is_corrected_and_all_of_it_is_previewed_again() {
    let (form, demo, _) = form();
    let again = form
        .keys("Enter")
        .wake_until("Nothing has changed yet")
        .keys("Left Left g e")
        .on_top("addresses")
        .wake_until("to preview again")
        .keys("Enter ^U")
        .type_text("cia.carlsson@foretaget.example")
        .keys("Enter ^S")
        .wake_until("is saved with 1 change")
        .keys("i")
        .wake_until("Nothing has changed yet")
        .shows("[all 1,096]")
        .shows("✓ to be updated 856")
        .shows("✗ cannot be imported 10");
    assert_eq!(address(&demo, "cia.c"), None, "a preview stores nothing");
    // A row in which nothing is wrong is shown in full.
    let _ = again.keys("g Enter").on_top("tui.message");
}

#[test]
fn a_file_that_has_gone_is_asked_for_and_one_that_has_changed_is_told() {
    let (log, demo, file) = log();
    let moved = demo.directory().join("flyttad.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let (heading, rows) = text.split_once("\r\n").unwrap();
    std::fs::write(&moved, format!("{heading}\r\n\r\nny.person\t1\t\r\n{rows}")).unwrap();
    let step = log
        .keys("e")
        .shows("Where is epost.csv now?")
        .type_text("flyttad")
        .keys("Enter")
        .on_top("addresses")
        .wake_until("the row now stands on line 6");
    // Without its row the file is open all the same.
    std::fs::write(&moved, format!("{heading}\r\nny.person\t1\t\r\n")).unwrap();
    let _ = step
        .act(crate::tui::keys::Action::Log)
        .keys("Enter")
        .wake_until("[✗ rejected 11]")
        .keys("g e")
        .type_text("flyttad")
        .keys("Enter")
        .wake_until("cia.c, who stood on line 4, is no longer in it");
}

#[test]
fn unsaved_changes_of_another_file_are_not_given_up() {
    let (log, demo, _) = log();
    let other = demo.directory().join("annan.csv");
    let text = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\nbjorn.b\t00418\t\r\n";
    std::fs::write(&other, text).unwrap();
    let mut log = log;
    log.context.desk.file = Some(other);
    let _ = log
        .keys("3")
        .wake_until("bjorn.b")
        .keys("Enter")
        .type_text("b@foretaget.example")
        .keys("Enter")
        .act(crate::tui::keys::Action::Log)
        .keys("Enter")
        .wake_until("[✗ rejected 11]")
        .keys("e")
        .shows("unsaved changes in annan.csv")
        .keys("Enter")
        .on_top("run_rows");
}
