//! Every change that a fill or a repair would make, old and new, and every row that is left out with the reason, before anything
//! happens. Confirming makes the changes one step that is undone as one; Esc changes nothing. It is planned on a worker, anew
//! whenever an option changes. Not here: the rows themselves ([`super::rows`]).

use std::cell::Cell;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::rows::{Section, Shown, Source, View, columns, find};
use super::{PREVIEW, Work, wake, way};
use crate::domain::fill::FillOptions;
use crate::domain::text::visible;
use crate::file::CellEdit;
use crate::jobs::fill::{Background, background};
use crate::jobs::fill_task::{Task, What};
use crate::jobs::{JobError, JobHandle};
use crate::lang::fill::join_key;
use crate::lang::{errors, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::draw_lines;
use crate::tui::screens::row_table::{FILTER, FILTER_LEFT, FILTER_RIGHT, SEARCH};
use crate::tui::screens::row_table::{SEARCH_NEXT, SEARCH_PREVIOUS};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::gauge;
use crate::tui::widgets::table::{Table, TableState};
use crate::tui::widgets::text::{cut, width};
use crate::tui::widgets::wrap::wrap;

const ASK_SECTION: &str = "addresses.fill-section";
const ASK_SEARCH: &str = "addresses.fill-search";

/// Lines below the table for all there is to say of the row under the cursor.
const TOLD: u16 = 2;

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("filling-key-apply")).in_footer(),
    FILTER,
    SEARCH,
    Binding::new(&[Key::char('o')], Action::Toggle, || {
        t!("filling-key-overwrite")
    })
    .in_footer(),
    Binding::new(&[Key::char('x')], Action::Mark, || t!("filling-key-marked")).in_footer(),
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("filling-key-back")
    })
    .in_footer(),
    FILTER_LEFT,
    FILTER_RIGHT,
    SEARCH_NEXT,
    SEARCH_PREVIOUS,
];

static PLANNING: &[Binding] =
    &[Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer()];

/// A plan, made where it may take its time.
struct Ready {
    source: Source,
    edits: Vec<CellEdit>,
}

/// What the preview does.
enum Stage {
    Planning(JobHandle<Result<Ready, JobError>>),
    Shown(Box<Plan>),
    /// Nothing: it is about to close.
    Over,
}

/// The plan with the place in it.
struct Plan {
    source: Arc<Source>,
    edits: Vec<CellEdit>,
    sections: Vec<(Section, u64)>,
    section: Section,
    rows: Arc<Vec<u32>>,
    state: TableState,
    wanted: String,
    search: Option<JobHandle<Option<usize>>>,
    /// Whether it has stood on the screen: what nobody has seen nobody can confirm.
    seen: Cell<bool>,
}

