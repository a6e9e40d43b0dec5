//! An import template beside the export template whose files it shall read: line for line, every difference marked.
//! Pure; the screen draws it.

use super::template_form::column_name;
use crate::domain::template::{Delimiter, Direction, Field, Template};
use crate::lang::sentences;
use crate::t;
use crate::tui::theme::Tone;

/// How two lines agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The same.
    Same,
    /// Not the same, and read all the same: a column that is passed over.
    Passed,
    /// Different: the file would not be read as it was written.
    Different,
}

impl Mark {
    /// How it looks; the tone's sign says the same.
    pub(super) fn tone(self) -> Tone {
        match self {
            Mark::Same => Tone::Plain,
            Mark::Passed => Tone::Warning,
            Mark::Different => Tone::Error,
        }
    }
}

/// A line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What the import template says.
    pub(super) import: String,
    /// What the export template says.
    pub(super) export: String,
    /// Whether they agree.
    pub(super) mark: Mark,
}

impl Row {
    fn new(import: String, export: String, same: bool) -> Row {
        let mark = if same { Mark::Same } else { Mark::Different };
        Row {
            import,
            export,
            mark,
        }
    }
}

/// Delimiter, encoding and heading row. What an import recognises by itself agrees with everything.
pub(super) fn settings(
    delimiter: Option<Delimiter>,
    import: &Direction,
    export: &Template,
) -> Vec<Row> {
    let Direction::Export {
        encoding: written,
        heading,
    } = export.direction
    else {
        return Vec::new();
    };
    let (read, skipped) = match *import {
        Direction::Import {
            encoding,
            skip_rows,
        } => (encoding, skip_rows),
        Direction::Export { .. } => (None, None),
    };
    vec![
        Row::new(
            delimiter.map_or_else(|| "?".to_owned(), sentences::delimiter),
            sentences::delimiter(export.delimiter),
            delimiter == Some(export.delimiter),
        ),
        Row::new(
            read.map_or_else(|| t!("tpl-encoding-recognised"), sentences::encoding),
            sentences::encoding(written),
            read.is_none_or(|read| read == written),
        ),
        Row::new(
            match skipped {
                None => t!("tpl-heading-recognised"),
                Some(rows) => t!("tpl-skips", n = rows),
            },
            if heading {
                t!("tpl-with-heading")
            } else {
                t!("tpl-without-heading")
            },
            skipped.is_none_or(|rows| rows == u32::from(heading)),
        ),
    ]
}

/// The fields, place by place; where one template has more, the other has a dash.
pub(super) fn fields(import: &[Option<Field>], export: &[Option<Field>]) -> Vec<Row> {
    (0..import.len().max(export.len()))
        .map(|place| {
            let (read, written) = (import.get(place), export.get(place));
            let name = |column: Option<&Option<Field>>| {
                column.map_or_else(|| "–".to_owned(), |column| column_name(*column))
            };
            let needed = matches!(written, Some(Some(field)) if Field::REQUIRED.contains(field));
            Row {
                import: name(read),
                export: name(written),
                mark: match (read, written) {
                    (Some(read), Some(written)) if read == written => Mark::Same,
                    (Some(None), Some(_)) if !needed => Mark::Passed,
                    _ => Mark::Different,
                },
            }
        })
        .collect()
}

/// How many lines differ.
pub(super) fn differences(rows: &[Row]) -> usize {
    rows.iter()
        .filter(|row| row.mark == Mark::Different)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::Encoding;
    use crate::jobs::templates::proposed_export;

    #[test]
    fn a_copy_agrees_in_every_line() {
        let export = proposed_export("E-post");
        let import = export.to_import("Import");
        let rows = settings(Some(import.delimiter), &import.direction, &export);
        assert_eq!((rows.len(), differences(&rows)), (3, 0));
        assert_eq!(differences(&fields(&import.columns, &export.columns)), 0);
    }

    #[test]
    fn what_is_recognised_agrees_and_what_is_said_must() {
        let export = proposed_export("E-post");
        let direction = |encoding, skip_rows| Direction::Import {
            encoding,
            skip_rows,
        };
        for (delimiter, import, differing) in [
            (Some(Delimiter::TAB), direction(None, None), 0),
            (None, direction(None, Some(1)), 1),
            (Some(Delimiter::SEMICOLON), direction(None, Some(0)), 2),
            (
                Some(Delimiter::TAB),
                direction(Some(Encoding::Windows1252), Some(2)),
                2,
            ),
        ] {
            let rows = settings(delimiter, &import, &export);
            assert_eq!(differences(&rows), differing, "{rows:?}");
        }
    }

    #[test]
    fn fields_are_compared_place_by_place() {
        use Field::{ConnectAddress, Email, EmployeeNumber, UserId};
        let export = [UserId, EmployeeNumber, Email, ConnectAddress].map(Some);
        let marks = |import: &[Option<Field>]| -> Vec<Mark> {
            fields(import, &export).iter().map(|row| row.mark).collect()
        };
        use Mark::{Different, Passed, Same};
        assert_eq!(marks(&export), [Same; 4]);
        assert_eq!(
            marks(&[
                Some(EmployeeNumber),
                Some(UserId),
                None,
                Some(ConnectAddress)
            ]),
            [Different, Different, Passed, Same]
        );
        assert_eq!(
            marks(&[Some(UserId), None, Some(Email)]),
            [Same, Different, Same, Different]
        );
        assert_eq!(fields(&[Some(UserId)], &[])[0].export, "–");
    }
}
