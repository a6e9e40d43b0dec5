//! A key in the one spelling that all terminals are brought to, and its name.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::t;
use crate::tui::alphabet::Signs;

/// A key with its modifiers, in the one spelling that all terminals are brought to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// Shift-Tab.
    pub const BACK_TAB: Key = Key::code(KeyCode::BackTab);
    /// Enter.
    pub const ENTER: Key = Key::code(KeyCode::Enter);
    /// Escape.
    pub const ESC: Key = Key::code(KeyCode::Esc);
    /// Delete.
    pub const DELETE: Key = Key::code(KeyCode::Delete);
    /// Insert.
    pub const INSERT: Key = Key::code(KeyCode::Insert);
    /// The space bar.
    pub const SPACE: Key = Key::char(' ');
    /// Tab.
    pub const TAB: Key = Key::code(KeyCode::Tab);

    /// A printing key as it arrives: a capital letter is its own key.
    pub const fn char(c: char) -> Key {
        Key::code(KeyCode::Char(c))
    }

    /// A key with Ctrl; letters in lower case.
    pub const fn ctrl(c: char) -> Key {
        Key {
            code: KeyCode::Char(c),
            modifiers: KeyModifiers::CONTROL,
        }
    }

    /// A key with Alt.
    pub const fn alt(c: char) -> Key {
        Key {
            code: KeyCode::Char(c),
            modifiers: KeyModifiers::ALT,
        }
    }

    /// A function key.
    pub const fn f(n: u8) -> Key {
        Key::code(KeyCode::F(n))
    }

    /// Any key without modifiers.
    pub const fn code(code: KeyCode) -> Key {
        Key {
            code,
            modifiers: KeyModifiers::NONE,
        }
    }

    /// The same key with Ctrl.
    pub const fn with_ctrl(self) -> Key {
        Key {
            code: self.code,
            modifiers: KeyModifiers::CONTROL,
        }
    }

    /// The event that pressing this key causes.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// As the footer and the help write it: `^S`, `PgDn`, `F1`. Where there are no arrows they are words: `^` would be read as
    /// Ctrl, and `<` as the key that sorts.
    pub fn name(self, signs: Signs) -> String {
        let arrow = |arrow: &str, word: String| match signs {
            Signs::Ascii => word,
            Signs::All | Signs::Console => arrow.to_owned(),
        };
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) if self.modifiers == KeyModifiers::CONTROL => {
                return format!("^{}", c.to_uppercase());
            }
            KeyCode::Char(c) => c.to_string(),
            KeyCode::F(n) => format!("F{n}"),
            KeyCode::Up => arrow("↑", t!("key-arrow-up")),
            KeyCode::Down => arrow("↓", t!("key-arrow-down")),
            KeyCode::Left => arrow("←", t!("key-arrow-left")),
            KeyCode::Right => arrow("→", t!("key-arrow-right")),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            KeyCode::Delete => "Del".to_owned(),
            KeyCode::Insert => "Ins".to_owned(),
            KeyCode::Enter => "Enter".to_owned(),
            KeyCode::Esc => "Esc".to_owned(),
            KeyCode::Tab => "Tab".to_owned(),
            KeyCode::Home => "Home".to_owned(),
            KeyCode::End => "End".to_owned(),
            KeyCode::Backspace => "Backspace".to_owned(),
            other => format!("{other:?}"),
        };
        match self.modifiers {
            KeyModifiers::CONTROL => format!("^{name}"),
            KeyModifiers::ALT => format!("Alt-{name}"),
            _ => name,
        }
    }

    /// Whether the key reaches the screen although text is being typed.
    pub fn passes_typing(self) -> bool {
        matches!(
            self,
            Key::ENTER | Key::TAB | Key::BACK_TAB | Key::ESC | Key::SAVE | Key::QUIT
        ) || matches!(self.code, KeyCode::F(_))
    }

    const SAVE: Key = Key::ctrl('s');
    const QUIT: Key = Key::ctrl('q');
}

impl From<KeyEvent> for Key {
    /// Shift is part of a character, not beside it, and Ctrl knows no capitals.
    fn from(event: KeyEvent) -> Key {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Char(c) if modifiers == KeyModifiers::CONTROL => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            other => other,
        };
        if code == KeyCode::BackTab {
            modifiers = KeyModifiers::NONE;
        }
        Key { code, modifiers }
    }
}

/// What was pressed after Esc where the two came as one: a terminal sends Alt and a key as Esc and that key, so the two cannot be
/// told apart. `None` for any other key, AltGr among them.
pub fn after_escape(key: KeyEvent) -> Option<KeyEvent> {
    let with_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let sent_so = match key.code {
        // With Ctrl only what has a code of its own behind the Esc; everything else is AltGr.
        KeyCode::Char(c) => !with_ctrl || matches!(c, 'a'..='z' | ' ' | '4'..='7'),
        KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace => !with_ctrl,
        _ => false,
    };
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    (alt && sent_so).then(|| KeyEvent {
        modifiers: key.modifiers.difference(KeyModifiers::ALT),
        ..key
    })
}
