//! What koppla writes is for its owner alone, whatever the umask; and no log of it tells an address, a token, a code or a password.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use support::commands::{Office, shell};
use support::pages::{Pages, Visitor, csrf, let_expire, links, mail, mails, one_time_password};
use support::pty::Start;

const PEOPLE: &str = "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post;E-post Visma Connect\n\
    anna.a;1;Anna;Ask;anna.privat@hemma.example;anna.ask@foretaget.example\n\
    bo.b;2;Bo;Berg;bo.privat@hemma.example;\n\
    cia.c;3;Cia;Carlsson;cia.privat@hemma.example;\n";

/// Files that the test itself makes.
const GIVEN: [&str; 4] = ["personer.csv", "in.csv", "delad.csv", "access.log"];

/// What is written on the way: how its path begins, from the office's directory.
const WRITTEN: [&str; 18] = [
    "register.db",
    "register.db-wal",
    "register.db-shm",
    "register.db.files/",
    "register.db.outbox-lock",
    "keys",
    "journals/",
    "koppla/koppla.log",
    "mails/",
    "ut.csv",
    "ifylld.csv",
    "fel.csv",
    "logg.csv",
    "losenord.csv",
    "lista.csv",
    "brev.csv",
    "torr.csv",
    "kopia.db",
];

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

/// Every file and directory below one.
fn all(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all(&path));
        }
        found.push(path);
    }
    found
}

#[test]
fn every_file_that_is_written_is_for_its_owner_alone_whatever_the_umask() {
    for umask in ["000", "022"] {
        let office = Office::empty();
        let before = format!("umask {umask}");
        let run = |arguments: &[&str], code: i32| {
            let ended = shell(&office.command(arguments), &before).output().unwrap();
            let told = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(ended.status.code(), Some(code), "{arguments:?} {told}");
        };
        office.file("personer.csv", PEOPLE.as_bytes());
        let import = "Användar-id\tAnställningsnummer\tE-post Visma Connect\n\
            bo.b\t2\tbo@foretaget.example\nnobody\t9\tn@foretaget.example\n";
        office.file("in.csv", import.as_bytes());
        let shared = office.file(
            "delad.csv",
            import.replace("bo@foretaget.example", "").as_bytes(),
        );
        fs::set_permissions(&shared, Permissions::from_mode(0o664)).unwrap();
        let fields = "user_id,employee_number,connect_address";
        let pattern = ["--pattern", "{user_id}@foretaget.example"];
        let template = [
            "template", "add", "--kind", "export", "--name", "Ut", "--fields", fields,
        ];
        run(&["register", "load", "personer.csv"], 0);
        run(&template, 0);
        run(&["template", "copy", "Ut", "In"], 0);
        run(&["setting", "set", "keep-files", "yes"], 0);
        run(&["setting", "set", "base-url", "http://localhost"], 0);
        run(&["setting", "set", "sender", "hr@foretaget.example"], 0);
        run(&["export", "--template", "Ut", "--output", "ut.csv"], 0);
        run(
            &[&["fill", "ut.csv", "--output", "ifylld.csv"], &pattern[..]].concat(),
            0,
        );
        run(&[&["fill", "delad.csv"], &pattern[..]].concat(), 0);
        run(
            &[
                "import",
                "in.csv",
                "--template",
                "In",
                "--rejects",
                "fel.csv",
            ],
            3,
        );
        run(&["log", "3", "--output", "logg.csv"], 0);
        let list = ["person", "list", "--only", "all", "--output"];
        run(&[&list[..], &["lista.csv"]].concat(), 0);
        run(&[&list[..], &["brev.csv", "--instructions"]].concat(), 0);
        let rehearsal = ["import", "in.csv", "--template", "In", "--dry-run"];
        run(&[&rehearsal[..], &["--rejects", "torr.csv"]].concat(), 3);
        run(&["register", "backup", "kopia.db"], 0);
        run(
            &[
                "person",
                "set-password",
                "--only",
                "all",
                "--output",
                "losenord.csv",
            ],
            0,
        );
        run(&["verify", "send", "--person", "anna.a"], 0);
        // While somebody has the register open, its companions are there.
        let serve = office.command(&["serve", "--listen", "127.0.0.1:0", "--json"]);
        let pages = Pages::start(&office, shell(&serve, &before));
        pages.get("/sign-in").is(200);
        // A cell in the table, on a terminal of the same umask.
        let script = format!("{before}; exec \"$0\" \"$@\"");
        let program = env!("CARGO_BIN_EXE_koppla");
        let mut pty = Start::program(
            Path::new("/bin/sh"),
            &["-c", &script, program, "ifylld.csv"],
        )
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .env("XDG_DATA_HOME", office.path().join("data"))
        .start();
        pty.wait_for("anna.a").send("\r").wait_for("cancel");
        pty.send("x\r").wait_for("1 changed");
        pty.wait_until("the journal", |_| {
            all(office.path())
                .iter()
                .any(|path| path.parent().unwrap().ends_with("journals"))
        });

        let written = all(office.path());
        let told = |path: &Path| {
            path.strip_prefix(office.path())
                .unwrap()
                .display()
                .to_string()
        };
        for path in &written {
            let name = told(path);
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            if !GIVEN.contains(&name.as_str()) {
                assert_eq!(mode(path), expected, "umask {umask}: {name}");
            }
        }
        for name in WRITTEN {
            let there = written.iter().any(|path| told(path).starts_with(name));
            assert!(there, "{name} is not among {written:?}");
        }
        assert!(fs::read_to_string(&shared).unwrap().contains("bo.b@"));
        assert_eq!(mode(&shared), 0o664, "a file that was there keeps its mode");
        pty.send("\x11").wait_for("unsaved");
    }
}

