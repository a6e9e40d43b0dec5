//! Step 5: the import. A form for name, template and file; then the file is held against the template and planned on a worker,
//! and the preview opens above the form. A file that does not fit is refused before the first row, with what can be done about it
//! at once. Not here: the preview and the import itself ([`crate::tui::screens::preview`]).

mod again;
mod refused;
mod request;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

pub use self::again::{correct, look_again, repeat};
use self::request::{exports, ready_or_refused};
use super::addresses::{Elsewhere, pull_for_other_step, save_for_other_step};
use super::cures::Offer;
use super::{Progress, Step, run_state};
use crate::domain::log::RunId;
use crate::domain::template::Kind;
use crate::domain::text::visible;
use crate::jobs::import::{Cures, ImportRequest};
use crate::jobs::{JobError, JobHandle, StoredTemplate};
use crate::lang::{moment, pace};
use crate::t;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::dialogs::Message;
use crate::tui::folders::{Completing, ask_file, whole};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::preview::{Preview, Ready};
use crate::tui::screens::{below, inset, to_guide, ways};
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

    fn browse(&self, context: &Context) -> Outcome {
        let file = self.file().map(|file| whole(&file));
        let beside = file.as_deref().and_then(Path::parent);
        ask_file(ASK_FILE, t!("import-browse-title"), beside, context)
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
        let inside = inset(below(area, 1));
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
mod tests;
