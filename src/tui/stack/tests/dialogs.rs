//! What every dialog promises: how a yes is protected, and what is answered.

use super::*;
use crate::tui::alphabet::Signs;
use crate::tui::keys::key_names;
use crate::tui::test_util::Harness;

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
