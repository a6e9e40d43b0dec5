//! The card of a person: what the register knows of them, the state of their connect address, and every change of it with when,
//! by whom and in which run; and what can be done with this one person. Not here: the form ([`person_form`]) and the mailing ([`new_mailing`]).

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::new_mailing::{self, NewMailing};
use super::person_form::{self, PersonForm};
use super::{draw_lines, ways};
use crate::domain::log::HistoryEntry;
use crate::domain::person::{Person, PersonId};
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::jobs::{
    self, Control, JobError, JobHandle, Place, Register, SendRecord, StoreError, passwords, people,
    verification,
};
use crate::lang::{errors, moment, sentences, users as words};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::steps;
use crate::tui::theme::Tone;
use crate::tui::widgets::text::width;
use crate::tui::widgets::wrap::wrap;

/// What it is called among layers: it answers [`Value::Yes`] if it has changed the person.
pub const ID: &str = "person_card";
const ASK_UNLINK: &str = "person_card.unlink";
const ASK_CLEAR: &str = "person_card.clear";
const ASK_PASSWORD: &str = "person_card.password";
const ASK_REMOVE: &str = "person_card.remove";

static KEYS: &[Binding] = &[
    Binding::new(
        &[Key::char('e'), Key::ENTER, Key::f(2)],
        Action::Open,
        || t!("card-key-edit"),
    )
    .in_footer(),
    Binding::new(&[Key::char('v')], Action::Verify, || t!("card-key-verify")).in_footer(),
    Binding::new(&[Key::char('t')], Action::RemoveLink, || {
        t!("card-key-unlink")
    })
    .in_footer(),
    Binding::new(&[Key::char('d')], Action::Clear, || t!("card-key-clear")).in_footer(),
    Binding::new(&[Key::char('o')], Action::Password, || {
        t!("card-key-password")
    })
    .in_footer(),
    Binding::new(&[Key::char('u')], Action::Unlock, || t!("card-key-unlock")).in_footer(),
    Binding::new(&[Key::DELETE], Action::Remove, || t!("card-key-remove")).in_footer(),
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("card-key-back")
    })
    .in_footer(),
];

/// How far a page goes.
const PAGE: usize = 15;

/// What is known of a person.
struct Known {
    person: Person,
    history: Vec<HistoryEntry>,
    sends: Vec<SendRecord>,
    locked: bool,
}

impl Known {
    fn load(register: &Register, id: PersonId) -> Result<Known, JobError> {
        Ok(Known {
            person: register.person(id)?,
            history: register.history_of(id)?,
            sends: register.sends_of(id)?,
            locked: register.locked_since(id)?.is_some(),
        })
    }
}

/// The card.
pub struct PersonCard {
    known: Known,
    lines: Vec<(Tone, String)>,
    top: usize,
    /// Whether the person is not what they were when the card was opened.
    changed: bool,
    password: Option<JobHandle<Result<Vec<passwords::Issued>, JobError>>>,
    removing: Option<JobHandle<Result<(), JobError>>>,
}

