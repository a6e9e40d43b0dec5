//! How the table of addresses looks: the box with its title, the rows, and the sentence for the row under the cursor.
//! Only reads; nothing here changes the document or asks the disk.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::state::{Editing, Locked};
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::file::{LineEnding, ReadOnly};
use crate::jobs::check::{Mark, State};
use crate::lang::sentences;
use crate::t;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::input::Input;
use crate::tui::widgets::table::{Column, Rows, Table, Width};
use crate::tui::widgets::text::{cut, width};
use crate::tui::widgets::wrap::wrap;

/// Lines below the box for what is to be said of the row under the cursor.
const SENTENCE: u16 = 2;
/// Below this width the employee number gives its place to the address.
const NARROW: u16 = 72;

/// Before the words below the box; a sign stands in it.
const INDENT: &str = "   ";

/// What a column of the table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Line,
    UserId,
    Number,
    Name,
    Mark,
    Address,
}

impl Shown {
    /// What there is room and reason for.
    fn in_width(columns: u16, editing: &Editing) -> Vec<Shown> {
        let mut shown = vec![Shown::Line, Shown::UserId];
        if columns >= NARROW {
            shown.push(Shown::Number);
        }
        if editing.has_names() {
            shown.push(Shown::Name);
        }
        shown.extend([Shown::Mark, Shown::Address]);
        shown
    }
}

/// A sentence below the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// What kind of news it is; its sign stands before the words.
    pub(super) tone: Tone,
    /// The words, fit for the terminal.
    pub(super) text: String,
    /// Whether it is about the row under the cursor, and not about what was just done.
    about_row: bool,
}

impl Sentence {
    /// A sentence.
    pub(super) fn new(tone: Tone, text: impl Into<String>) -> Sentence {
        Sentence {
            tone,
            text: text.into(),
            about_row: false,
        }
    }

    fn about_row(self) -> Sentence {
        Sentence {
            about_row: true,
            ..self
        }
    }
}

struct View<'a> {
    editing: &'a Editing,
    shown: &'a [Shown],
    /// The row that is typed in, whose cell the line of input covers.
    typing: Option<usize>,
}

impl Rows for View<'_> {
    fn len(&self) -> usize {
        self.editing.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let editing = self.editing;
        match self.shown.get(column) {
            Some(Shown::Line) => (editing.line(row).to_string().into(), Tone::Dim),
            Some(Shown::UserId) => (fit(editing.value(row, Field::UserId)), Tone::Plain),
            Some(Shown::Number) => (fit(editing.value(row, Field::EmployeeNumber)), Tone::Plain),
            Some(Shown::Name) => (name(editing, row), Tone::Plain),
            Some(Shown::Mark) => {
                let tone = tone(editing.mark(row));
                (tone.sign().into(), tone)
            }
            Some(Shown::Address) if self.typing != Some(row) => {
                let tone = if editing.is_changed(row) {
                    Tone::Changed
                } else {
                    Tone::Plain
                };
                (fit(editing.address(row)), tone)
            }
            _ => (Cow::Borrowed(""), Tone::Plain),
        }
    }

    fn marked(&self, row: usize) -> bool {
        self.editing.is_changed(row)
    }

    fn chosen(&self, row: usize) -> bool {
        self.editing.is_marked(row)
    }
}

/// A value from the file made fit for the terminal.
fn fit(value: Cow<'_, str>) -> Cow<'_, str> {
    match visible(&value) {
        Cow::Borrowed(_) => value,
        Cow::Owned(shown) => Cow::Owned(shown),
    }
}

/// The full name: the file's own, else the register's.
fn name(editing: &Editing, row: usize) -> Cow<'_, str> {
    let first = editing.value(row, Field::FirstName);
    let last = editing.value(row, Field::LastName);
    match (first.is_empty(), last.is_empty()) {
        (false, false) => fit(Cow::Owned(format!("{first} {last}"))),
        (false, true) => fit(first),
        (true, false) => fit(last),
        (true, true) => editing.people().map_or(Cow::Borrowed(""), |people| {
            fit(people.name(&editing.value(row, Field::UserId)).into())
        }),
    }
}

