//! Export and import templates (steps 1 and 4): list left, form right. An import template stands beside the export
//! template whose files it reads, every difference marked. Not here: the form itself and how it all is drawn.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::template_compare::{self as compare, Row};
use super::template_form::{Draft, column_name};
use super::template_view;
use crate::domain::template::{Field, Kind, Template};
use crate::domain::text::visible;
use crate::jobs::{JobError, StoreError, StoredTemplate, templates};
use crate::lang::errors;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Confirm, Message};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::list::ListState;
use crate::tui::{moving, screens, steps};

const LEAVE: &str = "templates.leave";
const REMOVE: &str = "templates.remove";
const FIELD: &str = "templates.field";
const FROM: &str = "templates.from";
const CONFLICT: &str = "templates.conflict";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("tpl-key-save")).in_footer(),
    Binding::new(&[Key::char('+'), Key::char('a')], Action::Add, || {
        t!("tpl-key-add")
    })
    .in_footer(),
    Binding::new(&[Key::char('n'), Key::INSERT], Action::New, || {
        t!("tpl-key-new")
    })
    .in_footer(),
    Binding::new(
        &[Key::DELETE, Key::char('d'), Key::char('-')],
        Action::Remove,
        || t!("tpl-key-remove"),
    )
    .in_footer(),
    Binding::new(
        &[Key::char('K'), Key::code(KeyCode::Up).with_ctrl()],
        Action::MoveUp,
        || t!("tpl-key-up"),
    )
    .in_footer(),
    Binding::new(
        &[Key::char('J'), Key::code(KeyCode::Down).with_ctrl()],
        Action::MoveDown,
        || t!("tpl-key-down"),
    )
    .in_footer(),
    Binding::new(
        &[Key::ENTER, Key::f(2), Key::char('e')],
        Action::Open,
        || t!("tpl-key-open"),
    )
    .in_footer(),
    Binding::new(&[Key::char('f')], Action::FromExportTemplate, || {
        t!("tpl-key-from")
    })
    .in_footer(),
    Binding::new(&[Key::ctrl('n')], Action::NextStep, || {
        t!("tui-key-next-step")
    })
    .in_footer(),
    Binding::new(&[Key::char('v')], Action::Preview, || t!("tpl-key-compare")),
];

/// What has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    /// The list of templates.
    List,
    /// What is typed and chosen.
    Form,
    /// The fields of the template.
    Fields,
    /// The button below them.
    Button,
}

/// Where to, once it is settled what becomes of unsaved changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaving {
    Guide,
    Step(u8),
    Open(usize),
    New,
}

/// The screen of one kind of templates.
pub struct Templates {
    pub(super) kind: Kind,
    /// For an import: the export templates, the one that was changed last first.
    pub(super) exports: Vec<Template>,
    /// Which of them the import template stands beside.
    pub(super) compared: usize,
    pub(super) stored: Vec<StoredTemplate>,
    /// The template in the form as the register has it; `None` for a new one.
    pub(super) opened: Option<StoredTemplate>,
    pub(super) draft: Draft,
    pub(super) pane: Pane,
    pub(super) list: ListState,
    pub(super) fields: ListState,
    /// What was done last.
    pub(super) note: Option<(Tone, String)>,
    leaving: Option<Leaving>,
    /// The fields that the open dialog offers, and whether one shall take the place of another.
    offered: Vec<Option<Field>>,
    changing: bool,
}

impl Templates {
    /// The templates of this kind. Where there are none yet, a proposed one is ready to be saved.
    pub fn new(kind: Kind, context: &Context) -> Templates {
        let facts = &context.desk.facts;
        let mut exports = match kind {
            Kind::Export => Vec::new(),
            Kind::Import => facts.export_templates.clone(),
        };
        exports.sort_by_key(|stored| std::cmp::Reverse(stored.updated));
        let stored = match kind {
            Kind::Export => facts.export_templates.clone(),
            Kind::Import => facts.import_templates.clone(),
        };
        let nothing = templates::proposed_export("");
        let mut screen = Templates {
            kind,
            exports: exports.into_iter().map(|stored| stored.template).collect(),
            compared: 0,
            stored,
            opened: None,
            draft: Draft::of(&nothing),
            pane: Pane::List,
            list: ListState::default(),
            fields: ListState::default(),
            note: None,
            leaving: None,
            offered: Vec::new(),
            changing: false,
        };
        if screen.stored.is_empty() {
            screen.propose();
        } else {
            screen.open(0);
        }
        screen
    }

