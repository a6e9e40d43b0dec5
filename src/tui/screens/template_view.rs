//! How the screen of templates looks: list, form, fields, the comparison, what is wrong, and the button.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::template_compare::{Mark, Row, differences};
use super::template_form::column_name;
use super::templates::{Pane, Templates};
use crate::domain::template::{Field, Kind};
use crate::domain::text::visible;
use crate::t;
use crate::tui::context::Context;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::list::Item;
use crate::tui::widgets::text::{cut, fit};
use crate::tui::widgets::wrap::wrap;

/// The lines before the fields in a comparison: delimiter, encoding, heading row.
const SETTINGS: usize = 3;
/// The fewest fields that are shown, room or not.
const FEWEST: usize = 3;

/// Draws the whole screen.
pub(super) fn draw(screen: &Templates, frame: &mut Frame<'_>, area: Rect, context: &Context) {
    let theme = &context.theme;
    let list = Rect {
        x: area.x + 1,
        width: (area.width / 3).clamp(16, 30).saturating_sub(1),
        ..area
    };
    draw_list(screen, frame, list, theme);
    for y in area.y..area.bottom() {
        let rule = Rect::new(list.right(), y, 1, 1);
        frame.render_widget(Line::styled("│", theme.style(Tone::Border)), rule);
    }
    let x = list.right() + 2;
    let form = Rect {
        x,
        width: area.right().saturating_sub(x + 1),
        ..area
    };
    draw_form(screen, frame, form, context);
}

fn row(area: Rect, down: usize) -> Rect {
    let down = u16::try_from(down).unwrap_or(u16::MAX);
    Rect::new(area.x, area.y.saturating_add(down), area.width, 1).intersection(area)
}

fn rows(area: Rect, from: usize, count: usize) -> Rect {
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    let first = row(area, from);
    Rect {
        height: count,
        ..first
    }
    .intersection(area)
}

fn heading(frame: &mut Frame<'_>, area: Rect, text: &str, theme: &Theme) {
    let text = cut(text, usize::from(area.width)).into_owned();
    frame.render_widget(Line::styled(text, theme.style(Tone::Title)), area);
}

/// Only the list with the focus has the cursor; in the other a dot says which line is meant.
fn unmark(frame: &mut Frame<'_>, area: Rect, with: &str) {
    let buffer = frame.buffer_mut();
    for y in area.y..area.bottom() {
        if let Some(cell) = buffer.cell_mut((area.x, y))
            && cell.symbol() == "▸"
        {
            cell.set_symbol(with);
        }
    }
}

fn draw_list(screen: &Templates, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let title = match screen.kind {
        Kind::Export => t!("tpl-way-export"),
        Kind::Import => t!("tpl-way-import"),
    };
    heading(frame, row(area, 0), &title, theme);
    let current = screen.opened.as_ref().map(|o| o.template.name.as_str());
    let mut items: Vec<Item> = screen
        .stored
        .iter()
        .map(|stored| {
            let name = stored.template.name.as_str();
            let changed = current == Some(name) && screen.draft.is_changed();
            let item = Item::new(visible(name));
            if changed {
                item.detail("*").tone(Tone::Changed)
            } else {
                item
            }
        })
        .collect();
    if screen.opened.is_none() {
        items.push(
            Item::new(visible(screen.draft.name()))
                .detail(t!("tpl-new"))
                .tone(Tone::Changed),
        );
    }
    let place = rows(area, 1, usize::from(area.height));
    screen.list.draw(frame, place, &items, theme);
    if screen.pane != Pane::List {
        unmark(frame, place, "·");
    }
}

/// What stands above the button: what is missing, else what was done, else how far the two templates agree.
fn words(screen: &Templates, compared: Option<&[Row]>) -> Option<(Tone, String)> {
    if let Some(missing) = screen.draft.missing() {
        return Some((Tone::Error, missing));
    }
    let differ = compared.map_or(0, differences);
    if differ > 0 {
        return Some((Tone::Error, t!("tpl-differences", n = differ)));
    }
    screen
        .note
        .clone()
        .or_else(|| compared.map(|_| (Tone::Ok, t!("tpl-agrees"))))
}

