//! A program on a real pseudo-terminal, its screen read by an emulator. Waiting is for conditions only: a thread reads
//! the terminal and hands the bytes over a channel, nothing sleeps.

#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]
#![allow(
    unreachable_pub,
    reason = "a module of tests is public to its binary only"
)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long a condition is waited for before the test fails. Generous: it costs only where something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is going to be started.
pub struct Start {
    command: CommandBuilder,
    size: PtySize,
    answering: bool,
    /// Where the program keeps what it keeps for its user, unless the test says another place.
    home: TempDir,
}

impl Start {
    /// The koppla program with arguments, in English, with nothing of the caller's settings.
    pub fn koppla(arguments: &[&str]) -> Start {
        Start::program(Path::new(env!("CARGO_BIN_EXE_koppla")), arguments)
    }

    /// Any program.
    pub fn program(program: &Path, arguments: &[&str]) -> Start {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        for name in [
            "KOPPLA_REGISTER",
            "KOPPLA_CONFIG",
            "NO_COLOR",
            "COLORFGBG",
            "LC_ALL",
            "LC_CTYPE",
            "LC_MESSAGES",
            "STY",
            "TMUX",
        ] {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8");
        command.env("RUST_BACKTRACE", "0");
        command.env("TERM", "xterm-256color");
        let home = tempfile::tempdir().unwrap();
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, home.path());
        }
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        Start {
            command,
            size,
            answering: false,
            home,
        }
    }

    /// With a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Start {
        self.command.env(name, value);
        self
    }

    /// Without a variable of the environment.
    pub fn without(mut self, name: &str) -> Start {
        self.command.env_remove(name);
        self
    }

    /// In a directory.
    pub fn directory(mut self, directory: &Path) -> Start {
        self.command.cwd(directory);
        self
    }

    /// In a window of this size instead of 80x24.
    pub fn size(mut self, columns: u16, lines: u16) -> Start {
        self.size.cols = columns;
        self.size.rows = lines;
        self
    }

    /// On a terminal that is not the one that controls it: closing it sends no signal.
    pub fn uncontrolled(mut self) -> Start {
        self.command.set_controlling_tty(false);
        self
    }

    /// On a terminal that answers what programs ask at their start; koppla asks nothing.
    pub fn answering(mut self) -> Start {
        self.answering = true;
        self
    }

    /// Starts it.
    pub fn start(self) -> Pty {
        let pair = native_pty_system().openpty(self.size).unwrap();
        let mut child = pair.slave.spawn_command(self.command).unwrap();
        // With the last writer gone, reading ends.
        drop(pair.slave);
        let pid = child.process_id().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (bytes_to, bytes) = channel();
        let closing = Arc::new(AtomicBool::new(false));
        let closed = Arc::clone(&closing);
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            // An error is how a closed terminal reads.
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if bytes_to.send(buffer[..read].to_vec()).is_err() || closed.load(Ordering::Acquire)
                {
                    return;
                }
            }
        });
        let (exit_to, exit) = channel();
        std::thread::spawn(move || {
            let code = child.wait().unwrap().exit_code();
            // The test may be over.
            let _ = exit_to.send(code);
        });
        Pty {
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            emulator: vt100::Parser::new(self.size.rows, self.size.cols, 0),
            log: Vec::new(),
            bytes,
            closing,
            exit,
            pid,
            exited: false,
            answering: self.answering,
            _home: self.home,
        }
    }
}

/// A running program and its screen.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    emulator: vt100::Parser,
    log: Vec<u8>,
    bytes: Receiver<Vec<u8>>,
    closing: Arc<AtomicBool>,
    exit: Receiver<u32>,
    pid: u32,
    exited: bool,
    answering: bool,
    /// Goes when the program has gone.
    _home: TempDir,
}

