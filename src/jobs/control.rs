//! Running a job beside the interface: progress out, cancel in. The job runs on a thread of its own and sends a
//! payload-free wake; whoever owns the [`JobHandle`] pulls progress and result from it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often progress wakes whoever watches.
const WAKE_EVERY: Duration = Duration::from_millis(100);
/// What a person does not see as waiting.
const BLINK: Duration = Duration::from_millis(20);

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
    watch: Box<dyn Fn(&Control) + Send + Sync>,
    times: Mutex<Times>,
}

/// When what happened.
struct Times {
    last_wake: Instant,
    /// Since when the present part of the job goes on: reading, planning, writing each begin at nothing.
    part: Instant,
    counts: Counted,
}

/// What a job counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Bytes or steps, of which only the share says anything.
    Steps,
    /// Rows.
    Rows,
}

/// How fast a job goes on and how much longer it takes at that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Rows in a second, where it counts rows.
    pub rows: Option<u64>,
    /// The time that is left, in whole seconds upwards.
    pub left: Duration,
}

/// A part of a job that is over sooner has no pace.
const PACE_AFTER: Duration = Duration::from_secs(1);

impl Pace {
    /// After so much was done in this time; nothing while it is too early to tell.
    fn of(counts: Counted, done: u64, total: u64, elapsed: Duration) -> Option<Pace> {
        if elapsed < PACE_AFTER || done == 0 || total < done {
            return None;
        }
        let per_second = done as f64 / elapsed.as_secs_f64();
        let left = (total - done) as f64 / per_second;
        Some(Pace {
            rows: (counts == Counted::Rows).then_some(per_second as u64),
            left: Duration::from_secs(left.ceil() as u64),
        })
    }
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
        Control::watched(move |_| wake())
    }

    /// A control whose progress calls `watch`, at most ten times a second.
    pub fn watched(watch: impl Fn(&Control) + Send + Sync + 'static) -> Control {
        let now = Instant::now();
        Control {
            shared: Arc::new(Shared {
                done: AtomicU64::new(0),
                total: AtomicU64::new(0),
                cancelled: AtomicBool::new(false),
                finished: AtomicBool::new(false),
                watch: Box::new(watch),
                times: Mutex::new(Times {
                    last_wake: now,
                    part: now,
                    counts: Counted::Steps,
                }),
            }),
        }
    }

    /// A control that nobody watches.
    pub fn unwatched() -> Control {
        Control::watched(|_| {})
    }

    /// Tells how far the job is. `Break` means that it should stop and leave nothing behind.
    pub fn report(&self, done: u64, total: u64) -> ControlFlow<()> {
        let shared = &self.shared;
        shared.done.store(done, Ordering::Relaxed);
        shared.total.store(total, Ordering::Relaxed);
        let mut times = self.times();
        if times.last_wake.elapsed() >= WAKE_EVERY {
            times.last_wake = Instant::now();
            drop(times);
            (shared.watch)(self);
        }
        if self.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        let times = self.shared.times.lock();
        times.unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a part of the job, which counts this from nothing.
    pub fn begin(&self, counts: Counted) {
        self.shared.done.store(0, Ordering::Relaxed);
        self.shared.total.store(0, Ordering::Relaxed);
        let mut times = self.times();
        times.part = Instant::now();
        times.counts = counts;
    }

    /// How fast the present part of the job goes on; nothing while it is too early to tell.
    pub fn pace(&self) -> Option<Pace> {
        let (done, total) = self.progress();
        let times = self.times();
        Pace::of(times.counts, done, total, times.part.elapsed())
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

    /// How fast it goes on; nothing while it is too early to tell.
    pub fn pace(&self) -> Option<Pace> {
        self.control.pace()
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
        (self.0.shared.watch)(&self.0);
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

/// Lets go of something that may be large, beside the screen: a million cells take their time also when they go.
pub fn let_go<T: Send + 'static>(thing: T) {
    std::thread::spawn(move || drop(thing));
}

/// A job that only looks: it writes nothing, so whoever drops it asks it to stop and does not wait for it. A disk that does not answer
/// holds up nobody who has gone on.
#[derive(Debug)]
pub struct Glance<T> {
    control: Control,
    results: Receiver<T>,
    result: Option<T>,
}

impl<T: Send + 'static> Glance<T> {
    /// Starts looking.
    pub fn spawn(wake: Wake, look: impl FnOnce(&Control) -> T + Send + 'static) -> Glance<T> {
        let control = Control::new(wake);
        let inner = control.clone();
        let (to, results) = channel();
        std::thread::spawn(move || {
            // Also when it panics: its owner must not wait for ever. Woken last, when the result is on its way.
            let _finish = Finish(inner.clone());
            // Here, so that it goes before the wake.
            let to = to;
            // Nobody may be left who wants it.
            let _ = to.send(look(&inner));
        });
        Glance {
            control,
            results,
            result: None,
        }
    }

    /// Waits for a blink at most: what is there by then is shown without a picture of the waiting between.
    pub fn wait_a_blink(&mut self) {
        if self.result.is_none() {
            self.result = self.results.recv_timeout(BLINK).ok();
        }
    }

    /// How much has been seen, and of how much.
    pub fn progress(&self) -> (u64, u64) {
        self.control.progress()
    }

    /// Once it has ended, what was seen: nothing where it panicked. Asked for once.
    pub fn pull(&mut self) -> Option<Option<T>> {
        if let Some(result) = self.result.take() {
            return Some(Some(result));
        }
        match self.results.try_recv() {
            Ok(result) => Some(Some(result)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(None),
        }
    }
}

impl<T> Drop for Glance<T> {
    fn drop(&mut self) {
        self.control.cancel();
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
    fn the_pace_tells_rows_in_a_second_and_the_time_that_is_left() {
        let of =
            |counts, done, millis| Pace::of(counts, done, 100_000, Duration::from_millis(millis));
        let pace = of(Counted::Rows, 40_000, 2000).unwrap();
        assert_eq!(pace.rows, Some(20_000));
        assert_eq!(pace.left, Duration::from_secs(3));
        // A part of a second is one, so that "0 s left" is never long.
        assert_eq!(of(Counted::Rows, 99_999, 1000).unwrap().left.as_secs(), 1);
        assert_eq!(of(Counted::Steps, 40_000, 2000).unwrap().rows, None);
        assert_eq!(of(Counted::Rows, 40_000, 999), None, "too early to tell");
        assert_eq!(of(Counted::Rows, 0, 5000), None);
        let control = Control::unwatched();
        let _ = control.report(7, 9);
        control.begin(Counted::Rows);
        assert_eq!(control.progress(), (0, 0));
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

    #[test]
    fn a_glance_is_not_waited_for_by_whoever_has_gone_on() {
        let (wake, _wakes) = channel();
        let (go, may_go) = mpsc::channel::<()>();
        let (told, tells) = mpsc::channel();
        let glance = Glance::spawn(wake, move |control| {
            // As long as it hangs, nobody who drops the glance does.
            let _ = may_go.recv();
            told.send(control.is_cancelled()).unwrap();
        });
        drop(glance);
        go.send(()).unwrap();
        assert!(tells.recv().unwrap(), "it was asked to stop");
    }

    #[test]
    fn a_glance_gives_what_it_saw_once_and_tells_a_defect() {
        let (wake, wakes) = channel();
        let mut glance = Glance::spawn(wake, |_| 42);
        wakes.recv().unwrap();
        assert_eq!(glance.pull(), Some(Some(42)));
        let (wake, wakes) = channel();
        let mut glance: Glance<()> = Glance::spawn(wake, |_| panic!("on purpose"));
        wakes.recv().unwrap();
        glance.wait_a_blink();
        while glance.pull().is_none() {
            std::thread::yield_now();
        }
    }
}
