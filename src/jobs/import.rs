//! The import: file and template → preflight → plan; then that very plan into the register (R10), in one transaction.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::Arc;

use super::control::{Control, Counted};
use super::correction::Taken;
use super::error::JobError;
use super::judging;
use super::place::{Place, now};
use super::reading::{self, Layout, column_of};
use super::since_export;
use super::{copies, log, settings};
use crate::domain::address::domain_of;
use crate::domain::domains::AllowedDomains;
use crate::domain::log::{LoggedRow, NewRun, RunRecord};
use crate::domain::plan::{Outcome, Plan, PlannedRow, Planner, Totals, Verdict};
use crate::domain::preflight;
use crate::domain::snapshot::Snapshot;
use crate::domain::template::Direction;
use crate::file::{Document, Input, Reading, Table};
use crate::store::{Applied, Basis, OnConflict, Register, RowTexts};

pub(super) use super::import_request::path_of;
pub use super::import_request::{Cures, Demands, ImportRequest, MaxChanges, shown};

/// An import that is planned and not yet done: the preview.
#[derive(Debug)]
pub struct Prepared {
    plan: Plan,
    source: Source,
}

/// What the register says.
struct Known {
    register: Register,
    snapshot: Arc<Snapshot>,
    basis: Basis,
    domains: AllowedDomains,
}

impl Known {
    fn read(place: &Place) -> Result<Known, JobError> {
        let register = place.open()?;
        let (snapshot, basis) = register.snapshot()?;
        let domains = register.allowed_domains()?;
        Ok(Known {
            register,
            snapshot,
            basis,
            domains,
        })
    }
}

/// The file, and what the register says: side by side, as neither needs the other. Where nobody knows when the file is there, the register is
/// read after it, so that it is not old by then.
fn read_both(
    place: &Place,
    input: &Input,
    open: impl FnOnce() -> Result<Document, JobError> + Send,
) -> Result<(Document, Known), JobError> {
    if matches!(input, Input::Stdin) {
        return Ok((open()?, Known::read(place)?));
    }
    std::thread::scope(|scope| {
        let document = scope.spawn(open);
        let known = Known::read(place);
        let document = document
            .join()
            .unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok((document, known?))
    })
}

/// What a plan was made from.
#[derive(Debug)]
struct Source {
    basis: Basis,
    table: Table,
    layout: Layout,
    /// How many physical lines stand before the rows.
    skip: u32,
    run: NewRun,
    export: Option<RunRecord>,
}

/// Reads the file, holds it against the template and plans every row. Changes nothing.
///
/// # Errors
/// What is wrong with the file, or how it differs from the template, each with its cure.
pub fn prepare(
    place: &Place,
    request: &ImportRequest,
    control: &Control,
) -> Result<Prepared, JobError> {
    let mut run = request.new_run(place);
    let template = request.cures.apply(request.template.clone());
    template.validate()?;
    let layout = Layout::of(&template.columns)?;
    let encoding = match template.direction {
        Direction::Import { encoding, .. } => encoding,
        Direction::Export { .. } => None,
    };
    let reading = Reading {
        encoding,
        delimiter: Some(template.delimiter),
        quotes: !request.cures.no_quotes,
    };
    let open = || reading::open(&request.input, request.limits, reading, control);
    let (document, known) = read_both(place, &request.input, open)?;
    let Known {
        register,
        snapshot,
        basis,
        domains,
    } = known;
    let table = document.table();
    let head = reading::head(&table);
    let skip = preflight::check(&template, &head, table.guessed_delimiter(), |user_id| {
        snapshot.by_user_id(user_id).is_some()
    })?;
    match encoding {
        None => reading::settle_encoding(&table, &template.columns, &head)?,
        // What the operator chose for this run is not questioned.
        Some(_) if request.cures.encoding.is_none() => {
            reading::expect_encoding(&document, &template.columns)?;
        }
        Some(_) => {}
    }

    let since = since_export::find(&register, &request.input, request.cures.export)?;
    let mut planner = Planner::new(snapshot, domains);
    let taken = request
        .corrects
        .map(|run| Taken::load(&register, run, control));
    let taken = taken.transpose()?;
    let since = since.map(|mut since| {
        if let Some(taken) = &taken {
            since.changed.retain(|(_, change)| !taken.wrote(change.run));
        }
        planner.changed_since_export(since.changed);
        since.run
    });
    control.begin(Counted::Rows);
    judging::judge_rows(&mut planner, &table, layout, skip, taken.as_ref(), control)?;
    run.export = since.as_ref().map(|export| export.id);
    drop(taken);
    Ok(Prepared {
        plan: planner.finish(),
        source: Source {
            basis,
            table,
            layout,
            skip,
            run,
            export: since,
        },
    })
}

