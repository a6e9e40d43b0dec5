//! The rows of a preview: what changes, what is left out and why, what of a list means nobody. One plan, seen by sections; a row
//! is made when it is shown. Not here: keys, and how it all is drawn ([`super::preview`]).

use std::borrow::Cow;
use std::sync::Arc;

use super::Work;
use crate::domain::fill::{FillPlan, ReasonKind};
use crate::domain::join::Listed;
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::jobs::Control;
use crate::jobs::fill::Background;
use crate::jobs::fill_task::{Planned, What};
use crate::lang::fill::{reason, reason_kind};
use crate::lang::sentences;
use crate::t;
use crate::tui::theme::Tone;
use crate::tui::widgets::table::{Column, Rows, Width};

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// What changes.
    Changes,
    /// What of that has a number because of a namesake.
    Namesakes,
    /// Rows of the file left out for this reason.
    Left(ReasonKind),
    /// Rows of the list that mean nobody.
    Unmatched,
    /// Rows of the list that mean several people.
    Ambiguous,
}

impl Section {
    /// What it is called.
    pub(super) fn name(self) -> String {
        match self {
            Section::Changes => t!("filling-changes"),
            Section::Namesakes => t!("filling-namesakes"),
            Section::Left(kind) => reason_kind(kind),
            Section::Unmatched => t!("filling-unmatched"),
            Section::Ambiguous => t!("filling-ambiguous"),
        }
    }
}

/// What a column of the preview shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Line,
    UserId,
    Name,
    Sign,
    Key,
    Old,
    New,
    Why,
}

/// A plan with what it takes to show it.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) planned: Planned,
    pub(super) work: Work,
    pub(super) known: Arc<Option<Background>>,
    /// Whether any change is over something.
    replaces: bool,
}

impl Source {
    pub(super) fn new(planned: Planned, work: Work, known: Arc<Option<Background>>) -> Source {
        let replaces = match &planned.what {
            What::Fill(plan) => plan.changes.iter().any(|change| !change.old.is_empty()),
            What::Repair(_) => true,
        };
        Source {
            planned,
            work,
            known,
            replaces,
        }
    }

    fn plan(&self) -> Option<&FillPlan> {
        match &self.planned.what {
            What::Fill(plan) => Some(plan),
            What::Repair(_) => None,
        }
    }

    /// The sections that have rows, what changes also without. Rows that nobody chose are told of by nobody.
    pub(super) fn sections(&self) -> Vec<(Section, u64)> {
        let count = |n: usize| n as u64;
        let mut sections = vec![(Section::Changes, count(self.planned.changes()))];
        if let Some(plan) = self.plan() {
            let namesakes = plan.changes.iter().filter(|change| change.namesake).count();
            sections.push((Section::Namesakes, count(namesakes)));
            let left = plan.left_out_counts().into_iter();
            let told = left.filter(|(kind, _)| *kind != ReasonKind::NotSelected);
            sections.extend(told.map(|(kind, n)| (Section::Left(kind), n)));
            sections.push((Section::Unmatched, count(plan.unmatched.len())));
            sections.push((Section::Ambiguous, count(plan.ambiguous.len())));
        }
        sections.retain(|(section, n)| *n > 0 || *section == Section::Changes);
        sections
    }

    /// The positions of a section's rows.
    pub(super) fn rows(&self, section: Section) -> Vec<u32> {
        let all = |n: usize| (0..u32::try_from(n).unwrap_or(u32::MAX)).collect();
        let Some(plan) = self.plan() else {
            return all(self.planned.changes());
        };
        match section {
            Section::Changes => all(plan.changes.len()),
            Section::Namesakes => (0..)
                .zip(&plan.changes)
                .filter(|(_, change)| change.namesake)
                .map(|(at, _)| at)
                .collect(),
            Section::Left(kind) => (0..)
                .zip(&plan.left_out)
                .filter(|(_, row)| row.reason.kind() == kind)
                .map(|(at, _)| at)
                .collect(),
            Section::Unmatched => all(plan.unmatched.len()),
            Section::Ambiguous => all(plan.ambiguous.len()),
        }
    }

