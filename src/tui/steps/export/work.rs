//! An export on its thread: watched by its screen while that is open, else from the background, so that going elsewhere
//! neither stops it nor hides how it ended.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::domain::text::visible;
use crate::jobs::export::Exported;
use crate::jobs::{Control, JobError, JobHandle};
use crate::lang::errors;
use crate::t;
use crate::tui::context::{Background, Context};
use crate::tui::dialogs::Message;
use crate::tui::layer::Outcome;
use crate::tui::steps;
use crate::tui::theme::Tone;

type Job = JobHandle<Result<Exported, JobError>>;

/// How an export ended.
pub(super) enum Finished {
    /// The file is there.
    Done(Box<Exported>),
    /// It is not, for this reason.
    Failed(JobError),
    /// The thread ended without a word; what it said went to the log.
    Broken,
}

/// The job, held by its screen and by whoever watches when the screen is gone. Empty once its end was taken.
#[derive(Clone)]
pub(super) struct Work(Rc<RefCell<Option<Job>>>);

impl Work {
    /// Starts an export.
    pub(super) fn start(
        context: &mut Context,
        name: Option<String>,
        job: impl FnOnce(&Control) -> Result<Exported, JobError> + Send + 'static,
    ) -> Work {
        let handle = JobHandle::spawn(Arc::new(context.waker.callback()), job);
        let work = Work(Rc::new(RefCell::new(Some(handle))));
        context.background.push(Box::new(Watch {
            work: work.clone(),
            name: name.unwrap_or_default(),
        }));
        work
    }

    /// How it ended, once, when it has.
    pub(super) fn take(&self) -> Option<Finished> {
        let mut job = self.0.borrow_mut();
        let ended = job.as_mut().is_none_or(|job| job.is_finished());
        if !ended {
            return None;
        }
        let result = job.as_mut().and_then(Job::take);
        *job = None;
        Some(match result {
            Some(Ok(exported)) => Finished::Done(Box::new(exported)),
            Some(Err(error)) => Finished::Failed(error),
            None => Finished::Broken,
        })
    }

    /// How far it is.
    pub(super) fn progress(&self) -> (u64, u64) {
        self.0.borrow().as_ref().map_or((0, 0), Job::progress)
    }

    /// Asks it to stop.
    pub(super) fn cancel(&self) {
        if let Some(job) = self.0.borrow().as_ref() {
            job.cancel();
        }
    }

    fn is_over(&self) -> bool {
        self.0.borrow().is_none()
    }
}

/// Tells of an export that is done, wherever the operator is.
pub(super) fn announce(exported: &Exported, context: &mut Context) {
    steps::refresh(context);
    context.toast(Tone::Ok, &t!("exp-toast", rows = exported.run.rows));
}

struct Watch {
    work: Work,
    name: String,
}

impl Background for Watch {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        if self.work.is_over() {
            return Outcome::Close(None);
        }
        // The screen is there and looks by itself.
        if Rc::strong_count(&self.work.0) > 1 {
            return Outcome::Unchanged;
        }
        let failed = match self.work.take() {
            None => return Outcome::Unchanged,
            Some(Finished::Done(exported)) => {
                announce(&exported, context);
                return Outcome::Close(None);
            }
            Some(Finished::Failed(JobError::Cancelled)) => {
                steps::refresh(context);
                context.toast(Tone::Plain, &t!("exp-cancelled"));
                return Outcome::Close(None);
            }
            Some(Finished::Failed(error)) => {
                steps::refresh(context);
                errors::job(&error).whole()
            }
            Some(Finished::Broken) => t!("exp-broken"),
        };
        // The next look finds it over and takes it away.
        context.waker.wake();
        Outcome::push(Message::error(format!(
            "{} {failed}",
            t!("exp-failed", name = visible(&self.name).into_owned())
        )))
    }

    fn running(&self) -> Option<String> {
        let name = visible(&self.name).into_owned();
        (!self.work.is_over()).then(|| t!("exp-running", name = name))
    }

    fn stop(&mut self) {
        self.work.cancel();
    }
}
