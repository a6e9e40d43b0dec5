//! Addresses, each in the cell of a person who has none, without a list of allowed domains and with one.

use super::support::commands::Office;

/// What becomes of a cell.
enum Cell {
    /// The address is taken, spelt so, with these warnings.
    Taken(&'static str, &'static [&'static str]),
    /// The row is rejected for this reason, with this suggestion.
    Rejected(&'static str, &'static str),
}

use Cell::{Rejected, Taken};

const OFFICE: [&str; 2] = ["Användar-id;Anställningsnummer", "anna.a;007"];

/// The dry run of an import of one cell.
fn import(office: &Office, cell: &str) -> serde_json::Value {
    let quoted = cell.replace('"', "\"\"");
    let file = format!("{}anna.a\t007\t\"{quoted}\"\r\n", super::HEADING);
    let ran = office.import(file.as_bytes(), &["--dry-run"]);
    assert!(matches!(ran.code, Some(0 | 3)), "{cell:?}: {}", ran.err);
    ran.json()
}

fn is(result: &serde_json::Value, cell: &str, expected: &Cell) {
    match expected {
        Taken(spelling, warnings) => {
            assert_eq!(result["changes"][0]["new"], *spelling, "{cell:?}: {result}");
            let rows = result["warning_rows"].as_array().unwrap();
            let found: Vec<&str> = rows
                .iter()
                .map(|r| r["warning"].as_str().unwrap())
                .collect();
            assert_eq!(found, *warnings, "{cell:?}");
        }
        Rejected(reason, meant) => {
            let rejection = &result["rejections"][0];
            assert_eq!(rejection["reason"], *reason, "{cell:?}: {result}");
            let suggestion = rejection["suggestion"].as_str().unwrap_or_default();
            assert_eq!(suggestion, *meant, "{cell:?}");
        }
    }
}

#[test]
fn every_address_has_its_outcome() {
    let local = "a".repeat(65);
    let long = format!(
        "a@{}.{}.{}.{}.se",
        "b".repeat(62),
        "c".repeat(62),
        "d".repeat(62),
        "e".repeat(62)
    );
    assert_eq!(long.len(), 256);
    let invalid = Rejected("address_invalid", "");
    let cases: Vec<(String, Cell)> = vec![
        ("  anna@x.se ".into(), Taken("anna@x.se", &["trimmed"])),
        (
            "\u{a0}anna@x.se\u{a0}".into(),
            Taken("anna@x.se", &["trimmed"]),
        ),
        ("an na@x.se".into(), Rejected("address_invalid", "")),
        ("an\u{a0}na@x.se".into(), Rejected("address_invalid", "")),
        ("Anna.A@X.SE".into(), Taken("Anna.A@x.se", &[])),
        (
            "Anna <anna@x.se>".into(),
            Taken("anna@x.se", &["normalised"]),
        ),
        (
            "mailto:anna@x.se".into(),
            Taken("anna@x.se", &["normalised"]),
        ),
        ("a@x.se, b@x.se".into(), Rejected("address_invalid", "")),
        ("a@x.se;b@x.se".into(), Rejected("address_invalid", "")),
        ("a@@x.se".into(), Rejected("address_invalid", "")),
        ("anna.x.se".into(), Rejected("address_invalid", "")),
        (
            ".anna@x.se".into(),
            Rejected("address_invalid", "anna@x.se"),
        ),
        (
            "anna.@x.se".into(),
            Rejected("address_invalid", "anna@x.se"),
        ),
        (
            "an..na@x.se".into(),
            Rejected("address_invalid", "an.na@x.se"),
        ),
        ("anna@x.se.".into(), Taken("anna@x.se", &["normalised"])),
        ("anna@localhost".into(), Rejected("address_invalid", "")),
        ("anna@1.2.3.4".into(), Rejected("address_invalid", "")),
        ("anna@[1.2.3.4]".into(), Rejected("address_invalid", "")),
        ("\"anna a\"@x.se".into(), Rejected("address_invalid", "")),
        (format!("{local}@x.se"), Rejected("address_invalid", "")),
        (long, invalid),
        ("anna+jobb@x.se".into(), Taken("anna+jobb@x.se", &[])),
        ("åsa@x.se".into(), Rejected("address_invalid", "asa@x.se")),
        (
            "anna@räksmörgås.se".into(),
            Taken("anna@räksmörgås.se", &[]),
        ),
        (
            "anna@f\u{43e}retaget.se".into(),
            Taken("anna@f\u{43e}retaget.se", &["mixed_script"]),
        ),
        ("an\u{200b}na@x.se".into(), Rejected("address_invalid", "")),
        ("an\u{202e}na@x.se".into(), Rejected("bad_text", "")),
        ("an\u{1b}[31mna@x.se".into(), Rejected("bad_text", "")),
        (
            "anna\u{ff20}x.se".into(),
            Taken("anna@x.se", &["normalised"]),
        ),
        (
            "anna@cafe\u{301}.se".into(),
            Taken("anna@caf\u{e9}.se", &[]),
        ),
        (
            "anna\u{212a}@x.se".into(),
            Rejected("address_invalid", "annaK@x.se"),
        ),
        (
            "ann\u{131}@x.se".into(),
            Rejected("address_invalid", "anni@x.se"),
        ),
        (
            "anna@gmial.com".into(),
            Taken("anna@gmial.com", &["typo_suspected"]),
        ),
        (
            "noreply@x.se".into(),
            Taken("noreply@x.se", &["role_address"]),
        ),
        ("NULL".into(), Rejected("address_invalid", "")),
        ("N/A".into(), Rejected("address_invalid", "")),
        ("-".into(), Rejected("address_invalid", "")),
        (
            "=HYPERLINK(\"mailto:a@x.se\")".into(),
            Rejected("address_invalid", ""),
        ),
    ];
    let office = Office::with_people(&OFFICE);
    for (cell, expected) in cases {
        is(&import(&office, &cell), &cell, &expected);
    }
}

#[test]
fn a_list_of_domains_lets_no_look_alike_through() {
    let office = Office::with_people(&OFFICE);
    for domain in ["foretaget.se", "räksmörgås.se"] {
        office.run(&["domain", "add", domain]).exits(0);
    }
    for (cell, expected) in [
        ("a@FORETAGET.se", Taken("a@foretaget.se", &[])),
        ("a@xn--rksmrgs-5wao1o.se", Taken("a@räksmörgås.se", &[])),
        ("a@f\u{43e}retaget.se", Rejected("domain_not_allowed", "")),
        (
            "a@foretagt.se",
            Rejected("domain_not_allowed", "a@foretaget.se"),
        ),
        ("a@it.foretaget.se", Rejected("domain_not_allowed", "")),
        ("a@evilforetaget.se", Rejected("domain_not_allowed", "")),
    ] {
        is(&import(&office, cell), cell, &expected);
    }
    // With its A-label, so that nobody takes it for another.
    let ran = office.run(&["domain", "list"]).exits(0);
    assert!(ran.out.contains("xn--rksmrgs-5wao1o.se"), "{}", ran.out);
}
