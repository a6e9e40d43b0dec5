//! What a fill needs to know first: a pattern, a file, what is to be found and replaced. While it is typed, the first rows show
//! what would come of it. Not here: the preview that follows ([`super::preview`]).

use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use regex::Regex;

use super::preview::FillPreview;
use super::{Chosen, FORM, PREVIEW, Work, wake, way};
use crate::domain::address;
use crate::domain::fill::{Fill, Reason};
use crate::domain::join::JoinKey;
use crate::domain::names::{Pattern, PatternError};
use crate::domain::proposal::{EXAMPLES, Example};
use crate::domain::text::visible;
use crate::file::{Input as Source, expand_home};
use crate::jobs::fill_task::{Ground, Task, allows, ground};
use crate::jobs::{JobError, JobHandle};
use crate::lang::errors;
use crate::lang::fill::{join_key, pattern_error, reason};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::folders::{Completing, ask_file};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::draw_lines;
use crate::tui::theme::Tone;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::input::Input;
use crate::tui::widgets::text::cut;
use crate::tui::widgets::wrap::wrap;

const PATTERN: &str = "pattern";
const FIRST: &str = "first";
const FILE: &str = "file";
const KEY: &str = "key";
const FIND: &str = "find";
const WITH: &str = "with";
const CHOSEN: &str = "chosen";
const OVERWRITE: &str = "overwrite";
const GO: &str = "go";
const CHOOSE: &str = "addresses.fill-file";

/// The keys of a list in the order in which they are offered.
const KEYS_OF_LIST: [JoinKey; 3] = [JoinKey::EmployeeNumber, JoinKey::UserId, JoinKey::Name];

/// Lines of the hint of a field, with the one above.
const HINT: u16 = 4;

/// Which fill is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Pattern,
    List,
    Replace,
}

/// The form.
pub(super) struct FillForm {
    kind: Kind,
    work: Work,
    form: Form,
    /// The register and what can be proposed, while that is looked for.
    looking: Option<JobHandle<Result<Ground, JobError>>>,
    ground: Option<Ground>,
    /// Whether somebody has typed a pattern, so that none is proposed over it.
    typed: bool,
    completing: Completing,
}

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Run, || t!("filling-key-preview")).in_footer(),
    Binding::new(&[Key::f(3)], Action::Browse, || t!("filling-key-browse")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("filling-key-back")).in_footer(),
];

impl FillForm {
    /// A form on a table; the register is read beside it.
    pub(super) fn new(kind: Kind, work: Work, context: &Context) -> FillForm {
        let line = || Input::new(1000, visible);
        let mut fields = match kind {
            Kind::Pattern => vec![
                Field::text(PATTERN, t!("filling-pattern"), line())
                    .hint(t!("filling-pattern-hint")),
                Field::toggle(FIRST, t!("filling-first"), false).hint(t!("filling-first-hint")),
            ],
            Kind::List => vec![
                Field::text(FILE, t!("filling-file"), line()).hint(t!("filling-file-hint")),
                Field::choice(
                    KEY,
                    t!("filling-join"),
                    KEYS_OF_LIST.map(join_key).to_vec(),
                    0,
                )
                .hint(t!("filling-join-hint")),
            ],
            Kind::Replace => vec![
                Field::text(FIND, t!("filling-find"), line()).hint(t!("filling-find-hint")),
                Field::text(WITH, t!("filling-with"), line()).hint(t!("filling-with-hint")),
            ],
        };
        if let Some(chosen) = &work.chosen {
            let n = chosen.count() as u64;
            let label = match chosen {
                Chosen::Marked(_) => t!("filling-marked", n = n),
                Chosen::Shown(_) => t!("filling-shown", n = n),
            };
            fields.push(Field::toggle(CHOSEN, label, true).hint(t!("filling-chosen-hint")));
        }
        if kind != Kind::Replace {
            let overwrite = Field::toggle(OVERWRITE, t!("filling-overwrite"), false);
            fields.push(overwrite.hint(t!("filling-overwrite-hint")));
        }
        fields.push(Field::button(GO, t!("filling-go")).hint(t!("filling-go-hint")));
        let job = {
            let work = work.clone();
            JobHandle::spawn(wake(context), move |control| {
                let chosen = work.chosen.as_ref().map(Chosen::records);
                ground(&work.place, &work.target(), chosen.as_deref(), control)
            })
        };
        FillForm {
            kind,
            work,
            form: Form::new(fields),
            looking: Some(job),
            ground: None,
            typed: false,
            completing: Completing::default(),
        }
    }

    fn pattern(&self) -> Result<Pattern, PatternError> {
        let pattern = Pattern::parse(self.form.value(PATTERN))?;
        Ok(if self.form.is_on(FIRST) {
            pattern.first_only()
        } else {
            pattern
        })
    }

