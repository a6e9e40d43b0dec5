//! Printing: results to standard output, messages to standard error. A reader that goes away (`| head`) is no error.
//! Text from a file or the register passes [`visible`] on its way out; JSON escapes what a terminal would obey by itself.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Exit;
use crate::domain::log::{LoggedRow, RunRecord};
use crate::domain::plan::{Outcome, Totals};
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::jobs::{Control, JobError};
use crate::lang::{errors, number, pace, sentences};
use crate::t;

/// How often progress is a line of a file.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// How this call prints.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// Results as JSON.
    pub(crate) json: bool,
    /// Only results and errors.
    pub(crate) quiet: bool,
    /// Every question is answered with yes.
    pub(crate) yes: bool,
}

fn put(stream: &mut dyn Write, text: &str) {
    // Nobody is left to tell when the reader has gone.
    let _ = stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.write_all(b"\n"));
    let _ = stream.flush();
}

/// Every control character that a terminal would obey as a JSON escape; serde_json leaves DEL, C1 and bidi controls as they are.
fn json_safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && crate::domain::text::is_hidden(c) {
            let mut units = [0u16; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

/// The `error` object of a wrong usage.
pub(crate) fn usage_json(message: &str) {
    let error = json!({ "error": { "code": "usage", "message": message.trim(), "cure": null } });
    let output = Output {
        json: true,
        quiet: true,
        yes: false,
    };
    output.json(&error);
}

/// A line on standard error.
pub(crate) fn complain(text: &str) {
    put(&mut std::io::stderr().lock(), text);
}

impl Output {
    /// A line of the result.
    pub(crate) fn line(self, text: &str) {
        put(&mut std::io::stdout().lock(), text);
    }

    /// The result as JSON.
    pub(crate) fn json(self, value: &Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        put(&mut std::io::stdout().lock(), &json_safe(&text));
    }

    /// Bytes of a file as they are.
    pub(crate) fn bytes(self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(bytes).and_then(|()| out.flush());
    }

    /// A closing word; not with `--quiet`.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            put(&mut std::io::stderr().lock(), text);
        }
    }

    /// What went wrong, and its exit code.
    pub(crate) fn fail(self, error: &JobError) -> Exit {
        tracing::error!(code = error.code(), "failed");
        if self.json {
            self.json(&json!({ "error": error_json(error) }));
        }
        self.message(error);
        if error.is_refusal() {
            Exit::Refused
        } else {
            Exit::Failed
        }
    }

    /// What went wrong, in words, on standard error.
    pub(crate) fn message(self, error: &JobError) {
        let told = errors::job(error);
        put(
            &mut std::io::stderr().lock(),
            &format!("koppla: {}", told.message),
        );
        if let Some(cure) = told.cure {
            put(&mut std::io::stderr().lock(), &cure);
        }
    }

    /// A control that shows progress on standard error: in one line where that is a terminal, else in a line now and then.
    pub(crate) fn control(self) -> Control {
        if self.quiet {
            return Control::unwatched();
        }
        let dumb = std::env::var("TERM").map_or(true, |term| term.is_empty() || term == "dumb");
        let terminal = std::io::stderr().is_terminal() && !dumb;
        let last = Mutex::new(Instant::now());
        Control::watched(move |control| {
            let (done, total) = control.progress();
            let Some(percent) = (done * 100).checked_div(total) else {
                return;
            };
            let told = control.pace().map(pace::told);
            if terminal {
                let told = told.unwrap_or_default();
                // What was longer before is wiped away.
                let _ = write!(std::io::stderr().lock(), "\r{percent:3} %  {told}\x1b[K\r");
                return;
            }
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(told) = told
                && last.elapsed() >= LINE_EVERY
            {
                *last = Instant::now();
                complain(&t!("cli-progress", percent = percent, pace = told));
            }
        })
    }

    /// Whether the operator agrees: asked only on a terminal, and not with `--yes`.
    pub(crate) fn confirm(self, question: &str) -> bool {
        if self.yes || !std::io::stdin().is_terminal() {
            return true;
        }
        let mut out = std::io::stderr().lock();
        let _ = write!(out, "{question} [{}] ", t!("cli-yes-no"));
        let _ = out.flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer).is_ok();
        read && matches!(
            answer.trim().to_lowercase().as_str(),
            "j" | "ja" | "y" | "yes"
        )
    }
}

/// The `error` object.
pub(crate) fn error_json(error: &JobError) -> Value {
    let told = errors::job(error);
    json!({ "code": error.code(), "message": told.message, "cure": told.cure })
}

