//! What a register says of itself, read beside the first screen: who opens a file sees it at once, and the line of steps and the bell
//! follow. Not here: what is read ([`Facts`]) and what screens do with it.

use std::sync::Arc;

use crate::jobs::{JobError, JobHandle};
use crate::tui::context::{Background, Context};
use crate::tui::desk::Facts;
use crate::tui::layer::Outcome;
use crate::tui::steps;

/// A register that is being read for the first time.
pub(super) struct Arriving {
    job: Option<JobHandle<Result<Facts, JobError>>>,
}

impl Arriving {
    /// Begins to read the register, and remembers there that this step, from 1, is open.
    pub(super) fn begin(context: &mut Context, step: u8) {
        let place = context.desk.place.clone();
        let job = JobHandle::spawn(Arc::new(context.waker.callback()), move |_| {
            let facts = Facts::of(&place, None)?;
            steps::remember(&place, step);
            Ok(facts)
        });
        let arriving = Arriving { job: Some(job) };
        context.background.push(Box::new(arriving));
    }
}

impl Background for Arriving {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        let Some(mut job) = self.job.take_if(|job| job.is_finished()) else {
            return Outcome::Unchanged;
        };
        match job.take() {
            Some(Ok(facts)) => {
                // Whatever was looked at meanwhile is newer.
                if !context.desk.is_known() {
                    context.desk.know(facts);
                    steps::mark(context);
                }
                Outcome::Close(None)
            }
            // Without its register the program ends with a sentence, as it would if it had read that first.
            Some(Err(error)) => {
                context.desk.failure = Some(error);
                Outcome::Quit
            }
            None => Outcome::Close(None),
        }
    }

    fn running(&self) -> Option<String> {
        None
    }

    fn stop(&mut self) {}
}
