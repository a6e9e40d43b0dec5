//! Allowed domains (D1–D5): the list of *Tillåtna domäner vid koppling till Visma Connect* and what it lets through.

use super::address::{Address, normal_domain};

/// The largest edit distance at which a domain is taken for a misspelling of an allowed one (D5).
const TYPO_DISTANCE: usize = 2;

/// An entry of the list: a domain, or all its subdomains.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AllowedDomain {
    /// The A-label of the domain, without `*.`.
    ascii: String,
    /// The domain as it is shown, without `*.`.
    shown: String,
    /// `*.foretaget.se`: the subdomains, not the domain itself (D3).
    subdomains: bool,
}

/// Why a text is not taken as a domain (D4).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Not a domain, and nothing in it is one.
    #[error("{0:?} is not a domain")]
    Invalid(String),
    /// Not a domain, but holds one: `@foretaget.se`, `https://foretaget.se/`.
    #[error("{text:?} is not a domain; {suggestion} is")]
    Wrapped {
        /// What was given.
        text: String,
        /// The domain in it.
        suggestion: String,
    },
}

impl AllowedDomain {
    /// Reads an entry, `foretaget.se` or `*.foretaget.se` (D4: two labels at least, valid IDNA, no `@`).
    ///
    /// # Errors
    /// With the domain that is meant, where the text only wraps one.
    pub fn parse(text: &str) -> Result<AllowedDomain, DomainError> {
        let trimmed = text.trim();
        if let Some(entry) = Self::bare(trimmed) {
            return Ok(entry);
        }
        let after_scheme = trimmed.split_once("://").map_or(trimmed, |(_, rest)| rest);
        let after_at = after_scheme
            .rsplit_once('@')
            .map_or(after_scheme, |(_, domain)| domain);
        let host = after_at
            .split(['/', ':', '?', '#', ' ', '>'])
            .next()
            .unwrap_or_default();
        match Self::bare(host.trim_end_matches('.')) {
            Some(entry) => Err(DomainError::Wrapped {
                text: text.to_owned(),
                suggestion: entry.to_string(),
            }),
            None => Err(DomainError::Invalid(text.to_owned())),
        }
    }

    fn bare(text: &str) -> Option<AllowedDomain> {
        let (name, subdomains) = match text.strip_prefix("*.") {
            Some(name) => (name, true),
            None => (text, false),
        };
        let (shown, ascii) = normal_domain(name)?;
        let last = ascii.rsplit_once('.')?.1;
        if last.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(AllowedDomain {
            ascii,
            shown,
            subdomains,
        })
    }

    /// Whether this entry allows a domain, given as an A-label (D2, D3).
    pub fn allows(&self, domain: &str) -> bool {
        if !self.subdomains {
            return domain == self.ascii;
        }
        domain
            .strip_suffix(self.ascii.as_str())
            .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
    }

    /// The entry with the domain as an A-label: its identity in the register.
    pub fn key(&self) -> String {
        format!("{}{}", if self.subdomains { "*." } else { "" }, self.ascii)
    }
}

impl std::fmt::Display for AllowedDomain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.subdomains { "*." } else { "" })?;
        f.write_str(&self.shown)
    }
}

/// The list. Empty, it allows every domain (D1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowedDomains(Vec<AllowedDomain>);

impl AllowedDomains {
    /// A list of these entries.
    pub fn new(entries: Vec<AllowedDomain>) -> AllowedDomains {
        AllowedDomains(entries)
    }

    /// The entries.
    pub fn entries(&self) -> &[AllowedDomain] {
        &self.0
    }

    /// Whether an address with this domain, given as an A-label, may be written (D1–D3).
    pub fn allows(&self, domain: &str) -> bool {
        self.0.is_empty() || self.names(domain)
    }

    /// Whether an entry allows this domain, which an empty list does not.
    pub fn names(&self, domain: &str) -> bool {
        self.0.iter().any(|entry| entry.allows(domain))
    }

    /// The allowed domain that this one, given as an A-label, is probably a misspelling of (D5): the nearest within a small edit distance. That is
    /// one of the letters that people read and type; a letter more beyond ASCII makes quite another A-label.
    pub fn suggestion(&self, domain: &str) -> Option<&str> {
        let shown = normal_domain(domain).map(|(shown, _)| shown);
        let shown = shown.as_deref().unwrap_or(domain);
        self.0
            .iter()
            .filter(|entry| !entry.subdomains)
            .map(|entry| {
                let distance = strsim::osa_distance(shown, &entry.shown);
                (distance, entry.shown.as_str())
            })
            .filter(|(distance, _)| (1..=TYPO_DISTANCE).contains(distance))
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, shown)| shown)
    }
}

