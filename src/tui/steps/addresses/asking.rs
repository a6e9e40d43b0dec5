//! What cannot be seen from a file is asked: which file, which column holds what, which of two encodings is right.

use std::path::Path;

use super::saving::After;
use super::{Addresses, Mode};
use crate::domain::columns::Columns;
use crate::domain::template::{Encoding, Field};
use crate::file::{Reading, Table};
use crate::jobs::document::Opened;
use crate::jobs::error::DoubtfulCell;
use crate::lang::sentences;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Choice;
use crate::tui::folders::{ask_file, whole};
use crate::tui::layer::{Outcome, Value};
use crate::tui::theme::Tone;

const OPEN: &str = "addresses.open";
const COLUMN: &str = "addresses.column";
const DOUBT: &str = "addresses.doubt";
const ENCODING: &str = "addresses.encoding";
/// Whether quotes are to be read as they stand.
pub(super) const QUOTES: &str = "addresses.quotes";

/// The encodings that a file without a mark of its own can be in.
const UNMARKED: [Encoding; 3] = [Encoding::Utf8, Encoding::Windows1252, Encoding::Ibm437];

/// How many records the samples of a column are taken from, and how many are shown.
const SAMPLED: usize = 50;
const SAMPLES: usize = 3;

/// Columns that are being asked for, one after the other.
pub(super) struct Choosing {
    pub(super) columns: Columns,
    pub(super) left: Vec<Field>,
}

/// Whether this is one of the questions here.
pub(super) fn asks(question: &str) -> bool {
    [OPEN, COLUMN, DOUBT, ENCODING, QUOTES].contains(&question)
}

impl Addresses {
    /// Asks for a file.
    pub(super) fn ask_file(&mut self, context: &mut Context) -> Outcome {
        let file = context.desk.file.as_deref();
        let file = file.map(whole);
        let beside = file.as_deref().and_then(Path::parent);
        ask_file(OPEN, t!("addresses-open-title"), beside, context)
    }

    /// Asks anew for all columns of the open file.
    pub(super) fn ask_columns(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = &context.desk.editing else {
            return Outcome::Unchanged;
        };
        self.choosing = Some(Choosing {
            columns: editing.columns().clone(),
            left: Field::REQUIRED.to_vec(),
        });
        self.ask_column(context)
    }

    /// Asks for the first of the columns that are left to ask for.
    pub(super) fn ask_column(&self, context: &Context) -> Outcome {
        let table = match (&self.mode, &context.desk.editing) {
            (Mode::Unsettled(opened), _) => opened.document.table(),
            (_, Some(editing)) => editing.document().table(),
            _ => return Outcome::Changed,
        };
        let Some((columns, field)) = self
            .choosing
            .as_ref()
            .and_then(|choosing| Some((&choosing.columns, *choosing.left.first()?)))
        else {
            return Outcome::Changed;
        };
        let names = (0..columns.fields.len())
            .map(|column| describe(&table, columns, column))
            .collect();
        let likely = columns
            .position(field)
            .or_else(|| columns.fields.iter().position(Option::is_none));
        let title = t!("addresses-which-column", field = sentences::field(field));
        Outcome::push(Choice::new(COLUMN, title, names).selected(likely.unwrap_or(0)))
    }

    fn column_chosen(&mut self, column: usize, context: &mut Context) -> Outcome {
        let Some(choosing) = self.choosing.as_mut() else {
            return Outcome::Changed;
        };
        if !choosing.left.is_empty() {
            let field = choosing.left.remove(0);
            choosing.columns.assign(field, column);
        }
        if choosing.left.is_empty() {
            choosing.left.extend(choosing.columns.missing());
        }
        if !choosing.left.is_empty() {
            return self.ask_column(context);
        }
        let Some(Choosing { columns, .. }) = self.choosing.take() else {
            return Outcome::Changed;
        };
        match std::mem::replace(&mut self.mode, Mode::Table) {
            Mode::Unsettled(opened) => {
                let opened = Opened { columns, ..*opened };
                let outcome = self.adopt(opened, None, context);
                self.go_to_correction(context);
                outcome
            }
            _ => {
                let desk = &mut context.desk;
                if let Some(editing) = desk.editing.as_mut() {
                    editing.set_columns(columns);
                    editing.check(&desk.place, &context.waker);
                }
                Outcome::Changed
            }
        }
    }

