//! `koppla verify status | send | pause | resume | cancel | resend | unlock | domain | import-bounces | test-mail`

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::mpsc::{self, Sender};

use serde_json::{Map, Value, json};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Exit;
use super::args::{ResendArgs, SelectArgs, SendArgs, SendingArgs, VerifyCommand};
use super::output::{Output, safe};
use super::person::filter;
use super::verify_status;
use crate::domain::person::{Person, PersonId};
use crate::domain::verification::{Audience, LeftOut, Outcome, SendState};
use crate::file::expand_home;
use crate::jobs::dispatch::{self, Ended, Event, Signal, Until};
use crate::jobs::mailing::{self, Planned, Request};
use crate::jobs::{
    JobError, MailingId, PauseReason, PersonFilter, Place, Recipients, Register, bounces,
    transport, verification,
};
use crate::lang::verification as words;
use crate::lang::{letters, moment, number, users};
use crate::t;

pub(super) fn run(command: VerifyCommand, place: &Place, output: Output) -> Result<Exit, JobError> {
    let mut register = place.open()?;
    match command {
        VerifyCommand::Status => verify_status::status(place, &register, output)?,
        VerifyCommand::Send(arguments) => return send(&arguments, place, &mut register, output),
        VerifyCommand::Resend(arguments) => {
            return resend(&arguments, place, &mut register, output);
        }
        VerifyCommand::Pause => {
            mailing::pause(place, &mut register)?;
            changed(place, &register, output, &t!("cli-verify-paused"))?;
        }
        VerifyCommand::Resume => {
            mailing::resume(&mut register)?;
            changed(place, &register, output, &t!("cli-verify-resumed"))?;
        }
        VerifyCommand::Cancel { mailing } => {
            if !output.confirm(&t!("cli-verify-cancel", mailing = mailing.to_string())) {
                return Err(JobError::Cancelled);
            }
            let cancelled = mailing::cancel(&mut register, MailingId(mailing))?;
            if output.json {
                output.json(&json!({ "mailing": mailing, "cancelled": cancelled }));
            }
            output.note(&t!("cli-verify-cancelled", n = cancelled));
        }
        VerifyCommand::Unlock(id) => {
            let person = register.find_person(&id.id, id.company)?;
            let unlocked = verification::unlock(&mut register, person.id)?;
            if output.json {
                output.json(&json!({ "person": person.shown_key(), "unlocked": unlocked }));
            }
            let who = safe(person.shown_key());
            output.note(&match unlocked {
                true => t!("cli-verify-unlocked", who = who),
                false => t!("cli-verify-not-locked", who = who),
            });
        }
        VerifyCommand::Domain(arguments) => {
            return domain(
                &arguments.select,
                arguments.dry_run,
                place,
                &mut register,
                output,
            );
        }
        VerifyCommand::ImportBounces { directory } => {
            import_bounces(&mut register, &directory, output)?;
        }
        VerifyCommand::TestMail { address } => {
            return test_mail(place, &register, &address, output);
        }
    }
    Ok(Exit::Done)
}

/// Whom the arguments mean.
fn recipients(select: &SelectArgs, register: &Register) -> Result<Recipients, JobError> {
    if select.person.is_empty() {
        return Ok(Recipients::Filter(PersonFilter {
            only: filter(select.only),
            company: select.company,
        }));
    }
    let persons: Vec<PersonId> = select
        .person
        .iter()
        .map(|id| Ok(register.find_person(id, select.company)?.id))
        .collect::<Result<_, JobError>>()?;
    Ok(Recipients::Persons(persons))
}

fn send(
    arguments: &SendArgs,
    place: &Place,
    register: &mut Register,
    output: Output,
) -> Result<Exit, JobError> {
    if arguments.waiting {
        return send_waiting(place, register, output, Map::new());
    }
    let (audience, not_within_days) = match (arguments.failed, arguments.unverified_after) {
        (true, _) => {
            let unknown = arguments.include_unknown;
            (Audience::Failed { unknown }, 0)
        }
        (false, Some(days)) => (Audience::Reminded, days),
        (false, None) => (Audience::Everybody, arguments.not_within),
    };
    let request = Request {
        recipients: recipients(&arguments.select, register)?,
        audience,
        include_protected: arguments.include_protected,
        not_within_days,
    };
    let planned = mailing::plan(place, register, &request)?;
    begin(&planned, arguments.sending, place, register, output)
}

fn resend(
    arguments: &ResendArgs,
    place: &Place,
    register: &mut Register,
    output: Output,
) -> Result<Exit, JobError> {
    let mailing = MailingId(arguments.mailing);
    let planned = mailing::plan_again(place, register, mailing, arguments.include_unknown)?;
    begin(&planned, arguments.sending, place, register, output)
}

