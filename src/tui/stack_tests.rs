//! The stack of layers: who hears a key, and what every dialog promises.

#[path = "stack_tests/pointer.rs"]
mod pointer;
#[path = "stack_tests/waiting.rs"]
mod waiting;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::tui::alphabet::Signs;
use crate::tui::context::{Background, Command, StepMark, View};
use crate::tui::dialogs::{Choice, ConfirmNumber, FileDialog, Message, Prompt};
use crate::tui::keys::key_names;
use crate::tui::test_util::{Harness, context};
use crate::tui::widgets::chooser::{Directories, Entry, Start, Watch};
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::input::Input as Line;
use crossterm::event::{KeyModifiers, MouseEvent};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::text::Text;

/// A screen that opens each dialog by a key and shows what they answered.
struct Desk {
    said: String,
    step: Option<u8>,
    unsaved: bool,
}

fn desk() -> Desk {
    Desk {
        said: "nothing yet".into(),
        step: None,
        unsaved: false,
    }
}

static DESK: &[Binding] = &[
    Binding::new(&[Key::ctrl('s')], Action::Save, || "save".into()).in_footer(),
    Binding::new(&[Key::char('x')], Action::Remove, || "remove".into()).in_footer(),
    Binding::new(&[Key::char('v')], Action::Run, || "import".into()).in_footer(),
    Binding::new(&[Key::char('r')], Action::Rename, || "rename".into()).in_footer(),
    Binding::new(&[Key::char('d')], Action::Settings, || "delimiter".into()).in_footer(),
    Binding::new(&[Key::char('w')], Action::Log, || "warn".into()).in_footer(),
    Binding::new(&[Key::char('o')], Action::Load, || "load a file".into()).in_footer(),
    Binding::new(&[Key::char('s')], Action::TakeSuggestion, || {
        "take it".into()
    })
    .in_footer(),
];

struct Two;

impl Directories for Two {
    fn entries(&self, _: &Path, _: Watch<'_>) -> Result<Vec<Entry>, String> {
        let entry = |name: &str| Entry::new(name.into(), false, "1 kB".into());
        Ok(vec![entry("maj.csv"), entry("juni.csv")])
    }

    fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        files
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        typed.into()
    }
}

impl Layer for Desk {
    fn id(&self) -> &'static str {
        "desk"
    }

    fn title(&self) -> Vec<String> {
        vec!["Settings".into(), "Desk".into()]
    }

    fn bindings(&self) -> &'static [Binding] {
        DESK
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::TakeSuggestion
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Save => {
                self.said = "saved".into();
                Outcome::Changed
            }
            Action::Remove => Outcome::push(Confirm::new("remove", "Remove link?", "Anna\u{1b}")),
            Action::Run => Outcome::push(ConfirmNumber::new("run", "Import", "Many.", 1204)),
            Action::Rename => {
                let prompt = Prompt::new("rename", "Rename", "New name:", "Export");
                Outcome::push(prompt.checked(|name| match name {
                    "" => Err("A name is needed.".into()),
                    _ => Ok(()),
                }))
            }
            Action::Settings => {
                let names = vec!["Tab".into(), "Comma".into()];
                Outcome::push(Choice::new("delimiter", "Delimiter", names))
            }
            Action::Log => Outcome::push(Message::error("The file is gone.")),
            Action::Load => {
                let start = Start {
                    otherwise: "/hem".into(),
                    ..Start::default()
                };
                Outcome::push(FileDialog::new(
                    "load",
                    "Load",
                    Arc::new(Two),
                    start,
                    context,
                ))
            }
            _ => Outcome::Ignored,
        }
    }

    fn answer(&mut self, answer: Answer, _: &mut Context) -> Outcome {
        self.said = format!("{}: {:?}", answer.question, answer.value);
        Outcome::Changed
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, _: &Context) {
        frame.render_widget(Text::raw(self.said.clone()), area);
    }

    fn step(&self) -> Option<u8> {
        self.step
    }

    fn unsaved(&self) -> Option<String> {
        self.unsaved.then(|| "Two cells are not saved.".into())
    }
}

#[test]
fn a_yes_wants_a_key_that_nobody_types_ahead() {
    for (keys, said) in [
        ("x Enter", "remove: No"),
        ("x Esc", "remove: No"),
        ("x n", "remove: No"),
        ("x y", "Remove link?"),
        ("x j", "Remove link?"),
        ("x Y", "remove: Yes"),
        ("x J", "remove: Yes"),
        ("x Right Enter", "remove: Yes"),
        ("x Tab Enter", "remove: Yes"),
        ("x Right Left Enter", "remove: No"),
    ] {
        Harness::new(desk()).keys(keys).shows(said);
    }
    Harness::new(desk())
        .ahead("x J Y Enter")
        .on_top("remove")
        .shows("Anna^[")
        .shows("nothing yet");
}

