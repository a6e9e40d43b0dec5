//! Moving through the parts of the screen of templates, and changing the list of fields. Not here: what reaches the
//! register.

use super::template_form::column_name;
use super::templates::{FIELD, Leaving, Pane, Templates};
use crate::domain::template::Field;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Choice;
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::moving;
use crate::tui::steps;
use crate::tui::theme::Tone;

impl Templates {
    /// An action in the list; going to another template leaves the form.
    pub(super) fn move_in_list(&mut self, action: Action) -> Outcome {
        let len = self.stored.len() + usize::from(self.opened.is_none());
        let mut list = self.list.clone();
        match moving::list(&mut list, len, action) {
            Outcome::Changed if list.cursor() < self.stored.len() => {
                self.leave(Leaving::Open(list.cursor()))
            }
            other => other,
        }
    }

    /// An action in the form; from its last field on to the fields of the template.
    pub(super) fn move_in_form(&mut self, action: Action) -> Outcome {
        let form = self.draft.form();
        match action {
            Action::NextField | Action::Down | Action::Open
                if form.on_last() && (action != Action::Open || form.typing()) =>
            {
                self.to(Pane::Fields, false);
                Outcome::Changed
            }
            // Enter on the last field turns it as it does the others.
            Action::Open if form.on_last() => {
                form.turn(true);
                self.changed()
            }
            Action::PreviousField if form.on_first() => {
                self.to(Pane::List, false);
                Outcome::Changed
            }
            Action::Up if form.on_first() => Outcome::Unchanged,
            action => {
                let before = form.focused();
                match moving::form(form, action) {
                    // Moving between the fields is no change of the template.
                    Outcome::Changed if self.draft.form().focused() == before => self.changed(),
                    other => other,
                }
            }
        }
    }

    /// An action in the list of fields.
    pub(super) fn move_in_fields(&mut self, action: Action) -> Outcome {
        let (at, len) = (self.fields.cursor(), self.places());
        match action {
            // Where only the export template has a field there is none to change, but one to add.
            Action::Open if len > 0 => self.ask_field(at < self.draft.columns().len()),
            Action::NextField => {
                self.to(Pane::Button, false);
                Outcome::Changed
            }
            Action::Down if at + 1 >= len => {
                self.to(Pane::Button, false);
                Outcome::Changed
            }
            Action::PreviousField => {
                self.to(Pane::Form, true);
                Outcome::Changed
            }
            Action::Up if at == 0 => {
                self.to(Pane::Form, true);
                Outcome::Changed
            }
            Action::Left => {
                self.to(Pane::List, false);
                Outcome::Changed
            }
            other => moving::list(&mut self.fields, len, other),
        }
    }

    /// An action on the button.
    pub(super) fn on_button(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open if self.to_save() => return self.save(context),
            Action::Open => {
                return match self.next_step(context) {
                    Some((step, _)) => steps::open(context, step),
                    None => Outcome::Unchanged,
                };
            }
            Action::Up | Action::PreviousField => {
                let len = self.places();
                self.fields.select(usize::MAX, len);
                self.to(Pane::Fields, false);
            }
            Action::NextField | Action::Left => self.to(Pane::List, false),
            _ => return Outcome::Ignored,
        }
        Outcome::Changed
    }

    /// Which part of the screen was drawn at a place.
    fn pane_at(&mut self, x: u16, y: u16) -> Option<Pane> {
        let there = (x, y).into();
        if self.button.get().contains(there) {
            Some(Pane::Button)
        } else if self.list.is_at(x, y) {
            Some(Pane::List)
        } else if self.fields.is_at(x, y) {
            Some(Pane::Fields)
        } else if self.draft.form().is_at(x, y) {
            Some(Pane::Form)
        } else {
            None
        }
    }

    /// A click: goes to the part of the screen that is there, and does there what clicks do.
    pub(super) fn point(&mut self, x: u16, y: u16) -> Outcome {
        let Some(pane) = self.pane_at(x, y) else {
            return Outcome::Unchanged;
        };
        let before = std::mem::replace(&mut self.pane, pane);
        if pane != Pane::Form {
            self.draft.form().leave();
        }
        let click = Action::Point(x, y);
        let outcome = match pane {
            Pane::Button => Outcome::Press,
            Pane::List => self.move_in_list(click),
            Pane::Fields => {
                let len = self.places();
                moving::choice(&mut self.fields, len, click)
            }
            Pane::Form => {
                let outcome = self.move_in_form(click);
                if self.draft.form().focused().is_empty() {
                    self.draft.form().enter(false);
                }
                outcome
            }
        };
        match outcome {
            // The field under the cursor is changed by a click on it, but not by the one that leads there from elsewhere.
            Outcome::Press if pane == Pane::Fields && before != pane => Outcome::Changed,
            Outcome::Unchanged | Outcome::Ignored => Outcome::changed(before != pane),
            outcome => outcome,
        }
    }

    /// The wheel: moves in the part of the screen that is under the pointer, and not out of it. The list of templates stays as it
    /// is: each of its lines is another template in the form.
    pub(super) fn scroll_at(&mut self, (x, y): (u16, u16), lines: isize) -> Outcome {
        match self.pane_at(x, y) {
            Some(Pane::Fields) => {
                let len = self.places();
                self.to(Pane::Fields, false);
                self.fields.move_by(lines, len);
                Outcome::Changed
            }
            Some(Pane::Form) => {
                if self.pane != Pane::Form {
                    self.to(Pane::Form, lines < 0);
                }
                let form = self.draft.form();
                for _ in 0..lines.unsigned_abs() {
                    match lines > 0 {
                        true if !form.on_last() => form.next_field(),
                        false if !form.on_first() => form.previous_field(),
                        _ => break,
                    };
                }
                Outcome::Changed
            }
            _ => Outcome::Unchanged,
        }
    }

    /// Asks for a field, to add it or to put it in the place of the one under the cursor.
    pub(super) fn ask_field(&mut self, changing: bool) -> Outcome {
        let title = if changing {
            t!("tpl-change-title")
        } else {
            t!("tpl-add-title")
        };
        self.offered = self.draft.addable();
        self.changing = changing;
        if self.offered.is_empty() {
            self.note = Some((Tone::Plain, t!("tpl-all-fields")));
            return Outcome::Changed;
        }
        let names = self.offered.iter().map(|column| match column {
            Some(field) if Field::REQUIRED.contains(field) => {
                format!("{}  ({})", column_name(*column), t!("tpl-needed"))
            }
            column => column_name(*column),
        });
        Outcome::push(Choice::new(FIELD, title, names.collect()))
    }

    /// Takes the field that was chosen.
    pub(super) fn take_field(&mut self, chosen: usize) -> Outcome {
        let Some(column) = self.offered.get(chosen).copied() else {
            return Outcome::Unchanged;
        };
        let len = self.draft.columns().len();
        // From elsewhere than the list of fields a new one goes to the end.
        let at = match self.pane {
            Pane::Fields => self.fields.cursor(),
            _ => len,
        };
        if self.changing {
            self.draft.change(at, column);
        } else {
            let place = self.draft.add(at, column);
            self.fields.select(place, len + 1);
        }
        self.to(Pane::Fields, false);
        self.changed()
    }

    /// Moves a field up or down.
    pub(super) fn shift(&mut self, down: bool) -> Outcome {
        let at = self.fields.cursor();
        if !self.draft.shift(at, down) {
            return Outcome::Unchanged;
        }
        let to = at.wrapping_add_signed(if down { 1 } else { -1 });
        self.fields.select(to, self.draft.columns().len());
        self.changed()
    }
}
