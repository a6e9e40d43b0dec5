//! A throw-away register of invented people, for trying everything: `koppla demo`.

use std::path::PathBuf;
use std::sync::Arc;

use super::control::Control;
use super::domains;
use super::error::JobError;
use super::load::{LoadRequest, prepare};
use super::place::{Place, now};
use super::settings;
use crate::domain::load::LoadOptions;
use crate::file::{FileError, Input, Limits};

/// The people file that the demo is made from; part of the program, so that the demo runs anywhere.
const PEOPLE: &[u8] = include_bytes!("../../sample-data/personer.csv");

/// The domains that the demo allows.
const DOMAINS: [&str; 2] = ["foretaget.example", "bolaget.example"];

/// A demo: a directory that is removed with its last clone, and the register in it.
#[derive(Debug, Clone)]
pub struct Demo {
    directory: Arc<tempfile::TempDir>,
    place: Place,
}

/// From whom the demo's mails come.
const SENDER: &str = "Personalavdelningen <personal@foretaget.example>";
/// Where the demo's pages are reached.
const BASE_URL: &str = "http://localhost:8080";

impl Demo {
    /// Makes the register.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn new() -> Result<Demo, JobError> {
        let directory = tempfile::Builder::new()
            .prefix("koppla-demo-")
            .tempdir()
            .map_err(|source| FileError::NotWritable {
                path: std::env::temp_dir(),
                source,
            })?;
        let place = Place::new(Some(&directory.path().join("register.db")))?;
        let request = LoadRequest {
            input: Input::Bytes {
                name: "personer.csv",
                bytes: PEOPLE,
            },
            options: LoadOptions {
                addresses: false,
                trust_verified: true,
            },
            encoding: None,
            delimiter: None,
            no_quotes: false,
            limits: Limits::default(),
        };
        prepare(&place, &request, &Control::unwatched())?.apply(&place)?;
        let mut register = place.open()?;
        for domain in DOMAINS {
            domains::add(&mut register, domain)?;
        }
        // So that the way can be walked to its end: mails become files beside the register, and `koppla serve` answers here.
        settings::set(&mut register, settings::SENDER, SENDER)?;
        settings::set(&mut register, settings::BASE_URL, BASE_URL)?;
        // That the people were loaded is no news to who asked for a demo.
        for notification in register.notifications(None)? {
            register.mark_read(notification.id, now())?;
        }
        Ok(Demo {
            directory: Arc::new(directory),
            place,
        })
    }

    /// The register.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Where the demo's files may go.
    pub fn directory(&self) -> PathBuf {
        self.directory.path().to_owned()
    }
}
