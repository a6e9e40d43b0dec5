//! Choosing a file to open, or a name to save under.

use std::path::{Path, PathBuf};

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::window;
use crate::domain::text::visible;
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome, Value};
use crate::tui::widgets::chooser::{Chooser, Directories, Opened, Words};

/// The dialog; its answer is [`Value::Path`], Esc gives none.
pub struct FileDialog {
    id: &'static str,
    title: String,
    chooser: Chooser,
    saving: bool,
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
    /// Asks for a file, beginning in a directory.
    pub fn new(
        id: &'static str,
        title: impl Into<String>,
        directories: Box<dyn Directories>,
        start: &Path,
    ) -> FileDialog {
        FileDialog {
            id,
            title: title.into(),
            chooser: Chooser::new(directories, start, visible),
            saving: false,
        }
    }

    /// The same, offering first the files used lately, newest first.
    pub fn with_recent(mut self, recent: Vec<PathBuf>) -> FileDialog {
        self.chooser = self.chooser.with_recent(recent);
        self
    }

    /// The same for saving: `^S` takes the name as it was typed, whatever is there already; asking whether that may be
    /// replaced is the screen's business.
    pub fn saving_as(mut self, name: &str) -> FileDialog {
        self.saving = true;
        self.chooser.paste(name);
        self
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

    fn act(&mut self, action: Action, _context: &mut Context) -> Outcome {
        match action {
            Action::Open => match self.chooser.open() {
                Opened::Directory => Outcome::Changed,
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
            Action::NextField => Outcome::changed(self.chooser.complete()),
            Action::Point(x, y) => Outcome::changed(self.chooser.click(x, y)),
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, _context: &mut Context) -> Outcome {
        Outcome::changed(self.chooser.key(key))
    }

    fn paste(&mut self, text: &str, _context: &mut Context) -> Outcome {
        Outcome::changed(self.chooser.paste(text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let inner = window(frame, area, &self.title, 72, 16, &context.theme);
        let words = Words {
            name: t!("tui-file-name"),
            empty: t!("tui-nothing-found"),
            lately: t!("tui-used-lately"),
        };
        self.chooser.draw(frame, inner, &words, &context.theme);
    }
}
