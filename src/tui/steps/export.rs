//! Step 2: the form of an export, its progress, and what can be done with the file. The work goes on when another screen
//! is opened meanwhile ([`work`]). Not here: who is left out and how the file is written.

mod done;
mod work;

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent};
use jiff::tz::TimeZone;
use ratatui::Frame;
use ratatui::layout::Rect;

use self::done::Done;
use self::work::{Finished, Work};
use super::{Progress, Step, run_state};
use crate::domain::log::RunRecord;
use crate::domain::person::COMPANY_MAX;
use crate::domain::plan::InvalidValue;
use crate::domain::template::{Kind, Template};
use crate::domain::text::visible;
use crate::file::{FileError, expand_home};
use crate::jobs::export::{self, ExportRequest, Exported, Output};
use crate::jobs::{Control, JobError, Only, PersonFilter, Place};
use crate::lang::{errors, number, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message, Prompt};
use crate::tui::folders::Completing;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::gauge;
use crate::tui::widgets::input::Input;
use crate::tui::{moving, screens, steps};

/// The step.
pub static STEP: Step = Step {
    id: "export",
    title: || t!("step-export"),
    explain: || t!("step-export-explain"),
    progress: |desk| {
        if desk.facts.count_usable(Kind::Export) == 0 {
            Progress::Missing(t!("step-export-no-template"))
        } else if desk.facts.counts.persons == 0 && !desk.facts.counting {
            Progress::Missing(t!("step-export-nobody"))
        } else if desk.facts.last_export.is_some() {
            Progress::Done
        } else {
            Progress::Ready
        }
    },
    state: |desk| {
        let facts = &desk.facts;
        match &facts.last_export {
            _ if facts.count_usable(Kind::Export) == 0 => t!("step-needs-template", n = 1),
            _ if facts.counts.persons == 0 => t!("step-needs-people"),
            Some(run) => run_state(run),
            None => t!("step-export-needed"),
        }
    },
    open: |context| Outcome::reset(Export::new(context)),
};

/// The form filled in as a past export was.
pub fn repeat(run: &RunRecord, context: &Context) -> Outcome {
    let mut export = Export::new(context);
    export.fill(run);
    Outcome::reset(export)
}

/// What a past export came to and what can be done with its file, above the screen that is open.
pub fn result(run: RunRecord, context: &Context) -> Outcome {
    let mut export = Export::new(context);
    export.done = Some(Done::new(run));
    export.above = true;
    Outcome::push(export)
}

const NAME: &str = "name";
const FILE: &str = "file";
const TEMPLATE: &str = "template";
const ONLY: &str = "only";
const COMPANY: &str = "company";
const PROTECTED: &str = "protected";
const RUN: &str = "run";

const OVERWRITE: &str = "export.overwrite";
const CANCEL: &str = "export.cancel";
const COPY_TO: &str = "export.copy-to";
const COPY_OVER: &str = "export.copy-over";

/// The choices of persons in their order.
const SELECTIONS: [Only; 4] = [Only::Active, Only::All, Only::Missing, Only::Unverified];
/// The name that the guide gives the file.
const FILE_NAME: &str = "anstallda_epost.csv";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Run, || t!("exp-key-run")).in_footer(),
    Binding::new(
        &[Key::ENTER, Key::f(2), Key::char('e')],
        Action::Open,
        || t!("exp-key-open"),
    )
    .in_footer(),
    Binding::new(&[Key::char('s')], Action::Copy, || t!("exp-key-copy")).in_footer(),
    Binding::new(&[Key::char('c')], Action::CopyPath, || t!("exp-key-path")).in_footer(),
    Binding::new(&[Key::char('n')], Action::New, || t!("exp-key-new")).in_footer(),
    Binding::new(&[Key::char('x')], Action::CancelJob, || {
        t!("exp-key-cancel")
    })
    .in_footer(),
    Binding::new(&[Key::ctrl('n')], Action::NextStep, || {
        t!("tui-key-next-step")
    })
    .in_footer(),
];

/// What exports; tests put something slower in its place.
type Runner = fn(&Place, &ExportRequest, &Control) -> Result<Exported, JobError>;

