//! The one stack of layers: it decides who hears a key and what is drawn on top, so the two can never disagree.
//! Not here: the terminal and the loop; how header and footer look is in [`chrome`].

use std::cell::Cell;
use std::collections::VecDeque;

use crossterm::event::{
    Event as Input, KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::t;
use crate::tui::chrome;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Help, Menu, Message, Palette};
use crate::tui::keys::{self, Action, Binding, GLOBAL, Key, NAVIGATION};
use crate::tui::layer::{Answer, Layer, Outcome, Request, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::input;

/// The longest text that is taken in one paste.
const PASTE_LIMIT: usize = 8 * 1024 * 1024;
/// Lines that one notch of the wheel moves.
const WHEEL: isize = 3;
/// So many keys and pastes are kept while they have to wait.
const AHEAD: usize = 1000;
/// The dialog that asks before something unsaved is left behind.
const QUIT: &str = "tui.quit";
/// The same for leaving a screen that has something unsaved.
const LEAVE: &str = "tui.leave";

/// What is left for the loop to do after something was handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Then {
    /// Nothing.
    #[default]
    Continue,
    /// End.
    Quit,
    /// Let the shell come to the front.
    Suspend,
    /// Send the whole picture again.
    Redraw,
}

/// What handling something came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reaction {
    /// Whether the picture changed.
    pub changed: bool,
    /// What the loop has to do.
    pub then: Then,
}

impl Reaction {
    const CHANGED: Reaction = Reaction {
        changed: true,
        then: Then::Continue,
    };
    const NONE: Reaction = Reaction {
        changed: false,
        then: Then::Continue,
    };

    fn then(then: Then) -> Reaction {
        Reaction {
            changed: false,
            then,
        }
    }

    fn and(self, other: Reaction) -> Reaction {
        Reaction {
            changed: self.changed || other.changed,
            then: if other.then == Then::Continue {
                self.then
            } else {
                other.then
            },
        }
    }
}

struct Entry {
    layer: Box<dyn Layer>,
    seen: bool,
}

/// Where to, once it is confirmed that what is unsaved may be lost.
enum Leaving {
    /// To another screen.
    To(Box<dyn Layer>),
    /// Back to the layer below.
    Back,
}

/// The layers, the lowest first. Never empty.
pub struct Stack {
    base: Entry,
    above: Vec<Entry>,
    leaving: Option<Leaving>,
    /// What was pressed while the layer on top waited for something.
    ahead: VecDeque<Input>,
    /// The window as it was drawn last, for clicks on the footer.
    area: Cell<Rect>,
}

impl Stack {
    /// A stack with one screen.
    pub fn new(base: Box<dyn Layer>) -> Stack {
        Stack {
            base: Entry {
                layer: base,
                seen: false,
            },
            above: Vec::new(),
            leaving: None,
            ahead: VecDeque::new(),
            area: Cell::default(),
        }
    }

    fn top_entry(&mut self) -> &mut Entry {
        self.above.last_mut().unwrap_or(&mut self.base)
    }

    fn top_mut(&mut self) -> &mut dyn Layer {
        self.top_entry().layer.as_mut()
    }

    fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        std::iter::once(&self.base).chain(&self.above)
    }

    fn entry_mut(&mut self, index: usize) -> Option<&mut Entry> {
        match index.checked_sub(1) {
            None => Some(&mut self.base),
            Some(above) => self.above.get_mut(above),
        }
    }

    /// The layer that hears the keys.
    pub fn top(&self) -> &dyn Layer {
        self.above.last().unwrap_or(&self.base).layer.as_ref()
    }

    /// Whether the keys wait for something.
    #[cfg(test)]
    pub(crate) fn waits(&self, context: &Context) -> bool {
        self.top().waits(context)
    }

    /// The layer that hears the keys if it is not a dialog, else the screen below the dialogs.
    pub fn screen(&self) -> &dyn Layer {
        self.entries()
            .rev()
            .find(|entry| !entry.layer.is_dialog())
            .map_or(self.base.layer.as_ref(), |entry| entry.layer.as_ref())
    }

    /// How many layers there are.
    pub fn depth(&self) -> usize {
        self.above.len() + 1
    }

    /// Everything that is drawn has been seen from now on.
    pub fn mark_seen(&mut self) {
        self.base.seen = true;
        for entry in &mut self.above {
            entry.seen = true;
        }
    }

    /// A key, a paste, a click. Sizes are the loop's. While the layer on top waits, what does not concern the waiting is kept for after.
    pub fn input(&mut self, input: &Input, context: &mut Context) -> Reaction {
        if !self.top().waits(context) {
            return self.hear(input, context);
        }
        match input {
            Input::Key(key) if key.kind == KeyEventKind::Release => Reaction::NONE,
            Input::Key(key) if Key::from(*key) == Key::ESC => {
                self.ahead.clear();
                if self.top_mut().stop_waiting(context) {
                    return Reaction::CHANGED;
                }
                self.hear(input, context)
            }
            Input::Key(key) if self.ahead.is_empty() && self.top().hears(*key) => {
                self.hear(input, context)
            }
            Input::Key(_) | Input::Paste(_) => {
                if self.ahead.len() < AHEAD {
                    self.ahead.push_back(input.clone());
                }
                Reaction::NONE
            }
            // Where a click would fall when the waiting is over nobody can see.
            _ => Reaction::NONE,
        }
    }

    /// Hears what was kept, as far as nothing new has to be waited for.
    fn catch_up(&mut self, context: &mut Context) -> Reaction {
        let mut reaction = Reaction::NONE;
        while !self.top().waits(context)
            && reaction.then == Then::Continue
            && let Some(input) = self.ahead.pop_front()
        {
            reaction = reaction.and(self.hear(&input, context));
        }
        reaction
    }

    fn hear(&mut self, input: &Input, context: &mut Context) -> Reaction {
        let top = self.top_entry();
        if top.layer.guarded() && !top.seen {
            return Reaction::NONE;
        }
        match input {
            Input::Key(key) if key.kind != KeyEventKind::Release => self.key(*key, context),
            Input::Paste(text) if text.len() > PASTE_LIMIT => {
                let megabytes = (PASTE_LIMIT >> 20) as u64;
                let told = t!("tui-paste-too-large", mb = megabytes);
                self.push(Box::new(Message::error(told)))
            }
            Input::Paste(text) => {
                let outcome = self.top_mut().paste(text, context);
                self.apply_top(outcome, context)
            }
            Input::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollUp => self.wheel(mouse, false, context),
                MouseEventKind::ScrollDown => self.wheel(mouse, true, context),
                MouseEventKind::Down(MouseButton::Left) => self.click(mouse, context),
                _ => Reaction::NONE,
            },
            _ => Reaction::NONE,
        }
    }

    /// Unless what is there scrolls by itself, the wheel is the arrow key several times, also where something is typed and what is
    /// found stands below it.
    fn wheel(&mut self, mouse: &MouseEvent, down: bool, context: &mut Context) -> Reaction {
        let lines = if down { WHEEL } else { -WHEEL };
        let at = (mouse.column, mouse.row);
        match self.top_mut().scroll(at, lines, context) {
            Outcome::Ignored => {}
            outcome => return self.apply_top(outcome, context),
        }
        let code = if down { KeyCode::Down } else { KeyCode::Up };
        let (depth, mut reaction) = (self.depth(), Reaction::NONE);
        for _ in 0..WHEEL {
            reaction = reaction.and(self.key(code.into(), context));
            // What the arrow key has opened is not what the wheel was turned over.
            if self.depth() != depth {
                break;
            }
        }
        reaction
    }

    /// A click presses the key that stands in the footer there; anything else is the layer's.
    fn click(&mut self, mouse: &MouseEvent, context: &mut Context) -> Reaction {
        let at = (mouse.column, mouse.row);
        let action = chrome::pressed(self.area.get(), at, self.top(), context);
        self.act(action.unwrap_or(Action::Point(at.0, at.1)), context)
    }

    /// Esc and a key that came as one, where nothing wants the two as Alt and that key: first the one, then the other. What Esc has
    /// brought to the front was not there when the other was pressed, so nothing that one key confirms hears it.
    fn escape_and(&mut self, key: KeyEvent, context: &mut Context) -> Reaction {
        let escaped = self.key(Key::ESC.event(), context);
        if escaped.then != Then::Continue || self.top().guarded() {
            return escaped;
        }
        escaped.and(self.key(key, context))
    }

    fn key(&mut self, key: KeyEvent, context: &mut Context) -> Reaction {
        let top = self.top();
        let lists: [&[Binding]; 3] = [top.bindings(), NAVIGATION, GLOBAL];
        let asked = keys::resolve(&lists, key, top.typing());
        let wanted = asked.is_some() || (top.typing() && input::edits(key));
        if let Some(after) = keys::after_escape(key).filter(|_| !wanted) {
            return self.escape_and(after, context);
        }
        match asked {
            Some(action) => self.act(action, context),
            None => match self.top_mut().key(key, context) {
                // What elsewhere ends a program must not end this one by habit; it must not be silent either.
                Outcome::Ignored if Key::from(key) == Key::ctrl('c') => {
                    context.toast(Tone::Plain, &t!("tui-how-to-quit"));
                    Reaction::CHANGED
                }
                outcome => self.apply_top(outcome, context),
            },
        }
    }

    /// Asks the top layer for an action, as a key or the palette does.
    pub fn act(&mut self, action: Action, context: &mut Context) -> Reaction {
        match self.top_mut().act(action, context) {
            Outcome::Ignored => self.act_by_itself(action, context),
            outcome => self.apply_top(outcome, context),
        }
    }

    fn act_by_itself(&mut self, action: Action, context: &mut Context) -> Reaction {
        match action {
            Action::Back if !self.above.is_empty() => {
                let loss = self.top().unsaved();
                match loss.filter(|_| !self.top().is_dialog()) {
                    Some(loss) => self.ask_leaving(Leaving::Back, vec![loss]),
                    None => self.apply_top(Outcome::Close(None), context),
                }
            }
            Action::Back => {
                context.toast(Tone::Plain, &t!("tui-how-to-quit"));
                Reaction::CHANGED
            }
            Action::Quit => self.apply_top(Outcome::Quit, context),
            Action::Suspend => Reaction::then(Then::Suspend),
            Action::Redraw => Reaction::then(Then::Redraw),
            // Above a dialog that wants an answer there is no way to elsewhere, but always a way to help.
            Action::Help => {
                let help = Help::of(self.top(), context.signs());
                self.push(Box::new(help))
            }
            _ if self.top().is_dialog() => Reaction::NONE,
            Action::Palette => {
                let palette = Palette::of(self.top(), context);
                self.push(Box::new(palette))
            }
            Action::Menu => self.push(Box::new(Menu::of(context))),
            Action::NextStep | Action::PreviousStep => {
                let here = self.screen().step().or(context.at_step);
                let step = here.unwrap_or_default();
                let next = match action {
                    Action::NextStep => step.saturating_add(1),
                    _ => step.saturating_sub(1),
                };
                self.run_command(Action::Step(next), context)
            }
            other => self.run_command(other, context),
        }
    }

    fn run_command(&mut self, action: Action, context: &mut Context) -> Reaction {
        let command = context
            .commands
            .iter()
            .find(|command| command.action == Some(action))
            .map(|command| command.run);
        match command {
            Some(run) => {
                let outcome = run(context);
                self.apply_top(outcome, context)
            }
            None => Reaction::NONE,
        }
    }

    /// All layers go but this one. What was pressed ahead is still to come.
    fn begin_anew(&mut self, layer: Box<dyn Layer>) {
        let ahead = std::mem::take(&mut self.ahead);
        *self = Stack {
            ahead,
            ..Stack::new(layer)
        };
    }

    fn push(&mut self, layer: Box<dyn Layer>) -> Reaction {
        self.above.push(Entry { layer, seen: false });
        Reaction::CHANGED
    }

    /// Lets every layer and everything in the background look at its jobs.
    pub fn wake(&mut self, context: &mut Context) -> Reaction {
        context.waker.seen();
        let mut reaction = Reaction::NONE;
        let mut index = 0;
        // Layers may come and go meanwhile; one that is skipped or asked twice does no harm.
        while let Some(entry) = self.entry_mut(index) {
            let outcome = entry.layer.wake(context);
            reaction = reaction.and(self.apply(index, outcome, context));
            index += 1;
        }
        for mut work in std::mem::take(&mut context.background) {
            match work.wake(context) {
                Outcome::Close(_) => reaction = reaction.and(Reaction::CHANGED),
                outcome => {
                    context.background.push(work);
                    reaction = reaction.and(self.apply_top(outcome, context));
                }
            }
        }
        reaction.and(self.catch_up(context))
    }

    /// The terminal is gone or the process must end.
    pub fn on_hangup(&mut self, context: &mut Context) {
        for entry in self.above.iter_mut().rev() {
            entry.layer.on_hangup();
        }
        self.base.layer.on_hangup();
        for work in &mut context.background {
            work.stop();
        }
    }

    fn apply_top(&mut self, outcome: Outcome, context: &mut Context) -> Reaction {
        self.apply(self.above.len(), outcome, context)
    }

    /// Carries out what the layer at `index` answered.
    fn apply(&mut self, index: usize, outcome: Outcome, context: &mut Context) -> Reaction {
        match outcome {
            Outcome::Ignored | Outcome::Unchanged => Reaction::NONE,
            Outcome::Changed => Reaction::CHANGED,
            Outcome::Press if index == self.above.len() => {
                Reaction::CHANGED.and(self.act(Action::Open, context))
            }
            Outcome::Press => Reaction::CHANGED,
            Outcome::Push(layer) => self.push(layer),
            Outcome::Replace(layer) => {
                if let Some(entry) = self.entry_mut(index) {
                    *entry = Entry { layer, seen: false };
                }
                Reaction::CHANGED
            }
            Outcome::Reset(layer) => {
                // However it came about: key, digit, palette, menu. What a screen has asked itself it does not report here.
                let losses = self.losses();
                if losses.is_empty() {
                    self.begin_anew(layer);
                    Reaction::CHANGED
                } else {
                    self.ask_leaving(Leaving::To(layer), losses)
                }
            }
            Outcome::Close(value) => self.close(index, value, context),
            Outcome::Delegate(request) => {
                let closed = self.close(index, None, context);
                closed.and(match request {
                    Request::Action(action) => self.act(action, context),
                    Request::Command(run) => {
                        let outcome = run(context);
                        self.apply_top(outcome, context)
                    }
                })
            }
            Outcome::Quit => self.quit(context),
            Outcome::Suspend => Reaction::then(Then::Suspend),
            Outcome::Redraw => Reaction::then(Then::Redraw),
        }
    }

    fn close(&mut self, index: usize, value: Option<Value>, context: &mut Context) -> Reaction {
        let Some(above) = index
            .checked_sub(1)
            .filter(|above| *above < self.above.len())
        else {
            return self.quit(context);
        };
        let gone = self.above.remove(above).layer;
        let Some(value) = value else {
            return Reaction::CHANGED;
        };
        if gone.id() == QUIT {
            if value == Value::Yes {
                context.desk.give_up_edits();
            }
            return Reaction {
                changed: true,
                then: if value == Value::Yes {
                    Then::Quit
                } else {
                    Then::Continue
                },
            };
        }
        if gone.id() == LEAVE {
            match self.leaving.take().filter(|_| value == Value::Yes) {
                Some(Leaving::To(layer)) => {
                    context.desk.forget_draft();
                    self.begin_anew(layer);
                }
                Some(Leaving::Back) => {
                    self.above.pop();
                }
                None => {}
            }
            return Reaction::CHANGED;
        }
        let answer = Answer {
            question: gone.id(),
            value,
        };
        let Some(below) = self.entry_mut(index - 1) else {
            return Reaction::CHANGED;
        };
        let outcome = below.layer.answer(answer, context);
        Reaction::CHANGED.and(self.apply(index - 1, outcome, context))
    }

    /// What the layers would lose.
    fn losses(&self) -> Vec<String> {
        let losses = self.entries().filter_map(|entry| entry.layer.unsaved());
        losses.collect()
    }

    fn ask_leaving(&mut self, to: Leaving, mut losses: Vec<String>) -> Reaction {
        self.leaving = Some(to);
        if self.top().id() == LEAVE {
            return Reaction::NONE;
        }
        losses.push(t!("tui-leave-question"));
        self.push(Box::new(Confirm::new(
            LEAVE,
            t!("tui-leave-title"),
            losses.join("\n"),
        )))
    }

    fn quit(&mut self, context: &mut Context) -> Reaction {
        if self.top().id() == QUIT {
            return Reaction::NONE;
        }
        let mut losses = self.losses();
        losses.extend(context.desk.unsaved());
        losses.extend(context.background.iter().filter_map(|work| work.running()));
        if losses.is_empty() {
            return Reaction::then(Then::Quit);
        }
        losses.push(t!("tui-quit-question"));
        self.push(Box::new(Confirm::new(
            QUIT,
            t!("tui-quit-title"),
            losses.join("\n"),
        )))
    }

    /// Draws the screen and all dialogs above it, with header, footer and toasts. Changes nothing.
    pub fn draw(&self, frame: &mut Frame<'_>, context: &Context) {
        let area = frame.area();
        self.area.set(area);
        if chrome::too_small(area) {
            chrome::draw_too_small(frame, area);
            return;
        }
        let screen = self.screen();
        let body = chrome::draw(frame, area, self.top(), screen, context);
        let first = self
            .entries()
            .enumerate()
            .filter(|(_, entry)| !entry.layer.is_dialog())
            .map(|(index, _)| index)
            .last()
            .unwrap_or_default();
        for entry in self.entries().skip(first) {
            entry.layer.draw(frame, body, context);
        }
        chrome::draw_toasts(frame, area, context);
    }

    /// The part of the window that layers draw into.
    pub fn body(&self, area: Rect, context: &Context) -> Rect {
        chrome::body(area, self.screen(), context)
    }
}

#[cfg(test)]
#[path = "stack_tests.rs"]
mod tests;
