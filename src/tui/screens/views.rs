//! Every view of koppla, once: what it is called, the way to it in the guide's words, its key, and how it opens. Menu,
//! palette and digits all live on this list, so that none of them can lead elsewhere than the others.

use super::{
    about, log, notifications, people_file, person_card, person_form, program_settings, security,
    to_guide, verification_settings, ways, with_register,
};
use crate::t;
use crate::tui::context::{Command, Context, View};
use crate::tui::dialogs::Overview;
use crate::tui::keys::{Action, Key};
use crate::tui::layer::Outcome;
use crate::tui::steps;

/// A view that the menu reaches by a letter.
fn lettered(
    letter: char,
    name: fn() -> String,
    way: fn() -> Vec<String>,
    also: fn() -> String,
    run: fn(&mut Context) -> Outcome,
) -> Command {
    Command {
        name,
        keys: &[],
        action: None,
        view: Some(View { letter, way, also }),
        run,
    }
}

/// What palette and menu offer from everywhere, in the order of the guide.
pub fn commands() -> Vec<Command> {
    macro_rules! step {
        ($number:literal, $key:literal, $way:expr, $also:expr) => {
            Command {
                name: || format!("{} {}", $number, (steps::STEPS[$number - 1].title)()),
                keys: const { &[Key::char($key)] },
                action: Some(Action::Step($number)),
                view: Some(View {
                    letter: $key,
                    way: $way,
                    also: $also,
                }),
                run: |context| steps::open(context, $number),
            }
        };
    }
    vec![
        lettered(
            '0',
            || t!("guide-title"),
            || vec![t!("guide-title")],
            || t!("also-guide"),
            to_guide,
        ),
        step!(1, '1', || ways::exchange(t!("tpl-way-export")), || t!(
            "also-export-templates"
        )),
        step!(2, '2', || ways::routines(t!("step-export")), || t!(
            "also-export"
        )),
        step!(
            3,
            '3',
            || vec![t!("guide-title"), t!("addresses-title")],
            || t!("also-addresses")
        ),
        step!(4, '4', || ways::exchange(t!("tpl-way-import")), || t!(
            "also-import-templates"
        )),
        step!(5, '5', || ways::routines(t!("import-title")), || t!(
            "also-import"
        )),
        step!(6, '6', || vec![t!("users-title")], || t!("also-users")),
        lettered(
            'p',
            || t!("people-title"),
            || ways::users(t!("people-title")),
            || t!("also-people"),
            |context| with_register(context, |_| Outcome::reset(people_file::PeopleFile::new())),
        ),
        lettered(
            'a',
            || t!("view-add-person"),
            || ways::users(t!("person-new")),
            || t!("also-add-person"),
            |context| with_register(context, |_| Outcome::push(person_form::PersonForm::add())),
        ),
        lettered(
            'f',
            || t!("card-command"),
            || ways::users(t!("card-title")),
            || t!("also-person"),
            |context| with_register(context, |_| Outcome::push(person_card::FindPerson::new())),
        ),
        Command {
            action: Some(Action::Log),
            ..lettered(
                'o',
                || t!("log-title"),
                || ways::routines(t!("log-title")),
                || t!("also-log"),
                |context| with_register(context, log::open),
            )
        },
        Command {
            keys: const { &[Key::char('!')] },
            action: Some(Action::Notifications),
            ..lettered(
                '!',
                || t!("notes-title"),
                || vec![t!("notes-title")],
                || t!("also-notifications"),
                |context| with_register(context, notifications::open),
            )
        },
        lettered(
            's',
            || t!("path-security"),
            ways::security,
            || t!("also-security"),
            |context| with_register(context, |c| Outcome::reset(security::Security::new(c))),
        ),
        lettered(
            'v',
            || t!("settings-title"),
            verification_settings::way,
            || t!("also-verification"),
            |context| with_register(context, verification_settings::open),
        ),
        lettered(
            'i',
            || t!("program-title"),
            || ways::general(t!("program-title")),
            || t!("also-program"),
            |context| with_register(context, program_settings::open),
        ),
        lettered(
            't',
            || t!("overview-title"),
            || ways::help(t!("overview-title")),
            || t!("also-keys"),
            |_| Outcome::push(Overview::new()),
        ),
        lettered(
            'b',
            || t!("about-title"),
            || ways::help(t!("about-title")),
            || t!("also-about"),
            about::open,
        ),
    ]
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