    /// A name that no template of this kind has.
    fn free_name(&self, wanted: &str) -> String {
        let taken = |name: &str| self.stored.iter().any(|s| s.template.name == name);
        let numbered = (2..).map(|n: u32| format!("{wanted} {n}"));
        std::iter::once(wanted.to_owned())
            .chain(numbered)
            .find(|name| !taken(name))
            .unwrap_or_default()
    }

    /// A new template: what the guide describes, or what reads the newest export template's files.
    fn propose(&mut self) {
        let export = templates::proposed_export(&t!("tpl-proposed-name"));
        let template = match self.kind {
            Kind::Export => Template {
                name: self.free_name(&export.name),
                ..export
            },
            Kind::Import => {
                self.compared = 0;
                let from = self.exports.first().unwrap_or(&export);
                from.to_import(&self.import_name(from))
            }
        };
        self.opened = None;
        self.draft = Draft::of(&template);
        self.fields = ListState::default();
        self.list.select(self.stored.len(), self.stored.len() + 1);
        self.to(Pane::Button, false);
        self.note = Some((
            Tone::Plain,
            match self.kind {
                Kind::Import if !self.exports.is_empty() => t!("tpl-note-copied"),
                _ => t!("tpl-note-proposed"),
            },
        ));
    }

    fn import_name(&self, export: &Template) -> String {
        self.free_name(&t!("tpl-proposed-import", name = export.name.as_str()))
    }

    /// Puts a stored template into the form.
    fn open(&mut self, index: usize) {
        let Some(stored) = self.stored.get(index) else {
            return;
        };
        self.draft = Draft::of(&stored.template);
        self.opened = Some(stored.clone());
        self.list.select(index, self.stored.len());
        self.fields = ListState::default();
        self.to(Pane::List, false);
        self.note = None;
        // Beside it stands the export template that it was made for, as far as that can be told.
        let agrees = |export: &Template| compare::differences(&self.beside(export)) == 0;
        self.compared = self.exports.iter().position(agrees).unwrap_or(0);
    }

    /// The lines of the comparison with an export template.
    fn beside(&self, export: &Template) -> Vec<Row> {
        let (delimiter, direction) = (self.draft.delimiter(), self.draft.direction());
        let mut rows = compare::settings(delimiter, &direction, export);
        rows.extend(compare::fields(self.draft.columns(), &export.columns));
        rows
    }

    /// The export template beside the import template, and the comparison: its settings, then its fields.
    pub(super) fn comparison(&self) -> Option<(&Template, Vec<Row>)> {
        let export = self.exports.get(self.compared)?;
        Some((export, self.beside(export)))
    }

    /// Whether there is something that saving would write.
    pub(super) fn to_save(&self) -> bool {
        self.opened.is_none() || self.draft.is_changed()
    }

    /// The number and the name of the step that follows, if there is one.
    pub(super) fn next_step(&self, context: &Context) -> Option<(u8, String)> {
        let next = self.number() + 1;
        let mark = context.steps.get(usize::from(next) - 1)?;
        Some((next, mark.title.clone()))
    }

    fn number(&self) -> u8 {
        match self.kind {
            Kind::Export => 1,
            Kind::Import => 4,
        }
    }

    fn to(&mut self, pane: Pane, last: bool) {
        self.pane = pane;
        match pane {
            Pane::Form => {
                self.draft.form().enter(last);
            }
            _ => self.draft.form().leave(),
        }
    }

    /// After every change: what is wrong is said at once.
    fn changed(&mut self) -> Outcome {
        self.note = None;
        self.draft.look();
        let own = self.opened.as_ref().map(|o| o.template.name.as_str());
        let taken = |stored: &StoredTemplate| {
            let name = stored.template.name.as_str();
            name == self.draft.name() && own != Some(name)
        };
        if self.stored.iter().any(taken) {
            self.draft.name_is_taken();
        }
        self.fields
            .select(self.fields.cursor(), self.draft.columns().len());
        Outcome::Changed
    }

    fn leave(&mut self, to: Leaving, context: &mut Context) -> Outcome {
        if !self.draft.is_changed() {
            return self.go(to, context);
        }
        self.leaving = Some(to);
        Outcome::push(Confirm::new(
            LEAVE,
            t!("tpl-leave-title"),
            t!(
                "tpl-leave-text",
                name = visible(self.draft.name()).into_owned()
            ),
        ))
    }

