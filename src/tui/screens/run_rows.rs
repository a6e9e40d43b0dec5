//! One run of the log: its data, and what happened to each row. Not here: the list of runs ([`super::log`]).

use std::borrow::Cow;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::correcting::{Correcting, Correction, Origin};
use super::row_table::{self, Filter, RowSource, RowTable, Tense};
use super::saving::Saving;
use super::undo::UndoRun;
use super::{below, draw_lines, log, to_guide, wrapped};
use crate::domain::log::{LoggedRow, RunId, RunKind, RunRecord};
use crate::domain::plan::{self, Reason};
use crate::domain::text::visible;
use crate::jobs::log::RunWithRows;
use crate::jobs::people_lists::Written;
use crate::jobs::{self, JobError, JobHandle};
use crate::lang::{errors, moment, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome};
use crate::tui::theme::Tone;
use crate::tui::widgets::gauge;

static KEYS: &[Binding] = &[
    row_table::FILTER,
    row_table::SEARCH,
    row_table::CORRECT,
    Binding::new(&[Key::char('i')], Action::ImportTouched, || {
        t!("run-key-import-touched")
    })
    .in_footer(),
    Binding::new(&[Key::ctrl('n')], Action::NextStep, || {
        t!("tui-key-next-step")
    })
    .in_footer(),
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("run-key-back")
    })
    .in_footer(),
    Binding::new(&[Key::char('u')], Action::UndoRun, || t!("run-key-undo")).in_footer(),
    Binding::new(&[Key::char('w')], Action::Export, || t!("run-key-save")).in_footer(),
    row_table::PERSON,
    log::REPEAT,
    log::COMMAND,
    row_table::FILTER_LEFT,
    row_table::FILTER_RIGHT,
    row_table::SEARCH_NEXT,
    row_table::SEARCH_PREVIOUS,
    row_table::ROW,
    row_table::WHOLE_ROW,
];

impl RowSource for RunWithRows {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn outcome(&self, row: usize) -> plan::Outcome {
        self.rows[row].outcome
    }

    fn warned(&self, row: usize) -> bool {
        !self.rows[row].warnings.is_empty()
    }

    fn reason(&self, row: usize) -> Option<Reason> {
        self.rows[row].rejection.as_ref().map(|r| r.reason())
    }

    fn row(&self, row: usize) -> Cow<'_, LoggedRow> {
        Cow::Borrowed(&self.rows[row])
    }
}

/// The rows of a run.
pub struct RunRows {
    id: RunId,
    table: Option<RowTable<RunWithRows>>,
    loading: Option<JobHandle<Result<RunWithRows, JobError>>>,
    saving: Saving,
    correcting: Correcting,
    /// Whether it came in the place of the import; then there is no screen below, and it is still the import's step.
    after_import: bool,
}

impl RunRows {
    /// The rows of a run, above the screen that led to it.
    pub fn new(id: RunId, context: &Context) -> RunRows {
        let place = context.desk.place.clone();
        let wake = Arc::new(context.waker.callback());
        let loading = JobHandle::spawn(wake, move |control| {
            jobs::log::run_watched(&place.open()?, id, control)
        });
        RunRows {
            id,
            table: None,
            loading: Some(loading),
            saving: Saving::default(),
            correcting: Correcting::default(),
            after_import: false,
        }
    }

    /// The rows of the import that has just ended, in the place of its preview.
    pub fn after_import(id: RunId, context: &Context) -> RunRows {
        RunRows {
            after_import: true,
            ..RunRows::new(id, context)
        }
    }

    fn ask_save(&mut self, context: &Context) -> Outcome {
        let Some(table) = &self.table else {
            return Outcome::Unchanged;
        };
        let (source, shown) = (Arc::clone(table.source()), Arc::clone(table.shown()));
        let name = t!("run-file-name", run = self.id.to_string());
        let write = move |path: &std::path::Path, replace: bool, control: &jobs::Control| {
            let rows = shown.iter().map(|row| &source.rows[*row as usize]);
            jobs::log::write(rows, path, replace, sentences::row_message, control)
                .map(Written::rows)
        };
        self.saving.ask(&name, Arc::new(write), context)
    }
}

/// The later of two moments, without its day where that is the earlier one's.
fn without_same_day<'m>(earlier: &str, later: &'m str) -> &'m str {
    match (earlier.split_once(' '), later.split_once(' ')) {
        (Some((day, _)), Some((same, time))) if day == same => time,
        _ => later,
    }
}

