//! *Inställningar › Allmänt › Säkerhet › Verifiering*: which way people verify their addresses, the organisation's own domains, the pages, and how
//! mails are sent. The password of the mail server is never asked for: it lies in a file or in the environment.

use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::settings_form::{Line, SettingsForm, line};
use super::ways;
use crate::domain::text::visible;
use crate::jobs::settings;
use crate::jobs::transport::{self, Way};
use crate::jobs::{JobError, JobHandle, Place, SendOutcome};
use crate::lang::{errors, letters, users as words};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;

const ASK_TO: &str = "verification_settings.to";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("person-key-save")).in_footer(),
    Binding::new(&[Key::f(5)], Action::Send, || t!("settings-key-test")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("settings-key-back")).in_footer(),
];

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
    fields: SettingsForm,
    test: Option<JobHandle<Result<(SendOutcome, Way), JobError>>>,
}

/// Opens it.
pub fn open(context: &mut Context) -> Outcome {
    match VerificationSettings::new(&context.desk.place) {
        Ok(screen) => Outcome::reset(screen),
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

/// Opens it on what is missing for a mailing: the first of sender and address of the pages that is empty.
pub(super) fn open_for_mail(context: &mut Context) -> Outcome {
    match VerificationSettings::new(&context.desk.place) {
        Ok(mut screen) => {
            let needed = [settings::SENDER, settings::BASE_URL];
            screen.fields.focus_empty(&needed);
            Outcome::reset(screen)
        }
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

/// The way to it.
pub(super) fn way() -> Vec<String> {
    let mut way = ways::security();
    way.push(t!("settings-title"));
    way
}

impl VerificationSettings {
    /// The settings as they are now.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn new(place: &Place) -> Result<VerificationSettings, JobError> {
        Ok(VerificationSettings {
            fields: SettingsForm::new(place, lines)?,
            test: None,
        })
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
}

impl Layer for VerificationSettings {
    fn id(&self) -> &'static str {
        "verification_settings"
    }

    fn title(&self) -> Vec<String> {
        way()
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn typing(&self) -> bool {
        self.fields.typing()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Send if self.fields.is_changed() => Outcome::push(Message::new(
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
            other => self.fields.act(other, context),
        }
    }

    fn key(&mut self, key: KeyEvent, _: &mut Context) -> Outcome {
        self.fields.key(key)
    }

    fn paste(&mut self, text: &str, _: &mut Context) -> Outcome {
        self.fields.paste(text)
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
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
        self.fields.unsaved()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        self.fields.draw(frame, area, context);
    }
}
