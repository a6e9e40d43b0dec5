//! Sentences for what went wrong: what happened, to what, and what to do. Made from the data of the error, never from its
//! English text, which is for the log.

use std::path::Path;

use super::{fill, sentences};
use crate::domain::template::{Kind, TemplateError};
use crate::domain::text::visible;
use crate::domain::verification::KeyError;
use crate::file::{EditError, FileError, FileKind};
use crate::jobs::JobError;
use crate::jobs::error::DoubtfulCell;
use crate::jobs::passwords::{LONGEST, SHORTEST};
use crate::store::{Entry, Flaw, StoreError};
use crate::t;

/// A sentence of what happened and, where there is one, a sentence of what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened, to what.
    pub message: String,
    /// What to do.
    pub cure: Option<String>,
}

impl Told {
    fn only(message: String) -> Told {
        Told {
            message,
            cure: None,
        }
    }

    fn with((message, cure): (String, String)) -> Told {
        Told {
            message,
            cure: Some(cure),
        }
    }

    /// Both sentences in one line.
    pub fn whole(&self) -> String {
        match &self.cure {
            Some(cure) => format!("{} {cure}", self.message),
            None => self.message.clone(),
        }
    }
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

fn plain(text: &str) -> String {
    visible(text).into_owned()
}

/// What stopped a job.
pub fn job(error: &JobError) -> Told {
    match error {
        JobError::Store(error) => Told::only(store(error)),
        JobError::File(error) => file(error),
        JobError::Refused(refusal) => Told::with(sentences::refusal(refusal)),
        JobError::EncodingDoubtful(cell) => doubtful(cell),
        JobError::Heading(error) => Told::with(sentences::heading_error(error)),
        JobError::Template(error) => Told {
            message: sentences::template_error(error),
            cure: match error {
                TemplateError::Incomplete(fields) => {
                    let codes: Vec<_> = fields.iter().map(|field| field.code()).collect();
                    Some(t!("template-incomplete-cure", fields = codes.join(", ")))
                }
                _ => None,
            },
        },
        JobError::TemplateAmbiguous(name) => {
            Told::only(t!("error-template-ambiguous", name = plain(name)))
        }
        JobError::TemplateInactive { kind, name } => Told {
            message: match kind {
                Kind::Export => t!("error-export-template-inactive", name = plain(name)),
                Kind::Import => t!("error-import-template-inactive", name = plain(name)),
            },
            cure: Some(t!("error-template-inactive-cure")),
        },
        JobError::Domain(error) => Told::only(sentences::domain_error(error)),
        JobError::Address { value, error } => Told::only(t!(
            "error-address",
            value = plain(value),
            why = sentences::address_error(error)
        )),
        JobError::DomainNotAllowed(domain) => {
            Told::only(t!("reject-domain", domain = plain(domain)))
        }
        JobError::Value(value) => Told::only(sentences::invalid_value(*value)),
        JobError::BadText(field) => {
            Told::only(t!("error-bad-text", field = sentences::field(*field)))
        }
        JobError::PersonUnencodable {
            person,
            field,
            character,
            encoding,
        } => Told::with((
            t!(
                "error-unencodable",
                person = plain(person),
                field = sentences::field(*field),
                character = plain(&character.to_string()),
                encoding = sentences::encoding(*encoding)
            ),
            t!("error-unencodable-cure"),
        )),
        JobError::SettingUnknown(key) => Told::only(t!("error-setting-unknown", key = plain(key))),
        JobError::SettingInvalid { key, value, takes } => Told::only(t!(
            "error-setting-invalid",
            key = *key,
            value = plain(value),
            takes = *takes
        )),
        JobError::TooManyChanges { changes, limit } => Told::with((
            t!("error-too-many-changes", changes = *changes, limit = *limit),
            t!("error-too-many-changes-cure"),
        )),
        JobError::RowsRejected(count) => Told::with((
            t!("error-rows-rejected", n = *count),
            t!("error-rows-rejected-cure"),
        )),
        JobError::Fill(error) => Told::with(fill::fill_error(*error)),
        JobError::Edit(error) => Told::only(edit(error)),
        JobError::NotCorrectable(run) => Told::with((
            t!("error-not-correctable", run = run.to_string()),
            t!("error-not-correctable-cure"),
        )),
        JobError::NotAnExport(run) => Told::with((
            t!("error-not-an-export", run = run.to_string()),
            t!("error-not-an-export-cure"),
        )),
        JobError::UndoKind(run, kind) => Told::only(t!(
            "error-undo-kind",
            run = run.to_string(),
            kind = sentences::run_kind(*kind)
        )),
        JobError::UndoPurged(run) => Told::only(t!("error-undo-purged", run = run.to_string())),
        JobError::UndoNothing(run) => Told::only(t!("error-undo-nothing", run = run.to_string())),
        JobError::UndoDone(run, Some(by)) => Told::only(t!(
            "error-undo-done",
            run = run.to_string(),
            by = by.to_string()
        )),
        JobError::UndoDone(run, None) => {
            Told::only(t!("error-undo-as-before", run = run.to_string()))
        }
        JobError::UndoErased(run) => Told::only(t!("error-undo-erased", run = run.to_string())),
        JobError::PostgresUnsupported => Told::only(t!("error-postgres")),
        JobError::NoRegister => Told::with((t!("no-register-error"), t!("no-register-cure"))),
        JobError::ColumnUnknown(which) => Told::with((
            t!("fill-no-column", field = sentences::field(*which)),
            t!("check-no-column-cure", code = which.code()),
        )),
        JobError::NoHome => Told::only(t!("error-no-home")),
        JobError::Keys { path, error } => Told::with((
            match error {
                KeyError::Line(line) => {
                    let line = u64::try_from(*line).unwrap_or(u64::MAX);
                    t!("error-keys-line", path = shown(path), line = line)
                }
                KeyError::Empty => t!("error-keys-empty", path = shown(path)),
            },
            t!("error-keys-cure"),
        )),
        JobError::Chance | JobError::Hashing => Told::only(t!("error-system")),
        JobError::PasswordLength => Told::only(t!(
            "error-password-length",
            least = u64::try_from(SHORTEST).unwrap_or_default(),
            most = u64::try_from(LONGEST).unwrap_or_default()
        )),
        JobError::Config { path, what } => {
            Told::only(t!("error-config", path = shown(path), what = plain(what)))
        }
        JobError::SettingMissing(key) => Told::with((
            t!("error-setting-missing", key = *key),
            t!("error-setting-missing-cure", key = *key),
        )),
        JobError::MailUnsecured(host) => Told::with((
            t!("error-mail-unsecured", host = plain(host)),
            t!("error-mail-unsecured-cure"),
        )),
        JobError::Mail(_) => Told::only(t!("error-mail-invalid")),
        JobError::MailingNotOffered => Told::with((
            t!("error-mailing-not-offered"),
            t!("error-mailing-not-offered-cure"),
        )),
        JobError::Cancelled => Told::only(t!("error-cancelled")),
    }
}

fn doubtful(cell: &DoubtfulCell) -> Told {
    Told::with((
        t!(
            "error-doubtful",
            line = cell.line,
            one = plain(&cell.one),
            guess = sentences::encoding(cell.guess),
            two = plain(&cell.two),
            other = sentences::encoding(cell.other)
        ),
        t!(
            "error-doubtful-cure",
            guess = cell.guess.code(),
            other = cell.other.code()
        ),
    ))
}

fn entry(entry: &Entry) -> String {
    match entry {
        Entry::Person(key) => t!("entry-person", name = plain(key)),
        Entry::Template(Kind::Export, name) => t!("entry-export-template", name = plain(name)),
        Entry::Template(Kind::Import, name) => t!("entry-import-template", name = plain(name)),
        Entry::Domain(key) => t!("entry-domain", name = plain(key)),
        Entry::Setting(key) => t!("entry-setting", name = plain(key)),
        Entry::Run(id) => t!("entry-run", name = id.to_string()),
        Entry::Notification(id) => t!("entry-notification", name = id.to_string()),
        Entry::Mailing(id) => t!("entry-mailing", name = id.0.to_string()),
    }
}

/// What the register says.
pub fn store(error: &StoreError) -> String {
    match error {
        StoreError::Busy => t!("store-busy"),
        StoreError::Full => t!("store-full"),
        StoreError::Newer { path, found, known } => {
            t!(
                "store-newer",
                path = shown(path),
                found = *found,
                known = *known
            )
        }
        StoreError::Foreign { path } => t!("store-foreign", path = shown(path)),
        StoreError::Network { path, kind } => {
            t!("store-network", path = shown(path), kind = *kind)
        }
        StoreError::Gone { path } => t!("store-gone", path = shown(path)),
        StoreError::ReadOnly => t!("store-readonly"),
        StoreError::Damaged { what } => t!("store-damaged", what = plain(what)),
        StoreError::Io { path, source } => {
            t!("store-io", path = shown(path), why = source.to_string())
        }
        StoreError::Failed { source } => t!("store-failed", why = source.to_string()),
        StoreError::FileExists { path } => t!("file-exists", path = shown(path)),
        StoreError::NotFound(what) => t!("store-not-found", what = entry(what)),
        StoreError::AlreadyExists(what) => t!("store-already-exists", what = entry(what)),
        StoreError::Ambiguous { number, count } => {
            let count = u64::try_from(*count).unwrap_or(u64::MAX);
            t!("store-ambiguous", number = plain(number), count = count)
        }
        StoreError::NumberTaken { number, holder, .. } => {
            t!(
                "store-number-taken",
                number = plain(number),
                holder = plain(holder)
            )
        }
        StoreError::AddressTaken { address, holder } => {
            t!(
                "store-address-taken",
                address = plain(address),
                holder = plain(holder)
            )
        }
        StoreError::Conflict(what) => t!("store-conflict", what = entry(what)),
        StoreError::BasisChanged => t!("store-basis-changed"),
        StoreError::VerifiedProtected { person } => {
            t!("store-verified-protected", person = plain(person))
        }
        StoreError::PersonInvalid(flaw) => match flaw {
            Flaw::NoKey => t!("flaw-no-key"),
            Flaw::UserIdLength => t!("invalid-user-id-long"),
            Flaw::NumberEmpty => t!("flaw-number-empty"),
            Flaw::Company => t!("invalid-company"),
            Flaw::VerifiedWithoutAddress => t!("invalid-verified-without-address"),
        },
    }
}

fn kind(kind: FileKind) -> String {
    match kind {
        FileKind::Directory => t!("kind-directory"),
        FileKind::Fifo => t!("kind-pipe"),
        FileKind::Device => t!("kind-device"),
        FileKind::Socket => t!("kind-socket"),
        FileKind::Other => t!("kind-other"),
    }
}

/// What was wrong with a file.
pub fn file(error: &FileError) -> Told {
    match error {
        FileError::Missing { path } => Told::with((
            t!("file-missing", path = shown(path)),
            t!("file-missing-cure"),
        )),
        FileError::Unreadable { path, source } => Told::only(t!(
            "file-unreadable",
            path = shown(path),
            why = source.to_string()
        )),
        FileError::Exists { path } => Told::with((
            t!("file-exists", path = shown(path)),
            t!("file-exists-cure"),
        )),
        FileError::Empty { path } => Told::with((
            t!("file-empty", path = shown(path)),
            t!("file-export-again"),
        )),
        FileError::Binary { path } => Told::with((
            t!("file-binary", path = shown(path)),
            t!("file-export-again"),
        )),
        FileError::Spreadsheet { path } => Told::with((
            t!("file-spreadsheet", path = shown(path)),
            t!("file-spreadsheet-cure"),
        )),
        FileError::TooLarge { path, limit, .. } => Told::with((
            t!("file-too-large", path = shown(path), mib = *limit >> 20),
            t!("file-too-large-cure"),
        )),
        FileError::Changing { path } => Told::with((
            t!("file-changing", path = shown(path)),
            t!("file-changing-cure"),
        )),
        FileError::NotRegular { path, kind: found } => Told::with((
            t!("file-not-regular", path = shown(path), kind = kind(*found)),
            t!("file-not-regular-cure"),
        )),
        FileError::QuoteUnclosed { path, line } => Told::with((
            t!("file-quote-unclosed", path = shown(path), line = *line),
            t!("file-quote-unclosed-cure"),
        )),
        FileError::NotWritable { path, source } => Told::with((
            t!(
                "file-not-writable",
                path = shown(path),
                why = source.to_string()
            ),
            t!("file-elsewhere-cure"),
        )),
        FileError::DiskFull { path } => Told::with((
            t!("file-disk-full", path = shown(path)),
            t!("file-elsewhere-cure"),
        )),
        FileError::DirectoryMissing { path } => Told::with((
            t!("file-directory-missing", path = shown(path)),
            t!("file-elsewhere-cure"),
        )),
        FileError::WriteFailed { path, source } => Told::with((
            t!(
                "file-write-failed",
                path = shown(path),
                why = source.to_string()
            ),
            t!("file-elsewhere-cure"),
        )),
        FileError::Changed {
            path,
            removed: false,
        } => Told::with((
            t!("file-changed", path = shown(path)),
            t!("file-elsewhere-cure"),
        )),
        FileError::Changed {
            path,
            removed: true,
        } => Told::with((
            t!("file-removed", path = shown(path)),
            t!("file-elsewhere-cure"),
        )),
        FileError::Unencodable {
            record,
            column,
            character,
            encoding,
        } => Told::only(t!(
            "file-unencodable",
            row = u64::try_from(record + 1).unwrap_or(u64::MAX),
            column = u64::try_from(column + 1).unwrap_or(u64::MAX),
            character = plain(&character.to_string()),
            encoding = sentences::encoding(*encoding)
        )),
        FileError::ReadOnly { path } => Told::only(t!("file-read-only", path = shown(path))),
        FileError::Cancelled { .. } => Told::only(t!("error-cancelled")),
    }
}

/// Why a cell was not changed.
pub fn edit(error: &EditError) -> String {
    match error {
        EditError::ReadOnly(_) => t!("edit-read-only"),
        EditError::NoSuchCell { line, columns, .. } => t!(
            "edit-no-such-cell",
            line = *line,
            columns = u64::try_from(*columns).unwrap_or(u64::MAX)
        ),
        EditError::Unwritable { character, .. } => {
            t!("edit-unwritable", character = plain(&character.to_string()))
        }
        EditError::WouldVanish { .. } => t!("edit-would-vanish"),
        EditError::Unencodable {
            character,
            encoding,
            ..
        } => t!(
            "edit-unencodable",
            character = plain(&character.to_string()),
            encoding = sentences::encoding(*encoding)
        ),
    }
}