/// Opens the card of a person above the screen that is open.
pub fn open(id: PersonId, context: &Context) -> Outcome {
    let found = (context.desk.place.open()).and_then(|register| Known::load(&register, id));
    match found {
        Ok(known) => Outcome::push(PersonCard::new(known)),
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

impl PersonCard {
    fn new(known: Known) -> PersonCard {
        PersonCard {
            lines: lines(&known),
            known,
            top: 0,
            changed: false,
            password: None,
            removing: None,
        }
    }

    fn look(&mut self, context: &mut Context) -> Result<(), JobError> {
        self.known = Known::load(&context.desk.place.open()?, self.known.person.id)?;
        self.lines = lines(&self.known);
        self.changed = true;
        steps::refresh(context);
        Ok(())
    }

    /// Changes the person and shows what they are then; also after a conflict, so that the next try is about what is so.
    fn change(
        &mut self,
        context: &mut Context,
        done: &str,
        change: impl FnOnce(&Place, &mut Register, &Person) -> Result<(), JobError>,
    ) -> Outcome {
        let place = context.desk.place.clone();
        let changed = (place.open_briefly())
            .and_then(|mut register| change(&place, &mut register, &self.known.person));
        let looked = self.look(context);
        match changed.and(looked) {
            Ok(()) => {
                context.toast(Tone::Ok, done);
                Outcome::Changed
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    /// Erases the person; that rewrites the whole register, so on a worker. It is not cut off half way.
    fn remove(&mut self, context: &Context) -> Outcome {
        let (place, person) = (context.desk.place.clone(), self.known.person.clone());
        let wake = std::sync::Arc::new(context.waker.callback());
        self.removing = Some(JobHandle::spawn(wake, move |_| {
            people::remove(&mut place.open()?, &person).map(|_| ())
        }));
        Outcome::Changed
    }

    /// Looks whether the person has been erased.
    fn pull_removing(&mut self, context: &mut Context) -> Outcome {
        let Some(mut job) = self.removing.take_if(|job| job.is_finished()) else {
            return Outcome::Unchanged;
        };
        match job.take() {
            Some(Ok(())) => {
                steps::refresh(context);
                context.toast(Tone::Ok, &t!("card-removed", who = self.who()));
                Outcome::answer(Value::Yes)
            }
            Some(Err(error)) => Outcome::push(Message::error(errors::job(&error).whole())),
            None => Outcome::push(Message::error(t!("job-died"))),
        }
    }

    /// A new one-time password; hashing takes its time, so on a worker.
    fn issue(&mut self, context: &Context) -> Outcome {
        let (place, person) = (context.desk.place.clone(), self.known.person.clone());
        let wake = std::sync::Arc::new(context.waker.callback());
        self.password = Some(JobHandle::spawn(wake, move |control: &Control| {
            passwords::issue(&mut place.open()?, &[person], control)
        }));
        Outcome::Changed
    }

    fn ask(&self, question: &'static str, title: String, text: String) -> Outcome {
        Outcome::push(Confirm::new(question, title, text))
    }

    fn who(&self) -> String {
        visible(self.known.person.shown_key()).into_owned()
    }

    /// All lines as they are wrapped at this width.
    fn wrapped(&self, columns: usize) -> Vec<(Tone, String)> {
        let wrapped = self.lines.iter().flat_map(|(tone, line)| {
            let lines = wrap(line, columns).into_iter();
            lines.map(|line| (*tone, line)).collect::<Vec<_>>()
        });
        wrapped.collect()
    }

    fn scroll(&mut self, to: usize) -> Outcome {
        let to = to.min(self.lines.len().saturating_sub(1));
        Outcome::changed(std::mem::replace(&mut self.top, to) != to)
    }
}

fn lines(known: &Known) -> Vec<(Tone, String)> {
    let Known {
        person, history, ..
    } = known;
    let text = |value: &Option<String>| visible(value.as_deref().unwrap_or("–")).into_owned();
    let company = person.company.map(|company| company.to_string());
    let address = person.spelling().map(str::to_owned);
    let state = sentences::connect_state(person.state(crate::jobs::now()));
    let mut facts = vec![
        (Field::UserId, text(&person.user_id)),
        (Field::EmployeeNumber, text(&person.employee_number)),
        (Field::Company, text(&company)),
        (Field::FirstName, text(&person.first_name)),
        (Field::LastName, text(&person.last_name)),
        (Field::Department, text(&person.department)),
        (Field::Email, text(&person.email)),
        (
            Field::ConnectAddress,
            format!("{} ({state})", text(&address)),
        ),
        (Field::Active, sentences::yes_no(person.active)),
        (Field::Protected, sentences::yes_no(person.protected)),
    ]
    .into_iter()
    .map(|(field, value)| (sentences::field(field), value))
    .collect::<Vec<_>>();
    if let Some(at) = person.verified_at {
        facts.insert(8, (t!("card-verified-at"), moment(at)));
    }
    let widest = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let mut lines: Vec<(Tone, String)> = facts
        .into_iter()
        .map(|(name, value)| {
            let gap = " ".repeat(widest - width(&name) + 2);
            (Tone::Plain, format!("{name}{gap}{value}"))
        })
        .collect();
    if person.bounced {
        lines.push((Tone::Error, format!("✗ {}", t!("card-bounced"))));
    }
    if known.locked {
        lines.push((Tone::Error, format!("✗ {}", t!("card-locked"))));
    }
    if !known.sends.is_empty() {
        lines.push((Tone::Plain, String::new()));
        lines.push((Tone::Title, t!("card-sends")));
        for send in &known.sends {
            lines.push((Tone::Plain, words::send(send)));
        }
    }
    lines.push((Tone::Plain, String::new()));
    lines.push((Tone::Title, t!("card-history")));
    if history.is_empty() {
        lines.push((Tone::Dim, t!("card-no-history")));
    }
    // What is newest is looked for first.
    // No-break spaces, as the beginning of a line loses the others when it is wrapped.
    for entry in history.iter().rev() {
        let [what, change] = sentences::history_entry(entry);
        lines.push((Tone::Plain, what));
        lines.push((Tone::Dim, format!("\u{a0}\u{a0}{change}")));
    }
    lines
}

impl Layer for PersonCard {
    fn id(&self) -> &'static str {
        ID
    }

    fn title(&self) -> Vec<String> {
        ways::users(self.who())
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        let person = &self.known.person;
        let verified = person.verified_at.is_some();
        let address = person.connect_address.is_some();
        match action {
            Action::Verify | Action::Clear => address && !verified,
            Action::RemoveLink => verified,
            Action::Password => person.user_id.is_some(),
            Action::Unlock => self.known.locked,
            _ => true,
        }
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        if !self.offers(action) {
            return Outcome::Unchanged;
        }
        let who = self.who();
        let address = self.known.person.spelling().unwrap_or_default();
        let address = visible(address).into_owned();
        match action {
            Action::Open => Outcome::push(PersonForm::edit(&self.known.person)),
            Action::Verify => {
                Outcome::push(NewMailing::new(vec![self.known.person.id], None, context))
            }
            Action::RemoveLink => self.ask(
                ASK_UNLINK,
                t!("card-unlink-title"),
                t!("card-unlink", who = who, address = address),
            ),
            Action::Clear => self.ask(
                ASK_CLEAR,
                t!("card-clear-title"),
                t!("card-clear", who = who, address = address),
            ),
            Action::Password => self.ask(
                ASK_PASSWORD,
                t!("card-password-title"),
                t!("card-password", who = who),
            ),
            Action::Remove => self.ask(
                ASK_REMOVE,
                t!("card-remove-title"),
                t!("card-remove", who = who),
            ),
            Action::Unlock => self.change(context, &t!("card-unlocked"), |_, register, person| {
                verification::unlock(register, person.id).map(|_| ())
            }),
            Action::Back if self.changed => Outcome::answer(Value::Yes),
            Action::Up => self.scroll(self.top.saturating_sub(1)),
            Action::Down => self.scroll(self.top + 1),
            Action::PageUp => self.scroll(self.top.saturating_sub(PAGE)),
            Action::PageDown => self.scroll(self.top + PAGE),
            Action::Top | Action::Home => self.scroll(0),
            Action::Bottom | Action::End => self.scroll(usize::MAX),
            _ => Outcome::Ignored,
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (ASK_UNLINK, Value::Yes) => {
                self.change(context, &t!("card-unlinked"), |place, register, person| {
                    register.unlink(person.id, person.version, place.who(), jobs::now())?;
                    Ok(())
                })
            }
            (ASK_CLEAR, Value::Yes) => {
                self.change(context, &t!("card-cleared"), |place, register, person| {
                    register.clear_address(person.id, person.version, place.who(), jobs::now())?;
                    Ok(())
                })
            }
            (ASK_PASSWORD, Value::Yes) => self.issue(context),
            (ASK_REMOVE, Value::Yes) => self.remove(context),
            (new_mailing::ASK_SETTINGS, Value::Yes) => {
                super::verification_settings::open_for_mail(context)
            }
            (new_mailing::ID | person_form::ID, Value::Yes) => match self.look(context) {
                Ok(()) => Outcome::Changed,
                Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
            },
            _ => Outcome::Changed,
        }
    }

    fn waits(&self, _: &Context) -> bool {
        self.removing.is_some()
    }

    fn stop_waiting(&mut self, _: &mut Context) -> bool {
        // The answer has been given: there is no way back.
        true
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        let removed = self.pull_removing(context);
        if !matches!(removed, Outcome::Unchanged) {
            return removed;
        }
        if !self.password.as_ref().is_some_and(JobHandle::is_finished) {
            return Outcome::Unchanged;
        }
        match self.password.take().and_then(|mut job| job.take()) {
            Some(Ok(issued)) => {
                let Some(issued) = issued.first() else {
                    return Outcome::Unchanged;
                };
                let text = t!(
                    "card-password-shown",
                    who = self.who(),
                    password = issued.password.as_str()
                );
                Outcome::push(Message::new(Tone::Ok, t!("card-password-title"), text))
            }
            Some(Err(error)) => Outcome::push(Message::error(errors::job(&error).whole())),
            None => Outcome::push(Message::error(t!("job-died"))),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        if self.removing.is_some() {
            let told = (Tone::Plain, t!("card-removing", who = self.who()));
            draw_lines(frame, area, &[told], &context.theme);
            return;
        }
        let lines = self.wrapped(usize::from(area.width.saturating_sub(2)));
        // The last page stays full, however far down was asked for.
        let most = lines.len().saturating_sub(usize::from(area.height));
        draw_lines(frame, area, &lines[self.top.min(most)..], &context.theme);
    }
}

/// Asks whose card is wanted and opens it in its place.
pub struct FindPerson {
    prompt: Prompt,
}

impl FindPerson {
    /// An empty question.
    pub fn new() -> FindPerson {
        FindPerson {
            prompt: Prompt::new(
                "person_card.find",
                t!("card-find-title"),
                t!("card-find-label"),
                "",
            ),
        }
    }

    /// The card of whoever has this key; where there is nobody, the question stays.
    fn find(&self, key: &str, context: &Context) -> Outcome {
        let found = (|| -> Result<_, JobError> {
            let register = context.desk.place.open()?;
            let person = register.find_person(key.trim(), None)?;
            Known::load(&register, person.id)
        })();
        match found {
            Ok(known) => Outcome::replace(PersonCard::new(known)),
            Err(JobError::Store(StoreError::Ambiguous { number, .. })) => {
                let number = visible(&number).into_owned();
                Outcome::push(Message::error(t!("card-ambiguous", number = number)))
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }
}

impl Default for FindPerson {
    fn default() -> Self {
        FindPerson::new()
    }
}

impl Layer for FindPerson {
    fn id(&self) -> &'static str {
        self.prompt.id()
    }

    fn title(&self) -> Vec<String> {
        self.prompt.title()
    }

    fn bindings(&self) -> &'static [Binding] {
        self.prompt.bindings()
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn typing(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match self.prompt.act(action, context) {
            Outcome::Close(Some(Value::Text(key))) if key.trim().is_empty() => Outcome::Unchanged,
            Outcome::Close(Some(Value::Text(key))) => self.find(&key, context),
            other => other,
        }
    }

    fn key(&mut self, key: KeyEvent, context: &mut Context) -> Outcome {
        self.prompt.key(key, context)
    }

    fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        self.prompt.paste(text, context)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        self.prompt.draw(frame, area, context);
    }
}

#[cfg(test)]
#[path = "person_card_tests.rs"]
mod tests;