/// What programs ask a terminal, and what xterm answers: the place of the cursor, what it is, its colours.
const QUESTIONS: [(&[u8], &str); 6] = [
    (b"\x1b[6n", "\x1b[1;1R"),
    (b"\x1b[c", "\x1b[?62;22c"),
    (b"\x1b[0c", "\x1b[?62;22c"),
    (b"\x1b[>c", "\x1b[>0;276;0c"),
    (b"\x1b]10;?", "\x1b]10;rgb:ffff/ffff/ffff\x1b\\"),
    (b"\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\"),
];

impl Pty {
    /// Sends bytes as a keyboard does.
    pub fn send(&mut self, keys: &str) -> &mut Pty {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Pty {
        self.wait_until(&format!("the text {text:?}"), |screen| {
            screen.contents().contains(text)
        })
    }

    /// Waits until the screen no longer shows a text.
    #[track_caller]
    pub fn wait_gone(&mut self, text: &str) -> &mut Pty {
        self.wait_until(&format!("the text {text:?} to go"), |screen| {
            !screen.contents().contains(text)
        })
    }

    /// Waits until the screen fulfils a condition.
    #[track_caller]
    pub fn wait_until(
        &mut self,
        what: &str,
        condition: impl Fn(&vt100::Screen) -> bool,
    ) -> &mut Pty {
        assert!(
            self.within(PATIENCE, condition),
            "waited in vain for {what}; the screen:\n{}",
            self.screen()
        );
        self
    }

    /// Whether the screen fulfils a condition within a time.
    pub fn within(&mut self, time: Duration, condition: impl Fn(&vt100::Screen) -> bool) -> bool {
        let deadline = Instant::now() + time;
        while !condition(self.emulator.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.show(&bytes),
                Err(_) => return condition(self.emulator.screen()),
            }
        }
        true
    }

    /// Whether nothing at all is received for a time.
    pub fn silent_for(&mut self, time: Duration) -> bool {
        match self.bytes.recv_timeout(time) {
            Ok(bytes) => {
                self.show(&bytes);
                false
            }
            Err(_) => true,
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        self.emulator.process(bytes);
        let before = self.log.len();
        self.log.extend_from_slice(bytes);
        if self.answering {
            self.answer(before);
        }
    }

    /// Answers, in their order, the questions that end behind this place in what was received.
    fn answer(&mut self, from: usize) {
        let mut answers: Vec<(usize, &str)> = Vec::new();
        for (question, answer) in QUESTIONS {
            let start = from.saturating_sub(question.len() - 1);
            let windows = self.log[start..].windows(question.len());
            let asked = windows.enumerate().filter(|(_, bytes)| *bytes == question);
            answers.extend(asked.map(|(at, _)| (start + at, answer)));
        }
        answers.sort_unstable();
        for (_, answer) in answers {
            self.send(answer);
        }
    }

    /// The number of the process.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// A line of the screen, from 0.
    pub fn screen_line(&self, line: u16) -> String {
        let (_, columns) = self.emulator.screen().size();
        let mut rows = self.emulator.screen().rows(0, columns);
        rows.nth(usize::from(line)).unwrap_or_default()
    }

    /// The emulator, for what is no text: colours, cursor, modes.
    pub fn emulator(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// How many bytes have been received and shown so far.
    pub fn bytes_received(&self) -> usize {
        self.log.len()
    }

    /// All bytes received so far.
    pub fn received(&self) -> &[u8] {
        &self.log
    }

    /// Waits until bytes have been received that no screen shows, after so many others.
    #[track_caller]
    pub fn wait_received(&mut self, from: usize, text: &str) -> &mut Pty {
        let deadline = Instant::now() + PATIENCE;
        while !String::from_utf8_lossy(&self.log[from..]).contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.show(&bytes),
                Err(_) => panic!("waited in vain for the bytes {text:?}"),
            }
        }
        self
    }

    /// Gives the window another size.
    pub fn resize(&mut self, columns: u16, lines: u16) -> &mut Pty {
        self.emulator.screen_mut().set_size(lines, columns);
        let size = PtySize {
            rows: lines,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    /// Sends a signal to the program.
    pub fn signal(&mut self, signal: Signal) -> &mut Pty {
        let pid = Pid::from_raw(i32::try_from(self.pid).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
        self
    }

    /// Closes the terminal, as a lost connection does. The reading thread holds it too and lets go at the next bytes:
    /// a new size and `^L` make the program send some, and F1 where it is not told of the size and a field takes `^L`.
    pub fn close(&mut self) -> &mut Pty {
        self.closing.store(true, Ordering::Release);
        self.resize(81, 24).send("\x0c\x1bOP");
        self.writer = None;
        self.master = None;
        self
    }

    /// Waits for the end of the program and of its output; gives its exit code.
    #[track_caller]
    pub fn wait_exit(&mut self) -> u32 {
        let code = self.exit.recv_timeout(PATIENCE);
        let Ok(code) = code else {
            panic!("the program does not end; its screen:\n{}", self.screen());
        };
        self.exited = true;
        // What it wrote last. The reading thread ends with the terminal; a grandchild that keeps it open is not waited for.
        let deadline = Instant::now() + PATIENCE;
        while self.master.is_some()
            && let Ok(bytes) = self
                .bytes
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            self.show(&bytes);
        }
        code
    }
}

impl Drop for Pty {
    /// A test that fails leaves no program behind.
    fn drop(&mut self) {
        if !self.exited
            && let Some(pid) = i32::try_from(self.pid).ok().and_then(Pid::from_raw)
        {
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}
