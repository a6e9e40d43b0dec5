//! What a fill does, kind by kind, and what holds for every one.

use super::*;
use crate::domain::join::{JoinKey, SourceRow};
use crate::domain::known::KnownPerson;

/// Line, user id, number, first name, last name, address.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

fn rows<'a>(lines: &'a [Line<'a>]) -> impl Fn() -> std::vec::IntoIter<FillRow<'a>> {
    move || {
        let rows = (1..).zip(lines).map(|(record, line)| FillRow {
            record,
            line: record + 1,
            user_id: Cow::Borrowed(line.0),
            employee_number: Cow::Borrowed(line.1),
            first_name: Cow::Borrowed(line.2),
            last_name: Cow::Borrowed(line.3),
            address: Some(Cow::Borrowed(line.4)),
            ..FillRow::default()
        });
        rows.collect::<Vec<_>>().into_iter()
    }
}

fn pattern() -> Fill {
    Fill::Pattern(Pattern::parse("{first}.{last}@f.se").unwrap())
}

fn list(key: JoinKey, rows: &[(&str, &str)]) -> Fill {
    let rows = (1..).zip(rows).map(|(line, (key, address))| SourceRow {
        line,
        company: String::new(),
        key: (*key).to_owned(),
        address: (*address).to_owned(),
    });
    Fill::List(List {
        rows: rows.collect(),
        key,
    })
}

fn known(people: &[KnownPerson<'_>]) -> KnownPeople {
    let mut known = KnownPeople::default();
    for person in people {
        known.push(*person);
    }
    known
}

fn changes(plan: &FillPlan) -> Vec<(u32, &str)> {
    plan.changes.iter().map(|c| (c.record, &*c.new)).collect()
}

fn reasons(plan: &FillPlan) -> Vec<(u32, &'static str)> {
    let code = |row: &LeftOut| (row.record, row.reason.kind().code());
    plan.left_out.iter().map(code).collect()
}

fn keys(listed: &[Listed]) -> Vec<(&str, &[u32])> {
    listed.iter().map(|l| (&*l.key, &*l.lines)).collect()
}

const ALL: FillOptions = FillOptions {
    overwrite: false,
    selected: None,
};

const OVER: FillOptions = FillOptions {
    overwrite: true,
    selected: None,
};

#[test]
fn namesakes_get_numbers_in_the_order_of_the_file_also_against_what_is_taken() {
    let lines = [
        ("a1", "1", "Anna", "Ek", ""),
        ("a2", "2", "Anna", "Ek", "anna.ek2@f.se"),
        ("a3", "3", "ANNA", "Ék", ""),
        ("A1", "1", "Anna", "Ek", ""),
        ("a4", "4", "Anna", "Ek", " "),
        ("b", "5", "Bo", "", ""),
        ("c", "6", "Иван", "Ek", ""),
    ];
    let plan_without = plan(rows(&lines), &pattern(), &ALL, None);
    assert_eq!(
        changes(&plan_without),
        [
            (1, "anna.ek@f.se"),
            (3, "anna.ek3@f.se"),
            (4, "anna.ek@f.se"),
            (5, "anna.ek4@f.se")
        ]
    );
    assert_eq!(
        reasons(&plan_without),
        [(2, "has_address"), (6, "no_name"), (7, "not_latin")]
    );
    assert_eq!(plan_without.protection_unknown, 4);

    let people = known(&[
        KnownPerson {
            user_id: "x",
            address: "anna.ek@f.se",
            ..KnownPerson::default()
        },
        KnownPerson {
            user_id: "a4",
            address: "anna.ek7@f.se",
            ..KnownPerson::default()
        },
    ]);
    let plan_with = plan(rows(&lines), &pattern(), &ALL, Some(&people));
    assert_eq!(
        changes(&plan_with),
        [
            (1, "anna.ek3@f.se"),
            (3, "anna.ek4@f.se"),
            (4, "anna.ek3@f.se"),
            (5, "anna.ek7@f.se")
        ]
    );
    assert_eq!(plan_with.protection_unknown, 3);
}

#[test]
fn overwriting_leaves_what_the_pattern_gave_before_and_what_is_verified() {
    let lines = [
        ("a", "1", "Anna", "Ek", "anna.ek2@f.se"),
        ("b", "2", "Anna", "Ek", "Anna.Ek@f.se"),
        ("c", "3", "Cia", "Ek", "cia@old.se"),
        ("d", "4", "Dan", "Ek", "dan@old.se"),
    ];
    let people = known(&[KnownPerson {
        user_id: "d",
        verified: true,
        ..KnownPerson::default()
    }]);
    let plan = plan(rows(&lines), &pattern(), &OVER, Some(&people));
    assert_eq!(changes(&plan), [(3, "cia.ek@f.se")]);
    assert_eq!(
        reasons(&plan),
        [(1, "has_address"), (2, "has_address"), (4, "verified")]
    );
}

#[test]
fn protected_people_are_left_out_however_they_are_known() {
    let lines = [
        ("a", "1", "Anna", "Ek", ""),
        ("typo", "2", "Bo", "Ek", ""),
        ("", "3", "Cia", "Ek", ""),
        ("d", "4", "Dan", "Ek", ""),
    ];
    let person = |user_id, employee_number| KnownPerson {
        user_id,
        employee_number,
        protected: true,
        ..KnownPerson::default()
    };
    let people = known(&[person("a", "1"), person("b", "2"), person("c", "3")]);
    let plan_known = plan(rows(&lines), &pattern(), &ALL, Some(&people));
    assert_eq!(changes(&plan_known), [(4, "dan.ek@f.se")]);
    assert_eq!(plan_known.left_out_counts(), [(ReasonKind::Protected, 3)]);
    assert_eq!(plan_known.protection_unknown, 1);

    let told = || {
        rows(&lines)().map(|row| FillRow {
            protected: Some(row.record == 1),
            ..row
        })
    };
    let plan_told = plan(told, &pattern(), &ALL, None);
    assert_eq!(reasons(&plan_told), [(1, "protected")]);
    assert_eq!(plan_told.protection_unknown, 0);
}

#[test]
fn names_and_addresses_come_from_the_register_where_the_file_has_none() {
    let lines = [
        ("a", "", "", "", ""),
        ("", "7", "", "", ""),
        ("c", "", "", "", ""),
    ];
    let person = |user_id, employee_number| KnownPerson {
        user_id,
        employee_number,
        first_name: "Åsa",
        last_name: "Öhn",
        email: "asa@old.se",
        ..KnownPerson::default()
    };
    let people = known(&[person("a", "1"), person("b", "7")]);
    let by_name = plan(rows(&lines), &pattern(), &ALL, Some(&people));
    assert_eq!(
        changes(&by_name),
        [(1, "asa.ohn@f.se"), (2, "asa.ohn2@f.se")]
    );
    let by_email = plan(rows(&lines), &Fill::Email, &ALL, Some(&people));
    assert_eq!(changes(&by_email), [(1, "asa@old.se"), (2, "asa@old.se")]);
    assert_eq!(reasons(&by_email), [(3, "no_email")]);
}

#[test]
fn a_list_is_joined_by_number_and_tells_what_it_could_not_use() {
    let lines = [
        ("a", "007", "", "", ""),
        ("b", "008", "", "", "b@f.se"),
        ("c", "007", "", "", ""),
        ("d", "009", "", "", ""),
        ("e", "010", "", "", ""),
        ("f", "011", "", "", ""),
        ("g", "012", "", "", ""),
    ];
    let fill = list(
        JoinKey::EmployeeNumber,
        &[
            ("007", "x@f.se"),
            ("008", "y@f.se"),
            (" 009 ", "Dan <d@f.se>"),
            ("10", "e@f.se"),
            ("011", "f@f.se"),
            ("011", "other@f.se"),
            ("012", "no address"),
            ("999", "z@f.se"),
            ("998", ""),
        ],
    );
    let plan = plan(rows(&lines), &fill, &ALL, None);
    assert_eq!(changes(&plan), [(4, "d@f.se")]);
    assert_eq!(
        reasons(&plan),
        [
            (1, "ambiguous"),
            (2, "has_address"),
            (3, "ambiguous"),
            (5, "unmatched"),
            (6, "ambiguous"),
            (7, "invalid")
        ]
    );
    assert_eq!(keys(&plan.unmatched), [("10", &[][..]), ("999", &[])]);
    assert_eq!(plan.unmatched[0].suggestion.as_deref(), Some("010"));
    assert_eq!(
        keys(&plan.ambiguous),
        [("007", &[2, 4][..]), ("011", &[7]), ("011", &[7])]
    );
}

#[test]
fn a_number_that_somebody_else_of_the_register_has_is_ambiguous_unless_the_company_tells() {
    let lines = [("a", "007", "", "", "")];
    let person = |user_id, company| KnownPerson {
        user_id,
        employee_number: "007",
        company: Some(company),
        ..KnownPerson::default()
    };
    let people = known(&[person("a", 1), person("b", 2)]);
    let mut fill = list(JoinKey::EmployeeNumber, &[("007", "a@f.se")]);
    let vague = plan(rows(&lines), &fill, &ALL, Some(&people));
    assert_eq!(reasons(&vague), [(1, "ambiguous")]);
    if let Fill::List(list) = &mut fill {
        list.rows[0].company = "1".into();
    }
    let with_company = || {
        rows(&lines)().map(|row| FillRow {
            company: "1".into(),
            ..row
        })
    };
    let sure = plan(with_company, &fill, &ALL, Some(&people));
    assert_eq!(changes(&sure), [(1, "a@f.se")]);
}

#[test]
fn names_are_compared_exactly_first_and_then_without_accents() {
    let lines = [
        ("a", "", "Björn", "Berg", ""),
        ("b", "", "Bjorn", "Berg", ""),
        ("c", "", "Åsa", "Öhn", ""),
        ("d", "", "Eva", "Ek", ""),
        ("e", "", "Eva", "Ek", ""),
        ("f", "", "Anna Karin", "von Öhn", ""),
    ];
    let fill = list(
        JoinKey::Name,
        &[
            ("Berg,  Bjo\u{308}rn", "1@f.se"),
            ("Bjorn Berg", "2@f.se"),
            ("ASA OHN", "3@f.se"),
            ("Eva Ek", "4@f.se"),
            ("Anna-Karin Von Ohn", "5@f.se"),
            ("Nobody", "6@f.se"),
        ],
    );
    let plan = plan(rows(&lines), &fill, &ALL, None);
    assert_eq!(
        changes(&plan),
        [(1, "1@f.se"), (2, "2@f.se"), (3, "3@f.se"), (6, "5@f.se")]
    );
    assert_eq!(reasons(&plan), [(4, "ambiguous"), (5, "ambiguous")]);
    assert_eq!(keys(&plan.ambiguous), [("Eva Ek", &[5, 6][..])]);
    assert_eq!(keys(&plan.unmatched), [("Nobody", &[][..])]);
}

#[test]
fn user_ids_are_compared_as_the_import_does() {
    let lines = [("Anna.A", "", "", "", ""), ("ÅSA", "", "", "", "")];
    let fill = list(
        JoinKey::UserId,
        &[("anna.a", "1@f.se"), ("a\u{30a}sa", "2@f.se")],
    );
    let plan = plan(rows(&lines), &fill, &ALL, None);
    assert_eq!(changes(&plan), [(1, "1@f.se"), (2, "2@f.se")]);
}

#[test]
fn replacing_looks_at_addresses_only_and_leaves_no_broken_one() {
    let lines = [
        ("a", "", "", "", "a@old.se"),
        ("b", "", "", "", ""),
        ("c", "", "", "", "c@other.se"),
        ("d", "", "", "", "@old.se"),
        ("e", "", "", "", " Eva <e@new.se>"),
    ];
    let replace = |find: &str, with: &str| Fill::Replace {
        find: Regex::new(find).unwrap(),
        with: with.into(),
    };
    let moved = plan(rows(&lines), &replace("@old\\.se$", "@new.se"), &ALL, None);
    assert_eq!(changes(&moved), [(1, "a@new.se")]);
    assert_eq!(
        reasons(&moved),
        [
            (2, "unmatched"),
            (3, "unmatched"),
            (4, "invalid"),
            (5, "unmatched")
        ]
    );
    let spelt = plan(rows(&lines), &replace("^.*<(.*)>$", "$1"), &ALL, None);
    assert_eq!(changes(&spelt), [(5, "e@new.se")]);
}

#[test]
fn pasted_values_fill_their_records_and_blank_ones_nothing() {
    let lines = [
        ("a", "", "", "", ""),
        ("b", "", "", "", ""),
        ("c", "", "", "", ""),
    ];
    let fill = Fill::Cells(vec![(1, " ".into()), (3, "mailto:c@f.se".into())]);
    let all = plan(rows(&lines), &fill, &ALL, None);
    assert_eq!(changes(&all), [(3, "c@f.se")]);
    assert_eq!(reasons(&all), [(1, "unmatched"), (2, "not_selected")]);
    let chosen = FillOptions {
        selected: Some(vec![1, 2]),
        ..ALL
    };
    assert!(plan(rows(&lines), &fill, &chosen, None).changes.is_empty());
}

proptest::proptest! {
    #[test]
    fn no_fill_by_pattern_gives_two_people_one_address_or_touches_what_it_must_not(
        lines in proptest::collection::vec(("[abc]{0,1}", "[12]{0,1}", "(Anna|Åsa|Asa|)", "(Ek|Ék)", "(|a@f.se|asa.ek@f.se|anna.ek2@f.se)"), 0..12),
        held in proptest::collection::vec("(|anna.ek@f.se|asa.ek2@f.se)", 3),
        locks in proptest::collection::vec(proptest::bool::ANY, 6),
        overwrite: bool,
    ) {
        let lines: Vec<Line<'_>> = lines.iter()
            .map(|(a, b, c, d, e)| (a.as_str(), b.as_str(), c.as_str(), d.as_str(), e.as_str()))
            .collect();
        let ids = ["a", "b", "z"];
        let mut taken = Vec::new();
        let people: Vec<KnownPerson<'_>> = (0..3).map(|i| {
            let free = !taken.contains(&held[i]);
            taken.push(held[i].clone());
            KnownPerson {
                user_id: ids[i],
                address: if free { &held[i] } else { "" },
                verified: locks[i],
                protected: locks[i + 3],
                ..KnownPerson::default()
            }
        }).collect();
        let people = known(&people);
        let options = FillOptions { overwrite, selected: None };
        let plan = plan(rows(&lines), &pattern(), &options, Some(&people));
        proptest::prop_assert_eq!(plan.rows(), lines.len());
        let user_of = |record: u32| lines[record as usize - 1].0.to_ascii_lowercase();
        for change in &plan.changes {
            let user = user_of(change.record);
            let at = ids.iter().position(|id| *id == user);
            if let Some(at) = at {
                proptest::prop_assert!(!locks[at] && !locks[at + 3]);
            }
            proptest::prop_assert!(overwrite || change.old.is_empty());
            if let Some(holder) = people.holder(&change.new) {
                proptest::prop_assert_eq!(people.person(holder).user_id, user.as_str());
            }
            for other in plan.changes.iter().filter(|o| o.record != change.record && o.new == change.new) {
                proptest::prop_assert!(!user.is_empty() && user == user_of(other.record));
            }
            for (record, line) in (1..).zip(&lines) {
                if record != change.record && line.4 == &*change.new {
                    proptest::prop_assert!(!user.is_empty() && user == user_of(record));
                }
            }
        }
    }
}
