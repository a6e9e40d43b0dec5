//! What can become of a row, in words that last: outcomes, reasons, rejections and totals. They are the same in a
//! preview, in the log and in every output. Not here: how they are arrived at ([`super::plan`], [`super::load`]).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::address::AddressError;
use super::log::LaterChange;
use super::template::Field;

/// The outcome of a row, without its particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// See [`Verdict::Updated`](super::plan::Verdict::Updated).
    Updated,
    /// See [`Verdict::Unchanged`](super::plan::Verdict::Unchanged).
    Unchanged,
    /// See [`Verdict::Kept`](super::plan::Verdict::Kept).
    Kept,
    /// See [`Verdict::Blank`](super::plan::Verdict::Blank).
    Blank,
    /// See [`Verdict::Rejected`](super::plan::Verdict::Rejected).
    Rejected,
}

impl Outcome {
    /// All outcomes, in the order in which they are told.
    pub const ALL: [Outcome; 5] = [
        Outcome::Updated,
        Outcome::Unchanged,
        Outcome::Kept,
        Outcome::Blank,
        Outcome::Rejected,
    ];

    /// The stable code in all outputs.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Updated => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::Kept => "kept",
            Outcome::Blank => "blank",
            Outcome::Rejected => "rejected",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|o| o.code() == code)
    }
}

/// The stable reasons for a rejection, in the order in which they are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each variant is explained by the Rejection of the same name"
)]
pub enum Reason {
    ColumnCount,
    BadText,
    KeyMissing,
    PersonUnknown,
    KeyMismatch,
    AddressInvalid,
    DomainNotAllowed,
    SamePersonTwice,
    AddressTwice,
    AddressTaken,
    Conflict,
    ValueInvalid,
    ChangedSince,
    VerifiedSince,
    Erased,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Reason; 15] = [
        Reason::ColumnCount,
        Reason::BadText,
        Reason::KeyMissing,
        Reason::PersonUnknown,
        Reason::KeyMismatch,
        Reason::AddressInvalid,
        Reason::DomainNotAllowed,
        Reason::SamePersonTwice,
        Reason::AddressTwice,
        Reason::AddressTaken,
        Reason::Conflict,
        Reason::ValueInvalid,
        Reason::ChangedSince,
        Reason::VerifiedSince,
        Reason::Erased,
    ];

    /// The reason with this code.
    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.code() == code)
    }

    /// The stable code in all outputs.
    pub fn code(self) -> &'static str {
        match self {
            Reason::ColumnCount => "column_count",
            Reason::BadText => "bad_text",
            Reason::KeyMissing => "key_missing",
            Reason::PersonUnknown => "person_unknown",
            Reason::KeyMismatch => "key_mismatch",
            Reason::AddressInvalid => "address_invalid",
            Reason::DomainNotAllowed => "domain_not_allowed",
            Reason::SamePersonTwice => "same_person_twice",
            Reason::AddressTwice => "address_twice",
            Reason::AddressTaken => "address_taken",
            Reason::Conflict => "conflict",
            Reason::ValueInvalid => "value_invalid",
            Reason::ChangedSince => "changed_since",
            Reason::VerifiedSince => "verified_since",
            Reason::Erased => "erased",
        }
    }
}

/// Why a row is not imported, with what its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rejection {
    /// `column_count`
    ColumnCount {
        /// Fields in the row.
        found: u32,
        /// Fields in the template.
        expected: u32,
    },
    /// `bad_text`: bytes that the encoding cannot hold, in the column at this position, from 1.
    BadBytes {
        /// Column of the file, from 1.
        column: u32,
    },
    /// `bad_text`: a control character or bidi override in one of the three cells that count.
    BadCharacter {
        /// The cell.
        field: Field,
        /// The character.
        character: char,
        /// Where it stands in the cell, from 1.
        position: u32,
    },
    /// `key_missing`
    KeyMissing(Field),
    /// `person_unknown`, with the user id that a spreadsheet made this one of.
    PersonUnknown {
        /// The user id as the register has it.
        suggestion: Option<Box<str>>,
    },
    /// `key_mismatch`: the person's number is another one.
    KeyMismatch {
        /// The number as the register has it, where a spreadsheet explains the difference.
        suggestion: Option<Box<str>>,
    },
    /// `address_invalid`
    AddressInvalid(Box<AddressError>),
    /// `domain_not_allowed`, with the address under the domain that is probably meant.
    DomainNotAllowed {
        /// The domain that is not in the list, as an A-label.
        domain: Box<str>,
        /// The whole address as it probably should be.
        suggestion: Option<Box<str>>,
    },
    /// `same_person_twice`: the lines of all the person's rows that count.
    SamePersonTwice {
        /// Physical lines, this row's too.
        lines: Arc<[u32]>,
    },
    /// `address_twice`: the lines of all rows that claim the address.
    AddressTwice {
        /// Physical lines, this row's too.
        lines: Arc<[u32]>,
    },
    /// `address_taken`
    AddressTaken {
        /// User id, else employee number, of who has it.
        holder: Box<str>,
        /// Why the holder does not move away.
        state: HolderState,
    },
    /// `conflict`
    Conflict(Conflict),
    /// `key_mismatch`, only when loading people: the number is another person's.
    NumberTaken {
        /// User id, else employee number, of who has it.
        holder: Box<str>,
    },
    /// `key_mismatch`, only when loading people: the number is found in several companies and the row names none.
    NumberAmbiguous,
    /// `value_invalid`, only when loading people: a cell that is not what its column holds.
    ValueInvalid(InvalidValue),
    /// `conflict`: somebody has changed the person's address since the file was exported, which the row would overwrite.
    ChangedSinceExport(Box<LaterChange>),
    /// `changed_since`, only in an undo: the address is not the one any more that the run wrote.
    ChangedSince(Option<Box<LaterChange>>),
    /// `verified_since`, only in an undo: the address that the run wrote has been verified (R2).
    VerifiedSince,
    /// `erased`, only in an undo: the person, or the address from before, has been erased.
    Erased,
}

