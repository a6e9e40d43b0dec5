//! The commands: arguments → job → text or JSON. One file a sub-command; the rules are elsewhere. Not here: the screens,
//! which `main.rs` opens when no command is given.

mod args;
mod check;
mod completions;
mod domain;
mod export;
mod fill;
mod import;
mod interrupt;
mod log;
mod man;
mod open;
mod output;
mod person;
mod register;
mod report;
mod serve;
mod setting;
mod template;
mod undo;
mod verify;
mod verify_status;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{FromArgMatches, Parser};

use self::args::{Cli, Command, Global};
use self::output::Output;
use crate::domain::text::is_hidden;
use crate::jobs::config::Config;
use crate::jobs::document::Start;
use crate::jobs::{JobError, Place, settings};
use crate::lang::{self, Language};

pub use self::serve::Serve;

/// What the exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Failed, nothing changed.
    Failed,
    /// Wrong usage.
    Usage,
    /// Done, but some rows were rejected.
    SomeRejected,
    /// Refused by a check before the first row.
    Refused,
    /// Ended by this signal; nothing was changed.
    Signal(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::SomeRejected => 3,
            Exit::Refused => 4,
            Exit::Signal(signal) => 128 + signal,
        })
    }
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Asked {
    /// The screens, which are not opened here.
    Screens(Screens),
    /// The pages, which are not served here.
    Serve(Serve),
    /// Nothing more: a command was run, or help was printed.
    Answered(Exit),
}

/// Which screens.
#[derive(Debug)]
pub enum Screens {
    /// The guide on a register, with a file for step 3 if one was named.
    Guide {
        /// The register, or none for a file alone.
        place: Place,
        /// The file.
        file: Option<PathBuf>,
        /// How it begins, where that can be shown before all of it is read.
        beginning: Option<Box<Start>>,
        /// Whether the language is the one that the register says, which is asked beside the first screen.
        ask_language: bool,
    },
    /// The guide on a throw-away register.
    Demo,
}

/// Reads the arguments, chooses the language, and runs the command if there is one.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Asked {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let named = named_language(&arguments);
    lang::choose(named.unwrap_or_else(Language::of_environment));
    let json = arguments.iter().any(|argument| argument == "--json");
    // The help of all commands takes longer than everything else; only who gets to read it waits for it.
    let parsed = Cli::try_parse_from(&arguments).or_else(|_| {
        args::localised()
            .try_get_matches_from(&arguments)
            .and_then(|matches| Cli::from_arg_matches(&matches))
    });
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output with 0, wrong usage to standard error with 2.
            print_usage(&error);
            if error.exit_code() == 0 {
                return Asked::Answered(Exit::Done);
            }
            if json {
                output::usage_json(&error.to_string());
            }
            return Asked::Answered(Exit::Usage);
        }
    };
    let Global {
        register,
        config,
        json,
        quiet,
        yes,
        ..
    } = cli.global;
    let output = Output { json, quiet, yes };
    if matches!(cli.command, Some(Command::Demo)) {
        return Asked::Screens(Screens::Demo);
    }
    // These say the same whatever register there is, and need none.
    match cli.command {
        Some(Command::Man) => return Asked::Answered(man::run(output)),
        Some(Command::Completions { shell }) => {
            return Asked::Answered(completions::run(shell, output));
        }
        _ => {}
    }
    let place = match place(register.as_deref(), config.as_deref()) {
        Ok(place) => place,
        Err(error) => return Asked::Answered(output.fail(&error)),
    };
    // The setting goes before the locale, and what was asked for this time before the setting.
    let settle = |place: &Place| {
        let settled = || Language::from_code(&settings::language(place)?);
        if let Some(language) = named.is_none().then(settled).flatten() {
            lang::choose(language);
        }
    };
    // A file does not wait for the register; unless it cannot be shown, its screen is told the language later.
    let waits = cli.command.is_none() && cli.file.is_some() && place.exists();
    if !waits {
        settle(&place);
    }
    let asked = match (cli.command, cli.file) {
        (None, None) => Ok(open::screens(place)),
        (None, Some(file)) => {
            let asked = open::file(place.clone(), file, waits && named.is_none());
            if asked.is_err() {
                settle(&place);
            }
            asked
        }
        (Some(Command::Open(arguments)), _) => open::run(arguments, place, output),
        (Some(Command::Serve(arguments)), _) => {
            Ok(Asked::Serve(Serve::new(place, arguments, output)))
        }
        (Some(command), _) => dispatch(command, &place, output).map(Asked::Answered),
    };
    asked.unwrap_or_else(|error| Asked::Answered(output.fail(&error)))
}

/// The register, with the settings of a configuration file before its own.
fn place(register: Option<&Path>, config: Option<&Path>) -> Result<Place, JobError> {
    let place = Place::new(register)?;
    match config {
        Some(path) => Ok(place.configured(Config::read(path)?)),
        None => Ok(place),
    }
}

fn dispatch(command: Command, place: &Place, output: Output) -> Result<Exit, JobError> {
    match command {
        // These are screens and pages, or have been answered already.
        Command::Demo
        | Command::Open(_)
        | Command::Serve(_)
        | Command::Man
        | Command::Completions { .. } => Ok(Exit::Done),
        Command::Check(arguments) => check::run(&arguments, place, output),
        Command::Register(command) => register::run(command, place, output),
        Command::Person(command) => person::run(command, place, output),
        Command::Template(command) => template::run(command, place, output),
        Command::Export(arguments) => export::run(arguments, place, output),
        Command::Fill(arguments) => fill::run(&arguments, place, output),
        Command::Import(arguments) => import::run(arguments, place, output),
        Command::Log(arguments) => log::run(&arguments, place, output),
        Command::Undo(arguments) => undo::run(&arguments, place, output),
        Command::Verify(command) => verify::run(command, place, output),
        Command::Domain(command) => domain::run(command, place, output),
        Command::Setting(command) => setting::run(command, place, output),
    }
}

/// The language of `--lang`. Looked for before the arguments are parsed, because their help is in it.
fn named_language(arguments: &[OsString]) -> Option<Language> {
    let mut texts = arguments.iter().filter_map(|a| a.to_str());
    while let Some(text) = texts.next() {
        let code = match text.strip_prefix("--lang") {
            Some("") => texts.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(language) = code.and_then(Language::from_code) {
            return Some(language);
        }
    }
    None
}

/// A sentence on standard error that the program ends with.
pub fn complain(sentence: &str) {
    output::complain(&format!("koppla: {sentence}"));
}

/// What clap says: as it is, with its colours, unless it repeats an argument that a terminal would obey.
fn print_usage(error: &clap::Error) {
    let plain = error.render().to_string();
    if plain.lines().any(|line| line.contains(is_hidden)) {
        let lines: Vec<_> = plain.lines().map(output::safe).collect();
        output::complain(&lines.join("\n"));
    } else {
        // Nobody is left to tell when the reader has gone.
        let _ = error.print();
    }
}

/// A wrong argument that clap cannot know of.
fn usage(message: &str, json: bool) -> Exit {
    let error = args::localised().error(clap::error::ErrorKind::InvalidValue, message);
    print_usage(&error);
    if json {
        output::usage_json(message);
    }
    Exit::Usage
}