    /// Asks in which encoding the file is to be read, after asking for the edits that this gives up.
    pub(super) fn ask_encoding(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = &context.desk.editing else {
            return Outcome::Unchanged;
        };
        let encoding = editing.document().table().encoding();
        if !UNMARKED.contains(&encoding) {
            let name = sentences::encoding(encoding);
            return self.say(Tone::Plain, t!("addresses-marked", encoding = name));
        }
        self.ask_discarding(After::Encoding, context)
    }

    /// The encodings to choose from.
    pub(super) fn ask_which_encoding(&mut self, context: &mut Context) -> Outcome {
        let now = context
            .desk
            .editing
            .as_ref()
            .map(|editing| editing.document().table().encoding());
        let at = UNMARKED.iter().position(|encoding| Some(*encoding) == now);
        let names = UNMARKED.map(sentences::encoding).to_vec();
        let title = t!("addresses-which-encoding");
        Outcome::push(Choice::new(ENCODING, title, names).selected(at.unwrap_or(0)))
    }

    /// One of the questions here has been answered.
    pub(super) fn opening_answered(
        &mut self,
        question: &str,
        value: Value,
        context: &mut Context,
    ) -> Outcome {
        match (question, value) {
            (OPEN, Value::Path(path)) => {
                self.read(path, Reading::default(), context);
                Outcome::Changed
            }
            (QUOTES, Value::Yes) => {
                if let Some(path) = self.asked.quotes.take() {
                    let reading = Reading {
                        quotes: false,
                        ..Reading::default()
                    };
                    self.read(path, reading, context);
                }
                Outcome::Changed
            }
            (COLUMN, Value::Index(column)) => self.column_chosen(column, context),
            (ENCODING, Value::Index(at)) => match UNMARKED.get(at) {
                Some(encoding) => self.read_again(*encoding, context),
                None => Outcome::Changed,
            },
            // The first is the guess by which the file has been read already.
            (DOUBT, Value::Index(1)) => {
                let other = context.desk.editing.as_ref().and_then(|editing| {
                    let table = editing.document().table();
                    table.doubt().map(|doubt| doubt.other)
                });
                match other {
                    Some(encoding) => self.read_again(encoding, context),
                    None => Outcome::Changed,
                }
            }
            (DOUBT, _) => {
                self.asked.doubt = false;
                self.ask_restore(context)
            }
            _ => Outcome::Changed,
        }
    }
}

/// Asks which of two encodings is right, with a row decoded both ways.
pub(super) fn ask_doubt(doubt: &DoubtfulCell) -> Outcome {
    let line = |encoding, text: &str| format!("{}: {text}", sentences::encoding(encoding));
    let names = vec![line(doubt.guess, &doubt.one), line(doubt.other, &doubt.two)];
    let title = t!("addresses-doubt", line = doubt.line);
    Outcome::push(Choice::new(DOUBT, title, names))
}

/// A column as the operator recognises it: its number, its heading, and what stands in it.
fn describe(table: &Table, columns: &Columns, column: usize) -> String {
    let cells = |below: bool| {
        (0..table.records().min(SAMPLED))
            .filter(move |record| (table.line(*record) > u64::from(columns.skip)) == below)
            .filter_map(move |record| table.cell(record, column))
            .filter(|cell| !cell.trim().is_empty())
    };
    let samples: Vec<_> = cells(true).take(SAMPLES).collect();
    let samples = samples.join(", ");
    match cells(false).next_back() {
        Some(heading) => format!("{}  {heading}: {samples}", column + 1),
        None => format!("{}  {samples}", column + 1),
    }
}
