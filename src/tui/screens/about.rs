//! *Hjälp › Om koppla*: which koppla this is, where its files are, and where to read on. Not here: how to use it
//! ([`super::guide`]) and its keys.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::ways;
use crate::domain::text::visible;
use crate::jobs::place::whole;
use crate::jobs::{journal, keys, logfile};
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::moving;
use crate::tui::theme::Tone;
use crate::tui::widgets::list::{Item, ListState};
use crate::tui::widgets::text::width;
use crate::tui::widgets::wrap::wrap;

static KEYS: &[Binding] = &[
    Binding::new(&[Key::char('c')], Action::CopyPath, || t!("exp-key-path")).in_footer(),
    Binding::new(&[Key::ESC, Key::ENTER], Action::Back, || t!("tui-close")).in_footer(),
];

/// The page.
pub struct About {
    /// What each path is, and the path from the root.
    paths: Vec<(String, String)>,
    list: ListState,
}

/// Opens it above the screen that is open.
pub fn open(context: &mut Context) -> Outcome {
    let place = &context.desk.place;
    let mut paths = Vec::new();
    if !context.desk.without_register() {
        paths.push((t!("about-register"), place.whole()));
        paths.push((t!("about-keys"), whole(&keys::path(place))));
    }
    paths.push((t!("about-journal"), whole(&journal::directory(place))));
    if let Some(config) = place.config().path() {
        paths.push((t!("about-config"), whole(config)));
    }
    if let Some(log) = logfile::path() {
        paths.push((t!("about-log"), log));
    }
    let paths = paths.into_iter();
    Outcome::push(About {
        paths: paths
            .map(|(what, path)| (what, path.to_string_lossy().into_owned()))
            .collect(),
        list: ListState::default(),
    })
}

impl Layer for About {
    fn id(&self) -> &'static str {
        "about"
    }

    fn title(&self) -> Vec<String> {
        ways::help(t!("about-title"))
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Back => Outcome::Close(None),
            Action::CopyPath => match self.paths.get(self.list.cursor()) {
                Some((_, path)) => {
                    let said = context.copy(path, t!("exp-path-copied"));
                    context.toast(Tone::Plain, &said);
                    Outcome::Changed
                }
                None => Outcome::Unchanged,
            },
            other => moving::list(&mut self.list, self.paths.len(), other),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let columns = usize::from(area.width.saturating_sub(2));
        let mut words = vec![
            (
                Tone::Title,
                t!("about-version", version = env!("CARGO_PKG_VERSION")),
            ),
            (Tone::Plain, t!("about-what")),
            (Tone::Plain, t!("about-read-on")),
            (Tone::Title, t!("about-files")),
        ];
        let mut y = area.y;
        let last = words.len() - 1;
        for (index, (tone, text)) in words.drain(..).enumerate() {
            // A free row goes before the list's heading where there is one to spare.
            y += u16::from(index == last && area.height > 14);
            let lines: Vec<_> = wrap(&text, columns)
                .into_iter()
                .map(|line| (tone, line))
                .collect();
            let place = Rect {
                y,
                height: area.bottom().saturating_sub(y),
                ..area
            };
            y += super::draw_lines(frame, place, &lines, &context.theme);
        }
        let items: Vec<Item> = self
            .paths
            .iter()
            .map(|(what, path)| Item::new(format!("{what}: {}", visible(path))))
            .collect();
        let list = Rect {
            x: area.x + 1,
            y,
            width: area.width.saturating_sub(2),
            height: area.bottom().saturating_sub(y),
        };
        self.list.draw(frame, list, &items, &context.theme);
        // A path that is cut in the list stands whole below it.
        let Some((what, path)) = self.paths.get(self.list.cursor()) else {
            return;
        };
        let whole = format!("{what}: {}", visible(path));
        if width(&whole) + 2 > columns {
            let lines = wrap(&whole, columns).into_iter();
            let lines: Vec<_> = lines.map(|line| (Tone::Plain, line)).collect();
            let rows = u16::try_from(self.paths.len() + 1).unwrap_or(u16::MAX);
            let y = y.saturating_add(rows);
            let place = Rect {
                y,
                height: area.bottom().saturating_sub(y),
                ..area
            };
            super::draw_lines(frame, place, &lines, &context.theme);
        }
    }
}
