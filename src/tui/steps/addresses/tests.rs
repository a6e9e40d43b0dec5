//! Step 3 as it is used: a demo with files in its directory, and the screen on one of them.

mod editing;
mod leaving;
mod opening;
mod saving;

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Template};
use crate::jobs::demo::Demo;
use crate::jobs::export::{self, ExportRequest, Output};
use crate::jobs::{Control, Only, PersonFilter};
use crate::tui::test_util::{self, Harness};

const HEADING: &str = "Användar-id\tAnställningsnummer\tE-post Visma Connect\r\n";

/// A demo with files in its directory.
pub(super) struct World {
    pub(super) demo: Demo,
}

impl World {
    pub(super) fn new() -> World {
        World {
            demo: Demo::new().unwrap(),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.demo.directory().join(name)
    }

    /// A file with these bytes.
    pub(super) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A file with these rows below the usual heading.
    pub(super) fn rows(&self, rows: &str) -> PathBuf {
        self.file("f.csv", format!("{HEADING}{rows}"))
    }

    fn export(&self, heading: bool) -> PathBuf {
        let path = self.path("export.csv");
        let template = Template {
            name: "E-post".into(),
            columns: Field::REQUIRED.map(Some).to_vec(),
            delimiter: Delimiter::TAB,
            direction: Direction::Export {
                encoding: Encoding::Utf8,
                heading,
            },
        };
        let mut register = self.demo.place().open().unwrap();
        register
            .add_template(&template, crate::jobs::now())
            .unwrap();
        let request = ExportRequest {
            template,
            filter: PersonFilter {
                only: Only::Active,
                company: None,
            },
            include_protected: false,
            name: None,
            output: Output::Path(path.clone()),
            overwrite: true,
        };
        export::run(self.demo.place(), &request, &Control::unwatched()).unwrap();
        path
    }

    pub(super) fn context(&self, file: Option<&Path>) -> Context {
        let mut context = test_util::context();
        context.desk = Desk::demo(self.demo.clone());
        context.desk.refresh().unwrap();
        context.desk.file = file.map(Path::to_owned);
        context.commands = screens::commands();
        context
    }

    pub(super) fn screen(&self, file: Option<&Path>) -> Harness {
        let mut context = self.context(file);
        let screen = Addresses::new(&mut context);
        Harness::with(screen, context)
    }

    /// The screen on a file that opens without a question, checked.
    pub(super) fn opened(&self, file: &Path) -> Harness {
        idle(self.screen(Some(file)))
    }

    /// The same, with an address typed into its second row.
    fn edited(&self, file: &Path) -> Harness {
        self.opened(file)
            .keys("Down Enter")
            .type_text("b@foretaget.example")
            .keys("Enter")
    }
}

/// Waits until the file is open and everything that goes on beside the screen has ended.
pub(super) fn idle(screen: Harness) -> Harness {
    screen.wake_until_it("the checked file", |screen| {
        let editing = screen.context.desk.editing.as_ref();
        editing.is_some_and(|editing| editing.people().is_some() && editing.is_idle())
    })
}

pub(super) fn editing(screen: &Harness) -> &Editing {
    screen.context.desk.editing.as_ref().unwrap()
}

pub(super) fn address(screen: &Harness, row: usize) -> String {
    editing(screen).address(row).into_owned()
}

/// The records that are marked.
pub(super) fn marked(screen: &Harness) -> Vec<u32> {
    editing(screen).marks.records().collect()
}

pub(super) fn cursor(screen: &Harness) -> usize {
    editing(screen).cursor.row()
}

/// Verified, lacking, lacking.
pub(super) const THREE: &str = "anna.a\t00417\t\r\nbjorn.b\t00418\t\r\ncia.c\t00421\t\r\n";
