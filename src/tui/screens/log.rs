//! The log: all runs, newest first, filtered and searched, with all data of the one under the cursor below and the command that
//! does the same. Enter opens its rows, another key the form of its step. Not here: those rows ([`super::run_rows`]).

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::log_filter::{self, Chosen, LogFilter};
use super::row_table::FILTER;
use super::run_rows::{RunRows, run_lines};
use super::{draw_lines, ways};
use crate::domain::log::{RunKind, RunRecord, RunStatus};
use crate::domain::template::Kind;
use crate::domain::text::visible;
use crate::jobs::log::holds;
use crate::jobs::{JobError, repeat};
use crate::lang::{errors, moment, number, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::table::{Column, Rows, Table, TableState, Width};
use crate::tui::widgets::text::cut;
use crate::tui::widgets::wrap::wrap;
use crate::tui::{moving, steps};

/// `r`
pub(super) const REPEAT: Binding =
    Binding::new(&[Key::char('r')], Action::Run, || t!("log-key-repeat"));
/// `c`
pub(super) const COMMAND: Binding =
    Binding::new(&[Key::char('c')], Action::Copy, || t!("log-key-command"));

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER, Key::f(2)], Action::Open, || {
        t!("log-key-open")
    })
    .in_footer(),
    FILTER,
    Binding::new(&[Key::char('/')], Action::Search, || t!("log-key-search")).in_footer(),
    REPEAT.in_footer(),
    COMMAND.in_footer(),
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("log-key-back")
    })
    .in_footer(),
    Binding::new(&[Key::char('n')], Action::SearchNext, || {
        t!("rows-key-next")
    }),
    Binding::new(&[Key::char('N')], Action::SearchPrevious, || {
        t!("rows-key-previous")
    }),
];

const ASK_SEARCH: &str = "log.search";

/// The log.
pub struct Log {
    runs: Vec<RunRecord>,
    /// The places of the runs that the filter lets through.
    shown: Vec<usize>,
    chosen: Rc<RefCell<Chosen>>,
    wanted: String,
    state: TableState,
}

/// The way to the log.
pub(super) fn way() -> Vec<String> {
    ways::routines(t!("log-title"))
}

