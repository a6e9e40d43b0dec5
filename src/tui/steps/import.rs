//! Step 5: the import. A form for name, template and file; then the file is held against the template and planned on a worker,
//! and the preview opens above the form. A file that does not fit is refused before the first row, with what can be done about it
//! at once. Not here: the preview and the import itself ([`crate::tui::screens::preview`]).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::addresses::{Elsewhere, pull_for_other_step, save_for_other_step, unsaved_of};
use super::cures::{self, Cure, Offer};
use super::{Progress, Step, run_state};
use crate::domain::log::{Asked, NewRun, RunId, RunRecord};
use crate::domain::template::Kind;
use crate::domain::text::visible;
use crate::file::{Input as Source, Limits, expand_home};
use crate::jobs::import::{Cures, Demands, ImportRequest, further_refusals, prepare};
use crate::jobs::since_export::{self, CompareWith};
use crate::jobs::{
    Control, JobError, JobHandle, Place, StoredTemplate, correction, settings, templates,
};
use crate::lang::{errors, moment, pace};
use crate::t;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::dialogs::{Choice, Message};
use crate::tui::folders::{Completing, ask_file, whole};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::preview::{Confirming, Preview, Ready};
use crate::tui::screens::{to_guide, ways};
use crate::tui::theme::Tone;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::gauge;
use crate::tui::widgets::input::Input;

/// The step.
pub static STEP: Step = Step {
    id: "import",
    title: || t!("import-title"),
    explain: || t!("import-explain"),
    progress,
    state: |desk| match &desk.facts.last_import {
        _ if desk.facts.count_usable(Kind::Import) == 0 => t!("step-needs-template", n = 4),
        Some(run) if desk.imported_since_export() => run_state(run),
        _ => t!("step-import-needed"),
    },
    open: |context| Outcome::reset(ImportForm::new(context)),
};

fn progress(desk: &Desk) -> Progress {
    if desk.facts.count_usable(Kind::Import) == 0 {
        Progress::Missing(t!("import-missing-template"))
    } else if desk.imported_since_export() {
        Progress::Done
    } else {
        Progress::Ready
    }
}

/// The way to the import.
pub fn way() -> Vec<String> {
    ways::routines(t!("import-title"))
}

/// What is known of an import that is done again.
struct Past<'a> {
    name: &'a str,
    template: Option<&'a str>,
    file: &'a str,
    asked: &'a Asked,
}

impl<'a> Past<'a> {
    fn of(run: &'a RunRecord) -> Past<'a> {
        Past {
            name: &run.name,
            template: run.template.as_deref(),
            file: &run.file,
            asked: &run.asked,
        }
    }
}

/// The form filled in as a past import was.
pub fn repeat(run: &RunRecord, context: &Context) -> Outcome {
    let mut form = ImportForm::new(context);
    form.fill(&Past::of(run));
    Outcome::reset(form)
}

/// Imports the rows of a file that a run did not take as they stand now; the preview comes next. The file is that of the run unless
/// it is another one by now.
pub fn correct(run: &RunRecord, file: Option<&Path>, context: &Context) -> Outcome {
    let mut form = ImportForm::new(context);
    form.fill(&Past::of(run));
    form.correct(run.id);
    form.form.set(NAME, &corrected_name(&run.name));
    form.begin(file, context)
}

/// Previews an import again that has been only a preview so far, because its file was corrected.
pub fn look_again(
    run: &NewRun,
    demands: Demands,
    file: Option<&Path>,
    context: &Context,
) -> Outcome {
    let mut form = ImportForm::new(context);
    form.fill(&Past {
        name: &run.name,
        template: run.template.as_deref(),
        file: &run.file,
        asked: &run.asked,
    });
    form.form.switch(WHOLE, demands.all_or_nothing);
    form.begin(file, context)
}

/// What a correction is called; one of a correction like that one.
fn corrected_name(name: &str) -> String {
    let corrected = t!("import-corrected-name", name = "");
    match name.ends_with(corrected.trim_start()) {
        true => name.to_owned(),
        false => t!("import-corrected-name", name = name),
    }
}

const NAME: &str = "name";
const TEMPLATE: &str = "template";
const FILE: &str = "file";
const BROWSE: &str = "browse";
const EXPORT: &str = "export";
const WHOLE: &str = "whole";
const AS_THEN: &str = "as-then";
const TOUCHED: &str = "touched";
const PREVIEW: &str = "preview";
const ASK_FILE: &str = "import.file";
const ASK_CURE: &str = "import.cure";
const ASK_UNSAVED: &str = "import.unsaved";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("import-key-enter")).in_footer(),
    Binding::new(&[Key::f(3)], Action::Browse, || t!("import-key-browse")),
    Binding::new(&[Key::f(5)], Action::Preview, || t!("import-key-preview")).in_footer(),
    Binding::new(&[Key::f(6)], Action::Log, || t!("import-key-log")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("import-key-back")).in_footer(),
];

