//! Joining a list of keys and addresses to the rows of a file: by employee number, user id, or full name (exact, then
//! without regard to accents and case). What means nobody, or several people, is listed and fills nothing.
//! Not here: whether the row may be filled ([`super::fill`]).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::address;
use super::excel;
use super::fill::{FillRow, Reason};
use super::folk::{Folk, Identity, Map, Who, company_number};
use super::names;
use super::person::user_id_key;

/// By what a list is joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JoinKey {
    /// The employee number, exactly as text; within the company where both sides name it.
    EmployeeNumber,
    /// The user id, compared as R1 says.
    UserId,
    /// First and last name.
    Name,
}

impl JoinKey {
    /// All of them, the surest first.
    pub const ALL: [JoinKey; 3] = [JoinKey::UserId, JoinKey::EmployeeNumber, JoinKey::Name];

    /// The word in commands.
    pub fn code(self) -> &'static str {
        match self {
            JoinKey::EmployeeNumber => "number",
            JoinKey::UserId => "user-id",
            JoinKey::Name => "name",
        }
    }
}

/// A row of a list: somebody's key and address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceRow {
    /// Line or row of the list, from 1.
    pub line: u32,
    /// The company, where the list names it.
    pub company: String,
    /// The key.
    pub key: String,
    /// The address.
    pub address: String,
}

/// A list and what it is joined by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its rows.
    pub rows: Vec<SourceRow>,
    /// By what it is joined.
    pub key: JoinKey,
}

/// A row of a list that filled nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Line or row of the list, from 1.
    pub line: u32,
    /// The key.
    pub key: String,
    /// The address.
    pub address: String,
    /// The key that was probably meant, where a spreadsheet explains the difference.
    pub suggestion: Option<String>,
    /// The lines of the file that it could mean.
    pub lines: Vec<u32>,
}

/// Whom a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    One(Identity),
    Several,
}

type KeyIndex = Map<String, Meant>;

/// A list held against the people of a file and a register.
pub(super) struct Claims<'l> {
    list: &'l List,
    with_company: bool,
    /// What the list says of a person: rows of the list that agree.
    says: Map<Identity, Vec<usize>>,
    /// Keys of the list that mean several people, exact and loose.
    vague: [Map<String, Vec<usize>>; 2],
    unmatched: Vec<usize>,
    /// Rows that mean several people or contradict each other, with the lines of the file.
    ambiguous: Map<usize, Vec<u32>>,
}

/// How closely a key is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closeness {
    Exact,
    /// Names without accents and case.
    Loose,
}

impl<'l> Claims<'l> {
    pub(super) fn new<'a, I>(list: &'l List, rows: &impl Fn() -> I, folk: &mut Folk<'_>) -> Self
    where
        I: Iterator<Item = FillRow<'a>>,
    {
        let with_company = list.key == JoinKey::EmployeeNumber
            && list.rows.iter().any(|row| !row.company.is_empty())
            && rows().any(|row| company_number(&row.company).is_some());
        let mut claims = Claims {
            list,
            with_company,
            says: Map::default(),
            vague: [Map::default(), Map::default()],
            unmatched: Vec::new(),
            ambiguous: Map::default(),
        };
        let all: Vec<usize> = (0..list.rows.len())
            .filter(|at| !address::trim(&list.rows[*at].address).is_empty())
            .collect();
        let mut open = claims.look_up(Closeness::Exact, all, rows, folk);
        if list.key == JoinKey::Name && !open.is_empty() {
            open = claims.look_up(Closeness::Loose, open, rows, folk);
        }
        claims.unmatched = open;
        claims.find_contradictions();
        claims
    }

