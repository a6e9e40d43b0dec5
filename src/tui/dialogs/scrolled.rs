//! A text in a dialog that may be longer than its room: empty lines go first, then it scrolls, and says so. Not here: the keys.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::{Key, key_names};
use crate::tui::theme::Tone;

/// Which line of a text comes first.
#[derive(Debug, Default)]
pub(super) struct Scrolled {
    top: usize,
    /// How far it can be scrolled, as of the last drawing: the width decides how many lines there are.
    most: Cell<usize>,
}

impl Scrolled {
    /// Down or up by a line; whether that changed anything.
    pub(super) fn scroll(&mut self, down: bool) -> bool {
        let before = self.top.min(self.most.get());
        self.top = match down {
            true => (before + 1).min(self.most.get()),
            false => before.saturating_sub(1),
        };
        self.top != before
    }

    /// Whether there is more than was drawn.
    pub(super) fn scrolls(&self) -> bool {
        self.most.get() > 0
    }

    /// Draws the lines into the area but its last row, which stays free where all of them are there and else names the keys
    /// that scroll.
    pub(super) fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        lines: Vec<String>,
        keys: &[Key],
        context: &Context,
    ) {
        let theme = &context.theme;
        let room = usize::from(area.height.saturating_sub(1));
        let lines = fitted(lines, room);
        let most = lines.len().saturating_sub(room);
        self.most.set(most);
        let shown = lines.into_iter().skip(self.top.min(most)).take(room);
        for (line, y) in shown.zip(area.y..) {
            let line = Line::styled(line, theme.style(Tone::Plain));
            frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
        }
        if most > 0 && !area.is_empty() {
            let more = t!("tui-more-text", keys = key_names(keys, context.signs()));
            let row = Rect::new(area.x, area.bottom() - 1, area.width, 1);
            frame.render_widget(Line::styled(more, theme.style(Tone::Dim)), row);
        }
    }
}

/// The lines without empty ones as far as there is no room for those: words never give way to them.
fn fitted(mut lines: Vec<String>, room: usize) -> Vec<String> {
    while lines.len() > room
        && let Some(empty) = lines.iter().rposition(String::is_empty)
    {
        lines.remove(empty);
    }
    lines
}
