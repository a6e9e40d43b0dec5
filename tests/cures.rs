//! Every refusal before the first row names its cure, and where a flag is the cure, the file is imported with that flag.

mod support;

use serde_json::json;
use support::commands::{Office, sample};

const PEOPLE: [&str; 5] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect",
    "anna.a;007;Anna;Ask;",
    "bo.b;7;Bo;Berg;",
    "åsa.ö;T1;Åsa;Öst;",
    "dan.d;00009;Dan;Dal;",
];

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";

/// A file, the code with which it is refused, and the flags that cure it, each of which the cure names.
struct Case {
    file: Vec<u8>,
    code: &'static str,
    flags: &'static [&'static str],
    /// Rows that are updated then.
    updated: u64,
}

#[test]
fn the_flag_that_a_refusal_names_cures_it_for_this_run() {
    let rows = "anna.a\t007\tanna@x.se\r\nbo.b\t7\tbo@x.se\r\n";
    let cases = [
        Case {
            file: format!("{HEADING}{rows}").replace('\t', ";").into(),
            code: "delimiter_mismatch",
            flags: &["--delimiter", ";"],
            updated: 2,
        },
        Case {
            file: format!("{HEADING}{rows}").replace('\t', "|").into(),
            code: "delimiter_mismatch",
            flags: &["--delimiter", "|"],
            updated: 2,
        },
        Case {
            file: "E-post Visma Connect\tUser id\tAnst.nr\r\nanna@x.se\tanna.a\t007\r\n".into(),
            code: "heading_mismatch",
            flags: &["--columns", "connect_address,user_id,employee_number"],
            updated: 1,
        },
        Case {
            file: "Användar-id\tAnställningsnummer\tÖvrigt\tE-post Visma Connect\r\nanna.a\t007\tx\tanna@x.se\r\n".into(),
            code: "heading_mismatch",
            flags: &["--columns", "user_id,employee_number,-,connect_address"],
            updated: 1,
        },
        // The first person would be skipped; a heading would be a person.
        Case {
            file: rows.into(),
            code: "skip_rows_wrong",
            flags: &["--skip-rows", "0"],
            updated: 2,
        },
        Case {
            file: format!("Lista från HR\r\n{HEADING}{rows}").into(),
            code: "skip_rows_wrong",
            flags: &["--skip-rows", "2"],
            updated: 2,
        },
        Case {
            file: format!("{HEADING}anna.a\t007\t\"anna@x.se\r\nbo.b\t7\tbo@x.se\r\n").into(),
            code: "quote_unclosed",
            flags: &["--no-quotes"],
            updated: 1,
        },
    ];
    for case in cases {
        let office = Office::with_people(&PEOPLE);
        let refused = office.import(&case.file, &[]).exits(4).json();
        let told = refused["error"]["cure"].as_str().unwrap_or_default();
        assert_eq!(refused["error"]["code"], case.code);
        assert!(told.contains(case.flags[0]), "{told}");
        let cured = office.import(&case.file, &[case.flags, &["--dry-run"]].concat());
        assert_eq!(cured.json()["updated"], case.updated, "{:?}", case.flags);
    }
}

#[test]
fn a_doubtful_encoding_is_shown_both_ways_and_either_can_be_chosen() {
    let office = Office::with_people(&["Användar-id;Anställningsnummer", "älva.a;1", "žlva.a;2"]);
    // 0x8E is Ž in Windows-1252 and Ä in IBM437; nothing else in the file tells.
    let bytes = b"\x8elva.a\t1\talva@x.se\r\n";
    for (encoding, user_id, updated) in [("ibm437", "Älva.a", 1), ("windows-1252", "Žlva.a", 0)] {
        let refused = office.import(bytes, &["--skip-rows", "0"]).exits(4).json();
        let error = &refused["error"];
        assert_eq!(error["code"], "encoding_doubtful");
        let (message, cure) = (error["message"].as_str(), error["cure"].as_str());
        assert!(message.unwrap().contains(user_id), "{message:?}");
        let flag = format!("--encoding {encoding}");
        assert!(cure.unwrap().contains(&flag), "{cure:?}");
        let chosen = ["--skip-rows", "0", "--encoding", encoding, "--dry-run"];
        assert_eq!(office.import(bytes, &chosen).json()["updated"], updated);
    }
}

#[test]
fn what_no_flag_can_cure_says_what_to_do() {
    let office = Office::with_people(&PEOPLE);
    office
        .run(&["setting", "set", "max-file-mib", "1"])
        .exits(0);
    let files: [(&str, Vec<u8>, &str); 7] = [
        ("tom.csv", Vec::new(), "file_empty"),
        (
            "binär.csv",
            b"anna.a\t007\t\x00\x01\x02\x00\xff".to_vec(),
            "file_binary",
        ),
        (
            "bok.csv",
            std::fs::read(sample("arbetsbok-som-csv.csv")).unwrap(),
            "file_spreadsheet",
        ),
        ("stor.csv", vec![b'a'; (1 << 20) + 1], "file_too_large"),
        (
            "dubbel.csv",
            "Användar-id\tAnvändar-id\tE-post Visma Connect\r\n".into(),
            "heading_mismatch",
        ),
        (
            "utan nyckel.csv",
            "Användar-id\tE-post Visma Connect\r\n".into(),
            "heading_mismatch",
        ),
        ("katalog", Vec::new(), "file_not_regular"),
    ];
    for (name, bytes, code) in files {
        let path = match name {
            "katalog" => office.path().to_owned(),
            name => office.file(name, &bytes),
        };
        let path = path.to_str().unwrap();
        let refused = office
            .run(&["import", path, "--template", "In", "--json"])
            .exits(4)
            .json();
        let error = &refused["error"];
        assert_eq!(error["code"], code, "{name}");
        assert!(
            error["cure"]
                .as_str()
                .is_some_and(|cure| cure.ends_with('.')),
            "{name}: {error}"
        );
    }
    let missing = "--columns=user_id,connect_address";
    let refused = office
        .import(HEADING.as_bytes(), &[missing])
        .exits(4)
        .json();
    assert_eq!(refused["error"]["code"], "template_incomplete");
    assert!(
        refused["error"]["cure"]
            .as_str()
            .is_some_and(|cure| cure.contains("employee_number")),
        "{refused}"
    );
}

#[test]
fn the_share_of_the_brake_is_one_of_the_rows_read() {
    let office = Office::with_people(&PEOPLE);
    // Four rows are read, of which one would change: a quarter.
    let file = format!(
        "{HEADING}anna.a\t007\tanna@x.se\r\nbo.b\t7\t\r\nokänd\t1\tx@x.se\r\ndan.d\t00009\t\r\n"
    );
    let refused = office
        .import(file.as_bytes(), &["--max-changes", "24%"])
        .exits(4)
        .json();
    assert_eq!(refused["error"]["code"], "too_many_changes");
    assert_eq!(
        (&refused["rows"], &refused["updated"]),
        (&json!(4), &json!(1))
    );
    assert_eq!(
        refused["changes"][0]["new"], "anna@x.se",
        "the whole result is there"
    );
    assert_eq!(office.address("anna.a"), None, "nothing was written");
    office
        .import(file.as_bytes(), &["--max-changes", "25%"])
        .exits(3);
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@x.se"));
    for wrong in ["-1", "101%", "många", ""] {
        office
            .import(file.as_bytes(), &[&format!("--max-changes={wrong}")])
            .exits(2);
    }
    let help = office.run(&["import", "--help"]).exits(0).out;
    assert!(help.contains("rows read"), "{help}");
}
