//! Loading people from a file: what to take from it, what that would do, and the result. The way out of an empty
//! register, and the way to bring it up to date from a newer people file.

use std::borrow::Cow;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::load::LoadOptions;
use crate::domain::log::{LoggedRow, RunRecord};
use crate::domain::text::visible;
use crate::file::{Input as Source, expand_home};
use crate::jobs::load::{LoadRequest, PreparedLoad, prepare};
use crate::jobs::{JobError, JobHandle, Place, settings};
use crate::lang::{errors, number, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message};
use crate::tui::folders::{Completing, ask_file};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::{below, draw_lines, inset, to_guide, ways, wrapped};
use crate::tui::steps;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::gauge;
use crate::tui::widgets::input::Input;
use crate::tui::widgets::table::{Column, Rows, Table, TableState, Width};

const FILE: &str = "file";
const ADDRESSES: &str = "addresses";
const TRUST: &str = "trust";
const PREVIEW: &str = "preview";
const CHOOSE: &str = "people.choose";
const CONFIRM: &str = "people.confirm";
/// The code of what the operator gave up.
const CANCELLED: &str = "cancelled";

/// What the screen is doing.
enum Stage {
    /// Asking which file and what to take from it.
    Form,
    /// Reading the file.
    Reading(JobHandle<Result<PreparedLoad, JobError>>),
    /// Showing what would happen.
    Preview(Box<Preview>),
    /// Writing the register.
    Writing(JobHandle<Result<RunRecord, JobError>>),
}

/// A load that is planned, with its rejected rows ready to be shown.
struct Preview {
    prepared: PreparedLoad,
    rejected: Rejected,
    state: TableState,
}

struct Rejected(Vec<LoggedRow>);

impl Rows for Rejected {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let row = &self.0[row];
        let text = match column {
            0 => Cow::Owned(row.line.to_string()),
            1 => visible(if row.user_id.is_empty() {
                &row.employee_number
            } else {
                &row.user_id
            }),
            2 => visible(&row.value),
            _ => Cow::Owned(
                row.rejection
                    .as_ref()
                    .map(|r| sentences::reason(r.reason()))
                    .unwrap_or_default(),
            ),
        };
        (
            text,
            if column == 3 {
                Tone::Error
            } else {
                Tone::Plain
            },
        )
    }
}

/// Loading people from a file.
pub struct PeopleFile {
    form: Form,
    stage: Stage,
    completing: Completing,
}

static KEYS: &[Binding] = &[
    Binding::new(&[Key::char('i')], Action::Run, || t!("people-key-load")).in_footer(),
    Binding::new(&[Key::f(3)], Action::Load, || t!("people-key-choose")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("people-key-back")).in_footer(),
];

/// What a toggle means as it stands.
fn hint(toggle: &str, on: bool) -> String {
    match (toggle, on) {
        (ADDRESSES, false) => t!("people-addresses-hint"),
        (ADDRESSES, true) => t!("people-addresses-hint-on"),
        (_, false) => t!("people-trust-hint"),
        (_, true) => t!("people-trust-hint-on"),
    }
}

impl PeopleFile {
    /// The form, with nothing chosen yet.
    pub fn new() -> PeopleFile {
        let file = Input::new(4096, visible);
        PeopleFile {
            form: Form::new(vec![
                Field::text(FILE, t!("people-file"), file).hint(t!("people-file-hint")),
                Field::toggle(ADDRESSES, t!("people-addresses"), false)
                    .hint(hint(ADDRESSES, false)),
                Field::toggle(TRUST, t!("people-trust"), false).hint(hint(TRUST, false)),
                Field::button(PREVIEW, t!("people-preview")),
            ]),
            stage: Stage::Form,
            completing: Completing::default(),
        }
    }

