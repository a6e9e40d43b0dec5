//! The preview of an import: every row with what becomes of it, and nothing changed. Confirming applies this very plan (R10);
//! if somebody changed the register meanwhile, the plan as it is then becomes the next preview. Not here: planning
//! ([`crate::jobs::import`]) and the table of rows ([`super::row_table`]).

use std::borrow::Cow;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::correcting::{Correcting, Correction, Origin};
use super::row_table::{self, Filter, RowSource, RowTable, Tense};
use super::run_rows::RunRows;
use super::saving::Saving;
use super::{below, draw_lines, while_applying};
use crate::domain::log::LoggedRow;
use crate::domain::plan::{self, Reason, Verdict};
use crate::domain::text::visible;
use crate::jobs::import::{Demands, Imported, Prepared, Refused};
use crate::jobs::people_lists::Written;
use crate::jobs::{JobError, JobHandle, rejects};
use crate::lang::{errors, pace, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, ConfirmNumber, Message};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::steps;
use crate::tui::theme::Tone;
use crate::tui::widgets::gauge;
use crate::tui::widgets::text::cut;
use crate::tui::widgets::wrap::wrap;

const ASK_IMPORT: &str = "preview.import";
const ASK_STOP: &str = "preview.stop";

static KEYS: &[Binding] = &[
    // Tab as well: whoever knows no letters goes on by it, and what asks is answered by arrows.
    Binding::new(&[Key::char('i'), Key::TAB], Action::Run, || {
        t!("preview-key-import")
    })
    .in_footer(),
    row_table::FILTER,
    row_table::SEARCH,
    row_table::CORRECT,
    Binding::new(&[Key::char('w')], Action::ExportRejected, || {
        t!("preview-key-rejects")
    })
    .in_footer(),
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("preview-key-back")
    })
    .in_footer(),
    row_table::FILTER_LEFT,
    row_table::FILTER_RIGHT,
    row_table::SEARCH_NEXT,
    row_table::SEARCH_PREVIOUS,
    row_table::ROW,
    row_table::WHOLE_ROW,
    row_table::PERSON,
];

static APPLYING: &[Binding] = &[Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
    t!("preview-key-stop")
})
.in_footer()];

/// A plan with what its confirmation needs to know, made where it may take its time.
pub struct Ready {
    prepared: Prepared,
    new_domains: Vec<String>,
    confirm: Confirming,
}

/// When an import is confirmed by typing the number of its changes.
#[derive(Debug, Clone, Copy)]
pub struct Confirming {
    /// From so many changes on.
    pub above: u64,
    /// For a domain under which nobody has an address so far.
    pub new_domains: bool,
}

impl Ready {
    /// A plan to look at.
    pub fn new(prepared: Prepared, confirm: Confirming) -> Ready {
        Ready {
            new_domains: prepared.new_domains(),
            prepared,
            confirm,
        }
    }
}

/// How applying ended, with the next preview where there is one.
enum Ended {
    Done(Box<crate::domain::log::RunRecord>),
    Conflicts(Box<Ready>, usize),
    Failed(JobError, Option<Box<Ready>>),
}

/// The preview.
pub struct Preview {
    /// The rows; with the worker while the plan is applied.
    table: Option<RowTable<Prepared>>,
    applying: Option<JobHandle<Ended>>,
    demands: Demands,
    totals: plan::Totals,
    /// File, template, how the file is read.
    heading: String,
    file: String,
    new_domains: Vec<String>,
    /// With which export the file is compared, and whether that found anything.
    compared: (Tone, String),
    confirm: Confirming,
    saving: Saving,
    correcting: Correcting,
}

impl RowSource for Prepared {
    fn count(&self) -> usize {
        self.plan().rows().len()
    }

    fn outcome(&self, row: usize) -> plan::Outcome {
        self.plan().rows()[row].outcome()
    }

    fn warned(&self, row: usize) -> bool {
        !self.plan().rows()[row].warnings.is_empty()
    }

