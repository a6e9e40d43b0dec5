//! Saving, removing and copying templates, and what becomes of a change that somebody else made meanwhile.

use super::templates::{CONFLICT, FROM, Pane, REMOVE, Templates};
use crate::domain::template::Kind;
use crate::domain::text::visible;
use crate::jobs::{JobError, StoreError, StoredTemplate, templates};
use crate::lang::{errors, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Confirm, Message};
use crate::tui::layer::Outcome;
use crate::tui::steps;
use crate::tui::theme::Tone;

impl Templates {
    /// Asks whether what the cursor is on goes: the template, or at once a field.
    pub(super) fn remove(&mut self, context: &Context) -> Outcome {
        if self.pane == Pane::Fields {
            return match self.draft.remove(self.fields.cursor()) {
                true => self.changed(),
                false => Outcome::Unchanged,
            };
        }
        let Some(opened) = &self.opened else {
            return Outcome::Unchanged;
        };
        let name = &opened.template.name;
        let used = context
            .desk
            .place
            .open()
            .and_then(|register| Ok(register.template_use(self.kind, name)?));
        let used = match used {
            Ok(used) => used,
            Err(error) => return Outcome::push(Message::error(errors::job(&error).whole())),
        };
        let mut text = t!("tpl-remove-text", name = visible(name).into_owned());
        text.push_str("\n\n");
        text.push_str(&sentences::template_use(used));
        if used.is_some() && opened.active {
            text.push(' ');
            text.push_str(&t!("tpl-remove-rather"));
        }
        Outcome::push(Confirm::new(REMOVE, t!("tpl-remove-title"), text))
    }

    /// Takes the template out of use, or back into it. Unsaved changes stay in the form.
    pub(super) fn turn_active(&mut self, context: &mut Context) -> Outcome {
        let Some(opened) = &self.opened else {
            return Outcome::Unchanged;
        };
        let (name, active) = (opened.template.name.clone(), !opened.active);
        let turned =
            context.desk.place.open_briefly().and_then(|mut register| {
                Ok(register.set_template_active(self.kind, &name, active)?)
            });
        if let Err(error) = turned {
            return self.not_saved(&error, context);
        }
        let before = opened.version;
        self.reread(context);
        let now = self.stored.iter().find(|s| s.template.name == name);
        if let (Some(opened), Some(now)) = (&mut self.opened, now) {
            opened.active = now.active;
            // What somebody else changed before is still a conflict when the form is saved.
            if now.version == before + 1 {
                opened.version = now.version;
            }
        }
        let name = visible(&name).into_owned();
        self.note = Some((Tone::Ok, sentences::template_active(&name, active)));
        Outcome::Changed
    }

    /// Takes the template out of the register.
    pub(super) fn removed(&mut self, context: &mut Context) -> Outcome {
        let Some(opened) = self.opened.take() else {
            return Outcome::Unchanged;
        };
        let name = &opened.template.name;
        let removed = context
            .desk
            .place
            .open_briefly()
            .and_then(|mut register| Ok(register.remove_template(self.kind, name)?));
        let note = t!("cli-template-removed", name = visible(name).into_owned());
        if let Err(error) = removed {
            self.opened = Some(opened);
            return Outcome::push(Message::error(errors::job(&error).whole()));
        }
        self.reread(context);
        if self.stored.is_empty() {
            self.propose();
        } else {
            let next = self.list.cursor().min(self.stored.len() - 1);
            self.open(next);
        }
        self.note = Some((Tone::Ok, note));
        Outcome::Changed
    }

    /// Fills the form so that it reads what an export template writes. The name stays where it was chosen.
    pub(super) fn copy_export(&mut self, index: usize) -> Outcome {
        let Some(export) = self.exports.get(index).cloned() else {
            return Outcome::Unchanged;
        };
        let own = self
            .exports
            .iter()
            .any(|e| self.import_name(e) == self.draft.name());
        // What comes from a file keeps its name: that says what it is for.
        if self.opened.is_none() && own && self.file != Some(index) {
            let name = self.import_name(&export);
            self.draft.set_name(&name);
        }
        self.draft.fill(&export.to_import(""));
        self.compared = index;
        self.to(Pane::Button, false);
        self.changed();
        let note = match self.beside_file() {
            true => t!("tpl-note-from-file"),
            false => t!("tpl-note-copied"),
        };
        self.note = Some((Tone::Plain, note));
        Outcome::Changed
    }

