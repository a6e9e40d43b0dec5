//! The menu of views: every view with its key and the way to it, in the order of the guide. One key opens a view at once.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::window;
use crate::t;
use crate::tui::chrome;
use crate::tui::context::{Command, Context};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Request};
use crate::tui::widgets::list::{Item, ListState};
use crate::tui::widgets::text::{fit, width};

/// The menu.
pub struct Menu {
    views: Vec<Command>,
    list: ListState,
}

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER, Key::SPACE], Action::Open, || t!("tui-choose")).in_footer(),
    Binding::new(
        &[Key::ESC, Key::f(10), Key::char('m')],
        Action::Back,
        || t!("tui-close"),
    )
    .in_footer(),
    Binding::new(&[Key::char(':'), Key::ctrl('k')], Action::Palette, || {
        t!("tui-key-palette")
    })
    .in_footer(),
];

impl Menu {
    /// The views that can be gone to.
    pub fn of(context: &Context) -> Menu {
        let views = context.commands.iter().filter(|c| c.view.is_some());
        Menu {
            views: views.copied().collect(),
            list: ListState::default(),
        }
    }

    fn go(&self, chosen: impl Fn(&Command) -> bool) -> Outcome {
        match self.views.iter().find(|view| chosen(view)) {
            Some(view) => Outcome::Delegate(Request::Command(view.run)),
            None => Outcome::Ignored,
        }
    }

    /// The names without the digit that stands before them already, and the widest of them.
    fn names(&self) -> (Vec<String>, usize) {
        let names: Vec<String> = self
            .views
            .iter()
            .map(|command| {
                let name = (command.name)();
                let digit = |c: char| Some(c) == command.view.map(|view| view.letter);
                match name.split_once(' ') {
                    Some((first, rest)) if first.chars().all(digit) => rest.to_owned(),
                    _ => name,
                }
            })
            .collect();
        let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
        (names, widest)
    }
}

impl Layer for Menu {
    fn id(&self) -> &'static str {
        "tui.menu"
    }

    fn title(&self) -> Vec<String> {
        vec![t!("tui-menu-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Open => match self.views.get(self.list.cursor()) {
                Some(view) => Outcome::Delegate(Request::Command(view.run)),
                None => Outcome::Close(None),
            },
            Action::Palette => Outcome::Delegate(Request::Action(Action::Palette)),
            // Digits and the bell's key mean here what they mean everywhere.
            other => crate::tui::moving::choice(&mut self.list, self.views.len(), other)
                .or_else(|| self.go(|view| view.action == Some(other))),
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        match key.code {
            KeyCode::Char(c) if Key::from(key) == Key::char(c) => {
                self.go(|view| view.view.is_some_and(|view| view.letter == c))
            }
            _ => Outcome::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let (names, widest) = self.names();
        let title = t!("tui-menu-title");
        let columns = usize::from(area.width).saturating_sub(4).min(72);
        let inner = window(frame, area, &title, columns, names.len(), &context.theme);
        // The list keeps three cells for itself; key and gaps are five.
        let room = usize::from(inner.width).saturating_sub(widest + 8);
        let items: Vec<Item> = self
            .views
            .iter()
            .zip(names)
            .filter_map(|(command, name)| command.view.map(|view| (view, name)))
            .map(|(view, name)| {
                let way = chrome::way(&(view.way)(), room);
                let name = fit(&name, widest, false);
                Item::new(format!("{}  {name}  {way}", view.letter))
            })
            .collect();
        self.list.draw(frame, inner, &items, &context.theme);
    }
}
