//! What the log says of runs and of persons' addresses: what was done, by whom, when and how it ended.

use crate::domain::load::LoadTotals;
use crate::domain::log::{
    HistoryEntry, HistoryEvent, LaterChange, RunKind, RunRecord, RunStatus, Who,
};
use crate::domain::text::visible;
use crate::lang::{moment, number};
use crate::t;

/// What a run did, in a word.
pub fn run_kind(kind: RunKind) -> String {
    match kind {
        RunKind::Export => t!("run-export"),
        RunKind::Import => t!("run-import"),
        RunKind::Load => t!("run-load"),
        RunKind::Undo => t!("run-undo"),
    }
}

/// How a run ended, in a word or three.
pub fn run_status(status: RunStatus) -> String {
    match status {
        RunStatus::Done => t!("status-done"),
        RunStatus::DoneWithErrors => t!("status-done-with-errors"),
        RunStatus::Cancelled => t!("status-cancelled"),
        RunStatus::Failed => t!("status-failed"),
    }
}

/// Why a run failed, in words before its stable code.
pub fn failure(code: &str) -> String {
    let words = crate::lang::lookup(&format!("failure-{}", code.replace('_', "-")));
    let words = words.unwrap_or_else(|| t!("failure-other"));
    format!("{words} [{}]", visible(code))
}

/// Who did something, with the address of their SSH client where there is one.
pub fn who(who: &Who) -> String {
    let login = visible(&who.login).into_owned();
    match &who.client {
        Some(client) => format!("{login} ({})", visible(client)),
        None => login,
    }
}

/// When, by whom and in which run: "2026-03-02 14:10 by karin (10.0.0.7), run 9".
pub(super) fn later_change(change: &LaterChange) -> String {
    let (when, who) = (moment(change.at), who(&change.who));
    match change.run {
        Some(run) => t!(
            "change-in-run",
            when = when,
            who = who,
            run = run.to_string()
        ),
        None => t!("change-by-hand", when = when, who = who),
    }
}

/// With which export a file was compared, and how many of its rows are of persons who have changed since.
pub fn compared(export: &RunRecord, changed: u64) -> String {
    let (run, when) = (export.id.to_string(), moment(export.finished));
    match changed {
        0 => t!("compared-none", run = run, when = when),
        n => t!("compared", run = run, when = when, n = n),
    }
}

/// A change of somebody's address in two lines: when, what, by whom, in which run; and the address before and after.
pub fn history_entry(entry: &HistoryEntry) -> [String; 2] {
    let (when, who) = (moment(entry.at), who(&entry.who));
    let event = history_event(entry.event);
    let what = match entry.run {
        Some(run) => t!(
            "history-by-run",
            when = when,
            event = event,
            who = who,
            run = run.to_string()
        ),
        None => t!("history-by", when = when, event = event, who = who),
    };
    let shown = |address: &Option<String>| match address {
        Some(address) => visible(address).into_owned(),
        None => t!("history-none"),
    };
    let change = if entry.old == entry.new {
        shown(&entry.new)
    } else {
        format!("{} → {}", shown(&entry.old), shown(&entry.new))
    };
    [what, change]
}

/// How many rows of a people file were read, and what became of them.
pub fn load_totals(totals: &LoadTotals) -> String {
    t!(
        "cli-load-totals",
        rows = totals.rows(),
        created = number(totals.created),
        updated = number(totals.updated),
        unchanged = number(totals.unchanged),
        rejected = number(totals.rejected)
    )
}

/// What was done to an address, in a few words.
fn history_event(event: HistoryEvent) -> String {
    match event {
        HistoryEvent::Set => t!("event-set"),
        HistoryEvent::Cleared => t!("event-cleared"),
        HistoryEvent::TrustedOnLoad => t!("event-trusted-on-load"),
        HistoryEvent::Unlinked => t!("event-unlinked"),
        HistoryEvent::Undone => t!("event-undone"),
        HistoryEvent::VerifiedByLink => t!("event-verified-by-link"),
        HistoryEvent::VerifiedByCode => t!("event-verified-by-code"),
        HistoryEvent::VerifiedByDomain => t!("event-verified-by-domain"),
    }
}
