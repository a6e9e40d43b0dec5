//! Taking the suggestion for all rows that are wrong in the same way: found on a worker, shown before anything happens, one
//! step of the history. Never over a verified address. Not here: what is alike ([`crate::jobs::check::Alike`]).

use std::sync::Arc;

use super::Addresses;
use super::rows::Found;
use crate::domain::address::Warning;
use crate::domain::text::visible;
use crate::file::{CellEdit, CellRef, EditError, Prepared};
use crate::jobs::check::{self, Alike, Taken};
use crate::jobs::{Control, let_go};
use crate::lang::{errors, number, sentences};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Confirm;
use crate::tui::layer::{Outcome, Value};
use crate::tui::theme::Tone;

/// The question whether to take them.
pub(super) const TAKE: &str = "addresses.alike";

/// So many of the changes are shown.
const EXAMPLES: usize = 5;

impl Addresses {
    /// Looks for the rows that are wrong in the same way as the one under the cursor.
    pub(super) fn find_alike(&mut self, context: &mut Context) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        let row = editing.cursor.row();
        if row < editing.len()
            && let Some(why) = editing.locked(row)
        {
            self.notice = Some(super::view::locked(why));
            return Outcome::Changed;
        }
        let alike = editing.suggestion(row).and_then(|suggestion| {
            let (mark, rejection) = (editing.mark(row), editing.rejection(row));
            Alike::of(&editing.address(row), &suggestion, mark, rejection)
        });
        let Some(alike) = alike else {
            return self.say(Tone::Plain, t!("addresses-no-suggestion"));
        };
        let (table, layout) = (editing.document().table(), editing.layout());
        let saved = editing.document().saved_table();
        let (rows, checked) = (Arc::clone(editing.all()), editing.checked_now());
        let shown = editing.arrangement().filters();
        let shown = shown.then(|| Arc::clone(editing.listed()));
        let work = move |control: &Control| {
            let taken = check::suggestions(&table, layout, &rows, &checked, &alike, control)?;
            let edit = |taken: &Taken| CellEdit {
                cell: CellRef {
                    record: taken.record,
                    column: layout.address,
                },
                value: taken.new.clone(),
            };
            let step = table.prepare(&saved, taken.iter().map(edit).collect());
            let hidden = shown.map_or(0, |shown| hidden(&taken, &shown));
            Ok(Found::Alike(alike, taken, hidden, step))
        };
        editing.finding.begin(&context.waker, Box::new(work));
        Outcome::Changed
    }

    /// Shows what would be changed.
    pub(super) fn ask_alike(
        &mut self,
        alike: &Alike,
        taken: &[Taken],
        hidden: u64,
        step: Result<Prepared, EditError>,
        context: &mut Context,
    ) -> Outcome {
        let Some(editing) = context.desk.editing.as_mut() else {
            return Outcome::Unchanged;
        };
        let count = taken.len() as u64;
        let mut lines = vec![told(alike, count), String::new()];
        let table = editing.document().table();
        lines.extend(taken.iter().take(EXAMPLES).map(|taken| {
            let line = number(u64::from(crate::jobs::reading::line(&table, taken.record)));
            let (old, new) = (visible(&taken.old), visible(&taken.new));
            t!(
                "alike-example",
                line = line,
                old = old.into_owned(),
                new = new.into_owned()
            )
        }));
        let more = count.saturating_sub(EXAMPLES as u64);
        if more > 0 {
            lines.push(t!("alike-more", n = more));
        }
        if hidden > 0 {
            lines.push(t!("alike-hidden", n = hidden));
        }
        lines.extend([String::new(), t!("alike-ask", n = count)]);
        editing.finding.alike = Some(step);
        Outcome::push(Confirm::new(TAKE, t!("alike-title"), lines.join("\n")))
    }

    /// The question has been answered.
    pub(super) fn take_alike(&mut self, answer: &Value, context: &mut Context) -> Outcome {
        let desk = &mut context.desk;
        let Some(editing) = desk.editing.as_mut() else {
            return Outcome::Changed;
        };
        let step = editing.finding.alike.take();
        let Some(step) = step else {
            return Outcome::Changed;
        };
        if *answer != Value::Yes {
            let_go(step);
            return Outcome::Changed;
        }
        match step {
            Ok(step) => {
                let changed = editing.take_step(step);
                editing.check(&desk.place, &context.waker);
                self.say(Tone::Ok, t!("alike-taken", n = changed as u64))
            }
            Err(error) => self.say(Tone::Error, errors::edit(&error)),
        }
    }
}

/// How many of the rows are not among those that are shown.
fn hidden(taken: &[Taken], shown: &[u32]) -> u64 {
    let mut shown = shown.to_vec();
    shown.sort_unstable();
    let hidden = |taken: &&Taken| {
        let record = u32::try_from(taken.record);
        record.is_ok_and(|record| shown.binary_search(&record).is_err())
    };
    taken.iter().filter(hidden).count() as u64
}

/// What the rows have in common.
fn told(alike: &Alike, count: u64) -> String {
    match alike {
        Alike::Domain { from, to } => {
            let shown = |domain: &str| visible(domain).into_owned();
            t!(
                "alike-domain",
                n = count,
                from = shown(from),
                to = shown(to)
            )
        }
        Alike::Rejected(reason) => {
            t!(
                "alike-rejected",
                n = count,
                reason = sentences::reason(*reason)
            )
        }
        Alike::Noticed(Warning::Trimmed) => t!("alike-trimmed", n = count),
        Alike::Noticed(_) => t!("alike-normalised", n = count),
    }
}
