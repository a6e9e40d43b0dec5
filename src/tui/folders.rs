//! Directories for the file chooser and for completing paths, read by the file room beside the screen. Not here: choosing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::text::visible;
use crate::file;
use crate::jobs::Glance;
use crate::lang::{errors, moment};
use crate::tui::context::Context;
use crate::tui::dialogs::FileDialog;
use crate::tui::layer::Outcome;
use crate::tui::widgets::chooser::{Directories, Entry, Start, Watch, complete_path};
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
}

/// A path from the root, so that the way up from it is known.
pub fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Asks for a file to open, beginning in a directory; where that is not to be read, where files are proposed to go. Files
/// used lately are offered first, as far as they are there. Nothing of the disk is looked at before the dialog is open.
pub fn ask_file(
    id: &'static str,
    title: String,
    directory: Option<&Path>,
    context: &Context,
) -> Outcome {
    let start = Start {
        wanted: directory.map(whole),
        otherwise: whole(&context.desk.directory()),
        recent: context.desk.facts.recent.clone(),
    };
    let base = start.wanted.as_ref().unwrap_or(&start.otherwise);
    let folders = Arc::new(Folders::new(base));
    Outcome::push(FileDialog::new(id, title, folders, start, context))
}

/// Asks for a name to save under, this one proposed.
pub fn ask_name(
    id: &'static str,
    title: String,
    directory: &Path,
    name: &str,
    context: &Context,
) -> Outcome {
    let start = Start {
        otherwise: whole(directory),
        ..Start::default()
    };
    let folders = Arc::new(Folders::new(directory));
    let dialog = FileDialog::new(id, title, folders, start, context);
    Outcome::push(dialog.saving_as(name))
}

/// Tab in something that takes a path: what was typed grows as [`complete_path`] says. The directory is read beside the screen, and
/// the keys that follow wait for that.
#[derive(Debug, Default)]
pub struct Completing {
    reading: Option<(String, Glance<Option<String>>)>,
}

impl Completing {
    /// Begins to complete a path that is typed; only directories count unless `files` says otherwise.
    pub fn begin(&mut self, typed: &str, files: bool, context: &Context) {
        let wanted = typed.to_owned();
        let wake = Arc::new(context.waker.callback());
        let mut glance = Glance::spawn(wake, move |control| {
            let folders = Folders::new(Path::new("."));
            let watch = &mut |entries: usize| control.report(entries as u64, 0);
            complete_path(&folders, &wanted, files, watch)
        });
        glance.wait_a_blink();
        self.reading = Some((typed.to_owned(), glance));
    }

    /// Whether that goes on.
    pub fn waits(&self) -> bool {
        self.reading.is_some()
    }

    /// Gives it up; whether there was anything to give up.
    pub fn give_up(&mut self) -> bool {
        self.reading.take().is_some()
    }

    /// What came of it, once: what was typed, and what it has grown to if it has.
    pub fn pull(&mut self) -> Option<(String, Option<String>)> {
        let (_, glance) = self.reading.as_mut()?;
        let grown = glance.pull()?.flatten();
        self.reading.take().map(|(typed, _)| (typed, grown))
    }

    /// Tab in a form: whether it is the business of this field. Where what was typed does not grow it is not: then Tab leads to the
    /// next field as everywhere.
    pub fn tab(&mut self, form: &mut Form, id: &str, files: bool, context: &Context) -> bool {
        if form.focused() != id || form.value(id).rsplit('/').next() == Some("") {
            return false;
        }
        self.begin(form.value(id), files, context);
        match self.pull() {
            Some((_, grown)) => grow(form, id, grown),
            None => true,
        }
    }

    /// Looks what came of a [`Completing::tab`] that took longer; whether anything did.
    pub fn look(&mut self, form: &mut Form, id: &str) -> bool {
        let Some((typed, grown)) = self.pull() else {
            return false;
        };
        if form.focused() == id && form.value(id) == typed && !grow(form, id, grown) {
            form.next_field();
        }
        true
    }
}

fn grow(form: &mut Form, id: &str, grown: Option<String>) -> bool {
    if let Some(grown) = &grown {
        form.set(id, grown);
    }
    grown.is_some()
}

impl Directories for Folders {
    fn entries(&self, directory: &Path, watch: Watch<'_>) -> Result<Vec<Entry>, String> {
        let entries =
            file::list(directory, true, watch).map_err(|error| errors::file(&error).whole())?;
        Ok(entries
            .into_iter()
            .filter_map(|entry| {
                let detail = match entry.modified {
                    Some(at) if !entry.is_dir => detail(entry.size, at),
                    _ => String::new(),
                };
                let name = entry.path.file_name()?.to_owned();
                Some(Entry::new(name, entry.is_dir, detail))
            })
            .collect())
    }

    fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        file::existing(files)
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
