//! The log of the program itself, for whoever has to find out later what went wrong: one file in the XDG state
//! directory, readable by its owner alone. It holds codes and causes, never an address in full and never a token.
//! Not here: the log of the runs, which is part of the register ([`super::log`]).

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::Mutex;

use etcetera::{BaseStrategy, choose_base_strategy};

const NAME: &str = "koppla.log";
/// Above this size the file is put aside as `koppla.log.1` and a new one begun.
const LARGEST: u64 = 4 << 20;

/// Begins logging. Where no log can be written, the program goes on without: it is for help, not for work.
pub fn start() {
    if let Ok(file) = open() {
        let writer = Mutex::new(file);
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(writer)
            // A full disk is no reason to write into the picture on the screen.
            .log_internal_errors(false)
            .finish();
        // Fails only where a log was begun already.
        let _ = tracing::subscriber::set_global_default(subscriber);
    }
}

fn directory() -> Option<PathBuf> {
    let base = choose_base_strategy().ok()?;
    let state = base.state_dir().unwrap_or_else(|| base.data_dir());
    Some(state.join("koppla"))
}

/// Where the log is; `None` where nobody knows a home directory.
pub fn path() -> Option<PathBuf> {
    Some(directory()?.join(NAME))
}

fn open() -> io::Result<File> {
    let directory = directory().ok_or(io::ErrorKind::NotFound)?;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&directory)?;
    let path = directory.join(NAME);
    if path.metadata().is_ok_and(|file| file.len() > LARGEST) {
        std::fs::rename(&path, directory.join("koppla.log.1"))?;
    }
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
}
