//! Running a job beside the interface: progress out, cancel in. The job runs on a thread of its own and sends a
//! payload-free wake; whoever owns the [`JobHandle`] pulls progress and result from it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often progress wakes whoever watches.
const WAKE_EVERY: Duration = Duration::from_millis(100);

/// Wakes the owner of a job; called on the job's thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a job and its owner share.
#[derive(Clone)]
pub struct Control {
    shared: Arc<Shared>,
}

struct Shared {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
    finished: AtomicBool,
    watch: Box<dyn Fn(u64, u64) + Send + Sync>,
    last_wake: Mutex<Instant>,
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control")
            .field("progress", &self.progress())
            .finish_non_exhaustive()
    }
}

impl Control {
    /// A control whose progress calls `wake`, at most ten times a second.
    pub fn new(wake: Wake) -> Control {
        Control::watched(move |_, _| wake())
    }

    /// A control whose progress calls `watch` with what is done and of how much, at most ten times a second.
    pub fn watched(watch: impl Fn(u64, u64) + Send + Sync + 'static) -> Control {
        Control {
            shared: Arc::new(Shared {
                done: AtomicU64::new(0),
                total: AtomicU64::new(0),
                cancelled: AtomicBool::new(false),
                finished: AtomicBool::new(false),
                watch: Box::new(watch),
                last_wake: Mutex::new(Instant::now()),
            }),
        }
    }

    /// A control that nobody watches.
    pub fn unwatched() -> Control {
        Control::watched(|_, _| {})
    }

    /// Tells how far the job is. `Break` means that it should stop and leave nothing behind.
    pub fn report(&self, done: u64, total: u64) -> ControlFlow<()> {
        let shared = &self.shared;
        shared.done.store(done, Ordering::Relaxed);
        shared.total.store(total, Ordering::Relaxed);
        let mut last = shared
            .last_wake
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= WAKE_EVERY {
            *last = Instant::now();
            drop(last);
            (shared.watch)(done, total);
        }
        if self.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Asks the job to stop.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// How much is done, and of how much; the total is 0 while it is not known.
    pub fn progress(&self) -> (u64, u64) {
        (
            self.shared.done.load(Ordering::Relaxed),
            self.shared.total.load(Ordering::Relaxed),
        )
    }
}

/// A job that runs on its own thread. Dropping the handle asks the job to stop and waits for it, so that no write is
/// cut off by the end of the program.
#[derive(Debug)]
pub struct JobHandle<T> {
    control: Control,
    thread: Option<JoinHandle<T>>,
    started: Instant,
}

impl<T: Send + 'static> JobHandle<T> {
    /// Starts a job.
    pub fn spawn(wake: Wake, job: impl FnOnce(&Control) -> T + Send + 'static) -> JobHandle<T> {
        let control = Control::new(wake);
        let inner = control.clone();
        let thread = std::thread::spawn(move || {
            // Also when the job panics: its owner must not wait for ever.
            let _finish = Finish(inner.clone());
            job(&inner)
        });
        JobHandle {
            control,
            thread: Some(thread),
            started: Instant::now(),
        }
    }

    /// How much is done, and of how much.
    pub fn progress(&self) -> (u64, u64) {
        self.control.progress()
    }

    /// How long the job has run.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Asks the job to stop.
    pub fn cancel(&self) {
        self.control.cancel();
    }

    /// Whether somebody asked it to stop.
    pub fn is_cancelled(&self) -> bool {
        self.control.is_cancelled()
    }

    /// The result, once, when the job has ended; `None` before, and for a job that panicked.
    pub fn take(&mut self) -> Option<T> {
        if !self.is_finished() {
            return None;
        }
        self.thread.take()?.join().ok()
    }

    /// Whether the job has ended, with or without a result.
    pub fn is_finished(&self) -> bool {
        self.control.shared.finished.load(Ordering::Acquire)
    }
}

struct Finish(Control);

impl Drop for Finish {
    fn drop(&mut self) {
        self.0.shared.finished.store(true, Ordering::Release);
        let (done, total) = self.0.progress();
        (self.0.shared.watch)(done, total);
    }
}

impl<T> Drop for JobHandle<T> {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.control.cancel();
            // A job that panicked has said so through the panic hook.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn channel() -> (Wake, mpsc::Receiver<()>) {
        let (sender, receiver) = mpsc::channel();
        let wake: Wake = Arc::new(move || {
            let _ = sender.send(());
        });
        (wake, receiver)
    }

    #[test]
    fn the_last_wake_comes_when_the_result_is_there() {
        let (wake, wakes) = channel();
        let mut job = JobHandle::spawn(wake, |control| {
            assert!(control.report(1, 2).is_continue());
            42
        });
        while wakes.recv().is_ok() {
            if job.is_finished() {
                break;
            }
        }
        assert_eq!(job.take(), Some(42));
        assert_eq!(job.take(), None);
        assert_eq!(job.progress(), (1, 2));
    }

    #[test]
    fn a_cancelled_job_hears_of_it() {
        let (wake, wakes) = channel();
        let mut job = JobHandle::spawn(wake, |control| {
            while control.report(0, 0).is_continue() {
                std::thread::yield_now();
            }
            "stopped"
        });
        job.cancel();
        while !job.is_finished() {
            wakes.recv().unwrap();
        }
        assert_eq!(job.take(), Some("stopped"));
    }

    #[test]
    fn a_job_that_panics_is_finished_without_a_result() {
        let (wake, wakes) = channel();
        let mut job: JobHandle<()> = JobHandle::spawn(wake, |_| panic!("on purpose"));
        wakes.recv().unwrap();
        assert!(job.is_finished());
        assert_eq!(job.take(), None);
    }
}
