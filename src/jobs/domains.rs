//! The allowed domains: adding, removing, and what falls outside (D1–D5).

use std::ops::ControlFlow;

use super::control::Control;
use super::error::JobError;
use crate::domain::address::Address;
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::store::{PersonFilter, Register};

/// Puts a domain on the list; no stored address changes (D4).
///
/// # Errors
/// A text that is no domain, with the one that is meant; a domain that is there already.
pub fn add(register: &mut Register, text: &str) -> Result<AllowedDomain, JobError> {
    let entry = AllowedDomain::parse(text)?;
    register.add_domain(&entry)?;
    Ok(entry)
}

/// Takes a domain off the list; no stored address changes (D4).
///
/// # Errors
/// A text that is no domain, or a domain that is not there.
pub fn remove(register: &mut Register, text: &str) -> Result<AllowedDomain, JobError> {
    let entry = AllowedDomain::parse(text)?;
    register.remove_domain(&entry.key())?;
    Ok(entry)
}

/// How many stored addresses the list does not allow.
///
/// # Errors
/// [`JobError::Cancelled`]; when the register cannot be read.
pub fn count_outside(
    register: &Register,
    domains: &AllowedDomains,
    control: &Control,
) -> Result<u64, JobError> {
    let mut outside = 0_u64;
    // Everybody is looked at here, not only those whom the register would hand out: so it can be stopped at any of them.
    register.for_each_person(PersonFilter::default(), |person| {
        let address = person.connect_address.as_ref();
        outside += u64::from(address.is_some_and(|a| !domains.allows(a.domain())));
        if control.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    if control.is_cancelled() {
        return Err(JobError::Cancelled);
    }
    Ok(outside)
}

/// The stored addresses that the list does not allow, as user id (else employee number) and address.
///
/// # Errors
/// When the register cannot be read.
pub fn outside(
    register: &Register,
    domains: &AllowedDomains,
) -> Result<Vec<(String, Address)>, JobError> {
    let persons = register.persons(PersonFilter::default())?;
    Ok(persons
        .into_iter()
        .filter_map(|person| {
            let key = person.shown_key().to_owned();
            Some((key, person.connect_address?))
        })
        .filter(|(_, address)| !domains.allows(address.domain()))
        .collect())
}
