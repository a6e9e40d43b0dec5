//! Every screen with something unsaved, and every way in which the program can end under it: the terminal is given back, the process ends
//! with the right code, nothing that was not asked for is written, and the edits of step 3 are offered when the file is opened again.
//!
//! Where an import is under way it is in the register as a whole or not at all.
//!
//! A panic cannot be brought about by keys. For it the program is this very test, started again with the same screens and something in the
//! background that panics on a signal.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::ffi::OsStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use koppla::jobs::Place;
use koppla::lang::Language;
use koppla::tui::context::{Background, Clock, Context};
use koppla::tui::desk::Desk;
use koppla::tui::layer::Outcome;
use koppla::tui::run::{Events, Options, run};
use koppla::tui::screens;
use koppla::tui::steps::{self, addresses::Addresses};
use koppla::tui::theme::Theme;
use rustix::process::Signal;
use signal_hook::consts::SIGUSR1;
use signal_hook::iterator::Signals;
use support::commands::Office;
use support::pty::{Pty, Start};
use support::trials::{
    content, has_come, measured, number, restore, shape, size, tell, trials, wal, whole,
};

const ENTER: &str = "\r";
const TAB: &str = "\t";
const CLEAR: &str = "\x15";
const SAVE: &str = "\x13";
const QUIT: &str = "\x11";
const MENU: &str = "\x1b[21~";

const CONTENT: &str = "User id\tEmployee number\tE-mail Visma Connect\r\n\
                       bjorn.b\t00418\t\r\ncia.c\t00421\t\r\n";

/// A way to end.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Signal(Signal, u32),
    /// The terminal goes, and the system says so with a signal.
    Gone,
    /// The terminal goes without a word.
    Silence,
    Panic,
}

const ENDS: [End; 6] = [
    End::Signal(Signal::HUP, 129),
    End::Panic,
    End::Signal(Signal::TERM, 143),
    End::Gone,
    End::Signal(Signal::INT, 130),
    End::Silence,
];

/// A screen with something unsaved: the keys that lead to it from step 3, each with what it waits for.
struct Screen {
    name: &'static str,
    keys: &'static [(&'static str, &'static str)],
    /// What was being typed in step 3.
    typed: Option<&'static str>,
}

const SCREENS: [Screen; 8] = [
    Screen {
        name: "step 3 with edits",
        keys: &[],
        typed: None,
    },
    Screen {
        name: "step 3 with edits and a cell being typed",
        keys: &[(ENTER, "cancel"), ("c@fore", "c@fore")],
        typed: Some("c@fore"),
    },
    Screen {
        name: "the preview of filled addresses",
        keys: &[
            ("f", "By a pattern"),
            (ENTER, "Pattern"),
            (CLEAR, "Pattern"),
            ("{user_id}@foretaget.example", "{user_id}@foretaget.example"),
            (SAVE, "[to change 1]"),
        ],
        typed: None,
    },
    Screen {
        name: "a template",
        keys: &[("1", "Ut"), (TAB, "Ut"), ("x", "Utx")],
        typed: None,
    },
    Screen {
        name: "a new person",
        keys: &[
            (MENU, "Add a person"),
            ("a", "Protected identity"),
            ("nils.n", "nils.n"),
        ],
        typed: None,
    },
    Screen {
        name: "the settings of the verification",
        keys: &[
            (MENU, "Add a person"),
            ("v", "Sender"),
            (TAB, "Own domains"),
            ("x.example", "x.example"),
        ],
        typed: None,
    },
    Screen {
        name: "the program's settings",
        keys: &[
            (MENU, "Add a person"),
            ("i", "Largest"),
            ("\t\t\t", "▸ Keep the log's rows"),
            ("77", "18077"),
        ],
        typed: None,
    },
    Screen {
        name: "a file of people",
        keys: &[
            (MENU, "Add a person"),
            ("p", "People file"),
            ("folk.csv", "folk.csv"),
        ],
        typed: None,
    },
];

fn office() -> Office {
    let office = Office::with_people(&[
        "Användar-id;Anställningsnummer;Förnamn;Efternamn",
        "bjorn.b;00418;Björn;Berg",
        "cia.c;00421;Cia;Carlsson",
    ]);
    office.run(&["domain", "add", "foretaget.example"]).exits(0);
    office.file("f.csv", CONTENT.as_bytes());
    office
}

