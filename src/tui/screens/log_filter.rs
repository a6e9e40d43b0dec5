//! The dialog that asks which runs the log shows: by kind, status, who, period and a text. Not here: the runs.

use std::cell::RefCell;
use std::rc::Rc;

use crossterm::event::KeyEvent;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::log::{RunKind, RunStatus};
use crate::domain::text::visible;
use crate::jobs::log::RunFilter;
use crate::lang::sentences;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::window;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::input::Input;

/// The question that this dialog answers.
pub(super) const ASK: &str = "log.filter";

const KIND: &str = "kind";
const STATUS: &str = "status";
const WHO: &str = "who";
const PERIOD: &str = "period";
const TEXT: &str = "text";
const SHOW: &str = "show";
const ALL: &str = "all";

const KINDS: [RunKind; 4] = [
    RunKind::Export,
    RunKind::Import,
    RunKind::Load,
    RunKind::Undo,
];
const STATUSES: [RunStatus; 4] = [
    RunStatus::Done,
    RunStatus::DoneWithErrors,
    RunStatus::Cancelled,
    RunStatus::Failed,
];
/// The first day of each period, as days before today; the first is all days.
const PERIODS: [Option<i64>; 6] = [None, Some(0), Some(1), Some(6), Some(29), Some(364)];

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("log-filter-key-enter")).in_footer(),
    Binding::new(&[Key::f(5), Key::ctrl('s')], Action::Save, || {
        t!("log-filter-show")
    })
    .in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer(),
];

/// What was chosen, place by place in the lists of the dialog, so that it opens as it was left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Chosen {
    kind: usize,
    status: usize,
    who: Option<String>,
    period: usize,
    text: String,
}

impl Chosen {
    /// The filter that this is on the day of `now`.
    pub(super) fn filter(&self, now: Timestamp) -> RunFilter {
        let first = PERIODS
            .get(self.period)
            .copied()
            .flatten()
            .and_then(|days| {
                let today = now.to_zoned(TimeZone::system()).date();
                let day = today.checked_sub(days.days()).ok()?;
                Some(day.to_zoned(TimeZone::system()).ok()?.timestamp())
            });
        let before = |place: usize| place.checked_sub(1);
        RunFilter {
            kind: before(self.kind).and_then(|at| KINDS.get(at).copied()),
            status: before(self.status).and_then(|at| STATUSES.get(at).copied()),
            who: self.who.clone(),
            since: first,
            until: None,
            text: self.text.clone(),
        }
    }

    /// What is chosen, in words; empty where all runs are shown.
    pub(super) fn told(&self) -> String {
        let filter = self.filter(Timestamp::UNIX_EPOCH);
        let text = match self.text.as_str() {
            "" => None,
            text => Some(t!("log-filter-told", text = visible(text).into_owned())),
        };
        let period = (self.period > 0).then(|| periods().swap_remove(self.period));
        let parts = [
            filter.kind.map(sentences::run_kind),
            filter.status.map(sentences::run_status),
            self.who.as_deref().map(|who| visible(who).into_owned()),
            period,
            text,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

fn periods() -> Vec<String> {
    vec![
        t!("log-period-all"),
        t!("log-period-today"),
        t!("log-period-yesterday"),
        t!("log-period-days", n = 7),
        t!("log-period-days", n = 30),
        t!("log-period-year"),
    ]
}

/// The dialog.
pub(super) struct LogFilter {
    form: Form,
    people: Vec<String>,
    /// Where the log reads what was chosen.
    chosen: Rc<RefCell<Chosen>>,
}

impl LogFilter {
    /// The dialog as it was left; `people` are those who have started runs.
    pub(super) fn new(chosen: &Rc<RefCell<Chosen>>, people: Vec<String>) -> LogFilter {
        let now = chosen.borrow();
        let all = |names: Vec<String>| [vec![t!("log-filter-all")], names].concat();
        let kinds = all(KINDS.map(sentences::run_kind).to_vec());
        let statuses = all(STATUSES.map(sentences::run_status).to_vec());
        let names = people.iter().map(|who| visible(who).into_owned());
        let who = now
            .who
            .as_ref()
            .and_then(|who| people.iter().position(|p| p == who));
        let choice = |id, label, options, chosen| {
            Field::choice(id, label, options, chosen).hint(t!("log-filter-choice-hint"))
        };
        let form = Form::new(vec![
            choice(KIND, t!("log-column-kind"), kinds, now.kind),
            choice(STATUS, t!("log-column-status"), statuses, now.status),
            choice(
                WHO,
                t!("log-column-who"),
                all(names.collect()),
                who.map_or(0, |at| at + 1),
            ),
            choice(PERIOD, t!("log-filter-period"), periods(), now.period),
            Field::text(
                TEXT,
                t!("log-filter-text"),
                Input::new(200, visible).with(&now.text),
            )
            .hint(t!("log-filter-text-hint")),
            Field::button(SHOW, t!("log-filter-button")),
            Field::button(ALL, t!("log-filter-clear")),
        ]);
        drop(now);
        LogFilter {
            form,
            people,
            chosen: Rc::clone(chosen),
        }
    }

    fn show(&self, chosen: Chosen) -> Outcome {
        *self.chosen.borrow_mut() = chosen;
        Outcome::answer(Value::Yes)
    }

    fn read(&self) -> Chosen {
        let who = self.form.chosen(WHO).checked_sub(1);
        Chosen {
            kind: self.form.chosen(KIND),
            status: self.form.chosen(STATUS),
            who: who.and_then(|at| self.people.get(at).cloned()),
            period: self.form.chosen(PERIOD),
            text: self.form.value(TEXT).trim().to_owned(),
        }
    }
}

impl Layer for LogFilter {
    fn id(&self) -> &'static str {
        ASK
    }

    fn title(&self) -> Vec<String> {
        vec![t!("log-filter-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn typing(&self) -> bool {
        self.form.typing()
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match (action, self.form.focused()) {
            (Action::Save, _) | (Action::Open, SHOW) => self.show(self.read()),
            (Action::Open, ALL) => self.show(Chosen::default()),
            // What was typed is what is looked for.
            (Action::Open, TEXT) => self.show(self.read()),
            (Action::Back, _) => Outcome::answer(Value::No),
            (action, _) => moving::form(&mut self.form, action),
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        let changed = self.form.key(key);
        if changed || self.form.typing() {
            Outcome::changed(changed)
        } else {
            Outcome::Ignored
        }
    }

    fn paste(&mut self, text: &str, _context: &mut Context) -> Outcome {
        Outcome::changed(self.form.paste(text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        // Between the fields and the hint is a free line.
        let lines = self.form.rows() + 2;
        let title = t!("log-filter-title");
        let inner = window(frame, area, &title, 60, lines, &context.theme);
        self.form.draw(frame, inner, &context.theme);
    }
}
