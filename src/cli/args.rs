//! The argument tree. Its help texts are not here but in the language files, under `help-<command>` and
//! `help-<command>--<argument>`; [`localised`] puts them in, and a test holds that none is missing in either language.

mod files;
mod log;
mod people;
mod template;
mod verify;

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

pub(crate) use self::files::{
    CheckArgs, ExportArgs, FillArgs, ImportArgs, KeyArg, OpenArgs, ReadingArgs,
};
pub(crate) use self::log::{LogArgs, OutcomeArg, RunKindArg, StatusArg, UndoArgs};
pub(crate) use self::people::{
    LoadArgs, PersonCommand, PersonFields, PersonListArgs, RegisterCommand,
};
pub(crate) use self::template::{
    KindArg, TemplateAddArgs, TemplateCommand, TemplateNamed, TypeArg,
};
pub(crate) use self::verify::{
    ResendArgs, SelectArgs, SendArgs, SendingArgs, ServeArgs, VerifyCommand,
};
use crate::lang;

/// `koppla …`
#[derive(Debug, Parser)]
#[command(name = "koppla", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        env = "KOPPLA_REGISTER",
        hide_env_values = true
    )]
    pub(crate) register: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "KOPPLA_CONFIG",
        hide_env_values = true
    )]
    pub(crate) config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG", value_parser = ["sv", "en"])]
    pub(crate) lang: Option<String>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo,
    Open(OpenArgs),
    Check(CheckArgs),
    #[command(subcommand)]
    Register(RegisterCommand),
    #[command(subcommand)]
    Person(PersonCommand),
    #[command(subcommand)]
    Template(TemplateCommand),
    Export(ExportArgs),
    Fill(FillArgs),
    Import(ImportArgs),
    Log(LogArgs),
    Undo(UndoArgs),
    #[command(subcommand)]
    Verify(VerifyCommand),
    #[command(subcommand)]
    Domain(DomainCommand),
    #[command(subcommand)]
    Setting(SettingCommand),
    Serve(ServeArgs),
    Completions {
        #[arg(value_name = "SHELL", value_enum)]
        shell: clap_complete::Shell,
    },
    Man,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    Yes,
    No,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    #[value(alias = "lacking")]
    Missing,
    Unverified,
    Sent,
    Expired,
    Verified,
    Bounced,
    #[value(alias = "outside")]
    OutsideDomains,
    Active,
    Inactive,
    All,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DomainCommand {
    List,
    Add {
        #[arg(value_name = "DOMAIN")]
        domain: String,
    },
    Remove {
        #[arg(value_name = "DOMAIN")]
        domain: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SettingCommand {
    List,
    Get {
        #[arg(value_name = "KEY")]
        key: String,
    },
    Set {
        #[arg(value_name = "KEY")]
        key: String,
        #[arg(value_name = "VALUE")]
        value: String,
    },
}

/// The argument tree with its help in the chosen language.
pub(crate) fn localised() -> clap::Command {
    localise(Cli::command(), "help")
}

fn localise(command: clap::Command, id: &str) -> clap::Command {
    let mut command = command.about(lang::lookup(id).unwrap_or_default());
    if let Some(examples) = lang::lookup(&format!("{id}--examples")) {
        command = command.after_help(examples);
    }
    let arguments: Vec<String> = command
        .get_arguments()
        .map(|a| a.get_id().to_string())
        .collect();
    for argument in arguments {
        let text = argument_help(id, &argument);
        command = command.mut_arg(&argument, |a| match text {
            Some(text) => a.help(text),
            None => a,
        });
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(&name, |c| localise(c, &format!("{id}-{name}")));
    }
    command
}

/// The help of an argument: its own for this command, else the one that it has everywhere.
fn argument_help(command: &str, argument: &str) -> Option<String> {
    let name = argument.trim_end_matches('_').replace('_', "-");
    lang::lookup(&format!("{command}--{name}"))
        .or_else(|| lang::lookup(&format!("help-any--{name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_argument_is_explained() {
        Cli::command().debug_assert();
        let mut missing = Vec::new();
        let mut todo = vec![("help".to_owned(), Cli::command())];
        while let Some((id, command)) = todo.pop() {
            if lang::lookup(&id).is_none() {
                missing.push(id.clone());
            }
            for argument in command.get_arguments() {
                let name = argument.get_id().as_str();
                if argument_help(&id, name).is_none() {
                    missing.push(format!("{id}--{}", name.replace('_', "-")));
                }
            }
            for sub in command.get_subcommands() {
                todo.push((format!("{id}-{}", sub.get_name()), sub.clone()));
            }
        }
        assert!(missing.is_empty(), "without help: {missing:#?}");
    }
}
