//! How the screen of templates looks: list, form, fields, the comparison, what is wrong, and the button.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::template_compare::{Mark, Row, Setting, differences};
use super::template_form::column_name;
use super::templates::{Pane, Templates};
use crate::domain::template::{Field, Kind, Template};
use crate::domain::text::visible;
use crate::t;
use crate::tui::context::Context;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::list::Item;
use crate::tui::widgets::text::{cut, fit, width};
use crate::tui::widgets::wrap::wrap;

/// The lines before the fields in a comparison.
const SETTINGS: usize = Setting::ALL.len();
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
            } else if !stored.active {
                item.detail(t!("tpl-inactive")).tone(Tone::Dim)
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

/// What stands above the button: what is missing, what was done, and how far the two templates agree.
fn words(screen: &Templates, compared: Option<&(&Template, Vec<Row>)>) -> Vec<(Tone, String)> {
    if let Some(missing) = screen.draft.missing() {
        return vec![(Tone::Error, missing)];
    }
    let mut words: Vec<_> = screen.note.iter().cloned().collect();
    if words.is_empty() && screen.opened.as_ref().is_some_and(|opened| !opened.active) {
        words.push((Tone::Warning, t!("tpl-is-inactive")));
    }
    if let Some((export, rows)) = compared {
        let name = visible(&export.name).into_owned();
        match differences(rows) {
            0 if !words.is_empty() => {}
            0 if screen.beside_file() => words.push((Tone::Ok, t!("tpl-agrees-file", name = name))),
            0 => words.push((Tone::Ok, t!("tpl-agrees", name = name))),
            n if screen.beside_file() => {
                let told = t!("tpl-differences-file", n = n, name = name);
                words.push((Tone::Error, told));
            }
            n => words.push((Tone::Error, t!("tpl-differences", n = n, name = name))),
        }
    }
    words
}

fn draw_form(screen: &Templates, frame: &mut Frame<'_>, area: Rect, context: &Context) {
    let theme = &context.theme;
    let columns = usize::from(area.width);
    let comparison = screen.comparison();
    let compared = comparison.as_ref().map(|(_, rows)| rows.as_slice());
    let mut lines = Vec::new();
    for (tone, text) in words(screen, comparison.as_ref()) {
        let text = format!("{} {text}", tone.sign());
        let wrapped = wrap(text.trim_start(), columns);
        lines.extend(wrapped.into_iter().take(3).map(|line| (tone, line)));
    }

    // The button, what is said and the fields come first; the form has what is left, and scrolls where that is little.
    let height = usize::from(area.height);
    let room = height.saturating_sub(1 + lines.len());
    let form_wanted = screen.draft.rows();
    let mut settings: Vec<&Row> = compared
        .map(|rows| rows[..SETTINGS.min(rows.len())].iter().collect())
        .unwrap_or_default();
    let field_rows = compared.map_or(screen.draft.columns().len(), |rows| {
        rows.len() - settings.len()
    });
    if form_wanted + 2 + settings.len() + field_rows > room {
        settings.retain(|row| row.mark != Mark::Same);
    }
    let fields_wanted = 1 + settings.len() + field_rows;
    let fields_least = 1 + settings.len() + field_rows.min(FEWEST);
    let form_rows = form_wanted.min(match screen.pane {
        Pane::Fields => room.saturating_sub(fields_wanted).max(FEWEST),
        _ => room.saturating_sub(fields_least).max(2),
    });
    // The form keeps a free row below itself, which the fields may take.
    screen
        .draft
        .draw(frame, rows(area, 0, form_rows + 1), theme);
    let spare = usize::from(form_rows + fields_wanted < room);
    let fields_from = form_rows + spare;
    let fields_rows = fields_wanted.min(room.saturating_sub(fields_from));
    let below = rows(area, fields_from, fields_rows);
    draw_fields(screen, frame, below, &settings, theme);

    // Words and button follow the fields, a free row between them where there is one to spare.
    let used = fields_from + fields_rows;
    let from = used + usize::from(used < room);
    for (index, (tone, line)) in lines.iter().enumerate() {
        let line = Line::styled(line.clone(), theme.style(*tone));
        frame.render_widget(line, row(area, from + index));
    }
    draw_button(screen, frame, row(area, from + lines.len()), context);
}

fn draw_fields(
    screen: &Templates,
    frame: &mut Frame<'_>,
    area: Rect,
    settings: &[&Row],
    theme: &Theme,
) {
    let columns = usize::from(area.width);
    let Some((_, compared)) = screen.comparison() else {
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
            cut(
                &match screen.beside_file() {
                    true => t!("tpl-beside-file"),
                    false => t!("kind-export-template"),
                },
                half,
            )
            .into_owned(),
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
        None => {
            screen.button.set(Rect::ZERO);
            return;
        }
    };
    let here = screen.pane == Pane::Button;
    let (marker, tone) = if here {
        ("▸ ", Tone::Selected)
    } else {
        ("  ", Tone::Plain)
    };
    let button = Span::styled(format!("[ {text} ]"), context.theme.style(tone));
    let cells = u16::try_from(width(&button.content) + 2).unwrap_or(u16::MAX);
    let there = Rect {
        width: cells,
        ..area
    };
    screen.button.set(there.intersection(area));
    frame.render_widget(Line::from(vec![Span::raw(marker), button]), area);
}