    /// What is asked for, or what is wrong with which field.
    fn task(&self) -> Result<(Task, String), (&'static str, String)> {
        let value = |id| self.form.value(id);
        let shown = |text: &str| visible(text).into_owned();
        match self.kind {
            Kind::Pattern => {
                let pattern = self.pattern().map_err(|e| (PATTERN, pattern_error(&e)))?;
                let title = t!("filling-by-pattern", pattern = shown(value(PATTERN).trim()));
                Ok((Task::Fill(Fill::Pattern(pattern)), title))
            }
            Kind::List => {
                let path = value(FILE).trim();
                if path.is_empty() {
                    return Err((FILE, t!("filling-file-needed")));
                }
                let key = KEYS_OF_LIST.get(self.form.chosen(KEY)).copied();
                let task = Task::List {
                    input: Source::Path(expand_home(path)),
                    key: key.unwrap_or(JoinKey::EmployeeNumber),
                };
                Ok((task, t!("filling-by-list", file = shown(path))))
            }
            Kind::Replace => {
                let find = self.found_by().map_err(|why| (FIND, why))?;
                let with = value(WITH).to_owned();
                let title = t!(
                    "filling-by-replace",
                    find = shown(value(FIND)),
                    with = shown(&with)
                );
                Ok((Task::Fill(Fill::Replace { find, with }), title))
            }
        }
    }

    fn found_by(&self) -> Result<Regex, String> {
        let text = self.form.value(FIND);
        if text.is_empty() {
            return Err(t!("filling-find-needed"));
        }
        Regex::new(text).map_err(|error| {
            // The last line says what is wrong; those before it point to the place with spaces.
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default();
            let why = why.strip_prefix("error: ").unwrap_or(why);
            t!("usage-regex", why = visible(why).into_owned())
        })
    }

    fn go(&mut self, context: &Context) -> Outcome {
        for id in [PATTERN, FILE, FIND] {
            self.form.set_error(id, None);
        }
        match self.task() {
            Ok((task, title)) => {
                let mut preview = FillPreview::prepared(task, title, self.work.clone())
                    .overwriting(self.form.is_on(OVERWRITE))
                    .only_chosen(self.form.is_on(CHOSEN));
                if let Some(ground) = &self.ground {
                    preview = preview.knowing(Arc::clone(&ground.known));
                }
                preview.begin(context);
                Outcome::push(preview)
            }
            Err((field, why)) => {
                self.form.set_error(field, Some(why));
                self.form.focus(field);
                Outcome::Changed
            }
        }
    }

    /// What would come of what stands there, on the first rows.
    fn examples(&self) -> Vec<(Tone, String)> {
        let Some(ground) = &self.ground else {
            return vec![(Tone::Dim, t!("filling-looking"))];
        };
        let shown = |text: &str| visible(text).into_owned();
        match self.kind {
            Kind::List => Vec::new(),
            Kind::Pattern => match self.pattern() {
                Err(_) if self.form.value(PATTERN).trim().is_empty() => Vec::new(),
                // Not wrong, only not written yet: so it is where no domain could be proposed.
                Err(_) if self.form.value(PATTERN).trim_end().ends_with('@') => {
                    vec![(Tone::Plain, format!("  {}", t!("filling-domain-wanted")))]
                }
                Err(error) => vec![(Tone::Error, signed(Tone::Error, &pattern_error(&error)))],
                Ok(pattern) => {
                    let examples = ground.proposal.examples.iter();
                    examples.map(|who| example(&pattern, who)).collect()
                }
            },
            Kind::Replace => match self.found_by() {
                Err(_) if self.form.value(FIND).is_empty() => Vec::new(),
                Err(why) => vec![(Tone::Error, signed(Tone::Error, &why))],
                Ok(find) => {
                    let with = self.form.value(WITH);
                    let addresses = ground.proposal.addresses.iter();
                    let replaced = addresses.filter_map(|now| {
                        let new = find.replace_all(now, with);
                        (new != *now).then(|| match address::parse(&new) {
                            Ok(_) => (Tone::Plain, format!("  {} → {}", shown(now), shown(&new))),
                            Err(error) => {
                                let why = reason(&Reason::from(error));
                                let text = format!("{} → {}: {why}", shown(now), shown(&new));
                                (Tone::Error, signed(Tone::Error, &text))
                            }
                        })
                    });
                    let lines: Vec<_> = replaced.take(EXAMPLES).collect();
                    if lines.is_empty() {
                        return vec![(Tone::Dim, t!("filling-nothing-found"))];
                    }
                    lines
                }
            },
        }
    }

    /// What is to be known before a pattern fills anything.
    fn warnings(&self) -> Vec<String> {
        let mut told = Vec::new();
        let (Kind::Pattern, Some(ground)) = (self.kind, &self.ground) else {
            return told;
        };
        if let (Some(known), Ok(pattern)) = (ground.known.as_ref(), self.pattern())
            && !allows(&known.domains, pattern.domain())
        {
            let domain = visible(pattern.domain()).into_owned();
            told.push(t!("fill-domain-not-allowed", domain = domain));
        }
        if ground.protection_unknown {
            told.push(t!("filling-protection-unknown"));
        }
        told
    }

