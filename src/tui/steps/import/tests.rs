//! Step 5 by keys: from the form over the preview to the log.

use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::domain::log::RunKind;
use crate::jobs::demo::Demo;
use crate::jobs::{Place, guide, settings, templates};
use crate::tui::screens;
use crate::tui::test_demo::{address, give, sample, session, with_templates};
use crate::tui::test_util::{Harness, context};

const NONE: [u64; 0] = [];

/// The demo with the templates of the guide, and the form with this file on top.
fn form(file: Option<PathBuf>) -> (Harness, Demo) {
    let demo = with_templates("E-post Visma Connect");
    let context = session(&demo, file);
    let form = ImportForm::new(&context);
    (Harness::with(form, context), demo)
}

fn previewed(name: &str) -> (Harness, Demo) {
    let (form, demo) = form(Some(sample(name)));
    let preview = form
        .shows("▸ [ Preview ]")
        .keys("Enter")
        .wake_until("Nothing has changed yet");
    (preview.on_top("preview"), demo)
}

/// How many addresses imports have changed so far, run by run, without those that came to nothing.
fn imports(demo: &Demo) -> Vec<u64> {
    let runs = demo.place().open().unwrap().runs(None).unwrap();
    let imports = runs
        .iter()
        .filter(|run| run.kind == RunKind::Import && run.error.is_none());
    imports.map(|run| run.totals.updated).collect()
}

/// The sample file imported, with the rows of that run in front.
fn imported() -> (Harness, Demo) {
    let (preview, demo) = previewed("anstallda_epost.csv");
    let asked = preview.keys("i").type_text("855").keys("Enter");
    (asked.wake_until("✓ updated 855"), demo)
}

#[test]
fn the_demo_is_previewed_row_by_row() {
    let (preview, demo) = previewed("anstallda_epost.csv");
    let preview = preview
        .shows("anstallda_epost.csv · Import E-post Visma Connect · Tab · UTF-8")
        .shows("[all 1,096]")
        .shows("✓ to be updated 855")
        .shows("= unchanged 185")
        .shows("V kept (verified) 5")
        .shows("· blank 40")
        .shows("✗ cannot be imported 11")
        .shows("! warnings 6")
        .shows("→ bjorn.berg@foretaget.example")
        // Round to the left: warnings, then what cannot be imported.
        .keys("Left Left")
        .shows("[✗ cannot be imported 11]")
        .keys("g")
        .shows("Line 4, cia.c, 00421: “cia.carlsson@foretagt.example”. The domain")
        .shows("foretagt.example is not allowed. Did you mean foretaget.example?");
    let rejected = preview.screen().matches("✗ rejected").count();
    assert_eq!(rejected, 11, "{}", preview.screen());
    let preview = preview
        .keys("G")
        .shows("Line 930, yvonne.holmgren")
        .keys("Space")
        .shows("User id: yvonne.holmgren")
        .shows("Outcome: rejected")
        .keys("Enter &")
        .shows("Not an address")
        .keys("Esc");
    assert_eq!(imports(&demo), NONE, "a preview stores nothing");
    preview.keys("Esc").on_top("import").shows("▸ [ Preview ]");
}

#[test]
fn filters_can_be_chosen_and_rows_searched() {
    let (preview, _demo) = previewed("anstallda_epost.csv");
    let _ = preview
        .keys("& Down Down Down Enter")
        .shows("[V kept (verified) 5]")
        .keys("/")
        .type_text("KARIN.LIND")
        .keys("Enter")
        .wake_until("is nowhere in these rows")
        .keys("Left Left Left /")
        .keys("Enter")
        .wake_until("Line 308, karin.lind")
        .keys("n")
        .wake_until("Line 322, karin.l")
        .keys("N")
        .wake_until("Line 308, karin.lind");
}