static READING: &[Binding] =
    &[Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer()];

/// A file that is being read and planned.
struct Attempt {
    request: ImportRequest,
    job: JobHandle<Result<Ready, Vec<JobError>>>,
}

/// The form.
pub struct ImportForm {
    form: Form,
    templates: Vec<StoredTemplate>,
    /// The exports that the file can be compared with.
    exports: Vec<RunId>,
    /// A file that was chosen in the dialog: its name need not be text.
    picked: Option<PathBuf>,
    attempt: Option<Attempt>,
    /// What was refused, with the cures that were offered, until one is chosen.
    refused: Option<(ImportRequest, Vec<Offer>, JobError)>,
    /// How a past import that is repeated read its file otherwise than its template says.
    as_then: Cures,
    /// The run that this one corrects.
    corrects: Option<RunId>,
    /// What waits for the edits of step 3, and whether they are being saved or still asked about.
    waiting: Option<(ImportRequest, bool)>,
    completing: Completing,
}

impl ImportForm {
    /// The form, as far as it can be filled in already.
    pub fn new(context: &Context) -> ImportForm {
        let facts = &context.desk.facts;
        let templates: Vec<_> = facts.usable(Kind::Import).cloned().collect();
        let names = templates
            .iter()
            .map(|t| visible(&t.template.name).into_owned());
        // Who imported before most likely uses the same template again.
        let last = facts.last_import.as_ref().and_then(|r| r.template.as_ref());
        let chosen = templates
            .iter()
            .position(|t| Some(&t.template.name) == last);
        let exports = exports(context);
        let comparisons = [t!("import-export-by-file"), t!("import-export-none")]
            .into_iter()
            .chain(exports.iter().map(|(_, told)| told.clone()))
            .collect();
        let today = moment(context.clock.now());
        let day = today.split(' ').next().unwrap_or_default();
        let picked = context.desk.file.as_deref().map(whole);
        let file = picked.as_deref().map(Path::to_string_lossy);
        let text = |value: &str| Input::new(4096, visible).with(value);
        let form = Form::new(vec![
            Field::text(
                NAME,
                t!("import-name"),
                text(&t!("import-name-proposed", day = day)),
            )
            .hint(t!("import-name-hint")),
            Field::choice(
                TEMPLATE,
                t!("import-template"),
                names.collect(),
                chosen.unwrap_or(0),
            )
            .hint(t!("import-template-hint")),
            Field::text(FILE, t!("import-file"), text(&file.unwrap_or_default()))
                .hint(t!("import-file-hint")),
            Field::button(BROWSE, t!("import-browse")).hint(t!("import-browse-hint")),
            Field::choice(EXPORT, t!("import-export"), comparisons, 0)
                .hint(t!("import-export-hint")),
            Field::toggle(WHOLE, t!("import-whole"), false).hint(t!("import-whole-hint")),
            Field::toggle(AS_THEN, t!("import-as-then"), true),
            Field::toggle(TOUCHED, t!("import-touched"), true),
            Field::button(PREVIEW, t!("import-preview")).hint(t!("import-preview-hint")),
        ]);
        let mut form = ImportForm {
            form,
            templates,
            exports: exports.into_iter().map(|(id, _)| id).collect(),
            picked,
            attempt: None,
            refused: None,
            waiting: None,
            as_then: Cures::default(),
            corrects: None,
            completing: Completing::default(),
        };
        form.form.hide(AS_THEN, true);
        form.form.hide(TOUCHED, true);
        // With all of it proposed, one Enter goes on.
        form.form.focus(match form.form.value(FILE) {
            "" => FILE,
            _ => PREVIEW,
        });
        form
    }

