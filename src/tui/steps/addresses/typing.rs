//! One address that is typed into its cell: begun, checked at each key, committed or given up.

use crossterm::event::KeyEvent;

use super::columns::Shown;
use super::state::Editing;
use super::view::{self, Sentence};
use super::{Addresses, Mode};
use crate::domain::text::visible;
use crate::jobs::check::{Judged, State};
use crate::lang::{errors, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::theme::Tone;
use crate::tui::widgets::input::Input;

/// More than any address has; longer cells of a file are shown whole all the same.
const LONGEST: usize = 1000;
/// What [`crate::domain::address::trim`] takes for a space at an end.
const SPACES: [char; 2] = [' ', '\u{a0}'];

/// A cell that is typed in.
pub(super) struct Typing {
    pub(super) input: Input,
    row: usize,
    line: u32,
    /// What stood in the cell.
    before: String,
    /// What stood in the line when typing began: the same but for line ends, which a line cannot hold.
    began_as: String,
    judged: Option<Judged>,
}

impl Typing {
    fn new(editing: &Editing, row: usize) -> Typing {
        let before = editing.address(row).into_owned();
        let input = Input::new(LONGEST, visible).with(&before);
        Typing {
            row,
            line: editing.line(row),
            began_as: input.value().to_owned(),
            before,
            input,
            judged: None,
        }
    }

    /// A cell with what was being typed into it when an earlier session ended.
    pub(super) fn again(editing: &Editing, row: usize, typed: &str) -> Typing {
        let mut typing = Typing::new(editing, row);
        typing.input.set(typed);
        typing
    }

    /// Whether something else stands there than before.
    pub(super) fn is_changed(&self) -> bool {
        self.input.value() != self.began_as
    }

    /// What is to be put into the cell: spaces at the ends go, unless they were there before.
    fn value(&self) -> String {
        if !self.is_changed() {
            return self.before.clone();
        }
        let mut value = self.input.value();
        if !self.before.starts_with(SPACES) {
            value = value.trim_start_matches(SPACES);
        }
        if !self.before.ends_with(SPACES) {
            value = value.trim_end_matches(SPACES);
        }
        value.to_owned()
    }

    /// Judges what stands there now.
    pub(super) fn judge(&mut self, editing: &mut Editing) {
        self.judged = editing.judge(self.row, Some(&self.value()));
    }

    /// What is to be said of it.
    pub(super) fn sentence(&self) -> Option<Sentence> {
        let judged = self.judged.as_ref()?;
        Some(match (&judged.rejection, judged.mark.state) {
            (Some(rejection), _) => {
                Sentence::new(Tone::Error, sentences::rejection(rejection, self.line))
            }
            (None, State::Good) if !judged.mark.warnings.is_empty() => {
                Sentence::new(Tone::Warning, view::warnings(judged.mark))
            }
            (None, State::Good) => Sentence::new(Tone::Ok, t!("addresses-typed-good")),
            (None, _) => Sentence::new(Tone::Plain, t!("addresses-typed-nothing")),
        })
    }
}

impl Addresses {
    /// Opens the cell under the cursor, if it may be edited.
    pub(super) fn begin_typing(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        let row = editing.cursor.row();
        if row >= editing.len() {
            return Outcome::Unchanged;
        }
        if let Some(why) = editing.locked(row) {
            self.notice = Some(view::locked(why));
            return Outcome::Changed;
        }
        editing.go_to_column(Shown::Address);
        let mut typing = Typing::new(editing, row);
        typing.judge(editing);
        self.mode = Mode::Typing(Box::new(typing));
        Outcome::Changed
    }

    /// A key for what is typed.
    pub(super) fn type_key(&mut self, key: KeyEvent, context: &mut Context) -> Outcome {
        self.type_with(context, |input| input.key(key))
    }

    /// A pasted text for what is typed.
    pub(super) fn type_text(&mut self, text: &str, context: &mut Context) -> Outcome {
        self.type_with(context, |input| input.paste(text))
    }

    fn type_with(
        &mut self,
        context: &mut Context,
        change: impl FnOnce(&mut Input) -> bool,
    ) -> Outcome {
        let Mode::Typing(typing) = &mut self.mode else {
            return Outcome::Ignored;
        };
        let said = self.notice.take().is_some();
        let changed = change(&mut typing.input);
        if changed && let Some(editing) = context.desk.editing.as_mut() {
            typing.judge(editing);
            let typed = typing.is_changed().then(|| typing.input.value());
            editing.keep_draft(typing.row, typed);
        }
        Outcome::changed(changed || said)
    }

    /// An action while a cell is typed in.
    pub(super) fn on_typing(&mut self, action: Action, context: &mut Context) -> Outcome {
        let outcome = self.act_typing(action, context);
        if !matches!(self.mode, Mode::Typing(_))
            && let Some(editing) = context.desk.editing.as_mut()
        {
            editing.forget_draft();
        }
        outcome
    }

    fn act_typing(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Back => {
                self.mode = Mode::Table;
                Outcome::Changed
            }
            Action::Open => {
                if self.commit(context) {
                    self.go_down(context);
                }
                Outcome::Changed
            }
            Action::NextField | Action::PreviousField => {
                if self.commit(context) {
                    self.go_to_lacking(action == Action::NextField, context);
                }
                Outcome::Changed
            }
            Action::Save => {
                if self.commit(context) {
                    self.save(context)
                } else {
                    Outcome::Changed
                }
            }
            _ => Outcome::Ignored,
        }
    }

    /// Puts what was typed into the document. If it cannot stand there, typing goes on and the sentence says why.
    pub(super) fn commit(&mut self, context: &mut Context) -> bool {
        let desk = &mut context.desk;
        let (Mode::Typing(typing), Some(editing)) = (&self.mode, desk.editing.as_mut()) else {
            return true;
        };
        // Typing may begin before the check of the file has come so far as to know who is verified.
        if let Some(why) = editing.locked(typing.row) {
            self.notice = Some(view::locked(why));
            self.mode = Mode::Table;
            return true;
        }
        match editing.set(typing.row, typing.value()) {
            Ok(_) => {
                self.mode = Mode::Table;
                editing.check(&desk.place, &context.waker);
                true
            }
            Err(error) => {
                self.notice = Some(Sentence::new(Tone::Error, errors::edit(&error)));
                false
            }
        }
    }

    /// To the next row that can be edited; at the end of the file the cursor stays.
    fn go_down(&self, context: &mut Context) {
        let Some(editing) = context.desk.editing.as_mut() else {
            return;
        };
        let (row, len) = (editing.cursor.row(), editing.len());
        let next = (row + 1..len).find(|row| editing.locked(*row).is_none());
        editing.cursor.select(next.unwrap_or(row), len);
    }
}