    fn reason(&self, row: usize) -> Option<Reason> {
        match &self.plan().rows()[row].verdict {
            Verdict::Rejected(rejection) => Some(rejection.reason()),
            _ => None,
        }
    }

    fn row(&self, row: usize) -> Cow<'_, LoggedRow> {
        Cow::Owned(self.logged(&self.plan().rows()[row]))
    }
}

impl Preview {
    /// The preview of a plan.
    pub fn new(ready: Ready, demands: Demands) -> Preview {
        let Ready {
            prepared,
            new_domains,
            confirm,
        } = ready;
        let run = prepared.run();
        let table = prepared.table();
        let file = visible(&run.file).into_owned();
        let heading = [
            file.clone(),
            visible(run.template.as_deref().unwrap_or_default()).into_owned(),
            sentences::delimiter(table.dialect().delimiter),
            sentences::encoding(table.encoding()),
        ];
        Preview {
            demands,
            totals: prepared.totals(),
            heading: heading.join(" · "),
            file,
            new_domains,
            compared: compared(&prepared),
            confirm,
            saving: Saving::default(),
            correcting: Correcting::default(),
            table: Some(RowTable::new(prepared, Tense::Planned)),
            applying: None,
        }
    }

    fn look_again(&mut self, ready: Ready) {
        *self = Preview::new(ready, self.demands);
    }

    fn changes(&self) -> u64 {
        self.totals.updated
    }

    /// Asks for confirmation, or says why there is nothing to confirm.
    fn ask_import(&self) -> Outcome {
        let Some(table) = &self.table else {
            return Outcome::Unchanged;
        };
        if let Err(error) = table.source().check(self.demands) {
            return Outcome::push(Message::error(errors::job(&error).whole()));
        }
        let changes = self.changes();
        if changes == 0 {
            let blank = table.count(Filter::Outcome(plan::Outcome::Blank));
            let mut text = t!("preview-nothing");
            if blank > 0 {
                text.push(' ');
                text.push_str(&t!("preview-nothing-blank", n = blank));
            }
            let title = t!("preview-nothing-title");
            return Outcome::push(Message::new(Tone::Plain, title, text));
        }
        let title = t!("preview-confirm-title");
        let mut text = vec![t!(
            "preview-confirm",
            n = changes,
            file = self.file.as_str()
        )];
        if self.totals.kept > 0 {
            text.push(t!("preview-confirm-kept", n = self.totals.kept));
        }
        if self.totals.rejected > 0 {
            text.push(t!("preview-confirm-rejected", n = self.totals.rejected));
        }
        text.extend(self.new_domains_told());
        let text = text.join("\n");
        let new_domain = self.confirm.new_domains && !self.new_domains.is_empty();
        if changes > self.confirm.above || new_domain {
            Outcome::push(ConfirmNumber::new(ASK_IMPORT, title, text, changes))
        } else {
            Outcome::push(Confirm::new(ASK_IMPORT, title, text))
        }
    }

    fn new_domains_told(&self) -> Option<String> {
        const SHOWN: usize = 5;
        let domains: Vec<_> = self.new_domains.iter().map(|d| visible(d)).collect();
        match domains.len() {
            0 => None,
            1..=SHOWN => Some(t!("preview-new-domains", domains = domains.join(", "))),
            more => Some(t!(
                "preview-many-new-domains",
                domains = domains[..SHOWN].join(", "),
                n = (more - SHOWN) as u64
            )),
        }
    }

