//! Whom a file is held against: the people of the register, or where there is none, those whom the file itself names.

use std::sync::Arc;

use crate::domain::address;
use crate::domain::domains::AllowedDomains;
use crate::domain::person::PersonId;
use crate::domain::plan::{Planner, Row};
use crate::domain::repeats::Doubles;
use crate::domain::snapshot::{Known, PersonIndex, Snapshot};
use crate::file::Table;
use crate::jobs::error::JobError;
use crate::jobs::place::Place;
use crate::jobs::reading::{Layout, data_rows};

/// The people that a file is held against.
#[derive(Debug)]
pub struct People {
    who: Who,
    pub(super) domains: AllowedDomains,
    names: Names,
    alone: bool,
}

/// Where it is known from who is who.
#[derive(Debug)]
enum Who {
    /// The register.
    Register(Arc<Snapshot>),
    /// The file itself: each is the person whom the first row with their user id says.
    File(Doubles),
}

/// Full names by position in the snapshot.
#[derive(Debug, Default)]
struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    fn get(&self, person: PersonIndex) -> &str {
        let person = person as usize;
        let Some(end) = self.ends.get(person) else {
            return "";
        };
        let start = person.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..*end]
    }
}

impl People {
    /// The people of the register with the allowed domains, and their names if the file has none. No register, or an empty
    /// one, knows nobody; then everybody in the file is taken for who the file says they are, so that the addresses can be checked.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn load(
        place: &Place,
        names: bool,
        table: &Table,
        layout: Layout,
        skip: u32,
    ) -> Result<People, JobError> {
        if let Some(rules) = place.rules() {
            return Ok(People::of_file(table, layout, skip, rules.domains.clone()));
        }
        let register = place.open()?;
        let domains = register.allowed_domains()?;
        let (snapshot, _) = register.snapshot()?;
        if snapshot.is_empty() {
            return Ok(People {
                alone: false,
                ..People::of_file(table, layout, skip, domains)
            });
        }
        let mut found = Names::default();
        if names {
            register.for_each_name(|id, first, last| {
                let Some(index) = snapshot.index_of(id) else {
                    return;
                };
                // Somebody may have come between the two readings; positions must agree all the same.
                found.ends.resize(index as usize, found.text.len());
                found.text.push_str(first);
                if !first.is_empty() && !last.is_empty() {
                    found.text.push(' ');
                }
                found.text.push_str(last);
                found.ends.push(found.text.len());
            })?;
        }
        Ok(People {
            names: found,
            ..People::of_register(snapshot, domains)
        })
    }

    /// The people of the register, without their names.
    pub(super) fn of_register(snapshot: Arc<Snapshot>, domains: AllowedDomains) -> People {
        People {
            who: Who::Register(snapshot),
            domains,
            names: Names::default(),
            alone: false,
        }
    }

    /// The people whom the file itself names, each as the first row with their user id says.
    pub fn of_file(table: &Table, layout: Layout, skip: u32, domains: AllowedDomains) -> People {
        let rows = || data_rows(table, skip).map(|row| number(row.record));
        let user_id = |row: u32| table.cell(row as usize, layout.user_id).unwrap_or_default();
        People {
            who: Who::File(Doubles::find(rows, user_id)),
            domains,
            names: Names::default(),
            alone: true,
        }
    }

    /// Whether they come from the register; if not, nobody is known to be verified or unknown.
    pub fn known(&self) -> bool {
        self.snapshot().is_some()
    }

    /// The register as it was when it was read; `None` where the file alone says who is who.
    pub(super) fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        match &self.who {
            Who::Register(snapshot) => Some(snapshot),
            Who::File(_) => None,
        }
    }

    /// Whether there is no register at all, rather than an empty one.
    pub fn alone(&self) -> bool {
        self.alone
    }

    /// Where the file alone says who is who: the record of the first row that has this one's user id.
    pub fn first_row(&self, record: usize) -> Option<usize> {
        match &self.who {
            Who::Register(_) => None,
            Who::File(doubles) => {
                let first = doubles.first(number(record));
                Some(first.map_or(record, |first| first as usize))
            }
        }
    }

    /// The full name of the person with this user id; empty where nobody is found.
    pub fn name(&self, user_id: &str) -> &str {
        self.snapshot()
            .and_then(|snapshot| snapshot.by_user_id(address::trim(user_id)))
            .map_or("", |person| self.names.get(person))
    }

    /// Whether a condition may hold for somebody's name; it is asked of all names in one text.
    pub fn anybody(&self, condition: impl FnOnce(&str) -> bool) -> bool {
        condition(&self.names.text)
    }

    /// Judges single rows.
    pub fn planner(&self) -> Planner {
        let snapshot = self.snapshot().cloned().unwrap_or_default();
        Planner::new(snapshot, self.domains.clone())
    }

    /// Judges rows together: these, or where the file alone says who is who, the people of these.
    pub(super) fn planner_for<'a>(&self, rows: impl Iterator<Item = Row<'a>>) -> Planner {
        match &self.who {
            Who::Register(_) => self.planner(),
            Who::File(_) => Planner::new(Arc::new(of_rows(rows)), self.domains.clone()),
        }
    }

    /// Records that must be judged together because of their user ids, where the file alone says who is who.
    pub(super) fn doubles(&self) -> Vec<u32> {
        match &self.who {
            Who::Register(_) => Vec::new(),
            Who::File(doubles) => doubles.rows().collect(),
        }
    }
}

/// A record as it is counted where there are millions; an index holds no more.
pub(super) fn number(record: usize) -> u32 {
    u32::try_from(record).unwrap_or(u32::MAX)
}

/// The people whom these rows name, each as the first row with their user id says.
pub(super) fn of_rows<'a>(rows: impl Iterator<Item = Row<'a>>) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (id, row) in (1..).zip(rows) {
        let user_id = address::trim(&row.user_id);
        if user_id.is_empty() || snapshot.by_user_id(user_id).is_some() {
            continue;
        }
        snapshot.push(Known {
            id: PersonId(id),
            version: 1,
            user_id: Some(user_id),
            employee_number: Some(address::trim(&row.employee_number)),
            spelling: None,
            canonical: None,
            verified: false,
            active: true,
        });
    }
    snapshot
}
