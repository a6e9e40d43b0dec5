//! The form of a template: what is typed and chosen, its fields in their order, and what is wrong with it. Not here: the
//! register, the keys, and the comparison with another template.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::template_compare::Setting;
use crate::domain::template::{
    Delimiter, Direction, Encoding, Field, Kind, Template, TemplateError,
};
use crate::domain::text::visible;
use crate::lang::sentences;
use crate::t;
use crate::tui::theme::Theme;
use crate::tui::widgets::form::{self, Form};
use crate::tui::widgets::input::Input;

const NAME: &str = "name";
const TYPE: &str = "type";
const DELIMITER: &str = "delimiter";
const CHARACTER: &str = "character";
const ENCODING: &str = "encoding";
const HEADING: &str = "heading";
const SKIP: &str = "skip";
const ROWS: &str = "rows";

/// The longest name of a template.
const LONGEST_NAME: usize = 80;
/// How many leading rows can be chosen without typing their number: none, one, two, three.
const SKIPS: u32 = 4;

/// What the form held at some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Content {
    values: Vec<String>,
    columns: Vec<Option<Field>>,
}

/// A template that is being filled in.
#[derive(Debug)]
pub(super) struct Draft {
    kind: Kind,
    form: Form,
    columns: Vec<Option<Field>>,
    /// As it was opened or saved last.
    before: Content,
}

impl Draft {
    /// The form filled in from a template.
    pub(super) fn of(template: &Template) -> Draft {
        let kind = template.kind();
        let type_label = match kind {
            Kind::Export => t!("tpl-export-type"),
            Kind::Import => t!("tpl-import-type"),
        };
        let mut delimiters: Vec<String> = Delimiter::COMMON.map(delimiter_choice).into();
        delimiters.push(t!("tpl-other-character"));
        let mut encodings: Vec<String> = Encoding::CHOICES.map(sentences::encoding).into();
        let mut fields = vec![
            form::Field::text(
                NAME,
                t!("tpl-name"),
                Input::new(LONGEST_NAME, visible).with(&template.name),
            ),
            form::Field::fixed(TYPE, type_label, t!("tpl-type")),
            form::Field::choice(DELIMITER, t!("label-delimiter"), delimiters, 0),
            form::Field::text(
                CHARACTER,
                t!("tpl-character-itself"),
                Input::new(1, visible),
            ),
        ];
        match kind {
            Kind::Export => fields.extend([
                form::Field::choice(ENCODING, t!("label-encoding"), encodings, 0),
                form::Field::toggle(HEADING, t!("tpl-heading"), true),
            ]),
            Kind::Import => {
                encodings.insert(0, t!("label-detected"));
                let mut skips = vec![t!("label-detected")];
                skips.extend((0..SKIPS).map(|n| t!("app-rows", n = n)));
                skips.push(t!("tpl-other-number"));
                fields.extend([
                    form::Field::choice(ENCODING, t!("label-encoding"), encodings, 0),
                    form::Field::choice(SKIP, t!("tpl-skip"), skips, 0),
                    form::Field::text(ROWS, t!("tpl-rows"), Input::new(4, visible).digits()),
                ]);
            }
        }
        let mut draft = Draft {
            kind,
            form: Form::new(fields),
            columns: Vec::new(),
            before: Content {
                values: Vec::new(),
                columns: Vec::new(),
            },
        };
        draft.form.leave();
        draft.fill(template);
        draft.keep();
        draft
    }

    /// Takes over everything but the name.
    pub(super) fn fill(&mut self, template: &Template) {
        self.fill_delimiter(template);
        self.fill_encoding(template);
        self.fill_heading(template);
        self.set_columns(template.columns.clone());
    }

    fn fill_delimiter(&mut self, template: &Template) {
        let common = Delimiter::COMMON
            .iter()
            .position(|common| *common == template.delimiter);
        self.choose(DELIMITER, common.unwrap_or(Delimiter::COMMON.len()));
        let character = char::from(template.delimiter.byte()).to_string();
        let character = if common.is_some() { "" } else { &character };
        self.form.set(CHARACTER, character);
    }

    fn fill_encoding(&mut self, template: &Template) {
        let place = |encoding: Encoding| Encoding::CHOICES.iter().position(|c| *c == encoding);
        let chosen = match template.direction {
            Direction::Export { encoding, .. } => place(encoding).unwrap_or(0),
            Direction::Import { encoding, .. } => {
                encoding.and_then(place).map_or(0, |place| place + 1)
            }
        };
        self.choose(ENCODING, chosen);
    }

