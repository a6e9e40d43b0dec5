//! The recovery journal of a file that is being edited: where it lies, and the identity of the file. What it does is in
//! [`crate::file::journal`].

use std::path::{Path, PathBuf};

use super::place::Place;
use crate::file::journal::{JournalError, open_for};
use crate::file::{Document, Identity, Opened};

/// Where the journals are: beside the register.
pub fn directory(place: &Place) -> PathBuf {
    place.path().with_file_name("journals")
}

/// The identity of the file behind a document that has no edits yet, or was saved as it is.
///
/// # Errors
/// When the document cannot be saved, so that it is not edited either.
pub fn identity(document: &Document) -> Result<Identity, JournalError> {
    Ok(Identity::of_table(document.stamp(), &document.table())?)
}

/// Opens the journal of a file.
///
/// # Errors
/// Another koppla edits the file, or the disk.
pub fn open(place: &Place, file: &Path, identity: Identity) -> Result<Opened, JournalError> {
    open_for(&directory(place), file, identity)
}
