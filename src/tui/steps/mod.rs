//! The steps of the wizard. Each is a file that exports a [`Step`] and has its line here; the order of the list is the
//! order in the guide, in the line of steps, and of the digits that jump there.

pub mod addresses;
#[cfg(test)]
mod cure_tests;
pub mod cures;
pub mod export;
pub mod export_template;
pub mod import;
pub mod import_template;
pub mod verify;

use crate::jobs::guide;
use crate::t;
use crate::tui::context::{Context, StepMark};
use crate::tui::desk::Desk;
use crate::tui::dialogs::Message;
use crate::tui::layer::Outcome;

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// What it is for has been done.
    Done,
    /// It can be done now.
    Ready,
    /// Something is missing first; the sentence says what.
    Missing(String),
}

/// A step of the wizard.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// How it is known in tests and in the register.
    pub id: &'static str,
    /// Its short name, for the line of steps.
    pub title: fn() -> String,
    /// What happens in it, in a sentence or two.
    pub explain: fn() -> String,
    /// How far it is.
    pub progress: fn(&Desk) -> Progress,
    /// Its screen. Only called when nothing is missing.
    pub open: fn(&mut Context) -> Outcome,
}

impl Step {
    /// How far it is. With no register, only the table is there.
    pub fn progress_on(&self, desk: &Desk) -> Progress {
        if desk.without_register() && self.id != addresses::STEP.id {
            return Progress::Missing(t!("no-register-step"));
        }
        (self.progress)(desk)
    }
}

/// All steps in their order.
pub static STEPS: &[&Step] = &[
    &export_template::STEP,
    &export::STEP,
    &addresses::STEP,
    &import_template::STEP,
    &import::STEP,
    &verify::STEP,
];

/// The sign of a progress, the same in the guide and in the line of steps.
pub fn sign(progress: &Progress) -> &'static str {
    match progress {
        Progress::Done => "✓",
        Progress::Ready => "",
        Progress::Missing(_) => "·",
    }
}

/// Looks at the register again and renews what the frame around the screens shows of it. What fails is told as a toast: the
/// screen that the operator asked for opens all the same.
pub fn refresh(context: &mut Context) {
    if let Err(error) = context.desk.refresh() {
        tracing::warn!(code = error.code(), "refresh failed");
        let told = crate::lang::errors::job(&error);
        context.toast(crate::tui::theme::Tone::Error, &told.whole());
    }
    crate::tui::counting::start(context);
    mark(context);
}

/// Renews what the frame around the screens shows of what is known.
pub(crate) fn mark(context: &mut Context) {
    context.bell = usize::try_from(context.desk.facts.unread).unwrap_or(usize::MAX);
    context.steps = STEPS
        .iter()
        .map(|step| StepMark {
            title: (step.title)(),
            sign: sign(&step.progress_on(&context.desk)),
        })
        .collect();
}

/// Opens a step by its number from 1, or says what is missing.
pub fn open(context: &mut Context, number: u8) -> Outcome {
    refresh(context);
    let Some(step) = usize::from(number)
        .checked_sub(1)
        .and_then(|at| STEPS.get(at))
    else {
        return Outcome::Unchanged;
    };
    if let Progress::Missing(what) = step.progress_on(&context.desk) {
        return Outcome::push(Message::new(
            crate::tui::theme::Tone::Warning,
            format!("{number} {}", (step.title)()),
            what,
        ));
    }
    if !context.desk.without_register() {
        remember(context, number);
    }
    (step.open)(context)
}

fn remember(context: &Context, number: u8) {
    let remembered = context
        .desk
        .place
        .open()
        .and_then(|mut r| guide::remember_step(&mut r, number));
    if let Err(error) = remembered {
        // The guide opens at another place next time; nothing worse.
        tracing::warn!(code = error.code(), "step not remembered");
    }
}
