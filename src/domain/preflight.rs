//! The file against the template, before any row: is it the delimiter, are they the columns, and is the right number
//! of lines skipped. Nothing is written while one of these refusals stands; each carries what its cure needs.
//! Not here: what is wrong with the file itself (empty, binary, unclosed quote …), which the file room refuses.

use super::address;
use super::headings::{Heading, is_heading_row, recognise};
use super::template::{Delimiter, Direction, Field, Template};

/// How many records at the start of a file are looked at.
pub const HEAD_RECORDS: usize = 20;

/// One of the first records of the file, cut by the template's delimiter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadRecord {
    /// Physical line, from 1.
    pub line: u32,
    /// The cells.
    pub cells: Vec<String>,
}

/// Why a file is refused before the first row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// `delimiter_mismatch`
    #[error("the template says {}, the file has {}", template.code(), file.code())]
    Delimiter {
        /// What the template says.
        template: Delimiter,
        /// What the file has.
        file: Delimiter,
    },
    /// `heading_mismatch`: the heading row names other fields or another order.
    #[error("line {line}: column {column} is {found:?}")]
    Heading {
        /// Physical line of the heading row.
        line: u32,
        /// The first column that differs, from 1.
        column: usize,
        /// The field that the template expects there; `None` where the template has no such column.
        expected: Option<Field>,
        /// What the file says there; empty where the file has no such column.
        found: String,
        /// The columns that the heading row names, where they would do as a template for this run.
        columns: Option<Vec<Option<Field>>>,
    },
    /// `skip_rows_wrong`: a heading would be read as a person.
    #[error("line {line} is a heading and would be read as a person")]
    HeadingAsPerson {
        /// Physical line of the heading.
        line: u32,
    },
    /// `skip_rows_wrong`: a person would be skipped.
    #[error("line {line} is a person and would be skipped")]
    PersonSkipped {
        /// Physical line of the person.
        line: u32,
        /// The user id that stands there.
        user_id: String,
        /// How many lines are right to skip.
        right: u32,
    },
}

impl Refusal {
    /// The stable code in all outputs.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Delimiter { .. } => "delimiter_mismatch",
            Refusal::Heading { .. } => "heading_mismatch",
            Refusal::HeadingAsPerson { .. } | Refusal::PersonSkipped { .. } => "skip_rows_wrong",
        }
    }
}

/// Compares the start of a file with an import template and says how many physical lines to skip.
/// `guessed` is the delimiter that the content speaks for; `is_user_id` knows the register's user ids.
///
/// # Errors
/// The first reason not to begin.
pub fn check(
    template: &Template,
    head: &[HeadRecord],
    guessed: Option<Delimiter>,
    is_user_id: impl Fn(&str) -> bool,
) -> Result<u32, Refusal> {
    check_delimiter(template, head, guessed)?;
    let heading = head.iter().find(|record| is_heading_row(&record.cells));
    if let Some(record) = heading {
        check_heading(template, record)?;
    }
    let asked = match template.direction {
        Direction::Import { skip_rows, .. } => skip_rows,
        Direction::Export { .. } => None,
    };
    let skip = asked.unwrap_or_else(|| heading.map_or(0, |record| record.line));
    let is_person = |record: &HeadRecord| {
        let cell = |field| {
            let cells = &record.cells;
            template
                .position(field)
                .and_then(|at| cells.get(at))
                .map_or("", |c| address::trim(c))
        };
        let user_id = cell(Field::UserId);
        !user_id.is_empty()
            && !is_heading_row(&record.cells)
            && (is_user_id(user_id)
                || (!cell(Field::EmployeeNumber).is_empty()
                    && address::parse(cell(Field::ConnectAddress)).is_ok()))
    };
    if let Some(person) = head
        .iter()
        .find(|record| record.line <= skip && is_person(record))
    {
        let user_id = template
            .position(Field::UserId)
            .and_then(|at| person.cells.get(at))
            .cloned()
            .unwrap_or_default();
        let right = heading
            .map(|h| h.line)
            .filter(|line| *line < person.line)
            .unwrap_or(0);
        return Err(Refusal::PersonSkipped {
            line: person.line,
            user_id,
            right,
        });
    }
    match heading {
        Some(record) if record.line > skip => Err(Refusal::HeadingAsPerson { line: record.line }),
        _ => Ok(skip),
    }
}

fn check_delimiter(
    template: &Template,
    head: &[HeadRecord],
    guessed: Option<Delimiter>,
) -> Result<(), Refusal> {
    let fits = head
        .iter()
        .any(|record| record.cells.len() >= template.columns.len());
    match guessed {
        Some(file) if file != template.delimiter && !fits => Err(Refusal::Delimiter {
            template: template.delimiter,
            file,
        }),
        _ => Ok(()),
    }
}

fn check_heading(template: &Template, record: &HeadRecord) -> Result<(), Refusal> {
    let found = |column: usize| record.cells.get(column).map_or("", |c| address::trim(c));
    for column in 0..template.columns.len().max(record.cells.len()) {
        let expected = template.columns.get(column).copied();
        let named = recognise(found(column));
        let agrees = match expected {
            Some(Some(field)) => named == Some(Heading::Field(field)),
            Some(None) => column < record.cells.len(),
            // Empty columns at the end, and the reasons of a rejects file, are passed over.
            None => found(column).is_empty() || named == Some(Heading::Reason),
        };
        if !agrees {
            return Err(Refusal::Heading {
                line: record.line,
                column: column + 1,
                expected: expected.flatten(),
                found: found(column).to_owned(),
                columns: columns_of(record),
            });
        }
    }
    Ok(())
}

