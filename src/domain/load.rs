//! Loading people, which is not the import: a people file fills the register from nothing, or again from a newer file
//! (page 1, "Loading people"). Persons are created and updated in the columns that the file has; blank cells leave
//! things as they are; a verified address never changes, an unverified one only when asked.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::address::{self, Address};
use super::claims::{Claim, Fate, settle};
use super::headings::{Heading, recognise};
use super::person::{COMPANY_MAX, Person, PersonData, USER_ID_MAX_CHARS, user_id_key};
use super::plan::{Fault, HolderState, InvalidValue, Rejection};
use super::template::Field;
use super::text::is_bad;

/// Which column of the file holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleColumns {
    columns: Vec<Option<Heading>>,
}

/// Why a heading row cannot be one of a people file (`heading_mismatch`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadingError {
    /// No heading row at all.
    #[error("the file has no heading row")]
    None,
    /// A column stands twice.
    #[error("the heading {0:?} stands twice")]
    Twice(String),
    /// Neither user id nor employee number.
    #[error("there is neither a user id nor an employee number")]
    NoKey,
}

impl PeopleColumns {
    /// Reads the heading row.
    ///
    /// # Errors
    /// When the file cannot say who is who.
    pub fn from_headings<S: AsRef<str>>(cells: &[S]) -> Result<PeopleColumns, HeadingError> {
        let columns: Vec<Option<Heading>> = cells.iter().map(|c| recognise(c.as_ref())).collect();
        if columns.iter().all(Option::is_none) {
            return Err(HeadingError::None);
        }
        for (at, heading) in columns.iter().enumerate() {
            if heading.is_some() && columns[..at].contains(heading) {
                return Err(HeadingError::Twice(cells[at].as_ref().to_owned()));
            }
        }
        let has = |field| columns.contains(&Some(Heading::Field(field)));
        if !has(Field::UserId) && !has(Field::EmployeeNumber) {
            return Err(HeadingError::NoKey);
        }
        Ok(PeopleColumns { columns })
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The fields by column; `None` where a column holds something else.
    pub fn fields(&self) -> Vec<Option<Field>> {
        let field = |column: &Option<Heading>| match column {
            Some(Heading::Field(field)) => Some(*field),
            _ => None,
        };
        self.columns.iter().map(field).collect()
    }

    /// Whether the file has a *Verifierad* column.
    pub fn has_verified(&self) -> bool {
        self.columns.contains(&Some(Heading::Verified))
    }

    fn cell<'r>(&self, row: &'r PeopleRow<'_>, heading: Heading) -> Option<&'r str> {
        let at = self.columns.iter().position(|c| *c == Some(heading))?;
        let cell = address::trim(row.cells.get(at)?);
        (!cell.is_empty()).then_some(cell)
    }
}

/// A data row of a people file.
#[derive(Debug, Clone)]
pub struct PeopleRow<'a> {
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// What is wrong with the row before its cells are looked at.
    pub fault: Option<Fault>,
    /// The cells in the file's order.
    pub cells: Vec<Cow<'a, str>>,
}

/// What the operator chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadOptions {
    /// Also give known, unverified persons the address of the file (`--addresses`).
    pub addresses: bool,
    /// Take the *Verifierad* column for persons that are created (`--trust-verified`).
    pub trust_verified: bool,
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadVerdict {
    /// A new person.
    Created(Box<PersonData>),
    /// This person, by position in the given list, becomes so.
    Updated(usize, Box<PersonData>),
    /// This person, by position in the given list, is so already.
    Unchanged(usize),
    /// The row is not loaded.
    Rejected(Rejection),
}

/// A row of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedRow {
    /// Physical line, from 1.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// What happens to it.
    pub verdict: LoadVerdict,
}

/// What loading a people file would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoadPlan {
    /// The rows in the order of the file.
    pub rows: Vec<LoadedRow>,
    /// Rows of known persons whose address differs and is left as it is.
    pub addresses_left: u64,
    /// Rows whose *Verifierad* cell is filled and was not taken.
    pub verified_ignored: u64,
}

/// Totals of a load; rows = created + updated + unchanged + rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadTotals {
    /// New persons.
    pub created: u64,
    /// Known persons who change.
    pub updated: u64,
    /// Known persons who do not.
    pub unchanged: u64,
    /// Rows that are not loaded.
    pub rejected: u64,
}

