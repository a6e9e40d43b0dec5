//! Sentences for what the rules decide: reasons, warnings, refusals and names of things. One place, so that screen, command
//! and log say the same in the same words. Values from a file pass [`visible`] before they reach a sentence.

use crate::domain::address::{AddressError, Warning};
use crate::domain::domains::DomainError;
use crate::domain::load::HeadingError;
use crate::domain::log::{
    HistoryEntry, HistoryEvent, LaterChange, LoggedRow, RunKind, RunRecord, RunStatus, Who,
};
use crate::domain::person::ConnectState;
use crate::domain::plan::{
    Conflict, HolderState, InvalidValue, Outcome, Reason, Rejection, Totals,
};
use crate::domain::preflight::Refusal;
use crate::domain::template::{Delimiter, Encoding, Field, Kind, TemplateError};
use crate::domain::text::visible;
use crate::domain::undo::UndoCounts;
use crate::jobs::TemplateUse;
use crate::jobs::findings::{Damage, Finding, What};
use crate::lang::moment;
use crate::t;

/// The name of a field in the chosen language.
pub fn field(field: Field) -> String {
    match field {
        Field::Company => t!("field-company"),
        Field::UserId => t!("field-user-id"),
        Field::EmployeeNumber => t!("field-employee-number"),
        Field::FirstName => t!("field-first-name"),
        Field::LastName => t!("field-last-name"),
        Field::Department => t!("field-department"),
        Field::Email => t!("field-email"),
        Field::ConnectAddress => t!("field-connect-address"),
        Field::Active => t!("field-active"),
        Field::Protected => t!("field-protected"),
    }
}

fn fields(list: &[Field]) -> String {
    let names: Vec<String> = list.iter().map(|f| field(*f)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            t!("list-and", first = rest.join(", "), last = last.as_str())
        }
        _ => names.concat(),
    }
}

/// The name of a delimiter in the chosen language.
pub fn delimiter(delimiter: Delimiter) -> String {
    match delimiter {
        Delimiter::TAB => t!("delimiter-tab"),
        other => format!("\u{201d}{}\u{201d}", char::from(other.byte())),
    }
}

/// The name of an encoding, the same in every language but for ANSI's explanation.
pub fn encoding(encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => t!("encoding-utf8"),
        Encoding::Utf8Bom => t!("encoding-utf8-bom"),
        Encoding::Windows1252 => t!("encoding-windows-1252"),
        Encoding::Ibm437 => t!("encoding-ibm437"),
        Encoding::Utf16Le => t!("encoding-utf-16le"),
        Encoding::Utf16Be => t!("encoding-utf-16be"),
    }
}

/// Exportmall or Importmall.
pub fn template_kind(kind: Kind) -> String {
    match kind {
        Kind::Export => t!("kind-export-template"),
        Kind::Import => t!("kind-import-template"),
    }
}

/// In how many runs of the log a template was used, and when last.
pub fn template_use(used: Option<TemplateUse>) -> String {
    match used {
        None => t!("template-unused"),
        Some(used) => t!("template-used", n = used.runs, when = moment(used.last)),
    }
}

/// That a template is in use again, or is not any more. The name is fit for a terminal already.
pub fn template_active(name: &str, active: bool) -> String {
    match active {
        true => t!("template-activated", name = name),
        false => t!("template-deactivated", name = name),
    }
}

/// What became of a row, in a word.
pub fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("outcome-updated"),
        Outcome::Unchanged => t!("outcome-unchanged"),
        Outcome::Kept => t!("outcome-kept"),
        Outcome::Blank => t!("outcome-blank"),
        Outcome::Rejected => t!("outcome-rejected"),
    }
}

/// What becomes of a row, in a word, before the import.
pub fn planned_outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-updated"),
        Outcome::Unchanged => t!("outcome-unchanged"),
        Outcome::Kept => t!("planned-kept"),
        Outcome::Blank => t!("outcome-blank"),
        Outcome::Rejected => t!("planned-rejected"),
    }
}

/// What becomes of rows, before a count.
pub fn planned_outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-all-updated"),
        Outcome::Unchanged => t!("all-unchanged"),
        Outcome::Kept => t!("planned-all-kept"),
        Outcome::Blank => t!("all-blank"),
        Outcome::Rejected => t!("planned-all-rejected"),
    }
}

/// What became of rows, before a count.
pub fn outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("all-updated"),
        Outcome::Unchanged => t!("all-unchanged"),
        Outcome::Kept => t!("all-kept"),
        Outcome::Blank => t!("all-blank"),
        Outcome::Rejected => t!("all-rejected"),
    }
}

