//! Repairing keys that a spreadsheet damaged: where a key of the file differs from the registered one only by what a
//! spreadsheet does to numbers, the registered one is proposed. Without a register only what the column itself makes plain.
//! Nothing is repaired silently: this is a list to look at. Not here: the sentences of the import ([`super::plan`]).

use std::borrow::Cow;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::address;
use super::excel;
use super::known::{KnownIndex, KnownPeople};
use super::template::Field;

/// The keys of a data row; what the row does not have is empty.
#[derive(Debug, Clone, Default)]
pub struct KeyRow<'a> {
    /// The record in the file, from 0.
    pub record: u32,
    /// Physical line, from 1.
    pub line: u32,
    /// User id.
    pub user_id: Cow<'a, str>,
    /// Employee number.
    pub employee_number: Cow<'a, str>,
}

/// A key that would be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The record in the file, from 0.
    pub record: u32,
    /// Physical line, from 1.
    pub line: u32,
    /// Which key.
    pub field: Field,
    /// User id as the row has it.
    pub user_id: Box<str>,
    /// Employee number as the row has it.
    pub employee_number: Box<str>,
    /// The cell as it is.
    pub old: Box<str>,
    /// What it would hold.
    pub new: Box<str>,
}

/// What repairing would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RepairPlan {
    /// How many rows were looked at.
    pub rows: usize,
    /// The repairs in the order of the file.
    pub repairs: Vec<Repair>,
}

/// Plans the repair. `rows` gives the data rows in the order of the file, each time anew.
pub fn plan<'a, I>(rows: impl Fn() -> I, people: Option<&KnownPeople>) -> RepairPlan
where
    I: Iterator<Item = KeyRow<'a>>,
{
    match people.filter(|people| !people.is_empty()) {
        Some(people) => by_register(rows(), people),
        None => by_column(rows),
    }
}

fn repair(row: &KeyRow<'_>, field: Field, new: &str) -> Repair {
    let cell = match field {
        Field::UserId => &row.user_id,
        _ => &row.employee_number,
    };
    Repair {
        record: row.record,
        line: row.line,
        field,
        user_id: address::trim(&row.user_id).into(),
        employee_number: address::trim(&row.employee_number).into(),
        old: cell.as_ref().into(),
        new: new.into(),
    }
}

fn by_register<'a>(rows: impl Iterator<Item = KeyRow<'a>>, people: &KnownPeople) -> RepairPlan {
    let mut by_bare_id: Option<BareIds> = None;
    let mut plan = RepairPlan::default();
    for row in rows {
        plan.rows += 1;
        let user_id = address::trim(&row.user_id);
        let number = address::trim(&row.employee_number);
        if user_id.is_empty() || number.is_empty() {
            continue;
        }
        let known = match people.by_user_id(user_id) {
            Some(index) => index,
            None => {
                let ids = by_bare_id.get_or_insert_with(|| bare_ids(people));
                let Some(index) = meant(user_id, number, ids, people) else {
                    continue;
                };
                plan.repairs
                    .push(repair(&row, Field::UserId, people.person(index).user_id));
                index
            }
        };
        let registered = people.person(known).employee_number;
        if excel::explains(registered, number) {
            plan.repairs
                .push(repair(&row, Field::EmployeeNumber, registered));
        }
    }
    plan
}

/// People whose user id is a number, by that number without leading zeros.
type BareIds = HashMap<String, Vec<KnownIndex>, FixedState>;

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn bare_ids(people: &KnownPeople) -> BareIds {
    let mut ids = BareIds::default();
    for (index, person) in people.iter() {
        if digits(person.user_id) {
            let bare = person.user_id.trim_start_matches('0');
            ids.entry_ref(bare).or_default().push(index);
        }
    }
    ids
}

