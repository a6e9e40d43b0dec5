//! Sending the outbox: one worker a register, which claims a mail, has it worded, hands it over and writes what became of it. Whatever ends the
//! worker, no mail is sent twice: what was being sent is afterwards one that may have been sent. Who words mails and what hands them
//! over is given by the caller.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::error::JobError;
use super::fault;
use super::keys::{self, Keys};
use super::place::{Place, now};
use super::settings;
use super::verification::link_url;
use crate::domain::person::Person;
use crate::domain::verification::{Code, Outcome, SendKind, SendState, Trouble};
use crate::mail::{Mail, Mailbox, SendOutcome, Transport};
use crate::store::{Claim, ClaimRule, Claimed, Fence, Pause, Register};

/// After how many mails the connection is made anew.
const RECYCLE_AFTER: u32 = 50;

/// How often a worker that waits looks whether another program has put something into the outbox.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long a worker that is to end with the outbox waits for a mail that is due later.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

/// How long nothing may happen before a waiting worker gives a sign of life.
const SIGN_OF_LIFE: SignedDuration = SignedDuration::from_secs(15);

/// What a mail carries.
#[derive(Debug, Clone, Copy)]
pub enum Secret<'a> {
    /// A link, whole.
    Link(&'a str),
    /// A code.
    Code(&'a Code),
}

/// What a mail is worded from.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// To whom.
    pub person: &'a Person,
    /// What it carries.
    pub secret: Secret<'a>,
    /// When that stops counting.
    pub expires: Timestamp,
}

/// The words of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// One line.
    pub subject: String,
    /// Lines end with `\n`.
    pub text: String,
}

/// Words a mail.
pub type Composer = dyn Fn(&Letter<'_>) -> Composed + Send + Sync;

/// When a worker ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// When it is stopped.
    Stopped,
    /// When nothing is left to send soon, or the queue is paused.
    Empty,
}

/// How a worker ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was stopped.
    Stopped,
    /// Nothing is left.
    Empty,
    /// What is left is due later.
    Later(Timestamp),
    /// The queue is paused.
    Paused(Pause),
    /// Another program sends the outbox of this register.
    Elsewhere,
}

/// What a worker tells of its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A mail got into this state.
    Settled(SendState),
    /// The queue is paused.
    Paused(Pause),
}

/// What a worker is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Something may have changed in the outbox.
    Look,
    /// End after the mail that is being sent.
    Stop,
}

/// A worker on a thread of its own. Dropping it stops it and waits for the mail that is being sent.
#[derive(Debug)]
pub struct Worker {
    signals: Sender<Signal>,
    thread: Option<JoinHandle<Result<Ended, JobError>>>,
}

impl Worker {
    /// Starts a worker. `watch` hears of each mail, on the worker's thread.
    pub fn spawn(
        place: Place,
        mut transport: Box<dyn Transport + Send>,
        compose: Arc<Composer>,
        until: Until,
        mut watch: impl FnMut(Event) + Send + 'static,
    ) -> Worker {
        let (signals, received) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            run(
                &place,
                transport.as_mut(),
                &*compose,
                &received,
                until,
                &mut watch,
            )
        });
        Worker {
            signals,
            thread: Some(thread),
        }
    }

    /// Tells the worker that something may have changed, so that it need not find out by itself.
    pub fn look(&self) {
        // A worker that has ended hears nothing, which is no harm.
        let _ = self.signals.send(Signal::Look);
    }

    /// What tells this worker, from anywhere.
    pub fn signals(&self) -> Sender<Signal> {
        self.signals.clone()
    }

    /// Whether it has ended.
    pub fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Stops the worker and gives how it ended.
    ///
    /// # Errors
    /// What ended it before.
    pub fn stop(mut self) -> Result<Ended, JobError> {
        self.end().unwrap_or(Ok(Ended::Stopped))
    }

    fn end(&mut self) -> Option<Result<Ended, JobError>> {
        let _ = self.signals.send(Signal::Stop);
        match self.thread.take()?.join() {
            Ok(ended) => Some(ended),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if !std::thread::panicking()
            && let Some(Err(error)) = self.end()
        {
            tracing::error!("sending the outbox ended: {error}");
        }
    }
}

