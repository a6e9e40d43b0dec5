//! What can be proposed for a fill before anything is typed: the pattern that the addresses which are there already follow,
//! and some rows on which to show what a pattern or a replacement would do. Not here: the fill itself ([`super::fill`]).

use super::address;
use super::domains::AllowedDomains;
use super::fill::FillRow;
use super::folk::{Folk, Map};
use super::known::KnownPeople;
use super::names::{NameParts, Pattern};

/// How many addresses are looked at: enough to see what is usual.
const SAMPLED: usize = 2_000;
/// How many rows are looked through for examples, where none were chosen.
const LOOKED_THROUGH: usize = 100_000;
/// How many examples there are.
pub const EXAMPLES: usize = 3;

/// The shapes that addresses usually have, the most usual first: where two explain as many addresses, the first counts.
const SHAPES: [&str; 14] = [
    "{first}.{last}",
    "{f}.{last}",
    "{first1}.{last}",
    "{first}{last}",
    "{f}{last}",
    "{first}_{last}",
    "{first}-{last}",
    "{last}.{first}",
    "{first}.{l}",
    "{first}{l}",
    "{user_id}",
    "{number}",
    "{last}",
    "{first}",
];

/// A person on whom a pattern is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// First name or names.
    pub first: String,
    /// Last name.
    pub last: String,
    /// User id.
    pub user_id: String,
    /// Employee number.
    pub employee_number: String,
}

impl Example {
    /// What the person gives to a pattern.
    pub fn parts(&self) -> NameParts<'_> {
        NameParts {
            first: &self.first,
            last: &self.last,
            user_id: &self.user_id,
            employee_number: &self.employee_number,
        }
    }
}

/// What there is to propose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// A pattern; it may lack its domain, where none is known.
    pub pattern: String,
    /// Rows that a pattern would fill, else any with a name.
    pub examples: Vec<Example>,
    /// Addresses in the file, for showing what a replacement would do.
    pub addresses: Vec<String>,
}

/// Looks at the register and through the rows; `selected` are the records that were chosen, in rising order.
pub fn propose<'a>(
    rows: impl Iterator<Item = FillRow<'a>>,
    selected: Option<&[u32]>,
    people: Option<&KnownPeople>,
    domains: &AllowedDomains,
) -> Proposal {
    let mut usual = Usual::new();
    for (_, person) in people.into_iter().flat_map(KnownPeople::iter) {
        if usual.is_enough() {
            break;
        }
        let parts = NameParts {
            first: person.first_name,
            last: person.last_name,
            user_id: person.user_id,
            employee_number: person.employee_number,
        };
        usual.count(person.address, parts);
    }
    let folk = Folk::new(people);
    let mut proposal = Proposal::default();
    let mut others = Vec::new();
    for (looked, row) in rows.enumerate() {
        let enough = proposal.examples.len() >= EXAMPLES && proposal.addresses.len() >= SAMPLED;
        if enough || (selected.is_none() && looked >= LOOKED_THROUGH) {
            break;
        }
        let who = folk.who(&row);
        let (first, last) = folk.names(&row, &who);
        let example = Example {
            first: address::trim(first).to_owned(),
            last: address::trim(last).to_owned(),
            user_id: address::trim(&row.user_id).to_owned(),
            employee_number: address::trim(&row.employee_number).to_owned(),
        };
        let cell = address::trim(row.address.as_deref().unwrap_or_default());
        if let Ok(parsed) = address::parse(cell) {
            usual.count(parsed.address.canonical(), example.parts());
        }
        if selected.is_some_and(|selected| selected.binary_search(&row.record).is_err()) {
            continue;
        }
        let closed = who.verified || who.protected == Some(true);
        if cell.is_empty() && !closed {
            if proposal.examples.len() < EXAMPLES {
                proposal.examples.push(example);
            }
        } else if !closed {
            if proposal.addresses.len() < SAMPLED {
                proposal.addresses.push(cell.to_owned());
            }
            if others.len() < EXAMPLES {
                others.push(example);
            }
        }
    }
    if proposal.examples.is_empty() {
        proposal.examples = others;
    }
    proposal.pattern = format!("{}@{}", usual.shape(), usual.domain(domains));
    proposal
}

/// Counts what is usual.
struct Usual {
    patterns: Vec<Pattern>,
    counts: Vec<u32>,
    by_domain: Map<String, u32>,
    counted: usize,
}

/// The domain that every address is compared under.
const ANY: &str = "any.example";

