//! Says something: what happened, to what, and what to do.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{ARROWS, lay_out};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::scrolled::Scrolled;
use crate::tui::dialogs::{shown, window};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::theme::Tone;
use crate::tui::widgets::text::width;

/// Says something, and goes on Enter or Esc. Errors come this way: what happened, to what, and what to do.
pub struct Message {
    tone: Tone,
    title: String,
    text: String,
    scrolled: Scrolled,
}

static MESSAGE_KEYS: &[Binding] =
    &[Binding::new(&[Key::ENTER], Action::Open, || t!("tui-close")).in_footer()];

impl Message {
    /// A message of a kind.
    pub fn new(tone: Tone, title: impl Into<String>, text: impl AsRef<str>) -> Message {
        Message {
            tone,
            title: title.into(),
            text: shown(text.as_ref()),
            scrolled: Scrolled::default(),
        }
    }

    /// A message that something went wrong.
    pub fn error(text: impl AsRef<str>) -> Message {
        Message::new(Tone::Error, t!("tui-error-title"), text)
    }
}

impl Layer for Message {
    fn id(&self) -> &'static str {
        "tui.message"
    }

    fn title(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        MESSAGE_KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn guarded(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Open => Outcome::Close(None),
            Action::Up | Action::Down => {
                Outcome::changed(self.scrolled.scroll(action == Action::Down))
            }
            _ => Outcome::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let sign = self.tone.sign();
        let title = format!("{sign} {}", self.title);
        let (columns, lines) = lay_out(&self.text, width(&title) + 2, area);
        let inner = window(frame, area, title.trim(), columns, lines.len(), theme);
        // All of it needs no row for the keys.
        let all = lines.len() <= usize::from(inner.height);
        let text = Rect {
            height: inner.height + u16::from(all),
            ..inner
        };
        self.scrolled.draw(frame, text, lines, ARROWS, context);
    }
}
