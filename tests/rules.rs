//! The rules R1–R13 over random registers, files and domain lists, against a slow and obvious restatement of them.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use koppla::domain::address;
use koppla::domain::domains::{AllowedDomain, AllowedDomains};
use koppla::domain::person::PersonId;
use koppla::domain::plan::{Outcome, Plan, Planner, Reason, Row, Verdict};
use koppla::domain::snapshot::{Known, Snapshot};
use proptest::prelude::*;

/// A person of a small world in which everything collides.
#[derive(Debug, Clone)]
struct Someone {
    number: &'static str,
    address: Option<&'static str>,
    verified: bool,
    active: bool,
}

/// A row: which person's user id, which number, which cell.
#[derive(Debug, Clone)]
struct Line {
    who: usize,
    number: Option<&'static str>,
    cell: &'static str,
}

const ADDRESSES: [&str; 6] = ["a@x.se", "b@x.se", "c@x.se", "d@x.se", "e@y.se", "f@y.se"];
const CELLS: [&str; 15] = [
    "", " ", "a@x.se", "A@X.SE", "b@x.se", "c@x.se", " c@x.se ", "d@x.se", "e@y.se", "f@y.se",
    "g@x.se", "i@z.y.se", "nix", "å@x.se", "h@z.se",
];
const NUMBERS: [&str; 3] = ["007", "7", "T1"];

fn someone() -> impl Strategy<Value = Someone> {
    (
        prop::sample::select(&NUMBERS[..]),
        prop::option::of(0..ADDRESSES.len()),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(number, address, verified, active)| Someone {
            number,
            address: address.map(|a| ADDRESSES[a]),
            verified,
            active,
        })
}

fn world() -> impl Strategy<Value = Vec<Someone>> {
    prop::collection::vec(someone(), 0..7).prop_map(|mut people| {
        let mut seen = BTreeSet::new();
        for person in &mut people {
            if person.address.is_some_and(|a| !seen.insert(a)) {
                person.address = None;
            }
            person.verified &= person.address.is_some();
        }
        people
    })
}

fn file() -> impl Strategy<Value = Vec<Line>> {
    let line = (
        0..8usize,
        prop::option::weighted(0.15, prop::sample::select(&NUMBERS[..])),
        0..CELLS.len(),
    )
        .prop_map(|(who, number, cell)| Line {
            who,
            number,
            cell: CELLS[cell],
        });
    prop::collection::vec(line, 0..12)
}

fn domains() -> impl Strategy<Value = AllowedDomains> {
    prop::sample::subsequence(vec!["x.se", "y.se", "*.y.se"], 0..=2).prop_map(|entries| {
        AllowedDomains::new(
            entries
                .iter()
                .map(|e| AllowedDomain::parse(e).unwrap())
                .collect(),
        )
    })
}

fn snapshot(people: &[Someone]) -> Snapshot {
    snapshot_at(people, |_| 1)
}

/// The people, each in the version that their place gives.
fn snapshot_at(people: &[Someone], version: impl Fn(usize) -> i64) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (at, person) in people.iter().enumerate() {
        let user_id = format!("user{at}");
        snapshot.push(Known {
            id: PersonId(at as i64 + 1),
            version: version(at),
            user_id: Some(&user_id),
            employee_number: Some(person.number),
            spelling: person.address,
            canonical: person.address,
            verified: person.verified,
            active: person.active,
        });
    }
    snapshot
}

fn plan(people: &[Someone], lines: &[Line], domains: &AllowedDomains) -> Plan {
    let mut planner = Planner::new(Arc::new(snapshot(people)), domains.clone());
    for (at, line) in (1u32..).zip(lines) {
        let number = line
            .number
            .or(people.get(line.who).map(|p| p.number))
            .unwrap_or("1");
        planner.push(&Row {
            line: at + 1,
            record: at,
            fault: None,
            user_id: format!("USER{}", line.who).into(),
            employee_number: number.into(),
            address: line.cell.into(),
        });
    }
    planner.finish()
}