    /// Asks which export template the import template is made from; the only one is taken.
    pub(super) fn ask_export(&mut self) -> Outcome {
        match self.exports.len() {
            0 => Outcome::push(Message::new(
                Tone::Warning,
                t!("tpl-no-export-title"),
                t!("tpl-no-export"),
            )),
            1 => self.copy_export(0),
            _ => {
                let names = self.exports.iter().enumerate();
                let names = names.map(|(index, export)| match self.file == Some(index) {
                    true => t!("tpl-from-file", file = export.name.as_str()),
                    false => export.name.clone(),
                });
                let names = names.collect();
                Outcome::push(
                    Choice::new(FROM, t!("tpl-from-title"), names).selected(self.compared),
                )
            }
        }
    }

    /// Takes over the templates as they are in the register now.
    pub(super) fn reread(&mut self, context: &mut Context) {
        steps::refresh(context);
        let facts = &context.desk.facts;
        self.stored.clone_from(match self.kind {
            Kind::Export => &facts.export_templates,
            Kind::Import => &facts.import_templates,
        });
    }

    /// Saves the form as a template, new or in the place of the one that was opened.
    pub(super) fn save(&mut self, context: &mut Context) -> Outcome {
        let template = match self.draft.template() {
            Ok(template) => template,
            Err(sentence) => return Outcome::push(Message::error(sentence)),
        };
        if self.to_save() {
            let saved =
                context
                    .desk
                    .place
                    .open_briefly()
                    .and_then(|mut register| match &self.opened {
                        None => templates::add(&mut register, &template),
                        Some(opened) => templates::replace(&mut register, opened, &template),
                    });
            if let Err(error) = saved {
                return self.not_saved(&error, context);
            }
            self.reread(context);
        }
        let own = |stored: &StoredTemplate| stored.template.name == template.name;
        if let Some(index) = self.stored.iter().position(own) {
            self.list.select(index, self.stored.len());
            self.opened = self.stored.get(index).cloned();
        }
        // The name is shown as it was saved, without spaces around it.
        self.draft.set_name(&template.name);
        self.draft.keep();
        self.to(Pane::Button, false);
        let name = visible(&template.name).into_owned();
        self.note = Some((Tone::Ok, t!("cli-template-added", name = name)));
        Outcome::Changed
    }

    /// Somebody else has been at the template: nothing is lost, the operator decides. Anything else is told.
    pub(super) fn not_saved(&mut self, error: &JobError, context: &mut Context) -> Outcome {
        let told = errors::job(error).whole();
        tracing::warn!(code = error.code(), "template not saved");
        match error {
            JobError::Store(StoreError::Conflict(_)) => Outcome::push(Choice::new(
                CONFLICT,
                t!("tpl-conflict-title"),
                vec![
                    t!("tpl-conflict-theirs"),
                    t!("tpl-conflict-mine"),
                    t!("tpl-conflict-new"),
                ],
            )),
            JobError::Store(StoreError::NotFound(_)) => {
                self.opened = None;
                self.reread(context);
                self.list.select(self.stored.len(), self.stored.len() + 1);
                let text = format!("{told} {}", t!("tpl-removed-meanwhile"));
                Outcome::push(Message::error(text))
            }
            _ => {
                self.reread(context);
                self.changed();
                Outcome::push(Message::error(told))
            }
        }
    }

    /// Does what was chosen where somebody else has changed the template meanwhile.
    pub(super) fn settle(&mut self, chosen: usize, context: &mut Context) -> Outcome {
        self.reread(context);
        let name = self.opened.as_ref().map(|o| o.template.name.clone());
        let theirs = self
            .stored
            .iter()
            .position(|s| Some(&s.template.name) == name.as_ref());
        match (chosen, theirs) {
            (0, Some(index)) => {
                self.open(index);
                Outcome::Changed
            }
            (1, Some(index)) => {
                self.opened = self.stored.get(index).cloned();
                self.save(context)
            }
            _ => {
                self.opened = None;
                let name = self.free_name(self.draft.name());
                self.draft.set_name(&name);
                self.list.select(self.stored.len(), self.stored.len() + 1);
                self.to(Pane::Form, false);
                self.draft.focus_name();
                self.changed()
            }
        }
    }
}
