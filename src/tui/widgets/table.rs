//! A table over rows that are asked for only when they are shown: a million cost what twenty do.
//! The cursor is a marker at the left and the text of one cell, so that moving it changes few cells of the screen.
//! Not here: editing, sorting, finding; the rows' owner does that.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;

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

    /// Which parts of a text that stands in a column were looked for.
    fn hits(&self, _column: usize, _text: &str) -> Vec<Range<usize>> {
        Vec::new()
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many cells.
    Fixed(u16),
    /// At least so many, and a share of what is left by this weight.
    Flex(u16, u16),
    /// The same, but no more than so many: what its text takes.
    Fit {
        /// The least.
        least: u16,
        /// The most.
        most: u16,
        /// The weight of its share.
        weight: u16,
    },
}

impl Width {
    fn least(self) -> usize {
        usize::from(match self {
            Width::Fixed(cells) | Width::Flex(cells, _) => cells,
            Width::Fit { least, .. } => least,
        })
    }

    /// With how much its text is whole, as far as that is known.
    fn ample(self) -> usize {
        match self {
            Width::Fit { most, .. } => usize::from(most),
            other => other.least(),
        }
    }

    fn most(self) -> usize {
        match self {
            Width::Fixed(cells) => usize::from(cells),
            Width::Flex(..) => usize::MAX,
            Width::Fit { most, .. } => usize::from(most),
        }
    }

    fn weight(self) -> usize {
        match self {
            Width::Fixed(_) => 0,
            Width::Flex(_, weight) | Width::Fit { weight, .. } => usize::from(weight),
        }
    }
}

/// What becomes of a column where there is not room for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// It goes when the table scrolls past it.
    #[default]
    Scrolls,
    /// It stays when the others scroll sideways.
    Stays,
    /// Like [`Place::Scrolls`]; where there is not room for all it goes first, unless the cursor is on it.
    Yields,
    /// It is only there where all before it have room for their text, or have scrolled away.
    Spare,
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
    /// What becomes of it where there is not room for all.
    pub place: Place,
}

impl Column {
    /// A column with its text at the left.
    pub fn new(title: impl Into<String>, width: Width) -> Column {
        Column {
            title: title.into(),
            width,
            right: false,
            place: Place::default(),
        }
    }

