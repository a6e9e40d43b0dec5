//! Which column of a file is which, for commands: by the heading row in either language, else by what stands in the columns.

use super::reading::head;
use crate::domain::address;
use crate::domain::headings::{Heading, is_heading_row, recognise};
use crate::domain::preflight::HeadRecord;
use crate::domain::template::Field;
use crate::file::Table;

/// The fields of a table by column, and how many physical lines stand before its first data row.
pub fn recognised(table: &Table) -> (Vec<Option<Field>>, u32) {
    let head = head(table);
    if let Some(heading) = head.iter().find(|record| is_heading_row(&record.cells)) {
        let field = |cell: &String| match recognise(cell) {
            Some(Heading::Field(field)) => Some(field),
            _ => None,
        };
        return (heading.cells.iter().map(field).collect(), heading.line);
    }
    let columns = head.iter().map(|record| record.cells.len()).max();
    let mut fields = vec![None; columns.unwrap_or_default()];
    let only = |found: &dyn Fn(&str) -> bool| only_column(&head, found);
    if let Some(column) = only(&|cell| cell.contains('@')) {
        fields[column] = Some(Field::ConnectAddress);
    }
    if fields.len() == 3 {
        // The three fields of the guide: the number is the one with digits, the user id is what is left.
        let number = only(&|cell| cell.bytes().any(|b| b.is_ascii_digit()) && !cell.contains('@'));
        if let Some(column) = number.filter(|column| fields[*column].is_none()) {
            fields[column] = Some(Field::EmployeeNumber);
            let rest = fields.iter().position(Option::is_none);
            if let (Some(column), true) = (rest, fields.contains(&Some(Field::ConnectAddress))) {
                fields[column] = Some(Field::UserId);
            }
        }
    }
    (fields, 0)
}

/// The only column in which most of the filled cells are such.
pub(super) fn only_column(head: &[HeadRecord], such: &dyn Fn(&str) -> bool) -> Option<usize> {
    let columns = head.iter().map(|record| record.cells.len()).max()?;
    let mut found = (0..columns).filter(|column| {
        let filled: Vec<&str> = head
            .iter()
            .filter_map(|record| record.cells.get(*column))
            .map(|cell| address::trim(cell))
            .filter(|cell| !cell.is_empty())
            .collect();
        let fitting = filled.iter().filter(|cell| such(cell)).count();
        fitting > 0 && fitting * 2 > filled.len()
    });
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
