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

/// A line of the list, one file for it, and what becomes of its rows.
pub(super) struct Case {
    pub(super) line: &'static str,
    name: &'static str,
    rows: Vec<u8>,
    expected: Vec<Row>,
}

const FIELDS: &str = "too few or too many fields";
const KEYS: &str = "keys empty, unknown, of two people, `007` vs `7`, `1,23E+05`";
const ADDRESSES: &str = "address twice, taken, swapped, in a chain";

fn case(
    line: &'static str,
    name: &'static str,
    rows: impl Into<Vec<u8>>,
    expected: Vec<Row>,
) -> Case {
    Case {
        line,
        name,
        rows: rows.into(),
        expected,
    }
}

pub(super) fn cases() -> Vec<Case> {
    let long = format!("anna.a\t007\t{}@x.se\r\n", "a".repeat(70_000)).into_bytes();
    let broken = "åsa\tT\t\r\nanna.a\t007\tan\r\n".replacen("an\r", "an*na@x.se\r", 1);
    let broken: Vec<u8> = broken
        .bytes()
        .map(|b| if b == b'*' { 0xff } else { b })
        .collect();
    vec![
        case(
            FIELDS,
            "too few fields",
            "anna.a\t007\r\n",
            vec![Rejected("column_count", "")],
        ),
        case(
            FIELDS,
            "too many fields",
            "anna.a\t007\ta@x.se\tb\r\n",
            vec![Rejected("column_count", "")],
        ),
        case(
            "cell over 64 KiB",
            "a cell of 70 kB",
            long,
            vec![Rejected("address_invalid", "")],
        ),
        case(
            "cell over 64 KiB",
            "a user id of 64 KiB and one byte",
            format!("{}\t007\ta@x.se\r\n", "a".repeat((64 << 10) + 1)),
            vec![Rejected("person_unknown", "")],
        ),
        case(
            "newline in a cell",
            "a newline in a cell",
            "anna.a\t007\t\"a\r\n@x.se\"\r\n",
            vec![Rejected("bad_text", "")],
        ),
        case(
            "invalid bytes in the middle",
            "invalid bytes in the middle",
            broken,
            vec![Rejected("person_unknown", ""), Rejected("bad_text", "")],
        ),
        case(
            KEYS,
            "no user id",
            "\t007\ta@x.se\r\n",
            vec![Rejected("key_missing", "")],
        ),
        case(
            KEYS,
            "no number",
            "anna.a\t \ta@x.se\r\n",
            vec![Rejected("key_missing", "")],
        ),
        case(
            KEYS,
            "unknown",
            "okänd\t007\ta@x.se\r\n",
            vec![Rejected("person_unknown", "")],
        ),
        case(
            KEYS,
            "keys of two people",
            "anna.a\t00200\ta@x.se\r\n",
            vec![Rejected("key_mismatch", "")],
        ),
        case(
            KEYS,
            "7 for 007",
            "anna.a\t7\ta@x.se\r\n",
            vec![Rejected("key_mismatch", "007")],
        ),
        case(
            KEYS,
            "007 for 7",
            "bo.b\t007\tb@x.se\r\n",
            vec![Rejected("key_mismatch", "")],
        ),
        case(
            KEYS,
            "an exponent",
            "eva.e\t1,23E+05\te@x.se\r\n",
            vec![Rejected("key_mismatch", "123456")],
        ),
        case(
            KEYS,
            "a user id with an exponent",
            "7,00E+03\t00500\te@x.se\r\n",
            vec![Rejected("person_unknown", "7001")],
        ),
        case(
            "person twice",
            "a person twice",
            "anna.a\t007\ta@x.se\r\nANNA.A\t007\tb@x.se\r\n",
            vec![
                Rejected("same_person_twice", ""),
                Rejected("same_person_twice", ""),
            ],
        ),
        case(
            "person twice",
            "a person twice with one address",
            "anna.a\t007\ta@x.se\r\nanna.a\t007\tA@x.se\r\n",
            vec![Updated, Unchanged],
        ),
        case(
            ADDRESSES,
            "an address twice",
            "anna.a\t007\ta@x.se\r\nbo.b\t7\ta@X.se\r\n",
            vec![Rejected("address_twice", ""), Rejected("address_twice", "")],
        ),
        case(
            ADDRESSES,
            "an address taken",
            "anna.a\t007\ttom@x.se\r\n",
            vec![Rejected("address_taken", "")],
        ),
        case(
            ADDRESSES,
            "addresses exchanged",
            "sam.s\t00300\tsiv@x.se\r\nsiv.s\t00400\tsam@x.se\r\n",
            vec![Updated, Updated],
        ),
        case(
            ADDRESSES,
            "a chain",
            "anna.a\t007\tsam@x.se\r\nsam.s\t00300\tsiv@x.se\r\nsiv.s\t00400\tny@x.se\r\n",
            vec![Updated, Updated, Updated],
        ),
        case(
            ADDRESSES,
            "a chain to somebody who stays",
            "anna.a\t007\tsam@x.se\r\nsam.s\t00300\ttom@x.se\r\n",
            vec![Rejected("address_taken", ""), Rejected("address_taken", "")],
        ),
        case(
            "verified",
            "verified",
            "vera.v\t00100\tny@x.se\r\n",
            vec![Kept],
        ),
        case(
            "verified with only case changed (`unchanged`)",
            "verified in other letters",
            "vera.v\t00100\tvERA@X.SE\r\n",
            vec![Unchanged],
        ),
    ]
}

#[test]
fn every_row_has_its_outcome() {
    let office = Office::with_people(&PEOPLE);
    for Case {
        line,
        name,
        rows,
        expected,
    } in cases()
    {
        let name = format!("{line}: {name}");
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
        let fell = expected.iter().filter(|row| matches!(row, Rejected(..)));
        assert_eq!(result["rejected"], fell.count(), "{name}");
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