impl Plan {
    fn new(ready: Ready) -> Plan {
        let source = ready.source;
        Plan {
            sections: source.sections(),
            section: Section::Changes,
            rows: Arc::new(source.rows(Section::Changes)),
            source: Arc::new(source),
            edits: ready.edits,
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
    fn step(&mut self, forward: bool) -> Outcome {
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

    fn ask_section(&self) -> Outcome {
        let name = |(section, n): &(Section, u64)| format!("{}  {}", section.name(), number(*n));
        let names = self.sections.iter().map(name).collect();
        let at = self.sections.iter().position(|(s, _)| *s == self.section);
        let choice = Choice::new(ASK_SECTION, t!("rows-filter-title"), names);
        Outcome::push(choice.selected(at.unwrap_or(0)))
    }

    fn ask_search(&self) -> Outcome {
        let label = t!("filling-search-label");
        Outcome::push(Prompt::new(
            ASK_SEARCH,
            t!("rows-search-title"),
            label,
            &self.wanted,
        ))
    }

    fn find(&mut self, forward: bool, context: &Context) -> Outcome {
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

    fn pull_search(&mut self, context: &mut Context) -> Outcome {
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
}

/// The preview.
pub(super) struct FillPreview {
    title: String,
    task: Arc<Task>,
    work: Work,
    options: FillOptions,
    only_marked: bool,
    /// The register, once it was read.
    known: Option<Arc<Option<Background>>>,
    stage: Stage,
}

impl FillPreview {
    /// A preview that plans at once, on the marked rows where some are and the task does not say itself which rows it means.
    pub(super) fn new(task: Task, title: String, work: Work, context: &Context) -> FillPreview {
        let marked = matches!(task, Task::Fill(_));
        let mut preview = FillPreview::prepared(task, title, work).only_marked(marked);
        preview.begin(context);
        preview
    }

    /// A preview that does not plan yet.
    pub(super) fn prepared(task: Task, title: String, work: Work) -> FillPreview {
        FillPreview {
            title,
            task: Arc::new(task),
            work,
            options: FillOptions::default(),
            only_marked: false,
            known: None,
            stage: Stage::Over,
        }
    }

    /// Also over existing addresses.
    pub(super) fn overwriting(mut self, overwrite: bool) -> FillPreview {
        self.options.overwrite = overwrite;
        self
    }

    /// Only the marked rows, where some are.
    pub(super) fn only_marked(mut self, only: bool) -> FillPreview {
        self.only_marked = only && self.work.marked.is_some();
        self
    }

    /// With the register as it was read.
    pub(super) fn knowing(mut self, known: Arc<Option<Background>>) -> FillPreview {
        self.known = Some(known);
        self
    }

    /// Plans, beside the screen.
    pub(super) fn begin(&mut self, context: &Context) {
        let (task, work, known) = (
            Arc::clone(&self.task),
            self.work.clone(),
            self.known.clone(),
        );
        let options = FillOptions {
            selected: self.work.marked.clone().filter(|_| self.only_marked),
            ..self.options.clone()
        };
        self.stage = Stage::Planning(JobHandle::spawn(wake(context), move |control| {
            let known = match known {
                Some(known) => known,
                None => Arc::new(background(&work.place, control)?),
            };
            let target = work.target();
            let planned = task.plan(&target, &options, known.as_ref().as_ref(), control)?;
            let edits = planned.edits(&target)?;
            Ok(Ready {
                source: Source::new(planned, work, known),
                edits,
            })
        }));
    }

    /// Whether existing addresses are a question at all.
    fn may_overwrite(&self) -> bool {
        use crate::domain::fill::Fill;
        !matches!(*self.task, Task::Repair | Task::Fill(Fill::Replace { .. }))
    }

    fn may_mark(&self) -> bool {
        self.work.marked.is_some() && !matches!(*self.task, Task::Repair)
    }

    fn apply(&mut self, context: &mut Context) -> Outcome {
        let Stage::Shown(plan) = &mut self.stage else {
            return Outcome::Unchanged;
        };
        if !plan.seen.get() {
            return Outcome::Unchanged;
        }
        if plan.edits.is_empty() {
            return Outcome::push(Message::new(
                Tone::Plain,
                t!("filling-nothing-title"),
                t!("filling-nothing"),
            ));
        }
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Close(None);
        };
        match editing.apply(std::mem::take(&mut plan.edits)) {
            Ok(n) => {
                editing.check(&desk.place, &context.waker);
                let n = u64::try_from(n).unwrap_or(u64::MAX);
                let told = match &plan.source.planned.what {
                    What::Fill(_) => t!("filling-done", n = n),
                    What::Repair(_) => t!("filling-repaired", n = n),
                };
                self.stage = Stage::Over;
                Outcome::answer(Value::Text(told))
            }
            // Nothing was changed; the plan is made anew should somebody go on.
            Err(error) => {
                let told = errors::edit(&error);
                self.begin(context);
                Outcome::push(Message::error(told))
            }
        }
    }

    fn pull(&mut self, context: &mut Context) -> Outcome {
        let job = match &mut self.stage {
            Stage::Planning(job) => job,
            Stage::Shown(plan) => return plan.pull_search(context),
            Stage::Over => return Outcome::Unchanged,
        };
        if !job.is_finished() {
            return Outcome::Changed;
        }
        match job.take() {
            Some(Ok(ready)) => {
                self.known = Some(Arc::clone(&ready.source.known));
                self.stage = Stage::Shown(Box::new(Plan::new(ready)));
                Outcome::Changed
            }
            Some(Err(JobError::Cancelled)) => Outcome::Close(None),
            Some(Err(error)) => Outcome::replace(Message::error(errors::job(&error).whole())),
            None => Outcome::replace(Message::error(t!("job-died"))),
        }
    }

    /// What is to be known of the plan as a whole.
    fn told(&self, plan: &Plan) -> Vec<(Tone, String)> {
        let mut told = Vec::new();
        let planned = &plan.source.planned;
        let warning = |text: String| (Tone::Warning, format!("{} {text}", Tone::Warning.sign()));
        if let Some(key) = planned.joined_by {
            told.push((Tone::Plain, t!("fill-joined-by", key = join_key(key))));
        }
        if let Some(domain) = self
            .task
            .domain_not_allowed(plan.source.known.as_ref().as_ref())
        {
            let domain = visible(domain).into_owned();
            told.push(warning(t!("fill-domain-not-allowed", domain = domain)));
        }
        if let What::Fill(fill) = &planned.what
            && fill.protection_unknown > 0
        {
            let n = fill.protection_unknown;
            told.push(warning(t!("fill-protection-unknown", n = n)));
        }
        if planned.surplus > 0 {
            let n = u64::try_from(planned.surplus).unwrap_or(u64::MAX);
            told.push(warning(t!("fill-surplus", n = n)));
        }
        told
    }

    /// How the plan was asked for.
    fn heading(&self) -> String {
        let mut parts = vec![self.title.clone()];
        if self.only_marked {
            parts.push(t!("filling-only-marked"));
        }
        if self.options.overwrite {
            parts.push(t!("filling-also-existing"));
        }
        parts.join(" · ")
    }

    fn draw_plan(&self, plan: &Plan, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let room = usize::from(area.width.saturating_sub(2));
        let mut lines = vec![(Tone::Title, cut(&self.heading(), room).into_owned())];
        for (tone, text) in self.told(plan) {
            lines.extend(wrap(&text, room).into_iter().map(|line| (tone, line)));
        }
        lines.truncate(usize::from(area.height / 3).max(1));
        let top = draw_lines(frame, area, &lines, theme);
        let chips = chips(&plan.sections, plan.section, usize::from(area.width), theme);
        let mut y = area.y + top;
        let told = TOLD.min(area.height.saturating_sub(top));
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
        if plan.rows.is_empty() {
            let place = Rect { height: 1, ..rows }.intersection(rows);
            draw_lines(frame, place, &[(Tone::Plain, t!("filling-nothing"))], theme);
            return;
        }
        let shown = plan.source.columns(plan.section);
        let view = View {
            source: &plan.source,
            section: plan.section,
            rows: &plan.rows,
            columns: &shown,
        };
        let last = plan.rows.last().copied().unwrap_or_default() as usize;
        let last = plan.source.cell(plan.section, last, Shown::Line).len();
        let digits = u16::try_from(last.max(4)).unwrap_or(9);
        let table = Table::new(columns(&shown, plan.section, digits));
        table.draw(frame, rows, &plan.state, &view, theme);
        let text = match plan.rows.get(plan.state.row()) {
            _ if plan.search.is_some() => t!("rows-searching"),
            Some(at) => plan.source.told(plan.section, *at as usize),
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

impl Layer for FillPreview {
    fn id(&self) -> &'static str {
        PREVIEW
    }

    fn title(&self) -> Vec<String> {
        way(t!("filling-preview"))
    }

    fn bindings(&self) -> &'static [Binding] {
        match self.stage {
            Stage::Shown(_) => KEYS,
            Stage::Planning(_) | Stage::Over => PLANNING,
        }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Toggle => self.may_overwrite(),
            Action::Mark => self.may_mark(),
            _ => true,
        }
    }

    fn guarded(&self) -> bool {
        true
    }

    fn step(&self) -> Option<u8> {
        Some(3)
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        let (may_overwrite, may_mark) = (self.may_overwrite(), self.may_mark());
        let plan = match (&mut self.stage, action) {
            // Dropping the job stops it.
            (Stage::Planning(_), Action::Back) => return Outcome::Close(None),
            (Stage::Planning(_) | Stage::Over, _) => return Outcome::Ignored,
            (Stage::Shown(plan), _) => plan,
        };
        match action {
            Action::Open => self.apply(context),
            Action::Back if plan.search.take().is_some() => Outcome::Changed,
            Action::Back => Outcome::Close(None),
            Action::Left => plan.step(false),
            Action::Right => plan.step(true),
            Action::Filter => plan.ask_section(),
            Action::Search => plan.ask_search(),
            Action::SearchNext => plan.find(true, context),
            Action::SearchPrevious => plan.find(false, context),
            Action::Toggle if may_overwrite => {
                self.options.overwrite = !self.options.overwrite;
                self.begin(context);
                Outcome::Changed
            }
            Action::Mark if may_mark => {
                self.only_marked = !self.only_marked;
                self.begin(context);
                Outcome::Changed
            }
            Action::Home => Outcome::changed(plan.state.select(0, plan.rows.len())),
            Action::End => Outcome::changed(plan.state.select(usize::MAX, plan.rows.len())),
            other => moving::table(&mut plan.state, plan.rows.len(), 1, other),
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        let Stage::Shown(plan) = &mut self.stage else {
            return Outcome::Changed;
        };
        match (answer.question, answer.value) {
            (ASK_SECTION, Value::Index(at)) => {
                if let Some((section, _)) = plan.sections.get(at).copied() {
                    plan.show(section);
                }
                Outcome::Changed
            }
            (ASK_SEARCH, Value::Text(text)) => {
                text.trim().clone_into(&mut plan.wanted);
                if plan.wanted.is_empty() {
                    plan.search = None;
                    return Outcome::Changed;
                }
                plan.find(true, context)
            }
            _ => Outcome::Changed,
        }
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        self.pull(context)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        match &self.stage {
            Stage::Shown(plan) => {
                plan.seen.set(true);
                self.draw_plan(plan, frame, area, theme);
            }
            Stage::Planning(job) => {
                let (done, total) = job.progress();
                let line = Rect {
                    x: area.x + 1,
                    y: area.y + 1,
                    width: area.width.saturating_sub(2),
                    height: 1,
                };
                let total = (total > 0).then_some(total);
                let text = t!("filling-planning");
                gauge::draw(frame, line.intersection(area), done, total, &text, theme);
            }
            Stage::Over => {}
        }
    }
}
