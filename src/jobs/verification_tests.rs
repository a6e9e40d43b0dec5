//! The whole way of a link and of a code through the jobs: planned, queued, sent by a worker, opened, used.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

use super::dispatch::{
    self, Composed, Composer, Ended, Event, Letter, Secret, Signal, Until, Worker,
};
use super::mailing::{self, Request};
use super::passwords;
use super::verification::{self, CodeAnswer, SignIn};
use super::{Control, JobError, Place, keys, settings};
use crate::domain::person::{Person, PersonData};
use crate::domain::verification::{Audience, LeftOut, LinkState, Outcome, SendState, Trouble};
use crate::mail::{Mail, SendOutcome, Transport};
use crate::store::{CodeRequest, LinkOutcome, PersonFilter, Recipients, Register};

/// A register with its settings in a directory that vanishes with it.
struct Bench {
    _directory: TempDir,
    place: Place,
    register: Register,
}

impl Bench {
    fn new() -> Bench {
        let directory = tempfile::tempdir().unwrap();
        let place = Place::new(Some(&directory.path().join("register.db"))).unwrap();
        let mut register = place.open().unwrap();
        for (setting, value) in [
            (settings::BASE_URL, "http://localhost:8080/"),
            (settings::SENDER, "HR <hr@foretaget.example>"),
            (settings::PER_MINUTE, "6000"),
        ] {
            settings::set(&mut register, setting, value).unwrap();
        }
        for name in ["anna", "bjorn", "cia"] {
            let address = crate::domain::address::parse(&format!("{name}@foretaget.example"))
                .unwrap()
                .address;
            let data = PersonData {
                user_id: Some(name.to_owned()),
                first_name: Some(name.to_owned()),
                connect_address: Some(address),
                ..PersonData::default()
            };
            register
                .insert(&data, place.who(), super::now(), None)
                .unwrap();
        }
        Bench {
            _directory: directory,
            place,
            register,
        }
    }

    fn person(&self, user_id: &str) -> Person {
        self.register.find_by_user_id(user_id).unwrap().unwrap()
    }

    fn begin(&mut self) -> u64 {
        let planned = mailing::plan(&self.place, &self.register, &everybody()).unwrap();
        mailing::begin(&self.place, &mut self.register, &planned)
            .unwrap()
            .queued
    }

    /// Sends until nothing is left, with these answers of the server and then `Accepted`.
    fn send(&self, transport: &mut Recorder) -> Ended {
        let (_alive, signals) = mpsc::channel();
        dispatch::run(
            &self.place,
            transport,
            &*composer(),
            &signals,
            Until::Empty,
            &mut |_| {},
        )
        .unwrap()
    }
}

fn everybody() -> Request {
    Request {
        recipients: Recipients::Filter(PersonFilter::default()),
        audience: Audience::Everybody,
        include_protected: false,
        not_within_days: 1,
    }
}

fn composer() -> Arc<Composer> {
    Arc::new(|letter: &Letter<'_>| Composed {
        subject: format!("Hej {}", letter.person.full_name()),
        text: match letter.secret {
            Secret::Link(url) => url.to_owned(),
            Secret::Code(code) => code.reveal().to_owned(),
        },
    })
}

/// A transport that keeps what it was handed and answers as it is told.
#[derive(Default)]
struct Recorder {
    mails: Vec<Mail>,
    answers: VecDeque<Outcome>,
    hang_ups: usize,
}

impl Transport for Recorder {
    fn send(&mut self, mail: &Mail) -> SendOutcome {
        self.mails.push(mail.clone());
        SendOutcome {
            outcome: self.answers.pop_front().unwrap_or(Outcome::Accepted),
            reply: None,
        }
    }

    fn hang_up(&mut self) {
        self.hang_ups += 1;
    }
}

fn token(mail: &Mail) -> &str {
    mail.text()
        .strip_prefix("http://localhost:8080/l/")
        .unwrap()
}