    /// Fills the form in as a past import was.
    fn fill(&mut self, run: &Past<'_>) {
        let template = self
            .templates
            .iter()
            .position(|t| Some(t.template.name.as_str()) == run.template);
        self.form.choose(TEMPLATE, template.unwrap_or(0));
        self.form.set(NAME, run.name);
        self.form
            .switch(WHOLE, Demands::of(run.asked).all_or_nothing);
        let path = run.asked.path.clone();
        if let Some(path) = path.or_else(|| (run.file != "-").then(|| whole(Path::new(run.file)))) {
            self.form.set(FILE, &path.to_string_lossy());
            self.picked = Some(path);
        }
        self.as_then = Cures::of(run.asked);
        let comparison = match std::mem::take(&mut self.as_then.export) {
            CompareWith::ByFile => 0,
            CompareWith::Nothing => 1,
            CompareWith::Run(run) => self
                .exports
                .iter()
                .position(|e| *e == run)
                .map_or(0, |at| at + 2),
        };
        self.form.choose(EXPORT, comparison);
        self.form.hide(AS_THEN, self.as_then == Cures::default());
        let told = cures::told(&self.as_then);
        if let Some(field) = self.form.field_mut(AS_THEN) {
            field.hint = t!("import-as-then-hint", how = told);
        }
        if let Some(run) = correction::corrected(run.asked) {
            self.correct(run);
        }
        self.form.focus(match self.form.value(FILE) {
            "" => FILE,
            _ => PREVIEW,
        });
    }

    /// Makes it a correction of this run.
    fn correct(&mut self, run: RunId) {
        self.corrects = Some(run);
        self.form.hide(TOUCHED, false);
        if let Some(field) = self.form.field_mut(TOUCHED) {
            field.hint = t!("import-touched-hint", run = run.to_string());
        }
    }

    /// Goes on to the preview at once, of this file where it is told.
    fn begin(mut self, file: Option<&Path>, context: &Context) -> Outcome {
        if let Some(file) = file {
            self.form.set(FILE, &file.to_string_lossy());
            self.picked = Some(file.to_owned());
        }
        // What step 3 has not saved of it is asked for by the form, and what is missing is shown there.
        let file = self.file();
        if file.is_none_or(|file| unsaved_of(&file, context).is_none()) {
            let _ = self.preview(context);
        }
        Outcome::reset(self)
    }

    fn demands(&self) -> Demands {
        Demands {
            all_or_nothing: self.form.is_on(WHOLE),
            max_changes: None,
        }
    }

    /// A file that was refused and given up is a run that failed, so that a colleague sees why nothing was imported.
    fn give_up(&self, request: &ImportRequest, error: &JobError, context: &mut Context) {
        request.record_failure(&context.desk.place, self.demands(), error);
        super::refresh(context);
    }

    /// The file as typed, or as chosen if that was not typed over.
    fn file(&self) -> Option<PathBuf> {
        let typed = self.form.value(FILE).trim();
        let picked = self
            .picked
            .as_ref()
            .filter(|path| path.to_string_lossy() == typed);
        match (picked, typed) {
            (_, "") => None,
            (Some(path), _) => Some(path.clone()),
            (None, typed) => Some(expand_home(typed)),
        }
    }

    fn browse(&self, context: &Context) -> Outcome {
        let file = self.file().map(|file| whole(&file));
        let beside = file.as_deref().and_then(Path::parent);
        ask_file(ASK_FILE, t!("import-browse-title"), beside, context)
    }

    /// Begins to read the file as the form says, without any cure.
    fn preview(&mut self, context: &Context) -> Outcome {
        let name = self.form.value(NAME).trim().to_owned();
        let file = self.file();
        let template = self.templates.get(self.form.chosen(TEMPLATE));
        let template = template.map(|stored| stored.template.clone());
        let missing = file.is_none().then(|| t!("import-no-file"));
        self.form.set_error(FILE, missing);
        let (Some(file), Some(template)) = (file, template) else {
            self.form.focus(FILE);
            return Outcome::Changed;
        };
        let unsaved = unsaved_of(&file, context);
        let request = ImportRequest {
            input: Source::Path(file),
            template,
            name: (!name.is_empty()).then_some(name),
            cures: Cures {
                export: self.comparison(),
                ..match self.form.is_on(AS_THEN) {
                    true => self.as_then.clone(),
                    false => Cures::default(),
                }
            },
            rejects: None,
            corrects: self.corrects.filter(|_| self.form.is_on(TOUCHED)),
            limits: Limits::default(),
        };
        let Some(unsaved) = unsaved else {
            return self.start(request, context);
        };
        self.waiting = Some((request, false));
        let names = vec![t!("import-save-first"), t!("import-as-on-disk")];
        Outcome::push(
            Choice::new(ASK_UNSAVED, t!("import-unsaved-title"), names)
                .saying(format!("{unsaved} {}", t!("import-unsaved"))),
        )
    }