/// What becomes of a row of a run that is undone, in a word, before the undo.
pub fn planned_undo_outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-undo-updated"),
        Outcome::Rejected => t!("planned-undo-rejected"),
        other => planned_outcome(other),
    }
}

/// What becomes of rows of a run that is undone, before a count.
pub fn planned_undo_outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("planned-undo-all-updated"),
        Outcome::Rejected => t!("planned-undo-all-rejected"),
        other => planned_outcomes(other),
    }
}

/// What became of a row of a run that was undone, in a word.
pub fn undo_outcome(which: Outcome) -> String {
    match which {
        Outcome::Updated => t!("outcome-undo-updated"),
        Outcome::Rejected => t!("outcome-undo-rejected"),
        other => outcome(other),
    }
}

/// What became of rows of a run that was undone, before a count.
pub fn undo_outcomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Updated => t!("outcome-undo-all-updated"),
        Outcome::Rejected => t!("outcome-undo-all-rejected"),
        other => outcomes(other),
    }
}

/// The result of an import in words: "855 updated, 5 kept (verified), 11 could not be imported". What there was none of is left
/// out; what is said adds up to the rows read (R11).
pub fn import_result(totals: &Totals) -> String {
    let parts: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|outcome| totals.of(*outcome) > 0)
        .map(|outcome| {
            let n = totals.of(outcome);
            match outcome {
                Outcome::Updated => t!("result-updated", n = n),
                Outcome::Unchanged => t!("result-unchanged", n = n),
                Outcome::Kept => t!("result-kept", n = n),
                Outcome::Blank => t!("result-blank", n = n),
                Outcome::Rejected => t!("result-rejected", n = n),
            }
        })
        .collect();
    if parts.is_empty() {
        return t!("result-nothing");
    }
    parts.join(", ")
}

/// Why a run failed, in words before its stable code.
pub fn failure(code: &str) -> String {
    let words = crate::lang::lookup(&format!("failure-{}", code.replace('_', "-")));
    let words = words.unwrap_or_else(|| t!("failure-other"));
    format!("{words} [{}]", visible(code))
}

/// The result of any run in words.
pub fn run_result(run: &RunRecord) -> String {
    match (run.status, run.kind) {
        (RunStatus::Failed, _) => match &run.error {
            Some(code) => t!("result-failed", why = failure(code)),
            None => run_status(run.status),
        },
        (RunStatus::Cancelled, RunKind::Import) => t!("result-cancelled"),
        (RunStatus::Cancelled, _) => run_status(run.status),
        (_, RunKind::Import) => import_result(&run.totals),
        (_, RunKind::Undo) => {
            let mut parts = vec![t!("undo-reverted", n = run.totals.updated)];
            if run.totals.unchanged > 0 {
                parts.push(t!("undo-unchanged", n = run.totals.unchanged));
            }
            if run.totals.rejected > 0 {
                parts.push(t!("undo-left", n = run.totals.rejected));
            }
            parts.join(", ")
        }
        (_, RunKind::Export) => t!("result-exported", n = run.rows),
        (_, RunKind::Load) => {
            let mut parts = vec![t!("result-created", n = run.other.created)];
            if run.totals != Totals::default() {
                parts.push(import_result(&run.totals));
            }
            parts.join(", ")
        }
    }
}

/// What there is to say of a row of a log beside its values: why it was rejected or kept, what was noticed.
pub fn row_message(row: &LoggedRow) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(reason) = &row.rejection {
        parts.push(rejection(reason, row.line));
    } else if row.outcome == Outcome::Kept {
        parts.push(t!("kept-verified"));
    }
    parts.extend(row.warnings.iter().map(warning));
    parts.join(" ")
}

/// A reason in a few words, for groups and filters.
pub fn reason(reason: Reason) -> String {
    match reason {
        Reason::ColumnCount => t!("reason-column-count"),
        Reason::BadText => t!("reason-bad-text"),
        Reason::KeyMissing => t!("reason-key-missing"),
        Reason::PersonUnknown => t!("reason-person-unknown"),
        Reason::KeyMismatch => t!("reason-key-mismatch"),
        Reason::AddressInvalid => t!("reason-address-invalid"),
        Reason::DomainNotAllowed => t!("reason-domain-not-allowed"),
        Reason::SamePersonTwice => t!("reason-same-person-twice"),
        Reason::AddressTwice => t!("reason-address-twice"),
        Reason::AddressTaken => t!("reason-address-taken"),
        Reason::Conflict => t!("reason-conflict"),
        Reason::ValueInvalid => t!("reason-value-invalid"),
        Reason::ChangedSince => t!("reason-changed-since"),
        Reason::VerifiedSince => t!("reason-verified-since"),
        Reason::Erased => t!("reason-erased"),
    }
}

