//! Terminal escapes, bidi overrides and zero-width characters in every text that somebody else can have written: cells, names
//! of files, templates, runs, domains and persons. They are shown, and the bytes themselves never reach the terminal.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use koppla::domain::text::is_hidden;
use rusqlite::Connection;
use support::commands::Office;
use support::pty::{Pty, Start};

/// Would name the window, turn the text around, and colour it; with something that nobody sees in between.
const EVIL: &str = "\u{1b}]66;x\u{7}\u{202e}\u{200b}\u{9b}1m";

/// How it is to be shown.
const SHOWN: &str = "^[]66;x^G<U+202E><U+200B><U+009B>1m";

fn evil(text: &str) -> String {
    format!("{text}{EVIL}")
}

/// A register whose every text is evil, written past all checks.
fn office() -> Office {
    let office = Office::with_people(&[
        "Användar-id;Anställningsnummer;Förnamn;E-post Visma Connect",
        "anna.a;1;Anna;",
        "bo.b;2;Bo;bo@x.se",
    ]);
    let rows = "anna.a\t1\tanna@x.se\r\nbo.b\t2\tb@@x.se\r\n";
    office
        .import(rows.as_bytes(), &["--skip-rows", "0"])
        .exits(3);
    let connection = Connection::open(office.register()).unwrap();
    for column in ["first_name", "last_name", "department", "email"] {
        let sql = format!("UPDATE person SET {column} = ?1");
        connection.execute(&sql, [evil(column)]).unwrap();
    }
    connection
        .execute(
            "UPDATE person SET employee_number = employee_number || ?1",
            [EVIL],
        )
        .unwrap();
    connection
        .execute("UPDATE template SET name = name || ?1", [EVIL])
        .unwrap();
    for column in ["name", "file", "template", "login", "client"] {
        let sql = format!("UPDATE run SET {column} = ?1");
        connection.execute(&sql, [evil(column)]).unwrap();
    }
    for column in ["user_id", "employee_number", "value"] {
        let sql = format!("UPDATE run_row SET {column} = ?1 WHERE {column} IS NOT NULL");
        connection.execute(&sql, [evil(column)]).unwrap();
    }
    connection
        .execute("UPDATE history SET old = 'a' || ?1", [EVIL])
        .unwrap();
    office
}

/// A file with something evil in every cell, the heading too, under an evil name.
fn file(office: &Office) -> String {
    let heading = format!(
        "{}\tAnvändar-id\tAnställningsnummer\tE-post Visma Connect\r\n",
        evil("Övrigt")
    );
    let cells = ["x", "anna.a", "1", "anna@x.se"].map(evil).join("\t");
    let clean = "x\tbo.b\t2\tbo@x.se".to_owned();
    let rows = format!("{heading}{cells}\r\n{clean}\r\nx\tbo.b{EVIL}\t2\t\r\n");
    let path = office.file(&format!("{}.csv", evil("f")), rows.as_bytes());
    path.to_str().unwrap().to_owned()
}

#[track_caller]
fn harmless(text: &str, told: &str) {
    let obeyed = text
        .chars()
        .find(|c| is_hidden(*c) && !matches!(c, '\n' | '\t'));
    assert_eq!(obeyed, None, "{told}: {text:?}");
}

