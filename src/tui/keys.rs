//! Keys, actions and what binds them: one declared list per screen dispatches, draws the footer, and fills the help and
//! the palette. Resolving a key is separate from doing what it asks, so that it can be tested as a table.
//! Not here: what an action does; that is the layer's business.

mod key;
mod shared;

use crossterm::event::KeyEvent;

pub use self::key::{Key, after_escape};
pub use self::shared::{GLOBAL, NAVIGATION, USUAL};
use crate::tui::alphabet::Signs;

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
mod tests;
