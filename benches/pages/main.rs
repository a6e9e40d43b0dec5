//! The pages under load, while the rest goes on: `cargo bench --bench pages`. It serves a register that it makes, has wrk ask for the page of a link
//! over and over, and meanwhile confirms a link and presses keys in a terminal on the same register. See `benches/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring that cannot go on shall end, and it prints what it has measured"
)]

#[path = "../employees/mod.rs"]
mod employees;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use employees::{Filled, user_id};
use support::commands::Office;
use support::pages::{Pages, invite, mail, ready};
use support::pty::{Pty, Start};

/// How many people the register has.
const PEOPLE: u32 = 10_000;
/// How many connections ask at once, and for how many seconds.
const CONNECTIONS: &str = "16";
const SECONDS: &str = "10";
/// How often Down is pressed meanwhile.
const PRESSES: usize = 50;
/// After a key, no bytes for so long: the answer is complete.
const ANSWERED: Duration = Duration::from_millis(80);

fn main() {
    if Command::new("wrk").arg("--version").output().is_err() {
        println!("skipped: wrk is not installed (apt-get install wrk)");
        return;
    }
    let office = office();
    let pages = Pages::serve_with(&office, &["--quiet"]);
    let started = memory(&pages);
    let ids: Vec<String> = (0..3).map(user_id).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    invite(&office, &ids);
    let links: Vec<String> = (1..=ids.len())
        .map(|number| format!("/l/{}", mail(&office, number).token()))
        .collect();
    let unknown = format!("/l/{}", "x".repeat(43));
    println!(
        "\n| {PEOPLE} people, {CONNECTIONS} connections, {SECONDS} s | a link that counts | a link that nobody made |"
    );
    println!("|---|---|---|");
    let runs = [
        ((links[0].as_str(), false), &links[1]),
        ((unknown.as_str(), true), &links[2]),
    ]
    .map(|(asked, confirmed)| measure(&office, &pages, asked, confirmed));
    line("pages a second", &runs, 0, |run| run.rate);
    line("median of an answer, ms", &runs, 2, |run| run.median);
    line("99th percentile, ms", &runs, 2, |run| run.late);
    line("answers that were no page of the kind", &runs, 0, |run| {
        run.wrong
    });
    line("confirming another link meanwhile, ms", &runs, 1, |run| {
        run.confirming
    });
    line(
        "terminal: Down to answer meanwhile, median, ms",
        &runs,
        2,
        |run| run.key,
    );
    line("terminal: the slowest, ms", &runs, 2, |run| run.slowest_key);
    println!(
        "\nmemory of the server, at most: {:.0} MB; {started:.0} MB before the first page",
        memory(&pages)
    );
}

fn line(name: &str, runs: &[Run; 2], decimals: usize, figure: fn(&Run) -> f64) {
    let [one, other] = runs.each_ref().map(figure);
    println!("| {name} | {one:.decimals$} | {other:.decimals$} |");
}

/// A register with people who all have an address, and pages that can be served.
fn office() -> Office {
    let office = Office::empty();
    let people = employees::file(PEOPLE, Filled::All);
    let people = people.to_str().unwrap();
    office.run(&["register", "load", people]).exits(0);
    ready(&office);
    office
}

/// The most memory that the server has had, in megabytes.
fn memory(pages: &Pages) -> f64 {
    let status = format!("/proc/{}/status", pages.pid().as_raw_nonzero());
    let status = std::fs::read_to_string(status).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = line
        .unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap();
    kib * 1024.0 / 1e6
}

/// What was measured; times in milliseconds.
struct Run {
    rate: f64,
    median: f64,
    late: f64,
    wrong: f64,
    confirming: f64,
    key: f64,
    slowest_key: f64,
}

fn measure(office: &Office, pages: &Pages, (asked, refused): (&str, bool), confirmed: &str) -> Run {
    let mut terminal = terminal(office);
    let wrk = wrk(&pages.address, asked);
    let mut keys: Vec<f64> = (0..PRESSES / 2).map(|_| press(&mut terminal)).collect();
    let begun = Instant::now();
    pages.post(confirmed).is(200).says("Your link is active");
    let confirming = milliseconds(begun.elapsed());
    keys.extend((0..PRESSES / 2).map(|_| press(&mut terminal)));
    keys.sort_by(f64::total_cmp);
    let output = wrk.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let word = |label: &str| -> Option<&str> {
        let line = told.lines().find_map(|l| l.trim().strip_prefix(label))?;
        line.split_whitespace().next()
    };
    let number = |text: Option<&str>| text.map_or(0.0, |n| n.parse::<f64>().unwrap());
    // wrk counts every answer of 400 and above, which is right for a link that nobody made and wrong for the other.
    let failed = number(word("Non-2xx or 3xx responses:"));
    let requests = told.lines().find(|line| line.contains(" requests in "));
    let requests = number(requests.and_then(|line| line.split_whitespace().next()));
    Run {
        rate: word("Requests/sec:").unwrap().parse().unwrap(),
        median: time(word("50%").unwrap()),
        late: time(word("99%").unwrap()),
        wrong: if refused { requests - failed } else { failed },
        confirming,
        key: keys[keys.len() / 2],
        slowest_key: keys[keys.len() - 1],
    }
}

fn wrk(address: &str, path: &str) -> Child {
    Command::new("wrk")
        .args(["-t1", "-c", CONNECTIONS, "-d", SECONDS, "--latency"])
        .arg(format!("http://{address}{path}"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A time as wrk writes it, in milliseconds.
fn time(text: &str) -> f64 {
    let number = |unit| {
        text.strip_suffix(unit)
            .and_then(|n: &str| n.parse::<f64>().ok())
    };
    number("us")
        .map(|n| n / 1e3)
        .or_else(|| number("ms"))
        .or_else(|| number("s").map(|n| n * 1e3))
        .unwrap()
}

/// The users view on the register.
fn terminal(office: &Office) -> Pty {
    let register = office.register();
    let mut pty = Start::koppla(&["--register", register.to_str().unwrap()])
        .env("XDG_STATE_HOME", office.path())
        .start();
    pty.wait_for("Verify").send("6").wait_for(&user_id(0));
    while !pty.silent_for(ANSWERED) {}
    pty
}

/// Presses Down; how long until the first byte of the answer.
fn press(pty: &mut Pty) -> f64 {
    let pressed = Instant::now();
    pty.send("\x1b[B");
    assert!(
        !pty.silent_for(Duration::from_secs(5)),
        "no answer to a key"
    );
    let answered = milliseconds(pressed.elapsed());
    while !pty.silent_for(ANSWERED) {}
    answered
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