#[test]
fn a_mailed_link_verifies() {
    let mut bench = Bench::new();
    assert_eq!(bench.begin(), 3);
    let mut server = Recorder::default();
    assert_eq!(bench.send(&mut server), Ended::Empty);
    assert_eq!(server.mails.len(), 3);
    let mail = &server.mails[0];
    assert_eq!(mail.to().address(), "anna@foretaget.example");
    assert_eq!(mail.from().name(), Some("HR"));
    assert_eq!(mail.subject(), "Hej anna");
    assert!(mail.message_id().ends_with("@foretaget.example"));
    let ring = keys::load(&bench.place).unwrap();
    let (state, person) = verification::look(&bench.register, &ring, token(mail)).unwrap();
    assert_eq!(state, LinkState::Ready);
    let anna = person.unwrap().id;
    let confirm = |bench: &mut Bench, token: &str| {
        verification::confirm(&mut bench.register, &ring, token).unwrap()
    };
    assert_eq!(
        confirm(&mut bench, token(mail)),
        LinkOutcome::Verified(anna)
    );
    assert_eq!(
        confirm(&mut bench, token(mail)),
        LinkOutcome::AlreadyVerified(anna)
    );
    for nothing in ["", "x", &"A".repeat(43)] {
        assert_eq!(confirm(&mut bench, nothing), LinkOutcome::Gone);
    }
    assert!(bench.person("anna").verified_at.is_some());
    let status = mailing::status(&bench.place, &bench.register).unwrap();
    assert_eq!(status.queue.links.get(SendState::Accepted), 3);
    assert_eq!(status.finish, None);
    assert_eq!(status.queue.worker, None, "the lease was given back");
}

#[test]
fn nothing_is_planned_while_a_switch_is_prepared_or_something_is_not_set() {
    let mut bench = Bench::new();
    let code = |bench: &Bench| {
        mailing::plan(&bench.place, &bench.register, &everybody())
            .unwrap_err()
            .code()
    };
    settings::set(&mut bench.register, settings::MODE, "preparing").unwrap();
    assert_eq!(code(&bench), "mailing_not_offered");
    settings::set(&mut bench.register, settings::MODE, "login").unwrap();
    settings::set(&mut bench.register, settings::SENDER, "").unwrap();
    assert_eq!(code(&bench), "setting_missing");
}

#[test]
fn the_configuration_file_goes_before_the_register() {
    let mut bench = Bench::new();
    let file = bench.place.path().with_file_name("koppla.toml");
    std::fs::write(
        &file,
        "verification-mode = \"preparing\"\nmails-per-day = 7\n",
    )
    .unwrap();
    let config = super::config::Config::read(&file).unwrap();
    bench.place = bench.place.clone().configured(config);
    assert_eq!(
        settings::capacity(&bench.place, &bench.register)
            .unwrap()
            .per_day,
        7
    );
    let refused = mailing::plan(&bench.place, &bench.register, &everybody());
    assert_eq!(refused.unwrap_err().code(), "mailing_not_offered");
    let missing = super::config::Config::read(&file.with_extension("none"));
    assert_eq!(missing.unwrap_err().code(), "file_missing");
}

#[test]
fn a_refused_password_stops_the_worker_before_the_second_recipient() {
    let mut bench = Bench::new();
    bench.begin();
    let mut server = Recorder {
        answers: [Outcome::Trouble(Trouble::SignIn)].into(),
        ..Recorder::default()
    };
    assert!(matches!(bench.send(&mut server), Ended::Paused(_)));
    assert_eq!(server.mails.len(), 1);
    let first = server.mails[0].clone();
    mailing::resume(&mut bench.register).unwrap();
    assert_eq!(bench.send(&mut server), Ended::Empty);
    assert_eq!(server.mails.len(), 4);
    // The same link and Message-ID as before.
    assert!(server.mails[1..].contains(&first));
}