/// What a mark means, in the tone whose sign stands before the address.
pub(super) fn tone(mark: Mark) -> Tone {
    match mark.state {
        State::Verified => Tone::Locked,
        State::Rejected => Tone::Error,
        _ if !mark.warnings.is_empty() => Tone::Warning,
        State::Good => Tone::Ok,
        State::Lacking | State::Unknown => Tone::Plain,
    }
}

/// Draws the table; `input` is the line that is typed into the row under the cursor.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    editing: &Editing,
    input: Option<&Input>,
    sentence: Option<Sentence>,
    theme: &Theme,
) {
    let below = SENTENCE.min(area.height);
    let framed = Rect {
        height: area.height - below,
        ..area
    };
    let (left, right) = titles(editing, usize::from(area.width).saturating_sub(4));
    let block = Block::bordered()
        .border_style(theme.style(Tone::Border))
        .title(Line::styled(left, theme.style(Tone::Title)))
        .title(Line::styled(right, theme.style(Tone::Title)).right_aligned())
        .title_bottom(Line::styled(marked(editing), theme.style(Tone::Title)).right_aligned());
    let inner = block.inner(framed);
    frame.render_widget(block, framed);

    let shown = Shown::in_width(area.width, editing);
    let table = Table::new(columns(editing, &shown));
    let row = editing.cursor.row();
    let view = View {
        editing,
        shown: &shown,
        typing: input.map(|_| row),
    };
    table.draw(frame, inner, &editing.cursor, &view, theme);
    let address = shown.len() - 1;
    let cell = table.cell_area(inner, &editing.cursor, row, address);
    if let (Some(input), Some(cell)) = (input, cell) {
        input.draw(frame, cell, true, theme);
    }
    let place = Rect {
        y: framed.bottom(),
        height: below,
        ..area
    };
    let said = sentence
        .as_ref()
        .map_or(0, |sentence| draw_sentence(frame, place, sentence, theme));
    // An address that is cut in the table stands whole below, where there is room: its end is what has to be read.
    if let (None, Some(cell)) = (input, cell)
        && said < below
        && sentence.is_none_or(|sentence| sentence.about_row)
    {
        let whole = fit(editing.address(row));
        if width(&whole) > usize::from(cell.width) {
            let line = Rect {
                y: place.y + said,
                height: 1,
                ..place
            };
            frame.render_widget(Line::raw(format!("{INDENT}{whole}")), line);
        }
    }
}

fn columns(editing: &Editing, shown: &[Shown]) -> Vec<Column> {
    let table = editing.document().table();
    let last = table.line(table.records().saturating_sub(1));
    let digits = u16::try_from(last.to_string().len()).unwrap_or(8).max(4);
    // The sign of a marked row stands close before.
    let digits = digits + 1;
    shown
        .iter()
        .map(|shown| match shown {
            Shown::Line => Column::new(t!("addresses-column-line"), Width::Fixed(digits)).right(),
            Shown::UserId => Column::new(sentences::field(Field::UserId), Width::Flex(11, 1)),
            Shown::Number => Column::new(t!("addresses-column-number"), Width::Fixed(7)),
            Shown::Name => Column::new(t!("addresses-column-name"), Width::Flex(10, 2)),
            Shown::Mark => Column::new("", Width::Fixed(1)),
            Shown::Address => {
                Column::new(sentences::field(Field::ConnectAddress), Width::Flex(24, 3))
            }
        })
        .collect()
}

