//! The register: persons, templates, allowed domains, settings, and the log of what was done to them.
//! All SQL lives in this room, and nobody outside speaks it: callers use [`Register`] in the words of [`crate::domain`].
//! Not here: the rules (what may be imported, what an address is) and the use cases that call them.

mod error;
mod sqlite;
mod types;
mod verification;

pub use error::{Entry, Flaw, StoreError};
pub use sqlite::Register;
pub use types::{
    Applied, AppliedUndo, Basis, Erased, HistoryMark, LoadCreate, LoadUpdate, LoadWork, OnConflict,
    Only, PersonCounts, PersonFilter, RowTexts, StoredTemplate, TemplateUse,
};
pub use verification::{
    Claim, ClaimRule, Claimed, CodeRequest, CodeTry, Enqueued, Fence, LinkOutcome, MailStamp,
    MailingId, MailingPlan, MailingRecord, NewMailing, NewSend, PasswordData, Pause, PauseReason,
    PersonStamp, QueueStatus, Recipients, SendCounts, SendId, SendRecord,
};
