//! The columns of the table: which there are, in which order, how wide, what stands in them, and on which the cursor is.
//! The line, the name and the sign of the check stay when the others scroll sideways; behind the address stand the other
//! columns of the file, locked. Not here: which column of the file holds what ([`crate::domain::columns`]).

use std::borrow::Cow;
use std::sync::Arc;

use super::state::Editing;
use super::view::fit;
use crate::domain::columns::Columns;
use crate::domain::template::Field;
use crate::file::Table;
use crate::jobs::check::People;
use crate::lang::sentences;
use crate::t;
use crate::tui::keys::Action;
use crate::tui::layer::Outcome;
use crate::tui::widgets::table::{Column, Place, Width};
use crate::tui::widgets::text::width;

/// How many rows are measured to find how wide a column has to be.
const MEASURED: usize = 400;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// The physical line.
    Line,
    /// The user id.
    UserId,
    /// The employee number.
    Number,
    /// The full name.
    Name,
    /// The sign of what the check says.
    Mark,
    /// The address that is edited.
    #[default]
    Address,
    /// Another column of the file.
    Other(usize),
}

/// One state of the file with the names of the register: what stands in a cell, here or on a worker.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) table: Table,
    columns: Columns,
    people: Option<Arc<People>>,
}

impl Source {
    /// What stands in a column of a record, as it is in the file.
    pub(super) fn value(&self, record: u32, shown: Shown) -> Cow<'_, str> {
        self.shown(record, shown, |column| {
            self.table.cell(record as usize, column)
        })
    }

    /// As [`Source::value`], where `cell` gives the cells of the record.
    fn shown<'a>(
        &'a self,
        record: u32,
        shown: Shown,
        cell: impl Fn(usize) -> Option<Cow<'a, str>>,
    ) -> Cow<'a, str> {
        let field = |field| {
            let column = self.columns.position(field);
            column.and_then(&cell).unwrap_or_default()
        };
        match shown {
            Shown::Line => self.table.line(record as usize).to_string().into(),
            Shown::UserId => field(Field::UserId),
            Shown::Number => field(Field::EmployeeNumber),
            Shown::Name => self.name(field),
            Shown::Mark => Cow::Borrowed(""),
            Shown::Address => field(Field::ConnectAddress),
            Shown::Other(column) => cell(column).unwrap_or_default(),
        }
    }

    /// The full name: the file's own, else the register's.
    fn name<'a>(&'a self, field: impl Fn(Field) -> Cow<'a, str>) -> Cow<'a, str> {
        let first = field(Field::FirstName);
        let last = field(Field::LastName);
        match (first.is_empty(), last.is_empty()) {
            (false, false) => Cow::Owned(format!("{first} {last}")),
            (false, true) => first,
            (true, false) => last,
            (true, true) => self.people.as_ref().map_or(Cow::Borrowed(""), |people| {
                people.name(&field(Field::UserId)).into()
            }),
        }
    }

    /// The names that are not in the file, with the column of the user ids by which they are found.
    pub(super) fn other_names(&self) -> Option<(&People, usize)> {
        let own = [Field::FirstName, Field::LastName];
        if own
            .iter()
            .any(|field| self.columns.position(*field).is_some())
        {
            return None;
        }
        let people = self.people.as_deref()?;
        Some((people, self.columns.position(Field::UserId)?))
    }
}

impl Editing {
    /// The present state for reading.
    pub(super) fn source(&self) -> Source {
        Source {
            table: self.document().table(),
            columns: self.columns().clone(),
            people: self.people.clone(),
        }
    }

    /// The columns in the order in which they stand.
    pub(super) fn columns_shown(&self) -> Vec<Shown> {
        let mut shown = vec![Shown::Line, Shown::UserId, Shown::Number];
        if self.has_names() {
            shown.push(Shown::Name);
        }
        shown.extend([Shown::Mark, Shown::Address]);
        let fields = self.columns().fields.iter().enumerate();
        let others =
            fields.filter(|(_, field)| field.is_none_or(|field| !Field::REQUIRED.contains(&field)));
        shown.extend(others.map(|(column, _)| Shown::Other(column)));
        shown
    }

    /// Puts the cursor on a column; whether it moved.
    pub(super) fn go_to_column(&mut self, column: Shown) -> bool {
        let moved = self.column != column;
        self.column = column;
        self.find_column();
        moved
    }

    /// Finds the cursor's column again where there are other ones than before.
    pub(super) fn find_column(&mut self) {
        let shown = self.columns_shown();
        let at = shown.iter().position(|shown| *shown == self.column);
        if at.is_none() {
            self.column = Shown::Address;
        }
        let address = shown.iter().position(|shown| *shown == Shown::Address);
        self.cursor
            .select_column(at.or(address).unwrap_or(0), shown.len());
    }