/// The data of a run in lines: what it was, from what, who and when, how it ended.
pub(super) fn run_lines(run: &RunRecord) -> Vec<(Tone, String)> {
    let shown = |text: &str| visible(text).into_owned();
    let kind = sentences::run_kind(run.kind);
    let mut first = vec![kind, shown(&run.name)];
    if run.file != run.name {
        first.push(shown(&run.file));
    }
    first.extend(run.template.as_deref().map(shown));
    let who = match &run.who.client {
        Some(client) => format!("{} ({})", shown(&run.who.login), shown(client)),
        None => shown(&run.who.login),
    };
    let (started, finished) = (moment(run.started), moment(run.finished));
    let second = [
        sentences::run_status(run.status),
        match started == finished {
            true => finished,
            false => format!("{started} → {}", without_same_day(&started, &finished)),
        },
        who,
        t!("app-rows", n = run.rows),
    ];
    let mut lines = vec![
        (Tone::Plain, first.join(" · ")),
        (Tone::Plain, second.join(" · ")),
    ];
    if let Some(code) = &run.error {
        let text = format!("{} {}", Tone::Error.sign(), sentences::failure(code));
        lines.push((Tone::Error, text));
    } else if run.kind != RunKind::Import {
        lines.push((Tone::Plain, sentences::run_result(run)));
    }
    if let Some(at) = run.purged {
        lines.push((Tone::Dim, t!("log-purged", at = moment(at))));
    }
    lines
}

impl Layer for RunRows {
    fn id(&self) -> &'static str {
        "run_rows"
    }

    fn title(&self) -> Vec<String> {
        let mut way = log::way();
        way.push(t!("run-title", run = self.id.to_string()));
        way
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        let some = self.table.as_ref().is_some_and(|t| t.source().count() > 0);
        let run = self.table.as_ref().map(|t| &t.source().run);
        match action {
            Action::Filter | Action::Search | Action::Export => some,
            Action::Run => run.is_some_and(log::repeats),
            Action::Copy => run.is_some_and(|run| run.kind != RunKind::Undo),
            Action::NextStep => self.after_import,
            Action::History => some,
            Action::Correct => some && run.is_some_and(|run| run.kind == RunKind::Import),
            // Rejected rows can be corrected, blank ones filled in; where all was taken, there is no rest.
            Action::ImportTouched => run.is_some_and(|run| {
                jobs::correction::is_correctable(run) && run.totals.rejected + run.totals.blank > 0
            }),
            Action::UndoRun => self.table.as_ref().is_some_and(|table| {
                let run = &table.source().run;
                jobs::undo::is_undoable(run.kind) && run.totals.updated > 0 && run.purged.is_none()
            }),
            _ => true,
        }
    }

    fn step(&self) -> Option<u8> {
        self.after_import.then_some(5)
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        if action == Action::Export {
            return match self.offers(action) {
                true => self.ask_save(context),
                false => Outcome::Unchanged,
            };
        }
        if action == Action::UndoRun {
            return match self.offers(action) {
                true => Outcome::push(UndoRun::new(self.id, context)),
                false => Outcome::Unchanged,
            };
        }
        if let Some(table) = &self.table
            && table.corrects(action)
            && self.offers(Action::Correct)
        {
            let Some(row) = table.current().map(Cow::into_owned) else {
                return Outcome::Unchanged;
            };
            let origin = Origin::Log(Box::new(table.source().run.clone()));
            return self.correcting.open(Correction::new(origin, row), context);
        }
        if let (Action::Run | Action::Copy | Action::ImportTouched, Some(table)) =
            (action, &self.table)
            && self.offers(action)
        {
            let run = table.source().run.clone();
            return match action {
                Action::Run => log::again(&run, context),
                Action::ImportTouched => log::correct(&run, None, context),
                _ => log::copy_command(&run, context),
            };
        }
        let outcome = match &mut self.table {
            Some(table) => table.act(action, context),
            None => Outcome::Ignored,
        };
        match (outcome, action) {
            (Outcome::Ignored, Action::Back) if self.after_import => to_guide(context),
            (outcome, _) => outcome,
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        row_table::answer(
            &mut self.table,
            &mut self.saving,
            &mut self.correcting,
            &answer,
            context,
        )
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        if let Some(job) = &mut self.loading {
            if !job.is_finished() {
                return Outcome::Changed;
            }
            let loaded = job.take();
            self.loading = None;
            return match loaded {
                Some(Ok(run)) => {
                    let tense = match run.run.kind {
                        RunKind::Undo => Tense::DoneUndo,
                        _ => Tense::Done,
                    };
                    // Whoever opens an import that did not take all of its rows wants to know which and why.
                    let rejected = run.run.kind == RunKind::Import && run.run.totals.rejected > 0;
                    let mut table = RowTable::new(run, tense);
                    if rejected {
                        table.show(Filter::Outcome(plan::Outcome::Rejected));
                    }
                    self.table = Some(table);
                    Outcome::Changed
                }
                Some(Err(error)) => Outcome::push(Message::error(errors::job(&error).whole())),
                None => Outcome::push(Message::error(t!("job-died"))),
            };
        }
        row_table::wake(&mut self.table, &mut self.saving, context)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let Some(table) = &self.table else {
            if let Some(job) = &self.loading {
                let (done, total) = job.progress();
                let row = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), 1);
                gauge::draw(frame, row, done, Some(total), &t!("run-loading"), theme);
            }
            return;
        };
        let source = table.source();
        let mut lines = run_lines(&source.run);
        if let Some(copy) = &source.copy {
            let path = visible(&copy.to_string_lossy()).into_owned();
            lines.push((Tone::Dim, t!("run-copy", path = path)));
        }
        let top = draw_lines(frame, area, &wrapped(area, lines), theme);
        table.draw(frame, below(area, top), theme);
    }
}
