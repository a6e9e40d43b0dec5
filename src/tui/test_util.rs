//! Drives layers by keys and asserts on the screen, through the same stack and the same drawing as the loop.
//! Time stands still, nothing sleeps, and every key is followed by a picture unless it is typed ahead.

use std::path::Path;
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::jobs::Place;
use crate::tui::context::{Clock, Context, Waker};
use crate::tui::desk::Desk;
use crate::tui::keys::{Action, Binding, GLOBAL, Key, NAVIGATION, duplicates, resolve};
use crate::tui::layer::Layer;
use crate::tui::stack::{Reaction, Stack, Then};
use crate::tui::theme::Theme;
use crate::tui::widgets::text::width;

/// How long a text is waited for before the test fails. Generous: it costs only where something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// A stack of layers on a terminal of cells.
pub(crate) struct Harness {
    stack: Stack,
    /// What the layers share; a test may look and prepare.
    pub(crate) context: Context,
    terminal: Terminal<TestBackend>,
    reaction: Reaction,
}

/// A context as tests want it: no colour, a clock that stands still, nobody to wake.
pub(crate) fn context() -> Context {
    Context::new(
        Waker::idle(),
        Theme::new(true),
        Clock::held(Timestamp::UNIX_EPOCH),
        no_desk(),
    )
}

/// A desk for tests that never look at the register.
pub(crate) fn no_desk() -> Desk {
    Desk::new(Place::new(Some(Path::new("/nonexistent/register.db"))).unwrap())
}

impl Harness {
    /// One screen at 80x24.
    #[must_use]
    pub(crate) fn new(layer: impl Layer + 'static) -> Harness {
        Harness::with(layer, context())
    }

    /// One screen with what it shares.
    #[must_use]
    pub(crate) fn with(layer: impl Layer + 'static, context: Context) -> Harness {
        Harness {
            stack: Stack::new(Box::new(layer)),
            context,
            terminal: Terminal::new(TestBackend::new(80, 24)).unwrap(),
            reaction: Reaction::default(),
        }
        .drawn()
    }

    /// The window has this size from now on.
    #[must_use]
    pub(crate) fn size(mut self, columns: u16, lines: u16) -> Harness {
        self.terminal.backend_mut().resize(columns, lines);
        self.drawn()
    }

    /// Presses keys by their names, parted by spaces: `Down ^S F1 Esc x G Space S-Tab A-x`.
    #[must_use]
    pub(crate) fn keys(mut self, names: &str) -> Harness {
        for name in names.split_whitespace() {
            self.press(named(name));
            self = self.drawn().ready();
        }
        self
    }

    /// Presses keys faster than anything is drawn.
    #[must_use]
    pub(crate) fn ahead(mut self, names: &str) -> Harness {
        for name in names.split_whitespace() {
            self.press(named(name));
        }
        self.drawn()
    }

    /// Types a text, letter by letter.
    #[must_use]
    pub(crate) fn type_text(mut self, text: &str) -> Harness {
        for c in text.chars() {
            self.press(Key::char(c).event());
            self = self.drawn().ready();
        }
        self
    }

    /// Pastes a text in one piece.
    #[must_use]
    pub(crate) fn paste(self, text: &str) -> Harness {
        self.input(&Input::Paste(text.to_owned()))
    }

    /// Any event of a terminal.
    #[must_use]
    pub(crate) fn input(mut self, input: &Input) -> Harness {
        self.reaction = self.stack.input(input, &mut self.context);
        self.drawn().ready()
    }

    /// The mouse, on the first letter of a text on the screen.
    #[track_caller]
    fn mouse(self, kind: MouseEventKind, text: &str) -> Harness {
        let height = self.terminal.backend().buffer().area.height;
        let found = (0..height).find_map(|y| {
            let line = self.line(y);
            line.find(text).map(|at| (width(&line[..at]), y))
        });
        let Some((x, y)) = found else {
            panic!("{text:?} is missing on\n{}", self.screen());
        };
        self.input(&Input::Mouse(MouseEvent {
            kind,
            column: u16::try_from(x).unwrap(),
            row: y,
            modifiers: KeyModifiers::NONE,
        }))
    }

