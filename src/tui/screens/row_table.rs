//! The rows of a preview or of a past run: one table with a filter by outcome, search, and below it everything there is to
//! say of the row under the cursor. The rows are virtual: a filter is a list of positions, and only rows that are shown are
//! made. Not here: where the rows come from and what can be done with them, and how it all looks (`view.rs`).

mod beside;
mod view;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::beside::{answer, wake};
use crate::domain::log::LoggedRow;
use crate::domain::plan::{self, Reason};
use crate::domain::text::visible;
use crate::jobs::find::Needle;
use crate::jobs::{Control, JobHandle};
use crate::lang::{number, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::person_card;
use crate::tui::theme::Tone;
use crate::tui::widgets::table::TableState;
use crossterm::event::KeyCode;

/// Where rows come from.
pub trait RowSource: Send + Sync + 'static {
    /// How many there are.
    fn count(&self) -> usize;
    /// What becomes or became of a row. Cheap: asked for all rows.
    fn outcome(&self, row: usize) -> plan::Outcome;
    /// Whether something was noticed about its address. Cheap.
    fn warned(&self, row: usize) -> bool;
    /// Why it is rejected, if it is. Cheap.
    fn reason(&self, row: usize) -> Option<Reason>;
    /// All of it. Asked for rows that are shown or searched.
    fn row(&self, row: usize) -> Cow<'_, LoggedRow>;
}

/// Whether the rows tell what would happen or what has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// A preview.
    Planned,
    /// A log.
    Done,
    /// The preview of an undo.
    PlannedUndo,
    /// The log of an undo.
    DoneUndo,
}

impl Tense {
    fn is_undo(self) -> bool {
        matches!(self, Tense::PlannedUndo | Tense::DoneUndo)
    }

    /// That there are no rows.
    fn none(self) -> String {
        match self {
            Tense::Planned => t!("rows-none-planned"),
            Tense::PlannedUndo => t!("rows-none-planned-undo"),
            Tense::Done | Tense::DoneUndo => t!("rows-none"),
        }
    }

    fn word(self, outcome: plan::Outcome) -> String {
        match self {
            Tense::Planned => sentences::planned_outcome(outcome),
            Tense::Done => sentences::outcome(outcome),
            Tense::PlannedUndo => sentences::planned_undo_outcome(outcome),
            Tense::DoneUndo => sentences::undo_outcome(outcome),
        }
    }

    fn words(self, outcome: plan::Outcome) -> String {
        match self {
            Tense::Planned => sentences::planned_outcomes(outcome),
            Tense::Done => sentences::outcomes(outcome),
            Tense::PlannedUndo => sentences::planned_undo_outcomes(outcome),
            Tense::DoneUndo => sentences::undo_outcomes(outcome),
        }
    }
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those with this outcome.
    Outcome(plan::Outcome),
    /// Those about whose address something was noticed.
    Warnings,
    /// Those rejected for this reason.
    Reason(Reason),
}

impl Filter {
    fn takes(self, source: &impl RowSource, row: usize) -> bool {
        match self {
            Filter::All => true,
            Filter::Outcome(outcome) => source.outcome(row) == outcome,
            Filter::Warnings => source.warned(row),
            Filter::Reason(reason) => source.reason(row) == Some(reason),
        }
    }
}

/// The sign of an outcome and how it looks.
fn sign(outcome: plan::Outcome) -> (&'static str, Tone) {
    match outcome {
        plan::Outcome::Updated => (Tone::Ok.sign(), Tone::Ok),
        plan::Outcome::Unchanged => ("=", Tone::Dim),
        plan::Outcome::Kept => (Tone::Locked.sign(), Tone::Locked),
        plan::Outcome::Blank => ("·", Tone::Dim),
        plan::Outcome::Rejected => (Tone::Error.sign(), Tone::Error),
    }
}

/// `&`
pub const FILTER: Binding =
    Binding::new(&[Key::char('&')], Action::Filter, || t!("rows-key-filter"))
        .in_footer_as(|| t!("rows-key-filter-short"));
