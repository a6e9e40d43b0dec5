//! All keys that mean the same on every screen, on one page, taken from the lists that dispatch them. Only which of them
//! stand together is decided here. Not here: the keys of one screen, which its help shows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::t;
use crate::tui::alphabet::Signs;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, GLOBAL, Key, NAVIGATION, USUAL};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::theme::Tone;
use crate::tui::widgets::text::{fit, width};
use crate::tui::widgets::wrap::wrap;

/// Actions that share a line, and what the line says.
type Group = (&'static [Action], fn() -> String);

static MOVING: &[Group] = &[
    (
        &[Action::Up, Action::Down, Action::Left, Action::Right],
        || t!("overview-move"),
    ),
    (&[Action::PageUp, Action::PageDown], || t!("overview-pages")),
    (&[Action::Top, Action::Bottom], || t!("overview-ends")),
    (&[Action::Home, Action::End], || t!("overview-columns")),
    (&[Action::NextField, Action::PreviousField], || {
        t!("overview-fields")
    }),
    (&[Action::Open], || t!("tui-key-open")),
    (&[Action::Back], || t!("tui-key-back")),
];

static EVERYWHERE: &[Group] = &[
    (&[Action::NextStep, Action::PreviousStep], || {
        t!("overview-steps")
    }),
    (
        &[
            Action::Step(1),
            Action::Step(2),
            Action::Step(3),
            Action::Step(4),
            Action::Step(5),
            Action::Step(6),
        ],
        || t!("overview-step"),
    ),
    (&[Action::Menu], || t!("tui-key-menu")),
    (&[Action::Palette], || t!("tui-key-palette")),
    (&[Action::Notifications], || t!("tui-key-notifications")),
    (&[Action::Help], || t!("overview-help")),
    (&[Action::Redraw], || t!("tui-key-redraw")),
    (&[Action::Quit], || t!("tui-key-quit")),
];

static WHERE_IT_FITS: &[Group] = &[
    (&[Action::Save], || t!("usual-save")),
    (
        &[Action::Search, Action::SearchNext, Action::SearchPrevious],
        || t!("overview-search"),
    ),
    (&[Action::Filter], || t!("usual-filter")),
    (&[Action::SortUp, Action::SortDown], || t!("overview-sort")),
    (&[Action::Mark], || t!("usual-mark")),
    (&[Action::Undo], || t!("usual-undo")),
    (&[Action::Redo], || t!("usual-redo")),
    (&[Action::Fill], || t!("usual-fill")),
    (
        &[Action::TakeSuggestion, Action::TakeAllSuggestions],
        || t!("overview-suggestions"),
    ),
];

static KEYS: &[Binding] =
    &[Binding::new(&[Key::ESC, Key::ENTER], Action::Back, || t!("tui-close")).in_footer()];

/// The keys in the order of their groups: first the first key of each action, then the second.
fn group_names(actions: &[Action], signs: Signs) -> String {
    let bindings: Vec<&Binding> = actions
        .iter()
        .filter_map(|action| {
            [NAVIGATION, GLOBAL, USUAL]
                .into_iter()
                .flatten()
                .find(|binding| binding.action == *action)
        })
        .collect();
    let most = bindings.iter().map(|b| b.keys.len()).max().unwrap_or(0);
    let turns: Vec<String> = (0..most)
        .map(|turn| {
            let keys = bindings.iter().filter_map(|binding| binding.keys.get(turn));
            keys.map(|key| key.name(signs))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    turns.join("  ")
}

/// A line of the page: a heading, or keys and what they do.
enum Row {
    Heading(String),
    Keys(String, String),
}

/// The page.
#[derive(Default)]
pub struct Overview {
    top: usize,
}

impl Overview {
    /// The page from its beginning.
    pub fn new() -> Overview {
        Overview::default()
    }

    fn parts(signs: Signs) -> Vec<Vec<Row>> {
        [
            (t!("tui-help-moving"), MOVING),
            (t!("tui-help-everywhere"), EVERYWHERE),
            (t!("overview-where-it-fits"), WHERE_IT_FITS),
        ]
        .into_iter()
        .map(|(heading, groups)| {
            let keys = groups
                .iter()
                .map(|(actions, label)| Row::Keys(group_names(actions, signs), label()));
            std::iter::once(Row::Heading(heading)).chain(keys).collect()
        })
        .collect()
    }

    /// The cells that the keys of these rows take, and those that the rows take as a whole.
    fn widths(rows: &[&Row]) -> (usize, usize) {
        let parts = |row: &&Row| match row {
            Row::Heading(_) => (0, 0),
            Row::Keys(keys, label) => (width(keys), width(label)),
        };
        let keys = rows.iter().map(|row| parts(row).0).max().unwrap_or(0);
        let labels = rows.iter().map(|row| parts(row).1).max().unwrap_or(0);
        (keys, keys + 2 + labels)
    }

    fn draw_rows(frame: &mut Frame<'_>, area: Rect, rows: &[&Row], context: &Context) {
        let theme = context.theme;
        let (widest, _) = Self::widths(rows);
        for (row, y) in rows.iter().zip(area.y..area.bottom()) {
            let line = match row {
                Row::Heading(text) => Line::styled(text.clone(), theme.style(Tone::Title)),
                Row::Keys(keys, label) => Line::from(vec![
                    Span::styled(fit(keys, widest, false), theme.style(Tone::Key)),
                    Span::raw(format!("  {label}")),
                ]),
            };
            frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
        }
    }
}

impl Layer for Overview {
    fn id(&self) -> &'static str {
        "tui.overview"
    }

    fn title(&self) -> Vec<String> {
        vec![t!("path-help"), t!("overview-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        let last = Self::parts(context.signs())
            .iter()
            .map(Vec::len)
            .sum::<usize>();
        let top = match action {
            Action::Back => return Outcome::Close(None),
            Action::Up => self.top.saturating_sub(1),
            Action::Down => (self.top + 1).min(last.saturating_sub(1)),
            Action::PageUp | Action::Top => 0,
            Action::PageDown | Action::Bottom => last.saturating_sub(1),
            _ => return Outcome::Ignored,
        };
        Outcome::changed(std::mem::replace(&mut self.top, top) != top)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let parts = Self::parts(context.signs());
        let note = wrap(
            &t!("overview-typing"),
            usize::from(area.width).saturating_sub(2),
        );
        let note_rows = u16::try_from(note.len()).unwrap_or(0);
        let inside = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(note_rows),
            ..area
        };
        let left: Vec<&Row> = parts[0].iter().chain(&parts[1]).collect();
        let right: Vec<&Row> = parts[2].iter().collect();
        let cells = |rows: &[&Row]| u16::try_from(Self::widths(rows).1).unwrap_or(u16::MAX);
        let (first, second) = (cells(&left), cells(&right));
        let fits = first.saturating_add(second).saturating_add(1) <= inside.width;
        if fits && left.len() <= usize::from(inside.height) {
            let spare = (inside.width - first - second).min(4);
            let column = |x: u16, width: u16| Rect { x, width, ..inside };
            Self::draw_rows(frame, column(inside.x, first), &left, context);
            let from = inside.x + first + spare;
            Self::draw_rows(frame, column(from, second), &right, context);
        } else {
            let rows: Vec<&Row> = left.into_iter().chain(right).collect();
            let most = rows.len().saturating_sub(usize::from(inside.height));
            Self::draw_rows(frame, inside, &rows[self.top.min(most)..], context);
        }
        for (line, y) in note.into_iter().zip(inside.bottom()..area.bottom()) {
            let line = Line::styled(line, context.theme.style(Tone::Dim));
            frame.render_widget(line, Rect::new(inside.x, y, inside.width, 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::test_util::Harness;

    #[test]
    fn every_shared_key_stands_on_the_page_once() {
        let groups = [MOVING, EVERYWHERE, WHERE_IT_FITS];
        let listed: Vec<Action> = groups
            .into_iter()
            .flatten()
            .flat_map(|(actions, _)| actions.iter().copied())
            .collect();
        let declared = [NAVIGATION, GLOBAL, USUAL].into_iter().flatten();
        for binding in declared.filter(|binding| !binding.keys.is_empty()) {
            let times = listed.iter().filter(|a| **a == binding.action).count();
            assert_eq!(times, 1, "{:?}", binding.action);
        }
    }

    #[test]
    fn keys_that_belong_together_share_a_line() {
        let up_and_down = &[Action::Up, Action::Down, Action::Left, Action::Right];
        assert_eq!(group_names(up_and_down, Signs::All), "↑ ↓ ← →  k j h l");
        assert_eq!(group_names(&[Action::Undo], Signs::All), "u  ^Z");
    }

    #[test]
    fn it_is_one_page_at_80x24_and_scrolls_where_there_is_less_room() {
        Harness::new(Overview::new())
            .shows("PgUp PgDn")
            .shows("^Q")
            .shows("s S")
            .size(60, 16)
            .shows_not("s S")
            .keys("PgDn")
            .shows("s S")
            .shows_not("PgUp PgDn");
    }
}
