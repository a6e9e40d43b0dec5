//! Many cells at once, from the table of step 3: the menu of ways to fill, what is pasted onto the table, and what follows when
//! it is done. Each way ends in a preview of every change; nothing is changed before that is confirmed.
//!
//! | part | what it is |
//! |---|---|
//! | [`form`] | what a fill needs to know first |
//! | [`preview`] | every change, old and new, and what is left out |
//! | [`plan`] | the place in the preview, and finding in it |
//! | [`rows`] | the rows of the preview |
//!
//! Not here: planning ([`crate::jobs::fill_task`]).

mod form;
mod plan;
mod preview;
mod rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use self::form::{FillForm, Kind};
use self::preview::FillPreview;
use super::marking::Marks;
use super::state::Editing;
use super::{Addresses, Mode, view};
use crate::domain::columns::Columns;
use crate::domain::fill::Fill;
use crate::file::Table;
use crate::jobs::Place;
use crate::jobs::fill::Target;
use crate::jobs::fill_task::{Copied, Task};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, window};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::wrap::wrap;

const MENU: &str = "addresses.fill";
const PASTE: &str = "addresses.fill-paste";
/// The form, answering what was done.
const FORM: &str = "addresses.fill-form";
/// The preview, answering what was done.
const PREVIEW: &str = "addresses.fill-preview";

/// Whether this is one of the questions here.
pub(super) fn asks(question: &str) -> bool {
    [MENU, PASTE, FORM, PREVIEW].contains(&question)
}

/// The way to the screens here.
fn way(title: String) -> Vec<String> {
    vec![t!("guide-title"), t!("addresses-title"), title]
}

/// The table as it was when the work on it began: nothing is edited while a form or a preview is open.
#[derive(Debug, Clone)]
struct Work {
    table: Table,
    /// The file as it is on the disk.
    saved: Table,
    columns: Columns,
    place: Place,
    /// The rows to work on, where these are not all.
    chosen: Option<Chosen>,
}

/// Rows that the operator has chosen to work on. Which they are is listed where that may take its time.
#[derive(Debug, Clone)]
enum Chosen {
    /// Those that are marked.
    Marked(Marks),
    /// Those that a filter shows, in the order in which it does.
    Shown(Arc<Vec<u32>>),
}

impl Chosen {
    /// The marked rows, else those that are shown where others are hidden: what nobody sees nobody means.
    fn of(editing: &Editing) -> Option<Chosen> {
        if editing.marks.count() > 0 {
            return Some(Chosen::Marked(editing.marks.clone()));
        }
        let filters = editing.arrangement().filters();
        filters.then(|| Chosen::Shown(Arc::clone(editing.listed())))
    }

    /// How many they are.
    fn count(&self) -> usize {
        match self {
            Chosen::Marked(marks) => marks.count(),
            Chosen::Shown(records) => records.len(),
        }
    }

    /// Their records in rising order.
    fn records(&self) -> Vec<u32> {
        match self {
            Chosen::Marked(marks) => marks.records().collect(),
            Chosen::Shown(records) => {
                let mut records = records.to_vec();
                records.sort_unstable();
                records
            }
        }
    }
}

impl Work {
    fn on(editing: &Editing, place: &Place) -> Work {
        Work {
            table: editing.document().table(),
            saved: editing.document().saved_table(),
            columns: editing.columns().clone(),
            place: place.clone(),
            chosen: Chosen::of(editing),
        }
    }

    fn target(&self) -> Target<'_> {
        Target::new(&self.table, &self.columns)
    }
}

/// Repairing keys among the ways.
const REPAIR: usize = 5;

/// The ways in the order of the menu.
const WAYS: [fn() -> String; 6] = [
    || t!("filling-way-pattern"),
    || t!("filling-way-list"),
    || t!("filling-way-email"),
    || t!("filling-way-replace"),
    || t!("filling-way-paste"),
    || t!("filling-way-repair"),
];

impl Addresses {
    /// Asks how the cells are to be filled. On a row whose key a spreadsheet changed, the cursor stands on what mends that.
    pub(super) fn ask_fill(&mut self, context: &mut Context) -> Outcome {
        match self.work(context) {
            Ok(_) => {
                let names = WAYS.iter().map(|name| name()).collect();
                let ways = Choice::new(MENU, t!("filling-title"), names);
                let editing = context.desk.editing.as_ref();
                let damaged = editing.is_some_and(|on| on.is_repairable(on.cursor.row()));
                Outcome::push(ways.selected(if damaged { REPAIR } else { 0 }))
            }
            Err(outcome) => outcome,
        }
    }

    fn work(&mut self, context: &Context) -> Result<Work, Outcome> {
        let Some(editing) = &context.desk.editing else {
            return Err(Outcome::Unchanged);
        };
        if let Some(why) = editing.closed() {
            self.notice = Some(view::locked(why));
            return Err(Outcome::Changed);
        }
        Ok(Work::on(editing, &context.desk.place))
    }