/// The columns that a heading row names, if the three required ones are among them, each once.
fn columns_of(record: &HeadRecord) -> Option<Vec<Option<Field>>> {
    let columns: Vec<Option<Field>> = record
        .cells
        .iter()
        .map(|cell| match recognise(cell) {
            Some(Heading::Field(field)) => Some(field),
            _ => None,
        })
        .collect();
    let once = |field: Field| columns.iter().filter(|c| **c == Some(field)).count();
    let usable = Field::REQUIRED.into_iter().all(|f| once(f) == 1)
        && Field::ALL.into_iter().all(|f| once(f) <= 1);
    usable.then_some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(skip_rows: Option<u32>) -> Template {
        Template {
            name: "Import".into(),
            columns: Field::REQUIRED.into_iter().map(Some).collect(),
            delimiter: Delimiter::TAB,
            direction: Direction::Import {
                encoding: None,
                skip_rows,
            },
        }
    }

    fn head(rows: &[&[&str]]) -> Vec<HeadRecord> {
        (1..)
            .zip(rows)
            .map(|(line, cells)| HeadRecord {
                line,
                cells: cells.iter().map(|c| (*c).to_owned()).collect(),
            })
            .collect()
    }

    const HEADING: [&str; 3] = ["Användar-id", "Anställningsnummer", "E-post Visma Connect"];
    const ANNA: [&str; 3] = ["anna.a", "00417", ""];

    fn known(user_id: &str) -> bool {
        user_id == "anna.a"
    }

    #[test]
    fn another_delimiter_is_named() {
        let rows = head(&[
            &["Användar-id;Anställningsnummer;E-post Visma Connect"],
            &["anna.a;417;"],
        ]);
        assert_eq!(
            check(&template(Some(1)), &rows, Some(Delimiter::SEMICOLON), known),
            Err(Refusal::Delimiter {
                template: Delimiter::TAB,
                file: Delimiter::SEMICOLON
            })
        );
    }

    #[test]
    fn another_order_names_the_first_column_that_differs_and_the_columns_of_the_file() {
        let rows = head(&[
            &["E-post Visma Connect", "User id", "Anst.nr"],
            &["", "anna.a", "00417"],
        ]);
        let refusal = check(&template(Some(1)), &rows, Some(Delimiter::TAB), known).unwrap_err();
        assert_eq!(
            refusal,
            Refusal::Heading {
                line: 1,
                column: 1,
                expected: Some(Field::UserId),
                found: "E-post Visma Connect".into(),
                columns: Some(vec![
                    Some(Field::ConnectAddress),
                    Some(Field::UserId),
                    Some(Field::EmployeeNumber)
                ]),
            }
        );
    }

    #[test]
    fn a_column_too_many_or_too_few_differs_but_empty_ones_at_the_end_do_not() {
        let more = head(&[&[HEADING[0], HEADING[1], HEADING[2], "Avdelning"]]);
        assert!(matches!(
            check(&template(Some(1)), &more, None, known),
            Err(Refusal::Heading {
                column: 4,
                expected: None,
                ..
            })
        ));
        let fewer = head(&[&HEADING[..2]]);
        assert!(matches!(
            check(&template(Some(1)), &fewer, None, known),
            Err(Refusal::Heading { column: 3, .. })
        ));
        let empty = head(&[&[HEADING[0], HEADING[1], HEADING[2], "", ""]]);
        assert_eq!(check(&template(Some(1)), &empty, None, known), Ok(1));
    }

    #[test]
    fn the_reasons_of_a_rejects_file_are_passed_over() {
        let rows = head(&[&[HEADING[0], HEADING[1], HEADING[2], "Felkod", "Felorsak"]]);
        assert_eq!(check(&template(Some(1)), &rows, None, known), Ok(1));
    }

    #[test]
    fn the_first_person_is_never_skipped() {
        let rows = head(&[&ANNA]);
        assert_eq!(
            check(&template(Some(1)), &rows, None, known),
            Err(Refusal::PersonSkipped {
                line: 1,
                user_id: "anna.a".into(),
                right: 0
            })
        );
        let rows = head(&[&HEADING, &ANNA]);
        assert_eq!(
            check(&template(Some(2)), &rows, None, known),
            Err(Refusal::PersonSkipped {
                line: 2,
                user_id: "anna.a".into(),
                right: 1
            })
        );
        let stranger = head(&[&["bo.b", "7", "bo@foretaget.se"]]);
        assert!(check(&template(Some(1)), &stranger, None, known).is_err());
    }

    #[test]
    fn a_heading_is_never_read_as_a_person() {
        let rows = head(&[&HEADING, &ANNA]);
        assert_eq!(
            check(&template(Some(0)), &rows, None, known),
            Err(Refusal::HeadingAsPerson { line: 1 })
        );
    }

    #[test]
    fn without_a_number_the_heading_decides() {
        assert_eq!(
            check(&template(None), &head(&[&HEADING, &ANNA]), None, known),
            Ok(1)
        );
        assert_eq!(check(&template(None), &head(&[&ANNA]), None, known), Ok(0));
        let titled = head(&[&["Lista från HR"], &HEADING, &ANNA]);
        assert_eq!(check(&template(None), &titled, None, known), Ok(2));
    }
}
