//! What is remembered of a run: its record, its rows, and what a person's address was before and after.
//! The same shapes serve a preview that stores nothing, the log of a past run, and every output of both.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::address::Warnings;
use super::person::PersonId;
use super::plan::{Outcome, Rejection, Totals};

/// Number of a run, from 1; shown to people and used in commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunId(pub i64);

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunKind {
    /// Wrote a file.
    Export,
    /// Read addresses from a file.
    Import,
    /// Filled the register from a people file.
    Load,
    /// Took an import back.
    Undo,
}

impl RunKind {
    /// The stable word in JSON and in the register.
    pub fn code(self) -> &'static str {
        match self {
            RunKind::Export => "export",
            RunKind::Import => "import",
            RunKind::Load => "load",
            RunKind::Undo => "undo",
        }
    }

    /// The kind with this word.
    pub fn from_code(code: &str) -> Option<RunKind> {
        [
            RunKind::Export,
            RunKind::Import,
            RunKind::Load,
            RunKind::Undo,
        ]
        .into_iter()
        .find(|k| k.code() == code)
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunStatus {
    /// Klar
    Done,
    /// Klar med fel: some rows were rejected.
    DoneWithErrors,
    /// Avbruten
    Cancelled,
    /// Misslyckad
    Failed,
}

impl RunStatus {
    /// The stable word in JSON and in the register.
    pub fn code(self) -> &'static str {
        match self {
            RunStatus::Done => "done",
            RunStatus::DoneWithErrors => "done_with_errors",
            RunStatus::Cancelled => "cancelled",
            RunStatus::Failed => "failed",
        }
    }

    /// The status with this word.
    pub fn from_code(code: &str) -> Option<RunStatus> {
        [
            RunStatus::Done,
            RunStatus::DoneWithErrors,
            RunStatus::Cancelled,
            RunStatus::Failed,
        ]
        .into_iter()
        .find(|s| s.code() == code)
    }
}

/// Who did something: the login name and, over SSH, from where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Who {
    /// Login name.
    pub login: String,
    /// Address of the SSH client, where there is one.
    pub client: Option<String>,
}

/// Counts of a run beside those of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OtherCounts {
    /// Load: persons created.
    pub created: u64,
    /// Export: persons left out because they lack a key.
    pub left_no_key: u64,
    /// Export: persons left out because their identity is protected.
    pub left_protected: u64,
    /// Export: values that a spreadsheet would run as a formula.
    pub formula_like: u64,
}

/// How a run was asked for beyond its name, template and file: enough to ask for it again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// The whole path of the file; none for standard input and output, and for runs of an older koppla.
    pub path: Option<PathBuf>,
    /// What was chosen, in the words of the command: `--only`, `missing`. Only what differs from how the command does it by
    /// itself.
    pub arguments: Vec<String>,
}

impl Asked {
    /// Whether a flag was given.
    pub fn has(&self, flag: &str) -> bool {
        self.arguments.iter().any(|argument| argument == flag)
    }

    /// The value behind a flag, where it was given.
    pub fn value(&self, flag: &str) -> Option<&str> {
        let at = self.arguments.iter().position(|a| a == flag)?;
        self.arguments.get(at + 1).map(String::as_str)
    }
}

/// A run as the log shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// Its number.
    pub id: RunId,
    /// What it did.
    pub kind: RunKind,
    /// The name that the operator gave it.
    pub name: String,
    /// Name of the template, where one was used.
    pub template: Option<String>,
    /// The file that was read or written, as it was given.
    pub file: String,
    /// Who started it.
    pub who: Who,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// How it ended.
    pub status: RunStatus,
    /// Outcomes of the rows; for an export `rows()` is not used, see `rows`.
    pub totals: Totals,
    /// Rows read or written.
    pub rows: u64,
    /// What other kinds of runs count.
    pub other: OtherCounts,
    /// Import: the export that the file came from, as far as that was told or found.
    pub export: Option<RunId>,
    /// Undo: the run that it took back.
    pub undo_of: Option<RunId>,
    /// How it was asked for.
    pub asked: Asked,
    /// The stable code of why it failed.
    pub error: Option<String>,
    /// When its rows were taken out of the log because they were old; then it cannot be undone any more.
    pub purged: Option<Timestamp>,
}