/// The filter before this one.
pub const FILTER_LEFT: Binding = Binding::new(
    &[Key::code(KeyCode::Left), Key::char('h')],
    Action::Left,
    || t!("rows-key-filter-left"),
);
/// The filter after this one.
pub const FILTER_RIGHT: Binding = Binding::new(
    &[Key::code(KeyCode::Right), Key::char('l')],
    Action::Right,
    || t!("rows-key-filter-right"),
);
/// `/`
pub const SEARCH: Binding =
    Binding::new(&[Key::char('/')], Action::Search, || t!("rows-key-search")).in_footer();
/// `n`
pub const SEARCH_NEXT: Binding = Binding::new(&[Key::char('n')], Action::SearchNext, || {
    t!("rows-key-next")
});
/// `N`
pub const SEARCH_PREVIOUS: Binding =
    Binding::new(&[Key::char('N')], Action::SearchPrevious, || {
        t!("rows-key-previous")
    });
/// Enter: a rejected row is opened where it can be corrected, of any other one all is shown.
pub const ROW: Binding = Binding::new(&[Key::ENTER], Action::Open, || t!("rows-key-enter"));
/// Space
pub const WHOLE_ROW: Binding = Binding::new(&[Key::SPACE, Key::f(2)], Action::Preview, || {
    t!("rows-key-open")
});
/// `e`
pub const CORRECT: Binding = Binding::new(&[Key::char('e')], Action::Correct, || {
    t!("rows-key-correct")
})
.in_footer();

/// `p`
pub const PERSON: Binding =
    Binding::new(&[Key::char('p')], Action::History, || t!("rows-key-person"));

const ASK_FILTER: &str = "rows.filter";
const ASK_SEARCH: &str = "rows.search";

/// The table, its filter and its search.
pub struct RowTable<S> {
    source: Arc<S>,
    tense: Tense,
    /// What can be filtered by, with how many rows each shows; outcomes also where there are none.
    filters: Vec<(Filter, u64)>,
    filter: Filter,
    shown: Arc<Vec<u32>>,
    state: TableState,
    wanted: String,
    search: Option<JobHandle<Option<usize>>>,
}

impl<S: RowSource> RowTable<S> {
    /// A table of all rows.
    pub fn new(source: S, tense: Tense) -> RowTable<S> {
        let mut table = RowTable {
            filters: filters(&source),
            source: Arc::new(source),
            tense,
            filter: Filter::All,
            shown: Arc::default(),
            state: TableState::default(),
            wanted: String::new(),
            search: None,
        };
        table.show(Filter::All);
        table
    }

    /// The rows.
    pub fn source(&self) -> &Arc<S> {
        &self.source
    }

    /// The positions of the rows that the filter lets through.
    pub fn shown(&self) -> &Arc<Vec<u32>> {
        &self.shown
    }

    /// Gives the rows back, unless a job still reads them.
    ///
    /// # Errors
    /// The table as it was.
    pub fn into_source(mut self) -> Result<S, Box<RowTable<S>>> {
        // Dropping the handle stops the search and waits for it.
        self.search = None;
        Arc::try_unwrap(self.source).map_err(|source| Box::new(RowTable { source, ..self }))
    }

    /// How many rows a filter shows.
    pub fn count(&self, filter: Filter) -> u64 {
        self.filters
            .iter()
            .find(|(offered, _)| *offered == filter)
            .map_or(0, |(_, count)| *count)
    }

    /// Shows these rows; the cursor stays on its row, or goes to the next one that is shown.
    pub fn show(&mut self, filter: Filter) {
        self.search = None;
        let at = self.shown.get(self.state.row()).copied().unwrap_or(0);
        let rows = 0..u32::try_from(self.source.count()).unwrap_or(u32::MAX);
        let source = &*self.source;
        self.shown = Arc::new(
            rows.filter(|row| filter.takes(source, *row as usize))
                .collect(),
        );
        self.filter = filter;
        let place = self.shown.partition_point(|row| *row < at);
        self.state.jump(place, self.shown.len());
    }

    /// Whether a search is on its way.
    pub fn searching(&self) -> bool {
        self.search.is_some()
    }

