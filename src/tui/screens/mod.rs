//! The screens of koppla, and the list of commands by which palette, menu and digits reach them from everywhere.

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
pub mod row_table;
pub mod run_rows;
pub mod saving;
pub mod security;
mod template_compare;
mod template_form;
mod template_panes;
mod template_saving;
mod template_view;
pub mod templates;
pub mod undo;
pub mod users;
pub mod verification_settings;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::t;
use crate::tui::context::{Command, Context};
use crate::tui::dialogs::Message;
use crate::tui::keys::{Action, Key};
use crate::tui::layer::Outcome;
use crate::tui::steps;
use crate::tui::theme::{Theme, Tone};

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

/// What palette and menu offer from everywhere.
pub fn commands() -> Vec<Command> {
    macro_rules! step {
        ($number:literal, $key:literal) => {
            Command {
                name: || {
                    let step = steps::STEPS[$number - 1];
                    format!("{} {}", $number, (step.title)())
                },
                keys: const { &[Key::char($key)] },
                action: Some(Action::Step($number)),
                view: true,
                run: |context| steps::open(context, $number),
            }
        };
    }
    let view = |name: fn() -> String, run: fn(&mut Context) -> Outcome| Command {
        name,
        keys: &[],
        action: None,
        view: true,
        run,
    };
    let mut commands = vec![view(|| t!("guide-title"), to_guide)];
    commands.extend(
        [
            step!(1, '1'),
            step!(2, '2'),
            step!(3, '3'),
            step!(4, '4'),
            step!(5, '5'),
            step!(6, '6'),
        ]
        .into_iter()
        .take(steps::STEPS.len()),
    );
    commands.push(view(
        || t!("people-title"),
        |context| with_register(context, |_| Outcome::reset(people_file::PeopleFile::new())),
    ));
    commands.push(view(|| t!("users-title"), users::open));
    commands.push(view(
        || t!("command-security"),
        |context| with_register(context, |c| Outcome::reset(security::Security::new(c))),
    ));
    commands.push(view(|| t!("settings-title"), verification_settings::open));
    commands.push(Command {
        name: || t!("card-command"),
        keys: &[],
        action: None,
        view: true,
        run: |_| Outcome::push(person_card::FindPerson::new()),
    });
    commands.push(Command {
        name: || t!("log-title"),
        keys: &[],
        action: Some(Action::Log),
        view: true,
        run: log::open,
    });
    commands.push(Command {
        name: || t!("notes-title"),
        keys: const { &[Key::char('!')] },
        action: Some(Action::Notifications),
        view: true,
        run: notifications::open,
    });
    commands
}
