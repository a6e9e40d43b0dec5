//! Addresses from Swedish names: patterns such as `{first}.{last}@foretaget.se`, and how a name is written in the letters
//! that an address can have. Not here: who gets which number among namesakes ([`super::fill`]).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::address::{self, Address, AddressError, Warning, plain_letters};

/// What a pattern can take from a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variable {
    /// All first names.
    First,
    /// The first of several first names; *Anna-Karin* is one name.
    FirstOfSeveral,
    /// The first letter of the first name.
    FirstInitial,
    /// The last name, with its *von*, *af* or *de la*.
    Last,
    /// The first letter of the last name.
    LastInitial,
    /// The user id.
    UserId,
    /// The employee number.
    EmployeeNumber,
}

impl Variable {
    /// All variables, in the order in which they are explained.
    pub const ALL: [Variable; 7] = [
        Variable::First,
        Variable::FirstOfSeveral,
        Variable::FirstInitial,
        Variable::Last,
        Variable::LastInitial,
        Variable::UserId,
        Variable::EmployeeNumber,
    ];

    /// What stands between the braces.
    pub fn code(self) -> &'static str {
        match self {
            Variable::First => "first",
            Variable::FirstOfSeveral => "first1",
            Variable::FirstInitial => "f",
            Variable::Last => "last",
            Variable::LastInitial => "l",
            Variable::UserId => "user_id",
            Variable::EmployeeNumber => "number",
        }
    }

    fn from_code(code: &str) -> Option<Variable> {
        Variable::ALL.into_iter().find(|v| v.code() == code)
    }
}

/// Why a text is no pattern. Positions count characters of the trimmed text from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A brace without its partner.
    #[error("the brace at position {position} has no partner")]
    Brace {
        /// Where it stands.
        position: usize,
    },
    /// Nothing that a pattern can take from a person.
    #[error("there is no {{{name}}}")]
    Unknown {
        /// What stands between the braces.
        name: String,
    },
    /// All would get one address.
    #[error("nothing in the pattern depends on the person")]
    Constant,
    /// The domain cannot depend on the person.
    #[error("a variable behind the @")]
    InDomain,
    /// A display name, `mailto:` or the like around it.
    #[error("more than an address")]
    NotPlain,
    /// What the pattern yields is no address.
    #[error(transparent)]
    Address(#[from] AddressError),
}

/// What a person gives to a pattern, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NameParts<'a> {
    /// First name or names.
    pub first: &'a str,
    /// Last name.
    pub last: &'a str,
    /// User id.
    pub user_id: &'a str,
    /// Employee number.
    pub employee_number: &'a str,
}

/// Why a pattern yields no address for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAddress {
    /// The person has no such name or key.
    Missing(Variable),
    /// A character that has no counterpart in an address, such as a letter of another alphabet.
    NotLatin(char),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable(Variable),
}

/// A way to make addresses from names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    local: Vec<Piece>,
    domain: String,
    /// How many pieces stand before the number of a namesake.
    counted: usize,
}

