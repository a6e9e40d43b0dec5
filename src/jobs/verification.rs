//! What a person does to verify their address: opening a link, pressing its button, signing in, asking for a code, typing it; and the
//! administrator's act for addresses under the organisation's own domains. Whatever does not succeed looks alike for every reason that
//! could tell somebody something.

use super::error::JobError;
use super::keys;
use super::passwords;
use super::place::{Place, now};
use super::settings;
use crate::domain::address::Address;
use crate::domain::person::{Person, PersonId};
use crate::domain::verification::{KeyRing, LinkState, Mode, Token};
use crate::store::{CodeRequest, LinkOutcome, NewSend, Register, StoreError};

/// Where the page of a link is, under the base URL; the token follows.
pub const LINK_PATH: &str = "/l/";

/// The whole link. `base` is without a slash at its end.
pub fn link_url(base: &str, token: &Token) -> String {
    format!("{base}{LINK_PATH}{}", token.reveal())
}

/// What a link is worth, and whose it is where it is worth something. Nothing is changed, however often.
///
/// # Errors
/// When the register cannot be read. A text that is no token is [`LinkState::Gone`], like any other.
pub fn look(
    register: &Register,
    ring: &KeyRing,
    token: &str,
) -> Result<(LinkState, Option<Person>), JobError> {
    let Some(token) = Token::parse(token) else {
        return Ok((LinkState::Gone, None));
    };
    let (state, person) = register.look_at_link(&ring.macs(&token), now())?;
    let person = person.map(|id| register.person(id)).transpose()?;
    Ok((state, person))
}

/// Verifies by a link: once.
///
/// # Errors
/// When the register cannot be written; the link counts as before then.
pub fn confirm(
    register: &mut Register,
    ring: &KeyRing,
    token: &str,
) -> Result<LinkOutcome, JobError> {
    match Token::parse(token) {
        Some(token) => Ok(register.confirm_link(&ring.macs(&token), now())?),
        None => Ok(LinkOutcome::Gone),
    }
}

/// What signing in did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// This person is signed in.
    In {
        /// Who.
        person: PersonId,
        /// Their one-time password is used up: they choose one of their own, or need a new one next time.
        one_time: bool,
    },
    /// No. It is not told why, and takes the same time for every reason.
    Refused,
}

/// Signs a person in.
///
/// # Errors
/// When the register cannot be written.
pub fn sign_in(register: &mut Register, user_id: &str, password: &str) -> Result<SignIn, JobError> {
    let data = register.password_of(user_id)?;
    let counted = match &data {
        Some(data) => register.count_sign_in(data.person, now())?,
        None => false,
    };
    // Whoever is not there and whoever may not try now is compared all the same, with a hash that no password has.
    let hash = data
        .as_ref()
        .filter(|_| counted)
        .map_or_else(|| passwords::nobody().to_owned(), |data| data.hash.clone());
    let right = passwords::is(password, &hash);
    let Some(data) = data.filter(|data| counted && right && !data.used) else {
        return Ok(SignIn::Refused);
    };
    match register.note_sign_in(data.person, &data.hash, now())? {
        true => Ok(SignIn::In {
            person: data.person,
            one_time: data.one_time,
        }),
        false => Ok(SignIn::Refused),
    }
}

/// Asks for a code for somebody who is signed in. Whoever sends the outbox must be told to look.
///
/// # Errors
/// [`JobError::SettingMissing`] for the sender; the register.
pub fn ask_for_code(
    place: &Place,
    register: &mut Register,
    ring: &KeyRing,
    person: PersonId,
) -> Result<CodeRequest, JobError> {
    asked(place, register, ring, |register, send| {
        register.request_code(person, send)
    })
}