    fn fill_heading(&mut self, template: &Template) {
        match template.direction {
            Direction::Export { heading, .. } => {
                if let Some(field) = self.form.field_mut(HEADING) {
                    field.kind = form::Kind::Toggle(heading);
                }
            }
            Direction::Import { skip_rows, .. } => {
                let skip = skip_rows.map(|rows| rows.min(SKIPS) as usize + 1);
                self.choose(SKIP, skip.unwrap_or(0));
                let rows = skip_rows.filter(|rows| *rows >= SKIPS);
                self.form
                    .set(ROWS, &rows.map(|n| n.to_string()).unwrap_or_default());
            }
        }
    }

    /// Puts other fields in the place of all.
    pub(super) fn set_columns(&mut self, columns: Vec<Option<Field>>) {
        self.columns = columns;
        self.look();
    }

    /// Takes over one setting.
    pub(super) fn take(&mut self, setting: Setting, template: &Template) {
        match setting {
            Setting::Delimiter => self.fill_delimiter(template),
            Setting::Encoding => self.fill_encoding(template),
            Setting::Heading => self.fill_heading(template),
        }
        self.look();
    }

    /// The setting that has the focus, if it is one that a comparison shows.
    pub(super) fn setting(&self) -> Option<Setting> {
        match self.form.focused() {
            DELIMITER | CHARACTER => Some(Setting::Delimiter),
            ENCODING => Some(Setting::Encoding),
            HEADING | SKIP | ROWS => Some(Setting::Heading),
            _ => None,
        }
    }

    fn choose(&mut self, id: &str, place: usize) {
        if let Some(form::Kind::Choice { chosen, .. }) =
            self.form.field_mut(id).map(|field| &mut field.kind)
        {
            *chosen = place;
        }
    }

    fn content(&self) -> Content {
        let mut values: Vec<String> = [NAME, DELIMITER, CHARACTER, ENCODING, SKIP, ROWS]
            .map(|id| self.form.value(id).to_owned())
            .into();
        values.push(self.form.is_on(HEADING).to_string());
        Content {
            values,
            columns: self.columns.clone(),
        }
    }

    /// What stands in it now counts as unchanged.
    pub(super) fn keep(&mut self) {
        self.before = self.content();
    }

    /// Whether something would be lost.
    pub(super) fn is_changed(&self) -> bool {
        self.content() != self.before
    }

    /// The name without spaces around it.
    pub(super) fn name(&self) -> &str {
        self.form.value(NAME).trim()
    }

    /// Gives it another name.
    pub(super) fn set_name(&mut self, name: &str) {
        self.form.set(NAME, name);
    }

    /// The chosen delimiter; `None` while it cannot be one.
    pub(super) fn delimiter(&self) -> Option<Delimiter> {
        match Delimiter::COMMON.get(self.form.chosen(DELIMITER)) {
            Some(common) => Some(*common),
            None => self
                .form
                .value(CHARACTER)
                .chars()
                .next()
                .and_then(Delimiter::new),
        }
    }

    /// How many leading rows are passed over, `None` for recognised; an error while the number is missing.
    fn skip_rows(&self) -> Result<Option<u32>, std::num::ParseIntError> {
        match self.form.chosen(SKIP) {
            0 => Ok(None),
            typed if typed > SKIPS as usize => self.form.value(ROWS).parse().map(Some),
            chosen => Ok(u32::try_from(chosen - 1).ok()),
        }
    }

    /// How it is written or read; with a number missing, as if rows were recognised.
    pub(super) fn direction(&self) -> Direction {
        let chosen = self.form.chosen(ENCODING);
        match self.kind {
            Kind::Export => Direction::Export {
                encoding: *Encoding::CHOICES.get(chosen).unwrap_or(&Encoding::Utf8),
                heading: self.form.is_on(HEADING),
            },
            Kind::Import => Direction::Import {
                encoding: chosen
                    .checked_sub(1)
                    .and_then(|place| Encoding::CHOICES.get(place).copied()),
                skip_rows: self.skip_rows().unwrap_or(None),
            },
        }
    }

    /// The fields in their order.
    pub(super) fn columns(&self) -> &[Option<Field>] {
        &self.columns
    }

    /// The template as it stands.
    ///
    /// # Errors
    /// What keeps it from being saved, as a sentence.
    pub(super) fn template(&self) -> Result<Template, String> {
        let delimiter = self.delimiter().ok_or_else(|| t!("tpl-no-delimiter"))?;
        self.skip_rows().map_err(|_| t!("tpl-no-rows"))?;
        let template = Template {
            name: self.name().to_owned(),
            columns: self.columns.clone(),
            delimiter,
            direction: self.direction(),
        };
        match template.validate() {
            Ok(()) => Ok(template),
            Err(error) => Err(sentences::template_error(&error)),
        }
    }

