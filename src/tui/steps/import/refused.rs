//! A file that is refused before its first row: what can be done about it at once is offered and done, or it is given up.

use super::{ASK_CURE, ImportForm};
use crate::domain::template::Kind;
use crate::domain::text::visible;
use crate::jobs::import::ImportRequest;
use crate::jobs::{JobError, StoredTemplate, templates};
use crate::lang::errors;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Choice, Message};
use crate::tui::layer::Outcome;
use crate::tui::steps;
use crate::tui::steps::cures::{self, Cure};
use crate::tui::theme::Tone;

impl ImportForm {
    pub(super) fn refuse(
        &mut self,
        mut errors: Vec<JobError>,
        request: ImportRequest,
        context: &mut Context,
    ) -> Outcome {
        let refused = cures::of(&errors, &request.cures);
        // The log knows a run by the first reason.
        let error = errors.swap_remove(0);
        if matches!(error, JobError::Cancelled) {
            context.toast(Tone::Plain, &errors::job(&error).whole());
            return Outcome::Changed;
        }
        if refused.offers.is_empty() {
            self.give_up(&request, &error, context);
            return Outcome::push(Message::error(refused.text));
        }
        let offers = refused.offers;
        let mut names: Vec<String> = offers.iter().map(|offer| offer.text.clone()).collect();
        names.push(t!("cure-none"));
        self.refused = Some((request, offers, error));
        let text = format!("{}\n\n{}", refused.text, t!("cure-question"));
        let choice = Choice::new(ASK_CURE, t!("cure-title"), names);
        Outcome::push(choice.saying(text).or_no())
    }

    /// A file that was refused and given up is a run that failed, so that a colleague sees why nothing was imported.
    pub(super) fn give_up(&self, request: &ImportRequest, error: &JobError, context: &mut Context) {
        request.record_failure(&context.desk.place, self.demands(), error);
        steps::refresh(context);
    }

    /// Does what was chosen about a file that was refused.
    pub(super) fn cure(
        &mut self,
        cure: Cure,
        mut request: ImportRequest,
        context: &mut Context,
    ) -> Outcome {
        let change = match cure {
            Cure::Once(cures) => {
                request.cures = cures;
                return self.start(request, context);
            }
            Cure::ForGood(change) => change,
        };
        let name = visible(&request.template.name).into_owned();
        let own = |stored: &&StoredTemplate| stored.template.name == request.template.name;
        let Some(stored) = self.templates.iter().find(own).cloned() else {
            return Outcome::Changed;
        };
        let corrected = change.apply(stored.template.clone());
        let saved = context
            .desk
            .place
            .open()
            .and_then(|mut register| templates::replace(&mut register, &stored, &corrected));
        steps::refresh(context);
        self.templates = context.desk.facts.usable(Kind::Import).cloned().collect();
        if let Err(error) = saved {
            tracing::warn!(code = error.code(), "template not corrected");
            return Outcome::push(Message::error(errors::job(&error).whole()));
        }
        context.toast(Tone::Ok, &t!("cli-template-added", name = name));
        request.template = corrected;
        self.start(request, context)
    }
}