    /// Movements, filter, search, and the row in full; [`Outcome::Ignored`] for anything else.
    pub fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        let len = self.shown.len();
        match action {
            Action::Back if self.search.take().is_some() => Outcome::Changed,
            Action::Left => self.step(false),
            Action::Right => self.step(true),
            Action::Filter => self.ask_filter(),
            Action::Search => self.ask_search(),
            Action::SearchNext | Action::SearchPrevious if self.wanted.is_empty() => {
                self.ask_search()
            }
            Action::SearchNext => self.find(true, context),
            Action::SearchPrevious => self.find(false, context),
            Action::Open | Action::Preview => match self.row_told() {
                Some((title, text)) => Outcome::push(Message::new(Tone::Plain, title, text)),
                None => Outcome::Unchanged,
            },
            Action::History => self.open_person(context),
            Action::Home => Outcome::changed(self.state.select(0, len)),
            Action::End => Outcome::changed(self.state.select(usize::MAX, len)),
            other => moving::table(&mut self.state, len, 1, other),
        }
    }

    /// The card of the person whom the row under the cursor is about.
    fn open_person(&self, context: &mut Context) -> Outcome {
        match self.current().map(|row| row.person) {
            Some(Some(id)) => person_card::open(id, context),
            Some(None) => {
                context.toast(Tone::Warning, &t!("rows-no-person"));
                Outcome::Changed
            }
            None => Outcome::Unchanged,
        }
    }

    /// Takes the answers to its own questions.
    pub fn answer(&mut self, answer: &Answer, context: &Context) -> Outcome {
        match (answer.question, &answer.value) {
            (ASK_FILTER, Value::Index(index)) => {
                if let Some(&(filter, _)) = self.offered().get(*index) {
                    self.show(filter);
                }
                Outcome::Changed
            }
            (ASK_SEARCH, Value::Text(text)) => {
                self.wanted = text.trim().to_owned();
                if self.wanted.is_empty() {
                    self.search = None;
                    return Outcome::Changed;
                }
                self.find(true, context)
            }
            _ => Outcome::Ignored,
        }
    }

    /// Pulls what a search has found.
    pub fn wake(&mut self, context: &mut Context) -> Outcome {
        if !self.search.as_ref().is_some_and(JobHandle::is_finished) {
            return Outcome::Unchanged;
        }
        let found = self.search.take().and_then(|mut job| job.take()).flatten();
        match found {
            Some(place) => {
                self.state.jump(place, self.shown.len());
            }
            None => {
                let wanted = visible(&self.wanted).into_owned();
                context.toast(Tone::Warning, &t!("rows-not-found", text = wanted));
            }
        }
        Outcome::Changed
    }

    /// The filter before or after this one that shows anything.
    fn step(&mut self, forward: bool) -> Outcome {
        let offered: Vec<Filter> = self
            .offered()
            .into_iter()
            .map(|(filter, _)| filter)
            .filter(|filter| !matches!(filter, Filter::Reason(_)))
            .collect();
        let current = match self.filter {
            Filter::Reason(_) => Filter::Outcome(plan::Outcome::Rejected),
            other => other,
        };
        let at = offered.iter().position(|filter| *filter == current);
        let next = match (at, forward) {
            (Some(at), true) => (at + 1) % offered.len(),
            (Some(at), false) => (at + offered.len() - 1) % offered.len(),
            (None, _) => 0,
        };
        match offered.get(next) {
            Some(filter) if *filter != self.filter => {
                self.show(*filter);
                Outcome::Changed
            }
            _ => Outcome::Unchanged,
        }
    }

    /// The filters that show anything.
    fn offered(&self) -> Vec<(Filter, u64)> {
        let some = |(filter, count): &&(Filter, u64)| *count > 0 || *filter == Filter::All;
        self.filters.iter().filter(some).copied().collect()
    }

    fn ask_filter(&self) -> Outcome {
        let offered = self.offered();
        let at = offered
            .iter()
            .position(|(filter, _)| *filter == self.filter);
        let names = offered
            .into_iter()
            .map(|(filter, count)| {
                let indent = match filter {
                    Filter::Reason(_) => "   ",
                    _ => "",
                };
                let code = match filter {
                    Filter::Reason(reason) => format!("  [{}]", reason.code()),
                    _ => String::new(),
                };
                format!("{indent}{}  {}{code}", self.name(filter), number(count))
            })
            .collect();
        let choice = Choice::new(ASK_FILTER, t!("rows-filter-title"), names);
        Outcome::push(choice.selected(at.unwrap_or(0)))
    }

    fn ask_search(&self) -> Outcome {
        Outcome::push(Prompt::new(
            ASK_SEARCH,
            t!("rows-search-title"),
            t!("rows-search-label"),
            &self.wanted,
        ))
    }

    fn name(&self, filter: Filter) -> String {
        match filter {
            Filter::All => t!("rows-all"),
            Filter::Outcome(outcome) => {
                format!("{} {}", sign(outcome).0, self.tense.words(outcome))
            }
            Filter::Warnings => format!("{} {}", Tone::Warning.sign(), t!("rows-warnings")),
            Filter::Reason(reason) => sentences::reason(reason),
        }
    }

    /// Looks for the wanted text behind the cursor, round to the cursor itself. On a worker: the last of a million rows is a
    /// second away.
    fn find(&mut self, forward: bool, context: &Context) -> Outcome {
        let (source, shown) = (Arc::clone(&self.source), Arc::clone(&self.shown));
        let Some(needle) = Needle::new(&self.wanted) else {
            return Outcome::Unchanged;
        };
        let from = self.state.row();
        let wake = Arc::new(context.waker.callback());
        self.search = Some(JobHandle::spawn(wake, move |control| {
            find(&*source, &shown, from, forward, &needle, control)
        }));
        Outcome::Changed
    }

    /// Whether this asks for the cell of the row under the cursor.
    pub fn corrects(&self, action: Action) -> bool {
        match action {
            Action::Correct => true,
            Action::Open => self
                .current()
                .is_some_and(|row| row.outcome == plan::Outcome::Rejected),
            _ => false,
        }
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<Cow<'_, LoggedRow>> {
        let row = *self.shown.get(self.state.row())?;
        Some(self.source.row(row as usize))
    }
}