    fn apply(&mut self, context: &Context) -> Outcome {
        self.saving.forget();
        let (place, demands) = (context.desk.place.clone(), self.demands);
        let confirm = self.confirm;
        let wake = Arc::new(context.waker.callback());
        // The plan moves into the worker; it comes back, or its rows are in the register.
        let prepared = match self.table.take().map(RowTable::into_source) {
            Some(Ok(prepared)) => prepared,
            Some(Err(table)) => {
                self.table = Some(*table);
                return Outcome::Changed;
            }
            None => return Outcome::Unchanged,
        };
        self.applying = Some(JobHandle::spawn(wake, move |control| {
            match prepared.apply(&place, demands, true, control) {
                Ok(Imported::Done { run, .. }) => Ended::Done(run),
                Ok(Imported::Conflicts { prepared, fell }) => {
                    Ended::Conflicts(Box::new(Ready::new(prepared, confirm)), fell)
                }
                Err(Refused { error, prepared }) => {
                    let again = prepared.map(|prepared| Box::new(Ready::new(*prepared, confirm)));
                    Ended::Failed(error, again)
                }
            }
        }));
        Outcome::Changed
    }

    /// What applying came to.
    fn ended(&mut self, ended: Option<Ended>, context: &mut Context) -> Outcome {
        match ended {
            Some(Ended::Done(run)) => {
                steps::refresh(context);
                let tone = match run.totals.rejected {
                    0 => Tone::Ok,
                    _ => Tone::Warning,
                };
                context.toast(tone, &sentences::import_result(&run.totals));
                Outcome::reset(RunRows::after_import(run.id, context))
            }
            Some(Ended::Conflicts(ready, fell)) => {
                self.look_again(*ready);
                if let Some(table) = &mut self.table
                    && table.count(Filter::Reason(Reason::Conflict)) > 0
                {
                    table.show(Filter::Reason(Reason::Conflict));
                }
                Outcome::push(Message::new(
                    Tone::Warning,
                    t!("preview-conflicts-title"),
                    t!("preview-conflicts", n = fell as u64),
                ))
            }
            Some(Ended::Failed(error, Some(ready))) => {
                // It is in the log, with its notification.
                steps::refresh(context);
                self.look_again(*ready);
                match error {
                    // Who cancelled need not be told that something went wrong.
                    JobError::Cancelled => {
                        context.toast(Tone::Plain, &errors::job(&error).whole());
                        Outcome::Changed
                    }
                    error => Outcome::push(Message::error(errors::job(&error).whole())),
                }
            }
            // The plan is gone; the form below makes it anew.
            Some(Ended::Failed(error, None)) => {
                steps::refresh(context);
                Outcome::replace(Message::error(errors::job(&error).whole()))
            }
            None => Outcome::replace(Message::error(t!("job-died"))),
        }
    }

    fn ask_rejects(&mut self, context: &Context) -> Outcome {
        let Some(table) = &self.table else {
            return Outcome::Unchanged;
        };
        let stem = self.file.rsplit_once('.').map_or(&*self.file, |(s, _)| s);
        let name = t!("preview-rejects-name", stem = stem);
        let prepared = Arc::clone(table.source());
        let write = move |path: &std::path::Path, replace: bool, _: &crate::jobs::Control| {
            rejects::write(&prepared, path, replace, |row| match &row.rejection {
                Some(rejection) => [
                    rejection.reason().code().to_owned(),
                    sentences::rejection(rejection, row.line),
                ],
                None => [String::new(), String::new()],
            })
            .map(Written::rows)
        };
        self.saving.ask(&name, Arc::new(write), context)
    }

    fn draw_applying(
        &self,
        job: &JobHandle<Ended>,
        frame: &mut Frame<'_>,
        area: Rect,
        context: &Context,
    ) {
        let (done, total) = job.progress();
        let text = if job.is_cancelled() {
            t!("job-stopping")
        } else {
            t!("preview-applying", n = self.changes())
        };
        let text = pace::doing(&text, job.pace());
        let row = |down: u16| {
            let y = area.y + down;
            Rect::new(area.x + 1, y, area.width.saturating_sub(2), 1).intersection(area)
        };
        gauge::draw(frame, row(1), done, Some(total), &text, &context.theme);
        let hint = Line::styled(t!("preview-applying-hint"), context.theme.style(Tone::Dim));
        frame.render_widget(hint, row(3));
    }
}

