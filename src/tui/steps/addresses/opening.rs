//! From a path to an open file: reading it on a worker, and asking what cannot be seen from it — which file, which column
//! holds what, which of two encodings is right.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::saving::After;
use super::state::{Editing, file_name, whole};
use super::view::Sentence;
use super::{Addresses, Mode};
use crate::domain::columns::Columns;
use crate::domain::template::{Encoding, Field, Template};
use crate::file::{FileError, Reading, Stamp, Table};
use crate::jobs::document::{self, Opened};
use crate::jobs::error::DoubtfulCell;
use crate::jobs::{JobError, JobHandle};
use crate::lang::{errors, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::dialogs::{Choice, Confirm, FileDialog, Message};
use crate::tui::folders::Folders;
use crate::tui::keys::Action;
use crate::tui::layer::{Outcome, Value};
use crate::tui::screens;
use crate::tui::theme::Tone;

const OPEN: &str = "addresses.open";
const COLUMN: &str = "addresses.column";
const DOUBT: &str = "addresses.doubt";
const ENCODING: &str = "addresses.encoding";
const QUOTES: &str = "addresses.quotes";

/// The encodings that a file without a mark of its own can be in.
const UNMARKED: [Encoding; 3] = [Encoding::Utf8, Encoding::Windows1252, Encoding::Ibm437];

/// How many records the samples of a column are taken from, and how many are shown.
const SAMPLED: usize = 50;
const SAMPLES: usize = 3;

/// A file that is being read.
pub(super) struct Opening {
    path: PathBuf,
    job: JobHandle<Read>,
}

/// What was read, and the file that was open before where that is only read in another way.
type Read = (Option<Box<Editing>>, Result<Opened, JobError>);

/// Columns that are being asked for, one after the other.
pub(super) struct Choosing {
    columns: Columns,
    left: Vec<Field>,
}

/// Whether this is one of the questions here.
pub(super) fn asks(question: &str) -> bool {
    [OPEN, COLUMN, DOUBT, ENCODING, QUOTES].contains(&question)
}

/// What stands on the screen while there is no table.
pub(super) fn words(mode: &Mode) -> String {
    match mode {
        Mode::Opening(opening) => {
            let file = file_name(&opening.path);
            match opening.job.progress() {
                (done, total) if total > 0 => {
                    t!(
                        "addresses-opening-share",
                        file = file,
                        percent = done * 100 / total
                    )
                }
                _ => t!("addresses-opening", file = file),
            }
        }
        Mode::Unsettled(opened) => t!(
            "addresses-unsettled",
            file = file_name(opened.document.path()),
            field = opened
                .columns
                .missing()
                .map(sentences::field)
                .unwrap_or_default()
        ),
        Mode::Empty | Mode::Table | Mode::Typing(_) => t!("addresses-none"),
    }
}

/// Those that a file without headings is held against: of the last export, of imports, of other exports.
fn templates(desk: &Desk) -> Vec<Template> {
    let facts = &desk.facts;
    let last = facts
        .last_export
        .as_ref()
        .and_then(|run| run.template.as_ref());
    let exports = || facts.export_templates.iter().map(|stored| &stored.template);
    let imports = facts.import_templates.iter().map(|stored| &stored.template);
    exports()
        .filter(|template| Some(&template.name) == last)
        .chain(imports)
        .chain(exports())
        .cloned()
        .collect()
}

impl Addresses {
    /// Finds the file to show when the step is opened.
    pub(super) fn enter(&mut self, context: &mut Context) {
        let wanted = context.desk.file.clone();
        let desk = &mut context.desk;
        match (desk.editing.as_mut(), wanted) {
            (Some(editing), Some(path)) if !editing.document().is_changed() => {
                // What an export has written meanwhile, or somebody else, is what is wanted; nothing is lost.
                let same =
                    editing.path() == path && Stamp::now(&path).ok() == editing.document().stamp();
                if !same && !editing.is_saving() {
                    self.read(path, Reading::default(), context);
                    return;
                }
            }
            (Some(editing), Some(path)) if editing.path() != path => {
                let sentence = t!(
                    "addresses-still-open",
                    file = editing.name(),
                    other = file_name(&path)
                );
                self.notice = Some(Sentence::new(Tone::Warning, sentence));
            }
            (Some(_), _) => {}
            (None, Some(path)) => {
                self.read(path, Reading::default(), context);
                return;
            }
            (None, None) => {
                self.ask_file = true;
                context.waker.wake();
                return;
            }
        }
        self.mode = Mode::Table;
        // The register, the allowed domains too, may be other ones than when the step was left.
        if let Some(editing) = desk.editing.as_mut() {
            editing.forget_people();
            editing.check(&desk.place, &context.waker);
        }
    }

    /// Asks for a file.
    pub(super) fn ask_file(&mut self, context: &mut Context) -> Outcome {
        let file = context.desk.file.as_deref();
        let directory = file
            .and_then(Path::parent)
            .map_or_else(|| context.desk.directory(), Path::to_owned);
        let start = whole(&directory);
        Outcome::push(FileDialog::new(
            OPEN,
            t!("addresses-open-title"),
            Box::new(Folders::new(&start)),
            &start,
        ))
    }

    fn read(&mut self, path: PathBuf, reading: Reading, context: &mut Context) {
        let (place, templates) = (context.desk.place.clone(), templates(&context.desk));
        let from = path.clone();
        let job = JobHandle::spawn(Arc::new(context.waker.callback()), move |control| {
            (
                None,
                document::open(&place, &from, reading, &templates, control),
            )
        });
        self.mode = Mode::Opening(Opening { path, job });
    }

    /// Reads the open file in another encoding. It goes along to the worker and comes back if that fails.
    fn read_again(&mut self, encoding: Encoding, context: &mut Context) -> Outcome {
        let templates = templates(&context.desk);
        let Some(editing) = context.desk.editing.take().map(Box::new) else {
            return Outcome::Changed;
        };
        let path = editing.path().to_owned();
        let dialect = editing.document().table().dialect();
        let reading = Reading {
            encoding: Some(encoding),
            quotes: dialect.quotes,
            ..Reading::default()
        };
        let job = JobHandle::spawn(Arc::new(context.waker.callback()), move |control| {
            let opened = document::reread(editing.document(), reading, &templates, control);
            (Some(editing), opened)
        });
        self.mode = Mode::Opening(Opening { path, job });
        Outcome::Changed
    }

    /// Looks whether the file has been read.
    pub(super) fn pull_opening(&mut self, context: &mut Context) -> Outcome {
        let Mode::Opening(opening) = &mut self.mode else {
            return Outcome::Unchanged;
        };
        if !opening.job.is_finished() {
            return Outcome::Changed;
        }
        let path = opening.path.clone();
        let read = opening.job.take();
        let (before, opened) = read.unwrap_or((None, Err(JobError::Cancelled)));
        if let Some(before) = before {
            context.desk.editing = Some(*before);
        }
        match opened {
            Ok(opened) => self.adopt(opened, context),
            Err(error) => {
                self.mode = match context.desk.editing {
                    Some(_) => Mode::Table,
                    None => Mode::Empty,
                };
                self.not_opened(&error, path)
            }
        }
    }

    fn not_opened(&mut self, error: &JobError, path: PathBuf) -> Outcome {
        let told = errors::job(error);
        if matches!(error, JobError::File(FileError::QuoteUnclosed { .. })) {
            self.asked.quotes = Some(path);
            return Outcome::push(Confirm::new(
                QUOTES,
                t!("tui-error-title"),
                format!("{}\n{}", told.message, t!("addresses-quotes")),
            ));
        }
        Outcome::push(Message::error(told.whole()))
    }

    /// Makes a file that was read the open one, or asks for its columns.
    fn adopt(&mut self, opened: Opened, context: &mut Context) -> Outcome {
        let doubt = opened.doubt.clone();
        match Editing::new(opened) {
            Ok(mut editing) => {
                let desk = &mut context.desk;
                if editing.document().read_only().is_some() {
                    let sentence = t!("addresses-file-read-only");
                    self.notice = Some(Sentence::new(Tone::Warning, sentence));
                }
                desk.file = Some(editing.path().to_owned());
                editing.check(&desk.place, &context.waker);
                desk.editing = Some(editing);
                self.mode = Mode::Table;
                match doubt {
                    Some(doubt) => ask_doubt(&doubt),
                    None => Outcome::Changed,
                }
            }
            Err((opened, missing)) => {
                self.choosing = Some(Choosing {
                    columns: opened.columns.clone(),
                    left: vec![missing],
                });
                self.mode = Mode::Unsettled(opened);
                self.ask_column(context)
            }
        }
    }

    /// What a key asks for while there is no table.
    pub(super) fn without_table(&mut self, action: Action, context: &mut Context) -> Outcome {
        match (action, &self.mode) {
            (Action::Back, Mode::Opening(_)) if context.desk.editing.is_some() => {
                self.mode = Mode::Table;
                Outcome::Changed
            }
            (Action::Back, _) => screens::to_guide(context),
            (Action::Columns, Mode::Unsettled(opened)) => {
                self.choosing = Some(Choosing {
                    columns: opened.columns.clone(),
                    left: opened.columns.missing().into_iter().collect(),
                });
                self.ask_column(context)
            }
            (Action::Load, Mode::Empty | Mode::Unsettled(_)) => {
                self.ask_discarding(After::Load, context)
            }
            _ => Outcome::Ignored,
        }
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

    fn ask_column(&self, context: &Context) -> Outcome {
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
                self.adopt(opened, context)
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
            _ => Outcome::Changed,
        }
    }
}

fn ask_doubt(doubt: &DoubtfulCell) -> Outcome {
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