/// How an import ended that was not an error.
#[derive(Debug)]
pub enum Imported {
    /// It is in the register.
    Done {
        /// The run.
        run: Box<RunRecord>,
        /// What was imported, for the report.
        prepared: Prepared,
    },
    /// Rows fell as conflicts, nothing was written; this is the new preview.
    Conflicts {
        /// The plan as it is now.
        prepared: Prepared,
        /// How many rows fell.
        fell: usize,
    },
}

/// What `apply` gives back when it refuses or is cancelled, so that the whole result can be shown beside the error.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub error: JobError,
    /// The preview, where it still stands.
    pub prepared: Option<Box<Prepared>>,
}

impl From<JobError> for Refused {
    fn from(error: JobError) -> Refused {
        Refused {
            error,
            prepared: None,
        }
    }
}

impl Source {
    fn record(&self, row: &PlannedRow) -> Option<usize> {
        self.table.index().record_on_line(u64::from(row.line))
    }

    fn texts(&self, row: &PlannedRow) -> RowTexts {
        let cell = |column| {
            self.record(row)
                .and_then(|record| self.table.cell(record, column))
                .map(Cow::into_owned)
                .unwrap_or_default()
        };
        let column = match &row.verdict {
            Verdict::Rejected(rejection) => column_of(self.layout, rejection),
            _ => self.layout.address,
        };
        RowTexts {
            user_id: cell(self.layout.user_id),
            employee_number: cell(self.layout.employee_number),
            value: cell(column),
        }
    }
}

