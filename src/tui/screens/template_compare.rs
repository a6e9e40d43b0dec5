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

/// The settings that are compared, in the order of their lines, which come before those of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Delimiter,
    Encoding,
    Heading,
}

impl Setting {
    pub(super) const ALL: [Setting; 3] = [Setting::Delimiter, Setting::Encoding, Setting::Heading];
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

/// The import's fields with the difference in one place mended, and as little else changed as can be: a field that stands
/// elsewhere changes places, one that is lacking pushes the others on.
pub(super) fn mend_field(
    import: &[Option<Field>],
    export: &[Option<Field>],
    place: usize,
) -> Vec<Option<Field>> {
    let mut mended = import.to_vec();
    let Some(&wanted) = export.get(place) else {
        if place < mended.len() {
            mended.remove(place);
        }
        return mended;
    };
    if mended.len() <= place {
        mended.resize(place + 1, None);
    }
    let elsewhere = (0..mended.len()).find(|&at| at != place && mended[at] == wanted);
    let comes_later = mended[place].is_some() && export[place + 1..].contains(&mended[place]);
    match elsewhere {
        // A field that the file does not have is the only thing in the way.
        Some(at) if at == place + 1 && !export.contains(&mended[place]) => {
            mended.remove(place);
        }
        Some(at) => mended.swap(place, at),
        None if comes_later => mended.insert(place, wanted),
        None => mended[place] = wanted,
    }
    mended
}

/// The import's fields with every difference mended; a column that may be passed over still is.
pub(super) fn mend_fields(
    import: &[Option<Field>],
    export: &[Option<Field>],
) -> Vec<Option<Field>> {
    let rows = fields(import, export);
    let places = export.iter().zip(&rows).enumerate();
    places
        .map(|(place, (written, row))| match row.mark {
            Mark::Different => *written,
            Mark::Same | Mark::Passed => import.get(place).copied().flatten(),
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

    #[test]
    fn mending_one_field_changes_as_little_as_can_be() {
        use Field::{Company, ConnectAddress, Email, EmployeeNumber, UserId};
        let export = [UserId, EmployeeNumber, Email, ConnectAddress].map(Some);
        for (import, place, differing) in [
            // Two that changed places, one that is lacking, one too many, one instead of another.
            (
                &[
                    Some(EmployeeNumber),
                    Some(UserId),
                    None,
                    Some(ConnectAddress),
                ][..],
                0,
                0,
            ),
            (&[Some(UserId), Some(Email), Some(ConnectAddress)], 1, 0),
            (
                &[
                    Some(UserId),
                    Some(Company),
                    Some(EmployeeNumber),
                    Some(Email),
                    Some(ConnectAddress),
                ],
                1,
                0,
            ),
            (
                &[Some(UserId), Some(Company), None, Some(ConnectAddress)],
                1,
                0,
            ),
            // Behind the end: the places before it are still to be mended, as far as they matter.
            (&[Some(UserId)], 3, 1),
            (
                &[
                    Some(UserId),
                    Some(EmployeeNumber),
                    None,
                    Some(ConnectAddress),
                    None,
                ],
                4,
                0,
            ),
        ] {
            let mended = mend_field(import, &export, place);
            assert_eq!(
                differences(&fields(&mended, &export)),
                differing,
                "{mended:?}"
            );
        }
    }

    #[test]
    fn mending_everything_leaves_no_difference_and_passes_over_what_was() {
        use Field::{ConnectAddress, Email, EmployeeNumber, UserId};
        let export = [UserId, EmployeeNumber, Email, ConnectAddress].map(Some);
        for import in [
            &[][..],
            &[Some(Email), None, None, Some(UserId), Some(EmployeeNumber)],
        ] {
            let mended = mend_fields(import, &export);
            assert_eq!(differences(&fields(&mended, &export)), 0, "{mended:?}");
            assert_eq!(mended[2].is_none(), !import.is_empty());
        }
    }

    #[test]
    fn mending_place_after_place_ends_in_agreement() {
        let all: Vec<Option<Field>> = Field::ALL.into_iter().map(Some).collect();
        let export = &all[..6];
        for turn in 0..all.len() {
            let mut import = all.clone();
            import.rotate_left(turn);
            let rounds = (0..).take_while(|_| {
                let rows = fields(&import, export);
                let place = rows.iter().position(|row| row.mark == Mark::Different);
                if let Some(place) = place {
                    import = mend_field(&import, export, place);
                }
                place.is_some()
            });
            assert!(rounds.take(50).count() < 50, "{turn}");
        }
    }
}