#[test]
fn no_command_prints_what_a_terminal_would_obey() {
    let office = office();
    let file = file(&office);
    let (export, import) = (evil("Ut"), evil("In"));
    let output = office.path().join(evil("ut"));
    let output = output.to_str().unwrap();
    let columns = "--columns=-,user_id,employee_number,connect_address";
    /// A call, its exit code, and whether there is something evil to be shown.
    type Call<'a> = (&'a [&'a str], i32, bool);
    let missing = evil("none");
    let missing = missing.as_str();
    let calls: [Call<'_>; 27] = [
        (&["person", "list"], 0, true),
        (&["person", "show", "anna.a"], 0, true),
        (&["person", "show", missing], 1, true),
        (&["person", "add", "--user-id", missing], 1, false),
        (&["template", "list"], 0, true),
        (&["template", "show", &export], 0, true),
        (&["template", "show", missing], 1, true),
        (
            &["export", "--template", &export, "--output", output],
            0,
            true,
        ),
        (
            &["export", "--template", &export, "--output", output],
            1,
            true,
        ),
        (&["check", &file], 3, true),
        (&["check", missing], 1, true),
        (&["check", &file, "--domain", missing], 2, true),
        (&["check", &file, "--encoding", missing], 2, true),
        (
            &["fill", &file, "--pattern", "{user_id}@x.se", "--dry-run"],
            0,
            true,
        ),
        (
            &["fill", &file, "--replace", "anna", missing, "--dry-run"],
            0,
            true,
        ),
        (
            &["fill", &file, "--from", missing, "--key", "number"],
            1,
            true,
        ),
        (&["import", &file, "--template", &import], 4, true),
        (
            &["import", &file, "--template", &import, columns, "--dry-run"],
            3,
            true,
        ),
        (&["import", &file, "--template", &import, columns], 3, true),
        (&["import", missing, "--template", &import], 1, true),
        (&["import", &file, "--template", missing], 1, true),
        (&["log"], 0, true),
        (&["log", "2"], 0, true),
        (&["domain", "add", missing], 1, true),
        (&["setting", "get", missing], 1, true),
        (&["register", "load", &file], 3, true),
        (&["open", missing], 1, true),
    ];
    for (arguments, code, shows) in calls {
        let told = arguments.join(" ").escape_debug().to_string();
        let ran = office.run(arguments).exits(code);
        harmless(&ran.out, &told);
        harmless(&ran.err, &told);
        let shown = ran.out.contains("^[") || ran.err.contains("^[");
        assert_eq!(shown, shows, "{told}\n{}\n{}", ran.out, ran.err);
        let mut json = arguments.to_vec();
        json.push("--json");
        let ran = office.run(&json);
        harmless(&ran.out, &told);
        harmless(&ran.err, &told);
    }
    let listed = office.run(&["person", "list"]).out;
    assert!(listed.contains(SHOWN), "{listed}");
    let log = std::fs::read_to_string(office.path().join("koppla/koppla.log")).unwrap();
    harmless(&log, "koppla.log");
}

fn start(office: &Office, arguments: &[&str]) -> Pty {
    Start::koppla(arguments)
        .directory(office.path())
        .env("KOPPLA_REGISTER", office.register())
        .env("XDG_STATE_HOME", office.path())
        .env("XDG_DATA_HOME", office.path())
        .size(140, 40)
        .start()
}

/// Ends the program and looks through all that it has sent.
fn ended_harmless(pty: &mut Pty) {
    pty.send("\x11");
    assert_eq!(pty.wait_exit(), 0);
    let received = String::from_utf8_lossy(pty.received()).into_owned();
    for sequence in ["\u{1b}]66", "\u{202e}", "\u{200b}", "\u{9b}"] {
        let at = received.find(sequence);
        let around = at.map(|at| received[..at].chars().rev().take(60).collect::<String>());
        assert_eq!(around, None, "{sequence:?} was sent");
    }
}

#[test]
fn no_screen_shows_what_a_terminal_would_obey() {
    const ESC: &str = "\x1b";
    let office = office();
    let file = file(&office);
    for arguments in [&[file.as_str()][..], &["open", file.as_str()]] {
        let mut pty = start(&office, arguments);
        pty.wait_for("f^[]66")
            .wait_for("<U+202E>")
            .wait_for("faults");
        // Over the rows, then into a cell and every dialog and out of them again.
        pty.send("jjg").wait_for("^[]66");
        for (key, shows) in [
            ("\r", "cancel"),
            ("c", "Which column"),
            ("w", "Save under another name"),
        ] {
            pty.send(key).wait_for(shows);
            pty.send(ESC).wait_gone(shows);
        }
        ended_harmless(&mut pty);
    }

    let mut pty = start(&office, &[&file]);
    pty.wait_for("faults");
    pty.send("1").wait_for("Ut^[]66");
    pty.send("4").wait_for("In^[]66");
    pty.send("2").wait_for("Ut^[]66");
    pty.send("5").wait_for("In^[]66").wait_for("f^[]66");
    pty.send(ESC).wait_for("Guide");
    pty.send(":log\r").wait_for("name^[]66");
    pty.send("\r").wait_for("Run 2").wait_for("user_id^[]66");
    pty.send("!")
        .wait_for("Notifications")
        .wait_for("name^[]66");
    ended_harmless(&mut pty);
}

#[test]
fn no_other_command_does_either() {
    let office = office();
    let file = file(&office);
    let (export, import) = (evil("Ut"), evil("In"));
    let missing = evil("none");
    let missing = missing.as_str();
    let elsewhere = evil("elsewhere");
    let backup = office.path().join(evil("backup"));
    let backup = backup.to_str().unwrap();
    let rows = office.path().join(evil("rows"));
    let rows = rows.to_str().unwrap();
    let add = ["template", "add", "--kind", "export", "--fields"];
    let fields = "user_id,employee_number,connect_address";
    /// A call, and its exit code.
    type Call<'a> = (Vec<&'a str>, i32);
    let calls: Vec<Call<'_>> = vec![
        (vec!["register", "status"], 0),
        (vec!["register", "verify"], 0),
        (vec!["register", "backup", backup], 0),
        (vec!["register", "backup", backup], 1),
        (vec!["register", "load", missing], 1),
        (vec!["--register", &elsewhere, "register", "status"], 0),
        (vec!["--config", missing, "person", "list"], 1),
        (vec!["person", "set", missing, "--active", "no"], 1),
        (vec!["person", "set", "bo.b", "--first-name", missing], 1),
        (
            vec!["person", "set", "bo.b", "--connect-address", missing],
            1,
        ),
        (vec!["person", "unlink", missing], 1),
        (vec!["person", "remove", missing], 1),
        (vec!["person", "set-password", missing], 1),
        (vec!["person", "list", "--only", missing], 2),
        ([&add[..], &[missing, "--name", "Ny"]].concat(), 2),
        ([&add[..], &[fields, "--name", missing]].concat(), 0),
        (vec!["template", "copy", missing, "Ny"], 0),
        (vec!["template", "copy", &export, &import], 1),
        (vec!["template", "remove", missing], 0),
        (vec!["domain", "list"], 0),
        (vec!["domain", "remove", missing], 1),
        (vec!["setting", "list"], 0),
        (vec!["setting", "set", missing, "x"], 1),
        (vec!["setting", "set", "sender", missing], 1),
        (vec!["setting", "set", "base-url", missing], 1),
        (vec!["verify", "status"], 0),
        (vec!["verify", "send", "--dry-run"], 1),
        (vec!["verify", "send", "--person", missing], 1),
        (vec!["verify", "import-bounces", missing], 1),
        (vec!["verify", "test-mail", missing], 1),
        (vec!["verify", "unlock", missing], 1),
        (vec!["serve", "--listen", missing], 2),
        (vec!["log", "--find", missing], 0),
        (vec!["log", "2", "--command"], 0),
        (vec!["log", "2", "--output", rows], 0),
        (vec!["log", "2", "--output", rows], 1),
        (
            vec!["import", &file, "--template", &import, "--rejects", missing],
            4,
        ),
        (
            vec![
                "import",
                &file,
                "--template",
                &import,
                "--max-changes",
                missing,
            ],
            2,
        ),
        (vec!["fill", &file, "--pattern", missing], 2),
        (vec!["fill", &file, "--replace", "(", "x"], 2),
        (vec!["undo", "2", "--dry-run"], 0),
        (vec!["undo", missing], 2),
        (vec!["undo", "2"], 0),
        (vec![missing], 1),
        (vec!["--lang", missing, "log"], 2),
        (vec!["--lang", "sv", "check", missing], 1),
        (vec!["--lang", "sv", "log", "2"], 0),
    ];
    let mut wrong = Vec::new();
    for (arguments, code) in calls {
        let told = arguments.join(" ").escape_debug().to_string();
        let ran = office.run(&arguments);
        if ran.code != Some(code) {
            wrong.push((told.clone(), ran.code, ran.out.clone(), ran.err.clone()));
        }
        harmless(&ran.out, &told);
        harmless(&ran.err, &told);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A file that the template fits, with something evil in every cell of a row, under an evil name.
fn fitting(office: &Office) -> String {
    let heading = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";
    let cells = ["anna.a", "1", "anna@x.se"].map(evil).join("\t");
    let rows = format!("{heading}{cells}\r\nbo.b\t2{EVIL}\t{}\r\n", evil("bo@x.se"));
    let path = office.file(&format!("{}.csv", evil("g")), rows.as_bytes());
    path.to_str().unwrap().to_owned()
}

#[test]
fn no_screen_of_people_runs_and_files_does_either() {
    const ESC: &str = "\x1b";
    const F3: &str = "\x1bOR";
    const F5: &str = "\x1b[15~";
    let office = office();
    let fitting = fitting(&office);

    // The form of an import with the chooser, and the preview.
    let mut pty = start(&office, &[&fitting]);
    pty.wait_for("g^[]66").wait_for("faults");
    pty.send("5").wait_for("In^[]66").wait_for("g^[]66");
    pty.send(F3).wait_for("import.csv").wait_for("g^[]66");
    pty.send(ESC).wait_gone("import.csv");
    pty.send(F5).wait_for("Preview").wait_for("anna.a^[]66");
    pty.send("j").send("k").send(ESC).wait_gone("anna.a^[]66");
    ended_harmless(&mut pty);

    // A people file whose rows fall.
    let mut pty = start(&office, &[]);
    pty.wait_for("Guide");
    pty.send(":load people\r").wait_for("People file");
    pty.send(F3)
        .wait_for("g^[]66")
        .send(ESC)
        .wait_gone("import.csv");
    ended_harmless(&mut pty);

    // Everybody, one of them with the history, and a run with its undo.
    let mut pty = start(&office, &[]);
    pty.wait_for("Guide");
    pty.send("6").wait_for("anna.a").wait_for("first_name^[]66");
    pty.send("\r")
        .wait_for("History")
        .wait_for("department^[]66");
    pty.wait_for("a^[]66");
    ended_harmless(&mut pty);
    let mut pty = start(&office, &[]);
    pty.wait_for("Guide");
    pty.send(":log\r").wait_for("name^[]66");
    pty.send("\r").wait_for("Run 2").wait_for("user_id^[]66");
    pty.send("u").wait_for("Undo run 2");
    ended_harmless(&mut pty);
}

/// People with something evil in every cell that does not say who they are.
fn people(office: &Office) {
    let heading = "Användar-id\tAnställningsnummer\tFörnamn\tEfternamn\tE-post Visma Connect\r\n";
    let rows = format!(
        "ny.n\t77\t{}\t{}\tny@x.se\r\nbo.b{EVIL}\t2\tBo\tBerg\t\r\nbo.b\t2\tBo\tBerg\t{}\r\n",
        evil("Ny"),
        evil("Nyberg"),
        evil("bo@x.se"),
    );
    office.file(
        &format!("{}.csv", evil("p")),
        format!("{heading}{rows}").as_bytes(),
    );
}

#[test]
fn no_form_dialog_or_preview_of_people_does_either() {
    const ESC: &str = "\x1b";
    const DOWN: &str = "\x1b[B";
    const F3: &str = "\x1bOR";
    let office = office();
    people(&office);
    for (key, value) in [("sender", "hr@x.se"), ("base-url", "http://localhost:8080")] {
        office.run(&["setting", "set", key, value]).exits(0);
    }

    // The preview of a people file.
    let mut pty = start(&office, &[]);
    pty.wait_for("Guide").send(":load people\r");
    pty.wait_for("People file").send(F3).wait_for("p^[]66");
    // Chosen in the dialog: a keyboard has no such letters.
    pty.send("p")
        .wait_for("▸ p^[]66")
        .send("\r")
        .wait_gone("F4");
    pty.send("\r")
        .wait_for("3 cannot be loaded")
        .wait_for("bo.b^[]66");
    pty.send(DOWN).wait_for("^[]66");
    ended_harmless(&mut pty);

    // The card of a person, their form, and what is asked before something is done to them.
    let mut pty = start(&office, &[]);
    pty.wait_for("Guide").send("6").wait_for("first_name^[]66");
    pty.send("\r").wait_for("History");
    pty.send("e").wait_gone("History");
    pty.wait_for("department^[]66");
    pty.send(ESC).wait_for("History");
    pty.send("\x1b[3~").wait_for("Erase the person");
    ended_harmless(&mut pty);

    // A mailing before it is begun: who is left out, and why.
    let mut pty = start(&office, &[]);
    pty.wait_for("Guide").send("6").wait_for("first_name^[]66");
    pty.send("v")
        .wait_for("verification link")
        .wait_for("first_name^[]66");
    ended_harmless(&mut pty);

    // The rows of a run: searched, and written to a file.
    let mut pty = start(&office, &[]);
    pty.wait_for("Guide").send(":log\r").wait_for("name^[]66");
    pty.send("\r").wait_for("Run 2").wait_for("user_id^[]66");
    pty.send("/user\r").wait_for("user_id^[]66");
    pty.send("w").wait_for("Save");
    ended_harmless(&mut pty);
}
