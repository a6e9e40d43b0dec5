//! Step 1: an export template says which fields of the persons go into the file.

use super::{Progress, Step};
use crate::domain::template::Kind;
use crate::t;
use crate::tui::layer::Outcome;
use crate::tui::screens::templates::Templates;

/// The step.
pub static STEP: Step = Step {
    id: "export_template",
    title: || t!("step-export-template"),
    explain: || t!("step-export-template-explain"),
    progress: |desk| match desk.facts.count_usable(Kind::Export) {
        0 => Progress::Ready,
        _ => Progress::Done,
    },
    state: |desk| match desk.facts.count_usable(Kind::Export) {
        0 => t!("step-template-needed"),
        n => t!("step-templates", n = n),
    },
    open: |context| Outcome::reset(Templates::new(Kind::Export, context)),
};
