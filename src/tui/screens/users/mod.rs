//! *Användare*, the guide's sixth step: everybody with the state of their address, narrowed and sorted as the operator likes, and what can be done
//! with many of them at once ([`many`]). While it is open, what others write to the register shows by itself ([`reading`]). Not here: what can
//! be done with one person ([`person_card`]) and the mailing itself ([`new_mailing`]).

mod files;
mod many;
mod reading;
#[cfg(test)]
mod tests;
mod view;

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use self::reading::{Listing, Reading};
use super::people_file::PeopleFile;
use super::person_form::PersonForm;
use super::row_table::FILTER;
use super::saving::Saving;
use super::{new_mailing, person_card, to_guide, verification_settings};
use crate::domain::person::PersonId;
use crate::domain::verification::Mode;
use crate::jobs::find::Needle;
use crate::jobs::roster::{Group, Look, Part};
use crate::jobs::watch::Watch;
use crate::jobs::{self, JobError, JobHandle};
use crate::lang::{errors, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Confirm, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::table::TableState;
use crate::tui::{moving, outbox};

const ASK_FILTER: &str = "users.filter";
const ASK_SEARCH: &str = "users.search";
const ASK_CANCEL: &str = "users.cancel";
const ASK_AGAIN: &str = "users.again";
const ASK_DAYS: &str = "users.days";
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
    Binding::new(&[Key::char('R')], Action::SendAgain, || {
        t!("users-key-again")
    }),
    FILTER,
    Binding::new(&[Key::char('w')], Action::Export, || t!("users-key-write")).in_footer(),
    Binding::new(&[Key::char('/')], Action::Search, || t!("users-key-search")).in_footer(),
    Binding::new(&[Key::char('x'), Key::SPACE], Action::Mark, || {
        t!("users-key-mark")
    })
    .in_footer(),
    Binding::new(&[Key::char('c')], Action::CancelJob, || {
        t!("users-key-cancel")
    }),
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

/// Everybody.
pub struct Users {
    listing: Option<Arc<Listing>>,
    /// The rows of the listing that are shown, in their order.
    shown: Arc<Vec<u32>>,
    /// How they are wanted, and how what is shown was arranged.
    look: Look,
    arranged: Look,
    reading: Reading,
    /// Something that is done to many on a worker, and the sentence that tells it is done.
    acting: Option<JobHandle<Result<String, JobError>>>,
    watch: Watch,
    marks: HashSet<PersonId>,
    state: TableState,
    saving: Saving,
    /// Whether mails are being sent from here.
    sending: bool,
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
            shown: Arc::default(),
            look: Look {
                group,
                ..Look::default()
            },
            arranged: Look::default(),
            reading: Reading::default(),
            acting: None,
            watch: Watch::spawn(context.desk.place.clone(), wake),
            marks: HashSet::new(),
            state: TableState::default(),
            saving: Saving::default(),
            sending: outbox::is_sending(context),
        };
        users.read(true, context);
        users
    }

    fn current(&self) -> Option<(&Listing, u32)> {
        let listing = self.listing.as_deref()?;
        Some((listing, *self.shown.get(self.state.row())?))
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
        let sent = self
            .listing
            .as_deref()
            .is_some_and(|listing| listing.status.queue.links.total() > 0);
        match action {
            Action::Pause => self.live() > 0 && !paused,
            Action::Resume => self.live() > 0 && (paused || !self.sending),
            Action::CancelJob => self.live() > 0,
            Action::Verify => !preparing,
            Action::SendAgain => sent && !preparing,
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
            Action::SendAgain if self.offers(action) => self.ask_again(),
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
            Action::Pause
            | Action::Resume
            | Action::CancelJob
            | Action::SendAgain
            | Action::Toggle => Outcome::Unchanged,
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
            (ASK_AGAIN, Value::Index(index)) => self.again(*index, context),
            (ASK_DAYS, Value::Text(text)) => self.remind(text, context),
            (ASK_DOMAINS, Value::Yes) => self.verify_by_domain(context),
            (ASK_FILE, Value::Index(index)) => {
                let Some(kind) = files::Kind::ALL.get(*index) else {
                    return Outcome::Unchanged;
                };
                let chosen = self.chosen();
                if *kind == files::Kind::Passwords {
                    // The passwords that people have stop counting: that is asked first.
                    let roster = self.listing.as_deref().map(|listing| &listing.roster);
                    let n = roster.map_or(0, |roster| roster.to_sign_in(&chosen));
                    let title = t!("users-passwords-title");
                    if n == 0 {
                        let nobody = t!("users-passwords-nobody");
                        return Outcome::push(Message::new(Tone::Plain, title, nobody));
                    }
                    let of = number(chosen.len() as u64);
                    let question = t!("users-passwords", n = n, of = of);
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
            (new_mailing::ASK_SETTINGS, Value::Yes) => {
                verification_settings::open_for_mail(context)
            }
            (new_mailing::ID | person_card::ID | super::person_form::ID, _) => {
                self.read(true, context);
                Outcome::Changed
            }
            _ => self.saving.answer(&answer, context),
        }
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        self.sending = outbox::is_sending(context);
        let saved = self.saving.wake(context);
        if !matches!(saved, Outcome::Unchanged) {
            return saved;
        }
        if let Some(error) = outbox::look(context) {
            return Outcome::push(Message::error(errors::job(&error).whole()));
        }
        let acted = self.acted(context);
        if matches!(acted, Outcome::Push(_)) {
            return acted;
        }
        let read = self.pull(context);
        match read {
            Outcome::Unchanged => acted,
            read => read,
        }
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