#[test]
fn many_are_confirmed_by_their_number() {
    Harness::new(desk())
        .keys("v")
        .type_text("12x4")
        .keys("Enter")
        .shows("That is not 1,204")
        .keys("Backspace")
        .shows("Type 1,204")
        .type_text("04")
        .keys("Enter")
        .shows("run: Yes");
    Harness::new(desk()).keys("v Esc").shows("run: No");
}

#[test]
fn texts_choices_and_files_are_asked_for() {
    Harness::new(desk())
        .keys("r ^U Enter")
        .shows("A name is needed.")
        .type_text("März?q")
        .keys("Enter")
        .shows("rename: Text(\"März?q\")");
    Harness::new(desk())
        .keys("d Down Enter")
        .shows("delimiter: Index(1)");
    Harness::new(desk())
        .keys("o")
        .type_text("j")
        .keys("Tab")
        .shows("juni.csv")
        .keys("Enter")
        .shows("load: Path(\"/hem/juni.csv\")");
    Harness::new(desk())
        .keys("d Esc")
        .shows("nothing yet")
        .on_top("desk");
}

#[test]
fn an_error_stays_until_it_has_been_seen() {
    Harness::new(desk())
        .ahead("w Enter Esc")
        .shows("✗ Something went wrong")
        .shows("The file is gone.")
        .keys("Enter")
        .on_top("desk");
}

#[test]
fn help_and_palette_come_from_the_bindings() {
    Harness::new(desk())
        .keys("F1")
        .shows("Keys: Desk")
        .shows("load a file")
        // It cannot be done just now.
        .shows_not("take it")
        .keys("End")
        .shows("^Q")
        .keys("Esc")
        .on_top("desk");
    Harness::new(desk())
        .keys(":")
        .shows_not("take it")
        .type_text("dlm")
        .shows("delimiter")
        .keys("Enter")
        .on_top("delimiter");
    Harness::new(desk())
        .keys("^K")
        .type_text("suspend")
        .keys("Enter")
        .then(Then::Suspend);
    Harness::new(desk())
        .keys("^K")
        .type_text("qqqq")
        .shows("Nothing found.")
        .keys("Enter")
        .on_top("tui.palette");
}

#[test]
fn the_palette_finds_both_languages() {
    Harness::new(desk())
        .keys(":")
        .type_text("avsl")
        .shows("quit")
        .keys("Enter")
        .then(Then::Quit);
}

fn guided() -> Context {
    let mut context = context();
    let step = |n: u8, run| Command {
        name: || "a step".into(),
        keys: &[],
        action: Some(Action::Step(n)),
        view: (n == 2).then_some(View {
            letter: '2',
            way: || vec!["Settings".into(), "Desk".into()],
            also: String::new,
        }),
        run,
    };
    context.commands = vec![
        step(1, |_| {
            Outcome::reset(Desk {
                step: Some(1),
                ..desk()
            })
        }),
        step(2, |_| {
            Outcome::reset(Desk {
                step: Some(2),
                ..desk()
            })
        }),
        step(3, |_| {
            Outcome::reset(Desk {
                step: Some(3),
                ..desk()
            })
        }),
    ];
    context.steps = ["Export template", "Export", "Addresses"]
        .iter()
        .zip(["✓", "", ""])
        .map(|(title, sign)| StepMark {
            title: (*title).into(),
            sign,
        })
        .collect();
    context.register_name = "demo".into();
    context.bell = 2;
    context
}

#[test]
fn steps_are_gone_to_and_shown() {
    let harness = Harness::with(desk(), guided()).shows_not("Export template");
    let harness = harness.keys("2");
    assert_eq!(
        harness.line(1),
        " 1 Export template ✓  2 Export ▸  3 Addresses"
    );
    assert!(
        harness.line(0).starts_with(" koppla  demo "),
        "{}",
        harness.line(0)
    );
    assert!(harness.line(0).ends_with(" ● 2"), "{}", harness.line(0));
    assert!(
        harness.line(0).contains("Settings › Desk"),
        "{}",
        harness.line(0)
    );
    let harness = harness.keys("^N");
    assert_eq!(
        harness.line(1),
        " 1 Export template ✓  2 Export  3 Addresses ▸"
    );
    let harness = harness.keys("^N ^P ^P ^P");
    assert_eq!(
        harness.line(1),
        " 1 Export template ▸  2 Export  3 Addresses"
    );
    let harness = harness.keys("m").shows("All views").keys("Enter");
    assert_eq!(
        harness.line(1),
        " 1 Export template ✓  2 Export ▸  3 Addresses"
    );
}

