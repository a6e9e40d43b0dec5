//! What the terminal shows, kept so that only what differs is sent: the last line of defence for slow lines.
//! A picture that has moved up or down is moved by the terminal itself (scroll region and newline, or reverse index), and
//! the rest is drawn. Asks the terminal nothing.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};

use crate::tui::alphabet::Alphabet;
use crate::tui::widgets::text::width;

/// Unchanged cells that are sent again rather than jumped over: a jump costs as much.
const JUMP: usize = 5;
/// What moving a part of the picture costs in bytes, about.
const SCROLL: usize = 40;

/// The style that the terminal writes in.
type Style = (Color, Color, Modifier);
const PLAIN: Style = (Color::Reset, Color::Reset, Modifier::empty());

/// A terminal that is written to.
pub struct Screen<W: Write> {
    writer: W,
    bytes: Vec<u8>,
    size: Size,
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    cursor_shown: Option<bool>,
    style: Option<Style>,
    alphabet: Alphabet,
}

impl<W: Write> Screen<W> {
    /// An empty terminal of this size.
    pub fn new(writer: W, size: Size) -> Screen<W> {
        let area = Rect::from((Position::ORIGIN, size));
        Screen {
            writer,
            bytes: Vec::new(),
            size,
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor: None,
            cursor_shown: None,
            style: None,
            alphabet: Alphabet::default(),
        }
    }

    /// The same terminal, showing only these characters.
    pub fn spelling(self, alphabet: Alphabet) -> Screen<W> {
        Screen { alphabet, ..self }
    }

    /// The window has another size now.
    pub fn set_size(&mut self, size: Size) {
        self.size = size;
    }

    /// Nothing is known about the terminal any more: it was somebody else's meanwhile.
    pub fn forget(&mut self) {
        self.cursor = None;
        self.cursor_shown = None;
        self.style = None;
    }

    /// Where the bytes go.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    fn put(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn put_symbol(&mut self, symbol: &str) {
        let shown = self.alphabet.spell(symbol);
        self.bytes.extend_from_slice(&self.alphabet.bytes(&shown));
    }

    fn go(&mut self, x: u16, y: u16) {
        match self.cursor {
            Some(at) if at == Position::new(x, y) => {}
            Some(at) if at.y == y && at.x < x => match x - at.x {
                1 => self.put("\x1b[C"),
                cells => self.put(&format!("\x1b[{cells}C")),
            },
            Some(at) if x == 0 && at.y + 1 == y => self.put("\r\n"),
            _ if x == 0 => self.put(&format!("\x1b[{}H", y + 1)),
            _ => self.put(&format!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.cursor = Some(Position::new(x, y));
    }

    fn dress(&mut self, style: Style) {
        if self.style == Some(style) {
            return;
        }
        let (fg, bg, modifier) = style;
        let mut codes = Vec::new();
        let before = match self.style {
            // Only more than before: add to it. Less: begin anew.
            Some(before)
                if modifier.contains(before.2)
                    && (fg == before.0 || fg != Color::Reset)
                    && (bg == before.1 || bg != Color::Reset) =>
            {
                before
            }
            _ if style == PLAIN => {
                self.put("\x1b[m");
                self.style = Some(style);
                return;
            }
            _ => {
                codes.push("0".to_owned());
                PLAIN
            }
        };
        for (flag, code) in [
            (Modifier::BOLD, "1"),
            (Modifier::DIM, "2"),
            (Modifier::ITALIC, "3"),
            (Modifier::UNDERLINED, "4"),
            (Modifier::REVERSED, "7"),
            (Modifier::HIDDEN, "8"),
            (Modifier::CROSSED_OUT, "9"),
        ] {
            if modifier.difference(before.2).contains(flag) {
                codes.push(code.to_owned());
            }
        }
        if fg != before.0 {
            codes.push(colour(fg, 30));
        }
        if bg != before.1 {
            codes.push(colour(bg, 40));
        }
        self.put(&format!("\x1b[{}m", codes.join(";")));
        self.style = Some(style);
    }

    /// Sends what differs.
    fn paint(&mut self) {
        if self.shown.area != self.next.area {
            return;
        }
        if let Some(scroll) = Scroll::between(&self.shown, &self.next) {
            self.scroll(scroll);
        }
        for y in 0..self.size.height {
            self.paint_row(y);
        }
        self.shown.content.clone_from(&self.next.content);
    }

    fn scroll(&mut self, Scroll { top, bottom, lines }: Scroll) {
        self.dress(PLAIN);
        self.put(&format!("\x1b[{};{}r", top + 1, bottom + 1));
        // Setting the region moves the cursor, and emulators disagree on where to.
        self.cursor = None;
        if lines > 0 {
            self.go(0, bottom);
        } else {
            self.go(0, top);
        }
        for _ in 0..lines.unsigned_abs() {
            self.put(if lines > 0 { "\n" } else { "\x1bM" });
        }
        self.put("\x1b[r");
        self.cursor = None;
        let before = self.shown.clone();
        for y in top..=bottom {
            let from = y
                .checked_add_signed(lines)
                .filter(|from| (top..=bottom).contains(from));
            let row = row_range(&self.shown, y);
            match from {
                Some(from) => {
                    self.shown.content[row]
                        .clone_from_slice(&before.content[row_range(&before, from)]);
                }
                None => self.shown.content[row].fill(Cell::EMPTY),
            }
        }
    }

    fn paint_row(&mut self, y: u16) {
        let row = row_range(&self.next, y);
        let (shown, next) = (&self.shown.content[row.clone()], &self.next.content[row]);
        if shown == next {
            return;
        }
        let columns = next.len();
        let mut differs = vec![false; columns];
        for x in 0..columns {
            if shown[x] != next[x] {
                // Half of a wide character cannot be kept.
                let cells = cells_of(&shown[x]).max(cells_of(&next[x]));
                differs[x..(x + cells).min(columns)].fill(true);
            }
        }
        let next: Vec<Cell> = next.to_vec();
        let blank_from = next
            .iter()
            .rposition(|cell| !is_blank(cell))
            .map_or(0, |x| x + 1);
        let mut x = 0;
        while let Some(start) = (x..columns).find(|&x| differs[x]) {
            if start >= blank_from && differs[start..].iter().filter(|d| **d).count() > 3 {
                self.dress(PLAIN);
                self.go(cell_x(start), y);
                self.put("\x1b[K");
                return;
            }
            // A short way is written over if that needs no change of style.
            let near = start - x <= JUMP
                && x > 0
                && next[x..start]
                    .iter()
                    .all(|cell| Some(style_of(cell)) == self.style && cell.symbol().len() == 1)
                && self.cursor == Some(Position::new(cell_x(x), y));
            x = if near { x } else { start };
            self.go(cell_x(x), y);
            while x <= start || (x < columns && differs[x]) {
                let cell = &next[x];
                let cells = cells_of(cell);
                self.dress(style_of(cell));
                self.put_symbol(cell.symbol());
                x += cells;
                // At the edge terminals differ in where the cursor is.
                self.cursor = (x < columns).then(|| Position::new(cell_x(x), y));
            }
        }
    }
}

/// A part of the picture that has moved: rows `top..=bottom`, upwards for positive numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scroll {
    top: u16,
    bottom: u16,
    lines: i16,
}

