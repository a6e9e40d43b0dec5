//! Step 6, from address to active link: everybody with the state of their address, and what is done until nobody is left ([`users`]).

use super::{Progress, Step};
use crate::t;
use crate::tui::desk::Desk;
use crate::tui::screens::users;

/// Verifiera.
pub static STEP: Step = Step {
    id: "verify",
    title: || t!("step-verify"),
    explain: || t!("step-verify-explain"),
    progress,
    state: |desk| {
        let counts = desk.facts.counts;
        match counts.lacking + counts.unverified {
            _ if counts.persons == 0 => t!("step-needs-people"),
            0 => t!("step-verify-all"),
            n => t!("step-verify-left", n = n),
        }
    },
    open: users::open,
};

fn progress(desk: &Desk) -> Progress {
    let counts = desk.facts.counts;
    if counts.persons == 0 {
        return match desk.facts.counting {
            true => Progress::Ready,
            false => Progress::Missing(t!("step-verify-nobody")),
        };
    }
    match counts.lacking + counts.unverified {
        0 => Progress::Done,
        _ => Progress::Ready,
    }
}
