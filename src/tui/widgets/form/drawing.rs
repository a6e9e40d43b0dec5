//! How a form looks, and what was drawn where a click fell.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Click, Field, Form, Kind};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::text::{cut, fit, width};
use crate::tui::widgets::wrap::wrap;

impl Form {
    /// What is drawn below each other: each field that is not left out, and another line where something is wrong.
    fn lines(&self) -> Vec<(usize, bool)> {
        let fields = self.fields.iter().enumerate();
        fields
            .filter(|(_, field)| !field.hidden)
            .flat_map(|(index, field)| {
                let error = field.error.is_some().then_some((index, true));
                std::iter::once((index, false)).chain(error)
            })
            .collect()
    }

    /// Puts the focus on the field that was drawn at this place. On a choice or a toggle that has it already, turns that; a button
    /// is to be pressed.
    pub fn click(&mut self, x: u16, y: u16) -> Click {
        if !self.is_at(x, y) {
            return Click::Nothing;
        }
        let line = usize::from(y - self.area.get().y) + self.top.get();
        let lines = self.lines();
        let Some((index, wrong)) = lines.get(line).copied() else {
            return Click::Nothing;
        };
        let field = &self.fields[index];
        if !field.takes_focus() {
            return Click::Nothing;
        }
        let button = matches!(field.kind, Kind::Button) && !wrong;
        let before = std::mem::replace(&mut self.focus, index);
        if button {
            Click::Press
        } else if before != index || self.turn(true) {
            Click::Changed
        } else {
            Click::Nothing
        }
    }

    /// Draws the fields around the one with the focus, and below them its hint. Where not all fit, an arrow at the right says on
    /// which side there are more.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let widest = self
            .fields
            .iter()
            .filter(|field| !field.hidden)
            .map(|field| width(&field.label))
            .max()
            .unwrap_or(0);
        let label = widest.min(usize::from(area.width) * 3 / 5);
        let hint = self.fields.get(self.focus).map_or("", |field| &field.hint);
        let mut hints = wrap(hint, usize::from(area.width));
        hints.truncate(if hint.is_empty() { 0 } else { 3 });
        let room = usize::from(area.height)
            .saturating_sub(hints.len() + 1)
            .max(1);
        let rows = self.lines();
        let at = rows
            .iter()
            .position(|(index, ..)| *index == self.focus)
            .unwrap_or(0);
        let last = rows
            .iter()
            .rposition(|(index, ..)| *index == self.focus)
            .unwrap_or(at);
        let top = self.top.get().max((last + 1).saturating_sub(room)).min(at);
        self.top.set(top);
        self.area.set(Rect {
            height: area.height.min(u16::try_from(room).unwrap_or(u16::MAX)),
            ..area
        });
        for (offset, &(index, wrong)) in rows.iter().skip(top).take(room).enumerate() {
            let y = area.y + u16::try_from(offset).unwrap_or(u16::MAX);
            if y >= area.bottom() {
                break;
            }
            let row = Rect::new(area.x, y, area.width, 1);
            let field = &self.fields[index];
            match field.error.as_deref().filter(|_| wrong) {
                Some(error) => draw_error(frame, row, label, error, theme),
                None => draw_field(frame, row, label, field, index == self.focus, theme),
            }
        }
        let down = |lines: usize| area.y + u16::try_from(lines).unwrap_or(area.height);
        let mut arrow = |arrow: &'static str, y: u16| {
            let place = Rect::new(area.right().saturating_sub(1), y, 1, 1);
            let arrow = Line::styled(arrow, theme.style(Tone::Key));
            frame.render_widget(arrow, place.intersection(area));
        };
        if top > 0 {
            arrow("↑", area.y);
        }
        if top + room < rows.len() {
            arrow("↓", down(room));
        }
        // In its own place as long as the fields do not reach that far.
        let above = match rows.len() > room {
            true => room + 1,
            false => rows.len(),
        };
        let hint_at = usize::from(area.height.saturating_sub(3)).max(above);
        for (line, y) in hints.iter().zip(down(hint_at)..area.bottom()) {
            let line = Line::styled(line.clone(), theme.style(Tone::Dim));
            frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
        }
    }
}

fn beside(row: Rect, label: usize) -> Rect {
    let label = u16::try_from(label + 4).unwrap_or(u16::MAX).min(row.width);
    Rect::new(row.x + label, row.y, row.width - label, 1)
}

fn draw_error(frame: &mut Frame<'_>, row: Rect, label: usize, error: &str, theme: &Theme) {
    let text = format!("{} {error}", Tone::Error.sign());
    // Below the value; a long one begins further to the left rather than being cut.
    let value = beside(row, label);
    let longer = width(&text).saturating_sub(usize::from(value.width));
    let left = u16::try_from(longer)
        .unwrap_or(u16::MAX)
        .min((value.x - row.x).saturating_sub(2));
    let place = Rect::new(value.x - left, row.y, value.width + left, 1);
    let text = cut(&text, usize::from(place.width)).into_owned();
    frame.render_widget(Line::styled(text, theme.style(Tone::Error)), place);
}

fn draw_field(
    frame: &mut Frame<'_>,
    row: Rect,
    label: usize,
    field: &Field,
    focused: bool,
    theme: &Theme,
) {
    let marker = if focused { "▸ " } else { "  " };
    let tone = if focused { Tone::Title } else { Tone::Plain };
    let name = Span::styled(fit(&field.label, label, false), theme.style(tone));
    let value = beside(row, label);
    let shown = |text: &str| cut(text, usize::from(value.width)).into_owned();
    let (text, tone) = match &field.kind {
        Kind::Text(input) => {
            frame.render_widget(Line::from(vec![Span::raw(marker), name]), row);
            input.draw(frame, value, focused, theme);
            return;
        }
        Kind::Button => {
            let tone = if focused { Tone::Selected } else { Tone::Plain };
            let button = Span::styled(format!("[ {} ]", field.label), theme.style(tone));
            frame.render_widget(Line::from(vec![Span::raw(marker), button]), row);
            return;
        }
        Kind::Choice { options, chosen } => {
            let option = options.get(*chosen).map_or("", String::as_str);
            (
                if focused {
                    format!("‹ {option} ›")
                } else {
                    format!("  {option}")
                },
                tone,
            )
        }
        Kind::Toggle(on) => (if *on { "[x]" } else { "[ ]" }.to_owned(), tone),
        Kind::Fixed(text) => (text.clone(), Tone::Dim),
    };
    frame.render_widget(Line::from(vec![Span::raw(marker), name]), row);
    frame.render_widget(Line::styled(shown(&text), theme.style(tone)), value);
}
