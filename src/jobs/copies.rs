//! Copies of imported files, kept beside the register where the setting asks for them, each as long as the rows of its run. By itself koppla
//! keeps none: a file with everybody's address is data about people that lies about.

use std::fs::DirBuilder;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::error::JobError;
use crate::domain::log::{RunId, RunRecord};
use crate::file::{FileError, Table, WriteOptions, write_atomic};

/// The directory of the copies.
fn directory(register: &Path) -> PathBuf {
    let mut name = register.as_os_str().to_owned();
    name.push(".files");
    name.into()
}

/// Where the copy of this run lies, if one was kept.
pub fn find(register: &Path, run: RunId) -> Option<PathBuf> {
    let prefix = format!("{run}_");
    let entries = std::fs::read_dir(directory(register)).ok()?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| name.starts_with(&prefix))
    })
}

/// Keeps a copy (0600) of the file that a run has read, byte by byte as it was.
///
/// # Errors
/// The directory or the disk.
pub(super) fn keep(register: &Path, run: &RunRecord, table: &Table) -> Result<(), JobError> {
    let directory = directory(register);
    let made = DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&directory);
    made.map_err(|source| FileError::NotWritable {
        path: directory.clone(),
        source,
    })?;
    let name = Path::new(&run.file).file_name().unwrap_or_default();
    let path = directory.join(format!("{}_{}", run.id, name.to_string_lossy()));
    let bytes = table.to_bytes()?;
    let write = |out: &mut dyn Write| out.write_all(&bytes);
    write_atomic(&path, write, WriteOptions::NEW)?;
    Ok(())
}

/// Takes the copy of a run away, if there is one.
pub(super) fn remove(register: &Path, run: RunId) {
    if let Some(path) = find(register, run)
        && let Err(error) = std::fs::remove_file(&path)
    {
        tracing::warn!(
            run = run.0,
            "the copy of a file could not be removed: {error}"
        );
    }
}
