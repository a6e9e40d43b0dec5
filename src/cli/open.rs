//! `koppla open FILE` and `koppla FILE`: what is wrong with the file as a whole is said before the terminal is taken over.

use std::path::PathBuf;

use super::args::OpenArgs;
use super::check::domains;
use super::output::Output;
use super::{Asked, Screens, usage};
use crate::jobs::document::glance;
use crate::jobs::place::Rules;
use crate::jobs::{JobError, Place};

/// The table on a file and nothing else, whether there is a register or not.
pub(super) fn run(arguments: OpenArgs, place: Place, output: Output) -> Result<Asked, JobError> {
    let domains = match domains(&arguments.domains) {
        Ok(domains) => domains,
        Err(message) => return Ok(Asked::Answered(usage(&message, output.json))),
    };
    let rules = place.rules_for_a_file(domains)?;
    glanced(place.without_register(rules), arguments.file, false)
}

/// Step 3 on a file, with the register if there is one.
pub(super) fn file(place: Place, file: PathBuf, ask_language: bool) -> Result<Asked, JobError> {
    let place = if place.exists() {
        place
    } else {
        place.without_register(Rules::default())
    };
    glanced(place, file, ask_language)
}

fn glanced(place: Place, file: PathBuf, ask_language: bool) -> Result<Asked, JobError> {
    let beginning = glance(&place, &file)?.map(Box::new);
    Ok(Asked::Screens(Screens::Guide {
        place,
        file: Some(file),
        beginning,
        ask_language,
    }))
}

/// The screens of a register.
pub(super) fn screens(place: Place) -> Asked {
    Asked::Screens(Screens::Guide {
        place,
        file: None,
        beginning: None,
        ask_language: false,
    })
}