const OWN: &str = "sju sjösjuka sjömän";

#[test]
fn no_log_tells_an_address_a_token_a_code_or_a_password() {
    let office = Office::empty();
    office.file("personer.csv", PEOPLE.as_bytes());
    let talkative = |arguments: &[&str], code: i32| {
        let mut command = office.command(arguments);
        let ended = command.env("RUST_LOG", "trace").output().unwrap();
        let told = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(code), "{arguments:?} {told}");
        String::from_utf8(ended.stdout).unwrap()
    };
    let fields = "user_id,employee_number,connect_address";
    talkative(&["register", "load", "personer.csv"], 0);
    talkative(
        &[
            "template", "add", "--kind", "export", "--name", "Ut", "--fields", fields,
        ],
        0,
    );
    talkative(&["template", "copy", "Ut", "In"], 0);
    talkative(&["export", "--template", "Ut", "--output", "ut.csv"], 0);
    talkative(
        &[
            "fill",
            "ut.csv",
            "--pattern",
            "{first}.{last}@foretaget.example",
        ],
        0,
    );
    talkative(&["import", "ut.csv", "--template", "In"], 0);
    let bad =
        "Användar-id\tAnställningsnummer\tE-post Visma Connect\nbo.b\t2\tfel@@foretaget.example\n";
    office.file("bad.csv", bad.as_bytes());
    talkative(
        &["import", "bad.csv", "--template", "In", "--all-or-nothing"],
        4,
    );
    talkative(
        &["import", "bad.csv", "--template", "In", "--delimiter", ";"],
        4,
    );
    talkative(
        &[
            "person",
            "set",
            "cia.c",
            "--connect-address",
            "fel@@foretaget.example",
        ],
        1,
    );
    talkative(
        &[
            "person",
            "set",
            "cia.c",
            "--connect-address",
            "anna.ask@foretaget.example",
        ],
        1,
    );
    support::pages::ready(&office);
    let issued = talkative(&["person", "set-password", "bo.b", "--json"], 0);
    let issued: serde_json::Value = serde_json::from_str(&issued).unwrap();

    let mut serve = office.command(&["serve", "--listen", "127.0.0.1:0", "--json"]);
    serve.env("RUST_LOG", "trace");
    let pages = Pages::start(&office, serve);
    let sent = links(&office, &["anna.a", "bo.b", "cia.c"]);
    pages.get(&sent[0]).is(200);
    pages.post(&sent[0]).is(200).says("Your link is active");
    pages.post(&sent[0]).is(200);
    pages
        .get(&format!("{}?again=cia.carlsson@foretaget.example", sent[2]))
        .is(200);
    let_expire(&office);
    pages.post(&sent[2]).is(410);
    pages
        .ask(
            "POST",
            "/again",
            &[],
            "user_id=cia.carlsson%40foretaget.example",
        )
        .is(200);
    let wrong = [("user_id", "bo.b"), ("password", OWN)];
    let mut bo = Visitor::new(&pages);
    bo.send("/sign-in", &wrong).is(422);
    let one_time = one_time_password(&office, "bo.b");
    bo.arrive("bo.b", &one_time, OWN);
    let word = csrf(&bo.get("/").body);
    bo.submit("/code/send", &[]).is(200);
    let code = mail(&office, 4).code();
    bo.submit("/code", &[("code", "1234567")]).is(422);
    bo.submit("/code", &[("code", &code)])
        .is(200)
        .says("Your link is active");
    let cookie = bo.cookie().split_once('=').unwrap().1.to_owned();
    assert_eq!(mails(&office).len(), 4);

    let mut secrets = vec![
        code,
        one_time,
        issued[0]["password"].as_str().unwrap().to_owned(),
        OWN.to_owned(),
        "sjukjuka+sj".to_owned(),
        cookie,
        word,
    ];
    secrets.extend(
        sent.iter()
            .map(|link| link.trim_start_matches("/l/").to_owned()),
    );
    for local in [
        "anna.ask",
        "anna.privat",
        "bo.privat",
        "bo.berg",
        "cia.carlsson",
        "cia.privat",
        "fel@",
    ] {
        secrets.extend([format!("{local}@"), format!("{local}%40")]);
    }
    let program = fs::read_to_string(office.path().join("koppla/koppla.log")).unwrap();
    let access = pages.log();
    assert!(program.contains("delimiter_mismatch"), "{program}");
    assert!(access.contains("POST /code 303"), "{access}");
    for (name, log) in [("koppla.log", program), ("standard error of serve", access)] {
        for secret in &secrets {
            assert!(
                !log.contains(secret.as_str()),
                "{secret:?} is in the {name}:\n{log}"
            );
        }
    }
}
