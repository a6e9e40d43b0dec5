//! The terminal as a borrowed thing: raw mode, alternate screen, title; given back however the program ends.
//! It is asked nothing, at the start or later.

use std::io::{self, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::layout::Size;

use crate::domain::text::visible;
use crate::tui::context::{Context, Effect};
use crate::tui::run::{Options, Surface};
use crate::tui::screen::Screen;
use crate::tui::stack::Stack;

/// Whether the terminal is borrowed, for the panic hook.
static BORROWED: AtomicBool = AtomicBool::new(false);

/// The terminal while koppla has it. Dropping it gives it back.
pub struct Tty {
    terminal: Terminal<Screen<Stdout>>,
    options: Options,
}

impl Tty {
    /// Borrows the terminal.
    pub fn borrow(options: Options) -> io::Result<Tty> {
        install_panic_hook();
        let size = window_size()?;
        take(&options)?;
        let terminal = Terminal::new(Screen::new(io::stdout(), size))?;
        Ok(Tty { terminal, options })
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
        let size = window_size()?;
        self.terminal.backend_mut().set_size(size);
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.take_again()
    }

    fn resumed(&mut self) -> io::Result<()> {
        self.take_again()
    }

    fn send(&mut self, effect: &Effect) -> io::Result<()> {
        let out = self.terminal.backend_mut().writer_mut();
        match effect {
            Effect::Copy(text) => queue!(out, CopyToClipboard::to_clipboard_from(text))?,
        }
        out.flush()
    }
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
    BORROWED.store(true, Ordering::Release);
    let mut out = io::stdout();
    // The title is put on the terminal's own stack of titles, not read.
    queue!(
        out,
        EnterAlternateScreen,
        Print("\x1b[22;0t\x1b]2;"),
        Print(visible(&options.title)),
        Print("\x07"),
        EnableBracketedPaste
    )?;
    if options.mouse {
        queue!(out, EnableMouseCapture)?;
    }
    out.flush()
}

/// Gives the terminal back; harmless when it is not borrowed or gone.
fn give_back() {
    if !BORROWED.swap(false, Ordering::AcqRel) {
        return;
    }
    let mut out = io::stdout();
    let reset = "\x1b[r\x1b[m\x1b[?25h";
    let title = "\x1b[23;0t";
    // A terminal that is gone cannot be restored, and need not.
    let _ = queue!(
        out,
        DisableMouseCapture,
        DisableBracketedPaste,
        Print(reset),
        LeaveAlternateScreen,
        Print(title)
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
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
        if std::thread::current().id() == ours || !BORROWED.load(Ordering::Acquire) {
            give_back();
            before(info);
        } else {
            tracing::error!(panic = %info, "a worker thread failed");
        }
    }));
}
