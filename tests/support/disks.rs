//! Disks that are full, read-only or somebody else's, in a namespace of their own. Some systems grant nobody one; there the trial is skipped.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test binary uses the part it needs, and a test may fail by panicking"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::commands::Office;
use super::pty::{Pty, Start};
use super::trials::size;

/// The heading of the files here.
const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";
/// Something else that lies on the disk.
const FILLER: &str = "else";

/// What is wrong with the directory `disk`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// It has so many bytes left, beside what is laid into it.
    Full(u64),
    /// It is mounted read-only.
    ReadOnly,
    /// It and all that is in it belong to somebody else.
    NoRight,
}

/// `prepared` is laid into `disk`; what is in it at the end is found in `left`.
fn script(fault: Fault, prepared: u64) -> (Vec<&'static str>, String) {
    let root = vec!["--user", "--map-root-user", "--mount"];
    let after = "\"$0\" \"$@\"; code=$?; cp -a disk/. left/ || exit 98; exit $code";
    match fault {
        Fault::Full(bytes) => {
            let size = prepared + bytes;
            let mount = format!("mount -t tmpfs -o size={size} full disk || exit 99");
            (
                root,
                format!("{mount}; cp -a laid/. disk/ || exit 97; {after}"),
            )
        }
        Fault::ReadOnly => {
            let mount = "mount -t tmpfs none disk || exit 99";
            let again = "mount -o remount,ro disk || exit 99";
            (
                root,
                format!("{mount}; cp -a laid/. disk/; {again}; {after}"),
            )
        }
        // The rights of the files hold for an account that is not root in its namespace.
        Fault::NoRight => (
            vec!["--user", "--map-user=1000", "--map-group=1000"],
            "cd disk || exit 97; cd ..; \"$0\" \"$@\"".to_owned(),
        ),
    }
}

/// An office whose directory `laid` holds what is going to be on the disk.
pub struct Desk {
    /// Its register and files; `register.db` lies outside the disk.
    pub office: Office,
}

impl Desk {
    /// With 400 persons and files to import.
    pub fn new() -> Desk {
        let rows = (0..400).map(|n| format!("p{n};{n:05};Åsa;Öberg;a{n}@foretaget.example"));
        let heading = "Användar-id;Anställningsnummer;Förnamn;Efternamn;E-post Visma Connect";
        let rows: Vec<String> = std::iter::once(heading.to_owned()).chain(rows).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let office = Office::with_people(&rows);
        for directory in ["laid", "disk", "left"] {
            std::fs::create_dir(office.path().join(directory)).unwrap();
        }
        let line = |n: u32, to: &str| format!("p{n}\t{n:05}\t{to}{n}@foretaget.example\r\n");
        let file = |to: &str| (0..400).map(|n| line(n, to)).collect::<String>();
        office.file("first.csv", format!("{HEADING}{}", file("b")).as_bytes());
        office.file("in.csv", format!("{HEADING}{}", file("c")).as_bytes());
        let bad = file("c").replace('@', "@@");
        office.file("bad.csv", format!("{HEADING}{bad}").as_bytes());
        let more: String = (0..400).map(|n| format!("q{n};{n:05}x;Bo\n")).collect();
        office.file(
            "more.csv",
            format!("Användar-id;Anställningsnummer;Förnamn\n{more}").as_bytes(),
        );
        for (key, value) in [
            ("sender", "HR <hr@foretaget.example>"),
            ("base-url", "http://localhost:8080"),
        ] {
            office.run(&["setting", "set", key, value]).exits(0);
        }
        let import = ["import", "first.csv", "--template", "In", "--quiet"];
        office.run(&import).exits(0);
        Desk { office }
    }

    /// A path in the office.
    pub fn path(&self, name: &str) -> PathBuf {
        self.office.path().join(name)
    }

    /// Lays a file where the disk is going to be.
    pub fn lay(&self, name: &str, bytes: &[u8]) {
        for directory in ["laid", "left", "disk"] {
            let _ = open_again(&self.path(directory));
            let _ = std::fs::remove_dir_all(self.path(directory));
            std::fs::create_dir(self.path(directory)).unwrap();
        }
        // A disk of no size at all is one without a limit.
        std::fs::write(self.path("laid").join(FILLER), b"x").unwrap();
        if !name.is_empty() {
            std::fs::write(self.path("laid").join(name), bytes).unwrap();
        }
    }

