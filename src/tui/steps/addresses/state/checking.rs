//! What the check says of the rows: of the whole file on a worker, and of single rows at once.

use std::sync::Arc;

use super::{AT_ONCE, Editing};
use crate::jobs::check::{self, Checked, Judged, People};
use crate::jobs::fill::{self, Target};
use crate::jobs::{JobError, JobHandle, Place, let_go};
use crate::tui::context::Waker;

/// More reasons than these go slowly when they are not wanted any more.
const MANY: u64 = 10_000;

/// What a check of the whole file gives.
pub(super) type Check = JobHandle<Result<CheckedFile, JobError>>;

/// The people, what became of each row, and how many rows have keys that a spreadsheet damaged.
pub(super) type CheckedFile = (Arc<People>, Checked, u64);

/// What looking at the check came to.
#[derive(Debug)]
pub(in crate::tui::steps::addresses) enum News {
    /// Nothing new.
    None,
    /// The marks are new.
    Checked,
    /// The register could not be read.
    Failed(JobError),
}

impl Editing {
    /// The people that the rows are held against, once they are known.
    pub(in crate::tui::steps::addresses) fn people(&self) -> Option<&People> {
        self.people.as_deref()
    }

    /// The check of the whole file, as far as it has come.
    pub(in crate::tui::steps::addresses) fn checked(&self) -> &Checked {
        &self.checked
    }

    /// The same for a worker.
    pub(in crate::tui::steps::addresses) fn checked_now(&self) -> Arc<Checked> {
        Arc::clone(&self.checked)
    }

    /// Judges what is typed into a row, by itself.
    pub(in crate::tui::steps::addresses) fn judge(
        &mut self,
        row: usize,
        typed: Option<&str>,
    ) -> Option<Judged> {
        self.judge_record(self.record(row), typed)
    }

    fn judge_record(&mut self, record: usize, typed: Option<&str>) -> Option<Judged> {
        let data = self.data_row(record)?;
        let (people, planner) = (self.people.as_deref()?, self.planner.as_mut()?);
        let table = self.document.table();
        Some(check::alone(
            planner,
            people,
            &self.checked,
            &table,
            self.layout,
            data,
            typed,
        ))
    }

    pub(super) fn judge_again(&mut self, record: usize) {
        if let Some(judged) = self.judge_record(record, None) {
            Arc::make_mut(&mut self.checked).replace(record, judged);
        }
    }

    /// How many rows have keys that a spreadsheet damaged; given once for each file.
    pub(in crate::tui::steps::addresses) fn take_damaged(&mut self) -> Option<u64> {
        let damaged = self.damaged.as_mut().filter(|damaged| **damaged > 0)?;
        Some(std::mem::take(damaged))
    }

    /// Has the register looked at again with the next check.
    pub(in crate::tui::steps::addresses) fn forget_people(&mut self) {
        self.people = None;
        self.planner = None;
        // Not dropped: that would wait for it. Its result is thrown away.
        if let Some(check) = &self.checking {
            check.cancel();
        }
    }

    /// Checks the whole file on a worker, if it has changed since that was done last. One check runs at a time.
    pub(in crate::tui::steps::addresses) fn check(&mut self, place: &Place, waker: &Waker) {
        if self.checking.is_some() || (self.people.is_some() && self.touched.is_empty()) {
            return;
        }
        self.touched.clear();
        let (place, table, people) = (place.clone(), self.document.table(), self.people.clone());
        let (layout, skip) = (self.layout, self.columns.skip);
        let names = !self.has_own_names();
        let columns = self.columns.clone();
        self.checking = Some(JobHandle::spawn(
            Arc::new(waker.callback()),
            move |control| {
                let people = match people {
                    Some(people) => people,
                    None => Arc::new(People::load(&place, names, &table, layout, skip)?),
                };
                let checked = check::run(&table, layout, skip, &people, control)?;
                let damaged = if people.known() {
                    checked.damaged_keys()
                } else {
                    fill::damaged_keys(&Target::new(&table, &columns), control)?
                };
                Ok((people, checked, damaged))
            },
        ));
    }

    /// Whether the file is being checked for the first time.
    pub(in crate::tui::steps::addresses) fn is_first_check(&self) -> bool {
        self.people.is_none() && self.checking.is_some()
    }

    /// Takes the result of a check that has ended, and starts the next if the file has changed meanwhile.
    pub(in crate::tui::steps::addresses) fn pull(&mut self, place: &Place, waker: &Waker) -> News {
        let Some(job) = self.checking.take_if(|job| job.is_finished()) else {
            return News::None;
        };
        let news = self.take(job);
        if !matches!(news, News::Failed(_)) {
            self.check(place, waker);
        }
        news
    }

    fn take(&mut self, mut job: Check) -> News {
        if job.is_cancelled() {
            return News::None;
        }
        match job.take() {
            Some(Ok((people, checked, damaged))) => {
                if self.damaged.is_none() && !self.document.can_undo() {
                    self.damaged = Some(damaged);
                }
                if self.people.is_none() {
                    self.planner = Some(people.planner());
                    self.people = Some(people);
                    self.measure();
                }
                let before = std::mem::replace(&mut self.checked, Arc::new(checked));
                if before.counts().faults > MANY {
                    let_go(before);
                }
                if self.touched.len() <= AT_ONCE {
                    for record in self.touched.clone() {
                        self.judge_again(record);
                    }
                }
                News::Checked
            }
            Some(Err(error)) => News::Failed(error),
            None => News::None,
        }
    }
}
