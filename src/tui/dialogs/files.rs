//! Choosing a file to open, or a name to save under. Directories are read beside the screen: what is typed meanwhile is seen, and
//! what depends on what is found waits for it.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::window;
use crate::domain::text::visible;
use crate::jobs::Glance;
use crate::lang::number;
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::widgets::chooser::{Chooser, Directories, Listed, Opened, Start, Words};

/// The dialog; its answer is [`Value::Path`], Esc gives none.
pub struct FileDialog {
    id: &'static str,
    title: String,
    chooser: Chooser,
    saving: bool,
    reading: Option<Glance<Listed>>,
}

static OPENING: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("tui-open")).in_footer(),
    COMPLETE,
    HIDDEN,
    CANCEL,
];
static SAVING: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("tui-choose")).in_footer(),
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("tui-save-here")).in_footer(),
    COMPLETE,
    HIDDEN,
    CANCEL,
];
const COMPLETE: Binding =
    Binding::new(&[Key::TAB], Action::NextField, || t!("tui-complete")).in_footer();
const HIDDEN: Binding =
    Binding::new(&[Key::f(4)], Action::Toggle, || t!("tui-hidden-files")).in_footer();
const CANCEL: Binding = Binding::new(&[Key::ESC], Action::Back, || t!("tui-cancel")).in_footer();

impl FileDialog {
    /// Asks for a file.
    pub fn new(
        id: &'static str,
        title: impl Into<String>,
        directories: Arc<dyn Directories>,
        start: Start,
        context: &Context,
    ) -> FileDialog {
        let mut dialog = FileDialog {
            id,
            title: title.into(),
            chooser: Chooser::new(directories, start, visible),
            saving: false,
            reading: None,
        };
        dialog.look(context);
        dialog
    }

    /// The same for saving: `^S` takes the name as it was typed, whatever is there already; asking whether that may be
    /// replaced is the screen's business.
    pub fn saving_as(mut self, name: &str) -> FileDialog {
        self.saving = true;
        self.chooser.paste(name);
        self
    }

    /// Has read what the chooser wants read now, and nothing else.
    fn look(&mut self, context: &Context) {
        if let Some(read) = self.chooser.to_read() {
            let wake = Arc::new(context.waker.callback());
            let mut reading = Glance::spawn(wake, move |control| {
                read(&mut |entries| control.report(entries as u64, 0))
            });
            reading.wait_a_blink();
            self.reading = Some(reading);
        }
        if !self.chooser.waits() {
            self.reading = None;
        }
        self.pull();
    }

    /// Takes what was read; whether anything was.
    fn pull(&mut self) -> bool {
        let Some(read) = self.reading.as_mut().and_then(Glance::pull) else {
            return false;
        };
        self.reading = None;
        match read {
            Some(listed) => self.chooser.take(listed),
            None => self.chooser.fail(t!("job-died")),
        }
        true
    }
}

impl Layer for FileDialog {
    fn id(&self) -> &'static str {
        self.id
    }

    fn title(&self) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn bindings(&self) -> &'static [Binding] {
        if self.saving { SAVING } else { OPENING }
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn typing(&self) -> bool {
        true
    }

    fn waits(&self, _: &Context) -> bool {
        self.chooser.waits()
    }

    fn hears(&self, key: KeyEvent) -> bool {
        match key.code {
            KeyCode::Char(_) => true,
            // Where nothing is typed it leads up, away from what is being read.
            KeyCode::Backspace => true,
            // A new name needs nothing that is found.
            _ => Key::from(key) == Key::ctrl('s'),
        }
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open => match self.chooser.open() {
                Opened::Directory => {
                    self.look(context);
                    Outcome::Changed
                }
                Opened::File(path) => Outcome::answer(Value::Path(path)),
            },
            Action::Save if self.saving => match self.chooser.typed_file() {
                Some(path) => Outcome::answer(Value::Path(path)),
                None => Outcome::Unchanged,
            },
            Action::Toggle => {
                self.chooser.turn_hidden();
                Outcome::Changed
            }
            Action::NextField => {
                let grown = self.chooser.complete();
                self.look(context);
                Outcome::changed(grown)
            }
            Action::Point(..) => {
                let (list, len) = self.chooser.list_mut();
                moving::choice(list, len, action)
            }
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, context: &mut Context) -> Outcome {
        let changed = self.chooser.key(key);
        self.look(context);
        Outcome::changed(changed)
    }

    fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        let changed = self.chooser.paste(text);
        self.look(context);
        Outcome::changed(changed)
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        let read = self.pull();
        // What could not be read may leave another directory to read.
        self.look(context);
        Outcome::changed(read || self.chooser.waits())
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let inner = window(frame, area, &self.title, 72, 16, &context.theme);
        let read = self.reading.as_ref().map_or(0, |r| r.progress().0);
        let reading = match read {
            0 => t!("tui-reading-directory"),
            n => t!("tui-reading-directory-so-far", n = number(n)),
        };
        let words = Words {
            name: t!("tui-file-name"),
            empty: t!("tui-nothing-found"),
            lately: t!("tui-used-lately"),
            reading,
        };
        self.chooser.draw(frame, inner, &words, &context.theme);
    }
}
