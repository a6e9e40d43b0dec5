//! How far something has come, in one row, with words beside the bar.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::text::{cut, width};
use crate::tui::theme::{Theme, Tone};

/// The least cells a bar takes.
const SHORTEST: usize = 10;

/// Draws `done` of `total` as a bar with a percentage, and the text behind it. Without a total there is no bar: nothing
/// moves that does not say how far it is. Whole percent only, so that few cells change.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    done: u64,
    total: Option<u64>,
    text: &str,
    theme: &Theme,
) {
    let columns = usize::from(area.width);
    let Some(total) = total.filter(|total| *total > 0) else {
        frame.render_widget(Line::from(cut(text, columns).into_owned()), area);
        return;
    };
    let percent = u128::from(done.min(total)) * 100 / u128::from(total);
    let bar = columns
        .saturating_sub(width(text) + 8)
        .clamp(SHORTEST, 40)
        .min(columns);
    let filled = usize::try_from(percent * bar as u128 / 100).unwrap_or(bar);
    let rest = format!(" {percent:>3} %  {text}");
    let line = Line::from(vec![
        Span::styled("█".repeat(filled), theme.style(Tone::Plain)),
        Span::styled("░".repeat(bar - filled), theme.style(Tone::Dim)),
        Span::raw(cut(&rest, columns - bar).into_owned()),
    ]);
    frame.render_widget(line, area);
}
