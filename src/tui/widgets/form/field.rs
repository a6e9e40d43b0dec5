//! A field of a form: what it holds and what is said about it.

use crate::tui::widgets::input::Input;

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A line of text, or digits.
    Text(Box<Input>),
    /// One of these; ← and → go through them.
    Choice {
        /// What can be chosen.
        options: Vec<String>,
        /// The place of what is chosen.
        chosen: usize,
    },
    /// On or off.
    Toggle(bool),
    /// Only shown. Never has the focus.
    Fixed(String),
    /// Something to press.
    Button,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// How the screen finds it.
    pub id: &'static str,
    /// What it is called.
    pub label: String,
    /// What helps to fill it in; shown while it has the focus.
    pub hint: String,
    /// What is wrong with it; shown always.
    pub error: Option<String>,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is left out for now.
    pub hidden: bool,
}

impl Field {
    /// A field of any kind.
    pub fn new(id: &'static str, label: impl Into<String>, kind: Kind) -> Field {
        Field {
            id,
            label: label.into(),
            hint: String::new(),
            error: None,
            kind,
            hidden: false,
        }
    }

    /// A line of text.
    pub fn text(id: &'static str, label: impl Into<String>, input: Input) -> Field {
        Field::new(id, label, Kind::Text(Box::new(input)))
    }

    /// One of several.
    pub fn choice(
        id: &'static str,
        label: impl Into<String>,
        options: Vec<String>,
        chosen: usize,
    ) -> Field {
        Field::new(id, label, Kind::Choice { options, chosen })
    }

    /// On or off.
    pub fn toggle(id: &'static str, label: impl Into<String>, on: bool) -> Field {
        Field::new(id, label, Kind::Toggle(on))
    }

    /// Only shown.
    pub fn fixed(id: &'static str, label: impl Into<String>, value: impl Into<String>) -> Field {
        Field::new(id, label, Kind::Fixed(value.into()))
    }

    /// Something to press.
    pub fn button(id: &'static str, label: impl Into<String>) -> Field {
        Field::new(id, label, Kind::Button)
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    pub(super) fn takes_focus(&self) -> bool {
        !self.hidden && !matches!(self.kind, Kind::Fixed(_))
    }
}
