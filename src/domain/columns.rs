//! Which column of a file is which: by the heading row in either language, else by a template that fits, else by what
//! stands in the columns. Not here: what the operator is asked where that leaves a column open.

use super::address;
use super::headings::{Heading, is_heading_row, recognise};
use super::preflight::HeadRecord;
use super::template::{Field, Template};

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// What each column holds; `None` is a column that nobody has named.
    pub fields: Vec<Option<Field>>,
    /// How many physical lines stand before the first data row: the heading row and what is above it.
    pub skip: u32,
}

impl Columns {
    /// Finds out what the columns hold. Of the templates, which are held against a file without a heading row in this
    /// order, the first one that fits counts.
    pub fn find<'a>(
        head: &[HeadRecord],
        templates: impl IntoIterator<Item = &'a Template>,
    ) -> Columns {
        let heading = head.iter().find(|record| is_heading_row(&record.cells));
        let template = || templates.into_iter().find(|t| fits(t, head));
        let (fields, skip, named) = match heading {
            Some(record) => (named(record), record.line, true),
            None => match template() {
                Some(template) => (template.columns.clone(), 0, true),
                None => (vec![None; usual_count(head)], 0, false),
            },
        };
        let mut columns = Columns { fields, skip };
        if columns.position(Field::ConnectAddress).is_none() {
            columns.address_by_shape(head);
        }
        if !named {
            columns.keys_by_shape(head);
        }
        columns
    }

    /// Where this field stands, from 0.
    pub fn position(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|held| *held == Some(field))
    }

    /// The first of the required fields whose column is not known.
    pub fn missing(&self) -> Option<Field> {
        Field::REQUIRED
            .into_iter()
            .find(|field| self.position(*field).is_none())
    }

    /// Says that this column, and no other, holds the field.
    pub fn assign(&mut self, field: Field, column: usize) {
        for held in &mut self.fields {
            if *held == Some(field) {
                *held = None;
            }
        }
        if let Some(held) = self.fields.get_mut(column) {
            *held = Some(field);
        }
    }

    /// The columns that nothing is known of.
    fn open(&self) -> impl Iterator<Item = usize> {
        (0..self.fields.len()).filter(|column| self.fields[*column].is_none())
    }

    /// The only open column whose filled cells are addresses.
    fn address_by_shape(&mut self, head: &[HeadRecord]) {
        let rows = head.iter().filter(|record| record.line > self.skip);
        if let Some(column) = only_column(rows, self.open(), |cell| cell.contains('@')) {
            self.fields[column] = Some(Field::ConnectAddress);
        }
    }

    /// Of three columns one of which holds the addresses, the number is the one with digits, and the user id what is left.
    fn keys_by_shape(&mut self, head: &[HeadRecord]) {
        if self.fields.len() != 3 || self.position(Field::ConnectAddress).is_none() {
            return;
        }
        let digits = |cell: &str| cell.bytes().any(|b| b.is_ascii_digit());
        if let Some(number) = only_column(head.iter(), self.open(), digits) {
            self.fields[number] = Some(Field::EmployeeNumber);
            let rest = self.open().next();
            if let Some(rest) = rest {
                self.fields[rest] = Some(Field::UserId);
            }
        }
    }
}

