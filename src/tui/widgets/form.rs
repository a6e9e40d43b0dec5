//! Labelled fields below each other, one of which has the focus.
//! Not here: what the values mean. The screen reads them, and puts an error beside a field that it does not like.

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::input::Input;
use super::text::{cut, fit, width};
use super::wrap::wrap;
use crate::tui::theme::{Theme, Tone};

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A line of text, or digits.
    Text(Box<Input>),
    /// One of these; ← and → go through them.
    Choice {
        /// What can be chosen.
        options: Vec<String>,
        /// The place of what is chosen.
        chosen: usize,
    },
    /// On or off.
    Toggle(bool),
    /// Only shown. Never has the focus.
    Fixed(String),
    /// Something to press.
    Button,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// How the screen finds it.
    pub id: &'static str,
    /// What it is called.
    pub label: String,
    /// What helps to fill it in; shown while it has the focus.
    pub hint: String,
    /// What is wrong with it; shown always.
    pub error: Option<String>,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is left out for now.
    pub hidden: bool,
}

impl Field {
    /// A field of any kind.
    pub fn new(id: &'static str, label: impl Into<String>, kind: Kind) -> Field {
        Field {
            id,
            label: label.into(),
            hint: String::new(),
            error: None,
            kind,
            hidden: false,
        }
    }

    /// A line of text.
    pub fn text(id: &'static str, label: impl Into<String>, input: Input) -> Field {
        Field::new(id, label, Kind::Text(Box::new(input)))
    }

    /// One of several.
    pub fn choice(
        id: &'static str,
        label: impl Into<String>,
        options: Vec<String>,
        chosen: usize,
    ) -> Field {
        Field::new(id, label, Kind::Choice { options, chosen })
    }

    /// On or off.
    pub fn toggle(id: &'static str, label: impl Into<String>, on: bool) -> Field {
        Field::new(id, label, Kind::Toggle(on))
    }

    /// Only shown.
    pub fn fixed(id: &'static str, label: impl Into<String>, value: impl Into<String>) -> Field {
        Field::new(id, label, Kind::Fixed(value.into()))
    }

    /// Something to press.
    pub fn button(id: &'static str, label: impl Into<String>) -> Field {
        Field::new(id, label, Kind::Button)
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    fn takes_focus(&self) -> bool {
        !self.hidden && !matches!(self.kind, Kind::Fixed(_))
    }
}

/// What a click on a form came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    /// Nothing stands there, or nothing that changes by it.
    Nothing,
    /// The focus or a value is another one.
    Changed,
    /// The focus is on the button that stands there, which is to be pressed.
    Press,
}

/// Fields and which of them has the focus.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<Field>,
    focus: usize,
    top: Cell<usize>,
    /// Where the fields were drawn, for clicks.
    area: Cell<Rect>,
}

impl Form {
    /// A form; the first field that can be filled in has the focus.
    pub fn new(fields: Vec<Field>) -> Form {
        let focus = fields.iter().position(Field::takes_focus).unwrap_or(0);
        Form {
            fields,
            focus,
            top: Cell::default(),
            area: Cell::default(),
        }
    }

