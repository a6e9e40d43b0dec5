//! Labelled fields below each other, one of which has the focus.
//! Not here: what the values mean. The screen reads them, and puts an error beside a field that it does not like.

mod drawing;
mod field;

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

pub use self::field::{Field, Kind};

/// What a click on a form came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    /// Nothing stands there, or nothing that changes by it.
    Nothing,
    /// The focus or a value is another one.
    Changed,
    /// The focus is on the button that stands there, which is to be pressed.
    Press,
}

/// Fields and which of them has the focus.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<Field>,
    focus: usize,
    top: Cell<usize>,
    /// Where the fields were drawn, for clicks.
    area: Cell<Rect>,
}

impl Form {
    /// A form; the first field that can be filled in has the focus.
    pub fn new(fields: Vec<Field>) -> Form {
        let focus = fields.iter().position(Field::takes_focus).unwrap_or(0);
        Form {
            fields,
            focus,
            top: Cell::default(),
            area: Cell::default(),
        }
    }

    /// The field with the focus.
    pub fn focused(&self) -> &'static str {
        self.fields.get(self.focus).map_or("", |field| field.id)
    }

    /// Whether the focus is on a field that is typed in.
    pub fn typing(&self) -> bool {
        matches!(
            self.fields.get(self.focus).map(|field| &field.kind),
            Some(Kind::Text(_))
        )
    }

    /// Whether the focus is on something to press.
    pub fn on_button(&self) -> bool {
        matches!(
            self.fields.get(self.focus).map(|field| &field.kind),
            Some(Kind::Button)
        )
    }

    /// Whether no field that takes the focus comes after this one.
    pub fn on_last(&self) -> bool {
        !self
            .fields
            .iter()
            .skip(self.focus + 1)
            .any(Field::takes_focus)
    }

    /// Puts the focus on a field, if it takes it.
    pub fn focus(&mut self, id: &str) -> bool {
        let found = self
            .fields
            .iter()
            .position(|field| field.id == id && field.takes_focus());
        found.is_some_and(|index| std::mem::replace(&mut self.focus, index) != index)
    }

    /// Takes the focus away from all fields, where something beside the form has it.
    pub fn leave(&mut self) {
        self.focus = self.fields.len();
    }

    /// Puts the focus on the first field, or on the last.
    pub fn enter(&mut self, last: bool) -> bool {
        let found = if last {
            self.fields.iter().rposition(Field::takes_focus)
        } else {
            self.fields.iter().position(Field::takes_focus)
        };
        found.is_some_and(|index| std::mem::replace(&mut self.focus, index) != index)
    }

    /// Whether no field that takes the focus comes before this one.
    pub fn on_first(&self) -> bool {
        !self.fields.iter().take(self.focus).any(Field::takes_focus)
    }

    /// How many rows the fields take with what is wrong with them, the hint not counted.
    pub fn rows(&self) -> usize {
        let shown = self.fields.iter().filter(|field| !field.hidden);
        shown
            .map(|field| 1 + usize::from(field.error.is_some()))
            .sum()
    }

    /// The next field; from the last to the first.
    pub fn next_field(&mut self) -> bool {
        let (len, focus) = (self.fields.len(), self.focus);
        self.go((1..=len).map(|step| focus + step))
    }

    /// The field before; from the first to the last.
    pub fn previous_field(&mut self) -> bool {
        let (len, focus) = (self.fields.len(), self.focus);
        self.go((1..=len).map(|step| focus + len - step))
    }

    fn go(&mut self, mut order: impl Iterator<Item = usize>) -> bool {
        let len = self.fields.len();
        let found = order.find(|index| self.fields[index % len].takes_focus());
        found.is_some_and(|index| std::mem::replace(&mut self.focus, index % len) != index % len)
    }

    /// A field.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// A field, to change it.
    pub fn field_mut(&mut self, id: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.id == id)
    }

    /// The text of a field; empty if it holds none.
    pub fn value(&self, id: &str) -> &str {
        match self.field(id).map(|field| &field.kind) {
            Some(Kind::Text(input)) => input.value(),
            Some(Kind::Fixed(text)) => text,
            Some(Kind::Choice { options, chosen }) => {
                options.get(*chosen).map_or("", String::as_str)
            }
            _ => "",
        }
    }

    /// The place of what is chosen in a field of choices.
    pub fn chosen(&self, id: &str) -> usize {
        match self.field(id).map(|field| &field.kind) {
            Some(Kind::Choice { chosen, .. }) => *chosen,
            _ => 0,
        }
    }

    /// Whether a toggle is on.
    pub fn is_on(&self, id: &str) -> bool {
        matches!(
            self.field(id).map(|field| &field.kind),
            Some(Kind::Toggle(true))
        )
    }

    /// Puts a text into a field of text, or one that is only shown.
    pub fn set(&mut self, id: &str, value: &str) {
        match self.field_mut(id).map(|field| &mut field.kind) {
            Some(Kind::Text(input)) => input.set(value),
            Some(Kind::Fixed(text)) => value.clone_into(text),
            _ => {}
        }
    }

    /// Chooses in a field of choices; a place beyond the last leaves it as it is.
    pub fn choose(&mut self, id: &str, place: usize) {
        if let Some(Kind::Choice { options, chosen }) = self.field_mut(id).map(|f| &mut f.kind)
            && place < options.len()
        {
            *chosen = place;
        }
    }

    /// Turns a toggle on or off.
    pub fn switch(&mut self, id: &str, on: bool) {
        if let Some(Kind::Toggle(now)) = self.field_mut(id).map(|f| &mut f.kind) {
            *now = on;
        }
    }

    /// Says what is wrong with a field, or that nothing is.
    pub fn set_error(&mut self, id: &str, error: Option<String>) {
        if let Some(field) = self.field_mut(id) {
            field.error = error;
        }
    }

    /// Says something else about a field.
    pub fn set_hint(&mut self, id: &str, hint: String) {
        if let Some(field) = self.field_mut(id) {
            field.hint = hint;
        }
    }

    /// Leaves a field out or takes it in; the focus goes on if it was there.
    pub fn hide(&mut self, id: &str, hidden: bool) {
        if let Some(field) = self.field_mut(id) {
            field.hidden = hidden;
        }
        if self
            .fields
            .get(self.focus)
            .is_some_and(|field| !field.takes_focus())
        {
            self.next_field();
        }
    }

    /// ← and → on a field of choices or a toggle, Space too.
    pub fn turn(&mut self, forward: bool) -> bool {
        match self.fields.get_mut(self.focus).map(|field| &mut field.kind) {
            Some(Kind::Choice { options, chosen }) if !options.is_empty() => {
                let len = options.len();
                let next = (*chosen + if forward { 1 } else { len - 1 }) % len;
                std::mem::replace(chosen, next) != next
            }
            Some(Kind::Toggle(on)) => {
                *on = !*on;
                true
            }
            _ => false,
        }
    }

    /// A key for the field with the focus; ↑ and ↓ go between fields. Whether anything changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        match key.code {
            KeyCode::Up => return self.previous_field(),
            KeyCode::Down => return self.next_field(),
            _ => {}
        }
        match self.fields.get_mut(self.focus).map(|field| &mut field.kind) {
            Some(Kind::Text(input)) => input.key(key),
            Some(Kind::Choice { .. } | Kind::Toggle(_)) => match key.code {
                KeyCode::Left => self.turn(false),
                KeyCode::Right | KeyCode::Char(' ') => self.turn(true),
                _ => false,
            },
            _ => false,
        }
    }

    /// A pasted text for the field with the focus.
    pub fn paste(&mut self, text: &str) -> bool {
        match self.fields.get_mut(self.focus).map(|field| &mut field.kind) {
            Some(Kind::Text(input)) => input.paste(text),
            _ => false,
        }
    }

    /// Whether it was drawn at this place.
    pub fn is_at(&self, x: u16, y: u16) -> bool {
        self.area.get().contains((x, y).into())
    }
}

#[cfg(test)]
mod tests;
