//! Step 2 by keys: the form, the file, and what leads on from it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::jobs::demo::Demo;
use crate::jobs::templates::{self, proposed_export};
use crate::tui::context::Effect;
use crate::tui::desk::Desk;
use crate::tui::test_util::{Harness, context};

/// The desk of a demo with an export template.
fn desk() -> Desk {
    let demo = Demo::new().unwrap();
    let mut register = demo.place().open().unwrap();
    templates::add(&mut register, &proposed_export("E-post")).unwrap();
    Desk::demo(demo)
}

fn on_screen(runner: Runner) -> Harness {
    let mut context = context();
    context.desk = desk();
    context.commands = screens::commands();
    crate::tui::steps::refresh(&mut context);
    let mut screen = Export::new(&context);
    screen.runner = runner;
    Harness::with(screen, context)
}

fn file(screen: &Harness) -> PathBuf {
    screen.context.desk.directory().join(FILE_NAME)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// An export that goes on until somebody stops it.
fn endless(_: &Place, _: &ExportRequest, control: &Control) -> Result<Exported, JobError> {
    while control.report(1, 4).is_continue() {
        std::thread::yield_now();
    }
    Err(JobError::Cancelled)
}

#[test]
fn enter_exports_and_says_what_the_file_holds() {
    let screen = on_screen(export::run);
    let unread = screen.context.bell;
    let screen = screen
        .shows("Processing › Service routines › Export")
        .shows("E-post 19")
        .shows("▸ [ Export ]")
        .keys("Enter")
        .wake_until("persons were written to the file")
        .shows("✓ The export is ready: 1,096 persons.")
        .shows("✓ 1,096 persons were written to the file")
        .shows("! 43 persons were left out who lack a user id or an employee number")
        .shows("! 15 persons were left out because of protected identity.")
        .shows("▸ Go on to step 3 with the file");
    let written = text(&file(&screen));
    assert!(written.starts_with("Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n"));
    assert_eq!(written.lines().count(), 1097);
    assert_eq!(screen.context.bell, unread + 1);
    assert_eq!(screen.context.background.len(), 0);
}

#[test]
fn the_form_chooses_whom_and_where() {
    let screen = on_screen(export::run);
    let path = screen.context.desk.directory().join("åsa fil.csv");
    let screen = screen
        .keys("Tab ^U")
        .type_text("Vecka 7")
        .keys("Enter ^U ^S")
        .shows("✗ A file name is needed.")
        .shows("▸ File name")
        .paste(&path.to_string_lossy())
        .shows_not("✗")
        .keys("Tab Tab Right Right")
        .shows("‹ Those lacking an address ›")
        .keys("Tab")
        .type_text("100000")
        .shows("10000")
        .shows("left empty, persons of all companies are taken")
        .keys("^S")
        .wake_until("Nobody fits")
        .keys("n")
        .shows("▸ [ Export ]")
        .keys("Up Up 0 ^S")
        .shows("✗")
        .keys("Backspace 1 Down Space Up Up")
        .shows("[x]");
    drop(screen);
}

#[test]
fn a_file_that_exists_is_only_overwritten_after_a_yes() {
    let screen = on_screen(export::run);
    let path = file(&screen);
    std::fs::write(&path, "mine").unwrap();
    let screen = screen
        .keys("Enter")
        .wake_until("Overwrite the file?")
        .shows("exists already")
        .keys("Enter")
        .shows("▸ File name");
    assert_eq!(text(&path), "mine");
    let screen = screen
        .keys("^S")
        .wake_until("Overwrite the file?")
        .keys("Y")
        .wake_until("were written");
    assert_eq!(text(&path).lines().count(), 1097);
    drop(screen);
}

#[test]
fn an_export_is_cancelled_after_a_yes() {
    let screen = on_screen(endless)
        .keys("Enter")
        .wake_until("25 %")
        .shows("1 of 4 persons")
        .keys("Esc")
        .shows("Cancel the export?")
        .keys("n x Y")
        .wake_until("The export was cancelled. No file was written.")
        .keys("Enter")
        .shows("▸ [ Export ]");
    assert!(!file(&screen).exists());
    assert_eq!(screen.wake().context.background.len(), 0);
}

#[test]
fn an_export_goes_on_when_another_screen_is_opened() {
    static GO: AtomicBool = AtomicBool::new(false);
    fn wait(control: &Control) {
        while !GO.load(Ordering::Acquire) && control.report(0, 0).is_continue() {
            std::thread::yield_now();
        }
    }
    fn slow(
        place: &Place,
        request: &ExportRequest,
        control: &Control,
    ) -> Result<Exported, JobError> {
        wait(control);
        export::run(place, request, control)
    }
    let screen = on_screen(slow)
        .keys("Enter 1")
        .on_top("templates.export")
        .keys("^Q")
        .shows("is still running.")
        .keys("Esc");
    GO.store(true, Ordering::Release);
    let screen = screen
        .wake_until("✓ The export is ready: 1,096 persons.")
        .wake();
    assert!(file(&screen).exists());
    assert_eq!(screen.context.background.len(), 0);

    fn failing(_: &Place, _: &ExportRequest, control: &Control) -> Result<Exported, JobError> {
        wait(control);
        Err(JobError::RowsRejected(1))
    }
    GO.store(false, Ordering::Release);
    let screen = on_screen(failing).keys("Enter 1");
    GO.store(true, Ordering::Release);
    let screen = screen.wake_until("did not succeed.").wake();
    assert_eq!(screen.context.background.len(), 0);
}

#[test]
fn a_failure_is_told_and_the_form_stays() {
    let screen = on_screen(export::run);
    let path = screen.context.desk.directory().join("finns-inte/fil.csv");
    screen
        .keys("Tab Tab ^U")
        .paste(&path.to_string_lossy())
        .keys("^S")
        .wake_until("There is no directory")
        .keys("Enter")
        .shows("fil.csv");
}

#[test]
fn the_file_is_copied_and_so_is_its_path_and_step_three_gets_it() {
    let screen = on_screen(export::run)
        .keys("Enter")
        .wake_until("were written");
    let path = file(&screen);
    let copy = screen.context.desk.directory().join("kopia.csv");
    let mut screen = screen
        .keys("s")
        .shows("Save a copy of the file as:")
        .shows("~/anstallda_epost.csv")
        .keys("^U")
        .paste(&copy.to_string_lossy())
        .keys("Enter")
        .wake_until("A copy was saved as");
    assert_eq!(text(&copy), text(&path));
    std::fs::write(&copy, "changed").unwrap();
    screen = screen
        .keys("s ^U")
        .paste(&copy.to_string_lossy())
        .keys("Enter")
        .wake_until("Overwrite the file?")
        .keys("Y");
    while text(&copy) == "changed" {
        std::thread::yield_now();
    }
    screen = screen.keys("Down Down Enter").shows("The path was handed");
    assert_eq!(
        screen.context.take_effects(),
        [Effect::Copy(path.to_string_lossy().into_owned())]
    );
    assert_eq!(screen.context.desk.file, None);
    screen = screen.keys("^N");
    assert_eq!(screen.context.desk.file.as_deref(), Some(path.as_path()));
    let register = screen.context.desk.place.open().unwrap();
    let remembered = || crate::jobs::guide::recall(&register).unwrap().file;
    while remembered().is_none() {
        std::thread::yield_now();
    }
    assert_eq!(remembered().as_deref(), Some(path.as_path()));
}

#[test]
fn the_step_says_what_is_missing_first() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place::new(Some(&directory.path().join("register.db"))).unwrap();
    let mut desk = Desk::new(place.clone());
    let mut progress = |with_template: bool| {
        if with_template {
            let mut register = place.open().unwrap();
            templates::add(&mut register, &proposed_export("E-post")).unwrap();
        }
        desk.refresh().unwrap();
        (STEP.progress)(&desk)
    };
    let missing = |what: &str| Progress::Missing(what.to_owned());
    assert_eq!(
        progress(false),
        missing("No export template is in use. Make or activate one in step 1 first.")
    );
    assert!(matches!(progress(true), Progress::Missing(what) if what.contains("no persons")));
    let mut desk = super::tests::desk();
    desk.refresh().unwrap();
    assert_eq!((STEP.progress)(&desk), Progress::Ready);
}

#[test]
fn a_low_window_shows_result_and_choices() {
    on_screen(export::run)
        .size(60, 16)
        .shows("▸ [ Export ]")
        .keys("Enter")
        .wake_until("were written")
        .shows("Make another export")
        .keys("c")
        .shows("✓ The path was handed to your terminal's clipboard.");
}

#[test]
fn no_key_stands_twice() {
    assert_eq!(crate::tui::keys::duplicates(&[KEYS]), []);
}
