//! Arguments of the commands about persons: loading the register, and each person in it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Only, ReadingArgs, YesNo};

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
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) addresses: bool,
    #[arg(long)]
    pub(crate) trust_verified: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
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
