//! Finding rows by keys: filter, search, order, a line by its number, and what is said of it.
//! Not here: how the rows are found ([`super::rows`]).

use super::Addresses;
use super::columns::Shown;
use super::rows::{Arrangement, Found, Kind};
use super::state::Editing;
use crate::domain::text::visible;
use crate::jobs::find::{Hit, Needle};
use crate::jobs::{JobError, let_go};
use crate::lang::{errors, number};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Message, Prompt};
use crate::tui::keys::Action;
use crate::tui::layer::{Outcome, Value};
use crate::tui::theme::Tone;

const FILTER: &str = "addresses.filter";
const FILTER_TEXT: &str = "addresses.filter-text";
const SEARCH: &str = "addresses.search";
const LINE: &str = "addresses.line";

/// Whether this is one of the questions here.
pub(super) fn asks(question: &str) -> bool {
    [FILTER, FILTER_TEXT, SEARCH, LINE].contains(&question)
}

/// What a filter is called.
pub(super) fn name(kind: Kind) -> String {
    match kind {
        Kind::All => t!("finding-all"),
        Kind::Changed => t!("finding-changed"),
        Kind::Lacking => t!("finding-lacking"),
        Kind::Faults => t!("finding-faults"),
        Kind::Problems => t!("finding-problems"),
        Kind::RejectedLast => t!("finding-rejected-last"),
        Kind::Marked => t!("finding-marked"),
        Kind::Verified => t!("finding-verified"),
    }
}

/// Which rows are shown, in words for the frame; empty where all are.
pub(super) fn filter_name(arrangement: &Arrangement) -> String {
    let text = visible(&arrangement.text);
    match (arrangement.kind, text.is_empty()) {
        (Kind::All, true) => String::new(),
        (kind, true) => name(kind),
        (Kind::All, false) => t!("finding-with-text", text = text.into_owned()),
        (kind, false) => {
            let text = t!("finding-with-text", text = text.into_owned());
            format!("{} + {text}", name(kind))
        }
    }
}

fn is_number(text: &str) -> Result<(), String> {
    match line_number(text) {
        Some(_) => Ok(()),
        None => Err(t!("finding-line-wrong")),
    }
}

/// A number as it is typed or copied, also with spaces between its thousands.
fn line_number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    digits.parse().ok().filter(|line| *line > 0)
}