    /// The same in another place.
    pub fn place(mut self, place: Place) -> Column {
        self.place = place;
        self
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
    /// Where the rows were drawn, and where the columns that the cursor can be on; for clicks.
    area: Cell<Rect>,
    shown: RefCell<Vec<Shown>>,
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

    /// Puts the cursor on the row that was drawn at this place, and on the column where the cursor has one; whether that changed
    /// anything.
    pub fn click(&mut self, x: u16, y: u16, len: usize, columns: usize) -> bool {
        let area = self.area.get();
        let row = usize::from(y.saturating_sub(area.y)) + self.top.get();
        if !area.contains((x, y).into()) || row >= len {
            return false;
        }
        let shown = self.shown.borrow();
        let column = shown.iter().rev().find(|(_, start, _)| *start <= x);
        let column = column.map_or(self.column, |(column, ..)| *column);
        drop(shown);
        let moved = self.select(row, len);
        (columns > 1 && self.select_column(column, columns)) || moved
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
    /// Whether the cursor is on a whole row and, in the headings, on a column.
    pub headings: bool,
    /// Cells before the first column, for the signs of a row.
    markers: usize,
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
            headings: false,
            markers: MARKERS,
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

    /// The same with the cursor also on a column, whose heading shows it: moving by rows then changes no cell.
    pub fn headings(mut self) -> Table {
        self.headings = true;
        self
    }

    /// The same with a free cell between the signs before a row and its first column, for one that is not right-aligned.
    pub fn apart(mut self) -> Table {
        self.markers = MARKERS + 1;
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
        state.area.set(Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        });
        let follows = self.cells || self.headings;
        *state.shown.borrow_mut() = if follows { shown.clone() } else { Vec::new() };
        let buffer = frame.buffer_mut();
        for &(at, x, room) in &shown {
            let column = &self.columns[at];
            let text = cut(&column.title, room);
            let x = x + pushed(&text, room, column.right);
            let mut style = theme.style(Tone::Title);
            if self.headings && at == state.column {
                style = style.patch(theme.style(Tone::Selected));
            }
            buffer.set_stringn(x, area.y, &text, room, style);
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
                for hit in rows.hits(column, &text) {
                    let cells = |text: &str| u16::try_from(width(text)).unwrap_or(0);
                    let start = x + cells(&text[..hit.start]);
                    let place = Rect::new(start, y, cells(&text[hit]), 1);
                    buffer.set_style(place.intersection(area), theme.style(Tone::Hit));
                }
            }
        }
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
        let follows = self.cells || self.headings;
        let mut left = match follows {
            // Where the cursor is seen by its heading alone, as much as possible is shown from the beginning.
            true if self.headings => self.frozen,
            true => state.left.get().max(self.frozen),
            false => self.frozen + state.column,
        };
        if self.cells && state.column >= self.frozen {
            left = left.min(state.column);
        }
        let current = follows.then_some(state.column);
        let mut shown = self.place(left, current, area);
        if follows {
            while left < state.column && !has(&shown, state.column) {
                left += 1;
                shown = self.place(left, current, area);
            }
        } else {
            // Not further than brings the last column into the window.
            let last = self.columns.len().saturating_sub(1);
            while left > self.frozen {
                let wider = self.place(left - 1, current, area);
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

    fn stays(&self, column: usize) -> bool {
        column < self.frozen || self.columns[column].place == Place::Stays
    }

    /// The columns for which there is room when it is `left` that the scrolling ones begin with.
    fn chosen(&self, left: usize, current: Option<usize>, room: usize) -> Vec<usize> {
        let place = |column: &usize| self.columns[*column].place;
        let all = (0..self.columns.len()).filter(|c| *c >= left || self.stays(*c));
        let (spare, mut chosen): (Vec<usize>, Vec<usize>) =
            all.partition(|column| place(column) == Place::Spare);
        let total = |columns: &[usize], wanted: fn(Width) -> usize| {
            let text: usize = columns.iter().map(|c| wanted(self.columns[*c].width)).sum();
            text + GAP * columns.len().saturating_sub(1)
        };
        if total(&chosen, Width::least) > room {
            chosen.retain(|column| place(column) != Place::Yields || current == Some(*column));
        }
        for column in spare {
            let alone = chosen.iter().all(|column| self.stays(*column));
            let wanted = total(&chosen, Width::ample) + GAP + self.columns[column].width.least();
            if wanted > room && !alone {
                break;
            }
            chosen.push(column);
        }
        chosen
    }

    fn place(&self, left: usize, current: Option<usize>, area: Rect) -> Vec<Shown> {
        let mut free = usize::from(area.width).saturating_sub(self.markers);
        let mut chosen = Vec::new();
        for column in self.chosen(left, current, free) {
            let needed = self.columns[column].width.least();
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
        self.share(&mut chosen, free);
        let mut x = usize::from(area.x) + self.markers;
        let mut shown = Vec::with_capacity(chosen.len());
        for (column, room) in chosen {
            shown.push((column, u16::try_from(x).unwrap_or(u16::MAX), room));
            x += room + GAP;
        }
        shown
    }

    /// Gives what is left to those that want more, by their weight.
    fn share(&self, chosen: &mut [(usize, usize)], mut free: usize) {
        loop {
            let wants = |(column, room): &(usize, usize)| {
                let width = self.columns[*column].width;
                match room < &width.most() {
                    true => width.weight(),
                    false => 0,
                }
            };
            let mut weights: usize = chosen.iter().map(wants).sum();
            let before = free;
            for one in chosen.iter_mut() {
                let weight = wants(one);
                if let Some(share) = (free * weight).checked_div(weights) {
                    let share = share.min(self.columns[one.0].width.most() - one.1);
                    one.1 += share;
                    free -= share;
                    weights -= weight;
                }
            }
            if free == before || free == 0 {
                return;
            }
        }
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
#[path = "table_tests.rs"]
mod tests;
