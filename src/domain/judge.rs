//! The checks of an import that look at one row alone: its columns, its characters, its keys, its address and that address's domain.
//! What only all rows together can tell is decided in [`super::planner`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::address::{self, Address, Warning, Warnings};
use super::domains::{AllowedDomains, well_known_suggestion};
use super::excel::{self, Exponent};
use super::outcome::Rejection;
use super::person::USER_ID_MAX_CHARS;
use super::plan::{PlannedRow, Verdict};
use super::snapshot::{PersonIndex, Snapshot};
use super::template::Field;
use super::text::is_bad;

/// A data row of the file, cut by the template.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Physical line on which the row begins, from 1, headings and blank lines counted.
    pub line: u32,
    /// Number among the data rows, from 1.
    pub record: u32,
    /// What is wrong with the row before its cells are looked at.
    pub fault: Option<Fault>,
    /// The cell of the user id; empty where the row does not reach so far.
    pub user_id: Cow<'a, str>,
    /// The cell of the employee number; empty where the row does not reach so far.
    pub employee_number: Cow<'a, str>,
    /// The cell of the connect address; empty where the row does not reach so far.
    pub address: Cow<'a, str>,
}

/// What the cutting of a row found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// More or fewer fields than the template.
    ColumnCount {
        /// Fields in the row.
        found: u32,
        /// Fields in the template.
        expected: u32,
    },
    /// Bytes that the encoding cannot hold, in the column at this position, from 1.
    BadBytes {
        /// Column of the file, from 1.
        column: u32,
    },
}

/// Judges rows one by one, in whatever order. Several can share the rows of a file, each on a thread of its own; they all say the
/// same.
#[derive(Debug)]
pub struct Judge {
    snapshot: Arc<Snapshot>,
    domains: AllowedDomains,
    exponents: Exponents,
    seen_domains: HashMap<Box<str>, SeenDomain, FixedState>,
}

/// What is known of a domain that occurs in the file.
#[derive(Debug, Clone, Copy)]
struct SeenDomain {
    /// An entry of the list of allowed domains names it.
    listed: bool,
    /// It is nearly a well-known one.
    misspelt: bool,
}

/// The numeric user ids as a spreadsheet shows them, made when the first such user id turns up.
#[derive(Debug, Default)]
struct Exponents(HashMap<usize, HashMap<String, Option<PersonIndex>>>);

impl Judge {
    /// A judge of rows against this register and this list of allowed domains.
    pub(super) fn new(snapshot: Arc<Snapshot>, domains: AllowedDomains) -> Judge {
        Judge {
            snapshot,
            domains,
            exponents: Exponents::default(),
            seen_domains: HashMap::default(),
        }
    }

    /// One who judges alike.
    pub(super) fn another(&self) -> Judge {
        Judge::new(Arc::clone(&self.snapshot), self.domains.clone())
    }

    /// The row as far as it can be judged alone. `Updated` means: a valid address that the domain rule lets through.
    pub fn judge(&mut self, row: &Row<'_>) -> PlannedRow {
        let (person, judged) = self.check(row);
        let (verdict, warnings) = match judged {
            Ok((verdict, warnings)) => (verdict, warnings),
            Err(rejection) => (Verdict::Rejected(rejection), Warnings::default()),
        };
        PlannedRow {
            line: row.line,
            record: row.record,
            person,
            warnings,
            verdict,
            follows: None,
        }
    }

    /// The checks in the order of the design.
    fn check(
        &mut self,
        row: &Row<'_>,
    ) -> (Option<PersonIndex>, Result<(Verdict, Warnings), Rejection>) {
        let (person, user_id, number) = match self.find(row) {
            Ok(found) => found,
            Err(rejection) => return (None, Err(rejection)),
        };
        let known = self.snapshot.person(person);
        if known.employee_number != Some(number) {
            debug_assert!(!user_id.is_empty());
            let suggestion = known
                .employee_number
                .filter(|stored| excel::explains(stored, number))
                .map(Into::into);
            return (None, Err(Rejection::KeyMismatch { suggestion }));
        }
        let cell = row.address.as_ref();
        if address::trim(cell).is_empty() {
            return (Some(person), Ok((Verdict::Blank, Warnings::default())));
        }
        (Some(person), self.judge_address(person, cell))
    }