/// The screen of the export.
pub(super) struct Export {
    form: Form,
    templates: Vec<Template>,
    /// The name as it was proposed; it follows the template until somebody types another.
    proposed: String,
    runner: Runner,
    work: Option<Work>,
    /// What was asked for last, for asking again when the file is there already.
    request: Option<ExportRequest>,
    done: Option<Done>,
    /// Whether it was opened above another screen, to which Esc leads back.
    above: bool,
    completing: Completing,
}

impl Export {
    /// A form that can be sent off as it is.
    pub(super) fn new(context: &Context) -> Export {
        let mut templates: Vec<_> = context.desk.facts.usable(Kind::Export).cloned().collect();
        templates.sort_by_key(|stored| std::cmp::Reverse(stored.updated));
        let templates: Vec<Template> = templates.into_iter().map(|s| s.template).collect();
        let names = templates.iter().map(|t| visible(&t.name).into_owned());
        let file = context.desk.directory().join(FILE_NAME);
        let file = file.strip_prefix(".").unwrap_or(&file);
        let line = |limit| Input::new(limit, visible);
        let up = Key::code(KeyCode::Up).name(context.signs());
        let selections = SELECTIONS.map(selection).into();
        let mut form = Form::new(vec![
            Field::text(NAME, t!("exp-name"), line(80)).hint(t!("exp-name-hint")),
            Field::text(
                FILE,
                t!("exp-file"),
                line(1000).with(&file.to_string_lossy()),
            )
            .hint(t!("exp-file-hint")),
            Field::choice(TEMPLATE, t!("kind-export-template"), names.collect(), 0)
                .hint(t!("exp-template-hint")),
            Field::choice(ONLY, t!("exp-selection"), selections, 0).hint(t!("exp-selection-hint")),
            Field::text(COMPANY, t!("field-company"), line(5).digits())
                .hint(t!("exp-company-hint")),
            Field::toggle(PROTECTED, t!("exp-protected"), false).hint(t!("exp-protected-hint")),
            Field::button(RUN, t!("exp-run")).hint(t!("exp-run-hint", up = up)),
        ]);
        form.focus(RUN);
        let mut export = Export {
            form,
            templates,
            proposed: String::new(),
            runner: export::run,
            work: None,
            request: None,
            done: None,
            above: false,
            completing: Completing::default(),
        };
        export.propose_name(context);
        export
    }

    /// Fills the form in as a past export was.
    fn fill(&mut self, run: &RunRecord) {
        let (filter, protected) = export::selection(&run.asked);
        let template = self
            .templates
            .iter()
            .position(|t| Some(&t.name) == run.template.as_ref());
        let only = SELECTIONS.iter().position(|only| *only == filter.only);
        let company = filter.company.map(|company| company.to_string());
        self.form.choose(TEMPLATE, template.unwrap_or(0));
        self.form.choose(ONLY, only.unwrap_or(0));
        self.form.set(COMPANY, &company.unwrap_or_default());
        self.form.switch(PROTECTED, protected);
        self.form.set(NAME, &run.name);
        // A path that is no text cannot stand in a field; the one that is proposed stays.
        let path = match &run.asked.path {
            Some(path) => path.to_str(),
            None => Some(run.file.as_str()).filter(|file| *file != "-"),
        };
        if let Some(path) = path {
            self.form.set(FILE, path);
        }
    }

    fn propose_name(&mut self, context: &Context) {
        let Some(template) = self.templates.get(self.form.chosen(TEMPLATE)) else {
            return;
        };
        if self.form.value(NAME) == self.proposed {
            let today = context.clock.now().to_zoned(TimeZone::system()).date();
            self.proposed = format!("{} {today}", template.name);
            self.form.set(NAME, &self.proposed);
        }
    }

    /// What was wrong is looked at again when the form is sent off.
    fn typed(&mut self, changed: bool, context: &Context) -> Outcome {
        if changed {
            self.form.set_error(FILE, None);
            self.form.set_error(COMPANY, None);
            self.propose_name(context);
        }
        Outcome::changed(changed)
    }

