//! What stands around every screen: header, the line of steps, footer, toasts, and the plain sentence of a window that is
//! too small. Pure drawing from what the layers and the context say.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::domain::text::visible;
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::GLOBAL;
use crate::tui::keys::{Action, Binding};
use crate::tui::layer::Layer;
use crate::tui::theme::Tone;
use crate::tui::widgets::text::{cut, width};
use crate::tui::widgets::{toast, wrap};

/// The smallest window that screens are drawn in.
pub const SMALLEST: (u16, u16) = (60, 16);

/// Between the parts of the way here.
const ARROW: &str = " › ";

/// Whether the window has no room for a screen.
pub fn too_small(area: Rect) -> bool {
    area.width < SMALLEST.0 || area.height < SMALLEST.1
}

/// Says that a larger window is needed; in the smallest of windows as much of it as fits.
pub fn draw_too_small(frame: &mut Frame<'_>, area: Rect) {
    let sentence = t!("tui-too-small", columns = SMALLEST.0, lines = SMALLEST.1);
    let lines = wrap::wrap(&sentence, usize::from(area.width));
    frame.render_widget(
        Paragraph::new(lines.into_iter().map(Line::from).collect::<Vec<_>>()),
        area,
    );
}

fn steps_shown(screen: &dyn Layer, context: &Context) -> bool {
    screen.step().is_some() && !context.steps.is_empty()
}

/// The part of the window between header and footer.
pub fn body(area: Rect, screen: &dyn Layer, context: &Context) -> Rect {
    let header = 1 + u16::from(steps_shown(screen, context));
    Rect {
        y: area.y + header,
        height: area.height.saturating_sub(header + 1),
        ..area
    }
}

/// Draws header, steps and footer; gives back the part between them.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    top: &dyn Layer,
    screen: &dyn Layer,
    context: &Context,
) -> Rect {
    let row = |y: u16| Rect {
        y,
        height: 1,
        ..area
    };
    let columns = usize::from(area.width);
    frame.render_widget(header(columns, screen, context), row(area.y));
    if steps_shown(screen, context) {
        frame.render_widget(steps(columns, screen.step(), context), row(area.y + 1));
    }
    frame.render_widget(footer(columns, top, context), row(area.bottom() - 1));
    body(area, screen, context)
}

fn header(columns: usize, screen: &dyn Layer, context: &Context) -> Line<'static> {
    let name = format!(" {}", t!("app-name"));
    let register = match context.register_name.as_str() {
        "" => String::new(),
        name => format!("  {}", cut(&visible(name), 24)),
    };
    let bell = match context.bell {
        0 => String::new(),
        n => format!("● {n} "),
    };
    let taken = width(&name) + width(&register) + width(&bell);
    let way = way(&screen.title(), columns.saturating_sub(taken + 4));
    // The way stands in the middle of what is left, so that it does not move with the bell.
    let free = columns.saturating_sub(width(&name) + width(&register) + width(&way));
    // The bell keeps a cell between itself and the way.
    let before = (free / 2).min(free.saturating_sub(width(&bell) + 1)).max(2);
    let after = columns
        .saturating_sub(width(&name) + width(&register) + before + width(&way) + width(&bell));
    let theme = context.theme;
    Line::from(vec![
        Span::styled(name, theme.style(Tone::Title)),
        Span::styled(register, theme.style(Tone::Dim)),
        Span::raw(" ".repeat(before)),
        Span::raw(way),
        Span::raw(" ".repeat(after)),
        Span::styled(bell, theme.style(Tone::Title)),
    ])
}

/// The parts joined; where they do not fit, the first ones give way: the last says where we are.
pub(super) fn way(parts: &[String], room: usize) -> String {
    let parts: Vec<_> = parts.iter().map(|part| visible(part)).collect();
    for first in 0..parts.len() {
        let mut joined = parts[first..].join(ARROW);
        if first > 0 {
            joined = format!("…{ARROW}{joined}");
        }
        if width(&joined) <= room {
            return joined;
        }
    }
    parts
        .last()
        .map(|part| cut(part, room).into_owned())
        .unwrap_or_default()
}

