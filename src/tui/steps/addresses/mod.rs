//! Step 3: the exported file as a table in which one column can be edited. What is open lives in the desk
//! ([`state::Editing`]); this is the screen on it.
//!
//! | part | what it does |
//! |---|---|
//! | [`mod@state`] | the open file: document, columns, what the check says of each row |
//! | [`opening`] | from a path to an open file |
//! | [`asking`] | what a file does not tell: columns, encodings |
//! | [`bindings`] | its keys |
//! | [`keeping`] | the recovery journal: what is not saved survives a crash |
//! | [`restoring`] | the dialog that offers edits of an earlier session |
//! | [`fill`] | many cells at once: patterns, lists, pasting, repaired keys |
//! | [`columns`] | the columns: order, width, the one under the cursor |
//! | [`rows`] | which rows are shown, in which order |
//! | [`finding`] | filter, search and order by keys |
//! | [`correcting`] | a row that a preview or a log has sent here |
//! | [`alike`] | one suggestion for all rows alike |
//! | [`marking`] | rows that are marked to be worked on together |
//! | [`typing`] | one cell that is typed in |
//! | [`saving`] | saving, and what can be in the way |
//! | [`conflict`] | saving over a file that somebody else has changed |
//! | [`view`] | how it looks |

mod alike;
mod asking;
mod bindings;
mod columns;
mod conflict;
mod correcting;
#[cfg(test)]
mod correcting_tests;
mod fill;
mod finding;
#[cfg(test)]
mod finding_tests;
mod keeping;
#[cfg(test)]
mod keeping_tests;
mod marking;
mod opening;
mod restoring;
mod rows;
mod saving;
mod state;
#[cfg(test)]
mod tests;
mod typing;
mod view;

use std::path::Path;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

pub use self::correcting::correct;
pub use self::saving::{Elsewhere, pull_for_other_step, save_for_other_step, unsaved_of};
pub use self::state::Editing;