/// Text of a file or the register, fit for a terminal.
pub(crate) fn safe(text: &str) -> String {
    visible(text).into_owned()
}

/// The result of an import, its dry run, or a run from the log, in the shape of page 3.
pub(crate) struct Report<'a> {
    pub(crate) run: Option<i64>,
    pub(crate) dry_run: bool,
    pub(crate) file: &'a str,
    pub(crate) template: Option<&'a str>,
    pub(crate) totals: Totals,
    pub(crate) rows: &'a [LoggedRow],
}

impl Report<'_> {
    pub(crate) fn json(&self) -> Value {
        let totals = self.totals;
        let of = |outcome: Outcome| self.rows.iter().filter(move |r| r.outcome == outcome);
        let warning_rows: Vec<Value> = self
            .rows
            .iter()
            .flat_map(|row| {
                row.warnings.iter().map(move |warning| {
                    let mut value = row_json(row);
                    // What was put right is not kept, so the log could not tell it.
                    if let Some(new) = &row.new {
                        value["value"] = json!(new);
                    }
                    value["warning"] = json!(warning.code());
                    value["message"] = json!(sentences::warning(warning));
                    value
                })
            })
            .collect();
        let changes: Vec<Value> = of(Outcome::Updated)
            .map(|row| {
                json!({
                    "line": row.line, "user_id": row.user_id, "employee_number": row.employee_number,
                    "old": row.old, "new": row.new,
                })
            })
            .collect();
        json!({
            "run": self.run, "dry_run": self.dry_run, "file": self.file, "template": self.template,
            "rows": totals.rows(), "updated": totals.updated, "unchanged": totals.unchanged,
            "kept": totals.kept, "blank": totals.blank, "rejected": totals.rejected,
            "warnings": totals.warnings,
            "rejections": of(Outcome::Rejected).map(rejection_json).collect::<Vec<_>>(),
            "changes": changes,
            "kept_rows": of(Outcome::Kept).map(|row| {
                let mut value = row_json(row);
                value["message"] = json!(t!("kept-verified"));
                value["address"] = json!(row.old);
                value
            }).collect::<Vec<_>>(),
            "warning_rows": warning_rows,
        })
    }

    /// The totals in a line, then the rejected rows.
    pub(crate) fn print(&self, output: Output) {
        output.line(&totals_line(&self.totals));
        for row in self
            .rows
            .iter()
            .filter(|row| row.outcome == Outcome::Rejected)
        {
            print_rejection(output, row);
        }
        if self.totals.warnings > 0 {
            output.line(&t!("cli-warnings", n = self.totals.warnings));
        }
    }
}

/// "1 203 rader: 1 000 uppdaterade, …"
pub(crate) fn totals_line(totals: &Totals) -> String {
    t!(
        "cli-totals",
        rows = totals.rows(),
        updated = number(totals.updated),
        unchanged = number(totals.unchanged),
        kept = number(totals.kept),
        blank = number(totals.blank),
        rejected = number(totals.rejected)
    )
}

/// A rejected row on a line of its own: where, who, why.
pub(crate) fn print_rejection(output: Output, row: &LoggedRow) {
    let Some(rejection) = &row.rejection else {
        return;
    };
    let sentence = sentences::rejection(rejection, row.line);
    output.line(&t!(
        "cli-rejected-row",
        line = row.line.to_string(),
        who = safe(if row.user_id.is_empty() {
            &row.employee_number
        } else {
            &row.user_id
        }),
        value = safe(&row.value),
        code = rejection.reason().code(),
        sentence = sentence
    ));
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

/// A run in the list of the log.
pub(crate) fn run_json(run: &RunRecord) -> Value {
    let totals = run.totals;
    json!({
        "run": run.id.0, "kind": run.kind.code(), "name": run.name, "template": run.template,
        "file": run.file, "who": run.who.login, "client": run.who.client,
        "started": run.started.to_string(), "finished": run.finished.to_string(),
        "status": run.status.code(), "rows": run.rows, "updated": totals.updated,
        "unchanged": totals.unchanged, "kept": totals.kept, "blank": totals.blank,
        "rejected": totals.rejected, "warnings": totals.warnings, "created": run.other.created,
        "export": run.export.map(|id| id.0), "undo_of": run.undo_of.map(|id| id.0),
        "path": run.asked.path.as_ref().map(|path| path.to_string_lossy()), "error": run.error,
        "purged": run.purged.map(|at| at.to_string()),
    })
}
