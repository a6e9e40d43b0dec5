//! The form of a person: to add one by hand, or to correct one. What a field takes is decided by the job ([`people`]); what it refuses is told with
//! its reason, and the form stays as it was typed.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::person::Person;
use crate::domain::template::Field as Column;
use crate::domain::text::visible;
use crate::jobs::people::{self, Fields};
use crate::lang::{errors, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::screens::{ask_leave, ways};
use crate::tui::theme::Tone;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::input::Input;
use crate::tui::{moving, steps};

/// What it is called among layers: it answers [`Value::Yes`] once the person is in the register.
pub const ID: &str = "person_form";
const ASK_LEAVE: &str = "person_form.leave";
const SAVE: &str = "save";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("person-key-save")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("person-key-back")).in_footer(),
];

/// The fields that are typed, with the names by which the form finds them.
const TEXTS: [(&str, Column); 8] = [
    ("user-id", Column::UserId),
    ("number", Column::EmployeeNumber),
    ("company", Column::Company),
    ("first", Column::FirstName),
    ("last", Column::LastName),
    ("department", Column::Department),
    ("email", Column::Email),
    ("connect", Column::ConnectAddress),
];
const ACTIVE: &str = "active";
const PROTECTED: &str = "protected";

/// The form.
pub struct PersonForm {
    person: Option<Person>,
    form: Form,
}

fn value(person: &Person, column: Column) -> String {
    let text = match column {
        Column::UserId => person.user_id.clone(),
        Column::EmployeeNumber => person.employee_number.clone(),
        Column::Company => person.company.map(|company| company.to_string()),
        Column::FirstName => person.first_name.clone(),
        Column::LastName => person.last_name.clone(),
        Column::Department => person.department.clone(),
        Column::Email => person.email.clone(),
        Column::ConnectAddress => person.spelling().map(str::to_owned),
        Column::Active | Column::Protected => None,
    };
    text.unwrap_or_default()
}

impl PersonForm {
    /// For somebody new.
    pub fn add() -> PersonForm {
        PersonForm::new(None)
    }

    /// For somebody who is to be corrected.
    pub fn edit(person: &Person) -> PersonForm {
        PersonForm::new(Some(person.clone()))
    }

    fn new(person: Option<Person>) -> PersonForm {
        let verified = person.as_ref().is_some_and(|p| p.verified_at.is_some());
        let mut fields: Vec<Field> = TEXTS
            .into_iter()
            .map(|(id, column)| {
                let text = person
                    .as_ref()
                    .map(|p| value(p, column))
                    .unwrap_or_default();
                let label = sentences::field(column);
                if column == Column::ConnectAddress && verified {
                    // Only removing the link lets a verified address be replaced (R2).
                    return Field::fixed(id, label, visible(&text).into_owned());
                }
                Field::text(id, label, Input::new(1000, visible).with(&text))
            })
            .collect();
        let active = person.as_ref().is_none_or(|p| p.active);
        let protected = person.as_ref().is_some_and(|p| p.protected);
        fields.push(Field::toggle(
            ACTIVE,
            sentences::field(Column::Active),
            active,
        ));
        fields.push(Field::toggle(
            PROTECTED,
            sentences::field(Column::Protected),
            protected,
        ));
        fields.push(Field::button(SAVE, t!("person-save")));
        let address = person
            .as_ref()
            .filter(|_| verified)
            .and_then(Person::spelling);
        if let Some(address) = address {
            let told = t!(
                "person-verified-hint",
                address = visible(address).into_owned()
            );
            let note = |field: Field| field.hint(told.clone());
            fields = fields.into_iter().map(note).collect();
        }
        PersonForm {
            person,
            form: Form::new(fields),
        }
    }

    /// What differs from the person as they are.
    fn changes(&self) -> Fields {
        let text = |index: usize| {
            let (id, column) = TEXTS[index];
            let is = self
                .person
                .as_ref()
                .map(|p| value(p, column))
                .unwrap_or_default();
            let typed = self.form.value(id);
            let fixed = column == Column::ConnectAddress
                && self
                    .person
                    .as_ref()
                    .is_some_and(|p| p.verified_at.is_some());
            (!fixed && typed != is).then(|| typed.to_owned())
        };
        let switch = |id: &str, was: Option<bool>, default: bool| {
            let on = self.form.is_on(id);
            (on != was.unwrap_or(default)).then_some(on)
        };
        Fields {
            user_id: text(0),
            employee_number: text(1),
            company: text(2),
            first_name: text(3),
            last_name: text(4),
            department: text(5),
            email: text(6),
            connect_address: text(7),
            active: switch(ACTIVE, self.person.as_ref().map(|p| p.active), true),
            protected: switch(PROTECTED, self.person.as_ref().map(|p| p.protected), false),
        }
    }

    fn save(&mut self, context: &mut Context) -> Outcome {
        let changes = self.changes();
        if self.person.is_some() && changes == Fields::default() {
            return Outcome::Close(None);
        }
        let place = context.desk.place.clone();
        let saved = place
            .open_briefly()
            .and_then(|mut register| match &self.person {
                Some(person) => people::set(&mut register, &place, person, &changes),
                None => people::add(&mut register, &place, &changes),
            });
        match saved {
            Ok(person) => {
                steps::refresh(context);
                let who = visible(person.shown_key()).into_owned();
                let told = match self.person {
                    Some(_) => t!("cli-person-set", who = who),
                    None => t!("cli-person-added", who = who),
                };
                context.toast(Tone::Ok, &told);
                Outcome::answer(Value::Yes)
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }
}

impl Layer for PersonForm {
    fn id(&self) -> &'static str {
        ID
    }

    fn title(&self) -> Vec<String> {
        let who = match &self.person {
            Some(person) => visible(person.shown_key()).into_owned(),
            None => t!("person-new"),
        };
        ways::users(who)
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn typing(&self) -> bool {
        self.form.typing()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Save => self.save(context),
            Action::Open if self.form.on_button() => self.save(context),
            Action::Back if self.changes() == Fields::default() => Outcome::Close(None),
            Action::Back => ask_leave(ASK_LEAVE),
            other => moving::form(&mut self.form, other),
        }
    }

    fn key(&mut self, key: KeyEvent, _: &mut Context) -> Outcome {
        Outcome::changed(self.form.key(key))
    }

    fn paste(&mut self, text: &str, _: &mut Context) -> Outcome {
        Outcome::changed(self.form.paste(text))
    }

    fn answer(&mut self, answer: Answer, _: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (ASK_LEAVE, Value::Yes) => Outcome::Close(None),
            _ => Outcome::Changed,
        }
    }

    fn unsaved(&self) -> Option<String> {
        (self.changes() != Fields::default()).then(|| t!("person-unsaved"))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let area = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        self.form.draw(frame, area, &context.theme);
    }
}
