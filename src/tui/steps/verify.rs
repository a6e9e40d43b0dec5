//! Step 6, from address to active link. This version stops at the address: the step says who is verified and what
//! happens next, and opens nothing.

use super::{Progress, Step};
use crate::lang::number;
use crate::t;
use crate::tui::desk::Desk;
use crate::tui::layer::Outcome;

/// Verifiera.
pub static STEP: Step = Step {
    id: "verify",
    title: || t!("step-verify"),
    explain: || t!("step-verify-explain"),
    progress,
    open: |_| Outcome::Unchanged,
};

fn progress(desk: &Desk) -> Progress {
    let counts = desk.facts.counts;
    if counts.persons > 0 && counts.lacking == 0 && counts.unverified == 0 {
        return Progress::Done;
    }
    Progress::Missing(t!(
        "step-verify-missing",
        unverified = number(counts.unverified),
        verified = number(counts.verified)
    ))
}