    /// What is on the disk afterwards, but for the companions of a register.
    pub fn left(&self, fault: Fault) -> Vec<(String, Vec<u8>)> {
        let directory = match fault {
            Fault::NoRight => self.path("disk"),
            _ => self.path("left"),
        };
        let listed = std::fs::read_dir(directory).unwrap();
        let mut found: Vec<(String, Vec<u8>)> = listed
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read(path).unwrap())
            })
            .collect();
        found.retain(|(name, _)| name != FILLER);
        found.sort();
        found
    }

    fn prepare(&self, fault: Fault) {
        if fault == Fault::NoRight {
            let copied = Command::new("cp")
                .args(["-a", "laid/.", "disk/"])
                .current_dir(self.office.path())
                .status();
            assert!(copied.unwrap().success());
            shut(&self.path("disk"));
        }
    }

    /// How much room what is laid takes, in whole pages.
    fn prepared(&self) -> u64 {
        let listed = std::fs::read_dir(self.path("laid")).unwrap();
        let pages = listed.map(|entry| size(&entry.unwrap().path()).div_ceil(4096));
        pages.sum::<u64>() * 4096
    }

    /// Opens the program on a terminal, on the faulty disk, with this register, and waits for `shows`; nothing where the system grants no
    /// namespace.
    pub fn screen(
        &self,
        fault: Fault,
        register: &str,
        arguments: &[&str],
        shows: &str,
    ) -> Option<Pty> {
        self.prepare(fault);
        let (namespace, script) = script(fault, self.prepared());
        let mut all = namespace;
        all.extend(["sh", "-c", &script, env!("CARGO_BIN_EXE_koppla")]);
        all.extend(["--lang", "en"]);
        all.extend(arguments);
        let mut pty = Start::program(Path::new("/usr/bin/unshare"), &all)
            .directory(self.office.path())
            .env("KOPPLA_REGISTER", self.path(register))
            .env("XDG_STATE_HOME", self.path(register).parent().unwrap())
            .start();
        pty.wait_until("the screen, or that there is no namespace", |screen| {
            let text = screen.contents();
            text.contains(shows) || text.contains("unshare") || text.contains("mount:")
        });
        pty.screen().contains(shows).then_some(pty)
    }

    /// The disk as the program sees it, from outside its namespace.
    pub fn inside(&self, pty: &Pty) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", pty.pid()));
        root.join(self.path("disk").strip_prefix("/").unwrap())
    }

    /// Runs a command on the faulty disk; nothing where the system grants no namespace.
    pub fn run(&self, fault: Fault, register: &str, arguments: &[&str]) -> Option<Output> {
        self.prepare(fault);
        let koppla = self.office.command(arguments);
        let (namespace, script) = script(fault, self.prepared());
        let mut apart = Command::new("unshare");
        apart
            .args(namespace)
            .args(["sh", "-c", &script])
            .arg(koppla.get_program())
            .args(koppla.get_args())
            .current_dir(self.office.path());
        for (name, value) in koppla.get_envs() {
            match value {
                Some(value) => apart.env(name, value),
                None => apart.env_remove(name),
            };
        }
        apart.env("KOPPLA_REGISTER", self.path(register));
        let ran = apart.output();
        open_again(&self.path("disk")).unwrap();
        let ran = ran.ok()?;
        let code = ran.status.code();
        assert!(code != Some(97) && code != Some(98), "{ran:?}");
        let granted = code != Some(99) && !String::from_utf8_lossy(&ran.stderr).contains("unshare");
        granted.then_some(ran)
    }
}

fn rights(directory: &Path, of_it: u32, of_files: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::Permissions::from_mode;
    std::fs::set_permissions(directory, mode(of_it))?;
    for entry in std::fs::read_dir(directory)? {
        std::fs::set_permissions(entry?.path(), mode(of_files))?;
    }
    Ok(())
}

fn shut(directory: &Path) {
    rights(directory, 0o555, 0o444).unwrap();
}

/// Gives the rights back that [`Fault::NoRight`] took.
pub fn open_again(directory: &Path) -> std::io::Result<()> {
    rights(directory, 0o755, 0o644)
}
