//! What koppla's screens share beside the machinery's [`Context`](crate::tui::context::Context): the register in
//! front of the operator, what is known of it, and the file of step 3. Reading it costs nothing; it is refreshed by
//! actions and wakes, never while drawing.

use std::path::PathBuf;

use crate::domain::domains::AllowedDomains;
use crate::domain::log::{RunKind, RunRecord};
use crate::domain::template::Kind;
use crate::jobs::demo::Demo;
use crate::jobs::dispatch::Worker;
use crate::jobs::document::Start;
use crate::jobs::guide::{self, Remembered};
use crate::jobs::notes::Notes;
use crate::jobs::settings::{self, Appearance};
use crate::jobs::{JobError, PersonCounts, Place, Register, StoredTemplate};
use crate::tui::screens::correcting::Correction;
use crate::tui::steps::addresses::Editing;

/// So many persons are counted while the operator waits: a few milliseconds.
const COUNTED_AT_ONCE: u64 = 200_000;

/// What is known of the register, as of the last refresh.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// How many persons are in which state.
    pub counts: PersonCounts,
    /// Whether that is being counted: then `counts` is what was known before.
    pub counting: bool,
    /// The allowed domains.
    pub domains: AllowedDomains,
    /// The export templates by name.
    pub export_templates: Vec<StoredTemplate>,
    /// The import templates by name.
    pub import_templates: Vec<StoredTemplate>,
    /// The newest export.
    pub last_export: Option<RunRecord>,
    /// The newest import.
    pub last_import: Option<RunRecord>,
    /// Notifications that nobody has read.
    pub unread: u64,
    /// Whether mails wait to be sent.
    pub mails_wait: bool,
    /// Where the guide was left.
    pub remembered: Remembered,
    /// The files used lately, newest first; some may be gone by now.
    pub recent: Vec<PathBuf>,
    /// How the screens shall look and be used.
    pub appearance: Appearance,
}

impl Facts {
    /// The templates of a kind that are in use, by name.
    pub fn usable(&self, kind: Kind) -> impl Iterator<Item = &StoredTemplate> {
        let all = match kind {
            Kind::Export => &self.export_templates,
            Kind::Import => &self.import_templates,
        };
        all.iter().filter(|stored| stored.active)
    }

    /// How many templates of a kind are in use.
    pub fn count_usable(&self, kind: Kind) -> usize {
        self.usable(kind).count()
    }

    /// Looks at the register, once. With `known` it takes no longer than a key may: very many persons are not counted then, and
    /// what was known of them stands in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(place: &Place, known: Option<PersonCounts>) -> Result<Facts, JobError> {
        if let Some(rules) = place.rules() {
            return Ok(Facts {
                domains: rules.domains.clone(),
                appearance: settings::appearance(place, None)?,
                ..Facts::default()
            });
        }
        let register = place.open()?;
        let known = match known {
            Some(known) if register.persons_at_most()? > COUNTED_AT_ONCE => Some(known),
            _ => None,
        };
        Ok(Facts {
            counting: known.is_some(),
            ..Facts::load(
                place,
                &register,
                known.map_or_else(|| register.person_counts(), Ok)?,
            )?
        })
    }

    /// What the register says now. Counting its persons takes time where they are many, so whoever has them counted hands that in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load(
        place: &Place,
        register: &Register,
        counts: PersonCounts,
    ) -> Result<Facts, JobError> {
        let runs = register.runs(None)?;
        let remembered = guide::recall(register)?;
        let newest = |kind| runs.iter().find(|run| run.kind == kind).cloned();
        Ok(Facts {
            counts,
            counting: false,
            domains: register.allowed_domains()?,
            export_templates: register.templates(Kind::Export)?,
            import_templates: register.templates(Kind::Import)?,
            last_export: newest(RunKind::Export),
            last_import: newest(RunKind::Import),
            unread: register.unread_notifications()?,
            mails_wait: register.mail_waits()?,
            recent: guide::used_lately(&remembered.recent, &runs),
            remembered,
            appearance: settings::appearance(place, Some(register))?,
        })
    }
}

