//! Opening a register: making it on first use, refusing what is none, and bringing an older one up to date.
//! Whatever is refused here has not been touched.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{HookError, M, Migrations};

use super::register::Register;
use crate::store::StoreError;

/// `kopp` in ASCII: what SQLite's header says of every register.
pub(super) const APPLICATION_ID: i64 = 0x6B6F_7070;

/// The shapes of the register, oldest first. Append-only.
pub(super) const STEPS: [&str; 6] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
];

/// Bytes of a page of a new register; SQLite's own default is half of it.
pub(super) const PAGE_SIZE: i64 = 8192;

/// How long a statement waits for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// One opening at a time within this process. A file that is made here is closed again before SQLite opens it, and closing any
/// descriptor of a file drops the locks that this process holds on it, another thread's too.
static OPENING: Mutex<()> = Mutex::new(());

/// The migrations, each refusing to run on a register that another process has brought further in the meantime.
pub(super) fn migrations() -> Migrations<'static> {
    STEPS
        .into_iter()
        .enumerate()
        .map(|(done, sql)| {
            M::up_with_hook(sql, move |tx: &rusqlite::Transaction<'_>| {
                let version: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
                if usize::try_from(version).is_ok_and(|version| version <= done) {
                    Ok(())
                } else {
                    Err(HookError::Hook("another process was faster".into()))
                }
            })
        })
        .collect()
}

impl Register {
    /// Opens the register in this file, making it (0600) and its directories (0700) where there is none yet, and bringing the
    /// shape of an older one up to date.
    ///
    /// # Errors
    /// `store_foreign`, `store_newer`, `store_network`: the file is left as it is. `store_busy`, `store_full`,
    /// `store_readonly`, `store_failed` as everywhere.
    pub fn open(path: &Path) -> Result<Register, StoreError> {
        // Absolute, so that SQLite takes neither "file:…" nor ":memory:" for anything but a name.
        let path = std::path::absolute(path).map_err(|source| StoreError::Io {
            path: path.to_owned(),
            source,
        })?;
        let _alone = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
        make_file(&path)?;
        let conn = connect(&path)?;
        Ok(Register::over(conn, path))
    }
}

/// Opens a file that is there, and makes it a register if it is empty.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let mut conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|source| cannot_open(path, source))?;
    conn.busy_timeout(PATIENCE)?;
    // Switching to the write-ahead log is refused at once while somebody else does the same; hence the second timeout.
    let begun = Instant::now();
    loop {
        match prepare(&mut conn, path) {
            Err(StoreError::Busy) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) if cannot_write_beside(path, &error) => return Err(StoreError::ReadOnly),
            Err(error) => return Err(error),
            Ok(()) => return Ok(conn),
        }
    }
}

/// Whether SQLite could not make the register's companions because nobody may write there. Its own words for this are "unable to open database file".
fn cannot_write_beside(path: &Path, error: &StoreError) -> bool {
    let StoreError::Failed { source } = error else {
        return false;
    };
    let denied = |path: &Path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_err();
    source.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen)
        && (denied(path) || path.parent().is_some_and(denied))
}

fn cannot_open(path: &Path, source: rusqlite::Error) -> StoreError {
    // SQLite's own words for this are "unable to open database file"; the file system says more.
    match std::fs::metadata(path) {
        Err(source) => StoreError::Io {
            path: path.to_owned(),
            source,
        },
        Ok(_) => source.into(),
    }
}

fn make_file(path: &Path) -> Result<(), StoreError> {
    let io = |at: &Path| {
        let at = at.to_owned();
        move |source| StoreError::Io { path: at, source }
    };
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            return Err(StoreError::Foreign {
                path: path.to_owned(),
            });
        }
        Ok(_) => return refuse_network(path, path),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(source) => return Err(io(path)(source)),
    }
    let directory = path.parent().unwrap_or(path);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(io(directory))?;
    refuse_network(directory, path)?;
    create_private(path).or_else(|source| match source.kind() {
        // Another process was faster.
        ErrorKind::AlreadyExists => Ok(()),
        _ => Err(io(path)(source)),
    })
}

