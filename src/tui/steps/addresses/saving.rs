//! Saving the open file, and what can be in the way: somebody else wrote to it, it is gone, the name is taken, the disk is
//! full. Whatever happens, the edits are still there.

use std::path::{Path, PathBuf};

use super::state::{Editing, Saved, file_name};
use super::{Addresses, alike, asking, conflict, fill, finding, keeping};
use crate::domain::template::Kind;
use crate::file::{FileError, WriteOptions};
use crate::lang::errors;
use crate::t;
use crate::tui::context::{Background, Context};
use crate::tui::dialogs::{Confirm, Message};
use crate::tui::folders::{ask_name, whole};
use crate::tui::layer::{Answer, Outcome, Value};
use crate::tui::steps;
use crate::tui::theme::Tone;

const ELSEWHERE: &str = "addresses.elsewhere";
const SAVE_AS: &str = "addresses.save-as";
const REPLACE: &str = "addresses.replace";
const DISCARD: &str = "addresses.discard";

/// What a dialog about a file is about, until it is answered.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The file that is to be replaced.
    pub(super) replace: Option<PathBuf>,
    /// What follows when the edits are given up.
    after: Option<After>,
    /// The file whose quotes are to be read as they stand.
    pub(super) quotes: Option<PathBuf>,
    /// Whether it is being asked which of two encodings is right.
    pub(super) doubt: bool,
}

/// What the edits would be given up for.
#[derive(Debug, Clone, Copy)]
pub(super) enum After {
    /// Opening another file.
    Load,
    /// Reading the file in another encoding.
    Encoding,
}

/// Looks at saving that goes on when the operator has left the screen.
#[derive(Default)]
struct Watch {
    /// Whether a screen has had its turn to look how it ended.
    waited: bool,
}

impl Background for Watch {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Close(None);
        };
        // A screen that waits for it has more to say.
        if editing.has_ended_saving() && !std::mem::replace(&mut self.waited, true) {
            context.waker.wake();
            return Outcome::Unchanged;
        }
        match editing.pull_save() {
            Some(Saved::Done(changes)) => {
                let told = done(editing, changes);
                steps::refresh(context);
                context.toast(Tone::Ok, &told);
                Outcome::Close(None)
            }
            Some(Saved::Failed(error)) => {
                Outcome::push(Message::error(errors::file(&error).whole()))
            }
            Some(Saved::Lost) => Outcome::push(Message::error(t!("addresses-save-lost"))),
            None if editing.is_saving() => Outcome::Unchanged,
            None => Outcome::Close(None),
        }
    }

    fn running(&self) -> Option<String> {
        Some(t!("addresses-saving"))
    }

    fn stop(&mut self) {
        // Writing is never cut off: who lets go of the job waits for it.
    }
}

/// How saving for another step stands.
#[derive(Debug)]
pub enum Elsewhere {
    /// It goes on.
    Saving,
    /// Nothing is unsaved.
    Saved,
    /// It failed, with a sentence; the edits are still there.
    NotSaved(String),
}

/// What step 3 has not saved of this file, as a sentence.
pub fn unsaved_of(path: &Path, context: &Context) -> Option<String> {
    let editing = context.desk.editing.as_ref()?;
    let same = whole(editing.path()) == whole(path);
    same.then(|| editing.unsaved()).flatten()
}

/// Begins to save the file of step 3 over itself, for another step that reads it.
pub fn save_for_other_step(context: &mut Context) {
    let desk = &mut context.desk;
    let Some(editing) = desk.editing.as_mut().filter(|editing| !editing.is_saving()) else {
        return;
    };
    let document = editing.document();
    let path = document.path().to_owned();
    let options = document
        .stamp()
        .map_or(WriteOptions::NEW, WriteOptions::unless_changed);
    editing.save(path, options, &desk.place, &context.waker);
    context.background.push(Box::new(Watch::default()));
}

/// Looks how that stands.
pub fn pull_for_other_step(context: &mut Context) -> Elsewhere {
    let Some(editing) = context.desk.editing.as_mut() else {
        return Elsewhere::Saved;
    };
    match editing.pull_save() {
        Some(Saved::Done(changes)) => {
            let told = done(editing, changes);
            steps::refresh(context);
            context.toast(Tone::Ok, &told);
            Elsewhere::Saved
        }
        Some(Saved::Failed(error)) => Elsewhere::NotSaved(errors::file(&error).whole()),
        Some(Saved::Lost) => Elsewhere::NotSaved(t!("addresses-save-lost")),
        None if editing.is_saving() => Elsewhere::Saving,
        None => match editing.unsaved() {
            Some(unsaved) => Elsewhere::NotSaved(unsaved),
            None => Elsewhere::Saved,
        },
    }
}

fn done(editing: &Editing, changes: usize) -> String {
    let changes = u64::try_from(changes).unwrap_or(u64::MAX);
    t!("addresses-saved", file = editing.name(), n = changes)
}

impl Addresses {
    /// Saves over the file that was opened.
    pub(super) fn save(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_ref() else {
            return Outcome::Unchanged;
        };
        let document = editing.document();
        if document.read_only().is_some() {
            return self.say(Tone::Warning, t!("addresses-file-read-only"));
        }
        if !document.is_changed() {
            return self.say(Tone::Plain, t!("addresses-nothing-to-save"));
        }
        let path = editing.path().to_owned();
        let options = document
            .stamp()
            .map_or(WriteOptions::NEW, WriteOptions::unless_changed);
        self.write(path, options, context)
    }

