//! Export and import templates (steps 1 and 4): list left, form right. An import template stands beside the export
//! template whose files it reads, every difference marked. Not here: the form itself and how it all is drawn.

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::template_compare::{self as compare, Row};
use super::template_form::Draft;
use super::{template_view, ways};
use crate::domain::template::{Field, Kind, Template};
use crate::domain::text::visible;
use crate::jobs::{StoredTemplate, templates};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Confirm;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::screens;
use crate::tui::steps::addresses::Editing;
use crate::tui::theme::Tone;
use crate::tui::widgets::list::ListState;

const LEAVE: &str = "templates.leave";
/// Asks whether a template is removed.
pub(super) const REMOVE: &str = "templates.remove";
/// Asks for a field.
pub(super) const FIELD: &str = "templates.field";
/// Asks for an export template.
pub(super) const FROM: &str = "templates.from";
/// Asks what counts where somebody else has saved meanwhile.
pub(super) const CONFLICT: &str = "templates.conflict";

const SAVE: Binding =
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("tpl-key-save")).in_footer();
const ADD: Binding = Binding::new(&[Key::char('+'), Key::char('a')], Action::Add, || {
    t!("tpl-key-add")
})
.in_footer();
const NEW: Binding = Binding::new(&[Key::char('n'), Key::INSERT], Action::New, || {
    t!("tpl-key-new")
})
.in_footer_as(|| t!("tpl-key-new-short"));
const TAKE_AWAY: Binding = Binding::new(
    &[Key::DELETE, Key::char('d'), Key::char('-')],
    Action::Remove,
    || t!("tpl-key-remove"),
)
.in_footer();
const UP: Binding = Binding::new(
    &[Key::char('K'), Key::code(KeyCode::Up).with_ctrl()],
    Action::MoveUp,
    || t!("tpl-key-up"),
)
.in_footer();
const DOWN: Binding = Binding::new(
    &[Key::char('J'), Key::code(KeyCode::Down).with_ctrl()],
    Action::MoveDown,
    || t!("tpl-key-down"),
)
.in_footer();
const OPEN: Binding = Binding::new(
    &[Key::ENTER, Key::f(2), Key::char('e')],
    Action::Open,
    || t!("tpl-key-open"),
)
.in_footer();
const ACTIVE: Binding = Binding::new(&[Key::char('i')], Action::Toggle, || t!("tpl-key-active"))
    .in_footer_as(|| t!("tpl-key-active-short"));
const NEXT_STEP: Binding = Binding::new(&[Key::ctrl('n')], Action::NextStep, || {
    t!("tui-key-next-step")
})
.in_footer();

static EXPORT_KEYS: &[Binding] = &[SAVE, ADD, NEW, TAKE_AWAY, UP, DOWN, OPEN, ACTIVE, NEXT_STEP];
/// Only an import template has another beside it.
static IMPORT_KEYS: &[Binding] = &[
    SAVE,
    Binding::new(&[Key::char('s')], Action::TakeSuggestion, || {
        t!("tpl-key-mend")
    })
    .in_footer(),
    Binding::new(&[Key::char('S')], Action::TakeAllSuggestions, || {
        t!("tpl-key-mend-all")
    })
    .in_footer(),
    ADD,
    NEW,
    TAKE_AWAY,
    UP,
    DOWN,
    OPEN,
    Binding::new(&[Key::char('f')], Action::FromExportTemplate, || {
        t!("tpl-key-from")
    })
    .in_footer_as(|| t!("tpl-key-from-short")),
    ACTIVE,
    NEXT_STEP,
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

/// Which template comes next, once it is settled what becomes of unsaved changes. Leaving the screen is asked about by the
/// stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    Open(usize),
    New,
}

/// The screen of one kind of templates.
pub struct Templates {
    pub(super) kind: Kind,
    /// For an import: the export templates, the active ones first, of those the one that was changed last; behind them the file
    /// that is open in step 3, as the template that would write it.
    pub(super) exports: Vec<Template>,
    /// Which of them is that file.
    pub(super) file: Option<usize>,
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
    pub(super) offered: Vec<Option<Field>>,
    pub(super) changing: bool,
    /// Where the button was drawn, for clicks.
    pub(super) button: Cell<Rect>,
}

impl Templates {
    /// The templates of this kind. Where there are none yet, a proposed one is ready to be saved.
    pub fn new(kind: Kind, context: &Context) -> Templates {
        let facts = &context.desk.facts;
        let mut exports = match kind {
            Kind::Export => Vec::new(),
            Kind::Import => facts.export_templates.clone(),
        };
        // Those that are in use come first: they are what a new import template is made for.
        exports.sort_by_key(|stored| (!stored.active, std::cmp::Reverse(stored.updated)));
        let stored = match kind {
            Kind::Export => facts.export_templates.clone(),
            Kind::Import => facts.import_templates.clone(),
        };
        let mut exports: Vec<Template> =
            exports.into_iter().map(|stored| stored.template).collect();
        let file = match kind {
            Kind::Export => None,
            Kind::Import => context.desk.editing.as_ref().and_then(Editing::as_template),
        };
        let place = file.map(|file| {
            exports.push(file);
            exports.len() - 1
        });
        let nothing = templates::proposed_export("");
        let mut screen = Templates {
            kind,
            exports,
            file: place,
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
            button: Cell::default(),
        };
        if screen.stored.is_empty() {
            screen.propose();
        } else {
            let first = screen.stored.iter().position(|stored| stored.active);
            screen.open(first.unwrap_or(0));
        }
        screen
    }

