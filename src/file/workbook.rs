//! The first filled sheet of a workbook (.xlsx) as rows of text, the way a spreadsheet shows them: as a source to fill from.
//! Not here: editing or saving workbooks, which koppla never does, and the old .xls.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use calamine::{DataRef, Reader, SheetVisible, Style, Xlsx, XlsxError};

use super::error::FileError;
use super::source::Limits;

/// Columns beyond these are passed over; no list has its keys there.
const COLUMNS: usize = 256;

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetRow {
    /// Its number in the spreadsheet, from 1.
    pub number: u32,
    /// Its cells from the first column on.
    pub cells: Vec<String>,
}

/// Reads the first visible sheet with something in it. Rows without any text are left out.
///
/// # Errors
/// [`FileError::Unreadable`], also where the file is no workbook, and [`FileError::TooLarge`].
pub fn read_workbook(path: &Path, limits: Limits) -> Result<Vec<SheetRow>, FileError> {
    let broken = |error: XlsxError| FileError::reading(path, io::Error::other(error.to_string()));
    let file = File::open(path).map_err(|source| FileError::reading(path, source))?;
    let size = file.metadata().map(|m| m.len()).unwrap_or_default();
    if size > limits.bytes {
        return Err(FileError::TooLarge {
            path: path.to_owned(),
            size: Some(size),
            limit: limits.bytes,
        });
    }
    let mut book = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for sheet in sheets {
        let rows = match read_sheet(&mut book, &sheet, limits) {
            // A sheet that is a chart has no cells.
            Err(Stop::Sheet(XlsxError::WorksheetNotFound(_))) => continue,
            Err(Stop::Sheet(error)) => return Err(broken(error)),
            Err(Stop::TooLarge) => {
                return Err(FileError::TooLarge {
                    path: path.to_owned(),
                    size: None,
                    limit: limits.bytes,
                });
            }
            Ok(rows) => rows,
        };
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Err(FileError::Empty {
        path: path.to_owned(),
    })
}

enum Stop {
    Sheet(XlsxError),
    /// Unpacked, the sheet is larger than any file that is opened.
    TooLarge,
}

impl From<XlsxError> for Stop {
    fn from(error: XlsxError) -> Stop {
        Stop::Sheet(error)
    }
}

fn read_sheet(
    book: &mut Xlsx<BufReader<File>>,
    sheet: &str,
    limits: Limits,
) -> Result<Vec<SheetRow>, Stop> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let styles = cells.styles().to_vec();
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut length = 0;
    // Cell by cell: a sheet with one cell in its last corner is not a table of billions.
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let column = column as usize;
        let text = shown(cell.get_value(), styles.get(style));
        if text.is_empty() || column >= COLUMNS {
            continue;
        }
        length += text.len() as u64 + 1;
        if length > limits.bytes {
            return Err(Stop::TooLarge);
        }
        if rows.last().is_none_or(|last| last.number != row + 1) {
            rows.push(SheetRow {
                number: row + 1,
                cells: Vec::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    Ok(rows)
}

/// A cell as the spreadsheet shows it, as far as keys and addresses need it: a number formatted as `00000` keeps its zeros.
fn shown(value: &DataRef<'_>, style: Option<&Style>) -> String {
    let digits = match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => return text.clone(),
        DataRef::SharedString(text) => return (*text).to_owned(),
        DataRef::Bool(_) | DataRef::Error(_) | DataRef::Empty => return String::new(),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            return String::new();
        }
    };
    let format = style
        .and_then(|style| style.number_format.as_ref())
        .map_or("", |format| format.format_code.as_str());
    let zeros = !format.is_empty() && format.bytes().all(|b| b == b'0');
    if zeros && digits.bytes().all(|b| b.is_ascii_digit()) {
        return format!("{digits:0>width$}", width = format.len());
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn sample(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("sample-data")
            .join(name)
    }

    #[test]
    fn the_sample_workbook_is_read_with_its_zeros() {
        let rows = read_workbook(&sample("rapport.xlsx"), Limits::default()).unwrap();
        assert_eq!(rows.len(), 13);
        assert_eq!((rows[1].number, &*rows[1].cells[1]), (2, "00848"));
        assert_eq!(rows[0].cells[4], "E-post Visma Connect");
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.xlsx");
        std::fs::write(&path, b"PK\x03\x04 and then nothing of the kind").unwrap();
        let error = read_workbook(&path, Limits::default()).unwrap_err();
        assert_eq!(error.code(), "file_unreadable");
        let error = read_workbook(&sample("rapport.xlsx"), Limits { bytes: 100 }).unwrap_err();
        assert_eq!(error.code(), "file_too_large");
    }

    #[test]
    fn numbers_are_shown_as_the_spreadsheet_shows_them() {
        assert_eq!(shown(&DataRef::Float(417.0), None), "417");
        assert_eq!(
            shown(&DataRef::Float(700_123_456_789.0), None),
            "700123456789"
        );
        assert_eq!(shown(&DataRef::Empty, None), "");
    }
}
