//! What can go wrong in the register: one enum with whole sentences, and the data from which another language makes its own.

use std::path::PathBuf;

use super::verification::MailingId;
use crate::domain::log::RunId;
use crate::domain::person::USER_ID_MAX_CHARS;
use crate::domain::template::Kind;

/// Something in the register that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A person, by user id or employee number; by `#` and the register's own number where neither is known.
    Person(String),
    /// A template of this kind and name.
    Template(Kind, String),
    /// An allowed domain, by its key.
    Domain(String),
    /// A setting.
    Setting(String),
    /// A run.
    Run(RunId),
    /// A notification.
    Notification(i64),
    /// A mailing of verification links.
    Mailing(MailingId),
}

impl std::fmt::Display for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Entry::Person(key) => write!(f, "the person {key:?}"),
            Entry::Template(kind, name) => write!(f, "the {} template {name:?}", kind.code()),
            Entry::Domain(key) => write!(f, "the allowed domain {key}"),
            Entry::Setting(key) => write!(f, "the setting {key:?}"),
            Entry::Run(id) => write!(f, "run {id}"),
            Entry::Notification(id) => write!(f, "notification {id}"),
            Entry::Mailing(id) => write!(f, "mailing {}", id.0),
        }
    }
}

/// Why the register does not take a person's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Neither user id nor employee number.
    NoKey,
    /// A user id of more than 30 characters, or none at all.
    UserIdLength,
    /// An employee number without characters.
    NumberEmpty,
    /// A company number outside 1–99999.
    Company,
    /// A verification without an address.
    VerifiedWithoutAddress,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Flaw::NoKey => f.write_str("a user id or an employee number is needed"),
            Flaw::UserIdLength => {
                write!(f, "a user id has 1 to {USER_ID_MAX_CHARS} characters")
            }
            Flaw::NumberEmpty => f.write_str("the employee number is empty"),
            Flaw::Company => f.write_str("a company number is between 1 and 99999"),
            Flaw::VerifiedWithoutAddress => {
                f.write_str("only a connect address can be verified, and there is none")
            }
        }
    }
}

/// What went wrong. Whatever it is, nothing of the unit of work was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has been writing for longer than this one waits.
    #[error(
        "The register is busy: another program is writing to it. Nothing was changed; try again in a moment."
    )]
    Busy,
    /// The disk, or the quota, is full.
    #[error(
        "The register could not grow because the disk is full. Nothing was changed; free some space and try again."
    )]
    Full,
    /// A newer koppla has changed the register's shape.
    #[error(
        "The register {} was made by a newer koppla (its version is {found}, this koppla knows {known}). Update koppla.",
        path.display()
    )]
    Newer {
        /// The register.
        path: PathBuf,
        /// Version of its schema.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The file is something else.
    #[error("{} is not a register of koppla. Nothing in it was touched; choose another file.", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file lies where locks cannot be trusted.
    #[error(
        "{} lies on a network file system ({kind}), where two writers can destroy a register. Put it on a local disk.",
        path.display()
    )]
    Network {
        /// The file.
        path: PathBuf,
        /// The kind of file system.
        kind: &'static str,
    },
    /// The file was there and is not any more.
    #[error(
        "The register {} is not there any more: somebody has removed or moved it. Nothing was changed; put it back, or end koppla to begin with a new one.",
        path.display()
    )]
    Gone {
        /// Where it was.
        path: PathBuf,
    },
    /// The file or its directory cannot be written.
    #[error(
        "The register may be read but not written. Nothing was changed; check the rights of the file and its directory."
    )]
    ReadOnly,
    /// The file is harmed or holds what no koppla writes.
    #[error(
        "The register is damaged: {what}. Restore a backup, or look closer with `koppla register verify`."
    )]
    Damaged {
        /// What was found.
        what: String,
    },
    /// The file system refused.
    #[error("{} could not be used as a register: {source}.", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Anything else that SQLite reports.
    #[error("The register failed: {source}. Nothing was changed.")]
    Failed {
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A backup would overwrite a file.
    #[error("{} exists already, and a backup never overwrites. Choose another name.", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// There is no such thing.
    #[error("The register does not have {0}.")]
    NotFound(Entry),
    /// There is one already.
    #[error("The register has {0} already.")]
    AlreadyExists(Entry),
    /// A number that several persons have, each in another company.
    #[error("{count} persons have the employee number {number:?}. Say which company is meant.")]
    Ambiguous {
        /// The employee number.
        number: String,
        /// How many have it.
        count: usize,
    },
    /// Another person has this employee number in this company.
    #[error(
        "The person {holder:?} has the employee number {number:?} in {} already.",
        company.map_or("no company".to_owned(), |c| format!("company {c}"))
    )]
    NumberTaken {
        /// The employee number.
        number: String,
        /// The company.
        company: Option<u32>,
        /// User id, else employee number, of who has it.
        holder: String,
    },
    /// Another person has this connect address (R6).
    #[error("The person {holder:?} has the connect address {address} already.")]
    AddressTaken {
        /// The address.
        address: String,
        /// User id, else employee number, of who has it.
        holder: String,
    },
    /// The thing was changed since it was read.
    #[error("Somebody else changed {0} meanwhile. Nothing was changed; look at it again.")]
    Conflict(Entry),
    /// The register was changed since the work was planned.
    #[error("The register was changed meanwhile. Nothing was written; plan again.")]
    BasisChanged,
    /// The connect address is verified and can only be changed after the link is removed (R2).
    #[error(
        "The connect address of the person {person:?} is verified and stays. Remove the link first."
    )]
    VerifiedProtected {
        /// User id, else employee number; empty where only the register's trigger noticed.
        person: String,
    },
    /// The data does not make a person.
    #[error("The person cannot be stored: {0}.")]
    PersonInvalid(Flaw),
}