    /// One of the questions here has been answered.
    pub(super) fn fill_answered(
        &mut self,
        question: &str,
        value: Value,
        context: &mut Context,
    ) -> Outcome {
        match (question, value) {
            (MENU, Value::Index(4)) => Outcome::push(PasteHere),
            (MENU, Value::Index(way)) => {
                let work = match self.work(context) {
                    Ok(work) => work,
                    Err(outcome) => return outcome,
                };
                let preview = |task: Task, title: String, work: Work| {
                    Outcome::push(FillPreview::new(task, title, work, context))
                };
                match way {
                    0 => Outcome::push(FillForm::new(Kind::Pattern, work, context)),
                    1 => Outcome::push(FillForm::new(Kind::List, work, context)),
                    2 => preview(Task::Fill(Fill::Email), t!("filling-way-email"), work),
                    3 => Outcome::push(FillForm::new(Kind::Replace, work, context)),
                    _ => preview(Task::Repair, t!("filling-way-repair"), work),
                }
            }
            (PASTE, Value::Text(text)) => self.paste_rows(&text, context),
            (FORM | PREVIEW, Value::Text(told)) => self.say(Tone::Ok, told),
            _ => Outcome::Changed,
        }
    }

    /// A text that was pasted: into the cell that is typed in, or onto the table.
    pub(super) fn pasted(&mut self, text: &str, context: &mut Context) -> Outcome {
        let fresh = match &self.mode {
            Mode::Table => true,
            // Who opened a cell and pastes a column into it means the cells below too.
            Mode::Typing(typing) => is_rows(text) && !typing.is_changed(),
            _ => return Outcome::Ignored,
        };
        if !fresh {
            return self.type_text(text, context);
        }
        self.mode = Mode::Table;
        self.notice = None;
        if is_rows(text) {
            return self.paste_rows(text, context);
        }
        if text.trim().is_empty() {
            return Outcome::Unchanged;
        }
        let begun = self.begin_typing(context);
        match &mut self.mode {
            Mode::Typing(typing) => {
                typing.input.set("");
                self.type_text(text, context)
            }
            _ => begun,
        }
    }

    /// Rows onto the rows from the cursor downwards as they are shown, or keys and addresses onto whom they mean.
    fn paste_rows(&mut self, text: &str, context: &mut Context) -> Outcome {
        let work = match self.work(context) {
            Ok(work) => work,
            Err(outcome) => return outcome,
        };
        let Some(editing) = &context.desk.editing else {
            return Outcome::Unchanged;
        };
        let lines = text.split(['\n', '\r']).count();
        let from = editing.cursor.row();
        let rows = from..editing.len().min(from.saturating_add(lines));
        let onto = rows.filter_map(|row| u32::try_from(editing.record(row)).ok());
        let task = Task::Paste {
            copied: Copied::Text(text.to_owned()),
            onto: onto.collect(),
        };
        Outcome::push(FillPreview::new(
            task,
            t!("filling-way-paste"),
            work,
            context,
        ))
    }
}

/// Whether a pasted text is more than one cell.
fn is_rows(text: &str) -> bool {
    text.trim_matches(['\r', '\n', ' '])
        .contains(['\r', '\n', '\t', ';'])
}

/// Explains pasting, and takes what is pasted.
struct PasteHere;

static PASTE_KEYS: &[Binding] =
    &[Binding::new(&[Key::ENTER, Key::ESC], Action::Back, || t!("tui-close")).in_footer()];

impl Layer for PasteHere {
    fn id(&self) -> &'static str {
        PASTE
    }

    fn title(&self) -> Vec<String> {
        vec![t!("filling-way-paste")]
    }

    fn bindings(&self) -> &'static [Binding] {
        PASTE_KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Back => Outcome::Close(None),
            _ => Outcome::Ignored,
        }
    }

    fn paste(&mut self, text: &str, _context: &mut Context) -> Outcome {
        if text.trim().is_empty() {
            return Outcome::Unchanged;
        }
        Outcome::answer(Value::Text(text.to_owned()))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let room = usize::from(area.width.saturating_sub(6)).min(64);
        let lines = wrap(&t!("filling-paste-how"), room);
        let title = t!("filling-way-paste");
        let inner = window(frame, area, &title, room, lines.len(), &context.theme);
        for (line, y) in lines.into_iter().zip(inner.y..inner.bottom()) {
            frame.render_widget(Line::raw(line), Rect::new(inner.x, y, inner.width, 1));
        }
    }
}

/// Wakes the loop from a worker.
fn wake(context: &Context) -> Arc<dyn Fn() + Send + Sync> {
    Arc::new(context.waker.callback())
}
