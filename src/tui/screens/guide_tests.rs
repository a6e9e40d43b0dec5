//! The guide by keys: what each step still needs, and where one left off.

use crate::domain::template::Kind;
use crate::jobs::demo::Demo;
use crate::jobs::export::{self, ExportRequest, Output};
use crate::jobs::{Control, PersonFilter, Place, guide, templates};
use crate::lang::{Language, speaking};
use crate::t;
use crate::tui::desk::Desk;
use crate::tui::screens::commands;
use crate::tui::screens::guide::Guide;
use crate::tui::steps::{self, STEPS};
use crate::tui::test_util::{Harness, context};

/// The guide on a register, as a new process shows it.
fn opened(demo: &Demo) -> Harness {
    let mut context = context();
    context.desk = Desk::demo(demo.clone());
    context.commands = commands();
    steps::refresh(&mut context);
    Harness::with(Guide::new(&context), context)
}

#[test]
fn a_step_says_in_a_few_words_what_it_still_needs_or_has_come_to() {
    let demo = Demo::new().unwrap();
    let line = |screen: &Harness, step: &str| {
        let mut lines = (0..24).map(|y| screen.line(y));
        lines.find(|line| line.contains(step)).unwrap()
    };
    let screen = opened(&demo);
    for (step, needs) in [
        ("1  Export template", "save a template"),
        ("2  Export ·", "needs a template from step 1"),
        ("3  E-mail", "no file yet"),
        ("4  Import template", "save a template"),
        ("5  Import ·", "needs a template from step 4"),
        ("6  Verify", "1,144 not verified"),
    ] {
        let line = line(&screen, step);
        assert!(line.ends_with(needs), "{line}");
    }
    let mut register = demo.place().open().unwrap();
    templates::add(&mut register, &templates::proposed_export("E-post")).unwrap();
    templates::copy(&mut register, "E-post", "Import").unwrap();
    let request = ExportRequest {
        template: register.template(Kind::Export, "E-post").unwrap().template,
        filter: PersonFilter::default(),
        include_protected: false,
        output: Output::Path(demo.directory().join("ut.csv")),
        name: None,
        overwrite: false,
    };
    export::run(demo.place(), &request, &Control::unwatched()).unwrap();
    let screen = opened(&demo);
    for (step, came_to) in [
        ("1  Export template ✓", "1 template"),
        ("2  Export ✓", "run 2, "),
        ("4  Import template ✓", "1 template"),
        ("5  Import", "no import since the export"),
    ] {
        let line = line(&screen, step);
        assert!(line.contains(came_to), "{line}");
    }
}

#[test]
fn a_step_that_is_not_ready_says_first_what_is_missing() {
    let demo = Demo::new().unwrap();
    let _ = opened(&demo)
        .keys("Down")
        .shows("No export template is in use.")
        .keys("Enter")
        .on_top("tui.message")
        .shows("No export template is in use.");
}

#[test]
fn the_guide_opens_where_it_was_left() {
    let demo = Demo::new().unwrap();
    let _ = opened(&demo).shows("▸ 1  Export template").keys("4");
    let _ = opened(&demo).shows("▸ 4  Import template");
    let register = demo.place().open().unwrap();
    assert_eq!(guide::recall(&register).unwrap().step, Some(4));
}

#[test]
fn every_step_is_explained_in_two_sentences_with_the_facts_of_the_guide() {
    let facts: [(usize, Language, &[&str]); 9] = [
        (1, Language::Swedish, &["Användar-id", "Anställningsnummer"]),
        (2, Language::Swedish, &[".csv"]),
        (3, Language::Swedish, &["låsta", "stavningen"]),
        (4, Language::Swedish, &["fältavgränsare", "Tabb", "ordning"]),
        (5, Language::Swedish, &["notis", "loggen"]),
        (6, Language::Swedish, &["verifieringslänkar", "kod"]),
        (3, Language::English, &["locked", "spelling"]),
        (4, Language::English, &["delimiter", "Tab", "order"]),
        (6, Language::English, &["links", "code"]),
    ];
    for language in [Language::Swedish, Language::English] {
        speaking(language, || {
            for step in STEPS {
                let text = (step.explain)();
                assert_eq!(text.split(". ").count(), 2, "{text}");
                assert!(text.ends_with('.'), "{text}");
            }
        });
    }
    for (number, language, told) in facts {
        let text = speaking(language, STEPS[number - 1].explain);
        for fact in told {
            assert!(text.contains(fact), "{fact:?} is not in {text:?}");
        }
    }
}

#[test]
fn before_one_begins_it_says_that_verified_addresses_are_kept_and_which_domains_are_allowed() {
    let demo = Demo::new().unwrap();
    for language in [Language::Swedish, Language::English] {
        speaking(language, || {
            let guide = opened(&demo).shows(&t!("guide-kept"));
            // Also where a window has no room for long sentences, and then nothing of the step is lost for it.
            let low = guide.size(60, 16).shows("bolaget.example, foretaget.ex");
            let low = low.shows(&t!("guide-kept-short"));
            STEPS.iter().fold(low, |low, step| {
                let explained = (step.explain)();
                low.shows(&explained).keys("Down")
            });
        });
    }
}

#[test]
fn somebody_new_is_greeted_on_an_empty_register_too() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place::new(Some(&directory.path().join("register.db"))).unwrap();
    let mut context = context();
    context.desk = Desk::new(place);
    context.desk.newcomer = true;
    steps::refresh(&mut context);
    let guide = Guide::new(&context);
    let _ = Harness::with(guide, context)
        .shows("The register is empty.")
        .shows("New here?");
}

#[test]
fn somebody_new_is_greeted_until_a_step_has_been_opened() {
    let demo = Demo::new().unwrap();
    let mut guide = opened(&demo).shows_not("New here?");
    guide.context.desk.newcomer = true;
    let _ = guide
        .keys("Down Up")
        .shows("New here?")
        .keys("1 m 0")
        .on_top("guide")
        .shows_not("New here?");
}
