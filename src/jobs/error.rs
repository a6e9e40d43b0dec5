//! What can stop a job. Whatever it is, nothing was changed. Sentences in the user's language are made from it in
//! `lang`; the English ones here are for the log.

use std::path::PathBuf;

use super::fill::FillError;
use crate::domain::address::AddressError;
use crate::domain::domains::DomainError;
use crate::domain::load::HeadingError;
use crate::domain::log::{RunId, RunKind};
use crate::domain::plan::InvalidValue;
use crate::domain::preflight::Refusal;
use crate::domain::template::{Encoding, Field, Kind, TemplateError};
use crate::domain::verification::KeyError;
use crate::file::{EditError, FileError};
use crate::mail::MailError;
use crate::store::StoreError;

/// Why a job did nothing.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file does not fit the template.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// `encoding_doubtful`: a cell that matters reads differently in two encodings.
    #[error("line {} reads {:?} in {} and {:?} in {}", .0.line, .0.one, .0.guess.code(), .0.two, .0.other.code())]
    EncodingDoubtful(Box<DoubtfulCell>),
    /// The heading row is none of a people file.
    #[error(transparent)]
    Heading(#[from] HeadingError),
    /// The template cannot be saved or used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Several templates have this name, or a template of another kind is needed.
    #[error("there are an export and an import template named {0:?}")]
    TemplateAmbiguous(String),
    /// The template has been taken out of use.
    #[error("the {} template {name:?} is inactive", kind.code())]
    TemplateInactive {
        /// What it is for.
        kind: Kind,
        /// Its name.
        name: String,
    },
    /// Not a domain.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// Not an address.
    #[error("{value:?} is no address: {error}")]
    Address {
        /// What was given.
        value: String,
        /// Why it is none.
        error: AddressError,
    },
    /// The address is under a domain that is not allowed (R3).
    #[error("the domain {0} is not allowed")]
    DomainNotAllowed(String),
    /// A person's field that is not what it should be.
    #[error("a value is not what its field holds: {0:?}")]
    Value(InvalidValue),
    /// A field holds a control character.
    #[error("{} holds a control character", .0.code())]
    BadText(Field),
    /// An export stops: the encoding has no such character.
    #[error("{person}: {character:?} in {} does not exist in {}", field.code(), encoding.code())]
    PersonUnencodable {
        /// User id, else employee number.
        person: String,
        /// The field.
        field: Field,
        /// The first such character.
        character: char,
        /// The encoding.
        encoding: Encoding,
    },
    /// No such setting.
    #[error("there is no setting {0:?}")]
    SettingUnknown(String),
    /// Not a value of this setting.
    #[error("{value:?} is no value of {key}; it takes {takes}")]
    SettingInvalid {
        /// The setting.
        key: &'static str,
        /// What was given.
        value: String,
        /// What it takes.
        takes: &'static str,
    },
    /// `too_many_changes`: the brake.
    #[error("{changes} addresses would change, at most {limit} may")]
    TooManyChanges {
        /// How many would change.
        changes: u64,
        /// How many may.
        limit: u64,
    },
    /// `rows_rejected`: all or nothing, and some rows are rejected.
    #[error("{0} rows are rejected, and all or nothing was asked for")]
    RowsRejected(u64),
    /// A fill that the columns of the file or the list do not allow.
    #[error(transparent)]
    Fill(#[from] FillError),
    /// A value that the file cannot hold.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A run that is no export, or none that remembers what it saw.
    #[error("run {0} is no export that a file can be compared with")]
    NotAnExport(RunId),
    /// A correction of a run that is no import, or whose rows the log does not have any more.
    #[error("run {0} cannot be corrected")]
    NotCorrectable(RunId),
    /// Only imports and undos can be taken back.
    #[error("run {0} ({1:?}) cannot be undone")]
    UndoKind(RunId, RunKind),
    /// What the run did has been taken out of the log.
    #[error("the rows of run {0} are not in the log any more")]
    UndoPurged(RunId),
    /// A run that changed nobody.
    #[error("run {0} changed no address")]
    UndoNothing(RunId),
    /// Everybody has the address from before the run already; by this undo, where it was one.
    #[error("run {0} has been undone already")]
    UndoDone(RunId, Option<RunId>),
    /// Everybody whom the run changed has been erased.
    #[error("everybody whom run {0} changed has been erased")]
    UndoErased(RunId),
    /// A shared register is not spoken to yet.
    #[error("registers on PostgreSQL are not supported by this version")]
    PostgresUnsupported,
    /// A file is worked on with no register, and this needs one.
    #[error("this needs a register, and none is open")]
    NoRegister,
    /// The file has no such column, as far as can be seen.
    #[error("no column is known to hold {}", .0.code())]
    ColumnUnknown(Field),
    /// Neither `XDG_DATA_HOME` nor a home directory.
    #[error("there is no home directory for the register")]
    NoHome,
    /// The file of keys holds something else.
    #[error("{} is no file of keys: {error}", path.display())]
    Keys {
        /// The file.
        path: PathBuf,
        /// Why.
        error: KeyError,
    },
    /// The system has no random bytes.
    #[error("the system gives no random bytes")]
    Chance,
    /// A password cannot be hashed.
    #[error("the password could not be hashed")]
    Hashing,
    /// A chosen password is too short or too long.
    #[error("a password has 10 to 200 characters")]
    PasswordLength,
    /// The configuration file has a fault: the line, or the setting that it is about.
    #[error("the configuration {} is wrong: {what}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Where and what.
        what: String,
    },
    /// Something must be set first.
    #[error("the setting {0} is needed first")]
    SettingMissing(&'static str),
    /// Mails would cross the network unencrypted.
    #[error("the connection to {0} is not secured")]
    MailUnsecured(String),
    /// A mail cannot be made of what was given.
    #[error(transparent)]
    Mail(MailError),
    /// While a switch is being prepared, everybody asks for a code; links are not sent.
    #[error("links are not sent while a switch is being prepared")]
    MailingNotOffered,
    /// Somebody cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// A cell that reads differently in two encodings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulCell {
    /// Physical line, from 1.
    pub line: u32,
    /// The likelier encoding.
    pub guess: Encoding,
    /// What the cell says in it.
    pub one: String,
    /// The other encoding.
    pub other: Encoding,
    /// What the cell says in that.
    pub two: String,
}

impl JobError {
    /// The stable code in all outputs.
    pub fn code(&self) -> &'static str {
        match self {
            JobError::Store(error) => error.code(),
            JobError::File(error) => error.code(),
            JobError::Refused(refusal) => refusal.code(),
            JobError::EncodingDoubtful(_) => "encoding_doubtful",
            JobError::Heading(_) => "heading_mismatch",
            JobError::Template(TemplateError::Incomplete(_)) => "template_incomplete",
            JobError::Template(_) => "template_invalid",
            JobError::TemplateAmbiguous(_) => "ambiguous",
            JobError::TemplateInactive { .. } => "template_inactive",
            JobError::Domain(_) => "domain_invalid",
            JobError::Address { .. } => "address_invalid",
            JobError::DomainNotAllowed(_) => "domain_not_allowed",
            JobError::Value(_) => "value_invalid",
            JobError::BadText(_) => "bad_text",
            JobError::PersonUnencodable { .. } => "unencodable",
            JobError::SettingUnknown(_) => "not_found",
            JobError::SettingInvalid { .. } => "setting_invalid",
            JobError::TooManyChanges { .. } => "too_many_changes",
            JobError::RowsRejected(_) => "rows_rejected",
            JobError::Fill(error) => error.code(),
            JobError::Edit(_) => "edit_refused",
            JobError::NotAnExport(_) => "not_an_export",
            JobError::NotCorrectable(_) => "not_correctable",
            JobError::UndoKind(..) => "undo_kind",
            JobError::UndoPurged(_) => "undo_purged",
            JobError::UndoNothing(_) => "undo_nothing",
            JobError::UndoDone(..) => "undo_done",
            JobError::UndoErased(_) => "undo_erased",
            JobError::PostgresUnsupported => "store_unsupported",
            JobError::NoRegister => "no_register",
            JobError::ColumnUnknown(_) => "heading_mismatch",
            JobError::NoHome => "no_home",
            JobError::Keys { .. } => "keys_invalid",
            JobError::Chance | JobError::Hashing => "system_failed",
            JobError::PasswordLength => "password_length",
            JobError::Config { .. } => "config_invalid",
            JobError::SettingMissing(_) => "setting_missing",
            JobError::MailUnsecured(_) => "mail_unsecured",
            JobError::Mail(_) => "mail_invalid",
            JobError::MailingNotOffered => "mailing_not_offered",
            JobError::Cancelled => "cancelled",
        }
    }

    /// Whether a check before the first row refused (exit code 4), rather than something failed (1).
    pub fn is_refusal(&self) -> bool {
        match self {
            JobError::Refused(_)
            | JobError::EncodingDoubtful(_)
            | JobError::Heading(_)
            | JobError::ColumnUnknown(_)
            | JobError::TooManyChanges { .. }
            | JobError::RowsRejected(_)
            | JobError::UndoKind(..)
            | JobError::UndoPurged(_)
            | JobError::UndoNothing(_)
            | JobError::UndoDone(..)
            | JobError::UndoErased(_)
            | JobError::Fill(_) => true,
            JobError::Template(error) => matches!(error, TemplateError::Incomplete(_)),
            JobError::File(error) => matches!(
                error,
                FileError::Empty { .. }
                    | FileError::Binary { .. }
                    | FileError::Spreadsheet { .. }
                    | FileError::TooLarge { .. }
                    | FileError::Changing { .. }
                    | FileError::NotRegular { .. }
                    | FileError::QuoteUnclosed { .. }
            ),
            _ => false,
        }
    }
}