fn started(office: &Office, start: Start) -> Start {
    start
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
}

fn koppla(office: &Office) -> Start {
    started(office, Start::koppla(&["--lang", "en", "f.csv"]))
}

/// Panics where it stands, when it is told to.
struct Bomb(Arc<AtomicBool>);

impl Background for Bomb {
    fn wake(&mut self, _: &mut Context) -> Outcome {
        assert!(!self.0.load(Ordering::Acquire), "something impossible");
        Outcome::Unchanged
    }

    fn running(&self) -> Option<String> {
        None
    }

    fn stop(&mut self) {}
}

/// The program that panics; as a test of its own it does nothing.
#[test]
fn program() {
    let Some(register) = std::env::var_os("ENDS_REGISTER") else {
        return;
    };
    koppla::lang::choose(Language::English);
    let mut signals = Signals::new([SIGUSR1]).unwrap();
    let events = Events::new();
    let place = Place::new(Some(OsStr::new(&register).as_ref())).unwrap();
    let mut desk = Desk::new(place);
    desk.refresh().unwrap();
    desk.file = Some("f.csv".into());
    let waker = events.waker();
    let mut context = Context::new(events.waker(), Theme::new(false), Clock::System, desk);
    context.commands = screens::commands();
    steps::refresh(&mut context);
    let told = Arc::new(AtomicBool::new(false));
    context.background.push(Box::new(Bomb(Arc::clone(&told))));
    std::thread::spawn(move || {
        for _ in signals.forever() {
            told.store(true, Ordering::Release);
            waker.wake();
        }
    });
    let base = Box::new(Addresses::new(&mut context));
    let ended = run(events, base, &mut context, Options::default()).unwrap();
    std::process::exit(i32::from(ended.code()));
}

fn start(office: &Office, end: End) -> Pty {
    match end {
        End::Panic => {
            let program = std::env::current_exe().unwrap();
            let arguments = ["--exact", "program", "--nocapture"];
            started(office, Start::program(&program, &arguments))
                .env("ENDS_REGISTER", office.register())
                .start()
        }
        End::Silence => koppla(office).uncontrolled().start(),
        End::Signal(..) | End::Gone => koppla(office).start(),
    }
}

/// Goes to a screen with an edit of step 3 behind it, and ends there.
fn ended(office: &Office, screen: &Screen, end: End) {
    let mut pty = start(office, end);
    pty.wait_for("bjorn.b");
    pty.send(ENTER).send("b@foretaget.example").send(ENTER);
    pty.wait_for("1 changed");
    for (keys, shows) in screen.keys {
        pty.send(keys).wait_for(shows);
    }
    let code = match end {
        End::Signal(signal, code) => {
            pty.signal(signal);
            code
        }
        End::Gone | End::Silence => {
            pty.close();
            129
        }
        End::Panic => {
            pty.signal(Signal::USR1);
            101
        }
    };
    assert_eq!(pty.wait_exit(), code, "{}, {end:?}", screen.name);
    if !matches!(end, End::Gone | End::Silence) {
        let given_back = pty.emulator();
        assert!(!given_back.alternate_screen(), "{}", pty.screen());
        assert!(!given_back.bracketed_paste() && !given_back.hide_cursor());
    }
    if end == End::Panic {
        assert!(
            pty.screen().contains("something impossible"),
            "{}",
            pty.screen()
        );
    }
}

/// The edit is offered, taken over and saved.
fn restored(office: &Office, screen: &Screen, end: End) {
    let told = format!("{}, {end:?}", screen.name);
    let mut pty = koppla(office).start();
    pty.wait_for("Edits that were not saved");
    pty.wait_for("(empty) → b@foretaget.example");
    if let Some(typed) = screen.typed {
        pty.wait_for(&format!("You were typing: {typed}"));
    }
    pty.send(ENTER).wait_for("1 changed");
    if screen.typed.is_some() {
        pty.send(ENTER).wait_for("2 changed");
    }
    pty.send(SAVE).wait_for("is saved with");
    pty.send(QUIT);
    assert_eq!(pty.wait_exit(), 0, "{told}");
    let mut saved = CONTENT.replace("00418\t", "00418\tb@foretaget.example");
    if let Some(typed) = screen.typed {
        saved = saved.replace("00421\t", &format!("00421\t{typed}"));
    }
    let file = std::fs::read_to_string(office.path().join("f.csv")).unwrap();
    assert_eq!(file, saved, "{told}");
}

