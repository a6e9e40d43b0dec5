//! The registers and files that pictures begin with, and what happens to them while a picture is made.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use tempfile::TempDir;

use crate::domain::template::{Field, Kind};
use crate::file::journal::Opened;
use crate::file::{Input, Limits};
use crate::jobs::demo::Demo;
use crate::jobs::import::{Cures, ImportRequest, prepare};
use crate::jobs::people::{self, Fields};
use crate::jobs::{Control, Place, domains, journal, settings, templates};
use crate::tui::desk::Desk;
use crate::tui::screens::commands;
use crate::tui::screens::guide::Guide;
use crate::tui::steps;
use crate::tui::test_util::{Harness, context};

/// An export of the demo in which some addresses are wrong, and one that a spreadsheet has been at.
const SAMPLES: [&str; 2] = ["anstallda_epost.csv", "excel-ansi-semikolon.csv"];

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";

/// Persons who have no address.
const LACKING: [(&str, &str); 8] = [
    ("bjorn.b", "00418"),
    ("cia.c", "00421"),
    ("åsa.l", "00425"),
    ("goran.hakansson", "00432"),
    ("eva-lena.b", "00433"),
    ("mohammed.al-hassan", "00437"),
    ("marie.v", "00444"),
    ("soren.kjar", "00466"),
];

/// Rows that give them addresses under the domains of their places.
fn addressed(domain: impl Fn(usize) -> String) -> String {
    let rows = LACKING.iter().enumerate().map(|(n, (user_id, number))| {
        let address = format!("{}@{}", user_id.replace('å', "a"), domain(n));
        format!("{user_id}\t{number}\t{address}\r\n")
    });
    rows.collect()
}

/// Files that a picture puts into the directory.
fn bytes(name: &str) -> Vec<u8> {
    let rows = |rows: &str| format!("{HEADING}{rows}").into_bytes();
    match name {
        "three.csv" => rows("anna.a\t00417\t\r\nbjorn.b\t00418\t\r\ncia.c\t00421\t\r\n"),
        "known.csv" => rows("anna.a\t00417\tanna.andersson@foretaget.example\r\n"),
        "quote.csv" => rows("bjorn.b\t00418\t\"b@foretaget.example\r\n"),
        "formula.csv" => rows("bjorn.b\t00418\t=b@foretaget.example\r\n"),
        "new-domain.csv" => rows("bjorn.b\t00418\tb@ny.example\r\n"),
        "many.csv" => rows(&addressed(|_| "foretagt.example".into())),
        "domains.csv" => rows(&addressed(|n| format!("ny{n}.example"))),
        "headings.csv" => HEADING.into(),
        "empty.csv" => Vec::new(),
        "columns.csv" => b"00418,bjorn.b,b@foretaget.example,x\n00421,cia.c,,x\n".to_vec(),
        "doubt.csv" => b"Anst.nr;E-post Visma Connect;User id;Efternamn\r\n\
            00418;;bjorn.b;Bj\x94rk\r\n00421;;cia.c;\xc5s\r\n"
            .to_vec(),
        "book.xlsx" => b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0".to_vec(),
        "people.csv" => "Användar-id;Anställningsnummer;Förnamn;Efternamn\r\n\
            ny.person;99001;Nina;Ny\r\nbjorn.b;00418;Björn;Bergman\r\n;;Utan;Nyckel\r\n"
            .into(),
        "nobody.csv" => "Användar-id;Anställningsnummer;Förnamn;Efternamn\r\n".into(),
        other => panic!("no file is called {other}"),
    }
}

/// A register with its directory.
pub(super) struct World {
    place: Place,
    directory: PathBuf,
    /// The file on the desk.
    file: Option<PathBuf>,
    demo: Option<Demo>,
    /// What another koppla has open.
    held: Option<Opened>,
    _bare: Option<TempDir>,
}

impl World {
    /// A register in this state: `bare` holds nobody, `new` the people of the demo, `templates` templates too, `two` another
    /// one of each, and into `imported` the sample has been imported, which rejected some rows. A second word is the file on the desk.
    pub(super) fn new(state: &str) -> World {
        // Paths are as long wherever the tests run.
        let _ = tempfile::env::override_temp_dir(Path::new("/tmp"));
        let (state, file) = state.split_once(' ').unwrap_or((state, ""));
        let state = state.trim_end_matches('*');
        let mut world = if state.starts_with("bare") {
            let bare = tempfile::Builder::new().prefix("koppla-demo-").tempdir();
            let bare = bare.unwrap();
            World {
                place: Place::new(Some(&bare.path().join("register.db"))).unwrap(),
                directory: bare.path().to_owned(),
                file: None,
                demo: None,
                held: None,
                _bare: Some(bare),
            }
        } else {
            let demo = Demo::new().unwrap();
            World {
                place: demo.place().clone(),
                directory: demo.directory(),
                file: None,
                demo: Some(demo),
                held: None,
                _bare: None,
            }
        };
        for name in SAMPLES {
            let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
            fs::copy(sample.join(name), world.directory.join(name)).unwrap();
        }
        if !file.is_empty() {
            let path = world.directory.join(file);
            if !path.exists() && file != "gone.csv" {
                fs::write(&path, bytes(file)).unwrap();
            }
            world.file = Some(path);
        }
        if !matches!(state, "bare" | "new") {
            world.fill(state);
        }
        world
    }

