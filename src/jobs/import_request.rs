//! What is asked of an import: the file, the template, what is different this time, and what must hold for it to be done at all. Each is also
//! said in the words of the command, for the log. Not here: doing it ([`super::import`]).

use std::path::PathBuf;

use super::correction::CORRECTS;
use super::error::JobError;
use super::log;
use super::place::{Place, now, whole};
use super::since_export::CompareWith;
use crate::domain::log::{Asked, NewRun, RunId, RunKind};
use crate::domain::preflight::Refusal;
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Template};
use crate::file::{FileError, Input, Limits};

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

    /// These and what else a refused file wants; `None` where nothing here helps. In doubt about the encoding the likelier one.
    pub fn and_for(&self, refusal: &JobError) -> Option<Cures> {
        let mut cures = self.clone();
        match refusal {
            JobError::Refused(Refusal::Delimiter { file, .. }) => cures.delimiter = Some(*file),
            JobError::Refused(Refusal::Heading { columns, .. }) => {
                cures.columns = Some(columns.clone()?);
            }
            JobError::Refused(
                Refusal::HeadingAsPerson { line: right } | Refusal::PersonSkipped { right, .. },
            ) => cures.skip_rows = Some(*right),
            JobError::EncodingDoubtful(cell) => cures.encoding = Some(cell.guess),
            JobError::File(FileError::QuoteUnclosed { .. }) => cures.no_quotes = true,
            _ => return None,
        }
        // What has been changed already and is still found wrong is not cured by doing it again.
        (cures != *self).then_some(cures)
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
    pub(super) fn new_run(&self, place: &Place) -> NewRun {
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
    pub(super) fn arguments(self) -> Vec<String> {
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

    pub(super) fn limit(self, rows: u64) -> u64 {
        match self {
            MaxChanges::Count(n) => n,
            MaxChanges::Percent(share) => rows * share / 100,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::jobs::templates::proposed_export;

    /// An import of a file as it is, with the proposed template.
    pub(crate) fn plain_import(file: PathBuf) -> ImportRequest {
        ImportRequest {
            input: Input::Path(file),
            template: proposed_export("E-post").to_import("Import E-post"),
            name: None,
            cures: Cures::default(),
            rejects: None,
            corrects: None,
            limits: Limits::default(),
        }
    }
}
