//! What is worth a look about an address and stops no row.

/// Something worth a look that does not stop a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// Spaces or no-break spaces at the ends were dropped.
    Trimmed,
    /// A display name, `mailto:`, the domain's trailing dot or a full-width `@` was taken away.
    Normalised,
    /// The domain looks like a misspelt one.
    TypoSuspected,
    /// An address of a function, not of a person (`info@`, `noreply@`).
    RoleAddress,
    /// Letters of different scripts in one label, which can imitate another domain.
    MixedScript,
    /// A domain that no mail can reach (`.test`, `.invalid`, `.example`, `.localhost`).
    ReservedDomain,
    /// Nothing about the address: it has changed since the file was exported, and this row does not overwrite it.
    ChangedSinceExport,
}

impl Warning {
    /// All warnings, in the order in which they are told.
    pub const ALL: [Warning; 7] = [
        Warning::Trimmed,
        Warning::Normalised,
        Warning::TypoSuspected,
        Warning::RoleAddress,
        Warning::MixedScript,
        Warning::ReservedDomain,
        Warning::ChangedSinceExport,
    ];

    /// The stable code in all outputs.
    pub fn code(self) -> &'static str {
        match self {
            Warning::Trimmed => "trimmed",
            Warning::Normalised => "normalised",
            Warning::TypoSuspected => "typo_suspected",
            Warning::RoleAddress => "role_address",
            Warning::MixedScript => "mixed_script",
            Warning::ReservedDomain => "reserved_domain",
            Warning::ChangedSinceExport => "changed_since_export",
        }
    }
}

/// A set of warnings, one byte a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Warnings(u8);

impl Warnings {
    /// Adds one.
    pub fn insert(&mut self, warning: Warning) {
        self.0 |= 1 << warning as u8;
    }

    /// Takes one out.
    pub fn remove(&mut self, warning: Warning) {
        self.0 &= !(1 << warning as u8);
    }

    /// Whether it is there.
    pub fn contains(self, warning: Warning) -> bool {
        self.0 & (1 << warning as u8) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are there, in the order of [`Warning::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Warning> {
        Warning::ALL.into_iter().filter(move |w| self.contains(*w))
    }

    /// The set as a number, for storing.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set from a stored number; unknown bits are dropped.
    pub fn from_bits(bits: u8) -> Warnings {
        Warnings(bits & ((1 << Warning::ALL.len()) - 1))
    }
}
