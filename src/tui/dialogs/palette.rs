//! Every action of the screen and every view by name, found by typing some of its letters, in either language.

use crossterm::event::{KeyCode, KeyEvent};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::window;
use crate::domain::text::visible;
use crate::lang::{chosen, speaking};
use crate::t;
use crate::tui::alphabet::Signs;
use crate::tui::context::{Command, Context};
use crate::tui::keys::{Action, Binding, GLOBAL, Key};
use crate::tui::layer::{Layer, Outcome, Request};
use crate::tui::moving;
use crate::tui::theme::Tone;
use crate::tui::widgets::input::Input;
use crate::tui::widgets::list::{Item, ListState};

struct Offer {
    name: String,
    /// The name in the language that is not chosen.
    other: String,
    /// What else it is found by, in both languages: the way to a view, other words for it.
    more: Vec<String>,
    keys: String,
    request: Request,
}

impl Offer {
    fn new(name: fn() -> String, keys: &[Key], request: Request, signs: Signs) -> Offer {
        Offer {
            name: name(),
            other: speaking(chosen().other(), name),
            more: Vec::new(),
            keys: keys.first().map(|key| key.name(signs)).unwrap_or_default(),
            request,
        }
    }

    fn of_binding(binding: &Binding, signs: Signs) -> Offer {
        let request = Request::Action(binding.action);
        Offer::new(binding.label, binding.keys, request, signs)
    }

    fn of_command(command: &Command, signs: Signs) -> Offer {
        let request = Request::Command(command.run);
        let mut offer = Offer::new(command.name, command.keys, request, signs);
        if let Some(view) = command.view {
            let more = || [(view.way)().join(" › "), (view.also)()];
            offer.more.extend(more());
            offer.more.extend(speaking(chosen().other(), more));
            if offer.keys.is_empty() {
                // The menu's key and the view's in it.
                offer.keys = format!("m {}", view.letter);
            }
        }
        offer
    }
}

/// The palette of commands.
pub struct Palette {
    offers: Vec<Offer>,
    found: Vec<usize>,
    input: Input,
    list: ListState,
}

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("tui-choose")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer(),
];

impl Palette {
    /// What can be asked for in this layer and from everywhere.
    pub fn of(layer: &dyn Layer, context: &Context) -> Palette {
        let own = layer.bindings().iter().filter(|b| layer.offers(b.action));
        // A command that carries out a key of everywhere is offered once, by its own name.
        let global = GLOBAL.iter().filter(|binding| {
            let carried_out = |c: &Command| c.action == Some(binding.action);
            let step = matches!(binding.action, Action::Step(_) | Action::Palette);
            !step && !context.commands.iter().any(carried_out)
        });
        let signs = context.signs();
        let of_binding = |binding| Offer::of_binding(binding, signs);
        let commands = context.commands.iter();
        let offers = own
            .map(of_binding)
            .chain(commands.map(|command| Offer::of_command(command, signs)))
            .chain(global.map(of_binding))
            .collect();
        let mut palette = Palette {
            found: Vec::new(),
            offers,
            input: Input::new(60, visible),
            list: ListState::default(),
        };
        palette.find();
        palette
    }

    fn find(&mut self) {
        let wanted = self.input.value();
        let pattern = Pattern::new(
            wanted,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let whole = words(wanted);
        let mut score = |text: &str| {
            let score = pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher)?;
            // The parts of what is typed match each by itself; as a whole they say more.
            let said = words(text).contains(&whole);
            Some(if said { score * 4 } else { score })
        };
        let mut scored: Vec<_> = self
            .offers
            .iter()
            .enumerate()
            .filter_map(|(index, offer)| {
                let name = score(&offer.name).max(score(&offer.other));
                let more = offer.more.iter().map(|text| score(text)).max().flatten();
                // What is called so goes before what only has to do with it.
                let score = name.max(more.map(|score| score * 2 / 3));
                score.map(|score| (score, index))
            })
            .collect();
        // The best first; among equals the order in which they are offered.
        scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
        self.found = scored.into_iter().map(|(_, index)| index).collect();
        self.list.select(0, self.found.len());
    }
}

/// The words of a text in small letters, without the signs between the parts of a way.
fn words(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split_whitespace().filter(|word| *word != "›");
    words.collect::<Vec<_>>().join(" ")
}

impl Layer for Palette {
    fn id(&self) -> &'static str {
        "tui.palette"
    }

    fn title(&self) -> Vec<String> {
        vec![t!("tui-palette-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn typing(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        let len = self.found.len();
        match action {
            Action::Open => match self.found.get(self.list.cursor()) {
                Some(&index) => Outcome::Delegate(self.offers[index].request),
                None => Outcome::Unchanged,
            },
            Action::NextField => Outcome::changed(self.list.move_by(1, len)),
            Action::PreviousField => Outcome::changed(self.list.move_by(-1, len)),
            Action::Point(..) => moving::choice(&mut self.list, len, action),
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        let len = self.found.len();
        let down = Key::from(key) == Key::ctrl('n');
        let up = Key::from(key) == Key::ctrl('p');
        Outcome::changed(match key.code {
            KeyCode::Up => self.list.move_by(-1, len),
            KeyCode::Down => self.list.move_by(1, len),
            KeyCode::PageUp => self.list.move_pages(-1, len),
            KeyCode::PageDown => self.list.move_pages(1, len),
            _ if down => self.list.move_by(1, len),
            _ if up => self.list.move_by(-1, len),
            _ => {
                let changed = self.input.key(key);
                if changed {
                    self.find();
                }
                changed
            }
        })
    }

    fn paste(&mut self, text: &str, _context: &mut Context) -> Outcome {
        let changed = self.input.paste(text);
        self.find();
        Outcome::changed(changed)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let lines = self.offers.len().min(14) + 1;
        let inner = window(frame, area, &t!("tui-palette-title"), 56, lines, theme);
        self.input.draw(frame, inner, true, theme);
        let body = Rect {
            y: inner.y + 1,
            height: inner.height.saturating_sub(1),
            ..inner
        };
        if self.found.is_empty() {
            let line = Line::styled(t!("tui-nothing-found"), theme.style(Tone::Dim));
            frame.render_widget(line, body);
        }
        let items: Vec<_> = self
            .found
            .iter()
            .map(|&index| &self.offers[index])
            .map(|offer| Item::new(visible(&offer.name)).detail(&offer.keys))
            .collect();
        self.list.draw(frame, body, &items, theme);
    }
}
