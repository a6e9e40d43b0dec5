//! Choosing a file: a directory's entries below a line with the path. Typing finds, Tab completes, Enter opens.
//! Directories are not read here: a disk may be slow. The chooser says what it wants to have read, whoever owns it has that done
//! beside the screen, and hands in what was found.

mod directory;

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

pub use self::directory::{Directories, Entry, Watch, complete_path};

use self::directory::agreed;
use super::input::{Input, Show};
use super::list::{Item, ListState};
use super::text::width;
use crate::tui::theme::{Theme, Tone};

/// What Enter came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// A directory: its entries are shown now.
    Directory,
    /// A file, also one that does not exist yet.
    File(PathBuf),
}

/// The words around what is chosen from.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Before the line that is typed.
    pub name: String,
    /// That nothing is found.
    pub empty: String,
    /// Beside each file used lately in another directory.
    pub lately: String,
    /// That the directory is being read.
    pub reading: String,
}

/// A line that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// One of the files used lately.
    Recent(usize),
    /// One of the entries of the directory.
    Entry(usize),
}

/// Where choosing begins.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The directory that is wanted, if it is to be read.
    pub wanted: Option<PathBuf>,
    /// The one that is shown in any other case.
    pub otherwise: PathBuf,
    /// Files used lately, newest first; some may be gone.
    pub recent: Vec<PathBuf>,
}

/// What was found where the chooser wanted something read.
#[derive(Debug)]
pub struct Listed {
    directory: PathBuf,
    entries: Result<Vec<Entry>, String>,
    /// The files used lately that are there.
    recent: Vec<PathBuf>,
}

/// Reads what the chooser wants; takes its time.
pub type Reading = Box<dyn FnOnce(Watch<'_>) -> Listed + Send>;

/// For what something is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Waiting {
    /// To show it, with the cursor on this name.
    Entered(Option<OsString>),
    /// To see whether what was typed leads there.
    Typed(PathBuf),
}

/// The state of choosing a file.
pub struct Chooser {
    directories: Arc<dyn Directories>,
    waiting: Option<Waiting>,
    reading: Option<Reading>,
    directory: PathBuf,
    entries: Vec<Entry>,
    /// Whether those are what is in the directory.
    known: bool,
    error: Option<String>,
    found: Vec<Found>,
    /// Files used lately, newest first, until a directory is entered. What is typed finds them as it finds the entries.
    recent: Vec<PathBuf>,
    /// Whether hidden names show.
    hidden: bool,
    input: Input,
    list: ListState,
    show: Show,
}

impl Chooser {
    /// Starts in a directory; the first thing to do is to read that.
    pub fn new(directories: Arc<dyn Directories>, start: Start, show: Show) -> Chooser {
        let shown = start.wanted.as_ref().unwrap_or(&start.otherwise);
        let mut chooser = Chooser {
            directory: shown.clone(),
            directories,
            waiting: Some(Waiting::Entered(None)),
            reading: None,
            entries: Vec::new(),
            known: false,
            error: None,
            found: Vec::new(),
            recent: Vec::new(),
            hidden: false,
            input: Input::new(4096, show),
            list: ListState::default(),
            show,
        };
        let directories = Arc::clone(&chooser.directories);
        chooser.reading = Some(Box::new(move |watch| {
            let Start {
                wanted,
                otherwise,
                recent,
            } = start;
            let recent = directories.existing(recent);
            let wanted = wanted.and_then(|directory| {
                let entries = directories.entries(&directory, watch).ok()?;
                Some((directory, entries))
            });
            let (directory, entries) = match wanted {
                Some((directory, entries)) => (directory, Ok(entries)),
                None => {
                    let entries = directories.entries(&otherwise, watch);
                    (otherwise, entries)
                }
            };
            Listed {
                directory,
                entries,
                recent,
            }
        }));
        chooser
    }

    /// Whether something has to be read before what is found is known.
    pub fn waits(&self) -> bool {
        self.waiting.is_some()
    }

    /// What has to be read, once.
    pub fn to_read(&mut self) -> Option<Reading> {
        self.reading.take()
    }

    /// Takes what was read last.
    pub fn take(&mut self, listed: Listed) {
        let Some(waiting) = self.waiting.take() else {
            return;
        };
        let from = match waiting {
            Waiting::Entered(from) => from,
            Waiting::Typed(_) if listed.entries.is_err() => return self.stay(),
            Waiting::Typed(_) => {
                let (_, name) = self.split();
                self.input.set(&name);
                None
            }
        };
        self.recent = listed.recent;
        self.directory = listed.directory;
        self.known = true;
        match listed.entries {
            Ok(entries) => {
                self.entries = entries;
                self.error = None;
            }
            Err(error) => self.fail(error),
        }
        self.find();
        let entry = |found: &Found| match *found {
            Found::Entry(index) => Some(&self.entries[index].name) == from.as_ref(),
            Found::Recent(_) => false,
        };
        if let Some(place) = self.found.iter().position(entry) {
            self.list.select(place, self.found.len());
        }
    }

