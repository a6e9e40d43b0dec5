//! Choosing a file and completing paths, by keys.

use super::*;
use crossterm::event::KeyModifiers;
use std::ops::ControlFlow;

struct Made;

impl Directories for Made {
    fn entries(&self, directory: &Path, _: Watch<'_>) -> Result<Vec<Entry>, String> {
        let entry = |name: &str, is_directory| Entry::new(name.into(), is_directory, String::new());
        match directory.to_str().map(|path| path.trim_end_matches('/')) {
            Some("/hem") => Ok(vec![
                entry("exporter", true),
                entry(".dold", false),
                entry("register.db-wal", false),
                entry("anställda.csv", false),
                entry("anställda_epost.csv", false),
            ]),
            Some("/hem/exporter") => Ok(vec![entry("maj.csv", false)]),
            Some("") => Ok(vec![entry("hem", true)]),
            _ => Err("finns inte".into()),
        }
    }

    fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        files
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        let whole = typed.trim_end_matches('/').replace('~', "/hem");
        Path::new("/hem").join(if whole.is_empty() { "/" } else { &whole })
    }
}

fn chooser() -> Chooser {
    lately(Vec::new())
}

fn unread(recent: Vec<PathBuf>) -> Chooser {
    let start = Start {
        wanted: Some("/saknas".into()),
        otherwise: "/hem".into(),
        recent,
    };
    Chooser::new(Arc::new(Made), start, |text| text.into())
}

fn lately(recent: Vec<PathBuf>) -> Chooser {
    let mut chooser = unread(recent);
    read(&mut chooser);
    chooser
}

/// Reads all that is wanted, as a worker does.
fn read(chooser: &mut Chooser) {
    while let Some(reading) = chooser.to_read() {
        chooser.take(reading(&mut |_| ControlFlow::Continue(())));
    }
    assert!(!chooser.waits());
}

fn open(chooser: &mut Chooser) -> Opened {
    let opened = chooser.open();
    read(chooser);
    opened
}

fn complete(chooser: &mut Chooser) -> bool {
    let grown = chooser.complete();
    read(chooser);
    grown
}

fn type_text(chooser: &mut Chooser, text: &str) {
    for c in text.chars() {
        chooser.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        read(chooser);
    }
}

#[test]
fn typing_finds_and_tab_completes() {
    let mut chooser = chooser();
    type_text(&mut chooser, "ANS");
    assert!(complete(&mut chooser));
    assert_eq!(chooser.typed(), "anställda");
    assert!(!complete(&mut chooser), "the two names part here");
    type_text(&mut chooser, "_");
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/anställda_epost.csv".into())
    );
}

#[test]
fn directories_are_entered_by_enter_by_tab_and_by_a_path() {
    let mut chooser = chooser();
    assert_eq!(open(&mut chooser), Opened::Directory);
    assert_eq!(chooser.directory(), Path::new("/hem/exporter"));
    chooser.key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
    read(&mut chooser);
    assert_eq!(chooser.directory(), Path::new("/hem"));
    type_text(&mut chooser, "ex");
    assert!(complete(&mut chooser));
    assert_eq!(chooser.directory(), Path::new("/hem/exporter"));
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/exporter/maj.csv".into())
    );
    chooser.paste("~/anställda.csv\n");
    read(&mut chooser);
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/anställda.csv".into())
    );
    let mut chooser = self::chooser();
    // Letter by letter a path leads from one directory into the next.
    type_text(&mut chooser, "/hem/exporter/maj.csv");
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/exporter/maj.csv".into())
    );
}

#[test]
fn files_used_lately_are_found_by_what_is_typed_until_a_directory_is_entered() {
    let recent = || vec!["/annat/juni.csv".into(), "/hem/anställda.csv".into()];
    let mut chooser = lately(recent());
    assert_eq!(open(&mut chooser), Opened::File("/annat/juni.csv".into()));
    let down = KeyEvent::new(KeyCode::Down, KeyModifiers::NONE);
    chooser.key(down);
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/anställda.csv".into())
    );
    // The entries follow, the directory first.
    chooser.key(down);
    assert_eq!(open(&mut chooser), Opened::Directory);
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/exporter/maj.csv".into())
    );
    let mut chooser = lately(recent());
    type_text(&mut chooser, "ju");
    assert_eq!(chooser.found, [Found::Recent(0)]);
    assert_eq!(open(&mut chooser), Opened::File("/annat/juni.csv".into()));
    let mut chooser = lately(recent());
    type_text(&mut chooser, "anställda_");
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/anställda_epost.csv".into())
    );
}

#[test]
fn a_file_used_lately_stands_once() {
    let mut chooser = lately(vec!["/hem/anställda.csv".into()]);
    let names = |chooser: &Chooser| -> Vec<String> {
        let found = chooser.found.iter();
        found.map(|f| chooser.folded(*f).into_owned()).collect()
    };
    assert_eq!(
        names(&chooser),
        ["anställda.csv", "exporter", "anställda_epost.csv"]
    );
    type_text(&mut chooser, "epost");
    assert_eq!(names(&chooser), ["anställda_epost.csv"]);
}

