//! The mailing of links: who, who not and why, how long it takes; then beginning it, watching it, pausing, going on, cancelling, and
//! sending again what failed. Sending itself is [`super::dispatch`].

use std::ops::ControlFlow;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::error::JobError;
use super::fault::{self, Fault};
use super::keys;
use super::place::{Place, now};
use super::settings;
use crate::domain::person::PersonId;
use crate::domain::verification::{Audience, LeftOut, Mode, Rule, SendState, finish_time};
use crate::store::{
    Enqueued, MailingId, MailingPlan, MailingRecord, NewMailing, NewSend, QueueStatus, Recipients,
    Register,
};

/// For how many days after a link nobody is sent another one, unless something else is asked for.
pub const NOT_WITHIN_DAYS: u16 = 1;

/// After how many days without verifying somebody is reminded, unless something else is asked for.
pub const REMIND_AFTER_DAYS: u16 = 7;

/// What a mailing is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Whom it is for, before anybody is left out.
    pub recipients: Recipients,
    /// For whom of them it is.
    pub audience: Audience,
    /// Also persons with protected identity.
    pub include_protected: bool,
    /// Nobody who was sent a link in the last so many days; 0 takes everybody.
    pub not_within_days: u16,
}

/// A planned mailing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Who gets a link, and who does not and why.
    pub plan: MailingPlan,
    /// When the last mail will have been sent if it is begun now, with everything that waits already.
    pub finish: Timestamp,
    rule: Rule,
}

impl Planned {
    /// How many are left out for each reason, in the order of the reasons, without those for which nobody is.
    pub fn left_out(&self) -> Vec<(LeftOut, u64)> {
        let count = |reason| {
            let of = self.plan.left_out.iter().filter(|(_, r)| *r == reason);
            (reason, of.count() as u64)
        };
        LeftOut::ALL
            .into_iter()
            .map(count)
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}

/// How mailings stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The queue.
    pub queue: QueueStatus,
    /// When the last waiting mail will have been sent, where some wait and nothing is paused.
    pub finish: Option<Timestamp>,
    /// How many persons have an unverified address whose newest link was refused, and how many one whose newest may have been sent.
    pub failed: (u64, u64),
    /// The newest mailings, newest first.
    pub mailings: Vec<MailingRecord>,
    /// What ended the sending last, where it has not gone on since.
    pub fault: Option<Fault>,
}

/// Plans a mailing; nothing is changed.
///
/// # Errors
/// [`JobError::MailingNotOffered`] where a switch is being prepared; [`JobError::SettingMissing`] for the sender or the base URL.
pub fn plan(place: &Place, register: &Register, request: &Request) -> Result<Planned, JobError> {
    offered(place, register)?;
    let rule = Rule {
        domains: register.allowed_domains()?,
        audience: request.audience,
        include_protected: request.include_protected,
        not_within: SignedDuration::from_hours(i64::from(request.not_within_days) * 24),
        now: now(),
    };
    let plan = register.plan_mailing(&narrowed(register, request)?, &rule)?;
    let zone = TimeZone::system();
    let queue = register.queue_status(rule.now.to_zoned(zone.clone()).date())?;
    let mails = queue.links.live() + queue.codes.live() + plan.recipients.len() as u64;
    let capacity = settings::capacity(place, register)?;
    Ok(Planned {
        finish: finish_time(mails, capacity, queue.sent_today, rule.now, &zone),
        plan,
        rule,
    })
}

/// Those of the recipients who belong to the audience. The others are not left out: it is not for them.
fn narrowed(register: &Register, request: &Request) -> Result<Recipients, JobError> {
    let audience: Vec<PersonId> = match request.audience {
        Audience::Everybody => return Ok(request.recipients.clone()),
        Audience::Failed { .. } => {
            let failed = register.failed_links()?;
            failed.into_iter().map(|(person, _)| person).collect()
        }
        Audience::Reminded => register.unverified_after_link()?,
    };
    let belongs = |person: &PersonId| audience.binary_search(person).is_ok();
    Ok(Recipients::Persons(match &request.recipients {
        Recipients::Persons(persons) => persons.iter().copied().filter(belongs).collect(),
        Recipients::Filter(filter) => {
            let mut found = Vec::new();
            register.for_each_person(*filter, |person| {
                if belongs(&person.id) {
                    found.push(person.id);
                }
                ControlFlow::Continue(())
            })?;
            found
        }
    }))
}

