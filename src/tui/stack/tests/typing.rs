//! A field that is typed in, pasting, and what Esc brings with it.

use super::*;
use crate::tui::context::Command;
use crate::tui::test_util::{Harness, context};
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::input::Input as Line;

/// A screen with a form, as the steps have it.
pub(super) struct Template(pub(super) Form);

impl Layer for Template {
    fn id(&self) -> &'static str {
        "template"
    }

    fn title(&self) -> Vec<String> {
        vec!["Template".into()]
    }

    fn bindings(&self) -> &'static [Binding] {
        &[]
    }

    fn typing(&self) -> bool {
        self.0.typing()
    }

    fn act(&mut self, action: Action, _: &mut Context) -> Outcome {
        crate::tui::moving::form(&mut self.0, action)
    }

    fn key(&mut self, key: KeyEvent, _: &mut Context) -> Outcome {
        Outcome::changed(self.0.key(key))
    }

    fn paste(&mut self, text: &str, _: &mut Context) -> Outcome {
        Outcome::changed(self.0.paste(text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        self.0.draw(frame, area, &context.theme);
    }
}

#[test]
fn a_field_that_is_typed_in_owns_its_keys() {
    let form = Form::new(vec![
        Field::text("name", "Name", Line::new(40, |text| text.into())),
        Field::toggle("heading", "Heading row", false),
        Field::button("save", "Save"),
    ]);
    Harness::new(Template(form))
        .type_text("q?:m1! jk")
        .on_top("template")
        .shows("q?:m1! jk")
        .paste(" å\nä")
        .shows("jkå ä")
        .keys("Enter Space")
        .shows("[x]")
        .keys("j Enter")
        .shows("▸ [ Save ]")
        .changed(false)
        .keys("?")
        .on_top("tui.help");
}

#[test]
fn a_paste_that_is_too_large_is_refused() {
    let form = Form::new(vec![Field::text(
        "name",
        "Name",
        Line::new(40, |text| text.into()),
    )]);
    Harness::new(Template(form))
        .paste(&"x".repeat(PASTE_LIMIT + 1))
        .shows("larger than 8 MB")
        .shows_not("xxx");
}

#[test]
fn esc_and_a_key_that_came_as_one_are_the_one_and_then_the_other() {
    // Out of the list, then what the key means on the screen.
    Harness::new(desk())
        .keys("d A-r")
        .on_top("rename")
        .keys("A-^s")
        .shows("saved");
    // Twice nothing but the key itself where Esc has nothing to leave.
    Harness::new(desk())
        .keys("A-r")
        .on_top("rename")
        // While text is typed these move by words.
        .keys("A-b A-f A-d A-Backspace")
        .on_top("rename");
    Harness::new(desk()).keys("d A-Enter").shows("nothing yet");
}

#[test]
fn a_key_that_came_with_esc_confirms_nothing() {
    for keys in ["x A-Y", "x A-J", "x A-Enter"] {
        Harness::new(desk()).keys(keys).shows("remove: No");
    }
    // What Esc brings up was not there when the key was pressed, however long it has been seen.
    for keys in ["x F1 A-Y", "x F1 A-J"] {
        Harness::new(desk())
            .keys(keys)
            .on_top("remove")
            .keys("Esc")
            .shows("remove: No");
    }
    let mut unsaved = desk();
    unsaved.unsaved = true;
    let above = |_: &mut Context| {
        Outcome::push(Desk {
            unsaved: true,
            ..desk()
        })
    };
    let mut context = context();
    context.commands = vec![Command {
        name: || "Above".into(),
        keys: &[],
        action: Some(Action::History),
        view: None,
        run: above,
    }];
    Harness::with(unsaved, context)
        .act(Action::History)
        .keys("A-Y")
        .on_top(LEAVE);
}
