//! A table over rows that are asked for only when they are shown: a million cost what twenty do.
//! The cursor is a marker at the left and the text of one cell, so that moving it changes few cells of the screen.
//! Not here: editing, sorting, finding; the rows' owner does that.

use std::borrow::Cow;
use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::text::{cut, width};
use crate::tui::theme::{Theme, Tone};

/// Between columns.
const GAP: usize = 2;
/// The cursor's marker, the mark, and the sign of a chosen row or a space.
const MARKERS: usize = 3;

/// Where the rows come from. All text must be fit for a terminal; see the [module of widgets](super).
pub trait Rows {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands in a cell and how it looks. Only asked for cells that are shown.
    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone);

    /// Whether the row is marked as changed (`*`).
    fn marked(&self, _row: usize) -> bool {
        false
    }

    /// Whether the row is chosen for what is done next (`x`).
    fn chosen(&self, _row: usize) -> bool {
        false
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many cells.
    Fixed(u16),
    /// At least so many, and a share of what is left by this weight.
    Flex(u16, u16),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its width.
    pub width: Width,
    /// Whether its text stands at the right, as numbers do.
    pub right: bool,
}

impl Column {
    /// A column with its text at the left.
    pub fn new(title: impl Into<String>, width: Width) -> Column {
        Column {
            title: title.into(),
            width,
            right: false,
        }
    }

    /// The same with its text at the right.
    pub fn right(mut self) -> Column {
        self.right = true;
        self
    }
}

/// Where a table's cursor is, and which part is shown.
#[derive(Debug, Clone, Default)]
pub struct TableState {
    row: usize,
    column: usize,
    /// The part shown, brought round the cursor by drawing; the same drawing twice gives the same picture.
    top: Cell<usize>,
    left: Cell<usize>,
    page: Cell<usize>,
}

impl TableState {
    /// The row under the cursor.
    pub fn row(&self) -> usize {
        self.row
    }

    /// The column under the cursor.
    pub fn column(&self) -> usize {
        self.column
    }

    /// The first row of the window that was drawn last.
    pub fn top(&self) -> usize {
        self.top.get()
    }

    /// Puts the cursor on a row; beyond the last means the last. Whether it moved.
    pub fn select(&mut self, row: usize, len: usize) -> bool {
        let before = self.row;
        self.row = row.min(len.saturating_sub(1));
        self.row != before
    }

    /// Puts the cursor on a row and that row in the middle of the window, for finding.
    pub fn jump(&mut self, row: usize, len: usize) -> bool {
        let page = self.page.get();
        let moved = self.select(row, len);
        if !(self.top.get()..self.top.get() + page).contains(&self.row) {
            self.top.set(self.row.saturating_sub(page / 2));
        }
        moved
    }

    /// Puts the cursor on a column. Whether it moved.
    pub fn select_column(&mut self, column: usize, columns: usize) -> bool {
        let before = self.column;
        self.column = column.min(columns.saturating_sub(1));
        self.column != before
    }

    /// Moves by rows, downwards for positive numbers.
    pub fn move_rows(&mut self, by: isize, len: usize) -> bool {
        self.select(self.row.saturating_add_signed(by), len)
    }

    /// Moves by columns, to the right for positive numbers. Where the cursor is on whole rows, the columns scroll.
    pub fn move_columns(&mut self, by: isize, columns: usize) -> bool {
        self.select_column(self.column.saturating_add_signed(by), columns)
    }

    /// Moves by windows; the window goes with the cursor.
    pub fn move_pages(&mut self, by: isize, len: usize) -> bool {
        let page = self.page.get().max(1);
        let rows = by * page.cast_signed();
        let last_top = len.saturating_sub(page);
        self.top
            .set(self.top.get().saturating_add_signed(rows).min(last_top));
        self.move_rows(rows, len)
    }
}

/// A table's columns and how many of the first stay when the others scroll sideways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// How many of the first stay.
    pub frozen: usize,
    /// Whether the cursor is on a cell, or on the whole row.
    pub cells: bool,
}

/// A column that is shown: which one, where, how wide.
type Shown = (usize, u16, usize);

impl Table {
    /// A table whose cursor is on rows.
    pub fn new(columns: Vec<Column>) -> Table {
        Table {
            columns,
            frozen: 0,
            cells: false,
        }
    }

    /// The same with the first columns staying.
    pub fn frozen(mut self, columns: usize) -> Table {
        self.frozen = columns;
        self
    }

    /// The same with the cursor on a cell.
    pub fn cells(mut self) -> Table {
        self.cells = true;
        self
    }

