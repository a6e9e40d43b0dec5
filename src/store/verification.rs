//! What verification puts into the register and gets out of it: mailings, sends, the queue, codes and passwords. No SQL here.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::types::PersonFilter;
use crate::domain::log::Who;
use crate::domain::person::{Person, PersonId};
use crate::domain::verification::{
    Capacity, CodeWait, KeyRing, LeftOut, Lifetime, LinkState, Nonce, Rule, SendKind, SendState,
    Trouble,
};

/// Number of a mailing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailingId(pub i64);

/// Number of a mail in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SendId(pub i64);

/// Number of a lease of the queue. Whoever holds a lower one than the newest may not claim any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(pub i64);

/// Whom a mailing is for, before anybody is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// All whom a filter lets through.
    Filter(PersonFilter),
    /// These.
    Persons(Vec<PersonId>),
}

/// What a mailing would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailingPlan {
    /// Who gets a link.
    pub recipients: Vec<PersonId>,
    /// Who gets none, and why.
    pub left_out: Vec<(PersonId, LeftOut)>,
}

/// What every new mail in the outbox needs.
#[derive(Debug, Clone, Copy)]
pub struct NewSend<'a> {
    /// The keys; the newest signs.
    pub ring: &'a KeyRing,
    /// Fresh random bytes.
    pub nonce: Nonce,
    /// What stands behind the `@` of the Message-ID.
    pub host: &'a str,
    /// The present moment.
    pub now: Timestamp,
}

/// A mailing that is about to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewMailing<'a> {
    /// Who gets a link, as the plan said. Nobody else does; who should no longer get one falls out.
    pub persons: &'a [PersonId],
    /// What the plan was made by.
    pub rule: &'a Rule,
    /// Keys, random bytes, moment.
    pub send: NewSend<'a>,
    /// Who begins it.
    pub who: &'a Who,
}

/// What a mailing put into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enqueued {
    /// Its number; `None` where nobody was left to get a link, and nothing was written.
    pub mailing: Option<MailingId>,
    /// How many links were queued.
    pub queued: u64,
    /// Who fell out since the plan, and why.
    pub left_out: Vec<(PersonId, LeftOut)>,
}

/// How many mails are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SendCounts([u64; SendState::ALL.len()]);

impl SendCounts {
    /// How many are in this state.
    pub fn get(&self, state: SendState) -> u64 {
        SendState::ALL
            .iter()
            .zip(self.0)
            .find(|(other, _)| **other == state)
            .map_or(0, |(_, count)| count)
    }

    pub(super) fn add(&mut self, state: SendState, count: u64) {
        if let Some(at) = SendState::ALL.iter().position(|other| *other == state) {
            self.0[at] += count;
        }
    }

    /// How many are still under way.
    pub fn live(&self) -> u64 {
        SendState::ALL
            .iter()
            .filter(|state| state.is_live())
            .map(|state| self.get(*state))
            .sum()
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// A mailing as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailingRecord {
    /// Its number.
    pub id: MailingId,
    /// When it was begun.
    pub at: Timestamp,
    /// By whom.
    pub who: Who,
    /// How many links it began with; persons may have been erased since.
    pub recipients: u64,
    /// When it was cancelled, if it was.
    pub cancelled: Option<Timestamp>,
    /// Where its mails are.
    pub counts: SendCounts,
}

/// A mail of the outbox as a person's card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendRecord {
    /// Its number.
    pub id: SendId,
    /// Link or code.
    pub kind: SendKind,
    /// Where it is.
    pub state: SendState,
    /// The mailing that it is part of.
    pub mailing: Option<MailingId>,
    /// When it was queued.
    pub queued: Timestamp,
    /// When it was last dispatched.
    pub dispatched: Option<Timestamp>,
    /// When what it carries stops counting.
    pub expires: Option<Timestamp>,
    /// When what it carries was used.
    pub used: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it is where it is, as a stable word.
    pub error: Option<String>,
    /// What the mail server answered.
    pub reply: Option<u16>,
    /// Whether it was for the address that the person has now.
    pub current: bool,
}

/// Why nothing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PauseReason {
    /// An administrator paused the mailings. Codes that somebody waits for are sent all the same.
    Administrator,
    /// Nobody's mail gets through.
    Trouble(Trouble),
}