impl LoadTotals {
    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.created + self.updated + self.unchanged + self.rejected
    }
}

impl LoadPlan {
    /// The totals.
    pub fn totals(&self) -> LoadTotals {
        let mut totals = LoadTotals::default();
        for row in &self.rows {
            *match row.verdict {
                LoadVerdict::Created(_) => &mut totals.created,
                LoadVerdict::Updated(..) => &mut totals.updated,
                LoadVerdict::Unchanged(_) => &mut totals.unchanged,
                LoadVerdict::Rejected(_) => &mut totals.rejected,
            } += 1;
        }
        totals
    }
}

type NumberKey = (u32, String);

struct Known<'p> {
    people: &'p [Person],
    by_user_id: HashMap<Cow<'p, str>, usize>,
    by_number: HashMap<&'p str, Vec<usize>>,
}

impl<'p> Known<'p> {
    fn new(people: &'p [Person]) -> Known<'p> {
        let mut by_user_id = HashMap::with_capacity(people.len());
        let mut by_number: HashMap<&str, Vec<usize>> = HashMap::with_capacity(people.len());
        for (at, person) in people.iter().enumerate() {
            if let Some(user_id) = &person.user_id {
                by_user_id.insert(user_id_key(user_id), at);
            }
            if let Some(number) = &person.employee_number {
                by_number.entry(number).or_default().push(at);
            }
        }
        Known {
            people,
            by_user_id,
            by_number,
        }
    }

    /// The person with this number: within the company where one is named, else over all if there is only one.
    fn by_number(&self, number: &str, company: Option<u32>) -> Result<Option<usize>, Rejection> {
        let all = self.by_number.get(number).map_or(&[][..], Vec::as_slice);
        match company {
            Some(_) => Ok(all
                .iter()
                .copied()
                .find(|at| self.people[*at].company == company)),
            None if all.len() > 1 => Err(Rejection::NumberAmbiguous),
            None => Ok(all.first().copied()),
        }
    }

    fn taken(&self, holder: usize) -> Rejection {
        Rejection::NumberTaken {
            holder: self.people[holder].shown_key().into(),
        }
    }

    /// Whom the row means: an existing person, or nobody yet.
    fn find(
        &self,
        user_id: Option<&str>,
        number: Option<&str>,
        company: Option<u32>,
    ) -> Result<Option<usize>, Rejection> {
        let by_user_id =
            user_id.and_then(|id| self.by_user_id.get(user_id_key(id).as_ref()).copied());
        let Some(number) = number else {
            return Ok(by_user_id);
        };
        match (by_user_id, user_id) {
            (Some(at), _) => {
                let person = &self.people[at];
                if person.employee_number.as_deref() == Some(number)
                    && (company.is_none() || person.company == company)
                {
                    return Ok(Some(at));
                }
                match self.by_number(number, company.or(person.company))? {
                    Some(other) if other != at => Err(self.taken(other)),
                    _ => Ok(Some(at)),
                }
            }
            (None, Some(_)) => match self.by_number(number, company)? {
                Some(at) if self.people[at].user_id.is_some() => Err(self.taken(at)),
                found => Ok(found),
            },
            (None, None) => self.by_number(number, company),
        }
    }
}

/// What loading these rows into this register would do. Changes nothing.
pub fn plan<'a>(
    people: &[Person],
    columns: &PeopleColumns,
    rows: impl Iterator<Item = PeopleRow<'a>>,
    options: LoadOptions,
) -> LoadPlan {
    let known = Known::new(people);
    let mut plan = LoadPlan::default();
    for row in rows {
        let verdict =
            judge(&known, columns, &row, options, &mut plan).unwrap_or_else(LoadVerdict::Rejected);
        plan.rows.push(LoadedRow {
            line: row.line,
            record: row.record,
            verdict,
        });
    }
    reject_twice(&mut plan.rows);
    reject_addresses(people, &mut plan.rows);
    plan
}