    fn read(&mut self, context: &Context) -> Outcome {
        let typed = self.form.value(FILE).trim().to_owned();
        if typed.is_empty() {
            self.form.set_error(FILE, Some(t!("people-file-needed")));
            return Outcome::Changed;
        }
        self.form.set_error(FILE, None);
        let options = LoadOptions {
            addresses: self.form.is_on(ADDRESSES),
            trust_verified: self.form.is_on(TRUST),
        };
        let place = context.desk.place.clone();
        let wake = Arc::new(context.waker.callback());
        self.stage = Stage::Reading(JobHandle::spawn(wake, move |control| {
            let request = LoadRequest {
                input: Source::Path(expand_home(&typed)),
                options,
                encoding: None,
                delimiter: None,
                no_quotes: false,
                limits: settings::limits(&place.open()?)?,
            };
            // Refused is refused: a colleague sees in the log and among the notifications what was tried.
            prepare(&place, &request, control).inspect_err(|error| {
                if error.code() != CANCELLED {
                    request.record_failure(&place, error);
                }
            })
        }));
        Outcome::Changed
    }

    /// The hints say what the toggles mean as they stand.
    fn tell_toggles(&mut self) {
        for toggle in [ADDRESSES, TRUST] {
            let on = self.form.is_on(toggle);
            self.form.set_hint(toggle, hint(toggle, on));
        }
    }

    fn ask(&self) -> Outcome {
        let Stage::Preview(preview) = &self.stage else {
            return Outcome::Unchanged;
        };
        let totals = preview.prepared.totals();
        if totals.created + totals.updated == 0 {
            return Outcome::push(Message::new(
                Tone::Plain,
                t!("people-title"),
                t!("people-nothing"),
            ));
        }
        let question = t!(
            "people-confirm",
            created = number(totals.created),
            updated = number(totals.updated)
        );
        Outcome::push(Confirm::new(CONFIRM, t!("people-title"), question))
    }

    fn write(&mut self, place: &Place, context: &Context) {
        let wake = Arc::new(context.waker.callback());
        let place = place.clone();
        if let Stage::Preview(preview) = std::mem::replace(&mut self.stage, Stage::Form) {
            let prepared = preview.prepared;
            self.stage = Stage::Writing(JobHandle::spawn(wake, move |_| prepared.apply(&place)));
        }
    }

    fn fail(&mut self, error: &JobError, context: &mut Context) -> Outcome {
        self.stage = Stage::Form;
        // A run that failed is a notification.
        steps::refresh(context);
        match error.code() {
            CANCELLED => Outcome::Changed,
            _ => Outcome::push(Message::error(errors::job(error).whole())),
        }
    }
}

impl Default for PeopleFile {
    fn default() -> PeopleFile {
        PeopleFile::new()
    }
}