    /// The request that the form stands for; what is wrong is said beside its field.
    fn asked(&mut self) -> Option<ExportRequest> {
        let company = match self.form.value(COMPANY) {
            "" => Ok(None),
            digits => match digits.parse() {
                Ok(company @ 1..=COMPANY_MAX) => Ok(Some(company)),
                _ => Err(sentences::invalid_value(InvalidValue::Company)),
            },
        };
        let file = self.form.value(FILE).trim();
        let path = expand_home(file);
        let nameless = file.is_empty() || file.ends_with('/');
        let error = nameless.then(|| t!("exp-no-file"));
        self.form.set_error(FILE, error);
        self.form.set_error(COMPANY, company.clone().err());
        if nameless {
            self.form.focus(FILE);
            return None;
        }
        let Ok(company) = company else {
            self.form.focus(COMPANY);
            return None;
        };
        let name = self.form.value(NAME).trim();
        Some(ExportRequest {
            template: self.templates.get(self.form.chosen(TEMPLATE))?.clone(),
            filter: PersonFilter {
                only: *SELECTIONS.get(self.form.chosen(ONLY))?,
                company,
            },
            include_protected: self.form.is_on(PROTECTED),
            name: (!name.is_empty()).then(|| name.to_owned()),
            output: Output::Path(path),
            overwrite: false,
        })
    }

    fn run(&mut self, overwrite: bool, context: &mut Context) -> Outcome {
        let Some(mut request) = self.asked() else {
            return Outcome::Changed;
        };
        request.overwrite = overwrite;
        let (place, runner, wanted) = (context.desk.place.clone(), self.runner, request.clone());
        let work = Work::start(context, request.name.clone(), move |control| {
            runner(&place, &wanted, control)
        });
        self.work = Some(work);
        self.request = Some(request);
        Outcome::Changed
    }

    fn finished(&mut self, finished: Finished, context: &mut Context) -> Outcome {
        let exported = match finished {
            Finished::Done(exported) => exported,
            Finished::Failed(error) => {
                // Also what came to nothing is in the log, with its notification.
                steps::refresh(context);
                return self.failed(&error);
            }
            Finished::Broken => return Outcome::push(Message::error(t!("exp-broken"))),
        };
        work::announce(&exported, context);
        self.done = Some(Done::new(exported.run));
        Outcome::Changed
    }

    fn failed(&mut self, error: &JobError) -> Outcome {
        match error {
            JobError::Cancelled => Outcome::push(Message::new(
                Tone::Plain,
                t!("exp-cancelled-title"),
                t!("exp-cancelled"),
            )),
            JobError::File(FileError::Exists { path }) => Outcome::push(Confirm::new(
                OVERWRITE,
                t!("exp-overwrite-title"),
                t!("exp-overwrite", path = shown(path)),
            )),
            error => {
                tracing::warn!(code = error.code(), "export failed");
                Outcome::push(Message::error(errors::job(error).whole()))
            }
        }
    }

    fn ask_cancel(&self) -> Outcome {
        Outcome::push(Confirm::new(
            CANCEL,
            t!("exp-cancel-title"),
            t!("exp-cancel-text"),
        ))
    }

    fn in_form(&mut self, action: Action, context: &mut Context) -> Outcome {
        if action == Action::Open && self.form.on_button() {
            return self.run(false, context);
        }
        let before = (self.form.chosen(TEMPLATE), self.form.focused());
        // A new file's name is not to become that of another one, so only directories complete.
        if action == Action::NextField && self.completing.tab(&mut self.form, FILE, false, context)
        {
            return Outcome::Changed;
        }
        let moved = moving::form(&mut self.form, action);
        if before.0 != self.form.chosen(TEMPLATE) {
            self.propose_name(context);
        }
        moved
    }

    fn in_done(&mut self, action: Action, context: &mut Context) -> Outcome {
        let Some(done) = &mut self.done else {
            return Outcome::Ignored;
        };
        let action = match action {
            Action::Open => done.chosen(),
            other => other,
        };
        match action {
            Action::NextStep | Action::Step(3) => done.to_addresses(context),
            Action::CopyPath => {
                let path = done.path().to_string_lossy();
                let said = context.copy(&path, t!("exp-path-copied"));
                done.note(said);
                Outcome::Changed
            }
            Action::Copy => {
                let proposed = done.proposed_copy();
                Outcome::push(
                    Prompt::new(
                        COPY_TO,
                        t!("exp-copy-title"),
                        t!("exp-copy-label"),
                        &proposed.to_string_lossy(),
                    )
                    .path(),
                )
            }
            Action::New => {
                let above = self.above;
                *self = Export {
                    above,
                    ..Export::new(context)
                };
                Outcome::Changed
            }
            other => done.move_by(other),
        }
    }
}

fn selection(only: Only) -> String {
    match only {
        Only::Active => t!("exp-only-active"),
        Only::Missing => t!("exp-only-missing"),
        Only::Unverified => t!("exp-only-unverified"),
        _ => t!("exp-only-all"),
    }
}

