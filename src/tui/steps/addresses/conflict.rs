//! The file on the disk is not what it was when it was opened: what has become of it, and what is to be done. Nothing is
//! written over without a yes of its own. Not here: other troubles of saving ([`super::saving`]).

use std::sync::Arc;

use super::Addresses;
use super::state::file_name;
use crate::file::{Changed, FileError, WriteOptions};
use crate::jobs::compare::{OnDisk, with_disk};
use crate::jobs::journal::Changes;
use crate::jobs::{JobError, JobHandle};
use crate::lang::errors;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Confirm, Message};
use crate::tui::layer::{Outcome, Value};
use crate::tui::theme::Tone;

const CHANGED: &str = "addresses.changed";
const GONE: &str = "addresses.gone";
const OVERWRITE: &str = "addresses.overwrite";

/// Whether this is one of the questions here.
pub(super) fn asks(question: &str) -> bool {
    [CHANGED, GONE, OVERWRITE].contains(&question)
}

/// A file that is being compared with its state on the disk, and what is to be said first.
pub(super) struct Comparing {
    told: String,
    job: JobHandle<Result<OnDisk, JobError>>,
}

impl Addresses {
    /// Saving was refused because the file is another one by now.
    pub(super) fn conflict(
        &mut self,
        error: &FileError,
        removed: bool,
        context: &mut Context,
    ) -> Outcome {
        let told = errors::file(error).message;
        let Some(editing) = &context.desk.editing else {
            return Outcome::push(Message::error(told));
        };
        if removed {
            let names = vec![t!("conflict-elsewhere"), t!("conflict-again")];
            return Outcome::push(
                Choice::new(GONE, t!("addresses-elsewhere-title"), names)
                    .saying(format!("{told}\n{}", t!("conflict-kept"))),
            );
        }
        let path = editing.path().to_owned();
        let mine = editing.changes(Changed::default());
        let wake = Arc::new(context.waker.callback());
        let job = JobHandle::spawn(wake, move |control| {
            let cells = Arc::new(mine.now.difference(&mine.saved));
            with_disk(&path, &Changes { cells, ..mine }, control)
        });
        self.comparing = Some(Comparing { told, job });
        self.say(Tone::Plain, t!("conflict-comparing"))
    }

    /// Looks whether the comparison has ended, and asks what is to be done.
    pub(super) fn pull_comparing(&mut self) -> Option<Outcome> {
        let Comparing { told, mut job } = self
            .comparing
            .take_if(|comparing| comparing.job.is_finished())?;
        self.notice = None;
        let found = match job.take() {
            Some(Ok(OnDisk {
                changed,
                added,
                removed,
                both,
            })) => {
                let counts = t!(
                    "conflict-counts",
                    changed = changed,
                    added = added,
                    removed = removed
                );
                format!("{counts} {}", t!("conflict-both", n = both))
            }
            _ => t!("conflict-unknown"),
        };
        let names = vec![t!("conflict-elsewhere"), t!("conflict-overwrite")];
        Some(Outcome::push(
            Choice::new(CHANGED, t!("addresses-elsewhere-title"), names)
                .saying(format!("{told}\n{found}\n{}", t!("conflict-kept"))),
        ))
    }

    /// One of the questions here has been answered.
    pub(super) fn conflict_answered(
        &mut self,
        question: &str,
        value: Value,
        context: &mut Context,
    ) -> Outcome {
        let Some(editing) = context.desk.editing.as_ref() else {
            return Outcome::Changed;
        };
        let path = editing.path().to_owned();
        match (question, value) {
            (CHANGED | GONE, Value::Index(0)) => self.ask_where(context),
            (GONE, Value::Index(_)) => self.write(path, WriteOptions::NEW, context),
            (CHANGED, Value::Index(_)) => Outcome::push(Confirm::new(
                OVERWRITE,
                t!("conflict-overwrite-title"),
                t!("conflict-overwrite-text", file = file_name(&path)),
            )),
            (OVERWRITE, Value::Yes) => self.write(path, WriteOptions::REPLACE, context),
            _ => Outcome::Changed,
        }
    }
}