#[test]
fn what_failed_is_sent_again_by_decision_with_another_link() {
    let mut bench = Bench::new();
    bench.begin();
    let mut server = Recorder {
        answers: [Outcome::Permanent, Outcome::Unknown].into(),
        ..Recorder::default()
    };
    bench.send(&mut server);
    assert_eq!(bench.send(&mut server), Ended::Empty);
    assert_eq!(server.mails.len(), 3, "nothing by itself");
    let mailing = mailing::status(&bench.place, &bench.register)
        .unwrap()
        .mailings[0]
        .clone();
    let status = mailing::status(&bench.place, &bench.register).unwrap();
    assert_eq!(status.failed, (1, 1));
    let failed = |unknown| {
        let request = Request {
            audience: Audience::Failed { unknown },
            not_within_days: 0,
            ..everybody()
        };
        mailing::plan(&bench.place, &bench.register, &request).unwrap()
    };
    assert_eq!(failed(false).plan.recipients.len(), 1);
    assert_eq!(failed(false).left_out(), [(LeftOut::MayHaveBeenSent, 1)]);
    assert_eq!(failed(true).plan.recipients.len(), 2);
    let again =
        |unknown| mailing::plan_again(&bench.place, &bench.register, mailing.id, unknown).unwrap();
    assert_eq!(again(false).plan.recipients.len(), 1);
    let planned = again(true);
    assert_eq!(planned.plan.recipients.len(), 2);
    mailing::begin(&bench.place, &mut bench.register, &planned).unwrap();
    bench.send(&mut server);
    assert_eq!(server.mails.len(), 5);
    assert_ne!(server.mails[3].text(), server.mails[0].text());
    let status = mailing::status(&bench.place, &bench.register).unwrap();
    assert_eq!(status.failed, (0, 0), "nothing is left to send again");
}

#[test]
fn those_who_have_not_verified_some_days_after_their_link_are_reminded_and_nobody_else() {
    let mut bench = Bench::new();
    let [anna, bjorn] = ["anna", "bjorn"].map(|name| bench.person(name).id);
    let invite = |bench: &mut Bench, persons| {
        let request = Request {
            recipients: Recipients::Persons(persons),
            ..everybody()
        };
        let planned = mailing::plan(&bench.place, &bench.register, &request).unwrap();
        mailing::begin(&bench.place, &mut bench.register, &planned).unwrap();
    };
    invite(&mut bench, vec![anna, bjorn]);
    let mut server = Recorder::default();
    bench.send(&mut server);
    let link = verification::confirm(
        &mut bench.register,
        &keys::load(&bench.place).unwrap(),
        token(&server.mails[1]),
    );
    assert_eq!(link.unwrap(), LinkOutcome::Verified(bjorn));
    let remind = |days| {
        let request = Request {
            audience: Audience::Reminded,
            not_within_days: days,
            ..everybody()
        };
        mailing::plan(&bench.place, &bench.register, &request).unwrap()
    };
    // Cia was never sent a link, and Björn has verified: a reminder is not for them.
    assert_eq!(remind(0).plan.recipients, [anna]);
    assert!(remind(0).plan.left_out.is_empty());
    assert_eq!(remind(7).plan.left_out, [(anna, LeftOut::SentRecently)]);
}

#[test]
fn a_name_with_a_line_break_gets_no_mail_and_stops_nobody_else() {
    let mut bench = Bench::new();
    let anna = bench.person("anna");
    let data = PersonData {
        first_name: Some("Anna\r\nBcc: x@annan.example".into()),
        ..PersonData::from(&anna)
    };
    bench
        .register
        .update(
            anna.id,
            anna.version,
            &data,
            bench.place.who(),
            super::now(),
        )
        .unwrap();
    bench.begin();
    let mut server = Recorder::default();
    assert_eq!(bench.send(&mut server), Ended::Empty);
    assert_eq!(server.mails.len(), 2);
    assert_eq!(
        bench.register.sends_of(anna.id).unwrap()[0].state,
        SendState::Rejected
    );
}

