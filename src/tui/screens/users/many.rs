//! What can be done to many at once, and to the queue of mails: sending links, sending them again, pausing, going on, cancelling, verifying what
//! lies under domains of one's own. What may touch many rows is done on a worker.

use std::sync::Arc;

use super::super::new_mailing::{self, NewMailing};
use super::{ASK_AGAIN, ASK_DAYS, Users};
use crate::domain::verification::{Audience, Mode};
use crate::jobs::mailing::REMIND_AFTER_DAYS;
use crate::jobs::{self, JobError, JobHandle, Place, Register, verification};
use crate::lang::{errors, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Message};
use crate::tui::layer::Outcome;
use crate::tui::outbox;
use crate::tui::theme::Tone;

impl Users {
    /// *Verifiera konton*; where a switch is being prepared, what happens instead.
    pub(super) fn verify(&self, context: &Context) -> Outcome {
        let Some(listing) = &self.listing else {
            return Outcome::Unchanged;
        };
        if listing.mode == Mode::Preparing {
            return Outcome::push(Message::new(
                Tone::Plain,
                t!("mailing-title"),
                t!("users-preparing-explain"),
            ));
        }
        Outcome::push(NewMailing::new(
            self.chosen(),
            Some(Arc::clone(&listing.roster)),
            context,
        ))
    }

    /// Asks to whom links are sent again.
    pub(super) fn ask_again(&self) -> Outcome {
        let Some(listing) = self.listing.as_deref() else {
            return Outcome::Unchanged;
        };
        let (rejected, unknown) = listing.status.failed;
        let names = vec![
            t!(
                "again-failed",
                rejected = number(rejected),
                unknown = number(unknown)
            ),
            t!("again-reminded"),
        ];
        let choice = Choice::new(ASK_AGAIN, t!("again-title"), names);
        // What failed comes first only where something has.
        Outcome::push(choice.selected(usize::from(rejected + unknown == 0)))
    }

    /// Takes the answer: the failed, or those to be reminded, of whom the number of days is asked.
    pub(super) fn again(&self, index: usize, context: &Context) -> Outcome {
        match index {
            0 => self.plan_again(Audience::Failed { unknown: false }, 0, context),
            _ => Outcome::push(new_mailing::ask_days(
                ASK_DAYS,
                t!("again-title"),
                REMIND_AFTER_DAYS,
            )),
        }
    }

    /// Reminds those who have not verified within the number of days that was typed.
    pub(super) fn remind(&self, text: &str, context: &Context) -> Outcome {
        let days = new_mailing::days_typed(text).unwrap_or(REMIND_AFTER_DAYS);
        self.plan_again(Audience::Reminded, days, context)
    }

    fn plan_again(&self, audience: Audience, days: u16, context: &Context) -> Outcome {
        let roster = self.listing.as_ref().map(|l| Arc::clone(&l.roster));
        Outcome::push(NewMailing::again(
            self.chosen(),
            roster,
            (audience, days),
            context,
        ))
    }

    /// Does something small to the queue and reads it again.
    pub(super) fn queue(
        &mut self,
        context: &mut Context,
        act: impl FnOnce(&Place, &mut Register) -> Result<(), JobError>,
    ) -> Outcome {
        let place = context.desk.place.clone();
        match place
            .open_briefly()
            .and_then(|mut register| act(&place, &mut register))
        {
            Ok(()) => {
                self.read(true, context);
                Outcome::Changed
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    pub(super) fn resume(&mut self, context: &mut Context) -> Outcome {
        let resumed = self.queue(context, |_, register| jobs::mailing::resume(register));
        match outbox::start(context) {
            Ok(()) => resumed,
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    /// Cancels all that waits.
    pub(super) fn cancel(&mut self, context: &Context) -> Outcome {
        self.act_on_many(context, |place, register| {
            let mut cancelled = 0;
            for mailing in jobs::mailing::status(place, register)?.mailings {
                if mailing.counts.live() > 0 && mailing.cancelled.is_none() {
                    cancelled += jobs::mailing::cancel(register, mailing.id)?;
                }
            }
            Ok(t!("users-cancelled", n = cancelled))
        })
    }

    /// *Verifiera konton* for addresses under the organisation's own domains.
    pub(super) fn verify_by_domain(&mut self, context: &Context) -> Outcome {
        let chosen = self.chosen();
        self.act_on_many(context, move |place, register| {
            let verified = verification::verify_by_domain(place, register, &chosen)?;
            Ok(t!("users-domains-done", n = verified.len() as u64))
        })
    }

    fn act_on_many(
        &mut self,
        context: &Context,
        act: impl FnOnce(&Place, &mut Register) -> Result<String, JobError> + Send + 'static,
    ) -> Outcome {
        if self.acting.is_some() {
            return Outcome::Unchanged;
        }
        let place = context.desk.place.clone();
        let wake = Arc::new(context.waker.callback());
        self.acting = Some(JobHandle::spawn(wake, move |_| {
            act(&place, &mut place.open()?)
        }));
        Outcome::Changed
    }

    /// Tells what became of it.
    pub(super) fn acted(&mut self, context: &mut Context) -> Outcome {
        let Some(mut acted) = self.acting.take_if(|acting| acting.is_finished()) else {
            return Outcome::Unchanged;
        };
        match acted.take() {
            Some(Ok(done)) => {
                context.toast(Tone::Ok, &done);
                self.read(true, context);
                Outcome::Changed
            }
            Some(Err(error)) => Outcome::push(Message::error(errors::job(&error).whole())),
            None => Outcome::push(Message::error(t!("job-died"))),
        }
    }
}
