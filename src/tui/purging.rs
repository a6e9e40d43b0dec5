//! Old logs go while the screens are there already: there can be millions of rows. Not here: which logs, and when
//! ([`crate::jobs::purge`]).

use std::sync::Arc;

use crate::jobs::{JobError, JobHandle, purge};
use crate::tui::context::{Background, Context};
use crate::tui::layer::Outcome;
use crate::tui::steps;

struct Purging {
    job: JobHandle<Result<u64, JobError>>,
}

/// Purges what is due, once a day.
pub(super) fn start(context: &mut Context) {
    let place = context.desk.place.clone();
    if context.desk.without_register() || !purge::is_first_look(&place) {
        return;
    }
    let wake = Arc::new(context.waker.callback());
    let job = JobHandle::spawn(wake, move |control| purge::beside(&place, control));
    context.background.push(Box::new(Purging { job }));
}

impl Background for Purging {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        if !self.job.is_finished() {
            return Outcome::Unchanged;
        }
        match self.job.take() {
            // Notifications went with the logs.
            Some(Ok(1..)) => steps::refresh(context),
            Some(Ok(0) | Err(JobError::Cancelled)) => {}
            Some(Err(error)) => tracing::warn!(code = error.code(), "old logs are not purged"),
            None => tracing::warn!("old logs are not purged"),
        }
        Outcome::Close(None)
    }

    fn running(&self) -> Option<String> {
        None
    }

    fn stop(&mut self) {
        self.job.cancel();
    }
}
