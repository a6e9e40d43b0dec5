//! Choosing a file: a directory's entries below a line with the path. Typing finds, Tab completes, Enter opens.
//! Directories are not read here; whoever opens the chooser hands in something that can.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::input::{Input, Show};
use super::list::{Item, ListState};
use super::text::width;
use crate::tui::theme::{Theme, Tone};

/// An entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name as it is on the disk.
    pub name: OsString,
    /// Whether it is a directory.
    pub is_directory: bool,
    /// What is worth knowing about it: size, date. Fit for a terminal.
    pub detail: String,
}

/// What can read directories.
pub trait Directories {
    /// The entries of a directory in the order in which they shall stand, or why there are none to be had.
    fn entries(&self, directory: &Path) -> Result<Vec<Entry>, String>;

    /// A typed path made whole: `~`, relative to the directory where the search began.
    fn resolve(&self, typed: &str) -> PathBuf;
}

/// What Enter came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// A directory: its entries are shown now.
    Directory,
    /// A file, also one that does not exist yet.
    File(PathBuf),
}

/// The words around what is chosen from.
#[derive(Debug, Clone)]
pub struct Words {
    /// Before the line that is typed.
    pub name: String,
    /// That nothing is found.
    pub empty: String,
    /// Beside each file used lately.
    pub lately: String,
}

/// A line that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// One of the files used lately.
    Recent(usize),
    /// One of the entries of the directory.
    Entry(usize),
}

/// The state of choosing a file.
pub struct Chooser {
    directories: Box<dyn Directories>,
    directory: PathBuf,
    entries: Vec<Entry>,
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
    /// Starts in a directory.
    pub fn new(directories: Box<dyn Directories>, start: &Path, show: Show) -> Chooser {
        let mut chooser = Chooser {
            directories,
            directory: PathBuf::new(),
            entries: Vec::new(),
            error: None,
            found: Vec::new(),
            recent: Vec::new(),
            hidden: false,
            input: Input::new(4096, show),
            list: ListState::default(),
            show,
        };
        chooser.enter(start.to_owned());
        chooser
    }

    /// The same, offering first the files used lately, newest first.
    pub fn with_recent(mut self, recent: Vec<PathBuf>) -> Chooser {
        self.recent = recent;
        self.find();
        self
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

    fn enter(&mut self, directory: PathBuf) {
        self.recent.clear();
        self.directory = directory;
        match self.directories.entries(&self.directory) {
            Ok(entries) => {
                self.entries = entries;
                self.error = None;
            }
            Err(error) => {
                self.entries.clear();
                self.error = Some(error);
            }
        }
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
        let lately = (0..self.recent.len()).map(Found::Recent);
        self.found = lately
            .chain((0..self.entries.len()).map(Found::Entry))
            .filter(|found| {
                let name = self.name(*found);
                let stands = match found {
                    Found::Recent(_) => true,
                    // One used lately stands there as such, once.
                    Found::Entry(index) => {
                        let path = self.directory.join(&self.entries[*index].name);
                        self.shows(&name, &wanted) && !self.recent.contains(&path)
                    }
                };
                stands && name.to_lowercase().contains(&wanted)
            })
            .collect();
        // What is called just so here comes first, then what begins with the typed text, then what only holds it.
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|found| {
            let name = self.name(*found).to_lowercase();
            let elsewhere = match found {
                Found::Recent(index) => self.recent[*index].parent() != Some(&self.directory),
                Found::Entry(_) => false,
            };
            (name != wanted || elsewhere, !name.starts_with(&wanted))
        });
        self.found = found;
        self.list.select(0, self.found.len());
    }

    /// Hidden files show when they are asked for.
    fn shows(&self, name: &str, wanted: &str) -> bool {
        self.hidden || !name.starts_with('.') || wanted.starts_with('.')
    }

