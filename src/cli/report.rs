//! The result of an import in the shape of page 3: as lines and as JSON whose rows are made one by one as they are written, so that a
//! million of them are never in memory together. Not here: the texts of other results ([`super::output`]).

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::output::{Output, print_rejection, totals_line};
use crate::domain::address::{self, Warning};
use crate::domain::domains::well_known_address;
use crate::domain::log::LoggedRow;
use crate::domain::plan::{Outcome, Totals};
use crate::domain::template::Field;
use crate::jobs::import::Prepared;
use crate::lang::sentences;
use crate::t;

/// Rows that can be gone through again and again.
pub(crate) trait Listed {
    /// The rows with this outcome; without one, those that were warned of.
    fn rows(&self, outcome: Option<Outcome>) -> Box<dyn Iterator<Item = Cow<'_, LoggedRow>> + '_>;
}

impl Listed for Vec<LoggedRow> {
    fn rows(&self, outcome: Option<Outcome>) -> Box<dyn Iterator<Item = Cow<'_, LoggedRow>> + '_> {
        let wanted = move |row: &&LoggedRow| match outcome {
            Some(outcome) => row.outcome == outcome,
            None => !row.warnings.is_empty(),
        };
        Box::new(self.iter().filter(wanted).map(Cow::Borrowed))
    }
}

impl Listed for Prepared {
    fn rows(&self, outcome: Option<Outcome>) -> Box<dyn Iterator<Item = Cow<'_, LoggedRow>> + '_> {
        let rows = self.plan().rows().iter();
        let wanted = rows.filter(move |row| match outcome {
            Some(outcome) => row.outcome() == outcome,
            None => !row.warnings.is_empty(),
        });
        Box::new(wanted.map(|row| Cow::Owned(self.logged(row))))
    }
}

/// The result of an import, its dry run, or a run from the log, in the shape of page 3.
pub(crate) struct Report<'a> {
    pub(crate) run: Option<i64>,
    pub(crate) dry_run: bool,
    pub(crate) file: &'a str,
    pub(crate) template: Option<&'a str>,
    pub(crate) totals: Totals,
    pub(crate) rows: &'a dyn Listed,
}

/// A report with what only this kind of run tells.
#[derive(Serialize)]
pub(crate) struct Told<'a> {
    #[serde(flatten)]
    pub(crate) report: &'a Report<'a>,
    /// Where the report has a key too, the report's holds.
    #[serde(flatten, serialize_with = "beside")]
    pub(crate) more: Map<String, Value>,
}

/// The keys of a report, which stand in it once.
const KEYS: [&str; 15] = [
    "run",
    "dry_run",
    "file",
    "template",
    "rows",
    "updated",
    "unchanged",
    "kept",
    "blank",
    "rejected",
    "warnings",
    "rejections",
    "changes",
    "kept_rows",
    "warning_rows",
];

fn beside<S: Serializer>(more: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(more.iter().filter(|(key, _)| !KEYS.contains(&key.as_str())))
}

/// A list whose elements are made as they are written.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item = Value>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let totals = self.totals;
        let of = |outcome| self.rows.rows(Some(outcome));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("run", &self.run)?;
        map.serialize_entry("dry_run", &self.dry_run)?;
        map.serialize_entry("file", self.file)?;
        map.serialize_entry("template", &self.template)?;
        for (key, count) in [
            ("rows", totals.rows()),
            ("updated", totals.updated),
            ("unchanged", totals.unchanged),
            ("kept", totals.kept),
            ("blank", totals.blank),
            ("rejected", totals.rejected),
            ("warnings", totals.warnings),
        ] {
            map.serialize_entry(key, &count)?;
        }
        let rejections = Each(|| of(Outcome::Rejected).map(|row| rejection_json(&row)));
        map.serialize_entry("rejections", &rejections)?;
        let changes = Each(|| of(Outcome::Updated).map(|row| change_json(&row)));
        map.serialize_entry("changes", &changes)?;
        let kept = Each(|| of(Outcome::Kept).map(|row| kept_json(&row)));
        map.serialize_entry("kept_rows", &kept)?;
        let warned = Each(|| self.rows.rows(None).flat_map(|row| warnings_json(&row)));
        map.serialize_entry("warning_rows", &warned)?;
        map.end()
    }
}

impl Report<'_> {
    /// The totals in a line, then the rejected rows.
    pub(crate) fn print(&self, output: Output) {
        output.line(&totals_line(&self.totals));
        for row in self.rows.rows(Some(Outcome::Rejected)) {
            print_rejection(output, &row);
        }
        if self.totals.warnings > 0 {
            output.line(&t!("cli-warnings", n = self.totals.warnings));
        }
    }
}

fn change_json(row: &LoggedRow) -> Value {
    json!({
        "line": row.line, "user_id": row.user_id, "employee_number": row.employee_number,
        "old": row.old, "new": row.new,
    })
}

fn kept_json(row: &LoggedRow) -> Value {
    let mut value = row_json(row);
    value["message"] = json!(t!("kept-verified"));
    value["address"] = json!(row.old);
    value
}

/// One for each warning.
fn warnings_json(row: &LoggedRow) -> Vec<Value> {
    let told = row.warnings.iter().map(|warning| {
        let mut value = row_json(row);
        // What was put right is not kept, so the log could not tell it.
        if let Some(new) = &row.new {
            value["value"] = json!(new);
        }
        value["warning"] = json!(warning.code());
        value["message"] = json!(sentences::warning(warning));
        let address = row.new.as_deref().unwrap_or(&row.value);
        let meant = match warning {
            Warning::TypoSuspected => address::parse(address).ok(),
            _ => None,
        };
        value["suggestion"] = json!(meant.and_then(|p| well_known_address(&p.address)));
        value
    });
    told.collect()
}

fn row_json(row: &LoggedRow) -> Value {
    json!({
        "line": row.line, "record": row.record, "user_id": row.user_id,
        "employee_number": row.employee_number, "column": Field::ConnectAddress.heading(), "value": row.value,
    })
}

/// A rejected row in the shape of page 3.
pub(crate) fn rejection_json(row: &LoggedRow) -> Value {
    let mut value = row_json(row);
    if let Some(rejection) = &row.rejection {
        value["column"] = json!(rejection.field().map(Field::heading));
        value["reason"] = json!(rejection.reason().code());
        value["message"] = json!(sentences::rejection(rejection, row.line));
        value["suggestion"] = json!(rejection.suggestion());
    }
    value
}
