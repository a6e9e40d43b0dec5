//! A list with a cursor: short enough to be held as a whole, unlike a table's rows.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::text::{cut, fit, width};
use crate::tui::theme::{Theme, Tone};

/// One line of a list: what it is at the left, what belongs to it at the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// What it is.
    pub text: String,
    /// What belongs to it: a key, a date, a count.
    pub detail: String,
    /// How it looks.
    pub tone: Tone,
}

impl Item {
    /// A plain line.
    pub fn new(text: impl Into<String>) -> Item {
        Item {
            text: text.into(),
            ..Item::default()
        }
    }

    /// The same with something at the right.
    pub fn detail(mut self, detail: impl Into<String>) -> Item {
        self.detail = detail.into();
        self
    }

    /// The same in a tone.
    pub fn tone(mut self, tone: Tone) -> Item {
        self.tone = tone;
        self
    }
}

/// Where the cursor of a list is, and which part is shown.
#[derive(Debug, Clone, Default)]
pub struct ListState {
    cursor: usize,
    top: Cell<usize>,
    /// Lines of the last drawn window: the one thing that drawing remembers, so that a page is a page.
    page: Cell<usize>,
    /// Where it was drawn, for clicks.
    area: Cell<Rect>,
}

impl ListState {
    /// The place of the line under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor on a line; out of range means the last.
    pub fn select(&mut self, index: usize, len: usize) -> bool {
        let before = self.cursor;
        self.cursor = index.min(len.saturating_sub(1));
        self.cursor != before
    }

    /// Moves by lines, downwards for positive numbers; whether that changed anything.
    pub fn move_by(&mut self, by: isize, len: usize) -> bool {
        self.select(self.cursor.saturating_add_signed(by), len)
    }

    /// Moves by windows.
    pub fn move_pages(&mut self, by: isize, len: usize) -> bool {
        let page = self.page.get().saturating_sub(1).max(1).cast_signed();
        self.move_by(by * page, len)
    }

    /// Whether it was drawn at this place.
    pub fn is_at(&self, x: u16, y: u16) -> bool {
        self.area.get().contains((x, y).into())
    }

    /// The line that was drawn at this place.
    pub fn hit(&self, x: u16, y: u16, len: usize) -> Option<usize> {
        let down = y.checked_sub(self.area.get().y)?;
        let line = usize::from(down) + self.top.get();
        (self.is_at(x, y) && line < len).then_some(line)
    }

    /// Puts the cursor on the line that was drawn at this place, if there is one; whether that changed anything.
    pub fn click(&mut self, x: u16, y: u16, len: usize) -> bool {
        self.hit(x, y, len)
            .is_some_and(|line| self.select(line, len))
    }

    /// Draws the part around the cursor.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, items: &[Item], theme: &Theme) {
        self.draw_each(
            frame,
            area,
            items.len(),
            |index| items[index].clone(),
            theme,
        );
    }

    /// The same of a long list: only the lines in the window are made.
    pub fn draw_each(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        len: usize,
        item: impl Fn(usize) -> Item,
        theme: &Theme,
    ) {
        let height = usize::from(area.height);
        self.page.set(height);
        self.area.set(area);
        let mut top = self.top.get().min(len.saturating_sub(height));
        top = top.min(self.cursor);
        if self.cursor >= top + height {
            top = self.cursor + 1 - height.max(1);
        }
        self.top.set(top);
        // Where not all fit, the end of the first or the last line says that there is more.
        let more = |row: usize| match row {
            0 if top > 0 => "↑",
            row if row + 1 == height && top + height < len => "↓",
            _ => "",
        };
        for (row, index) in (top..len.min(top + height)).enumerate() {
            let item = item(index);
            let marker = if index == self.cursor { "▸ " } else { "  " };
            let more = more(row);
            let columns = usize::from(area.width).saturating_sub(2 * width(more));
            let detail = cut(&item.detail, columns / 2);
            let room = columns.saturating_sub(3 + width(&detail));
            let style = theme.style(item.tone);
            let line = Line::from(vec![
                Span::raw(marker),
                Span::styled(fit(&item.text, room, false), style),
                Span::raw(" "),
                Span::styled(detail.into_owned(), theme.style(Tone::Dim)),
                Span::styled(format!(" {more}"), theme.style(Tone::Key)),
            ]);
            let y = area.y + u16::try_from(row).unwrap_or(u16::MAX);
            frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn shown(state: &ListState, items: &[Item]) -> String {
        let mut terminal = Terminal::new(TestBackend::new(14, 3)).unwrap();
        terminal
            .draw(|frame| state.draw(frame, frame.area(), items, &Theme::new(true)))
            .unwrap();
        terminal.backend().to_string()
    }

    #[test]
    fn where_there_is_more_is_said_at_the_right() {
        let items: Vec<_> = (0..4).map(|n| Item::new(format!("rad {n}"))).collect();
        let ends = |state: &ListState, items: &[Item]| -> Vec<String> {
            let lines = shown(state, items);
            let lines = lines.lines().map(|line| line.trim_matches('"').trim_end());
            lines
                .map(|line| line.chars().last().into_iter().collect())
                .collect()
        };
        let mut state = ListState::default();
        assert_eq!(ends(&state, &items[..3]), ["0", "1", "2"]);
        assert_eq!(ends(&state, &items), ["0", "1", "↓"]);
        state.move_by(3, 4);
        assert_eq!(ends(&state, &items), ["↑", "2", "3"]);
    }

    #[test]
    fn the_window_follows_the_cursor_and_moves_no_more_than_it_must() {
        let items: Vec<_> = (0..9)
            .map(|n| Item::new(format!("rad {n}")).detail("x"))
            .collect();
        let mut state = ListState::default();
        assert!(shown(&state, &items).starts_with("\"▸ rad 0      x\""));
        state.move_pages(1, 9);
        assert_eq!(state.cursor(), 2);
        state.move_by(2, 9);
        assert!(shown(&state, &items).contains("  rad 2 "));
        state.move_by(-1, 9);
        assert!(
            shown(&state, &items).starts_with("\"  rad 2"),
            "did not scroll"
        );
        assert!(state.move_by(99, 9));
        assert_eq!(state.cursor(), 8);
        assert!(!state.move_by(1, 9));
        assert!(shown(&state, &items).ends_with("▸ rad 8      x\"\n"));
        assert!(state.click(3, 1, 9), "a line that is shown");
        assert_eq!(state.cursor(), 7);
        assert!(!state.click(3, 5, 9), "nothing is shown there");
        assert!(!state.click(20, 1, 9), "beside the list");
        state.select(0, 0);
        assert_eq!(state.cursor(), 0);
    }
}
