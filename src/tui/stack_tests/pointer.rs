//! Wheel and clicks.

use super::*;

#[test]
fn the_wheel_scrolls_and_a_click_chooses() {
    let mouse = |kind, x, y| {
        Input::Mouse(MouseEvent {
            kind,
            column: x,
            row: y,
            modifiers: KeyModifiers::NONE,
        })
    };
    let form = Form::new(vec![
        Field::text("name", "Name", Line::new(40, |text| text.into())),
        Field::toggle("heading", "Heading row", false),
        Field::button("save", "Save"),
    ]);
    // The header stands above.
    let (toggle, nothing) = (
        mouse(MouseEventKind::Down(MouseButton::Left), 3, 2),
        mouse(MouseEventKind::Down(MouseButton::Left), 3, 9),
    );
    Harness::new(Template(form))
        .input(&toggle)
        .shows("▸ Heading row  [ ]")
        .input(&nothing)
        .changed(false)
        .input(&toggle)
        .shows("[x]")
        .input(&mouse(MouseEventKind::Moved, 3, 1))
        .changed(false)
        .input(&mouse(MouseEventKind::ScrollUp, 3, 3))
        .shows("▸ Heading row")
        .keys("F1")
        .on_top("tui.help")
        .input(&mouse(MouseEventKind::ScrollDown, 30, 8))
        .changed(true);
}

#[test]
fn a_click_presses_the_buttons_of_dialogs() {
    for (keys, button, said) in [
        ("x", "Yes ]", "remove: Yes"),
        ("x", "No ]", "remove: No"),
        ("x Right", "No ]", "remove: No"),
        // The keys in the footer are buttons too.
        ("x", "Y Yes", "remove: Yes"),
        ("x", "Esc No", "remove: No"),
        ("r", "Enter confirm", "rename: Text(\"Export\")"),
        ("w", "Enter close", "nothing yet"),
    ] {
        Harness::new(desk())
            .keys(keys)
            .click(button)
            .on_top("desk")
            .shows(said);
    }
    Harness::new(desk())
        .keys("x")
        .click("Anna")
        .changed(false)
        .on_top("remove");
    // Not the button of a dialog that nobody has seen yet.
    let (column, row) = (0..24)
        .find_map(|y| {
            let line = Harness::new(desk()).keys("x").line(y);
            let at = line.find("Yes ]")?;
            Some((line[..at].chars().count(), y))
        })
        .unwrap();
    let there = Input::Mouse(MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: u16::try_from(column).unwrap(),
        row,
        modifiers: KeyModifiers::NONE,
    });
    let mut context = context();
    let mut stack = Stack::new(Box::new(desk()));
    stack.mark_seen();
    stack.act(Action::Remove, &mut context);
    stack.input(&there, &mut context);
    assert_eq!(stack.top().id(), "remove");
}

#[test]
fn a_click_chooses_from_a_list_and_another_one_takes_it() {
    Harness::new(desk())
        .keys("d")
        .click("Comma")
        .shows("▸ Comma")
        .click("Comma")
        .shows("delimiter: Index(1)");
}

#[test]
fn a_click_presses_the_button_of_a_form() {
    struct Pressed(Form, bool);
    impl Layer for Pressed {
        fn id(&self) -> &'static str {
            "form"
        }
        fn title(&self) -> Vec<String> {
            Vec::new()
        }
        fn bindings(&self) -> &'static [Binding] {
            &[]
        }
        fn act(&mut self, action: Action, _: &mut Context) -> Outcome {
            self.1 |= action == Action::Open && self.0.on_button();
            crate::tui::moving::form(&mut self.0, action)
        }
        fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
            self.0.draw(frame, area, &context.theme);
            if self.1 {
                frame.render_widget(
                    "pressed",
                    Rect {
                        y: area.bottom() - 1,
                        ..area
                    },
                );
            }
        }
    }
    let form = Form::new(vec![
        Field::toggle("heading", "Heading row", false),
        Field::button("save", "Save"),
    ]);
    Harness::new(Pressed(form, false))
        .click("Heading row")
        .shows_not("pressed")
        .click("[ Save ]")
        .shows("▸ [ Save ]")
        .shows("pressed");
}