impl Usual {
    fn new() -> Usual {
        let patterns: Vec<Pattern> = SHAPES
            .iter()
            .filter_map(|shape| Pattern::parse(&format!("{shape}@{ANY}")).ok())
            .collect();
        Usual {
            counts: vec![0; patterns.len()],
            patterns,
            by_domain: Map::default(),
            counted: 0,
        }
    }

    fn is_enough(&self) -> bool {
        self.counted >= SAMPLED
    }

    fn count(&mut self, canonical: &str, parts: NameParts<'_>) {
        let Some((local, domain)) = canonical.rsplit_once('@') else {
            return;
        };
        if self.is_enough() {
            return;
        }
        self.counted += 1;
        *self.by_domain.entry_ref(domain).or_insert(0) += 1;
        let compared = format!("{local}@{ANY}");
        for (pattern, count) in self.patterns.iter().zip(&mut self.counts) {
            if pattern.stem(parts).is_ok_and(|stem| stem.yields(&compared)) {
                *count += 1;
            }
        }
    }

    fn shape(&self) -> &'static str {
        let best = (0..self.counts.len())
            .rev()
            .max_by_key(|at| self.counts[*at]);
        best.map_or(SHAPES[0], |at| SHAPES[at])
    }

    /// The most usual of the domains that are allowed, else the first that is, else the most usual of all.
    fn domain(&self, allowed: &AllowedDomains) -> String {
        let most = |found: &dyn Fn(&str) -> bool| {
            let such = self.by_domain.iter().filter(|(domain, _)| found(domain));
            // By name where two are as usual: the order of a map says nothing.
            such.max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
                .map(|(domain, _)| domain.clone())
        };
        let listed = || {
            let entries = allowed.entries().iter().map(ToString::to_string);
            entries.into_iter().find(|entry| !entry.starts_with("*."))
        };
        most(&|domain| allowed.allows(domain))
            .or_else(listed)
            .or_else(|| most(&|_| true))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::domain::domains::AllowedDomain;

    fn proposed(
        rows: &[(&str, &str, &str)],
        allowed: &[&str],
        selected: Option<&[u32]>,
    ) -> Proposal {
        let rows = (0..)
            .zip(rows)
            .map(|(record, (first, last, cell))| FillRow {
                record,
                first_name: Cow::Borrowed(*first),
                last_name: Cow::Borrowed(*last),
                address: Some(Cow::Borrowed(*cell)),
                ..FillRow::default()
            });
        let entries = allowed.iter().map(|d| AllowedDomain::parse(d).unwrap());
        let domains = AllowedDomains::new(entries.collect());
        propose(rows, selected, None, &domains)
    }

    #[test]
    fn the_pattern_is_the_usual_shape_under_the_usual_domain() {
        let rows = [
            ("Anna", "Ek", "anna.ek@old.se"),
            ("Bo", "Berg", "b.berg@new.se"),
            ("Cia", "Dahl", "c.dahl2@new.se"),
            ("Dan", "Ek", ""),
        ];
        assert_eq!(proposed(&rows, &[], None).pattern, "{f}.{last}@new.se");
        assert_eq!(
            proposed(&rows, &["old.se"], None).pattern,
            "{f}.{last}@old.se"
        );
        assert_eq!(
            proposed(&rows, &["*.x.se", "y.se"], None).pattern,
            "{f}.{last}@y.se"
        );
        assert_eq!(
            proposed(&[("Dan", "Ek", "")], &[], None).pattern,
            "{first}.{last}@"
        );
    }

    #[test]
    fn examples_are_rows_that_a_pattern_would_fill_else_any() {
        let rows = [
            ("Anna", "Ek", "anna.ek@f.se"),
            ("Bo", "Berg", ""),
            ("Cia", "Dahl", ""),
            ("Dan", "Ek", ""),
            ("Eva", "Ek", ""),
        ];
        let names = |proposal: &Proposal| -> Vec<String> {
            proposal.examples.iter().map(|e| e.first.clone()).collect()
        };
        let all = proposed(&rows, &[], None);
        assert_eq!(names(&all), ["Bo", "Cia", "Dan"]);
        assert_eq!(all.addresses, ["anna.ek@f.se"]);
        assert_eq!(names(&proposed(&rows, &[], Some(&[2, 4]))), ["Cia", "Eva"]);
        assert_eq!(names(&proposed(&rows[..1], &[], None)), ["Anna"]);
    }
}
