//! Filling the addresses of a file: what would change and what is left out, planned before anything is touched. Never over
//! a verified address or a person with protected identity, never over any other address unless asked. The plan takes the
//! rows twice or thrice, each time in the file's order; its cost grows linearly with them.
//! Not here: how a list is joined to the rows ([`super::join`]), and whether the import would take the result
//! ([`super::plan`]).

mod namesakes;
mod reason;

use std::borrow::Cow;

use regex::Regex;

use self::namesakes::Namesakes;
pub use self::reason::{Reason, ReasonKind};
use super::address::{self, Address};
use super::folk::{Folk, Map, Who};
use super::join::{Claims, List, Listed};
use super::known::KnownPeople;
use super::names::Pattern;

/// A data row of the file, as far as filling looks at it. What the file does not have is empty.
#[derive(Debug, Clone, Default)]
pub struct FillRow<'a> {
    /// The record in the file, from 0.
    pub record: u32,
    /// Physical line, from 1.
    pub line: u32,
    /// Number of the company.
    pub company: Cow<'a, str>,
    /// User id.
    pub user_id: Cow<'a, str>,
    /// Employee number.
    pub employee_number: Cow<'a, str>,
    /// First name or names.
    pub first_name: Cow<'a, str>,
    /// Last name.
    pub last_name: Cow<'a, str>,
    /// Ordinary address.
    pub email: Cow<'a, str>,
    /// The cell that is filled; `None` where the row is too short to have it.
    pub address: Option<Cow<'a, str>>,
    /// Protected identity; `None` where the file does not say.
    pub protected: Option<bool>,
    /// Whether the file itself calls the address verified.
    pub verified: bool,
}

/// Where the addresses come from.
#[derive(Debug, Clone)]
pub enum Fill {
    /// From names, with namesakes told apart.
    Pattern(Pattern),
    /// From a list, joined by a key.
    List(List),
    /// From the ordinary address in the file, else in the register.
    Email,
    /// From values for these records, such as a pasted column.
    Cells(Vec<(u32, String)>),
    /// From the present address, found and replaced. This is by its nature asked for over existing addresses.
    Replace {
        /// What is found.
        find: Regex,
        /// What it becomes; `$1` is the first group.
        with: String,
    },
}

/// What the operator chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FillOptions {
    /// Also over existing addresses that are not verified.
    pub overwrite: bool,
    /// Only these records, in rising order; `None` is all.
    pub selected: Option<Vec<u32>>,
}

/// An address that would be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record in the file, from 0.
    pub record: u32,
    /// Physical line, from 1.
    pub line: u32,
    /// User id as the row has it.
    pub user_id: Box<str>,
    /// Employee number as the row has it.
    pub employee_number: Box<str>,
    /// The cell as it is.
    pub old: Box<str>,
    /// What it would hold.
    pub new: Box<str>,
    /// Whether a number tells the address from that of a namesake.
    pub namesake: bool,
}

/// A row that gets no new address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The record in the file, from 0.
    pub record: u32,
    /// Physical line, from 1.
    pub line: u32,
    /// Why.
    pub reason: Reason,
}

/// What filling would do. Every row is either changed or left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FillPlan {
    /// The changes in the order of the file.
    pub changes: Vec<Change>,
    /// The other rows in the order of the file.
    pub left_out: Vec<LeftOut>,
    /// Rows of the list that mean nobody in the file.
    pub unmatched: Vec<Listed>,
    /// Rows of the list that mean several people, or contradict each other.
    pub ambiguous: Vec<Listed>,
    /// How many of the changes are for people of whom neither file nor register says whether their identity is protected.
    pub protection_unknown: u64,
}

impl FillPlan {
    /// How many rows were looked at.
    pub fn rows(&self) -> usize {
        self.changes.len() + self.left_out.len()
    }

    /// How many rows are left out for each reason that occurs.
    pub fn left_out_counts(&self) -> Vec<(ReasonKind, u64)> {
        let mut counts = [0u64; ReasonKind::ALL.len()];
        for row in &self.left_out {
            counts[row.reason.kind() as usize] += 1;
        }
        let counted = ReasonKind::ALL.into_iter().zip(counts);
        counted.filter(|(_, count)| *count > 0).collect()
    }
}