/// The rules once more, by trial: which address each person has after the import.
fn oracle(people: &[Someone], lines: &[Line], domains: &AllowedDomains) -> BTreeMap<usize, String> {
    let mut wanted: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for line in lines {
        let Some(person) = people.get(line.who) else {
            continue;
        };
        if line.number.is_some_and(|n| n != person.number) || person.verified {
            continue;
        }
        let Ok(parsed) = address::parse(line.cell) else {
            continue;
        };
        let canonical = parsed.address.canonical();
        if person.address == Some(canonical) || domains.allows(parsed.address.domain()) {
            wanted
                .entry(line.who)
                .or_default()
                .insert(canonical.to_owned());
        }
    }
    let mut claims: BTreeMap<usize, String> = wanted
        .into_iter()
        .filter(|(_, set)| set.len() == 1)
        .filter_map(|(who, set)| Some((who, set.into_iter().next()?)))
        .filter(|(who, address)| people[*who].address != Some(address))
        .collect();
    let all = claims.clone();
    claims.retain(|who, address| !all.iter().any(|(other, a)| other != who && a == address));
    loop {
        let stays = |who: usize, claims: &BTreeMap<usize, String>| !claims.contains_key(&who);
        let fallen: Vec<usize> = claims
            .iter()
            .filter(|(who, address)| {
                people.iter().enumerate().any(|(other, p)| {
                    other != **who && p.address == Some(address) && stays(other, &claims)
                })
            })
            .map(|(who, _)| *who)
            .collect();
        if fallen.is_empty() {
            return claims;
        }
        for who in fallen {
            claims.remove(&who);
        }
    }
}

fn updates(plan: &Plan) -> BTreeMap<usize, String> {
    plan.rows()
        .iter()
        .filter_map(|row| match &row.verdict {
            Verdict::Updated(address) => {
                Some((row.person? as usize, address.canonical().to_owned()))
            }
            _ => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(10_000)
    })]

    #[test]
    fn an_import_does_exactly_what_the_rules_say(people in world(), lines in file(), domains in domains()) {
        let plan = plan(&people, &lines, &domains);
        let updates = updates(&plan);
        prop_assert_eq!(&updates, &oracle(&people, &lines, &domains));

        // R11: totals add up, and each person is updated by one row.
        let totals = plan.totals();
        prop_assert_eq!(totals.rows(), lines.len() as u64);
        prop_assert_eq!(totals.updated, updates.len() as u64);

        // R6: the final state never has two holders of one address. R2: no verified address changes.
        let mut held = BTreeSet::new();
        for (at, person) in people.iter().enumerate() {
            let address = updates.get(&at).map(String::as_str).or(person.address);
            if let Some(address) = address {
                prop_assert!(held.insert(address.to_owned()), "{} twice", address);
            }
            prop_assert!(!(person.verified && updates.contains_key(&at)));
        }

        // Every rejection has a documented reason that fits the cell.
        for (row, line) in plan.rows().iter().zip(&lines) {
            if let Verdict::Rejected(rejection) = &row.verdict {
                let reason = rejection.reason();
                prop_assert!(Reason::ALL.contains(&reason) && reason != Reason::Conflict);
                prop_assert_eq!(row.warnings.bits(), 0);
            }
            let blank = line.cell.trim().is_empty();
            prop_assert_eq!(row.outcome() == Outcome::Blank, blank && row.person.is_some());
        }
    }

    #[test]
    fn the_order_of_the_rows_decides_nothing_but_which_row_of_a_person_counts(
        (people, lines, domains, shuffled) in (world(), file(), domains())
            .prop_flat_map(|(p, f, d)| (Just(p), Just(f.clone()), Just(d), Just(f).prop_shuffle()))
    ) {
        prop_assert_eq!(updates(&plan(&people, &lines, &domains)), updates(&plan(&people, &shuffled, &domains)));
    }

    #[test]
    fn a_recheck_against_the_same_register_changes_nothing_and_never_accepts_more(
        people in world(), later in world(), lines in file(), domains in domains()
    ) {
        let before = plan(&people, &lines, &domains);
        let mut same = plan(&people, &lines, &domains);
        prop_assert_eq!(same.recheck(&snapshot(&people), &domains), 0);
        prop_assert_eq!(same.rows(), before.rows());

        // Another register in between: whoever changed has another version.
        let stays = |at: usize| people.get(at).is_some_and(|p| (p.address, p.verified) == (later[at].address, later[at].verified));
        let now = snapshot_at(&later, |at| if stays(at) { 1 } else { 2 });
        let mut after = plan(&people, &lines, &domains);
        after.recheck(&now, &domains);
        let (old, new) = (updates(&before), updates(&after));
        prop_assert!(new.iter().all(|(who, address)| old.get(who) == Some(address)));
        let mut held = BTreeSet::new();
        for (at, person) in later.iter().enumerate() {
            if let Some(address) = new.get(&at).map(String::as_str).or(person.address) {
                prop_assert!(held.insert(address.to_owned()), "{} twice", address);
            }
            prop_assert!(!(person.verified && new.contains_key(&at)));
        }
        prop_assert_eq!(after.totals().rows(), lines.len() as u64);
    }
}