    /// What a section shows.
    pub(super) fn columns(&self, section: Section) -> Vec<Shown> {
        use Shown::{Key, Line, Name, New, Old, Sign, UserId, Why};
        match section {
            Section::Unmatched | Section::Ambiguous => vec![Line, Key, New, Why],
            Section::Left(_) => vec![Line, UserId, Name, Why],
            _ if self.plan().is_none() => vec![Line, UserId, Name, Key, Old, New],
            _ if self.replaces => vec![Line, UserId, Sign, Old, New],
            _ => vec![Line, UserId, Name, Sign, New],
        }
    }

    fn listed(&self, section: Section, at: usize) -> Option<&Listed> {
        let plan = self.plan()?;
        match section {
            Section::Unmatched => plan.unmatched.get(at),
            Section::Ambiguous => plan.ambiguous.get(at),
            _ => None,
        }
    }

    /// The record and the line of a row of the file.
    fn record(&self, section: Section, at: usize) -> Option<(usize, u32)> {
        let of = |record: u32, line: u32| (record as usize, line);
        match (&self.planned.what, section) {
            (What::Repair(plan), _) => plan.repairs.get(at).map(|r| of(r.record, r.line)),
            (What::Fill(plan), Section::Left(_)) => {
                plan.left_out.get(at).map(|r| of(r.record, r.line))
            }
            (What::Fill(plan), _) => plan.changes.get(at).map(|r| of(r.record, r.line)),
        }
    }

    fn value(&self, record: usize, field: Field) -> Cow<'_, str> {
        let column = self.work.columns.position(field);
        column
            .and_then(|column| self.work.table.cell(record, column))
            .unwrap_or_default()
    }

    /// The full name: the file's own, else the register's.
    fn name(&self, record: usize) -> String {
        let first = self.value(record, Field::FirstName);
        let last = self.value(record, Field::LastName);
        let own = format!("{first} {last}");
        if !own.trim().is_empty() {
            return own.trim().to_owned();
        }
        let Some(known) = self.known.as_ref() else {
            return String::new();
        };
        let user_id = self.value(record, Field::UserId);
        let index = known.people.by_user_id(user_id.trim());
        index.map_or_else(String::new, |index| {
            let person = known.people.person(index);
            let name = format!("{} {}", person.first_name, person.last_name);
            name.trim().to_owned()
        })
    }

    /// What stands in a cell of the preview.
    pub(super) fn cell(&self, section: Section, at: usize, shown: Shown) -> String {
        if let Some(listed) = self.listed(section, at) {
            return match shown {
                Shown::Line => listed.line.to_string(),
                Shown::Key => listed.key.clone(),
                Shown::New => listed.address.clone(),
                _ => why_listed(listed),
            };
        }
        let Some((record, line)) = self.record(section, at) else {
            return String::new();
        };
        match shown {
            Shown::Line => return line.to_string(),
            Shown::UserId => return self.value(record, Field::UserId).into_owned(),
            Shown::Name => return self.name(record),
            _ => {}
        }
        match (&self.planned.what, section) {
            (What::Repair(plan), _) => plan.repairs.get(at).map(|repair| match shown {
                Shown::Key if repair.field == Field::EmployeeNumber => {
                    t!("addresses-column-number")
                }
                Shown::Key => sentences::field(repair.field),
                Shown::Old => repair.old.to_string(),
                _ => repair.new.to_string(),
            }),
            (What::Fill(plan), Section::Left(_)) => {
                plan.left_out.get(at).map(|row| reason(&row.reason))
            }
            (What::Fill(plan), _) => plan.changes.get(at).map(|change| match shown {
                Shown::Sign if change.namesake => Tone::Warning.sign().to_owned(),
                Shown::Old => change.old.to_string(),
                Shown::New => change.new.to_string(),
                _ => String::new(),
            }),
        }
        .unwrap_or_default()
    }

    /// All there is to say of a row, whole, where the table cuts it.
    pub(super) fn told(&self, section: Section, at: usize) -> String {
        let cell = |shown| visible(&self.cell(section, at, shown)).into_owned();
        if self.listed(section, at).is_some() {
            let parts = [cell(Shown::Key), cell(Shown::New), cell(Shown::Why)];
            let line = t!("filling-list-line", line = cell(Shown::Line));
            return format!("{line}: {}", joined(&parts));
        }
        let who = joined(&[cell(Shown::UserId), cell(Shown::Name)]);
        let line = t!("rows-line", line = cell(Shown::Line));
        let what = match section {
            Section::Left(_) => cell(Shown::Why),
            _ => {
                let old = cell(Shown::Old);
                let old = if old.is_empty() { "–" } else { &old };
                format!("{old} → {}", cell(Shown::New))
            }
        };
        let namesake = self.plan().is_some_and(|plan| {
            let changes = matches!(section, Section::Changes | Section::Namesakes);
            changes && plan.changes.get(at).is_some_and(|change| change.namesake)
        });
        let more = if namesake {
            format!("  {} {}", Tone::Warning.sign(), t!("filling-namesake"))
        } else {
            String::new()
        };
        format!("{line}, {who}: {what}{more}")
    }

    /// Whether a row holds a text, which is in lower case.
    fn holds(&self, section: Section, at: usize, wanted: &str) -> bool {
        let columns = self.columns(section);
        let mut cells = columns.iter().map(|shown| self.cell(section, at, *shown));
        cells.any(|cell| cell.to_lowercase().contains(wanted))
    }
}