/// Asks for a new link for whoever has this user id. It is sent only to an active person who was sent one before, for the address that they still
/// have to verify, and no oftener than the limits allow. `true`: whoever sends the outbox must be told to look. Nobody else may be told.
///
/// # Errors
/// [`JobError::MailingNotOffered`] where a switch is being prepared; [`JobError::SettingMissing`] for the sender; the register.
pub fn ask_for_link(
    place: &Place,
    register: &mut Register,
    ring: &KeyRing,
    user_id: &str,
) -> Result<bool, JobError> {
    if settings::mode(place, register)? == Mode::Preparing {
        return Err(JobError::MailingNotOffered);
    }
    asked(place, register, ring, |register, send| {
        register.request_link(user_id, send)
    })
}

/// Asks the register for a mail that is begun now, from the sender of the settings.
fn asked<T>(
    place: &Place,
    register: &mut Register,
    ring: &KeyRing,
    ask: impl FnOnce(&mut Register, &NewSend<'_>) -> Result<T, StoreError>,
) -> Result<T, JobError> {
    let sender = settings::sender(place, register)?;
    let send = NewSend {
        ring,
        nonce: keys::chance()?,
        host: sender.domain(),
        now: now(),
    };
    Ok(ask(register, &send)?)
}

/// What a typed code did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It was right: verified.
    Verified,
    /// It was wrong; so many tries are left.
    Wrong {
        /// Tries left for this code.
        left: u32,
    },
    /// There is no code that counts: a new one must be asked for.
    NoCode,
    /// Locked until an administrator unlocks.
    Locked,
}

/// Checks a typed code. The try is counted and on the disk before the code is compared.
///
/// # Errors
/// When the register cannot be written.
pub fn check_code(
    register: &mut Register,
    ring: &KeyRing,
    person: PersonId,
    typed: &str,
) -> Result<CodeAnswer, JobError> {
    let Some(counted) = register.count_code_try(person, now())? else {
        return Ok(match register.locked_since(person)? {
            Some(_) => CodeAnswer::Locked,
            None => CodeAnswer::NoCode,
        });
    };
    if ring.is_code(&counted.key_id, &counted.nonce, counted.number, typed) {
        return Ok(match register.accept_code(counted.id, now())? {
            true => CodeAnswer::Verified,
            false => CodeAnswer::NoCode,
        });
    }
    Ok(match register.note_wrong_code(person, now())? {
        true => CodeAnswer::Locked,
        false => CodeAnswer::Wrong { left: counted.left },
    })
}

/// *Verifiera konton* for addresses under the organisation's own domains: those of these persons are verified without a mail. Gives whom it verified.
///
/// # Errors
/// [`JobError::SettingMissing`] where no domain is named as verified; the register.
pub fn verify_by_domain(
    place: &Place,
    register: &mut Register,
    persons: &[PersonId],
) -> Result<Vec<PersonId>, JobError> {
    let domains = settings::verified_domains(place, register)?;
    if domains.entries().is_empty() {
        return Err(JobError::SettingMissing(settings::VERIFIED_DOMAINS.key));
    }
    Ok(register.verify_by_domain(persons, &domains, place.who(), now())?)
}

/// Those of these persons whom [`verify_by_domain`] would verify.
///
/// # Errors
/// As there.
pub fn under_verified_domains(
    place: &Place,
    register: &Register,
    mut persons: Vec<Person>,
) -> Result<Vec<Person>, JobError> {
    let domains = settings::verified_domains(place, register)?;
    if domains.entries().is_empty() {
        return Err(JobError::SettingMissing(settings::VERIFIED_DOMAINS.key));
    }
    persons.retain(|person| {
        let owned = |address: &Address| domains.names(address.domain());
        person.active
            && person.verified_at.is_none()
            && person.connect_address.as_ref().is_some_and(owned)
    });
    Ok(persons)
}

/// Lets a locked person try again. `false` where they were not locked.
///
/// # Errors
/// When the register cannot be written.
pub fn unlock(register: &mut Register, person: PersonId) -> Result<bool, JobError> {
    Ok(register.unlock(person)?)
}
