//! What hands mails over, chosen by the settings.

use super::error::JobError;
use super::place::Place;
use super::settings;
use crate::file::expand_home;
use crate::mail::{Directory, Transport};
use crate::store::Register;

/// The directory that mails are written into where there is no mail server: by default `mails` beside the register.
///
/// # Errors
/// When the register cannot be read.
pub fn directory(place: &Place, register: &Register) -> Result<Directory, JobError> {
    let chosen = settings::at(place, register, settings::MAIL_DIRECTORY)?;
    Ok(Directory::new(match chosen.as_str() {
        "" => place.path().with_file_name("mails"),
        chosen => expand_home(chosen),
    }))
}

/// What hands mails over.
///
/// # Errors
/// When the register cannot be read.
pub fn of(place: &Place, register: &Register) -> Result<Box<dyn Transport + Send>, JobError> {
    Ok(Box::new(directory(place, register)?))
}