    fn find<'r>(&mut self, row: &'r Row<'_>) -> Result<(PersonIndex, &'r str, &'r str), Rejection> {
        match row.fault {
            Some(Fault::ColumnCount { found, expected }) => {
                return Err(Rejection::ColumnCount { found, expected });
            }
            Some(Fault::BadBytes { column }) => return Err(Rejection::BadBytes { column }),
            None => {}
        }
        for (field, cell) in [
            (Field::UserId, &row.user_id),
            (Field::EmployeeNumber, &row.employee_number),
            (Field::ConnectAddress, &row.address),
        ] {
            // Nearly every cell is plain, which its bytes say soonest.
            let plain = cell.bytes().all(|b| matches!(b, b' '..=b'~'));
            if !plain
                && let Some((index, character)) = cell.chars().enumerate().find(|(_, c)| is_bad(*c))
            {
                let position = u32::try_from(index + 1).unwrap_or(u32::MAX);
                return Err(Rejection::BadCharacter {
                    field,
                    character,
                    position,
                });
            }
        }
        let user_id = address::trim(&row.user_id);
        let number = address::trim(&row.employee_number);
        if user_id.is_empty() {
            return Err(Rejection::KeyMissing(Field::UserId));
        }
        if number.is_empty() {
            return Err(Rejection::KeyMissing(Field::EmployeeNumber));
        }
        match self.snapshot.by_user_id(user_id) {
            Some(person) => Ok((person, user_id, number)),
            None => Err(Rejection::PersonUnknown {
                suggestion: self
                    .exponents
                    .original(&self.snapshot, user_id)
                    .map(Into::into),
            }),
        }
    }

    fn judge_address(
        &mut self,
        person: PersonIndex,
        cell: &str,
    ) -> Result<(Verdict, Warnings), Rejection> {
        let parsed =
            address::parse(cell).map_err(|error| Rejection::AddressInvalid(Box::new(error)))?;
        let address = parsed.address;
        let warnings = self.noticed(&address, parsed.warnings);
        let known = self.snapshot.person(person);
        let has_it = known.canonical == Some(address.canonical());
        if known.verified {
            let verdict = if has_it {
                Verdict::Unchanged
            } else {
                Verdict::Kept
            };
            return Ok((verdict, warnings));
        }
        let domains = &self.domains;
        if !has_it && !domains.allows(address.domain()) {
            return Err(domain_not_allowed(domains, &address));
        }
        Ok((Verdict::Updated(address), warnings))
    }

    /// What there is to notice about a domain beside the address itself; looked at once for each domain of the file.
    fn noticed(&mut self, address: &Address, mut warnings: Warnings) -> Warnings {
        let domain = address.domain();
        let seen = match self.seen_domains.get(domain) {
            Some(seen) => *seen,
            None => {
                let seen = SeenDomain {
                    listed: self.domains.names(domain),
                    misspelt: well_known_suggestion(domain).is_some(),
                };
                self.seen_domains.insert(domain.into(), seen);
                seen
            }
        };
        if seen.listed {
            // Whoever put the domain on the list means it.
            warnings.remove(Warning::ReservedDomain);
        } else if seen.misspelt {
            warnings.insert(Warning::TypoSuspected);
        }
        warnings
    }
}

pub(super) fn domain_not_allowed(domains: &AllowedDomains, address: &Address) -> Rejection {
    let local = address
        .spelling()
        .rsplit_once('@')
        .map_or("", |(local, _)| local);
    Rejection::DomainNotAllowed {
        domain: address.domain().into(),
        suggestion: domains
            .suggestion(address.domain())
            .map(|domain| format!("{local}@{domain}").into()),
    }
}

impl Exponents {
    /// The user id that a spreadsheet made this unknown one of: zeros lost, or written with an exponent.
    fn original<'s>(&mut self, snapshot: &'s Snapshot, found: &str) -> Option<&'s str> {
        if found.bytes().all(|b| b.is_ascii_digit()) {
            let mut padded = found.to_owned();
            while padded.len() < USER_ID_MAX_CHARS {
                padded.insert(0, '0');
                if let Some(index) = snapshot.by_user_id(&padded) {
                    return snapshot.person(index).user_id;
                }
            }
            return None;
        }
        let shown = Exponent::parse(found)?;
        let by_shown = self.0.entry(shown.decimals()).or_insert_with(|| {
            let mut map: HashMap<String, Option<PersonIndex>> = HashMap::new();
            for (index, known) in snapshot.iter() {
                let Some(exponent) = known
                    .user_id
                    .and_then(|id| Exponent::of(id, shown.decimals()))
                else {
                    continue;
                };
                map.entry(exponent.to_string())
                    .and_modify(|v| *v = None)
                    .or_insert(Some(index));
            }
            map
        });
        let index = by_shown.get(&shown.to_string()).copied().flatten()?;
        snapshot.person(index).user_id
    }
}
