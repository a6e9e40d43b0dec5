//! A short message at the top right: one line, which covers the way here and nothing below it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::text::{cut, fit, width};
use super::wrap::wrap;
use crate::tui::theme::{Theme, Tone};

/// Draws the newest of the toasts at the top right of the area, before it one that tells of an error. What is too long for
/// the line is cut; only an error takes as many lines as it needs.
pub fn draw(frame: &mut Frame<'_>, area: Rect, toasts: &[(Tone, &str)], theme: &Theme) {
    let error = toasts.iter().rfind(|(tone, _)| *tone == Tone::Error);
    let Some((tone, text)) = error.or(toasts.last()) else {
        return;
    };
    let text = match tone.sign() {
        "" => (*text).to_owned(),
        sign => format!("{sign} {text}"),
    };
    let room = usize::from(area.width).saturating_sub(2);
    let lines = match tone {
        Tone::Error => wrap(&text, room),
        _ => vec![cut(&text, room).into_owned()],
    };
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    let columns = u16::try_from(widest + 2).unwrap_or(u16::MAX);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    if columns > area.width {
        return;
    }
    let place = Rect::new(area.right() - columns, area.y, columns, height).intersection(area);
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn shown(toasts: &[(Tone, &str)]) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(20, 3)).unwrap();
        terminal
            .draw(|frame| draw(frame, frame.area(), toasts, &Theme::new(false)))
            .unwrap();
        let picture = terminal.backend().to_string();
        let lines = picture.lines().map(|line| line.trim_matches('"').trim());
        lines.map(str::to_owned).collect()
    }

    #[test]
    fn the_newest_stands_in_one_line_whatever_its_length() {
        assert_eq!(
            shown(&[
                (Tone::Ok, "the first one"),
                (Tone::Ok, "a sentence that is too long")
            ]),
            ["✓ a sentence that…", "", ""]
        );
    }

    #[test]
    fn an_error_comes_first_and_is_whole() {
        assert_eq!(
            shown(&[(Tone::Error, "the register is busy"), (Tone::Ok, "saved")]),
            ["✗ the register is", "busy", ""]
        );
    }
}