    /// Looks these rows of the list up; gives back those that mean nobody.
    fn look_up<'a, I>(
        &mut self,
        closeness: Closeness,
        wanted: Vec<usize>,
        rows: &impl Fn() -> I,
        folk: &mut Folk<'_>,
    ) -> Vec<usize>
    where
        I: Iterator<Item = FillRow<'a>>,
    {
        // Only what the list asks for is kept of a file that may be much larger.
        let mut keys: KeyIndex = Map::default();
        let mut asked: Map<String, Vec<usize>> = Map::default();
        let mut unmatched = Vec::new();
        for at in wanted {
            let row = &self.list.rows[at];
            match self.key(&row.key, &row.company, closeness) {
                Some(key) => asked.entry_ref(key.as_ref()).or_default().push(at),
                None => unmatched.push(at),
            }
        }
        let mut meet = |key: Cow<'_, str>, identity: Identity| {
            if !asked.contains_key(key.as_ref()) {
                return;
            }
            let meant = keys.entry_ref(key.as_ref()).or_insert(Meant::One(identity));
            if *meant != Meant::One(identity) {
                *meant = Meant::Several;
            }
        };
        for row in rows() {
            let who = folk.who(&row);
            if let Some(key) = self
                .key_of(&row, &who, folk, closeness)
                .map(Cow::into_owned)
            {
                meet(Cow::Owned(key), folk.identity(&row, &who));
            }
        }
        if let Some(people) = folk.people {
            for (index, person) in people.iter() {
                let full;
                let key = match self.list.key {
                    JoinKey::UserId => person.user_id,
                    JoinKey::EmployeeNumber => person.employee_number,
                    JoinKey::Name => {
                        full = format!("{} {}", person.first_name, person.last_name);
                        &full
                    }
                };
                let company = person.company.map(|n| n.to_string()).unwrap_or_default();
                if let Some(key) = self.key(key, &company, closeness) {
                    meet(key, Identity::from(index));
                }
            }
        }
        let mut found: Vec<(usize, Identity)> = Vec::new();
        for (key, at) in asked {
            match keys.get(&key) {
                Some(Meant::One(identity)) => found.extend(at.iter().map(|at| (*at, *identity))),
                Some(Meant::Several) => {
                    self.ambiguous.extend(at.iter().map(|at| (*at, Vec::new())));
                    self.vague[closeness as usize].insert(key, at);
                }
                None => unmatched.extend(at),
            }
        }
        found.sort_unstable();
        for (at, identity) in found {
            self.says.entry(identity).or_default().push(at);
        }
        unmatched.sort_unstable();
        unmatched
    }

    /// Of rows that say different things of one person, none is believed.
    fn find_contradictions(&mut self) {
        for said in self.says.values() {
            let address = |at: &usize| match address::parse(&self.list.rows[*at].address) {
                Ok(parsed) => parsed.address.canonical().to_owned(),
                Err(_) => self.list.rows[*at].address.clone(),
            };
            let first = said.first().map(address);
            if said.iter().any(|at| Some(address(at)) != first) {
                self.ambiguous
                    .extend(said.iter().map(|at| (*at, Vec::new())));
            }
        }
    }

    fn key_of<'r>(
        &self,
        row: &'r FillRow<'_>,
        who: &Who,
        folk: &'r Folk<'_>,
        closeness: Closeness,
    ) -> Option<Cow<'r, str>> {
        match self.list.key {
            JoinKey::UserId => self.key(&row.user_id, "", closeness),
            JoinKey::EmployeeNumber => self.key(&row.employee_number, &row.company, closeness),
            JoinKey::Name => {
                let (first, last) = folk.names(row, who);
                let full = format!("{first} {last}");
                let key = self.key(&full, "", closeness)?.into_owned();
                Some(Cow::Owned(key))
            }
        }
    }

    /// What is compared.
    fn key<'r>(&self, key: &'r str, company: &str, closeness: Closeness) -> Option<Cow<'r, str>> {
        let key = address::trim(key);
        let key = match (self.list.key, closeness) {
            (JoinKey::UserId, _) => user_id_key(key),
            (JoinKey::EmployeeNumber, _) if self.with_company => {
                let company = company_number(company).unwrap_or_default();
                Cow::Owned(format!("{company}\u{1f}{key}"))
            }
            (JoinKey::EmployeeNumber, _) => Cow::Borrowed(key),
            (JoinKey::Name, Closeness::Exact) => Cow::Owned(tidy_name(key)),
            (JoinKey::Name, Closeness::Loose) => Cow::Owned(names::plain(&tidy_name(key)).ok()?),
        };
        (!key.is_empty()).then_some(key)
    }

    /// Takes down the lines of the file that an ambiguous row could mean.
    pub(super) fn notice(&mut self, row: &FillRow<'_>, who: &Who, folk: &mut Folk<'_>) {
        if self.ambiguous.is_empty() {
            return;
        }
        let identity = folk.identity(row, who);
        let mut meant: Vec<usize> = self.says.get(&identity).cloned().unwrap_or_default();
        for closeness in [Closeness::Exact, Closeness::Loose] {
            let vague = &self.vague[closeness as usize];
            if vague.is_empty() {
                continue;
            }
            let key = self.key_of(row, who, folk, closeness);
            meant.extend(
                key.and_then(|key| vague.get(key.as_ref()))
                    .into_iter()
                    .flatten(),
            );
        }
        for at in meant {
            if let Some(lines) = self.ambiguous.get_mut(&at) {
                lines.push(row.line);
            }
        }
    }

    /// What the list says of the person of a row.
    pub(super) fn address(
        &self,
        row: &FillRow<'_>,
        who: &Who,
        folk: &mut Folk<'_>,
    ) -> Result<&'l str, Reason> {
        let identity = folk.identity(row, who);
        if let Some(said) = self.says.get(&identity) {
            let at = said[0];
            if self.ambiguous.contains_key(&at) {
                return Err(Reason::Ambiguous);
            }
            return Ok(&self.list.rows[at].address);
        }
        for closeness in [Closeness::Exact, Closeness::Loose] {
            let vague = &self.vague[closeness as usize];
            if !vague.is_empty()
                && let Some(key) = self.key_of(row, who, folk, closeness)
                && vague.contains_key(key.as_ref())
            {
                return Err(Reason::Ambiguous);
            }
        }
        Err(Reason::Unmatched)
    }

    /// The rows that filled nothing: unmatched and ambiguous ones.
    pub(super) fn finish<'a, I>(self, rows: &impl Fn() -> I) -> (Vec<Listed>, Vec<Listed>)
    where
        I: Iterator<Item = FillRow<'a>>,
    {
        let listed = |at: usize, lines: Vec<u32>| {
            let SourceRow {
                line, key, address, ..
            } = &self.list.rows[at];
            Listed {
                line: *line,
                key: key.clone(),
                address: address.clone(),
                suggestion: None,
                lines,
            }
        };
        let mut unmatched: Vec<Listed> = self
            .unmatched
            .iter()
            .map(|at| listed(*at, Vec::new()))
            .collect();
        if self.list.key == JoinKey::EmployeeNumber {
            suggest(&mut unmatched, rows);
        }
        let mut ambiguous: Vec<Listed> = self
            .ambiguous
            .iter()
            .map(|(at, lines)| listed(*at, lines.clone()))
            .collect();
        ambiguous.sort_by_key(|row| row.line);
        (unmatched, ambiguous)
    }
}

