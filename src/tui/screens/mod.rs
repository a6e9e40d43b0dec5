//! The screens of koppla, and the list of commands by which palette, menu and digits reach them from everywhere.

pub mod guide;
pub mod people_file;
pub mod security;
mod template_compare;
mod template_form;
mod template_view;
pub mod templates;

use crate::t;
use crate::tui::context::{Command, Context};
use crate::tui::keys::{Action, Key};
use crate::tui::layer::Outcome;
use crate::tui::steps;

/// Leaves a screen for the guide.
pub fn to_guide(context: &mut Context) -> Outcome {
    steps::refresh(context);
    Outcome::reset(guide::Guide::new(context))
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
        |_| Outcome::reset(people_file::PeopleFile::new()),
    ));
    commands.push(view(
        || t!("command-security"),
        |context| Outcome::reset(security::Security::new(context)),
    ));
    commands
}
