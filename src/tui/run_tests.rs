//! The loop: what wakes it, what it draws, and how it ends.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::tui::context::Clock;
use crate::tui::dialogs::Confirm;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Outcome, Value};
use crate::tui::test_util::named;
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;

/// What happened, in order.
type Story = Rc<RefCell<Vec<String>>>;

struct Screen(Story);

static KEYS: &[Binding] = &[
    Binding::new(&[Key::char('x')], Action::Remove, String::new),
    Binding::new(&[Key::char('y')], Action::Copy, String::new),
];

impl Layer for Screen {
    fn id(&self) -> &'static str {
        "screen"
    }

    fn title(&self) -> Vec<String> {
        Vec::new()
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Down => Outcome::Changed,
            Action::Up => Outcome::Unchanged,
            Action::Remove => Outcome::push(Confirm::new("remove", "Remove?", "All of it.")),
            Action::Copy => {
                context.copy("text", String::new());
                Outcome::Unchanged
            }
            _ => Outcome::Ignored,
        }
    }

    fn wake(&mut self, _: &mut Context) -> Outcome {
        self.0.borrow_mut().push("wake".into());
        Outcome::Unchanged
    }

    fn answer(&mut self, answer: Answer, _: &mut Context) -> Outcome {
        self.0.borrow_mut().push(format!("{:?}", answer.value));
        assert_eq!(answer.question, "remove");
        if answer.value == Value::Yes {
            Outcome::Changed
        } else {
            Outcome::Unchanged
        }
    }

    fn draw(&self, _: &mut Frame<'_>, _: Rect, _: &Context) {}

    fn on_hangup(&mut self) {
        self.0.borrow_mut().push("hangup".into());
    }
}

struct Board {
    story: Story,
    broken: bool,
}

impl Board {
    fn tell(&self, what: impl Into<String>) {
        self.story.borrow_mut().push(what.into());
    }
}

impl Surface for Board {
    fn draw(&mut self, stack: &Stack, _: &Context) -> io::Result<()> {
        self.tell(format!("draw {}", stack.top().id()));
        if self.broken {
            return Err(io::Error::other("EIO"));
        }
        Ok(())
    }

    fn redraw(&mut self) -> io::Result<()> {
        self.tell("redraw");
        Ok(())
    }

    fn resized(&mut self) -> io::Result<()> {
        self.tell("resized");
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<bool> {
        self.tell("suspend");
        Ok(true)
    }

    fn resumed(&mut self) -> io::Result<bool> {
        self.tell("resumed");
        Ok(true)
    }

    fn send(&mut self, effect: &Effect) -> io::Result<()> {
        self.tell(format!("{effect:?}"));
        Ok(())
    }
}

fn key(name: &str) -> Event {
    Event::Input(Input::Key(named(name)))
}

fn drive_on(board: impl FnOnce(Story) -> Board, batch: Vec<Event>) -> (Exit, Vec<String>) {
    let story = Story::default();
    let (sender, receiver) = channel();
    let mut context = Context::new(
        Waker::new(sender.clone()),
        Theme::new(true),
        Clock::held(jiff::Timestamp::UNIX_EPOCH),
        crate::tui::test_util::no_desk(),
    );
    for event in batch {
        sender.send(event).unwrap();
    }
    let mut stack = Stack::new(Box::new(Screen(Rc::clone(&story))));
    let mut board = board(Rc::clone(&story));
    let exit = drive(&receiver, &mut board, &mut stack, &mut context);
    let told = story.borrow().clone();
    (exit, told)
}

fn driven(batch: Vec<Event>) -> (Exit, Vec<String>) {
    drive_on(
        |story| Board {
            story,
            broken: false,
        },
        batch,
    )
}

#[test]
fn a_batch_is_drawn_once_and_what_changes_nothing_is_not_drawn() {
    let (exit, story) = driven(vec![
        key("Down"),
        key("Up"),
        key("Down"),
        Event::Signal(SIGTERM),
    ]);
    assert_eq!(exit, Exit::Signal(SIGTERM));
    assert_eq!(story, ["draw screen", "hangup"]);
    let (exit, story) = driven(vec![key("Up"), Event::Wake, key("^Q")]);
    assert_eq!((exit, exit.code()), (Exit::Quit, 0));
    assert_eq!(story, ["draw screen", "wake"]);
}

#[test]
fn signals_and_a_lost_terminal_keep_what_can_be_kept() {
    for (event, code) in [
        (Event::Signal(SIGHUP), 129),
        (Event::Signal(SIGINT), 130),
        (Event::Signal(SIGTERM), 143),
        (Event::Gone, 129),
    ] {
        let (exit, story) = driven(vec![event]);
        assert_eq!(exit.code(), code);
        assert_eq!(story, ["draw screen", "hangup"]);
    }
    let broken = |story| Board {
        story,
        broken: true,
    };
    let (exit, story) = drive_on(broken, vec![key("^Q")]);
    assert_eq!(exit.code(), 129);
    assert_eq!(story, ["draw screen", "hangup"]);
}

#[test]
fn the_terminal_is_told_what_is_asked_for() {
    let (_, story) = driven(vec![
        key("^L"),
        Event::Input(Input::Resize(100, 30)),
        Event::Signal(SIGWINCH),
        Event::Signal(SIGTSTP),
        Event::Signal(SIGCONT),
        key("^Q"),
    ]);
    assert_eq!(
        story,
        ["draw screen", "redraw", "resized", "suspend", "resumed"]
    );
}

#[test]
fn what_was_typed_before_a_dialog_was_seen_does_not_confirm_it() {
    let (_, story) = driven(vec![
        key("x"),
        key("J"),
        key("Y"),
        key("Enter"),
        Event::Gone,
    ]);
    assert_eq!(story, ["draw screen", "hangup"]);
}

#[test]
fn what_comes_in_one_piece_is_not_drawn_between() {
    let typed = ["x", "J"].map(|name| Input::Key(named(name)));
    let (_, story) = driven(vec![Event::Together(typed.to_vec()), Event::Gone]);
    assert_eq!(story, ["draw screen", "hangup"], "nothing was confirmed");
}

#[test]
fn a_key_torn_apart_behind_esc_is_whole_again() {
    let pressed = |names: &str| -> Vec<Input> {
        let names = names.split_whitespace();
        names.map(|name| Input::Key(named(name))).collect()
    };
    for (read, meant) in [
        ("Esc [ B", "Esc Down"),
        ("Esc [ A x", "Esc Up x"),
        ("Esc [ 6 ~ j", "Esc PgDn j"),
        ("Esc [ 2 0 ~", "Esc F9"),
        ("Esc [ Z", "Esc S-Tab"),
        ("Esc O P", "Esc F1"),
        ("Esc O A", "Esc Up"),
        // What no key sends stays what it is.
        ("Esc [", "Esc ["),
        ("Esc [ 6", "Esc [ 6"),
        ("Esc [ 9 9 ~", "Esc [ 9 9 ~"),
        ("x [ B", "x [ B"),
        ("Esc O x", "Esc O x"),
        ("Esc j", "Esc j"),
    ] {
        assert_eq!(mended(pressed(read)), pressed(meant), "{read}");
    }
}
