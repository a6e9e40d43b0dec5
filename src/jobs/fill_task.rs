//! One request to fill addresses or repair keys, the same for screen and command: what is asked for, planned against a table
//! and the register, and the edits that the plan is. Also what a screen can propose before anything is asked for.
//! Not here: the passes over the table ([`super::fill`]) and the rules ([`crate::domain::fill`]).

use std::sync::Arc;

use super::control::Control;
use super::error::JobError;
use super::fill::{self, Background, Target, background};
use super::fill_source::{Pasted, pasted, pasted_in, read_list};
use super::place::Place;
use super::reading::{self, data_rows};
use crate::domain::domains::AllowedDomains;
use crate::domain::fill::{Fill, FillOptions, FillPlan};
use crate::domain::join::JoinKey;
use crate::domain::proposal::Proposal;
use crate::domain::repair::RepairPlan;
use crate::domain::template::Field;
use crate::file::{CellEdit, Input, Reading};

/// What is asked for.
#[derive(Debug, Clone)]
pub enum Task {
    /// A fill that needs nothing beside the table and the register.
    Fill(Fill),
    /// From a list in another file.
    List {
        /// The file.
        input: Input,
        /// By what it is joined.
        key: JoinKey,
    },
    /// What was copied in a spreadsheet: one column goes downwards, several are joined by whichever key fits.
    Paste {
        /// What was copied.
        copied: Copied,
        /// The records that one column goes onto, in this order.
        onto: Vec<u32>,
    },
    /// The repair of keys.
    Repair,
}

/// What was copied in a spreadsheet.
#[derive(Debug, Clone)]
pub enum Copied {
    /// As text.
    Text(String),
    /// As a file that holds that text.
    File(Input),
}

/// What would be done.
#[derive(Debug)]
pub enum What {
    /// Addresses filled in.
    Fill(FillPlan),
    /// Keys repaired.
    Repair(RepairPlan),
}

/// A plan and what is to be said beside it.
#[derive(Debug)]
pub struct Planned {
    /// What would be done.
    pub what: What,
    /// The key by which a pasted list was joined, since nobody chose it.
    pub joined_by: Option<JoinKey>,
    /// How many pasted values found no row below the last.
    pub surplus: usize,
}

impl Task {
    /// Plans it.
    ///
    /// # Errors
    /// As [`fill::plan`] and [`read_list`].
    pub fn plan(
        &self,
        target: &Target<'_>,
        options: &FillOptions,
        known: Option<&Background>,
        control: &Control,
    ) -> Result<Planned, JobError> {
        let people = known.map(|known| &known.people);
        let limits = known.map(|known| known.limits).unwrap_or_default();
        let filled = |what: &Fill| fill::plan(target, what, options, people, control);
        let (plan, joined_by, surplus) = match self {
            Task::Repair => {
                let plan = fill::plan_repair(target, people, control)?;
                return Ok(Planned {
                    what: What::Repair(plan),
                    joined_by: None,
                    surplus: 0,
                });
            }
            Task::Fill(what) => (filled(what)?, None, 0),
            Task::List { input, key } => {
                let list = read_list(input, *key, limits, control)?;
                (filled(&Fill::List(list))?, None, 0)
            }
            Task::Paste { copied, onto } => {
                let pasted = match copied {
                    Copied::Text(text) => pasted(text)?,
                    Copied::File(input) => {
                        let document = reading::open(input, limits, Reading::default(), control)?;
                        pasted_in(&document.table())?
                    }
                };
                match pasted {
                    Pasted::Column(values) => {
                        let surplus = values.len().saturating_sub(onto.len());
                        let cells = onto.iter().copied().zip(values).collect();
                        (filled(&Fill::Cells(cells))?, None, surplus)
                    }
                    Pasted::List(rows) => {
                        let (key, plan) =
                            fill::plan_by_any_key(target, rows, options, people, control)?;
                        (plan, Some(key), 0)
                    }
                }
            }
        };
        Ok(Planned {
            what: What::Fill(plan),
            joined_by,
            surplus,
        })
    }

    /// The domain of a pattern that the register does not allow, so that the import would reject what it fills in.
    pub fn domain_not_allowed(&self, known: Option<&Background>) -> Option<&str> {
        let (Task::Fill(Fill::Pattern(pattern)), Some(known)) = (self, known) else {
            return None;
        };
        (!allows(&known.domains, pattern.domain())).then(|| pattern.domain())
    }
}

/// Whether a domain as somebody types it is allowed; what is none is not this question's matter.
pub fn allows(domains: &AllowedDomains, domain: &str) -> bool {
    crate::domain::address::normal_domain(domain).is_none_or(|(_, ascii)| domains.allows(&ascii))
}

impl Planned {
    /// How many cells would change.
    pub fn changes(&self) -> usize {
        match &self.what {
            What::Fill(plan) => plan.changes.len(),
            What::Repair(plan) => plan.repairs.len(),
        }
    }

    /// The step that the plan is.
    ///
    /// # Errors
    /// [`fill::FillError::NoColumn`]
    pub fn edits(&self, target: &Target<'_>) -> Result<Vec<CellEdit>, JobError> {
        match &self.what {
            What::Fill(plan) => fill::edits(plan, target),
            What::Repair(plan) => fill::repair_edits(plan, target),
        }
    }
}

/// The records of the data rows from this physical line on.
pub fn records_from(target: &Target<'_>, line: u32) -> Vec<u32> {
    data_rows(target.table, target.skip)
        .filter(|row| row.line >= line)
        .filter_map(|row| u32::try_from(row.record).ok())
        .collect()
}

/// What a form for filling starts from.
#[derive(Debug)]
pub struct Ground {
    /// The register, if there is one.
    pub known: Arc<Option<Background>>,
    /// What can be proposed.
    pub proposal: Proposal,
    /// Whether neither register nor file can tell whose identity is protected.
    pub protection_unknown: bool,
}

/// Reads the register and looks through the table.
///
/// # Errors
/// As [`background`].
pub fn ground(
    place: &Place,
    target: &Target<'_>,
    selected: Option<&[u32]>,
    control: &Control,
) -> Result<Ground, JobError> {
    let known = background(place, control)?;
    let proposal = fill::propose(target, selected, known.as_ref(), control)?;
    let nobody = known.as_ref().is_none_or(|known| known.people.is_empty());
    Ok(Ground {
        protection_unknown: nobody && target.column(Field::Protected).is_err(),
        known: Arc::new(known),
        proposal,
    })
}

#[cfg(test)]
#[path = "fill_task_tests.rs"]
mod tests;
