//! The keys of a screen, from the very lists that dispatch them.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Overview, window};
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, GLOBAL, Key, NAVIGATION};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::theme::Tone;
use crate::tui::widgets::list::{Item, ListState};

/// The help of a layer.
pub struct Help {
    title: String,
    items: Vec<Item>,
    list: ListState,
}

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ESC, Key::ENTER], Action::Back, || t!("tui-close")).in_footer(),
    Binding::new(&[Key::char('t')], Action::Keys, || t!("tui-key-keys")).in_footer(),
];

impl Help {
    /// The help of this layer.
    pub fn of(layer: &dyn Layer) -> Help {
        let mut items = Vec::new();
        for (heading, list) in [
            (t!("tui-help-here"), layer.bindings()),
            (t!("tui-help-moving"), NAVIGATION),
            (t!("tui-help-everywhere"), GLOBAL),
        ] {
            let lines: Vec<_> = list
                .iter()
                .filter(|binding| !binding.keys.is_empty())
                .map(|binding| {
                    Item::new(format!("  {}", (binding.label)())).detail(binding.key_names())
                })
                .collect();
            if !lines.is_empty() {
                items.push(Item::new(heading).tone(Tone::Title));
                items.extend(lines);
            }
        }
        let place = layer.title().pop().unwrap_or_default();
        Help {
            title: t!("tui-help-title", place = place),
            items,
            list: ListState::default(),
        }
    }
}

impl Layer for Help {
    fn id(&self) -> &'static str {
        "tui.help"
    }

    fn title(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Back | Action::Help => Outcome::Close(None),
            Action::Keys => Outcome::push(Overview::new()),
            other => crate::tui::moving::list(&mut self.list, self.items.len(), other),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let inner = window(
            frame,
            area,
            &self.title,
            56,
            self.items.len(),
            &context.theme,
        );
        self.list.draw(frame, inner, &self.items, &context.theme);
    }
}