/// Sends the outbox on this thread until it is stopped or, where that is asked for, nothing is left. The end of `signals` stops it too.
///
/// # Errors
/// The register, the keys. The mail that was being sent then, if any, is one that may have been sent.
pub fn run(
    place: &Place,
    transport: &mut dyn Transport,
    compose: &Composer,
    signals: &Receiver<Signal>,
    until: Until,
    watch: &mut dyn FnMut(Event),
) -> Result<Ended, JobError> {
    let lock = loop {
        if let Some(lock) = fault::lock(place)? {
            break lock;
        }
        if until == Until::Empty {
            return Ok(Ended::Elsewhere);
        }
        if stopped(signals, LOOK_EVERY) {
            return Ok(Ended::Stopped);
        }
    };
    let mut begun = false;
    let ended = hold(
        place,
        transport,
        compose,
        signals,
        until,
        watch,
        &mut || {
            if !std::mem::replace(&mut begun, true) {
                fault::clear(&lock);
            }
        },
    );
    if let Err(error) = &ended {
        fault::note(&lock, error);
    }
    ended
}

/// Sends the outbox while nobody else can. `begun` is called once mails can be claimed.
fn hold(
    place: &Place,
    transport: &mut dyn Transport,
    compose: &Composer,
    signals: &Receiver<Signal>,
    until: Until,
    watch: &mut dyn FnMut(Event),
    begun: &mut dyn FnMut(),
) -> Result<Ended, JobError> {
    let mut register = place.open()?;
    let keys = Keys::load(place)?;
    let holder = format!("{} #{}", place.who().login, std::process::id());
    // The lock of the file says that no other worker lives, so its last sign of life need not be waited for.
    let Some(fence) = register.acquire_lease(&holder, now(), SignedDuration::ZERO)? else {
        return Ok(Ended::Elsewhere);
    };
    let mut work = Work {
        place,
        register,
        keys,
        fence,
        transport,
        compose,
        since_recycled: 0,
    };
    let ended = work.until(signals, until, watch, begun);
    work.transport.hang_up();
    let released = work.register.release_lease(fence);
    // What ended the work is told rather than that its lease could not be given back either.
    let ended = ended?;
    released?;
    Ok(ended)
}

/// Waits for a signal, and tells whether it is to stop.
fn stopped(signals: &Receiver<Signal>, wait: Duration) -> bool {
    match signals.recv_timeout(wait) {
        Ok(Signal::Look) | Err(RecvTimeoutError::Timeout) => false,
        Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => true,
    }
}

struct Work<'a> {
    place: &'a Place,
    register: Register,
    keys: Keys,
    fence: Fence,
    transport: &'a mut dyn Transport,
    compose: &'a Composer,
    since_recycled: u32,
}