impl Addresses {
    /// Does what is about finding; [`Outcome::Ignored`] where the action is about something else.
    pub(super) fn find(&mut self, action: Action, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Ignored;
        };
        match action {
            Action::Filter => ask_filter(editing),
            Action::Search => ask_search(editing),
            Action::SearchNext | Action::SearchPrevious => {
                match editing.search(action == Action::SearchNext, &context.waker) {
                    true => Outcome::Changed,
                    false => ask_search(editing),
                }
            }
            Action::SortUp | Action::SortDown => {
                let sort = (editing.column, action == Action::SortDown);
                let now = editing.arrangement();
                // The line is the order of the file; the same key again leads back to it.
                let file = sort == (Shown::Line, false) || now.sort == Some(sort);
                let wanted = Arrangement {
                    sort: (!file).then_some(sort),
                    ..now.clone()
                };
                self.arrange(wanted, context)
            }
            Action::GoToLine => Outcome::push(
                Prompt::new(LINE, t!("finding-line-title"), t!("finding-line-label"), "")
                    .checked(is_number),
            ),
            Action::Back if editing.finding.cancel() => Outcome::Changed,
            Action::Back if editing.arrangement().filters() => {
                let wanted = Arrangement {
                    sort: editing.arrangement().sort,
                    ..Arrangement::default()
                };
                editing.finding.needle = None;
                self.arrange(wanted, context)
            }
            Action::Back if editing.finding.needle.take().is_some() => Outcome::Changed,
            Action::Left | Action::Right | Action::Home | Action::End => {
                editing.move_column(action)
            }
            _ => Outcome::Ignored,
        }
    }

    fn arrange(&mut self, wanted: Arrangement, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        if let Some(editing) = desk.editing.as_mut() {
            editing.arrange(wanted, &desk.place, &context.waker);
        }
        Outcome::Changed
    }

    /// One of the questions here has been answered.
    pub(super) fn finding_answered(
        &mut self,
        question: &str,
        value: Value,
        context: &mut Context,
    ) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Changed;
        };
        let now = editing.arrangement().clone();
        match (question, value) {
            (FILTER, Value::Index(at)) => match Kind::ALL.get(at) {
                Some(Kind::All) => {
                    let wanted = Arrangement {
                        sort: now.sort,
                        ..Arrangement::default()
                    };
                    self.arrange(wanted, context)
                }
                Some(kind) => self.arrange(Arrangement { kind: *kind, ..now }, context),
                None => Outcome::push(Prompt::new(
                    FILTER_TEXT,
                    t!("finding-text-title"),
                    t!("finding-text-label"),
                    &now.text,
                )),
            },
            (FILTER_TEXT, Value::Text(text)) => {
                let text = text.trim().to_owned();
                self.arrange(Arrangement { text, ..now }, context)
            }
            (SEARCH, Value::Text(text)) => {
                editing.finding.cancel();
                editing.finding.needle = Needle::new(text.trim());
                editing.search(true, &context.waker);
                Outcome::Changed
            }
            (LINE, Value::Text(text)) => match line_number(&text) {
                Some(line) => self.go_to_line(line, context),
                None => Outcome::Changed,
            },
            _ => Outcome::Changed,
        }
    }

    fn go_to_line(&mut self, line: u64, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        let table = editing.document().table();
        let on_line = table.index().record_on_line(line);
        // Blank lines and headings are no rows: the next one is meant, or the last.
        let record = on_line.and_then(|record| u32::try_from(record).ok());
        let after = editing
            .all()
            .partition_point(|row| record.is_none_or(|record| *row < record));
        let found = editing.all().get(after).or(editing.all().last()).copied();
        let Some(found) = found else {
            return Outcome::Changed;
        };
        let len = editing.len();
        match editing.row_of(found as usize) {
            Some(row) => {
                editing.cursor.jump(row, len);
                Outcome::Changed
            }
            None => {
                let line = u64::from(crate::jobs::reading::line(&table, found as usize));
                self.say(
                    Tone::Warning,
                    t!("finding-line-hidden", line = number(line)),
                )
            }
        }
    }

    /// Looks whether something has been found.
    pub(super) fn pull_found(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        match editing.finding.pull(&context.waker) {
            None => Outcome::Unchanged,
            Some(Ok(Found::Rows(arrangement, rows))) => {
                editing.show(arrangement, rows.into());
                Outcome::Changed
            }
            Some(Ok(Found::NoImport)) => self.say(Tone::Warning, t!("finding-no-import")),
            Some(Ok(Found::Text(hit))) => self.found_text(hit, context),
            Some(Ok(Found::Alike(alike, taken, hidden, step))) => {
                let asked = self.ask_alike(&alike, &taken, hidden, step, context);
                let_go(taken);
                asked
            }
            Some(Ok(Found::Person(record))) => self.arrive(record, context),
            Some(Err(JobError::Cancelled)) => {
                self.going = None;
                Outcome::Changed
            }
            Some(Err(error)) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    fn found_text(&mut self, hit: Option<Hit>, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        let Some(needle) = editing.finding.needle.clone() else {
            return Outcome::Unchanged;
        };
        let text = visible(needle.text()).into_owned();
        let Some(hit) = hit else {
            editing.finding.cancel();
            let told = match editing.arrangement().filters() {
                true => t!("finding-not-shown", text = text),
                false => t!("rows-not-found", text = text),
            };
            return self.say(Tone::Warning, told);
        };
        let len = editing.len();
        editing.cursor.jump(hit.place, len);
        editing.show_column_with(&needle);
        editing.search_on(&context.waker);
        if hit.wrapped {
            return self.say(Tone::Plain, t!("finding-wrapped"));
        }
        Outcome::Changed
    }
}

impl Editing {
    /// Brings a column into the window that holds the text in the row under the cursor.
    fn show_column_with(&mut self, needle: &Needle) {
        let Some(record) = self.listed().get(self.cursor.row()).copied() else {
            return;
        };
        let source = self.source();
        let holds = |shown: &Shown| {
            !matches!(shown, Shown::Line | Shown::Mark)
                && needle.is_in(&source.value(record, *shown))
        };
        if !holds(&self.column)
            && let Some(column) = self.columns_shown().into_iter().find(holds)
        {
            self.go_to_column(column);
        }
    }
}

fn ask_filter(editing: &Editing) -> Outcome {
    let mut names: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| match editing.count(kind) {
            Some(count) => format!("{}  {}", name(kind), number(count as u64)),
            None => name(kind),
        })
        .collect();
    names.push(t!("finding-text"));
    let now = editing.arrangement().kind;
    let at = Kind::ALL.iter().position(|kind| *kind == now);
    let title = t!("finding-filter-title");
    Outcome::push(Choice::new(FILTER, title, names).selected(at.unwrap_or(0)))
}

fn ask_search(editing: &Editing) -> Outcome {
    let needle = editing.finding.needle.as_ref();
    Outcome::push(Prompt::new(
        SEARCH,
        t!("rows-search-title"),
        t!("finding-search-label"),
        needle.map_or("", Needle::text),
    ))
}
