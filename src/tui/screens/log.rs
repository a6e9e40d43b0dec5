//! The log: all runs, newest first, with all data of the one under the cursor below. Enter opens its rows. Not here: those
//! rows ([`super::run_rows`]).

use std::borrow::Cow;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::draw_lines;
use super::run_rows::{RunRows, told};
use crate::domain::log::{RunKind, RunRecord, RunStatus};
use crate::domain::text::visible;
use crate::jobs::JobError;
use crate::lang::{errors, moment, number, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::moving;
use crate::tui::theme::Tone;
use crate::tui::widgets::table::{Column, Rows, Table, TableState, Width};
use crate::tui::widgets::wrap::wrap;

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER, Key::f(2)], Action::Open, || {
        t!("log-key-open")
    })
    .in_footer(),
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("log-key-back")
    })
    .in_footer(),
];

/// The log.
pub struct Log {
    runs: Vec<RunRecord>,
    state: TableState,
}

/// The way to the log.
pub(super) fn way() -> Vec<String> {
    vec![t!("way-processing"), t!("way-routines"), t!("log-title")]
}

/// Opens the log above the screen that is open, so that Esc leads back to it.
pub fn open(context: &mut Context) -> Outcome {
    let runs = (|| -> Result<_, JobError> { Ok(context.desk.place.open()?.runs(None)?) })();
    match runs {
        Ok(runs) => Outcome::push(Log {
            runs,
            state: TableState::default(),
        }),
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

impl Layer for Log {
    fn id(&self) -> &'static str {
        "log"
    }

    fn title(&self) -> Vec<String> {
        way()
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Open || !self.runs.is_empty()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open => match self.runs.get(self.state.row()) {
                Some(run) => Outcome::push(RunRows::new(run.id, context)),
                None => Outcome::Unchanged,
            },
            // Here already.
            Action::Log => Outcome::Unchanged,
            other => moving::table(&mut self.state, self.runs.len(), COLUMNS, other),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let Some(run) = self.runs.get(self.state.row()) else {
            let line = Line::styled(format!(" {}", t!("log-empty")), theme.style(Tone::Dim));
            frame.render_widget(line, area);
            return;
        };
        let width = usize::from(area.width.saturating_sub(2));
        let mut below = told(run);
        if run.kind == RunKind::Import {
            below.push(sentences::import_result(&run.totals));
        }
        let mut below: Vec<_> = below.iter().flat_map(|text| wrap(text, width)).collect();
        // The same height for every run, so that the table does not jump under the cursor.
        let height = if area.height >= 14 { 4 } else { 3 };
        below.truncate(usize::from(height));
        let rule = Rect {
            y: area.bottom().saturating_sub(height + 1).max(area.y),
            height: 1,
            ..area
        };
        let rows = Rect {
            height: rule.y - area.y,
            ..area
        };
        table().draw(frame, rows, &self.state, &View(&self.runs), theme);
        let line = "─".repeat(usize::from(area.width));
        frame.render_widget(Line::styled(line, theme.style(Tone::Border)), rule);
        let told = Rect {
            y: rule.y + 1,
            height: area.bottom().saturating_sub(rule.y + 1),
            ..area
        };
        let lines: Vec<_> = below.into_iter().map(|line| (Tone::Plain, line)).collect();
        draw_lines(frame, told, &lines, theme);
    }
}

/// How many columns [`table`] has.
const COLUMNS: usize = 11;

fn table() -> Table {
    Table::new(vec![
        Column::new(t!("log-column-run"), Width::Fixed(4)).right(),
        Column::new(t!("log-column-finished"), Width::Fixed(16)),
        Column::new(t!("log-column-kind"), Width::Fixed(9)),
        Column::new(t!("log-column-name"), Width::Flex(12, 1)),
        Column::new(t!("log-column-status"), Width::Fixed(18)),
        Column::new(t!("log-column-rows"), Width::Fixed(7)).right(),
        Column::new(t!("log-column-updated"), Width::Fixed(11)).right(),
        Column::new(t!("log-column-rejected"), Width::Fixed(11)).right(),
        Column::new(t!("log-column-who"), Width::Fixed(12)),
        Column::new(t!("log-column-template"), Width::Fixed(24)),
        Column::new(t!("log-column-file"), Width::Fixed(24)),
    ])
    .frozen(1)
}

struct View<'a>(&'a [RunRecord]);

impl Rows for View<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let Some(run) = self.0.get(row) else {
            return ("".into(), Tone::Plain);
        };
        // An export has no outcomes to count.
        let counted = |n: u64| match run.kind {
            RunKind::Export => String::new(),
            _ => number(n),
        };
        let text = match column {
            0 => run.id.to_string(),
            1 => moment(run.finished),
            2 => sentences::run_kind(run.kind),
            3 => return (visible(&run.name), Tone::Plain),
            4 => {
                let tone = match run.status {
                    RunStatus::Done => Tone::Ok,
                    RunStatus::DoneWithErrors | RunStatus::Cancelled => Tone::Warning,
                    RunStatus::Failed => Tone::Error,
                };
                let text = format!("{} {}", tone.sign(), sentences::run_status(run.status));
                return (text.into(), tone);
            }
            5 => number(run.rows),
            6 => counted(run.totals.updated),
            7 => counted(run.totals.rejected),
            8 => return (visible(&run.who.login), Tone::Plain),
            9 => {
                return (
                    visible(run.template.as_deref().unwrap_or_default()),
                    Tone::Plain,
                );
            }
            _ => return (visible(&run.file), Tone::Plain),
        };
        (text.into(), Tone::Plain)
    }
}
