//! Filling addresses and repairing keys by commands: on the sample data and on small files of its own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use serde_json::{Value, json};
use support::commands::{Office, sample};

fn field(value: &Value, list: &str, key: &str) -> Vec<String> {
    let text = |row: &Value| match &row[key] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    value[list].as_array().unwrap().iter().map(text).collect()
}

/// The lines in which two texts differ, from 1.
fn differing_lines(one: &[u8], other: &[u8]) -> Vec<usize> {
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
        bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
    };
    let (one, other) = (lines(one), lines(other));
    assert_eq!(one.len(), other.len());
    let pairs = (1..).zip(one.iter().zip(&other));
    pairs.filter(|(_, (a, b))| a != b).map(|(n, _)| n).collect()
}

#[test]
fn the_sample_list_fills_25_rows_and_changes_no_other_byte() {
    for office in [Office::empty(), Office::sample()] {
        let original = std::fs::read(sample("anstallda_epost.csv")).unwrap();
        let file = office.file("f.csv", &original);
        let list = sample("epostlista.csv");
        let by_number = [
            "fill", "f.csv", "--from", &list, "--key", "number", "--json",
        ];
        let dry = office
            .run(&[&by_number[..], &["--dry-run"]].concat())
            .exits(0)
            .json();
        assert_eq!(std::fs::read(&file).unwrap(), original);
        let done = office.run(&by_number).exits(0).json();
        assert_eq!(
            (&done["rows"], &done["changed"]),
            (&json!(1096), &json!(25))
        );
        for key in ["changes", "left_out", "unmatched", "ambiguous"] {
            assert_eq!(dry[key], done[key], "the preview is the fill: {key}");
        }
        assert_eq!(done["left_out"]["ambiguous"], 1);
        assert_eq!(done["left_out"]["unmatched"], 14);
        assert_eq!(done["unmatched"], json!([]));
        assert_eq!(field(&done, "ambiguous", "key"), ["00562"]);
        assert_eq!(done["ambiguous"][0]["lines"], json!([23, 832]));
        assert!(done["changes"].as_array().unwrap().contains(&json!({
            "line": 155, "user_id": "ann-sofie.tornqvist", "employee_number": "01351",
            "column": "E-post Visma Connect", "old": null, "new": "ann-sofie.tornqvist@foretaget.example",
        })));
        let filled = std::fs::read(&file).unwrap();
        let lines: Vec<String> = differing_lines(&original, &filled)
            .iter()
            .map(usize::to_string)
            .collect();
        assert_eq!(lines, field(&done, "changes", "line"));
        // Taking the addresses out again gives the file back.
        let mut text = String::from_utf8(filled).unwrap();
        for change in done["changes"].as_array().unwrap() {
            let [number, new] = ["employee_number", "new"].map(|k| change[k].as_str().unwrap());
            text = text.replace(&format!("{number}\t{new}"), &format!("{number}\t"));
        }
        assert_eq!(text.as_bytes(), original);
        let again = office.run(&by_number).exits(0).json();
        assert_eq!(again["changed"], 0);
    }
}

#[test]
fn namesakes_are_told_apart_against_the_file_and_the_register() {
    let office = Office::with_people(&[
        "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect;Verifierad;Skyddade personuppgifter",
        "a;1;Åsa;Ek;;;nej",
        "b;2;Asa;Ek;;;nej",
        "c;3;Åsa;Ék;asa.ek2@f.se;;nej",
        "d;4;Dan;Öhn;old@f.se;2025-01-01;nej",
        "e;5;Eva;Öhn;;;ja",
        "f;6;Иван;Öhn;;;nej",
    ]);
    let file = office.file(
        "f.csv",
        b"User id,Employee number,Connect address\r\n\"a\",1,\r\nb,2,\"\"\nd,4,new@f.se\r\ne,5,\r\nf,6,\r\nx,9,asa.ek3@f.se",
    );
    let pattern = [
        "fill",
        "f.csv",
        "--pattern",
        "{first}.{last}@f.se",
        "--overwrite",
        "--json",
    ];
    let done = office.run(&pattern).exits(0).json();
    assert_eq!(
        field(&done, "changes", "new"),
        ["asa.ek@f.se", "asa.ek4@f.se"]
    );
    let left = json!({"verified": 1, "protected": 1, "not_latin": 1, "no_name": 1});
    assert_eq!(done["left_out"], left);
    assert_eq!(field(&done, "left_out_rows", "line"), ["6", "7"]);
    assert_eq!(
        std::fs::read_to_string(file).unwrap(),
        "User id,Employee number,Connect address\r\n\"a\",1,asa.ek@f.se\r\nb,2,\"asa.ek4@f.se\"\nd,4,new@f.se\r\ne,5,\r\nf,6,\r\nx,9,asa.ek3@f.se"
    );
}

