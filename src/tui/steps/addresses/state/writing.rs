//! Saving the document on a worker, and how that ended.

use std::path::PathBuf;
use std::sync::Arc;

use super::Editing;
use crate::file::{FileError, Stamp, Table, WriteOptions};
use crate::jobs::document;
use crate::jobs::{JobHandle, Place};
use crate::tui::context::Waker;

#[derive(Debug)]
pub(super) struct Saving {
    job: JobHandle<Result<Stamp, FileError>>,
    table: Table,
    path: PathBuf,
    changes: usize,
}

/// How saving ended.
#[derive(Debug)]
pub(in crate::tui::steps::addresses) enum Saved {
    /// So many changed cells are in the file now.
    Done(usize),
    /// It is as it was.
    Failed(FileError),
    /// The worker ended without a word, which only a defect explains.
    Lost,
}

impl Editing {
    /// Saves on a worker.
    pub(in crate::tui::steps::addresses) fn save(
        &mut self,
        path: PathBuf,
        options: WriteOptions,
        place: &Place,
        waker: &Waker,
    ) {
        let table = self.document.table();
        let changes = self.document.changed_count();
        let (place, to, copy) = (place.clone(), path.clone(), table.clone());
        let job = JobHandle::spawn(Arc::new(waker.callback()), move |_| {
            document::save(&place, &copy, &to, options)
        });
        self.saving = Some(Saving {
            job,
            table,
            path,
            changes,
        });
    }

    /// Whether the file is being saved.
    pub(in crate::tui::steps::addresses) fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Whether saving has ended and nobody has asked how.
    pub(in crate::tui::steps::addresses) fn has_ended_saving(&self) -> bool {
        self.saving
            .as_ref()
            .is_some_and(|saving| saving.job.is_finished())
    }

    /// How saving ended, once.
    pub(in crate::tui::steps::addresses) fn pull_save(&mut self) -> Option<Saved> {
        let mut saving = self.saving.take_if(|saving| saving.job.is_finished())?;
        Some(match saving.job.take() {
            Some(Ok(stamp)) => {
                let moved = saving.path != self.document.path();
                self.document.mark_saved(&saving.table, &saving.path, stamp);
                self.saved = true;
                self.keep_saved(moved);
                Saved::Done(saving.changes)
            }
            Some(Err(error)) => Saved::Failed(error),
            None => Saved::Lost,
        })
    }
}