use self::asking::Choosing;
use self::bindings::{COLUMN_KEYS, EMPTY_KEYS, TABLE_KEYS, TYPING_KEYS};
use self::columns::Shown;
use self::conflict::Comparing;
use self::opening::Opening;
use self::state::News;
use self::typing::Typing;
use self::view::Sentence;
use super::{Progress, Step};
use crate::domain::log::LoggedRow;
use crate::domain::text::visible;
use crate::jobs::document::Opened;
use crate::lang::{errors, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::dialogs::Message;
use crate::tui::keys::{self, Action, Binding, Key, NAVIGATION};
use crate::tui::layer::{Answer, Layer, Outcome};
use crate::tui::moving;
use crate::tui::screens;
use crate::tui::theme::Tone;
use crate::tui::widgets::wrap::wrap;

/// Step 3.
pub static STEP: Step = Step {
    id: "addresses",
    title: || t!("addresses-title"),
    explain: || t!("addresses-explain"),
    progress,
    state,
    open: |context| Outcome::reset(Addresses::new(context)),
};

fn state(desk: &Desk) -> String {
    let name = desk.file.as_deref().and_then(Path::file_name);
    match name.map(|name| name.to_string_lossy()) {
        Some(name) if desk.unsaved().is_some() => {
            t!("step-file-unsaved", file = visible(&name).into_owned())
        }
        Some(name) => visible(&name).into_owned(),
        None if desk.imported_since_export() => t!("step-file-imported"),
        None => t!("step-file-needed"),
    }
}

/// Ready even without an export: the file may come from a Flex HRM that koppla knows nothing of.
fn progress(desk: &Desk) -> Progress {
    let saved = desk.editing.as_ref().is_some_and(Editing::saved);
    if saved || desk.imported_since_export() {
        Progress::Done
    } else {
        Progress::Ready
    }
}

/// What the screen is about at the moment.
enum Mode {
    /// No file is open.
    Empty,
    /// A file is being read.
    Opening(Opening),
    /// A file has been read, but a column that the import needs is not known.
    Unsettled(Box<Opened>),
    /// The table.
    Table,
    /// The table, with a cell that is typed in.
    Typing(Box<Typing>),
}

/// The screen of step 3.
pub struct Addresses {
    mode: Mode,
    /// What is to be said in the place of the sentence for the row, until the next key.
    notice: Option<Sentence>,
    /// Columns that are being asked for.
    choosing: Option<Choosing>,
    /// Whether the file dialog opens as soon as the screen can be seen.
    ask_file: bool,
    /// What the last dialog about a file was about.
    asked: saving::Asked,
    /// Whether the file is open to be corrected after an import.
    correcting: bool,
    /// The row that was sent here, while it is looked for.
    going: Option<LoggedRow>,
    /// A comparison with the disk that goes on.
    comparing: Option<Comparing>,
}

impl Addresses {
    /// The screen on the file that is open, else on the one that the desk proposes; without either it asks.
    pub fn new(context: &mut Context) -> Addresses {
        let mut screen = Addresses {
            mode: Mode::Empty,
            notice: None,
            choosing: None,
            ask_file: false,
            asked: saving::Asked::default(),
            correcting: false,
            going: None,
            comparing: None,
        };
        screen.enter(context);
        screen
    }

    fn say(&mut self, tone: Tone, text: impl Into<String>) -> Outcome {
        self.notice = Some(Sentence::new(tone, text));
        Outcome::Changed
    }

    fn on_table(&mut self, action: Action, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Ignored;
        };
        let row = editing.cursor.row();
        if editing.is_undecided() && keeping::edits(action) {
            return self.ask_restore(context);
        }
        match action {
            Action::Open => self.begin_typing(context),
            Action::NextField | Action::PreviousField => {
                self.go_to_lacking(action == Action::NextField, context)
            }
            Action::Fill => self.ask_fill(context),
            Action::ImportTouched => self.import_touched(context),
            Action::Clear => self.put(row, String::new(), context),
            Action::TakeSuggestion => match editing.suggestion(row) {
                Some(suggestion) => self.put(row, suggestion, context),
                None => self.say(Tone::Plain, t!("addresses-no-suggestion")),
            },
            Action::Undo | Action::Redo => self.step(action == Action::Undo, context),
            Action::Save => self.save(context),
            Action::SaveAs => self.ask_where(context),
            Action::Load => self.ask_discarding(saving::After::Load, context),
            Action::Encoding => self.ask_encoding(context),
            Action::Columns => self.ask_columns(context),
            Action::TakeAllSuggestions => self.find_alike(context),
            Action::Mark | Action::MarkAll | Action::MarkOthers | Action::MarkNone => {
                self.mark(action, context)
            }
            other => match self.find(other, context) {
                Outcome::Ignored if other == Action::Back => screens::to_guide(context),
                Outcome::Ignored => self.move_rows(other, context),
                outcome => outcome,
            },
        }
    }

    fn move_rows(&mut self, action: Action, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Ignored;
        };
        let len = editing.len();
        moving::table(&mut editing.cursor, len, 1, action)
    }

    /// Changes the address of a row, if that may be.
    fn put(&mut self, row: usize, value: String, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        if row >= editing.len() {
            return Outcome::Unchanged;
        }
        if let Some(why) = editing.locked(row) {
            self.notice = Some(view::locked(why));
            return Outcome::Changed;
        }
        match editing.set(row, value) {
            Ok(changed) => {
                editing.check(&desk.place, &context.waker);
                Outcome::changed(changed)
            }
            Err(error) => self.say(Tone::Error, errors::edit(&error)),
        }
    }

    fn step(&mut self, back: bool, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        match editing.step(back) {
            Some(record) => {
                let (row, len) = (editing.row_of(record), editing.len());
                editing.check(&desk.place, &context.waker);
                match row {
                    Some(row) => {
                        editing.cursor.jump(row, len);
                        editing.go_to_column(Shown::Address);
                        Outcome::Changed
                    }
                    None => {
                        let line = editing.document().line(record);
                        self.say(
                            Tone::Plain,
                            t!("finding-undone-hidden", line = number(line)),
                        )
                    }
                }
            }
            None if back => self.say(Tone::Plain, t!("addresses-nothing-to-undo")),
            None => self.say(Tone::Plain, t!("addresses-nothing-to-redo")),
        }
    }

    fn go_to_lacking(&mut self, forwards: bool, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        if editing.people().is_none() {
            return self.say(Tone::Warning, t!("addresses-not-checked"));
        }
        let row = editing.cursor.row();
        match editing.next_lacking(row, forwards) {
            Some(next) => {
                let len = editing.len();
                Outcome::changed(editing.cursor.jump(next, len))
            }
            None => self.say(Tone::Ok, t!("addresses-none-lacking")),
        }
    }

    /// Looks at the check, and at saving.
    fn pull(&mut self, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        if let Some(error) = editing.keeping_trouble() {
            let told = errors::file(&error).message;
            return Outcome::push(Message::error(format!("{told}\n{}", t!("journal-trouble"))));
        }
        let news = editing.pull(&desk.place, &context.waker);
        if let Mode::Typing(typing) = &mut self.mode
            && matches!(news, News::Checked)
        {
            typing.judge(editing);
        }
        let saved = editing.pull_save();
        if let Some(saved) = saved {
            return self.after_saving(saved, context);
        }
        match news {
            News::None => Outcome::Unchanged,
            News::Checked => {
                // Who was sent to a row with another fault reads about that one first.
                let row = editing.cursor.row();
                let other = editing.rejection(row).is_some() && !editing.is_repairable(row);
                if matches!(self.mode, Mode::Table)
                    && !other
                    && let Some(n) = editing.take_damaged()
                {
                    return self.say(Tone::Warning, t!("filling-damaged", n = n));
                }
                Outcome::Changed
            }
            News::Failed(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    fn sentence(&self, context: &Context) -> Option<Sentence> {
        if let Some(notice) = &self.notice {
            return Some(notice.clone());
        }
        if let Mode::Typing(typing) = &self.mode {
            return typing.sentence();
        }
        let editing = context.desk.editing.as_ref()?;
        view::of_row(editing, editing.cursor.row())
    }
}

impl Layer for Addresses {
    fn id(&self) -> &'static str {
        STEP.id
    }

    fn title(&self) -> Vec<String> {
        vec![t!("guide-title"), t!("addresses-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        match self.mode {
            Mode::Table => TABLE_KEYS,
            Mode::Typing(_) => TYPING_KEYS,
            Mode::Unsettled(_) => COLUMN_KEYS,
            Mode::Empty | Mode::Opening(_) => EMPTY_KEYS,
        }
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::ImportTouched || self.correcting
    }

    fn typing(&self) -> bool {
        matches!(self.mode, Mode::Typing(_))
    }

    fn step(&self) -> Option<u8> {
        Some(3)
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        let said = self.notice.take().is_some();
        let typed = self.typing();
        let outcome = match &self.mode {
            Mode::Table => self.on_table(action, context),
            Mode::Typing(_) => self.on_typing(action, context),
            Mode::Empty | Mode::Opening(_) | Mode::Unsettled(_) => {
                self.without_table(action, context)
            }
        };
        if typed && !self.typing() {
            // Something may have been found meanwhile.
            context.waker.wake();
        }
        match outcome {
            Outcome::Unchanged if said => Outcome::Changed,
            // The stack does what it does by itself and may draw nothing: then the notice stays on the screen until
            // the next picture, which does no harm.
            outcome => outcome,
        }
    }

    fn key(&mut self, key: KeyEvent, context: &mut Context) -> Outcome {
        self.type_key(key, context)
    }

    fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        self.pasted(text, context)
    }

    fn waits(&self, context: &Context) -> bool {
        let editing = context.desk.editing.as_ref();
        let journal = editing.is_some_and(|editing| editing.keeping.works());
        let table = matches!(self.mode, Mode::Table | Mode::Typing(_));
        table && (journal || self.going.is_some())
    }

    fn hears(&self, key: KeyEvent) -> bool {
        if self.typing() {
            // What is typed shows; that it is put into the table waits.
            return !Key::from(key).passes_typing();
        }
        // The table can be looked at; what changes it waits.
        let looks = keys::resolve(&[TABLE_KEYS, NAVIGATION], key, false);
        self.going.is_none() && looks.is_some_and(Action::moves)
    }

    fn stop_waiting(&mut self, context: &mut Context) -> bool {
        let going = self.going.take().is_some();
        if going && let Some(editing) = context.desk.editing.as_mut() {
            editing.finding.cancel();
        }
        going
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        if std::mem::take(&mut self.ask_file) {
            return self.ask_file(context);
        }
        if let Some(compared) = self.pull_comparing() {
            return compared;
        }
        let opened = self.pull_opening(context);
        if !matches!(opened, Outcome::Unchanged) {
            return opened;
        }
        if matches!(self.mode, Mode::Table | Mode::Typing(_))
            && let Some(outcome) = self.pull_journal(context)
        {
            // What else there may be is looked at next.
            context.waker.wake();
            return outcome;
        }
        // While a cell is typed in, its row stays where it is.
        if matches!(self.mode, Mode::Table) {
            let found = self.pull_found(context);
            if !matches!(found, Outcome::Unchanged) {
                // What else there may be is looked at next.
                context.waker.wake();
                return found;
            }
        }
        self.pull(context)
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        self.answered(answer, context)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let editing = context.desk.editing.as_ref();
        match (&self.mode, editing) {
            (Mode::Table, Some(editing)) => {
                view::draw(frame, area, editing, None, self.sentence(context), theme);
            }
            (Mode::Typing(typing), Some(editing)) => {
                let sentence = self.sentence(context);
                view::draw(frame, area, editing, Some(&typing.input), sentence, theme);
            }
            (
                Mode::Opening(Opening {
                    preview: Some(preview),
                    ..
                }),
                _,
            ) => view::draw(frame, area, preview, None, self.notice.clone(), theme),
            (mode, _) => {
                let columns = usize::from(area.width.saturating_sub(2)).min(76);
                let lines = wrap(&opening::words(mode), columns);
                for (line, y) in lines.into_iter().zip(area.y + 1..area.bottom()) {
                    frame.render_widget(
                        Line::raw(format!(" {line}")),
                        Rect::new(area.x, y, area.width, 1),
                    );
                }
            }
        }
    }

    fn unsaved(&self) -> Option<String> {
        match &self.mode {
            Mode::Typing(typing) if typing.is_changed() => Some(t!("addresses-unsaved-typing")),
            _ => None,
        }
    }
}
