//! `koppla person list | show | add | set | remove | unlink | set-password`

use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Exit;
use super::args::{Only, PersonCommand, PersonFields, PersonListArgs, YesNo};
use super::output::{Output, safe};
use crate::domain::log::HistoryEntry;
use crate::domain::person::{Person, PersonId};
use crate::domain::template::Field;
use crate::file::expand_home;
use crate::jobs::people::{self, Fields};
use crate::jobs::people_lists::{self, Written};
use crate::jobs::{JobError, PersonFilter, Place, Register, SendRecord, now, passwords, settings};
use crate::lang::{number, sentences, users};
use crate::t;

pub(super) fn run(command: PersonCommand, place: &Place, output: Output) -> Result<Exit, JobError> {
    let mut register = place.open()?;
    match command {
        PersonCommand::List(arguments) => list(&arguments, place, &register, output)?,
        PersonCommand::Show(id) => {
            let person = register.find_person(&id.id, id.company)?;
            show(output, &register, &person)?;
        }
        PersonCommand::Add(fields) => {
            let person = people::add(&mut register, place, &given(&fields))?;
            output.note(&t!("cli-person-added", who = safe(person.shown_key())));
            show(output, &register, &person)?;
        }
        PersonCommand::Set { id, fields } => {
            let person = register.find_person(&id.id, id.in_company)?;
            let person = people::set(&mut register, place, &person, &given(&fields))?;
            output.note(&t!("cli-person-set", who = safe(person.shown_key())));
            show(output, &register, &person)?;
        }
        PersonCommand::Remove(id) => {
            let person = register.find_person(&id.id, id.company)?;
            let who = safe(person.shown_key());
            if !output.confirm(&t!("cli-person-remove", who = who.as_str())) {
                return Err(JobError::Cancelled);
            }
            let erased = people::remove(&mut register, &person)?;
            if output.json {
                output.json(
                    &json!({ "removed": person.shown_key(), "log_rows_erased": erased.blanked }),
                );
            }
            output.note(&t!("cli-person-removed", who = who, n = erased.blanked));
        }
        PersonCommand::Unlink(id) => {
            let person = register.find_person(&id.id, id.company)?;
            let who = safe(person.shown_key());
            if person.verified_at.is_some()
                && !output.confirm(&t!("cli-person-unlink", who = who.as_str()))
            {
                return Err(JobError::Cancelled);
            }
            let unlinked = people::unlink(&mut register, place, &person)?;
            if output.json {
                let mut value = to_json(&register.person(person.id)?);
                value["unlinked"] = json!(unlinked);
                output.json(&value);
            }
            output.note(&match unlinked {
                true => t!("cli-person-unlinked", who = who),
                false => t!("cli-person-not-linked", who = who),
            });
        }
        PersonCommand::SetPassword {
            id,
            only,
            company,
            output: file,
            force,
        } => {
            let persons = match only {
                Some(only) => register.persons(PersonFilter {
                    only: filter(only),
                    company,
                })?,
                None => id
                    .iter()
                    .map(|id| register.find_person(id, company))
                    .collect::<Result<_, _>>()?,
            };
            let file = file.as_deref().map(|file| (file, force));
            set_passwords(&mut register, &persons, file, output)?;
        }
    }
    Ok(Exit::Done)
}