    fn pull(&mut self) -> Outcome {
        let Some(mut job) = self.looking.take_if(|job| job.is_finished()) else {
            return Outcome::Unchanged;
        };
        match job.take() {
            Some(Ok(ground)) => {
                if self.kind == Kind::Pattern && !self.typed {
                    self.form.set(PATTERN, &ground.proposal.pattern);
                }
                self.ground = Some(ground);
                Outcome::Changed
            }
            Some(Err(JobError::Cancelled)) => Outcome::Changed,
            Some(Err(error)) => Outcome::push(Message::error(errors::job(&error).whole())),
            None => Outcome::push(Message::error(t!("job-died"))),
        }
    }

    fn typed(&mut self, changed: bool) -> Outcome {
        if changed {
            self.typed |= self.form.focused() == PATTERN;
            self.form.set_error(self.form.focused(), None);
        }
        Outcome::changed(changed)
    }
}

fn signed(tone: Tone, text: &str) -> String {
    format!("{} {text}", tone.sign())
}

/// A person with the address that a pattern gives, before namesakes are told apart.
fn example(pattern: &Pattern, who: &Example) -> (Tone, String) {
    let name = format!("{} {}", who.first, who.last);
    let name = match name.trim() {
        "" => who.user_id.as_str(),
        name => name,
    };
    let stem = pattern.stem(who.parts()).map_err(Reason::from);
    let made = stem.and_then(|stem| stem.numbered(1).map_err(Reason::from));
    match made {
        Ok(address) => {
            let text = format!("  {name} → {}", address.spelling());
            (Tone::Plain, visible(&text).into_owned())
        }
        Err(why) => {
            let text = format!("{}: {}", visible(name), reason(&why));
            (Tone::Warning, signed(Tone::Warning, &text))
        }
    }
}

impl Layer for FillForm {
    fn id(&self) -> &'static str {
        FORM
    }

    fn title(&self) -> Vec<String> {
        way(match self.kind {
            Kind::Pattern => t!("filling-pattern"),
            Kind::List => t!("filling-way-list"),
            Kind::Replace => t!("filling-way-replace"),
        })
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Browse || self.kind == Kind::List
    }

    fn typing(&self) -> bool {
        self.form.typing()
    }

    fn step(&self) -> Option<u8> {
        Some(3)
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Run => self.go(context),
            Action::Open if self.form.on_button() => self.go(context),
            Action::Browse if self.kind == Kind::List => {
                ask_file(CHOOSE, t!("filling-file-title"), None, context)
            }
            Action::Back => Outcome::Close(None),
            Action::NextField if self.completing.tab(&mut self.form, FILE, true, context) => {
                Outcome::Changed
            }
            other => moving::form(&mut self.form, other),
        }
    }

    fn key(&mut self, key: KeyEvent, _: &mut Context) -> Outcome {
        let changed = self.form.key(key);
        self.typed(changed)
    }

    fn paste(&mut self, text: &str, _: &mut Context) -> Outcome {
        let changed = self.form.paste(text);
        self.typed(changed)
    }

    fn waits(&self, _: &Context) -> bool {
        self.completing.waits()
    }

    fn stop_waiting(&mut self, _: &mut Context) -> bool {
        self.completing.give_up()
    }

    fn wake(&mut self, _: &mut Context) -> Outcome {
        if self.completing.look(&mut self.form, FILE) {
            return Outcome::Changed;
        }
        self.pull()
    }

    fn answer(&mut self, answer: Answer, _: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (CHOOSE, Value::Path(path)) => {
                self.form.set(FILE, &path.to_string_lossy());
                self.form.set_error(FILE, None);
                self.form.focus(KEY);
                Outcome::Changed
            }
            // It is done: there is nothing left to ask.
            (PREVIEW, value) => Outcome::Close(Some(value)),
            _ => Outcome::Changed,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let room = usize::from(area.width.saturating_sub(2));
        let mut below: Vec<(Tone, String)> = Vec::new();
        let examples = self.examples();
        if !examples.is_empty() {
            below.push((Tone::Title, t!("filling-examples")));
        }
        below.extend(examples.into_iter().map(|(tone, line)| {
            let line = cut(&line, room).into_owned();
            (tone, line)
        }));
        for warning in self.warnings() {
            let lines = wrap(&signed(Tone::Warning, &warning), room);
            below.extend(lines.into_iter().map(|line| (Tone::Warning, line)));
        }
        let rows = u16::try_from(self.form.rows()).unwrap_or(u16::MAX);
        let told = u16::try_from(below.len()).unwrap_or(u16::MAX);
        // What comes of it gives way in a low window, the form never.
        let wanted = rows.saturating_add(HINT);
        let height = wanted.min(area.height.saturating_sub(1));
        let form = Rect {
            x: area.x + 1,
            y: area.y + 1.min(area.height),
            width: area.width.saturating_sub(2),
            height,
        };
        self.form.draw(frame, form.intersection(area), theme);
        let rest = Rect {
            y: form.bottom() + u16::from(area.bottom() > form.bottom() + told),
            height: area.bottom().saturating_sub(form.bottom()),
            ..area
        };
        draw_lines(frame, rest.intersection(area), &below, theme);
    }
}