impl Pattern {
    /// Reads a pattern: text, variables in braces, one `@` and a domain.
    ///
    /// # Errors
    /// When it could never yield an address, or only one for all.
    pub fn parse(text: &str) -> Result<Pattern, PatternError> {
        let text = text.trim();
        // The specimen is as long as the pattern, so that a position in the one is the same place in the other.
        let mut specimen = String::with_capacity(text.len());
        let mut local = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let position = text[..text.len() - rest.len() + at].chars().count() + 1;
            push_text(&mut local, &rest[..at]);
            specimen.push_str(&rest[..at]);
            let inside = rest[at..].strip_prefix('{').and_then(|r| r.split_once('}'));
            let Some((name, after)) = inside.filter(|(name, _)| !name.contains('{')) else {
                return Err(PatternError::Brace { position });
            };
            let variable = Variable::from_code(name).ok_or_else(|| PatternError::Unknown {
                name: name.to_owned(),
            })?;
            if specimen.contains('@') {
                return Err(PatternError::InDomain);
            }
            local.push(Piece::Variable(variable));
            specimen.extend(std::iter::repeat_n('a', name.chars().count() + 2));
            rest = after;
        }
        specimen.push_str(rest);
        let parsed = address::parse(&specimen)?;
        if parsed.warnings.contains(Warning::Normalised) {
            return Err(PatternError::NotPlain);
        }
        if local.iter().all(|piece| matches!(piece, Piece::Text(_))) {
            return Err(PatternError::Constant);
        }
        let spelling = parsed.address.spelling();
        let domain = address::domain_of(spelling).to_owned();
        push_text(&mut local, rest.split('@').next().unwrap_or_default());
        let last = |piece: &Piece| {
            matches!(
                piece,
                Piece::Variable(Variable::Last | Variable::LastInitial)
            )
        };
        let counted = local
            .iter()
            .rposition(last)
            .map_or(local.len(), |at| at + 1);
        Ok(Pattern {
            local,
            domain,
            counted,
        })
    }

    /// The pattern with only the first of several first names.
    #[must_use]
    pub fn first_only(mut self) -> Pattern {
        for piece in &mut self.local {
            if *piece == Piece::Variable(Variable::First) {
                *piece = Piece::Variable(Variable::FirstOfSeveral);
            }
        }
        self
    }

    /// The domain that all its addresses are under.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Whether it takes a name, not only keys.
    pub fn needs_names(&self) -> bool {
        self.local.iter().any(|piece| {
            matches!(piece, Piece::Variable(v) if !matches!(v, Variable::UserId | Variable::EmployeeNumber))
        })
    }

    /// What the pattern makes of a person, before namesakes are told apart.
    ///
    /// # Errors
    /// When something is missing or cannot be written in the letters of an address.
    pub fn stem(&self, parts: NameParts<'_>) -> Result<Stem, NoAddress> {
        let mut stem = Stem {
            text: String::with_capacity(48),
            counted: 0,
        };
        for (at, piece) in self.local.iter().enumerate() {
            if at == self.counted {
                stem.counted = stem.text.len();
            }
            match piece {
                Piece::Text(text) => stem.text.push_str(text),
                Piece::Variable(variable) => {
                    let before = stem.text.len();
                    value(*variable, parts, &mut stem.text)?;
                    if stem.text.len() == before {
                        return Err(NoAddress::Missing(*variable));
                    }
                }
            }
        }
        if self.counted == self.local.len() {
            stem.counted = stem.text.len();
        }
        stem.text.push('@');
        stem.text.push_str(&self.domain);
        Ok(stem)
    }
}

fn push_text(local: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        local.push(Piece::Text(text.to_ascii_lowercase()));
    }
}

/// An address for somebody whose namesakes are not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    text: String,
    counted: usize,
}

impl Stem {
    /// The address of the first who has it.
    pub fn plain(&self) -> &str {
        &self.text
    }

    /// The address of the first (1), second (2), … who has it.
    ///
    /// # Errors
    /// When it is no address: too long, or a dot where none may stand.
    pub fn numbered(&self, n: u32) -> Result<Address, AddressError> {
        let parsed = if n == 1 {
            address::parse(&self.text)?
        } else {
            let (before, after) = self.text.split_at(self.counted);
            address::parse(&format!("{before}{n}{after}"))?
        };
        Ok(parsed.address)
    }

    /// Whether this canonical address is one of those that [`Stem::numbered`] gives.
    pub fn yields(&self, canonical: &str) -> bool {
        let (before, after) = self.text.split_at(self.counted);
        canonical == self.text
            || canonical
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .is_some_and(|n| {
                    n != "1"
                        && !n.is_empty()
                        && !n.starts_with('0')
                        && n.bytes().all(|b| b.is_ascii_digit())
                })
    }
}