    /// Goes on as soon as the edits of step 3 are saved.
    fn wait_for_saving(&mut self, context: &mut Context) -> Outcome {
        match pull_for_other_step(context) {
            Elsewhere::Saving => Outcome::Unchanged,
            Elsewhere::Saved => match self.waiting.take() {
                Some((request, _)) => self.start(request, context),
                None => Outcome::Changed,
            },
            Elsewhere::NotSaved(why) => {
                self.waiting = None;
                Outcome::push(Message::error(format!("{why}\n{}", t!("import-not-saved"))))
            }
        }
    }

    /// With which export the file is compared, as the form says.
    fn comparison(&self) -> CompareWith {
        match self.form.chosen(EXPORT) {
            0 => CompareWith::ByFile,
            1 => CompareWith::Nothing,
            more => match self.exports.get(more - 2) {
                Some(run) => CompareWith::Run(*run),
                None => CompareWith::ByFile,
            },
        }
    }

    fn start(&mut self, request: ImportRequest, context: &Context) -> Outcome {
        self.refused = None;
        let place = context.desk.place.clone();
        let wake = Arc::new(context.waker.callback());
        let asked = request.clone();
        let job = JobHandle::spawn(wake, move |control| {
            ready_or_refused(&place, &asked, control)
        });
        self.attempt = Some(Attempt { request, job });
        Outcome::Changed
    }

    fn refuse(
        &mut self,
        mut errors: Vec<JobError>,
        request: ImportRequest,
        context: &mut Context,
    ) -> Outcome {
        let refused = cures::of(&errors, &request.cures);
        // The log knows a run by the first reason.
        let error = errors.swap_remove(0);
        if matches!(error, JobError::Cancelled) {
            context.toast(Tone::Plain, &errors::job(&error).whole());
            return Outcome::Changed;
        }
        if refused.offers.is_empty() {
            self.give_up(&request, &error, context);
            return Outcome::push(Message::error(refused.text));
        }
        let offers = refused.offers;
        let mut names: Vec<String> = offers.iter().map(|offer| offer.text.clone()).collect();
        names.push(t!("cure-none"));
        self.refused = Some((request, offers, error));
        let text = format!("{}\n\n{}", refused.text, t!("cure-question"));
        let choice = Choice::new(ASK_CURE, t!("cure-title"), names);
        Outcome::push(choice.saying(text).or_no())
    }
}

impl ImportForm {
    /// Does what was chosen about a file that was refused.
    fn cure(&mut self, cure: Cure, mut request: ImportRequest, context: &mut Context) -> Outcome {
        let change = match cure {
            Cure::Once(cures) => {
                request.cures = cures;
                return self.start(request, context);
            }
            Cure::ForGood(change) => change,
        };
        let name = visible(&request.template.name).into_owned();
        let own = |stored: &&StoredTemplate| stored.template.name == request.template.name;
        let Some(stored) = self.templates.iter().find(own).cloned() else {
            return Outcome::Changed;
        };
        let corrected = change.apply(stored.template.clone());
        let saved = context
            .desk
            .place
            .open()
            .and_then(|mut register| templates::replace(&mut register, &stored, &corrected));
        super::refresh(context);
        self.templates = context.desk.facts.usable(Kind::Import).cloned().collect();
        if let Err(error) = saved {
            tracing::warn!(code = error.code(), "template not corrected");
            return Outcome::push(Message::error(errors::job(&error).whole()));
        }
        context.toast(Tone::Ok, &t!("cli-template-added", name = name));
        request.template = corrected;
        self.start(request, context)
    }
}

/// The newest exports, and how the form calls each.
fn exports(context: &Context) -> Vec<(RunId, String)> {
    const SHOWN: usize = 30;
    let found = (|| since_export::exports(&context.desk.place.open()?))();
    let told = |run: RunRecord| {
        let file = Path::new(&run.file).file_name().unwrap_or_default();
        let words = t!(
            "import-export-run",
            run = run.id.to_string(),
            when = moment(run.finished),
            file = visible(&file.to_string_lossy()).into_owned()
        );
        (run.id, words)
    };
    match found {
        Ok(exports) => exports.into_iter().take(SHOWN).map(told).collect(),
        // Whoever wants another one than that of the file's name sees that there are none; the import itself will say what is wrong.
        Err(error) => {
            tracing::warn!(code = error.code(), "exports not listed");
            Vec::new()
        }
    }
}

/// The preview, or all that is wrong with the file and can be told at once: the first alone is never none.
fn ready_or_refused(
    place: &Place,
    request: &ImportRequest,
    control: &Control,
) -> Result<Ready, Vec<JobError>> {
    ready(place, request.clone(), control).map_err(|refusal| {
        match further_refusals(place, request, &refusal, control) {
            Ok(further) => std::iter::once(refusal).chain(further).collect(),
            Err(cancelled) => vec![cancelled],
        }
    })
}

