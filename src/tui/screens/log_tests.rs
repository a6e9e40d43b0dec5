//! The log by keys: its list, filters, a run done again, and what notifications lead to.

use std::path::Path;

use super::*;
use crate::file::Input;
use crate::jobs::demo::Demo;
use crate::jobs::export::{self, ExportRequest, Output};
use crate::jobs::import::{Cures, Demands, ImportRequest, prepare};
use crate::jobs::{Control, Only, PersonFilter, notifications, templates};
use crate::tui::context::Effect;
use crate::tui::desk::Desk;
use crate::tui::screens;
use crate::tui::test_util::{Harness, context};

const IMPORT: &str = "Import E-post";

/// The log of a demo with an export of those without an address, and an import that was read as Excel saved it.
fn log() -> (Harness, Demo) {
    let demo = Demo::new().unwrap();
    let mut register = demo.place().open().unwrap();
    let out = templates::proposed_export("E-post");
    templates::add(&mut register, &out).unwrap();
    let template = templates::copy(&mut register, "E-post", IMPORT).unwrap();
    let request = ExportRequest {
        template: out,
        filter: PersonFilter {
            only: Only::Missing,
            company: Some(2),
        },
        include_protected: true,
        name: Some("Saknar".into()),
        output: Output::Path(demo.directory().join("saknar.csv")),
        overwrite: false,
    };
    export::run(demo.place(), &request, &Control::unwatched()).unwrap();
    let file = demo.directory().join("excel.csv");
    std::fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/excel-ansi-semikolon.csv"),
        &file,
    )
    .unwrap();
    let mut request = ImportRequest {
        input: Input::Path(file),
        template,
        name: Some("Veckans".into()),
        cures: Cures::default(),
        rejects: None,
        corrects: None,
        limits: Default::default(),
    };
    let refused = prepare(demo.place(), &request, &Control::unwatched()).unwrap_err();
    request.cures = Cures {
        delimiter: crate::domain::template::Delimiter::from_code("semicolon"),
        encoding: crate::domain::template::Encoding::from_code("windows-1252"),
        columns: Some(
            ["user_id", "employee_number", "-", "-", "connect_address"]
                .map(crate::domain::template::Field::from_code)
                .to_vec(),
        ),
        ..Cures::default()
    };
    let demands = Demands {
        all_or_nothing: true,
        max_changes: None,
    };
    request.record_failure(demo.place(), demands, &refused);
    let mut context = context();
    context.desk = Desk::demo(demo.clone());
    context.commands = screens::commands();
    steps::refresh(&mut context);
    let log = Log::new(&context).unwrap();
    (Harness::with(log, context), demo)
}

#[test]
fn the_log_fits_the_window_and_says_why_a_run_failed() {
    let (log, _demo) = log();
    let log = log
        .shows("✗ Failed")
        .shows("✗ The delimiter in the file is not the template's [delimiter_mismatch]")
        .shows("koppla --register ")
        .shows("& filter  / search  r repeat  c copy command");
    for y in 0..24 {
        assert!(log.line(y).chars().count() <= 80);
    }
    let _ = log
        .size(60, 16)
        .shows("✗ Failed")
        .size(200, 50)
        .shows("File");
}

#[test]
fn runs_are_filtered_in_a_dialog_and_searched() {
    let (log, _demo) = log();
    let log = log
        .keys("& Right F5")
        .shows("Export: 1 of 3")
        .shows_not("Veckans")
        // The dialog opens as it was left; a text is looked for at once.
        .keys("& Down Down Down Down")
        .type_text("nothing like it")
        .keys("Enter")
        .shows("“nothing like it”: 0 of 3")
        .shows("No run is like that.")
        .keys("& Up Enter")
        .shows_not("of 3")
        .shows("Veckans")
        .keys("/")
        .type_text("saknar")
        .keys("Enter")
        .shows("Export · Saknar");
    let _ = log.keys("/ ^U").type_text("xyz").keys("Enter").shows("xyz");
}

#[test]
fn a_run_is_repeated_with_its_choices_from_the_form_of_its_step() {
    let (log, demo) = log();
    let form = log.keys("Down r").on_top("export");
    let path = demo.directory().join("saknar.csv");
    let _ = form
        .shows("Saknar")
        .shows("Those lacking an address")
        .shows(path.file_name().unwrap().to_str().unwrap())
        .keys("Enter")
        .wake_until("exists already");
    let runs = demo.place().open().unwrap().runs(None).unwrap();
    let (filter, protected) = export::selection(&runs[1].asked);
    assert_eq!(
        (filter.only, filter.company, protected),
        (Only::Missing, Some(2), true)
    );
}

#[test]
fn an_import_is_repeated_as_its_file_was_read_then() {
    let (log, _demo) = log();
    let form = log
        .keys("r")
        .on_top("import")
        .shows("Veckans")
        .shows("excel.csv")
        .shows("Read it as then")
        .keys("Up")
        .shows("The file was read otherwise than the template says: ”;” · ANSI")
        // All or nothing was asked for then, so it is now.
        .keys("F5")
        .wake_until("Nothing has changed yet")
        .keys("i")
        .shows("all or nothing was asked for");
    // Without that the template alone counts, and the file is refused as it was then.
    let _ = form
        .keys("Enter Esc")
        .on_top("import")
        .keys("Space F5")
        .wake_until("• Delimiter: ”;” in the file, Tab in the template");
}

#[test]
fn a_template_that_has_gone_is_said() {
    let (log, demo) = log();
    let mut register = demo.place().open().unwrap();
    register.remove_template(Kind::Import, IMPORT).unwrap();
    let _ = log
        .keys("r")
        .shows("“Import E-post” no longer exists")
        .keys("Enter")
        .on_top("log");
}

#[test]
fn the_command_goes_to_the_clipboard() {
    let (mut log, demo) = log();
    // Whole: its last word stands in the dialog.
    log = log
        .keys("Down c")
        .shows("The command is in the clipboard")
        .shows("--name Saknar")
        .shows("Enter close");
    let effects = log.context.take_effects();
    let [Effect::Copy(command)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert!(command.starts_with("koppla --register "), "{command}");
    assert!(
        command.ends_with("saknar.csv --template E-post --name Saknar --only missing --company 2 --include-protected"),
        "{command}"
    );
    let bell = notifications::list(&demo.place().open().unwrap()).unwrap();
    assert_eq!(bell.iter().filter(|(note, _)| !note.read).count(), 2);
}

#[test]
fn a_notification_leads_to_the_file_of_an_export_or_to_the_log() {
    let (log, demo) = log();
    let log = log
        .keys("!")
        .shows("● Import “Veckans”: failed. The delimiter")
        .keys("Enter")
        .on_top("run_rows")
        .wake_until("[delimiter_mismatch]")
        .keys("Esc Down Enter")
        .on_top("export")
        .shows("saknar.csv")
        .keys("Esc")
        .on_top("notifications");
    std::fs::remove_file(demo.directory().join("saknar.csv")).unwrap();
    let _ = log.keys("Enter").on_top("run_rows");
}
