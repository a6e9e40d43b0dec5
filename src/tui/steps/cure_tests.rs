//! A file that is refused is cured by one key, this time or for good.

use std::path::PathBuf;

use super::import::ImportForm;
use crate::domain::template::{Delimiter, Direction, Encoding, Kind};
use crate::jobs::demo::Demo;
use crate::jobs::{settings, templates};
use crate::tui::test_demo::{session, with_templates};
use crate::tui::test_util::Harness;

const IMPORT: &str = "Import E-post";
const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";
const BJORN: &str = "bjorn.b\t00418\tb@foretaget.example\r\n";

/// The form with a file of these bytes.
fn form(bytes: &[u8]) -> (Harness, Demo) {
    let demo = with_templates("E-post");
    let file = demo.directory().join("in.csv");
    std::fs::write(&file, bytes).unwrap();
    (opened(&demo, file), demo)
}

fn opened(demo: &Demo, file: PathBuf) -> Harness {
    let context = session(demo, Some(file));
    let form = ImportForm::new(&context);
    Harness::with(form, context)
}

/// Files that are refused, and what is offered first.
fn refused() -> [(Vec<u8>, &'static str); 4] {
    [
        (
            format!("{HEADING}{BJORN}").replace('\t', ";").into(),
            "▸ Read it with ”;” this time",
        ),
        (
            "E-post Visma Connect\tAnvändar-id\tAnst.nr\r\nb@foretaget.example\tbjorn.b\t00418\r\n"
                .into(),
            "▸ Read the columns in the order of the file this time",
        ),
        (BJORN.into(), "▸ Skip no leading rows this time"),
        (
            format!("Från HR\r\n{HEADING}{BJORN}").into(),
            "▸ Skip 2 leading rows this time",
        ),
    ]
}

#[test]
fn one_key_reads_the_file_as_it_is_this_time() {
    for (bytes, offer) in refused() {
        let (form, demo) = form(&bytes);
        let preview = form
            .keys("Enter")
            .wake_until(offer)
            .keys("Enter")
            .wake_until("Nothing has changed yet")
            .shows("✓ to be updated 1");
        // The next time it is asked again: the template is as it was.
        let _ = preview.keys("Esc Enter").wake_until(offer);
        let register = demo.place().open().unwrap();
        let template = register.template(Kind::Import, IMPORT).unwrap();
        assert_eq!(
            template.template,
            templates::proposed_export("E-post").to_import(IMPORT)
        );
    }
}

#[test]
fn the_template_can_be_corrected_for_good() {
    for (bytes, offer) in refused() {
        let (form, demo) = form(&bytes);
        let preview = form
            .keys("Enter")
            .wake_until(offer)
            .keys("Down")
            .shows("▸ Correct the template")
            .keys("Enter")
            .wake_until("Nothing has changed yet")
            .shows("✓ to be updated 1");
        drop(preview);
        let file = demo.directory().join("in.csv");
        let _ = opened(&demo, file)
            .keys("Enter")
            .wake_until("Nothing has changed yet")
            .shows("✓ to be updated 1");
    }
}

#[test]
fn what_somebody_else_made_of_the_template_is_not_overwritten() {
    let semicolons = format!("{HEADING}{BJORN}").replace('\t', ";");
    let (form, demo) = form(semicolons.as_bytes());
    let asked = form.keys("Enter").wake_until("this time");
    let mut register = demo.place().open().unwrap();
    let stored = register.template(Kind::Import, IMPORT).unwrap();
    let mut theirs = stored.template.clone();
    theirs.delimiter = Delimiter::from_code("|").unwrap();
    templates::replace(&mut register, &stored, &theirs).unwrap();
    let again = asked
        .keys("Down Enter")
        .on_top("tui.message")
        .keys("Enter")
        .on_top("import");
    let now = register.template(Kind::Import, IMPORT).unwrap();
    assert_eq!(now.template, theirs);
    // Known now, it can be corrected.
    let _ = again
        .keys("Enter")
        .wake_until("this time")
        .keys("Down Enter")
        .wake_until("✓ to be updated 1");
}

#[test]
fn a_quote_that_never_ends_is_cured_once_and_a_doubtful_encoding_either_way() {
    let unclosed = format!("{HEADING}bjorn.b\t00418\t\"b@foretaget.example\r\n");
    let (asked, _demo) = form(unclosed.as_bytes());
    let _ = asked
        .keys("Enter")
        .wake_until("quotation marks as ordinary")
        // Quotation marks are no business of the template.
        .shows_not("Correct the template")
        .keys("Enter")
        .wake_until("✗ cannot be imported 1");
    // 0x8E is Ž in Windows-1252 and Ä in IBM437; the template says UTF-8.
    let bytes = [
        HEADING.replace('ä', "a").as_bytes(),
        b"\x8elva\t1\tx@foretaget.example\r\n",
    ]
    .concat();
    let (asked, _demo) = form(&bytes);
    let asked = asked.keys("Enter").wake_until("Žlva").shows("Älva");
    let _ = asked
        .keys("Down Enter")
        .wake_until("✗ cannot be imported 1");
}

#[test]
fn what_no_key_can_cure_says_what_to_do() {
    let cases: [(&[u8], &str); 4] = [
        (b"", "Export the file again"),
        (b"anna\t\x00\x01\xff", "Export the file again"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", "save it as CSV"),
        (
            "Användar-id\tAnvändar-id\tE-post Visma Connect\r\n".as_bytes(),
            "Give the template the same fields",
        ),
    ];
    for (bytes, cure) in cases {
        let (form, _demo) = form(bytes);
        let _ = form
            .keys("Enter")
            .wake_until(cure)
            .on_top("tui.message")
            .keys("Enter")
            .on_top("import");
    }
}

#[test]
fn a_directory_and_a_file_over_the_limit_are_refused_with_what_to_do() {
    let (_, demo) = form(BJORN.as_bytes());
    let _ = opened(&demo, demo.directory().to_owned())
        .keys("Enter")
        .wake_until("Name the file itself")
        .keys("Enter")
        .on_top("import");
    let mut register = demo.place().open().unwrap();
    settings::set(&mut register, settings::MAX_FILE, "1").unwrap();
    let large = demo.directory().join("large.csv");
    let rows = BJORN.repeat((1 << 20) / BJORN.len() + 1);
    std::fs::write(&large, format!("{HEADING}{rows}")).unwrap();
    let _ = opened(&demo, large)
        .keys("Enter")
        .wake_until("is larger than 1 MiB")
        .shows("raise the setting max-file-mib")
        .keys("Enter")
        .on_top("import");
}

/// Saved by a Swedish Excel: semicolons, Windows-1252, and the columns as somebody moved them.
fn by_excel() -> Vec<u8> {
    let text = "Namn;Användar-id;Anställningsnummer;E-post Visma Connect\r\n\
                \u{c5}sa Öberg;bjorn.b;00418;b@foretaget.example\r\n";
    let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap());
    bytes.collect()
}

#[test]
fn however_much_differs_it_is_one_question() {
    for (keys, for_good) in [("Enter", false), ("Down Enter", true)] {
        let (form, demo) = form(&by_excel());
        let preview = form
            .keys("Enter")
            .wake_until("The file differs from the template in 3 ways")
            .shows("Delimiter: ”;” in the file, Tab in the template")
            .shows("Column 1: ”Namn” in the file, User id in the template")
            .shows("Encoding: ANSI (Windows-1252) in the file, UTF-8 in the template")
            .keys(keys)
            .wake_until("Nothing has changed yet")
            .shows("✓ to be updated 1");
        drop(preview);
        let file = demo.directory().join("in.csv");
        let again = opened(&demo, file).keys("Enter");
        let _ = match for_good {
            true => again.wake_until("✓ to be updated 1"),
            false => again.wake_until("in 3 ways"),
        };
    }
}

#[test]
fn no_answer_is_offered_where_one_of_the_differences_cannot_be_read_away() {
    let (form, _demo) =
        form(b"user_id;user_id;connect_address\r\nbjorn.b;00418;b@foretaget.example\r\n");
    let _ = form
        .keys("Enter")
        .wake_until("The file differs from the template in 2 ways")
        .shows("Give the template the same fields")
        .on_top("tui.message")
        .keys("Enter")
        .on_top("import");
}

#[test]
fn in_doubt_about_the_encoding_there_is_an_answer_for_each() {
    // 0x8E is Ž in Windows-1252 and Ä in IBM437.
    let bytes = [
        b"user_id;employee_number;connect_address\r\n".as_slice(),
        b"\x8elva;1;x@foretaget.example\r\n",
    ];
    let (form, demo) = form(&bytes.concat());
    let asked = form
        .keys("Enter")
        .wake_until("in 2 ways")
        .shows("line 2 reads ”Žlva” with ANSI (Windows-1252)")
        .shows("”Älva” with IBM437");
    let _ = asked
        .keys("Down Down Down Enter")
        .wake_until("✗ cannot be imported 1");
    let register = demo.place().open().unwrap();
    let template = register.template(Kind::Import, IMPORT).unwrap().template;
    assert_eq!(template.delimiter, Delimiter::SEMICOLON);
    let encoding = match template.direction {
        Direction::Import { encoding, .. } => encoding,
        Direction::Export { .. } => None,
    };
    assert_eq!(encoding, Some(Encoding::Ibm437));
}
