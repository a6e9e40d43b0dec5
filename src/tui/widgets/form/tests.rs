//! A form by keys and as it is drawn.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::tui::theme::Theme;
use crate::tui::widgets::input::Input;

fn form() -> Form {
    Form::new(vec![
        Field::fixed("type", "Typ", "Anställda/användare"),
        Field::text("name", "Namn", Input::new(30, |text| text.into())).hint("Syns i listan."),
        Field::choice(
            "delimiter",
            "Fältavgränsare",
            vec!["Tabb".into(), "Tecken".into()],
            0,
        ),
        Field::toggle("heading", "Rubrik", true),
        Field::button("save", "Spara"),
    ])
}

fn press(form: &mut Form, code: KeyCode) -> bool {
    form.key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn shown(form: &Form, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(44, height)).unwrap();
    terminal
        .draw(|frame| form.draw(frame, frame.area(), &Theme::new(true)))
        .unwrap();
    let lines = terminal.backend().to_string();
    let lines: Vec<_> = lines
        .lines()
        .map(|l| l.trim_matches('"').trim_end())
        .collect();
    lines.join("\n").trim_end().to_owned()
}

#[test]
fn a_form_that_is_too_long_says_on_which_side_there_is_more_and_its_hint_covers_nothing() {
    let mut form = form();
    form.focus("name");
    assert_eq!(
        shown(&form, 5).lines().collect::<Vec<_>>(),
        [
            "  Typ             Anställda/användare",
            "▸ Namn",
            "  Fältavgränsare    Tabb",
            "                                           ↓",
            "Syns i listan."
        ]
    );
    form.focus("save");
    let lines = shown(&form, 4);
    assert!(lines.lines().next().unwrap().ends_with('↑'), "{lines}");
    assert!(lines.contains("▸ [ Spara ]"), "{lines}");
    assert!(!lines.contains('↓'), "{lines}");
}

#[test]
fn a_form_is_filled_in_by_keys() {
    let mut form = form();
    assert_eq!(form.focused(), "name");
    assert!(form.typing());
    for c in "Export".chars() {
        press(&mut form, KeyCode::Char(c));
    }
    press(&mut form, KeyCode::Down);
    assert!(!form.typing());
    press(&mut form, KeyCode::Right);
    press(&mut form, KeyCode::Down);
    press(&mut form, KeyCode::Char(' '));
    assert_eq!(form.value("name"), "Export");
    assert_eq!(
        (form.chosen("delimiter"), form.value("delimiter")),
        (1, "Tecken")
    );
    assert!(!form.is_on("heading"));
    assert!(!form.on_last());
    form.next_field();
    assert!(form.on_last());
    form.next_field();
    assert_eq!(
        form.focused(),
        "name",
        "from the last to the first that can be filled in"
    );
    form.previous_field();
    assert_eq!(form.focused(), "save");
}

#[test]
fn the_focus_can_be_elsewhere() {
    let mut form = form();
    assert!(form.on_first() && !form.on_last());
    form.leave();
    assert_eq!((form.focused(), form.typing()), ("", false));
    assert!(!shown(&form, 9).contains('▸'));
    form.enter(true);
    assert_eq!(form.focused(), "save");
    form.enter(false);
    assert_eq!(form.focused(), "name");
    form.set_error("name", Some("Namnet saknas.".into()));
    assert_eq!(form.rows(), 6);
}

#[test]
fn errors_stand_below_their_field_and_the_hint_below_all() {
    let mut form = form();
    form.set_error("name", Some("Namnet saknas.".into()));
    assert_eq!(
        shown(&form, 9),
        "  Typ             Anställda/användare\n\
         ▸ Namn\n                  ✗ Namnet saknas.\n  \
         Fältavgränsare    Tabb\n  Rubrik          [x]\n  [ Spara ]\n\
         Syns i listan."
    );
}

#[test]
fn a_low_window_shows_the_field_with_the_focus() {
    let mut form = form();
    form.focus("heading");
    assert!(shown(&form, 3).contains("▸ Rubrik"));
    form.hide("heading", true);
    assert_eq!(form.focused(), "save");
    assert!(!shown(&form, 9).contains("Rubrik"));
}
