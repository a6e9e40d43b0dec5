//! *Inställningar › Allmänt › Program*: the language, the colours, the mouse, how long the log keeps its rows, and what an import asks for before
//! it writes. What has to do with verification is in [`super::verification_settings`].

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::settings_form::{Line, SettingsForm, line};
use super::ways;
use crate::jobs::settings::{self, Setting};
use crate::lang::{self, Language, errors};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::Message;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome};

static KEYS: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("person-key-save")).in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("settings-key-back")).in_footer(),
];

fn no_or_yes() -> Vec<(&'static str, String)> {
    vec![("no", t!("no")), ("yes", t!("yes"))]
}

fn lines() -> Vec<Line> {
    vec![
        Line {
            // A language is written in itself: whoever has landed in the wrong one must find the way out.
            options: vec![
                ("auto", t!("program-language-auto")),
                ("sv", "svenska".to_owned()),
                ("en", "English".to_owned()),
            ],
            ..line(
                settings::LANGUAGE,
                t!("program-language"),
                t!("program-language-hint"),
            )
        },
        Line {
            options: vec![
                ("auto", t!("program-theme-auto")),
                ("light", t!("program-theme-light")),
                ("dark", t!("program-theme-dark")),
                ("none", t!("program-theme-none")),
            ],
            ..line(
                settings::THEME,
                t!("program-theme"),
                t!("program-theme-hint"),
            )
        },
        Line {
            options: no_or_yes(),
            ..line(
                settings::MOUSE,
                t!("program-mouse"),
                t!("program-mouse-hint"),
            )
        },
        line(
            settings::LOG_DAYS,
            t!("program-log-days"),
            t!("program-log-days-hint"),
        ),
        Line {
            options: no_or_yes(),
            ..line(
                settings::KEEP_FILES,
                t!("program-keep-files"),
                t!("program-keep-files-hint"),
            )
        },
        line(
            settings::CONFIRM_ABOVE,
            t!("program-confirm-above"),
            t!("program-confirm-above-hint"),
        ),
        Line {
            options: no_or_yes(),
            ..line(
                settings::CONFIRM_NEW_DOMAINS,
                t!("program-confirm-domains"),
                t!("program-confirm-domains-hint"),
            )
        },
        line(
            settings::MAX_FILE,
            t!("program-max-file"),
            t!("program-max-file-hint"),
        ),
    ]
}

/// Lets the screens follow a setting that has just been chosen, where they can.
pub(super) fn apply(setting: Setting, value: &str) {
    if setting.key == settings::LANGUAGE.key {
        lang::choose(Language::from_code(value).unwrap_or_else(Language::of_environment));
    }
}

/// The form.
pub struct ProgramSettings(SettingsForm);

/// Opens it.
pub fn open(context: &mut Context) -> Outcome {
    match SettingsForm::new(&context.desk.place, lines) {
        Ok(form) => Outcome::reset(ProgramSettings(form)),
        Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
    }
}

impl Layer for ProgramSettings {
    fn id(&self) -> &'static str {
        "program_settings"
    }

    fn title(&self) -> Vec<String> {
        ways::general(t!("program-title"))
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn typing(&self) -> bool {
        self.0.typing()
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        self.0.act(action, context)
    }

    fn key(&mut self, key: KeyEvent, _: &mut Context) -> Outcome {
        self.0.key(key)
    }

    fn paste(&mut self, text: &str, _: &mut Context) -> Outcome {
        self.0.paste(text)
    }

    fn unsaved(&self) -> Option<String> {
        self.0.unsaved()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        self.0.draw(frame, area, context);
    }
}
