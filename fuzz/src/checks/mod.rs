//! What must hold whatever the input, one function for each fuzz target. `tests/fuzzed.rs` of koppla itself runs the same on the
//! seeds and on everything that was ever found.

mod address;
mod document;
mod domain;
mod people;
mod template;

pub use address::address;
pub use document::{open, open_edit_save};
pub use domain::domain;
pub use people::people_file;
pub use template::template;

/// What divides the parts of an input; in a text file it means nothing.
const PART: u8 = 0x1e;

/// A mail that came from anywhere is read as a delivery report, or is none.
pub fn report(data: &[u8]) {
    if let Some(report) = koppla::mail::report::read(data) {
        assert!(report.message_ids.iter().all(|id| id.len() <= data.len()));
    }
}