#[test]
fn many_changes_are_confirmed_by_typing_their_number() {
    let (preview, demo) = previewed("anstallda_epost.csv");
    let asked = preview
        .keys("i")
        .shows("855 addresses are imported from anstallda_epost.csv.")
        .shows("5 verified addresses stay as they are.")
        .shows("11 rows cannot be imported and are left out.")
        .type_text("854")
        .keys("Enter")
        .shows("That is not 855. Nothing has been done.");
    assert_eq!(imports(&demo), NONE);
    let rows = asked
        .keys("Backspace 5 Enter")
        .wake_until("✓ updated 855")
        .on_top("run_rows")
        .shows("! 855 updated, 185 unchanged, 5 kept")
        .advance(std::time::Duration::from_secs(7))
        .shows("Run 2")
        .shows("5▸Import")
        .shows("^N next step")
        .shows("● 1");
    assert_eq!(imports(&demo), [855]);
    // It opens on the rows that were not taken.
    rows.shows("[✗ rejected 11]")
        .keys("g")
        .shows("The domain foretagt.example is")
        // The bell: what came of it, and the rows behind it.
        .keys("!")
        .on_top("notifications")
        .advance(Duration::from_secs(6))
        .shows("● Import “Import 1970-01-01”: 855 updated")
        .keys("Enter")
        .shows_not("● 1")
        .wake_until("✓ updated 855")
        .keys("Esc")
        .on_top("notifications")
        .shows_not("● Import")
        .keys("!")
        .on_top("run_rows")
        .keys("Esc")
        .on_top("guide")
        .shows("Import ✓");
}

#[test]
fn a_file_from_excel_is_read_as_it_is_this_time() {
    let (form, demo) = form(Some(sample("excel-ansi-semikolon.csv")));
    let preview = form
        .keys("Enter")
        .wake_until("The file differs from the template in 3 ways")
        .shows_not("--delimiter")
        .shows("▸ Read the file as it is this time")
        .keys("Enter")
        .wake_until("✓ to be updated 3")
        .shows("✗ cannot be imported 11")
        .shows("· ”;” · ANSI (Windows")
        .keys("g")
        .shows("employee number is 00425. Has Excel");
    // Few changes and no new domain: a yes is enough, and Enter alone is none.
    let preview = preview
        .keys("i")
        .shows("3 addresses are imported")
        .keys("Enter");
    assert_eq!(imports(&demo), NONE);
    let _ = preview.keys("i Y").wake_until("✓ updated 3");
    assert_eq!(imports(&demo), [3]);
}

#[test]
fn a_refusal_leads_back_to_the_form() {
    let (refused, demo) = form(Some(sample("excel-ansi-semikolon.csv")));
    let refused = refused
        .keys("Enter")
        .wake_until("in 3 ways")
        .keys("Down Down Enter")
        .on_top("import")
        .shows("▸ [ Preview ]");
    // What no choice can cure says what to do instead.
    let workbook = sample("arbetsbok-som-csv.csv");
    let _ = refused
        .keys("Up Up Up Up ^U")
        .paste(&workbook.to_string_lossy())
        .keys("F5")
        .wake_until("is a workbook")
        .shows("or as Unicode text.")
        .keys("Enter")
        .keys("^U F5")
        .shows("✗ Say which file.");
    assert_eq!(imports(&demo), NONE);
    // What was given up is in the log, for a colleague.
    let runs = demo.place().open().unwrap().runs(None).unwrap();
    let codes: Vec<_> = runs.iter().filter_map(|run| run.error.as_deref()).collect();
    assert_eq!(codes, ["file_spreadsheet", "delimiter_mismatch"]);
}

#[test]
fn a_file_is_chosen_from_the_disk() {
    let (form, demo) = form(None);
    std::fs::copy(
        sample("utan-rubrik.csv"),
        demo.directory().join("utan rubrik å.csv"),
    )
    .unwrap();
    let _ = form
        .shows("▸ File")
        .keys("F3")
        .on_top("import.file")
        .type_text("rubrik")
        .keys("Enter")
        .shows("utan rubrik å.csv")
        .shows("▸ [ Preview ]")
        .keys("Enter")
        .wake_until("▸ Skip no leading rows this time")
        .keys("Enter")
        .wake_until("✓ to be updated 10");
}

#[test]
fn what_somebody_else_changed_meanwhile_is_previewed_again() {
    let (preview, demo) = previewed("anstallda_epost.csv");
    give(&demo, "bjorn.b", "b.berg@foretaget.example");
    let again = preview
        .keys("i")
        .type_text("855")
        .keys("Enter")
        .wake_until("Somebody else changed the register while you looked.")
        .shows("1 row no")
        .keys("Enter")
        .on_top("preview")
        .shows("to be updated 854")
        .shows("Line 3, bjorn.b");
    assert_eq!(
        imports(&demo),
        NONE,
        "nothing before it was looked at again"
    );
    let _ = again
        .keys("i")
        .type_text("854")
        .keys("Enter")
        .wake_until("✓ updated 854");
    let now = address(&demo, "bjorn.b");
    assert_eq!(now.as_deref(), Some("b.berg@foretaget.example"));
}