#[test]
fn the_footer_shows_what_fits_and_always_the_help() {
    let harness = Harness::new(desk());
    let footer = harness.line(23);
    assert!(
        footer.starts_with(" ^S save  x remove  v import"),
        "{footer}"
    );
    assert!(footer.ends_with(" F1 help"), "{footer}");
    assert!(!footer.contains("take it"), "{footer}");
    let harness = harness.size(60, 16);
    assert!(
        harness.line(15).ends_with(" F1 help"),
        "{}",
        harness.line(15)
    );
    harness
        .size(59, 16)
        .shows("larger window")
        .size(1, 1)
        .size(200, 50)
        .shows("koppla");
}

#[test]
fn quitting_asks_when_something_would_be_lost() {
    let unsaved = || Desk {
        unsaved: true,
        ..desk()
    };
    Harness::new(desk()).keys("^Q").then(Then::Quit);
    Harness::new(unsaved())
        .keys("^Q")
        .then(Then::Continue)
        .shows("Two cells are not saved.")
        .keys("^Q Esc")
        .then(Then::Continue)
        .on_top("desk")
        .keys("r ^Q Y")
        .then(Then::Quit);
    Harness::new(desk())
        .keys("^C")
        .then(Then::Continue)
        .shows("^Q quits");
}

struct Export(Rc<RefCell<u8>>);

impl Background for Export {
    fn wake(&mut self, context: &mut Context) -> Outcome {
        *self.0.borrow_mut() += 1;
        if *self.0.borrow() == 2 {
            context.toast(Tone::Ok, "Export done");
            return Outcome::Close(None);
        }
        Outcome::Unchanged
    }

    fn running(&self) -> Option<String> {
        Some("An export is running.".into())
    }

    fn stop(&mut self) {
        *self.0.borrow_mut() = 99;
    }
}

#[test]
fn work_goes_on_behind_every_screen() {
    let looked = Rc::new(RefCell::new(0));
    let mut context = context();
    context
        .background
        .push(Box::new(Export(Rc::clone(&looked))));
    Harness::with(desk(), context)
        .wake()
        .changed(false)
        .keys("^Q")
        .shows("An export is running.")
        .keys("Esc")
        .wake()
        .changed(true)
        .shows("✓ Export done")
        .keys("^Q")
        .then(Then::Quit)
        .advance(Duration::from_secs(7))
        .shows_not("Export done");
    assert_eq!(*looked.borrow(), 2);
    let mut context = crate::tui::test_util::context();
    context
        .background
        .push(Box::new(Export(Rc::clone(&looked))));
    let _ = Harness::with(desk(), context).hang_up();
    assert_eq!(*looked.borrow(), 99);
}

/// A screen with a form, as the steps have it.
struct Template(Form);

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
fn whatever_a_key_asks_for_the_help_and_the_palette_name() {
    let screen = || desk();
    let layer = screen();
    let own = layer.bindings().iter().filter(|b| layer.offers(b.action));
    // What has a name of its own here does not stand there again; the steps share a line.
    let again = |b: &&Binding| layer.bindings().iter().any(|own| own.action == b.action);
    let step = |b: &&Binding| matches!(b.action, Action::Step(_));
    let shared = NAVIGATION.iter().chain(GLOBAL);
    let bound = own.chain(shared.filter(|b| !again(b) && !step(b)));
    let mut help = Harness::new(screen()).keys("F1");
    let mut seen = help.screen();
    for _ in 0..6 {
        help = help.keys("PgDn");
        seen.push_str(&help.screen());
    }
    for binding in bound.filter(|binding| !binding.keys.is_empty()) {
        let (label, keys) = ((binding.label)(), key_names(binding.keys, Signs::All));
        assert!(
            seen.lines()
                .any(|l| l.contains(&label) && l.contains(&keys)),
            "{label} ({keys}) is missing in\n{seen}"
        );
    }
    assert!(seen.contains("1–6"), "{seen}");
    let own = layer.bindings().iter().filter(|b| layer.offers(b.action));
    for binding in own.chain(GLOBAL) {
        if matches!(binding.action, Action::Step(_) | Action::Palette) {
            continue;
        }
        let _ = Harness::new(screen())
            .keys(":")
            .type_text(&(binding.label)())
            .shows(&(binding.label)());
    }
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
