//! Interrupting a command: the first SIGINT or SIGTERM asks its job to stop, so that it can write into the log that it was cancelled;
//! the second ends the program at once, which leaves nothing either. Not here: how a job stops.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::Exit;
use super::output::Output;
use crate::jobs::{Control, JobError};

/// The watch over signals.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt {
    signal: Arc<AtomicI32>,
    at_once: Arc<AtomicBool>,
}

impl Interrupt {
    /// Begins to watch for a job.
    pub(super) fn watch(control: &Control) -> Interrupt {
        let interrupt = Interrupt::default();
        let mut signals = match Signals::new([SIGINT, SIGTERM]) {
            Ok(signals) => signals,
            // Then a signal ends the program as it always did.
            Err(error) => {
                tracing::warn!(%error, "signals are not watched");
                return interrupt;
            }
        };
        let (watch, control) = (interrupt.clone(), control.clone());
        std::thread::spawn(move || {
            for signal in signals.forever() {
                let before = watch.signal.swap(signal, Ordering::AcqRel);
                if before != 0 || watch.at_once.load(Ordering::Acquire) {
                    let _ = emulate_default_handler(signal);
                }
                control.cancel();
            }
        });
        interrupt
    }

    /// Does something that waits for a person or another program, and ends at once when it is interrupted.
    pub(super) fn waiting<T>(&self, wait: impl FnOnce() -> T) -> T {
        self.at_once.store(true, Ordering::Release);
        let waited = wait();
        self.at_once.store(false, Ordering::Release);
        waited
    }

    /// How the command ends: a job that was cancelled by a signal has that signal's exit code.
    pub(super) fn ended(
        &self,
        ended: Result<Exit, JobError>,
        output: Output,
    ) -> Result<Exit, JobError> {
        let signal = u8::try_from(self.signal.load(Ordering::Acquire)).unwrap_or(0);
        match ended {
            Err(error) if signal > 0 && error.code() == "cancelled" => {
                output.fail(&error);
                Ok(Exit::Signal(signal))
            }
            other => other,
        }
    }
}
