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
    screens(place.without_register(rules), arguments.file)
}

/// Step 3 on a file, with the register if there is one.
pub(super) fn file(place: Place, file: PathBuf) -> Result<Asked, JobError> {
    let place = if place.exists() {
        place
    } else {
        place.without_register(Rules::default())
    };
    screens(place, file)
}

fn screens(place: Place, file: PathBuf) -> Result<Asked, JobError> {
    glance(&place, &file)?;
    let file = Some(file);
    Ok(Asked::Screens(Screens::Guide { place, file }))
}