#[test]
fn without_a_register_the_file_s_own_names_do_and_protection_is_asked_about() {
    let office = Office::empty();
    office.file("f.csv", "Användar-id;Anst.nr;Förnamn;Efternamn;E-post;E-post Visma Connect\na;1;Anna Karin;von Öhn;Anna <a@f.se>;\n".as_bytes());
    let run = |more: &[&str]| office.run(&[&["fill", "f.csv", "--dry-run"], more].concat());
    let done = run(&["--pattern", "{first}.{last}@f.se", "--first-only", "--json"]).exits(0);
    done.warns("whether the identity is protected");
    done.warns("There is no register");
    let done = done.json();
    assert_eq!(field(&done, "changes", "new"), ["anna.von-ohn@f.se"]);
    assert_eq!(
        (&done["protection_unknown"], &done["register"]),
        (&json!(1), &Value::Null)
    );
    assert!(!office.register().exists(), "none is made");
    let by_email = run(&["--from-email", "--json"]).exits(0).json();
    assert_eq!(field(&by_email, "changes", "new"), ["a@f.se"]);
    let text = run(&["--pattern", "{f}.{last}@f.se"]).exits(0);
    text.says("line 2, a: – → a.von-ohn@f.se");
}

#[test]
fn a_workbook_is_a_list_and_an_output_file_leaves_the_original() {
    let office = Office::empty();
    let original = b"Employee number\tUser id\tConnect address\n00848\tlars.s\t\n0788\tulla.lindstrom\t\n863\tstefan.p\t\n";
    let file = office.file("f.csv", original);
    let book = sample("rapport.xlsx");
    let by = |key: &str, more: &[&str]| {
        let arguments = [
            "fill", "f.csv", "--from", &book, "--key", key, "--json", "--output", "g.csv",
        ];
        office.run(&[&arguments[..], more].concat())
    };
    let done = by("number", &[]).exits(0).json();
    assert_eq!(
        field(&done, "changes", "user_id"),
        ["lars.s", "ulla.lindstrom"]
    );
    assert_eq!(done["unmatched"].as_array().unwrap().len(), 10);
    assert_eq!(std::fs::read(&file).unwrap(), original);
    let filled = std::fs::read_to_string(office.path().join("g.csv")).unwrap();
    assert!(filled.contains("00848\tlars.s\tlars.sjogren@foretaget.example\n"));
    assert_eq!(
        by("user-id", &[]).exits(1).json()["error"]["code"],
        "file_exists"
    );
    let done = by("user-id", &["--force"]).exits(0).json();
    assert_eq!(done["changed"], 3);
    let refused = by("name", &["--force"]).exits(4).json();
    assert_eq!(refused["error"]["code"], "column_missing");
    let printed = office
        .run(&["fill", "f.csv", "--replace", "x", "y", "--output", "-"])
        .exits(0);
    assert_eq!(printed.out.as_bytes(), original);
}

