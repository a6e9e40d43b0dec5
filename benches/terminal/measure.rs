//! One program on one file: what it takes to open, to move, to search, and what it sends meanwhile.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::employees::user_id;
use crate::programs::Program;
use crate::pty::Pty;

/// How long anything may take before it counts as not done.
const LIMIT: Duration = Duration::from_secs(20);
/// No bytes, or only a trickle, for so long: the program has nothing to do.
const QUIET: Duration = Duration::from_millis(500);
/// What a program that polls may send in that time all the same.
const TRICKLE: usize = 200;
/// After a key, no bytes for so long: the answer is complete.
const ANSWERED: Duration = Duration::from_millis(80);
/// How often Down is pressed: 22 rows fit, so the last ones scroll.
const PRESSES: usize = 60;
/// How many of the first presses stay inside the window, and how many of the last ones scroll.
const INSIDE: usize = 12;

/// What is measured. Times in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    first: Option<f64>,
    end_at_once: Option<f64>,
    end: Option<f64>,
    search: Option<f64>,
    down: Option<f64>,
    scroll: Option<f64>,
    page: Option<f64>,
    typed: Option<f64>,
    judged: Option<f64>,
    idle: Option<f64>,
    answer: Option<f64>,
    memory: Option<f64>,
}

/// A line of the table: its name, how many decimals, and which figure.
type Line = (&'static str, usize, fn(&Figures) -> Option<f64>);

impl Figures {
    /// The lines of the table.
    pub const LINES: [Line; 12] = [
        ("first screen, ms", 1, |f| f.first),
        ("last row, `G` pressed at the first screen, ms", 1, |f| {
            f.end_at_once
        }),
        ("last row, `G` pressed once all is read, ms", 1, |f| f.end),
        ("search whose only hit is the last row, ms", 1, |f| f.search),
        ("peak memory, MB", 0, |f| f.memory),
        ("bytes: Down inside the window", 0, |f| f.down),
        ("bytes: Down that scrolls", 0, |f| f.scroll),
        ("bytes: PageDown", 0, |f| f.page),
        ("bytes: one typed character", 0, |f| f.typed),
        ("bytes: idle, a second", 0, |f| f.idle),
        ("Down to answer, ms", 2, |f| f.answer),
        ("a typed character to its answer, ms", 2, |f| f.judged),
    ];

    /// The median of each figure.
    pub fn median(runs: &[Figures]) -> Figures {
        let of = |figure: fn(&Figures) -> Option<f64>| median(runs.iter().filter_map(figure));
        Figures {
            first: of(|f| f.first),
            end_at_once: of(|f| f.end_at_once),
            end: of(|f| f.end),
            search: of(|f| f.search),
            down: of(|f| f.down),
            scroll: of(|f| f.scroll),
            page: of(|f| f.page),
            typed: of(|f| f.typed),
            judged: of(|f| f.judged),
            idle: of(|f| f.idle),
            answer: of(|f| f.answer),
            memory: of(|f| f.memory),
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let (lower, upper) = (values.len().checked_sub(1)? / 2, values.len() / 2);
    Some(f64::midpoint(values[lower], values[upper]))
}

/// Runs a program on a file of so many rows, twice.
pub fn measure(program: &Program, file: &Path, rows: u32) -> Figures {
    let (first, last) = (user_id(0), user_id(rows - 1));
    let mut figures = Figures::default();

    let (mut pty, _) = open(program, file, &first);
    let pressed = Instant::now();
    pty.send(program.end);
    figures.end_at_once = shows(&mut pty, &last, pressed);
    drop(pty);

    let (mut pty, took) = open(program, file, &first);
    figures.first = took;
    if let Some(loaded) = program.loaded {
        let loaded = loaded(rows);
        pty.within(LIMIT, |screen| screen.contents().contains(&loaded));
    }
    settle(&mut pty);
    if let Some(busy) = program.busy {
        pty.within(LIMIT, |screen| !screen.contents().contains(busy));
        settle(&mut pty);
    }
    let before = pty.bytes_received();
    let waited = Duration::from_secs(2);
    pty.within(waited, |_| false);
    figures.idle = Some(count(pty.bytes_received() - before) / waited.as_secs_f64());

    let downs: Vec<Press> = (0..PRESSES)
        .map(|_| press(&mut pty, program.down))
        .collect();
    figures.down = median(downs[..INSIDE].iter().map(|press| press.bytes));
    figures.scroll = median(downs[PRESSES - INSIDE..].iter().map(|press| press.bytes));
    figures.answer = median(downs.iter().filter_map(|press| press.answered));
    let pages: Vec<Press> = (0..12)
        .map(|_| press(&mut pty, program.page_down))
        .collect();
    figures.page = median(pages.iter().map(|press| press.bytes));
    if let Some(edit) = program.edit {
        press(&mut pty, edit);
        let typed: Vec<Press> = (0..9).map(|_| press(&mut pty, "a")).collect();
        figures.typed = median(typed.iter().map(|press| press.bytes));
        figures.judged = median(typed.iter().filter_map(|press| press.answered));
        press(&mut pty, "\x1b");
    }

    let pressed = Instant::now();
    pty.send(program.end);
    figures.end = shows(&mut pty, &last, pressed);
    settle(&mut pty);
    pty.send(program.home);
    pty.within(LIMIT, |screen| screen.contents().contains(&first));
    settle(&mut pty);
    pty.send(program.search).send(&last);
    settle(&mut pty);
    // The text that is searched for stands on the screen already; the hit is on a line of its own with the row.
    let number = format!("{}", 1_000_000 + rows - 1);
    let pressed = Instant::now();
    pty.send("\r");
    figures.search = shows(&mut pty, &number, pressed);
    figures.memory = peak_memory(pty.pid());
    figures
}

fn open(program: &Program, file: &Path, first: &str) -> (Pty, Option<f64>) {
    let start = program.on(file);
    let started = Instant::now();
    let mut pty = start.start();
    let took = shows(&mut pty, first, started);
    (pty, took)
}

/// How long it takes until the screen shows a text, in milliseconds; nothing if it does not.
fn shows(pty: &mut Pty, text: &str, since: Instant) -> Option<f64> {
    let shown = pty.within(LIMIT, |screen| screen.contents().contains(text));
    shown.then(|| milliseconds(since.elapsed()))
}

/// Waits until a program has nothing to do any more.
fn settle(pty: &mut Pty) {
    let deadline = Instant::now() + LIMIT;
    loop {
        let before = pty.bytes_received();
        pty.within(QUIET, |_| false);
        if pty.bytes_received() - before < TRICKLE || Instant::now() > deadline {
            return;
        }
    }
}

/// The answer to a key.
struct Press {
    bytes: f64,
    /// When the first of them came, in milliseconds.
    answered: Option<f64>,
}

fn press(pty: &mut Pty, key: &str) -> Press {
    let before = pty.bytes_received();
    let pressed = Instant::now();
    pty.send(key);
    let answered = (!pty.silent_for(ANSWERED)).then(|| milliseconds(pressed.elapsed()));
    while !pty.silent_for(ANSWERED) {}
    Press {
        bytes: count(pty.bytes_received() - before),
        answered,
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn count(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap())
}

/// The most memory that a process has had, in megabytes.
fn peak_memory(pid: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}
