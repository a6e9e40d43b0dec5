//! The argument tree. Its help texts are not here but in the language files, under `help-<command>` and
//! `help-<command>--<argument>`; [`localised`] puts them in, and a test holds that none is missing in either language.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::jobs::mailing::NOT_WITHIN_DAYS;
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

#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long = "domain", value_name = "DOMAIN")]
    pub(crate) domains: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    #[arg(long = "domain", value_name = "DOMAIN")]
    pub(crate) domains: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(crate) columns: Option<Vec<String>>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegisterCommand {
    Load(LoadArgs),
    Status,
    Backup {
        #[arg(value_name = "TO")]
        to: PathBuf,
    },
    Verify,
}

#[derive(Debug, Args)]
pub(crate) struct LoadArgs {
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) addresses: bool,
    #[arg(long)]
    pub(crate) trust_verified: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How a file is read this time, where detection or the template is not what is wanted.
#[derive(Debug, Clone, Args)]
pub(crate) struct ReadingArgs {
    #[arg(long, value_name = "DELIMITER")]
    pub(crate) delimiter: Option<String>,
    #[arg(long, value_name = "ENCODING")]
    pub(crate) encoding: Option<String>,
    #[arg(long)]
    pub(crate) no_quotes: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    List(PersonListArgs),
    Show(PersonId),
    Add(PersonFields),
    Set {
        #[command(flatten)]
        id: PersonKey,
        #[command(flatten)]
        fields: PersonFields,
    },
    Remove(PersonId),
    Unlink(PersonId),
    SetPassword {
        #[arg(value_name = "ID", required_unless_present = "only")]
        id: Vec<String>,
        #[arg(long, value_enum, conflicts_with = "id", requires = "output")]
        only: Option<Only>,
        #[arg(long, value_name = "N")]
        company: Option<u32>,
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        #[arg(long, requires = "output")]
        force: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PersonListArgs {
    #[arg(long, value_enum, default_value_t = Only::All)]
    pub(crate) only: Only,
    #[arg(long, value_name = "N")]
    pub(crate) company: Option<u32>,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, requires = "output")]
    pub(crate) instructions: bool,
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VerifyCommand {
    Status,
    Send(SendArgs),
    Pause,
    Resume,
    Cancel {
        #[arg(value_name = "MAILING")]
        mailing: i64,
    },
    Resend(ResendArgs),
    Unlock(PersonId),
    Domain(VerifyDomainArgs),
    ImportBounces {
        #[arg(value_name = "DIR")]
        directory: PathBuf,
    },
    TestMail {
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
}

/// Whom verification is for.
#[derive(Debug, Args)]
pub(crate) struct SelectArgs {
    #[arg(long, value_name = "ID", conflicts_with = "only")]
    pub(crate) person: Vec<String>,
    #[arg(long, value_enum, default_value_t = Only::Unverified)]
    pub(crate) only: Only,
    #[arg(long, value_name = "N")]
    pub(crate) company: Option<u32>,
}

/// How far a mailing goes.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct SendingArgs {
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) queue_only: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SendArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    #[arg(long)]
    pub(crate) include_protected: bool,
    #[arg(long, value_name = "DAYS", default_value_t = NOT_WITHIN_DAYS)]
    pub(crate) not_within: u16,
    #[arg(long, conflicts_with_all = ["not_within", "unverified_after"])]
    pub(crate) failed: bool,
    #[arg(long, requires = "failed")]
    pub(crate) include_unknown: bool,
    #[arg(long, value_name = "DAYS", conflicts_with = "not_within")]
    pub(crate) unverified_after: Option<u16>,
    #[command(flatten)]
    pub(crate) sending: SendingArgs,
    #[arg(
        long,
        conflicts_with_all = ["person", "only", "company", "include_protected", "not_within", "failed", "unverified_after", "dry_run", "queue_only"]
    )]
    pub(crate) waiting: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ResendArgs {
    #[arg(value_name = "MAILING")]
    pub(crate) mailing: i64,
    #[arg(long)]
    pub(crate) include_unknown: bool,
    #[command(flatten)]
    pub(crate) sending: SendingArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyDomainArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// A person named by user id or employee number.
#[derive(Debug, Args)]
pub(crate) struct PersonId {
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[arg(long, value_name = "N")]
    pub(crate) company: Option<u32>,
}

/// A person named by user id or employee number, where `--company` is a field to set.
#[derive(Debug, Args)]
pub(crate) struct PersonKey {
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[arg(long, value_name = "N")]
    pub(crate) in_company: Option<u32>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct PersonFields {
    #[arg(long, value_name = "TEXT")]
    pub(crate) user_id: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) employee_number: Option<String>,
    #[arg(long, value_name = "N")]
    pub(crate) company: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) first_name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) last_name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) department: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) email: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) connect_address: Option<String>,
    #[arg(long, value_enum)]
    pub(crate) active: Option<YesNo>,
    #[arg(long, value_enum)]
    pub(crate) protected: Option<YesNo>,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArg {
    Export,
    Import,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TypeArg {
    Employees,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommand {
    List,
    Show {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_enum)]
        kind: Option<KindArg>,
    },
    Add(TemplateAddArgs),
    Copy {
        #[arg(value_name = "EXPORT")]
        from: String,
        #[arg(value_name = "IMPORT")]
        to: String,
    },
    Activate(TemplateNamed),
    Deactivate(TemplateNamed),
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_enum)]
        kind: Option<KindArg>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct TemplateNamed {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_enum)]
    pub(crate) kind: Option<KindArg>,
}

