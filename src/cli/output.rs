//! Printing: results to standard output, messages to standard error. A reader that goes away (`| head`) is no error.
//! Text from a file or the register passes [`visible`] on its way out; JSON escapes what a terminal would obey by itself.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use serde_json::{Value, json};

use super::Exit;
use crate::domain::log::{LoggedRow, RunRecord};
use crate::domain::plan::Totals;
use crate::domain::text::{is_hidden, visible};
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

/// JSON on several lines in which every character that a terminal would obey is an escape; serde_json leaves DEL, C1 and bidi controls as
/// they are.
struct Harmless(PrettyFormatter<'static>);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let mut units = [0; 2];
            for unit in hidden.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + hidden.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

fn write_json(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let mut buffered = BufWriter::new(out);
    let formatter = Harmless(PrettyFormatter::new());
    value.serialize(&mut Serializer::with_formatter(&mut buffered, formatter))?;
    buffered.write_all(b"\n")?;
    buffered.flush()
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
        self.json_of(value);
    }

    /// The same of something that is never in memory as a whole: its parts are made as they are written.
    pub(crate) fn json_of(self, value: &(impl Serialize + ?Sized)) {
        // Nobody is left to tell when the reader has gone.
        let _ = write_json(&mut io::stdout().lock(), value);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_an_escape_and_reads_as_it_was() {
        let value =
            json!({ "å\u{202e}": ["\u{1b}]66\n\u{9b}\u{7f}", "\"\\\u{e0041}å"], "b": [], "c": {} });
        let mut out = Vec::new();
        write_json(&mut out, &value).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.chars().find(|c| is_hidden(*c) && *c != '\n'), None);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert!(
            text.contains("\"å\\u202e\": [\n    \"\\u001b]66\\n\\u009b\\u007f\""),
            "{text}"
        );
        assert!(text.ends_with("}\n"), "{text}");
    }
}
