//! `koppla fill`

use regex::Regex;
use serde_json::{Value, json};

use super::args::{FillArgs, KeyArg};
use super::output::{Output, safe};
use super::register::reading;
use super::{Exit, usage};
use crate::domain::columns::Columns;
use crate::domain::fill::{Change, Fill, FillOptions, LeftOut, ReasonKind};
use crate::domain::join::{JoinKey, Listed};
use crate::domain::names::Pattern;
use crate::domain::repair::Repair;
use crate::domain::template::Field;
use crate::file::{CellEdit, Document, Input, Limits, Reading, expand_home};
use crate::jobs::fill::{self, Background, Destination, Target, background};
use crate::jobs::fill_task::{Copied, Task, What, records_from};
use crate::jobs::reading::{head, open, settle_encoding};
use crate::jobs::{Control, JobError, Place};
use crate::lang::fill::{join_key, pattern_error, reason, reason_kind};
use crate::t;

/// What the arguments say, or the sentence of wrong usage.
fn understood(arguments: &FillArgs) -> Result<(Task, Reading, Destination), String> {
    let (delimiter, encoding) = reading(&arguments.reading)?;
    let reading = Reading {
        encoding,
        delimiter,
        quotes: !arguments.reading.no_quotes,
    };
    let destination = match &arguments.output {
        None if arguments.file.as_os_str() == "-" && !arguments.dry_run => {
            return Err(t!("usage-fill-output"));
        }
        None => Destination::InPlace,
        Some(path) if path.as_os_str() == "-" => Destination::Bytes,
        Some(path) => Destination::Path {
            path: expand_home(path),
            overwrite: arguments.force,
        },
    };
    let task = if let Some(text) = &arguments.pattern {
        let pattern = Pattern::parse(text).map_err(|error| pattern_error(&error))?;
        Task::Fill(Fill::Pattern(if arguments.first_only {
            pattern.first_only()
        } else {
            pattern
        }))
    } else if let Some(from) = &arguments.from {
        let key = match arguments.key {
            Some(KeyArg::UserId) => JoinKey::UserId,
            Some(KeyArg::Name) => JoinKey::Name,
            Some(KeyArg::Number) | None => JoinKey::EmployeeNumber,
        };
        Task::List {
            input: Input::from_argument(from),
            key,
        }
    } else if let Some([find, with]) = arguments.replace.as_deref() {
        let find =
            Regex::new(find).map_err(|error| t!("usage-regex", why = safe(&error.to_string())))?;
        Task::Fill(Fill::Replace {
            find,
            with: with.clone(),
        })
    } else if arguments.from_email {
        Task::Fill(Fill::Email)
    } else if let Some(paste) = &arguments.paste {
        Task::Paste {
            copied: Copied::File(Input::from_argument(paste)),
            // Onto which rows is known when the file is read.
            onto: Vec::new(),
        }
    } else {
        Task::Repair
    };
    Ok((task, reading, destination))
}

pub(super) fn run(arguments: &FillArgs, place: &Place, output: Output) -> Result<Exit, JobError> {
    let (mut task, reading, destination) = match understood(arguments) {
        Ok(understood) => understood,
        Err(message) => return Ok(usage(&message, output.json)),
    };
    let control = output.control();
    let known = background(place, &control)?;
    let limits = known.as_ref().map_or_else(Limits::default, |b| b.limits);
    let document = open(
        &Input::from_argument(&arguments.file),
        limits,
        reading,
        &control,
    )?;
    let table = document.table();
    let head = head(&table);
    let columns = Columns::find(&head, []);
    if reading.encoding.is_none() {
        settle_encoding(&table, &columns.fields, &head)?;
    }
    let target = Target {
        table: &table,
        columns: &columns.fields,
        skip: columns.skip,
    };
    if let Task::Paste { onto, .. } = &mut task {
        *onto = records_from(&target, arguments.line.unwrap_or(1));
    }
    let report = planned(&task, arguments, &target, known.as_ref(), &control)?;
    tell_background(place, known.as_ref(), output);
    report.tell(output);
    let finished = Finished {
        arguments,
        destination: &destination,
        register: known.is_some().then(|| place.path().to_string_lossy()),
        output,
    };
    finished.run(&report, document)
}