    /// Clicks on a text.
    #[track_caller]
    #[must_use]
    pub(crate) fn click(self, text: &str) -> Harness {
        self.mouse(MouseEventKind::Down(MouseButton::Left), text)
    }

    /// Turns the wheel a notch over a text.
    #[track_caller]
    #[must_use]
    pub(crate) fn wheel(self, down: bool, text: &str) -> Harness {
        let kind = match down {
            true => MouseEventKind::ScrollDown,
            false => MouseEventKind::ScrollUp,
        };
        self.mouse(kind, text)
    }

    /// Asks the top layer for an action.
    #[must_use]
    pub(crate) fn act(mut self, action: Action) -> Harness {
        self.reaction = self.stack.act(action, &mut self.context);
        self.drawn()
    }

    /// Lets all layers look at their jobs.
    #[must_use]
    pub(crate) fn wake(mut self) -> Harness {
        self.reaction = self.stack.wake(&mut self.context);
        self.drawn()
    }

    /// Lets all layers look until the screen shows a text. The jobs' threads are given the processor; what never comes
    /// fails with the screen instead of holding up every other test.
    #[track_caller]
    #[must_use]
    pub(crate) fn wake_until(self, text: &str) -> Harness {
        self.wake_until_it(text, |harness| harness.reads(text))
    }

