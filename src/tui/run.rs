//! The loop: threads and one channel. It blocks on the channel, drains it, draws once, and sends nothing when nothing has
//! changed. There is no tick; the one thing it wakes up for by itself is a toast that goes.
//!
//! Who feeds the channel: a thread that reads keys, one that waits for signals, one that waits for the terminal to be
//! gone (the reading thread would spin on it), and worker threads through a [`Waker`].

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use crate::t;
use crate::tui::abilities::Abilities;
use crate::tui::context::{Context, Effect, Waker};
use crate::tui::layer::Layer;
use crate::tui::stack::{Reaction, Stack, Then};
use crate::tui::terminal::Tty;
use crate::tui::theme::Tone;

/// Things handled between two pictures at most, so that a flood of keys still shows something.
const BATCH: usize = 512;

/// What the loop waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key, a paste, a click, a new size.
    Input(Input),
    /// Several of them that came in one piece: nothing that one of them opens was seen when the next was pressed.
    Together(Vec<Input>),
    /// Somewhere a job has news.
    Wake,
    /// A signal by its number.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// The channel, made before the loop so that jobs can be started first.
pub struct Events {
    sender: Sender<Event>,
    receiver: Receiver<Event>,
}

impl Default for Events {
    fn default() -> Events {
        Events::new()
    }
}

impl Events {
    /// An empty channel.
    pub fn new() -> Events {
        let (sender, receiver) = channel();
        Events { sender, receiver }
    }

    /// What wakes the loop of this channel.
    pub fn waker(&self) -> Waker {
        Waker::new(self.sender.clone())
    }
}

/// How the terminal is used.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The title of its window while koppla runs.
    pub title: String,
    /// Whether wheel and clicks are asked for. Off by default: then the terminal's own selecting and copying works.
    pub mouse: bool,
    /// What the terminal can do.
    pub abilities: Abilities,
}

/// How the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// As the user wished.
    Quit,
    /// By a signal.
    Signal(i32),
    /// The terminal was closed.
    TerminalGone,
}

impl Exit {
    /// The exit code of the process.
    pub fn code(self) -> u8 {
        match self {
            Exit::Quit => 0,
            Exit::Signal(signal) => u8::try_from(128 + signal).unwrap_or(1),
            Exit::TerminalGone => 129,
        }
    }
}

/// What the loop draws on: the terminal, or a test's stand-in.
pub trait Surface {
    /// Draws all layers.
    fn draw(&mut self, stack: &Stack, context: &Context) -> io::Result<()>;
    /// Forgets what is shown, so that the next picture is sent as a whole.
    fn redraw(&mut self) -> io::Result<()>;
    /// The window has another size, or had one and has the old one again: look which. What it showed may be gone.
    fn resized(&mut self) -> io::Result<()>;
    /// Lets the shell come to the front, and comes back when it says so. `false` where no shell waits.
    fn suspend(&mut self) -> io::Result<bool>;
    /// The process was stopped and goes on. Whether the terminal had to be taken anew.
    fn resumed(&mut self) -> io::Result<bool>;
    /// Sends something beside the picture.
    fn send(&mut self, effect: &Effect) -> io::Result<()>;
}

/// Runs the screens on the terminal until they end. The terminal is as before when this returns.
pub fn run(
    events: Events,
    base: Box<dyn Layer>,
    context: &mut Context,
    options: Options,
) -> io::Result<Exit> {
    // New sizes are waited for here, before the size is asked for the first time: the reading thread begins to listen
    // only later, and what happens between would be missed.
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let mut tty = Tty::borrow(options)?;
    let Events { sender, receiver } = events;
    let to = sender.clone();
    spawn("signals", move || {
        for signal in signals.forever() {
            if to.send(Event::Signal(signal)).is_err() {
                return;
            }
        }
    })?;
    let to = sender.clone();
    spawn("terminal", move || wait_until_gone(&to))?;
    spawn("keys", move || {
        while let Ok(inputs) = read_together() {
            if sender.send(Event::Together(inputs)).is_err() {
                return;
            }
        }
        // Nobody listens any more if this fails.
        let _ = sender.send(Event::Gone);
    })?;
    let mut stack = Stack::new(base);
    Ok(drive(&receiver, &mut tty, &mut stack, context))
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    // Not joined: these threads wait for the outside and end with the process.
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)?;
    Ok(())
}

/// How long is looked for what came with a key. Not zero: then crossterm does not even look at what it has read already.
const LOOK: Duration = Duration::from_micros(100);

/// Blocks until something is typed; gives all that came with it.
fn read_together() -> io::Result<Vec<Input>> {
    let mut inputs = vec![crossterm::event::read()?];
    while inputs.len() < BATCH && crossterm::event::poll(LOOK)? {
        inputs.push(crossterm::event::read()?);
    }
    Ok(mended(inputs))
}

/// Keys that begin with Esc themselves (arrows, F keys) right behind an Esc: the reader takes the two Esc for one, and the rest of
/// the key for letters. Here they are that key again. Nobody types such letters in one piece.
fn mended(inputs: Vec<Input>) -> Vec<Input> {
    let mut mended = Vec::with_capacity(inputs.len());
    let mut left = inputs.as_slice();
    while let Some((first, rest)) = left.split_first() {
        mended.push(first.clone());
        left = rest;
        if *first == Input::Key(KeyCode::Esc.into())
            && let Some((key, length)) = torn_key(rest)
        {
            mended.push(Input::Key(key.into()));
            left = &rest[length..];
        }
    }
    mended
}

