//! Which rows are shown and in which order. A filter or an order is a list of records beside the file, which keeps its own
//! order; without either there is no list. Whatever has to look into the text runs on a worker, one thing at a time: a new
//! wish cancels the one before. The list stays as it is while rows are edited, so that none vanishes under the cursor.
//! Not here: what is asked and said ([`super::finding`]).

use std::collections::VecDeque;
use std::sync::Arc;

use super::columns::Shown;
use super::marking::Marks;
use super::state::Editing;
use crate::file::{CellRef, EditError, Prepared};
use crate::jobs::check::{Alike, Checked, State, Taken};
use crate::jobs::find::{self, Hit, Needle, Search};
use crate::jobs::{Control, JobError, JobHandle, Place};
use crate::tui::context::Waker;

/// So many changed cells are looked through at once; more are a worker's.
const AT_ONCE: usize = 10_000;
/// So many rows, of which nothing but the mark is looked at.
const ROWS_AT_ONCE: usize = 50_000;

/// Which rows are shown, by what is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// All.
    #[default]
    All,
    /// With an address that is not in the file yet.
    Changed,
    /// Without an address.
    Lacking,
    /// Rejected.
    Faults,
    /// Rejected or warned about.
    Problems,
    /// Rejected by the newest import of the file.
    RejectedLast,
    /// Marked.
    Marked,
    /// Of verified persons.
    Verified,
}

impl Kind {
    /// In the order in which they are offered.
    pub(super) const ALL: [Kind; 8] = [
        Kind::All,
        Kind::Changed,
        Kind::Lacking,
        Kind::Faults,
        Kind::Problems,
        Kind::RejectedLast,
        Kind::Marked,
        Kind::Verified,
    ];

    /// What only the check, the marks and the edits decide.
    fn takes(self, record: u32, checked: &Checked, marks: &Marks) -> bool {
        let mark = || checked.mark(record as usize);
        match self {
            Kind::All | Kind::Changed | Kind::RejectedLast => true,
            Kind::Lacking => mark().state == State::Lacking,
            Kind::Faults => mark().state == State::Rejected,
            Kind::Problems => mark().is_problem(),
            Kind::Marked => marks.has(record),
            Kind::Verified => mark().state == State::Verified,
        }
    }
}

/// Those of these rows in which the cells stand, both in the order of the file.
fn among(rows: &[u32], cells: Vec<CellRef>) -> Vec<u32> {
    let mut records: Vec<u32> = cells
        .into_iter()
        .filter_map(|cell| u32::try_from(cell.record).ok())
        .filter(|record| rows.binary_search(record).is_ok())
        .collect();
    records.dedup();
    records
}

/// Which rows, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Arrangement {
    /// What is known of them.
    pub(super) kind: Kind,
    /// What stands in them; empty for anything.
    pub(super) text: String,
    /// By which column, and whether from the last to the first; the order of the file without.
    pub(super) sort: Option<(Shown, bool)>,
}

impl Arrangement {
    /// Whether rows may be left out.
    pub(super) fn filters(&self) -> bool {
        self.kind != Kind::All || !self.text.is_empty()
    }
}

/// What a worker has found.
#[derive(Debug)]
pub(super) enum Found {
    /// Rows to show.
    Rows(Arrangement, Vec<u32>),
    /// That the register knows of no import of the file.
    NoImport,
    /// Where the text stands that was looked for, if it does.
    Text(Option<Hit>),
    /// Suggestions that can be taken together, and how many of them are for rows that are not shown.
    Alike(Alike, Vec<Taken>, u64, Result<Prepared, EditError>),
    /// Where the row of a person stands, if it does.
    Person(Option<u32>),
}

type Work = Box<dyn FnOnce(&Control) -> Result<Found, JobError> + Send>;

/// The work of finding that goes on beside the screen, and what is shown because of it.
#[derive(Default)]
pub(super) struct Finding {
    arrangement: Arrangement,
    /// What was looked for last.
    pub(super) needle: Option<Needle>,
    /// What `S` would do, while it is asked whether to.
    pub(super) alike: Option<Result<Prepared, EditError>>,
    job: Option<JobHandle<Result<Found, JobError>>>,
    next: Option<Work>,
    /// Whether the job is a search, and which ways to go on when it has found something: keys come faster than hits.
    searching: bool,
    onwards: VecDeque<bool>,
}

impl std::fmt::Debug for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finding")
            .field("arrangement", &self.arrangement)
            .field("job", &self.job)
            .finish_non_exhaustive()
    }
}

impl Finding {
    /// Whether something is being looked for.
    pub(super) fn works(&self) -> bool {
        self.next.is_some() || self.job.as_ref().is_some_and(|job| !job.is_cancelled())
    }

    /// Gives up what is being looked for; whether anything was.
    pub(super) fn cancel(&mut self) -> bool {
        let works = self.works();
        self.next = None;
        self.searching = false;
        self.onwards.clear();
        // Not dropped: that would wait for it. Its result is thrown away.
        if let Some(job) = &self.job {
            job.cancel();
        }
        works
    }

    /// Does this on a worker, in the place of anything that is still being looked for.
    pub(super) fn begin(&mut self, waker: &Waker, work: Work) {
        self.cancel();
        self.next = Some(work);
        self.start(waker);
    }

    fn start(&mut self, waker: &Waker) {
        if self.job.is_none()
            && let Some(work) = self.next.take()
        {
            self.job = Some(JobHandle::spawn(Arc::new(waker.callback()), work));
        }
    }