/// A warning in a sentence.
pub fn warning(warning: Warning) -> String {
    match warning {
        Warning::Trimmed => t!("warning-trimmed"),
        Warning::Normalised => t!("warning-normalised"),
        Warning::TypoSuspected => t!("warning-typo-suspected"),
        Warning::RoleAddress => t!("warning-role-address"),
        Warning::MixedScript => t!("warning-mixed-script"),
        Warning::ReservedDomain => t!("warning-reserved-domain"),
        Warning::ChangedSinceExport => t!("warning-changed-since-export"),
    }
}

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

/// The state of a connect address, in a word.
pub fn connect_state(state: ConnectState) -> String {
    match state {
        ConnectState::Lacking => t!("state-lacking"),
        ConnectState::Unverified => t!("state-unverified"),
        ConnectState::Sent => t!("state-sent"),
        ConnectState::Expired => t!("state-expired"),
        ConnectState::Verified => t!("state-verified"),
    }
}

/// Ja or nej.
pub fn yes_no(value: bool) -> String {
    if value { t!("yes") } else { t!("no") }
}

/// The lines of the other rows, at most eight of them, as "12, 40 and 77".
fn other_lines(lines: &[u32], own: u32) -> String {
    const SHOWN: usize = 8;
    let others: Vec<String> = lines
        .iter()
        .filter(|line| **line != own)
        .take(SHOWN + 1)
        .map(u32::to_string)
        .collect();
    if others.len() > SHOWN {
        return t!("lines-and-more", lines = others[..SHOWN].join(", "));
    }
    match others.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            t!("list-and", first = rest.join(", "), last = last.as_str())
        }
        _ => others.concat(),
    }
}

/// What `check` has to say of a row; a warning says that it is one.
pub fn finding(finding: &Finding) -> String {
    let meant = || visible(finding.suggestion.as_deref().unwrap_or_default()).into_owned();
    let key = || finding.field.map(field).unwrap_or_default();
    match &finding.what {
        // There is no template here, and no list of domains but the one that the call gave.
        What::Rejected(Rejection::ColumnCount { found, expected }) => {
            t!("check-column-count", found = *found, expected = *expected)
        }
        What::Rejected(Rejection::DomainNotAllowed {
            domain,
            suggestion: None,
        }) => t!("check-domain", domain = visible(domain).into_owned()),
        What::Rejected(reason) => rejection(reason, finding.line),
        What::NumberDiffers { line } => t!("check-number-differs", line = line.to_string()),
        What::KeyDamaged(Damage::LostZeros) => {
            let sentence = t!("check-lost-zeros", field = key(), meant = meant());
            t!("check-warning", sentence = sentence)
        }
        What::KeyDamaged(Damage::Exponent) => t!("check-exponent", field = key()),
        What::Warned(what) => t!("check-warning", sentence = warning(*what)),
    }
}

