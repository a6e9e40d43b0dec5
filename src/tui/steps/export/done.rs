//! What an export came to, and what can be done with its file: go on with it, copy it, copy its path, begin anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::shown;
use crate::domain::log::RunRecord;
use crate::jobs::{JobError, JobHandle, export, guide};
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::list::{Item, ListState};
use crate::tui::widgets::wrap::wrap;
use crate::tui::{moving, steps};

/// What can be done with the file, in the order of the list.
const CHOICES: [Action; 4] = [
    Action::NextStep,
    Action::Copy,
    Action::CopyPath,
    Action::New,
];

type Copying = (PathBuf, JobHandle<Result<(), JobError>>);

/// An export that is done.
pub(super) struct Done {
    run: RunRecord,
    path: PathBuf,
    list: ListState,
    copying: Option<Copying>,
    copied_to: Option<PathBuf>,
    /// What was done with the file last.
    note: Option<String>,
}

impl Done {
    /// What this run came to.
    pub(super) fn new(run: RunRecord) -> Done {
        let path = run.asked.path.clone();
        Done {
            path: path.unwrap_or_else(|| PathBuf::from(&run.file)),
            run,
            list: ListState::default(),
            copying: None,
            copied_to: None,
            note: None,
        }
    }

    /// The whole path of the file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What the cursor stands on.
    pub(super) fn chosen(&self) -> Action {
        CHOICES
            .get(self.list.cursor())
            .copied()
            .unwrap_or(Action::NextStep)
    }

    /// Moves the cursor.
    pub(super) fn move_by(&mut self, action: Action) -> Outcome {
        moving::list(&mut self.list, CHOICES.len(), action)
    }

    /// A name for a copy, in the home directory: where an operator looks for it.
    pub(super) fn proposed_copy(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default();
        Path::new("~").join(name)
    }

    /// Copies the file beside the interface.
    pub(super) fn copy(&mut self, to: PathBuf, overwrite: bool, context: &Context) {
        let (from, target) = (self.path.clone(), to.clone());
        let wake = Arc::new(context.waker.callback());
        let job = JobHandle::spawn(wake, move |_| export::copy(&from, &target, overwrite));
        self.copied_to = Some(to.clone());
        self.copying = Some((to, job));
    }

    /// Says what was done with the file.
    pub(super) fn note(&mut self, text: String) {
        self.note = Some(text);
    }

    /// Where the last copy was to go.
    pub(super) fn copied_to(&self) -> Option<PathBuf> {
        self.copied_to.clone()
    }

    /// How copying ended, once, when it has.
    pub(super) fn take_copy(&mut self) -> Option<(PathBuf, Result<(), JobError>)> {
        let result = self.copying.as_mut()?.1.take()?;
        let (to, _) = self.copying.take()?;
        Some((to, result))
    }

    /// Opens step 3 on the file, and lets the guide remember it.
    pub(super) fn to_addresses(&self, context: &mut Context) -> Outcome {
        context.desk.file = Some(self.path.clone());
        let path = self.path.clone();
        let desk = &mut context.desk;
        desk.note(move |register| guide::remember_file(register, &path));
        steps::open(context, 3)
    }

    fn lines(&self) -> Vec<(Tone, String)> {
        let (run, other) = (&self.run, self.run.other);
        let mut lines = vec![match run.rows {
            0 => (Tone::Warning, t!("exp-nobody")),
            rows => (Tone::Ok, t!("exp-written", rows = rows)),
        }];
        lines.push((Tone::Title, shown(&self.path)));
        if other.left_no_key > 0 {
            lines.push((Tone::Warning, t!("exp-left-no-key", n = other.left_no_key)));
        }
        if other.left_protected > 0 {
            let text = t!("exp-left-protected", n = other.left_protected);
            lines.push((Tone::Warning, text));
        }
        if other.formula_like > 0 {
            lines.push((
                Tone::Warning,
                t!("exp-formula-like", n = other.formula_like),
            ));
        }
        lines
    }

    /// Draws what happened and the list of what can be done.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let columns = usize::from(area.width).saturating_sub(2).min(76);
        let mut y = area.y;
        // The list below is never what gives way to long words.
        let end = area.bottom().saturating_sub(5);
        for (tone, text) in self.lines() {
            let sign = tone.sign();
            for (index, line) in wrap(&text, columns).into_iter().enumerate() {
                if y >= end {
                    break;
                }
                let sign = if index == 0 { sign } else { "" };
                let line = Line::styled(format!("{sign:<2}{line}"), theme.style(tone));
                frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
                y += 1;
            }
        }
        let list = Rect {
            y: y + 1,
            width: area.width.min(60),
            height: area.bottom().saturating_sub(y + 1),
            ..area
        };
        let items = [
            Item::new(t!("exp-go-on")).detail("^N"),
            Item::new(t!("exp-copy-title")).detail("s"),
            Item::new(t!("exp-copy-path")).detail("c"),
            Item::new(t!("exp-again")).detail("n"),
        ];
        self.list.draw(frame, list, &items, theme);
        if let Some(note) = &self.note {
            // In a low window the row above the list is the only free one.
            let below = list.bottom() + 1;
            let y = if below < area.bottom() { below } else { y - 1 };
            let place = Rect {
                y,
                height: if y < list.y { 1 } else { area.bottom() - y },
                ..area
            };
            draw_words(frame, place, &[(Tone::Ok, note.clone())], theme);
        }
    }
}

/// Draws texts below each other, each with its sign; the first row that is free again.
fn draw_words(frame: &mut Frame<'_>, area: Rect, words: &[(Tone, String)], theme: &Theme) -> u16 {
    let columns = usize::from(area.width).saturating_sub(2).min(76);
    let mut y = area.y;
    for (tone, text) in words {
        for (index, line) in wrap(text, columns).into_iter().enumerate() {
            if y >= area.bottom() {
                return y;
            }
            let sign = if index == 0 { tone.sign() } else { "" };
            let line = Line::styled(format!("{sign:<2}{line}"), theme.style(*tone));
            frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
            y += 1;
        }
    }
    y
}
