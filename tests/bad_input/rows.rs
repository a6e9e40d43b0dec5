//! Rows, each in a file of its own, against a register of a few people.

use serde_json::Value;

use super::HEADING;
use super::support::commands::Office;

/// Anna and Bo have numbers that are equal but for zeros; Eva's is one that a spreadsheet writes with an exponent; Vera is
/// verified; Tom has an address, and so have those who exchange theirs.
const PEOPLE: [&str; 9] = [
    "Användar-id;Anställningsnummer;E-post Visma Connect;Verifierad",
    "anna.a;007;;",
    "bo.b;7;;",
    "eva.e;123456;;",
    "vera.v;00100;Vera@x.se;2026-01-02",
    "tom.t;00200;tom@x.se;",
    "sam.s;00300;sam@x.se;",
    "siv.s;00400;siv@x.se;",
    "7001;00500;;",
];

/// What becomes of a row.
#[derive(Debug, PartialEq, Eq)]
enum Row {
    Updated,
    Unchanged,
    Kept,
    /// Reason and suggestion.
    Rejected(&'static str, &'static str),
}

use Row::{Kept, Rejected, Unchanged, Updated};

#[test]
fn every_row_has_its_outcome() {
    let long = format!("anna.a\t007\t{}@x.se\r\n", "a".repeat(70_000)).into_bytes();
    let broken = "åsa\tT\t\r\nanna.a\t007\tan\r\n".replacen("an\r", "an*na@x.se\r", 1);
    let broken: Vec<u8> = broken
        .bytes()
        .map(|b| if b == b'*' { 0xff } else { b })
        .collect();
    let cases: Vec<(&str, Vec<u8>, Vec<Row>)> = vec![
        (
            "too few fields",
            "anna.a\t007\r\n".into(),
            vec![Rejected("column_count", "")],
        ),
        (
            "too many fields",
            "anna.a\t007\ta@x.se\tb\r\n".into(),
            vec![Rejected("column_count", "")],
        ),
        (
            "a cell of 70 kB",
            long,
            vec![Rejected("address_invalid", "")],
        ),
        (
            "a newline in a cell",
            "anna.a\t007\t\"a\r\n@x.se\"\r\n".into(),
            vec![Rejected("bad_text", "")],
        ),
        (
            "invalid bytes in the middle",
            broken,
            vec![Rejected("person_unknown", ""), Rejected("bad_text", "")],
        ),
        (
            "no user id",
            "\t007\ta@x.se\r\n".into(),
            vec![Rejected("key_missing", "")],
        ),
        (
            "no number",
            "anna.a\t \ta@x.se\r\n".into(),
            vec![Rejected("key_missing", "")],
        ),
        (
            "unknown",
            "okänd\t007\ta@x.se\r\n".into(),
            vec![Rejected("person_unknown", "")],
        ),
        (
            "keys of two people",
            "anna.a\t00200\ta@x.se\r\n".into(),
            vec![Rejected("key_mismatch", "")],
        ),
        (
            "7 for 007",
            "anna.a\t7\ta@x.se\r\n".into(),
            vec![Rejected("key_mismatch", "007")],
        ),
        (
            "007 for 7",
            "bo.b\t007\tb@x.se\r\n".into(),
            vec![Rejected("key_mismatch", "")],
        ),
        (
            "an exponent",
            "eva.e\t1,23E+05\te@x.se\r\n".into(),
            vec![Rejected("key_mismatch", "123456")],
        ),
        (
            "a user id with an exponent",
            "7,00E+03\t00500\te@x.se\r\n".into(),
            vec![Rejected("person_unknown", "7001")],
        ),
        (
            "a person twice",
            "anna.a\t007\ta@x.se\r\nANNA.A\t007\tb@x.se\r\n".into(),
            vec![
                Rejected("same_person_twice", ""),
                Rejected("same_person_twice", ""),
            ],
        ),
        (
            "a person twice with one address",
            "anna.a\t007\ta@x.se\r\nanna.a\t007\tA@x.se\r\n".into(),
            vec![Updated, Unchanged],
        ),
        (
            "an address twice",
            "anna.a\t007\ta@x.se\r\nbo.b\t7\ta@X.se\r\n".into(),
            vec![Rejected("address_twice", ""), Rejected("address_twice", "")],
        ),
        (
            "an address taken",
            "anna.a\t007\ttom@x.se\r\n".into(),
            vec![Rejected("address_taken", "")],
        ),
        (
            "addresses exchanged",
            "sam.s\t00300\tsiv@x.se\r\nsiv.s\t00400\tsam@x.se\r\n".into(),
            vec![Updated, Updated],
        ),
        (
            "a chain",
            "anna.a\t007\tsam@x.se\r\nsam.s\t00300\tsiv@x.se\r\nsiv.s\t00400\tny@x.se\r\n".into(),
            vec![Updated, Updated, Updated],
        ),
        (
            "a chain to somebody who stays",
            "anna.a\t007\tsam@x.se\r\nsam.s\t00300\ttom@x.se\r\n".into(),
            vec![Rejected("address_taken", ""), Rejected("address_taken", "")],
        ),
        ("verified", "vera.v\t00100\tny@x.se\r\n".into(), vec![Kept]),
        (
            "verified in other letters",
            "vera.v\t00100\tvERA@X.SE\r\n".into(),
            vec![Unchanged],
        ),
    ];
    let office = Office::with_people(&PEOPLE);
    for (name, rows, expected) in cases {
        let file = [HEADING.as_bytes(), &rows].concat();
        let rejects = expected.iter().any(|row| matches!(row, Rejected(..)));
        let ran = office
            .import(&file, &["--dry-run"])
            .exits(if rejects { 3 } else { 0 });
        let result = ran.json();
        let count = |row: &Row| expected.iter().filter(|e| *e == row).count() as u64;
        assert_eq!(result["rows"], expected.len(), "{name}");
        assert_eq!(result["updated"], count(&Updated), "{name}");
        assert_eq!(result["unchanged"], count(&Unchanged), "{name}");
        assert_eq!(result["kept"], count(&Kept), "{name}");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rejected: Vec<(u64, String, String)> = result["rejections"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| {
                assert!(!text(&r["message"]).is_empty(), "{name}");
                let record = r["record"].as_u64().unwrap();
                (record, text(&r["reason"]), text(&r["suggestion"]))
            })
            .collect();
        let wanted: Vec<(u64, String, String)> = (1..)
            .zip(&expected)
            .filter_map(|(record, row)| match row {
                Rejected(reason, meant) => Some((record, (*reason).into(), (*meant).into())),
                _ => None,
            })
            .collect();
        assert_eq!(rejected, wanted, "{name}");
    }
}