/// Well-known mail domains that people misspell; used where no list says what is meant.
const WELL_KNOWN: [&str; 8] = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "live.se",
    "telia.com",
    "icloud.com",
    "yahoo.com",
    "hotmail.se",
];

/// The well-known mail domain that this one is probably a misspelling of (`gmial.com`).
pub fn well_known_suggestion(domain: &str) -> Option<&'static str> {
    if WELL_KNOWN.contains(&domain) {
        return None;
    }
    WELL_KNOWN
        .into_iter()
        .find(|known| strsim::osa_distance(domain, known) == 1)
}

/// The address as it was probably meant, where its domain looks like a misspelt well-known one.
pub fn well_known_address(address: &Address) -> Option<String> {
    let (local, _) = address.spelling().rsplit_once('@')?;
    let domain = well_known_suggestion(address.domain())?;
    Some(format!("{local}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[&str]) -> AllowedDomains {
        AllowedDomains::new(
            entries
                .iter()
                .map(|e| AllowedDomain::parse(e).unwrap())
                .collect(),
        )
    }

    #[test]
    fn d1_an_empty_list_allows_all() {
        assert!(AllowedDomains::default().allows("vad.som.helst"));
    }

    #[test]
    fn d2_an_entry_allows_exactly_that_domain() {
        let domains = list(&["foretaget.se"]);
        assert!(domains.allows("foretaget.se"));
        for other in [
            "it.foretaget.se",
            "evilforetaget.se",
            "foretaget.se.evil.se",
            "se",
            "",
        ] {
            assert!(!domains.allows(other), "{other}");
        }
    }

    #[test]
    fn d2_compares_a_labels() {
        assert!(list(&["Räksmörgås.se"]).allows("xn--rksmrgs-5wao1o.se"));
    }

    #[test]
    fn d3_a_star_allows_subdomains_at_a_label_boundary_only() {
        let domains = list(&["*.foretaget.se"]);
        assert!(domains.allows("it.foretaget.se"));
        assert!(domains.allows("a.b.foretaget.se"));
        for other in ["foretaget.se", "evilforetaget.se", ".foretaget.se"] {
            assert!(!domains.allows(other), "{other}");
        }
    }

    #[test]
    fn d4_a_wrapped_domain_is_offered_bare() {
        for wrapped in [
            "@foretaget.se",
            "https://foretaget.se/",
            "anna@foretaget.se",
            "foretaget.se.",
        ] {
            assert_eq!(
                AllowedDomain::parse(wrapped),
                Err(DomainError::Wrapped {
                    text: wrapped.into(),
                    suggestion: "foretaget.se".into()
                })
            );
        }
        for wrong in [
            "",
            "foretaget",
            "x_y.se",
            "-x.se",
            "1.2.3.4",
            "*.",
            "*",
            "a..se",
            "före taget.se",
        ] {
            assert!(
                matches!(AllowedDomain::parse(wrong), Err(DomainError::Invalid(_))),
                "{wrong}"
            );
        }
    }

    #[test]
    fn d5_a_near_miss_carries_a_suggestion() {
        let domains = list(&["foretaget.se", "*.skola.se"]);
        assert_eq!(domains.suggestion("foretagt.se"), Some("foretaget.se"));
        assert_eq!(domains.suggestion("foretaget.se"), None);
        assert_eq!(domains.suggestion("helt.annat"), None);
        // As people read it: å for a, a Cyrillic о, and the A-labels of both are far from each other.
        let domains = list(&["räksmörgås.se", "foretaget.se"]);
        for (typed, meant) in [
            ("räksmörgas.se", "räksmörgås.se"),
            ("raksmörgås.se", "räksmörgås.se"),
            ("f\u{43e}retaget.se", "foretaget.se"),
        ] {
            let (_, ascii) = normal_domain(typed).unwrap();
            assert_eq!(domains.suggestion(&ascii), Some(meant));
        }
        assert_eq!(well_known_suggestion("gmial.com"), Some("gmail.com"));
        assert_eq!(well_known_suggestion("gmail.com"), None);
    }
}
