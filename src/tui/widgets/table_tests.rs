//! The table: columns that share the room, a cursor that stays in sight, and rows asked for only where they are shown.

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
    assert!(state.click(14, 3, 3, 4));
    assert_eq!(
        (state.row(), state.column()),
        (2, 1),
        "where it was clicked"
    );
    assert!(!state.click(14, 0, 3, 4), "the headings are no row");
    assert!(!state.click(14, 4, 3, 4), "nor is what lies below the last");
    state.select_column(2, 4);
    let area = Rect::new(0, 0, 29, 5);
    assert_eq!(
        table().cell_area(area, &state, 1, 2),
        Some(Rect::new(21, 2, 8, 1))
    );
    assert_eq!(table().cell_area(area, &state, 1, 3), None);
}

/// What the headings of a table show when the cursor is on a column.
fn headings(column: usize, columns: u16) -> String {
    let fit = |least, most| Width::Fit {
        least,
        most,
        weight: 1,
    };
    let table = Table::new(vec![
        Column::new("Rad", Width::Fixed(3)).place(Place::Stays),
        Column::new("Id", fit(4, 6)),
        Column::new("Nr", Width::Fixed(3)).place(Place::Yields),
        Column::new("Namn", fit(5, 8)).place(Place::Stays),
        Column::new("Adress", Width::Flex(10, 1)),
        Column::new("Ort", fit(4, 7)).place(Place::Spare),
        Column::new("Kod", fit(4, 20)).place(Place::Spare),
    ])
    .headings();
    let mut state = TableState::default();
    state.select_column(column, 7);
    let mut terminal = Terminal::new(TestBackend::new(columns, 2)).unwrap();
    terminal
        .draw(|frame| table.draw(frame, frame.area(), &state, &numbers(1), &Theme::new(true)))
        .unwrap();
    let screen = terminal.backend().to_string();
    let first = screen.lines().next().unwrap();
    let words: Vec<&str> = first.trim_matches('"').split_whitespace().collect();
    words.join(" ")
}

#[test]
fn staying_columns_stay_yielding_ones_go_first_and_spare_ones_take_what_is_over() {
    assert_eq!(headings(4, 36), "Rad Id Nr Namn Adress");
    assert_eq!(headings(4, 31), "Rad Id Namn Adress");
    assert_eq!(headings(2, 31), "Rad Id Nr Namn Adre…");
    assert_eq!(headings(4, 60), "Rad Id Nr Namn Adress Ort Kod");
    assert_eq!(headings(4, 50), "Rad Id Nr Namn Adress Ort");
    // To the right, what scrolls makes room for the column under the cursor.
    assert_eq!(headings(5, 36), "Rad Namn Adress Ort");
    assert_eq!(headings(6, 36), "Rad Namn Ort Kod");
    assert_eq!(headings(0, 36), "Rad Id Nr Namn Adress");
}

#[test]
fn a_column_grows_to_what_its_text_takes_and_the_rest_goes_to_the_others() {
    let table = Table::new(vec![
        Column::new(
            "a",
            Width::Fit {
                least: 2,
                most: 5,
                weight: 1,
            },
        ),
        Column::new("b", Width::Flex(2, 1)),
    ]);
    let shown = table.place(0, None, Rect::new(0, 0, 3 + 2 + 20, 2));
    let rooms: Vec<usize> = shown.into_iter().map(|(_, _, room)| room).collect();
    assert_eq!(rooms, [5, 15]);
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
