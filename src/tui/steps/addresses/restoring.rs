//! The dialog that offers to take back what an earlier session did not save: how much and from when, each change, and what
//! does not fit any more because the file has changed since. Nothing is thrown away by one key.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::keeping::{Left, RESTORE};
use super::state::Editing;
use crate::domain::text::visible;
use crate::file::CellChange;
use crate::file::journal::Outstanding;
use crate::lang::moment;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::window;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::text::{cut, width};
use crate::tui::widgets::wrap::wrap;

/// How many changes of a kind are listed; nobody reads more.
const LISTED: usize = 500;
/// The widest that the dialog gets inside.
const WIDEST: usize = 72;

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("journal-key-take")).in_footer(),
    Binding::new(&[Key::DELETE, Key::char('d')], Action::Remove, || {
        t!("journal-key-throw")
    })
    .in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("journal-key-later")).in_footer(),
];

/// The dialog. Its answer is [`Value::Yes`] to take back, [`Value::No`] for later, [`Value::Index`] to throw away.
pub(super) struct Restore {
    /// What is said first, a paragraph a line.
    text: String,
    /// The changes.
    list: Vec<(Tone, String)>,
    /// The first of them that is shown.
    top: usize,
    /// Whether there is anything that can be taken back.
    takes: bool,
}

impl Restore {
    pub(super) fn new(editing: &Editing, left: &Left) -> Restore {
        let (recovery, changed) = (&left.recovery, left.changed);
        let Outstanding {
            edits,
            conflicts,
            draft,
            ..
        } = &left.outstanding;
        let when = recovery
            .written()
            .and_then(|at| jiff::Timestamp::try_from(at).ok())
            .map(moment)
            .unwrap_or_default();
        let mut text = vec![match edits.len() + conflicts.len() {
            0 => t!("journal-offer-typed", when = when),
            n => t!("journal-offer", file = editing.name(), n = n, when = when),
        }];
        if changed {
            text.push(t!(
                "journal-offer-changed",
                n = edits.len(),
                left = conflicts.len()
            ));
        }
        if let Some(draft) = draft {
            text.push(t!(
                "journal-offer-draft",
                text = visible(&draft.new).into_owned()
            ));
        }
        let mut list = Vec::new();
        let mut add = |changes: &[CellChange], tone: Tone| {
            let lines = changes.iter().take(LISTED);
            list.extend(lines.map(|change| (tone, line(editing, change, tone))));
            if changes.len() > LISTED {
                let n = changes.len() - LISTED;
                list.push((Tone::Dim, t!("journal-more", n = n)));
            }
        };
        add(edits, Tone::Plain);
        add(conflicts, Tone::Warning);
        Restore {
            text: text.join("\n"),
            list,
            top: 0,
            takes: !edits.is_empty() || draft.is_some(),
        }
    }
}

/// A change in a line: where, what stands there, what was to stand there.
fn line(editing: &Editing, change: &CellChange, tone: Tone) -> String {
    let line = editing.document().line(change.cell.record);
    let text = |text: &str| match text {
        "" => t!("journal-empty"),
        text => visible(text).into_owned(),
    };
    let change = t!(
        "journal-change",
        line = line,
        old = text(&change.old),
        new = text(&change.new)
    );
    format!("{} {change}", tone.sign()).trim_start().to_owned()
}

impl Layer for Restore {
    fn id(&self) -> &'static str {
        RESTORE
    }

    fn title(&self) -> Vec<String> {
        vec![t!("journal-offer-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        self.takes || action != Action::Open
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn guarded(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        let last = self.list.len().saturating_sub(1);
        let top = match action {
            Action::Open if self.takes => return Outcome::answer(Value::Yes),
            Action::Remove => return Outcome::answer(Value::Index(0)),
            Action::Open | Action::Back => return Outcome::answer(Value::No),
            Action::Up => self.top.saturating_sub(1),
            Action::Down => self.top + 1,
            Action::PageUp => self.top.saturating_sub(5),
            Action::PageDown => self.top + 5,
            Action::Top | Action::Home => 0,
            Action::Bottom | Action::End => last,
            _ => return Outcome::Ignored,
        };
        let top = top.min(last);
        Outcome::changed(std::mem::replace(&mut self.top, top) != top)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let room = usize::from(area.width).saturating_sub(6).min(WIDEST);
        let text = wrap(&self.text, room);
        let lines = text.iter().map(|line| (Tone::Plain, &**line));
        let longest = self.list.iter().map(|(_, line)| width(line)).max();
        let widest = text.iter().map(|line| width(line)).max();
        let columns = longest.max(widest).unwrap_or(0).min(room);
        let wanted = text.len() + 1 + self.list.len();
        let inner = window(
            frame,
            area,
            &t!("journal-offer-title"),
            columns,
            wanted,
            theme,
        );
        let list = self.list.iter().map(|(tone, line)| (*tone, &**line));
        // The end of the list does not leave its place while there is room for more of it.
        let shown = usize::from(inner.height).saturating_sub(text.len() + 1);
        let top = self.top.min(self.list.len().saturating_sub(shown));
        let between = std::iter::once((Tone::Plain, ""));
        let all = lines.chain(between).chain(list.skip(top));
        for ((tone, line), y) in all.zip(inner.y..inner.bottom()) {
            let line = cut(line, usize::from(inner.width));
            let place = Rect::new(inner.x, y, inner.width, 1);
            frame.render_widget(Line::styled(line, theme.style(tone)), place);
        }
    }
}
