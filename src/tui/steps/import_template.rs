//! Step 4: an import template says how the file is read when it comes back.

use super::{Progress, Step};
use crate::domain::template::Kind;
use crate::t;
use crate::tui::layer::Outcome;
use crate::tui::screens::templates::Templates;

/// The step.
pub static STEP: Step = Step {
    id: "import_template",
    title: || t!("step-import-template"),
    explain: || t!("step-import-template-explain"),
    progress: |desk| match desk.facts.count_usable(Kind::Import) {
        0 => Progress::Ready,
        _ => Progress::Done,
    },
    state: |desk| match desk.facts.count_usable(Kind::Import) {
        0 => t!("step-template-needed"),
        n => t!("step-templates", n = n),
    },
    open: |context| Outcome::reset(Templates::new(Kind::Import, context)),
};