/// Everything but where in the guide somebody was, which is remembered.
fn standing(office: &Office) -> Vec<String> {
    let register = whole(&office.register());
    let mut tables = shape(&register);
    tables.retain(|(table, _)| table != "meta");
    let mut all = content(&register, &tables);
    all.retain(|row| !row.starts_with("setting: 'guide."));
    all
}

fn ends_on(number: usize) {
    let screen = &SCREENS[number];
    for end in ENDS {
        let office = office();
        let before = standing(&office);
        ended(&office, screen, end);
        assert_eq!(standing(&office), before, "{}, {end:?}", screen.name);
        restored(&office, screen, end);
    }
    tell(
        "ends",
        &format!(
            "{}: {} ways to end, the edits offered each time",
            screen.name,
            ENDS.len()
        ),
    );
}

#[test]
fn step_3_with_edits() {
    ends_on(0);
}

#[test]
fn step_3_with_a_cell_being_typed() {
    ends_on(1);
}

#[test]
fn the_preview_of_filled_addresses() {
    ends_on(2);
}

#[test]
fn a_changed_template() {
    ends_on(3);
}

#[test]
fn a_new_person() {
    ends_on(4);
}

#[test]
fn changed_settings_of_the_verification() {
    ends_on(5);
}

#[test]
fn changed_settings_of_the_program() {
    ends_on(6);
}

#[test]
fn a_people_file_about_to_be_read() {
    ends_on(7);
}

/// So many persons, whose addresses all change.
const CROWD: u64 = 3000;

/// The signal comes while the preview is being imported: all of it is in the register or nothing, and the log says which.
#[test]
fn a_signal_during_an_import_from_the_screen_leaves_all_or_nothing() {
    let mut rows = vec!["Användar-id;Anställningsnummer".to_owned()];
    rows.extend((0..CROWD).map(|n| format!("p{n};{n:05}")));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let office = Office::with_people(&rows);
    let mut file = "User id\tEmployee number\tE-mail Visma Connect\r\n".to_owned();
    file.extend((0..CROWD).map(|n| format!("p{n}\t{n:05}\tp{n}@foretaget.example\r\n")));
    office.file("f.csv", file.as_bytes());
    let fresh = std::fs::read(office.register()).unwrap();
    let log = wal(&office.register());
    let import = ["import", "f.csv", "--template", "In", "--quiet"];
    let measured = measured(office.command(&import), || size(&log));
    let (mut all, mut none) = (0, 0);
    for (seed, (signal, code)) in [(Signal::HUP, 129), (Signal::TERM, 143), (Signal::INT, 130)]
        .into_iter()
        .enumerate()
    {
        for moment in measured.moments(trials(4, 40), 3 + seed as u32) {
            restore(&office.register(), &fresh);
            let mut pty = koppla(&office).start();
            pty.wait_for(" rows ").send("5").wait_for("Compare with");
            pty.send("\x1b[15~").wait_for("what an import would do");
            pty.send("i").wait_for("┌ Import?");
            pty.send(&CROWD.to_string());
            let begun = Instant::now();
            pty.send(ENTER);
            while !has_come(moment, begun, size(&log)) && begun.elapsed() < measured.time * 3 {
                std::thread::yield_now();
            }
            pty.signal(signal);
            assert_eq!(pty.wait_exit(), code, "{moment:?}");
            let given_back = pty.emulator();
            assert!(!given_back.alternate_screen() && !given_back.hide_cursor());
            let register = whole(&office.register());
            let done = "SELECT count(*) FROM run WHERE kind = 'import' AND status = 'done'";
            let done = number(&register, done);
            let given = "SELECT count(*) FROM person WHERE connect_address IS NOT NULL";
            assert_eq!(number(&register, given), done * CROWD, "{moment:?}");
            let runs = "SELECT count(*) FROM run WHERE kind = 'import'";
            assert_eq!(
                number(&register, runs),
                1,
                "cancelled is a run too: {moment:?}"
            );
            all += done;
            none += 1 - done;
        }
    }
    tell(
        "signal × import from the screen",
        &format!("{all} wholly imported, {none} not at all"),
    );
    assert!(none > 0, "no signal came in time");
}