/// What stands in the frame above the table: the file at the left, what became of it at the right. Where there is no room,
/// how the file is written gives way first; the counts never do.
fn titles(editing: &Editing, room: usize) -> (String, String) {
    let document = editing.document();
    let table = document.table();
    let mut counts = Vec::new();
    if editing.is_first_check() {
        counts.push(t!("addresses-checking"));
    }
    let checked = editing.checked().counts();
    if checked.lacking > 0 {
        counts.push(t!("addresses-lacking", n = checked.lacking));
    }
    let changed = u64::try_from(document.changed_count()).unwrap_or(u64::MAX);
    if changed > 0 {
        counts.push(t!("addresses-changed", n = changed));
    }
    if checked.faults > 0 {
        counts.push(t!("addresses-faults", n = checked.faults));
    }
    if document.read_only() == Some(ReadOnly::Unfaithful) {
        counts.push(t!("addresses-read-only"));
    }
    let right = match counts.join(" · ") {
        counts if counts.is_empty() => counts,
        counts => format!(" {counts} "),
    };
    let rows = u64::try_from(editing.len()).unwrap_or(u64::MAX);
    let rows = match document.read_only() {
        Some(ReadOnly::Incomplete) => t!("addresses-reading-on"),
        _ => t!("app-rows", n = rows),
    };
    let mut parts = vec![
        sentences::delimiter(table.dialect().delimiter),
        sentences::encoding(table.encoding()),
        rows,
    ];
    if let Some(ending) = table.line_ending() {
        let ending = match ending {
            LineEnding::Mixed => t!("addresses-mixed-endings"),
            other => other.code().to_owned(),
        };
        parts.insert(2, ending);
    }
    let name = editing.name();
    let room = room.saturating_sub(width(&right) + 2);
    let whole = |parts: &[String]| format!(" ── {}", parts.join(" · "));
    // First the line ending, then the delimiter, then the encoding, then the end of the name; the rows stay.
    for gives_way in [2, 0, 0] {
        if width(&name) + width(&whole(&parts)) > room && parts.len() > 1 {
            parts.remove(gives_way.min(parts.len() - 2));
        }
    }
    let written = whole(&parts);
    let name = cut(&name, room.saturating_sub(width(&written)));
    (format!(" {name}{written} "), right)
}

/// How many rows are marked, for the frame below the table; empty where none is.
fn marked(editing: &Editing) -> String {
    match editing.marks.count() as u64 {
        0 => String::new(),
        marked => format!(" {} ", t!("addresses-marked-rows", n = marked)),
    }
}

/// Draws the sign and the words; how many lines they took.
fn draw_sentence(frame: &mut Frame<'_>, place: Rect, sentence: &Sentence, theme: &Theme) -> u16 {
    let sign = sentence.tone.sign();
    let room = usize::from(place.width).saturating_sub(INDENT.len() + 1);
    let mut taken = 0;
    let lines = wrap(&sentence.text, room);
    for (line, y) in lines.into_iter().zip(place.y..place.bottom()) {
        let before = if taken == 0 && !sign.is_empty() {
            Span::styled(format!(" {sign} "), theme.style(sentence.tone))
        } else {
            Span::raw(INDENT)
        };
        let line = Line::from(vec![before, Span::raw(line)]);
        frame.render_widget(line, Rect::new(place.x, y, place.width, 1));
        taken += 1;
    }
    taken
}

/// What is to be said of a row that is not being typed in.
pub(super) fn of_row(editing: &Editing, row: usize) -> Option<Sentence> {
    if row >= editing.len() {
        return Some(Sentence::new(Tone::Plain, t!("addresses-no-rows")));
    }
    let mark = editing.mark(row);
    let mut sentence = match (editing.rejection(row), mark.state) {
        (Some(rejection), _) => Sentence::new(
            Tone::Error,
            sentences::rejection(rejection, editing.line(row)),
        ),
        (None, State::Verified) if mark.kept => Sentence::new(Tone::Locked, t!("addresses-kept")),
        (None, State::Verified) => Sentence::new(Tone::Locked, t!("kept-verified")),
        (None, State::Lacking) => Sentence::new(Tone::Plain, t!("addresses-row-lacking")),
        (None, State::Good) if !mark.warnings.is_empty() => {
            Sentence::new(Tone::Warning, warnings(mark))
        }
        _ if editing.people().is_some_and(|people| !people.known()) => {
            Sentence::new(Tone::Plain, t!("addresses-empty-register"))
        }
        _ => return None,
    };
    if editing.suggestion(row).is_some() {
        sentence.text.push_str("   ");
        // Held together: a key at the end of a line and its meaning on the next are hard to read.
        let take = t!("addresses-take", key = "s").replace(' ', "\u{a0}");
        sentence.text.push_str(&take);
    }
    Some(sentence.about_row())
}

/// What was noticed, in sentences.
pub(super) fn warnings(mark: Mark) -> String {
    let found: Vec<String> = mark.warnings.iter().map(sentences::warning).collect();
    found.join(" ")
}

/// Why a row cannot be edited.
pub(super) fn locked(why: Locked) -> Sentence {
    match why {
        Locked::ReadOnly => Sentence::new(Tone::Warning, t!("addresses-file-read-only")),
        Locked::Verified => Sentence::new(Tone::Locked, t!("addresses-locked")),
    }
}