    /// The name of a line without its directory.
    fn name(&self, found: Found) -> Cow<'_, str> {
        match found {
            Found::Recent(index) => self.recent[index].file_name().unwrap_or_default(),
            Found::Entry(index) => &self.entries[index].name,
        }
        .to_string_lossy()
    }

    /// After typing: a path with a slash leads into that directory.
    fn typed_on(&mut self) {
        if let (Some(directory), name) = self.split()
            && directory != self.directory
            && let Ok(entries) = self.directories.entries(&directory)
        {
            self.recent.clear();
            self.directory = directory;
            self.entries = entries;
            self.error = None;
            self.input.set(&name);
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

    /// A click on what is found; whether anything changed.
    pub fn click(&mut self, x: u16, y: u16) -> bool {
        self.list.click(x, y, self.found.len())
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
        self.enter(parent);
        let place = self.found.iter().position(|found| match *found {
            Found::Entry(index) => Some(&self.entries[index].name) == from.as_ref(),
            Found::Recent(_) => false,
        });
        self.list.select(place.unwrap_or(0), self.found.len());
        true
    }

    /// Tab: what was typed grows as far as all entries that begin with it agree.
    pub fn complete(&mut self) -> bool {
        let (_, typed) = self.split();
        let names: Vec<String> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let mut name = entry.name.to_str()?.to_owned();
                if entry.is_directory {
                    name.push('/');
                }
                let begins = name.to_lowercase().starts_with(&typed.to_lowercase());
                (begins && self.shows(&name, &typed)).then_some(name)
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
            self.enter(path);
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

    /// Draws the directory, the line that is typed, and what is found.
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
        let items: Vec<_> = (self.found.iter())
            .map(|found| match *found {
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
            })
            .collect();
        self.list.draw(frame, body, &items, theme);
    }
}

/// How far all names agree, where that is more than what was typed.
fn agreed(names: &[String], typed: &str) -> Option<String> {
    let first = names.first()?;
    let agreed: String = first
        .chars()
        .enumerate()
        .take_while(|(at, c)| names.iter().all(|name| name.chars().nth(*at) == Some(*c)))
        .map(|(_, c)| c)
        .collect();
    (agreed.chars().count() > typed.chars().count()).then_some(agreed)
}

/// A typed path grown as far as all entries that it could become agree; `None` where it does not grow. Only directories
/// count where `files` says so: the name of a new file is not to become that of another.
pub fn complete_path(directories: &dyn Directories, typed: &str, files: bool) -> Option<String> {
    let (before, name) = match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    };
    if name.is_empty() {
        return None;
    }
    let wanted = name.to_lowercase();
    let entries = directories.entries(&directories.resolve(before)).ok()?;
    let names: Vec<String> = entries
        .into_iter()
        .filter(|entry| files || entry.is_directory)
        .filter_map(|entry| {
            let slash = if entry.is_directory { "/" } else { "" };
            let name = format!("{}{slash}", entry.name.to_str()?);
            name.to_lowercase().starts_with(&wanted).then_some(name)
        })
        .collect();
    agreed(&names, name).map(|agreed| format!("{before}{agreed}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    struct Made;

    impl Directories for Made {
        fn entries(&self, directory: &Path) -> Result<Vec<Entry>, String> {
            let entry = |name: &str, is_directory| Entry {
                name: name.into(),
                is_directory,
                detail: String::new(),
            };
            match directory.to_str().map(|path| path.trim_end_matches('/')) {
                Some("/hem") => Ok(vec![
                    entry("exporter", true),
                    entry(".dold", false),
                    entry("anställda.csv", false),
                    entry("anställda_epost.csv", false),
                ]),
                Some("/hem/exporter") => Ok(vec![entry("maj.csv", false)]),
                Some("") => Ok(vec![entry("hem", true)]),
                _ => Err("finns inte".into()),
            }
        }

        fn resolve(&self, typed: &str) -> PathBuf {
            let whole = typed.trim_end_matches('/').replace('~', "/hem");
            Path::new("/hem").join(if whole.is_empty() { "/" } else { &whole })
        }
    }

    fn chooser() -> Chooser {
        Chooser::new(Box::new(Made), Path::new("/hem"), |text| text.into())
    }

    fn type_text(chooser: &mut Chooser, text: &str) {
        for c in text.chars() {
            chooser.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        }
    }

    #[test]
    fn typing_finds_and_tab_completes() {
        let mut chooser = chooser();
        type_text(&mut chooser, "ANS");
        assert!(chooser.complete());
        assert_eq!(chooser.typed(), "anställda");
        assert!(!chooser.complete(), "the two names part here");
        type_text(&mut chooser, "_");
        assert_eq!(
            chooser.open(),
            Opened::File("/hem/anställda_epost.csv".into())
        );
    }

    #[test]
    fn directories_are_entered_by_enter_by_tab_and_by_a_path() {
        let mut chooser = chooser();
        assert_eq!(chooser.open(), Opened::Directory);
        assert_eq!(chooser.directory(), Path::new("/hem/exporter"));
        chooser.key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
        assert_eq!(chooser.directory(), Path::new("/hem"));
        type_text(&mut chooser, "ex");
        assert!(chooser.complete());
        assert_eq!(chooser.directory(), Path::new("/hem/exporter"));
        assert_eq!(chooser.open(), Opened::File("/hem/exporter/maj.csv".into()));
        chooser.paste("~/anställda.csv\n");
        assert_eq!(chooser.open(), Opened::File("/hem/anställda.csv".into()));
        let mut chooser = self::chooser();
        // Letter by letter a path leads from one directory into the next.
        type_text(&mut chooser, "/hem/exporter/maj.csv");
        assert_eq!(chooser.open(), Opened::File("/hem/exporter/maj.csv".into()));
    }

    #[test]
    fn files_used_lately_are_found_by_what_is_typed_until_a_directory_is_entered() {
        let lately = || vec!["/annat/juni.csv".into(), "/hem/anställda.csv".into()];
        let mut chooser = self::chooser().with_recent(lately());
        assert_eq!(chooser.open(), Opened::File("/annat/juni.csv".into()));
        let down = KeyEvent::new(KeyCode::Down, KeyModifiers::NONE);
        chooser.key(down);
        assert_eq!(chooser.open(), Opened::File("/hem/anställda.csv".into()));
        // The entries follow, the directory first.
        chooser.key(down);
        assert_eq!(chooser.open(), Opened::Directory);
        assert_eq!(chooser.open(), Opened::File("/hem/exporter/maj.csv".into()));
        let mut chooser = self::chooser().with_recent(lately());
        type_text(&mut chooser, "ju");
        assert_eq!(chooser.found, [Found::Recent(0)]);
        assert_eq!(chooser.open(), Opened::File("/annat/juni.csv".into()));
        let mut chooser = self::chooser().with_recent(lately());
        type_text(&mut chooser, "anställda_");
        assert_eq!(
            chooser.open(),
            Opened::File("/hem/anställda_epost.csv".into())
        );
    }

    #[test]
    fn a_file_used_lately_stands_once() {
        let lately = vec!["/hem/anställda.csv".into()];
        let mut chooser = self::chooser().with_recent(lately);
        let names = |chooser: &Chooser| -> Vec<String> {
            let found = chooser.found.iter();
            found.map(|f| chooser.name(*f).into_owned()).collect()
        };
        assert_eq!(
            names(&chooser),
            ["anställda.csv", "exporter", "anställda_epost.csv"]
        );
        type_text(&mut chooser, "epost");
        assert_eq!(names(&chooser), ["anställda_epost.csv"]);
    }

    #[test]
    fn what_is_called_just_so_here_comes_before_what_was_used_lately_elsewhere() {
        let lately = vec!["/annat/anställda.csv".into()];
        let mut chooser = self::chooser().with_recent(lately);
        type_text(&mut chooser, "anställda");
        assert_eq!(chooser.open(), Opened::File("/annat/anställda.csv".into()));
        type_text(&mut chooser, ".csv");
        assert_eq!(chooser.open(), Opened::File("/hem/anställda.csv".into()));
        assert_eq!(chooser.found.len(), 2);
    }

    #[test]
    fn a_click_reaches_the_last_line_also_below_files_used_lately() {
        let mut chooser = chooser().with_recent(vec!["/annat/juni.csv".into()]);
        let mut terminal =
            ratatui::Terminal::new(ratatui::backend::TestBackend::new(40, 8)).unwrap();
        let theme = Theme::new(false);
        let words = Words {
            name: String::new(),
            empty: String::new(),
            lately: String::new(),
        };
        terminal
            .draw(|frame| chooser.draw(frame, frame.area(), &words, &theme))
            .unwrap();
        assert!(chooser.click(3, 5));
        assert_eq!(
            chooser.open(),
            Opened::File("/hem/anställda_epost.csv".into())
        );
    }

    #[test]
    fn a_typed_path_grows_as_far_as_the_names_agree() {
        for (typed, files, grown) in [
            ("~/ans", true, Some("~/anställda")),
            ("~/anställda", true, None),
            ("/hem/EX", true, Some("/hem/exporter/")),
            ("/hem/exporter/m", true, Some("/hem/exporter/maj.csv")),
            ("~/ex", false, Some("~/exporter/")),
            ("~/ans", false, None),
            ("/hem/", true, None),
            ("/saknas/a", true, None),
        ] {
            let found = complete_path(&Made, typed, files);
            assert_eq!(found.as_deref(), grown, "{typed}");
        }
    }

    #[test]
    fn hidden_names_are_turned_on_and_off() {
        let mut chooser = chooser();
        chooser.turn_hidden();
        assert_eq!(chooser.found.len(), 4);
        chooser.turn_hidden();
        assert_eq!(chooser.found.len(), 3);
    }

    #[test]
    fn hidden_files_show_when_asked_for_and_new_names_are_taken() {
        let mut chooser = chooser();
        assert_eq!(chooser.found.len(), 3);
        type_text(&mut chooser, ".");
        assert_eq!(chooser.name(chooser.found[0]), ".dold");
        type_text(&mut chooser, "ny.csv");
        assert_eq!(chooser.open(), Opened::File("/hem/.ny.csv".into()));
        assert_eq!(chooser.typed_file(), Some("/hem/.ny.csv".into()));
    }
}