impl Prepared {
    /// The totals of the plan.
    pub fn totals(&self) -> Totals {
        self.plan.totals()
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Name, template and file of the run that this would be.
    pub fn run(&self) -> &NewRun {
        &self.source.run
    }

    /// The export that the file is compared with.
    pub fn export(&self) -> Option<&RunRecord> {
        self.source.export.as_ref()
    }

    /// The file.
    pub fn table(&self) -> &Table {
        &self.source.table
    }

    /// Whether the demands let this plan through.
    ///
    /// # Errors
    /// [`JobError::RowsRejected`] or [`JobError::TooManyChanges`].
    pub fn check(&self, demands: Demands) -> Result<(), JobError> {
        let totals = self.totals();
        if demands.all_or_nothing && totals.rejected > 0 {
            return Err(JobError::RowsRejected(totals.rejected));
        }
        if let Some(limit) = demands.max_changes.map(|max| max.limit(totals.rows()))
            && totals.updated > limit
        {
            return Err(JobError::TooManyChanges {
                changes: totals.updated,
                limit,
            });
        }
        Ok(())
    }

    /// The domains that would come into use: those of addresses that would be written, under which nobody has an address yet.
    /// Sorted, as A-labels.
    pub fn new_domains(&self) -> Vec<String> {
        let mut new: BTreeSet<&str> = BTreeSet::new();
        for row in self.plan.rows() {
            if let Verdict::Updated(address) = &row.verdict {
                new.insert(address.domain());
            }
        }
        for (_, known) in self.plan.snapshot().iter() {
            if new.is_empty() {
                break;
            }
            if let Some(canonical) = known.canonical {
                new.remove(domain_of(canonical));
            }
        }
        new.into_iter().map(str::to_owned).collect()
    }

    /// How many physical lines stand before the rows.
    pub fn skip(&self) -> u32 {
        self.source.skip
    }

    /// How many columns the template has.
    pub fn columns(&self) -> usize {
        self.source.layout.columns
    }

    /// The record of the file on which a row of the plan stands, from 0.
    pub fn record_of(&self, row: &PlannedRow) -> Option<usize> {
        self.source.record(row)
    }

    /// A row as the log will show it.
    pub fn logged(&self, row: &PlannedRow) -> LoggedRow {
        let texts = self.source.texts(row);
        let known = row.person.map(|person| self.plan.snapshot().person(person));
        let old = match row.outcome() {
            Outcome::Updated | Outcome::Kept => known.and_then(|k| k.spelling).map(str::to_owned),
            _ => None,
        };
        let (new, rejection) = match &row.verdict {
            Verdict::Updated(address) => (Some(address.spelling().to_owned()), None),
            Verdict::Rejected(rejection) => (None, Some(rejection.clone())),
            _ => (None, None),
        };
        LoggedRow {
            line: row.line,
            record: row.record,
            outcome: row.outcome(),
            person: known.map(|k| k.id),
            user_id: texts.user_id,
            employee_number: texts.employee_number,
            value: texts.value,
            old,
            new,
            warnings: row.warnings,
            rejection,
        }
    }

    /// Imports this very plan; one that is refused, cancelled or fails is a run of the log too. With `stop_at_conflicts` a change by somebody else since the preview gives a new preview
    /// instead; without, the rows that it touches are rejected as `conflict` and the rest is imported.
    ///
    /// # Errors
    /// The demands, the register, or a cancel; nothing was changed then.
    pub fn apply(
        mut self,
        place: &Place,
        demands: Demands,
        stop_at_conflicts: bool,
        control: &Control,
    ) -> Result<Imported, Refused> {
        let asked = &mut self.source.run.asked;
        // A plan that comes back because of conflicts has them already.
        if Demands::of(asked) != demands {
            asked.arguments.extend(demands.arguments());
        }
        let run = self.source.run.clone();
        self.write(place, demands, stop_at_conflicts, control)
            .inspect_err(|refused| log::record_failure(place, &run, &refused.error))
    }

    fn write(
        self,
        place: &Place,
        demands: Demands,
        stop_at_conflicts: bool,
        control: &Control,
    ) -> Result<Imported, Refused> {
        if let Err(error) = self.check(demands) {
            return Err(Refused {
                error,
                prepared: Some(Box::new(self)),
            });
        }
        let mut register = place.open()?;
        let policy = if stop_at_conflicts || demands.all_or_nothing {
            OnConflict::Stop
        } else {
            OnConflict::Proceed
        };
        control.begin(Counted::Steps);
        let Prepared { plan, source } = self;
        let texts = |row: &PlannedRow| source.texts(row);
        let report = |done: u64, total: u64| -> ControlFlow<()> { control.report(done, total) };
        let applied = register
            .apply_import(
                plan,
                source.basis,
                &source.run,
                policy,
                &texts,
                &now,
                &report,
            )
            .map_err(JobError::from)?;
        match applied {
            Applied::Done { run, plan } => {
                // The import is done; that its copy is not there is no reason to call it failed.
                let kept = settings::keep_files(&register).and_then(|keep| match keep {
                    true => copies::keep(register.path(), &run, &source.table),
                    false => Ok(()),
                });
                if let Err(error) = kept {
                    tracing::warn!(code = error.code(), "no copy of the file was kept");
                }
                Ok(Imported::Done {
                    run: Box::new(run),
                    prepared: Prepared { plan, source },
                })
            }
            Applied::Stopped { plan, conflicts } => {
                let prepared = Prepared { plan, source };
                if demands.all_or_nothing && !stop_at_conflicts {
                    let error = JobError::RowsRejected(prepared.totals().rejected);
                    return Err(Refused {
                        error,
                        prepared: Some(Box::new(prepared)),
                    });
                }
                Ok(Imported::Conflicts {
                    prepared,
                    fell: conflicts,
                })
            }
            Applied::Cancelled { plan } => Err(Refused {
                error: JobError::Cancelled,
                prepared: Some(Box::new(Prepared { plan, source })),
            }),
        }
    }
}
