//! From a path to an open file: reading it on a worker, its beginning first. Not here: what has to be asked about it
//! ([`super::asking`]).

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::asking::{Choosing, QUOTES, ask_doubt};
use super::saving::After;
use super::state::{Editing, file_name};
use super::view::Sentence;
use super::{Addresses, Mode, correcting};
use crate::domain::template::{Encoding, Template};
use crate::file::{self, FileError, JournalError, Reading, Stamp, sweep_beside};
use crate::jobs::document::{self, Opened, Start};
use crate::jobs::{JobError, JobHandle, Place, journal};
use crate::lang::{errors, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::desk::Facts;
use crate::tui::dialogs::{Confirm, Message};
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::moving;
use crate::tui::screens;
use crate::tui::theme::Tone;

/// A file that is being read.
pub(super) struct Opening {
    path: PathBuf,
    job: JobHandle<Read>,
    /// Where the worker puts the beginning of a long file as soon as it has it.
    start: Arc<Mutex<Option<Opened>>>,
    /// That beginning, to look at meanwhile.
    pub(super) preview: Option<Box<Editing>>,
    /// Whether the end of the file is to be shown when it is there.
    to_the_end: bool,
}

impl Opening {
    fn new(path: PathBuf, job: JobHandle<Read>, start: Arc<Mutex<Option<Opened>>>) -> Opening {
        Opening {
            path,
            job,
            start,
            preview: None,
            to_the_end: false,
        }
    }

    /// Looks whether the beginning of the file has come; whether it has.
    fn pull_start(&mut self) -> bool {
        let started = self
            .start
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // Where a column is not known, it is asked for when the whole file is there.
        match started.map(Editing::new) {
            Some(Ok(editing)) => {
                self.preview = Some(Box::new(editing));
                true
            }
            _ => false,
        }
    }

    /// Moves in what can be seen of the file so far.
    fn move_by(&mut self, action: Action) -> Outcome {
        let bottom = action == Action::Bottom;
        match self.preview.as_mut() {
            Some(preview) => {
                let len = preview.len();
                let moved = moving::table(&mut preview.cursor, len, 1, action);
                if !matches!(moved, Outcome::Ignored) {
                    self.to_the_end = bottom;
                }
                moved
            }
            None if bottom => {
                self.to_the_end = true;
                Outcome::Unchanged
            }
            None => Outcome::Ignored,
        }
    }
}

/// What was read, and the file that was open before where that is only read in another way.
type Read = (Option<Box<Editing>>, Result<Opened, JobError>, Journaled);

/// The journal of the file, where it was opened with it.
type Journaled = Option<Result<file::Opened, JournalError>>;

/// What was read, with the journal of the file; that may be long, too.
fn with_journal(opened: Result<Opened, JobError>, place: &Place) -> Read {
    let edited = opened.as_ref().map(|opened| &opened.document).ok();
    let edited = edited.filter(|document| document.read_only().is_none());
    let journal = edited.map(|document| journal::open(place, document.path()));
    (None, opened, journal)
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
fn templates(facts: &Facts) -> Vec<Template> {
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
                    let reading = correcting::reading(desk, &path);
                    self.read(path, reading, context);
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
                let reading = correcting::reading(desk, &path);
                self.read(path, reading, context);
                return;
            }
            (None, None) => {
                self.ask_file = true;
                context.waker.wake();
                return;
            }
        }
        self.mode = Mode::Table;
        // A journal may have been looked through while another screen was open.
        context.waker.wake();
        // The register, the allowed domains too, may be other ones than when the step was left.
        if let Some(editing) = desk.editing.as_mut() {
            editing.forget_people();
            editing.check(&desk.place, &context.waker);
        }
        self.go_to_correction(context);
    }

    /// Reads a file on a worker.
    pub(super) fn read(&mut self, path: PathBuf, reading: Reading, context: &mut Context) {
        let place = context.desk.place.clone();
        let known = context.desk.is_known();
        let known = known.then(|| templates(&context.desk.facts));
        let from = path.clone();
        let (whole, preview) = match context.desk.beginning.take().map(|start| *start) {
            Some(Start::Whole(opened)) => (Some(opened), None),
            Some(Start::Beginning(opened)) => (None, Editing::new(opened).ok().map(Box::new)),
            None => (None, None),
        };
        let shown = preview.is_some();
        let start = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&start);
        let wake = Arc::new(context.waker.callback());
        let woken = Arc::clone(&wake);
        let job = JobHandle::spawn(wake, move |control| {
            if let Some(opened) = whole {
                return with_journal(Ok(opened), &place);
            }
            if !shown {
                // What is wrong with the file is told when all of it is read.
                let known = known.as_deref().unwrap_or_default();
                match document::open_start(&from, reading, known) {
                    Ok(Start::Whole(opened)) => return with_journal(Ok(opened), &place),
                    Ok(Start::Beginning(opened)) => {
                        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(opened);
                        woken();
                    }
                    Err(_) => {}
                }
            }
            let known = known.map_or_else(|| Facts::of(&place, None).map(|f| templates(&f)), Ok);
            let opened = known
                .and_then(|templates| document::open(&place, &from, reading, &templates, control));
            with_journal(opened, &place)
        });
        let opening = Opening::new(path, job, start);
        self.mode = Mode::Opening(Opening { preview, ..opening });
    }

    /// Reads the open file in another encoding. It goes along to the worker and comes back if that fails.
    pub(super) fn read_again(&mut self, encoding: Encoding, context: &mut Context) -> Outcome {
        let templates = templates(&context.desk.facts);
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
            (Some(editing), opened, None)
        });
        self.mode = Mode::Opening(Opening::new(path, job, Arc::default()));
        Outcome::Changed
    }

    /// Looks whether the file has been read.
    pub(super) fn pull_opening(&mut self, context: &mut Context) -> Outcome {
        let Mode::Opening(opening) = &mut self.mode else {
            return Outcome::Unchanged;
        };
        if !opening.job.is_finished() {
            // Without a preview the share that is read stands on the screen.
            return Outcome::changed(opening.pull_start() || opening.preview.is_none());
        }
        let path = opening.path.clone();
        let preview = opening.preview.take();
        let to_the_end = opening.to_the_end;
        let read = opening.job.take();
        let (before, opened, journal) = read.unwrap_or((None, Err(JobError::Cancelled), None));
        // The cursor stays where it was in the beginning of the file, or before it was read in another way.
        let cursor = [preview.as_ref(), before.as_ref()]
            .into_iter()
            .flatten()
            .map(|seen| seen.cursor.clone())
            .next();
        if let Some(before) = before {
            context.desk.editing = Some(*before);
        }
        match opened {
            Ok(opened) => {
                let outcome = self.adopt(opened, journal, context);
                if let (Mode::Table, Some(editing)) = (&self.mode, context.desk.editing.as_mut()) {
                    editing.stay(cursor, to_the_end);
                }
                self.go_to_correction(context);
                outcome
            }
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
                t!("addresses-quotes-title"),
                format!("{}\n{}", told.message, t!("addresses-quotes")),
            ));
        }
        Outcome::push(Message::error(told.whole()))
    }

    /// Makes a file that was read the open one, or asks for its columns.
    pub(super) fn adopt(
        &mut self,
        opened: Opened,
        journal: Journaled,
        context: &mut Context,
    ) -> Outcome {
        let doubt = opened.doubt.clone();
        self.asked.doubt = false;
        match Editing::new(opened) {
            Ok(mut editing) => {
                let desk = &mut context.desk;
                let before = desk.editing.take();
                let journal = editing.open_journal(&desk.place, &context.waker, journal, before);
                if editing.document().read_only().is_some() {
                    let sentence = t!("addresses-file-read-only");
                    self.notice = Some(Sentence::new(Tone::Warning, sentence));
                }
                desk.file = Some(editing.path().to_owned());
                let (place, path) = (desk.place.clone(), editing.path().to_owned());
                let wake = Arc::new(context.waker.callback());
                editing.remembering = Some(JobHandle::spawn(wake, move |_| {
                    document::remember(&place, &path);
                    sweep_beside(&path);
                }));
                editing.check(&desk.place, &context.waker);
                desk.editing = Some(editing);
                self.mode = Mode::Table;
                match doubt {
                    // What the journal has to say waits: the next edit asks.
                    Some(doubt) if journal.is_ok() => {
                        self.asked.doubt = true;
                        ask_doubt(&doubt)
                    }
                    _ => self.journal_opened(journal, context),
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
        if let Mode::Opening(opening) = &mut self.mode {
            let moved = opening.move_by(action);
            if !matches!(moved, Outcome::Ignored) {
                return moved;
            }
        }
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
}
