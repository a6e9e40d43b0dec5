//! *Användare*, the guide's sixth step: everybody with the state of their address, narrowed and sorted as the operator likes, and what can be done
//! with many of them at once. While it is open, what others write to the register shows by itself. Not here: what can be done with one
//! person ([`person_card`]) and the mailing itself ([`new_mailing`]).

mod files;
#[cfg(test)]
mod tests;
mod view;

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::new_mailing::{self, NewMailing};
use super::people_file::PeopleFile;
use super::person_form::PersonForm;
use super::saving::Saving;
use super::{person_card, to_guide};
use crate::domain::person::PersonId;
use crate::domain::verification::Mode;
use crate::jobs::find::Needle;
use crate::jobs::mailing::Status;
use crate::jobs::roster::{Group, Look, Part, Roster};
use crate::jobs::transport::{self, Way};
use crate::jobs::watch::Watch;
use crate::jobs::{self, JobError, JobHandle, Place, Register, settings, verification};
use crate::lang::{errors, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Confirm, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::table::TableState;
use crate::tui::{moving, outbox, steps};

const ASK_FILTER: &str = "users.filter";
const ASK_SEARCH: &str = "users.search";
const ASK_CANCEL: &str = "users.cancel";
const ASK_DOMAINS: &str = "users.domains";
const ASK_FILE: &str = "users.file";
const ASK_PASSWORDS: &str = "users.passwords";

static KEYS: &[Binding] = &[
    Binding::new(
        &[Key::ENTER, Key::f(2), Key::char('e')],
        Action::Open,
        || t!("users-key-open"),
    )
    .in_footer(),
    Binding::new(&[Key::char('v')], Action::Verify, || t!("users-key-verify")).in_footer(),
    Binding::new(&[Key::char('p')], Action::Pause, || t!("users-key-pause")).in_footer(),
    Binding::new(&[Key::char('r')], Action::Resume, || t!("users-key-resume")).in_footer(),
    Binding::new(&[Key::char('&')], Action::Filter, || t!("users-key-filter")).in_footer(),
    Binding::new(&[Key::char('/')], Action::Search, || t!("users-key-search")).in_footer(),
    Binding::new(&[Key::char('x'), Key::SPACE], Action::Mark, || {
        t!("users-key-mark")
    })
    .in_footer(),
    Binding::new(&[Key::char('c')], Action::CancelJob, || {
        t!("users-key-cancel")
    }),
    Binding::new(&[Key::char('w')], Action::Export, || t!("users-key-write")).in_footer(),
    Binding::new(&[Key::char('a'), Key::INSERT], Action::Add, || {
        t!("users-key-add")
    }),
    Binding::new(&[Key::char('i')], Action::Load, || t!("users-key-load")),
    Binding::new(&[Key::char('D')], Action::Toggle, || {
        t!("users-key-domains")
    }),
    Binding::new(&[Key::char('<')], Action::SortUp, || t!("users-key-up")),
    Binding::new(&[Key::char('>')], Action::SortDown, || t!("users-key-down")),
    Binding::new(&[Key::char('X')], Action::MarkAll, || {
        t!("users-key-mark-all")
    }),
    Binding::new(&[Key::char('-')], Action::MarkNone, || {
        t!("users-key-mark-none")
    }),
    Binding::new(&[Key::ESC], Action::Back, || t!("users-key-back")),
];

/// The register as it was read last.
#[derive(Debug)]
struct Listing {
    roster: Arc<Roster>,
    counts: [u64; Group::ALL.len()],
    status: Status,
    mode: Mode,
    way: Way,
    /// Whether the organisation has named domains as its own.
    own_domains: bool,
}

impl Listing {
    fn load(
        place: &Place,
        register: &Register,
        control: &jobs::Control,
    ) -> Result<Listing, JobError> {
        let roster = Roster::load(register, jobs::now(), control)?;
        Ok(Listing {
            counts: roster.counts(),
            roster: Arc::new(roster),
            status: jobs::mailing::status(place, register)?,
            mode: settings::mode(place, register)?,
            way: transport::way(place, register)?,
            own_domains: !settings::verified_domains(place, register)?
                .entries()
                .is_empty(),
        })
    }
}

type Read = Result<(Arc<Listing>, Vec<u32>), JobError>;

/// Everybody.
pub struct Users {
    listing: Option<Arc<Listing>>,
    /// The rows of the listing that are shown, in their order.
    shown: Vec<u32>,
    look: Look,
    job: Option<JobHandle<Read>>,
    /// Whether the register is to be read again once the job that runs has ended.
    stale: bool,
    watch: Watch,
    marks: HashSet<PersonId>,
    state: TableState,
    saving: Saving,
}

/// Opens it.
pub fn open(context: &mut Context) -> Outcome {
    Outcome::reset(Users::new(Group::All, context))
}

impl Users {
    /// The persons of a group.
    pub fn new(group: Group, context: &Context) -> Users {
        let wake = Arc::new(context.waker.callback());
        let mut users = Users {
            listing: None,
            shown: Vec::new(),
            look: Look {
                group,
                ..Look::default()
            },
            job: None,
            stale: false,
            watch: Watch::spawn(context.desk.place.clone(), wake),
            marks: HashSet::new(),
            state: TableState::default(),
            saving: Saving::default(),
        };
        users.read(true, context);
        users
    }

    /// Reads the register again, or only arranges anew what was read. On a worker: a million persons take seconds.
    fn read(&mut self, anew: bool, context: &Context) {
        let place = context.desk.place.clone();
        let (look, known) = (self.look.clone(), self.listing.clone());
        let known = known.filter(|_| !anew && !self.stale);
        self.stale = false;
        let wake = Arc::new(context.waker.callback());
        // What runs is cancelled and waited for, which takes no longer than a look at some thousand rows.
        self.job = None;
        self.job = Some(JobHandle::spawn(wake, move |control| {
            let listing = match known {
                Some(known) => known,
                None => Arc::new(Listing::load(&place, &place.open()?, control)?),
            };
            let shown = listing.roster.arrange(&look, control)?;
            Ok((listing, shown))
        }));
    }

    fn current(&self) -> Option<(&Listing, u32)> {
        let listing = self.listing.as_deref()?;
        Some((listing, *self.shown.get(self.state.row())?))
    }

    fn take(&mut self, (listing, shown): (Arc<Listing>, Vec<u32>)) {
        let under = self.current().map(|(listing, row)| listing.roster.id(row));
        let at = under
            .and_then(|id| listing.roster.row_of(id))
            .and_then(|row| shown.iter().position(|shown| *shown == row));
        self.marks.retain(|id| listing.roster.row_of(*id).is_some());
        self.listing = Some(listing);
        self.shown = shown;
        let row = at.unwrap_or_else(|| self.state.row());
        self.state.select(row, self.shown.len());
    }

    /// Whom an action for many is for: the marked ones, else all that are shown.
    fn chosen(&self) -> Vec<PersonId> {
        let Some(listing) = self.listing.as_deref() else {
            return Vec::new();
        };
        let mut chosen: Vec<PersonId> = match self.marks.is_empty() {
            true => self
                .shown
                .iter()
                .map(|row| listing.roster.id(*row))
                .collect(),
            false => self.marks.iter().copied().collect(),
        };
        chosen.sort_unstable();
        chosen
    }

    fn ask_filter(&self) -> Outcome {
        let Some(listing) = self.listing.as_deref() else {
            return Outcome::Unchanged;
        };
        let names = Group::ALL
            .into_iter()
            .zip(listing.counts)
            .map(|(group, count)| format!("{}  {}", view::group(group), number(count)))
            .collect();
        let at = Group::ALL.iter().position(|g| *g == self.look.group);
        let choice = Choice::new(ASK_FILTER, t!("users-filter-title"), names);
        Outcome::push(choice.selected(at.unwrap_or(0)))
    }

    fn sort(&mut self, down: bool, context: &Context) -> Outcome {
        let part = view::PARTS[self.state.column().min(view::PARTS.len() - 1)];
        let wanted = Some((part, down));
        self.look.sort = (self.look.sort != wanted).then_some((part, down));
        self.read(false, context);
        Outcome::Changed
    }

    fn mark(&mut self) -> Outcome {
        let Some(id) = self.current().map(|(listing, row)| listing.roster.id(row)) else {
            return Outcome::Unchanged;
        };
        if !self.marks.remove(&id) {
            self.marks.insert(id);
        }
        self.state.move_rows(1, self.shown.len());
        Outcome::Changed
    }

    /// *Verifiera konton*; where a switch is being prepared, what happens instead.
    fn verify(&self, context: &Context) -> Outcome {
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

    /// Does something to the queue and reads it again.
    fn queue(
        &mut self,
        context: &mut Context,
        act: impl FnOnce(&Place, &mut Register) -> Result<(), JobError>,
    ) -> Outcome {
        let place = context.desk.place.clone();
        match place
            .open()
            .and_then(|mut register| act(&place, &mut register))
        {
            Ok(()) => {
                self.read(true, context);
                Outcome::Changed
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    fn resume(&mut self, context: &mut Context) -> Outcome {
        let resumed = self.queue(context, |_, register| jobs::mailing::resume(register));
        match outbox::start(context) {
            Ok(()) => resumed,
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    fn cancel(&mut self, context: &mut Context) -> Outcome {
        let mut cancelled = 0;
        let outcome = self.queue(context, |place, register| {
            for mailing in jobs::mailing::status(place, register)?.mailings {
                if mailing.counts.live() > 0 && mailing.cancelled.is_none() {
                    cancelled += jobs::mailing::cancel(register, mailing.id)?;
                }
            }
            Ok(())
        });
        if let Outcome::Changed = outcome {
            context.toast(Tone::Ok, &t!("users-cancelled", n = cancelled));
        }
        outcome
    }

    /// *Verifiera konton* for addresses under the organisation's own domains.
    fn verify_by_domain(&mut self, context: &mut Context) -> Outcome {
        let chosen = self.chosen();
        let mut verified = 0;
        let outcome = self.queue(context, |place, register| {
            verified = verification::verify_by_domain(place, register, &chosen)?.len();
            Ok(())
        });
        if let Outcome::Changed = outcome {
            steps::refresh(context);
            context.toast(Tone::Ok, &t!("users-domains-done", n = verified as u64));
        }
        outcome
    }

    fn live(&self) -> u64 {
        self.listing
            .as_deref()
            .map_or(0, |listing| listing.status.queue.links.live())
    }
}

impl Layer for Users {
    fn id(&self) -> &'static str {
        "users"
    }

    fn title(&self) -> Vec<String> {
        vec![t!("users-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        let paused = self
            .listing
            .as_deref()
            .is_some_and(|listing| listing.status.queue.pause.is_some());
        let preparing = self
            .listing
            .as_deref()
            .is_some_and(|listing| listing.mode == Mode::Preparing);
        match action {
            Action::Pause => self.live() > 0 && !paused,
            Action::Resume => self.live() > 0,
            Action::CancelJob => self.live() > 0,
            Action::Verify => !preparing,
            Action::Toggle => self.listing.as_deref().is_some_and(|l| l.own_domains),
            Action::MarkNone => !self.marks.is_empty(),
            _ => true,
        }
    }

    fn step(&self) -> Option<u8> {
        Some(6)
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open => match self.current() {
                Some((listing, row)) => person_card::open(listing.roster.id(row), context),
                None => Outcome::Unchanged,
            },
            Action::Verify => self.verify(context),
            Action::Filter => self.ask_filter(),
            Action::Search => Outcome::push(Prompt::new(
                ASK_SEARCH,
                t!("users-search-title"),
                t!("users-search-label"),
                self.look.needle.as_ref().map_or("", Needle::text),
            )),
            Action::SortUp => self.sort(false, context),
            Action::SortDown => self.sort(true, context),
            Action::Mark => self.mark(),
            Action::MarkAll => {
                if let Some(listing) = self.listing.as_deref() {
                    let shown = self.shown.iter().map(|row| listing.roster.id(*row));
                    self.marks.extend(shown);
                }
                Outcome::Changed
            }
            Action::MarkNone => {
                self.marks.clear();
                Outcome::Changed
            }
            Action::Add => Outcome::push(PersonForm::add()),
            Action::Load => Outcome::reset(PeopleFile::new()),
            Action::Export => Outcome::push(Choice::new(
                ASK_FILE,
                t!("users-write-title"),
                files::names(),
            )),
            Action::Pause if self.offers(action) => self.queue(context, jobs::mailing::pause),
            Action::Resume if self.offers(action) => self.resume(context),
            Action::CancelJob if self.offers(action) => Outcome::push(Confirm::new(
                ASK_CANCEL,
                t!("users-cancel-title"),
                t!("users-cancel", n = self.live()),
            )),
            Action::Toggle if self.offers(action) => Outcome::push(Confirm::new(
                ASK_DOMAINS,
                t!("mailing-title"),
                t!("users-domains", n = self.chosen().len() as u64),
            )),
            Action::Pause | Action::Resume | Action::CancelJob | Action::Toggle => {
                Outcome::Unchanged
            }
            Action::Back => match (&self.look.needle, self.look.group) {
                (None, Group::All) => to_guide(context),
                // What narrows the list goes first, so that Esc never loses the way.
                _ => {
                    self.look.needle = None;
                    self.look.group = Group::All;
                    self.read(false, context);
                    Outcome::Changed
                }
            },
            other => moving::table(&mut self.state, self.shown.len(), view::PARTS.len(), other),
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, &answer.value) {
            (ASK_FILTER, Value::Index(index)) => {
                self.look.group = Group::ALL[(*index).min(Group::ALL.len() - 1)];
                self.state.select(0, 1);
                self.read(false, context);
                Outcome::Changed
            }
            (ASK_SEARCH, Value::Text(text)) => {
                self.look.needle = Needle::new(text.trim());
                self.read(false, context);
                Outcome::Changed
            }
            (ASK_CANCEL, Value::Yes) => self.cancel(context),
            (ASK_DOMAINS, Value::Yes) => self.verify_by_domain(context),
            (ASK_FILE, Value::Index(index)) => {
                let Some(kind) = files::Kind::ALL.get(*index) else {
                    return Outcome::Unchanged;
                };
                let chosen = self.chosen();
                if *kind == files::Kind::Passwords {
                    // The passwords that people have stop counting: that is asked first.
                    let question = t!("users-passwords", n = chosen.len() as u64);
                    let title = t!("users-passwords-title");
                    return Outcome::push(Confirm::new(ASK_PASSWORDS, title, question));
                }
                files::ask(*kind, chosen, &mut self.saving, context)
            }
            (ASK_PASSWORDS, Value::Yes) => files::ask(
                files::Kind::Passwords,
                self.chosen(),
                &mut self.saving,
                context,
            ),
            (new_mailing::ID | person_card::ID | super::person_form::ID, _) => {
                self.read(true, context);
                Outcome::Changed
            }
            _ => self.saving.answer(&answer, context),
        }
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        let saved = self.saving.wake(context);
        if !matches!(saved, Outcome::Unchanged) {
            return saved;
        }
        if let Some(error) = outbox::look(context) {
            return Outcome::push(Message::error(errors::job(&error).whole()));
        }
        if self.watch.changed() {
            self.stale = true;
        }
        let mut outcome = Outcome::Unchanged;
        if self.job.as_ref().is_some_and(JobHandle::is_finished) {
            match self.job.take().and_then(|mut job| job.take()) {
                Some(Ok(read)) => {
                    self.take(read);
                    outcome = Outcome::Changed;
                }
                Some(Err(JobError::Cancelled)) => {}
                Some(Err(error)) => {
                    return Outcome::push(Message::error(errors::job(&error).whole()));
                }
                None => return Outcome::push(Message::error(t!("job-died"))),
            }
        } else if self.job.is_some() && self.listing.is_none() {
            outcome = Outcome::Changed;
        }
        if self.job.is_none() && self.stale {
            steps::refresh(context);
            self.read(true, context);
        }
        outcome
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        view::draw(self, frame, area, context);
    }
}

/// The way of a sort, for the heading.
fn arrow(look: &Look, part: Part) -> &'static str {
    match look.sort {
        Some((sorted, false)) if sorted == part => " ↑",
        Some((sorted, true)) if sorted == part => " ↓",
        _ => "",
    }
}