fn planned(
    task: &Task,
    arguments: &FillArgs,
    target: &Target<'_>,
    known: Option<&Background>,
    control: &Control,
) -> Result<Report, JobError> {
    let options = FillOptions {
        overwrite: arguments.overwrite,
        selected: None,
    };
    let planned = task.plan(target, &options, known, control)?;
    let mut notes = Vec::new();
    if let What::Fill(plan) = &planned.what
        && plan.protection_unknown > 0
    {
        notes.push(t!("fill-protection-unknown", n = plan.protection_unknown));
    }
    if let Some(domain) = task.domain_not_allowed(known) {
        notes.push(t!("fill-domain-not-allowed", domain = safe(domain)));
    }
    if let Some(key) = planned.joined_by {
        notes.push(t!("fill-joined-by", key = join_key(key)));
    }
    if planned.surplus > 0 {
        let n = u64::try_from(planned.surplus).unwrap_or(u64::MAX);
        notes.push(t!("fill-surplus", n = n));
    }
    let headings = match planned.what {
        What::Fill(_) => vec![Field::ConnectAddress],
        What::Repair(_) => Field::REQUIRED.to_vec(),
    };
    Ok(Report {
        edits: planned.edits(target)?,
        notes,
        headings: headings.iter().map(|f| fill::heading(target, *f)).collect(),
        what: planned.what,
    })
}

fn tell_background(place: &Place, known: Option<&Background>, output: Output) {
    let path = safe(&place.path().to_string_lossy());
    output.note(&match known {
        Some(_) => t!("fill-with-register", path = path),
        None => t!("fill-without-register", path = path),
    });
}

struct Report {
    edits: Vec<CellEdit>,
    notes: Vec<String>,
    what: What,
    /// Of the column of addresses; for a repair, of the user ids, the employee numbers and the addresses.
    headings: Vec<String>,
}

/// The last part of a call: printing, asking, writing.
struct Finished<'a> {
    arguments: &'a FillArgs,
    destination: &'a Destination,
    register: Option<std::borrow::Cow<'a, str>>,
    output: Output,
}

impl Finished<'_> {
    fn run(&self, report: &Report, document: Document) -> Result<Exit, JobError> {
        let output = self.output;
        let to_stdout = *self.destination == Destination::Bytes && !self.arguments.dry_run;
        if !output.json && !to_stdout {
            report.print(output);
        }
        let count = report.edits.len();
        if !self.arguments.dry_run {
            let n = u64::try_from(count).unwrap_or(u64::MAX);
            if count > 0 && !output.confirm(&t!("fill-confirm", n = n)) {
                return Err(JobError::Cancelled);
            }
            if let Some(bytes) = fill::write(document, report.edits.clone(), self.destination)? {
                output.bytes(&bytes);
            }
        }
        if output.json && !to_stdout {
            output.json(&report.json(self));
        }
        if self.arguments.dry_run {
            output.note(&t!("cli-dry-run"));
        } else if let Destination::Path { path, .. } = self.destination {
            output.note(&t!("fill-written", path = safe(&path.to_string_lossy())));
        }
        Ok(Exit::Done)
    }
}

/// Whether these rows are told one by one: those where somebody can do something.
fn listed(row: &&LeftOut) -> bool {
    matches!(
        row.reason.kind(),
        ReasonKind::ColumnCount
            | ReasonKind::NoName
            | ReasonKind::NotLatin
            | ReasonKind::NoEmail
            | ReasonKind::Ambiguous
            | ReasonKind::Invalid
    )
}

impl Report {
    fn tell(&self, output: Output) {
        for note in &self.notes {
            output.note(note);
        }
    }

    fn print(&self, output: Output) {
        let output = &mut Lines::new(output);
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        match &self.what {
            What::Fill(plan) => {
                output.line(&t!(
                    "fill-totals",
                    rows = count(plan.rows()),
                    filled = crate::lang::number(count(plan.changes.len())),
                    left = crate::lang::number(count(plan.left_out.len()))
                ));
                for Change {
                    line,
                    user_id,
                    employee_number,
                    old,
                    new,
                    ..
                } in &plan.changes
                {
                    print_change(output, *line, [user_id, employee_number], old, new);
                }
                for (kind, n) in plan.left_out_counts() {
                    output.line(&t!(
                        "fill-left-out",
                        reason = reason_kind(kind),
                        n = n,
                        code = kind.code()
                    ));
                }
                for row in plan.left_out.iter().filter(listed) {
                    output.line(&t!(
                        "fill-left-row",
                        line = row.line.to_string(),
                        reason = reason(&row.reason)
                    ));
                }
                print_listed(output, &t!("fill-list-unmatched"), &plan.unmatched);
                print_listed(output, &t!("fill-list-ambiguous"), &plan.ambiguous);
            }
            What::Repair(plan) => {
                output.line(&t!(
                    "fill-repair-totals",
                    rows = count(plan.rows),
                    n = count(plan.repairs.len())
                ));
                for repair in &plan.repairs {
                    let who = [&*repair.user_id, &repair.employee_number];
                    print_change(output, repair.line, who, &repair.old, &repair.new);
                }
            }
        }
    }

