//! Arguments of verification: whom a mailing goes to, how far it goes, and the pages.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Only;
use super::people::PersonId;
use crate::jobs::mailing::NOT_WITHIN_DAYS;

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

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
}