fn draw_form(screen: &Templates, frame: &mut Frame<'_>, area: Rect, context: &Context) {
    let theme = &context.theme;
    let columns = usize::from(area.width);
    let comparison = screen.comparison();
    let compared = comparison.as_ref().map(|(_, rows)| rows.as_slice());
    let (tone, text) = words(screen, compared).unwrap_or_default();
    let sign = match tone.sign() {
        "" => String::new(),
        sign => format!("{sign} "),
    };
    let mut lines = wrap(&format!("{sign}{text}"), columns);
    lines.truncate(3);

    // From below: the button, what is said, the fields; the form has what is left, and scrolls where that is little.
    let height = usize::from(area.height);
    let room = height.saturating_sub(1 + lines.len());
    let form_wanted = screen.draft.rows() + 1;
    let mut settings: Vec<&Row> = compared
        .map(|rows| rows[..SETTINGS.min(rows.len())].iter().collect())
        .unwrap_or_default();
    let field_rows = compared.map_or(screen.draft.columns().len(), |rows| {
        rows.len() - settings.len()
    });
    if form_wanted + 1 + settings.len() + field_rows > room {
        settings.retain(|row| row.mark != Mark::Same);
    }
    let least = 1 + settings.len() + field_rows.min(FEWEST);
    let form_rows = match screen.pane {
        Pane::Fields => {
            let wanted = 1 + settings.len() + field_rows;
            form_wanted.min(room.saturating_sub(wanted).max(FEWEST))
        }
        _ => form_wanted.min(room.saturating_sub(least).max(2)),
    };
    screen.draft.draw(frame, rows(area, 0, form_rows), theme);

    let below = rows(area, form_rows, room.saturating_sub(form_rows));
    draw_fields(screen, frame, below, &settings, theme);

    for (index, line) in lines.iter().enumerate() {
        let line = Line::styled(line.clone(), theme.style(tone));
        frame.render_widget(line, row(area, room + index));
    }
    draw_button(screen, frame, row(area, height.saturating_sub(1)), context);
}

fn draw_fields(
    screen: &Templates,
    frame: &mut Frame<'_>,
    area: Rect,
    settings: &[&Row],
    theme: &Theme,
) {
    let columns = usize::from(area.width);
    let Some((export, compared)) = screen.comparison() else {
        heading(frame, row(area, 0), &t!("tpl-fields"), theme);
        let items: Vec<Item> = (1..)
            .zip(screen.draft.columns())
            .map(|(number, column)| {
                let needed = column.is_some_and(|field| Field::REQUIRED.contains(&field));
                let item = Item::new(format!("{number:>2} {}", column_name(*column)));
                if needed {
                    item.detail(t!("tpl-needed"))
                } else {
                    item
                }
            })
            .collect();
        draw_items(
            screen,
            frame,
            rows(area, 1, usize::from(area.height)),
            &items,
            theme,
        );
        return;
    };
    // The cursor's two cells, the sign's two, the number's three; what is left is for the two templates.
    let half = columns.saturating_sub(9) / 2;
    let left = columns.saturating_sub(half + 3);
    let titles = Line::from(vec![
        Span::raw("  "),
        Span::styled(
            fit(&t!("kind-import-template"), left, false),
            theme.style(Tone::Title),
        ),
        Span::raw(" "),
        Span::styled(
            cut(&visible(&export.name), half).into_owned(),
            theme.style(Tone::Title),
        ),
    ]);
    frame.render_widget(titles, row(area, 0));
    let text = |row: &Row, number: &str| {
        let sign = row.mark.tone().sign();
        format!("{sign:<2}{number:>2} {}", row.import)
    };
    for (index, line) in settings.iter().enumerate() {
        let style = theme.style(line.mark.tone());
        let text = fit(&text(line, ""), left, false);
        let right = cut(&line.export, half).into_owned();
        let line = Line::from(vec![
            Span::raw("  "),
            Span::styled(text, style),
            Span::raw(" "),
            Span::styled(right, theme.style(Tone::Dim)),
        ]);
        frame.render_widget(line, row(area, 1 + index));
    }
    let items: Vec<Item> = (1..)
        .zip(&compared[SETTINGS.min(compared.len())..])
        .map(|(number, row): (usize, &Row)| {
            Item::new(text(row, &number.to_string()))
                .detail(fit(&row.export, half, false))
                .tone(row.mark.tone())
        })
        .collect();
    let place = rows(area, 1 + settings.len(), usize::from(area.height));
    draw_items(screen, frame, place, &items, theme);
}

fn draw_items(
    screen: &Templates,
    frame: &mut Frame<'_>,
    area: Rect,
    items: &[Item],
    theme: &Theme,
) {
    screen.fields.draw(frame, area, items, theme);
    if screen.pane != Pane::Fields {
        unmark(frame, area, " ");
    }
}

fn draw_button(screen: &Templates, frame: &mut Frame<'_>, area: Rect, context: &Context) {
    let text = match screen.next_step(context) {
        _ if screen.to_save() => t!("tpl-save"),
        Some((number, title)) => t!("tpl-next-step", number = number.to_string(), title = title),
        None => return,
    };
    let here = screen.pane == Pane::Button;
    let (marker, tone) = if here {
        ("▸ ", Tone::Selected)
    } else {
        ("  ", Tone::Plain)
    };
    let button = Span::styled(format!("[ {text} ]"), context.theme.style(tone));
    frame.render_widget(Line::from(vec![Span::raw(marker), button]), area);
}