#[derive(Debug, Args)]
pub(crate) struct TemplateAddArgs {
    #[arg(long, value_enum)]
    pub(crate) kind: KindArg,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long = "type", value_enum, default_value_t = TypeArg::Employees)]
    pub(crate) type_: TypeArg,
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(crate) fields: Vec<String>,
    #[arg(long, value_name = "DELIMITER", default_value = "tab")]
    pub(crate) delimiter: String,
    #[arg(long, value_name = "ENCODING")]
    pub(crate) encoding: Option<String>,
    #[arg(long, value_enum)]
    pub(crate) heading: Option<YesNo>,
    #[arg(long, value_name = "N")]
    pub(crate) skip_rows: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[arg(long, value_name = "NAME")]
    pub(crate) template: String,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_enum, default_value_t = Only::Active)]
    pub(crate) only: Only,
    #[arg(long, value_name = "N")]
    pub(crate) company: Option<u32>,
    #[arg(long)]
    pub(crate) include_protected: bool,
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
#[command(group(
    clap::ArgGroup::new("what")
        .required(true)
        .args(["pattern", "from", "from_email", "replace", "paste", "repair_keys"])
))]
pub(crate) struct FillArgs {
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    #[arg(long, value_name = "PATTERN")]
    pub(crate) pattern: Option<String>,
    #[arg(long, requires = "pattern")]
    pub(crate) first_only: bool,
    #[arg(long, value_name = "FILE", requires = "key")]
    pub(crate) from: Option<String>,
    #[arg(long, value_enum, requires = "from")]
    pub(crate) key: Option<KeyArg>,
    #[arg(long)]
    pub(crate) from_email: bool,
    #[arg(long, num_args = 2, value_names = ["REGEX", "WITH"], allow_hyphen_values = true)]
    pub(crate) replace: Option<Vec<String>>,
    #[arg(long, value_name = "FILE")]
    pub(crate) paste: Option<String>,
    #[arg(
        long,
        value_name = "N",
        requires = "paste",
        // What it requires is not asked for where it conflicts with something given.
        conflicts_with_all = ["pattern", "from", "from_email", "replace", "repair_keys"]
    )]
    pub(crate) line: Option<u32>,
    #[arg(long)]
    pub(crate) repair_keys: bool,
    #[arg(long, conflicts_with = "repair_keys")]
    pub(crate) overwrite: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyArg {
    Number,
    UserId,
    Name,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) template: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) all_or_nothing: bool,
    #[arg(long, value_name = "N")]
    pub(crate) max_changes: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[arg(long, value_name = "N")]
    pub(crate) skip_rows: Option<u32>,
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(crate) columns: Option<Vec<String>>,
    #[arg(long, value_name = "RUN")]
    pub(crate) export: Option<String>,
    #[arg(long, value_name = "RUN")]
    pub(crate) corrects: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    #[arg(value_name = "RUN")]
    pub(crate) run: Option<i64>,
    #[arg(long, value_enum, requires = "run")]
    pub(crate) only: Option<OutcomeArg>,
    #[arg(long, short, value_name = "FILE", requires = "run")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    #[arg(long, requires = "run", conflicts_with_all = ["only", "output"])]
    pub(crate) command: bool,
    #[arg(long, value_enum, conflicts_with = "run")]
    pub(crate) kind: Option<RunKindArg>,
    #[arg(long, value_enum, conflicts_with = "run")]
    pub(crate) status: Option<StatusArg>,
    #[arg(long, value_name = "NAME", conflicts_with = "run")]
    pub(crate) who: Option<String>,
    #[arg(long, value_name = "TEXT", conflicts_with = "run")]
    pub(crate) find: Option<String>,
    #[arg(long, value_name = "DATE", conflicts_with = "run")]
    pub(crate) since: Option<jiff::civil::Date>,
    #[arg(long, value_name = "DATE", conflicts_with = "run")]
    pub(crate) until: Option<jiff::civil::Date>,
    #[arg(long, conflicts_with_all = ["run", "kind", "status", "who", "find", "since", "until"])]
    pub(crate) purge: bool,
    #[arg(long, value_name = "DAYS", requires = "purge", value_parser = clap::value_parser!(u32).range(0..=36_500))]
    pub(crate) older_than: Option<u32>,
    #[arg(long, requires = "purge")]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RunKindArg {
    Export,
    Import,
    Load,
    Undo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusArg {
    Done,
    DoneWithErrors,
    Cancelled,
    Failed,
}

#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    #[arg(value_name = "RUN")]
    pub(crate) run: i64,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutcomeArg {
    Updated,
    Unchanged,
    Kept,
    Blank,
    Rejected,
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

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
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