    /// A name that no template of this kind has.
    pub(super) fn free_name(&self, wanted: &str) -> String {
        let taken = |name: &str| self.stored.iter().any(|s| s.template.name == name);
        let numbered = (2..).map(|n: u32| format!("{wanted} {n}"));
        std::iter::once(wanted.to_owned())
            .chain(numbered)
            .find(|name| !taken(name))
            .unwrap_or_default()
    }

    /// A new template: what the guide describes, or what reads the newest export template's files.
    pub(super) fn propose(&mut self) {
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
                Kind::Import if self.file == Some(0) => t!("tpl-note-from-file"),
                Kind::Import if !self.exports.is_empty() => t!("tpl-note-copied"),
                _ => t!("tpl-note-proposed"),
            },
        ));
        // What a spreadsheet has saved is seldom as it was exported: better said here than by the import.
        if let Some(file) = self.file.and_then(|file| self.exports.get(file))
            && compare::differences(&self.beside(file)) > 0
        {
            let file = file.name.clone();
            self.note = Some((Tone::Warning, t!("tpl-note-other-file", file = file)));
        }
    }

    /// Whether what stands beside the import template is the file of step 3.
    pub(super) fn beside_file(&self) -> bool {
        self.file == Some(self.compared)
    }

    /// The name that is proposed for the import template made from an export template.
    pub(super) fn import_name(&self, export: &Template) -> String {
        // A template is called by what it is for, not by the file that happened to be open.
        let file = self.file.and_then(|file| self.exports.get(file));
        let name = match file.is_some_and(|file| file.name == export.name) {
            true => t!("tpl-proposed-name"),
            false => export.name.clone(),
        };
        self.free_name(&t!("tpl-proposed-import", name = name))
    }

    /// Puts a stored template into the form.
    pub(super) fn open(&mut self, index: usize) {
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

    /// How many lines the list of fields has: those of the template, or of the one beside it where that has more.
    pub(super) fn places(&self) -> usize {
        let beside = self.exports.get(self.compared);
        let beside = beside.map_or(0, |export| export.columns.len());
        self.draft.columns().len().max(beside)
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

    /// Goes to a pane; in the form to its first field or its last.
    pub(super) fn to(&mut self, pane: Pane, last: bool) {
        self.pane = pane;
        match pane {
            Pane::Form => {
                self.draft.form().enter(last);
            }
            _ => self.draft.form().leave(),
        }
    }

    /// After every change: what is wrong is said at once.
    pub(super) fn changed(&mut self) -> Outcome {
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
        let places = self.places();
        self.fields.select(self.fields.cursor(), places);
        Outcome::Changed
    }

    /// Leaves the form, after a question where it has changes.
    pub(super) fn leave(&mut self, to: Leaving) -> Outcome {
        if !self.draft.is_changed() {
            return self.go(to);
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

    fn go(&mut self, to: Leaving) -> Outcome {
        match to {
            Leaving::Open(index) => self.open(index),
            Leaving::New => self.propose(),
        }
        Outcome::Changed
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
        ways::exchange(last)
    }

    fn bindings(&self) -> &'static [Binding] {
        match self.kind {
            Kind::Export => EXPORT_KEYS,
            Kind::Import => IMPORT_KEYS,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let typing = self.typing();
        match action {
            Action::Save => self.to_save(),
            Action::TakeSuggestion => !typing && self.can_mend(),
            Action::TakeAllSuggestions => !typing && self.can_mend_all(),
            Action::FromExportTemplate => !typing,
            Action::Preview => self.exports.len() > 1 && !typing,
            Action::MoveUp | Action::MoveDown => self.pane == Pane::Fields,
            Action::Add => matches!(self.pane, Pane::Fields | Pane::Button),
            Action::New => self.pane == Pane::List,
            Action::Toggle => self.pane == Pane::List && self.opened.is_some(),
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
        match action {
            Action::Save => self.save(context),
            Action::Back => screens::to_guide(context),
            Action::New => self.leave(Leaving::New),
            Action::TakeSuggestion => self.mend(),
            Action::TakeAllSuggestions => self.mend_all(),
            Action::FromExportTemplate => self.ask_export(),
            Action::Add => self.ask_field(false),
            Action::Remove | Action::Toggle if !self.offers(action) => Outcome::Unchanged,
            Action::Remove => self.remove(context),
            Action::Toggle => self.turn_active(context),
            Action::MoveUp | Action::MoveDown if self.pane == Pane::Fields => {
                self.shift(action == Action::MoveDown)
            }
            Action::Point(x, y) => self.point(x, y),
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
                    action => self.move_in_list(action),
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

    fn scroll(&mut self, at: (u16, u16), lines: isize, _context: &mut Context) -> Outcome {
        self.scroll_at(at, lines)
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
                Some(to) => self.go(to),
                None => Outcome::Unchanged,
            },
            (REMOVE, Value::Yes) => self.removed(context),
            (FIELD, Value::Index(chosen)) => self.take_field(chosen),
            (FROM, Value::Index(chosen)) => self.copy_export(chosen),
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