/// The register in front of the operator and what belongs to it.
#[derive(Debug)]
pub struct Desk {
    /// The register.
    pub place: Place,
    /// The throw-away register and its directory, in a demo; removed when the desk goes.
    pub demo: Option<Demo>,
    /// What is known of the register.
    pub facts: Facts,
    /// Whether the register has been looked at.
    pub(super) known: bool,
    /// Why the register could not be looked at beside the first screen, which ends the program.
    pub failure: Option<JobError>,
    /// The file that step 3 opens and step 5 proposes.
    pub file: Option<PathBuf>,
    /// How that file begins, where somebody has looked already.
    pub beginning: Option<Box<Start>>,
    /// The file that step 3 has open, with its edits; here, so that leaving the step loses nothing.
    pub editing: Option<Editing>,
    /// What step 3 was opened to correct.
    pub correction: Option<Correction>,
    /// What sends the outbox while this program runs.
    pub outbox: Option<Worker>,
    /// Whether the guide greets somebody who has not opened a step yet.
    pub newcomer: bool,
    notes: Notes,
    /// The step that was opened last in this session, which the register may not know yet.
    at: Option<u8>,
}

impl Desk {
    /// A desk about which nothing is known yet.
    pub fn new(place: Place) -> Desk {
        Desk {
            place: place.purged_beside(),
            demo: None,
            facts: Facts::default(),
            known: false,
            failure: None,
            file: None,
            beginning: None,
            editing: None,
            correction: None,
            outbox: None,
            newcomer: false,
            notes: Notes::default(),
            at: None,
        }
    }

    /// A desk in a demo.
    pub fn demo(demo: Demo) -> Desk {
        Desk {
            demo: Some(demo.clone()),
            ..Desk::new(demo.place().clone())
        }
    }

    /// Whether a file is worked on with no register.
    pub fn without_register(&self) -> bool {
        self.place.rules().is_some()
    }

    /// Where files are proposed to go: the demo's directory, else where koppla was started.
    pub fn directory(&self) -> PathBuf {
        match &self.demo {
            Some(demo) => demo.directory(),
            None => PathBuf::from("."),
        }
    }

    /// Looks at the register again.
    ///
    /// # Errors
    /// When it cannot be read; what was known stays.
    pub fn refresh(&mut self) -> Result<(), JobError> {
        let facts = Facts::of(&self.place, Some(self.facts.counts))?;
        self.know(facts);
        Ok(())
    }

    /// Has the guide open at this step next time, from 1.
    pub(super) fn remember_step(&mut self, step: u8) {
        self.at = Some(step);
        self.facts.remembered.step = self.at;
        self.note(move |register| guide::remember_step(register, step));
    }

    /// Has the register remember something, beside the screen.
    pub(super) fn note(
        &mut self,
        note: impl FnOnce(&mut Register) -> Result<(), JobError> + Send + 'static,
    ) {
        self.notes.put(&self.place, note);
    }

    /// Whether all that was to be remembered is.
    #[cfg(test)]
    pub(super) fn has_noted(&self) -> bool {
        self.notes.is_idle()
    }

    /// Takes what somebody has read of the register.
    pub(super) fn know(&mut self, facts: Facts) {
        self.facts = facts;
        self.facts.remembered.step = self.at.or(self.facts.remembered.step);
        self.known = true;
    }

    /// Whether the register has been looked at; at the very start a file is shown before that.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// What would be lost if the program ended now, as a sentence.
    pub fn unsaved(&self) -> Option<String> {
        self.editing.as_ref().and_then(Editing::unsaved)
    }

    /// What was being typed in step 3 is not wanted any more.
    pub fn forget_draft(&mut self) {
        if let Some(editing) = &mut self.editing {
            editing.forget_draft();
        }
    }

    /// The edits of step 3 are not wanted any more, as the operator has confirmed.
    pub fn give_up_edits(&mut self) {
        if let Some(editing) = self.editing.take() {
            editing.give_up();
        }
    }

    /// Whether an import has followed the newest export.
    pub fn imported_since_export(&self) -> bool {
        let import = self.facts.last_import.as_ref().map(|run| run.id);
        let export = self.facts.last_export.as_ref().map(|run| run.id);
        import.is_some() && import > export
    }
}
