//! A plan on the screen: its sections, the place in them, and finding. Not here: planning, and what is said of the plan as a
//! whole ([`super::preview`]).

use std::cell::Cell;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::rows::{Section, Shown, Source, View, columns, find};
use super::wake;
use crate::domain::text::visible;
use crate::file::{EditError, Prepared};
use crate::jobs::JobHandle;
use crate::lang::number;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Prompt};
use crate::tui::keys::Action;
use crate::tui::layer::{Answer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::draw_lines;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::table::{Table, TableState};
use crate::tui::widgets::text::width;
use crate::tui::widgets::wrap::wrap;

const ASK_SECTION: &str = "addresses.fill-section";
const ASK_SEARCH: &str = "addresses.fill-search";

/// Lines below the table for all there is to say of the row under the cursor.
const TOLD: u16 = 2;

/// A plan, made where it may take its time.
pub(super) struct Ready {
    pub(super) source: Source,
    step: Result<Prepared, EditError>,
    sections: Vec<(Section, u64)>,
    rows: Vec<u32>,
}

impl Ready {
    /// Counts and lists what is shown first, too: of a million rows that is not done between two keys.
    pub(super) fn new(source: Source, step: Result<Prepared, EditError>) -> Ready {
        Ready {
            sections: source.sections(),
            rows: source.rows(Section::Changes),
            source,
            step,
        }
    }
}

/// The plan with the place in it.
pub(super) struct Plan {
    pub(super) source: Arc<Source>,
    /// What confirming does, ready to be taken at once.
    pub(super) step: Result<Prepared, EditError>,
    sections: Vec<(Section, u64)>,
    section: Section,
    rows: Arc<Vec<u32>>,
    state: TableState,
    wanted: String,
    search: Option<JobHandle<Option<usize>>>,
    /// Whether it has stood on the screen: what nobody has seen nobody can confirm.
    pub(super) seen: Cell<bool>,
}

impl Plan {
    /// What a worker has found out, at its beginning.
    pub(super) fn new(ready: Ready) -> Plan {
        Plan {
            sections: ready.sections,
            section: Section::Changes,
            rows: Arc::new(ready.rows),
            source: Arc::new(ready.source),
            step: ready.step,
            state: TableState::default(),
            wanted: String::new(),
            search: None,
            seen: Cell::new(false),
        }
    }

    fn show(&mut self, section: Section) {
        self.search = None;
        self.section = section;
        self.rows = Arc::new(self.source.rows(section));
        self.state = TableState::default();
    }

    /// The section before or after this one.
    pub(super) fn step(&mut self, forward: bool) -> Outcome {
        let len = self.sections.len();
        let at = self.sections.iter().position(|(s, _)| *s == self.section);
        let by = if forward { 1 } else { len - 1 };
        match at.and_then(|at| self.sections.get((at + by) % len)) {
            Some((section, _)) if *section != self.section => {
                self.show(*section);
                Outcome::Changed
            }
            _ => Outcome::Unchanged,
        }
    }

    /// Asks which part is shown.
    pub(super) fn ask_section(&self) -> Outcome {
        let name = |(section, n): &(Section, u64)| format!("{}  {}", section.name(), number(*n));
        let names = self.sections.iter().map(name).collect();
        let at = self.sections.iter().position(|(s, _)| *s == self.section);
        let choice = Choice::new(ASK_SECTION, t!("rows-filter-title"), names);
        Outcome::push(choice.selected(at.unwrap_or(0)))
    }

    /// Asks what is searched for.
    pub(super) fn ask_search(&self) -> Outcome {
        let label = t!("filling-search-label");
        Outcome::push(Prompt::new(
            ASK_SEARCH,
            t!("rows-search-title"),
            label,
            &self.wanted,
        ))
    }

    /// Goes to the next row that holds what was asked for, or the one before, on a worker.
    pub(super) fn find(&mut self, forward: bool, context: &Context) -> Outcome {
        if self.wanted.is_empty() {
            return self.ask_search();
        }
        let (source, rows) = (Arc::clone(&self.source), Arc::clone(&self.rows));
        let (section, wanted) = (self.section, self.wanted.to_lowercase());
        let from = self.state.row();
        self.search = Some(JobHandle::spawn(wake(context), move |control| {
            find(&source, section, &rows, from, forward, &wanted, control)
        }));
        Outcome::Changed
    }

    /// Goes to what the worker has found.
    pub(super) fn pull_search(&mut self, context: &mut Context) -> Outcome {
        let Some(mut search) = self.search.take_if(|job| job.is_finished()) else {
            return Outcome::Unchanged;
        };
        match search.take().flatten() {
            Some(place) => {
                self.state.jump(place, self.rows.len());
            }
            None => {
                let wanted = visible(&self.wanted).into_owned();
                context.toast(Tone::Warning, &t!("rows-not-found", text = wanted));
            }
        }
        Outcome::Changed
    }

    /// Takes the answers to its own questions.
    pub(super) fn answer(&mut self, answer: Answer, context: &Context) -> Outcome {
        match (answer.question, answer.value) {
            (ASK_SECTION, Value::Index(at)) => {
                if let Some((section, _)) = self.sections.get(at).copied() {
                    self.show(section);
                }
                Outcome::Changed
            }
            (ASK_SEARCH, Value::Text(text)) => {
                text.trim().clone_into(&mut self.wanted);
                if self.wanted.is_empty() {
                    self.search = None;
                    return Outcome::Changed;
                }
                self.find(true, context)
            }
            _ => Outcome::Changed,
        }
    }

    /// Movements, sections and search; [`Outcome::Ignored`] for anything else.
    pub(super) fn act(&mut self, action: Action, context: &Context) -> Outcome {
        let len = self.rows.len();
        match action {
            Action::Back if self.search.take().is_some() => Outcome::Changed,
            Action::Left => self.step(false),
            Action::Right => self.step(true),
            Action::Filter => self.ask_section(),
            Action::Search => self.ask_search(),
            Action::SearchNext => self.find(true, context),
            Action::SearchPrevious => self.find(false, context),
            Action::Home => Outcome::changed(self.state.select(0, len)),
            Action::End => Outcome::changed(self.state.select(usize::MAX, len)),
            other => moving::table(&mut self.state, len, 1, other),
        }
    }

    /// Draws the counts, the table, and the row under the cursor in full.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let room = usize::from(area.width.saturating_sub(2));
        let chips = chips(&self.sections, self.section, usize::from(area.width), theme);
        let mut y = area.y;
        let told = TOLD.min(area.height);
        let bottom = area.bottom() - told;
        for line in chips {
            if y < bottom {
                frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
                y += 1;
            }
        }
        let rows = Rect {
            y,
            height: bottom.saturating_sub(y),
            ..area
        };
        if self.rows.is_empty() {
            let place = Rect { height: 1, ..rows }.intersection(rows);
            draw_lines(frame, place, &[(Tone::Plain, t!("filling-nothing"))], theme);
            return;
        }
        let shown = self.source.columns(self.section);
        let view = View {
            source: &self.source,
            section: self.section,
            rows: &self.rows,
            columns: &shown,
        };
        let last = self.rows.last().copied().unwrap_or_default() as usize;
        let last = self.source.cell(self.section, last, Shown::Line).len();
        let digits = u16::try_from(last.max(4)).unwrap_or(9);
        let table = Table::new(columns(&shown, self.section, digits));
        table.draw(frame, rows, &self.state, &view, theme);
        let text = match self.rows.get(self.state.row()) {
            _ if self.search.is_some() => t!("rows-searching"),
            Some(at) => self.source.told(self.section, *at as usize),
            None => String::new(),
        };
        let lines: Vec<_> = wrap(&text, room)
            .into_iter()
            .map(|line| (Tone::Plain, line))
            .collect();
        let place = Rect {
            y: bottom,
            height: told,
            ..area
        };
        draw_lines(frame, place, &lines, theme);
    }
}

/// The sections with their counts as one flow of words; the one that is shown stands in brackets.
fn chips(
    sections: &[(Section, u64)],
    current: Section,
    room: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new()];
    let mut used = 0;
    for (section, n) in sections {
        let here = *section == current;
        let (open, close) = if here { ("[", "]") } else { (" ", " ") };
        let text = format!("{open}{} {}{close}", section.name(), number(*n));
        if used > 0 && used + width(&text) > room {
            lines.push(Vec::new());
            used = 0;
        }
        used += width(&text);
        let tone = if here { Tone::Selected } else { Tone::Plain };
        if let Some(line) = lines.last_mut() {
            line.push(Span::styled(text, theme.style(tone)));
        }
    }
    lines.into_iter().map(Line::from).collect()
}