    fn json(&self, finished: &Finished<'_>) -> Value {
        let mut value = match &self.what {
            What::Fill(plan) => {
                let left_out: serde_json::Map<String, Value> = plan
                    .left_out_counts()
                    .into_iter()
                    .map(|(kind, n)| (kind.code().to_owned(), json!(n)))
                    .collect();
                let rows = plan.left_out.iter().filter(listed).map(|row| {
                    json!({
                        "line": row.line, "reason": row.reason.kind().code(),
                        "message": reason(&row.reason),
                    })
                });
                json!({
                    "rows": plan.rows(), "changed": plan.changes.len(),
                    "changes": plan.changes.iter().map(|c| json!({
                        "line": c.line, "user_id": c.user_id, "employee_number": c.employee_number,
                        "column": self.headings.first(), "old": old(&c.old), "new": c.new,
                    })).collect::<Vec<_>>(),
                    "left_out": left_out, "left_out_rows": rows.collect::<Vec<_>>(),
                    "unmatched": plan.unmatched.iter().map(listed_json).collect::<Vec<_>>(),
                    "ambiguous": plan.ambiguous.iter().map(listed_json).collect::<Vec<_>>(),
                    "protection_unknown": plan.protection_unknown,
                })
            }
            What::Repair(plan) => json!({
                "rows": plan.rows, "changed": plan.repairs.len(),
                "changes": plan.repairs.iter().map(|r| repair_json(r, &self.headings)).collect::<Vec<_>>(),
                "left_out": {}, "left_out_rows": [], "unmatched": [], "ambiguous": [],
                "protection_unknown": 0,
            }),
        };
        value["dry_run"] = json!(finished.arguments.dry_run);
        value["register"] = json!(finished.register);
        value
    }
}

/// Lines of the result, many at a time: a large file has a million of them.
struct Lines {
    output: Output,
    waiting: String,
}

impl Lines {
    fn new(output: Output) -> Lines {
        Lines {
            output,
            waiting: String::new(),
        }
    }

    fn line(&mut self, text: &str) {
        if !self.waiting.is_empty() {
            self.waiting.push('\n');
        }
        self.waiting.push_str(text);
        if self.waiting.len() > 64 << 10 {
            self.output.line(&std::mem::take(&mut self.waiting));
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        if !self.waiting.is_empty() {
            self.output.line(&self.waiting);
        }
    }
}

fn old(cell: &str) -> Option<&str> {
    (!cell.is_empty()).then_some(cell)
}

fn repair_json(repair: &Repair, headings: &[String]) -> Value {
    let place = Field::REQUIRED
        .iter()
        .position(|field| *field == repair.field);
    let column = place.and_then(|place| headings.get(place));
    json!({
        "line": repair.line, "user_id": repair.user_id, "employee_number": repair.employee_number,
        "column": column, "old": old(&repair.old), "new": repair.new,
    })
}

fn listed_json(row: &Listed) -> Value {
    json!({
        "line": row.line, "key": row.key, "address": row.address,
        "suggestion": row.suggestion, "lines": row.lines,
    })
}

fn print_change(output: &mut Lines, line: u32, [user_id, number]: [&str; 2], old: &str, new: &str) {
    let who = if user_id.is_empty() { number } else { user_id };
    let old = if old.is_empty() { "–" } else { old };
    output.line(&t!(
        "fill-change",
        line = line.to_string(),
        who = safe(who),
        old = safe(old),
        new = safe(new)
    ));
}

fn print_listed(output: &mut Lines, title: &str, rows: &[Listed]) {
    if rows.is_empty() {
        return;
    }
    output.line(title);
    for row in rows {
        let lines: Vec<String> = row.lines.iter().map(u32::to_string).collect();
        let key = safe(&row.key);
        let address = safe(&row.address);
        let line = row.line.to_string();
        output.line(&match (&row.suggestion, lines.is_empty()) {
            (Some(meant), _) => t!(
                "fill-list-row-meant",
                line = line,
                key = key,
                address = address,
                meant = safe(meant)
            ),
            (None, false) => t!(
                "fill-list-row-lines",
                line = line,
                key = key,
                address = address,
                lines = lines.join(", ")
            ),
            (None, true) => t!("fill-list-row", line = line, key = key, address = address),
        });
    }
}
