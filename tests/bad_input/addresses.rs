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

/// A line of the list, one cell for it, and what becomes of it.
pub(super) struct Case {
    pub(super) line: &'static str,
    cell: String,
    expected: Cell,
    /// With `räksmörgås.se` and `foretaget.se` as the allowed domains.
    allowed: bool,
    /// What a text of the warning or rejection says, too.
    says: &'static str,
    told_in: &'static str,
}

impl Case {
    fn allowed(self) -> Case {
        Case {
            allowed: true,
            ..self
        }
    }

    fn says(self, told_in: &'static str, says: &'static str) -> Case {
        Case {
            says,
            told_in,
            ..self
        }
    }
}

fn case(line: &'static str, cell: impl Into<String>, expected: Cell) -> Case {
    Case {
        line,
        cell: cell.into(),
        expected,
        allowed: false,
        says: "",
        told_in: "message",
    }
}

/// An address of so many octets, with as many labels as that takes.
fn long(octets: usize) -> String {
    let rest = octets - "a@.se".len();
    let mut domain = format!("{}.", "b".repeat(62)).repeat(rest / 63);
    domain.push_str(&"c".repeat(rest % 63));
    format!("a@{domain}.se")
}

pub(super) fn cases() -> Vec<Case> {
    const INVALID: Cell = Rejected("address_invalid", "");
    let spaces = "spaces around (trimmed, warned), NBSP";
    let inside = "inside (rejected)";
    let as_typed = "upper case kept as typed";
    let wrapped = "`Name <a@b.se>`, `mailto:` (normalised, warned)";
    let two = "two in one cell";
    let dots = "dots at the ends or doubled";
    let shapes = "one-label domain, IP, quoted local part, 65 octets, 255 octets";
    let domain = "IDN domain fine, shown with its A-label";
    let cyrillic = "Cyrillic look-alike (warned; rejected when a domain list is set)";
    let unseen =
        "zero-width, bidi, ESC, full-width `＠`, decomposed é (NFC), Kelvin sign, dotless ı";
    let no_address = "`NULL`, `N/A`, `-`, `=HYPERLINK(…)`";
    vec![
        case(spaces, "  anna@x.se ", Taken("anna@x.se", &["trimmed"])),
        case(
            spaces,
            "\u{a0}anna@x.se\u{a0}",
            Taken("anna@x.se", &["trimmed"]),
        ),
        case(inside, "an na@x.se", INVALID),
        case(inside, "an\u{a0}na@x.se", INVALID),
        case(inside, "anna@ x.se", INVALID),
        case(as_typed, "Anna.A@X.SE", Taken("Anna.A@x.se", &[])),
        case(
            wrapped,
            "Anna <anna@x.se>",
            Taken("anna@x.se", &["normalised"]),
        ),
        case(
            wrapped,
            "mailto:anna@x.se",
            Taken("anna@x.se", &["normalised"]),
        ),
        case(two, "a@x.se, b@x.se", INVALID),
        case(two, "a@x.se;b@x.se", INVALID),
        case(two, "a@x.se b@x.se", INVALID),
        case("`@@`", "a@@x.se", INVALID),
        case("no `@`", "anna.x.se", INVALID),
        case(dots, ".anna@x.se", Rejected("address_invalid", "anna@x.se")),
        case(dots, "anna.@x.se", Rejected("address_invalid", "anna@x.se")),
        case(
            dots,
            "an..na@x.se",
            Rejected("address_invalid", "an.na@x.se"),
        ),
        case(
            "trailing dot of the domain (normalised)",
            "anna@x.se.",
            Taken("anna@x.se", &["normalised"]),
        ),
        case(shapes, "anna@localhost", INVALID),
        case(shapes, "anna@1.2.3.4", INVALID),
        case(shapes, "anna@[1.2.3.4]", INVALID),
        case(shapes, "\"anna a\"@x.se", INVALID),
        case(shapes, format!("{}@x.se", "a".repeat(65)), INVALID),
        case(shapes, long(255), INVALID),
        case(
            "plus tag fine",
            "anna+jobb@x.se",
            Taken("anna+jobb@x.se", &[]),
        ),
        case(
            "`å` in the local part (suggestion)",
            "åsa@x.se",
            Rejected("address_invalid", "asa@x.se"),
        ),
        case(
            domain,
            "anna@räksmörgås.se",
            Taken("anna@räksmörgås.se", &[]),
        ),
        case(
            domain,
            "a@xn--rksmrgs-5wao1o.se",
            Taken("a@räksmörgås.se", &[]),
        )
        .allowed(),
        case(
            domain,
            "a@räksmörgåsen.se",
            Rejected("domain_not_allowed", "a@räksmörgås.se"),
        )
        .allowed()
        .says("message", "xn--"),
        case(
            cyrillic,
            "anna@f\u{43e}retaget.se",
            Taken("anna@f\u{43e}retaget.se", &["mixed_script"]),
        ),
        case(
            cyrillic,
            "a@f\u{43e}retaget.se",
            Rejected("domain_not_allowed", "a@foretaget.se"),
        )
        .allowed(),
        case(unseen, "an\u{200b}na@x.se", INVALID),
        case(unseen, "an\u{202e}na@x.se", Rejected("bad_text", "")),
        case(unseen, "an\u{1b}[31mna@x.se", Rejected("bad_text", "")),
        case(
            unseen,
            "anna\u{ff20}x.se",
            Taken("anna@x.se", &["normalised"]),
        ),
        case(
            unseen,
            "anna@cafe\u{301}.se",
            Taken("anna@caf\u{e9}.se", &[]),
        ),
        case(
            unseen,
            "anna\u{212a}@x.se",
            Rejected("address_invalid", "annaK@x.se"),
        ),
        case(
            unseen,
            "ann\u{131}@x.se",
            Rejected("address_invalid", "anni@x.se"),
        ),
        case(
            "`gmial.com` (suggestion)",
            "anna@gmial.com",
            Taken("anna@gmial.com", &["typo_suspected"]),
        )
        .says("suggestion", "anna@gmail.com"),
        case(
            "`noreply@` (warned)",
            "noreply@x.se",
            Taken("noreply@x.se", &["role_address"]),
        ),
        case(no_address, "NULL", INVALID),
        case(no_address, "N/A", INVALID),
        case(no_address, "-", INVALID),
        case(no_address, "=HYPERLINK(\"mailto:a@x.se\")", INVALID),
    ]
}

