//! How the table of addresses looks: the box with its title, the rows, and the sentence for the row under the cursor.
//! Only reads; nothing here changes the document or asks the disk.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::columns::{Shown, Source};
use super::finding;
use super::state::{Editing, Locked};
use crate::domain::text::visible;
use crate::file::{LineEnding, ReadOnly};
use crate::jobs::check::{Mark, State};
use crate::lang::{number, sentences};
use crate::t;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::input::Input;
use crate::tui::widgets::table::{Rows, Table};
use crate::tui::widgets::text::{cut, width};
use crate::tui::widgets::wrap::wrap;

/// Lines below the box for what is to be said of the row under the cursor; another one where lines are short.
const SENTENCE: u16 = 2;
const SHORT: u16 = 72;

/// Before the words below the box; a sign stands in it.
const INDENT: &str = "   ";

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
    source: &'a Source,
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
        let nothing = (Cow::Borrowed(""), Tone::Plain);
        let (Some(record), Some(shown)) = (editing.listed().get(row), self.shown.get(column))
        else {
            return nothing;
        };
        match *shown {
            Shown::Mark => {
                let tone = tone(editing.mark(row));
                (tone.sign().into(), tone)
            }
            Shown::Address if self.typing == Some(row) => nothing,
            shown => {
                let tone = match shown {
                    Shown::Line | Shown::Other(_) => Tone::Dim,
                    Shown::Address if editing.is_changed(row) => Tone::Changed,
                    _ => Tone::Plain,
                };
                (fit(self.source.value(*record, shown)), tone)
            }
        }
    }

    fn marked(&self, row: usize) -> bool {
        self.editing.is_changed(row)
    }

    fn chosen(&self, row: usize) -> bool {
        self.editing.is_marked(row)
    }

    fn hits(&self, column: usize, text: &str) -> Vec<Range<usize>> {
        match (self.shown.get(column), &self.editing.finding.needle) {
            (None | Some(Shown::Line | Shown::Mark), _) | (_, None) => Vec::new(),
            (_, Some(needle)) => needle.places(text),
        }
    }
}

/// A value from the file made fit for the terminal.
pub(super) fn fit(value: Cow<'_, str>) -> Cow<'_, str> {
    match visible(&value) {
        Cow::Borrowed(_) => value,
        Cow::Owned(shown) => Cow::Owned(shown),
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
    let below = (SENTENCE + u16::from(area.width < SHORT)).min(area.height);
    let framed = Rect {
        height: area.height - below,
        ..area
    };
    let (left, right) = titles(editing, usize::from(area.width).saturating_sub(4));
    let block = Block::bordered()
        .border_style(theme.style(Tone::Border))
        .title(Line::styled(left, theme.style(Tone::Title)))
        .title(Line::styled(right, theme.style(Tone::Title)).right_aligned())
        .title_bottom(Line::styled(filtered(editing), theme.style(Tone::Title)))
        .title_bottom(Line::styled(marked(editing), theme.style(Tone::Title)).right_aligned());
    let inner = block.inner(framed);
    frame.render_widget(block, framed);

    let shown = editing.columns_shown();
    let table = Table::new(editing.drawn_columns(&shown)).headings();
    let row = editing.cursor.row();
    let source = editing.source();
    let view = View {
        editing,
        source: &source,
        shown: &shown,
        typing: input.map(|_| row),
    };
    table.draw(frame, inner, &editing.cursor, &view, theme);
    let address = shown.iter().position(|shown| *shown == Shown::Address);
    let cell = address.and_then(|column| table.cell_area(inner, &editing.cursor, row, column));
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
    let closed = editing.keeping.locked().is_some();
    if closed || document.read_only() == Some(ReadOnly::Unfaithful) {
        counts.push(t!("addresses-read-only"));
    }
    let right = match counts.join(" · ") {
        counts if counts.is_empty() => counts,
        counts => format!(" {counts} "),
    };
    let (listed, all) = (editing.len() as u64, editing.all().len() as u64);
    let rows = match document.read_only() {
        Some(ReadOnly::Incomplete) => t!("addresses-reading-on"),
        _ if listed < all => t!("finding-rows", n = all, shown = number(listed)),
        _ => t!("app-rows", n = all),
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

/// Which rows are shown, or that some are being looked for, for the frame below the table.
fn filtered(editing: &Editing) -> String {
    if editing.finding.works() {
        return format!(" {} ", t!("finding-works"));
    }
    match finding::filter_name(editing.arrangement()) {
        name if name.is_empty() => name,
        name => format!(" & {} ", t!("finding-filter", name = name)),
    }
}

/// In which order the rows stand and how many are marked, for the same frame at the right.
fn marked(editing: &Editing) -> String {
    let mut parts = Vec::new();
    if let Some((column, descending)) = editing.arrangement().sort {
        let arrow = if descending { "▼" } else { "▲" };
        parts.push(format!("{arrow} {}", editing.heading(column)));
    }
    let marked = editing.marks.count() as u64;
    if marked > 0 {
        parts.push(t!("addresses-marked-rows", n = marked));
    }
    match parts.join(" · ") {
        parts if parts.is_empty() => parts,
        parts => format!(" {parts} "),
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
        if !editing.all().is_empty() {
            return Some(Sentence::new(Tone::Plain, t!("finding-none-shown")));
        }
        return Some(Sentence::new(Tone::Plain, t!("addresses-no-rows")));
    }
    let mark = editing.mark(row);
    let mut sentence = match (editing.rejection(row), mark.state) {
        (Some(_), _) if editing.is_shifted(row) => {
            Sentence::new(Tone::Error, t!("addresses-shifted"))
        }
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
        _ => nobody_known(editing)?,
    };
    let way_out = if editing.suggestion(row).is_some() {
        Some(t!("addresses-take", key = "s", all = "S"))
    } else if editing.is_repairable(row) {
        Some(t!("addresses-repair", key = "f"))
    } else {
        None
    };
    if let Some(way_out) = way_out {
        sentence.text.push_str("   ");
        // Held together: a key at the end of a line and its meaning on the next are hard to read.
        sentence.text.push_str(&way_out.replace(' ', "\u{a0}"));
    }
    Some(sentence.about_row())
}

/// That nobody is known, and why.
fn nobody_known(editing: &Editing) -> Option<Sentence> {
    let people = editing.people().filter(|people| !people.known())?;
    let text = if people.alone() {
        t!("no-register-rows")
    } else {
        t!("addresses-empty-register")
    };
    Some(Sentence::new(Tone::Plain, text))
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
        Locked::InUse => Sentence::new(Tone::Warning, t!("journal-in-use-locked")),
        Locked::Undecided => Sentence::new(Tone::Warning, t!("journal-undecided")),
        Locked::Verified => Sentence::new(Tone::Locked, t!("addresses-locked")),
    }
}
