//! The import: file and template → preflight → plan; then that very plan into the register (R10), in one transaction.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::control::{Control, Counted};
use super::correction::{CORRECTS, Taken};
use super::error::JobError;
use super::place::{Place, now, whole};
use super::reading::{self, Layout, column_of, cut, data_rows};
use super::since_export::{self, CompareWith};
use super::{copies, log, settings};
use crate::domain::address::domain_of;
use crate::domain::log::{Asked, LoggedRow, NewRun, RunId, RunKind, RunRecord};
use crate::domain::plan::{Outcome, Plan, PlannedRow, Planner, Totals, Verdict};
use crate::domain::preflight;
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Template};
use crate::file::{Input, Limits, Reading, Table};
use crate::store::{Applied, Basis, OnConflict, RowTexts};

/// What the operator changes for this run only, because the file is not what the template says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cures {
    /// Another field delimiter.
    pub delimiter: Option<Delimiter>,
    /// Another encoding.
    pub encoding: Option<Encoding>,
    /// Another number of leading lines to skip.
    pub skip_rows: Option<u32>,
    /// Other columns.
    pub columns: Option<Vec<Option<Field>>>,
    /// Quotation marks are ordinary characters.
    pub no_quotes: bool,
    /// The export with which the file is compared.
    pub export: CompareWith,
}

impl Cures {
    /// The template as it would have to be for a file that these cure.
    pub fn apply(&self, mut template: Template) -> Template {
        if let Some(delimiter) = self.delimiter {
            template.delimiter = delimiter;
        }
        if let Some(columns) = &self.columns {
            template.columns.clone_from(columns);
        }
        if let Direction::Import {
            encoding,
            skip_rows,
        } = &mut template.direction
        {
            *encoding = self.encoding.or(*encoding);
            *skip_rows = self.skip_rows.or(*skip_rows);
        }
        template
    }

    /// In the words of the command.
    fn arguments(&self) -> Vec<String> {
        let columns = self.columns.as_ref().map(|columns| {
            let codes: Vec<_> = columns.iter().map(|c| c.map_or("-", Field::code)).collect();
            codes.join(",")
        });
        let values = [
            ("--delimiter", self.delimiter.map(Delimiter::code)),
            ("--encoding", self.encoding.map(|e| e.code().to_owned())),
            ("--skip-rows", self.skip_rows.map(|n| n.to_string())),
            ("--columns", columns),
            (
                "--export",
                match self.export {
                    CompareWith::ByFile => None,
                    CompareWith::Nothing => Some("none".to_owned()),
                    CompareWith::Run(run) => Some(run.to_string()),
                },
            ),
        ];
        let mut words = Vec::new();
        for (flag, value) in values {
            words.extend(value.into_iter().flat_map(|value| [flag.to_owned(), value]));
        }
        if self.no_quotes {
            words.push("--no-quotes".to_owned());
        }
        words
    }

    /// What was different about a past run.
    pub fn of(asked: &Asked) -> Cures {
        let columns = |list: &str| {
            let fields = list.split(',').map(|code| match code {
                "-" => Some(None),
                code => Field::from_code(code).map(Some),
            });
            fields.collect::<Option<Vec<_>>>()
        };
        Cures {
            delimiter: asked.value("--delimiter").and_then(Delimiter::from_code),
            encoding: asked.value("--encoding").and_then(Encoding::from_code),
            skip_rows: asked.value("--skip-rows").and_then(|n| n.parse().ok()),
            columns: asked.value("--columns").and_then(columns),
            no_quotes: asked.has("--no-quotes"),
            export: asked
                .value("--export")
                .and_then(CompareWith::parse)
                .unwrap_or_default(),
        }
    }
}

/// What to import.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The file.
    pub input: Input,
    /// The import template.
    pub template: Template,
    /// The name that the log shows; the file's name if it is not given.
    pub name: Option<String>,
    /// What is different this time.
    pub cures: Cures,
    /// Where the rejected rows go, and whether that may replace a file; what is written there is [`super::rejects`]' matter.
    pub rejects: Option<(PathBuf, bool)>,
    /// The run that this one corrects: only rows are read that it did not take as they stand now.
    pub corrects: Option<RunId>,
    /// How large a file may be.
    pub limits: Limits,
}

