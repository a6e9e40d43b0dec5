//! The card of a person: what the register knows of them, the state of their connect address, and every change of it with when,
//! by whom and in which run. It only shows; what can be done with a person is the Users view's business.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::draw_lines;
use crate::domain::log::HistoryEntry;
use crate::domain::person::{Person, PersonId};
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::jobs::{JobError, StoreError};
use crate::lang::{errors, moment, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::text::width;
use crate::tui::widgets::wrap::wrap;

static KEYS: &[Binding] = &[Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
    t!("card-key-back")
})
.in_footer()];

/// How far a page goes.
const PAGE: usize = 15;

/// The card.
pub struct PersonCard {
    key: String,
    lines: Vec<(Tone, String)>,
    top: usize,
}

/// Opens the card of a person above the screen that is open.
pub fn open(id: PersonId, context: &Context) -> Outcome {
    let found = (|| -> Result<_, JobError> {
        let register = context.desk.place.open()?;
        Ok((register.person(id)?, register.history_of(id)?))
    })();
    match found {
        Ok((person, history)) => Outcome::push(PersonCard::new(&person, &history)),
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

impl PersonCard {
    /// The card of a person with their history, oldest change first.
    pub fn new(person: &Person, history: &[HistoryEntry]) -> PersonCard {
        PersonCard {
            key: visible(person.shown_key()).into_owned(),
            lines: lines(person, history),
            top: 0,
        }
    }

    /// All lines as they are wrapped at this width.
    fn wrapped(&self, columns: usize) -> Vec<(Tone, String)> {
        let wrapped = self.lines.iter().flat_map(|(tone, line)| {
            let lines = wrap(line, columns).into_iter();
            lines.map(|line| (*tone, line)).collect::<Vec<_>>()
        });
        wrapped.collect()
    }

    fn scroll(&mut self, to: usize) -> Outcome {
        let to = to.min(self.lines.len().saturating_sub(1));
        Outcome::changed(std::mem::replace(&mut self.top, to) != to)
    }
}

fn lines(person: &Person, history: &[HistoryEntry]) -> Vec<(Tone, String)> {
    let text = |value: &Option<String>| visible(value.as_deref().unwrap_or("–")).into_owned();
    let company = person.company.map(|company| company.to_string());
    let address = person.spelling().map(str::to_owned);
    let state = sentences::connect_state(person.state(crate::jobs::now()));
    let mut facts = vec![
        (Field::UserId, text(&person.user_id)),
        (Field::EmployeeNumber, text(&person.employee_number)),
        (Field::Company, text(&company)),
        (Field::FirstName, text(&person.first_name)),
        (Field::LastName, text(&person.last_name)),
        (Field::Department, text(&person.department)),
        (Field::Email, text(&person.email)),
        (
            Field::ConnectAddress,
            format!("{} ({state})", text(&address)),
        ),
        (Field::Active, sentences::yes_no(person.active)),
        (Field::Protected, sentences::yes_no(person.protected)),
    ]
    .into_iter()
    .map(|(field, value)| (sentences::field(field), value))
    .collect::<Vec<_>>();
    if let Some(at) = person.verified_at {
        facts.insert(8, (t!("card-verified-at"), moment(at)));
    }
    let widest = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let mut lines: Vec<(Tone, String)> = facts
        .into_iter()
        .map(|(name, value)| {
            let gap = " ".repeat(widest - width(&name) + 2);
            (Tone::Plain, format!("{name}{gap}{value}"))
        })
        .collect();
    lines.push((Tone::Plain, String::new()));
    lines.push((Tone::Title, t!("card-history")));
    if history.is_empty() {
        lines.push((Tone::Dim, t!("card-no-history")));
    }
    // What is newest is looked for first.
    // No-break spaces, as the beginning of a line loses the others when it is wrapped.
    for entry in history.iter().rev() {
        let [what, change] = sentences::history_entry(entry);
        lines.push((Tone::Plain, what));
        lines.push((Tone::Dim, format!("\u{a0}\u{a0}{change}")));
    }
    lines
}

impl Layer for PersonCard {
    fn id(&self) -> &'static str {
        "person_card"
    }

    fn title(&self) -> Vec<String> {
        vec![t!("card-title"), self.key.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Up => self.scroll(self.top.saturating_sub(1)),
            Action::Down => self.scroll(self.top + 1),
            Action::PageUp => self.scroll(self.top.saturating_sub(PAGE)),
            Action::PageDown => self.scroll(self.top + PAGE),
            Action::Top | Action::Home => self.scroll(0),
            Action::Bottom | Action::End => self.scroll(usize::MAX),
            _ => Outcome::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let lines = self.wrapped(usize::from(area.width.saturating_sub(2)));
        // The last page stays full, however far down was asked for.
        let most = lines.len().saturating_sub(usize::from(area.height));
        draw_lines(frame, area, &lines[self.top.min(most)..], &context.theme);
    }
}

/// Asks whose card is wanted and opens it in its place.
pub struct FindPerson {
    prompt: Prompt,
}

impl FindPerson {
    /// An empty question.
    pub fn new() -> FindPerson {
        FindPerson {
            prompt: Prompt::new(
                "person_card.find",
                t!("card-find-title"),
                t!("card-find-label"),
                "",
            ),
        }
    }

    /// The card of whoever has this key; where there is nobody, the question stays.
    fn find(&self, key: &str, context: &Context) -> Outcome {
        let found = (|| -> Result<_, JobError> {
            let register = context.desk.place.open()?;
            let person = register.find_person(key.trim(), None)?;
            let history = register.history_of(person.id)?;
            Ok((person, history))
        })();
        match found {
            Ok((person, history)) => Outcome::replace(PersonCard::new(&person, &history)),
            Err(JobError::Store(StoreError::Ambiguous { number, .. })) => {
                let number = visible(&number).into_owned();
                Outcome::push(Message::error(t!("card-ambiguous", number = number)))
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }
}

impl Default for FindPerson {
    fn default() -> Self {
        FindPerson::new()
    }
}

impl Layer for FindPerson {
    fn id(&self) -> &'static str {
        self.prompt.id()
    }

    fn title(&self) -> Vec<String> {
        self.prompt.title()
    }

    fn bindings(&self) -> &'static [Binding] {
        self.prompt.bindings()
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn typing(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match self.prompt.act(action, context) {
            Outcome::Close(Some(Value::Text(key))) if key.trim().is_empty() => Outcome::Unchanged,
            Outcome::Close(Some(Value::Text(key))) => self.find(&key, context),
            other => other,
        }
    }

    fn key(&mut self, key: KeyEvent, context: &mut Context) -> Outcome {
        self.prompt.key(key, context)
    }

    fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        self.prompt.paste(text, context)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        self.prompt.draw(frame, area, context);
    }
}

#[cfg(test)]
#[path = "person_card_tests.rs"]
mod tests;