/// Everything that the preview needs, in one go on the worker.
fn ready(place: &Place, mut request: ImportRequest, control: &Control) -> Result<Ready, JobError> {
    let register = place.open()?;
    request.limits = settings::limits(&register)?;
    let confirm = Confirming {
        above: settings::confirm_above(&register)?,
        new_domains: settings::confirm_new_domains(&register)?,
    };
    drop(register);
    Ok(Ready::new(prepare(place, &request, control)?, confirm))
}

impl Layer for ImportForm {
    fn id(&self) -> &'static str {
        "import"
    }

    fn title(&self) -> Vec<String> {
        way()
    }

    fn bindings(&self) -> &'static [Binding] {
        if self.attempt.is_some() {
            READING
        } else {
            KEYS
        }
    }

    fn typing(&self) -> bool {
        self.attempt.is_none() && self.form.typing()
    }

    fn step(&self) -> Option<u8> {
        Some(5)
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        if let Some(attempt) = &self.attempt {
            return match action {
                Action::Back => {
                    attempt.job.cancel();
                    Outcome::Changed
                }
                Action::Help | Action::Quit | Action::Redraw | Action::Suspend => Outcome::Ignored,
                _ => Outcome::Unchanged,
            };
        }
        if action == Action::NextField && self.completing.tab(&mut self.form, FILE, true, context) {
            return Outcome::Changed;
        }
        match moving::form(&mut self.form, action) {
            Outcome::Ignored => {}
            outcome => return outcome,
        }
        match (action, self.form.focused()) {
            (Action::Open, BROWSE) | (Action::Browse, _) => self.browse(context),
            (Action::Open, _) | (Action::Preview, _) => self.preview(context),
            (Action::Back, _) => to_guide(context),
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        if self.attempt.is_some() {
            return Outcome::Unchanged;
        }
        let changed = self.form.key(key);
        if changed {
            self.form.set_error(FILE, None);
        }
        if changed || self.form.typing() {
            Outcome::changed(changed)
        } else {
            Outcome::Ignored
        }
    }

    fn paste(&mut self, text: &str, _context: &mut Context) -> Outcome {
        Outcome::changed(self.attempt.is_none() && self.form.paste(text))
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (ASK_FILE, Value::Path(path)) => {
                self.form.set(FILE, &path.to_string_lossy());
                self.form.set_error(FILE, None);
                self.form.focus(PREVIEW);
                self.picked = Some(path);
                Outcome::Changed
            }
            (ASK_UNSAVED, Value::Index(0)) => {
                save_for_other_step(context);
                if let Some((_, saving)) = &mut self.waiting {
                    *saving = true;
                }
                Outcome::Changed
            }
            (ASK_UNSAVED, Value::Index(_)) => match self.waiting.take() {
                Some((request, _)) => self.start(request, context),
                None => Outcome::Changed,
            },
            (ASK_CURE, answer) => match (self.refused.take(), answer) {
                (Some((request, mut offers, _)), Value::Index(index)) if index < offers.len() => {
                    self.cure(offers.swap_remove(index).cure, request, context)
                }
                (Some((request, _, error)), _) => {
                    self.give_up(&request, &error, context);
                    Outcome::Changed
                }
                (None, _) => Outcome::Changed,
            },
            _ => Outcome::Changed,
        }
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
        if matches!(self.waiting, Some((_, true))) {
            return self.wait_for_saving(context);
        }
        let Some(attempt) = &mut self.attempt else {
            return Outcome::Unchanged;
        };
        if !attempt.job.is_finished() {
            return Outcome::Changed;
        }
        let result = attempt.job.take();
        let Some(Attempt { request, .. }) = self.attempt.take() else {
            return Outcome::Unchanged;
        };
        match result {
            Some(Ok(ready)) => Outcome::push(Preview::new(ready, self.demands())),
            Some(Err(errors)) => self.refuse(errors, request, context),
            None => Outcome::push(Message::error(t!("job-died"))),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let inside = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(1),
        };
        let Some(attempt) = &self.attempt else {
            self.form.draw(frame, inside, &context.theme);
            return;
        };
        let (done, total) = attempt.job.progress();
        let file = crate::jobs::import::shown(&attempt.request.input);
        let text = if attempt.job.is_cancelled() {
            t!("job-stopping")
        } else {
            t!("import-reading", file = visible(&file).into_owned())
        };
        let text = pace::doing(&text, attempt.job.pace());
        let row = Rect {
            height: 1,
            ..inside
        }
        .intersection(area);
        gauge::draw(frame, row, done, Some(total), &text, &context.theme);
    }
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
