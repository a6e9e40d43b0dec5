//! Lines of text at the top of a screen, and the room that they leave. Not here: which words, and what is drawn below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::wrap::wrap;

/// Texts in lines that fit between the edges of an area.
pub(crate) fn wrapped(
    area: Rect,
    texts: impl IntoIterator<Item = (Tone, String)>,
) -> Vec<(Tone, String)> {
    let columns = usize::from(area.width.saturating_sub(2));
    texts
        .into_iter()
        .flat_map(|(tone, text)| {
            let lines = wrap(&text, columns).into_iter();
            lines.map(move |line| (tone, line))
        })
        .collect()
}

/// Draws lines below each other at the top of an area, a cell from its edge; how many rows they took.
pub(crate) fn draw_lines(
    frame: &mut Frame<'_>,
    area: Rect,
    lines: &[(Tone, String)],
    theme: &Theme,
) -> u16 {
    for ((tone, line), y) in lines.iter().zip(area.y..area.bottom()) {
        let place = Rect::new(area.x + 1, y, area.width.saturating_sub(1), 1);
        frame.render_widget(Line::styled(line.clone(), theme.style(*tone)), place);
    }
    u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(area.height)
}

/// What is left of an area below its first rows.
pub(crate) fn below(area: Rect, rows: u16) -> Rect {
    Rect {
        y: area.y.saturating_add(rows),
        height: area.height.saturating_sub(rows),
        ..area
    }
}

/// An area without a cell at its left and right edge.
pub(crate) fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    }
}
