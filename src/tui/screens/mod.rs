//! The screens of koppla, and the list of commands by which palette, menu and digits reach them from everywhere.

pub mod about;
pub mod correcting;
pub mod guide;
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

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message};
use crate::tui::layer::Outcome;
use crate::tui::steps;
use crate::tui::theme::{Theme, Tone};

/// Asks whether what was typed into a form is given up.
pub(crate) fn ask_leave(question: &'static str) -> Outcome {
    Outcome::push(Confirm::new(
        question,
        t!("person-leave-title"),
        t!("person-leave"),
    ))
}

/// Leaves a screen for the guide.
pub fn to_guide(context: &mut Context) -> Outcome {
    steps::refresh(context);
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

/// Draws lines below each other at the top of an area, a cell from its edge; how many rows they took.
pub(crate) fn draw_lines(
    frame: &mut Frame<'_>,
    area: Rect,
    lines: &[(Tone, String)],
    theme: &Theme,
) -> u16 {
    for ((tone, line), y) in lines.iter().zip(area.y..area.bottom()) {
        let place = Rect::new(area.x + 1, y, area.width.saturating_sub(1), 1);
        frame.render_widget(Line::styled(line.clone(), theme.style(*tone)), place);
    }
    u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(area.height)
}
