//! How the table of rows is drawn and how a row is told.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Filter, RowSource, RowTable, sign};
use crate::domain::address::Warning;
use crate::domain::log::LoggedRow;
use crate::domain::plan;
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::lang::{number, sentences};
use crate::t;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::table::{Column, Rows, Table, Width};
use crate::tui::widgets::text::{cut, width};
use crate::tui::widgets::wrap::wrap;

impl<S: RowSource> RowTable<S> {
    /// The row under the cursor in full: a heading and lines.
    pub(super) fn row_told(&self) -> Option<(String, String)> {
        let row = self.current()?;
        let (line, record) = (row.line.to_string(), row.record.to_string());
        let title = t!("rows-place", line = line, record = record);
        let shown = |text: &str| visible(text).into_owned();
        let mut lines = vec![
            t!("rows-who", who = shown(&row.user_id)),
            t!("rows-number", number = shown(&row.employee_number)),
            t!("rows-outcome", outcome = self.tense.word(row.outcome)),
        ];
        if let Some(rejection) = &row.rejection {
            let reason = rejection.reason();
            let (why, code) = (sentences::reason(reason), reason.code());
            lines.push(t!("rows-reason", why = why, code = code));
        }
        lines.extend([String::new(), told(&row)]);
        lines.extend(row.warnings.iter().map(warned));
        Some((title, lines.join("\n")))
    }

    /// The row under the cursor in one text: where, who, what.
    fn detail(&self) -> String {
        let Some(row) = self.current() else {
            return String::new();
        };
        let mut place = vec![t!("rows-line", line = row.line.to_string())];
        for key in [&row.user_id, &row.employee_number] {
            if !key.is_empty() {
                place.push(visible(key).into_owned());
            }
        }
        let mut parts = vec![format!("{}: {}", place.join(", "), told(&row))];
        parts.extend(row.warnings.iter().map(warned));
        parts.join(" ")
    }

    /// Draws the counts, the table, and the row under the cursor in full.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if self.source.count() == 0 {
            let line = Line::styled(format!(" {}", self.tense.none()), theme.style(Tone::Dim));
            frame.render_widget(line, area);
            return;
        }
        // A low window has no line to spare for what there is none of.
        let chips = self.chips(usize::from(area.width), area.height < 14, theme);
        let room = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
        // The rows of the table are what gives way in a small window, but never all of them.
        let (rule, told) = match area.height {
            14.. => (1, 3),
            _ => (0, 2),
        };
        let below = Rect {
            y: area.bottom().saturating_sub(rule + told).max(area.y),
            height: (rule + told).min(area.height),
            ..area
        };
        let top = room(chips.len()).min(area.height);
        for (line, y) in chips.into_iter().zip(area.y..) {
            if y < below.y {
                frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
            }
        }
        let table_area = Rect {
            y: (area.y + top).min(below.y),
            height: below.y.saturating_sub(area.y + top),
            ..area
        };
        let view = View(self);
        columns().draw(frame, table_area, &self.state, &view, theme);
        if rule > 0 {
            let line = "─".repeat(usize::from(area.width));
            frame.render_widget(
                Line::styled(line, theme.style(Tone::Border)),
                Rect { height: 1, ..below },
            );
        }
        let text = if self.searching() {
            t!("rows-searching")
        } else {
            self.detail()
        };
        let columns = usize::from(area.width.saturating_sub(2));
        for (line, y) in told_lines(&text, columns, usize::from(told))
            .into_iter()
            .zip(below.y + rule..below.bottom())
        {
            let place = Rect::new(area.x + 1, y, area.width.saturating_sub(1), 1);
            frame.render_widget(Line::raw(line), place);
        }
    }

    /// The counts as one flow of words; the one that is shown stands in brackets.
    fn chips(&self, columns: usize, low: bool, theme: &Theme) -> Vec<Line<'static>> {
        let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new()];
        let mut used = 0;
        for &(filter, count) in &self.filters {
            let current = filter == self.filter;
            if matches!(filter, Filter::Reason(_)) && !current {
                continue;
            }
            // An undo keeps nothing, finds nothing blank and warns of nothing.
            if count == 0 && !current && (low || self.tense.is_undo()) {
                continue;
            }
            let text = format!("{} {}", self.name(filter), number(count));
            let text = if current {
                format!("[{text}]")
            } else {
                format!(" {text} ")
            };
            let needed = width(&text);
            if used + needed > columns && used > 0 {
                lines.push(Vec::new());
                used = 0;
            }
            used += needed;
            let tone = match filter {
                _ if current => Tone::Selected,
                _ if count == 0 => Tone::Dim,
                Filter::Outcome(outcome) => sign(outcome).1,
                Filter::Warnings => Tone::Warning,
                _ => Tone::Plain,
            };
            if let Some(line) = lines.last_mut() {
                line.push(Span::styled(text, theme.style(tone)));
            }
        }
        lines.into_iter().map(Line::from).collect()
    }
}

