//! The rules of the import by commands: what passes, what falls and for which reason, what stays, and what stops it before the first row.

use serde_json::json;

use crate::support::commands::{Office, PEOPLE};

#[test]
fn swaps_chains_and_cycles_pass_and_a_chain_to_somebody_who_stays_falls() {
    let office = Office::with_people(&PEOPLE);
    // bo moves to new, cia takes bo's.
    let chain = office
        .import(
            b"cia.c\tT1\tbo@x.se\nbo.b\t7\tny@x.se\n",
            &["--skip-rows", "0"],
        )
        .exits(0)
        .json();
    assert_eq!(chain["updated"], 2);
    let swap = office
        .import(
            b"cia.c\tT1\tny@x.se\nbo.b\t7\tbo@x.se\n",
            &["--skip-rows", "0"],
        )
        .exits(0)
        .json();
    assert_eq!(swap["updated"], 2);
    let cycle = "cia.c\tT1\tbo@x.se\nbo.b\t7\tdan@x.se\ndan.d\t123456\tny@x.se\n";
    office
        .import(b"dan.d\t123456\tdan@x.se\n", &["--skip-rows", "0"])
        .exits(0);
    assert_eq!(
        office
            .import(cycle.as_bytes(), &["--skip-rows", "0"])
            .exits(0)
            .json()["updated"],
        3
    );
    // anna is verified and stays, so the chain falls from that end.
    let stays = "bo.b\t7\tanna@x.se\ncia.c\tT1\tdan@x.se\n";
    let fallen = office
        .import(stays.as_bytes(), &["--skip-rows", "0"])
        .exits(3)
        .json();
    let reasons: Vec<&str> = fallen["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["address_taken", "address_taken"]);
    let message = fallen["rejections"][1]["message"].as_str().unwrap();
    assert!(
        message.contains("bo.b") && message.contains("line 1"),
        "{message}"
    );
}

#[test]
fn every_reason_has_a_row_and_every_row_a_reason() {
    let office = Office::with_people(&PEOPLE);
    office.run(&["domain", "add", "x.se"]).exits(0);
    let rows: [(&str, &str); 14] = [
        ("bo.b\t7", "column_count"),
        ("bo.b\t7\tny\u{202e}@x.se", "bad_text"),
        ("\t7\tny@x.se", "key_missing"),
        ("bo.b\t\tny@x.se", "key_missing"),
        ("okand\t7\tny@x.se", "person_unknown"),
        ("bo.b\t007\tny@x.se", "key_mismatch"),
        ("dan.d\t1,23E+05\tdan@x.se", "key_mismatch"),
        ("eva.e\t9\teva@x.se", "key_mismatch"),
        ("cia.c\tT1\tNULL", "address_invalid"),
        ("cia.c\tT1\tcia@y.se", "domain_not_allowed"),
        ("bo.b\t7\tett@x.se", "same_person_twice"),
        ("bo.b\t7\ttva@x.se", "same_person_twice"),
        ("dan.d\t123456\tsamma@x.se", "address_twice"),
        ("eva.e\t00009\tsamma@x.se", "address_twice"),
    ];
    let file: Vec<&str> = rows.iter().map(|(row, _)| *row).collect();
    let result = office
        .import(file.join("\r\n").as_bytes(), &["--skip-rows", "0"])
        .exits(3)
        .json();
    assert_eq!(
        (&result["rejected"], &result["rows"]),
        (&json!(14), &json!(14))
    );
    for (found, (row, reason)) in result["rejections"].as_array().unwrap().iter().zip(rows) {
        assert_eq!(found["reason"], reason, "{row:?}");
        assert!(!found["message"].as_str().unwrap().is_empty());
        assert!(found["line"].is_u64() && found["record"].is_u64());
    }
    assert_eq!(result["rejections"][6]["suggestion"], "123456");
    assert_eq!(result["rejections"][7]["suggestion"], "00009");
    let taken = office
        .import(b"cia.c\tT1\tanna@x.se\n", &["--skip-rows", "0"])
        .exits(3)
        .json();
    assert_eq!(taken["rejections"][0]["reason"], "address_taken");
    let message = taken["rejections"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("anna.a") && message.contains("verified"),
        "{message}"
    );
}

#[test]
fn verified_addresses_are_kept_and_blank_leaves_things_as_they_are() {
    let office = Office::with_people(&PEOPLE);
    let rows = "anna.a\t007\tny@x.se\nbo.b\t7\t\ncia.c\tT1\tCia@X.se\n";
    let result = office
        .import(rows.as_bytes(), &["--skip-rows", "0"])
        .exits(0)
        .json();
    assert_eq!(
        (&result["kept"], &result["blank"], &result["updated"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(result["kept_rows"][0]["user_id"], "anna.a");
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@x.se"));
    assert_eq!(office.address("bo.b").as_deref(), Some("bo@x.se"));
    assert_eq!(office.address("cia.c").as_deref(), Some("Cia@x.se"));
    // R13: a canonically equal address is unchanged, the stored spelling stays.
    let same = office
        .import(
            b"cia.c\tT1\tCIA@x.se\nanna.a\t007\tANNA@x.se\n",
            &["--skip-rows", "0"],
        )
        .exits(0)
        .json();
    assert_eq!(same["unchanged"], 2);
    assert_eq!(office.address("cia.c").as_deref(), Some("Cia@x.se"));
}

#[test]
fn warnings_are_listed_and_stop_nothing() {
    let office = Office::with_people(&PEOPLE);
    let rows = "bo.b\t7\t bo2@x.se \ncia.c\tT1\tCia <cia@x.se>\ndan.d\t123456\tinfo@x.se\neva.e\t00009\teva@gmial.com\n";
    let result = office
        .import(rows.as_bytes(), &["--skip-rows", "0"])
        .exits(0)
        .json();
    assert_eq!(
        (&result["updated"], &result["warnings"]),
        (&json!(4), &json!(4))
    );
    let warnings: Vec<&str> = result["warning_rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["warning"].as_str().unwrap())
        .collect();
    assert_eq!(
        warnings,
        ["trimmed", "normalised", "role_address", "typo_suspected"]
    );
}

#[test]
fn brakes_refuse_before_the_first_row_and_show_the_whole_result() {
    let office = Office::with_people(&PEOPLE);
    let rows = b"cia.c\tT1\tcia@x.se\ndan.d\t123456\tdan@x.se\nokand\t1\tx@x.se\n";
    for (brake, code) in [
        (&["--max-changes", "1"][..], "too_many_changes"),
        (&["--max-changes", "50%"], "too_many_changes"),
        (&["--all-or-nothing"], "rows_rejected"),
    ] {
        for dry in [&[][..], &["--dry-run"]] {
            let more = [&["--skip-rows", "0"], brake, dry].concat();
            let refused = office.import(rows, &more).exits(4).json();
            assert_eq!(refused["error"]["code"], code);
            assert_eq!(
                (&refused["updated"], &refused["rejected"]),
                (&json!(2), &json!(1))
            );
        }
    }
    assert_eq!(office.address("cia.c"), None);
    let let_through = ["--skip-rows", "0", "--max-changes", "2"];
    assert_eq!(
        office.import(rows, &let_through).exits(3).json()["updated"],
        2
    );
}
