//! The terminal as a borrowed thing: raw mode, alternate screen, title; given back however the program ends.
//! It is asked nothing, at the start or later; what it can do is in [`abilities`](crate::tui::abilities).

use std::io::{self, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use nix::unistd::{Pid, getpgid, getpgrp, getppid, getsid};
use ratatui::Terminal;
use ratatui::layout::Size;

use crate::domain::text::visible;
use crate::tui::context::{Context, Effect};
use crate::tui::run::{Options, Surface};
use crate::tui::screen::Screen;
use crate::tui::stack::Stack;

/// How the terminal was taken, while it is: what giving it back has to undo, also from the panic hook.
static BORROWED: Mutex<Option<Taken>> = Mutex::new(None);

/// Presses and the wheel, and with places beyond column 223; not every movement, which would be bytes for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";
/// The longest piece that GNU screen hands on in one.
const SCREEN_PIECE: usize = 240;

#[derive(Debug, Clone, Copy)]
struct Taken {
    alternate: bool,
    messages: bool,
    mouse: bool,
}

/// The terminal while koppla has it. Dropping it gives it back.
pub struct Tty {
    terminal: Terminal<Screen<Stdout>>,
    options: Options,
    /// For how many stops that have been dealt with the signal of going on is still to be heard: that of one may be heard
    /// only after the next stop.
    unheard: usize,
}

impl Tty {
    /// Borrows the terminal.
    pub fn borrow(options: Options) -> io::Result<Tty> {
        install_panic_hook();
        let size = window_size()?;
        take(&options)?;
        let screen = Screen::new(io::stdout(), size).spelling(options.abilities.alphabet);
        let mut terminal = Terminal::new(screen)?;
        // Some have no second screen, or are told not to use it: then the shell's words are still there.
        terminal.clear()?;
        Ok(Tty {
            terminal,
            options,
            unheard: 0,
        })
    }

    /// After somebody else had the terminal: nothing of what it showed is there any more.
    fn take_again(&mut self) -> io::Result<()> {
        take(&self.options)?;
        let size = window_size()?;
        self.terminal.backend_mut().set_size(size);
        self.terminal.backend_mut().forget();
        self.terminal.clear()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        give_back();
    }
}

impl Surface for Tty {
    fn draw(&mut self, stack: &Stack, context: &Context) -> io::Result<()> {
        self.terminal.draw(|frame| stack.draw(frame, context))?;
        Ok(())
    }

    fn redraw(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        self.terminal.clear()
    }

    fn resized(&mut self) -> io::Result<()> {
        // Cleared also where the size is the one known: between two looks it may have been smaller, and what did not fit is lost.
        self.terminal.backend_mut().set_size(window_size()?);
        self.redraw()
    }

    fn suspend(&mut self) -> io::Result<bool> {
        if !shell_waits() {
            return Ok(false);
        }
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.unheard += 1;
        self.take_again()?;
        Ok(true)
    }

    fn resumed(&mut self) -> io::Result<bool> {
        if let Some(left) = self.unheard.checked_sub(1) {
            self.unheard = left;
            return Ok(false);
        }
        // Stopped by a signal that nobody hears: the shell has its own modes back, and koppla's are only believed to be on.
        give_back();
        self.take_again()?;
        Ok(true)
    }

    fn send(&mut self, effect: &Effect) -> io::Result<()> {
        let abilities = self.options.abilities;
        let out = self.terminal.backend_mut().writer_mut();
        match effect {
            Effect::Mouse(on) => {
                out.write_all(if *on { MOUSE_ON } else { MOUSE_OFF }.as_bytes())?;
                self.options.mouse = *on;
                let mut taken = BORROWED.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(taken) = taken.as_mut() {
                    taken.mouse = *on;
                }
            }
            Effect::Copy(text) => {
                let copy = format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text));
                if abilities.in_screen {
                    for piece in copy.as_bytes().chunks(SCREEN_PIECE) {
                        out.write_all(b"\x1bP")?;
                        out.write_all(piece)?;
                        out.write_all(b"\x1b\\")?;
                    }
                } else {
                    out.write_all(copy.as_bytes())?;
                }
            }
        }
        out.flush()
    }
}

/// Whether a shell is there to come to the front and to let koppla go on: it started koppla as a job of its own. Without one
/// nobody could ever wake what was stopped.
fn shell_waits() -> bool {
    let parent = getppid();
    // The parent, its group and the session are 0 where they are outside of the container.
    parent != Pid::from_raw(0)
        && getpgid(Some(parent)).is_ok_and(|group| group != getpgrp())
        && getsid(Some(parent)) == getsid(None)
}

fn window_size() -> io::Result<Size> {
    let (columns, lines) = crossterm::terminal::size()?;
    Ok(real(columns, lines))
}

/// Some serial lines and containers say 0x0.
fn real(columns: u16, lines: u16) -> Size {
    if columns == 0 || lines == 0 {
        Size::new(80, 24)
    } else {
        Size::new(columns, lines)
    }
}

fn take(options: &Options) -> io::Result<()> {
    enable_raw_mode()?;
    let taken = Taken {
        alternate: options.abilities.alternate,
        messages: options.abilities.messages,
        mouse: options.mouse,
    };
    *BORROWED.lock().unwrap_or_else(PoisonError::into_inner) = Some(taken);
    let mut out = io::stdout();
    if taken.alternate {
        queue!(out, EnterAlternateScreen)?;
    }
    if taken.messages {
        // The title is put on the terminal's own stack of titles, not read.
        queue!(out, Print("\x1b[22;0t\x1b]2;"))?;
        let title = visible(&options.title);
        out.write_all(&options.abilities.alphabet.bytes(&title))?;
        queue!(out, Print("\x07"))?;
    }
    queue!(out, EnableBracketedPaste)?;
    if taken.mouse {
        queue!(out, Print(MOUSE_ON))?;
    }
    out.flush()
}

/// Gives the terminal back; harmless when it is not borrowed or gone.
fn give_back() {
    let taken = BORROWED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    let Some(taken) = taken else {
        return;
    };
    let mut out = io::stdout();
    // A terminal that is gone cannot be restored, and need not.
    let _ = give_back_to(&mut out, taken);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

fn give_back_to(out: &mut Stdout, taken: Taken) -> io::Result<()> {
    if taken.mouse {
        queue!(out, Print(MOUSE_OFF))?;
    }
    // Wiped also before the second screen is left: where there is none, nobody's name stays behind.
    queue!(
        out,
        DisableBracketedPaste,
        Print("\x1b[r\x1b[m\x1b[H\x1b[2J\x1b[?25h")
    )?;
    if taken.alternate {
        queue!(out, LeaveAlternateScreen)?;
    }
    if taken.messages {
        // Where there is no stack of titles, at least not koppla's stays.
        queue!(out, Print("\x1b]2;\x07\x1b[23;0t"))?;
    }
    Ok(())
}

/// A panic on the loop's own thread gives the terminal back before it is told; one on a worker thread is logged only,
/// because the screen still stands and its job reports the failure.
fn install_panic_hook() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    if INSTALLED.swap(true, Ordering::AcqRel) {
        return;
    }
    let ours = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let borrowed = || {
            let taken = BORROWED.lock().unwrap_or_else(PoisonError::into_inner);
            taken.is_some()
        };
        if std::thread::current().id() == ours || !borrowed() {
            give_back();
            before(info);
        } else {
            tracing::error!(panic = %info, "a worker thread failed");
        }
    }));
}