impl Work<'_> {
    fn until(
        &mut self,
        signals: &Receiver<Signal>,
        until: Until,
        watch: &mut dyn FnMut(Event),
        begun: &mut dyn FnMut(),
    ) -> Result<Ended, JobError> {
        let zone = TimeZone::system();
        let mut told = None;
        loop {
            if stopped(signals, Duration::ZERO) {
                return Ok(Ended::Stopped);
            }
            let claim = self.claim(&zone)?;
            begun();
            if !matches!(claim, Claim::Paused(_)) {
                told = None;
            }
            let due = match claim {
                Claim::Mail(mail) => {
                    let state = self.send(&mail)?;
                    watch(Event::Settled(state));
                    continue;
                }
                Claim::LeaseLost => return Ok(Ended::Elsewhere),
                Claim::Idle if until == Until::Empty => return Ok(Ended::Empty),
                Claim::Paused(pause) if until == Until::Empty => return Ok(Ended::Paused(pause)),
                Claim::Wait(at) if until == Until::Empty && at.duration_since(now()) > PATIENCE => {
                    return Ok(Ended::Later(at));
                }
                Claim::Idle => None,
                Claim::Wait(at) => Some(at),
                Claim::Paused(pause) => {
                    let due = pause.until;
                    if told.as_ref() != Some(&pause) {
                        watch(Event::Paused(pause.clone()));
                        told = Some(pause);
                    }
                    due
                }
            };
            if self.wait(signals, due)? {
                return Ok(Ended::Stopped);
            }
        }
    }

    fn claim(&mut self, zone: &TimeZone) -> Result<Claim, JobError> {
        let rule = ClaimRule {
            capacity: settings::capacity(self.place, &self.register)?,
            lifetime: settings::lifetime(self.place, &self.register)?,
            zone,
            now: now(),
        };
        Ok(self.register.claim(self.fence, &rule)?)
    }

    /// Waits until something is due, somebody gives a signal, or another program has written to the register. Tells whether to stop.
    fn wait(
        &mut self,
        signals: &Receiver<Signal>,
        due: Option<Timestamp>,
    ) -> Result<bool, JobError> {
        let begun = now();
        let seen = self.register.data_version()?;
        // A connection is not held open for a mail that comes later.
        if due.is_none_or(|due| due.duration_since(begun).as_secs() >= 10) {
            self.hang_up();
        }
        loop {
            let now = now();
            let left = due.map_or(SIGN_OF_LIFE, |due| due.duration_since(now));
            let alive = SIGN_OF_LIFE.saturating_sub(now.duration_since(begun));
            let Ok(left) = Duration::try_from(left.min(alive)) else {
                return Ok(false);
            };
            if left.is_zero() {
                return Ok(false);
            }
            match signals.recv_timeout(left.min(LOOK_EVERY)) {
                Ok(Signal::Look) => return Ok(false),
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(true),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.register.data_version()? != seen {
                return Ok(false);
            }
        }
    }

    fn hang_up(&mut self) {
        self.transport.hang_up();
        self.since_recycled = 0;
    }

    fn send(&mut self, claimed: &Claimed) -> Result<SendState, JobError> {
        let sent = match self.word(claimed) {
            Ok(mail) => {
                if self.since_recycled >= RECYCLE_AFTER {
                    self.hang_up();
                }
                self.since_recycled += 1;
                self.transport.send(&mail)
            }
            Err(outcome) => SendOutcome {
                outcome,
                reply: None,
            },
        };
        if let Outcome::Trouble(_) = sent.outcome {
            self.hang_up();
        }
        let [jitter] = keys::chance()?;
        Ok(self.register.settle(
            self.fence,
            claimed.id,
            sent.outcome,
            sent.reply,
            jitter,
            now(),
        )?)
    }

    /// The mail of a claim, made at this moment and kept nowhere; or what stands against it.
    fn word(&self, claimed: &Claimed) -> Result<Mail, Outcome> {
        let trouble = |trouble: Trouble| {
            move |error: JobError| {
                tracing::warn!("no mail can be made: {error}");
                Outcome::Trouble(trouble)
            }
        };
        let from =
            settings::sender(self.place, &self.register).map_err(trouble(Trouble::Sender))?;
        let lost = || {
            tracing::warn!(
                "the key {} that a mail was queued with is lost",
                claimed.key_id
            );
            Outcome::Permanent
        };
        let ring = self.keys.current();
        let composed = match claimed.kind {
            SendKind::Link => {
                let base = settings::base_url(self.place, &self.register)
                    .map_err(trouble(Trouble::Local))?;
                let token = ring
                    .link(&claimed.key_id, &claimed.nonce, claimed.number)
                    .ok_or_else(lost)?;
                let url = zeroize::Zeroizing::new(link_url(&base, &token));
                self.compose(claimed, Secret::Link(&url))
            }
            SendKind::Code => {
                let code = ring
                    .code(&claimed.key_id, &claimed.nonce, claimed.number)
                    .ok_or_else(lost)?;
                self.compose(claimed, Secret::Code(&code))
            }
        };
        let person = &claimed.person;
        let address = person.connect_address.as_ref().ok_or(Outcome::Permanent)?;
        Mailbox::new(Some(&person.full_name()), address)
            .and_then(|to| {
                Mail::new(
                    from,
                    to,
                    &composed.subject,
                    &composed.text,
                    &claimed.message_id,
                )
            })
            .map_err(|error| {
                tracing::warn!("a mail is not sent: {error}");
                Outcome::Permanent
            })
    }

    fn compose(&self, claimed: &Claimed, secret: Secret<'_>) -> Composed {
        (self.compose)(&Letter {
            person: &claimed.person,
            secret,
            expires: claimed.expires,
        })
    }
}