/// A cell of a people file that is not what its column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvalidValue {
    /// No number from 1 to 99999.
    Company,
    /// More than 30 characters.
    UserIdTooLong,
    /// Neither yes nor no.
    YesNo(Field),
    /// No date.
    VerifiedDate,
    /// A verified date without an address.
    VerifiedWithoutAddress,
}

/// Why the holder of an address keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HolderState {
    /// The holder's address is verified.
    Verified,
    /// The holder would have moved, but the row on this line is rejected.
    RejectedInLine(u32),
    /// The holder is inactive.
    Inactive,
    /// The holder is active and this file does not move them.
    Active,
}

/// What happened between the preview and the import (R10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conflict {
    /// The person was changed.
    PersonChanged,
    /// The person was removed.
    PersonRemoved,
    /// Somebody outside the file took the address.
    AddressTaken,
}

impl Rejection {
    /// The stable reason.
    pub fn reason(&self) -> Reason {
        match self {
            Rejection::ColumnCount { .. } => Reason::ColumnCount,
            Rejection::BadBytes { .. } | Rejection::BadCharacter { .. } => Reason::BadText,
            Rejection::KeyMissing(_) => Reason::KeyMissing,
            Rejection::PersonUnknown { .. } => Reason::PersonUnknown,
            Rejection::KeyMismatch { .. } => Reason::KeyMismatch,
            Rejection::AddressInvalid(_) => Reason::AddressInvalid,
            Rejection::DomainNotAllowed { .. } => Reason::DomainNotAllowed,
            Rejection::SamePersonTwice { .. } => Reason::SamePersonTwice,
            Rejection::AddressTwice { .. } => Reason::AddressTwice,
            Rejection::AddressTaken { .. } => Reason::AddressTaken,
            Rejection::Conflict(_) => Reason::Conflict,
            Rejection::NumberTaken { .. } | Rejection::NumberAmbiguous => Reason::KeyMismatch,
            Rejection::ValueInvalid(_) => Reason::ValueInvalid,
            Rejection::ChangedSinceExport(_) => Reason::Conflict,
            Rejection::ChangedSince(_) => Reason::ChangedSince,
            Rejection::VerifiedSince => Reason::VerifiedSince,
            Rejection::Erased => Reason::Erased,
        }
    }

    /// What the cell that [`Rejection::field`] names probably should hold.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Rejection::PersonUnknown { suggestion }
            | Rejection::KeyMismatch { suggestion }
            | Rejection::DomainNotAllowed { suggestion, .. } => suggestion.as_deref(),
            Rejection::AddressInvalid(error) => error.suggestion(),
            _ => None,
        }
    }

    /// Whether a key is at fault and a spreadsheet explains how it came to be wrong: repairing the keys mends it.
    pub fn is_damaged_key(&self) -> bool {
        matches!(
            self,
            Rejection::PersonUnknown {
                suggestion: Some(_)
            } | Rejection::KeyMismatch {
                suggestion: Some(_)
            }
        )
    }

    /// The field whose cell is at fault; `None` where it is the whole row or a column that the template does not use.
    pub fn field(&self) -> Option<Field> {
        match self {
            Rejection::ColumnCount { .. } | Rejection::BadBytes { .. } => None,
            Rejection::BadCharacter { field, .. } | Rejection::KeyMissing(field) => Some(*field),
            Rejection::PersonUnknown { .. } => Some(Field::UserId),
            Rejection::KeyMismatch { .. }
            | Rejection::NumberTaken { .. }
            | Rejection::NumberAmbiguous => Some(Field::EmployeeNumber),
            Rejection::ValueInvalid(value) => match value {
                InvalidValue::Company => Some(Field::Company),
                InvalidValue::UserIdTooLong => Some(Field::UserId),
                InvalidValue::YesNo(field) => Some(*field),
                InvalidValue::VerifiedDate | InvalidValue::VerifiedWithoutAddress => None,
            },
            _ => Some(Field::ConnectAddress),
        }
    }
}

/// How many rows had which outcome. The rows read are always the sum of the five (R11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Persons who get an address.
    pub updated: u64,
    /// Rows that say what is so already.
    pub unchanged: u64,
    /// Rows that would replace a verified address.
    pub kept: u64,
    /// Rows with a blank address.
    pub blank: u64,
    /// Rows that are not imported.
    pub rejected: u64,
    /// Warnings of the rows that are not rejected; a row can carry several.
    pub warnings: u64,
}

impl Totals {
    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.updated + self.unchanged + self.kept + self.blank + self.rejected
    }

    /// How many rows had this outcome.
    pub fn of(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Updated => self.updated,
            Outcome::Unchanged => self.unchanged,
            Outcome::Kept => self.kept,
            Outcome::Blank => self.blank,
            Outcome::Rejected => self.rejected,
        }
    }
}
