//! `koppla serve` as a process, the mails that it writes, and a visitor with a cookie jar.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test binary uses the part it needs, and a test may fail by panicking"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use koppla::domain::person::Person;
use koppla::domain::verification::Audience;
use koppla::jobs::mailing::{self, Request};
use koppla::jobs::{Control, Place, Recipients, Register, now, passwords};
use mail_parser::MessageParser;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::commands::Office;
use super::http::{Answer, encoded, request};

/// How long a condition is waited for before the test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for what another process does.
#[track_caller]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited for {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// An office whose pages can be served: a base URL, a sender, no waiting between mails.
pub fn office(people: &[&str]) -> Office {
    let mut rows =
        vec!["Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect;Aktiv"];
    rows.extend(people);
    let office = Office::with_people(&rows);
    ready(&office);
    office
}

/// The status of each answer, where so many ask so often at the same time.
pub fn all_at_once(askers: usize, times: usize, ask: impl Fn() -> u16 + Sync) -> Vec<u16> {
    std::thread::scope(|scope| {
        let many: Vec<_> = (0..askers)
            .map(|_| scope.spawn(|| (0..times).map(|_| ask()).collect()))
            .collect();
        many.into_iter()
            .flat_map(|thread| -> Vec<u16> { thread.join().unwrap() })
            .collect()
    })
}

/// Sets what serving needs, with no waiting between mails.
pub fn ready(office: &Office) {
    for (key, value) in [
        ("base-url", "http://localhost"),
        ("sender", "HR <hr@foretaget.example>"),
        ("mails-per-minute", "6000"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
}

/// Where an office is.
pub fn place(office: &Office) -> Place {
    Place::new(Some(&office.register())).unwrap()
}

/// A person and the register that they are in.
pub fn person(office: &Office, id: &str) -> (Register, Person) {
    let register = place(office).open().unwrap();
    let person = register.find_person(id, None).unwrap();
    (register, person)
}

/// Queues a link for these persons.
pub fn invite(office: &Office, ids: &[&str]) {
    let place = place(office);
    let mut register = place.open().unwrap();
    let persons = ids
        .iter()
        .map(|id| register.find_person(id, None).unwrap().id);
    let wanted = Request {
        recipients: Recipients::Persons(persons.collect()),
        audience: Audience::Everybody,
        include_protected: false,
        not_within_days: 0,
    };
    let planned = mailing::plan(&place, &register, &wanted).unwrap();
    let queued = mailing::begin(&place, &mut register, &planned).unwrap();
    assert_eq!(queued.queued, ids.len() as u64);
}

/// A one-time password for a person.
pub fn one_time_password(office: &Office, id: &str) -> String {
    let (mut register, person) = person(office, id);
    let issued = passwords::issue(&mut register, &[person], &Control::unwatched()).unwrap();
    issued[0].password.to_string()
}

/// A mail that was written into the directory.
#[derive(Debug, Clone)]
pub struct Written {
    pub to: String,
    pub text: String,
}

/// All mails so far, oldest first.
pub fn mails(office: &Office) -> Vec<Written> {
    let Ok(entries) = std::fs::read_dir(office.path().join("mails")) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "eml"));
    files.sort();
    let read = |path: &PathBuf| Written::read(&std::fs::read(path).unwrap());
    files.iter().map(read).collect()
}

/// Waits for the mail of this number, from 1.
#[track_caller]
pub fn mail(office: &Office, number: usize) -> Written {
    until("a mail", || mails(office).get(number - 1).cloned())
}

impl Written {
    /// A mail as it is transmitted.
    pub fn read(bytes: &[u8]) -> Written {
        let mail = MessageParser::default().parse(bytes).unwrap();
        let to = mail.to().unwrap().first().unwrap().address().unwrap();
        Written {
            to: to.to_owned(),
            text: mail.body_text(0).unwrap().into_owned(),
        }
    }

    /// The token of the link in it.
    #[track_caller]
    pub fn token(&self) -> String {
        let (_, rest) = self.text.split_once("/l/").unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    }

    /// The code in it.
    #[track_caller]
    pub fn code(&self) -> String {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
        self.text
            .lines()
            .map(str::trim)
            .find(is_code)
            .unwrap()
            .to_owned()
    }
}

/// Lets time pass for what was sent: its end is now.
pub fn let_expire(office: &Office) {
    let db = rusqlite::Connection::open(office.register()).unwrap();
    let moment = now().as_millisecond() - 1;
    let changed = db.execute(
        "UPDATE outbox SET expires_at = ?1 WHERE expires_at IS NOT NULL",
        [moment],
    );
    assert_ne!(changed.unwrap(), 0);
}

