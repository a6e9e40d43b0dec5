//! Taking a run back: what would become of each person, with the reason where one is left, and nothing changed. Confirming
//! applies this very plan (R10); if somebody changed the register meanwhile, the plan as it is then is shown next.
//! Not here: planning ([`crate::jobs::undo`]) and the table of rows ([`super::row_table`]).

use std::borrow::Cow;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::row_table::{self, Filter, RowSource, RowTable, Tense};
use super::run_rows::RunRows;
use super::{below, draw_lines, log, while_applying, wrapped};
use crate::domain::log::{LoggedRow, RunId};
use crate::domain::plan::{self, Reason};
use crate::domain::text::visible;
use crate::jobs::undo::{PreparedUndo, Undone, prepare};
use crate::jobs::{JobError, JobHandle, settings};
use crate::lang::{errors, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, ConfirmNumber, Message};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::steps;
use crate::tui::theme::Tone;
use crate::tui::widgets::gauge;

const ASK_UNDO: &str = "undo.apply";
const ASK_STOP: &str = "undo.stop";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::char('u')], Action::UndoRun, || t!("undo-key-run")).in_footer(),
    row_table::FILTER,
    row_table::SEARCH,
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("undo-key-back")
    })
    .in_footer(),
    row_table::PERSON,
    row_table::FILTER_LEFT,
    row_table::FILTER_RIGHT,
    row_table::SEARCH_NEXT,
    row_table::SEARCH_PREVIOUS,
    row_table::ROW,
];

static WORKING: &[Binding] = &[Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
    t!("undo-key-stop")
})
.in_footer()];

impl RowSource for PreparedUndo {
    fn count(&self) -> usize {
        self.rows().len()
    }

    fn outcome(&self, row: usize) -> plan::Outcome {
        self.rows()[row].outcome()
    }

    fn warned(&self, _row: usize) -> bool {
        false
    }

    fn reason(&self, row: usize) -> Option<Reason> {
        self.rows()[row].rejection().map(|r| r.reason())
    }

    fn row(&self, row: usize) -> Cow<'_, LoggedRow> {
        Cow::Owned(self.logged(&self.rows()[row]))
    }
}

/// A plan, and from how many changes on their number is typed.
type Planned = Result<(PreparedUndo, u64), JobError>;

enum State {
    Planning(JobHandle<Planned>),
    Ready(RowTable<PreparedUndo>),
    Applying(JobHandle<Result<Undone, JobError>>),
    /// Between two of the others, or closing.
    Gone,
}

/// The plan of an undo.
pub struct UndoRun {
    id: RunId,
    state: State,
    heading: String,
    reverted: u64,
    left: u64,
    confirm_above: u64,
}

impl UndoRun {
    /// The plan of taking this run back, made on a worker.
    pub fn new(id: RunId, context: &Context) -> UndoRun {
        let place = context.desk.place.clone();
        let wake = Arc::new(context.waker.callback());
        let planning = JobHandle::spawn(wake, move |control| {
            let above = settings::confirm_above(&place.open()?)?;
            Ok((prepare(&place, id, control)?, above))
        });
        UndoRun {
            id,
            state: State::Planning(planning),
            heading: String::new(),
            reverted: 0,
            left: 0,
            confirm_above: 0,
        }
    }

    fn show(&mut self, prepared: PreparedUndo) {
        let counts = prepared.counts();
        self.heading = t!(
            "undo-heading",
            run = self.id.to_string(),
            file = visible(&prepared.undone().file).into_owned()
        );
        self.reverted = counts.reverted;
        self.left = counts.left();
        self.state = State::Ready(RowTable::new(prepared, Tense::PlannedUndo));
    }

    fn ask(&self) -> Outcome {
        if self.reverted == 0 {
            return Outcome::push(Message::new(
                Tone::Plain,
                t!("undo-none-title"),
                t!("undo-none"),
            ));
        }
        let title = t!("undo-confirm-title");
        let mut text = vec![t!(
            "undo-confirm",
            n = self.reverted,
            run = self.id.to_string()
        )];
        if self.left > 0 {
            text.push(t!("undo-confirm-left", n = self.left));
        }
        text.push(t!("undo-confirm-links"));
        let text = text.join("\n");
        if self.reverted > self.confirm_above {
            Outcome::push(ConfirmNumber::new(ASK_UNDO, title, text, self.reverted))
        } else {
            Outcome::push(Confirm::new(ASK_UNDO, title, text))
        }
    }

    fn apply(&mut self, context: &Context) -> Outcome {
        let table = match std::mem::replace(&mut self.state, State::Gone) {
            State::Ready(table) => table,
            other => {
                self.state = other;
                return Outcome::Unchanged;
            }
        };
        // The plan moves into the worker; it comes back, or its rows are in the register.
        let prepared = match table.into_source() {
            Ok(prepared) => prepared,
            Err(table) => {
                self.state = State::Ready(*table);
                return Outcome::Changed;
            }
        };
        let place = context.desk.place.clone();
        let wake = Arc::new(context.waker.callback());
        self.state = State::Applying(JobHandle::spawn(wake, move |control| {
            prepared.apply(&place, true, control)
        }));
        Outcome::Changed
    }