#[test]
fn all_or_nothing_and_nothing_at_all_are_said() {
    let (whole, demo) = form(Some(sample("anstallda_epost.csv")));
    let _ = whole
        .keys("Up Space F5")
        .wake_until("cannot be imported 11")
        .keys("i")
        .shows("all or nothing was asked for")
        .keys("Enter")
        .on_top("preview");
    let blank = demo.directory().join("tom.csv");
    let text = "Användar-id\tAnställningsnummer\tE-post Visma Connect\ncia.c\t00421\t\n";
    std::fs::write(&blank, text).unwrap();
    let (nothing, demo) = form(Some(blank));
    let _ = nothing
        .keys("Enter")
        .wake_until("· blank 1")
        .shows("The cell is blank")
        .keys("i")
        .shows("so there is nothing to import");
    assert_eq!(imports(&demo), NONE);
}

#[test]
fn a_domain_that_nobody_has_yet_wants_the_number() {
    let demo_file = tempfile::NamedTempFile::new().unwrap();
    let text =
        "Användar-id\tAnställningsnummer\tE-post Visma Connect\nbjorn.b\t00418\tb@ny.example\n";
    std::fs::write(demo_file.path(), text).unwrap();
    let (form, demo) = form(Some(demo_file.path().to_owned()));
    let mut register = demo.place().open().unwrap();
    crate::jobs::domains::add(&mut register, "ny.example").unwrap();
    let _ = form
        .keys("Enter")
        .wake_until("Nobody has an address under ny.example so far.")
        .keys("i")
        .shows("Type 1 and press Enter to go on:");
    // Who knows the domains may turn that off.
    settings::set(&mut register, settings::CONFIRM_NEW_DOMAINS, "no").unwrap();
    let context = session(&demo, Some(demo_file.path().to_owned()));
    let _ = Harness::with(ImportForm::new(&context), context)
        .keys("Enter")
        .wake_until("Nobody has an address under ny.example so far.")
        .keys("i")
        .shows_not("Type 1")
        .shows("1 address is imported");
}

#[test]
fn rejected_rows_are_saved_and_nothing_is_replaced_unasked() {
    let (preview, demo) = previewed("anstallda_epost.csv");
    let file = demo.directory().join("anstallda_epost_rejected.csv");
    let again = preview
        .keys("w")
        .shows("Where to save the file?")
        .keys("Enter")
        .wake_until("11 rows were saved in")
        .keys("w Enter");
    let first = std::fs::read_to_string(&file).unwrap();
    assert!(first.contains("\tdomain_not_allowed\t"), "{first}");
    let _ = again
        .wake_until("Replace the file?")
        .keys("Enter")
        .on_top("preview")
        // The rows are still there to be imported.
        .keys("i")
        .type_text("855")
        .keys("Enter")
        .wake_until("✓ updated 855");
}

#[test]
fn the_log_lists_runs_and_saves_their_rows() {
    let (rows, demo) = imported();
    let log = rows
        .act(Action::Log)
        .on_top("log")
        .advance(Duration::from_secs(6))
        .shows("! Done with errors")
        .shows("Import · Import 1970-01-01 · anstallda_epost.csv · Import E-post Visma Connect")
        .shows("855 updated, 185 unchanged, 5 kept (verified), 40 blank, 11 could not be")
        .keys("Down")
        .shows("1,204 persons created");
    let saved = log
        .keys("Up Enter")
        .wake_until("[✗ rejected 11]")
        .keys("w")
        .shows("log_2.csv")
        .keys("Enter")
        .wake_until("11 rows were saved");
    let text = std::fs::read_to_string(demo.directory().join("log_2.csv")).unwrap();
    assert_eq!(text.lines().count(), 12, "the rows that are shown");
    assert!(text.contains("\r\n4;3;cia.c;00421;rejected;domain_not_allowed;"));
    saved
        .keys("Esc")
        .on_top("log")
        .keys("Esc")
        .on_top("run_rows");
}