/// Says what a mailing would do, asks, queues it, and sends it where that is wanted.
fn begin(
    planned: &Planned,
    sending: SendingArgs,
    place: &Place,
    register: &mut Register,
    output: Output,
) -> Result<Exit, JobError> {
    let recipients = planned.plan.recipients.len() as u64;
    let mut report = Map::new();
    report.insert("dry_run".into(), json!(sending.dry_run));
    report.insert("recipients".into(), json!(recipients));
    report.insert("left_out".into(), left_out_json(&planned.left_out()));
    report.insert("finish".into(), json!(planned.finish.to_string()));
    if !output.json {
        output.line(&t!("cli-verify-recipients", n = recipients));
        for (reason, count) in planned.left_out() {
            output.line(&format!("  {}: {}", users::left_out(reason), number(count)));
        }
        if recipients > 0 {
            let finish = moment(planned.finish);
            output.line(&t!("cli-verify-finish", at = finish));
        }
    }
    if sending.dry_run {
        if output.json {
            output.json(&report.into());
        }
        output.note(&t!("cli-dry-run"));
        return Ok(Exit::Done);
    }
    // What would stop the first mail stops the mailing before it is written.
    transport::of(place, register)?;
    if recipients > 0 && !output.confirm(&t!("cli-verify-confirm", n = recipients)) {
        return Err(JobError::Cancelled);
    }
    let begun = mailing::begin(place, register, planned)?;
    report.insert("mailing".into(), json!(begun.mailing.map(|id| id.0)));
    report.insert("queued".into(), json!(begun.queued));
    if let Some(mailing) = begun.mailing {
        output.note(&t!(
            "cli-verify-queued",
            n = begun.queued,
            mailing = mailing.0.to_string()
        ));
    }
    if sending.queue_only || begun.mailing.is_none() {
        if output.json {
            output.json(&report.into());
        }
        return Ok(Exit::Done);
    }
    send_waiting(place, register, output, report)
}

/// Sends what waits until nothing is left, the queue pauses, or somebody interrupts; what is left then is sent another time.
fn send_waiting(
    place: &Place,
    register: &Register,
    output: Output,
    mut report: Map<String, Value>,
) -> Result<Exit, JobError> {
    let mut way = transport::of(place, register)?;
    let before = mailing::status(place, register)?;
    let total = before.queue.links.live() + before.queue.codes.live();
    let mut counts = [0u64; SendState::ALL.len()];
    let shows = !output.quiet && std::io::stderr().is_terminal();
    let mut watch = |event: Event| {
        let Event::Settled(state) = event else { return };
        for (known, count) in SendState::ALL.iter().zip(&mut counts) {
            *count += u64::from(*known == state);
        }
        if shows {
            let done = number(counts.iter().sum::<u64>());
            let line = t!("cli-verify-progress", done = done, total = number(total));
            let _ = write!(std::io::stderr().lock(), "\r{line} ");
        }
    };
    let (signals, received) = mpsc::channel();
    stop_on_interrupt(signals.clone());
    let ended = dispatch::run(
        place,
        way.as_mut(),
        &letters::compose,
        &received,
        Until::Empty,
        &mut watch,
    );
    drop(signals);
    if shows && counts.iter().any(|count| *count > 0) {
        let _ = writeln!(std::io::stderr().lock());
    }
    let ended = ended?;
    let after = mailing::status(place, register)?;
    let waiting = after.queue.links.live() + after.queue.codes.live();
    let told: Vec<(SendState, u64)> = SendState::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .collect();
    if output.json {
        let sent: Map<String, Value> = told
            .iter()
            .map(|(state, count)| (state.code().to_owned(), json!(count)))
            .collect();
        report.insert("sent".into(), sent.into());
        report.insert("ended".into(), json!(ended_code(&ended)));
        report.insert("waiting".into(), json!(waiting));
        report.insert(
            "pause".into(),
            verify_status::pause_json(after.queue.pause.as_ref()),
        );
        output.json(&report.into());
    } else {
        for (state, count) in &told {
            output.line(&format!(
                "{}: {}",
                words::send_state(*state),
                number(*count)
            ));
        }
    }
    output.note(&words::ended(&ended, waiting));
    let count_of = |state| told.iter().any(|(known, _)| *known == state);
    Ok(match ended {
        Ended::Paused(pause) if pause.reason != PauseReason::Administrator => Exit::Failed,
        _ if count_of(SendState::Rejected) || count_of(SendState::Unknown) => Exit::SomeRejected,
        _ => Exit::Done,
    })
}

fn ended_code(ended: &Ended) -> &'static str {
    match ended {
        Ended::Stopped => "stopped",
        Ended::Empty => "empty",
        Ended::Later(_) => "later",
        Ended::Paused(_) => "paused",
        Ended::Elsewhere => "elsewhere",
    }
}