    /// What was to be read could not be, for this reason.
    pub fn fail(&mut self, error: String) {
        self.waiting = None;
        self.known = true;
        self.entries.clear();
        self.error = Some(error);
        self.find();
    }

    /// What was typed leads nowhere: the directory that is shown stays, which may still have to be read.
    fn stay(&mut self) {
        (self.waiting, self.reading) = (None, None);
        if !self.known {
            self.read(self.directory.clone(), Waiting::Entered(None));
        }
        self.find();
    }

    fn read(&mut self, directory: PathBuf, waiting: Waiting) {
        self.waiting = Some(waiting);
        let directories = Arc::clone(&self.directories);
        self.reading = Some(Box::new(move |watch| Listed {
            entries: directories.entries(&directory, watch),
            directory,
            recent: Vec::new(),
        }));
    }

    /// Shows hidden names, or hides them again.
    pub fn turn_hidden(&mut self) {
        self.hidden = !self.hidden;
        self.find();
    }

    /// The directory whose entries are shown.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// What has been typed.
    pub fn typed(&self) -> &str {
        self.input.value()
    }

    fn enter(&mut self, directory: PathBuf, from: Option<OsString>) {
        self.recent.clear();
        self.entries.clear();
        self.known = false;
        self.error = None;
        self.directory.clone_from(&directory);
        self.read(directory, Waiting::Entered(from));
        self.input.set("");
        self.find();
    }

    /// The part of what was typed that names an entry, and the directory that the part before it names.
    fn split(&self) -> (Option<PathBuf>, String) {
        let typed = self.input.value();
        match typed.rsplit_once('/') {
            Some((directory, name)) => {
                let directory = format!("{directory}/");
                // What is typed goes on from the directory that the part before it has led into.
                let directory = if directory.starts_with(['/', '~']) {
                    self.directories.resolve(&directory)
                } else {
                    self.directory.join(directory)
                };
                (Some(directory), name.to_owned())
            }
            None => (None, typed.to_owned()),
        }
    }

    fn find(&mut self) {
        let (_, name) = self.split();
        let wanted = name.to_lowercase();
        let here = |path: &&PathBuf| path.parent() == Some(&*self.directory);
        let beside: Vec<_> = self.recent.iter().filter(here).collect();
        let beside: Vec<_> = beside.iter().filter_map(|path| path.file_name()).collect();
        let lately = (0..self.recent.len()).map(Found::Recent);
        let mut found: Vec<Found> = lately
            .chain((0..self.entries.len()).map(Found::Entry))
            .filter(|found| match *found {
                Found::Recent(_) => self.folded(*found).contains(&wanted),
                // One used lately stands there as such, once.
                Found::Entry(index) => {
                    let entry = &self.entries[index];
                    self.shows(&entry.folded, &wanted)
                        && entry.folded.contains(&wanted)
                        && !beside.contains(&&*entry.name)
                }
            })
            .collect();
        // What is called just so here comes first, then what begins with the typed text, then what only holds it.
        found.sort_by_cached_key(|found| {
            let name = self.folded(*found);
            let elsewhere = match found {
                Found::Recent(index) => self.recent[*index].parent() != Some(&*self.directory),
                Found::Entry(_) => false,
            };
            (*name != *wanted || elsewhere, !name.starts_with(&wanted))
        });
        self.found = found;
        self.list.select(0, self.found.len());
    }

    /// Hidden files show when they are asked for. Those that SQLite keeps beside an open register come and go, and nobody wants them.
    fn shows(&self, name: &str, wanted: &str) -> bool {
        let beside = ["-wal", "-shm"].iter().any(|end| name.ends_with(end));
        self.hidden || !(beside || name.starts_with('.')) || wanted.starts_with('.')
    }