/// Plans a fill. `rows` gives the data rows in the order of the file, each time anew; `people` is the register, where there
/// is one.
pub fn plan<'a, I>(
    rows: impl Fn() -> I,
    fill: &Fill,
    options: &FillOptions,
    people: Option<&KnownPeople>,
) -> FillPlan
where
    I: Iterator<Item = FillRow<'a>>,
{
    let mut folk = Folk::new(people);
    if matches!(fill, Fill::Pattern(_) | Fill::List(_)) {
        folk.learn(rows());
    }
    let mut plan = FillPlan::default();
    let mut source = match fill {
        Fill::Pattern(pattern) => Source::Pattern(Namesakes::new(pattern, &rows, &mut folk)),
        Fill::List(list) => Source::List(Claims::new(list, &rows, &mut folk)),
        Fill::Email => Source::Email,
        Fill::Cells(cells) => Source::Cells(cells.iter().map(|(r, v)| (*r, &**v)).collect()),
        Fill::Replace { find, with } => Source::Replace(find, with),
    };
    for row in rows() {
        let who = folk.who(&row);
        if let Source::List(claims) = &mut source {
            claims.notice(&row, &who, &mut folk);
        }
        let new = source.gate(&row, &who, options).and_then(|current| {
            let found = source.address(&row, &who, &mut folk, &current)?;
            let new = &found.address;
            let same = address::parse(&current)
                .is_ok_and(|now| now.address.canonical() == new.canonical());
            // What is found and replaced may be the spelling alone.
            let spelt =
                !matches!(source, Source::Replace(..)) || address::trim(&current) == new.spelling();
            if same && spelt {
                return Err(Reason::HasAddress);
            }
            Ok((current, found))
        });
        let (record, line) = (row.record, row.line);
        match new {
            Ok((current, new)) => {
                plan.protection_unknown += u64::from(who.protected.is_none());
                plan.changes.push(Change {
                    record,
                    line,
                    user_id: address::trim(&row.user_id).into(),
                    employee_number: address::trim(&row.employee_number).into(),
                    old: current.as_ref().into(),
                    new: new.address.spelling().into(),
                    namesake: new.namesake,
                });
            }
            Err(reason) => plan.left_out.push(LeftOut {
                record,
                line,
                reason,
            }),
        }
    }
    if let Source::List(claims) = source {
        (plan.unmatched, plan.ambiguous) = claims.finish(&rows);
    }
    plan
}

/// An address for a row.
#[derive(Clone)]
struct Found {
    address: Address,
    /// See [`Change::namesake`].
    namesake: bool,
}

impl From<Address> for Found {
    fn from(address: Address) -> Found {
        Found {
            address,
            namesake: false,
        }
    }
}

/// Where the addresses come from, made ready.
enum Source<'f> {
    Pattern(Namesakes<'f>),
    List(Claims<'f>),
    Email,
    Cells(Map<u32, &'f str>),
    Replace(&'f Regex, &'f str),
}

impl Source<'_> {
    /// Whether the row may be filled at all; its present cell.
    fn gate<'r>(
        &self,
        row: &'r FillRow<'_>,
        who: &Who,
        options: &FillOptions,
    ) -> Result<Cow<'r, str>, Reason> {
        let chosen = |records: &Vec<u32>| records.binary_search(&row.record).is_ok();
        let pasted = |record| !matches!(self, Source::Cells(cells) if !cells.contains_key(&record));
        if !options.selected.as_ref().is_none_or(chosen) || !pasted(row.record) {
            return Err(Reason::NotSelected);
        }
        let Some(current) = &row.address else {
            return Err(Reason::ColumnCount);
        };
        if who.protected == Some(true) {
            return Err(Reason::Protected);
        }
        if who.verified {
            return Err(Reason::Verified);
        }
        let overwrite = options.overwrite || matches!(self, Source::Replace(..));
        if !overwrite && !address::trim(current).is_empty() {
            return Err(Reason::HasAddress);
        }
        Ok(Cow::Borrowed(current))
    }

    fn address(
        &mut self,
        row: &FillRow<'_>,
        who: &Who,
        folk: &mut Folk<'_>,
        current: &str,
    ) -> Result<Found, Reason> {
        let found = match self {
            Source::Pattern(namesakes) => return namesakes.address(row, who, folk, current),
            Source::List(claims) => claims.address(row, who, folk)?,
            Source::Email => {
                let email = folk.email(row, who);
                if email.is_empty() {
                    return Err(Reason::NoEmail);
                }
                return Ok(address::parse(email)?.address.into());
            }
            Source::Cells(cells) => cells.get(&row.record).copied().unwrap_or_default(),
            Source::Replace(find, with) => {
                let now = address::trim(current);
                let replaced = find.replace_all(now, *with);
                if replaced == now {
                    return Err(Reason::Unmatched);
                }
                return Ok(address::parse(&replaced)?.address.into());
            }
        };
        if address::trim(found).is_empty() {
            return Err(Reason::Unmatched);
        }
        Ok(address::parse(found)?.address.into())
    }
}

#[cfg(test)]
mod tests;
