//! From the door to the first screen: makes the desk, the context and the guide, and runs the loop.

use std::io::{IsTerminal, stdin, stdout};
use std::path::PathBuf;

use crate::jobs::demo::Demo;
use crate::jobs::document::Start;
use crate::jobs::{JobError, Place, guide, settings};
use crate::t;
use crate::tui::abilities::Abilities;
use crate::tui::arriving::Arriving;
use crate::tui::context::{Clock, Context};
use crate::tui::counting;
use crate::tui::desk::Desk;
use crate::tui::layer::Layer;
use crate::tui::purging;
use crate::tui::run::{Events, Exit, Options, run};
use crate::tui::screens::{self, guide::Guide};
use crate::tui::steps::{self, addresses::Addresses};
use crate::tui::theme::Theme;

/// The number of the step that a file is opened in.
const TABLE: u8 = 3;

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

/// The guide on a register; with a file, step 3 on it, where the place may be one without a register. The file, of which `beginning`
/// may be known already, is shown before anything is asked of the register; `ask_language` says that it also knows in which language.
///
/// # Errors
/// A register that cannot be opened, or a terminal that is none.
pub fn guide(
    place: Place,
    file: Option<PathBuf>,
    beginning: Option<Box<Start>>,
    ask_language: bool,
) -> Result<Exit, StartError> {
    let abilities = abilities()?;
    let mut desk = Desk::new(place);
    let named = file.is_some();
    if !named {
        desk.refresh()?;
    }
    desk.file = file.or_else(|| desk.facts.remembered.file.clone());
    desk.beginning = beginning;
    open(desk, None, named.then_some(ask_language), abilities)
}

/// The guide on a throw-away register.
///
/// # Errors
/// No room for temporary files, or a terminal that is none.
pub fn demo() -> Result<Exit, StartError> {
    let abilities = abilities()?;
    let mut desk = Desk::demo(Demo::new()?);
    desk.refresh()?;
    open(desk, Some(t!("demo-name")), None, abilities)
}

/// Greets whoever opens a register for the first time, and only then.
fn welcome(context: &mut Context) {
    let desk = &mut context.desk;
    if desk.without_register() || desk.facts.remembered.welcomed {
        return;
    }
    desk.newcomer = true;
    desk.note(guide::remember_welcome);
}

/// `at_table` opens step 3 instead of the guide, because a file was named, and says whether to ask the register for the language.
fn open(
    desk: Desk,
    name: Option<String>,
    at_table: Option<bool>,
    abilities: Abilities,
) -> Result<Exit, StartError> {
    let events = Events::new();
    // Where the register is read beside the first screen, its settings come with it.
    let appearance = match desk.is_known() {
        true => desk.facts.appearance.clone(),
        false => settings::appearance(&desk.place, None)?,
    };
    let theme = Theme::chosen(&appearance.theme, abilities.colour);
    let mut context = Context::new(events.waker(), theme, Clock::System, desk);
    context.abilities = Some(abilities);
    context.mouse = appearance.mouse;
    let alone = context.desk.without_register();
    let name = name.or_else(|| alone.then(|| t!("no-register-name")));
    context.register_name = name.unwrap_or_else(|| {
        let path = context.desk.place.path();
        path.file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default()
    });
    context.commands = screens::commands();
    if alone {
        context.desk.refresh()?;
    }
    counting::start(&mut context);
    purging::start(&mut context);
    steps::mark(&mut context);
    let base: Box<dyn Layer> = if at_table.is_some() {
        Box::new(Addresses::new(&mut context))
    } else {
        welcome(&mut context);
        Box::new(Guide::new(&context))
    };
    if !context.desk.is_known() {
        Arriving::begin(&mut context, TABLE, at_table.unwrap_or_default());
    }
    let options = Options {
        title: t!("app-name"),
        mouse: appearance.mouse,
        abilities,
    };
    let ended = run(events, base, &mut context, options)?;
    match context.desk.failure.take() {
        Some(error) => Err(error.into()),
        None => Ok(ended),
    }
}
