//! Saving something as a file beside the screen: asks where, writes on a worker, asks again before anything is replaced, and
//! says what came of it. Not here: what is written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::text::visible;
use crate::file::{self, FileError, WriteOptions, expand_home};
use crate::jobs::people_lists::Written;
use crate::jobs::{Control, JobError, JobHandle};
use crate::lang::errors;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message, Prompt};
use crate::tui::folders::whole;
use crate::tui::layer::{Answer, Outcome, Value};
use crate::tui::theme::Tone;

const ASK_PATH: &str = "saving.path";
const ASK_REPLACE: &str = "saving.replace";

/// Writes to a path, replacing what is there if told so.
pub type Write = dyn Fn(&Path, bool, &Control) -> Result<Written, JobError> + Send + Sync;

/// A file that is being saved, or nothing.
#[derive(Default)]
pub struct Saving {
    path: PathBuf,
    write: Option<Arc<Write>>,
    job: Option<JobHandle<Result<Written, JobError>>>,
}

impl Saving {
    /// Asks for the path; `name` is proposed, in the directory where files are proposed to go.
    pub fn ask(&mut self, name: &str, write: Arc<Write>, context: &Context) -> Outcome {
        if self.is_running() {
            return Outcome::Unchanged;
        }
        self.write = Some(write);
        let path = whole(&context.desk.directory()).join(name);
        let prompt = Prompt::new(
            ASK_PATH,
            t!("saving-title"),
            t!("saving-label"),
            &path.to_string_lossy(),
        );
        Outcome::push(prompt.path().checked(|text| match text.trim() {
            "" => Err(t!("saving-no-path")),
            // What stands there already is asked about; what is in the way is said where the path can be mended.
            path => match file::may_write(&whole(&expand_home(path)), WriteOptions::REPLACE) {
                Err(error) => Err(errors::file(&error).message),
                Ok(()) => Ok(()),
            },
        }))
    }

    /// Whether a file is being written.
    pub fn is_running(&self) -> bool {
        self.job.is_some()
    }

    /// Lets go of what was to be written.
    pub fn forget(&mut self) {
        self.write = None;
    }

    /// Takes the answers to its own questions.
    pub fn answer(&mut self, answer: &Answer, context: &Context) -> Outcome {
        match (answer.question, &answer.value) {
            (ASK_PATH, Value::Text(text)) => {
                self.path = whole(&expand_home(text.trim()));
                self.start(false, context)
            }
            (ASK_REPLACE, Value::Yes) => self.start(true, context),
            (ASK_REPLACE, _) => Outcome::Changed,
            _ => Outcome::Ignored,
        }
    }

    fn start(&mut self, replace: bool, context: &Context) -> Outcome {
        let Some(write) = self.write.clone() else {
            return Outcome::Unchanged;
        };
        let path = self.path.clone();
        let wake = Arc::new(context.waker.callback());
        self.job = Some(JobHandle::spawn(wake, move |control| {
            write(&path, replace, control)
        }));
        Outcome::Changed
    }

    /// Pulls what came of it.
    pub fn wake(&mut self, context: &mut Context) -> Outcome {
        if !self.job.as_ref().is_some_and(JobHandle::is_finished) {
            return Outcome::Unchanged;
        }
        let path = visible(&self.path.to_string_lossy()).into_owned();
        match self.job.take().and_then(|mut job| job.take()) {
            Some(Ok(written)) => {
                self.write = None;
                let done = t!("saving-done", n = written.rows, path = path);
                if written.formula_like == 0 {
                    context.toast(Tone::Ok, &done);
                    return Outcome::Changed;
                }
                let formulas = t!("saving-formula-like", n = written.formula_like);
                let told = format!("{done}\n\n{formulas}");
                Outcome::push(Message::new(Tone::Plain, t!("saving-title"), told))
            }
            Some(Err(JobError::File(FileError::Exists { .. }))) => Outcome::push(Confirm::new(
                ASK_REPLACE,
                t!("saving-replace-title"),
                t!("saving-replace", path = path),
            )),
            Some(Err(error)) => Outcome::push(Message::error(errors::job(&error).whole())),
            None => Outcome::push(Message::error(t!("job-died"))),
        }
    }
}
