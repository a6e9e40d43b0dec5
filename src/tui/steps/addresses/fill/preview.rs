//! Every change that a fill or a repair would make, old and new, and every row that is left out with the reason, before anything
//! happens. Confirming makes the changes one step that is undone as one; Esc changes nothing. It is planned on a worker, anew
//! whenever an option changes. Not here: the rows themselves ([`super::rows`]).

use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::plan::{Plan, Ready};
use super::rows::Source;
use super::{Chosen, PREVIEW, Work, wake, way};
use crate::domain::fill::{Fill, FillOptions};
use crate::domain::text::visible;
use crate::file::Prepared;
use crate::jobs::fill::{Background, background};
use crate::jobs::fill_task::{Task, What};
use crate::jobs::{JobError, JobHandle};
use crate::lang::errors;
use crate::lang::fill::join_key;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::screens::row_table::{FILTER, FILTER_LEFT, FILTER_RIGHT, SEARCH};
use crate::tui::screens::row_table::{SEARCH_NEXT, SEARCH_PREVIOUS};
use crate::tui::screens::{below, draw_lines};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::gauge;
use crate::tui::widgets::text::cut;
use crate::tui::widgets::wrap::wrap;

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("filling-key-apply")).in_footer(),
    FILTER,
    SEARCH,
    Binding::new(&[Key::char('o')], Action::Toggle, || {
        t!("filling-key-overwrite")
    })
    .in_footer(),
    Binding::new(&[Key::char('x')], Action::Mark, || t!("filling-key-chosen")).in_footer(),
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

/// What the preview does.
enum Stage {
    Planning(JobHandle<Result<Ready, JobError>>),
    Shown(Box<Plan>),
    /// Nothing: it is about to close.
    Over,
}

/// The preview.
pub(super) struct FillPreview {
    title: String,
    task: Arc<Task>,
    work: Work,
    options: FillOptions,
    only_chosen: bool,
    /// The register, once it was read.
    known: Option<Arc<Option<Background>>>,
    stage: Stage,
}

impl FillPreview {
    /// A preview that plans at once, on the chosen rows where some are and the task does not say itself which rows it means.
    pub(super) fn new(task: Task, title: String, work: Work, context: &Context) -> FillPreview {
        let fills = matches!(task, Task::Fill(_));
        let mut preview = FillPreview::prepared(task, title, work).only_chosen(fills);
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
            only_chosen: false,
            known: None,
            stage: Stage::Over,
        }
    }

    /// Also over existing addresses.
    pub(super) fn overwriting(mut self, overwrite: bool) -> FillPreview {
        self.options.overwrite = overwrite;
        self
    }

    /// Only the chosen rows, where some are.
    pub(super) fn only_chosen(mut self, only: bool) -> FillPreview {
        self.only_chosen = only && self.work.chosen.is_some();
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
        let (chosen, options) = (self.chosen().cloned(), self.options.clone());
        self.stage = Stage::Planning(JobHandle::spawn(wake(context), move |control| {
            let options = FillOptions {
                selected: chosen.as_ref().map(Chosen::records),
                ..options
            };
            let known = match known {
                Some(known) => known,
                None => Arc::new(background(&work.place, control)?),
            };
            let target = work.target();
            let planned = task.plan(&target, &options, known.as_ref().as_ref(), control)?;
            let edits = planned.edits(&target)?;
            // A million cells would hold the screen when they are confirmed.
            let step = work.table.prepare(&work.saved, edits);
            Ok(Ready::new(Source::new(planned, work, known), step))
        }));
    }

    /// The rows to which the plan keeps, where these are not all.
    fn chosen(&self) -> Option<&Chosen> {
        self.work.chosen.as_ref().filter(|_| self.only_chosen)
    }

    /// Whether existing addresses are a question at all.
    fn may_overwrite(&self) -> bool {
        !matches!(*self.task, Task::Repair | Task::Fill(Fill::Replace { .. }))
    }

    fn may_choose(&self) -> bool {
        self.work.chosen.is_some() && !matches!(*self.task, Task::Repair)
    }

    fn apply(&mut self, context: &mut Context) -> Outcome {
        let Stage::Shown(plan) = &mut self.stage else {
            return Outcome::Unchanged;
        };
        if !plan.seen.get() {
            return Outcome::Unchanged;
        }
        if plan.step.as_ref().is_ok_and(Prepared::is_empty) {
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
        match plan.step.clone() {
            Ok(step) => {
                let n = editing.take_step(step);
                editing.check(&desk.place, &context.waker);
                let n = u64::try_from(n).unwrap_or(u64::MAX);
                let told = match &plan.source.planned.what {
                    What::Fill(_) => t!("filling-done", n = n),
                    What::Repair(_) => t!("filling-repaired", n = n),
                };
                let over = std::mem::replace(&mut self.stage, Stage::Over);
                // A plan of a million rows goes slowly, too.
                std::thread::spawn(move || drop(over));
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
        if let Some(chosen) = self.chosen() {
            parts.push(match chosen {
                Chosen::Marked(_) => t!("filling-only-marked"),
                Chosen::Shown(_) => t!("filling-only-shown"),
            });
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
        plan.draw(frame, below(area, top), theme);
    }
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
            Action::Mark => self.may_choose(),
            _ => true,
        }
    }

    fn guarded(&self) -> bool {
        true
    }

    fn step(&self) -> Option<u8> {
        Some(3)
    }

    /// Esc goes back to what was asked for; whoever goes further may believe that it is done.
    fn unsaved(&self) -> Option<String> {
        let Stage::Shown(plan) = &self.stage else {
            return None;
        };
        let changes = plan.step.as_ref().is_ok_and(|step| !step.is_empty());
        changes.then(|| t!("filling-unsaved"))
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        let (may_overwrite, may_choose) = (self.may_overwrite(), self.may_choose());
        let plan = match (&mut self.stage, action) {
            // Dropping the job stops it.
            (Stage::Planning(_), Action::Back) => return Outcome::Close(None),
            (Stage::Planning(_) | Stage::Over, _) => return Outcome::Ignored,
            (Stage::Shown(plan), _) => plan,
        };
        match action {
            Action::Open => self.apply(context),
            Action::Toggle if may_overwrite => {
                self.options.overwrite = !self.options.overwrite;
                self.begin(context);
                Outcome::Changed
            }
            Action::Mark if may_choose => {
                self.only_chosen = !self.only_chosen;
                self.begin(context);
                Outcome::Changed
            }
            other => match plan.act(other, context) {
                Outcome::Ignored if other == Action::Back => Outcome::Close(None),
                outcome => outcome,
            },
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        let Stage::Shown(plan) = &mut self.stage else {
            return Outcome::Changed;
        };
        plan.answer(answer, context)
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
