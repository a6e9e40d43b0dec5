//! What is sent to the terminal: the differences alone, and scrolled where that is shorter.

use std::borrow::Cow;

use proptest::prelude::*;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Style as Look;
use ratatui::text::Text;
use ratatui::{Frame, Terminal};

use super::*;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::moving;
use crate::tui::stack::Stack;
use crate::tui::test_util::context;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::table::{Column, Rows, Table, TableState, Width};

/// A terminal whose bytes an emulator reads.
struct Pair {
    terminal: Terminal<Screen<Vec<u8>>>,
    emulator: vt100::Parser,
}

impl Pair {
    fn new(columns: u16, rows: u16) -> Pair {
        let screen = Screen::new(Vec::new(), Size::new(columns, rows));
        Pair {
            terminal: Terminal::new(screen).unwrap(),
            emulator: vt100::Parser::new(rows, columns, 0),
        }
    }

    /// Draws lines, and gives the bytes that it took; the emulator must show the same cells.
    fn draw(&mut self, lines: &[(String, Look)]) -> usize {
        self.terminal
            .draw(|frame| {
                for ((line, style), y) in lines.iter().zip(0..frame.area().height) {
                    frame.buffer_mut().set_string(0, y, line, *style);
                }
            })
            .unwrap();
        let bytes = std::mem::take(self.terminal.backend_mut().writer_mut());
        self.emulator.process(&bytes);
        let backend = self.terminal.backend();
        for y in 0..backend.size.height {
            for x in 0..backend.size.width {
                let wanted = &backend.next[(x, y)];
                let cell = self.emulator.screen().cell(y, x).unwrap();
                if cell.is_wide_continuation() {
                    continue;
                }
                let text = if cell.has_contents() {
                    cell.contents()
                } else {
                    " "
                };
                assert_eq!(text, wanted.symbol(), "at {x},{y}");
                let bold = wanted.modifier.contains(Modifier::BOLD);
                let reversed = wanted.modifier.contains(Modifier::REVERSED);
                assert_eq!(
                    (cell.bold(), cell.inverse()),
                    (bold, reversed),
                    "at {x},{y}"
                );
                let red = vt100::Color::Idx(1);
                assert_eq!(cell.fgcolor() == red, wanted.fg == Color::Red, "at {x},{y}");
            }
        }
        bytes.len()
    }
}

fn rows(range: std::ops::Range<usize>, cursor: usize) -> Vec<(String, Look)> {
    let row = |n: usize| {
        let marker = if n == cursor { '▸' } else { ' ' };
        let text = format!(
            "{marker}{n:>5}  anna.andersson{n}  0{n}417  Anna Andersson{n}  anna.andersson{n}@foretaget.se"
        );
        (text, Look::new())
    };
    let mut lines = vec![("koppla".to_owned(), Look::new().bold())];
    lines.extend(range.map(row));
    lines.push((format!("rad {cursor}"), Look::new()));
    lines
}

#[test]
fn the_same_picture_costs_nothing_and_a_moved_cursor_little() {
    let mut pair = Pair::new(80, 24);
    pair.draw(&rows(0..20, 3));
    assert_eq!(pair.draw(&rows(0..20, 3)), 0);
    let bytes = pair.draw(&rows(0..20, 4));
    assert!(bytes <= 40, "{bytes}");
}

#[test]
fn the_terminal_moves_what_has_moved() {
    let mut pair = Pair::new(80, 24);
    pair.draw(&rows(0..20, 19));
    let down = pair.draw(&rows(1..21, 20));
    assert!(down <= 200, "{down}");
    let up = pair.draw(&rows(0..20, 0));
    assert!(up <= 250, "{up}");
    let page = pair.draw(&rows(40..60, 40));
    assert!(page <= 2_100, "{page}");
}

#[test]
fn redrawing_asks_the_terminal_nothing() {
    let mut pair = Pair::new(80, 24);
    pair.draw(&rows(0..20, 3));
    pair.terminal.clear().unwrap();
    pair.terminal.backend_mut().forget();
    assert!(pair.draw(&rows(0..20, 3)) > 1_000);
    let everything =
        String::from_utf8(std::mem::take(&mut pair.terminal.backend_mut().bytes)).unwrap();
    assert!(!everything.contains("\x1b[6n"));
}