/// A link for each of these, in their order; every mail is out.
pub fn links(office: &Office, ids: &[&str]) -> Vec<String> {
    let before = mails(office).len();
    for (at, id) in ids.iter().enumerate() {
        invite(office, &[id]);
        mail(office, before + at + 1);
    }
    let link = |at| format!("/l/{}", mail(office, before + at + 1).token());
    let links = (0..ids.len()).map(link).collect();
    // The mail is there a moment before the register says so.
    until("all mails to be settled", || {
        let (register, _) = person(office, ids[0]);
        let status = register.queue_status(now().to_zoned(jiff::tz::TimeZone::system()).date());
        (status.unwrap().links.live() == 0).then_some(())
    });
    links
}

/// The answer without what the moment decides.
pub fn lasting(answer: Answer) -> (u16, BTreeSet<(String, String)>, String) {
    let headers = answer
        .headers
        .into_iter()
        .filter(|(name, _)| name != "date");
    (answer.status, headers.collect(), answer.body)
}

/// The server.
pub struct Pages {
    child: Child,
    log: PathBuf,
    /// Where it listens.
    pub address: String,
}

impl Pages {
    /// Serves an office's pages on a free port.
    pub fn serve(office: &Office) -> Pages {
        Pages::serve_with(office, &[])
    }

    /// The same with more arguments.
    pub fn serve_with(office: &Office, more: &[&str]) -> Pages {
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--json"];
        arguments.extend(more);
        Pages::start(office, office.command(&arguments))
    }

    /// The same by a command of one's own, which says where it listens as JSON.
    pub fn start(office: &Office, mut command: Command) -> Pages {
        let log = office.path().join("access.log");
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("{line}{}", std::fs::read_to_string(&log).unwrap()));
        Pages {
            address: told["listen"].as_str().unwrap().to_owned(),
            child,
            log,
        }
    }

    /// Asks for a page, in English.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    /// Sends an empty form.
    pub fn post(&self, path: &str) -> Answer {
        self.ask("POST", path, &[], "")
    }

    /// Any request, in English unless the headers say otherwise.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut all = vec![
            ("Accept-Language", "en"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        all.retain(|(name, _)| !headers.iter().any(|(given, _)| given == name));
        all.extend(headers);
        request(&self.address, method, path, &all, body)
    }

    /// The access log so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// The process.
    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until nobody is let in any more.
    pub fn closes(&self) {
        until("the door to close", || {
            TcpStream::connect(&self.address).is_err().then_some(())
        });
    }

    /// Waits for the end of the process.
    pub fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Sends a signal, and gives the exit code.
    pub fn end(self, signal: Signal) -> Option<i32> {
        self.signal(signal);
        self.ended().code()
    }
}

impl Drop for Pages {
    /// A test leaves no server behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody with a browser: keeps the cookie, fills in forms.
pub struct Visitor<'a> {
    pages: &'a Pages,
    cookie: String,
}

impl<'a> Visitor<'a> {
    /// Nobody yet.
    pub fn new(pages: &'a Pages) -> Visitor<'a> {
        Visitor {
            pages,
            cookie: String::new(),
        }
    }

    /// The cookie that the visitor sends.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Looks at a page.
    pub fn get(&mut self, path: &str) -> Answer {
        self.pages.ask("GET", path, &[("Cookie", &self.cookie)], "")
    }

    /// Sends a form and goes on to where it leads.
    pub fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.send_only(path, fields);
        match answer.header("location") {
            Some(location) => {
                let location = location.to_owned();
                self.get(&location)
            }
            None => answer,
        }
    }

    /// Sends a form.
    pub fn send_only(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self
            .pages
            .ask("POST", path, &[("Cookie", &self.cookie)], &encoded(fields));
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
        answer
    }

    /// Sends a form of the session: with the word that is in the page's own forms.
    pub fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(if path == "/password" { path } else { "/" });
        let csrf = csrf(&page.body);
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.send(path, &all)
    }

    /// Signs in with a one-time password, and chooses a password of one's own.
    pub fn arrive(&mut self, user_id: &str, one_time: &str, own: &str) -> Answer {
        self.send("/sign-in", &[("user_id", user_id), ("password", one_time)])
            .is(200)
            .says("Choose a password");
        self.submit("/password", &[("password", own), ("again", own)])
    }
}

/// The word of the session in the forms of a page.
#[track_caller]
pub fn csrf(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}