    /// The name of a line without its directory, in small letters.
    fn folded(&self, found: Found) -> Cow<'_, str> {
        match found {
            Found::Recent(index) => {
                let name = self.recent[index].file_name().unwrap_or_default();
                Cow::Owned(name.to_string_lossy().to_lowercase())
            }
            Found::Entry(index) => Cow::Borrowed(&self.entries[index].folded),
        }
    }

    /// After typing: a path with a slash leads into that directory.
    fn typed_on(&mut self) {
        match self.split() {
            (Some(directory), _) if directory != self.directory => {
                let wanted = Waiting::Typed(directory.clone());
                if self.waiting.as_ref() != Some(&wanted) {
                    self.read(directory, wanted);
                }
            }
            // What was typed leads nowhere else any more.
            _ if matches!(self.waiting, Some(Waiting::Typed(_))) => self.stay(),
            _ => {}
        }
        self.find();
    }

    /// A key of typing or moving; whether anything changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let len = self.found.len();
        match key.code {
            KeyCode::Up => self.list.move_by(-1, len),
            KeyCode::Down => self.list.move_by(1, len),
            KeyCode::PageUp => self.list.move_pages(-1, len),
            KeyCode::PageDown => self.list.move_pages(1, len),
            KeyCode::Backspace if self.input.value().is_empty() => self.up(),
            _ => {
                let before = self.input.value().to_owned();
                let changed = self.input.key(key);
                if self.input.value() != before {
                    self.typed_on();
                }
                changed
            }
        }
    }

    /// The list of what is found, and how long it is, for clicks.
    pub fn list_mut(&mut self) -> (&mut ListState, usize) {
        (&mut self.list, self.found.len())
    }

    /// A pasted path.
    pub fn paste(&mut self, text: &str) -> bool {
        let changed = self.input.paste(text);
        self.typed_on();
        changed
    }

    fn up(&mut self) -> bool {
        let Some(parent) = self.directory.parent().map(Path::to_owned) else {
            return false;
        };
        let from = self.directory.file_name().map(OsString::from);
        self.enter(parent, from);
        true
    }

    /// Tab: what was typed grows as far as all entries that begin with it agree.
    pub fn complete(&mut self) -> bool {
        let (_, typed) = self.split();
        let wanted = typed.to_lowercase();
        let names: Vec<String> = self
            .entries
            .iter()
            .filter_map(|entry| {
                if !entry.folded.starts_with(&wanted) || !self.shows(&entry.folded, &wanted) {
                    return None;
                }
                let slash = if entry.is_directory { "/" } else { "" };
                Some(format!("{}{slash}", entry.name.to_str()?))
            })
            .collect();
        let Some(agreed) = agreed(&names, &typed) else {
            return false;
        };
        self.input.set(&agreed);
        self.typed_on();
        true
    }

    /// Enter: opens what the cursor is on; where nothing is found, what was typed is the name of a file.
    pub fn open(&mut self) -> Opened {
        let (directory, name) = self.split();
        let elsewhere = directory
            .as_ref()
            .is_some_and(|directory| *directory != self.directory);
        let found = self.found.get(self.list.cursor());
        let index = match found.filter(|_| !elsewhere) {
            Some(&Found::Entry(index)) => index,
            Some(&Found::Recent(index)) => return Opened::File(self.recent[index].clone()),
            None if name.is_empty() => return Opened::Directory,
            None => {
                let directory = directory.unwrap_or_else(|| self.directory.clone());
                return Opened::File(directory.join(name));
            }
        };
        let entry = &self.entries[index];
        let path = self.directory.join(&entry.name);
        if entry.is_directory {
            self.enter(path, None);
            Opened::Directory
        } else {
            Opened::File(path)
        }
    }

    /// Takes exactly what was typed as the name of a file, whatever is found: for saving under a new name.
    pub fn typed_file(&self) -> Option<PathBuf> {
        let (directory, name) = self.split();
        (!name.is_empty()).then(|| {
            directory
                .unwrap_or_else(|| self.directory.clone())
                .join(name)
        })
    }

    /// Draws the directory, the line that is typed, and what is found; while it is being read, the sentence that says so.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, words: &Words, theme: &Theme) {
        let [head, line, body] =
            [(0, 1), (1, 1), (2, area.height.saturating_sub(2))].map(|(down, height)| {
                Rect::new(area.x, area.y + down, area.width, height).intersection(area)
            });
        let path = self.directory.to_string_lossy();
        let shown = (self.show)(&path).into_owned();
        frame.render_widget(Line::styled(shown, theme.style(Tone::Dim)), head);
        let label = u16::try_from(width(&words.name) + 1).unwrap_or(u16::MAX);
        let field = Rect {
            x: line.x.saturating_add(label),
            width: line.width.saturating_sub(label),
            ..line
        };
        frame.render_widget(Line::raw(words.name.clone()), line);
        self.input.draw(frame, field, true, theme);
        if self.waits() {
            let line = Line::styled(words.reading.clone(), theme.style(Tone::Dim));
            frame.render_widget(line, body);
            return;
        }
        if let (Some(error), true) = (&self.error, self.found.is_empty()) {
            let error = format!("{} {error}", Tone::Error.sign());
            frame.render_widget(Line::styled(error, theme.style(Tone::Error)), body);
            return;
        }
        if self.found.is_empty() {
            let line = Line::styled(words.empty.clone(), theme.style(Tone::Dim));
            frame.render_widget(line, body);
            return;
        }
        let item = |line: usize| match self.found[line] {
            Found::Recent(index) => {
                // One in this very directory goes by its name, and has a size and a date like the others.
                let path = &self.recent[index];
                let here = path.strip_prefix(&self.directory).ok();
                let entry = here.and_then(|name| {
                    let mut entries = self.entries.iter();
                    entries.find(|entry| Path::new(&entry.name) == name)
                });
                let detail = entry.map_or(&words.lately, |entry| &entry.detail);
                let name = here.unwrap_or(path).to_string_lossy();
                Item::new((self.show)(&name)).detail(detail)
            }
            Found::Entry(index) => {
                let entry = &self.entries[index];
                let name = entry.name.to_string_lossy();
                let slash = if entry.is_directory { "/" } else { "" };
                Item::new(format!("{}{slash}", (self.show)(&name))).detail(entry.detail.clone())
            }
        };
        self.list
            .draw_each(frame, body, self.found.len(), item, theme);
    }
}

#[cfg(test)]
mod tests;
