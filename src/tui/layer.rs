//! What a screen or a dialog is to the loop, and what it can ask for. The stack that holds them is in
//! [`stack`](crate::tui::stack); nothing here knows a terminal.

use std::path::PathBuf;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding};

/// One thing on the stack: a screen that fills the window or a dialog above it.
pub trait Layer {
    /// What it is called among layers; a dialog's answer carries it as the question.
    fn id(&self) -> &'static str;

    /// The way here: `Inställningar`, `Import/export`, `Exportmallar`. A dialog's last part is its heading.
    fn title(&self) -> Vec<String>;

    /// The keys of this layer beside those that hold everywhere; the footer, the help and the palette show these.
    fn bindings(&self) -> &'static [Binding];

    /// Whether an action can be asked for just now; the footer hides what cannot.
    fn offers(&self, _action: Action) -> bool {
        true
    }

    /// Whether text is being typed, so that letters are letters.
    fn typing(&self) -> bool {
        false
    }

    /// Whether something goes on, soon over as a rule, whose end the keys to come have to wait for: they are kept and heard in their
    /// order when it is over. The screen goes on being drawn, and Esc ends it.
    fn waits(&self, _context: &Context) -> bool {
        false
    }

    /// Whether a key need not wait for that, as a letter in a field.
    fn hears(&self, _key: KeyEvent) -> bool {
        false
    }

    /// Esc while keys wait: gives up what they wait for. Whether that is all that Esc does.
    fn stop_waiting(&mut self, _context: &mut Context) -> bool {
        false
    }

    /// Does what a key or the palette asks for. [`Outcome::Ignored`] lets the stack do what it does by itself:
    /// go back on Esc, open help, quit and the like.
    fn act(&mut self, action: Action, context: &mut Context) -> Outcome;

    /// A key that no binding claims, above all those of a field that is typed in.
    fn key(&mut self, _key: KeyEvent, _context: &mut Context) -> Outcome {
        Outcome::Ignored
    }

    /// The wheel turned by so many lines, downwards for positive numbers, with the pointer at this column and line of the window.
    /// [`Outcome::Ignored`] lets it be the arrow keys: only where several things stand beside each other, the place decides.
    fn scroll(&mut self, _at: (u16, u16), _lines: isize, _context: &mut Context) -> Outcome {
        Outcome::Ignored
    }

    /// A text that was pasted in one piece, its size already limited.
    fn paste(&mut self, _text: &str, _context: &mut Context) -> Outcome {
        Outcome::Ignored
    }

    /// Something that runs has news, perhaps for this layer: pull progress and results from the job handles. Called for
    /// every layer on the stack, also those below a dialog.
    fn wake(&mut self, _context: &mut Context) -> Outcome {
        Outcome::Unchanged
    }

    /// A dialog that this layer opened has closed with an answer.
    fn answer(&mut self, _answer: Answer, _context: &mut Context) -> Outcome {
        Outcome::Changed
    }

    /// Draws into the area, which lies between header and footer. No input or output, and nothing changes.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context);

    /// Whether it is drawn above the screen below it instead of replacing its picture.
    fn is_dialog(&self) -> bool {
        false
    }

    /// Whether keys that were pressed before it could be seen are thrown away: for everything that one key confirms.
    fn guarded(&self) -> bool {
        false
    }

    /// Which step of the wizard this is, from 1.
    fn step(&self) -> Option<u8> {
        None
    }

    /// What would be lost if the program ended now, as a sentence.
    fn unsaved(&self) -> Option<String> {
        None
    }

    /// The terminal is gone or the process must end: keep safe what can be kept. No dialog is possible any more.
    fn on_hangup(&mut self) {}
}

/// What a layer answers to whatever it was told.
pub enum Outcome {
    /// It does not concern this layer.
    Ignored,
    /// Dealt with; the picture is the same.
    Unchanged,
    /// Dealt with; draw again.
    Changed,
    /// A click has put the focus on what stands there, or it was there already: press it, as Enter does.
    Press,
    /// A layer above this one.
    Push(Box<dyn Layer>),
    /// A layer in the place of this one.
    Replace(Box<dyn Layer>),
    /// This layer goes; the one below hears the answer if there is one.
    Close(Option<Value>),
    /// All layers go; this is the new screen.
    Reset(Box<dyn Layer>),
    /// This layer goes, and the one below is asked to do this.
    Delegate(Request),
    /// The program ends, after asking if something would be lost.
    Quit,
    /// The shell comes to the front.
    Suspend,
    /// The picture is sent anew as a whole.
    Redraw,
}

impl Outcome {
    /// A layer above this one.
    pub fn push(layer: impl Layer + 'static) -> Outcome {
        Outcome::Push(Box::new(layer))
    }

    /// A layer in the place of this one.
    pub fn replace(layer: impl Layer + 'static) -> Outcome {
        Outcome::Replace(Box::new(layer))
    }

    /// A new screen in the place of all layers.
    pub fn reset(layer: impl Layer + 'static) -> Outcome {
        Outcome::Reset(Box::new(layer))
    }

    /// This layer goes with an answer.
    pub fn answer(value: Value) -> Outcome {
        Outcome::Close(Some(value))
    }

    /// This one, or where it is [`Outcome::Ignored`] what another one says.
    pub fn or_else(self, other: impl FnOnce() -> Outcome) -> Outcome {
        match self {
            Outcome::Ignored => other(),
            outcome => outcome,
        }
    }

    /// [`Outcome::Changed`] or [`Outcome::Unchanged`].
    pub fn changed(changed: bool) -> Outcome {
        if changed {
            Outcome::Changed
        } else {
            Outcome::Unchanged
        }
    }
}

/// What a layer that closes wants of the one below.
#[derive(Debug, Clone, Copy)]
pub enum Request {
    /// An action, as if its key had been pressed there.
    Action(Action),
    /// A command of the palette.
    Command(fn(&mut Context) -> Outcome),
}

/// How a dialog was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The id that the dialog was opened with.
    pub question: &'static str,
    /// What was chosen.
    pub value: Value,
}

/// What can be chosen in a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Confirmed.
    Yes,
    /// Declined, or left with Esc.
    No,
    /// A text that was typed.
    Text(String),
    /// The place of what was chosen in the list that was handed in.
    Index(usize),
    /// A file.
    Path(PathBuf),
}
