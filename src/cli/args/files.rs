//! Arguments of the commands that read or write a delimited file: open, check, export, fill and import.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Only;

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
    pub(crate) file: PathBuf,
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
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "PATTERN")]
    pub(crate) pattern: Option<String>,
    #[arg(long, requires = "pattern")]
    pub(crate) first_only: bool,
    #[arg(long, value_name = "FILE", requires = "key")]
    pub(crate) from: Option<PathBuf>,
    #[arg(long, value_enum, requires = "from")]
    pub(crate) key: Option<KeyArg>,
    #[arg(long)]
    pub(crate) from_email: bool,
    #[arg(long, num_args = 2, value_names = ["REGEX", "WITH"], allow_hyphen_values = true)]
    pub(crate) replace: Option<Vec<String>>,
    #[arg(long, value_name = "FILE")]
    pub(crate) paste: Option<PathBuf>,
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
    pub(crate) file: PathBuf,
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