#[test]
fn what_is_called_just_so_here_comes_before_what_was_used_lately_elsewhere() {
    let mut chooser = lately(vec!["/annat/anställda.csv".into()]);
    type_text(&mut chooser, "anställda");
    assert_eq!(
        open(&mut chooser),
        Opened::File("/annat/anställda.csv".into())
    );
    type_text(&mut chooser, ".csv");
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/anställda.csv".into())
    );
    assert_eq!(chooser.found.len(), 2);
}

#[test]
fn a_click_reaches_the_last_line_also_below_files_used_lately() {
    let mut chooser = lately(vec!["/annat/juni.csv".into()]);
    let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(40, 8)).unwrap();
    let theme = Theme::new(false);
    terminal
        .draw(|frame| chooser.draw(frame, frame.area(), &Words::default(), &theme))
        .unwrap();
    let (list, len) = chooser.list_mut();
    assert!(list.click(3, 5, len));
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/anställda_epost.csv".into())
    );
}

#[test]
fn a_typed_path_grows_as_far_as_the_names_agree() {
    for (typed, files, grown) in [
        ("~/ans", true, Some("~/anställda")),
        ("~/anställda", true, None),
        ("/hem/EX", true, Some("/hem/exporter/")),
        ("/hem/exporter/m", true, Some("/hem/exporter/maj.csv")),
        ("~/ex", false, Some("~/exporter/")),
        ("~/ans", false, None),
        ("/hem/", true, None),
        ("/saknas/a", true, None),
    ] {
        let found = complete_path(&Made, typed, files, &mut |_| ControlFlow::Continue(()));
        assert_eq!(found.as_deref(), grown, "{typed}");
    }
}

#[test]
fn hidden_names_are_turned_on_and_off() {
    let mut chooser = chooser();
    chooser.turn_hidden();
    assert_eq!(chooser.found.len(), 5);
    chooser.turn_hidden();
    assert_eq!(chooser.found.len(), 3);
}

#[test]
fn hidden_files_show_when_asked_for_and_new_names_are_taken() {
    let mut chooser = chooser();
    assert_eq!(chooser.found.len(), 3);
    type_text(&mut chooser, ".");
    assert_eq!(chooser.folded(chooser.found[0]), ".dold");
    type_text(&mut chooser, "ny.csv");
    assert_eq!(open(&mut chooser), Opened::File("/hem/.ny.csv".into()));
    assert_eq!(chooser.typed_file(), Some("/hem/.ny.csv".into()));
}

#[test]
fn what_is_typed_while_a_directory_is_read_counts() {
    let mut chooser = unread(Vec::new());
    assert!(chooser.waits() && chooser.found.is_empty());
    // Two letters before the first name is there; what they find is found then.
    for c in "ma".chars() {
        chooser.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
    }
    chooser.input.set("/hem/exporter/");
    chooser.typed_on();
    let reading = chooser.to_read().unwrap();
    chooser.key(KeyEvent::new(KeyCode::Char('m'), KeyModifiers::NONE));
    assert!(chooser.to_read().is_none(), "it is being read already");
    chooser.take(reading(&mut |_| ControlFlow::Continue(())));
    assert_eq!(chooser.directory(), Path::new("/hem/exporter"));
    assert_eq!(
        open(&mut chooser),
        Opened::File("/hem/exporter/maj.csv".into())
    );
    // A path that is taken back before it was read is not followed.
    let mut chooser = self::chooser();
    chooser.input.set("exporter/");
    chooser.typed_on();
    assert!(chooser.waits());
    chooser.input.set("");
    chooser.typed_on();
    assert!(!chooser.waits() && chooser.to_read().is_none());
    // One that leads nowhere loses nothing of the directory that was not read yet.
    let start = Start {
        otherwise: "/hem".into(),
        ..Start::default()
    };
    let mut chooser = Chooser::new(Arc::new(Made), start, |text| text.into());
    chooser.input.set("/saknas/a");
    chooser.typed_on();
    read(&mut chooser);
    chooser.input.set("");
    chooser.typed_on();
    assert_eq!(chooser.found.len(), 3);
}

#[test]
fn no_more_of_a_large_directory_is_made_into_lines_than_is_seen() {
    struct Large;
    impl Directories for Large {
        fn entries(&self, _: &Path, _: Watch<'_>) -> Result<Vec<Entry>, String> {
            let name = |n: u32| format!("{n:05}.csv").into();
            let entries = (0..50_000).map(|n| Entry::new(name(n), false, String::new()));
            Ok(entries.collect())
        }
        fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
            files
        }
        fn resolve(&self, typed: &str) -> PathBuf {
            typed.into()
        }
    }
    thread_local!(static SHOWN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });
    let show = |text: &str| {
        SHOWN.set(SHOWN.get() + 1);
        std::borrow::Cow::Owned(text.to_owned())
    };
    let mut chooser = Chooser::new(Arc::new(Large), Start::default(), show);
    read(&mut chooser);
    let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(40, 12)).unwrap();
    terminal
        .draw(|frame| {
            chooser.draw(frame, frame.area(), &Words::default(), &Theme::new(true));
        })
        .unwrap();
    assert!(SHOWN.get() < 20, "{} texts were made", SHOWN.get());
}