#[test]
fn the_connection_is_made_anew_after_fifty_mails() {
    let mut bench = Bench::new();
    for n in 0..98 {
        let data = PersonData {
            user_id: Some(format!("p{n}")),
            connect_address: Some(
                crate::domain::address::parse(&format!("p{n}@foretaget.example"))
                    .unwrap()
                    .address,
            ),
            ..PersonData::default()
        };
        bench
            .register
            .insert(&data, bench.place.who(), super::now(), None)
            .unwrap();
    }
    settings::set(&mut bench.register, settings::PER_MINUTE, "6000").unwrap();
    bench.begin();
    let mut server = Recorder::default();
    bench.send(&mut server);
    assert_eq!(server.mails.len(), 101);
    // Twice in between and once at the end.
    assert_eq!(server.hang_ups, 3);
}

/// Hands each mail to the test and waits for its answer.
struct Stepwise {
    mails: Sender<Mail>,
    answers: Receiver<Outcome>,
}

impl Transport for Stepwise {
    fn send(&mut self, mail: &Mail) -> SendOutcome {
        self.mails.send(mail.clone()).unwrap();
        SendOutcome {
            outcome: self.answers.recv().unwrap(),
            reply: None,
        }
    }
}

#[test]
fn a_second_worker_finds_the_outbox_in_hands_and_a_stopped_one_finishes_its_mail() {
    let mut bench = Bench::new();
    bench.begin();
    let (mails, sent) = mpsc::channel();
    let (answer, answers) = mpsc::channel();
    let worker = Worker::spawn(
        bench.place.clone(),
        Box::new(Stepwise { mails, answers }),
        composer(),
        Until::Stopped,
        |_| {},
    );
    sent.recv().unwrap();
    assert_eq!(bench.send(&mut Recorder::default()), Ended::Elsewhere);
    worker.signals().send(Signal::Stop).unwrap();
    answer.send(Outcome::Accepted).unwrap();
    assert_eq!(worker.stop().unwrap(), Ended::Stopped);
    let mut server = Recorder::default();
    assert_eq!(bench.send(&mut server), Ended::Empty);
    assert_eq!(server.mails.len(), 2);
}

#[test]
fn a_waiting_worker_hears_of_mail_that_another_program_queues() {
    let mut bench = Bench::new();
    let (mails, sent) = mpsc::channel();
    let (answer, answers) = mpsc::channel();
    let settled = Arc::new(Mutex::new(Vec::new()));
    let watched = settled.clone();
    let worker = Worker::spawn(
        bench.place.clone(),
        Box::new(Stepwise { mails, answers }),
        composer(),
        Until::Stopped,
        move |event| watched.lock().unwrap().push(event),
    );
    bench.begin();
    for _ in 0..3 {
        sent.recv().unwrap();
        answer.send(Outcome::Accepted).unwrap();
    }
    worker.stop().unwrap();
    assert_eq!(
        *settled.lock().unwrap(),
        [
            Event::Settled(SendState::Accepted),
            Event::Settled(SendState::Accepted),
            Event::Settled(SendState::Accepted)
        ]
    );
}

