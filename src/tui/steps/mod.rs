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

use crate::domain::log::RunRecord;
use crate::lang::moment;
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
    /// What it has come to, or what it still needs, in a few words.
    pub state: fn(&Desk) -> String,
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

    /// What it has come to or still needs, in a few words; nothing where only the table is there.
    pub fn state_on(&self, desk: &Desk) -> String {
        if desk.without_register() && self.id != addresses::STEP.id {
            return t!("guide-not-ready");
        }
        (self.state)(desk)
    }
}

/// A run in a few words: its number and when it ended, or how many rows it did not take.
fn run_state(run: &RunRecord) -> String {
    if run.totals.rejected > 0 {
        return t!(
            "step-run-rejected",
            run = run.id.to_string(),
            n = run.totals.rejected
        );
    }
    t!(
        "step-run",
        run = run.id.to_string(),
        at = moment(run.finished)
    )
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
    // Also in a session that goes on into the next day.
    crate::tui::purging::start(context);
    mark(context);
}

/// Shows in the frame around the screens what is known of the register. Nothing is known only at the very start.
pub(in crate::tui) fn mark(context: &mut Context) {
    let known = context.desk.is_known();
    if known {
        let appearance = context.desk.facts.appearance.clone();
        context.appear(&appearance);
    }
    context.bell = usize::try_from(context.desk.facts.unread).unwrap_or(usize::MAX);
    context.steps = STEPS
        .iter()
        .map(|step| StepMark {
            title: (step.title)(),
            sign: if known {
                sign(&step.progress_on(&context.desk))
            } else {
                ""
            },
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
        context.desk.remember_step(number);
    }
    context.desk.newcomer = false;
    context.at_step = Some(number);
    (step.open)(context)
}