/// Why the row on this line is not imported, and what to do.
pub fn rejection(rejection: &Rejection, line: u32) -> String {
    match rejection {
        Rejection::ColumnCount { found, expected } => {
            t!("reject-column-count", found = *found, expected = *expected)
        }
        Rejection::BadBytes { column } => t!("reject-bad-bytes", column = *column),
        Rejection::BadCharacter {
            field: which,
            character,
            position,
        } => t!(
            "reject-bad-character",
            field = field(*which),
            character = visible(&character.to_string()).into_owned(),
            position = *position
        ),
        Rejection::KeyMissing(which) => t!("reject-key-missing", field = field(*which)),
        Rejection::PersonUnknown {
            suggestion: Some(original),
        } => {
            t!(
                "reject-person-unknown-excel",
                original = visible(original).into_owned()
            )
        }
        Rejection::PersonUnknown { suggestion: None } => t!("reject-person-unknown"),
        Rejection::KeyMismatch {
            suggestion: Some(original),
        } => {
            t!(
                "reject-key-mismatch-excel",
                original = visible(original).into_owned()
            )
        }
        Rejection::KeyMismatch { suggestion: None } => t!("reject-key-mismatch"),
        Rejection::AddressInvalid(error) => address_error(error),
        Rejection::DomainNotAllowed { domain, suggestion } => {
            let domain = visible(domain).into_owned();
            match suggestion {
                Some(address) => {
                    let meant = crate::domain::address::domain_of(address);
                    t!("reject-domain-suggestion", domain = domain, meant = meant)
                }
                None => t!("reject-domain", domain = domain),
            }
        }
        Rejection::SamePersonTwice { lines } => {
            t!("reject-same-person-twice", lines = other_lines(lines, line))
        }
        Rejection::AddressTwice { lines } => {
            t!("reject-address-twice", lines = other_lines(lines, line))
        }
        Rejection::AddressTaken { holder, state } => address_taken(holder, *state),
        Rejection::Conflict(Conflict::PersonChanged) => t!("reject-conflict-changed"),
        Rejection::Conflict(Conflict::PersonRemoved) => t!("reject-conflict-removed"),
        Rejection::Conflict(Conflict::AddressTaken) => t!("reject-conflict-taken"),
        Rejection::NumberTaken { holder } => {
            t!("reject-number-taken", holder = visible(holder).into_owned())
        }
        Rejection::NumberAmbiguous => t!("reject-number-ambiguous"),
        Rejection::ValueInvalid(value) => invalid_value(*value),
        Rejection::ChangedSinceExport(change) => {
            t!("reject-changed-since-export", change = later_change(change))
        }
        Rejection::ChangedSince(Some(change)) => {
            t!("reject-changed-since", change = later_change(change))
        }
        Rejection::ChangedSince(None) => t!("reject-changed-since-unknown"),
        Rejection::VerifiedSince => t!("reject-verified-since"),
        Rejection::Erased => t!("reject-erased"),
    }
}