impl Scroll {
    /// The move that saves most, if one saves anything.
    fn between(shown: &Buffer, next: &Buffer) -> Option<Scroll> {
        let row = |buffer: &'static str, y: u16| match buffer {
            "shown" => &shown.content[row_range(shown, y)],
            _ => &next.content[row_range(next, y)],
        };
        let height = shown.area.height;
        let changed: Vec<u16> = (0..height)
            .filter(|&y| row("shown", y) != row("next", y) && !row("next", y).iter().all(is_blank))
            .collect();
        let far = i16::try_from(height).ok()? / 2;
        let from = |y: u16, lines: i16| y.checked_add_signed(lines).filter(|from| *from < height);
        let matches = |lines: i16| {
            changed.iter().copied().filter(move |&y| {
                from(y, lines).is_some_and(|from| row("shown", from) == row("next", y))
            })
        };
        let lines = (1..=far)
            .flat_map(|lines| [lines, -lines])
            .map(|lines| (matches(lines).count(), lines))
            .filter(|(count, _)| *count >= 2)
            .max_by_key(|(count, lines)| (*count, -lines.abs()))
            .map(|(_, lines)| lines)?;
        let (first, last) = (matches(lines).next()?, matches(lines).next_back()?);
        let (first_from, last_from) = (from(first, lines)?, from(last, lines)?);
        let scroll = Scroll {
            top: first.min(first_from),
            bottom: last.max(last_from),
            lines,
        };
        let differing = |a: &[Cell], b: &[Cell]| a.iter().zip(b).filter(|(a, b)| a != b).count();
        let (mut before, mut after) = (0, SCROLL);
        let blank = vec![Cell::EMPTY; usize::from(shown.area.width)];
        for y in scroll.top..=scroll.bottom {
            before += differing(row("shown", y), row("next", y));
            let moved = from(y, lines)
                .filter(|from| (scroll.top..=scroll.bottom).contains(from))
                .map_or(blank.as_slice(), |from| row("shown", from));
            after += differing(moved, row("next", y));
        }
        (after < before).then_some(scroll)
    }
}

fn row_range(buffer: &Buffer, y: u16) -> std::ops::Range<usize> {
    let columns = usize::from(buffer.area.width);
    let start = usize::from(y) * columns;
    start..start + columns
}

fn cell_x(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

fn cells_of(cell: &Cell) -> usize {
    width(cell.symbol()).max(1)
}

fn style_of(cell: &Cell) -> Style {
    (cell.fg, cell.bg, cell.modifier)
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && style_of(cell) == PLAIN
}

fn colour(colour: Color, base: u8) -> String {
    let named = |n: u8| (base + n).to_string();
    let bright = |n: u8| (base + 60 + n).to_string();
    match colour {
        Color::Reset => named(9),
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

impl<W: Write> Backend for Screen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            let cells = cells_of(cell);
            if let Some(place) = self.next.cell_mut((x, y)) {
                place.clone_from(cell);
            }
            // The second half of a wide character is nobody's; it must not look like a difference.
            for behind in 1..cells {
                if let Some(place) = self.next.cell_mut((x + cell_x(behind), y)) {
                    *place = Cell::EMPTY;
                }
            }
        }
        self.paint();
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(false) {
            self.put("\x1b[?25l");
            self.cursor_shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(true) {
            self.put("\x1b[?25h");
            self.cursor_shown = Some(true);
        }
        Ok(())
    }

    /// What is known, never a question to the terminal.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        self.go(x, y);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.style = None;
        self.dress(PLAIN);
        self.put("\x1b[H\x1b[2J");
        self.cursor = Some(Position::ORIGIN);
        let area = Rect::from((Position::ORIGIN, self.size));
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        Ok(())
    }

    /// Always the whole: the loop uses the whole window.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    /// One write for all of a picture; none for a picture that is the same.
    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        self.writer.write_all(&bytes)?;
        self.writer.flush()
    }
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
