//! One person at a time: look up, add, correct, erase.

use super::error::JobError;
use super::place::{Place, now};
use crate::domain::address::{self, Address};
use crate::domain::person::{COMPANY_MAX, Person, PersonData, USER_ID_MAX_CHARS};
use crate::domain::plan::InvalidValue;
use crate::domain::template::Field;
use crate::domain::text::is_bad;
use crate::store::{Erased, Register};

/// Fields to give a person. `None` leaves a field as it is; an empty text clears it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// User id.
    pub user_id: Option<String>,
    /// Employee number.
    pub employee_number: Option<String>,
    /// Company, a number from 1 to 99999.
    pub company: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Ordinary address.
    pub email: Option<String>,
    /// Connect address, unverified; held to syntax, allowed domains (R3) and uniqueness (R6).
    pub connect_address: Option<String>,
    /// Active or not.
    pub active: Option<bool>,
    /// Protected identity or not.
    pub protected: Option<bool>,
}

fn text(value: &str, field: Field) -> Result<Option<String>, JobError> {
    if value.chars().any(is_bad) {
        return Err(JobError::BadText(field));
    }
    let trimmed = address::trim(value);
    Ok((!trimmed.is_empty()).then(|| trimmed.to_owned()))
}

impl Fields {
    fn apply(&self, register: &Register, data: &mut PersonData) -> Result<(), JobError> {
        let set =
            |slot: &mut Option<String>, given: &Option<String>, field| -> Result<(), JobError> {
                if let Some(value) = given {
                    *slot = text(value, field)?;
                }
                Ok(())
            };
        set(&mut data.user_id, &self.user_id, Field::UserId)?;
        set(
            &mut data.employee_number,
            &self.employee_number,
            Field::EmployeeNumber,
        )?;
        set(&mut data.first_name, &self.first_name, Field::FirstName)?;
        set(&mut data.last_name, &self.last_name, Field::LastName)?;
        set(&mut data.department, &self.department, Field::Department)?;
        set(&mut data.email, &self.email, Field::Email)?;
        if data
            .user_id
            .as_ref()
            .is_some_and(|id| id.chars().count() > USER_ID_MAX_CHARS)
        {
            return Err(JobError::Value(InvalidValue::UserIdTooLong));
        }
        if let Some(company) = &self.company {
            data.company = match company.trim() {
                "" => None,
                number => Some(
                    number
                        .parse()
                        .ok()
                        .filter(|n| (1..=COMPANY_MAX).contains(n))
                        .ok_or(JobError::Value(InvalidValue::Company))?,
                ),
            };
        }
        if let Some(value) = &self.connect_address {
            data.connect_address = connect_address(register, value, data.connect_address.take())?;
        }
        data.active = self.active.unwrap_or(data.active);
        data.protected = self.protected.unwrap_or(data.protected);
        Ok(())
    }
}

fn connect_address(
    register: &Register,
    value: &str,
    present: Option<Address>,
) -> Result<Option<Address>, JobError> {
    let Some(value) = text(value, Field::ConnectAddress)? else {
        return Ok(None);
    };
    let address = match address::parse(&value) {
        Ok(parsed) => parsed.address,
        Err(error) => return Err(JobError::Address { value, error }),
    };
    let same = present.as_ref().map(Address::canonical) == Some(address.canonical());
    if !same && !register.allowed_domains()?.allows(address.domain()) {
        return Err(JobError::DomainNotAllowed(address.domain().to_owned()));
    }
    Ok(if same { present } else { Some(address) })
}

/// Adds a person.
///
/// # Errors
/// A value that its field does not take, or a key or address that somebody has.
pub fn add(register: &mut Register, place: &Place, fields: &Fields) -> Result<Person, JobError> {
    let mut data = PersonData::default();
    fields.apply(register, &mut data)?;
    let id = register.insert(&data, place.who(), now(), None)?;
    Ok(register.person(id)?)
}

/// Corrects a person who was looked up before.
///
/// # Errors
/// As [`add`]; a conflict where somebody else has changed the person meanwhile; a verified address (R2).
pub fn set(
    register: &mut Register,
    place: &Place,
    person: &Person,
    fields: &Fields,
) -> Result<Person, JobError> {
    let mut data = PersonData::from(person);
    fields.apply(register, &mut data)?;
    register.update(person.id, person.version, &data, place.who(), now())?;
    Ok(register.person(person.id)?)
}

/// Erases a person and what the logs know of them; the counts of the logs stay.
///
/// # Errors
/// A conflict where somebody else has changed the person meanwhile, or the register.
pub fn remove(register: &mut Register, person: &Person) -> Result<Erased, JobError> {
    Ok(register.remove(person.id)?)
}

/// *Ta bort koppling*: the address stays and is unverified from now on, and links and codes sent for it count no more. `false` where it was not
/// verified.
///
/// # Errors
/// A conflict where somebody else has changed the person meanwhile, or the register.
pub fn unlink(register: &mut Register, place: &Place, person: &Person) -> Result<bool, JobError> {
    let version = register.unlink(person.id, person.version, place.who(), now())?;
    Ok(version != person.version)
}