/// The dry run of an import of one cell.
fn import(office: &Office, cell: &str) -> serde_json::Value {
    let quoted = cell.replace('"', "\"\"");
    let file = format!("{}anna.a\t007\t\"{quoted}\"\r\n", super::HEADING);
    let ran = office.import(file.as_bytes(), &["--dry-run"]);
    assert!(matches!(ran.code, Some(0 | 3)), "{cell:?}: {}", ran.err);
    ran.json()
}

fn is(result: &serde_json::Value, case: &Case) {
    let cell = format!("{}: {:?}", case.line, case.cell);
    assert_eq!(result["rows"], 1, "{cell}");
    let told = match &case.expected {
        Taken(spelling, warnings) => {
            assert_eq!(result["updated"], 1, "{cell}: {result}");
            assert_eq!(result["changes"][0]["new"], *spelling, "{cell}");
            let rows = result["warning_rows"].as_array().unwrap();
            let found: Vec<&str> = rows
                .iter()
                .map(|r| r["warning"].as_str().unwrap())
                .collect();
            assert_eq!(found, *warnings, "{cell}");
            &result["warning_rows"][0][case.told_in]
        }
        Rejected(reason, meant) => {
            assert_eq!(result["rejected"], 1, "{cell}: {result}");
            let rejection = &result["rejections"][0];
            assert_eq!(rejection["reason"], *reason, "{cell}: {result}");
            let suggestion = rejection["suggestion"].as_str().unwrap_or_default();
            assert_eq!(suggestion, *meant, "{cell}");
            &rejection[case.told_in]
        }
    };
    let told = told.as_str().unwrap_or_default();
    assert!(told.contains(case.says), "{cell}: {told}");
}

#[test]
fn every_address_has_its_outcome() {
    let free = Office::with_people(&OFFICE);
    let listed = Office::with_people(&OFFICE);
    for domain in ["foretaget.se", "räksmörgås.se"] {
        listed.run(&["domain", "add", domain]).exits(0);
    }
    for case in cases() {
        let office = if case.allowed { &listed } else { &free };
        is(&import(office, &case.cell), &case);
    }
    // One octet less is an address.
    for (cell, octets) in [(format!("{}@x.se", "a".repeat(64)), 69), (long(254), 254)] {
        assert_eq!(cell.len(), octets);
        assert_eq!(import(&free, &cell)["updated"], 1, "{cell}");
    }
    // With its A-label, so that nobody takes it for another.
    let ran = listed.run(&["domain", "list"]).exits(0);
    assert!(ran.out.contains("xn--rksmrgs-5wao1o.se"), "{}", ran.out);
}

#[test]
fn a_list_of_domains_lets_only_what_is_in_it_through() {
    let office = Office::with_people(&OFFICE);
    office.run(&["domain", "add", "foretaget.se"]).exits(0);
    for (cell, expected) in [
        ("a@FORETAGET.se", Taken("a@foretaget.se", &[])),
        (
            "a@foretagt.se",
            Rejected("domain_not_allowed", "a@foretaget.se"),
        ),
        ("a@it.foretaget.se", Rejected("domain_not_allowed", "")),
        ("a@evilforetaget.se", Rejected("domain_not_allowed", "")),
    ] {
        is(&import(&office, cell), &case("D-rules", cell, expected));
    }
}