fn steps(columns: usize, current: Option<u8>, context: &Context) -> Line<'static> {
    let current = current.map(usize::from).unwrap_or_default();
    let sign = |number: usize| match number == current {
        true => "▸",
        false => context.steps[number - 1].sign,
    };
    let title = |number: usize| visible(&context.steps[number - 1].title).into_owned();
    let behind = |number: usize, text: String| match sign(number) {
        "" => text,
        sign => format!("{text} {sign}"),
    };
    let wide = |number| behind(number, format!(" {number} {}", title(number)));
    // The sign in the place of the space: the longer words of English stay at 80 columns.
    let tight = |number| {
        let sign = match sign(number) {
            "" => " ",
            sign => sign,
        };
        format!(" {number}{sign}{}", title(number))
    };
    let bare = |number| match number == current {
        true => wide(number),
        false => behind(number, format!(" {number}")),
    };
    let all = |part: &dyn Fn(usize) -> String| -> Vec<String> {
        (1..=context.steps.len()).map(part).collect()
    };
    let room = |parts: &[String]| parts.iter().map(|p| width(p) + 1).sum::<usize>();
    let parts = [all(&wide), all(&tight)]
        .into_iter()
        .find(|parts| room(parts) <= columns + 1)
        .unwrap_or_else(|| all(&bare));
    let spans = parts.into_iter().enumerate().map(|(index, mut text)| {
        text.push(' ');
        let tone = if index + 1 == current {
            Tone::Title
        } else {
            Tone::Plain
        };
        Span::styled(text, context.theme.style(tone))
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// A key in the footer.
struct Offered {
    /// The cell at which it begins, counted from the left of the window.
    x: usize,
    key: String,
    label: String,
    action: Action,
}

impl Offered {
    /// The cells that it takes.
    fn width(&self) -> usize {
        width(&self.key) + width(&self.label) + 3
    }
}

/// What the footer has room for, from the left.
fn offered(columns: usize, top: &dyn Layer, context: &Context) -> Vec<Offered> {
    let shown = |binding: &Binding| {
        let key = binding.keys.first()?.name(context.signs());
        Some(Offered {
            x: 0,
            key,
            label: binding.brief.unwrap_or(binding.label)(),
            action: binding.action,
        })
    };
    let help = GLOBAL
        .iter()
        .find(|binding| binding.action == Action::Help)
        .and_then(shown);
    let help_room = help.as_ref().map_or(0, Offered::width);
    let own = top
        .bindings()
        .iter()
        .filter(|binding| binding.footer && top.offers(binding.action))
        .filter_map(shown)
        .map(|one| (one, help_room));
    let mut x = 0;
    let mut taken = Vec::new();
    for (one, reserved) in own.chain(help.map(|help| (help, 0))) {
        let needed = one.width();
        // The free cell behind the last one may be beyond the edge.
        if x + needed + reserved <= columns + 1 {
            taken.push(Offered { x, ..one });
            x += needed;
        }
    }
    taken
}

fn footer(columns: usize, top: &dyn Layer, context: &Context) -> Line<'static> {
    let key = context.theme.style(Tone::Key);
    let spans = offered(columns, top, context).into_iter().flat_map(|one| {
        [
            Span::raw(" "),
            Span::styled(one.key, key),
            Span::raw(format!(" {} ", one.label)),
        ]
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// What a click on the footer asks for: that of the key that stands there, whatever it is called.
pub fn pressed(
    area: Rect,
    (x, y): (u16, u16),
    top: &dyn Layer,
    context: &Context,
) -> Option<Action> {
    if too_small(area) || y + 1 != area.bottom() {
        return None;
    }
    let x = usize::from(x.checked_sub(area.x)?);
    let keys = offered(usize::from(area.width), top, context);
    let there = |one: &Offered| (one.x..one.x + one.width()).contains(&x);
    keys.into_iter().find(there).map(|one| one.action)
}

/// Draws the newest toast at the top right of the window. It takes the place of the way here, neither of the steps nor of what a
/// screen says at its top: that is what the operator looks at while a toast tells what changed it.
pub fn draw_toasts(frame: &mut Frame<'_>, area: Rect, context: &Context) {
    let toasts: Vec<_> = context
        .toasts()
        .map(|toast| (toast.tone, toast.text.as_str()))
        .collect();
    toast::draw(frame, area, &toasts, &context.theme);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::context::StepMark;

    #[test]
    fn the_line_of_steps_gives_up_its_spaces_before_its_words() {
        let mut context = crate::tui::test_util::context();
        let mark = |title: &str, sign| StepMark {
            title: title.to_owned(),
            sign,
        };
        context.steps = vec![mark("One", "✓"), mark("Two", ""), mark("Three", "·")];
        let line = |columns| {
            let line = steps(columns, Some(2), &context);
            let text: String = line.spans.iter().map(|span| &*span.content).collect();
            text.trim_end().to_owned()
        };
        assert_eq!(line(28), " 1 One ✓  2 Two ▸  3 Three ·");
        assert_eq!(line(24), " 1✓One  2▸Two  3·Three");
        assert_eq!(line(20), " 1 ✓  2 Two ▸  3 ·");
    }

    #[test]
    fn the_way_keeps_its_last_part() {
        let parts = ["Inställningar", "Import/export", "Exportmallar"].map(str::to_owned);
        assert_eq!(
            way(&parts, 60),
            "Inställningar › Import/export › Exportmallar"
        );
        assert_eq!(way(&parts, 34), "… › Import/export › Exportmallar");
        assert_eq!(way(&parts, 20), "… › Exportmallar");
        assert_eq!(way(&parts, 6), "Expor…");
    }
}
