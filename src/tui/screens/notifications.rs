//! The notifications: what runs came to, behind the bell until somebody has read it. Enter marks one as read and opens
//! what there is to do next: the file of an export, the rows of any other run. Not here: the runs that nobody needs to be told of ([`super::log`] has them all).

use std::path::Path;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::run_rows::RunRows;
use crate::domain::log::{Notification, RunKind, RunRecord, RunStatus};
use crate::domain::text::visible;
use crate::jobs::{JobError, notifications};
use crate::lang::{errors, moment, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::moving;
use crate::tui::steps;
use crate::tui::theme::Tone;
use crate::tui::widgets::list::{Item, ListState};
use crate::tui::widgets::wrap::wrap;

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER, Key::f(2)], Action::Open, || {
        t!("notes-key-open")
    })
    .in_footer(),
    Binding::new(&[Key::code(KeyCode::Esc)], Action::Back, || {
        t!("log-key-back")
    })
    .in_footer(),
];

/// The notifications.
pub struct Notifications {
    list: Vec<(Notification, RunRecord)>,
    state: ListState,
}

/// Opens the notifications above the screen that is open, so that Esc leads back to it.
pub fn open(context: &mut Context) -> Outcome {
    match context
        .desk
        .place
        .open()
        .and_then(|r| notifications::list(&r))
    {
        Ok(list) => Outcome::push(Notifications {
            list,
            state: ListState::default(),
        }),
        Err(error) => failed(&error),
    }
}

fn failed(error: &JobError) -> Outcome {
    Outcome::push(Message::error(errors::job(error).whole()))
}

impl Notifications {
    fn open_run(&mut self, context: &mut Context) -> Outcome {
        let Some((notification, run)) = self.list.get_mut(self.state.cursor()) else {
            return Outcome::Unchanged;
        };
        if !notification.read {
            let (id, desk) = (notification.id, &mut context.desk);
            desk.note(move |register| notifications::mark_read(register, id));
            notification.read = true;
            // The register may hear of it only later.
            desk.facts.unread = desk.facts.unread.saturating_sub(1);
            steps::mark(context);
        }
        let path = run.asked.path.as_deref();
        match run.kind {
            // What an operator wants of an export is its file.
            RunKind::Export if run.status == RunStatus::Done && path.is_some_and(there) => {
                steps::export::result(run.clone(), context)
            }
            _ => Outcome::push(RunRows::new(run.id, context)),
        }
    }
}

/// Whether a file is still where it was written.
fn there(path: &Path) -> bool {
    crate::file::Stamp::now(path).is_ok()
}

/// The run in words: what kind, its name, what came of it.
fn told(run: &RunRecord) -> String {
    t!(
        "notes-told",
        kind = sentences::run_kind(run.kind),
        name = visible(&run.name).into_owned(),
        result = sentences::run_result(run)
    )
}

impl Layer for Notifications {
    fn id(&self) -> &'static str {
        "notifications"
    }

    fn title(&self) -> Vec<String> {
        vec![t!("notes-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Open || !self.list.is_empty()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open => self.open_run(context),
            // The key that opened them closes them.
            Action::Notifications => Outcome::Close(None),
            other => moving::list(&mut self.state, self.list.len(), other),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let Some((_, run)) = self.list.get(self.state.cursor()) else {
            let text = wrap(
                &t!("notes-empty"),
                usize::from(area.width.saturating_sub(2)),
            );
            let lines: Vec<_> = text.into_iter().map(|line| (Tone::Dim, line)).collect();
            super::draw_lines(frame, area, &lines, theme);
            return;
        };
        let items: Vec<Item> = self
            .list
            .iter()
            .map(|(notification, run)| {
                let (sign, tone) = match notification.read {
                    true => (" ", Tone::Dim),
                    false => ("●", Tone::Title),
                };
                Item::new(format!("{sign} {}", told(run)))
                    .detail(moment(run.finished))
                    .tone(tone)
            })
            .collect();
        let rows = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(4),
            ..area
        };
        self.state.draw(frame, rows, &items, theme);
        let text = wrap(&told(run), usize::from(area.width.saturating_sub(2)));
        let lines: Vec<_> = text.into_iter().map(|line| (Tone::Plain, line)).collect();
        let below = Rect {
            y: rows.bottom() + 1,
            height: area.bottom().saturating_sub(rows.bottom() + 1),
            ..area
        };
        super::draw_lines(frame, below, &lines, theme);
    }
}