/// Makes an empty file that only its owner can read, whatever the umask. SQLite gives its companions the same rights.
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))
}

fn refuse_network(existing: &Path, path: &Path) -> Result<(), StoreError> {
    match network(existing) {
        Some(kind) => Err(StoreError::Network {
            path: path.to_owned(),
            kind,
        }),
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn network(path: &Path) -> Option<&'static str> {
    let found = rustix::fs::statfs(path).ok()?;
    // The magic numbers have 32 bits; some architectures hand them over with a sign.
    network_kind((found.f_type as u64 & 0xFFFF_FFFF) as u32)
}

#[cfg(not(target_os = "linux"))]
fn network(_: &Path) -> Option<&'static str> {
    None
}

/// The network file system with this magic number (`statfs(2)`). One that is mounted through FUSE cannot be told from a local one.
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "the numbers are Linux's")
)]
pub(super) fn network_kind(magic: u32) -> Option<&'static str> {
    match magic {
        0x6969 => Some("NFS"),
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => Some("SMB"),
        0x0102_1997 => Some("9P"),
        0x5346_414F | 0x6B41_4653 => Some("AFS"),
        0x00C3_6400 => Some("Ceph"),
        0x7375_7245 => Some("Coda"),
        0x564C => Some("NCP"),
        _ => None,
    }
}

fn prepare(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    identify(conn, path)?;
    // Only of a register that is being made: a large import writes pages by the hundred megabytes, and fewer larger ones are quicker.
    conn.pragma_update(None, "page_size", PAGE_SIZE)?;
    // synchronous, as the log of every run is a promise; secure_delete, as what is erased shall be gone; recursive_triggers, as REPLACE
    // deletes without telling the triggers otherwise. A trusted schema could call functions that this program registers.
    conn.execute_batch(
        "PRAGMA trusted_schema = OFF;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -65536;
         PRAGMA journal_size_limit = 16777216;",
    )?;
    let journal: String = conn.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if journal != "wal" {
        let journal: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if journal != "wal" {
            return Err(StoreError::Io {
                path: path.to_owned(),
                source: std::io::Error::new(
                    ErrorKind::Unsupported,
                    "the file system has no shared memory for a write-ahead log",
                ),
            });
        }
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    migrate(conn)
}

/// Refuses what is no register, before anything is written.
fn identify(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let foreign = || StoreError::Foreign {
        path: path.to_owned(),
    };
    // One transaction, so that a register which is being made this very moment is seen either empty or whole.
    let tx = conn.transaction_with_behavior(TransactionBehavior::Deferred)?;
    let number = |sql: &str| tx.query_row(sql, [], |row| row.get::<_, i64>(0));
    let application = match number("PRAGMA application_id") {
        Err(rusqlite::Error::SqliteFailure(error, _))
            if error.code == rusqlite::ErrorCode::NotADatabase =>
        {
            return Err(foreign());
        }
        other => other?,
    };
    let version = number("PRAGMA user_version")?;
    let known = STEPS.len() as i64;
    match (application, version) {
        (APPLICATION_ID, found) if found > known => Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        }),
        (APPLICATION_ID, 1..) => Ok(()),
        (0, 0) if number("SELECT count(*) FROM sqlite_schema")? == 0 => Ok(()),
        _ => Err(foreign()),
    }
}

fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let migrations = migrations();
    let version = |conn: &Connection| {
        conn.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
            .map_err(StoreError::from)
    };
    loop {
        let before = version(conn)?;
        match migrations.to_latest(conn) {
            Ok(()) => return Ok(()),
            // Another process did the same in between; look again at what is left to do.
            Err(_) if version(conn)? != before => {}
            Err(rusqlite_migration::Error::RusqliteError { err, .. }) => return Err(err.into()),
            Err(other) => return Err(StoreError::damaged(other.to_string())),
        }
    }
}

/// Where the companions of a register's file lie: its write-ahead log and that log's index.
pub(super) fn companions(path: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}