/// Writes a planned mailing into the outbox. Whoever should get no link by now falls out; nobody else is added.
///
/// # Errors
/// As [`plan`]; the keys; the register.
pub fn begin(
    place: &Place,
    register: &mut Register,
    planned: &Planned,
) -> Result<Enqueued, JobError> {
    offered(place, register)?;
    let ring = keys::load(place)?;
    let sender = settings::sender(place, register)?;
    let now = now();
    let rule = Rule {
        now,
        ..planned.rule.clone()
    };
    let send = NewSend {
        ring: &ring,
        nonce: keys::chance()?,
        host: sender.domain(),
        now,
    };
    Ok(register.enqueue_mailing(&NewMailing {
        persons: &planned.plan.recipients,
        rule: &rule,
        send,
        who: place.who(),
    })?)
}

fn offered(place: &Place, register: &Register) -> Result<(), JobError> {
    if settings::mode(place, register)? == Mode::Preparing {
        return Err(JobError::MailingNotOffered);
    }
    settings::sender(place, register)?;
    settings::base_url(place, register)?;
    Ok(())
}

/// How mailings stand; nothing is changed.
///
/// # Errors
/// When the register cannot be read.
pub fn status(place: &Place, register: &Register) -> Result<Status, JobError> {
    let zone = TimeZone::system();
    let now = now();
    let mut queue = register.queue_status(now.to_zoned(zone.clone()).date())?;
    let fault = fault::last(place);
    if fault.is_some() {
        // Its last sign of life is all that is left of the worker, where it could not even take that away.
        queue.worker = None;
    }
    let waiting = queue.links.live() + queue.codes.live();
    let capacity = settings::capacity(place, register)?;
    let finish = (waiting > 0 && queue.pause.is_none()).then(|| {
        let by_rate = finish_time(waiting, capacity, queue.sent_today, now, &zone);
        queue.next_due.map_or(by_rate, |due| due.max(by_rate))
    });
    let failed = register.failed_links()?;
    let refused = failed
        .iter()
        .filter(|(_, state)| *state == SendState::Rejected)
        .count() as u64;
    Ok(Status {
        queue,
        finish,
        failed: (refused, failed.len() as u64 - refused),
        mailings: register.mailings(Some(20))?,
        fault,
    })
}

/// Pauses the mailings; codes that somebody waits for go on.
///
/// # Errors
/// When the register cannot be written.
pub fn pause(place: &Place, register: &mut Register) -> Result<(), JobError> {
    Ok(register.pause_queue(place.who(), now())?)
}

/// Ends any pause.
///
/// # Errors
/// When the register cannot be written.
pub fn resume(register: &mut Register) -> Result<(), JobError> {
    Ok(register.resume_queue(now())?)
}

/// Cancels what of a mailing has not been sent, and gives how many links that were.
///
/// # Errors
/// `not_found`.
pub fn cancel(register: &mut Register, mailing: MailingId) -> Result<u64, JobError> {
    Ok(register.cancel_mailing(mailing, now())?)
}

/// Plans to send again what of a mailing failed; and, where that is asked for, what may or may not have been sent.
///
/// # Errors
/// As [`plan`].
pub fn plan_again(
    place: &Place,
    register: &Register,
    mailing: MailingId,
    include_unknown: bool,
) -> Result<Planned, JobError> {
    let persons: Vec<PersonId> = register.failed_of(mailing, include_unknown)?;
    let request = Request {
        recipients: Recipients::Persons(persons),
        audience: Audience::Everybody,
        include_protected: true,
        not_within_days: 0,
    };
    plan(place, register, &request)
}
