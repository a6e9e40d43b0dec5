//! The loop on a real terminal: taken, given back, lost. The program on it is this very test, started again with a small
//! screen of its own, so that nothing of koppla's domain is needed.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::path::Path;
use std::time::Duration;

use koppla::jobs::Place;
use koppla::tui::context::{Clock, Context};
use koppla::tui::desk::Desk;
use koppla::tui::keys::{Action, Binding, Key};
use koppla::tui::layer::{Layer, Outcome};
use koppla::tui::run::{Events, Options, run};
use koppla::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Text;
use rustix::process::Signal;
use support::pty::{Pty, Start};

struct Counter {
    count: usize,
}

static KEYS: &[Binding] = &[
    Binding::new(&[Key::char('+')], Action::Add, || "add".to_owned()).in_footer(),
    Binding::new(&[Key::char('-')], Action::No, || "nothing".to_owned()),
    Binding::new(&[Key::char('p')], Action::Run, || "panic".to_owned()),
    Binding::new(&[Key::char('y')], Action::Copy, || "copy".to_owned()),
    Binding::new(&[Key::char('t')], Action::Log, || "thread".to_owned()),
];

impl Layer for Counter {
    fn id(&self) -> &'static str {
        "counter"
    }

    fn title(&self) -> Vec<String> {
        vec!["Counter".to_owned()]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Add => {
                self.count += 1;
                Outcome::Changed
            }
            Action::No => Outcome::Unchanged,
            Action::Run => panic!("something impossible"),
            Action::Copy => {
                context.copy("/tmp/fil.csv", String::new());
                Outcome::Unchanged
            }
            Action::Log => {
                let waker = context.waker.clone();
                std::thread::spawn(move || {
                    let woken = waker.callback();
                    let failed = std::thread::spawn(|| panic!("in a worker")).join();
                    assert!(failed.is_err());
                    woken();
                });
                Outcome::Unchanged
            }
            _ => Outcome::Ignored,
        }
    }

    fn wake(&mut self, _: &mut Context) -> Outcome {
        self.count += 100;
        Outcome::Changed
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, _: &Context) {
        frame.render_widget(Text::raw(format!("count {}.", self.count)), area);
    }

    fn on_hangup(&mut self) {
        if let Some(path) = std::env::var_os("COUNTER_KEPT") {
            std::fs::write(path, self.count.to_string()).unwrap();
        }
    }
}

/// The program of the tests below; as a test of its own it does nothing.
#[test]
fn counter() {
    if std::env::var_os("COUNTER_KEPT").is_none() {
        return;
    }
    let events = Events::new();
    let place = Place::new(Some(Path::new("/nonexistent/register.db"))).unwrap();
    let desk = Desk::new(place);
    let mut context = Context::new(events.waker(), Theme::new(false), Clock::System, desk);
    let options = Options {
        title: "räknare".to_owned(),
        ..Options::default()
    };
    let exit = run(
        events,
        Box::new(Counter { count: 0 }),
        &mut context,
        options,
    )
    .unwrap();
    std::process::exit(i32::from(exit.code()));
}

struct Run {
    pty: Pty,
    directory: tempfile::TempDir,
}

fn start(change: impl FnOnce(Start) -> Start) -> Run {
    let directory = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    let start = Start::program(&program, &["--exact", "counter", "--nocapture"])
        .env("COUNTER_KEPT", directory.path().join("kept"));
    let mut pty = change(start).start();
    pty.wait_for("count 0.");
    Run { pty, directory }
}

impl Run {
    fn kept(&self) -> Option<String> {
        std::fs::read_to_string(self.directory.path().join("kept")).ok()
    }

    #[track_caller]
    fn given_back(&self) {
        let screen = self.pty.emulator();
        assert!(!screen.alternate_screen(), "{}", self.pty.screen());
        assert!(!screen.bracketed_paste());
        assert!(!screen.hide_cursor());
    }
}