impl ImportRequest {
    /// The run that this is.
    fn new_run(&self, place: &Place) -> NewRun {
        let file = shown(&self.input);
        let mut arguments = self.cures.arguments();
        if let Some(run) = self.corrects {
            arguments.extend([CORRECTS.to_owned(), run.to_string()]);
        }
        if let Some((path, overwrite)) = &self.rejects
            && let Some(path) = whole(path).to_str()
        {
            arguments.extend(["--rejects".to_owned(), path.to_owned()]);
            arguments.extend(overwrite.then(|| "--force".to_owned()));
        }
        NewRun {
            kind: RunKind::Import,
            name: self.name.clone().unwrap_or_else(|| file.clone()),
            template: Some(self.template.name.clone()),
            file,
            who: place.who().clone(),
            started: now(),
            asked: Asked {
                path: path_of(&self.input),
                arguments,
            },
            export: None,
            undo_of: None,
        }
    }

    /// Writes into the log that this import was refused, cancelled or failed before its plan was made. Not for a preview: there
    /// nothing was to be done yet.
    pub fn record_failure(&self, place: &Place, demands: Demands, error: &JobError) {
        let mut run = self.new_run(place);
        run.asked.arguments.extend(demands.arguments());
        log::record_failure(place, &run, error);
    }
}

/// The whole path of an input that has one.
pub(super) fn path_of(input: &Input) -> Option<PathBuf> {
    match input {
        Input::Path(path) => Some(whole(path)),
        Input::Stdin | Input::Bytes { .. } => None,
    }
}

/// An import that is planned and not yet done: the preview.
#[derive(Debug)]
pub struct Prepared {
    plan: Plan,
    source: Source,
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
    let document = reading::open(&request.input, request.limits, reading, control)?;
    let table = document.table();
    let register = place.open()?;
    let (snapshot, basis) = register.snapshot()?;
    let domains = register.allowed_domains()?;
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
    let total = table.records() as u64;
    control.begin(Counted::Rows);
    for row in data_rows(&table, skip) {
        let cells = cut(&table, layout, row);
        let touched = match &taken {
            Some(taken) => !taken.has(&cells)?,
            None => true,
        };
        if touched {
            planner.push(&cells);
        }
        if row.number % 4096 == 0 && control.report(row.record as u64, total).is_break() {
            return Err(JobError::Cancelled);
        }
    }
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

/// The name by which a log calls an input: the file's own, without its directory.
pub fn shown(input: &Input) -> String {
    match input {
        Input::Path(path) => path.file_name().map_or_else(
            || path.to_string_lossy().into_owned(),
            |n| n.to_string_lossy().into_owned(),
        ),
        Input::Stdin => "-".into(),
        Input::Bytes { name, .. } => (*name).to_owned(),
    }
}

/// What the operator demands of the import beyond the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Demands {
    /// Import nothing if a row is rejected (R8).
    pub all_or_nothing: bool,
    /// Import nothing if more addresses would change.
    pub max_changes: Option<MaxChanges>,
}

/// The brake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaxChanges {
    /// At most so many addresses.
    Count(u64),
    /// At most so many hundredths of the rows read.
    Percent(u64),
}

impl Demands {
    /// In the words of the command.
    fn arguments(self) -> Vec<String> {
        let mut words = Vec::new();
        if self.all_or_nothing {
            words.push(ALL_OR_NOTHING.to_owned());
        }
        if let Some(max) = self.max_changes {
            words.extend(["--max-changes".to_owned(), max.to_string()]);
        }
        words
    }

    /// What was demanded of a past run.
    pub fn of(asked: &Asked) -> Demands {
        Demands {
            all_or_nothing: asked.has(ALL_OR_NOTHING),
            max_changes: asked.value("--max-changes").and_then(MaxChanges::parse),
        }
    }
}

const ALL_OR_NOTHING: &str = "--all-or-nothing";

impl std::fmt::Display for MaxChanges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MaxChanges::Count(n) => n.fmt(f),
            MaxChanges::Percent(share) => write!(f, "{share}%"),
        }
    }
}

impl MaxChanges {
    /// Reads `100` or `10%`.
    pub fn parse(text: &str) -> Option<MaxChanges> {
        match text.trim().strip_suffix('%') {
            Some(share) => {
                let share = share.trim().parse().ok()?;
                (share <= 100).then_some(MaxChanges::Percent(share))
            }
            None => text.trim().parse().ok().map(MaxChanges::Count),
        }
    }

    fn limit(self, rows: u64) -> u64 {
        match self {
            MaxChanges::Count(n) => n,
            MaxChanges::Percent(share) => rows * share / 100,
        }
    }
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
