//! Keys as a table: what each asks for, what it is called, and what terminals make of it.

use crossterm::event::{KeyCode, KeyModifiers};

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
