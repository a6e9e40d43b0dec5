//! A person of the register, the keys that find them and the state of their connect address.
//! Not here: how persons are stored ([`crate::store`]) and how a file changes them ([`super::plan`], [`super::load`]).

use std::borrow::Cow;

use jiff::Timestamp;
use unicase::UniCase;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::address::Address;

/// The register's own number of a person; stable for the person's lifetime, never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub i64);

/// The longest user id the register takes, in characters.
pub const USER_ID_MAX_CHARS: usize = 30;

/// The highest company number; the lowest is 1.
pub const COMPANY_MAX: u32 = 99_999;

/// A user id made comparable: NFC, then Unicode case folding. Two user ids are the same person's exactly if their keys are equal.
pub fn user_id_key(user_id: &str) -> Cow<'_, str> {
    if user_id.is_ascii() {
        if user_id.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(user_id.to_ascii_lowercase());
        }
        return Cow::Borrowed(user_id);
    }
    let composed: Cow<'_, str> = if is_nfc(user_id) {
        Cow::Borrowed(user_id)
    } else {
        Cow::Owned(user_id.nfc().collect())
    };
    Cow::Owned(UniCase::unicode(composed.as_ref()).to_folded_case())
}

/// One record of the register: an employee, a user account, or both joined. At least one of the two keys is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The register's own number.
    pub id: PersonId,
    /// Number of the company that the employment is in, 1–99999.
    pub company: Option<u32>,
    /// Unique over the register, compared by [`user_id_key`].
    pub user_id: Option<String>,
    /// Text: leading zeros and letters count. Unique within a company.
    pub employee_number: Option<String>,
    /// First name or names.
    pub first_name: Option<String>,
    /// Last name with its *von* or *af*.
    pub last_name: Option<String>,
    /// Department, free text.
    pub department: Option<String>,
    /// The ordinary address; never touched by the import.
    pub email: Option<String>,
    /// The address that the person will sign in with.
    pub connect_address: Option<Address>,
    /// When the person proved that the connect address is theirs; set means linked.
    pub verified_at: Option<Timestamp>,
    /// Whether the person is employed or has a live account.
    pub active: bool,
    /// Protected identity (skyddade personuppgifter).
    pub protected: bool,
    /// Raised by every change; an edit that was based on a lower one is a conflict.
    pub version: i64,
    /// When the last link or code that was sent to this address stops counting, where one was sent.
    pub sent_until: Option<Timestamp>,
    /// Whether a mail to this address came back.
    pub bounced: bool,
}

impl Person {
    /// The state of the connect address, derived from the facts and never stored beside them.
    pub fn state(&self, now: Timestamp) -> ConnectState {
        match (&self.connect_address, self.verified_at, self.sent_until) {
            (None, _, _) => ConnectState::Lacking,
            (Some(_), Some(_), _) => ConnectState::Verified,
            (Some(_), None, None) => ConnectState::Unverified,
            (Some(_), None, Some(until)) if now < until => ConnectState::Sent,
            (Some(_), None, Some(_)) => ConnectState::Expired,
        }
    }

    /// The connect address as it is stored and shown.
    pub fn spelling(&self) -> Option<&str> {
        self.connect_address.as_ref().map(Address::spelling)
    }

    /// First and last name with one space between, as far as they are there.
    pub fn full_name(&self) -> String {
        let parts: Vec<&str> = [&self.first_name, &self.last_name]
            .into_iter()
            .filter_map(|p| p.as_deref())
            .collect();
        parts.join(" ")
    }

    /// The key that names this person to people: the user id, else the employee number.
    pub fn shown_key(&self) -> &str {
        self.user_id
            .as_deref()
            .or(self.employee_number.as_deref())
            .unwrap_or_default()
    }
}

/// What a person is before the register has numbered them, and what an edit leaves of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonData {
    /// See [`Person::company`].
    pub company: Option<u32>,
    /// See [`Person::user_id`].
    pub user_id: Option<String>,
    /// See [`Person::employee_number`].
    pub employee_number: Option<String>,
    /// See [`Person::first_name`].
    pub first_name: Option<String>,
    /// See [`Person::last_name`].
    pub last_name: Option<String>,
    /// See [`Person::department`].
    pub department: Option<String>,
    /// See [`Person::email`].
    pub email: Option<String>,
    /// The connect address, parsed.
    pub connect_address: Option<Address>,
    /// Set only for a person that a trusted people file creates (`register load --trust-verified`).
    pub verified_at: Option<Timestamp>,
    /// See [`Person::active`].
    pub active: bool,
    /// See [`Person::protected`].
    pub protected: bool,
}

impl Default for PersonData {
    fn default() -> Self {
        PersonData {
            company: None,
            user_id: None,
            employee_number: None,
            first_name: None,
            last_name: None,
            department: None,
            email: None,
            connect_address: None,
            verified_at: None,
            active: true,
            protected: false,
        }
    }
}

impl From<&Person> for PersonData {
    fn from(person: &Person) -> PersonData {
        PersonData {
            company: person.company,
            user_id: person.user_id.clone(),
            employee_number: person.employee_number.clone(),
            first_name: person.first_name.clone(),
            last_name: person.last_name.clone(),
            department: person.department.clone(),
            email: person.email.clone(),
            connect_address: person.connect_address.clone(),
            verified_at: person.verified_at,
            active: person.active,
            protected: person.protected,
        }
    }
}

/// Where a connect address is on its way to being a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectState {
    /// No connect address.
    Lacking,
    /// An address, and nothing sent to it that still counts.
    Unverified,
    /// A link or code is on its way.
    Sent,
    /// The link or code was not used in time.
    Expired,
    /// The person proved it: linked.
    Verified,
}

impl ConnectState {
    /// The stable word in JSON output.
    pub fn code(self) -> &'static str {
        match self {
            ConnectState::Lacking => "lacking",
            ConnectState::Unverified => "unverified",
            ConnectState::Sent => "sent",
            ConnectState::Expired => "expired",
            ConnectState::Verified => "verified",
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A person of whom nothing is known: active, no key, no name, no address.
    pub(crate) fn nobody(id: i64) -> Person {
        Person {
            id: PersonId(id),
            company: None,
            user_id: None,
            employee_number: None,
            first_name: None,
            last_name: None,
            department: None,
            email: None,
            connect_address: None,
            verified_at: None,
            active: true,
            protected: false,
            version: 1,
            sent_until: None,
            bounced: false,
        }
    }

    #[test]
    fn user_ids_compare_without_regard_to_case_and_composition() {
        assert_eq!(user_id_key("Anna.A"), "anna.a");
        assert_eq!(user_id_key("ÅSA"), user_id_key("a\u{30a}sa"));
        assert_eq!(user_id_key("STRASSE"), user_id_key("straße"));
        assert_ne!(user_id_key("anna"), user_id_key("anna "));
    }
}
