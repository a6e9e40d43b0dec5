//! The screens of koppla, and the list of commands by which palette, menu and digits reach them from everywhere.

pub mod about;
pub mod correcting;
pub mod guide;
mod lines;
pub mod log;
mod log_filter;
pub mod new_mailing;
pub mod notifications;
pub mod people_file;
pub mod person_card;
pub mod person_form;
pub mod preview;
pub mod program_settings;
pub mod row_table;
pub mod run_rows;
pub mod saving;
pub mod security;
mod settings_form;
mod template_compare;
mod template_form;
mod template_mending;
mod template_panes;
mod template_saving;
mod template_view;
pub mod templates;
pub mod undo;
pub mod users;
pub mod verification_settings;
mod views;
pub(in crate::tui) mod ways;

pub use views::commands;

pub(crate) use lines::{below, draw_lines, inset, wrapped};

use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message};
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::steps;

/// Asks whether what was typed into a form is given up.
pub(crate) fn ask_leave(question: &'static str) -> Outcome {
    Outcome::push(Confirm::new(
        question,
        t!("person-leave-title"),
        t!("person-leave"),
    ))
}

/// What an action does while a screen writes to the register: nothing leads away without asking, as leaving would stop it.
pub(crate) fn while_applying(action: Action, ask: impl FnOnce() -> Confirm) -> Outcome {
    match action {
        Action::Help | Action::Quit | Action::Redraw | Action::Suspend => Outcome::Ignored,
        Action::Back
        | Action::Palette
        | Action::Menu
        | Action::Notifications
        | Action::NextStep
        | Action::PreviousStep
        | Action::Step(_) => Outcome::push(ask()),
        _ => Outcome::Unchanged,
    }
}

/// Leaves a screen for the guide.
pub fn to_guide(context: &mut Context) -> Outcome {
    steps::refresh(context);
    context.at_step = None;
    Outcome::reset(guide::Guide::new(context))
}

/// Opens what works on the register, or says that there is none.
pub(crate) fn with_register(
    context: &mut Context,
    open: impl FnOnce(&mut Context) -> Outcome,
) -> Outcome {
    if context.desk.without_register() {
        let error = crate::jobs::JobError::NoRegister;
        return Outcome::push(Message::error(crate::lang::errors::job(&error).whole()));
    }
    open(context)
}
