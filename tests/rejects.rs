//! The file of rejected rows is of the kind that the import read: corrected, it is imported as it is, with the same template and the
//! same flags.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use support::commands::Office;

const PEOPLE: [&str; 4] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect",
    "anna.a;007;Anna;Ask;",
    "bo.b;7;Bo;Berg;",
    "åsa.ö;T1;Åsa;Öst;",
];

/// One way to write a file.
#[derive(Debug, Clone, Copy)]
struct Way {
    encoding: &'static str,
    delimiter: char,
    ending: &'static str,
    /// What stands before the rows, with tabs, and how many lines that is.
    before: (&'static str, &'static str),
}

fn bytes(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "utf-8" => text.as_bytes().to_vec(),
        "utf-8-bom" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        "utf-16le" => [
            b"\xff\xfe".to_vec(),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ]
        .concat(),
        "utf-16be" => [
            b"\xfe\xff".to_vec(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ]
        .concat(),
        "windows-1252" => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect(),
        "ibm437" => text
            .chars()
            .map(|c| match c {
                'å' => 0x86,
                'ä' => 0x84,
                'ö' => 0x94,
                'Å' => 0x8f,
                'Ö' => 0x99,
                c => u8::try_from(u32::from(c)).unwrap(),
            })
            .collect(),
        other => panic!("{other}"),
    }
}

/// Replaces text in a file without minding its encoding, as an editor does.
fn replaced(file: &[u8], from: &str, to: &str, encoding: &str) -> Vec<u8> {
    let plain = |text: &str| {
        let encoded = bytes(text, encoding);
        let mark = bytes("", encoding).len();
        encoded[mark..].to_vec()
    };
    let (from, to) = (plain(from), plain(to));
    let at = file.windows(from.len()).position(|window| window == from);
    let at = at.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(file)));
    [&file[..at], &to, &file[at + from.len()..]].concat()
}

#[test]
fn corrected_it_imports_as_it_is_however_the_file_is_written() {
    const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\n";
    const TITLED: &str =
        "Från HR\tvecka 47\n\nAnvändar-id\tAnställningsnummer\tE-post Visma Connect\n";
    let plain = Way {
        encoding: "utf-8",
        delimiter: '\t',
        ending: "\r\n",
        before: (HEADING, "1"),
    };
    let mut ways = Vec::new();
    for encoding in [
        "utf-8",
        "utf-8-bom",
        "utf-16le",
        "utf-16be",
        "windows-1252",
        "ibm437",
    ] {
        for before in [(HEADING, "1"), ("", "0"), (TITLED, "3")] {
            ways.push(Way {
                encoding,
                before,
                ..plain
            });
        }
    }
    for delimiter in [';', ',', '|', '\t'] {
        for ending in ["\r\n", "\n", "\r"] {
            ways.push(Way {
                delimiter,
                ending,
                ..plain
            });
        }
    }
    for way in ways {
        let office = Office::with_people(&PEOPLE);
        let rows = "anna.a\t007\tanna@x.se\nåsa.ö\tT1\tasa@x\nbo.b\t7\t\"b\"\"o@x.se\"\n";
        let text = format!("{}{rows}", way.before.0)
            .replace('\t', &way.delimiter.to_string())
            .replace('\n', way.ending);
        let (delimiter, skip) = (way.delimiter.to_string(), way.before.1);
        let mut flags = vec!["--delimiter", delimiter.as_str(), "--skip-rows", skip];
        // The others have a mark of their own.
        if matches!(way.encoding, "utf-8" | "windows-1252" | "ibm437") {
            flags.extend(["--encoding", way.encoding]);
        }
        let file = office.path().join("fel.csv");
        let more = [&flags[..], &["--rejects", file.to_str().unwrap()]].concat();
        office.import(&bytes(&text, way.encoding), &more).exits(3);
        let rejects = std::fs::read(&file).unwrap();
        let once = replaced(&rejects, "asa@x", "asa@x.se", way.encoding);
        let corrected = replaced(&once, "\"b\"\"o@x.se\"", "bo@x.se", way.encoding);
        let again = office.import(&corrected, &flags).exits(0).json();
        assert_eq!(
            (&again["rows"], &again["updated"]),
            (&2.into(), &2.into()),
            "{way:?}"
        );
        assert_eq!(
            office.address("åsa.ö").as_deref(),
            Some("asa@x.se"),
            "{way:?}"
        );
        assert_eq!(
            office.address("bo.b").as_deref(),
            Some("bo@x.se"),
            "{way:?}"
        );
    }
}

#[test]
fn a_file_without_quotes_comes_back_without_quotes_and_surplus_cells_are_kept() {
    let office = Office::with_people(&PEOPLE);
    let text = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\nanna.a\t007\t\"anna@x\r\nbo.b\t7\tbo@x.se\tx\ty\r\n";
    let flags = ["--no-quotes", "--rejects", "fel.csv", "--force"];
    office.import(text.as_bytes(), &flags).exits(3);
    let rejects = std::fs::read_to_string(office.path().join("fel.csv")).unwrap();
    assert!(
        rejects.contains("\r\nanna.a\t007\t\"anna@x\taddress_invalid\t"),
        "{rejects}"
    );
    assert!(
        rejects.contains("\r\nbo.b\t7\tbo@x.se\tx\ty\tcolumn_count\t"),
        "{rejects}"
    );
    // Rejected again, its reasons are new ones, not more.
    office.import(rejects.as_bytes(), &flags).exits(3);
    let again = std::fs::read_to_string(office.path().join("fel.csv")).unwrap();
    assert_eq!(again.matches("address_invalid").count(), 1, "{again}");
    let corrected = again
        .replace("\"anna@x\t", "anna@x.se\t")
        .replace("bo@x.se\tx\ty\t", "bo@x.se\t");
    let done = office.import(corrected.as_bytes(), &["--no-quotes"]);
    assert_eq!(done.json()["updated"], 2, "{again}");
}

#[test]
fn a_row_that_was_too_short_stays_rejected_until_it_is_filled() {
    let office = Office::with_people(&PEOPLE);
    let text = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\nanna.a\t007\r\n";
    let flags = ["--rejects", "fel.csv", "--force"];
    let read = |text: &str, code| {
        let told = office.import(text.as_bytes(), &flags).exits(code).json();
        let reason = told["rejections"][0]["reason"].as_str();
        (reason.map(str::to_owned), told["blank"].clone())
    };
    let rejects = || std::fs::read_to_string(office.path().join("fel.csv")).unwrap();
    let too_short = (Some("column_count".to_owned()), 0.into());
    assert_eq!(read(text, 3), too_short);
    let once = rejects();
    assert!(once.contains("anna.a\t007\t\tcolumn_count\t"), "{once}");
    assert_eq!(read(&once, 3), too_short, "given back as it was");
    assert_eq!(rejects(), once);
    let filled = once.replace("007\t\t", "007\tanna@x.se\t");
    assert_eq!(read(&filled, 0), (None, 0.into()));
    assert_eq!(office.address("anna.a").as_deref(), Some("anna@x.se"));
}