/// Opens the log above the screen that is open, so that Esc leads back to it.
pub fn open(context: &mut Context) -> Outcome {
    match Log::new(context) {
        Ok(log) => Outcome::push(log),
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

/// Whether a run can be done again from its form.
pub(super) fn repeats(run: &RunRecord) -> bool {
    matches!(run.kind, RunKind::Export | RunKind::Import)
}

/// Opens the form of a past export or import, filled in as it was then.
pub(super) fn again(run: &RunRecord, context: &mut Context) -> Outcome {
    with_template(run, context, |kind, context| match kind {
        Kind::Export => steps::export::repeat(run, context),
        Kind::Import => steps::import::repeat(run, context),
    })
}

/// Imports the rows that a past import did not take as they stand now, from its file or from the one that it is by now.
pub fn correct(run: &RunRecord, file: Option<&Path>, context: &mut Context) -> Outcome {
    with_template(run, context, |_, context| {
        steps::import::correct(run, file, context)
    })
}

/// Goes on if the template of the run is still there, and says so if not.
fn with_template(
    run: &RunRecord,
    context: &mut Context,
    go_on: impl FnOnce(Kind, &mut Context) -> Outcome,
) -> Outcome {
    steps::refresh(context);
    let facts = &context.desk.facts;
    let (templates, kind) = match run.kind {
        RunKind::Export => (&facts.export_templates, Kind::Export),
        RunKind::Import => (&facts.import_templates, Kind::Import),
        RunKind::Load | RunKind::Undo => return Outcome::Unchanged,
    };
    let wanted = run.template.as_deref().unwrap_or_default();
    let found = templates
        .iter()
        .find(|stored| stored.template.name == wanted);
    if found.is_some_and(|stored| !stored.active) {
        let name = wanted.to_owned();
        let error = JobError::TemplateInactive { kind, name };
        return Outcome::push(Message::error(errors::job(&error).whole()));
    }
    if found.is_none() {
        return Outcome::push(Message::error(t!(
            "log-template-gone",
            kind = sentences::template_kind(kind),
            name = visible(wanted).into_owned()
        )));
    }
    go_on(kind, context)
}

/// Puts the command that does the same into the clipboard, and shows it.
pub(super) fn copy_command(run: &RunRecord, context: &mut Context) -> Outcome {
    let Some(command) = repeat::command(&context.desk.place, run) else {
        return Outcome::Unchanged;
    };
    let said = context.copy(&command, t!("log-command-copied"));
    // Whole, and not only as a promise: nobody can say whether the terminal has taken it.
    let text = format!("{command}\n\n{said}");
    Outcome::push(Message::new(Tone::Plain, t!("log-command-title"), text))
}

impl Log {
    fn new(context: &Context) -> Result<Log, JobError> {
        let runs = context.desk.place.open()?.runs(None)?;
        Ok(Log {
            shown: (0..runs.len()).collect(),
            runs,
            chosen: Rc::default(),
            wanted: String::new(),
            state: TableState::default(),
        })
    }

    fn current(&self) -> Option<&RunRecord> {
        self.runs.get(*self.shown.get(self.state.row())?)
    }

    /// Shows the runs that the filter lets through; the cursor stays on its run, or goes to the next one that is shown.
    fn filter(&mut self, context: &Context) {
        let at = self.shown.get(self.state.row()).copied().unwrap_or(0);
        let filter = self.chosen.borrow().filter(context.clock.now());
        let all = 0..self.runs.len();
        self.shown = all.filter(|run| filter.takes(&self.runs[*run])).collect();
        let place = self.shown.partition_point(|run| *run < at);
        self.state.jump(place, self.shown.len());
    }

    fn ask_filter(&self) -> Outcome {
        let mut people: Vec<String> = self.runs.iter().map(|r| r.who.login.clone()).collect();
        people.sort_unstable();
        people.dedup();
        Outcome::push(LogFilter::new(&self.chosen, people))
    }

    fn ask_search(&self) -> Outcome {
        Outcome::push(Prompt::new(
            ASK_SEARCH,
            t!("rows-search-title"),
            t!("log-search-label"),
            &self.wanted,
        ))
    }

    fn find(&mut self, forward: bool, context: &mut Context) -> Outcome {
        let (len, from) = (self.shown.len(), self.state.row());
        let found = (1..=len)
            .map(|step| match forward {
                true => (from + step) % len,
                false => (from + len - step) % len,
            })
            .find(|place| {
                let run = &self.runs[self.shown[*place]];
                holds(run, &self.wanted) || run.id.to_string() == self.wanted
            });
        match found {
            Some(place) => {
                self.state.jump(place, len);
            }
            None => {
                let wanted = visible(&self.wanted).into_owned();
                context.toast(Tone::Warning, &t!("log-not-found", text = wanted));
            }
        }
        Outcome::Changed
    }

    /// What is shown of how many, where a filter hides any.
    fn filtered(&self) -> Option<String> {
        let told = self.chosen.borrow().told();
        (!told.is_empty()).then(|| {
            t!(
                "log-filtered",
                filter = told,
                shown = self.shown.len() as u64,
                all = self.runs.len() as u64
            )
        })
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
        let here = self.current();
        match action {
            Action::Open => here.is_some(),
            Action::Run => here.is_some_and(repeats),
            Action::Copy => here.is_some_and(|run| run.kind != RunKind::Undo),
            Action::Filter | Action::Search => !self.runs.is_empty(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        if !self.offers(action) {
            return Outcome::Unchanged;
        }
        let run = self.current().cloned();
        match (action, run) {
            (Action::Open, Some(run)) => Outcome::push(RunRows::new(run.id, context)),
            (Action::Run, Some(run)) => again(&run, context),
            (Action::Copy, Some(run)) => copy_command(&run, context),
            (Action::Filter, _) => self.ask_filter(),
            (Action::Search, _) => self.ask_search(),
            (Action::SearchNext | Action::SearchPrevious, _) if self.wanted.is_empty() => {
                self.ask_search()
            }
            (Action::SearchNext, _) => self.find(true, context),
            (Action::SearchPrevious, _) => self.find(false, context),
            // Here already.
            (Action::Log, _) => Outcome::Unchanged,
            (other, _) => moving::table(&mut self.state, self.shown.len(), COLUMNS, other),
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (log_filter::ASK, Value::Yes) => self.filter(context),
            (ASK_SEARCH, Value::Text(text)) => {
                self.wanted = text.trim().to_owned();
                if !self.wanted.is_empty() {
                    return self.find(true, context);
                }
            }
            _ => {}
        }
        Outcome::Changed
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let line = |text: String| Line::styled(format!(" {text}"), theme.style(Tone::Dim));
        if self.runs.is_empty() {
            frame.render_widget(line(t!("log-empty")), area);
            return;
        }
        let mut area = area;
        if let Some(filtered) = self.filtered() {
            let top = Rect { height: 1, ..area }.intersection(area);
            let text = Line::styled(format!(" {filtered}"), theme.style(Tone::Title));
            frame.render_widget(text, top);
            area = Rect {
                y: area.y + top.height,
                height: area.height - top.height,
                ..area
            };
        }
        let Some(run) = self.current() else {
            frame.render_widget(line(t!("log-none-shown")), area);
            return;
        };
        let width = usize::from(area.width.saturating_sub(2));
        let mut lines = run_lines(run);
        if run.kind == RunKind::Import && run.error.is_none() {
            // What came of it first: a low window has no room for all.
            lines.insert(0, (Tone::Plain, sentences::run_result(run)));
        }
        if let Some(command) = repeat::command(&context.desk.place, run) {
            lines.push((Tone::Dim, visible(&command).into_owned()));
        }
        let mut below: Vec<(Tone, String)> = lines
            .into_iter()
            .flat_map(|(tone, text)| wrap(&text, width).into_iter().map(move |line| (tone, line)))
            .collect();
        // The same height for every run, so that the table does not jump under the cursor.
        let height = if area.height >= 18 { 6 } else { 4 };
        if below.len() > usize::from(height) {
            below.truncate(usize::from(height));
            if let Some((_, last)) = below.last_mut() {
                *last = cut(&format!("{last} …"), width).into_owned();
            }
        }
        let rule = Rect {
            y: area.bottom().saturating_sub(height + 1).max(area.y),
            height: 1,
            ..area
        };
        let rows = Rect {
            height: rule.y - area.y,
            ..area
        };
        table().draw(frame, rows, &self.state, &View(self), theme);
        let line = "─".repeat(usize::from(area.width));
        frame.render_widget(Line::styled(line, theme.style(Tone::Border)), rule);
        let told = Rect {
            y: rule.y + 1,
            height: area.bottom().saturating_sub(rule.y + 1),
            ..area
        };
        draw_lines(frame, told, &below, theme);
    }
}

/// How many columns [`table`] has.
const COLUMNS: usize = 13;

fn table() -> Table {
    Table::new(vec![
        Column::new(t!("log-column-run"), Width::Fixed(4)).right(),
        Column::new(t!("log-column-started"), Width::Fixed(16)),
        Column::new(t!("log-column-kind"), Width::Fixed(9)),
        Column::new(t!("log-column-status"), Width::Fixed(18)),
        Column::new(t!("log-column-name"), Width::Flex(12, 1)),
        Column::new(t!("log-column-rows"), Width::Fixed(7)).right(),
        Column::new(t!("log-column-updated"), Width::Fixed(11)).right(),
        Column::new(t!("log-column-kept"), Width::Fixed(9)).right(),
        Column::new(t!("log-column-rejected"), Width::Fixed(11)).right(),
        Column::new(t!("log-column-who"), Width::Fixed(12)),
        Column::new(t!("log-column-template"), Width::Fixed(24)),
        Column::new(t!("log-column-file"), Width::Fixed(24)),
        Column::new(t!("log-column-finished"), Width::Fixed(16)),
    ])
    .frozen(1)
}

struct View<'a>(&'a Log);

impl Rows for View<'_> {
    fn len(&self) -> usize {
        self.0.shown.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let Some(run) = self.0.shown.get(row).and_then(|at| self.0.runs.get(*at)) else {
            return ("".into(), Tone::Plain);
        };
        // An export has no outcomes to count.
        let counted = |n: u64| match run.kind {
            RunKind::Export => String::new(),
            _ => number(n),
        };
        let shown = |text: &'_ str| visible(text).into_owned();
        let text = match column {
            0 => run.id.to_string(),
            1 => moment(run.started),
            2 => match run.kind {
                RunKind::Load => t!("run-load-short"),
                kind => sentences::run_kind(kind),
            },
            4 => shown(&run.name),
            3 => {
                let tone = status_tone(run.status);
                let text = format!("{} {}", tone.sign(), sentences::run_status(run.status));
                return (text.into(), tone);
            }
            5 => number(run.rows),
            6 => counted(run.totals.updated),
            7 => counted(run.totals.kept),
            8 => counted(run.totals.rejected),
            9 => shown(&run.who.login),
            10 => shown(run.template.as_deref().unwrap_or_default()),
            11 => shown(&run.file),
            _ => moment(run.finished),
        };
        (text.into(), Tone::Plain)
    }
}

/// How a status looks.
fn status_tone(status: RunStatus) -> Tone {
    match status {
        RunStatus::Done => Tone::Ok,
        RunStatus::DoneWithErrors | RunStatus::Cancelled => Tone::Warning,
        RunStatus::Failed => Tone::Error,
    }
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
