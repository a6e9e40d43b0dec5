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
    /// The lines of the file that it could mean, the first [`LINES_MAX`] of them.
    pub lines: Vec<u32>,
}

/// How many lines of the file are named for an ambiguous row of the list.
pub const LINES_MAX: usize = 20;

/// Rows of the list that cannot be used, and the lines of the file that they could mean.
#[derive(Debug, Default)]
struct Vague {
    rows: Vec<usize>,
    lines: Vec<u32>,
}

impl Vague {
    fn notice(&mut self, line: u32) {
        if self.lines.len() < LINES_MAX {
            self.lines.push(line);
        }
    }
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
    /// What the list says of a person: rows of the list.
    says: Map<Identity, Vec<usize>>,
    /// Those of which it says several things.
    contradicted: Map<Identity, Vague>,
    /// Keys of the list that mean several people, exact and loose.
    vague: [Map<String, Vague>; 2],
    unmatched: Vec<usize>,
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
            contradicted: Map::default(),
            vague: [Map::default(), Map::default()],
            unmatched: Vec::new(),
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
                    let vague = Vague {
                        rows: at,
                        lines: Vec::new(),
                    };
                    self.vague[closeness as usize].insert(key, vague);
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
        let rows = &self.list.rows;
        let address = |at: usize| match address::parse(&rows[at].address) {
            Ok(parsed) => parsed.address.canonical().to_owned(),
            Err(_) => rows[at].address.clone(),
        };
        self.says.retain(|identity, said| {
            let agreed = match said.split_first() {
                None | Some((_, [])) => true,
                Some((first, others)) => {
                    let first = address(*first);
                    others.iter().all(|at| address(*at) == first)
                }
            };
            if !agreed {
                let vague = Vague {
                    rows: std::mem::take(said),
                    lines: Vec::new(),
                };
                self.contradicted.insert(*identity, vague);
            }
            agreed
        });
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
        if !self.contradicted.is_empty() {
            let identity = folk.identity(row, who);
            if let Some(vague) = self.contradicted.get_mut(&identity) {
                vague.notice(row.line);
            }
        }
        if let Some((closeness, key)) = self.vague_key(row, who, folk)
            && let Some(vague) = self.vague[closeness as usize].get_mut(&key)
        {
            vague.notice(row.line);
        }
    }

    /// The key of a row under which the list could mean it and others.
    fn vague_key(
        &self,
        row: &FillRow<'_>,
        who: &Who,
        folk: &Folk<'_>,
    ) -> Option<(Closeness, String)> {
        [Closeness::Exact, Closeness::Loose]
            .into_iter()
            .filter(|closeness| !self.vague[*closeness as usize].is_empty())
            .find_map(|closeness| {
                let key = self.key_of(row, who, folk, closeness)?;
                let vague = self.vague[closeness as usize].contains_key(key.as_ref());
                vague.then(|| (closeness, key.into_owned()))
            })
    }

    /// What the list says of the person of a row.
    pub(super) fn address(
        &self,
        row: &FillRow<'_>,
        who: &Who,
        folk: &mut Folk<'_>,
    ) -> Result<&'l str, Reason> {
        let identity = folk.identity(row, who);
        if self.contradicted.contains_key(&identity) {
            return Err(Reason::Ambiguous);
        }
        match self.says.get(&identity).and_then(|said| said.first()) {
            Some(at) => Ok(&self.list.rows[*at].address),
            None if self.vague_key(row, who, folk).is_some() => Err(Reason::Ambiguous),
            None => Err(Reason::Unmatched),
        }
    }

    /// The rows that filled nothing: unmatched and ambiguous ones.
    pub(super) fn finish<'a, I>(self, rows: &impl Fn() -> I) -> (Vec<Listed>, Vec<Listed>)
    where
        I: Iterator<Item = FillRow<'a>>,
    {
        let listed = |at: usize, lines: &[u32]| {
            let SourceRow {
                line, key, address, ..
            } = &self.list.rows[at];
            Listed {
                line: *line,
                key: key.clone(),
                address: address.clone(),
                suggestion: None,
                lines: lines.to_vec(),
            }
        };
        let mut unmatched: Vec<Listed> = self.unmatched.iter().map(|at| listed(*at, &[])).collect();
        if self.list.key == JoinKey::EmployeeNumber {
            suggest(&mut unmatched, rows);
        }
        let mut ambiguous: Vec<Listed> = self
            .vague
            .iter()
            .flat_map(|vague| vague.values())
            .chain(self.contradicted.values())
            .flat_map(|vague| vague.rows.iter().map(|at| listed(*at, &vague.lines)))
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
