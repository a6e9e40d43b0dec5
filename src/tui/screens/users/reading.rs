//! Reading the register for the list, on a worker: whole the first time, then only what has changed; and taking over what was read without
//! losing the place. The screen answers keys meanwhile. Not here: how changes are found ([`crate::jobs::roster`]).

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Users;
use crate::domain::verification::Mode;
use crate::jobs::mailing::Status;
use crate::jobs::roster::{Group, Look, Roster, person_counts};
use crate::jobs::transport::{self, Way};
use crate::jobs::{self, Control, JobError, JobHandle, Place, settings};
use crate::lang::errors;
use crate::t;
use crate::tui::context::Context;
use crate::tui::desk::Facts;
use crate::tui::dialogs::Message;
use crate::tui::layer::Outcome;
use crate::tui::steps;

/// The register as it was read last.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) roster: Arc<Roster>,
    pub(super) counts: [u64; Group::ALL.len()],
    pub(super) status: Status,
    pub(super) mode: Mode,
    pub(super) way: Way,
    /// Whether the organisation has named domains as its own.
    pub(super) own_domains: bool,
    facts: Facts,
}

impl Listing {
    /// The register as it is now, and which rows of what was known are others; `None`: all of them.
    fn load(
        place: &Place,
        known: Option<&Listing>,
        control: &Control,
    ) -> Result<(Listing, Option<Vec<u32>>), JobError> {
        let register = place.open()?;
        let (roster, changed) = match known {
            None => (Roster::load(&register, jobs::now(), control)?, None),
            Some(known) => {
                let renewed = known.roster.renew(&register, jobs::now(), control)?;
                (renewed.roster, renewed.changed)
            }
        };
        let counts = roster.counts();
        let listing = Listing {
            counts,
            roster: Arc::new(roster),
            status: jobs::mailing::status(place, &register)?,
            mode: settings::mode(place, &register)?,
            way: transport::way(place, &register)?,
            own_domains: !settings::verified_domains(place, &register)?
                .entries()
                .is_empty(),
            facts: Facts::load(place, &register, person_counts(&counts))?,
        };
        Ok((listing, changed))
    }
}

/// What was read, and how it is arranged.
struct Read {
    listing: Arc<Listing>,
    look: Look,
    shown: Arc<Vec<u32>>,
    /// How long it took to find out what has changed; `None` where all was read or nothing.
    cost: Option<Duration>,
}

/// What is being read.
#[derive(Default)]
pub(super) struct Reading {
    job: Option<JobHandle<Result<Read, JobError>>>,
    /// Whether the register itself is read, not only arranged anew.
    anew: bool,
    /// Whether it is to be read again once the job that runs has ended.
    stale: bool,
    /// Jobs that were told to stop and may need a moment for that: waiting for them would keep keys waiting.
    stopping: Vec<JobHandle<Result<Read, JobError>>>,
}

impl Reading {
    /// How far the first reading is: of how many, where that is known.
    pub(super) fn progress(&self) -> Option<(u64, Option<u64>)> {
        let (done, total) = self.job.as_ref()?.progress();
        Some((done, (total > 0).then_some(total)))
    }
}

impl Users {
    /// Reads the register again, or only arranges anew what was read.
    pub(super) fn read(&mut self, anew: bool, context: &Context) {
        if let Some(running) = self.reading.job.take() {
            running.cancel();
            self.reading.stopping.push(running);
            // What it was to find out is still wanted.
            self.reading.stale |= self.reading.anew;
        }
        let anew = anew || std::mem::take(&mut self.reading.stale);
        self.reading.stale = false;
        self.reading.anew = anew;
        let place = context.desk.place.clone();
        let (look, known) = (self.look.clone(), self.listing.clone());
        // What is shown may be mended where only some rows have changed.
        let shown = (self.arranged == look).then(|| Arc::clone(&self.shown));
        let wake = Arc::new(context.waker.callback());
        self.reading.job = Some(JobHandle::spawn(wake, move |control| {
            let started = (anew && known.is_some()).then(Instant::now);
            let (listing, changed) = match known {
                Some(known) if !anew => (known, None),
                known => {
                    let (listing, changed) = Listing::load(&place, known.as_deref(), control)?;
                    (Arc::new(listing), changed)
                }
            };
            let shown = match (shown, changed) {
                (Some(shown), Some(changed)) if changed.is_empty() => shown,
                (Some(shown), Some(changed)) => {
                    Arc::new(listing.roster.rearrange(&look, &shown, &changed))
                }
                _ => Arc::new(listing.roster.arrange(&look, control)?),
            };
            Ok(Read {
                listing,
                look,
                shown,
                cost: started.map(|started| started.elapsed()),
            })
        }));
    }

    /// Takes over what was read, and reads again where somebody has written meanwhile.
    pub(super) fn pull(&mut self, context: &mut Context) -> Outcome {
        self.reading.stopping.retain(|job| !job.is_finished());
        self.reading.stale |= self.watch.changed();
        let mut outcome = Outcome::Unchanged;
        if let Some(mut job) = self.reading.job.take_if(|job| job.is_finished()) {
            match job.take() {
                Some(Ok(read)) => {
                    if let Some(cost) = read.cost {
                        // Where a million persons change all the time, the machine has time for other things too.
                        self.watch.rest(cost);
                    }
                    if self.reading.anew {
                        context.desk.know(read.listing.facts.clone());
                        steps::mark(context);
                    }
                    self.take(read);
                    outcome = Outcome::Changed;
                }
                Some(Err(JobError::Cancelled)) => {}
                Some(Err(error)) => {
                    return Outcome::push(Message::error(errors::job(&error).whole()));
                }
                None => return Outcome::push(Message::error(t!("job-died"))),
            }
        } else if self.reading.job.is_some() && self.listing.is_none() {
            outcome = Outcome::Changed;
        }
        if self.reading.job.is_none() && self.reading.stale {
            self.read(true, context);
        }
        outcome
    }

    fn take(&mut self, read: Read) {
        let Read {
            listing,
            look,
            shown,
            ..
        } = read;
        let under = self.current().map(|(listing, row)| listing.roster.id(row));
        let at = under
            .and_then(|id| listing.roster.row_of(id))
            .and_then(|row| shown.iter().position(|shown| *shown == row));
        self.marks.retain(|id| listing.roster.row_of(*id).is_some());
        self.listing = Some(listing);
        self.shown = shown;
        self.arranged = look;
        let row = at.unwrap_or_else(|| self.state.row());
        self.state.select(row, self.shown.len());
    }
}