fn judge(
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
    for (heading, cell) in columns.columns.iter().zip(&row.cells) {
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

/// Two rows for one person, or two rows that would make persons with one key: none of them is loaded. Rows that all leave the
/// person as is do no harm.
fn reject_twice(rows: &mut [LoadedRow]) {
    #[derive(PartialEq, Eq, Hash)]
    enum Key {
        Person(usize),
        UserId(String),
        Number(NumberKey),
    }
    let changed: HashSet<usize> = rows
        .iter()
        .filter_map(|row| match row.verdict {
            LoadVerdict::Updated(at, _) => Some(at),
            _ => None,
        })
        .collect();
    let mut groups: HashMap<Key, Vec<usize>> = HashMap::new();
    for (position, row) in rows.iter().enumerate() {
        let (person, data) = match &row.verdict {
            LoadVerdict::Created(data) => (None, data),
            LoadVerdict::Updated(at, data) => (Some(*at), data),
            LoadVerdict::Unchanged(at) if changed.contains(at) => {
                groups.entry(Key::Person(*at)).or_default().push(position);
                continue;
            }
            _ => continue,
        };
        if let Some(at) = person {
            groups.entry(Key::Person(at)).or_default().push(position);
        }
        if let Some(user_id) = &data.user_id {
            let key = Key::UserId(user_id_key(user_id).into_owned());
            groups.entry(key).or_default().push(position);
        }
        if let Some(number) = &data.employee_number {
            let key = Key::Number((data.company.unwrap_or(0), number.clone()));
            groups.entry(key).or_default().push(position);
        }
    }
    let twice: Vec<Vec<usize>> = groups.into_values().filter(|g| g.len() > 1).collect();
    for group in twice {
        let lines: Arc<[u32]> = group.iter().map(|at| rows[*at].line).collect();
        for at in group {
            let lines = Arc::clone(&lines);
            rows[at].verdict = LoadVerdict::Rejected(Rejection::SamePersonTwice { lines });
        }
    }
}

/// R6 for the addresses that the rows would write.
fn reject_addresses(people: &[Person], rows: &mut [LoadedRow]) {
    let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let holders: HashMap<&str, u32> = people
        .iter()
        .enumerate()
        .filter_map(|(at, p)| Some((p.connect_address.as_ref()?.canonical(), index(at))))
        .collect();
    let mut positions = Vec::new();
    let mut claims = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let (claimant, data, had) = match &row.verdict {
            LoadVerdict::Created(data) => (index(people.len() + position), data, None),
            LoadVerdict::Updated(at, data) => {
                (index(*at), data, people[*at].connect_address.as_ref())
            }
            _ => continue,
        };
        match &data.connect_address {
            Some(address) if had.map(Address::canonical) != Some(address.canonical()) => {
                positions.push(position);
                claims.push(Claim {
                    claimant,
                    canonical: address.canonical(),
                    line: row.line,
                });
            }
            _ => {}
        }
    }
    let fates = settle(
        &claims,
        |canonical| holders.get(canonical).copied(),
        |claimant| {
            Some(
                people
                    .get(claimant as usize)?
                    .connect_address
                    .as_ref()?
                    .canonical(),
            )
        },
    );
    drop(claims);
    for (fate, position) in fates.into_iter().zip(positions) {
        let rejection = match fate {
            Fate::Accepted => continue,
            Fate::Twice(lines) => Rejection::AddressTwice { lines },
            Fate::Taken(holder) => {
                let holder = &people[holder as usize];
                Rejection::AddressTaken {
                    holder: holder.shown_key().into(),
                    state: match (holder.verified_at, holder.active) {
                        (Some(_), _) => HolderState::Verified,
                        (None, false) => HolderState::Inactive,
                        (None, true) => HolderState::Active,
                    },
                }
            }
        };
        rows[position].verdict = LoadVerdict::Rejected(rejection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::PersonId;

    fn person(id: i64, company: u32, user_id: &str, number: &str) -> Person {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Person {
            id: PersonId(id),
            company: Some(company),
            user_id: some(user_id),
            employee_number: some(number),
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

    fn with_address(mut person: Person, address: &str, verified: bool) -> Person {
        person.connect_address = Some(address::parse(address).unwrap().address);
        person.verified_at = verified.then_some(Timestamp::UNIX_EPOCH);
        person
    }

    fn load(people: &[Person], options: LoadOptions, file: &[&str]) -> LoadPlan {
        let cut = |line: &str| -> Vec<Cow<'static, str>> {
            line.split(';').map(|c| Cow::Owned(c.to_owned())).collect()
        };
        let columns = PeopleColumns::from_headings(&cut(file[0])).unwrap();
        let rows = (2u32..).zip(&file[1..]).map(|(line, text)| PeopleRow {
            line,
            record: line - 1,
            fault: None,
            cells: cut(text),
        });
        plan(people, &columns, rows, options)
    }

    fn created(plan: &LoadPlan, at: usize) -> &PersonData {
        match &plan.rows[at].verdict {
            LoadVerdict::Created(data) => data,
            other => panic!("{other:?}"),
        }
    }

    fn updated(plan: &LoadPlan, at: usize) -> (usize, &PersonData) {
        match &plan.rows[at].verdict {
            LoadVerdict::Updated(index, data) => (*index, data),
            other => panic!("{other:?}"),
        }
    }

    fn rejected(plan: &LoadPlan, at: usize) -> &Rejection {
        match &plan.rows[at].verdict {
            LoadVerdict::Rejected(rejection) => rejection,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn from_nothing_everybody_is_created_and_zeros_stay() {
        let plan = load(
            &[],
            LoadOptions::default(),
            &[
                "Företag;Användar-id;Anställningsnummer;Förnamn;Aktiv;Skyddade personuppgifter",
                "1;anna.a;00417;Anna;ja;nej",
                "2;;T-9;Bo;nej;ja",
            ],
        );
        assert_eq!(created(&plan, 0).employee_number.as_deref(), Some("00417"));
        assert!(created(&plan, 0).active && !created(&plan, 0).protected);
        assert_eq!(created(&plan, 1).user_id, None);
        assert!(!created(&plan, 1).active && created(&plan, 1).protected);
    }

    #[test]
    fn known_persons_change_in_the_columns_of_the_file_and_blank_leaves_things_as_they_are() {
        let mut anna = person(1, 1, "anna.a", "00417");
        anna.department = Some("Vård".into());
        anna.first_name = Some("Anna".into());
        let plan = load(
            &[anna],
            LoadOptions::default(),
            &["Användar-id;Avdelning;Förnamn", "ANNA.A;HR;"],
        );
        let (at, data) = updated(&plan, 0);
        assert_eq!((at, data.department.as_deref()), (0, Some("HR")));
        assert_eq!(data.first_name.as_deref(), Some("Anna"));
        assert_eq!(data.user_id.as_deref(), Some("anna.a"));
    }

    #[test]
    fn an_account_and_an_employment_join() {
        let plan = load(
            &[person(1, 1, "", "00417")],
            LoadOptions::default(),
            &["Företag;Användar-id;Anställningsnummer", "1;anna.a;00417"],
        );
        assert_eq!(updated(&plan, 0).1.user_id.as_deref(), Some("anna.a"));
    }

    #[test]
    fn equal_numbers_in_two_companies_do_no_harm() {
        let people = [person(1, 1, "a", "7"), person(2, 2, "", "7")];
        let file = ["Företag;Anställningsnummer;Avdelning", "2;7;HR"];
        assert_eq!(
            updated(&load(&people, LoadOptions::default(), &file), 0).0,
            1
        );
        let file = ["Anställningsnummer;Avdelning", "7;HR"];
        let plan = load(&people, LoadOptions::default(), &file);
        assert_eq!(rejected(&plan, 0), &Rejection::NumberAmbiguous);
    }

    #[test]
    fn a_number_that_is_anothers_is_refused() {
        let people = [person(1, 1, "a", "7"), person(2, 1, "b", "8")];
        let file = ["Företag;Användar-id;Anställningsnummer", "1;a;8", "1;c;8"];
        let plan = load(&people, LoadOptions::default(), &file);
        for at in 0..2 {
            assert_eq!(
                rejected(&plan, at),
                &Rejection::NumberTaken { holder: "b".into() }
            );
        }
    }

    #[test]
    fn a_row_that_changes_a_person_leaves_no_other_row_that_knew_them_before() {
        let people = [person(1, 1, "anna.a", "007"), person(2, 1, "bo.b", "7")];
        let file = [
            "Användar-id;Anställningsnummer",
            "anna.a;014",
            ";007",
            "bo.b;7",
            ";7",
        ];
        let plan = load(&people, LoadOptions::default(), &file);
        assert_eq!((plan.totals().rejected, plan.totals().unchanged), (2, 2));
    }

    #[test]
    fn addresses_of_known_persons_change_only_when_asked_and_verified_ones_never() {
        let people = [
            with_address(person(1, 1, "a", ""), "a@x.se", false),
            with_address(person(2, 1, "b", ""), "b@x.se", true),
        ];
        let file = [
            "Användar-id;E-post Visma Connect",
            "a;ny@x.se",
            "b;annan@x.se",
        ];
        let plan = load(&people, LoadOptions::default(), &file);
        assert_eq!(plan.totals().unchanged, 2);
        assert_eq!(plan.addresses_left, 2);
        let asked = load(
            &people,
            LoadOptions {
                addresses: true,
                ..Default::default()
            },
            &file,
        );
        let address = updated(&asked, 0).1.connect_address.as_ref().unwrap();
        assert_eq!(address.spelling(), "ny@x.se");
        assert_eq!(asked.rows[1].verdict, LoadVerdict::Unchanged(1));
    }

    #[test]
    fn only_a_trusted_file_creates_verified_persons() {
        let file = [
            "Användar-id;E-post Visma Connect;Verifierad",
            "a;a@x.se;2026-01-02",
        ];
        let plain = load(&[], LoadOptions::default(), &file);
        assert_eq!(
            (created(&plain, 0).verified_at, plain.verified_ignored),
            (None, 1)
        );
        let trusting = LoadOptions {
            trust_verified: true,
            ..Default::default()
        };
        let trusted = load(&[], trusting, &file);
        assert_eq!(
            created(&trusted, 0).verified_at,
            "2026-01-02T00:00:00Z".parse().ok()
        );
        let known = [with_address(person(1, 1, "a", ""), "a@x.se", false)];
        let again = load(&known, trusting, &file);
        assert_eq!((again.totals().unchanged, again.verified_ignored), (1, 1));
        for wrong in ["a;a@x.se;igår", "a;;2026-01-02"] {
            let plan = load(&[], trusting, &[file[0], wrong]);
            assert!(
                matches!(rejected(&plan, 0), Rejection::ValueInvalid(_)),
                "{wrong}"
            );
        }
    }

    #[test]
    fn addresses_stay_unique() {
        let people = [with_address(person(1, 1, "a", ""), "a@x.se", true)];
        let file = [
            "Användar-id;E-post Visma Connect",
            "b;a@x.se",
            "c;ny@x.se",
            "d;ny@x.se",
            "e;e@x.se",
        ];
        let plan = load(&people, LoadOptions::default(), &file);
        assert!(matches!(
            rejected(&plan, 0),
            Rejection::AddressTaken {
                state: HolderState::Verified,
                ..
            }
        ));
        assert!(matches!(rejected(&plan, 1), Rejection::AddressTwice { .. }));
        assert!(matches!(rejected(&plan, 2), Rejection::AddressTwice { .. }));
        assert_eq!(plan.totals().created, 1);
    }

    #[test]
    fn bad_values_are_told() {
        let long = format!("{};1;ja", "x".repeat(31));
        for (row, field) in [
            ("a;0;ja", Field::Company),
            ("a;100000;ja", Field::Company),
            ("a;ett;ja", Field::Company),
            ("a;1;kanske", Field::Active),
            (long.as_str(), Field::UserId),
            ("a\u{1b};1;ja", Field::UserId),
            (";1;ja", Field::UserId),
        ] {
            let plan = load(
                &[],
                LoadOptions::default(),
                &["Användar-id;Företag;Aktiv", row],
            );
            assert_eq!(rejected(&plan, 0).field(), Some(field), "{row:?}");
        }
    }

    #[test]
    fn a_person_twice_is_not_loaded_at_all() {
        let file = ["Användar-id;Avdelning", "a;HR", "A;IT", "b;HR"];
        let plan = load(&[], LoadOptions::default(), &file);
        assert_eq!((plan.totals().created, plan.totals().rejected), (1, 2));
    }

    #[test]
    fn headings_must_say_who_is_who() {
        assert_eq!(
            PeopleColumns::from_headings(&["Förnamn"]),
            Err(HeadingError::NoKey)
        );
        assert_eq!(
            PeopleColumns::from_headings(&["anna"]),
            Err(HeadingError::None)
        );
        assert_eq!(
            PeopleColumns::from_headings(&["User id", "Användar-id"]),
            Err(HeadingError::Twice("Användar-id".into()))
        );
    }
}