fn joined(parts: &[String]) -> String {
    let filled: Vec<&str> = parts.iter().map(String::as_str).collect();
    let filled: Vec<&str> = filled.into_iter().filter(|part| !part.is_empty()).collect();
    filled.join(", ")
}

fn why_listed(listed: &Listed) -> String {
    if let Some(meant) = &listed.suggestion {
        return t!("filling-listed-meant", meant = meant.as_str());
    }
    if listed.lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = listed.lines.iter().map(u32::to_string).collect();
    t!("filling-listed-lines", lines = lines.join(", "))
}

/// The rows of a section, for the table.
pub(super) struct View<'a> {
    pub(super) source: &'a Source,
    pub(super) section: Section,
    pub(super) rows: &'a [u32],
    pub(super) columns: &'a [Shown],
}

impl Rows for View<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let (Some(at), Some(shown)) = (self.rows.get(row), self.columns.get(column)) else {
            return (Cow::Borrowed(""), Tone::Plain);
        };
        let tone = match shown {
            Shown::Line | Shown::Old => Tone::Dim,
            Shown::Sign => Tone::Warning,
            Shown::New if !matches!(self.section, Section::Unmatched | Section::Ambiguous) => {
                Tone::Changed
            }
            _ => Tone::Plain,
        };
        let text = self.source.cell(self.section, *at as usize, *shown);
        (Cow::Owned(visible(&text).into_owned()), tone)
    }
}

/// The columns of the table; line numbers have so many digits.
pub(super) fn columns(shown: &[Shown], section: Section, digits: u16) -> Vec<Column> {
    let listed = matches!(section, Section::Unmatched | Section::Ambiguous);
    shown
        .iter()
        .map(|column| match column {
            Shown::Line => Column::new(t!("addresses-column-line"), Width::Fixed(digits)).right(),
            Shown::UserId => Column::new(sentences::field(Field::UserId), Width::Flex(10, 1)),
            Shown::Name => Column::new(t!("addresses-column-name"), Width::Flex(10, 1)),
            Shown::Sign => Column::new("", Width::Fixed(1)),
            Shown::Key if listed => Column::new(t!("filling-column-key"), Width::Flex(12, 2)),
            Shown::Key => Column::new(t!("filling-column-key"), Width::Flex(10, 1)),
            Shown::Old => Column::new(t!("filling-column-old"), Width::Flex(8, 2)),
            Shown::New if listed => Column::new(t!("filling-column-address"), Width::Flex(16, 3)),
            Shown::New => Column::new(t!("filling-column-new"), Width::Flex(16, 3)),
            Shown::Why => Column::new(t!("column-reason"), Width::Flex(16, 3)),
        })
        .collect()
}

/// The place of the next of these rows that holds a text in one of its cells.
pub(super) fn find(
    source: &Source,
    section: Section,
    rows: &[u32],
    from: usize,
    forward: bool,
    wanted: &str,
    control: &Control,
) -> Option<usize> {
    let len = rows.len();
    for step in 1..=len {
        if step % 4096 == 0 && control.report(step as u64, len as u64).is_break() {
            return None;
        }
        let step = if forward { step } else { len - step };
        let place = (from + step) % len;
        if source.holds(section, rows[place] as usize, wanted) {
            return Some(place);
        }
    }
    None
}