#[test]
fn an_empty_log_says_so_and_every_window_is_drawn() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place::new(Some(&directory.path().join("register.db"))).unwrap();
    let mut context = context();
    context.desk = Desk::new(place);
    context.commands = screens::commands();
    super::super::refresh(&mut context);
    let screen = Harness::with(ImportForm::new(&context), context)
        .act(Action::Log)
        .shows("Nothing has been run yet.")
        .keys("Enter !")
        .shows("There are no notifications.")
        .keys("Enter Esc Esc")
        .on_top("import");
    drop(screen);
    for (columns, lines) in [(80, 24), (60, 16), (200, 50)] {
        let (preview, _demo) = previewed("smutsiga-adresser.csv");
        let _ = preview
            .size(columns, lines)
            .shows("[all 39]")
            .keys("Left Left G")
            .keys("i Esc")
            .act(Action::Log)
            .shows("Run")
            .keys("Enter")
            .wake_until("persons created");
    }
}

#[test]
fn files_used_lately_are_offered_as_far_as_they_are_there() {
    let demo = Demo::new().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let paths = ["gone.csv", "juni.csv", "maj.csv"].map(|name| elsewhere.path().join(name));
    let mut register = demo.place().open().unwrap();
    for path in &paths {
        std::fs::write(path, "x").unwrap();
        guide::remember_file(&mut register, path).unwrap();
    }
    // Opened again, one is there once, and first.
    guide::remember_file(&mut register, &paths[1]).unwrap();
    std::fs::remove_file(&paths[0]).unwrap();
    let used = guide::recall(&register).unwrap().recent;
    assert_eq!(used, [&paths[1], &paths[2], &paths[0]].map(Clone::clone));
    templates::add(
        &mut register,
        &templates::proposed_export("").to_import("In"),
    )
    .unwrap();
    drop(register);
    let context = session(&demo, None);
    let screen = ImportForm::new(&context);
    Harness::with(screen, context)
        .keys("F3")
        .shows("used lately")
        .shows("juni.csv")
        .shows("maj.csv")
        .shows_not("gone.csv")
        .shows("F4 hidden files")
        .keys("Enter")
        .shows("juni.csv")
        .shows_not("maj.csv");
}

#[test]
fn tab_completes_a_typed_path_and_else_goes_on() {
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::create_dir(elsewhere.path().join("exporter")).unwrap();
    std::fs::write(elsewhere.path().join("exporter/maj.csv"), "x").unwrap();
    let typed = elsewhere.path().join("exp");
    let whole = elsewhere.path().join("exporter/maj.csv");
    let (form, _demo) = form(None);
    form.size(120, 24)
        .type_text(typed.to_str().unwrap())
        .keys("Tab m Tab")
        .shows(whole.to_str().unwrap())
        // Nothing is left to complete: the button that lists files is next.
        .keys("Tab Enter")
        .shows("F4 hidden files");
}

#[test]
fn what_is_inactive_is_not_offered_and_a_step_without_a_template_says_so() {
    let (form, demo) = form(None);
    drop(form);
    let mut register = demo.place().open().unwrap();
    let import = "Import E-post Visma Connect";
    register
        .set_template_active(Kind::Import, import, false)
        .unwrap();
    register
        .set_template_active(Kind::Export, "E-post Visma Connect", false)
        .unwrap();
    drop(register);
    let mut desk = Desk::demo(demo.clone());
    desk.refresh().unwrap();
    for (step, told) in [
        (&STEP, "No import template is in use."),
        (&super::super::export::STEP, "No export template is in use."),
    ] {
        let Progress::Missing(missing) = (step.progress)(&desk) else {
            panic!("{} is ready", step.id);
        };
        assert!(missing.starts_with(told), "{missing}");
    }
    // Another one that is in use is all that the form offers.
    let mut register = demo.place().open().unwrap();
    templates::add(
        &mut register,
        &templates::proposed_export("").to_import("B"),
    )
    .unwrap();
    drop(register);
    let context = session(&demo, None);
    let screen = ImportForm::new(&context);
    assert_eq!(screen.templates.len(), 1);
    assert_eq!(screen.templates[0].template.name, "B");
}
