//! What a whole process takes: wall time and the most memory it has had.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    time: Duration,
    /// Megabytes.
    memory: f64,
}

impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} s, {:.0} MB", self.time.as_secs_f64(), self.memory)
    }
}

impl Spent {
    /// The median of each figure.
    pub fn median(runs: Vec<Spent>) -> Spent {
        let mut times: Vec<Duration> = runs.iter().map(|spent| spent.time).collect();
        times.sort_unstable();
        let mut memories: Vec<f64> = runs.iter().map(|spent| spent.memory).collect();
        memories.sort_unstable_by(f64::total_cmp);
        Spent {
            time: times[times.len() / 2],
            memory: memories[memories.len() / 2],
        }
    }
}

/// How often the memory of a process is looked at. The figure only rises, so what is missed is the growth of the last moment.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// Runs a command to its end, which must be a good one.
pub fn run(command: &mut Command) -> Spent {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut memory = 0.0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        memory = peak_memory(&child).unwrap_or(memory);
        std::thread::sleep(LOOK_EVERY);
    };
    let time = begun.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    Spent { time, memory }
}

fn peak_memory(child: &Child) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// A place for what is made here.
pub fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Takes a database away, with its companions.
pub fn remove(database: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        // It need not be there.
        let _ = std::fs::remove_file(name);
    }
}

/// A fresh copy of a database that nobody has open; on the disk, so that nobody pays for it later.
pub fn copy(from: &Path, to: &Path) {
    remove(to);
    std::fs::copy(from, to).unwrap();
    std::fs::File::open(to).unwrap().sync_all().unwrap();
}