    /// The fields without which the file could not be imported again, as a sentence.
    pub(super) fn missing(&self) -> Option<String> {
        let missing: Vec<Field> = Field::REQUIRED
            .into_iter()
            .filter(|field| !self.columns.contains(&Some(*field)))
            .collect();
        (!missing.is_empty())
            .then(|| sentences::template_error(&TemplateError::Incomplete(missing)))
    }

    /// Shows the fields that belong to what is chosen, and says beside each what is wrong with it.
    pub(super) fn look(&mut self) {
        let other = self.form.chosen(DELIMITER) == Delimiter::COMMON.len();
        self.form.hide(CHARACTER, !other);
        let wrong = self.delimiter().is_none();
        let error = wrong.then(|| t!("tpl-no-delimiter"));
        self.form.set_error(CHARACTER, error);
        let typed = self.form.chosen(SKIP) > SKIPS as usize;
        self.form.hide(ROWS, !typed);
        let error = self.skip_rows().err().map(|_| t!("tpl-no-rows"));
        self.form.set_error(ROWS, error);
        let error = self.name().is_empty();
        let error = error.then(|| sentences::template_error(&TemplateError::NoName));
        self.form.set_error(NAME, error);
    }

    /// Says that another template has this name.
    pub(super) fn name_is_taken(&mut self) {
        self.form.set_error(NAME, Some(t!("tpl-name-taken")));
    }

    /// The fields that are not in it yet, those that are needed first, then for an import the column that is passed over.
    pub(super) fn addable(&self) -> Vec<Option<Field>> {
        let lacks = |field: &Field| !self.columns.contains(&Some(*field));
        let needed = Field::REQUIRED.into_iter().filter(lacks);
        let others = Field::ALL
            .into_iter()
            .filter(|field| lacks(field) && !Field::REQUIRED.contains(field));
        let skipped = (self.kind == Kind::Import).then_some(None);
        needed.chain(others).map(Some).chain(skipped).collect()
    }

    /// Puts a field behind a place; the place where it stands now.
    pub(super) fn add(&mut self, behind: usize, field: Option<Field>) -> usize {
        let place = (behind + 1).min(self.columns.len());
        self.columns.insert(place, field);
        place
    }

    /// Puts another field in a place.
    pub(super) fn change(&mut self, place: usize, field: Option<Field>) {
        if let Some(column) = self.columns.get_mut(place) {
            *column = field;
        }
    }

    /// Takes the field in a place away.
    pub(super) fn remove(&mut self, place: usize) -> bool {
        let there = place < self.columns.len();
        if there {
            self.columns.remove(place);
        }
        there
    }

    /// Moves a field by one place; whether it could be moved.
    pub(super) fn shift(&mut self, place: usize, down: bool) -> bool {
        let other = place.wrapping_add_signed(if down { 1 } else { -1 });
        let possible = place < self.columns.len() && other < self.columns.len();
        if possible {
            self.columns.swap(place, other);
        }
        possible
    }

    /// The fields of the form, for moving between them.
    pub(super) fn form(&mut self) -> &mut Form {
        &mut self.form
    }

    /// Whether letters are letters.
    pub(super) fn typing(&self) -> bool {
        self.form.typing()
    }

    /// How many rows the form takes.
    pub(super) fn rows(&self) -> usize {
        self.form.rows()
    }

    /// Puts the focus on the name.
    pub(super) fn focus_name(&mut self) {
        self.form.focus(NAME);
    }

    /// A key for what is typed in.
    pub(super) fn key(&mut self, key: KeyEvent) -> bool {
        self.form.key(key)
    }

    /// A pasted text for what is typed in.
    pub(super) fn paste(&mut self, text: &str) -> bool {
        self.form.paste(text)
    }

    /// Draws the form; the fields of the template are drawn by the screen.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.form.draw(frame, area, theme);
    }
}

fn delimiter_choice(delimiter: Delimiter) -> String {
    match delimiter {
        Delimiter::TAB => sentences::delimiter(delimiter),
        other => t!(
            "tpl-character",
            character = char::from(other.byte()).to_string()
        ),
    }
}

/// The name of a column: its field, or that it is passed over.
pub(super) fn column_name(column: Option<Field>) -> String {
    column.map_or_else(|| t!("tpl-skipped"), sentences::field)
}
