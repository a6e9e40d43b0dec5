//! The keys of a screen, from the very lists that dispatch them.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Overview, window};
use crate::t;
use crate::tui::alphabet::Signs;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, GLOBAL, Key, NAVIGATION, key_names};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::theme::Tone;
use crate::tui::widgets::list::{Item, ListState};

/// The help of a layer. The six steps share a line: their keys are their numbers.
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
    /// The help of this layer: what can be done here just now, and of the keys that hold everywhere those that this layer does
    /// not take for itself.
    pub fn of(layer: &dyn Layer, signs: Signs) -> Help {
        let own = layer.bindings();
        let taken = |key: &Key| own.iter().any(|binding| binding.keys.contains(key));
        let free = |binding: &Binding| -> Vec<Key> {
            let keys = binding.keys.iter().copied();
            keys.filter(|key| !taken(key)).collect()
        };
        let shared = |action: Action| {
            let mut lists = NAVIGATION.iter().chain(GLOBAL);
            lists.find(|binding| binding.action == action)
        };
        // What a layer calls by a name of its own stands once, with all keys that lead to it.
        let here = own
            .iter()
            .filter(|binding| !binding.keys.is_empty() && layer.offers(binding.action))
            .map(|binding| {
                let mut keys = binding.keys.to_vec();
                keys.extend(shared(binding.action).map(free).unwrap_or_default());
                ((binding.label)(), key_names(&keys, signs))
            })
            .collect();
        let rest = |list: &[Binding]| -> Vec<(String, String)> {
            let again = |shared: &Binding| own.iter().any(|own| own.action == shared.action);
            let step = |binding: &Binding| matches!(binding.action, Action::Step(_));
            let mut lines: Vec<_> = list
                .iter()
                .filter(|binding| !again(binding) && !step(binding))
                .map(|binding| ((binding.label)(), key_names(&free(binding), signs)))
                .filter(|(_, keys)| !keys.is_empty())
                .collect();
            let steps: Vec<Key> = list
                .iter()
                .filter(|binding| step(binding))
                .flat_map(free)
                .collect();
            if let [first, .., last] = steps.as_slice() {
                let keys = format!("{}–{}", first.name(signs), last.name(signs));
                lines.push((t!("overview-step"), keys));
            }
            lines
        };
        let mut items = Vec::new();
        for (heading, lines) in [
            (t!("tui-help-here"), here),
            (t!("tui-help-moving"), rest(NAVIGATION)),
            (t!("tui-help-everywhere"), rest(GLOBAL)),
        ] {
            if !lines.is_empty() {
                items.push(Item::new(heading).tone(Tone::Title));
                let line = |(label, keys)| Item::new(format!("  {label}")).detail(keys);
                items.extend(lines.into_iter().map(line));
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