    pub(super) fn write(
        &mut self,
        path: PathBuf,
        options: WriteOptions,
        context: &mut Context,
    ) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        if editing.is_saving() {
            return Outcome::Unchanged;
        }
        editing.save(path, options, &desk.place, &context.waker);
        context.background.push(Box::new(Watch::default()));
        self.say(Tone::Plain, t!("addresses-saving"))
    }

    /// Asks for a name to save under.
    pub(super) fn ask_where(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_ref() else {
            return Outcome::Unchanged;
        };
        if editing.document().read_only().is_some() {
            return self.say(Tone::Warning, t!("addresses-file-read-only"));
        }
        let whole = whole(editing.path());
        let directory = whole.parent().unwrap_or(Path::new("/"));
        let name = whole.file_name().unwrap_or_default().to_string_lossy();
        let title = t!("addresses-save-as-title");
        ask_name(SAVE_AS, title, directory, &name, context)
    }

    /// What follows when saving has ended.
    pub(super) fn after_saving(&mut self, saved: Saved, context: &mut Context) -> Outcome {
        match saved {
            Saved::Done(changes) => {
                if let Some(editing) = &context.desk.editing {
                    let told = done(editing, changes);
                    context.desk.file = Some(editing.path().to_owned());
                    let desk = &context.desk;
                    let next = if desk.without_register() {
                        t!("no-register-saved-next")
                    } else if self.correcting {
                        t!("addresses-saved-touched")
                    } else if desk.facts.count_usable(Kind::Import) > 0 {
                        t!("addresses-saved-import")
                    } else {
                        t!("addresses-saved-template")
                    };
                    self.say(Tone::Ok, format!("{told} {next}"));
                }
                steps::refresh(context);
                Outcome::Changed
            }
            Saved::Failed(error) => {
                self.notice = None;
                self.failed(&error, context)
            }
            Saved::Lost => Outcome::push(Message::error(t!("addresses-save-lost"))),
        }
    }

    fn failed(&mut self, error: &FileError, context: &mut Context) -> Outcome {
        let told = errors::file(error);
        match error {
            FileError::Changed { removed, .. } => self.conflict(error, *removed, context),
            FileError::Exists { path } => {
                self.asked.replace = Some(path.clone());
                Outcome::push(Confirm::new(
                    REPLACE,
                    t!("addresses-replace-title"),
                    t!("addresses-replace", file = file_name(path)),
                ))
            }
            _ => Outcome::push(Confirm::new(
                ELSEWHERE,
                t!("addresses-elsewhere-title"),
                format!("{}\n{}", told.message, t!("addresses-elsewhere")),
            )),
        }
    }

    /// Asks before edits are given up; where there are none, goes on at once.
    pub(super) fn ask_discarding(&mut self, after: After, context: &mut Context) -> Outcome {
        match context.desk.unsaved() {
            None => self.discarded(after, context),
            Some(unsaved) => {
                self.asked.after = Some(after);
                Outcome::push(Confirm::new(
                    DISCARD,
                    t!("addresses-discard-title"),
                    format!("{unsaved}\n{}", t!("addresses-discard")),
                ))
            }
        }
    }

    fn discarded(&mut self, after: After, context: &mut Context) -> Outcome {
        match after {
            After::Load => self.ask_file(context),
            After::Encoding => self.ask_which_encoding(context),
        }
    }

    /// A dialog has been answered.
    pub(super) fn answered(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (ELSEWHERE, Value::Yes) => self.ask_where(context),
            (SAVE_AS, Value::Path(path)) => self.save_as(path, context),
            (REPLACE, Value::Yes) => match self.asked.replace.take() {
                Some(path) => self.write(path, WriteOptions::REPLACE, context),
                None => Outcome::Changed,
            },
            (DISCARD, Value::Yes) => match self.asked.after.take() {
                Some(after) => self.discarded(after, context),
                None => Outcome::Changed,
            },
            (alike::TAKE, answer) => self.take_alike(&answer, context),
            (question, value) if conflict::asks(question) => {
                self.conflict_answered(question, value, context)
            }
            (question, value) if keeping::asks(question) => {
                self.journal_answered(question, value, context)
            }
            (question, value) if finding::asks(question) => {
                self.finding_answered(question, value, context)
            }
            (question, value) if asking::asks(question) => {
                self.opening_answered(question, value, context)
            }
            (question, value) if fill::asks(question) => {
                self.fill_answered(question, value, context)
            }
            _ => Outcome::Changed,
        }
    }

    fn save_as(&mut self, path: PathBuf, context: &mut Context) -> Outcome {
        let document = context.desk.editing.as_ref().map(Editing::document);
        let here = document.is_some_and(|document| whole(document.path()) == path);
        match document.and_then(|document| document.stamp()) {
            // The file itself: with the care that saving takes, and also when nothing was changed.
            Some(stamp) if here => self.write(path, WriteOptions::unless_changed(stamp), context),
            _ => self.write(path, WriteOptions::NEW, context),
        }
    }
}
