//! Short messages at the top right.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::text::{fit, width};
use super::wrap::wrap;
use crate::tui::theme::{Theme, Tone};

/// The widest a toast gets: most sentences are one line then.
const WIDEST: usize = 74;

/// Draws the toasts below each other at the top right of the area, as many as fit.
pub fn draw(frame: &mut Frame<'_>, area: Rect, toasts: &[(Tone, &str)], theme: &Theme) {
    let mut y = area.y;
    for (tone, text) in toasts {
        let text = match tone.sign() {
            "" => (*text).to_owned(),
            sign => format!("{sign} {text}"),
        };
        let room = WIDEST.min(usize::from(area.width).saturating_sub(4));
        let lines = wrap(&text, room);
        let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let columns = u16::try_from(widest + 2).unwrap_or(u16::MAX);
        if y.saturating_add(height) > area.bottom() || columns > area.width {
            return;
        }
        let place = Rect::new(area.right() - columns, y, columns, height);
        let style = theme.style(*tone).add_modifier(Modifier::REVERSED);
        let lines: Vec<_> = lines
            .iter()
            .map(|line| {
                Line::from(Span::styled(
                    format!(" {} ", fit(line, widest, false)),
                    style,
                ))
            })
            .collect();
        frame.render_widget(Clear, place);
        frame.render_widget(Paragraph::new(lines), place);
        y += height;
    }
}