    fn planned(&mut self, planned: Option<Planned>, context: &mut Context) -> Outcome {
        match planned {
            Some(Ok((prepared, above))) => {
                self.confirm_above = above;
                self.show(prepared);
                Outcome::Changed
            }
            Some(Err(error @ JobError::Cancelled)) => {
                context.toast(Tone::Plain, &errors::job(&error).whole());
                Outcome::Close(None)
            }
            Some(Err(error)) => Outcome::replace(Message::error(errors::job(&error).whole())),
            None => Outcome::replace(Message::error(t!("job-died"))),
        }
    }

    fn applied(
        &mut self,
        applied: Option<Result<Undone, JobError>>,
        context: &mut Context,
    ) -> Outcome {
        match applied {
            Some(Ok(Undone::Done { run, prepared })) => {
                steps::refresh(context);
                let counts = prepared.counts();
                let tone = match counts.left() {
                    0 => Tone::Ok,
                    _ => Tone::Warning,
                };
                context.toast(tone, &sentences::undo_result(&counts));
                Outcome::replace(RunRows::new(run.id, context))
            }
            Some(Ok(Undone::Changed { prepared, fell })) => {
                self.show(prepared);
                if let State::Ready(table) = &mut self.state {
                    table.show(Filter::Outcome(plan::Outcome::Rejected));
                }
                Outcome::push(Message::new(
                    Tone::Warning,
                    t!("undo-changed-title"),
                    t!("undo-changed", n = fell),
                ))
            }
            Some(Ok(Undone::Cancelled(prepared))) => {
                self.show(prepared);
                context.toast(Tone::Plain, &errors::job(&JobError::Cancelled).whole());
                Outcome::Changed
            }
            Some(Err(error)) => Outcome::replace(Message::error(errors::job(&error).whole())),
            None => Outcome::replace(Message::error(t!("job-died"))),
        }
    }
}

impl Layer for UndoRun {
    fn id(&self) -> &'static str {
        "undo"
    }

    fn title(&self) -> Vec<String> {
        let mut way = log::way();
        way.push(t!("undo-title", run = self.id.to_string()));
        way
    }

    fn bindings(&self) -> &'static [Binding] {
        match self.state {
            State::Ready(_) => KEYS,
            _ => WORKING,
        }
    }

    fn unsaved(&self) -> Option<String> {
        match self.state {
            State::Applying(_) => Some(t!("undo-unsaved", run = self.id.to_string())),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match &mut self.state {
            State::Ready(_) if action == Action::UndoRun => self.ask(),
            State::Ready(table) => table.act(action, context),
            State::Planning(job) => {
                if action == Action::Back {
                    job.cancel();
                }
                Outcome::Ignored
            }
            State::Applying(_) => while_applying(action, || {
                Confirm::new(ASK_STOP, t!("undo-stop-title"), t!("undo-stop"))
            }),
            State::Gone => Outcome::Ignored,
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, &answer.value, &mut self.state) {
            (ASK_UNDO, Value::Yes, _) => self.apply(context),
            (ASK_STOP, Value::Yes, State::Applying(job)) => {
                job.cancel();
                Outcome::Changed
            }
            (ASK_UNDO | ASK_STOP, ..) => Outcome::Changed,
            (_, _, State::Ready(table)) => table.answer(&answer, context),
            _ => Outcome::Changed,
        }
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        match &mut self.state {
            State::Planning(job) => {
                if !job.is_finished() {
                    return Outcome::Changed;
                }
                let planned = job.take();
                self.planned(planned, context)
            }
            State::Applying(job) => {
                if !job.is_finished() {
                    return Outcome::Changed;
                }
                let applied = job.take();
                self.applied(applied, context)
            }
            State::Ready(table) => table.wake(context),
            State::Gone => Outcome::Unchanged,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let line = |down: u16| {
            let y = area.y.saturating_add(down);
            Rect::new(area.x + 1, y, area.width.saturating_sub(2), 1).intersection(area)
        };
        let progress = |frame: &mut Frame<'_>, (done, total), stopping, text: String| {
            let text = if stopping { t!("job-stopping") } else { text };
            gauge::draw(frame, line(1), done, Some(total), &text, theme);
        };
        match &self.state {
            State::Planning(job) => {
                let stopping = job.is_cancelled();
                progress(frame, job.progress(), stopping, t!("undo-planning"));
            }
            State::Applying(job) => {
                let text = t!("undo-applying", n = self.reverted);
                progress(frame, job.progress(), job.is_cancelled(), text);
                let hint = Line::styled(t!("undo-applying-hint"), theme.style(Tone::Dim));
                frame.render_widget(hint, line(3));
            }
            State::Ready(table) => {
                let heading = wrapped(area, [(Tone::Plain, self.heading.clone())]);
                let top = draw_lines(frame, area, &heading, theme);
                table.draw(frame, below(area, top), theme);
            }
            State::Gone => {}
        }
    }
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;
