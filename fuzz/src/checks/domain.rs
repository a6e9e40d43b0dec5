//! The list of allowed domains (D1–D5).

use koppla::domain::address::normal_domain;
use koppla::domain::domains::{AllowedDomain, AllowedDomains, DomainError, well_known_suggestion};

/// How many entries a list has at most.
const ENTRIES: usize = 32;

/// Lines: entries as somebody types them, and in the last line a domain that is asked for. What is taken as an entry says so
/// itself, what only wraps one offers it, and the list lets through what its entries name and nothing else.
pub fn domain(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (entries, asked) = text.rsplit_once('\n').unwrap_or(("", &text));
    let entries = entries.split('\n').take(ENTRIES).filter_map(entry);
    let list = AllowedDomains::new(entries.collect());
    let Some((_, asked)) = normal_domain(asked) else {
        return;
    };
    let named = list.entries().iter().any(|entry| names(entry, &asked));
    assert_eq!(list.names(&asked), named);
    assert_eq!(list.allows(&asked), named || list.entries().is_empty());
    if let Some(meant) = list.suggestion(&asked) {
        let meant = AllowedDomain::parse(meant).ok();
        assert!(meant.is_some_and(|m| m.key() != asked && list.entries().contains(&m)));
    }
    assert_ne!(well_known_suggestion(&asked), Some(asked.as_str()));
}

/// D2 and D3 on whole labels.
fn names(entry: &AllowedDomain, asked: &str) -> bool {
    let key = entry.key();
    let mut labels = asked.rsplit('.');
    match key.strip_prefix("*.") {
        None => asked == key,
        Some(domain) => {
            domain.rsplit('.').all(|label| labels.next() == Some(label)) && labels.next().is_some()
        }
    }
}

fn entry(text: &str) -> Option<AllowedDomain> {
    match AllowedDomain::parse(text) {
        Ok(entry) => {
            assert_eq!(
                AllowedDomain::parse(&entry.to_string()).as_ref(),
                Ok(&entry)
            );
            let by_key = AllowedDomain::parse(&entry.key());
            assert_eq!(by_key.as_ref().map(AllowedDomain::key), Ok(entry.key()));
            Some(entry)
        }
        Err(DomainError::Wrapped { suggestion, .. }) => {
            assert!(AllowedDomain::parse(&suggestion).is_ok(), "{suggestion:?}");
            None
        }
        Err(DomainError::Invalid(_)) => None,
    }
}
