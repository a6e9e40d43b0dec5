//! One line of text that is typed: the keys of a shell's line, a limit, and a view that follows the cursor.
//! What is typed stays as it is; how it is *shown* is handed in, because a value from a file may hold what a terminal
//! would obey.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use tui_textarea::{CursorMove, TextArea};

use super::text::{cut, width};
use crate::tui::theme::{Theme, Tone};

/// How a value is made fit for the terminal.
pub type Show = fn(&str) -> Cow<'_, str>;

/// Whether a key pressed together with Alt does something in a line that is typed: moves or deletes by words, or is AltGr.
pub fn edits(key: KeyEvent) -> bool {
    let words = matches!(
        key.code,
        KeyCode::Char('b' | 'd' | 'f') | KeyCode::Backspace | KeyCode::Left | KeyCode::Right
    );
    words && key.modifiers == KeyModifiers::ALT
}

/// A line that is typed.
#[derive(Debug, Clone)]
pub struct Input {
    area: TextArea<'static>,
    limit: usize,
    show: Show,
    digits: bool,
}

impl Input {
    /// An empty line of at most `limit` characters.
    pub fn new(limit: usize, show: Show) -> Input {
        Input {
            area: TextArea::default(),
            limit,
            show,
            digits: false,
        }
    }

    /// The same, with this value and the cursor behind it.
    pub fn with(mut self, value: &str) -> Input {
        self.set(value);
        self
    }

    /// The same, taking digits only.
    pub fn digits(mut self) -> Input {
        self.digits = true;
        self
    }

    /// What stands in it.
    pub fn value(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// Puts a value in, whatever its length: it was there already. Line ends would make it more than a line.
    pub fn set(&mut self, value: &str) {
        self.area = TextArea::new(vec![one_line(value)]);
        self.area.move_cursor(CursorMove::End);
    }

    /// How many characters stand before the cursor.
    pub fn cursor(&self) -> usize {
        self.area.cursor().1
    }

    /// Whether the cursor is behind everything, where a completion can go on.
    pub fn at_end(&self) -> bool {
        self.cursor() == self.value().chars().count()
    }

    /// A key; whether it changed anything that is seen.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let before = self.cursor();
        let edited = self.edit(key);
        edited || self.cursor() != before
    }

    fn edit(&mut self, key: KeyEvent) -> bool {
        let area = &mut self.area;
        let modifiers = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let go = |area: &mut TextArea<'_>, to| {
            area.move_cursor(to);
            false
        };
        match (key.code, modifiers) {
            // Ctrl and Alt together is AltGr on some terminals: @ and € are typed with it.
            (KeyCode::Char(c), m) if m.is_empty() || m.bits().count_ones() == 2 => self.insert(c),
            (KeyCode::Char('a'), KeyModifiers::CONTROL) | (KeyCode::Home, _) => {
                go(area, CursorMove::Head)
            }
            (KeyCode::Char('e'), KeyModifiers::CONTROL) | (KeyCode::End, _) => {
                go(area, CursorMove::End)
            }
            (KeyCode::Left, KeyModifiers::CONTROL | KeyModifiers::ALT)
            | (KeyCode::Char('b'), KeyModifiers::ALT) => go(area, CursorMove::WordBack),
            (KeyCode::Right, KeyModifiers::CONTROL | KeyModifiers::ALT)
            | (KeyCode::Char('f'), KeyModifiers::ALT) => go(area, CursorMove::WordForward),
            (KeyCode::Left, _) | (KeyCode::Char('b'), KeyModifiers::CONTROL) => {
                go(area, CursorMove::Back)
            }
            (KeyCode::Right, _) | (KeyCode::Char('f'), KeyModifiers::CONTROL) => {
                go(area, CursorMove::Forward)
            }
            (KeyCode::Backspace | KeyCode::Char('w'), KeyModifiers::CONTROL)
            | (KeyCode::Backspace, KeyModifiers::ALT) => area.delete_word(),
            (KeyCode::Char('d'), KeyModifiers::ALT) => area.delete_next_word(),
            (KeyCode::Backspace, _) | (KeyCode::Char('h'), KeyModifiers::CONTROL) => {
                area.delete_char()
            }
            (KeyCode::Delete, _) | (KeyCode::Char('d'), KeyModifiers::CONTROL) => {
                area.delete_next_char()
            }
            (KeyCode::Char('u'), KeyModifiers::CONTROL) => area.delete_line_by_head(),
            (KeyCode::Char('k'), KeyModifiers::CONTROL) => area.delete_line_by_end(),
            (KeyCode::Char('y'), KeyModifiers::CONTROL) => {
                let yanked = area.yank_text();
                self.paste(&yanked)
            }
            (KeyCode::Char('z'), KeyModifiers::CONTROL) => area.undo(),
            (KeyCode::Char('r'), KeyModifiers::CONTROL) => area.redo(),
            _ => false,
        }
    }

    fn insert(&mut self, c: char) -> bool {
        let fits = self.value().chars().count() < self.limit;
        if !fits || c.is_control() || (self.digits && !c.is_ascii_digit()) {
            return false;
        }
        self.area.insert_char(c);
        true
    }

    /// A pasted text: line ends become spaces, the ends are trimmed, what exceeds the limit is left out.
    pub fn paste(&mut self, text: &str) -> bool {
        let room = self.limit.saturating_sub(self.value().chars().count());
        let text: String = one_line(text.trim())
            .chars()
            .filter(|c| !c.is_control() && (!self.digits || c.is_ascii_digit()))
            .take(room)
            .collect();
        !text.is_empty() && self.area.insert_str(text)
    }

    /// Draws the part around the cursor; with the focus also the terminal's own cursor.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, focused: bool, theme: &Theme) {
        if area.is_empty() {
            return;
        }
        let value = self.value();
        let before: String = value.chars().take(self.cursor()).collect();
        let shown = (self.show)(value);
        let at = width(&(self.show)(&before));
        let room = usize::from(area.width);
        if !focused {
            // Nobody is typing: from its beginning, as everything else is shown.
            let text = cut(&shown, room);
            frame
                .buffer_mut()
                .set_stringn(area.x, area.y, &text, room, theme.style(Tone::Plain));
            return;
        }
        // Half a window at a time: the text stands still while the cursor moves.
        let step = (room / 2).max(1);
        let skip = if at < room {
            0
        } else {
            (at - room) / step * step + step
        };
        // Never further than to the cell behind the end: an empty half would hide what could be read.
        let skip = skip.min((width(&shown) + 1).saturating_sub(room));
        let mut left = skip;
        let rest: String = shown
            .chars()
            .skip_while(|c| {
                let cells = width(c.encode_utf8(&mut [0; 4]));
                let skipped = left > 0;
                left = left.saturating_sub(cells);
                skipped
            })
            .collect();
        let style = theme
            .style(Tone::Plain)
            .add_modifier(ratatui::style::Modifier::UNDERLINED);
        let buffer = frame.buffer_mut();
        buffer.set_style(Rect { height: 1, ..area }, style);
        buffer.set_stringn(area.x, area.y, &rest, room, style);
        if skip > 0 {
            buffer.set_stringn(area.x, area.y, "…", 1, style);
        }
        let x = u16::try_from((at - skip).min(room - 1)).unwrap_or(0);
        frame.set_cursor_position(Position::new(area.x + x, area.y));
    }
}

fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn input(value: &str) -> Input {
        Input::new(20, |text| text.replace('\u{1b}', "^[").into()).with(value)
    }

    fn press(input: &mut Input, code: KeyCode, modifiers: KeyModifiers) -> bool {
        input.key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn the_keys_of_a_shell_work() {
        let ctrl = KeyModifiers::CONTROL;
        let mut line = input("anna andersson");
        for (code, modifiers, value, cursor) in [
            (KeyCode::Char('w'), ctrl, "anna ", 5),
            (KeyCode::Char('a'), ctrl, "anna ", 0),
            (KeyCode::Char('Å'), KeyModifiers::SHIFT, "Åanna ", 1),
            (KeyCode::Delete, KeyModifiers::NONE, "Ånna ", 1),
            (KeyCode::Char('k'), ctrl, "Å", 1),
            (KeyCode::Char('y'), ctrl, "Ånna", 4),
            (KeyCode::Char('u'), ctrl, "", 0),
            (KeyCode::Char('z'), ctrl, "Ånna", 4),
            (KeyCode::Char('h'), ctrl, "Ånn", 3),
            (KeyCode::Left, KeyModifiers::NONE, "Ånn", 2),
        ] {
            assert!(press(&mut line, code, modifiers), "{code:?}");
            assert_eq!((line.value(), line.cursor()), (value, cursor), "{code:?}");
        }
        assert!(!press(&mut line, KeyCode::Enter, KeyModifiers::NONE));
        assert!(!press(&mut line, KeyCode::Up, KeyModifiers::NONE));
    }

    #[test]
    fn no_more_than_the_limit_is_taken_and_no_second_line() {
        let mut line = input("");
        assert!(line.paste(" a@b.se\r\nc@d.se och mycket mer \n"));
        assert_eq!(line.value(), "a@b.se c@d.se och my");
        assert!(!press(&mut line, KeyCode::Char('x'), KeyModifiers::NONE));
        let mut number = Input::new(5, |text| text.into()).digits();
        number.paste("1 204 st");
        assert!(!press(&mut number, KeyCode::Char('x'), KeyModifiers::NONE));
        assert_eq!(number.value(), "1204");
    }

    #[test]
    fn the_view_follows_the_cursor_and_hides_nothing() {
        let mut line = input("0123456789abc\u{1b}");
        let mut terminal = Terminal::new(TestBackend::new(8, 1)).unwrap();
        let mut shown = |line: &Input| {
            terminal
                .draw(|frame| line.draw(frame, frame.area(), true, &Theme::new(true)))
                .unwrap();
            (
                terminal.backend().to_string().trim().to_owned(),
                terminal.backend().cursor_position().x,
            )
        };
        assert_eq!(shown(&line), ("\"…9abc^[ \"".to_owned(), 7));
        // A letter more than fits takes no more than a cell from the beginning.
        line.set("01234567");
        assert_eq!(shown(&line), ("\"…234567 \"".to_owned(), 7));
        line.set("0123456789abc\u{1b}");
        press(&mut line, KeyCode::Home, KeyModifiers::NONE);
        assert_eq!(shown(&line), ("\"01234567\"".to_owned(), 0));
        let mut terminal = Terminal::new(TestBackend::new(8, 1)).unwrap();
        press(&mut line, KeyCode::End, KeyModifiers::NONE);
        terminal
            .draw(|frame| line.draw(frame, frame.area(), false, &Theme::new(true)))
            .unwrap();
        let resting = terminal.backend().to_string();
        assert_eq!(resting.trim(), "\"0123456…\"", "from its beginning");
    }
}