/// At the first signal the mail that is being sent is brought to its end; at the second the program ends at once.
fn stop_on_interrupt(signals: Sender<Signal>) {
    let mut caught = match Signals::new([SIGINT, SIGTERM, SIGHUP]) {
        Ok(caught) => caught,
        // Then a signal ends the program, and the mail that was being sent is one that may have been sent.
        Err(error) => return tracing::warn!(%error, "signals are not caught"),
    };
    std::thread::spawn(move || {
        let mut again = false;
        for signal in caught.forever() {
            if again {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            again = true;
            let _ = signals.send(Signal::Stop);
        }
    });
}

fn left_out_json(left_out: &[(LeftOut, u64)]) -> Value {
    let counts: Map<String, Value> = left_out
        .iter()
        .map(|(reason, count)| (reason.code().to_owned(), json!(count)))
        .collect();
    counts.into()
}

/// After a pause or its end: how the queue stands now.
fn changed(place: &Place, register: &Register, output: Output, note: &str) -> Result<(), JobError> {
    if output.json {
        let status = mailing::status(place, register)?;
        let waiting = status.queue.links.live() + status.queue.codes.live();
        output
            .json(&json!({ "pause": verify_status::pause_json(status.queue.pause.as_ref()), "waiting": waiting }));
    }
    output.note(note);
    Ok(())
}

fn domain(
    select: &SelectArgs,
    dry_run: bool,
    place: &Place,
    register: &mut Register,
    output: Output,
) -> Result<Exit, JobError> {
    let persons = match recipients(select, register)? {
        Recipients::Persons(persons) => persons
            .into_iter()
            .map(|id| register.person(id))
            .collect::<Result<Vec<_>, _>>()?,
        Recipients::Filter(filter) => register.persons(filter)?,
    };
    let would: Vec<Person> = verification::under_verified_domains(place, register, persons)?;
    let ids: Vec<PersonId> = would.iter().map(|person| person.id).collect();
    if !dry_run
        && !ids.is_empty()
        && !output.confirm(&t!("cli-verify-domain-confirm", n = ids.len() as u64))
    {
        return Err(JobError::Cancelled);
    }
    let verified = match dry_run {
        true => ids,
        false => verification::verify_by_domain(place, register, &ids)?,
    };
    let keys: Vec<&str> = would
        .iter()
        .filter(|person| verified.contains(&person.id))
        .map(Person::shown_key)
        .collect();
    if output.json {
        output.json(&json!({ "dry_run": dry_run, "verified": keys }));
    } else {
        for key in &keys {
            output.line(&safe(key));
        }
    }
    match dry_run {
        true => output.note(&t!("cli-dry-run")),
        false => output.note(&t!("cli-verify-domain-done", n = keys.len() as u64)),
    }
    Ok(Exit::Done)
}

fn import_bounces(
    register: &mut Register,
    directory: &Path,
    output: Output,
) -> Result<(), JobError> {
    let directory = expand_home(directory);
    let found = bounces::import(register, &directory, &output.control())?;
    let unknown: Vec<String> = found
        .unknown
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    if output.json {
        let bounced: Vec<Value> = found
            .bounced
            .iter()
            .map(|person| {
                json!({
                    "user_id": person.user_id, "employee_number": person.employee_number,
                    "address": person.spelling(),
                })
            })
            .collect();
        output.json(&json!({
            "files": found.files, "bounced": bounced, "unknown": unknown,
            "not_failed": found.not_failed, "no_report": found.no_report,
        }));
        return Ok(());
    }
    output.line(&t!(
        "cli-bounces-done",
        files = found.files,
        bounced = found.bounced.len() as u64
    ));
    for person in &found.bounced {
        let address = safe(person.spelling().unwrap_or_default());
        output.line(&format!("  {}  {address}", safe(person.shown_key())));
    }
    for path in &unknown {
        output.line(&t!("cli-bounces-unknown", path = safe(path)));
    }
    if found.not_failed > 0 {
        output.line(&t!("cli-bounces-not-failed", n = found.not_failed));
    }
    if found.no_report > 0 {
        output.line(&t!("cli-bounces-no-report", n = found.no_report));
    }
    Ok(())
}

fn test_mail(
    place: &Place,
    register: &Register,
    address: &str,
    output: Output,
) -> Result<Exit, JobError> {
    let way = transport::way(place, register)?;
    let sent = transport::test(place, register, address, &letters::test())?;
    if output.json {
        output.json(&json!({ "outcome": words::outcome_code(sent.outcome), "reply": sent.reply }));
    }
    let sentence = words::test_mail(&way, sent);
    match sent.outcome {
        Outcome::Accepted => {
            output.note(&sentence);
            Ok(Exit::Done)
        }
        _ => {
            super::complain(&sentence);
            Ok(Exit::Failed)
        }
    }
}
