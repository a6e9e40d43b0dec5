//! From the door to the first screen: makes the desk, the context and the guide, and runs the loop.

use std::io::{IsTerminal, stdin, stdout};
use std::path::PathBuf;

use crate::jobs::demo::Demo;
use crate::jobs::{JobError, Place};
use crate::t;
use crate::tui::abilities::Abilities;
use crate::tui::context::{Clock, Context};
use crate::tui::desk::Desk;
use crate::tui::layer::{Layer, Outcome};
use crate::tui::run::{Events, Exit, Options, run};
use crate::tui::screens::{self, guide::Guide};
use crate::tui::steps;
use crate::tui::theme::{Palette, Theme};

/// Why the screens did not open, or could not go on.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The register.
    #[error(transparent)]
    Job(#[from] JobError),
    /// The terminal.
    #[error("the terminal failed: {0}")]
    Terminal(#[from] std::io::Error),
    /// There is none, or one whose cursor cannot be put anywhere.
    #[error("no terminal that screens can be drawn on")]
    NoTerminal,
}

/// What the terminal around this process can do.
fn abilities() -> Result<Abilities, StartError> {
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return Err(StartError::NoTerminal);
    }
    Abilities::of(|name| std::env::var(name).ok()).ok_or(StartError::NoTerminal)
}

/// The guide on a register; with a file, step 3 on it, where the place may be one without a register.
///
/// # Errors
/// A register that cannot be opened, or a terminal that is none.
pub fn guide(place: Place, file: Option<PathBuf>) -> Result<Exit, StartError> {
    let abilities = abilities()?;
    let mut desk = Desk::new(place);
    desk.refresh()?;
    let named = file.is_some();
    desk.file = file.or_else(|| desk.facts.remembered.file.clone());
    open(desk, None, named, abilities)
}

/// The guide on a throw-away register.
///
/// # Errors
/// No room for temporary files, or a terminal that is none.
pub fn demo() -> Result<Exit, StartError> {
    let abilities = abilities()?;
    let mut desk = Desk::demo(Demo::new()?);
    desk.refresh()?;
    open(desk, Some(t!("demo-name")), false, abilities)
}

/// `at_table` opens step 3 instead of the guide, because a file was named.
fn open(
    desk: Desk,
    name: Option<String>,
    at_table: bool,
    abilities: Abilities,
) -> Result<Exit, StartError> {
    let events = Events::new();
    let theme = theme(&desk.facts.appearance.theme, abilities.colour);
    let mouse = desk.facts.appearance.mouse;
    let mut context = Context::new(events.waker(), theme, Clock::System, desk);
    context.clipboard = abilities.messages;
    let alone = context.desk.without_register();
    let name = name.or_else(|| alone.then(|| t!("no-register-name")));
    context.register_name = name.unwrap_or_else(|| {
        let path = context.desk.place.path();
        path.file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default()
    });
    context.commands = screens::commands();
    steps::refresh(&mut context);
    let base: Box<dyn Layer> = match at_table.then(|| steps::open(&mut context, 3)) {
        Some(Outcome::Reset(screen)) => screen,
        _ => Box::new(Guide::new(&context)),
    };
    let options = Options {
        title: t!("app-name"),
        mouse,
        abilities,
    };
    Ok(run(events, base, &mut context, options)?)
}

/// The theme that a setting means on a terminal with or without colours, as the environment lets it.
pub fn theme(setting: &str, colour: bool) -> Theme {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let background = std::env::var("COLORFGBG").ok();
    Palette::chosen(setting, colour, no_color, background.as_deref()).into()
}