/// When, by whom and in which run: "2026-03-02 14:10 by karin (10.0.0.7), run 9".
fn later_change(change: &LaterChange) -> String {
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

/// Who did something, with the address of their SSH client where there is one.
pub fn who(who: &Who) -> String {
    let login = visible(&who.login).into_owned();
    match &who.client {
        Some(client) => format!("{login} ({})", visible(client)),
        None => login,
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

/// The result of an undo in words; what there was none of is left out.
pub fn undo_result(counts: &UndoCounts) -> String {
    let parts = [
        (counts.reverted, t!("undo-reverted", n = counts.reverted)),
        (counts.unchanged, t!("undo-unchanged", n = counts.unchanged)),
        (
            counts.left_changed,
            t!("undo-left-changed", n = counts.left_changed),
        ),
        (
            counts.left_verified,
            t!("undo-left-verified", n = counts.left_verified),
        ),
        (
            counts.left_taken,
            t!("undo-left-taken", n = counts.left_taken),
        ),
        (
            counts.left_erased,
            t!("undo-left-erased", n = counts.left_erased),
        ),
    ];
    let said = parts.into_iter().filter(|(n, _)| *n > 0);
    said.map(|(_, words)| words).collect::<Vec<_>>().join(", ")
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

fn address_taken(holder: &str, state: HolderState) -> String {
    let holder = visible(holder).into_owned();
    match state {
        HolderState::Verified => t!("reject-taken-verified", holder = holder),
        HolderState::RejectedInLine(line) => {
            t!("reject-taken-rejected", holder = holder, line = line)
        }
        HolderState::Inactive => t!("reject-taken-inactive", holder = holder),
        HolderState::Active => t!("reject-taken-active", holder = holder),
    }
}

/// Why a value is not what its field holds.
pub fn invalid_value(value: InvalidValue) -> String {
    match value {
        InvalidValue::Company => t!("invalid-company"),
        InvalidValue::UserIdTooLong => t!("invalid-user-id-long"),
        InvalidValue::YesNo(which) => t!("invalid-yes-no", field = field(which)),
        InvalidValue::VerifiedDate => t!("invalid-verified-date"),
        InvalidValue::VerifiedWithoutAddress => t!("invalid-verified-without-address"),
    }
}

/// Why a text is no address, and where it fails.
pub fn address_error(error: &AddressError) -> String {
    match error {
        AddressError::Empty => t!("address-empty"),
        AddressError::NoAt => t!("address-no-at"),
        AddressError::SeveralAt { position } => t!("address-several-at", position = *position),
        AddressError::LocalEmpty => t!("address-local-empty"),
        AddressError::LocalTooLong { octets } => t!("address-local-long", octets = *octets),
        AddressError::LocalCharacter {
            character: ' ',
            position,
            ..
        } => {
            t!("address-space", position = *position)
        }
        AddressError::LocalCharacter {
            character,
            position,
            suggestion,
        } => {
            let character = visible(&character.to_string()).into_owned();
            match suggestion {
                Some(plain) => t!(
                    "address-character-plain",
                    character = character,
                    position = *position,
                    plain = visible(plain).into_owned()
                ),
                None => t!(
                    "address-character",
                    character = character,
                    position = *position
                ),
            }
        }
        AddressError::LocalDot {
            position,
            suggestion: Some(plain),
        } => t!(
            "address-dot-plain",
            position = *position,
            plain = visible(plain).into_owned()
        ),
        AddressError::LocalDot {
            position,
            suggestion: None,
        } => {
            t!("address-dot", position = *position)
        }
        AddressError::DomainEmpty => t!("address-domain-empty"),
        AddressError::DomainOneLabel => t!("address-domain-one-label"),
        AddressError::DomainInvalid => t!("address-domain-invalid"),
        AddressError::DomainNumeric => t!("address-domain-numeric"),
        AddressError::TooLong { octets } => t!("address-long", octets = *octets),
    }
}

/// Why a text is not taken as an allowed domain, and what is meant (D4).
pub fn domain_error(error: &DomainError) -> String {
    match error {
        DomainError::Invalid(text) => t!("domain-invalid", text = visible(text).into_owned()),
        DomainError::Wrapped { text, suggestion } => t!(
            "domain-wrapped",
            text = visible(text).into_owned(),
            meant = suggestion.as_str()
        ),
    }
}

/// Why a template cannot be saved.
pub fn template_error(error: &TemplateError) -> String {
    match error {
        TemplateError::Incomplete(missing) => t!("template-incomplete", fields = fields(missing)),
        TemplateError::Twice(which) => t!("template-twice", field = field(*which)),
        TemplateError::SkippedInExport => t!("template-skipped-in-export"),
        TemplateError::NoName => t!("template-no-name"),
        TemplateError::NotExport => t!("template-not-export"),
        TemplateError::NotImport => t!("template-not-import"),
    }
}

/// Why a heading row is none of a people file, and what to do.
pub fn heading_error(error: &HeadingError) -> (String, String) {
    match error {
        HeadingError::None => (t!("people-no-heading"), t!("people-heading-cure")),
        HeadingError::Twice(heading) => (
            t!(
                "people-heading-twice",
                heading = visible(heading).into_owned()
            ),
            t!("people-heading-twice-cure"),
        ),
        HeadingError::NoKey => (t!("people-no-key"), t!("people-heading-cure")),
    }
}

/// Why a file does not fit its template, and what to do.
pub fn refusal(refusal: &Refusal) -> (String, String) {
    match refusal {
        Refusal::Delimiter { template, file } => (
            t!(
                "refuse-delimiter",
                template = delimiter(*template),
                file = delimiter(*file)
            ),
            t!(
                "refuse-delimiter-cure",
                file = delimiter(*file),
                code = file.code()
            ),
        ),
        Refusal::Heading {
            line,
            column,
            expected,
            found,
            columns,
        } => {
            let found = visible(found).into_owned();
            let message = match expected {
                Some(which) if found.is_empty() => {
                    t!(
                        "refuse-heading-missing",
                        line = *line,
                        column = *column,
                        expected = field(*which)
                    )
                }
                Some(which) => t!(
                    "refuse-heading",
                    line = *line,
                    column = *column,
                    expected = field(*which),
                    found = found
                ),
                None => t!(
                    "refuse-heading-extra",
                    line = *line,
                    column = *column,
                    found = found
                ),
            };
            let cure = match columns {
                Some(columns) => {
                    let codes: Vec<&str> =
                        columns.iter().map(|c| c.map_or("-", Field::code)).collect();
                    t!("refuse-heading-cure-columns", columns = codes.join(","))
                }
                None => t!("refuse-heading-cure"),
            };
            (message, cure)
        }
        Refusal::HeadingAsPerson { line } => (
            t!("refuse-heading-as-person", line = *line),
            t!("refuse-skip-cure", right = *line),
        ),
        Refusal::PersonSkipped {
            line,
            user_id,
            right,
        } => (
            t!(
                "refuse-person-skipped",
                line = *line,
                user_id = visible(user_id).into_owned()
            ),
            t!("refuse-skip-cure", right = *right),
        ),
    }
}