/// With which export the file of a plan is compared, and what came of it.
fn compared(prepared: &Prepared) -> (Tone, String) {
    match (prepared.export(), prepared.plan().changed_since_export()) {
        (None, _) => (Tone::Dim, t!("compared-not")),
        (Some(export), 0) => (Tone::Dim, sentences::compared(export, 0)),
        (Some(export), n) => {
            let told = sentences::compared(export, n);
            (Tone::Warning, format!("{} {told}", Tone::Warning.sign()))
        }
    }
}

impl Layer for Preview {
    fn id(&self) -> &'static str {
        "preview"
    }

    fn title(&self) -> Vec<String> {
        let mut way = steps::import::way();
        way.push(t!("preview-title"));
        way
    }

    fn bindings(&self) -> &'static [Binding] {
        if self.applying.is_some() {
            APPLYING
        } else {
            KEYS
        }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::ExportRejected => self.totals.rejected > 0,
            _ => true,
        }
    }

    fn step(&self) -> Option<u8> {
        Some(5)
    }

    fn unsaved(&self) -> Option<String> {
        self.applying
            .as_ref()
            .map(|_| t!("preview-unsaved", file = self.file.as_str()))
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        if self.applying.is_some() {
            return while_applying(action, || {
                Confirm::new(ASK_STOP, t!("preview-stop-title"), t!("preview-stop"))
            });
        }
        match action {
            Action::Run if self.saving.is_running() => Outcome::Unchanged,
            Action::Run => self.ask_import(),
            Action::ExportRejected => match self.totals.rejected {
                0 => Outcome::Unchanged,
                _ => self.ask_rejects(context),
            },
            other => match &mut self.table {
                Some(table) if table.corrects(other) => {
                    let Some(row) = table.current().map(Cow::into_owned) else {
                        return Outcome::Unchanged;
                    };
                    let run = Box::new(table.source().run().clone());
                    let origin = Origin::Preview(run, self.demands);
                    self.correcting.open(Correction::new(origin, row), context)
                }
                Some(table) => table.act(other, context),
                None => Outcome::Ignored,
            },
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, &answer.value) {
            (ASK_IMPORT, Value::Yes) => self.apply(context),
            (ASK_STOP, Value::Yes) => {
                if let Some(job) = &self.applying {
                    job.cancel();
                }
                Outcome::Changed
            }
            (ASK_IMPORT | ASK_STOP, _) => Outcome::Changed,
            _ => row_table::answer(
                &mut self.table,
                &mut self.saving,
                &mut self.correcting,
                &answer,
                context,
            ),
        }
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        if let Some(job) = &mut self.applying {
            if !job.is_finished() {
                return Outcome::Changed;
            }
            let ended = job.take();
            self.applying = None;
            return self.ended(ended, context);
        }
        row_table::wake(&mut self.table, &mut self.saving, context)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let columns = usize::from(area.width.saturating_sub(2));
        let mut lines = vec![(Tone::Dim, cut(&self.heading, columns).into_owned())];
        if area.height >= 16 {
            lines.push((Tone::Plain, t!("preview-not-yet")));
        }
        let (tone, told) = &self.compared;
        lines.extend(wrap(told, columns).into_iter().map(|line| (*tone, line)));
        if let Some(told) = self.new_domains_told() {
            let told = format!("{} {told}", Tone::Warning.sign());
            let told = wrap(&told, columns).into_iter();
            lines.extend(told.map(|line| (Tone::Warning, line)));
        }
        if let Some(job) = &self.applying {
            lines.truncate(1);
            draw_lines(frame, area, &lines, theme);
            self.draw_applying(job, frame, below(area, 1), context);
            return;
        }
        let top = draw_lines(frame, area, &lines, theme);
        if let Some(table) = &self.table {
            table.draw(frame, below(area, top), theme);
        }
    }
}

#[cfg(test)]
#[path = "preview_tests.rs"]
mod tests;
