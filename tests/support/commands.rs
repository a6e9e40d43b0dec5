//! Runs koppla's commands on a register and files of their own.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test binary uses the part it needs, and a test may fail by panicking"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Five people in a people file; the first has a verified address, and the keys are of all kinds that a spreadsheet damages.
pub const PEOPLE: [&str; 6] = [
    "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect;Verifierad",
    "anna.a;007;Anna;Ask;anna@x.se;2026-01-02",
    "bo.b;7;Bo;Berg;bo@x.se;",
    "cia.c;T1;Cia;Carl;;",
    "dan.d;123456;Dan;Dal;;",
    "eva.e;00009;Eva;Ek;;",
];

/// What a command did.
pub struct Ran {
    /// Exit code; a signal is `None`.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The exit code is this one, or the test says what was printed.
    #[track_caller]
    pub fn exits(self, code: i32) -> Ran {
        assert_eq!(
            self.code,
            Some(code),
            "\n--- out\n{}\n--- err\n{}",
            self.out,
            self.err
        );
        self
    }

    /// Standard output holds this.
    #[track_caller]
    pub fn says(&self, text: &str) {
        assert!(self.out.contains(text), "{text:?} is not in\n{}", self.out);
    }

    /// Standard output begins with this.
    #[track_caller]
    pub fn begins(&self, text: &str) {
        assert!(
            self.out.starts_with(text),
            "{text:?} does not begin\n{}",
            self.out
        );
    }

    /// Standard error holds this.
    #[track_caller]
    pub fn warns(&self, text: &str) {
        assert!(self.err.contains(text), "{text:?} is not in\n{}", self.err);
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}\n--- out\n{}\n--- err\n{}", self.out, self.err))
    }
}

/// A directory with a register in it.
pub struct Office {
    directory: tempfile::TempDir,
}

impl Office {
    /// The register `register.db` of a directory that is there already.
    pub fn at(directory: tempfile::TempDir) -> Office {
        Office { directory }
    }

    /// A register that is not made yet.
    pub fn empty() -> Office {
        Office {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    /// The register of the sample data: 1,204 people, two allowed domains, the guide's two templates.
    pub fn sample() -> Office {
        let office = Office::empty();
        office
            .run(&[
                "register",
                "load",
                &sample("personer.csv"),
                "--trust-verified",
            ])
            .exits(0);
        for domain in ["foretaget.example", "bolaget.example"] {
            office.run(&["domain", "add", domain]).exits(0);
        }
        office.templates();
        office
    }

    /// A register with these rows of a people file; the first is the heading.
    pub fn with_people(rows: &[&str]) -> Office {
        let office = Office::empty();
        let file = office.file("people.csv", rows.join("\n").as_bytes());
        let file = file.to_str().unwrap();
        office
            .run(&["register", "load", file, "--trust-verified"])
            .exits(0);
        office.templates();
        office
    }

    fn templates(&self) {
        let fields = "user_id,employee_number,connect_address";
        self.run(&[
            "template", "add", "--kind", "export", "--name", "Ut", "--fields", fields,
        ])
        .exits(0);
        self.run(&["template", "copy", "Ut", "In"]).exits(0);
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The register.
    pub fn register(&self) -> PathBuf {
        self.path().join("register.db")
    }

    /// Writes a file.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// A command that is not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_koppla"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env("KOPPLA_REGISTER", self.register())
            .env("LC_ALL", "C")
            .env("XDG_CONFIG_HOME", self.path())
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_STATE_HOME", self.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Runs a command that reads this from standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses early may have closed its input.
        let _ = child.stdin.take().unwrap().write_all(input);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Imports these bytes with the template `In`.
    pub fn import(&self, bytes: &[u8], more: &[&str]) -> Ran {
        let file = self.file("import.csv", bytes);
        let mut arguments = vec![
            "import",
            file.to_str().unwrap(),
            "--template",
            "In",
            "--json",
        ];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// A person as `person show --json` gives them.
    #[track_caller]
    pub fn person(&self, id: &str) -> Value {
        self.run(&["person", "show", id, "--json"]).exits(0).json()
    }

    /// A person's connect address.
    #[track_caller]
    pub fn address(&self, id: &str) -> Option<String> {
        self.person(id)["connect_address"]
            .as_str()
            .map(str::to_owned)
    }
}

/// The same command where a write beyond so many blocks of a file fails, as on a full disk. The limit can be lifted while it runs.
pub fn limited(command: &Command, blocks: u64) -> Command {
    shell(command, &format!("trap '' XFSZ; ulimit -S -f {blocks}"))
}

/// The same command from a shell that has done something before.
pub fn shell(command: &Command, before: &str) -> Command {
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(format!("{before}; exec \"$0\" \"$@\""))
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::null());
    if let Some(directory) = command.get_current_dir() {
        shell.current_dir(directory);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

/// A file of the sample data.
pub fn sample(name: &str) -> String {
    format!("{}/sample-data/{name}", env!("CARGO_MANIFEST_DIR"))
}
