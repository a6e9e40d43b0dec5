//! Sentences for what the rules decide: reasons, warnings, refusals and names of things. One place, so that screen, command
//! and log say the same in the same words. Values from a file pass [`visible`](crate::domain::text::visible) before they reach a sentence.

mod log;
mod names;
mod outcomes;
mod refusals;
mod rejections;

pub use self::log::{compared, failure, history_entry, load_totals, run_kind, run_status, who};
pub use self::names::{
    connect_state, delimiter, encoding, field, template_active, template_kind, template_use, yes_no,
};
pub use self::outcomes::{
    import_result, outcome, outcomes, planned_outcome, planned_outcomes, planned_undo_outcome,
    planned_undo_outcomes, run_result, undo_outcome, undo_outcomes, undo_result,
};
pub use self::refusals::{domain_error, heading_error, refusal, template_error};
pub use self::rejections::{
    address_error, finding, invalid_value, reason, rejection, row_message, warning,
};
