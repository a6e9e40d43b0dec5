//! An import that is done again: as a past one was, as the correction of one, or because its file was corrected before it ever ran.

use std::path::Path;

use super::{AS_THEN, EXPORT, FILE, ImportForm, NAME, PREVIEW, TEMPLATE, TOUCHED, WHOLE};
use crate::domain::log::{Asked, NewRun, RunId, RunRecord};
use crate::jobs::correction;
use crate::jobs::import::{Cures, Demands};
use crate::jobs::since_export::CompareWith;
use crate::t;
use crate::tui::context::Context;
use crate::tui::folders::whole;
use crate::tui::layer::Outcome;
use crate::tui::steps::addresses::unsaved_of;
use crate::tui::steps::cures;

/// What is known of an import that is done again.
struct Past<'a> {
    name: &'a str,
    template: Option<&'a str>,
    file: &'a str,
    asked: &'a Asked,
}

impl<'a> Past<'a> {
    fn of(run: &'a RunRecord) -> Past<'a> {
        Past {
            name: &run.name,
            template: run.template.as_deref(),
            file: &run.file,
            asked: &run.asked,
        }
    }
}

/// The form filled in as a past import was.
pub fn repeat(run: &RunRecord, context: &Context) -> Outcome {
    let mut form = ImportForm::new(context);
    form.fill(&Past::of(run));
    Outcome::reset(form)
}

/// Imports the rows of a file that a run did not take as they stand now; the preview comes next. The file is that of the run unless
/// it is another one by now.
pub fn correct(run: &RunRecord, file: Option<&Path>, context: &Context) -> Outcome {
    let mut form = ImportForm::new(context);
    form.fill(&Past::of(run));
    form.correct(run.id);
    form.form.set(NAME, &corrected_name(&run.name));
    form.begin(file, context)
}

/// Previews an import again that has been only a preview so far, because its file was corrected.
pub fn look_again(
    run: &NewRun,
    demands: Demands,
    file: Option<&Path>,
    context: &Context,
) -> Outcome {
    let mut form = ImportForm::new(context);
    form.fill(&Past {
        name: &run.name,
        template: run.template.as_deref(),
        file: &run.file,
        asked: &run.asked,
    });
    form.form.switch(WHOLE, demands.all_or_nothing);
    form.begin(file, context)
}

/// What a correction is called; one of a correction like that one.
fn corrected_name(name: &str) -> String {
    let corrected = t!("import-corrected-name", name = "");
    match name.ends_with(corrected.trim_start()) {
        true => name.to_owned(),
        false => t!("import-corrected-name", name = name),
    }
}

impl ImportForm {
    /// Fills the form in as a past import was.
    fn fill(&mut self, run: &Past<'_>) {
        let template = self
            .templates
            .iter()
            .position(|t| Some(t.template.name.as_str()) == run.template);
        self.form.choose(TEMPLATE, template.unwrap_or(0));
        self.form.set(NAME, run.name);
        self.form
            .switch(WHOLE, Demands::of(run.asked).all_or_nothing);
        let path = run.asked.path.clone();
        if let Some(path) = path.or_else(|| (run.file != "-").then(|| whole(Path::new(run.file)))) {
            self.form.set(FILE, &path.to_string_lossy());
            self.picked = Some(path);
        }
        self.as_then = Cures::of(run.asked);
        let comparison = match std::mem::take(&mut self.as_then.export) {
            CompareWith::ByFile => 0,
            CompareWith::Nothing => 1,
            CompareWith::Run(run) => self
                .exports
                .iter()
                .position(|e| *e == run)
                .map_or(0, |at| at + 2),
        };
        self.form.choose(EXPORT, comparison);
        self.form.hide(AS_THEN, self.as_then == Cures::default());
        let told = cures::told(&self.as_then);
        if let Some(field) = self.form.field_mut(AS_THEN) {
            field.hint = t!("import-as-then-hint", how = told);
        }
        if let Some(run) = correction::corrected(run.asked) {
            self.correct(run);
        }
        self.form.focus(match self.form.value(FILE) {
            "" => FILE,
            _ => PREVIEW,
        });
    }

    /// Makes it a correction of this run.
    fn correct(&mut self, run: RunId) {
        self.corrects = Some(run);
        self.form.hide(TOUCHED, false);
        if let Some(field) = self.form.field_mut(TOUCHED) {
            field.hint = t!("import-touched-hint", run = run.to_string());
        }
    }

    /// Goes on to the preview at once, of this file where it is told.
    fn begin(mut self, file: Option<&Path>, context: &Context) -> Outcome {
        if let Some(file) = file {
            self.form.set(FILE, &file.to_string_lossy());
            self.picked = Some(file.to_owned());
        }
        // What step 3 has not saved of it is asked for by the form, and what is missing is shown there.
        let file = self.file();
        if file.is_none_or(|file| unsaved_of(&file, context).is_none()) {
            let _ = self.preview(context);
        }
        Outcome::reset(self)
    }
}