/// The key whose end these letters begin with, and how many they are.
fn torn_key(inputs: &[Input]) -> Option<(KeyCode, usize)> {
    let letter = |at: usize| match inputs.get(at) {
        Some(Input::Key(KeyEvent {
            code: KeyCode::Char(c),
            modifiers,
            ..
        })) if (*modifiers - KeyModifiers::SHIFT).is_empty() => Some(*c),
        _ => None,
    };
    let moving = |c: char| {
        Some(match c {
            'A' => KeyCode::Up,
            'B' => KeyCode::Down,
            'C' => KeyCode::Right,
            'D' => KeyCode::Left,
            'H' => KeyCode::Home,
            'F' => KeyCode::End,
            _ => return None,
        })
    };
    let second = letter(1)?;
    match letter(0)? {
        'O' => {
            let f = ('P'..='S').zip(1..).find(|(c, _)| *c == second);
            let key = f.map(|(_, n)| KeyCode::F(n)).or_else(|| moving(second))?;
            Some((key, 2))
        }
        '[' if second == 'Z' => Some((KeyCode::BackTab, 2)),
        '[' => {
            if let Some(key) = moving(second) {
                return Some((key, 2));
            }
            let digits = (1..=2).map_while(|at| letter(at).filter(char::is_ascii_digit));
            let digits: String = digits.collect();
            let end = 1 + digits.len();
            letter(end).filter(|c| *c == '~')?;
            let key = match digits.parse().ok()? {
                1_u8 | 7 => KeyCode::Home,
                2 => KeyCode::Insert,
                3 => KeyCode::Delete,
                4 | 8 => KeyCode::End,
                5 => KeyCode::PageUp,
                6 => KeyCode::PageDown,
                n @ 11..=15 => KeyCode::F(n - 10),
                n @ 17..=21 => KeyCode::F(n - 11),
                n @ 23..=24 => KeyCode::F(n - 12),
                _ => return None,
            };
            Some((key, end + 1))
        }
        _ => None,
    }
}

/// What came in one piece, one by one.
fn apart(event: Event) -> Vec<Event> {
    match event {
        Event::Together(inputs) => inputs.into_iter().map(Event::Input).collect(),
        other => vec![other],
    }
}

/// Blocks, without using any time, until the terminal hangs up.
fn wait_until_gone(to: &Sender<Event>) {
    let out = io::stdout();
    loop {
        // No flags: a hangup is told without being asked for.
        let mut fds = [PollFd::new(&out, PollFlags::empty())];
        match poll(&mut fds, None) {
            Err(rustix::io::Errno::INTR) | Ok(0) => {}
            _ => break,
        }
    }
    // Nobody listens any more if this fails.
    let _ = to.send(Event::Gone);
}

/// The loop itself.
pub(crate) fn drive(
    events: &Receiver<Event>,
    surface: &mut dyn Surface,
    stack: &mut Stack,
    context: &mut Context,
) -> Exit {
    let exit = turn(events, surface, stack, context).unwrap_or_else(|error| {
        // It cannot be shown where it happened.
        tracing::warn!(%error, "the terminal cannot be written to");
        Exit::TerminalGone
    });
    if exit != Exit::Quit {
        stack.on_hangup(context);
    }
    exit
}

fn turn(
    events: &Receiver<Event>,
    surface: &mut dyn Surface,
    stack: &mut Stack,
    context: &mut Context,
) -> io::Result<Exit> {
    let mut changed = true;
    loop {
        if std::mem::take(&mut changed) {
            surface.draw(stack, context)?;
            stack.mark_seen();
        }
        let Some(first) = wait(events, context) else {
            return Ok(Exit::TerminalGone);
        };
        let all = first.into_iter().chain(events.try_iter());
        for event in all.take(BATCH).flat_map(apart) {
            let reaction = match event {
                Event::Gone => return Ok(Exit::TerminalGone),
                Event::Wake => stack.wake(context),
                // The signal of a new size says it.
                Event::Input(Input::Resize(..)) => Reaction::default(),
                Event::Signal(SIGWINCH) => {
                    surface.resized()?;
                    Reaction {
                        changed: true,
                        then: Then::Continue,
                    }
                }
                Event::Input(input) => stack.input(&input, context),
                // Taken apart above.
                Event::Together(_) => Reaction::default(),
                Event::Signal(SIGTSTP) => Reaction {
                    changed: false,
                    then: Then::Suspend,
                },
                Event::Signal(SIGCONT) => Reaction {
                    changed: surface.resumed()?,
                    then: Then::Continue,
                },
                Event::Signal(signal) => return Ok(Exit::Signal(signal)),
            };
            changed |= reaction.changed;
            match reaction.then {
                Then::Continue => {}
                Then::Quit => return Ok(Exit::Quit),
                Then::Suspend => {
                    if !surface.suspend()? {
                        context.toast(Tone::Warning, &t!("tui-suspend-nowhere"));
                    }
                    changed = true;
                }
                Then::Redraw => {
                    surface.redraw()?;
                    changed = true;
                }
            }
        }
        changed |= context.expire();
        for effect in context.take_effects() {
            surface.send(&effect)?;
        }
    }
}

/// The next event; `Some(None)` when the time of a toast has come, `None` when nobody is left to send any.
fn wait(events: &Receiver<Event>, context: &Context) -> Option<Option<Event>> {
    let Some(deadline) = context.next_deadline() else {
        return events.recv().ok().map(Some);
    };
    let left = deadline.saturating_duration_since(context.clock.instant());
    match events.recv_timeout(left) {
        Ok(event) => Some(Some(event)),
        Err(RecvTimeoutError::Timeout) => Some(None),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