/// The only one of these columns in which most of the filled cells are such.
pub fn only_column<'a>(
    rows: impl Iterator<Item = &'a HeadRecord> + Clone,
    among: impl IntoIterator<Item = usize>,
    such: impl Fn(&str) -> bool,
) -> Option<usize> {
    let mut found = among.into_iter().filter(|column| {
        let filled = rows
            .clone()
            .filter_map(|record| record.cells.get(*column))
            .map(|cell| address::trim(cell))
            .filter(|cell| !cell.is_empty());
        let (all, fitting) = filled.fold((0, 0), |(all, fitting), cell| {
            (all + 1, fitting + usize::from(such(cell)))
        });
        fitting > 0 && fitting * 2 > all
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// What a heading row says. Empty columns and the reasons of a rejects file at its end are no columns; a field that
/// stands twice is not known.
fn named(record: &HeadRecord) -> Vec<Option<Field>> {
    let headings: Vec<Option<Heading>> = record.cells.iter().map(|cell| recognise(cell)).collect();
    let counts = |column: usize| {
        !address::trim(&record.cells[column]).is_empty()
            && headings[column] != Some(Heading::Reason)
    };
    let end = (0..headings.len())
        .rev()
        .find(|column| counts(*column))
        .map_or(0, |column| column + 1);
    let once = |field| {
        let same = |heading: &&Option<Heading>| **heading == Some(Heading::Field(field));
        headings.iter().filter(same).count() == 1
    };
    headings[..end]
        .iter()
        .map(|heading| match heading {
            Some(Heading::Field(field)) if once(*field) => Some(*field),
            _ => None,
        })
        .collect()
}

/// Whether a file without a heading row can be one of this template: as many columns, and addresses only where the
/// template has some.
fn fits(template: &Template, head: &[HeadRecord]) -> bool {
    let wanted = template.columns.len();
    let surplus_empty = |record: &HeadRecord| {
        let mut surplus = record.cells.iter().skip(wanted);
        surplus.all(|cell| address::trim(cell).is_empty())
    };
    template.missing().is_empty()
        && head
            .iter()
            .any(|record| record.cells.len() >= wanted && surplus_empty(record))
        && head.iter().all(|record| {
            let mut pairs = template.columns.iter().zip(&record.cells);
            pairs.all(|(column, cell)| {
                let address = matches!(column, Some(Field::ConnectAddress | Field::Email) | None);
                address || !cell.contains('@') || *column == Some(Field::UserId)
            })
        })
}

/// How many cells most of the first records have.
fn usual_count(head: &[HeadRecord]) -> usize {
    let count = |columns: usize| head.iter().filter(|r| r.cells.len() == columns).count();
    head.iter()
        .map(|record| record.cells.len())
        .max_by_key(|columns| (count(*columns), *columns))
        .unwrap_or(0)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::template::{Delimiter, Direction};

    /// The first records of a file.
    pub(crate) fn head(rows: &[&[&str]]) -> Vec<HeadRecord> {
        (1..)
            .zip(rows)
            .map(|(line, cells)| HeadRecord {
                line,
                cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            })
            .collect()
    }

    fn template(columns: &[Field]) -> Template {
        Template {
            name: "E-post".into(),
            columns: columns.iter().copied().map(Some).collect(),
            delimiter: Delimiter::TAB,
            direction: Direction::Import {
                encoding: None,
                skip_rows: None,
            },
        }
    }

    const REQUIRED: [Option<Field>; 3] = [
        Some(Field::UserId),
        Some(Field::EmployeeNumber),
        Some(Field::ConnectAddress),
    ];

    #[test]
    fn headings_of_either_language_name_the_columns() {
        for heading in [
            ["Användar-id", "Anst.nr", "E-post Visma Connect"],
            ["User id", "Employee number", "Connect address"],
        ] {
            let columns = Columns::find(&head(&[&heading, &["anna.a", "00417", ""]]), []);
            assert_eq!((&columns.fields[..], columns.skip), (&REQUIRED[..], 1));
            assert_eq!(columns.missing(), None);
        }
    }

    #[test]
    fn empty_columns_and_old_reasons_at_the_end_are_no_columns() {
        let columns = Columns::find(
            &head(&[&[
                "Användar-id",
                "Anst.nr",
                "E-post Visma Connect",
                "Felkod",
                "Felorsak",
                "",
            ]]),
            [],
        );
        assert_eq!(columns.fields, REQUIRED);
    }

    #[test]
    fn a_column_of_addresses_is_taken_only_if_it_is_the_only_one_and_nothing_else() {
        let by = |heading: &[&str]| {
            let row = ["anna.a", "00417", "anna@foretaget.se", "a@b.se"];
            let rows = head(&[heading, &row[..heading.len()]]);
            Columns::find(&rows, []).position(Field::ConnectAddress)
        };
        assert_eq!(by(&["Användar-id", "Anst.nr", "Inloggning"]), Some(2));
        assert_eq!(by(&["Användar-id", "Anst.nr", "E-post"]), None);
        assert_eq!(by(&["Användar-id", "Anst.nr", "Ena", "Andra"]), None);
        let double = ["Anst.nr", "E-post Visma Connect", "E-post Visma Connect"];
        assert_eq!(by(&double), Some(2), "the column that holds addresses");
    }

    #[test]
    fn without_a_heading_a_template_that_fits_counts() {
        let rows = head(&[
            &["anna.a", "00417", "anna@foretaget.se"],
            &["bo.b", "00418", ""],
        ]);
        let right = template(&[Field::UserId, Field::EmployeeNumber, Field::ConnectAddress]);
        let turned = template(&[Field::ConnectAddress, Field::EmployeeNumber, Field::UserId]);
        let longer = template(&[
            Field::UserId,
            Field::EmployeeNumber,
            Field::ConnectAddress,
            Field::Email,
        ]);
        let columns = Columns::find(&rows, [&longer, &right]);
        assert_eq!((&columns.fields[..], columns.skip), (&REQUIRED[..], 0));
        assert_eq!(Columns::find(&rows, []).fields, REQUIRED, "by their shape");
        // A user id can be an address, so this one cannot be ruled out.
        assert_eq!(Columns::find(&rows, [&turned]).fields, turned.columns);
        let wrong = template(&[Field::UserId, Field::ConnectAddress, Field::EmployeeNumber]);
        assert_eq!(Columns::find(&rows, [&wrong]).fields, REQUIRED);
    }

    #[test]
    fn of_three_columns_without_a_heading_the_keys_are_told_apart_by_their_digits_or_not_at_all() {
        let fields = |rows: &[&[&str]]| Columns::find(&head(rows), []).fields;
        let turned = fields(&[&["a@b.se", "00417", "anna.a"], &["", "T4", "bo.b"]]);
        assert_eq!(turned, [REQUIRED[2], REQUIRED[1], REQUIRED[0]]);
        let both = fields(&[&["anna1", "00417", "a@b.se"], &["bo2", "4", ""]]);
        assert_eq!(both, [None, None, REQUIRED[2]]);
        let no_address = fields(&[&["anna.a", "00417", ""]]);
        assert_eq!(no_address, [None; 3]);
        let wider = fields(&[&["anna.a", "00417", "a@b.se", "x"]]);
        assert_eq!(wider, [None, None, REQUIRED[2], None]);
    }

    #[test]
    fn the_operator_s_word_moves_a_field() {
        let mut columns = Columns::find(&head(&[&["a", "1", "b"]]), []);
        assert_eq!(columns.missing(), Some(Field::UserId));
        for (column, field) in Field::REQUIRED.into_iter().enumerate() {
            columns.assign(field, column);
        }
        assert_eq!(columns.fields, REQUIRED);
        columns.assign(Field::UserId, 2);
        assert_eq!(columns.fields, [None, REQUIRED[1], REQUIRED[0]]);
        assert_eq!(columns.missing(), Some(Field::ConnectAddress));
    }
}
