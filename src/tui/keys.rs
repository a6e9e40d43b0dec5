//! Keys, actions and what binds them: one declared list per screen dispatches, draws the footer, and fills the help and
//! the palette. Resolving a key is separate from doing what it asks, so that it can be tested as a table.
//! Not here: what an action does; that is the layer's business.

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

/// Everything that a key or the palette can ask a screen to do, over all screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the names say it; the labels in the bindings say it to people"
)]
pub enum Action {
    // moving
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Home,
    End,
    NextField,
    PreviousField,
    /// A click on a cell of the window, by its column and line: no key asks for it.
    Point(u16, u16),
    // everywhere
    Open,
    Back,
    NextStep,
    PreviousStep,
    Step(u8),
    Save,
    Palette,
    Help,
    Keys,
    Menu,
    Notifications,
    Redraw,
    Quit,
    Suspend,
    // finding
    Search,
    SearchNext,
    SearchPrevious,
    Filter,
    SortUp,
    SortDown,
    GoToLine,
    // changing
    New,
    Undo,
    Redo,
    Fill,
    TakeSuggestion,
    TakeAllSuggestions,
    Mark,
    MarkAll,
    MarkOthers,
    MarkNone,
    Add,
    Remove,
    Copy,
    CopyPath,
    Rename,
    Clear,
    MoveUp,
    MoveDown,
    Toggle,
    Yes,
    No,
    // working
    Run,
    Preview,
    Browse,
    CancelJob,
    Pause,
    Resume,
    Send,
    SendAgain,
    Verify,
    RemoveLink,
    Password,
    Unlock,
    Load,
    Export,
    ExportRejected,
    UndoRun,
    Correct,
    ImportTouched,
    Log,
    History,
    Settings,
    FromExportTemplate,
    SaveAs,
    Columns,
    Encoding,
}

impl Action {
    /// Whether it only leads to another place on the screen.
    pub fn moves(self) -> bool {
        use Action::{Bottom, Down, End, Home, Left, PageDown, PageUp, Right, Top, Up};
        let moving = [
            Up, Down, Left, Right, PageUp, PageDown, Top, Bottom, Home, End,
        ];
        moving.contains(&self)
    }
}

/// One line of a screen's list of keys.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The keys; the first is the one that the footer shows. None: only the palette offers it.
    pub keys: &'static [Key],
    /// What they ask for.
    pub action: Action,
    /// What that is called, in the chosen language.
    pub label: fn() -> String,
    /// Whether the footer shows it, room permitting.
    pub footer: bool,
    /// What the footer calls it where that is shorter.
    pub brief: Option<fn() -> String>,
}

impl Binding {
    /// A binding that the help and the palette show.
    pub const fn new(keys: &'static [Key], action: Action, label: fn() -> String) -> Binding {
        Binding {
            keys,
            action,
            label,
            footer: false,
            brief: None,
        }
    }

    /// The same, shown in the footer too.
    pub const fn in_footer(mut self) -> Binding {
        self.footer = true;
        self
    }

    /// The same under a shorter name: the footer has one line, the help has room for what the key does.
    pub const fn in_footer_as(mut self, brief: fn() -> String) -> Binding {
        self.brief = Some(brief);
        self.in_footer()
    }
}

