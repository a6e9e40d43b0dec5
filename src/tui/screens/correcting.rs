//! From a row of a preview or of a log to its cell in step 3: what is to be corrected, where it came from, and what follows when it
//! is. A file that has gone is asked for. Not here: finding the row in the file ([`crate::tui::steps::addresses`]).

use std::path::{Path, PathBuf};

use crate::domain::log::{Asked, LoggedRow, NewRun, RunRecord};
use crate::domain::text::visible;
use crate::file::{Reading, Stamp};
use crate::jobs::import::{Cures, Demands};
use crate::t;
use crate::tui::context::Context;
use crate::tui::folders::{ask_file, whole};
use crate::tui::layer::{Answer, Outcome, Value};
use crate::tui::steps::{self, addresses};

const ASK_FILE: &str = "correcting.file";

/// Where a row stood that is corrected.
#[derive(Debug, Clone)]
pub enum Origin {
    /// In the log of a run: only the rows that it did not take follow.
    Log(Box<RunRecord>),
    /// In a preview: all of its import follows.
    Preview(Box<NewRun>, Demands),
}

impl Origin {
    fn asked(&self) -> &Asked {
        match self {
            Origin::Log(run) => &run.asked,
            Origin::Preview(run, _) => &run.asked,
        }
    }

    fn file(&self) -> &str {
        match self {
            Origin::Log(run) => &run.file,
            Origin::Preview(run, _) => &run.file,
        }
    }
}

/// A row that is to be corrected in its file.
#[derive(Debug, Clone)]
pub struct Correction {
    origin: Origin,
    /// The file, from the root.
    path: Option<PathBuf>,
    /// The row, until step 3 has shown it.
    pub row: Option<LoggedRow>,
}

impl Correction {
    /// The correction of a row.
    pub fn new(origin: Origin, row: LoggedRow) -> Correction {
        let path = origin.asked().path.clone().or_else(|| {
            let file = origin.file();
            (file != "-").then(|| whole(Path::new(file)))
        });
        Correction {
            origin,
            path,
            row: Some(row),
        }
    }

    /// Whether it is about this file.
    pub fn is_of(&self, path: &Path) -> bool {
        self.path.as_deref() == Some(whole(path).as_path())
    }

    /// How the file was read otherwise than its content says.
    pub fn reading(&self) -> Reading {
        let cures = Cures::of(self.origin.asked());
        Reading {
            encoding: cures.encoding,
            delimiter: cures.delimiter,
            quotes: !cures.no_quotes,
        }
    }

    /// Goes on to the import of what has been corrected.
    pub fn import(&self, file: &Path, context: &mut Context) -> Outcome {
        match &self.origin {
            Origin::Log(run) => super::log::correct(run, Some(file), context),
            Origin::Preview(run, demands) => {
                steps::refresh(context);
                steps::import::look_again(run, *demands, Some(file), context)
            }
        }
    }

    /// The run whose rows are corrected; none for a preview.
    pub fn run(&self) -> Option<&RunRecord> {
        match &self.origin {
            Origin::Log(run) => Some(run),
            Origin::Preview(..) => None,
        }
    }
}

/// The way of a screen to step 3.
#[derive(Default)]
pub struct Correcting {
    /// What waits for its file to be chosen.
    waiting: Option<Correction>,
}

impl Correcting {
    /// Opens the file of a row in step 3 with the cursor in the cell, or asks where the file is now.
    pub fn open(&mut self, correction: Correction, context: &mut Context) -> Outcome {
        let path = correction.path.clone();
        let there = path.filter(|path| Stamp::now(path).is_ok());
        if let Some(path) = there {
            return addresses::correct(correction, &path, context);
        }
        let file = visible(correction.origin.file()).into_owned();
        let beside = correction.path.as_deref().and_then(Path::parent);
        let asked = ask_file(
            ASK_FILE,
            t!("correcting-choose", file = file),
            beside,
            context,
        );
        self.waiting = Some(correction);
        asked
    }

    /// Takes the answer to its own question.
    pub fn answer(&mut self, answer: &Answer, context: &mut Context) -> Outcome {
        let (ASK_FILE, Value::Path(path)) = (answer.question, &answer.value) else {
            return Outcome::Ignored;
        };
        let Some(mut correction) = self.waiting.take() else {
            return Outcome::Changed;
        };
        let path = whole(path);
        correction.path = Some(path.clone());
        addresses::correct(correction, &path, context)
    }
}