#[test]
fn find_and_replace_changes_addresses_only() {
    let office = Office::empty();
    let file = office.file(
        "f.csv",
        "Användar-id;Anst.nr;E-post Visma Connect\na@gammal.se;1;a@gammal.se\nb;2;\nc;3;c@ny.se\n"
            .as_bytes(),
    );
    let replace = [
        "fill",
        "f.csv",
        "--replace",
        "@gammal[.]se$",
        "@ny.se",
        "--json",
    ];
    let done = office.run(&replace).exits(0).json();
    assert_eq!(
        (&done["changed"], &done["left_out"]["unmatched"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(
        std::fs::read_to_string(file).unwrap(),
        "Användar-id;Anst.nr;E-post Visma Connect\na@gammal.se;1;a@ny.se\nb;2;\nc;3;c@ny.se\n"
    );
}

#[test]
fn what_was_copied_in_a_spreadsheet_is_pasted_by_a_command_too() {
    let office = Office::empty();
    let file = office.file(
        "f.csv",
        "Användar-id;Anst.nr;E-post Visma Connect\na;1;\nb;2;\nc;3;c@f.se\n".as_bytes(),
    );
    let column = ["fill", "f.csv", "--paste", "-", "--json"];
    let from = [&column[..], &["--line", "3", "--dry-run"]].concat();
    let done = office.run_with(&from, b"b@f.se\nx@f.se\ny@f.se\n").exits(0);
    done.warns("One pasted value");
    let done = done.json();
    assert_eq!(field(&done, "changes", "line"), ["3"]);
    assert_eq!(
        done["left_out"],
        json!({"has_address": 1, "not_selected": 1})
    );
    let done = office
        .run_with(&column, b"2\tb@f.se\n1\ta@f.se\n9\tx@f.se\n")
        .exits(0);
    done.warns("Joined by");
    assert_eq!(done.json()["unmatched"][0]["key"], "9");
    assert_eq!(
        std::fs::read_to_string(file).unwrap(),
        "Användar-id;Anst.nr;E-post Visma Connect\na;1;a@f.se\nb;2;b@f.se\nc;3;c@f.se\n"
    );
}

#[test]
fn keys_that_excel_damaged_are_repaired_so_that_the_import_takes_them() {
    let office = Office::sample();
    let original = std::fs::read(sample("excel-ansi-semikolon.csv")).unwrap();
    let file = office.file("f.csv", &original);
    let done = office
        .run(&["fill", "f.csv", "--repair-keys", "--json"])
        .exits(0)
        .json();
    assert_eq!((&done["rows"], &done["changed"]), (&json!(14), &json!(11)));
    assert!(done["changes"].as_array().unwrap().contains(&json!({
        "line": 12, "user_id": "alva.g", "employee_number": "1,23E+05",
        "column": "Anställningsnummer", "old": "1,23E+05", "new": "123E3",
    })));
    let repaired = std::fs::read(&file).unwrap();
    assert_eq!(differing_lines(&original, &repaired).len(), 11);
    assert!(repaired.windows(13).any(|w| w == b"\xe5sa.l;00425;\xc5"));
    let cures = [
        "--delimiter",
        "semicolon",
        "--encoding",
        "windows-1252",
        "--dry-run",
        "--columns",
        "user_id,employee_number,first_name,last_name,connect_address",
    ];
    let import = office.import(&repaired, &cures).exits(0).json();

    assert_eq!(
        (&import["updated"], &import["rejected"]),
        (&json!(14), &json!(0))
    );

    let alone = Office::empty();
    alone.file(
        "f.csv",
        b"User id;Employee number\na;00417\nb;432\nc;00418\nd;00419\n",
    );
    let done = alone
        .run(&["fill", "f.csv", "--repair-keys", "--json"])
        .exits(0)
        .json();
    assert_eq!(field(&done, "changes", "new"), ["00432"]);
    alone.file("g.csv", &original);
    let done = alone
        .run(&["fill", "g.csv", "--repair-keys", "--json"])
        .exits(0)
        .json();
    assert_eq!(done["changed"], 0, "nothing is guessed");
}

#[test]
fn wrong_usage_and_files_that_cannot_be_filled_are_told() {
    let office = Office::empty();
    office.file(
        "f.csv",
        "Användar-id;Anst.nr;E-post Visma Connect\na;1;\n".as_bytes(),
    );
    office.file("none.csv", b"a;b\nc;d\n");
    let usage: [&[&str]; 9] = [
        &["fill", "f.csv", "--from-email", "--line", "3"],
        &["fill", "f.csv"],
        &["fill", "f.csv", "--from-email", "--repair-keys"],
        &["fill", "f.csv", "--from", "x.csv"],
        &["fill", "f.csv", "--pattern", "{name}@f.se"],
        &["fill", "f.csv", "--pattern", "{first}"],
        &["fill", "f.csv", "--pattern", "all@f.se"],
        &["fill", "f.csv", "--replace", "(", ""],
        &["fill", "-", "--from-email"],
    ];
    for arguments in usage {
        office.run(arguments).exits(2);
    }
    let code = |arguments: &[&str], exit| {
        let ran = office.run(&[arguments, &["--json"]].concat()).exits(exit);
        ran.json()["error"]["code"].as_str().unwrap().to_owned()
    };
    let pattern = ["--pattern", "{first}@f.se"];
    assert_eq!(
        code(&[&["fill", "f.csv"], &pattern[..]].concat(), 4),
        "column_missing"
    );
    assert_eq!(
        code(&["fill", "f.csv", "--from-email"], 4),
        "column_missing"
    );
    assert_eq!(
        code(&["fill", "none.csv", "--from-email"], 4),
        "column_missing"
    );
    assert_eq!(
        code(&["fill", "gone.csv", "--from-email"], 1),
        "file_missing"
    );
    let book = sample("rapport.xlsx");
    assert_eq!(
        code(&["fill", &book, "--from-email"], 4),
        "file_spreadsheet"
    );
    for language in ["sv", "en"] {
        let help = office.run(&["fill", "--help", "--lang", language]).exits(0);
        help.says("--pattern \"{first}.{last}@foretaget.se\"");
    }
}
