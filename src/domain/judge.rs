//! The checks that look at one row by itself, in the order of the design. What only all rows together can tell is decided
//! in [`super::plan`], and which rows that concerns in [`super::sieve`].

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::address::{self, Address, Warning, Warnings};
use super::domains::{AllowedDomains, well_known_suggestion};
use super::excel::{self, Exponent};
use super::outcome::Rejection;
use super::person::USER_ID_MAX_CHARS;
use super::plan::Verdict;
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

/// The verdict on a row by itself. `Updated` means: a valid address that the domain rule lets through, decided further when all rows
/// are known.
pub(super) type Judged = Result<(Verdict, Warnings), Rejection>;

/// Judges rows one by one, and remembers what it found out about domains and damaged user ids.
#[derive(Debug)]
pub(super) struct Judge {
    domains: AllowedDomains,
    seen_domains: HashMap<Box<str>, SeenDomain, FixedState>,
    exponents: Exponents,
}

/// What a person has already.
#[derive(Debug, Clone, Copy, Default)]
struct Has<'a> {
    canonical: Option<&'a str>,
    verified: bool,
}

impl Judge {
    /// One who judges by these allowed domains.
    pub(super) fn new(domains: AllowedDomains) -> Judge {
        Judge {
            domains,
            seen_domains: HashMap::default(),
            exponents: Exponents::default(),
        }
    }

    /// One who judges alike.
    pub(super) fn another(&self) -> Judge {
        Judge::new(self.domains.clone())
    }

    /// Forgets what holds for one register only.
    pub(super) fn forget_register(&mut self) {
        self.exponents = Exponents::default();
    }

    /// Judges a row against the register: the person where both keys agree, and the verdict.
    pub(super) fn row(
        &mut self,
        snapshot: &Snapshot,
        row: &Row<'_>,
    ) -> (Option<PersonIndex>, Judged) {
        let (user_id, number) = match keys(row) {
            Ok(keys) => keys,
            Err(rejection) => return (None, Err(rejection)),
        };
        let Some(person) = snapshot.by_user_id(user_id) else {
            let original = self.exponents.original(snapshot, user_id);
            let suggestion = original.map(Into::into);
            return (None, Err(Rejection::PersonUnknown { suggestion }));
        };
        let known = snapshot.person(person);
        if known.employee_number != Some(number) {
            let suggestion = known
                .employee_number
                .filter(|stored| excel::explains(stored, number))
                .map(Into::into);
            return (None, Err(Rejection::KeyMismatch { suggestion }));
        }
        let has = Has {
            canonical: known.canonical,
            verified: known.verified,
        };
        (Some(person), self.cell(&row.address, has))
    }

    /// Judges the row of a person of whom nothing is known but what this row says.
    pub(super) fn at_face_value(&mut self, row: &Row<'_>) -> Judged {
        keys(row)?;
        self.cell(&row.address, Has::default())
    }

    fn cell(&mut self, cell: &str, has: Has<'_>) -> Judged {
        if address::trim(cell).is_empty() {
            return Ok((Verdict::Blank, Warnings::default()));
        }
        let parsed =
            address::parse(cell).map_err(|error| Rejection::AddressInvalid(Box::new(error)))?;
        let address = parsed.address;
        let warnings = self.noticed(&address, parsed.warnings);
        let has_it = has.canonical == Some(address.canonical());
        if has.verified {
            let verdict = if has_it {
                Verdict::Unchanged
            } else {
                Verdict::Kept
            };
            return Ok((verdict, warnings));
        }
        if !has_it && !self.domains.allows(address.domain()) {
            return Err(domain_not_allowed(&self.domains, &address));
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

/// User id and employee number, trimmed, of a row whose cells can be looked at.
fn keys<'r>(row: &'r Row<'_>) -> Result<(&'r str, &'r str), Rejection> {
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
    Ok((user_id, number))
}

/// The rejection of an address whose domain is not allowed, with what was probably meant.
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
