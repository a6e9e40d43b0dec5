//! The outbox against a mail server with real sockets: whatever the server, the disk or the operator does, nobody gets two mails and none is
//! lost without being told. `KOPPLA_THOROUGH=1` makes the kills 200 among 1,000 recipients, and 50 rounds of two senders.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]
#![expect(clippy::print_stdout, reason = "a test that was skipped says so")]

mod support;

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use support::commands::{Office, limited};
use support::smtp::{Act, MailServer, Moment, Tls, send_to};
use support::trials::{Dice, restore, tell, thorough, trials, whole};

/// How long a test waits for what must come.
const SOON: Duration = Duration::from_secs(60);

/// A register with so many people who have an address, `p1@foretaget.example` and so on, and no mail server yet.
fn office(people: usize) -> Office {
    let heading =
        "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect".to_owned();
    let rows: Vec<String> = std::iter::once(heading)
        .chain((1..=people).map(|n| format!("p{n};{n:05};Åsa;Öberg;p{n}@foretaget.example")))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let office = Office::with_people(&rows);
    for (key, value) in [
        ("sender", "Löner, HR <hr@foretaget.example>"),
        ("base-url", "http://localhost:8080"),
        ("mails-per-minute", "6000"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    office
}

/// The same, with this mail server.
fn with_server(people: usize, server: &MailServer) -> Office {
    let office = office(people);
    send_to(&office, server);
    office
}

fn queue(office: &Office) {
    office
        .run(&["verify", "send", "--queue-only", "--quiet"])
        .exits(0);
}

/// Sends what waits, and gives what the command reports.
#[track_caller]
fn send_waiting(office: &Office, code: i32) -> Value {
    office
        .run(&["verify", "send", "--waiting", "--json"])
        .exits(code)
        .json()
}

fn start(office: &Office) -> Child {
    office
        .command(&["verify", "send", "--waiting", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn ended(child: Child) -> Value {
    let output = child.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The state of each address's mail, and how often it was tried.
fn states(office: &Office) -> BTreeMap<String, (String, u32)> {
    let register = Connection::open(office.register()).unwrap();
    let mut statement = register
        .prepare("SELECT p.connect_address, o.state, o.attempts FROM outbox o JOIN person p ON p.id = o.person")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn count(office: &Office, state: &str) -> usize {
    states(office).values().filter(|(s, _)| s == state).count()
}

/// Each mail that was accepted arrived once, each that may have been sent at most once, and there are no others.
#[track_caller]
fn nobody_got_two_and_none_is_lost(office: &Office, server: &MailServer) {
    let counts = server.counts();
    for (address, (state, _)) in states(office) {
        let got = counts.get(&address).copied().unwrap_or_default();
        let fits = match state.as_str() {
            "accepted" => got == 1,
            "unknown" => got <= 1,
            _ => false,
        };
        assert!(fits, "{address} is {state} and got {got}");
    }
}

/// A server that tells of every moment, so that a test can wait for it.
fn telling(
    script: impl Fn(&Moment) -> Act + Send + Sync + 'static,
) -> (MailServer, Receiver<Moment>) {
    let (tell, told) = channel();
    let server = MailServer::new(Tls::None, move |moment| {
        // Nobody may listen any more.
        let _ = tell.send(moment.clone());
        script(moment)
    });
    (server, told)
}

#[test]
fn a_mailing_goes_out_once() {
    let server = MailServer::willing();
    let office = with_server(12, &server);
    let plan = office
        .run(&["verify", "send", "--dry-run", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&plan["recipients"], &plan["dry_run"]),
        (&json!(12), &json!(true))
    );
    assert!(states(&office).is_empty());
    let sent = office.run(&["verify", "send", "--json"]).exits(0).json();
    assert_eq!(
        (&sent["queued"], &sent["sent"], &sent["ended"]),
        (&json!(12), &json!({"accepted": 12}), &json!("empty"))
    );
    nobody_got_two_and_none_is_lost(&office, &server);
    assert_eq!(server.connections(), 1, "one connection is enough");
    let again = office.run(&["verify", "send", "--json"]).exits(0).json();
    assert_eq!(again["left_out"], json!({"sent_recently": 12}));
    assert_eq!(server.taken().len(), 12);
    assert_eq!(office.person("p1")["state"], "sent");
}

#[test]
fn kills_at_any_moment_lose_no_mail_and_send_none_twice() {
    let people = if thorough() { 1_000 } else { 100 };
    let kills = trials(20, 200);
    let (server, told) = telling(|_| Act::Go);
    let office = with_server(people, &server);
    queue(&office);
    let mut dice = Dice::new(20_260_101);
    for _ in 0..kills {
        let mut child = start(&office);
        while told.try_recv().is_ok() {}
        for _ in 0..=dice.below(20) {
            told.recv_timeout(SOON).unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let unknown = count(&office, "unknown") + count(&office, "sending");
    assert!(unknown > 0, "no kill came while a mail was being sent");
    let last = office.run(&["verify", "send", "--waiting", "--json"]);
    assert_eq!(last.json()["ended"], "empty");
    assert_eq!(states(&office).len(), people);
    nobody_got_two_and_none_is_lost(&office, &server);
    let unknown = count(&office, "unknown");
    assert!(unknown <= kills as usize);
    tell(
        "kill -9 × mailing",
        &format!(
            "{kills} killed, {people} mails: {unknown} may have been sent, none twice, none lost"
        ),
    );
}

#[test]
fn two_senders_at_once_send_each_mail_once() {
    let rounds = trials(4, 50);
    let office = office(24);
    let register = office.register();
    let fresh = std::fs::read(&register).unwrap();
    for round in 0..rounds {
        restore(&register, &fresh);
        let server = MailServer::willing();
        send_to(&office, &server);
        let both = [0, 1].map(|_| {
            let mut command = office.command(&["verify", "send", "--json"]);
            command.stdout(Stdio::piped()).stderr(Stdio::null());
            command.spawn().unwrap()
        });
        let reports = both.map(ended);
        let queued: u64 = reports.iter().filter_map(|r| r["queued"].as_u64()).sum();
        assert_eq!(queued, 24, "round {round}: {reports:?}");
        // Whoever came second may have queued after the first had looked for the last time.
        assert_eq!(send_waiting(&office, 0)["ended"], "empty");
        assert_eq!(count(&office, "accepted"), 24);
        nobody_got_two_and_none_is_lost(&office, &server);
        whole(&register);
    }
    tell(
        "send × send",
        &format!("{rounds} rounds of 24 mails: each sent once"),
    );
}

#[test]
fn a_storm_of_421_pauses_the_queue_and_charges_nobody() {
    let storm = Arc::new(AtomicBool::new(true));
    let raging = Arc::clone(&storm);
    let server = MailServer::new(Tls::None, move |moment| match moment {
        Moment::Connected(_) if raging.load(Ordering::SeqCst) => Act::Say("421 too many"),
        _ => Act::Go,
    });
    let office = with_server(5, &server);
    queue(&office);
    let paused = send_waiting(&office, 1);
    assert_eq!(
        (&paused["ended"], &paused["waiting"]),
        (&json!("paused"), &json!(5))
    );
    let pause = &paused["pause"];
    assert_eq!(
        (&pause["reason"], &pause["reply"]),
        (&json!("connection"), &json!(421))
    );
    assert!(pause["until"].is_string(), "it goes on by itself: {pause}");
    assert!(
        states(&office)
            .values()
            .all(|(s, tried)| s == "queued" && *tried == 0)
    );
    storm.store(false, Ordering::SeqCst);
    office.run(&["verify", "resume"]).exits(0);
    assert_eq!(send_waiting(&office, 0)["sent"], json!({"accepted": 5}));
    nobody_got_two_and_none_is_lost(&office, &server);
}

#[test]
fn a_refused_password_pauses_until_somebody_has_mended_it() {
    let server = MailServer::new(Tls::Start, |moment| match moment {
        Moment::SignIn(_, password) if password != "rätt" => Act::Say("535 no"),
        _ => Act::Go,
    });
    let office = with_server(3, &server);
    let certificate = office.file("ca.pem", server.certificate().as_bytes());
    let password = office.file("password", "fel\n".as_bytes());
    for (key, value) in [
        ("smtp-host", "localhost"),
        ("smtp-security", "starttls"),
        ("smtp-ca-file", certificate.to_str().unwrap()),
        ("smtp-user", "hr"),
        ("smtp-password-file", password.to_str().unwrap()),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    queue(&office);
    let paused = send_waiting(&office, 1);
    assert_eq!(
        (&paused["pause"]["reason"], &paused["pause"]["until"]),
        (&json!("sign_in"), &Value::Null)
    );
    assert_eq!(count(&office, "queued"), 3);
    office.file("password", "rätt\n".as_bytes());
    office.run(&["verify", "resume"]).exits(0);
    assert_eq!(send_waiting(&office, 0)["sent"], json!({"accepted": 3}));
    assert!(server.taken().iter().all(|mail| mail.secured));
}

#[test]
fn a_connection_cut_after_the_dot_leaves_a_mail_that_may_have_been_sent() {
    let server = MailServer::new(Tls::None, |moment| match moment {
        Moment::Text(to) if to.starts_with("p2@") => Act::Cut,
        _ => Act::Go,
    });
    let office = with_server(3, &server);
    let sent = office.run(&["verify", "send", "--json"]).exits(3).json();
    assert_eq!(sent["sent"], json!({"accepted": 2, "unknown": 1}));
    // Never by itself, and by hand only where that is asked for.
    assert_eq!(send_waiting(&office, 0)["sent"], json!({}));
    let mailing = sent["mailing"].to_string();
    let again = |more: &[&str]| {
        let mut arguments = vec!["verify", "resend", mailing.as_str(), "--dry-run", "--json"];
        arguments.extend(more);
        office.run(&arguments).exits(0).json()["recipients"].clone()
    };
    assert_eq!(again(&[]), 0);
    assert_eq!(again(&["--include-unknown"]), 1);
    nobody_got_two_and_none_is_lost(&office, &server);
}

#[test]
fn who_is_refused_is_told_and_can_be_mailed_again() {
    let refusing = Arc::new(AtomicBool::new(true));
    let refuses = Arc::clone(&refusing);
    let server = MailServer::new(Tls::None, move |moment| match moment {
        Moment::To(to) if to.starts_with("p2@") && refuses.load(Ordering::SeqCst) => {
            Act::Say("550 no such user")
        }
        _ => Act::Go,
    });
    let office = with_server(3, &server);
    let sent = office.run(&["verify", "send", "--json"]).exits(3).json();
    assert_eq!(sent["sent"], json!({"accepted": 2, "rejected": 1}));
    refusing.store(false, Ordering::SeqCst);
    let mailing = sent["mailing"].to_string();
    let again = office
        .run(&["verify", "resend", &mailing, "--json"])
        .exits(0)
        .json();
    assert_eq!(again["sent"], json!({"accepted": 1}));
    assert_eq!(server.counts()["p2@foretaget.example"], 1);
}

#[test]
fn a_deferred_mail_waits_and_an_interrupt_ends_the_command_in_order() {
    let (server, told) = telling(|moment| match moment {
        Moment::To(_) => Act::Say("450 mailbox busy"),
        _ => Act::Go,
    });
    let office = with_server(1, &server);
    queue(&office);
    let child = start(&office);
    while !matches!(told.recv_timeout(SOON).unwrap(), Moment::To(_)) {}
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let report = ended(child);
    assert_eq!(
        (&report["ended"], &report["sent"], &report["waiting"]),
        (&json!("stopped"), &json!({"deferred": 1}), &json!(1))
    );
    assert_eq!(
        states(&office)["p1@foretaget.example"],
        ("deferred".into(), 1)
    );
}

#[test]
fn a_server_that_stalls_after_the_dot_and_a_kill_leave_a_mail_that_may_have_been_sent() {
    let (server, told) = telling(|moment| match moment {
        Moment::Text(_) => Act::Stall,
        _ => Act::Go,
    });
    let office = with_server(1, &server);
    queue(&office);
    let mut child = start(&office);
    while !matches!(told.recv_timeout(SOON).unwrap(), Moment::Text(_)) {}
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(send_waiting(&office, 0)["sent"], json!({}));
    assert_eq!(count(&office, "unknown"), 1);
    assert_eq!(server.taken().len(), 1);
}

#[test]
fn the_connection_is_made_anew_after_fifty_mails() {
    let server = MailServer::willing();
    let office = with_server(51, &server);
    office.run(&["verify", "send", "--quiet"]).exits(0);
    let by: Vec<usize> = server.taken().iter().map(|mail| mail.connection).collect();
    assert_eq!(by.len(), 51);
    assert!(by[..50].iter().all(|connection| *connection == by[0]));
    assert_ne!(by[50], by[0]);
}

#[test]
fn mails_go_no_faster_than_the_rate_and_no_more_than_the_day_takes() {
    let first = Arc::new(std::sync::Mutex::new(Vec::new()));
    let moments = Arc::clone(&first);
    let server = MailServer::new(Tls::None, move |moment| {
        if let Moment::Text(_) = moment {
            moments.lock().unwrap().push(Instant::now());
        }
        Act::Go
    });
    let office = with_server(10, &server);
    office
        .run(&["setting", "set", "mails-per-minute", "600"])
        .exits(0);
    office
        .run(&["setting", "set", "mails-per-day", "8"])
        .exits(0);
    let sent = office.run(&["verify", "send", "--json"]).exits(0).json();
    assert_eq!(
        (&sent["ended"], &sent["sent"], &sent["waiting"]),
        (&json!("later"), &json!({"accepted": 8}), &json!(2))
    );
    // Five at once, then one every tenth of a second.
    let moments = first.lock().unwrap();
    let took = moments[7].duration_since(moments[0]);
    assert!(took >= Duration::from_millis(200), "{took:?}");
}

#[test]
fn an_administrators_pause_holds_until_it_is_ended() {
    let server = MailServer::willing();
    let office = with_server(4, &server);
    queue(&office);
    office.run(&["verify", "pause"]).exits(0);
    let paused = send_waiting(&office, 0);
    assert_eq!(
        (&paused["ended"], &paused["pause"]["reason"]),
        (&json!("paused"), &json!("administrator"))
    );
    assert_eq!(server.connections(), 0);
    let status = office.run(&["verify", "status", "--json"]).exits(0).json();
    assert_eq!(status["links"]["queued"], 4);
    office.run(&["verify", "cancel", "1"]).exits(0);
    office.run(&["verify", "resume"]).exits(0);
    assert_eq!(send_waiting(&office, 0)["ended"], "empty");
    assert_eq!(count(&office, "cancelled"), 4);
    assert!(server.taken().is_empty());
}

#[test]
fn a_full_disk_under_the_register_stops_the_sending_and_nobody_gets_two() {
    let server = MailServer::willing();
    let office = with_server(40, &server);
    queue(&office);
    // A write beyond this size fails, as on a full disk. The register itself fits; what is written beside it while sending does not.
    let blocks = std::fs::metadata(office.register()).unwrap().len() / 512 + 64;
    let koppla = office.command(&["verify", "send", "--waiting", "--quiet"]);
    let mut limited = limited(&koppla, blocks);
    limited.stderr(Stdio::null());
    assert_eq!(limited.status().unwrap().code(), Some(1));
    let before = server.taken().len();
    assert!((1..40).contains(&before), "{before} were sent");
    office.run(&["verify", "send", "--waiting", "--quiet"]);
    assert_eq!(states(&office).len(), 40);
    nobody_got_two_and_none_is_lost(&office, &server);
    assert!(count(&office, "unknown") <= 1);
}

#[test]
fn a_directory_of_mails_that_cannot_be_written_pauses_and_loses_nothing() {
    let office = office(3);
    let in_the_way = office.file("mails", b"");
    queue(&office);
    let paused = send_waiting(&office, 1);
    assert_eq!(paused["pause"]["reason"], "local");
    assert_eq!(count(&office, "queued"), 3);
    std::fs::remove_file(&in_the_way).unwrap();
    office.run(&["verify", "resume"]).exits(0);
    assert_eq!(send_waiting(&office, 0)["sent"], json!({"accepted": 3}));
    assert_eq!(std::fs::read_dir(&in_the_way).unwrap().count(), 3);
}

#[test]
fn a_full_disk_under_the_directory_of_mails_pauses_and_loses_nothing() {
    let office = office(12);
    queue(&office);
    let mails = office.path().join("mails");
    std::fs::create_dir(&mails).unwrap();
    // A disk of five pages of its own, seen by this command alone.
    let koppla = office.command(&["verify", "send", "--waiting", "--json"]);
    let mount = "mount -t tmpfs -o size=20k full mails 2>/dev/null || exit 99; exec \"$0\" \"$@\"";
    let mut apart = Command::new("unshare");
    apart
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", mount])
        .arg(koppla.get_program())
        .args(koppla.get_args())
        .current_dir(office.path())
        .envs(
            koppla
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    let ran = match apart.output() {
        Ok(ran) if matches!(ran.status.code(), Some(0 | 1 | 3)) && !ran.stdout.is_empty() => ran,
        _ => {
            println!("skipped: this system lets nobody mount a disk of their own");
            return;
        }
    };
    let report: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(report["pause"]["reason"], "local", "{report}");
    let written = count(&office, "accepted");
    assert!((1..12).contains(&written), "{written}");
    assert_eq!(count(&office, "queued"), 12 - written);
    office.run(&["verify", "resume"]).exits(0);
    send_waiting(&office, 0);
    let files: Vec<_> = std::fs::read_dir(&mails).unwrap().collect();
    assert_eq!(files.len(), 12 - written);
}

#[test]
fn a_slow_server_does_not_hold_up_the_one_who_asks_how_it_stands() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let (server, told) = telling(move |moment| match moment {
        Moment::Text(_) if counted.fetch_add(1, Ordering::SeqCst) == 0 => Act::Stall,
        _ => Act::Go,
    });
    let office = with_server(2, &server);
    queue(&office);
    let mut child = start(&office);
    while !matches!(told.recv_timeout(SOON).unwrap(), Moment::Text(_)) {}
    let status = office.run(&["verify", "status", "--json"]).exits(0).json();
    assert_eq!(
        (&status["links"]["sending"], &status["links"]["queued"]),
        (&json!(1), &json!(1))
    );
    assert!(status["worker"]["who"].is_string());
    child.kill().unwrap();
    child.wait().unwrap();
}