/// A run that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// What it does.
    pub kind: RunKind,
    /// The name that the operator gave it.
    pub name: String,
    /// Name of the template, where one is used.
    pub template: Option<String>,
    /// The file that is read or written, as it was given.
    pub file: String,
    /// Who started it.
    pub who: Who,
    /// When it began.
    pub started: Timestamp,
    /// See [`RunRecord::export`].
    pub export: Option<RunId>,
    /// See [`RunRecord::undo_of`].
    pub undo_of: Option<RunId>,
    /// How it is asked for.
    pub asked: Asked,
}

/// What happened to a row, with everything that an output needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRow {
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// The outcome.
    pub outcome: Outcome,
    /// The person, where the row found one who is still there.
    pub person: Option<PersonId>,
    /// The user id as the file has it.
    pub user_id: String,
    /// The employee number as the file has it.
    pub employee_number: String,
    /// The value of the cell that decided: the address, or the key at fault.
    pub value: String,
    /// For `updated`: the address before, if there was one. For `kept`: the verified address that stays.
    pub old: Option<String>,
    /// For `updated`: the address that was written.
    pub new: Option<String>,
    /// What was noticed about the address.
    pub warnings: Warnings,
    /// Why it was rejected.
    pub rejection: Option<Rejection>,
}

/// A change of an address that came after the moment in question: by whom, when, in which run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterChange {
    /// By whom.
    pub who: Who,
    /// When.
    pub at: Timestamp,
    /// By which run, where it was one.
    pub run: Option<RunId>,
}

/// A change of somebody's connect address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub who: Who,
    /// By which run, where it was one.
    pub run: Option<RunId>,
    /// What was done.
    pub event: HistoryEvent,
    /// The address before.
    pub old: Option<String>,
    /// The address after.
    pub new: Option<String>,
}

/// What was done to a person's connect address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HistoryEvent {
    /// Written by an import, a load or by hand.
    Set,
    /// Taken away by hand.
    Cleared,
    /// The person came with a verified address from a trusted people file.
    TrustedOnLoad,
    /// *Ta bort koppling*: the address stays, unverified.
    Unlinked,
    /// The address from before a run was put back.
    Undone,
    /// The person pressed the button behind their link.
    VerifiedByLink,
    /// The person signed in and typed their code.
    VerifiedByCode,
    /// An administrator verified it, as its domain is the organisation's own.
    VerifiedByDomain,
}

impl HistoryEvent {
    /// All of them.
    pub const ALL: [HistoryEvent; 8] = [
        HistoryEvent::Set,
        HistoryEvent::Cleared,
        HistoryEvent::TrustedOnLoad,
        HistoryEvent::Unlinked,
        HistoryEvent::Undone,
        HistoryEvent::VerifiedByLink,
        HistoryEvent::VerifiedByCode,
        HistoryEvent::VerifiedByDomain,
    ];

    /// The stable word in JSON and in the register.
    pub fn code(self) -> &'static str {
        match self {
            HistoryEvent::Set => "set",
            HistoryEvent::Cleared => "cleared",
            HistoryEvent::TrustedOnLoad => "trusted_on_load",
            HistoryEvent::Unlinked => "unlinked",
            HistoryEvent::Undone => "undone",
            HistoryEvent::VerifiedByLink => "verified_by_link",
            HistoryEvent::VerifiedByCode => "verified_by_code",
            HistoryEvent::VerifiedByDomain => "verified_by_domain",
        }
    }

    /// The event with this word.
    pub fn from_code(code: &str) -> Option<HistoryEvent> {
        Self::ALL.into_iter().find(|e| e.code() == code)
    }
}

/// A notification: the result of a run, until it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its number.
    pub id: i64,
    /// The run that it tells of.
    pub run: RunId,
    /// Whether somebody has opened it.
    pub read: bool,
}
