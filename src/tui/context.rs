//! What all layers share: the way to be woken, the theme, the clock, toasts, the commands of the palette and what runs in
//! the background. Not here: the state of any one screen.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::domain::text::visible;
use crate::jobs::settings::Appearance;
use crate::t;
use crate::tui::abilities::Abilities;
use crate::tui::alphabet::Signs;
use crate::tui::desk::Desk;
use crate::tui::keys::{Action, Key};
use crate::tui::layer::Outcome;
use crate::tui::run::Event;
use crate::tui::theme::{Theme, Tone};

/// How long a toast stays.
const TOAST_STAYS: Duration = Duration::from_secs(6);

/// What a worker thread calls to have its screen look: it carries nothing, the owner of the job pulls the result.
/// Many wakes before the loop looks are one.
#[derive(Debug, Clone)]
pub struct Waker {
    pending: Arc<AtomicBool>,
    events: Option<Sender<Event>>,
}

impl Waker {
    pub(crate) fn new(events: Sender<Event>) -> Waker {
        Waker {
            pending: Arc::default(),
            events: Some(events),
        }
    }

    /// A waker that wakes nobody, for tests that look by themselves.
    pub fn idle() -> Waker {
        Waker {
            pending: Arc::default(),
            events: None,
        }
    }

    /// Asks the loop to let every layer look at its jobs. Never blocks; does nothing when the loop has ended.
    pub fn wake(&self) {
        if !self.pending.swap(true, Ordering::AcqRel)
            && let Some(events) = &self.events
        {
            // The loop may be gone already: then nobody is left to look.
            let _ = events.send(Event::Wake);
        }
    }

    /// The same as a function, for rooms that know nothing of screens.
    pub fn callback(&self) -> impl Fn() + Send + Sync + 'static {
        let waker = self.clone();
        move || waker.wake()
    }

    /// Before the layers look: wakes from here on count again.
    pub(crate) fn seen(&self) {
        self.pending.store(false, Ordering::Release);
    }
}

/// Where the time comes from, so that a test can hold it still.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system's.
    System,
    /// One that a test sets: a beginning and what has passed since.
    Held(Instant, Timestamp, Rc<Cell<Duration>>),
}

impl Clock {
    /// A clock that stands still until [`Clock::advance`].
    pub fn held(at: Timestamp) -> Clock {
        Clock::Held(Instant::now(), at, Rc::default())
    }

    /// The point in time, for dates.
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::now(),
            Clock::Held(_, at, passed) => {
                let millis = i64::try_from(passed.get().as_millis()).unwrap_or(i64::MAX);
                at.checked_add(jiff::SignedDuration::from_millis(millis))
                    .unwrap_or(*at)
            }
        }
    }

    /// The point in time, for spans.
    pub fn instant(&self) -> Instant {
        match self {
            Clock::System => Instant::now(),
            Clock::Held(start, _, passed) => *start + passed.get(),
        }
    }

    /// Lets time pass on a held clock; the system's takes no orders.
    pub fn advance(&self, by: Duration) {
        if let Clock::Held(_, _, passed) = self {
            passed.set(passed.get() + by);
        }
    }
}

/// A short message at the top right that goes by itself.
#[derive(Debug, Clone)]
pub struct Toast {
    /// What kind of news it is.
    pub tone: Tone,
    /// What it says, already visible.
    pub text: String,
    until: Instant,
}

/// What is sent to the terminal beside the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Puts a text into the clipboard of the terminal (OSC 52).
    Copy(String),
    /// Asks the terminal for wheel and clicks, or leaves them to it.
    Mouse(bool),
}

/// A step of the wizard as the second line shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepMark {
    /// Its name.
    pub title: String,
    /// Its state as a sign: `✓` done, empty for nothing to say.
    pub sign: &'static str,
}

/// Something the palette offers from everywhere: a view to go to or a thing to do.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// What it is called, in the chosen language.
    pub name: fn() -> String,
    /// The keys that do the same, for show.
    pub keys: &'static [Key],
    /// The action that this command carries out when no layer does: `Step(3)`, `Notifications` …
    pub action: Option<Action>,
    /// How the menu of views lists it; `None` for what is no view.
    pub view: Option<View>,
    /// Does it; the outcome is that of the layer on top.
    pub run: fn(&mut Context) -> Outcome,
}

/// A command that leads to a view, as the menu lists it.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The key that opens it in the menu; none that moves in a list.
    pub letter: char,
    /// The way to it, in the guide's words: `Inställningar`, `Import/export`, `Exportmallar`.
    pub way: fn() -> Vec<String>,
    /// Other words by which the palette finds it.
    pub also: fn() -> String,
}

/// Work that goes on whatever screen is open, such as an export.
pub trait Background {
    /// Looks for progress and results. [`Outcome::Close`] when there is nothing left to look for.
    fn wake(&mut self, context: &mut Context) -> Outcome;
    /// What is running, as a sentence for who wants to quit; `None` when nothing would be lost.
    fn running(&self) -> Option<String>;
    /// The terminal is gone or the process must end: stop at the next safe point.
    fn stop(&mut self);
}