#[test]
fn sign_in_code_verified() {
    let mut bench = Bench::new();
    settings::set(&mut bench.register, settings::MODE, "preparing").unwrap();
    let anna = bench.person("anna");
    let issued = passwords::issue(
        &mut bench.register,
        std::slice::from_ref(&anna),
        &Control::unwatched(),
    )
    .unwrap();
    let password = issued[0].password.clone();
    let sign_in = |bench: &mut Bench, user_id: &str, password: &str| {
        verification::sign_in(&mut bench.register, user_id, password).unwrap()
    };
    assert_eq!(sign_in(&mut bench, "anna", "fel lösenord"), SignIn::Refused);
    assert_eq!(sign_in(&mut bench, "nobody", &password), SignIn::Refused);
    assert_eq!(sign_in(&mut bench, "bjorn", &password), SignIn::Refused);
    let signed_in = SignIn::In {
        person: anna.id,
        one_time: true,
    };
    assert_eq!(sign_in(&mut bench, "ANNA", &password), signed_in);
    assert_eq!(
        sign_in(&mut bench, "anna", &password),
        SignIn::Refused,
        "once"
    );
    let short = passwords::choose(&mut bench.register, anna.id, "kort");
    assert!(matches!(short, Err(JobError::PasswordLength)));
    passwords::choose(&mut bench.register, anna.id, "ett eget lösenord").unwrap();
    for _ in 0..2 {
        let own = SignIn::In {
            person: anna.id,
            one_time: false,
        };
        assert_eq!(sign_in(&mut bench, "anna", "ett eget lösenord"), own);
    }

    let ring = keys::load(&bench.place).unwrap();
    let asked = verification::ask_for_code(&bench.place, &mut bench.register, &ring, anna.id);
    assert_eq!(asked.unwrap(), CodeRequest::Queued);
    let mut server = Recorder::default();
    bench.send(&mut server);
    let code = server.mails[0].text().to_owned();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let check = |bench: &mut Bench, typed: &str| {
        verification::check_code(&mut bench.register, &ring, anna.id, typed).unwrap()
    };
    assert_eq!(check(&mut bench, wrong), CodeAnswer::Wrong { left: 4 });
    assert_eq!(check(&mut bench, &code), CodeAnswer::Verified);
    assert_eq!(check(&mut bench, &code), CodeAnswer::NoCode);
}

#[test]
fn a_list_of_one_time_passwords_is_its_owners_alone_and_signs_in() {
    use std::os::unix::fs::PermissionsExt;
    let mut bench = Bench::new();
    let persons = bench.register.persons(PersonFilter::default()).unwrap();
    let path = bench.place.path().with_file_name("passwords.csv");
    let list = |bench: &mut Bench, replace| {
        let heading = ["Användar-id", "Namn", "Lösenord"];
        let control = Control::unwatched();
        passwords::issue_list(
            &mut bench.register,
            &persons,
            (&path, replace),
            heading,
            &control,
        )
    };
    assert_eq!(list(&mut bench, false).unwrap().rows, 3);
    let rows = |path: &Path| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(path).unwrap();
        let rows = text.lines().skip(1);
        rows.map(|line| line.split(';').map(str::to_owned).collect())
            .collect()
    };
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    // A file that is there is not overwritten unasked, and then the first list still counts.
    let first = rows(&path);
    assert_eq!(list(&mut bench, false).unwrap_err().code(), "file_exists");
    assert_eq!(rows(&path), first);
    let row = &first[2];
    let signed_in = verification::sign_in(&mut bench.register, &row[0], &row[2]).unwrap();
    assert!(matches!(signed_in, SignIn::In { .. }), "{}", row[0]);
    // Where it is to be replaced, it is its owner's alone whatever it was before, and only the new list counts.
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(list(&mut bench, true).unwrap().rows, 3);
    assert_eq!(mode(), 0o600);
    let old = verification::sign_in(&mut bench.register, &first[0][0], &first[0][2]);
    assert_eq!(old.unwrap(), SignIn::Refused);
    for row in rows(&path) {
        let signed_in = verification::sign_in(&mut bench.register, &row[0], &row[2]).unwrap();
        assert!(matches!(signed_in, SignIn::In { .. }), "{}", row[0]);
    }
}

#[test]
fn verified_domains_are_off_until_named() {
    let mut bench = Bench::new();
    let anna = bench.person("anna").id;
    let off = verification::verify_by_domain(&bench.place, &mut bench.register, &[anna]);
    assert_eq!(off.unwrap_err().code(), "setting_missing");
    settings::set(
        &mut bench.register,
        settings::VERIFIED_DOMAINS,
        "foretaget.example",
    )
    .unwrap();
    let verified = verification::verify_by_domain(&bench.place, &mut bench.register, &[anna]);
    assert_eq!(verified.unwrap(), [anna]);
}
