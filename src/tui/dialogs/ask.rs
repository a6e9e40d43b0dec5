//! Dialogs that say something or ask one thing.

mod choice;
mod confirm;
mod message;
mod prompt;

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

pub use self::choice::Choice;
pub use self::confirm::{Confirm, ConfirmNumber};
pub use self::message::Message;
pub use self::prompt::Prompt;
use crate::t;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::text::width;
use crate::tui::widgets::wrap::wrap;

/// The widest that a dialog of words gets: lines that are easy to read.
const WIDEST: usize = 64;

/// How wide a dialog is inside, and its text in lines of that width.
fn lay_out(text: &str, least: usize, area: Rect) -> (usize, Vec<String>) {
    let room = usize::from(area.width).saturating_sub(6).min(WIDEST);
    let lines = wrap(text, room);
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    (widest.max(least).min(room), lines)
}

/// What scrolls a text.
const ARROWS: &[Key] = &[Key::code(KeyCode::Up), Key::code(KeyCode::Down)];

/// What scrolls a text where the arrows choose.
const PAGES: &[Key] = &[Key::code(KeyCode::PageUp), Key::code(KeyCode::PageDown)];

fn draw_lines(frame: &mut Frame<'_>, area: Rect, lines: &[String], tone: Tone, theme: &Theme) {
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        let line = Line::styled(line.clone(), theme.style(tone));
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
}

/// Enter confirms and Esc cancels.
static NUMBER_KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("tui-confirm")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer(),
];