    /// What was found, once.
    pub(super) fn pull(&mut self, waker: &Waker) -> Option<Result<Found, JobError>> {
        let mut job = self.job.take_if(|job| job.is_finished())?;
        let cancelled = job.is_cancelled();
        self.searching &= cancelled;
        self.start(waker);
        job.take().filter(|_| !cancelled)
    }
}

impl Editing {
    /// Which rows are shown, in which order.
    pub(super) fn arrangement(&self) -> &Arrangement {
        &self.finding.arrangement
    }

    /// How many rows a kind would show, where that is known at once.
    pub(super) fn count(&self, kind: Kind) -> Option<usize> {
        let counts = self.checked().counts();
        let checked = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Some(match kind {
            Kind::All => self.all().len(),
            Kind::Changed => self.document().changed_count(),
            Kind::Lacking => checked(counts.lacking),
            Kind::Faults => checked(counts.faults),
            Kind::Problems => checked(counts.problems),
            Kind::RejectedLast => return None,
            Kind::Marked => self.marks.count(),
            Kind::Verified => checked(counts.verified),
        })
    }

    /// The records of a kind in the order of the file, as far as that is known without the register.
    fn of_kind(&self, kind: Kind) -> Arc<Vec<u32>> {
        let rows = self.all();
        match kind {
            Kind::All | Kind::RejectedLast => Arc::clone(rows),
            Kind::Changed => Arc::new(among(rows, self.document().changed_cells())),
            other => {
                let takes = |record: &u32| other.takes(*record, self.checked(), &self.marks);
                Arc::new(rows.iter().copied().filter(takes).collect())
            }
        }
    }

    /// Shows other rows or another order: at once where that needs no look into the text, else when a worker is done.
    pub(super) fn arrange(&mut self, wanted: Arrangement, place: &Place, waker: &Waker) {
        // A million changed cells, or rows, are not looked through in a blink.
        let many = match wanted.kind {
            Kind::All | Kind::RejectedLast => false,
            Kind::Changed => self.document().changed_count() > AT_ONCE,
            _ => self.all().len() > ROWS_AT_ONCE,
        };
        let base = match many {
            true => Arc::clone(self.all()),
            false => self.of_kind(wanted.kind),
        };
        let known = many.then(|| (self.checked_now(), self.marks.clone()));
        let saved = self.document().saved_table();
        let asks_register = wanted.kind == Kind::RejectedLast;
        if !asks_register && !many && wanted.text.is_empty() && wanted.sort.is_none() {
            self.finding.cancel();
            self.show(wanted, base);
            return;
        }
        let (source, layout, place) = (self.source(), self.layout(), place.clone());
        let path = self.path().to_owned();
        let work = move |control: &Control| {
            let table = &source.table;
            let mut rows = base;
            if let Some((checked, marks)) = known {
                let takes = |record: &u32| wanted.kind.takes(*record, &checked, &marks);
                rows = Arc::new(match wanted.kind {
                    Kind::Changed => among(&rows, table.difference(&saved)),
                    _ => rows.iter().copied().filter(takes).collect(),
                });
            }
            if asks_register {
                match find::rejected_last(&place, &path, table, layout, &rows, control)? {
                    Some(rejected) => rows = Arc::new(rejected),
                    None => return Ok(Found::NoImport),
                }
            }
            if let Some(needle) = Needle::new(&wanted.text) {
                let search = Search::new(table, &needle, source.other_names());
                rows = Arc::new(search.all(&rows, control)?);
            }
            if let Some((column, descending)) = wanted.sort {
                let value = |record| source.value(record, column);
                rows = Arc::new(find::sorted(&rows, descending, value, control)?);
            }
            Ok(Found::Rows(wanted, Arc::unwrap_or_clone(rows)))
        };
        self.finding.begin(waker, Box::new(work));
    }

    /// Shows these rows; the cursor stays on its record, or goes to the next one that is shown.
    pub(super) fn show(&mut self, arrangement: Arrangement, rows: Arc<Vec<u32>>) {
        let before = self.listed().get(self.cursor.row()).copied();
        let in_order = arrangement.sort.is_none();
        let all = in_order && !arrangement.filters();
        self.set_shown((!all).then_some(rows));
        self.finding.arrangement = arrangement;
        let record = before.unwrap_or(0);
        let place = match self.row_of(record as usize) {
            Some(place) => place,
            None if in_order => self.listed().partition_point(|shown| *shown < record),
            None => 0,
        };
        let len = self.len();
        self.cursor.jump(place, len);
    }

    /// Looks on a worker for what was looked for last; nothing where that is nothing.
    pub(super) fn search(&mut self, forward: bool, waker: &Waker) -> bool {
        let Some(needle) = self.finding.needle.clone() else {
            return false;
        };
        if self.finding.searching {
            self.finding.onwards.push_back(forward);
            return true;
        }
        let (source, listed) = (self.source(), Arc::clone(self.listed()));
        let from = self.cursor.row();
        let work = move |control: &Control| {
            let search = Search::new(&source.table, &needle, source.other_names());
            Ok(Found::Text(search.next(&listed, from, forward, control)?))
        };
        // What is left of a row of keys waits for this one.
        let onwards = std::mem::take(&mut self.finding.onwards);
        self.finding.begin(waker, Box::new(work));
        self.finding.onwards = onwards;
        self.finding.searching = true;
        true
    }

    /// Goes on with the searches that were asked for meanwhile.
    pub(super) fn search_on(&mut self, waker: &Waker) {
        if let Some(forward) = self.finding.onwards.pop_front() {
            self.search(forward, waker);
        }
    }
}
