//! *Inställningar › Allmänt › Säkerhet › Verifiering*: which way people verify their addresses, the organisation's own domains, the pages, and how
//! mails are sent. The password of the mail server is never asked for: it lies in a file or in the environment.

use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::to_guide;
use crate::domain::text::visible;
use crate::jobs::settings::{self, Setting};
use crate::jobs::transport::{self, Way};
use crate::jobs::{JobError, JobHandle, Place, SendOutcome};
use crate::lang::{errors, letters, users as words};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::form::{Field, Form, Kind};
use crate::tui::widgets::input::Input;
use crate::tui::{moving, steps};

const ASK_LEAVE: &str = "verification_settings.leave";
const ASK_TO: &str = "verification_settings.to";
const SAVE: &str = "save";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("person-key-save")).in_footer(),
    Binding::new(&[Key::f(5)], Action::Send, || t!("settings-key-test")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("settings-key-back")).in_footer(),
];

/// A setting as a field: what it is called, what helps to fill it in, and what can be chosen where that is fixed.
struct Line {
    setting: Setting,
    label: String,
    hint: String,
    options: Vec<(&'static str, String)>,
}

fn line(setting: Setting, label: String, hint: String) -> Line {
    Line {
        setting,
        label,
        hint,
        options: Vec::new(),
    }
}

fn lines() -> Vec<Line> {
    vec![
        Line {
            options: vec![
                ("login", t!("settings-mode-login")),
                ("preparing", t!("settings-mode-preparing")),
            ],
            ..line(
                settings::MODE,
                t!("settings-mode"),
                t!("settings-mode-hint"),
            )
        },
        line(
            settings::VERIFIED_DOMAINS,
            t!("settings-domains"),
            t!("settings-domains-hint"),
        ),
        line(
            settings::BASE_URL,
            t!("settings-url"),
            t!("settings-url-hint"),
        ),
        line(
            settings::SENDER,
            t!("settings-sender"),
            t!("settings-sender-hint"),
        ),
        line(
            settings::LINK_LIFETIME,
            t!("settings-lifetime"),
            t!("settings-lifetime-hint"),
        ),
        line(
            settings::PER_MINUTE,
            t!("settings-per-minute"),
            t!("settings-per-minute-hint"),
        ),
        line(
            settings::PER_DAY,
            t!("settings-per-day"),
            t!("settings-per-day-hint"),
        ),
        line(
            settings::SMTP_HOST,
            t!("settings-host"),
            t!("settings-host-hint"),
        ),
        line(
            settings::SMTP_PORT,
            t!("settings-port"),
            t!("settings-port-hint"),
        ),
        Line {
            options: vec![
                ("starttls", "STARTTLS".to_owned()),
                ("tls", "TLS".to_owned()),
                ("none", t!("settings-security-none")),
            ],
            ..line(
                settings::SMTP_SECURITY,
                t!("settings-security"),
                t!("settings-security-hint"),
            )
        },
        line(
            settings::SMTP_USER,
            t!("settings-user"),
            t!("settings-user-hint"),
        ),
        line(
            settings::SMTP_PASSWORD_FILE,
            t!("settings-password"),
            t!("settings-password-hint"),
        ),
        line(
            settings::MAIL_DIRECTORY,
            t!("settings-directory"),
            t!("settings-directory-hint"),
        ),
    ]
}

/// The form.
pub struct VerificationSettings {
    /// The settings with what holds now.
    held: Vec<(Line, String)>,
    form: Form,
    test: Option<JobHandle<Result<(SendOutcome, Way), JobError>>>,
}

/// Opens it.
pub fn open(context: &mut Context) -> Outcome {
    match VerificationSettings::new(&context.desk.place) {
        Ok(screen) => Outcome::reset(screen),
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

impl VerificationSettings {
    /// The settings as they are now.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn new(place: &Place) -> Result<VerificationSettings, JobError> {
        let register = place.open()?;
        let mut held = Vec::new();
        let mut fields = Vec::new();
        for line in lines() {
            let value = settings::at(place, &register, line.setting)?;
            let kind = if place.config().get(line.setting.key).is_some() {
                // The file goes before the register: what were changed here would change nothing.
                let shown = visible(&value).into_owned();
                Kind::Fixed(t!("settings-from-file", value = shown))
            } else if line.options.is_empty() {
                Kind::Text(Box::new(Input::new(1000, visible).with(&value)))
            } else {
                let chosen = line.options.iter().position(|(code, _)| *code == value);
                Kind::Choice {
                    options: line.options.iter().map(|(_, name)| name.clone()).collect(),
                    chosen: chosen.unwrap_or(0),
                }
            };
            let field = Field::new(line.setting.key, line.label.as_str(), kind);
            fields.push(field.hint(line.hint.as_str()));
            held.push((line, value));
        }
        fields.push(Field::button(SAVE, t!("person-save")));
        Ok(VerificationSettings {
            held,
            form: Form::new(fields),
            test: None,
        })
    }

    /// The settings that are to have another value, with that value.
    fn changes(&self) -> Vec<(Setting, String)> {
        let mut changes = Vec::new();
        for (line, held) in &self.held {
            let key = line.setting.key;
            let wanted = match self.form.field(key).map(|field| &field.kind) {
                Some(Kind::Choice { chosen, .. }) => line.options[*chosen].0.to_owned(),
                Some(Kind::Text(input)) => input.value().trim().to_owned(),
                _ => continue,
            };
            if wanted != *held {
                changes.push((line.setting, wanted));
            }
        }
        changes
    }

    /// Sends a test mail with the settings that hold; on a worker, as the server takes its time.
    fn send_test(&mut self, to: &str, context: &Context) -> Outcome {
        let (place, to) = (context.desk.place.clone(), to.trim().to_owned());
        let wake = Arc::new(context.waker.callback());
        self.test = Some(JobHandle::spawn(wake, move |_| {
            let register = place.open()?;
            let way = transport::way(&place, &register)?;
            let sent = transport::test(&place, &register, &to, &letters::test())?;
            Ok((sent, way))
        }));
        Outcome::Changed
    }

    fn save(&mut self, context: &mut Context) -> Outcome {
        let changes = self.changes();
        let mut wrong = None;
        for (line, _) in &self.held {
            self.form.set_error(line.setting.key, None);
        }
        for (setting, value) in &changes {
            if !setting.accepts(value) {
                let takes = t!("settings-takes", takes = setting.takes);
                self.form.set_error(setting.key, Some(takes));
                wrong = wrong.or(Some(setting.key));
            }
        }
        if let Some(key) = wrong {
            self.form.focus(key);
            return Outcome::Changed;
        }
        let place = context.desk.place.clone();
        let saved = place.open().and_then(|mut register| {
            for (setting, value) in &changes {
                settings::set(&mut register, *setting, value)?;
            }
            VerificationSettings::new(&place)
        });
        match saved {
            Ok(saved) => {
                let focused = self.form.focused();
                *self = saved;
                self.form.focus(focused);
                steps::refresh(context);
                context.toast(Tone::Ok, &t!("settings-saved"));
                Outcome::Changed
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }
}

impl Layer for VerificationSettings {
    fn id(&self) -> &'static str {
        "verification_settings"
    }

    fn title(&self) -> Vec<String> {
        vec![
            t!("path-settings"),
            t!("path-general"),
            t!("path-security"),
            t!("settings-title"),
        ]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn typing(&self) -> bool {
        self.form.typing()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Save => self.save(context),
            Action::Open if self.form.on_button() => self.save(context),
            Action::Send if !self.changes().is_empty() => Outcome::push(Message::new(
                Tone::Warning,
                t!("settings-test-title"),
                t!("settings-test-unsaved"),
            )),
            Action::Send => Outcome::push(Prompt::new(
                ASK_TO,
                t!("settings-test-title"),
                t!("settings-test-label"),
                "",
            )),
            Action::Back if self.changes().is_empty() => to_guide(context),
            Action::Back => Outcome::push(Confirm::new(
                ASK_LEAVE,
                t!("person-leave-title"),
                t!("person-leave"),
            )),
            other => moving::form(&mut self.form, other),
        }
    }

    fn key(&mut self, key: KeyEvent, _: &mut Context) -> Outcome {
        Outcome::changed(self.form.key(key))
    }

    fn paste(&mut self, text: &str, _: &mut Context) -> Outcome {
        Outcome::changed(self.form.paste(text))
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (ASK_LEAVE, Value::Yes) => to_guide(context),
            (ASK_TO, Value::Text(to)) => self.send_test(&to, context),
            _ => Outcome::Changed,
        }
    }

    fn wake(&mut self, _: &mut Context) -> Outcome {
        if !self.test.as_ref().is_some_and(JobHandle::is_finished) {
            return Outcome::Unchanged;
        }
        let (sent, way) = match self.test.take().and_then(|mut job| job.take()) {
            Some(Ok(sent)) => sent,
            Some(Err(error)) => return Outcome::push(Message::error(errors::job(&error).whole())),
            None => return Outcome::push(Message::error(t!("job-died"))),
        };
        let (tone, text) = match (words::undelivered(sent.outcome), way) {
            (Some(why), _) => (Tone::Error, t!("settings-test-failed", why = why)),
            (None, Way::Server { .. }) => (Tone::Ok, t!("settings-test-sent")),
            (None, Way::Directory(path)) => {
                let path = visible(&path.to_string_lossy()).into_owned();
                (Tone::Ok, t!("settings-test-written", path = path))
            }
        };
        Outcome::push(Message::new(tone, t!("settings-test-title"), text))
    }

    fn unsaved(&self) -> Option<String> {
        (!self.changes().is_empty()).then(|| t!("settings-unsaved"))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let area = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        self.form.draw(frame, area, &context.theme);
    }
}