/// What the layers share.
pub struct Context {
    /// Wakes the loop; cloned into worker threads.
    pub waker: Waker,
    /// The styles.
    pub theme: Theme,
    /// The time.
    pub clock: Clock,
    /// The name of the open register, shown in the header.
    pub register_name: String,
    /// Notifications that nobody has looked at yet.
    pub bell: usize,
    /// The steps of the wizard, shown on the second line where a screen is one of them.
    pub steps: Vec<StepMark>,
    /// The step that was opened last, from 1, as long as no other way than a view beside the steps was gone: there the keys for
    /// the next and the previous step go on from it.
    pub at_step: Option<u8>,
    /// What the palette and the menu offer from everywhere.
    pub commands: Vec<Command>,
    /// Work that belongs to no layer.
    pub background: Vec<Box<dyn Background>>,
    /// The register in front of the operator and what is known of it.
    pub desk: Desk,
    /// What the terminal can do; unknown where nothing is drawn on one.
    pub abilities: Option<Abilities>,
    /// Whether wheel and clicks are koppla's.
    pub mouse: bool,
    toasts: VecDeque<Toast>,
    effects: Vec<Effect>,
}

impl Context {
    /// A context with nothing in it yet.
    pub fn new(waker: Waker, theme: Theme, clock: Clock, desk: Desk) -> Context {
        Context {
            waker,
            theme,
            clock,
            register_name: String::new(),
            bell: 0,
            steps: Vec::new(),
            at_step: None,
            commands: Vec::new(),
            background: Vec::new(),
            desk,
            abilities: None,
            mouse: false,
            toasts: VecDeque::new(),
            effects: Vec::new(),
        }
    }

    /// Shows a message at the top right for a few seconds. Not for errors: those must not vanish unread.
    pub fn toast(&mut self, tone: Tone, text: &str) {
        self.toasts.push_back(Toast {
            tone,
            text: visible(text).into_owned(),
            until: self.clock.instant() + TOAST_STAYS,
        });
        while self.toasts.len() > 3 {
            self.toasts.pop_front();
        }
    }

    /// The toasts that are shown, the oldest first.
    pub fn toasts(&self) -> impl Iterator<Item = &Toast> {
        self.toasts.iter()
    }

    /// The signs that the terminal can show; all where nothing is drawn on one.
    pub fn signs(&self) -> Signs {
        self.abilities
            .map_or(Signs::All, |abilities| abilities.alphabet.signs)
    }

    /// Whether the terminal takes a text for a clipboard, as far as that is known.
    pub fn has_clipboard(&self) -> bool {
        self.abilities.is_none_or(|abilities| abilities.messages)
    }

    /// Looks and behaves as the settings say from here on.
    pub fn appear(&mut self, appearance: &Appearance) {
        let Some(abilities) = self.abilities else {
            return;
        };
        self.theme = Theme::chosen(&appearance.theme, abilities.colour);
        if std::mem::replace(&mut self.mouse, appearance.mouse) != appearance.mouse {
            self.effects.push(Effect::Mouse(appearance.mouse));
        }
    }

    /// Puts a text into the clipboard of the terminal, if it lets us; gives what to say then: `done`, or that this terminal has none.
    pub fn copy(&mut self, text: &str, done: String) -> String {
        if !self.has_clipboard() {
            return t!("tui-no-clipboard");
        }
        self.effects.push(Effect::Copy(text.to_owned()));
        done
    }

    /// What the loop has to send to the terminal.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// When the next toast goes, if one is shown: the only moment that the loop wakes up for by itself.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.toasts.front().map(|toast| toast.until)
    }

    /// Takes away the toasts whose time has come; whether there were any.
    pub(crate) fn expire(&mut self) -> bool {
        let now = self.clock.instant();
        let before = self.toasts.len();
        self.toasts.retain(|toast| toast.until > now);
        self.toasts.len() != before
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn context() -> Context {
        Context::new(
            Waker::idle(),
            Theme::new(false),
            Clock::held(Timestamp::UNIX_EPOCH),
            crate::tui::test_util::no_desk(),
        )
    }

    #[test]
    fn many_wakes_are_one_until_somebody_looks() {
        let (sender, receiver) = channel();
        let waker = Waker::new(sender);
        let callback = waker.callback();
        callback();
        waker.wake();
        assert_eq!(receiver.try_iter().count(), 1);
        waker.seen();
        waker.wake();
        assert_eq!(receiver.try_iter().count(), 1);
    }

    #[test]
    fn toasts_go_when_their_time_has_come_and_show_what_is_hidden() {
        let mut context = context();
        assert_eq!(context.next_deadline(), None);
        context.toast(Tone::Ok, "done\u{1b}");
        assert_eq!(context.toasts().next().unwrap().text, "done^[");
        assert!(!context.expire());
        context.clock.advance(TOAST_STAYS);
        assert!(context.expire());
        assert_eq!(context.next_deadline(), None);
    }

    #[test]
    fn a_held_clock_moves_both_times() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let start = clock.instant();
        clock.advance(Duration::from_secs(90));
        assert_eq!(clock.now().as_second(), 90);
        assert_eq!(clock.instant() - start, Duration::from_secs(90));
    }
}