fn shown(path: &std::path::Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

impl Layer for Export {
    fn id(&self) -> &'static str {
        "export"
    }

    fn title(&self) -> Vec<String> {
        screens::ways::routines(t!("step-export"))
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        let (working, done) = (self.work.is_some(), self.done.is_some());
        match action {
            Action::Run => !working && !done,
            Action::CancelJob => working,
            Action::Copy | Action::CopyPath | Action::New | Action::NextStep => done && !working,
            Action::Open => done || !(working || self.form.on_button() || self.form.typing()),
            _ => true,
        }
    }

    fn step(&self) -> Option<u8> {
        Some(2)
    }

    fn typing(&self) -> bool {
        self.work.is_none() && self.done.is_none() && self.form.typing()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        if self.work.is_some() {
            return match action {
                Action::Back | Action::CancelJob => self.ask_cancel(),
                _ => Outcome::Ignored,
            };
        }
        match action {
            Action::Back if self.above => Outcome::Close(None),
            Action::Back => screens::to_guide(context),
            _ if self.done.is_some() => self.in_done(action, context),
            Action::Run => self.run(false, context),
            action => self.in_form(action, context),
        }
    }

    fn key(&mut self, key: KeyEvent, context: &mut Context) -> Outcome {
        if self.work.is_some() || self.done.is_some() {
            return Outcome::Ignored;
        }
        let changed = self.form.key(key);
        self.typed(changed, context)
    }

    fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        let changed = self.typing() && self.form.paste(text);
        self.typed(changed, context)
    }

    fn waits(&self, _: &Context) -> bool {
        self.completing.waits()
    }

    fn stop_waiting(&mut self, _: &mut Context) -> bool {
        self.completing.give_up()
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        if self.completing.look(&mut self.form, FILE) {
            return Outcome::Changed;
        }
        if let Some(work) = &self.work {
            let Some(finished) = work.take() else {
                return Outcome::Changed;
            };
            self.work = None;
            return self.finished(finished, context);
        }
        let Some(done) = &mut self.done else {
            return Outcome::Unchanged;
        };
        match done.take_copy() {
            None => Outcome::Unchanged,
            Some((to, Ok(()))) => {
                done.note(t!("exp-copied", path = shown(&to)));
                Outcome::Changed
            }
            Some((_, Err(JobError::File(FileError::Exists { path })))) => {
                Outcome::push(Confirm::new(
                    COPY_OVER,
                    t!("exp-overwrite-title"),
                    t!("exp-overwrite", path = shown(&path)),
                ))
            }
            Some((_, Err(error))) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (OVERWRITE, Value::Yes) => self.run(true, context),
            (OVERWRITE, _) => {
                self.form.focus(FILE);
                Outcome::Changed
            }
            (CANCEL, Value::Yes) => {
                if let Some(work) = &self.work {
                    work.cancel();
                }
                Outcome::Changed
            }
            (COPY_TO, Value::Text(to)) => {
                let to: PathBuf = expand_home(to.trim());
                self.copy(to, false, context)
            }
            (COPY_OVER, Value::Yes) => match self.done.as_ref().and_then(Done::copied_to) {
                Some(to) => self.copy(to, true, context),
                None => Outcome::Unchanged,
            },
            _ => Outcome::Changed,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let inner = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(1),
        };
        if let Some(done) = &self.done {
            done.draw(frame, inner, context);
            return;
        }
        let Some(work) = &self.work else {
            self.form.draw(frame, inner, &context.theme);
            return;
        };
        let (done, total) = work.progress();
        let text = t!("exp-progress", done = number(done), total = number(total));
        let total = (total > 0).then_some(total);
        let text = total.map_or_else(|| t!("exp-preparing"), |_| text);
        gauge::draw(
            frame,
            Rect { height: 1, ..inner },
            done,
            total,
            &text,
            &context.theme,
        );
    }
}

impl Export {
    fn copy(&mut self, to: PathBuf, overwrite: bool, context: &Context) -> Outcome {
        if to.as_os_str().is_empty() {
            return Outcome::push(Message::error(t!("exp-no-file")));
        }
        if let Some(done) = &mut self.done {
            done.copy(to, overwrite, context);
        }
        Outcome::Changed
    }
}

#[cfg(test)]
mod tests;