    /// Draws headings and the rows around the cursor.
    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        state: &TableState,
        rows: &dyn Rows,
        theme: &Theme,
    ) {
        if area.is_empty() {
            return;
        }
        let page = usize::from(area.height - 1);
        let top = window(state, page, rows.len());
        let shown = self.around(state, area);
        let buffer = frame.buffer_mut();
        for &(column, x, room) in &shown {
            let column = &self.columns[column];
            let text = cut(&column.title, room);
            let x = x + pushed(&text, room, column.right);
            buffer.set_stringn(x, area.y, &text, room, theme.style(Tone::Title));
        }
        for (y, row) in (area.y + 1..area.bottom()).zip(top..rows.len()) {
            let under_cursor = row == state.row;
            if under_cursor {
                buffer.set_stringn(area.x, y, "▸", 1, theme.style(Tone::Title));
            }
            if rows.marked(row) {
                buffer.set_stringn(area.x + 1, y, "*", 1, theme.style(Tone::Title));
            }
            if rows.chosen(row) {
                buffer.set_stringn(area.x + 2, y, "x", 1, theme.style(Tone::Title));
            }
            for &(column, x, room) in &shown {
                let (text, tone) = rows.cell(row, column);
                let mut style = theme.style(tone);
                let mut text = cut(&text, room);
                if under_cursor && self.cells && column == state.column {
                    style = style.patch(theme.style(Tone::Selected));
                    if text.is_empty() {
                        text = Cow::Borrowed(" ");
                    }
                }
                let x = x + pushed(&text, room, self.columns[column].right);
                buffer.set_stringn(x, y, &text, room, style);
            }
        }
    }

    /// The row and the column that stand at a place, for clicks.
    pub fn at(&self, area: Rect, state: &TableState, x: u16, y: u16) -> Option<(usize, usize)> {
        if !area.contains((x, y).into()) || y == area.y {
            return None;
        }
        let row = state.top.get() + usize::from(y - area.y - 1);
        let shown = self.place(state.left.get(), area);
        let column = shown.iter().rev().find(|(_, start, _)| *start <= x);
        Some((row, column.map_or(state.column, |(column, ..)| *column)))
    }

    /// Where a cell of the shown part stands, for an editor drawn over it.
    pub fn cell_area(
        &self,
        area: Rect,
        state: &TableState,
        row: usize,
        column: usize,
    ) -> Option<Rect> {
        let top = window(state, usize::from(area.height.checked_sub(1)?), usize::MAX);
        let down = u16::try_from(row.checked_sub(top)?).ok()?;
        let y = area.y.checked_add(1)?.checked_add(down)?;
        let shown = self.around(state, area);
        let (_, x, room) = shown.into_iter().find(|(shown, ..)| *shown == column)?;
        let place = Rect::new(x, y, u16::try_from(room).ok()?, 1);
        (y < area.bottom()).then_some(place)
    }

    /// The columns shown, moved sideways as little as brings the cursor's column into the window.
    fn around(&self, state: &TableState, area: Rect) -> Vec<Shown> {
        let has =
            |shown: &[Shown], wanted: usize| shown.iter().any(|(column, ..)| *column == wanted);
        let mut left = if self.cells {
            state.left.get().max(self.frozen)
        } else {
            self.frozen + state.column
        };
        if self.cells && state.column >= self.frozen {
            left = left.min(state.column);
        }
        let mut shown = self.place(left, area);
        if self.cells {
            while left < state.column && !has(&shown, state.column) {
                left += 1;
                shown = self.place(left, area);
            }
        } else {
            // Not further than brings the last column into the window.
            let last = self.columns.len().saturating_sub(1);
            while left > self.frozen {
                let wider = self.place(left - 1, area);
                if !has(&wider, last) {
                    break;
                }
                left -= 1;
                shown = wider;
            }
        }
        state.left.set(left);
        shown
    }

    fn place(&self, left: usize, area: Rect) -> Vec<Shown> {
        let least = |column: &Column| {
            usize::from(match column.width {
                Width::Fixed(cells) | Width::Flex(cells, _) => cells,
            })
        };
        let mut free = usize::from(area.width).saturating_sub(MARKERS);
        let mut chosen = Vec::new();
        let frozen = self.frozen.min(self.columns.len());
        for column in (0..frozen).chain(left.max(frozen)..self.columns.len()) {
            let needed = least(&self.columns[column]);
            let gap = if chosen.is_empty() { 0 } else { GAP };
            if needed + gap > free {
                // The first one that does not fit is cut rather than left out, if anything of it can be read.
                if free > gap + 4 {
                    chosen.push((column, free - gap));
                    free = 0;
                }
                break;
            }
            free -= needed + gap;
            chosen.push((column, needed));
        }
        let weight = |column: usize| match self.columns[column].width {
            Width::Flex(_, weight) => usize::from(weight),
            Width::Fixed(_) => 0,
        };
        let mut weights: usize = chosen.iter().map(|(column, _)| weight(*column)).sum();
        let mut x = usize::from(area.x) + MARKERS;
        let mut shown = Vec::with_capacity(chosen.len());
        for (column, mut room) in chosen {
            let weight = weight(column);
            if let Some(share) = (free * weight).checked_div(weights) {
                room += share;
                free -= share;
                weights -= weight;
            }
            shown.push((column, u16::try_from(x).unwrap_or(u16::MAX), room));
            x += room + GAP;
        }
        shown
    }
}

