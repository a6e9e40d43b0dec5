//! What is an address, what is none and where it fails, and what is warned about.

use super::*;

fn spelling(cell: &str) -> String {
    parse(cell).unwrap().address.spelling().to_owned()
}

fn warned(cell: &str) -> Vec<&'static str> {
    parse(cell)
        .unwrap()
        .warnings
        .iter()
        .map(Warning::code)
        .collect()
}

#[test]
fn the_spelling_is_kept_and_the_domain_lowered() {
    let parsed = parse("Anna.Andersson@Foretaget.SE").unwrap();
    assert_eq!(parsed.address.spelling(), "Anna.Andersson@foretaget.se");
    assert_eq!(parsed.address.canonical(), "anna.andersson@foretaget.se");
    assert!(parsed.warnings.is_empty());
    assert_eq!(spelling("anna+kurs@foretaget.se"), "anna+kurs@foretaget.se");
}

#[test]
fn wrapping_is_taken_away_with_a_warning() {
    for (cell, warning) in [
        (" a@b.se\u{a0}", "trimmed"),
        ("Anna A <a@b.se>", "normalised"),
        ("mailto:a@b.se", "normalised"),
        ("MAILTO:a@b.se", "normalised"),
        ("a@b.se.", "normalised"),
        ("a\u{ff20}b.se", "normalised"),
    ] {
        assert_eq!(spelling(cell), "a@b.se", "{cell:?}");
        assert_eq!(warned(cell), [warning], "{cell:?}");
    }
}

#[test]
fn international_domains_compare_as_a_labels() {
    let parsed = parse("a@Räksmörgås.se").unwrap();
    assert_eq!(parsed.address.spelling(), "a@räksmörgås.se");
    assert_eq!(parsed.address.canonical(), "a@xn--rksmrgs-5wao1o.se");
    let decomposed = parse("a@cafe\u{301}.se").unwrap();
    assert_eq!(decomposed.address, parse("a@café.se").unwrap().address);
    assert_eq!(spelling("a@xn--rksmrgs-5wao1o.se"), "a@räksmörgås.se");
}

#[test]
fn look_alikes_and_others_are_warned_about() {
    assert_eq!(warned("a@f\u{43e}retaget.se"), ["mixed_script"]);
    assert_eq!(warned("a@\u{430}\u{440}\u{440}.se"), ["mixed_script"]);
    assert_eq!(warned("noreply@foretaget.se"), ["role_address"]);
    assert_eq!(warned("anna@foretaget.example"), ["reserved_domain"]);
    assert!(warned("a@smörgås.se").is_empty());
}

#[test]
fn what_is_wrong_and_where() {
    use AddressError as E;
    let long_local = format!("{}@b.se", "a".repeat(65));
    let long_address = format!("aaaaaaaaaa@{}b.se", "abcdefg.".repeat(30));
    let long_domain = format!("a@{}b.se", "abcdefg.".repeat(32));
    let plain = |s: &str| Some(s.to_owned());
    for (cell, error) in [
        ("mailto:", E::Empty),
        ("NULL", E::NoAt),
        ("N/A", E::NoAt),
        ("-", E::NoAt),
        ("=HYPERLINK(\"x\")", E::NoAt),
        ("a@b.se; c@d.se", E::SeveralAt { position: 10 }),
        ("a@@b.se", E::SeveralAt { position: 3 }),
        ("@b.se", E::LocalEmpty),
        (
            ".a@b.se",
            E::LocalDot {
                position: 1,
                suggestion: plain("a@b.se"),
            },
        ),
        (
            "a.@b.se",
            E::LocalDot {
                position: 2,
                suggestion: plain("a@b.se"),
            },
        ),
        (
            "a..c@b.se",
            E::LocalDot {
                position: 2,
                suggestion: plain("a.c@b.se"),
            },
        ),
        (
            "\u{e5}sa@b.se",
            E::LocalCharacter {
                character: 'å',
                position: 1,
                suggestion: plain("asa@b.se"),
            },
        ),
        (
            "\u{212a}alle@b.se",
            E::LocalCharacter {
                character: '\u{212a}',
                position: 1,
                suggestion: plain("Kalle@b.se"),
            },
        ),
        (
            "an na@b.se",
            E::LocalCharacter {
                character: ' ',
                position: 3,
                suggestion: None,
            },
        ),
        (
            "\"a\"@b.se",
            E::LocalCharacter {
                character: '"',
                position: 1,
                suggestion: None,
            },
        ),
        (
            "\u{c5}sa <mailto: \u{e5}sa@b.se>",
            E::LocalCharacter {
                character: '\u{e5}',
                position: 14,
                suggestion: plain("asa@b.se"),
            },
        ),
        (
            "\u{e5}sa@foretaget",
            E::LocalCharacter {
                character: '\u{e5}',
                position: 1,
                suggestion: None,
            },
        ),
        ("a@", E::DomainEmpty),
        ("a@foretaget", E::DomainOneLabel),
        ("a@x_y.se", E::DomainInvalid),
        ("a@-x.se", E::DomainInvalid),
        ("a@b..se", E::DomainInvalid),
        ("a@b.se..", E::DomainInvalid),
        ("a@[127.0.0.1]", E::DomainInvalid),
        ("a@1.2.3.4", E::DomainNumeric),
        (long_local.as_str(), E::LocalTooLong { octets: 65 }),
    ] {
        assert_eq!(parse(cell), Err(error), "{cell:?}");
    }
    assert_eq!(parse(&long_address), Err(E::TooLong { octets: 255 }));
    assert_eq!(parse(&long_domain), Err(E::DomainInvalid));
}

#[test]
fn sixty_four_octets_and_no_more() {
    assert!(parse(&format!("{}@b.se", "a".repeat(64))).is_ok());
}
