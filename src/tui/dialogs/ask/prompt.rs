//! Asks for a line of text.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::{NUMBER_KEYS, WIDEST, draw_lines, lay_out};
use crate::domain::text::visible;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{shown, window};
use crate::tui::folders::Completing;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::input::Input;

/// Asks for a line of text. The answer is [`Value::Text`]; Esc gives none.
pub struct Prompt {
    id: &'static str,
    title: String,
    label: String,
    input: Input,
    check: fn(&str) -> Result<(), String>,
    error: Option<String>,
    is_path: bool,
    completing: Completing,
}

static PATH_KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("tui-confirm")).in_footer(),
    Binding::new(&[Key::TAB], Action::NextField, || t!("tui-complete")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer(),
];

impl Prompt {
    /// A question for a text, beginning with this one.
    pub fn new(
        id: &'static str,
        title: impl Into<String>,
        label: impl AsRef<str>,
        value: &str,
    ) -> Prompt {
        Prompt {
            id,
            title: title.into(),
            label: shown(label.as_ref()),
            input: Input::new(1000, visible).with(value),
            check: |_| Ok(()),
            error: None,
            is_path: false,
            completing: Completing::default(),
        }
    }

    /// The same for a path, which Tab completes.
    pub fn path(mut self) -> Prompt {
        self.is_path = true;
        self
    }

    /// Looks what has become of completing a path.
    fn pull(&mut self) -> Outcome {
        let Some((typed, grown)) = self.completing.pull() else {
            return Outcome::Unchanged;
        };
        let grown = grown.filter(|_| self.input.value() == typed);
        if let Some(grown) = &grown {
            self.input.set(grown);
        }
        Outcome::changed(grown.is_some())
    }

    /// The same, taking only what this finds right; its sentence says why not.
    pub fn checked(mut self, check: fn(&str) -> Result<(), String>) -> Prompt {
        self.check = check;
        self
    }
}

impl Layer for Prompt {
    fn id(&self) -> &'static str {
        self.id
    }

    fn title(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        if self.is_path { PATH_KEYS } else { NUMBER_KEYS }
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn typing(&self) -> bool {
        true
    }

    fn waits(&self, _: &Context) -> bool {
        self.completing.waits()
    }

    fn stop_waiting(&mut self, _: &mut Context) -> bool {
        self.completing.give_up()
    }

    fn wake(&mut self, _context: &mut Context) -> Outcome {
        self.pull()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open => match (self.check)(self.input.value()) {
                Ok(()) => Outcome::answer(Value::Text(self.input.value().to_owned())),
                Err(error) => {
                    self.error = Some(format!("{} {}", Tone::Error.sign(), shown(&error)));
                    Outcome::Changed
                }
            },
            Action::NextField if self.is_path => {
                self.completing.begin(self.input.value(), true, context);
                self.pull()
            }
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        let changed = self.input.key(key);
        if changed {
            self.error = None;
        }
        Outcome::changed(changed)
    }

    fn paste(&mut self, text: &str, _context: &mut Context) -> Outcome {
        Outcome::changed(self.input.paste(text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let (_, lines) = lay_out(&self.label, 0, area);
        let (_, errors) = lay_out(self.error.as_deref().unwrap_or_default(), 0, area);
        let wanted = lines.len() + 1 + errors.len();
        let inner = window(frame, area, &self.title, WIDEST, wanted, theme);
        let below = |down: usize| {
            let down = u16::try_from(down).unwrap_or(u16::MAX);
            let place = Rect::new(
                inner.x,
                inner.y.saturating_add(down),
                inner.width,
                inner.height,
            );
            place.intersection(inner)
        };
        draw_lines(frame, inner, &lines, Tone::Plain, theme);
        self.input.draw(frame, below(lines.len()), true, theme);
        draw_lines(frame, below(lines.len() + 1), &errors, Tone::Error, theme);
    }
}