/// The persons as rows, or as a file for a spreadsheet or for mail merge.
fn list(
    arguments: &PersonListArgs,
    place: &Place,
    register: &Register,
    output: Output,
) -> Result<(), JobError> {
    let filter = PersonFilter {
        only: filter(arguments.only),
        company: arguments.company,
    };
    let persons = register.persons(filter)?;
    let Some(file) = &arguments.output else {
        match output.json {
            true => output.json(&persons.iter().map(to_json).collect()),
            false => persons.iter().for_each(|person| output.line(&row(person))),
        }
        let of = register.person_counts()?.persons;
        let shown = number(persons.len() as u64);
        output.note(&t!("users-shown", shown = shown, persons = of));
        return Ok(());
    };
    let chosen: Vec<PersonId> = persons.iter().map(|person| person.id).collect();
    let path = expand_home(file);
    let control = output.control();
    let written = match arguments.instructions {
        false => {
            let state = |person: &Person| sentences::connect_state(person.state(now()));
            people_lists::list(register, &chosen, &path, arguments.force, state, &control)?
        }
        true => {
            let url = settings::base_url(place, register)?;
            let (headings, words) = (users::sheet_headings(), users::sheet_words(&url));
            let sheet = people_lists::Sheet {
                url: &url,
                headings: &headings,
                words: &words,
            };
            people_lists::sheet(register, &chosen, &path, arguments.force, &sheet, &control)?
        }
    };
    let shown = path.to_string_lossy().into_owned();
    if output.json {
        output.json(&json!({
            "rows": written.rows, "file": shown, "formula_like": written.formula_like,
        }));
    }
    output.note(&t!("saving-done", n = written.rows, path = safe(&shown)));
    tell_formulas(output, written);
    Ok(())
}

fn tell_formulas(output: Output, written: Written) {
    if written.formula_like > 0 {
        output.note(&t!("saving-formula-like", n = written.formula_like));
    }
}

/// Issues one-time passwords, shown once, or in a file that only its owner can read.
fn set_passwords(
    register: &mut Register,
    persons: &[Person],
    file: Option<(&Path, bool)>,
    output: Output,
) -> Result<(), JobError> {
    let (able, without): (Vec<Person>, Vec<Person>) = persons
        .iter()
        .cloned()
        .partition(|person| person.user_id.is_some());
    let question = t!("cli-password-confirm", n = able.len() as u64);
    if able.len() > 1 && !output.confirm(&question) {
        return Err(JobError::Cancelled);
    }
    let control = output.control();
    if let Some((file, replace)) = file {
        let path = expand_home(file);
        let heading = users::password_headings();
        let heading = [&*heading[0], &*heading[1], &*heading[2]];
        let written = passwords::issue_list(register, &able, (&path, replace), heading, &control)?;
        let shown = path.to_string_lossy().into_owned();
        if output.json {
            output.json(&json!({
                "written": written.rows, "file": shown, "formula_like": written.formula_like,
            }));
        }
        output.note(&t!(
            "cli-passwords-written",
            n = written.rows,
            path = safe(&shown)
        ));
        tell_formulas(output, written);
    } else {
        let issued = passwords::issue(register, &able, &control)?;
        if output.json {
            let list = issued.iter().map(|issued| {
                json!({ "user_id": issued.person.user_id, "password": issued.password.as_str() })
            });
            output.json(&list.collect());
        } else {
            for issued in &issued {
                let who = safe(issued.person.shown_key());
                output.line(&format!("{who}\t{}", issued.password.as_str()));
            }
        }
        output.note(&t!("cli-passwords-issued", n = issued.len() as u64));
    }
    for person in &without {
        output.note(&t!(
            "cli-password-no-user-id",
            who = safe(person.shown_key())
        ));
    }
    Ok(())
}

/// The selection of the register that a choice on the command line means.
pub(super) fn filter(only: Only) -> crate::jobs::Only {
    match only {
        Only::Missing => crate::jobs::Only::Missing,
        Only::Unverified => crate::jobs::Only::Unverified,
        Only::Sent => crate::jobs::Only::Sent(now()),
        Only::Expired => crate::jobs::Only::Expired(now()),
        Only::Verified => crate::jobs::Only::Verified,
        Only::Bounced => crate::jobs::Only::Bounced,
        Only::OutsideDomains => crate::jobs::Only::OutsideDomains,
        Only::Active => crate::jobs::Only::Active,
        Only::Inactive => crate::jobs::Only::Inactive,
        Only::All => crate::jobs::Only::All,
    }
}