/// Says which number was probably meant where a spreadsheet took the zeros away, if it can be only one.
fn suggest<'a, I>(unmatched: &mut [Listed], rows: &impl Fn() -> I)
where
    I: Iterator<Item = FillRow<'a>>,
{
    let bare = |number: &str| {
        let digits = number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty();
        digits.then(|| number.trim_start_matches('0').to_owned())
    };
    let mut wanted: Map<String, Vec<usize>> = Map::default();
    for (at, row) in unmatched.iter().enumerate() {
        if let Some(bare) = bare(address::trim(&row.key)) {
            wanted.entry(bare).or_default().push(at);
        }
    }
    if wanted.is_empty() {
        return;
    }
    let mut meant: Map<usize, Option<String>> = Map::default();
    for row in rows() {
        let number = address::trim(&row.employee_number);
        let Some(at) = bare(number).and_then(|bare| wanted.get(&bare)) else {
            continue;
        };
        for at in at {
            if excel::explains(number, address::trim(&unmatched[*at].key)) {
                let slot = meant.entry(*at).or_insert_with(|| Some(number.to_owned()));
                if slot.as_deref() != Some(number) {
                    *slot = None;
                }
            }
        }
    }
    for (at, number) in meant {
        unmatched[at].suggestion = number;
    }
}

/// A name with single spaces, composed; *Berg, Björn* turned round.
fn tidy_name(name: &str) -> String {
    let turned = match name.split_once(',') {
        Some((last, first)) if !first.contains(',') => Cow::Owned(format!("{first} {last}")),
        _ => Cow::Borrowed(name),
    };
    let mut tidy = String::with_capacity(turned.len());
    for word in turned.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.extend(word.nfc());
    }
    tidy
}
