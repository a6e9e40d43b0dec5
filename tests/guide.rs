//! The whole way by keys on a real pseudo-terminal at 80x24, in both languages: guide → export template → export →
//! addresses → import template → import → log, asserting on the rendered screen.

mod support;

use support::pty::{Pty, Start};

const ENTER: &str = "\r";
const TAB: &str = "\t";
const ESC: &str = "\x1b";
const SAVE: &str = "\x13";
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const RIGHT: &str = "\x1b[C";

/// What the screens say in a language.
struct Words {
    lang: &'static str,
    lacking: &'static str,
    saved_template: &'static str,
    exported: &'static str,
    needs_at: &'static str,
    not_allowed: &'static str,
    saved_file: &'static str,
    saved_import: &'static str,
    preview: &'static str,
    confirm: &'static str,
    yes: &'static str,
    result: &'static str,
    rejected: &'static str,
    steps: [&'static str; 2],
}

const SWEDISH: Words = Words {
    lang: "sv",
    lacking: "saknar adress",
    saved_template: "sparades",
    exported: "personer skrevs",
    needs_at: "En adress behöver ett @",
    not_allowed: "Domänen foretagt.example är inte",
    saved_file: "anstallda_epost.csv är sparad",
    saved_import: "Import E-post Visma Connect”",
    preview: "Så här skulle importen bli",
    confirm: "Vill du importera?",
    yes: "J",
    result: "1 uppdaterad",
    rejected: "ej inlästa 1",
    steps: ["Exportmall ✓", "Import ✓"],
};

const ENGLISH: Words = Words {
    lang: "en",
    lacking: "1,004 lack an address",
    saved_template: "was saved",
    exported: "1,096 persons were written",
    needs_at: "An address needs an @",
    not_allowed: "The domain foretagt.example is not",
    saved_file: "anstallda_epost.csv is saved",
    saved_import: "Import E-post Visma Connect” was",
    preview: "This is what an import would do",
    confirm: "┌ Import?",
    yes: "Y",
    result: "1 updated",
    rejected: "rejected 1",
    steps: ["Export template ✓", "Import ✓"],
};

/// From the guide to the file of step 3.
fn export(pty: &mut Pty, words: &Words) {
    pty.wait_for(words.lacking);
    pty.send(ENTER).wait_for("E-post Visma Connect");
    pty.send(SAVE).wait_for(words.saved_template);
    pty.send(ENTER).wait_for("anstallda_epost.csv");
    pty.send(ENTER).wait_for(words.exported);
    pty.send(ENTER).wait_for("bjorn.b");
}

fn the_whole_way(words: &Words) {
    let mut pty = Start::koppla(&["--lang", words.lang, "demo"])
        .size(80, 24)
        .start();
    export(&mut pty, words);

    // 3: one address typed with its live check, one with a misspelt domain.
    pty.send(DOWN)
        .send(ENTER)
        .send("bjorn")
        .wait_for(words.needs_at);
    pty.send(".berg@foretaget.example")
        .send(ENTER)
        .wait_for("bjorn.berg@foretaget.e");
    pty.send(ENTER).send("cia@foretagt.example").send(ENTER);
    pty.send(UP).wait_for(words.not_allowed);
    pty.send(SAVE).wait_for(words.saved_file);

    // 4: the import template is the export template.
    pty.send("4").wait_for("Import E-post Visma");
    pty.send(SAVE).wait_for(words.saved_import);

    // 5: preview, confirm, log.
    pty.send("5").wait_for("anstallda_epost.csv");
    pty.send(ENTER).wait_for(words.preview);
    pty.send("i").wait_for(words.confirm);
    pty.send(ENTER)
        .wait_until("the dialog is gone, nothing is imported", |screen| {
            !screen.contents().contains(words.confirm) && screen.contents().contains(words.preview)
        });
    pty.send("i").wait_for(words.confirm);
    pty.send(words.yes).wait_for(words.result);
    pty.wait_for(words.rejected);

    // The log opens on the rejected row alone, with its sentence.
    pty.wait_until("only the rejected row", |screen| {
        let text = screen.contents();
        let flowing: Vec<_> = text.split_whitespace().collect();
        text.contains("cia.c")
            && !text.contains("bjorn.b")
            && text.contains("[domain_n")
            && flowing.join(" ").contains(words.not_allowed)
    });

    // Back in the guide, all is done; quitting asks nothing, for nothing would be lost.
    pty.send(ESC).wait_for(words.steps[0]);
    pty.wait_for(words.steps[1]);
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn the_whole_way_in_swedish() {
    the_whole_way(&SWEDISH);
}

#[test]
fn the_whole_way_in_english() {
    the_whole_way(&ENGLISH);
}

#[test]
fn an_empty_register_is_no_dead_end() {
    let directory = tempfile::tempdir().unwrap();
    let register = directory.path().join("register.db");
    let people = support::commands::sample("personer.csv");
    let mut pty = Start::koppla(&["--lang", "en", "--register", register.to_str().unwrap()])
        .directory(directory.path())
        .size(80, 24)
        .start();
    pty.wait_for("The register is empty");
    pty.send("l").wait_for("People file");
    pty.send(&people)
        .send(TAB)
        .send(TAB)
        .send(" ")
        .send(TAB)
        .send(ENTER);
    pty.wait_for("1,204 to be created");
    pty.send("i").wait_for("Load them?");
    pty.send(RIGHT).send(ENTER).wait_for("60 verified");
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
    let office = support::commands::Office::at(directory);
    let status = office
        .run(&["register", "status", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&status["persons"], &status["verified"]),
        (&1204.into(), &60.into())
    );
}

#[test]
fn unsaved_edits_are_asked_about_and_a_small_window_asks_for_room() {
    let mut pty = Start::koppla(&["--lang", "en", "demo"])
        .size(80, 24)
        .start();
    export(&mut pty, &ENGLISH);
    pty.send(DOWN)
        .send(ENTER)
        .send("bjorn@foretaget.example")
        .send(ENTER)
        .wait_for("1 changed");
    pty.resize(50, 12).wait_for("60");
    pty.resize(80, 24).wait_for("1 changed");
    pty.send("\x11").wait_for("Quit koppla?");
    pty.send(ESC).wait_until("the question is gone", |screen| {
        !screen.contents().contains("Quit koppla?")
    });
    pty.send("\x11").wait_for("Quit koppla?");
    pty.send("Y");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_file_comes_before_the_register_and_a_register_that_is_none_ends_the_program_with_a_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let register = directory.path().join("register.db");
    std::fs::write(&register, "no register at all, but a letter. ".repeat(40)).unwrap();
    let file = directory.path().join("a.tsv");
    let rows = "bjorn.b\t00418\t\r\n".repeat(10_000);
    let heading = "Användar-id\tAnst.nr\tE-post Visma Connect\r\n";
    std::fs::write(&file, format!("{heading}{rows}")).unwrap();
    let [register, file] = [&register, &file].map(|path| path.to_str().unwrap());
    let mut pty = Start::koppla(&["--lang", "en", "--register", register, file])
        .env("XDG_DATA_HOME", directory.path())
        .start();
    assert_eq!(pty.wait_exit(), 1);
    let screens = String::from_utf8_lossy(pty.received()).into_owned();
    assert!(screens.contains("a.tsv"), "{screens}");
    let told = pty.screen().replace('\n', "");
    assert!(told.contains("is no register of koppla"), "{told}");
}

#[test]
fn a_file_is_shown_in_the_language_that_the_register_says() {
    let directory = tempfile::tempdir().unwrap();
    let register = directory.path().join("register.db");
    let file = support::commands::sample("anstallda_epost.csv");
    let register = ["--register", register.to_str().unwrap()];
    let start = |more: &[&str]| Start::koppla(&[&register, more].concat()).start();
    assert_eq!(start(&["setting", "set", "language", "sv"]).wait_exit(), 0);
    start(&[&file]).wait_for("spara").wait_gone("save");
    start(&["--lang", "en", &file])
        .wait_for("rows")
        .wait_for("save");
}