/// What became or becomes of a row, in words, without what was noticed about its address.
fn told(row: &LoggedRow) -> String {
    let value = visible(&row.value).into_owned();
    match (&row.rejection, row.outcome) {
        (Some(rejection), _) if value.is_empty() => sentences::rejection(rejection, row.line),
        (Some(rejection), _) => t!(
            "rows-rejected",
            value = value,
            sentence = sentences::rejection(rejection, row.line)
        ),
        (None, plan::Outcome::Unchanged) if !value.is_empty() => {
            t!("rows-unchanged", value = value)
        }
        (None, plan::Outcome::Blank) => t!("rows-blank"),
        (None, _) => change(row),
    }
}

/// What was noticed, behind its sign.
fn warned(warning: Warning) -> String {
    format!("{} {}", Tone::Warning.sign(), sentences::warning(warning))
}

/// The last column: what changes, or why nothing does.
fn change(row: &LoggedRow) -> String {
    let old = row.old.as_deref().map(visible);
    match (&row.rejection, row.outcome) {
        // The sentence stands below, for the row under the cursor; here the reason can be told at a glance.
        (Some(rejection), _) => {
            let reason = rejection.reason();
            format!("{} [{}]", sentences::reason(reason), reason.code())
        }
        (None, plan::Outcome::Updated) => {
            let new = row.new.as_deref().map(visible);
            match (old, new) {
                (Some(old), Some(new)) => format!("{old} → {new}"),
                (Some(old), None) => t!("rows-cleared", address = old.into_owned()),
                (None, new) => format!("→ {}", new.unwrap_or_default()),
            }
        }
        (None, plan::Outcome::Kept) => t!(
            "cli-kept",
            address = old.unwrap_or_default().into_owned(),
            value = visible(&row.value).into_owned()
        ),
        _ => visible(&row.value).into_owned(),
    }
}

/// A text in at most so many lines; a cut one says so, and Space shows the whole.
fn told_lines(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut(&format!("{last} …"), columns).into_owned();
        }
    }
    lines
}

fn columns() -> Table {
    Table::new(vec![
        Column::new(t!("rows-column-line"), Width::Fixed(6)).right(),
        Column::new(sentences::field(Field::UserId), Width::Flex(11, 1)),
        Column::new(t!("rows-column-outcome"), Width::Fixed(15)),
        Column::new(t!("rows-column-change"), Width::Flex(18, 4)),
    ])
}

struct View<'a, S>(&'a RowTable<S>);

impl<S: RowSource> Rows for View<'_, S> {
    fn len(&self) -> usize {
        self.0.shown.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let Some(&row) = self.0.shown.get(row) else {
            return ("".into(), Tone::Plain);
        };
        let source = &*self.0.source;
        let outcome = source.outcome(row as usize);
        let (sign, tone) = sign(outcome);
        if column == 2 {
            let warned = source.warned(row as usize);
            let (warning, tone) = match warned {
                true => (format!(" {}", Tone::Warning.sign()), Tone::Warning),
                false => (String::new(), tone),
            };
            let word = self.0.tense.word(outcome);
            return (format!("{sign} {word}{warning}").into(), tone);
        }
        let row = source.row(row as usize);
        let text = match column {
            0 => row.line.to_string(),
            1 => visible(&row.user_id).into_owned(),
            _ => change(&row),
        };
        (text.into(), Tone::Plain)
    }
}
