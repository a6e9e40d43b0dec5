//! Directories for the file chooser, read by the file room. Not here: choosing.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::domain::text::visible;
use crate::file;
use crate::lang::{errors, moment};
use crate::tui::context::Context;
use crate::tui::dialogs::FileDialog;
use crate::tui::layer::Outcome;
use crate::tui::widgets::chooser::{Directories, Entry, complete_path};
use crate::tui::widgets::form::Form;

/// The directories of the disk.
#[derive(Debug, Clone)]
pub struct Folders {
    start: PathBuf,
}

impl Folders {
    /// Relative paths begin here.
    pub fn new(start: &Path) -> Folders {
        Folders {
            start: whole(start),
        }
    }

    /// Where relative paths begin, from the root.
    pub fn start(&self) -> &Path {
        &self.start
    }
}

/// A path from the root, so that the way up from it is known.
pub fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Asks for a file to open, beginning in a directory; where that is not to be read, where files are proposed to go. Files
/// used lately are offered first, as far as they are there.
pub fn ask_file(
    id: &'static str,
    title: String,
    directory: Option<&Path>,
    context: &Context,
) -> Outcome {
    let readable = directory.filter(|directory| file::list(directory, true).is_ok());
    let folders = Folders::new(&readable.map_or_else(|| context.desk.directory(), Path::to_owned));
    let start = folders.start().to_owned();
    let recent = file::existing(context.desk.facts.recent.iter().cloned());
    Outcome::push(FileDialog::new(id, title, Box::new(folders), &start).with_recent(recent))
}

/// Tab in a field of a form that takes a path: grows what is typed as [`complete_path`] says; whether it grew.
pub fn complete(form: &mut Form, id: &str, files: bool) -> bool {
    if form.focused() != id {
        return false;
    }
    let grown = complete_path(&Folders::new(Path::new(".")), form.value(id), files);
    if let Some(grown) = &grown {
        form.set(id, grown);
    }
    grown.is_some()
}

impl Directories for Folders {
    fn entries(&self, directory: &Path) -> Result<Vec<Entry>, String> {
        let entries = file::list(directory, true).map_err(|error| errors::file(&error).whole())?;
        Ok(entries
            .into_iter()
            .filter_map(|entry| {
                Some(Entry {
                    name: entry.path.file_name()?.to_owned(),
                    is_directory: entry.is_dir,
                    detail: match entry.modified {
                        Some(at) if !entry.is_dir => detail(entry.size, at),
                        _ => String::new(),
                    },
                })
            })
            .collect())
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        self.start.join(file::expand_home(typed))
    }
}

fn detail(size: u64, modified: std::time::SystemTime) -> String {
    let at = Timestamp::try_from(modified)
        .map(moment)
        .unwrap_or_default();
    let size = match size {
        0..1024 => format!("{size} B"),
        1024..1_048_576 => format!("{} KiB", size / 1024),
        _ => format!("{} MiB", size >> 20),
    };
    visible(&format!("{size}  {at}")).into_owned()
}
