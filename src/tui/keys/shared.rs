//! The keys that mean the same on every screen.

use crossterm::event::KeyCode;

use super::{Action, Binding, Key};
use crate::t;

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