#[test]
fn a_window_that_changes_its_size_is_drawn_anew() {
    let mut pair = Pair::new(80, 24);
    pair.draw(&rows(0..20, 3));
    for (columns, lines) in [(60, 16), (100, 30)] {
        pair.terminal
            .backend_mut()
            .set_size(Size::new(columns, lines));
        pair.emulator.screen_mut().set_size(lines, columns);
        pair.draw(&rows(0..12, 3));
    }
}

fn look() -> impl Strategy<Value = Look> {
    prop_oneof![
        Just(Look::new()),
        Just(Look::new().bold()),
        Just(Look::new().red()),
        Just(Look::new().red().bold().reversed()),
        Just(Look::new().reversed()),
    ]
}

proptest! {
    /// Whatever is drawn after whatever else, the terminal shows it: also wide characters, also what looks scrolled.
    #[test]
    fn the_terminal_shows_what_was_drawn(
        pictures in prop::collection::vec(
            prop::collection::vec(("[ab åäö▸東é]{0,14}", look()), 9),
            1..6,
        ),
        shifts in prop::collection::vec(-4_isize..5, 1..6),
    ) {
        let mut pair = Pair::new(12, 9);
        for (picture, shift) in pictures.iter().zip(&shifts) {
            pair.draw(picture);
            let mut moved = picture.clone();
            if *shift >= 0 {
                moved.rotate_left(shift.unsigned_abs());
            } else {
                moved.rotate_right(shift.unsigned_abs());
            }
            pair.draw(&moved);
        }
    }
}

/// A screen with a large table, as step 3 has it.
struct Addresses {
    table: Table,
    state: TableState,
}

struct People;

impl Rows for People {
    fn len(&self) -> usize {
        10_000
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let name = ["anna.andersson", "bjorn.berg", "cia.carlsson"][row % 3];
        let text = match column {
            0 => (row + 2).to_string(),
            1 => format!("{name}{row}"),
            2 => format!("{:05}", row * 7),
            3 => format!("Anna Andersson {row}"),
            _ => format!("{name}{row}@foretaget.se"),
        };
        (text.into(), [Tone::Plain, Tone::Ok, Tone::Error][row % 3])
    }
}

impl Layer for Addresses {
    fn id(&self) -> &'static str {
        "addresses"
    }

    fn title(&self) -> Vec<String> {
        vec!["Addresses".into()]
    }

    fn bindings(&self) -> &'static [Binding] {
        &[]
    }

    fn act(&mut self, action: Action, _: &mut Context) -> Outcome {
        moving::table(&mut self.state, People.len(), 5, action)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let [body, line] =
            Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(area);
        self.table
            .draw(frame, body, &self.state, &People, &context.theme);
        let place = format!("{} / {}", self.state.row() + 1, People.len());
        frame.render_widget(Text::raw(place), line);
    }
}

#[test]
fn moving_in_a_table_sends_few_bytes() {
    let table = Table::new(vec![
        Column::new("Row", Width::Fixed(6)).right(),
        Column::new("User id", Width::Fixed(14)),
        Column::new("Number", Width::Fixed(6)),
        Column::new("Name", Width::Fixed(14)),
        Column::new("Connect address", Width::Flex(20, 1)),
    ])
    .cells();
    let mut state = TableState::default();
    state.select_column(4, 5);
    let mut stack = Stack::new(Box::new(Addresses { table, state }));
    let mut context = context();
    context.theme = Theme::new(false);
    let screen = Screen::new(Vec::new(), Size::new(80, 24));
    let mut terminal = Terminal::new(screen).unwrap();
    let mut bytes = |action: Action| {
        stack.act(action, &mut context);
        terminal.draw(|frame| stack.draw(frame, &context)).unwrap();
        std::mem::take(terminal.backend_mut().writer_mut()).len()
    };
    bytes(Action::Up);
    assert_eq!(bytes(Action::Up), 0, "nothing moved");
    for _ in 0..19 {
        let down = bytes(Action::Down);
        assert!(down <= 150, "inside the window: {down}");
    }
    for (action, most) in [
        (Action::Down, 500),
        (Action::Down, 500),
        (Action::PageDown, 2_100),
        (Action::PageUp, 2_100),
        (Action::Bottom, 2_100),
    ] {
        let sent = bytes(action);
        assert!(sent <= most, "{action:?}: {sent}");
    }
    for _ in 0..20 {
        bytes(Action::Up);
    }
    let up = bytes(Action::Up);
    assert!(up <= 500, "scrolling back: {up}");
}
