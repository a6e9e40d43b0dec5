//! What goes into the register and comes out of it beyond the shapes of the domain. No SQL here.

use jiff::Timestamp;

use crate::domain::domains::AllowedDomains;
use crate::domain::log::{LoggedRow, RunRecord};
use crate::domain::person::{ConnectState, Person, PersonData, PersonId};
use crate::domain::plan::Plan;
use crate::domain::template::Template;
use crate::domain::undo::UndoPlan;

/// The state of the register on which a plan is based. Two equal ones mean: no person and no allowed domain changed between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// Raised by every change of persons or allowed domains.
    pub generation: i64,
}

/// A point in the history of all addresses: what came after it has the higher number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryMark(pub(super) i64);

/// Which persons are meant by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Only {
    /// Everybody.
    #[default]
    All,
    /// Active persons.
    Active,
    /// Inactive persons.
    Inactive,
    /// Persons without a connect address.
    Missing,
    /// Persons with a connect address that is not verified.
    Unverified,
    /// Persons with a verified connect address.
    Verified,
    /// Persons to whose unverified address a link or code was sent that counts at this moment.
    Sent(Timestamp),
    /// Persons to whose unverified address a link or code was sent that counts no more at this moment.
    Expired(Timestamp),
    /// Persons from whose address a mail came back.
    Bounced,
    /// Persons whose address lies outside the allowed domains.
    OutsideDomains,
}

impl Only {
    const ALL: [Only; 8] = [
        Only::All,
        Only::Active,
        Only::Inactive,
        Only::Missing,
        Only::Unverified,
        Only::Verified,
        Only::Bounced,
        Only::OutsideDomains,
    ];

    /// The word in commands.
    pub fn code(self) -> &'static str {
        match self {
            Only::All => "all",
            Only::Active => "active",
            Only::Inactive => "inactive",
            Only::Missing => "missing",
            Only::Unverified => "unverified",
            Only::Verified => "verified",
            Only::Sent(_) => "sent",
            Only::Expired(_) => "expired",
            Only::Bounced => "bounced",
            Only::OutsideDomains => "outside-domains",
        }
    }

    /// The choice with this word; for those that name a moment it is `now`.
    pub fn from_code(code: &str, now: Timestamp) -> Option<Only> {
        Only::ALL
            .into_iter()
            .chain([Only::Sent(now), Only::Expired(now)])
            .find(|only| only.code() == code)
    }
}

/// Which persons are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonFilter {
    /// By their state.
    pub only: Only,
    /// By the company of their employment; `None` is any or none.
    pub company: Option<u32>,
}

impl PersonFilter {
    /// Whether a person passes, with these allowed domains.
    pub fn takes(&self, person: &Person, domains: &AllowedDomains) -> bool {
        let address = person.connect_address.is_some();
        let verified = person.verified_at.is_some();
        let state = match self.only {
            Only::All => true,
            Only::Active => person.active,
            Only::Inactive => !person.active,
            Only::Missing => !address,
            Only::Unverified => address && !verified,
            Only::Verified => verified,
            Only::Sent(now) => person.state(now) == ConnectState::Sent,
            Only::Expired(now) => person.state(now) == ConnectState::Expired,
            Only::Bounced => person.bounced,
            Only::OutsideDomains => person
                .connect_address
                .as_ref()
                .is_some_and(|address| !domains.allows(address.domain())),
        };
        state && (self.company.is_none() || self.company == person.company)
    }
}

/// How many persons are in which state. `persons` is the sum of the next three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonCounts {
    /// All persons.
    pub persons: u64,
    /// Without a connect address.
    pub lacking: u64,
    /// With an address that is not verified.
    pub unverified: u64,
    /// With a verified address.
    pub verified: u64,
    /// Inactive, whatever their address.
    pub inactive: u64,
}

/// A template with what the register knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTemplate {
    /// The template.
    pub template: Template,
    /// Raised by every change; an edit that was based on a lower one is a conflict.
    pub version: i64,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
    /// Whether it is in use: one that is not is kept, and not offered.
    pub active: bool,
}

/// How a template has been used, as far back as the log goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateUse {
    /// How many runs.
    pub runs: u64,
    /// When the newest of them began.
    pub last: Timestamp,
}

/// What an import does when rows of its plan no longer fit the register (R10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnConflict {
    /// Leaves those rows out and imports the rest.
    Proceed,
    /// Imports nothing and gives the plan back, so that it can be shown again.
    Stop,
}

/// How an import ended.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of it per import, never a list"
)]
pub enum Applied {
    /// It is in the register, with its log (R9).
    Done {
        /// The run.
        run: RunRecord,
        /// The plan as it was applied, conflicts taken out.
        plan: Plan,
    },
    /// Rows fell and [`OnConflict::Stop`] was asked for: nothing was written.
    Stopped {
        /// The plan with those rows rejected.
        plan: Plan,
        /// How many fell.
        conflicts: usize,
    },
    /// The caller cancelled: nothing was written.
    Cancelled {
        /// The plan, checked again where the register had changed.
        plan: Plan,
    },
}

/// How an undo ended.
#[derive(Debug)]
pub enum AppliedUndo {
    /// It is in the register, with its log.
    Done {
        /// The run.
        run: Box<RunRecord>,
        /// The plan as it was applied.
        plan: UndoPlan,
    },
    /// Persons have changed since the plan was made and [`OnConflict::Stop`] was asked for: nothing was written.
    Stopped {
        /// The plan as it is now, and the register that it is made for.
        plan: UndoPlan,
        /// See [`Basis`].
        basis: Basis,
        /// How many fell.
        fell: u64,
    },
    /// The caller cancelled: nothing was written.
    Cancelled {
        /// The plan, checked again where the register had changed.
        plan: UndoPlan,
        /// See [`Basis`].
        basis: Basis,
    },
}

/// The cells of a row as the file has them; the plan does not keep them. Asked for only where the log needs them: for kept and rejected rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowTexts {
    /// The cell of the user id.
    pub user_id: String,
    /// The cell of the employee number.
    pub employee_number: String,
    /// The cell that decided: the address, or the key at fault.
    pub value: String,
}

/// A person whom loading people creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadCreate {
    /// Physical line of the people file, from 1.
    pub line: u32,
    /// Number among its data rows, from 1.
    pub record: u32,
    /// The person. `verified_at` is taken as it is: only a trusted load may set it.
    pub data: PersonData,
}

/// A person whom loading people changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadUpdate {
    /// Physical line of the people file, from 1.
    pub line: u32,
    /// Number among its data rows, from 1.
    pub record: u32,
    /// Who.
    pub person: PersonId,
    /// The version on which the change is based.
    pub version: i64,
    /// The whole person as they shall be; `verified_at` is not looked at.
    pub data: PersonData,
}

/// What loading people writes, decided beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoadWork {
    /// New persons.
    pub creates: Vec<LoadCreate>,
    /// Changed persons, each at most once.
    pub updates: Vec<LoadUpdate>,
    /// Rows that were not taken, in the order of their records.
    pub rejected: Vec<LoggedRow>,
    /// Rows that say what is so already.
    pub unchanged: u64,
}

/// What an erasure reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Rows of logs and of other people's history whose texts were blanked.
    pub blanked: u64,
    /// Whether the file was also rewritten, so that no unused corner of it holds what was erased. `false` when another program
    /// kept the register in use; [`super::Register::purge`] makes up for it.
    pub purged: bool,
}
