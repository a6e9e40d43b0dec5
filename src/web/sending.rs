//! The outbox, sent while the pages are served: by a worker that is begun again whenever it ended, as people wait for codes. What stands against
//! sending is told on standard error when it begins and when it ends, and not at every try.

use std::io::Write;
use std::sync::{Arc, Mutex};

use super::app::{App, lock};
use crate::domain::verification::SendState;
use crate::jobs::dispatch::{Ended, Event, Until, Worker};
use crate::jobs::{JobError, PauseReason, fault, now, transport};
use crate::lang::{errors, letters, verification as words};
use crate::t;

/// What was told last and holds since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// Nobody's mail gets through, and what the server answered.
    Paused(PauseReason, Option<u16>),
    /// The worker ended by this error.
    Failed(&'static str),
    /// Another program sends.
    Elsewhere,
}

/// Tells changes.
#[derive(Debug, Default)]
struct Teller {
    trouble: Mutex<Option<Trouble>>,
}

impl Teller {
    fn begins(&self, trouble: Trouble, sentence: &str) {
        if lock(&self.trouble).replace(trouble) != Some(trouble) {
            say(sentence);
        }
    }

    /// Ends what `ended` says has ended.
    fn ends(&self, ended: impl FnOnce(Trouble) -> bool) {
        if lock(&self.trouble)
            .take_if(|trouble| ended(*trouble))
            .is_some()
        {
            say(&t!("serve-sending-again"));
        }
    }

    fn hears(&self, event: Event) {
        match event {
            Event::Settled(state) => {
                tracing::info!(state = state.code(), "a mail was handled");
                // Whatever the server said of a recipient: it is there and lets us in.
                if let SendState::Accepted | SendState::Deferred | SendState::Rejected = state {
                    self.ends(|_| true);
                }
            }
            Event::Paused(pause) => {
                tracing::warn!(reason = pause.reason.code(), "sending is paused");
                // Whoever pauses by hand knows.
                if pause.reason != PauseReason::Administrator {
                    let trouble = Trouble::Paused(pause.reason, pause.reply);
                    self.begins(trouble, &words::pause(&pause));
                }
            }
        }
    }

    fn failed(&self, error: &JobError) {
        tracing::error!(code = error.code(), "sending the outbox failed");
        let trouble = Trouble::Failed(error.code());
        self.begins(trouble, &errors::job(error).whole());
    }
}

fn say(sentence: &str) {
    let line = format!("{} {sentence}\n", now().strftime("%Y-%m-%dT%H:%M:%SZ"));
    // Nobody is left to tell when the reader of standard error has gone.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// The worker and who tells of it. Dropping it ends it after the mail that is being sent.
#[derive(Debug)]
pub(super) struct Sending {
    /// `None`: none could be begun, which is tried at the next check.
    worker: Option<Worker>,
    teller: Arc<Teller>,
}

impl Sending {
    /// Begins.
    ///
    /// # Errors
    /// Settings without which no mail can be sent; the register.
    pub(super) fn begin(app: &App) -> Result<Sending, JobError> {
        let teller = Arc::new(Teller::default());
        let worker = Some(spawn(app, &teller)?);
        Ok(Sending { worker, teller })
    }

    /// Looks whether it goes on, and begins again where it does not.
    pub(super) fn check(&mut self, app: &App) {
        let ended = match self.worker.take() {
            Some(worker) if !worker.is_finished() => {
                // It has lived since the last check: what ended the one before it does so no more.
                self.teller
                    .ends(|trouble| matches!(trouble, Trouble::Failed(_)));
                self.worker = Some(worker);
                return;
            }
            Some(worker) => Some(worker.stop()),
            None => None,
        };
        match ended {
            Some(Ok(Ended::Elsewhere)) => {
                self.teller
                    .begins(Trouble::Elsewhere, &t!("ended-elsewhere"));
            }
            Some(Err(error)) => self.teller.failed(&error),
            Some(Ok(_)) | None => {}
        }
        match spawn(app, &self.teller) {
            Ok(worker) => self.worker = Some(worker),
            Err(error) => {
                fault::note_before(&app.place, &error);
                self.teller.failed(&error);
            }
        }
    }
}

fn spawn(app: &App, teller: &Arc<Teller>) -> Result<Worker, JobError> {
    let transport = transport::current(&app.place)?;
    let teller = Arc::clone(teller);
    let compose = Arc::new(letters::compose);
    let watch = move |event| teller.hears(event);
    let worker = Worker::spawn(app.place.clone(), transport, compose, Until::Stopped, watch);
    app.worker_is(worker.signals());
    Ok(worker)
}
