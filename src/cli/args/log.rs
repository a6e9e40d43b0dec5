//! Arguments of the log and of what undoes its runs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