/// What can be filtered by, counted in one pass.
fn filters(source: &impl RowSource) -> Vec<(Filter, u64)> {
    let mut outcomes = plan::Outcome::ALL.map(|outcome| (outcome, 0_u64));
    let mut reasons: BTreeMap<Reason, u64> = BTreeMap::new();
    let mut warned = 0;
    for row in 0..source.count() {
        let outcome = source.outcome(row);
        if let Some((_, count)) = outcomes.iter_mut().find(|(o, _)| *o == outcome) {
            *count += 1;
        }
        if let Some(reason) = source.reason(row) {
            *reasons.entry(reason).or_default() += 1;
        }
        warned += u64::from(source.warned(row));
    }
    let mut filters = vec![(Filter::All, source.count() as u64)];
    filters.extend(outcomes.map(|(outcome, count)| (Filter::Outcome(outcome), count)));
    // What is behind most rows comes first.
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    filters.extend(
        reasons
            .into_iter()
            .map(|(r, count)| (Filter::Reason(r), count)),
    );
    filters.push((Filter::Warnings, warned));
    filters
}

/// The place of the next row, among those shown, that holds the text in one of its cells.
fn find(
    source: &impl RowSource,
    shown: &[u32],
    from: usize,
    forward: bool,
    needle: &Needle,
    control: &Control,
) -> Option<usize> {
    let len = shown.len();
    let holds = |text: &str| needle.is_in(text);
    for step in 1..=len {
        let place = if forward {
            (from + step) % len
        } else {
            (from + len - step) % len
        };
        if step % 4096 == 0 && control.report(step as u64, len as u64).is_break() {
            return None;
        }
        let row = source.row(shown[place] as usize);
        let more = [&row.old, &row.new];
        let code = row.rejection.as_ref().map(|r| r.reason().code());
        if holds(&row.user_id)
            || holds(&row.employee_number)
            || code.is_some_and(holds)
            || holds(&row.value)
            || more.into_iter().flatten().any(|text| holds(text))
        {
            return Some(place);
        }
    }
    None
}