    /// Moves sideways; [`Outcome::Ignored`] for anything else.
    pub(super) fn move_column(&mut self, action: Action) -> Outcome {
        let mut stops = self.columns_shown();
        stops.retain(|shown| *shown != Shown::Mark);
        let at = stops.iter().position(|stop| *stop == self.column);
        let at = at.unwrap_or(0);
        let last = stops.len() - 1;
        let next = match action {
            Action::Left => at.saturating_sub(1),
            Action::Right => (at + 1).min(last),
            Action::Home => 0,
            Action::End => last,
            _ => return Outcome::Ignored,
        };
        Outcome::changed(self.go_to_column(stops[next]))
    }

    /// What stands above a column.
    pub(super) fn heading(&self, shown: Shown) -> String {
        match shown {
            Shown::Line => t!("addresses-column-line"),
            Shown::UserId => sentences::field(Field::UserId),
            Shown::Number => t!("addresses-column-number"),
            Shown::Name => t!("addresses-column-name"),
            Shown::Mark => String::new(),
            Shown::Address => sentences::field(Field::ConnectAddress),
            Shown::Other(column) => self.other_heading(column),
        }
    }

    fn other_heading(&self, column: usize) -> String {
        let columns = self.columns();
        if let Some(Some(field)) = columns.fields.get(column) {
            return sentences::field(*field);
        }
        let table = self.document().table();
        let heading = table.index().record_on_line(u64::from(columns.skip));
        let heading = heading.and_then(|record| table.cell(record, column));
        match heading.as_deref().map(str::trim) {
            Some(heading) if !heading.is_empty() => fit(heading.into()).into_owned(),
            _ => t!("addresses-column-other", n = column + 1),
        }
    }

    /// Measures how wide the columns have to be, on rows from all over the file.
    pub(super) fn measure(&mut self) {
        let source = self.source();
        let rows = self.all();
        let step = rows.len().div_ceil(MEASURED).max(1);
        let mut widths: Vec<(Shown, usize)> = self
            .columns_shown()
            .into_iter()
            .filter(|shown| !matches!(shown, Shown::Line | Shown::Mark | Shown::Address))
            .map(|shown| (shown, 0))
            .collect();
        for record in rows.iter().step_by(step) {
            // Cut once for all columns: this stands before the first picture.
            let cells: Vec<Cow<'_, str>> = source.table.row(*record as usize).collect();
            for (shown, widest) in &mut widths {
                let cell = |column: usize| cells.get(column).map(|cell| Cow::Borrowed(&**cell));
                *widest = (*widest).max(width(&fit(source.shown(*record, *shown, cell))));
            }
        }
        self.widths = widths;
        self.find_column();
    }

    /// The columns as they are drawn.
    pub(super) fn drawn_columns(&self, shown: &[Shown]) -> Vec<Column> {
        shown
            .iter()
            .map(|shown| self.drawn_column(*shown))
            .collect()
    }

    fn drawn_column(&self, shown: Shown) -> Column {
        let heading = self.heading(shown);
        let fit = |least: u16, most: u16, weight| {
            let measured = self.widths.iter().find(|(column, _)| *column == shown);
            let text = measured.map_or(0, |(_, widest)| *widest);
            let wanted = u16::try_from(text.max(width(&heading))).unwrap_or(most);
            let most = wanted.clamp(least.min(most), most);
            Width::Fit {
                least: least.min(most),
                most,
                weight,
            }
        };
        let (width, place) = match shown {
            Shown::Line => {
                let table = self.document().table();
                let last = table.line(table.records().saturating_sub(1)).to_string();
                // The sign of a marked row stands close before.
                let digits = u16::try_from(last.len()).unwrap_or(8).max(4) + 1;
                (Width::Fixed(digits), Place::Stays)
            }
            Shown::UserId => (fit(11, 20, 1), Place::Scrolls),
            Shown::Number => (fit(8, 12, 1), Place::Yields),
            Shown::Name => (fit(10, 28, 6), Place::Stays),
            Shown::Mark => (Width::Fixed(1), Place::Stays),
            Shown::Address => (Width::Flex(24, 3), Place::Scrolls),
            Shown::Other(_) => (fit(8, 30, 1), Place::Spare),
        };
        let heading = match self.arrangement().sort {
            Some((column, descending)) if column == shown => {
                format!("{}{heading}", if descending { "▼" } else { "▲" })
            }
            _ => heading,
        };
        let column = Column::new(heading, width).place(place);
        match shown {
            Shown::Line => column.right(),
            _ => column,
        }
    }
}
