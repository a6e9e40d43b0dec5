//! A form of settings: what holds now, what is to hold instead, and saving that. Which settings are on it is said by the
//! screens that have one; what a setting takes, by the job ([`settings`]).

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::to_guide;
use crate::domain::text::visible;
use crate::jobs::settings::{self, Setting};
use crate::jobs::{JobError, Place};
use crate::lang::errors;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::theme::Tone;
use crate::tui::widgets::form::{Field, Form, Kind};
use crate::tui::widgets::input::Input;
use crate::tui::{moving, steps};

const SAVE: &str = "save";

/// A setting as a field: what it is called, what helps to fill it in, and what can be chosen where that is fixed.
pub(super) struct Line {
    pub(super) setting: Setting,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) options: Vec<(&'static str, String)>,
}

/// A setting that is typed.
pub(super) fn line(setting: Setting, label: String, hint: String) -> Line {
    Line {
        setting,
        label,
        hint,
        options: Vec::new(),
    }
}

/// The form.
pub(super) struct SettingsForm {
    lines: fn() -> Vec<Line>,
    /// The settings with what holds now.
    held: Vec<(Line, String)>,
    form: Form,
}

/// What a setting takes, in words.
fn takes(pattern: &str) -> String {
    let ways: Vec<_> = pattern.split('|').collect();
    ways.join(&format!(" {} ", t!("settings-takes-or")))
}

impl SettingsForm {
    /// The settings as they are now.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub(super) fn new(place: &Place, lines: fn() -> Vec<Line>) -> Result<SettingsForm, JobError> {
        let register = place.open()?;
        let mut held = Vec::new();
        let mut fields = Vec::new();
        for line in lines() {
            let value = settings::at(place, &register, line.setting)?;
            let kind = if place.config().get(line.setting.key).is_some() {
                // The file goes before the register: what were changed here would change nothing.
                let shown = visible(&value).into_owned();
                Kind::Fixed(t!("settings-from-file", value = shown))
            } else if line.options.is_empty() {
                Kind::Text(Box::new(Input::new(1000, visible).with(&value)))
            } else {
                let chosen = line.options.iter().position(|(code, _)| *code == value);
                Kind::Choice {
                    options: line.options.iter().map(|(_, name)| name.clone()).collect(),
                    chosen: chosen.unwrap_or(0),
                }
            };
            let field = Field::new(line.setting.key, line.label.as_str(), kind);
            fields.push(field.hint(line.hint.as_str()));
            held.push((line, value));
        }
        fields.push(Field::button(SAVE, t!("person-save")));
        Ok(SettingsForm {
            lines,
            held,
            form: Form::new(fields),
        })
    }

    /// The settings that are to have another value, with that value.
    fn changes(&self) -> Vec<(Setting, String)> {
        let mut changes = Vec::new();
        for (line, held) in &self.held {
            let key = line.setting.key;
            let wanted = match self.form.field(key).map(|field| &field.kind) {
                Some(Kind::Choice { chosen, .. }) => line.options[*chosen].0.to_owned(),
                Some(Kind::Text(input)) => input.value().trim().to_owned(),
                _ => continue,
            };
            if wanted != *held {
                changes.push((line.setting, wanted));
            }
        }
        changes
    }

    /// Puts the cursor on the first of these settings that is empty.
    pub(super) fn focus_empty(&mut self, settings: &[Setting]) {
        let empty = |setting: &&Setting| self.form.value(setting.key).is_empty();
        if let Some(setting) = settings.iter().find(empty) {
            self.form.focus(setting.key);
        }
    }

    /// Whether saving would change a setting.
    pub(super) fn is_changed(&self) -> bool {
        !self.changes().is_empty()
    }

    /// Whether letters are letters.
    pub(super) fn typing(&self) -> bool {
        self.form.typing()
    }

    fn save(&mut self, context: &mut Context) -> Outcome {
        let changes = self.changes();
        let mut wrong = None;
        for (line, _) in &self.held {
            self.form.set_error(line.setting.key, None);
        }
        for (setting, value) in &changes {
            if !setting.accepts(value) {
                let takes = t!("settings-takes", takes = takes(setting.takes));
                self.form.set_error(setting.key, Some(takes));
                wrong = wrong.or(Some(setting.key));
            }
        }
        if let Some(key) = wrong {
            self.form.focus(key);
            return Outcome::Changed;
        }
        let place = context.desk.place.clone();
        let saved = place.open_briefly().and_then(|mut register| {
            for (setting, value) in &changes {
                settings::set(&mut register, *setting, value)?;
            }
            // A language that was chosen speaks at once, so it comes before the form is made anew.
            for (setting, value) in &changes {
                super::program_settings::apply(*setting, value);
            }
            SettingsForm::new(&place, self.lines)
        });
        match saved {
            Ok(saved) => {
                let focused = self.form.focused();
                *self = saved;
                self.form.focus(focused);
                steps::refresh(context);
                context.toast(Tone::Ok, &t!("settings-saved"));
                Outcome::Changed
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    /// What the form does by itself: moving, saving, leaving.
    pub(super) fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Save => self.save(context),
            Action::Open if self.form.on_button() => self.save(context),
            // What would be lost is asked about on the way.
            Action::Back => to_guide(context),
            other => moving::form(&mut self.form, other),
        }
    }

    /// A key for what is typed in.
    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        Outcome::changed(self.form.key(key))
    }

    /// A pasted text for what is typed in.
    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        Outcome::changed(self.form.paste(text))
    }

    /// What would be lost, as a sentence.
    pub(super) fn unsaved(&self) -> Option<String> {
        self.is_changed().then(|| t!("settings-unsaved"))
    }

    /// Draws it, a cell from the edges.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let area = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        self.form.draw(frame, area, &context.theme);
    }
}

#[cfg(test)]
#[path = "settings_form_tests.rs"]
mod tests;
