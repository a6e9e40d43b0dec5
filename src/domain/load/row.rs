//! What becomes of one row of a people file, by itself.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::known::Known;
use super::{LoadOptions, LoadPlan, LoadVerdict, PeopleColumns, PeopleRow};
use crate::domain::address::{self, Address};
use crate::domain::headings::Heading;
use crate::domain::person::{COMPANY_MAX, Person, PersonData, USER_ID_MAX_CHARS};
use crate::domain::plan::{Fault, InvalidValue, Rejection};
use crate::domain::template::Field;
use crate::domain::text::is_bad;

/// What becomes of a row, and in `plan` the count of what it leaves as it is.
pub(super) fn judge(
    known: &Known<'_>,
    columns: &PeopleColumns,
    row: &PeopleRow<'_>,
    options: LoadOptions,
    plan: &mut LoadPlan,
) -> Result<LoadVerdict, Rejection> {
    match row.fault {
        Some(Fault::ColumnCount { found, expected }) => {
            return Err(Rejection::ColumnCount { found, expected });
        }
        Some(Fault::BadBytes { column }) => return Err(Rejection::BadBytes { column }),
        None => {}
    }
    reject_bad_characters(columns, row)?;
    let text = |field| columns.cell(row, Heading::Field(field));
    let user_id = text(Field::UserId);
    let number = text(Field::EmployeeNumber);
    if user_id.is_none() && number.is_none() {
        return Err(Rejection::KeyMissing(Field::UserId));
    }
    if user_id.is_some_and(|id| id.chars().count() > USER_ID_MAX_CHARS) {
        return Err(Rejection::ValueInvalid(InvalidValue::UserIdTooLong));
    }
    let company = text(Field::Company).map(company).transpose()?;
    let found = known.find(user_id, number, company)?;
    let before = found.map(|at| &known.people[at]);
    let mut data = before.map(PersonData::from).unwrap_or_default();
    let set = |slot: &mut Option<String>, field| {
        if let Some(cell) = text(field) {
            *slot = Some(cell.to_owned());
        }
    };
    // The key is the same whatever its case; the spelling that the register has stays.
    if data.user_id.is_none() {
        set(&mut data.user_id, Field::UserId);
    }
    set(&mut data.employee_number, Field::EmployeeNumber);
    set(&mut data.first_name, Field::FirstName);
    set(&mut data.last_name, Field::LastName);
    set(&mut data.department, Field::Department);
    set(&mut data.email, Field::Email);
    data.company = company.or(data.company);
    if let Some(cell) = text(Field::Active) {
        data.active = yes_no(cell, Field::Active)?;
    }
    if let Some(cell) = text(Field::Protected) {
        data.protected = yes_no(cell, Field::Protected)?;
    }
    let address = text(Field::ConnectAddress)
        .map(|cell| address::parse(cell).map(|parsed| parsed.address))
        .transpose()
        .map_err(|error| Rejection::AddressInvalid(Box::new(error)))?;
    take_address(&mut data, before, address, options, plan);
    let verified = columns.cell(row, Heading::Verified);
    match (verified, before) {
        (None, _) => {}
        (Some(cell), None) if options.trust_verified => {
            let at =
                verified_at(cell).ok_or(Rejection::ValueInvalid(InvalidValue::VerifiedDate))?;
            if data.connect_address.is_none() {
                return Err(Rejection::ValueInvalid(
                    InvalidValue::VerifiedWithoutAddress,
                ));
            }
            data.verified_at = Some(at);
        }
        (Some(_), Some(person)) if person.verified_at.is_some() => {}
        (Some(_), _) => plan.verified_ignored += 1,
    }
    Ok(match found {
        None => LoadVerdict::Created(Box::new(data)),
        Some(at) if data == PersonData::from(&known.people[at]) => LoadVerdict::Unchanged(at),
        Some(at) => LoadVerdict::Updated(at, Box::new(data)),
    })
}

fn reject_bad_characters(columns: &PeopleColumns, row: &PeopleRow<'_>) -> Result<(), Rejection> {
    for (heading, cell) in columns.headings().iter().zip(&row.cells) {
        let Some(heading) = heading else { continue };
        if let Some((index, character)) = cell.chars().enumerate().find(|(_, c)| is_bad(*c)) {
            let position = u32::try_from(index + 1).unwrap_or(u32::MAX);
            return Err(match heading {
                Heading::Field(field) => Rejection::BadCharacter {
                    field: *field,
                    character,
                    position,
                },
                Heading::Verified => Rejection::ValueInvalid(InvalidValue::VerifiedDate),
                Heading::Reason => continue,
            });
        }
    }
    Ok(())
}

fn take_address(
    data: &mut PersonData,
    before: Option<&Person>,
    address: Option<Address>,
    options: LoadOptions,
    plan: &mut LoadPlan,
) {
    let Some(address) = address else { return };
    let has = data.connect_address.as_ref().map(Address::canonical);
    if has == Some(address.canonical()) {
        return;
    }
    let may = before.is_none_or(|person| options.addresses && person.verified_at.is_none());
    if may {
        data.connect_address = Some(address);
    } else {
        plan.addresses_left += 1;
    }
}

fn company(cell: &str) -> Result<u32, Rejection> {
    cell.parse()
        .ok()
        .filter(|n| (1..=COMPANY_MAX).contains(n))
        .ok_or(Rejection::ValueInvalid(InvalidValue::Company))
}

fn yes_no(cell: &str, field: Field) -> Result<bool, Rejection> {
    match cell.to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" | "true" | "sant" | "1" => Ok(true),
        "nej" | "n" | "no" | "false" | "falskt" | "0" => Ok(false),
        _ => Err(Rejection::ValueInvalid(InvalidValue::YesNo(field))),
    }
}

/// A date (its midnight, UTC) or a moment.
fn verified_at(cell: &str) -> Option<Timestamp> {
    if let Ok(moment) = cell.parse::<Timestamp>() {
        return Some(moment);
    }
    let date: Date = cell.parse().ok()?;
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
