//! The stack of layers: who hears a key, and what every dialog promises. Here is the screen that the tests stand on.

mod dialogs;
mod mouse;
mod steps;
mod typing;
mod waiting;

use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use ratatui::text::Text;

use super::*;
use crate::tui::dialogs::{Choice, ConfirmNumber, FileDialog, Message, Prompt};
use crate::tui::widgets::chooser::{Directories, Entry, Start, Watch};

/// A screen that opens each dialog by a key and shows what they answered.
struct Desk {
    said: String,
    step: Option<u8>,
    unsaved: bool,
}

fn desk() -> Desk {
    Desk {
        said: "nothing yet".into(),
        step: None,
        unsaved: false,
    }
}

static DESK: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || "save".into()).in_footer(),
    Binding::new(&[Key::char('x')], Action::Remove, || "remove".into()).in_footer(),
    Binding::new(&[Key::char('v')], Action::Run, || "import".into()).in_footer(),
    Binding::new(&[Key::char('r')], Action::Rename, || "rename".into()).in_footer(),
    Binding::new(&[Key::char('d')], Action::Settings, || "delimiter".into()).in_footer(),
    Binding::new(&[Key::char('w')], Action::Log, || "warn".into()).in_footer(),
    Binding::new(&[Key::char('o')], Action::Load, || "load a file".into()).in_footer(),
    Binding::new(&[Key::char('s')], Action::TakeSuggestion, || {
        "take it".into()
    })
    .in_footer(),
];

struct Two;

impl Directories for Two {
    fn entries(&self, _: &Path, _: Watch<'_>) -> Result<Vec<Entry>, String> {
        let entry = |name: &str| Entry::new(name.into(), false, "1 kB".into());
        Ok(vec![entry("maj.csv"), entry("juni.csv")])
    }

    fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        files
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        typed.into()
    }
}

/// A disk that answers when it is told to.
struct Slow(Mutex<Receiver<()>>);

impl Directories for Slow {
    fn entries(&self, directory: &Path, watch: Watch<'_>) -> Result<Vec<Entry>, String> {
        self.0.lock().unwrap().recv().unwrap();
        Two.entries(directory, watch)
    }

    fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        files
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        typed.into()
    }
}

impl Layer for Desk {
    fn id(&self) -> &'static str {
        "desk"
    }

    fn title(&self) -> Vec<String> {
        vec!["Settings".into(), "Desk".into()]
    }

    fn bindings(&self) -> &'static [Binding] {
        DESK
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::TakeSuggestion
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Save => {
                self.said = "saved".into();
                Outcome::Changed
            }
            Action::Remove => Outcome::push(Confirm::new("remove", "Remove link?", "Anna\u{1b}")),
            Action::Run => Outcome::push(ConfirmNumber::new("run", "Import", "Many.", 1204)),
            Action::Rename => {
                let prompt = Prompt::new("rename", "Rename", "New name:", "Export");
                Outcome::push(prompt.checked(|name| match name {
                    "" => Err("A name is needed.".into()),
                    _ => Ok(()),
                }))
            }
            Action::Settings => {
                let names = vec!["Tab".into(), "Comma".into()];
                Outcome::push(Choice::new("delimiter", "Delimiter", names))
            }
            Action::Log => Outcome::push(Message::error("The file is gone.")),
            Action::Load => {
                let start = Start {
                    otherwise: "/hem".into(),
                    ..Start::default()
                };
                Outcome::push(FileDialog::new(
                    "load",
                    "Load",
                    Arc::new(Two),
                    start,
                    context,
                ))
            }
            _ => Outcome::Ignored,
        }
    }

    fn answer(&mut self, answer: Answer, _: &mut Context) -> Outcome {
        self.said = format!("{}: {:?}", answer.question, answer.value);
        Outcome::Changed
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, _: &Context) {
        frame.render_widget(Text::raw(self.said.clone()), area);
    }

    fn step(&self) -> Option<u8> {
        self.step
    }

    fn unsaved(&self) -> Option<String> {
        self.unsaved.then(|| "Two cells are not saved.".into())
    }
}