    /// Lets all layers look until a condition holds, with its name for the failure.
    #[track_caller]
    #[must_use]
    pub(crate) fn wake_until_it(
        mut self,
        what: &str,
        condition: impl Fn(&Harness) -> bool,
    ) -> Harness {
        let begun = Instant::now();
        while !condition(&self) {
            let screen = self.screen();
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for {what:?} on\n{screen}"
            );
            std::thread::yield_now();
            self = self.wake();
        }
        self
    }

    /// Lets all layers look until the picture is another one.
    #[track_caller]
    #[must_use]
    pub(crate) fn wake_until_changed(self) -> Harness {
        let before = self.screen();
        self.wake_until_it("another picture", |harness| harness.screen() != before)
    }

    /// Lets time pass.
    #[must_use]
    pub(crate) fn advance(mut self, by: Duration) -> Harness {
        self.context.clock.advance(by);
        self.context.expire();
        self.drawn()
    }

    /// Hangs up, as when the terminal is closed.
    #[must_use]
    pub(crate) fn hang_up(mut self) -> Harness {
        self.stack.on_hangup(&mut self.context);
        self
    }

    /// The screen shows a text.
    #[track_caller]
    pub(crate) fn shows(self, text: &str) -> Harness {
        let screen = self.screen();
        assert!(self.reads(text), "{text:?} is missing on\n{screen}");
        self
    }

    /// The screen does not show a text.
    #[track_caller]
    pub(crate) fn shows_not(self, text: &str) -> Harness {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} stands on\n{screen}");
        self
    }

    /// The layer that hears the keys is this one.
    #[track_caller]
    pub(crate) fn on_top(self, id: &str) -> Harness {
        assert_eq!(self.stack.top().id(), id, "on top of\n{}", self.screen());
        self
    }

    /// The id of the layer that hears the keys.
    pub(crate) fn top(&self) -> &'static str {
        self.stack.top().id()
    }

    /// The heading of the dialog that hears the keys, if one does.
    pub(crate) fn heading(&self) -> Option<String> {
        let top = self.stack.top();
        top.is_dialog().then(|| top.title().pop()).flatten()
    }

    /// The keys of the layer that hears them.
    pub(crate) fn bindings(&self) -> &'static [Binding] {
        self.stack.top().bindings()
    }

    /// What was done last changed the picture, or did not.
    #[track_caller]
    pub(crate) fn changed(self, changed: bool) -> Harness {
        assert_eq!(self.reaction.changed, changed, "{}", self.screen());
        self
    }

    /// What was done last ended the program, suspended it and so on.
    #[track_caller]
    pub(crate) fn then(self, then: Then) -> Harness {
        assert_eq!(self.reaction.then, then, "{}", self.screen());
        self
    }

    /// Whether a text stands on the screen, also when a line of a dialog ends within it: where a sentence is broken
    /// depends on the length of the paths in it.
    pub(crate) fn reads(&self, text: &str) -> bool {
        let screen = self.screen();
        let flowing = screen.replace('│', " ");
        let words: Vec<_> = flowing.split_whitespace().collect();
        screen.contains(text) || words.join(" ").contains(text)
    }

    /// The screen as text, without spaces at the ends of lines.
    pub(crate) fn screen(&self) -> String {
        let area = self.terminal.backend().buffer().area;
        let lines: Vec<_> = (0..area.height).map(|y| self.line(y)).collect();
        lines.join("\n")
    }

    /// A line of the screen, from 0.
    pub(crate) fn line(&self, y: u16) -> String {
        let buffer = self.terminal.backend().buffer();
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            skip = width(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        line.trim_end().to_owned()
    }

    fn press(&mut self, key: KeyEvent) {
        self.reaction = self.stack.input(&Input::Key(key), &mut self.context);
    }

    /// What every screen and dialog promises of its keys, looked at whenever a test draws one, in whatever state it is.
    #[track_caller]
    fn keys_are_in_order(&self) {
        let top = self.stack.top();
        let own = top.bindings();
        assert_eq!(duplicates(&[own]), [], "keys of {} stand twice", top.id());
        let lists = [own, NAVIGATION, GLOBAL];
        for binding in lists.iter().flat_map(|list| list.iter()) {
            let label = (binding.label)();
            assert!(
                !label.is_empty() && !label.starts_with("No localization"),
                "{:?} in {} is not described",
                binding.action,
                top.id()
            );
        }
        if top.typing() {
            for c in ' '..='~' {
                let asked = resolve(&lists, Key::char(c).event(), true);
                assert_eq!(asked, None, "{c:?} acts in {} while typing", top.id());
            }
        }
    }

    /// Waits until keys would be heard at once and nothing is being remembered any more, as somebody does who types at leisure.
    #[track_caller]
    fn ready(mut self) -> Harness {
        let begun = Instant::now();
        loop {
            let waits = self.stack.waits(&self.context);
            if !waits && self.context.desk.has_noted() {
                return self;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "keys wait in vain on\n{}",
                self.screen()
            );
            std::thread::yield_now();
            if waits {
                self = self.wake();
            }
        }
    }

    fn drawn(mut self) -> Harness {
        self.keys_are_in_order();
        let (stack, context) = (&self.stack, &self.context);
        self.terminal
            .draw(|frame| stack.draw(frame, context))
            .unwrap();
        self.stack.mark_seen();
        self
    }
}

/// A key together with Alt: what Esc and that key in one piece are read as.
fn with_alt(name: &str) -> KeyEvent {
    let key = named(name);
    KeyEvent {
        modifiers: key.modifiers | KeyModifiers::ALT,
        ..key
    }
}

/// A key by its name.
pub(crate) fn named(name: &str) -> KeyEvent {
    let code = match name {
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "S-Tab" => KeyCode::BackTab,
        "Del" => KeyCode::Delete,
        "Ins" => KeyCode::Insert,
        "Backspace" => KeyCode::Backspace,
        "Space" => KeyCode::Char(' '),
        _ if name.starts_with("A-") => return with_alt(&name[2..]),
        _ => {
            let mut chars = name.chars();
            return match (chars.next(), chars.next(), chars.as_str()) {
                (Some('^'), Some(c), "") => Key::ctrl(c.to_ascii_lowercase()).event(),
                (Some(c), None, _) => Key::char(c).event(),
                (Some('F'), ..) => Key::f(name[1..].parse().unwrap()).event(),
                _ => panic!("no key is called {name}"),
            };
        }
    };
    Key::code(code).event()
}
