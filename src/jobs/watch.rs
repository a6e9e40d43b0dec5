//! Watching the register for what others write, and the note of what ended their sending, while a screen that shows both is open: a thread asks
//! once a second, which costs a few microseconds, and wakes only where something has changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use super::control::Wake;
use super::fault;
use super::place::Place;
use crate::store::Register;

/// How often the register is asked.
const EVERY: Duration = Duration::from_secs(1);

/// A watch; dropping it ends it.
#[derive(Debug)]
pub struct Watch {
    changed: Arc<AtomicBool>,
    /// How long is waited at least between two looks, in milliseconds.
    rest: Arc<AtomicU64>,
    /// Its end is the sign to stop.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Watches the register at a place; `wake` is called after another connection has written to it, or another program has noted or
    /// taken away what ended its sending.
    pub fn spawn(place: Place, wake: Wake) -> Watch {
        Watch::every(place, wake, EVERY)
    }

    fn every(place: Place, wake: Wake, every: Duration) -> Watch {
        let changed = Arc::new(AtomicBool::new(false));
        let (stop, stopped) = mpsc::channel::<()>();
        let flag = Arc::clone(&changed);
        let rest = Arc::new(AtomicU64::new(0));
        let rests = Arc::clone(&rest);
        let thread = std::thread::spawn(move || {
            let mut open: Option<(Register, i64)> = None;
            let mut ended = fault::last(&place);
            loop {
                // A register that cannot be asked now may be asked again; whoever reads it tells what is wrong.
                let seen = match open.take() {
                    None => place.open().ok().and_then(|register| {
                        let version = register.data_version().ok()?;
                        Some((register, version, false))
                    }),
                    Some((register, before)) => register
                        .data_version()
                        .ok()
                        .map(|version| (register, version, version != before)),
                };
                if let Some((register, version, written)) = seen {
                    open = Some((register, version));
                    let now = fault::last(&place);
                    if written || std::mem::replace(&mut ended, now.clone()) != now {
                        flag.store(true, Ordering::Release);
                        wake();
                    }
                }
                let rest = Duration::from_millis(rests.load(Ordering::Relaxed));
                if stopped.recv_timeout(every.max(rest)) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Watch {
            changed,
            rest,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Looks not more often than this from now on: reading what has changed took its time.
    pub fn rest(&self, at_least: Duration) {
        let millis = u64::try_from(at_least.as_millis()).unwrap_or(u64::MAX);
        self.rest.store(millis, Ordering::Relaxed);
    }

    /// Whether somebody has written since this was asked last.
    pub fn changed(&self) -> bool {
        self.changed.swap(false, Ordering::AcqRel)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A watch that panicked has said so through the panic hook.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{TryRecvError, channel};

    use super::*;
    use crate::jobs::JobError;
    use crate::jobs::demo::Demo;
    use crate::jobs::domains;

    #[test]
    fn what_another_connection_writes_wakes_and_nothing_else_does() {
        let demo = Demo::new().unwrap();
        let (sender, wakes) = channel();
        let wake: Wake = Arc::new(move || {
            let _ = sender.send(());
        });
        let mut register = demo.place().open().unwrap();
        let every = Duration::from_millis(1);
        let watch = Watch::every(demo.place().clone(), wake, every);
        // Written until it is seen: the watch may not have looked for the first time yet.
        let mut number = 0_usize;
        while wakes.try_recv() == Err(TryRecvError::Empty) {
            number += 1;
            domains::add(&mut register, &format!("d{number}.example")).unwrap();
        }
        assert!(watch.changed());
        drop(watch);
        // The thread is gone, and with it whoever could wake: what is left are wakes for what was written.
        assert!(wakes.iter().count() < number);
    }

    #[test]
    fn what_ended_the_sending_of_another_program_wakes_too() {
        let demo = Demo::new().unwrap();
        let (sender, wakes) = channel();
        let wake: Wake = Arc::new(move || {
            let _ = sender.send(());
        });
        let every = Duration::from_millis(1);
        let watch = Watch::every(demo.place().clone(), wake, every);
        // Noted until it is seen: the watch may not have looked for the first time yet, and the moment makes each note another one.
        while wakes.try_recv() == Err(TryRecvError::Empty) {
            fault::note_before(demo.place(), &JobError::Chance);
        }
        assert!(watch.changed());
    }
}
