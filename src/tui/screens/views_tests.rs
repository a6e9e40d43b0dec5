//! Every view is reached by menu and palette, in both languages, and keeps the usual keys.

use crate::domain::template::Kind;
use crate::jobs::demo::Demo;
use crate::jobs::templates;
use crate::lang::{Language, speaking};
use crate::t;
use crate::tui::context::{Command, Context, View};
use crate::tui::desk::Desk;
use crate::tui::keys::{GLOBAL, NAVIGATION, USUAL, duplicates};
use crate::tui::screens::{commands, guide::Guide};
use crate::tui::steps;
use crate::tui::test_util::{Harness, context};

const BOTH: [Language; 2] = [Language::Swedish, Language::English];

/// A demo in which nothing is missing that a step needs.
fn ready() -> Demo {
    let demo = Demo::new().unwrap();
    let mut register = demo.place().open().unwrap();
    templates::add(&mut register, &templates::proposed_export("E-post")).unwrap();
    templates::copy(&mut register, "E-post", "Import E-post").unwrap();
    assert_eq!(register.templates(Kind::Import).unwrap().len(), 1);
    demo
}

fn shared(demo: &Demo) -> Context {
    let mut context = context();
    context.desk = Desk::demo(demo.clone());
    context.commands = commands();
    steps::refresh(&mut context);
    context
}

fn guide(demo: &Demo) -> Harness {
    let context = shared(demo);
    Harness::with(Guide::new(&context), context)
}

fn views() -> Vec<(Command, View)> {
    let commands = commands().into_iter();
    commands
        .filter_map(|command| command.view.map(|view| (command, view)))
        .collect()
}

/// What stands at the top of the window: the way, or over a dialog its heading.
#[track_caller]
fn is_open(harness: &Harness, command: &Command, view: &View) {
    let dialog = harness.heading();
    let shown = harness.line(0);
    let way = (view.way)().join(" › ");
    let name = (command.name)();
    assert!(
        shown.contains(&way) || dialog.is_some_and(|title| title == t!("card-find-title")),
        "{name}: {way:?} is not on\n{}",
        harness.screen()
    );
}

#[test]
fn every_view_opens_from_menu_and_palette_by_its_names_in_both_languages_and_shows_its_way() {
    let demo = ready();
    for (command, view) in views() {
        for spoken in BOTH {
            speaking(spoken, || {
                let by_menu = guide(&demo).keys("m").keys(&view.letter.to_string());
                is_open(&by_menu, &command, &view);
                for typed in BOTH {
                    let (name, way) = speaking(typed, || ((command.name)(), (view.way)()));
                    // With a guide that says Bearbetning where it has said Bearbetningar before.
                    let other_spelling = way.join(" ").replace("Bearbetningar", "Bearbetning");
                    for text in [name, way.join(" "), way.join(" › "), other_spelling] {
                        let by_palette = guide(&demo).keys(":").type_text(&text).keys("Enter");
                        is_open(&by_palette, &command, &view);
                    }
                }
            });
        }
    }
}

#[test]
fn the_menu_lists_every_view_with_its_key_and_the_way_to_it() {
    let demo = ready();
    for spoken in BOTH {
        speaking(spoken, || {
            let menu = guide(&demo).keys("F10").on_top("tui.menu");
            for (_, view) in views() {
                let way = (view.way)().join(" › ");
                let key = format!(" {}  ", view.letter);
                let mut lines = (1..23).map(|y| menu.line(y));
                let listed = lines.any(|line| line.contains(&way) && line.contains(&key));
                assert!(listed, "{key:?} {way:?} is not on\n{}", menu.screen());
            }
            let _ = menu.keys("m").on_top("guide");
        });
    }
}

#[test]
fn a_key_of_the_menu_is_unique_and_moves_nowhere() {
    let letters: Vec<char> = views().iter().map(|(_, view)| view.letter).collect();
    for (index, letter) in letters.iter().enumerate() {
        assert!(!letters[..index].contains(letter), "{letter} stands twice");
        let key = crate::tui::keys::Key::char(*letter);
        let moves = NAVIGATION.iter().any(|binding| binding.keys.contains(&key));
        assert!(!moves, "{letter} moves in a list");
    }
}

#[test]
fn where_a_view_can_do_the_usual_it_does_it_by_the_usual_key() {
    let demo = ready();
    for (command, view) in views() {
        let harness = guide(&demo).keys("m").keys(&view.letter.to_string());
        let bindings = harness.bindings();
        for usual in USUAL {
            for own in bindings.iter().filter(|own| own.action == usual.action) {
                let kept = usual.keys.iter().any(|key| own.keys.contains(key));
                let (name, does) = ((command.name)(), usual.action);
                assert!(kept || own.keys.is_empty(), "{name}: {does:?}");
            }
        }
        assert_eq!(duplicates(&[bindings]), [], "{}", (command.name)());
    }
    assert_eq!(duplicates(&[NAVIGATION, GLOBAL]), []);
}

#[test]
fn without_a_register_a_view_that_needs_one_says_so() {
    let place = crate::jobs::Place::new(None).unwrap();
    let place = place.without_register(crate::jobs::place::Rules::default());
    for (command, view) in views() {
        let mut context = context();
        context.desk = Desk::new(place.clone());
        context.commands = commands();
        steps::refresh(&mut context);
        let harness = Harness::with(Guide::new(&context), context);
        let opened = harness.keys("m").keys(&view.letter.to_string());
        // These need none.
        if ['0', '3', 't', 'b'].contains(&view.letter) {
            is_open(&opened, &command, &view);
        } else {
            let _ = opened.on_top("tui.message");
        }
    }
}

#[test]
fn the_key_for_the_next_step_goes_on_from_the_step_that_one_came_from() {
    let demo = ready();
    for (view, on, back) in [
        ("o", "users", "templates.import"),
        ("!", "users", "templates.import"),
    ] {
        let beside = || guide(&demo).keys("5 F10").keys(view);
        let _ = beside().keys("^N").on_top(on);
        let _ = beside().keys("^P").on_top(back);
    }
    // The guide is where one begins.
    let _ = guide(&demo)
        .keys("5 F10 0 m o ^N")
        .on_top("templates.export");
}

#[test]
fn the_help_lists_a_key_once_and_only_what_can_be_done_here() {
    let demo = ready();
    let _ = guide(&demo)
        .keys("1 F1")
        .shows_not("from template/file")
        .shows("new")
        .keys("G")
        .shows("go to a step")
        .shows("1–6")
        .shows_not("go to step 1");
    for (command, view) in views() {
        let opened = guide(&demo).keys("m").keys(&view.letter.to_string());
        let typing = opened.keys("F1");
        if typing.heading().is_none() {
            continue;
        }
        let lines = lines_of(typing);
        for (at, line) in lines.iter().enumerate() {
            let label = |line: &str| line.split("  ").next().map(str::to_owned);
            let again = lines[at + 1..].iter().any(|l| label(l) == label(line));
            assert!(!again, "{}: {line:?} stands twice", (command.name)());
        }
    }
}

/// The lines of a long dialog, without its frame and its headings.
fn lines_of(mut help: Harness) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    help = help.size(80, 100);
    for line in help.screen().lines() {
        let inside = line.split('│').nth(1).map(str::trim);
        if let Some(inside) = inside.filter(|text| text.contains("  ")) {
            lines.push(inside.trim_start_matches('▸').trim().to_owned());
        }
    }
    lines
}