fn value(variable: Variable, parts: NameParts<'_>, out: &mut String) -> Result<(), NoAddress> {
    let first_of = |text: &'_ str| text.split_whitespace().next().unwrap_or_default().len();
    match variable {
        Variable::First => plain_into(parts.first, Dots::Dropped, out),
        Variable::FirstOfSeveral => {
            let first = parts.first.trim();
            plain_into(&first[..first_of(first)], Dots::Dropped, out)
        }
        Variable::Last => plain_into(parts.last, Dots::Dropped, out),
        Variable::FirstInitial | Variable::LastInitial => {
            let name = if variable == Variable::FirstInitial {
                parts.first
            } else {
                parts.last
            };
            out.extend(plain(name)?.chars().next());
            Ok(())
        }
        Variable::UserId => plain_into(parts.user_id, Dots::Kept, out),
        Variable::EmployeeNumber => plain_into(parts.employee_number, Dots::Kept, out),
    }
}

/// What becomes of dots (and underscores): in a name they are no part of it, in a user id they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dots {
    Dropped,
    Kept,
}

/// A name in the letters of an address: `Åsa von Ölmütz` → `asa-von-olmutz`. Lower case, spaces as hyphens, apostrophes and
/// dots dropped; å ä → a, ö ø → o, æ → a, ü → u, é → e, ß → ss and so on. Two names with the same result differ only in
/// accents, case and how they are joined.
///
/// # Errors
/// A character that has no counterpart.
pub fn plain(name: &str) -> Result<String, NoAddress> {
    let mut out = String::with_capacity(name.len());
    plain_into(name, Dots::Dropped, &mut out)?;
    Ok(out)
}

fn plain_into(text: &str, dots: Dots, out: &mut String) -> Result<(), NoAddress> {
    let start = out.len();
    let text = text.trim();
    let mut push = |c: char| -> Result<(), NoAddress> {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '.' | '_' if dots == Dots::Kept => out.push(c),
            hyphen if is_joint(hyphen) => {
                if out.len() > start && !out.ends_with('-') {
                    out.push('-');
                }
            }
            dropped if is_dropped(dropped) => {}
            other => match letters(other) {
                Some(ascii) => out.push_str(ascii),
                None => return Err(NoAddress::NotLatin(other)),
            },
        }
        Ok(())
    };
    if text.is_ascii() {
        text.chars().try_for_each(&mut push)?;
    } else {
        // The acute accent as an apostrophe decomposes into a space; it is dropped before that happens.
        text.chars()
            .filter(|c| !is_dropped(*c) || *c == '.')
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .try_for_each(&mut push)?;
    }
    while out.len() > start && out.ends_with('-') {
        out.pop();
    }
    Ok(())
}

fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Dots, apostrophes and what is typed for one, and the dot in the midst of Catalan names.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '.' | '\'' | '`' | '\u{b4}' | '\u{b7}' | '\u{2b9}'..='\u{2bf}' | '\u{2c8}' | '\u{2018}'..='\u{201b}' | '\u{2032}'
    )
}

/// Latin letters that are more than a letter with an accent.
fn letters(c: char) -> Option<&'static str> {
    let c = c.to_lowercase().next().unwrap_or(c);
    if let Some(common) = plain_letters(c) {
        return Some(common);
    }
    Some(match c {
        'þ' => "th",
        'œ' => "oe",
        'ə' | 'ǝ' | 'ɛ' | 'ɇ' => "e",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' | 'ɲ' => "n",
        'ĸ' | 'ƙ' => "k",
        'ɔ' | 'ɵ' => "o",
        'ɓ' | 'ƀ' => "b",
        'ɗ' | 'ɖ' => "d",
        'ɣ' => "g",
        'ɨ' => "i",
        'ʉ' => "u",
        'ƴ' | 'ɏ' => "y",
        'ƶ' => "z",
        'ƒ' => "f",
        'ɍ' => "r",
        _ => return None,
    })
}

#[cfg(test)]
#[path = "names_tests.rs"]
pub(crate) mod tests;