    /// The field with the focus.
    pub fn focused(&self) -> &'static str {
        self.fields.get(self.focus).map_or("", |field| field.id)
    }

    /// Whether the focus is on a field that is typed in.
    pub fn typing(&self) -> bool {
        matches!(
            self.fields.get(self.focus).map(|field| &field.kind),
            Some(Kind::Text(_))
        )
    }

    /// Whether the focus is on something to press.
    pub fn on_button(&self) -> bool {
        matches!(
            self.fields.get(self.focus).map(|field| &field.kind),
            Some(Kind::Button)
        )
    }

    /// Whether no field that takes the focus comes after this one.
    pub fn on_last(&self) -> bool {
        !self
            .fields
            .iter()
            .skip(self.focus + 1)
            .any(Field::takes_focus)
    }

    /// Puts the focus on a field, if it takes it.
    pub fn focus(&mut self, id: &str) -> bool {
        let found = self
            .fields
            .iter()
            .position(|field| field.id == id && field.takes_focus());
        found.is_some_and(|index| std::mem::replace(&mut self.focus, index) != index)
    }

    /// Takes the focus away from all fields, where something beside the form has it.
    pub fn leave(&mut self) {
        self.focus = self.fields.len();
    }

    /// Puts the focus on the first field, or on the last.
    pub fn enter(&mut self, last: bool) -> bool {
        let found = if last {
            self.fields.iter().rposition(Field::takes_focus)
        } else {
            self.fields.iter().position(Field::takes_focus)
        };
        found.is_some_and(|index| std::mem::replace(&mut self.focus, index) != index)
    }

    /// Whether no field that takes the focus comes before this one.
    pub fn on_first(&self) -> bool {
        !self.fields.iter().take(self.focus).any(Field::takes_focus)
    }

    /// How many rows the fields take with what is wrong with them, the hint not counted.
    pub fn rows(&self) -> usize {
        let shown = self.fields.iter().filter(|field| !field.hidden);
        shown
            .map(|field| 1 + usize::from(field.error.is_some()))
            .sum()
    }

    /// The next field; from the last to the first.
    pub fn next_field(&mut self) -> bool {
        let (len, focus) = (self.fields.len(), self.focus);
        self.go((1..=len).map(|step| focus + step))
    }

    /// The field before; from the first to the last.
    pub fn previous_field(&mut self) -> bool {
        let (len, focus) = (self.fields.len(), self.focus);
        self.go((1..=len).map(|step| focus + len - step))
    }

    fn go(&mut self, mut order: impl Iterator<Item = usize>) -> bool {
        let len = self.fields.len();
        let found = order.find(|index| self.fields[index % len].takes_focus());
        found.is_some_and(|index| std::mem::replace(&mut self.focus, index % len) != index % len)
    }

    /// A field.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// A field, to change it.
    pub fn field_mut(&mut self, id: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.id == id)
    }

    /// The text of a field; empty if it holds none.
    pub fn value(&self, id: &str) -> &str {
        match self.field(id).map(|field| &field.kind) {
            Some(Kind::Text(input)) => input.value(),
            Some(Kind::Fixed(text)) => text,
            Some(Kind::Choice { options, chosen }) => {
                options.get(*chosen).map_or("", String::as_str)
            }
            _ => "",
        }
    }

    /// The place of what is chosen in a field of choices.
    pub fn chosen(&self, id: &str) -> usize {
        match self.field(id).map(|field| &field.kind) {
            Some(Kind::Choice { chosen, .. }) => *chosen,
            _ => 0,
        }
    }

    /// Whether a toggle is on.
    pub fn is_on(&self, id: &str) -> bool {
        matches!(
            self.field(id).map(|field| &field.kind),
            Some(Kind::Toggle(true))
        )
    }

    /// Puts a text into a field of text, or one that is only shown.
    pub fn set(&mut self, id: &str, value: &str) {
        match self.field_mut(id).map(|field| &mut field.kind) {
            Some(Kind::Text(input)) => input.set(value),
            Some(Kind::Fixed(text)) => value.clone_into(text),
            _ => {}
        }
    }

    /// Chooses in a field of choices; a place beyond the last leaves it as it is.
    pub fn choose(&mut self, id: &str, place: usize) {
        if let Some(Kind::Choice { options, chosen }) = self.field_mut(id).map(|f| &mut f.kind)
            && place < options.len()
        {
            *chosen = place;
        }
    }

    /// Turns a toggle on or off.
    pub fn switch(&mut self, id: &str, on: bool) {
        if let Some(Kind::Toggle(now)) = self.field_mut(id).map(|f| &mut f.kind) {
            *now = on;
        }
    }

    /// Says what is wrong with a field, or that nothing is.
    pub fn set_error(&mut self, id: &str, error: Option<String>) {
        if let Some(field) = self.field_mut(id) {
            field.error = error;
        }
    }

    /// Says something else about a field.
    pub fn set_hint(&mut self, id: &str, hint: String) {
        if let Some(field) = self.field_mut(id) {
            field.hint = hint;
        }
    }

    /// Leaves a field out or takes it in; the focus goes on if it was there.
    pub fn hide(&mut self, id: &str, hidden: bool) {
        if let Some(field) = self.field_mut(id) {
            field.hidden = hidden;
        }
        if self
            .fields
            .get(self.focus)
            .is_some_and(|field| !field.takes_focus())
        {
            self.next_field();
        }
    }

    /// ← and → on a field of choices or a toggle, Space too.
    pub fn turn(&mut self, forward: bool) -> bool {
        match self.fields.get_mut(self.focus).map(|field| &mut field.kind) {
            Some(Kind::Choice { options, chosen }) if !options.is_empty() => {
                let len = options.len();
                let next = (*chosen + if forward { 1 } else { len - 1 }) % len;
                std::mem::replace(chosen, next) != next
            }
            Some(Kind::Toggle(on)) => {
                *on = !*on;
                true
            }
            _ => false,
        }
    }

    /// A key for the field with the focus; ↑ and ↓ go between fields. Whether anything changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        match key.code {
            KeyCode::Up => return self.previous_field(),
            KeyCode::Down => return self.next_field(),
            _ => {}
        }
        match self.fields.get_mut(self.focus).map(|field| &mut field.kind) {
            Some(Kind::Text(input)) => input.key(key),
            Some(Kind::Choice { .. } | Kind::Toggle(_)) => match key.code {
                KeyCode::Left => self.turn(false),
                KeyCode::Right | KeyCode::Char(' ') => self.turn(true),
                _ => false,
            },
            _ => false,
        }
    }

    /// A pasted text for the field with the focus.
    pub fn paste(&mut self, text: &str) -> bool {
        match self.fields.get_mut(self.focus).map(|field| &mut field.kind) {
            Some(Kind::Text(input)) => input.paste(text),
            _ => false,
        }
    }

    /// Whether it was drawn at this place.
    pub fn is_at(&self, x: u16, y: u16) -> bool {
        self.area.get().contains((x, y).into())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn form() -> Form {
        Form::new(vec![
            Field::fixed("type", "Typ", "Anställda/användare"),
            Field::text("name", "Namn", Input::new(30, |text| text.into())).hint("Syns i listan."),
            Field::choice(
                "delimiter",
                "Fältavgränsare",
                vec!["Tabb".into(), "Tecken".into()],
                0,
            ),
            Field::toggle("heading", "Rubrik", true),
            Field::button("save", "Spara"),
        ])
    }

    fn press(form: &mut Form, code: KeyCode) -> bool {
        form.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn shown(form: &Form, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(44, height)).unwrap();
        terminal
            .draw(|frame| form.draw(frame, frame.area(), &Theme::new(true)))
            .unwrap();
        let lines = terminal.backend().to_string();
        let lines: Vec<_> = lines
            .lines()
            .map(|l| l.trim_matches('"').trim_end())
            .collect();
        lines.join("\n").trim_end().to_owned()
    }

    #[test]
    fn a_form_that_is_too_long_says_on_which_side_there_is_more_and_its_hint_covers_nothing() {
        let mut form = form();
        form.focus("name");
        assert_eq!(
            shown(&form, 5).lines().collect::<Vec<_>>(),
            [
                "  Typ             Anställda/användare",
                "▸ Namn",
                "  Fältavgränsare    Tabb",
                "                                           ↓",
                "Syns i listan."
            ]
        );
        form.focus("save");
        let lines = shown(&form, 4);
        assert!(lines.lines().next().unwrap().ends_with('↑'), "{lines}");
        assert!(lines.contains("▸ [ Spara ]"), "{lines}");
        assert!(!lines.contains('↓'), "{lines}");
    }

    #[test]
    fn a_form_is_filled_in_by_keys() {
        let mut form = form();
        assert_eq!(form.focused(), "name");
        assert!(form.typing());
        for c in "Export".chars() {
            press(&mut form, KeyCode::Char(c));
        }
        press(&mut form, KeyCode::Down);
        assert!(!form.typing());
        press(&mut form, KeyCode::Right);
        press(&mut form, KeyCode::Down);
        press(&mut form, KeyCode::Char(' '));
        assert_eq!(form.value("name"), "Export");
        assert_eq!(
            (form.chosen("delimiter"), form.value("delimiter")),
            (1, "Tecken")
        );
        assert!(!form.is_on("heading"));
        assert!(!form.on_last());
        form.next_field();
        assert!(form.on_last());
        form.next_field();
        assert_eq!(
            form.focused(),
            "name",
            "from the last to the first that can be filled in"
        );
        form.previous_field();
        assert_eq!(form.focused(), "save");
    }

    #[test]
    fn the_focus_can_be_elsewhere() {
        let mut form = form();
        assert!(form.on_first() && !form.on_last());
        form.leave();
        assert_eq!((form.focused(), form.typing()), ("", false));
        assert!(!shown(&form, 9).contains('▸'));
        form.enter(true);
        assert_eq!(form.focused(), "save");
        form.enter(false);
        assert_eq!(form.focused(), "name");
        form.set_error("name", Some("Namnet saknas.".into()));
        assert_eq!(form.rows(), 6);
    }

    #[test]
    fn errors_stand_below_their_field_and_the_hint_below_all() {
        let mut form = form();
        form.set_error("name", Some("Namnet saknas.".into()));
        assert_eq!(
            shown(&form, 9),
            "  Typ             Anställda/användare\n\
             ▸ Namn\n                  ✗ Namnet saknas.\n  \
             Fältavgränsare    Tabb\n  Rubrik          [x]\n  [ Spara ]\n\
             Syns i listan."
        );
    }

    #[test]
    fn a_low_window_shows_the_field_with_the_focus() {
        let mut form = form();
        form.focus("heading");
        assert!(shown(&form, 3).contains("▸ Rubrik"));
        form.hide("heading", true);
        assert_eq!(form.focused(), "save");
        assert!(!shown(&form, 9).contains("Rubrik"));
    }
}
