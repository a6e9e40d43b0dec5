//! Asks yes or no, or for a number where many people are touched.

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{ARROWS, NUMBER_KEYS, lay_out};
use crate::domain::text::visible;
use crate::lang::{Language, chosen, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::scrolled::Scrolled;
use crate::tui::dialogs::{shown, window};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::input::Input;
use crate::tui::widgets::text::width;

/// Asks yes or no. The answer is [`Value::Yes`] or [`Value::No`]; Esc is no.
pub struct Confirm {
    id: &'static str,
    title: String,
    text: String,
    scrolled: Scrolled,
    yes: bool,
    /// Whether a small letter was pressed for the capital one.
    small: bool,
    /// Where No and Yes were drawn, for clicks.
    buttons: Cell<[Rect; 2]>,
}

static CONFIRM_SWEDISH: &[Binding] = &[
    Binding::new(&[Key::char('J'), Key::char('Y')], Action::Yes, || {
        t!("tui-yes")
    })
    .in_footer(),
    NO,
];

static CONFIRM_ENGLISH: &[Binding] = &[
    Binding::new(&[Key::char('Y'), Key::char('J')], Action::Yes, || {
        t!("tui-yes")
    })
    .in_footer(),
    NO,
];

const NO: Binding = Binding::new(
    &[Key::ESC, Key::char('n'), Key::char('N')],
    Action::No,
    || t!("tui-no"),
)
.in_footer();

impl Confirm {
    /// A question. `id` is the question of the answer.
    pub fn new(id: &'static str, title: impl Into<String>, text: impl AsRef<str>) -> Confirm {
        Confirm {
            id,
            title: title.into(),
            text: shown(text.as_ref()),
            scrolled: Scrolled::default(),
            yes: false,
            small: false,
            buttons: Cell::default(),
        }
    }
}

impl Layer for Confirm {
    fn id(&self) -> &'static str {
        self.id
    }

    fn title(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        match chosen() {
            Language::Swedish => CONFIRM_SWEDISH,
            Language::English => CONFIRM_ENGLISH,
        }
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn guarded(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Yes => Outcome::answer(Value::Yes),
            Action::No | Action::Back => Outcome::answer(Value::No),
            Action::Point(x, y) => {
                let there = self.buttons.get().map(|b| b.contains((x, y).into()));
                match there {
                    [true, _] => Outcome::answer(Value::No),
                    [_, true] => Outcome::answer(Value::Yes),
                    _ => Outcome::Unchanged,
                }
            }
            Action::Open if self.yes => Outcome::answer(Value::Yes),
            Action::Open => Outcome::answer(Value::No),
            Action::Left => Outcome::changed(std::mem::replace(&mut self.yes, false)),
            Action::Right => Outcome::changed(!std::mem::replace(&mut self.yes, true)),
            Action::NextField | Action::PreviousField => {
                self.yes = !self.yes;
                Outcome::Changed
            }
            Action::Up => Outcome::changed(self.scrolled.scroll(false)),
            Action::Down if self.scrolled.scroll(true) => Outcome::Changed,
            // The small j moves down elsewhere.
            Action::Down => Outcome::changed(!std::mem::replace(&mut self.small, true)),
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        match Key::from(key) == Key::char('y') {
            true => Outcome::changed(!std::mem::replace(&mut self.small, true)),
            false => Outcome::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let small = t!("tui-capital");
        let least = width(&self.title).max(20).max(width(&small));
        let (columns, lines) = lay_out(&self.text, least, area);
        let inner = window(frame, area, &self.title, columns, lines.len() + 2, theme);
        // The buttons are never what gives way to a long text.
        let text = Rect {
            height: inner.height.saturating_sub(1),
            ..inner
        };
        self.scrolled.draw(frame, text, lines, ARROWS, context);
        if self.small {
            let row = Rect::new(inner.x, inner.bottom().saturating_sub(2), inner.width, 1);
            frame.render_widget(Line::styled(small, theme.style(Tone::Warning)), row);
        }
        let button = |text: String, here: bool| {
            let (open, close) = if here { ("▸[ ", " ]") } else { (" [ ", " ]") };
            let tone = if here { Tone::Selected } else { Tone::Plain };
            Span::styled(format!("{open}{text}{close}"), theme.style(tone))
        };
        let (no, yes) = (
            button(t!("tui-no"), !self.yes),
            button(t!("tui-yes"), self.yes),
        );
        let row = Rect::new(inner.x, inner.bottom().saturating_sub(1), inner.width, 1);
        let cells = |span: &Span<'_>| u16::try_from(width(&span.content)).unwrap_or(0);
        let place = |x: u16, width: u16| Rect { x, width, ..row }.intersection(inner);
        let right = row.x + cells(&no) + 2;
        self.buttons
            .set([place(row.x, cells(&no)), place(right, cells(&yes))]);
        frame.render_widget(Line::from(vec![no, Span::raw("  "), yes]), row);
    }
}

/// Asks to type a number, for what touches many people. The answer is [`Value::Yes`] or [`Value::No`].
pub struct ConfirmNumber {
    id: &'static str,
    title: String,
    text: String,
    scrolled: Scrolled,
    wanted: u64,
    input: Input,
    wrong: bool,
}

impl ConfirmNumber {
    /// A question that only this number answers.
    pub fn new(
        id: &'static str,
        title: impl Into<String>,
        text: impl AsRef<str>,
        wanted: u64,
    ) -> ConfirmNumber {
        ConfirmNumber {
            id,
            title: title.into(),
            text: shown(text.as_ref()),
            scrolled: Scrolled::default(),
            wanted,
            input: Input::new(20, visible).digits(),
            wrong: false,
        }
    }
}

impl Layer for ConfirmNumber {
    fn id(&self) -> &'static str {
        self.id
    }

    fn title(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        NUMBER_KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn guarded(&self) -> bool {
        true
    }

    fn typing(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Open if self.input.value().parse() == Ok(self.wanted) => {
                Outcome::answer(Value::Yes)
            }
            Action::Open => {
                self.wrong = true;
                Outcome::Changed
            }
            Action::Back => Outcome::answer(Value::No),
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        if matches!(key.code, KeyCode::Up | KeyCode::Down) {
            return Outcome::changed(self.scrolled.scroll(key.code == KeyCode::Down));
        }
        let changed = self.input.key(key);
        Outcome::changed(std::mem::replace(&mut self.wrong, false) || changed)
    }

    // Pasting is not typing: the number shall be read once.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let wanted = number(self.wanted);
        let (sentence, tone) = if self.wrong {
            let wrong = t!("tui-number-wrong", number = wanted);
            (format!("{} {wrong}", Tone::Error.sign()), Tone::Error)
        } else {
            (t!("tui-number-wanted", number = wanted), Tone::Plain)
        };
        let (columns, lines) = lay_out(&self.text, width(&sentence).max(30), area);
        let inner = window(frame, area, &self.title, columns, lines.len() + 3, theme);
        let text = Rect {
            height: inner.height.saturating_sub(2),
            ..inner
        };
        self.scrolled.draw(frame, text, lines, ARROWS, context);
        let from_below =
            |up: u16| Rect::new(inner.x, inner.bottom().saturating_sub(up), inner.width, 1);
        frame.render_widget(Line::styled(sentence, theme.style(tone)), from_below(2));
        self.input.draw(frame, from_below(1), true, theme);
    }
}