/// Keys as the help writes them.
pub fn key_names(keys: &[Key], signs: Signs) -> String {
    let names: Vec<_> = keys.iter().map(|key| key.name(signs)).collect();
    names.join(" ")
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

/// The keys that mean the same on every screen and that a screen may still take for itself.
pub static GLOBAL: &[Binding] = &[
    Binding::new(&[Key::f(1), Key::char('?')], Action::Help, || {
        t!("tui-key-help")
    }),
    Binding::new(&[Key::char(':'), Key::ctrl('k')], Action::Palette, || {
        t!("tui-key-palette")
    }),
    Binding::new(&[Key::f(10), Key::char('m')], Action::Menu, || {
        t!("tui-key-menu")
    }),
    Binding::new(&[Key::char('!')], Action::Notifications, || {
        t!("tui-key-notifications")
    }),
    Binding::new(&[Key::ctrl('n')], Action::NextStep, || {
        t!("tui-key-next-step")
    }),
    Binding::new(&[Key::ctrl('p')], Action::PreviousStep, || {
        t!("tui-key-previous-step")
    }),
    Binding::new(&[Key::char('1')], Action::Step(1), || {
        t!("tui-key-step", n = 1)
    }),
    Binding::new(&[Key::char('2')], Action::Step(2), || {
        t!("tui-key-step", n = 2)
    }),
    Binding::new(&[Key::char('3')], Action::Step(3), || {
        t!("tui-key-step", n = 3)
    }),
    Binding::new(&[Key::char('4')], Action::Step(4), || {
        t!("tui-key-step", n = 4)
    }),
    Binding::new(&[Key::char('5')], Action::Step(5), || {
        t!("tui-key-step", n = 5)
    }),
    Binding::new(&[Key::char('6')], Action::Step(6), || {
        t!("tui-key-step", n = 6)
    }),
    Binding::new(&[Key::ctrl('l')], Action::Redraw, || t!("tui-key-redraw")),
    Binding::new(&[], Action::Suspend, || t!("tui-key-suspend")),
    Binding::new(&[Key::ctrl('q')], Action::Quit, || t!("tui-key-quit")),
];

/// The keys that move, open and leave, the same on every screen.
pub static NAVIGATION: &[Binding] = &[
    Binding::new(
        &[Key::code(KeyCode::Up), Key::char('k')],
        Action::Up,
        || t!("tui-key-up"),
    ),
    Binding::new(
        &[Key::code(KeyCode::Down), Key::char('j')],
        Action::Down,
        || t!("tui-key-down"),
    ),
    Binding::new(
        &[Key::code(KeyCode::Left), Key::char('h')],
        Action::Left,
        || t!("tui-key-left"),
    ),
    Binding::new(
        &[Key::code(KeyCode::Right), Key::char('l')],
        Action::Right,
        || t!("tui-key-right"),
    ),
    Binding::new(
        &[Key::code(KeyCode::PageUp), Key::ctrl('b')],
        Action::PageUp,
        || t!("tui-key-page-up"),
    ),
    Binding::new(
        &[Key::code(KeyCode::PageDown), Key::ctrl('f')],
        Action::PageDown,
        || t!("tui-key-page-down"),
    ),
    Binding::new(
        &[Key::char('g'), Key::code(KeyCode::Home).with_ctrl()],
        Action::Top,
        || t!("tui-key-top"),
    ),
    Binding::new(
        &[Key::char('G'), Key::code(KeyCode::End).with_ctrl()],
        Action::Bottom,
        || t!("tui-key-bottom"),
    ),
    Binding::new(&[Key::code(KeyCode::Home)], Action::Home, || {
        t!("tui-key-home")
    }),
    Binding::new(&[Key::code(KeyCode::End)], Action::End, || {
        t!("tui-key-end")
    }),
    Binding::new(&[Key::TAB], Action::NextField, || t!("tui-key-next-field")),
    Binding::new(&[Key::BACK_TAB], Action::PreviousField, || {
        t!("tui-key-previous-field")
    }),
    Binding::new(
        &[Key::ENTER, Key::f(2), Key::char('e')],
        Action::Open,
        || t!("tui-key-open"),
    ),
    Binding::new(&[Key::ESC], Action::Back, || t!("tui-key-back")),
];

/// What a screen declares itself, because not every screen can do it: where one can, these are the keys.
pub static USUAL: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("usual-save")),
    Binding::new(&[Key::char('/')], Action::Search, || t!("usual-search")),
    Binding::new(&[Key::char('n')], Action::SearchNext, || t!("usual-next")),
    Binding::new(&[Key::char('N')], Action::SearchPrevious, || {
        t!("usual-previous")
    }),
    Binding::new(&[Key::char('&')], Action::Filter, || t!("usual-filter")),
    Binding::new(&[Key::char('<')], Action::SortUp, || t!("usual-sort-up")),
    Binding::new(&[Key::char('>')], Action::SortDown, || {
        t!("usual-sort-down")
    }),
    Binding::new(&[Key::char('x'), Key::SPACE], Action::Mark, || {
        t!("usual-mark")
    }),
    Binding::new(&[Key::char('u'), Key::ctrl('z')], Action::Undo, || {
        t!("usual-undo")
    }),
    Binding::new(&[Key::ctrl('r'), Key::ctrl('y')], Action::Redo, || {
        t!("usual-redo")
    }),
    Binding::new(&[Key::char('f')], Action::Fill, || t!("usual-fill")),
    Binding::new(&[Key::char('s')], Action::TakeSuggestion, || {
        t!("usual-take")
    }),
    Binding::new(&[Key::char('S')], Action::TakeAllSuggestions, || {
        t!("usual-take-all")
    }),
];

/// What a key asks for: the first list that knows it decides. While text is being typed only Enter, Tab, Esc, `^S`,
/// `^Q` and the function keys ask for anything; all others belong to the field.
pub fn resolve(lists: &[&[Binding]], key: KeyEvent, typing: bool) -> Option<Action> {
    let key = Key::from(key);
    if typing && !key.passes_typing() {
        return None;
    }
    lists
        .iter()
        .flat_map(|list| list.iter())
        .find(|binding| binding.keys.contains(&key))
        .map(|binding| binding.action)
}

