//! Why a text is no address, and what was probably meant.

/// Why a text is no address (`address_invalid`). Positions count characters of the trimmed text from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum AddressError {
    /// Nothing is left once the wrapping is taken away.
    #[error("no address is left")]
    Empty,
    /// There is no `@`.
    #[error("no @")]
    NoAt,
    /// Several `@`, at least one too many; often two addresses in one cell.
    #[error("more than one @")]
    SeveralAt {
        /// Where the second stands.
        position: usize,
    },
    /// Nothing before the `@`.
    #[error("nothing before the @")]
    LocalEmpty,
    /// More than 64 octets before the `@`.
    #[error("the part before the @ is {octets} octets long")]
    LocalTooLong {
        /// How many there are.
        octets: usize,
    },
    /// A character that the part before the `@` cannot have.
    #[error("character {character:?} at position {position}")]
    LocalCharacter {
        /// The character.
        character: char,
        /// Where it stands.
        position: usize,
        /// The address in plain letters, for å ä ö and their like.
        suggestion: Option<String>,
    },
    /// A dot at an end of the local part, or two together.
    #[error("misplaced dot at position {position}")]
    LocalDot {
        /// Where the dot stands.
        position: usize,
        /// The address with single inner dots only.
        suggestion: Option<String>,
    },
    /// Nothing after the `@`.
    #[error("nothing after the @")]
    DomainEmpty,
    /// One label only, such as `foretaget`.
    #[error("the domain has one label only")]
    DomainOneLabel,
    /// Not a domain name by strict IDNA.
    #[error("the domain is no domain name")]
    DomainInvalid,
    /// An IP address, or a last label of digits.
    #[error("the domain ends in a number")]
    DomainNumeric,
    /// More than 254 octets in all.
    #[error("the address is {octets} octets long")]
    TooLong {
        /// How many there are.
        octets: usize,
    },
}

impl AddressError {
    /// The same error where so many characters stand before what was looked at.
    pub(super) fn behind(mut self, characters: usize) -> AddressError {
        if let AddressError::SeveralAt { position }
        | AddressError::LocalCharacter { position, .. }
        | AddressError::LocalDot { position, .. } = &mut self
        {
            *position += characters;
        }
        self
    }

    /// What the person who typed it probably meant.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            AddressError::LocalCharacter { suggestion, .. }
            | AddressError::LocalDot { suggestion, .. } => suggestion.as_deref(),
            _ => None,
        }
    }
}
