//! Counting the persons of a register that has too many for that to be done between two keys. The screens show what was known
//! before until it is done.

use std::sync::Arc;

use crate::jobs::{JobError, JobHandle, PersonCounts};
use crate::tui::context::{Background, Context};
use crate::tui::layer::Outcome;

struct Counting {
    job: JobHandle<Result<PersonCounts, JobError>>,
}

/// Counts them if that is due.
pub fn start(context: &mut Context) {
    if !context.desk.facts.counting {
        return;
    }
    let place = context.desk.place.clone();
    let wake = Arc::new(context.waker.callback());
    let job = JobHandle::spawn(wake, move |_| Ok(place.open()?.person_counts()?));
    context.background.push(Box::new(Counting { job }));
}

impl Background for Counting {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        if !self.job.is_finished() {
            return Outcome::Unchanged;
        }
        match self.job.take() {
            Some(Ok(counts)) => {
                context.desk.facts.counts = counts;
                context.desk.facts.counting = false;
                crate::tui::steps::mark(context);
            }
            Some(Err(error)) => tracing::warn!(code = error.code(), "persons not counted"),
            None => tracing::warn!("persons not counted"),
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