    fn go(&mut self, to: Leaving, context: &mut Context) -> Outcome {
        match to {
            Leaving::Guide => return screens::to_guide(context),
            Leaving::Step(step) => return steps::open(context, step),
            Leaving::Open(index) => self.open(index),
            Leaving::New => self.propose(),
        }
        Outcome::Changed
    }

    fn move_in_list(&mut self, action: Action, context: &mut Context) -> Outcome {
        let len = self.stored.len() + usize::from(self.opened.is_none());
        let mut list = self.list.clone();
        match moving::list(&mut list, len, action) {
            Outcome::Changed if list.cursor() < self.stored.len() => {
                self.leave(Leaving::Open(list.cursor()), context)
            }
            other => other,
        }
    }

    fn move_in_form(&mut self, action: Action) -> Outcome {
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

    fn move_in_fields(&mut self, action: Action) -> Outcome {
        let (at, len) = (self.fields.cursor(), self.draft.columns().len());
        match action {
            Action::Open if len > 0 => self.ask_field(true),
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

    fn on_button(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open if self.to_save() => return self.save(context),
            Action::Open => {
                return match self.next_step(context) {
                    Some((step, _)) => self.leave(Leaving::Step(step), context),
                    None => Outcome::Unchanged,
                };
            }
            Action::Up | Action::PreviousField => {
                let len = self.draft.columns().len();
                self.fields.select(usize::MAX, len);
                self.to(Pane::Fields, false);
            }
            Action::NextField | Action::Left => self.to(Pane::List, false),
            _ => return Outcome::Ignored,
        }
        Outcome::Changed
    }

    /// Asks for a field, to add it or to put it in the place of the one under the cursor.
    fn ask_field(&mut self, changing: bool) -> Outcome {
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

    fn take_field(&mut self, chosen: usize) -> Outcome {
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

    fn shift(&mut self, down: bool) -> Outcome {
        let at = self.fields.cursor();
        if !self.draft.shift(at, down) {
            return Outcome::Unchanged;
        }
        let to = at.wrapping_add_signed(if down { 1 } else { -1 });
        self.fields.select(to, self.draft.columns().len());
        self.changed()
    }

    fn remove(&mut self) -> Outcome {
        if self.pane == Pane::Fields {
            return match self.draft.remove(self.fields.cursor()) {
                true => self.changed(),
                false => Outcome::Unchanged,
            };
        }
        let Some(opened) = &self.opened else {
            return Outcome::Unchanged;
        };
        let name = visible(&opened.template.name).into_owned();
        Outcome::push(Confirm::new(
            REMOVE,
            t!("tpl-remove-title"),
            t!("tpl-remove-text", name = name),
        ))
    }

    fn removed(&mut self, context: &mut Context) -> Outcome {
        let Some(opened) = self.opened.take() else {
            return Outcome::Unchanged;
        };
        let name = &opened.template.name;
        let removed = context
            .desk
            .place
            .open()
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
    fn from_export(&mut self, index: usize) -> Outcome {
        let Some(export) = self.exports.get(index).cloned() else {
            return Outcome::Unchanged;
        };
        let own = self
            .exports
            .iter()
            .any(|e| self.import_name(e) == self.draft.name());
        if self.opened.is_none() && own {
            let name = self.import_name(&export);
            self.draft.set_name(&name);
        }
        self.draft.fill(&export.to_import(""));
        self.compared = index;
        self.to(Pane::Button, false);
        self.changed();
        self.note = Some((Tone::Plain, t!("tpl-note-copied")));
        Outcome::Changed
    }

    fn ask_export(&mut self) -> Outcome {
        match self.exports.len() {
            0 => Outcome::push(Message::new(
                Tone::Warning,
                t!("tpl-key-from"),
                t!("tpl-no-export"),
            )),
            1 => self.from_export(0),
            _ => {
                let names = self.exports.iter().map(|e| e.name.clone()).collect();
                Outcome::push(
                    Choice::new(FROM, t!("tpl-from-title"), names).selected(self.compared),
                )
            }
        }
    }

    fn reread(&mut self, context: &mut Context) {
        steps::refresh(context);
        let facts = &context.desk.facts;
        self.stored.clone_from(match self.kind {
            Kind::Export => &facts.export_templates,
            Kind::Import => &facts.import_templates,
        });
    }

    fn save(&mut self, context: &mut Context) -> Outcome {
        let template = match self.draft.template() {
            Ok(template) => template,
            Err(sentence) => return Outcome::push(Message::error(sentence)),
        };
        if self.to_save() {
            let saved = context
                .desk
                .place
                .open()
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
    fn not_saved(&mut self, error: &JobError, context: &mut Context) -> Outcome {
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

    fn settle(&mut self, chosen: usize, context: &mut Context) -> Outcome {
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

impl Layer for Templates {
    fn id(&self) -> &'static str {
        match self.kind {
            Kind::Export => "templates.export",
            Kind::Import => "templates.import",
        }
    }

    fn title(&self) -> Vec<String> {
        let last = match self.kind {
            Kind::Export => t!("tpl-way-export"),
            Kind::Import => t!("tpl-way-import"),
        };
        vec![t!("tpl-way-settings"), t!("tpl-way-exchange"), last]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        let typing = self.typing();
        match action {
            Action::Save => self.to_save(),
            Action::FromExportTemplate => self.kind == Kind::Import && !typing,
            Action::Preview => self.exports.len() > 1 && !typing,
            Action::MoveUp | Action::MoveDown => self.pane == Pane::Fields,
            Action::Add => matches!(self.pane, Pane::Fields | Pane::Button),
            Action::New => self.pane == Pane::List,
            Action::Remove => {
                self.pane == Pane::Fields || (self.pane == Pane::List && self.opened.is_some())
            }
            Action::Open => !typing && self.pane != Pane::Button,
            Action::NextStep => !self.to_save() && !typing,
            _ => true,
        }
    }

    fn typing(&self) -> bool {
        self.draft.typing()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        let changed = self.draft.is_changed();
        match action {
            Action::Save => self.save(context),
            Action::Back => self.leave(Leaving::Guide, context),
            Action::NextStep if changed => self.leave(Leaving::Step(self.number() + 1), context),
            Action::PreviousStep if changed => {
                self.leave(Leaving::Step(self.number() - 1), context)
            }
            Action::Step(step) if changed => self.leave(Leaving::Step(step), context),
            Action::New => self.leave(Leaving::New, context),
            Action::FromExportTemplate if self.kind == Kind::Import => self.ask_export(),
            Action::Add => self.ask_field(false),
            Action::Remove if !self.offers(action) => Outcome::Unchanged,
            Action::Remove => self.remove(),
            Action::MoveUp | Action::MoveDown if self.pane == Pane::Fields => {
                self.shift(action == Action::MoveDown)
            }
            Action::Preview if self.exports.len() > 1 => {
                self.compared = (self.compared + 1) % self.exports.len();
                Outcome::Changed
            }
            _ => match self.pane {
                Pane::List => match action {
                    Action::Open | Action::Right | Action::NextField => {
                        self.to(Pane::Form, false);
                        Outcome::Changed
                    }
                    Action::PreviousField => {
                        self.to(Pane::Button, false);
                        Outcome::Changed
                    }
                    action => self.move_in_list(action, context),
                },
                Pane::Form => self.move_in_form(action),
                Pane::Fields => self.move_in_fields(action),
                Pane::Button => self.on_button(action, context),
            },
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        match (self.pane, key.code) {
            (Pane::Form, KeyCode::Up) => self.move_in_form(Action::Up),
            (Pane::Form, KeyCode::Down) => self.move_in_form(Action::Down),
            (Pane::Form, _) if self.draft.key(key) => self.changed(),
            // Space turns a choice as the arrows do.
            (Pane::Fields, KeyCode::Char(' ')) => self.move_in_fields(Action::Open),
            _ => Outcome::Ignored,
        }
    }

    fn paste(&mut self, text: &str, _context: &mut Context) -> Outcome {
        match self.draft.paste(text) {
            true => self.changed(),
            false => Outcome::Unchanged,
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (LEAVE, Value::Yes) => match self.leaving.take() {
                Some(to) => self.go(to, context),
                None => Outcome::Unchanged,
            },
            (REMOVE, Value::Yes) => self.removed(context),
            (FIELD, Value::Index(chosen)) => self.take_field(chosen),
            (FROM, Value::Index(chosen)) => self.from_export(chosen),
            (CONFLICT, Value::Index(chosen)) => self.settle(chosen, context),
            _ => Outcome::Changed,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        template_view::draw(self, frame, area, context);
    }

    fn step(&self) -> Option<u8> {
        Some(self.number())
    }

    fn unsaved(&self) -> Option<String> {
        let name = visible(self.draft.name()).into_owned();
        self.draft
            .is_changed()
            .then(|| t!("tpl-unsaved", name = name))
    }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
