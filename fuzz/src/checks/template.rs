//! Templates and the file against them, before any row.

use koppla::domain::headings::is_heading_row;
use koppla::domain::preflight::{HeadRecord, Refusal, check};
use koppla::domain::template::{Delimiter, Direction, Encoding, Field, Kind, Template};
use koppla::file::{DelimitedWriter, Document, Reading, Table};
use koppla::jobs::reading::head;

use super::PART;
use super::document::{read, rows};

/// Parts that [`PART`] divides: name, fields, delimiter, encoding and number of lines to skip as a command takes them, and the
/// bytes of a file. A template says what it is; a refusal of the file names a cure that cures; and what an export template
/// writes, its copy for the import reads.
pub fn template(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == PART);
    let mut setting = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (name, fields, delimiter, encoding, skip) =
        (setting(), setting(), setting(), setting(), setting());
    let file = parts.next().unwrap_or_default();
    let columns = fields.split(',').map(|code| match code.trim() {
        "-" => None,
        code => Field::from_code(code),
    });
    let encoding = Encoding::from_code(&encoding);
    let import = Template {
        name,
        columns: columns.collect(),
        delimiter: Delimiter::from_code(&delimiter).unwrap_or(Delimiter::TAB),
        direction: Direction::Import {
            encoding,
            skip_rows: skip.parse().ok(),
        },
    };
    says_what_it_is(&import);
    let document = open(file, &import).ok();
    if let Some(document) = &document {
        against(&import, &document.table());
    }
    let export = Template {
        direction: Direction::Export {
            encoding: encoding.unwrap_or(Encoding::Utf8),
            heading: skip != "0",
        },
        ..import
    };
    says_what_it_is(&export);
    if let (Ok(()), Some(document)) = (export.validate(), document) {
        its_copy_reads(&export, &rows(&document.table()));
    }
}

fn open(bytes: &[u8], template: &Template) -> Result<Document, koppla::file::FileError> {
    let encoding = match template.direction {
        Direction::Import { encoding, .. } => encoding,
        Direction::Export { encoding, .. } => Some(encoding),
    };
    let reading = Reading {
        encoding,
        delimiter: Some(template.delimiter),
        quotes: true,
    };
    read(bytes, reading)
}

fn says_what_it_is(template: &Template) {
    let delimiter = template.delimiter;
    assert_eq!(Delimiter::from_code(&delimiter.code()), Some(delimiter));
    let lacks = |field: &Field| template.position(*field).is_none();
    assert!(template.missing().iter().all(lacks));
    let copy = template.to_import(&template.name);
    assert_eq!(
        (copy.kind(), &copy.columns),
        (Kind::Import, &template.columns)
    );
    assert!(template.validate().is_err() || copy.validate().is_ok());
}

fn known(user_id: &str) -> bool {
    user_id.starts_with('a')
}

fn against(template: &Template, table: &Table) {
    let head = head(table);
    let ask = |template: &Template| check(template, &head, table.guessed_delimiter(), known);
    let skipping = |lines: u32| {
        let mut cured = template.clone();
        if let Direction::Import { skip_rows, .. } = &mut cured.direction {
            *skip_rows = Some(lines);
        }
        ask(&cured)
    };
    match ask(template) {
        Ok(skip) => {
            let heading = |record: &HeadRecord| is_heading_row(&record.cells);
            let first = head.iter().find(|record| heading(record));
            assert!(first.is_none_or(|record| record.line <= skip));
        }
        Err(Refusal::Delimiter {
            template: has,
            file,
        }) => assert_ne!(has, file),
        Err(Refusal::Heading { columns, .. }) => {
            let Some(columns) = columns else { return };
            let cured = Template {
                columns,
                name: "x".into(),
                ..template.clone()
            };
            assert_eq!(cured.validate(), Ok(()));
            let again = ask(&cured);
            assert!(!matches!(again, Err(Refusal::Heading { .. })), "{again:?}");
        }
        Err(Refusal::HeadingAsPerson { line }) => {
            let again = skipping(line);
            assert!(!matches!(again, Err(Refusal::HeadingAsPerson { .. })));
        }
        Err(Refusal::PersonSkipped { right, line, .. }) => {
            assert!(right < line);
            let again = skipping(right);
            assert!(!matches!(again, Err(Refusal::PersonSkipped { .. })));
        }
    }
}

/// Writes a heading and these cells by the template and reads them by its copy.
fn its_copy_reads(export: &Template, cells: &[Vec<String>]) {
    let (delimiter, width) = (export.delimiter, export.columns.len());
    let Direction::Export { encoding, heading } = export.direction else {
        return;
    };
    let mut expected: Vec<Vec<String>> = Vec::new();
    if heading {
        let headings = export.columns.iter().flatten();
        expected.push(headings.map(|field| field.heading().to_owned()).collect());
    }
    let cells = cells.iter().map(|row| {
        let mut row = row.clone();
        row.resize(width, String::new());
        row
    });
    expected.extend(cells);
    let mut writer = DelimitedWriter::new(delimiter, encoding);
    for row in &expected {
        if writer
            .row(row.iter().map(|cell| Some(cell.as_str())))
            .is_err()
        {
            return;
        }
    }
    let import = export.to_import("In");
    // With controls in its cells it is no text file.
    let Ok(document) = open(&writer.into_bytes(), &import) else {
        return;
    };
    let table = document.table();
    assert_eq!(rows(&table), expected);
    let head = head(&table);
    let checked = check(&import, &head, table.guessed_delimiter(), known);
    let titles = expected.iter().filter(|row| is_heading_row(row)).count();
    if heading && titles == 1 {
        assert_eq!(checked, Ok(1));
    }
}
