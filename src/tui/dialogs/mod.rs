//! The dialogs that every screen can use. They answer by [`Outcome::Close`] with a [`Value`]; the layer below hears it
//! with the dialog's id as the question.
//!
//! How a yes is protected: it wants a key that nobody types ahead. The cursor stands on *No*; a capital `J` (Swedish) or
//! `Y` (English), or moving the cursor to *Yes* and Enter, confirms. Keys pressed before the dialog could be seen are
//! thrown away ([`Layer::guarded`]). What touches many people is confirmed by typing their number.

mod ask;
mod files;
mod help;
mod menu;
mod overview;
mod palette;
mod scrolled;

pub use ask::{Choice, Confirm, ConfirmNumber, Message, Prompt};
pub use files::FileDialog;
pub use help::Help;
pub use menu::Menu;
pub use overview::Overview;
pub use palette::Palette;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear};

use crate::domain::text::visible;
#[cfg(doc)]
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::theme::{Theme, Tone};

/// Clears a place in the middle of the area and draws a frame with a heading; what is inside it comes back.
/// `columns` and `lines` are what is wanted inside.
pub fn window(
    frame: &mut Frame<'_>,
    area: Rect,
    title: &str,
    columns: usize,
    lines: usize,
    theme: &Theme,
) -> Rect {
    let clamp = |wanted: usize, most: u16| u16::try_from(wanted).unwrap_or(most).min(most);
    let width = clamp(columns + 4, area.width);
    let height = clamp(lines + 2, area.height);
    let place = Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    );
    let title = Line::styled(format!(" {} ", visible(title)), theme.style(Tone::Title));
    let block = Block::bordered()
        .border_style(theme.style(Tone::Border))
        .title(title);
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// A text of several lines made fit for the terminal.
fn shown(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines.join("\n")
}