/// The keys that stand more than once in these lists taken together; a screen's own list must have none.
pub fn duplicates(lists: &[&[Binding]]) -> Vec<Key> {
    let mut seen = Vec::new();
    let mut twice = Vec::new();
    for key in lists
        .iter()
        .flat_map(|list| list.iter())
        .flat_map(|binding| binding.keys)
    {
        if seen.contains(key) {
            twice.push(*key);
        }
        seen.push(*key);
    }
    twice
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Language, speaking};

    static SCREEN: &[Binding] = &[
        Binding::new(&[Key::ctrl('s')], Action::Save, String::new),
        Binding::new(&[Key::char('m'), Key::SPACE], Action::Mark, String::new),
    ];

    #[test]
    fn keys_resolve_to_actions() {
        let lists: &[&[Binding]] = &[SCREEN, NAVIGATION, GLOBAL];
        for (key, reading, typing) in [
            (Key::char('m'), Some(Action::Mark), None),
            (Key::f(10), Some(Action::Menu), Some(Action::Menu)),
            (Key::char('j'), Some(Action::Down), None),
            (Key::code(KeyCode::Down), Some(Action::Down), None),
            (Key::ENTER, Some(Action::Open), Some(Action::Open)),
            (Key::f(2), Some(Action::Open), Some(Action::Open)),
            (Key::char('e'), Some(Action::Open), None),
            (Key::ESC, Some(Action::Back), Some(Action::Back)),
            (Key::TAB, Some(Action::NextField), Some(Action::NextField)),
            (
                Key::BACK_TAB,
                Some(Action::PreviousField),
                Some(Action::PreviousField),
            ),
            (Key::ctrl('s'), Some(Action::Save), Some(Action::Save)),
            (Key::ctrl('q'), Some(Action::Quit), Some(Action::Quit)),
            (Key::ctrl('k'), Some(Action::Palette), None),
            (Key::ctrl('n'), Some(Action::NextStep), None),
            (Key::char('3'), Some(Action::Step(3)), None),
            (Key::char('7'), None, None),
            (Key::char('?'), Some(Action::Help), None),
            (Key::f(1), Some(Action::Help), Some(Action::Help)),
            (Key::char('G'), Some(Action::Bottom), None),
            (Key::char('g'), Some(Action::Top), None),
        ] {
            assert_eq!(resolve(lists, key.event(), false), reading, "{key:?}");
            assert_eq!(resolve(lists, key.event(), true), typing, "{key:?} typing");
        }
    }

    #[test]
    fn terminals_that_tell_shift_and_those_that_do_not_agree() {
        for (event, key) in [
            (
                KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT),
                Key::char('G'),
            ),
            (
                KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT),
                Key::BACK_TAB,
            ),
            (
                KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT),
                Key::BACK_TAB,
            ),
            (
                KeyEvent::new(KeyCode::Char('S'), KeyModifiers::CONTROL),
                Key::ctrl('s'),
            ),
        ] {
            assert_eq!(Key::from(event), key);
        }
    }

    #[test]
    fn keys_have_the_names_of_the_key_table() {
        for (key, name) in [
            (Key::ctrl('s'), "^S"),
            (Key::code(KeyCode::PageDown), "PgDn"),
            (Key::ENTER, "Enter"),
            (Key::f(1), "F1"),
            (Key::char('G'), "G"),
            (Key::BACK_TAB, "Shift-Tab"),
            (Key::code(KeyCode::Home).with_ctrl(), "^Home"),
            (Key::alt('b'), "Alt-b"),
            (Key::SPACE, "Space"),
        ] {
            for signs in [Signs::All, Signs::Ascii] {
                assert_eq!(key.name(signs), name);
            }
        }
    }

    #[test]
    fn arrows_are_words_where_there_are_none() {
        let up = Key::code(KeyCode::Up);
        assert_eq!(up.name(Signs::Console), "↑");
        for (language, names) in [
            (Language::English, ["Up", "Dn", "Left", "Right", "^Up"]),
            (
                Language::Swedish,
                ["Upp", "Ned", "Vänster", "Höger", "^Upp"],
            ),
        ] {
            let keys = [
                up,
                Key::code(KeyCode::Down),
                Key::code(KeyCode::Left),
                Key::code(KeyCode::Right),
                up.with_ctrl(),
            ];
            let shown = speaking(language, || keys.map(|key| key.name(Signs::Ascii)));
            assert_eq!(shown, names);
        }
    }

    #[test]
    fn esc_and_a_key_in_one_piece_are_told_from_what_no_terminal_sends_so() {
        let alt = KeyModifiers::ALT;
        let both = alt | KeyModifiers::CONTROL;
        for (code, modifiers, after) in [
            (KeyCode::Char('j'), alt, Some(Key::char('j'))),
            (
                KeyCode::Char('J'),
                alt | KeyModifiers::SHIFT,
                Some(Key::char('J')),
            ),
            (KeyCode::Enter, alt, Some(Key::ENTER)),
            (KeyCode::Char('s'), both, Some(Key::ctrl('s'))),
            (KeyCode::Char('@'), both, None),
            (KeyCode::Up, alt, None),
            (KeyCode::Char('j'), KeyModifiers::NONE, None),
            (KeyCode::Char('s'), KeyModifiers::CONTROL, None),
        ] {
            let key = after_escape(KeyEvent::new(code, modifiers));
            assert_eq!(key.map(Key::from), after, "{code:?} {modifiers:?}");
        }
    }

    #[test]
    fn no_key_of_the_shared_lists_stands_twice() {
        assert_eq!(duplicates(&[NAVIGATION, GLOBAL]), []);
        assert_eq!(duplicates(&[SCREEN, SCREEN]).len(), 3);
    }
}
