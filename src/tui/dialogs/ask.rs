//! Dialogs that say something or ask one thing.

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::scrolled::Scrolled;
use super::{shown, window};
use crate::domain::text::visible;
use crate::lang::{Language, chosen, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::folders::Completing;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::input::Input;
use crate::tui::widgets::list::{Item, ListState};
use crate::tui::widgets::text::width;
use crate::tui::widgets::wrap::wrap;

/// The widest that a dialog of words gets: lines that are easy to read.
const WIDEST: usize = 64;

/// How wide a dialog is inside, and its text in lines of that width.
fn lay_out(text: &str, least: usize, area: Rect) -> (usize, Vec<String>) {
    let room = usize::from(area.width).saturating_sub(6).min(WIDEST);
    let lines = wrap(text, room);
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    (widest.max(least).min(room), lines)
}

/// What scrolls a text, and what does where the arrows choose.
const ARROWS: &[Key] = &[Key::code(KeyCode::Up), Key::code(KeyCode::Down)];
const PAGES: &[Key] = &[Key::code(KeyCode::PageUp), Key::code(KeyCode::PageDown)];

fn draw_lines(frame: &mut Frame<'_>, area: Rect, lines: &[String], tone: Tone, theme: &Theme) {
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        let line = Line::styled(line.clone(), theme.style(tone));
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
}

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

static NUMBER_KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("tui-confirm")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer(),
];

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
