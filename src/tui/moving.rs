//! From actions to the movements of the widgets, the same on every screen. Each function gives
//! [`Outcome::Ignored`] for an action that is no movement.

use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::widgets::form::{Click, Form};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::table::TableState;

/// Moves in a list of `len` lines.
pub fn list(state: &mut ListState, len: usize, action: Action) -> Outcome {
    Outcome::changed(match action {
        Action::Up => state.move_by(-1, len),
        Action::Down => state.move_by(1, len),
        Action::PageUp => state.move_pages(-1, len),
        Action::PageDown => state.move_pages(1, len),
        Action::Top | Action::Home => state.select(0, len),
        Action::Bottom | Action::End => state.select(usize::MAX, len),
        Action::Point(x, y) => state.click(x, y, len),
        _ => return Outcome::Ignored,
    })
}

/// The same in a list that is there to choose one from: a click on the line under the cursor chooses that.
pub fn choice(state: &mut ListState, len: usize, action: Action) -> Outcome {
    match action {
        Action::Point(x, y) if state.hit(x, y, len) == Some(state.cursor()) => Outcome::Press,
        other => list(state, len, other),
    }
}

/// Moves in a table of `len` rows and so many columns.
pub fn table(state: &mut TableState, len: usize, columns: usize, action: Action) -> Outcome {
    Outcome::changed(match action {
        Action::Up => state.move_rows(-1, len),
        Action::Down => state.move_rows(1, len),
        Action::PageUp => state.move_pages(-1, len),
        Action::PageDown => state.move_pages(1, len),
        Action::Top => state.select(0, len),
        Action::Bottom => state.select(usize::MAX, len),
        Action::Left => state.move_columns(-1, columns),
        Action::Right => state.move_columns(1, columns),
        Action::Home => state.select_column(0, columns),
        Action::End => state.select_column(usize::MAX, columns),
        Action::Point(x, y) => state.click(x, y, len, columns),
        _ => return Outcome::Ignored,
    })
}

/// Moves in a form. Enter goes to the next field, turns a choice or a toggle, and is left to the screen on a button and on
/// the last field.
pub fn form(form: &mut Form, action: Action) -> Outcome {
    Outcome::changed(match action {
        Action::NextField | Action::Down => form.next_field(),
        Action::PreviousField | Action::Up => form.previous_field(),
        Action::Left => form.turn(false),
        Action::Point(x, y) => {
            return match form.click(x, y) {
                Click::Press => Outcome::Press,
                Click::Changed => Outcome::Changed,
                Click::Nothing => Outcome::Unchanged,
            };
        }
        Action::Right | Action::Mark | Action::Toggle => form.turn(true),
        Action::Open if !form.on_last() && !form.on_button() => {
            if form.typing() {
                form.next_field()
            } else {
                form.turn(true)
            }
        }
        _ => return Outcome::Ignored,
    })
}