impl StoreError {
    /// The stable code in all outputs.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::Busy => "store_busy",
            StoreError::Full => "store_full",
            StoreError::Newer { .. } => "store_newer",
            StoreError::Foreign { .. } => "store_foreign",
            StoreError::Network { .. } => "store_network",
            StoreError::Gone { .. } => "store_gone",
            StoreError::ReadOnly => "store_readonly",
            StoreError::Damaged { .. } => "store_damaged",
            StoreError::Io { .. } | StoreError::Failed { .. } => "store_failed",
            StoreError::FileExists { .. } => "file_exists",
            StoreError::NotFound(_) => "not_found",
            StoreError::AlreadyExists(_) | StoreError::NumberTaken { .. } => "already_exists",
            StoreError::Ambiguous { .. } => "ambiguous",
            StoreError::AddressTaken { .. } => "address_taken",
            StoreError::Conflict(_) | StoreError::BasisChanged => "conflict",
            StoreError::VerifiedProtected { .. } => "verified_protected",
            StoreError::PersonInvalid(_) => "person_invalid",
        }
    }

    /// Something in the register that no koppla writes.
    pub(super) fn damaged(what: impl Into<String>) -> StoreError {
        StoreError::Damaged { what: what.into() }
    }

    /// Whether a unique index or the guard of verified persons stopped a statement, so that looking tells who is in the way.
    pub(super) fn is_collision(&self) -> bool {
        match self {
            StoreError::VerifiedProtected { .. } => true,
            StoreError::Failed {
                source: rusqlite::Error::SqliteFailure(error, _),
            } => error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE,
            _ => false,
        }
    }
}

/// What the triggers of the register say when they refuse.
const VERIFIED_PROTECTED: &str = "koppla:verified_protected";

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        let rusqlite::Error::SqliteFailure(error, message) = &source else {
            return match source {
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => StoreError::damaged(source.to_string()),
                _ => StoreError::Failed { source },
            };
        };
        match error.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
            ErrorCode::DiskFull => StoreError::Full,
            // The index of the write-ahead log is a file of its own; a full disk shows there under another name.
            _ if error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => StoreError::Full,
            ErrorCode::ReadOnly => StoreError::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                StoreError::damaged(source.to_string())
            }
            ErrorCode::ConstraintViolation if message.as_deref() == Some(VERIFIED_PROTECTED) => {
                StoreError::VerifiedProtected {
                    person: String::new(),
                }
            }
            _ => StoreError::Failed { source },
        }
    }
}
