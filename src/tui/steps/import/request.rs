//! What the form asks for, and planning it on a worker. Not here: what is done about a file that is refused (`refused.rs`).

use std::path::{Path, PathBuf};

use super::{AS_THEN, ASK_UNSAVED, EXPORT, FILE, ImportForm, NAME, TEMPLATE, TOUCHED, WHOLE};
use crate::domain::log::{RunId, RunRecord};
use crate::domain::text::visible;
use crate::file::{Input as Source, Limits, expand_home};
use crate::jobs::import::{Cures, Demands, ImportRequest, further_refusals, prepare};
use crate::jobs::since_export::{self, CompareWith};
use crate::jobs::{Control, JobError, Place, settings};
use crate::lang::moment;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Choice;
use crate::tui::layer::Outcome;
use crate::tui::screens::preview::{Confirming, Ready};
use crate::tui::steps::addresses::unsaved_of;

impl ImportForm {
    pub(super) fn demands(&self) -> Demands {
        Demands {
            all_or_nothing: self.form.is_on(WHOLE),
            max_changes: None,
        }
    }

    /// The file as typed, or as chosen if that was not typed over.
    pub(super) fn file(&self) -> Option<PathBuf> {
        let typed = self.form.value(FILE).trim();
        let picked = self
            .picked
            .as_ref()
            .filter(|path| path.to_string_lossy() == typed);
        match (picked, typed) {
            (_, "") => None,
            (Some(path), _) => Some(path.clone()),
            (None, typed) => Some(expand_home(typed)),
        }
    }

    /// Begins to read the file as the form says, without any cure.
    pub(super) fn preview(&mut self, context: &Context) -> Outcome {
        let name = self.form.value(NAME).trim().to_owned();
        let file = self.file();
        let template = self.templates.get(self.form.chosen(TEMPLATE));
        let template = template.map(|stored| stored.template.clone());
        let missing = file.is_none().then(|| t!("import-no-file"));
        self.form.set_error(FILE, missing);
        let (Some(file), Some(template)) = (file, template) else {
            self.form.focus(FILE);
            return Outcome::Changed;
        };
        let unsaved = unsaved_of(&file, context);
        let request = ImportRequest {
            input: Source::Path(file),
            template,
            name: (!name.is_empty()).then_some(name),
            cures: Cures {
                export: self.comparison(),
                ..match self.form.is_on(AS_THEN) {
                    true => self.as_then.clone(),
                    false => Cures::default(),
                }
            },
            rejects: None,
            corrects: self.corrects.filter(|_| self.form.is_on(TOUCHED)),
            limits: Limits::default(),
        };
        let Some(unsaved) = unsaved else {
            return self.start(request, context);
        };
        self.waiting = Some((request, false));
        let names = vec![t!("import-save-first"), t!("import-as-on-disk")];
        Outcome::push(
            Choice::new(ASK_UNSAVED, t!("import-unsaved-title"), names)
                .saying(format!("{unsaved} {}", t!("import-unsaved"))),
        )
    }

    /// With which export the file is compared, as the form says.
    fn comparison(&self) -> CompareWith {
        match self.form.chosen(EXPORT) {
            0 => CompareWith::ByFile,
            1 => CompareWith::Nothing,
            more => match self.exports.get(more - 2) {
                Some(run) => CompareWith::Run(*run),
                None => CompareWith::ByFile,
            },
        }
    }
}

/// The newest exports, and how the form calls each.
pub(super) fn exports(context: &Context) -> Vec<(RunId, String)> {
    const SHOWN: usize = 30;
    let found = (|| since_export::exports(&context.desk.place.open()?))();
    let told = |run: RunRecord| {
        let file = Path::new(&run.file).file_name().unwrap_or_default();
        let words = t!(
            "import-export-run",
            run = run.id.to_string(),
            when = moment(run.finished),
            file = visible(&file.to_string_lossy()).into_owned()
        );
        (run.id, words)
    };
    match found {
        Ok(exports) => exports.into_iter().take(SHOWN).map(told).collect(),
        // Whoever wants another one than that of the file's name sees that there are none; the import itself will say what is wrong.
        Err(error) => {
            tracing::warn!(code = error.code(), "exports not listed");
            Vec::new()
        }
    }
}

/// The preview, or all that is wrong with the file and can be told at once: the first alone is never none.
pub(super) fn ready_or_refused(
    place: &Place,
    request: &ImportRequest,
    control: &Control,
) -> Result<Ready, Vec<JobError>> {
    ready(place, request.clone(), control).map_err(|refusal| {
        match further_refusals(place, request, &refusal, control) {
            Ok(further) => std::iter::once(refusal).chain(further).collect(),
            Err(cancelled) => vec![cancelled],
        }
    })
}

/// Everything that the preview needs, in one go on the worker.
fn ready(place: &Place, mut request: ImportRequest, control: &Control) -> Result<Ready, JobError> {
    let register = place.open()?;
    request.limits = settings::limits(&register)?;
    let confirm = Confirming {
        above: settings::confirm_above(&register)?,
        new_domains: settings::confirm_new_domains(&register)?,
    };
    drop(register);
    Ok(Ready::new(prepare(place, &request, control)?, confirm))
}
