//! Repairing keys that a spreadsheet damaged: where a key of the file differs from the registered one only by what a
//! spreadsheet does to numbers, the registered one is proposed. Without a register only what the column itself makes plain.
//! A row whose cells moved one column to the left, so that the user id is gone, gets them back where the number means one person only.
//! Nothing is repaired silently: this is a list to look at. Not here: the sentences of the import ([`super::plan`]).

use std::borrow::Cow;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::address;
use super::excel::{self, Exponent};
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
    /// The connect address, where user id, number and address are all the columns, in this order: only there a row that moved to the
    /// left can be moved back.
    pub address: Option<Cow<'a, str>>,
}

/// A cell that would be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The record in the file, from 0.
    pub record: u32,
    /// Physical line, from 1.
    pub line: u32,
    /// Which key; the address too in a row that moved to the left.
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
        Field::UserId => row.user_id.as_ref(),
        Field::ConnectAddress => row.address.as_deref().unwrap_or_default(),
        _ => row.employee_number.as_ref(),
    };
    Repair {
        record: row.record,
        line: row.line,
        field,
        user_id: address::trim(&row.user_id).into(),
        employee_number: address::trim(&row.employee_number).into(),
        old: cell.into(),
        new: new.into(),
    }
}

/// Whether the cells of a row look moved one column to the left: an address stands where the number belongs, or a number where the
/// user id does and nothing behind it.
pub fn looks_shifted(user_id: &str, employee_number: &str, address: &str) -> bool {
    let (user_id, number) = (address::trim(user_id), address::trim(employee_number));
    let moved = number.contains('@') || (number.is_empty() && digits(user_id));
    moved && !user_id.is_empty() && address::trim(address).is_empty()
}