impl Layer for PeopleFile {
    fn id(&self) -> &'static str {
        "people-file"
    }

    fn title(&self) -> Vec<String> {
        ways::users(t!("people-title"))
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Run => matches!(self.stage, Stage::Preview(_)),
            Action::Load => matches!(self.stage, Stage::Form),
            _ => true,
        }
    }

    fn typing(&self) -> bool {
        matches!(self.stage, Stage::Form) && self.form.typing()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match (&mut self.stage, action) {
            (Stage::Form, Action::Load) => ask_file(CHOOSE, t!("people-choose"), None, context),
            (Stage::Form, Action::Open) if self.form.on_button() => self.read(context),
            (Stage::Form, Action::Back) => to_guide(context),
            (Stage::Form, Action::NextField)
                if self.completing.tab(&mut self.form, FILE, true, context) =>
            {
                Outcome::Changed
            }
            (Stage::Form, other) => {
                let outcome = moving::form(&mut self.form, other);
                self.tell_toggles();
                outcome
            }
            (Stage::Reading(job), Action::Back) => {
                job.cancel();
                Outcome::Unchanged
            }
            (Stage::Preview(_), Action::Run | Action::Open) => self.ask(),
            (Stage::Preview(_), Action::Back) => {
                self.stage = Stage::Form;
                Outcome::Changed
            }
            (Stage::Preview(preview), other) => {
                moving::table(&mut preview.state, preview.rejected.len(), 4, other)
            }
            // Writing is one transaction of moments; there is nothing to do but wait.
            (Stage::Writing(_), _) => Outcome::Unchanged,
            (Stage::Reading(_), _) => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, _: &mut Context) -> Outcome {
        match self.stage {
            Stage::Form => {
                let changed = self.form.key(key);
                self.tell_toggles();
                Outcome::changed(changed)
            }
            _ => Outcome::Ignored,
        }
    }

    fn paste(&mut self, text: &str, _: &mut Context) -> Outcome {
        match self.stage {
            Stage::Form => Outcome::changed(self.form.paste(text)),
            _ => Outcome::Ignored,
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (CHOOSE, Value::Path(path)) => {
                self.form.set(FILE, &path.to_string_lossy());
                self.form.focus(PREVIEW);
                Outcome::Changed
            }
            (CONFIRM, Value::Yes) => {
                let place = context.desk.place.clone();
                self.write(&place, context);
                Outcome::Changed
            }
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
        match &mut self.stage {
            Stage::Reading(job) if job.is_finished() => match job.take() {
                Some(Ok(prepared)) => {
                    let rejected = Rejected(prepared.rejections());
                    let state = TableState::default();
                    self.stage = Stage::Preview(Box::new(Preview {
                        prepared,
                        rejected,
                        state,
                    }));
                    Outcome::Changed
                }
                Some(Err(error)) => self.fail(&error, context),
                None => self.fail(&JobError::Cancelled, context),
            },
            Stage::Writing(job) if job.is_finished() => match job.take() {
                Some(Ok(run)) => {
                    let outcome = to_guide(context);
                    context.toast(Tone::Ok, &sentences::run_result(&run));
                    outcome
                }
                Some(Err(error)) => self.fail(&error, context),
                None => self.fail(&JobError::Cancelled, context),
            },
            Stage::Reading(_) => Outcome::Changed,
            _ => Outcome::Unchanged,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let area = below(area, 1);
        let theme = &context.theme;
        match &self.stage {
            Stage::Form => {
                let intro = wrapped(area, [(Tone::Plain, t!("people-intro"))]);
                let top = draw_lines(frame, area, &intro, theme);
                self.form.draw(frame, inset(below(area, top + 1)), theme);
            }
            Stage::Reading(job) => {
                let (done, total) = job.progress();
                let line = inset(Rect { height: 1, ..area });
                let total = (total > 0).then_some(total);
                gauge::draw(frame, line, done, total, &t!("people-reading"), theme);
            }
            Stage::Writing(_) => {
                let line = inset(Rect { height: 1, ..area });
                gauge::draw(frame, line, 0, None, &t!("people-writing"), theme);
            }
            Stage::Preview(preview) => draw_preview(preview, frame, area, theme),
        }
    }
}

fn draw_preview(preview: &Preview, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let plan = preview.prepared.plan();
    let totals = preview.prepared.totals();
    let counts = t!(
        "people-counts",
        rows = totals.rows(),
        created = number(totals.created),
        updated = number(totals.updated),
        unchanged = number(totals.unchanged),
        rejected = number(totals.rejected)
    );
    let file = visible(&preview.prepared.run().file).into_owned();
    let mut texts = vec![(Tone::Title, file), (Tone::Plain, counts)];
    if plan.verified_ignored > 0 {
        let told = t!("people-verified-ignored", n = plan.verified_ignored);
        texts.push((Tone::Warning, told));
    }
    if plan.addresses_left > 0 {
        let told = t!("people-addresses-left", n = plan.addresses_left);
        texts.push((Tone::Warning, told));
    }
    if preview.rejected.is_empty() {
        texts.push((Tone::Ok, t!("people-all-good")));
    }
    let top = draw_lines(frame, area, &wrapped(area, texts), theme);
    if preview.rejected.is_empty() {
        return;
    }
    let sentence = preview.rejected.0.get(preview.state.row()).and_then(|row| {
        let rejection = row.rejection.as_ref()?;
        Some(sentences::rejection(rejection, row.line))
    });
    let table = Table::new(vec![
        Column::new(t!("column-line"), Width::Fixed(7)).right(),
        Column::new(t!("column-who"), Width::Flex(10, 1)),
        Column::new(t!("column-value"), Width::Flex(12, 2)),
        Column::new(t!("column-reason"), Width::Flex(16, 2)),
    ]);
    // Two lines at the foot say why the row under the cursor is left out.
    let foot = area.height.saturating_sub(2);
    let rows = inset(below(
        Rect {
            height: foot,
            ..area
        },
        top + 1,
    ));
    table.draw(frame, rows, &preview.state, &preview.rejected, theme);
    let why = wrapped(area, sentence.map(|sentence| (Tone::Error, sentence)));
    draw_lines(frame, below(area, foot), &why, theme);
}