/// The first row shown: moved as little as brings the cursor into the window.
fn window(state: &TableState, page: usize, len: usize) -> usize {
    state.page.set(page);
    let mut top = state.top.get().min(len.saturating_sub(page)).min(state.row);
    if state.row >= top + page.max(1) {
        top = state.row + 1 - page.max(1);
    }
    state.top.set(top);
    top
}

fn pushed(text: &str, room: usize, right: bool) -> u16 {
    if right {
        u16::try_from(room.saturating_sub(width(text))).unwrap_or(0)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    /// Rows that remember which of them were asked for.
    struct Numbers(usize, RefCell<Vec<usize>>);

    impl Rows for Numbers {
        fn len(&self) -> usize {
            self.0
        }

        fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
            self.1.borrow_mut().push(row);
            (format!("r{row}k{column}").into(), Tone::Plain)
        }

        fn marked(&self, row: usize) -> bool {
            row == 1
        }
    }

    fn table() -> Table {
        Table::new(vec![
            Column::new("Rad", Width::Fixed(6)).right(),
            Column::new("Namn", Width::Flex(8, 1)),
            Column::new("E-post", Width::Fixed(8)),
            Column::new("Företag", Width::Fixed(8)),
        ])
        .frozen(1)
        .cells()
    }

    fn lines(state: &TableState, rows: &Numbers) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(29, 5)).unwrap();
        terminal
            .draw(|frame| table().draw(frame, frame.area(), state, rows, &Theme::new(true)))
            .unwrap();
        terminal
            .backend()
            .to_string()
            .lines()
            .map(|line| line.trim_matches('"').trim_end().to_owned())
            .collect()
    }

    fn numbers(len: usize) -> Numbers {
        Numbers(len, RefCell::default())
    }

    #[test]
    fn only_the_rows_of_the_window_are_asked_for() {
        let rows = numbers(1_000_000);
        let mut state = TableState::default();
        assert_eq!(
            lines(&state, &rows),
            [
                "      Rad  Namn      E-post",
                "▸    r0k0  r0k1      r0k2",
                " *   r1k0  r1k1      r1k2",
                "     r2k0  r2k1      r2k2",
                "     r3k0  r3k1      r3k2",
            ]
        );
        state.select(usize::MAX, rows.len());
        rows.1.borrow_mut().clear();
        assert!(
            lines(&state, &rows)[4].starts_with("▸  r9999…  r999999…"),
            "{:?}",
            lines(&state, &rows)
        );
        assert_eq!(rows.1.borrow().iter().min(), Some(&999_996));
    }

    #[test]
    fn the_window_moves_no_more_than_it_must() {
        let rows = numbers(10);
        let mut state = TableState::default();
        lines(&state, &rows);
        state.move_rows(5, 10);
        lines(&state, &rows);
        assert_eq!(state.top(), 2);
        state.move_rows(-2, 10);
        lines(&state, &rows);
        assert_eq!((state.row(), state.top()), (3, 2));
        state.move_pages(1, 10);
        lines(&state, &rows);
        assert_eq!((state.row(), state.top()), (7, 6));
        state.move_pages(1, 10);
        assert_eq!(state.row(), 9);
        assert!(!state.move_rows(1, 10));
        state.jump(0, 10);
        lines(&state, &rows);
        assert_eq!(state.top(), 0);
        // The rows shrank under the cursor.
        state.select(9, 10);
        assert!(state.select(9, 2));
        assert_eq!(lines(&state, &numbers(2))[2], "▸*   r1k0  r1k1      r1k2");
    }

    #[test]
    fn columns_scroll_sideways_and_the_first_stay() {
        let rows = numbers(3);
        let mut state = TableState::default();
        state.move_columns(3, 4);
        assert_eq!(lines(&state, &rows)[0], "      Rad  E-post    Företag");
        state.move_columns(-2, 4);
        assert_eq!(lines(&state, &rows)[0], "      Rad  Namn      E-post");
        let area = Rect::new(0, 0, 29, 5);
        assert_eq!(table().at(area, &state, 14, 2), Some((1, 1)));
        assert_eq!(table().at(area, &state, 14, 0), None);
        assert_eq!(
            table().cell_area(area, &state, 1, 2),
            Some(Rect::new(21, 2, 8, 1))
        );
        assert_eq!(table().cell_area(area, &state, 1, 3), None);
    }

    #[test]
    fn a_window_of_no_size_draws_nothing() {
        let state = TableState::default();
        let mut terminal = Terminal::new(TestBackend::new(3, 1)).unwrap();
        for area in [Rect::new(0, 0, 0, 0), Rect::new(0, 0, 3, 1)] {
            terminal
                .draw(|frame| table().draw(frame, area, &state, &numbers(3), &Theme::new(true)))
                .unwrap();
        }
    }
}