fn given(fields: &PersonFields) -> Fields {
    let yes = |choice: YesNo| choice == YesNo::Yes;
    Fields {
        user_id: fields.user_id.clone(),
        employee_number: fields.employee_number.clone(),
        company: fields.company.clone(),
        first_name: fields.first_name.clone(),
        last_name: fields.last_name.clone(),
        department: fields.department.clone(),
        email: fields.email.clone(),
        connect_address: fields.connect_address.clone(),
        active: fields.active.map(yes),
        protected: fields.protected.map(yes),
    }
}

fn to_json(person: &Person) -> Value {
    json!({
        "user_id": person.user_id, "employee_number": person.employee_number, "company": person.company,
        "first_name": person.first_name, "last_name": person.last_name, "department": person.department,
        "email": person.email,
        "connect_address": person.spelling(),
        "state": person.state(now()).code(),
        "verified_at": person.verified_at.map(|at| at.to_string()),
        "active": person.active, "protected": person.protected,
    })
}

fn row(person: &Person) -> String {
    let text = |value: &Option<String>| safe(value.as_deref().unwrap_or("-"));
    [
        text(&person.user_id),
        text(&person.employee_number),
        person.company.map_or_else(|| "-".into(), |c| c.to_string()),
        safe(&person.full_name()),
        person
            .connect_address
            .as_ref()
            .map_or_else(|| "-".into(), |a| safe(a.spelling())),
        sentences::connect_state(person.state(now())),
    ]
    .join("\t")
}

/// A person with what was sent to them and what happened to their address.
fn show(output: Output, register: &Register, person: &Person) -> Result<(), JobError> {
    let history = register.history_of(person.id)?;
    let sends = register.sends_of(person.id)?;
    if output.json {
        let mut value = to_json(person);
        value["mails"] = sends.iter().map(|send| send_json(send, person)).collect();
        value["history"] = history.iter().map(entry_json).collect();
        output.json(&value);
        return Ok(());
    }
    let text = |value: &Option<String>| safe(value.as_deref().unwrap_or_default());
    let address = person.spelling().unwrap_or_default();
    for (field, value) in [
        (
            Field::Company,
            person.company.map(|c| c.to_string()).unwrap_or_default(),
        ),
        (Field::UserId, text(&person.user_id)),
        (Field::EmployeeNumber, text(&person.employee_number)),
        (Field::FirstName, text(&person.first_name)),
        (Field::LastName, text(&person.last_name)),
        (Field::Department, text(&person.department)),
        (Field::Email, text(&person.email)),
        (Field::ConnectAddress, safe(address)),
        (Field::Active, sentences::yes_no(person.active)),
        (Field::Protected, sentences::yes_no(person.protected)),
    ] {
        output.line(&format!("{}: {value}", sentences::field(field)));
    }
    output.line(&t!(
        "cli-person-state",
        state = sentences::connect_state(person.state(now()))
    ));
    if !sends.is_empty() {
        output.line(&format!("{}:", t!("card-sends")));
    }
    for send in &sends {
        output.line(&format!("  {}", users::send(send)));
    }
    if !history.is_empty() {
        output.line(&format!("{}:", t!("card-history")));
    }
    for entry in &history {
        let [what, change] = sentences::history_entry(entry);
        output.line(&format!("  {what}"));
        output.line(&format!("    {change}"));
    }
    Ok(())
}

/// A mail. Of earlier addresses the outbox keeps only that they were others.
fn send_json(send: &SendRecord, person: &Person) -> Value {
    let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
    json!({
        "kind": send.kind.code(), "state": send.state.code(), "mailing": send.mailing.map(|id| id.0),
        "address": person.spelling().filter(|_| send.current), "queued": send.queued.to_string(),
        "dispatched": text(send.dispatched), "expires": text(send.expires), "used": text(send.used),
        "attempts": send.attempts, "error": send.error, "reply": send.reply,
    })
}

fn entry_json(entry: &HistoryEntry) -> Value {
    json!({
        "at": entry.at.to_string(), "who": entry.who.login, "client": entry.who.client,
        "run": entry.run.map(|run| run.0), "event": entry.event.code(),
        "old": entry.old, "new": entry.new,
    })
}