    fn fill(&self, state: &str) {
        let mut register = self.place.open().unwrap();
        templates::add(&mut register, &templates::proposed_export("E-post")).unwrap();
        let template = templates::copy(&mut register, "E-post", "Import E-post").unwrap();
        match state {
            "bare-templates" | "templates" => {}
            "two" => {
                let mut other = templates::proposed_export("Lön");
                other.columns.push(Some(Field::Company));
                templates::add(&mut register, &other).unwrap();
            }
            "imported" => {
                let request = ImportRequest {
                    input: Input::Path(self.directory.join(SAMPLES[0])),
                    template,
                    name: Some("Veckans".into()),
                    cures: Cures::default(),
                    corrects: None,
                    limits: Limits::default(),
                    rejects: None,
                };
                let control = Control::unwatched();
                let prepared = prepare(&self.place, &request, &control).unwrap();
                let done = prepared.apply(&self.place, Default::default(), false, &control);
                done.unwrap();
            }
            other => panic!("no state is called {other}"),
        }
    }

    /// The program at its beginning.
    pub(super) fn guide(&self) -> Harness {
        let mut context = context();
        context.desk = match &self.demo {
            Some(demo) => Desk::demo(demo.clone()),
            None => Desk::new(self.place.clone()),
        };
        context.desk.file.clone_from(&self.file);
        context.commands = commands();
        steps::refresh(&mut context);
        let guide = Guide::new(&context);
        Harness::with(guide, context)
    }

    pub(super) fn directory(&self) -> String {
        self.directory.to_str().unwrap().to_owned()
    }

    /// Something happens outside of the program.
    pub(super) fn deed(&mut self, deed: &str, harness: Harness) -> Harness {
        let (what, with) = deed.split_once(':').unwrap_or((deed, ""));
        let on_desk = || self.file.clone().unwrap();
        match what {
            // A file comes into the directory.
            "put" => fs::write(self.directory.join(with), bytes(with)).unwrap(),
            // The file on the desk goes, or somebody else writes to it.
            "gone" => fs::remove_file(on_desk()).unwrap(),
            "theirs" => fs::write(on_desk(), bytes("known.csv")).unwrap(),
            // Another koppla has the file on the desk.
            "held" => self.held = Some(journal::open(&self.place, &on_desk()).unwrap()),
            // Journals cannot be kept.
            "no-journal" => fs::write(self.directory.join("journals"), "").unwrap(),
            // The terminal is closed, and the program is started again.
            "again" => {
                drop(harness.hang_up());
                return self.guide();
            }
            "set" => {
                let (key, value) = with.split_once('=').unwrap();
                let setting = settings::ALL.into_iter().find(|s| s.key == key).unwrap();
                let value = value.replace("{d}", &self.directory());
                settings::set(&mut self.place.open().unwrap(), setting, &value).unwrap();
            }
            // Somebody else changes a person, or a template.
            "person" => {
                let (who, news) = with.split_once('=').unwrap();
                let mut register = self.place.open().unwrap();
                let person = register.find_person(who, None).unwrap();
                let fields = match news {
                    "address" => Fields {
                        connect_address: Some("other@foretaget.example".into()),
                        ..Fields::default()
                    },
                    // What a spreadsheet would take for a formula.
                    _ => Fields {
                        first_name: Some("=1+1".into()),
                        ..Fields::default()
                    },
                };
                people::set(&mut register, &self.place, &person, &fields).unwrap();
            }
            "anywhere" => {
                let mut register = self.place.open().unwrap();
                for domain in ["foretaget.example", "bolaget.example"] {
                    domains::remove(&mut register, domain).unwrap();
                }
            }
            "allow" => {
                domains::add(&mut self.place.open().unwrap(), with).unwrap();
            }
            "template" | "inactive" => {
                let mut register = self.place.open().unwrap();
                let (kind, name) = match what {
                    "template" => (Kind::Export, "E-post"),
                    _ => (Kind::Import, "Import E-post"),
                };
                if what == "inactive" {
                    register.set_template_active(kind, name, false).unwrap();
                } else {
                    let stored = templates::find(&register, name, Some(kind)).unwrap();
                    let mut theirs = stored.template.clone();
                    theirs.columns.push(Some(Field::Department));
                    templates::replace(&mut register, &stored, &theirs).unwrap();
                }
            }
            other => panic!("nothing like {other} happens"),
        }
        harness
    }

    /// Without what differs from run to run and from machine to machine.
    pub(super) fn steady(&self, screen: &str) -> String {
        let password = Regex::new(r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b").unwrap();
        let journal = Regex::new(r"(journals/)[0-9a-f]+|[0-9a-f]+(\.journal)").unwrap();
        let moment = Regex::new(r"20\d\d-\d\d-\d\d( \d\d:\d\d)?|\b\d\d:\d\d\b").unwrap();
        let who = self.place.who().login.clone();
        let own = self.directory.file_name().unwrap();
        let own = own.to_string_lossy().into_owned();
        let lines = screen.lines().map(|line| {
            let line = moment.replace_all(line, |found: &regex::Captures<'_>| {
                let whole = "2026-01-02 09:00";
                match found[0].len() {
                    5 => whole[11..].to_owned(),
                    day => whole[..day].to_owned(),
                }
            });
            let line = line.replace(&own, "koppla-demo-000000");
            let line = password.replace_all(&line, "abcd-efgh-ijkl");
            let line = journal.replace_all(&line, |found: &regex::Captures<'_>| {
                let part = |n: usize| found.get(n).map_or("", |part| part.as_str());
                let digits = found[0].len() - part(1).len() - part(2).len();
                format!("{}{}{}", part(1), "0".repeat(digits), part(2))
            });
            let mut line = line.into_owned();
            if line.trim_end().ends_with("/koppla.log") {
                // It lies in the home of whoever runs the tests.
                let place = line.find('/').unwrap_or_default();
                line.replace_range(place.., "HOME/koppla.log");
            }
            if line.contains(&who) {
                let spaces = Regex::new("  +").unwrap();
                line = spaces
                    .replace_all(&line.replace(&who, "WHO"), "  ")
                    .into_owned();
            }
            line
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
