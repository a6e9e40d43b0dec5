//! Why a row gets no new address.

use crate::domain::address::AddressError;
use crate::domain::names::{NoAddress, Variable};

/// Why a row gets no new address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Not among the rows that were chosen.
    NotSelected,
    /// The row is too short to have the cell.
    ColumnCount,
    /// Protected identity.
    Protected,
    /// The address is verified.
    Verified,
    /// There is an address already.
    HasAddress,
    /// The name or key that the pattern takes is missing.
    NoName(Variable),
    /// The name cannot be written in the letters of an address.
    NotLatin(char),
    /// Neither the file nor the register has an ordinary address.
    NoEmail,
    /// Nothing in the list, or nothing found to replace.
    Unmatched,
    /// The list means several people, or says several things of one.
    Ambiguous,
    /// What would be filled in is no address.
    Invalid(Box<AddressError>),
}

/// A [`Reason`] without its details, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonKind {
    /// See [`Reason::NotSelected`].
    NotSelected,
    /// See [`Reason::ColumnCount`].
    ColumnCount,
    /// See [`Reason::Protected`].
    Protected,
    /// See [`Reason::Verified`].
    Verified,
    /// See [`Reason::HasAddress`].
    HasAddress,
    /// See [`Reason::NoName`].
    NoName,
    /// See [`Reason::NotLatin`].
    NotLatin,
    /// See [`Reason::NoEmail`].
    NoEmail,
    /// See [`Reason::Unmatched`].
    Unmatched,
    /// See [`Reason::Ambiguous`].
    Ambiguous,
    /// See [`Reason::Invalid`].
    Invalid,
}

impl ReasonKind {
    /// All kinds in the order in which they are looked for and told.
    pub const ALL: [ReasonKind; 11] = [
        ReasonKind::NotSelected,
        ReasonKind::ColumnCount,
        ReasonKind::Protected,
        ReasonKind::Verified,
        ReasonKind::HasAddress,
        ReasonKind::NoName,
        ReasonKind::NotLatin,
        ReasonKind::NoEmail,
        ReasonKind::Unmatched,
        ReasonKind::Ambiguous,
        ReasonKind::Invalid,
    ];

    /// The stable code in all outputs.
    pub fn code(self) -> &'static str {
        match self {
            ReasonKind::NotSelected => "not_selected",
            ReasonKind::ColumnCount => "column_count",
            ReasonKind::Protected => "protected",
            ReasonKind::Verified => "verified",
            ReasonKind::HasAddress => "has_address",
            ReasonKind::NoName => "no_name",
            ReasonKind::NotLatin => "not_latin",
            ReasonKind::NoEmail => "no_email",
            ReasonKind::Unmatched => "unmatched",
            ReasonKind::Ambiguous => "ambiguous",
            ReasonKind::Invalid => "invalid",
        }
    }
}

impl Reason {
    /// What kind it is.
    pub fn kind(&self) -> ReasonKind {
        match self {
            Reason::NotSelected => ReasonKind::NotSelected,
            Reason::ColumnCount => ReasonKind::ColumnCount,
            Reason::Protected => ReasonKind::Protected,
            Reason::Verified => ReasonKind::Verified,
            Reason::HasAddress => ReasonKind::HasAddress,
            Reason::NoName(_) => ReasonKind::NoName,
            Reason::NotLatin(_) => ReasonKind::NotLatin,
            Reason::NoEmail => ReasonKind::NoEmail,
            Reason::Unmatched => ReasonKind::Unmatched,
            Reason::Ambiguous => ReasonKind::Ambiguous,
            Reason::Invalid(_) => ReasonKind::Invalid,
        }
    }
}

impl From<AddressError> for Reason {
    fn from(error: AddressError) -> Reason {
        Reason::Invalid(Box::new(error))
    }
}

impl From<NoAddress> for Reason {
    fn from(why: NoAddress) -> Reason {
        match why {
            NoAddress::Missing(variable) => Reason::NoName(variable),
            NoAddress::NotLatin(character) => Reason::NotLatin(character),
        }
    }
}