#[test]
fn the_terminal_is_asked_nothing_and_is_given_back() {
    let mut run = start(|start| start);
    assert!(run.pty.emulator().alternate_screen());
    assert!(run.pty.emulator().bracketed_paste());
    assert!(run.pty.screen_line(0).contains("Counter"));
    assert!(run.pty.screen_line(23).contains("F1 help"));
    run.pty.send("\x11");
    assert_eq!(run.pty.wait_exit(), 0);
    run.given_back();
    assert_eq!(run.kept(), None);
    let received = String::from_utf8_lossy(run.pty.received()).into_owned();
    for question in [
        "\x1b[6n",
        "\x1b[c",
        "\x1b[0c",
        "\x1b[>",
        "\x1b[?u",
        "\x1b]10;?",
        "\x1b]11;?",
    ] {
        assert!(!received.contains(question), "{question:?} was asked");
    }
    assert!(received.contains("\x1b]2;räknare\x07"));
}

#[test]
fn nothing_is_sent_when_nothing_changes_and_little_when_little_does() {
    let mut run = start(|start| start);
    run.pty.send("--");
    assert!(run.pty.silent_for(Duration::from_secs(1)));
    let before = run.pty.bytes_received();
    run.pty.send("+").wait_for("count 1.");
    let bytes = run.pty.bytes_received() - before;
    assert!(bytes < 20, "{bytes}");
}

#[test]
fn signals_end_it_with_their_codes_and_keep_what_can_be_kept() {
    for (signal, code) in [(Signal::HUP, 129), (Signal::INT, 130), (Signal::TERM, 143)] {
        let mut run = start(|start| start);
        run.pty.send("+++").wait_for("count 3.").signal(signal);
        assert_eq!(run.pty.wait_exit(), code, "{signal:?}");
        run.given_back();
        assert_eq!(run.kept().as_deref(), Some("3"));
    }
}

#[test]
fn it_ends_when_the_terminal_is_gone_signal_or_not() {
    for uncontrolled in [false, true] {
        let mut run = start(|start| {
            if uncontrolled {
                start.uncontrolled()
            } else {
                start
            }
        });
        run.pty.send("++").wait_for("count 2.").close();
        assert_eq!(run.pty.wait_exit(), 129);
        assert_eq!(run.kept().as_deref(), Some("2"));
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let mut run = start(|start| start);
    run.pty.send("p");
    assert_ne!(run.pty.wait_exit(), 0);
    run.given_back();
    assert!(
        run.pty.screen().contains("something impossible"),
        "{}",
        run.pty.screen()
    );
}

#[test]
fn a_worker_that_panics_leaves_the_screen_alone() {
    let mut run = start(|start| start);
    run.pty.send("t").wait_for("count 100.");
    assert!(run.pty.emulator().alternate_screen());
    assert!(!run.pty.screen().contains("in a worker"));
}

#[test]
fn a_new_size_is_drawn_and_one_too_small_is_told() {
    let mut run = start(|start| start.size(100, 30));
    run.pty.resize(50, 12).wait_for("larger window");
    run.pty.resize(60, 16).wait_for("count 0.");
    assert!(run.pty.screen_line(15).contains("F1 help"));
}

#[test]
fn a_key_that_arrives_together_with_a_new_size_is_heard() {
    let mut run = start(|start| start);
    for round in 1..=40 {
        // Nothing comes after it that could wake the reader once more.
        run.pty.resize(80 + round % 2, 24).send("+");
        run.pty.wait_for(&format!("count {round}."));
    }
}

#[test]
fn copying_goes_through_the_terminal() {
    let mut run = start(|start| start);
    run.pty.send("y+").wait_for("count 1.");
    let received = String::from_utf8_lossy(run.pty.received()).into_owned();
    assert!(received.contains("\x1b]52;c;L3RtcC9maWwuY3N2"));
}