/// The only person whose user id a spreadsheet turned into this one, and whose number agrees.
fn meant(user_id: &str, number: &str, ids: &BareIds, people: &KnownPeople) -> Option<KnownIndex> {
    if !digits(user_id) {
        return None;
    }
    let mut found = ids
        .get(user_id.trim_start_matches('0'))?
        .iter()
        .filter(|index| {
            let person = people.person(**index);
            let same = person.employee_number == number;
            excel::explains(person.user_id, user_id)
                && (same || excel::explains(person.employee_number, number))
        });
    match (found.next(), found.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

/// Without a register: numbers that are shorter than all others, where all others have one length and some of them lead with
/// a zero. Numbers with letters say nothing about the length.
fn by_column<'a, I>(rows: impl Fn() -> I) -> RepairPlan
where
    I: Iterator<Item = KeyRow<'a>>,
{
    let mut plan = RepairPlan::default();
    let (mut longest, mut whole, mut short, mut zeros) = (0, 0usize, 0usize, 0usize);
    let mut contradicted = false;
    for row in rows() {
        plan.rows += 1;
        let number = address::trim(&row.employee_number);
        if !digits(number) {
            continue;
        }
        let zero = number.starts_with('0');
        if number.len() > longest {
            // All that came before is shorter; one with a zero in front was written so on purpose.
            contradicted |= zeros > 0;
            short += whole;
            (longest, whole, zeros) = (number.len(), 0, 0);
        }
        if number.len() == longest {
            whole += 1;
            zeros += usize::from(zero);
        } else {
            short += 1;
            contradicted |= zero;
        }
    }
    if contradicted || short == 0 || whole < 3 || short > whole || zeros * 2 < whole {
        return plan;
    }
    for row in rows() {
        let number = address::trim(&row.employee_number);
        if digits(number) && number.len() < longest {
            let padded = format!("{number:0>longest$}");
            plan.repairs
                .push(repair(&row, Field::EmployeeNumber, &padded));
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::known::KnownPerson;

    fn repairs(rows: &[(&str, &str)], people: Option<&KnownPeople>) -> Vec<(u32, Field, String)> {
        let rows = || {
            (1..).zip(rows).map(|(record, (user_id, number))| KeyRow {
                record,
                line: record + 1,
                user_id: Cow::Borrowed(*user_id),
                employee_number: Cow::Borrowed(*number),
            })
        };
        let plan = plan(rows, people);
        let of = |r: Repair| (r.record, r.field, r.new.into_string());
        plan.repairs.into_iter().map(of).collect()
    }

    fn register(people: &[(&str, &str)]) -> KnownPeople {
        let mut known = KnownPeople::default();
        for (user_id, employee_number) in people {
            known.push(KnownPerson {
                user_id,
                employee_number,
                ..KnownPerson::default()
            });
        }
        known
    }

    #[test]
    fn what_a_spreadsheet_did_to_a_number_is_undone_and_nothing_else() {
        let people = register(&[
            ("anna.a", "00417"),
            ("bo.b", "123E3"),
            ("cia.c", "00421"),
            ("dan.d", "00500"),
        ]);
        let rows = [
            ("anna.a", "417"),
            ("bo.b", "1,23E+05"),
            ("cia.c", "00422"),
            ("dan.d", "00500"),
            ("eva.e", "7"),
            ("cia.c", ""),
        ];
        assert_eq!(
            repairs(&rows, Some(&people)),
            [
                (1, Field::EmployeeNumber, "00417".to_owned()),
                (2, Field::EmployeeNumber, "123E3".to_owned()),
            ]
        );
    }

    #[test]
    fn a_user_id_is_repaired_only_if_the_number_agrees_and_one_person_fits() {
        let people = register(&[("00417", "0001"), ("0033", "0002"), ("00033", "0002")]);
        let rows = [("417", "1"), ("417", "9"), ("33", "2")];
        assert_eq!(
            repairs(&rows, Some(&people)),
            [
                (1, Field::UserId, "00417".to_owned()),
                (1, Field::EmployeeNumber, "0001".to_owned()),
            ]
        );
    }

    #[test]
    fn without_a_register_only_a_plain_case_is_padded() {
        let by = |numbers: &[&str]| {
            let rows: Vec<_> = numbers.iter().map(|n| ("", *n)).collect();
            let fixed = repairs(&rows, None);
            fixed.into_iter().map(|(_, _, new)| new).collect::<Vec<_>>()
        };
        assert_eq!(by(&["00417", "432", "00418", "T7", "00419"]), ["00432"]);
        assert_eq!(by(&["432", "00417", "00418", "00419"]), ["00432"]);
        let nothing: [&[&str]; 7] = [
            &["417", "418", "419", "1420"],
            &["00417", "432", "00418"],
            &["00417", "0170", "00418", "00419"],
            &["0170", "00417", "00418", "00419"],
            &["10417", "432", "10418", "10419"],
            &["00417", "00418", "00419", "1", "2", "3", "4"],
            &["", "", "T0042"],
        ];
        for numbers in nothing {
            assert_eq!(by(numbers), [""; 0], "{numbers:?}");
        }
    }
}