/// The only person whose employee number this is, as it stands or as a spreadsheet left it; the numbers are sorted when the first
/// shifted row turns up.
fn meant_by_number(
    number: &str,
    sorted: &mut Option<Shown>,
    people: &KnownPeople,
) -> Option<KnownIndex> {
    let bare = |number: &str| match digits(number) {
        true => number.trim_start_matches('0').to_owned(),
        false => number.to_owned(),
    };
    let sorted = sorted.get_or_insert_with(|| {
        let mut sorted = Shown::default();
        for (index, person) in people.iter() {
            let key = bare(person.employee_number);
            sorted.entry(key).or_default().push(index);
        }
        sorted
    });
    let mut found = sorted.get(&bare(number))?.iter().filter(|index| {
        let registered = people.person(**index).employee_number;
        registered == number || excel::explains(registered, number)
    });
    match (found.next(), found.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

fn by_register<'a>(rows: impl Iterator<Item = KeyRow<'a>>, people: &KnownPeople) -> RepairPlan {
    let mut ids = DamagedIds::default();
    let mut numbers = None;
    let mut plan = RepairPlan::default();
    for row in rows {
        plan.rows += 1;
        let user_id = address::trim(&row.user_id);
        let number = address::trim(&row.employee_number);
        if let Some(address) = &row.address
            && looks_shifted(user_id, number, address)
            && people.by_user_id(user_id).is_none()
        {
            if let Some(index) = meant_by_number(user_id, &mut numbers, people) {
                let person = people.person(index);
                let back = [
                    (Field::UserId, person.user_id),
                    (Field::EmployeeNumber, person.employee_number),
                    (Field::ConnectAddress, number),
                ];
                let back = back.into_iter().filter(|(_, new)| !new.is_empty());
                plan.repairs
                    .extend(back.map(|(field, new)| repair(&row, field, new)));
            }
            continue;
        }
        if user_id.is_empty() || number.is_empty() {
            continue;
        }
        let known = match people.by_user_id(user_id) {
            Some(index) => index,
            None => {
                let Some(index) = ids.meant(user_id, number, people) else {
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

/// People by what a spreadsheet makes of their user ids.
type Shown = HashMap<String, Vec<KnownIndex>, FixedState>;

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Finds whose user id was damaged; made when the first unknown one turns up.
#[derive(Default)]
struct DamagedIds {
    /// By the number without leading zeros.
    bare: Option<Shown>,
    /// By the number with an exponent, for each count of decimals that occurs.
    exponents: HashMap<usize, Shown, FixedState>,
}

impl DamagedIds {
    /// The only person whose user id a spreadsheet turned into this one, and whose number agrees.
    fn meant(&mut self, user_id: &str, number: &str, people: &KnownPeople) -> Option<KnownIndex> {
        let by = |key: &dyn Fn(&str) -> Option<String>| {
            let mut shown = Shown::default();
            for (index, person) in people.iter() {
                if let Some(key) = key(person.user_id) {
                    shown.entry(key).or_default().push(index);
                }
            }
            shown
        };
        let bare = |id: &str| digits(id).then(|| id.trim_start_matches('0').to_owned());
        let candidates = if let Some(key) = bare(user_id) {
            self.bare.get_or_insert_with(|| by(&bare)).get(&key)?
        } else {
            let exponent = Exponent::parse(user_id)?;
            let decimals = exponent.decimals();
            let written = |id: &str| Exponent::of(id, decimals).map(|e| e.to_string());
            let shown = self.exponents.entry(decimals);
            shown
                .or_insert_with(|| by(&written))
                .get(&exponent.to_string())?
        };
        let mut found = candidates.iter().filter(|index| {
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

    #[test]
    fn a_row_that_moved_to_the_left_is_moved_back_where_its_number_means_one_person() {
        let people = register(&[
            ("anna.a", "00417"),
            ("bo.b", "00418"),
            ("cia.c", "00500"),
            ("dan.d", "500"),
            ("4711", "00600"),
        ]);
        let rows = [
            // The zeros gone as well; nothing behind the number; one that is whole.
            ("417", "anna@foretaget.se", ""),
            ("00418", "", ""),
            ("bo.b", "00418", ""),
            // Two can be meant; nobody; a user id that is a number.
            ("500", "cia@foretaget.se", ""),
            ("999", "eva@foretaget.se", ""),
            ("4711", "", ""),
            // An address stands in its own place, too.
            ("417", "anna@foretaget.se", "anna@foretaget.se"),
        ];
        let rows = || {
            (1..)
                .zip(&rows)
                .map(|(record, (id, number, address))| KeyRow {
                    record,
                    line: record + 1,
                    user_id: Cow::Borrowed(*id),
                    employee_number: Cow::Borrowed(*number),
                    address: Some(Cow::Borrowed(*address)),
                })
        };
        let repaired: Vec<_> = plan(rows, Some(&people)).repairs;
        let repaired: Vec<_> = repaired
            .iter()
            .map(|r| (r.record, r.field, &*r.old, &*r.new))
            .collect();
        assert_eq!(
            repaired,
            [
                (1, Field::UserId, "417", "anna.a"),
                (1, Field::EmployeeNumber, "anna@foretaget.se", "00417"),
                (1, Field::ConnectAddress, "", "anna@foretaget.se"),
                (2, Field::UserId, "00418", "bo.b"),
                (2, Field::EmployeeNumber, "", "00418"),
            ]
        );
    }

    fn repairs(rows: &[(&str, &str)], people: Option<&KnownPeople>) -> Vec<(u32, Field, String)> {
        let rows = || {
            (1..).zip(rows).map(|(record, (user_id, number))| KeyRow {
                record,
                line: record + 1,
                user_id: Cow::Borrowed(*user_id),
                employee_number: Cow::Borrowed(*number),
                address: None,
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
        let people = register(&[
            ("00417", "0001"),
            ("0033", "0002"),
            ("00033", "0002"),
            ("123456789", "0004"),
            ("123499999", "0005"),
        ]);
        let rows = [
            ("417", "1"),
            ("417", "9"),
            ("33", "2"),
            ("1,23E+08", "0005"),
            ("1,23E+08", "0006"),
        ];
        assert_eq!(
            repairs(&rows, Some(&people)),
            [
                (1, Field::UserId, "00417".to_owned()),
                (1, Field::EmployeeNumber, "0001".to_owned()),
                (4, Field::UserId, "123499999".to_owned()),
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
