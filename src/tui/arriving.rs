//! What a register says of itself, read beside the first screen: who opens a file sees it at once, and the line of steps and the bell
//! follow. Not here: what is read ([`Facts`]) and what screens do with it.

use std::sync::Arc;

use crate::jobs::{JobError, JobHandle, settings};
use crate::lang::{self, Language};
use crate::tui::context::{Background, Context};
use crate::tui::desk::Facts;
use crate::tui::layer::Outcome;
use crate::tui::steps;

/// What is known of the register, and the language that it says.
type Arrived = (Facts, Option<Language>);

/// A register that is being read for the first time.
pub(super) struct Arriving {
    job: Option<JobHandle<Result<Arrived, JobError>>>,
    /// The step that is open, from 1.
    step: u8,
}

impl Arriving {
    /// Begins to read the register, its language too where that is wanted; this step, from 1, is open.
    pub(super) fn begin(context: &mut Context, step: u8, ask_language: bool) {
        let place = context.desk.place.clone();
        let job = JobHandle::spawn(Arc::new(context.waker.callback()), move |_| {
            let facts = Facts::of(&place, None)?;
            let language = ask_language.then(|| settings::language(&place)).flatten();
            let language = language.and_then(|code| Language::from_code(&code));
            Ok((facts, language))
        });
        let arriving = Arriving {
            job: Some(job),
            step,
        };
        context.background.push(Box::new(arriving));
    }
}

impl Background for Arriving {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        let Some(mut job) = self.job.take_if(|job| job.is_finished()) else {
            return Outcome::Unchanged;
        };
        match job.take() {
            Some(Ok((facts, language))) => {
                // Sentences are made when they are drawn; the marks below are made anew.
                if let Some(language) = language {
                    lang::choose(language);
                }
                // Whatever was looked at meanwhile is newer.
                if !context.desk.is_known() {
                    context.desk.know(facts);
                }
                context.desk.remember_step(self.step);
                steps::mark(context);
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
