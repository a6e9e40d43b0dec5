//! Asks for one of several.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{PAGES, lay_out};
use crate::domain::text::visible;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::scrolled::Scrolled;
use crate::tui::dialogs::{shown, window};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::widgets::list::{Item, ListState};
use crate::tui::widgets::text::width;

/// Asks for one of several. The answer is [`Value::Index`]; Esc gives none.
pub struct Choice {
    id: &'static str,
    title: String,
    text: String,
    items: Vec<Item>,
    list: ListState,
    scrolled: Scrolled,
    answers_esc: bool,
}

static CHOICE_KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER, Key::SPACE], Action::Open, || t!("tui-choose")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer(),
];

impl Choice {
    /// A list to choose from.
    pub fn new(id: &'static str, title: impl Into<String>, names: Vec<String>) -> Choice {
        Choice {
            id,
            title: title.into(),
            text: String::new(),
            items: names.iter().map(|name| Item::new(visible(name))).collect(),
            list: ListState::default(),
            scrolled: Scrolled::default(),
            answers_esc: false,
        }
    }

    /// The same, where also Esc is an answer: [`Value::No`].
    pub fn or_no(mut self) -> Choice {
        self.answers_esc = true;
        self
    }

    /// The same with the cursor on one of them.
    pub fn selected(mut self, index: usize) -> Choice {
        self.list.select(index, self.items.len());
        self
    }

    /// The same, saying first what there is to choose about; keys pressed before that could be read are thrown away.
    pub fn saying(mut self, text: impl AsRef<str>) -> Choice {
        self.text = shown(text.as_ref());
        self
    }
}

impl Layer for Choice {
    fn id(&self) -> &'static str {
        self.id
    }

    fn title(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        CHOICE_KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn guarded(&self) -> bool {
        !self.text.is_empty()
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        let len = self.items.len();
        match action {
            Action::Back if self.answers_esc => Outcome::answer(Value::No),
            Action::Open if len == 0 => Outcome::Close(None),
            Action::Open => Outcome::answer(Value::Index(self.list.cursor())),
            // The list has the arrows.
            Action::PageUp | Action::PageDown if self.scrolled.scrolls() => {
                Outcome::changed(self.scrolled.scroll(action == Action::PageDown))
            }
            other => crate::tui::moving::choice(&mut self.list, len, other),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let widest = self
            .items
            .iter()
            .map(|item| width(&item.text))
            .max()
            .unwrap_or(0);
        let least = (widest + 3).max(width(&self.title)).max(24);
        if self.text.is_empty() {
            let inner = window(frame, area, &self.title, least, self.items.len(), theme);
            self.list.draw(frame, inner, &self.items, theme);
            return;
        }
        let (columns, lines) = lay_out(&self.text, least, area);
        let wanted = lines.len() + 1 + self.items.len();
        let inner = window(frame, area, &self.title, columns, wanted, theme);
        // What can be chosen is never what gives way to a long text.
        let list = u16::try_from(self.items.len()).unwrap_or(u16::MAX);
        let list = list.min(inner.height);
        let text = Rect {
            height: inner.height.saturating_sub(list),
            ..inner
        };
        self.scrolled.draw(frame, text, lines, PAGES, context);
        let choices = Rect {
            y: inner.bottom() - list,
            height: list,
            ..inner
        };
        self.list.draw(frame, choices, &self.items, theme);
    }
}
