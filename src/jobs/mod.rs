//! The use cases, one file each, the same for screen and command: progress out, cancel in. A job knows the rules, the file
//! and the register; it knows no terminal, prints nothing and makes no sentences.

pub mod bounces;
pub mod check;
pub mod compare;
pub mod config;
pub mod control;
pub mod copies;
pub mod correction;
pub mod demo;
pub mod dispatch;
pub mod document;
pub mod domains;
pub mod error;
pub mod export;
pub mod fault;
pub mod fill;
pub mod fill_source;
pub mod fill_task;
pub mod find;
pub mod findings;
pub mod guide;
pub mod import;
mod import_request;
pub mod journal;
mod judging;
pub mod keys;
pub mod load;
pub mod log;
pub mod logfile;
pub mod mailing;
pub mod notes;
pub mod notifications;
pub mod passwords;
pub mod people;
pub mod people_lists;
pub mod place;
pub mod purge;
pub mod reading;
pub mod rejects;
pub mod repeat;
pub mod roster;
pub mod settings;
pub mod since_export;
pub mod templates;
pub mod transport;
pub mod undo;
pub mod verification;
#[cfg(test)]
mod verification_tests;
pub mod watch;

pub use control::{Control, Counted, Glance, JobHandle, Pace, Wake, let_go};
pub use error::JobError;
pub use place::{Place, now};

pub use crate::mail::{Mail, MailError, Mailbox, SendOutcome, Transport};
pub use crate::store::{
    Basis, OnConflict, Only, PersonCounts, PersonFilter, Register, StoreError, StoredTemplate,
    TemplateUse,
};
pub use crate::store::{
    CodeRequest, Enqueued, LinkOutcome, MailingId, MailingPlan, MailingRecord, Pause, PauseReason,
    QueueStatus, Recipients, SendCounts, SendId, SendRecord,
};

#[cfg(test)]
pub(crate) use import_request::tests::plain_import;