impl PauseReason {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            PauseReason::Administrator => "administrator",
            PauseReason::Trouble(trouble) => trouble.code(),
        }
    }

    /// The reason with this word.
    pub fn from_code(code: &str) -> Option<PauseReason> {
        match code {
            "administrator" => Some(PauseReason::Administrator),
            other => Trouble::from_code(other).map(PauseReason::Trouble),
        }
    }
}

/// A pause of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// Since when.
    pub since: Timestamp,
    /// When the queue goes on by itself; `None`: when somebody resumes.
    pub until: Option<Timestamp>,
    /// Login of who paused it.
    pub who: Option<String>,
    /// What the mail server answered.
    pub reply: Option<u16>,
}

/// The queue as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueStatus {
    /// Where the links are, of all mailings.
    pub links: SendCounts,
    /// Where the codes are.
    pub codes: SendCounts,
    /// Why nothing is sent, if so.
    pub pause: Option<Pause>,
    /// How many mails were tried on the local day that was asked for.
    pub sent_today: u64,
    /// Who sends, and when it was last heard of.
    pub worker: Option<(String, Timestamp)>,
    /// When the next mail is due.
    pub next_due: Option<Timestamp>,
}

/// By what a mail is claimed.
#[derive(Debug, Clone, Copy)]
pub struct ClaimRule<'a> {
    /// How fast mails may go.
    pub capacity: Capacity,
    /// How long a link counts.
    pub lifetime: Lifetime,
    /// Where days begin.
    pub zone: &'a TimeZone,
    /// The present moment.
    pub now: Timestamp,
}

/// A mail that is now this worker's to send; nobody else will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its number.
    pub id: SendId,
    /// Link or code.
    pub kind: SendKind,
    /// To whom, as the register has them now.
    pub person: Person,
    /// From what link or code is made.
    pub nonce: Nonce,
    /// From what link or code is made.
    pub number: u32,
    /// By which key it is made.
    pub key_id: String,
    /// The same at every attempt; without angle brackets.
    pub message_id: String,
    /// Which attempt this is, from 1.
    pub attempts: u32,
    /// When what it carries stops counting.
    pub expires: Timestamp,
}

/// What there is to do for a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Send this.
    Mail(Box<Claimed>),
    /// Nothing before this moment.
    Wait(Timestamp),
    /// Nothing at all.
    Idle,
    /// The queue is paused.
    Paused(Pause),
    /// Another worker holds the queue by now.
    LeaseLost,
}

/// What pressing the button did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOutcome {
    /// This person is verified now.
    Verified(PersonId),
    /// [`LinkState::AlreadyVerified`].
    AlreadyVerified(PersonId),
    /// [`LinkState::Gone`].
    Gone,
}

impl From<LinkOutcome> for LinkState {
    fn from(outcome: LinkOutcome) -> LinkState {
        match outcome {
            LinkOutcome::Verified(_) | LinkOutcome::AlreadyVerified(_) => {
                LinkState::AlreadyVerified
            }
            LinkOutcome::Gone => LinkState::Gone,
        }
    }
}

/// What became of asking for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeRequest {
    /// It is in the outbox; the one before counts no more.
    Queued,
    /// Not yet.
    Wait(CodeWait),
    /// Locked until an administrator unlocks.
    Locked,
    /// There is nothing to verify: no address, not active.
    NoAddress,
    /// Verified already.
    AlreadyVerified,
}

/// A try at a code that has been counted and may now be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTry {
    /// The mail that carried the code.
    pub id: SendId,
    /// From what the code is made.
    pub nonce: Nonce,
    /// From what the code is made.
    pub number: u32,
    /// By which key it is made.
    pub key_id: String,
    /// How many tries are left after this one.
    pub left: u32,
}

/// What signing in is decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordData {
    /// Who.
    pub person: PersonId,
    /// The argon2id hash as a PHC string.
    pub hash: String,
    /// Whether it may be used once only.
    pub one_time: bool,
    /// Whether it is a one-time password that was used.
    pub used: bool,
}

/// Which version a person is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonStamp {
    /// Who.
    pub person: PersonId,
    /// Raised by every change of the person.
    pub version: i64,
    /// Raised by every change of what links and codes name.
    pub address_version: i64,
}

/// How the mails to an address stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailStamp {
    /// Whose address.
    pub person: PersonId,
    /// Which of their addresses.
    pub address_version: i64,
    /// Until when what was sent counts.
    pub sent_until: Option<Timestamp>,
    /// Whether a mail came back.
    pub bounced: bool,
}
