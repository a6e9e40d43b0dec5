//! What a session has the register remember for the next one: where the guide was left, which file was open, what was read. Written
//! on a thread of its own, one after the other in the order in which it was said: while an import writes, the register is closed to
//! others for as long as that takes, and nobody who only opens a screen shall wait for it.
//! Not here: what somebody has asked to have saved, which is answered for.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::error::JobError;
use super::place::Place;
use crate::store::Register;

type Note = Box<dyn FnOnce(&mut Register) -> Result<(), JobError> + Send>;

/// Writes notes beside the screen. Dropped, it waits until all are written.
#[derive(Debug, Default)]
pub struct Notes {
    writer: Option<(Sender<Note>, JoinHandle<()>)>,
    /// How many are not written yet.
    left: Arc<AtomicUsize>,
}

impl Notes {
    /// Has something remembered. Where that fails it is logged and nothing else: the next session begins in another place.
    pub fn put(
        &mut self,
        place: &Place,
        note: impl FnOnce(&mut Register) -> Result<(), JobError> + Send + 'static,
    ) {
        let (to, _) = self.writer.get_or_insert_with(|| {
            let (to, notes) = channel();
            let (place, left) = (place.clone(), Arc::clone(&self.left));
            (to, std::thread::spawn(move || write(&place, &notes, &left)))
        });
        self.left.fetch_add(1, Ordering::AcqRel);
        // The thread ends only with the sender; if it was lost to a defect, so is the note.
        let _ = to.send(Box::new(note));
    }

    /// Whether all are written.
    #[cfg(test)]
    pub(crate) fn is_idle(&self) -> bool {
        self.left.load(Ordering::Acquire) == 0
    }
}

fn write(place: &Place, notes: &Receiver<Note>, left: &AtomicUsize) {
    for note in notes {
        if let Err(error) = place.open().and_then(|mut register| note(&mut register)) {
            tracing::warn!(code = error.code(), "something was not remembered");
        }
        // The register is closed again.
        left.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        if let Some((to, thread)) = self.writer.take() {
            drop(to);
            // A thread that panicked has said so through the panic hook.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::guide;

    #[test]
    fn notes_are_written_in_their_order_before_the_session_is_over() {
        let directory = tempfile::tempdir().unwrap();
        let place = Place::new(Some(&directory.path().join("r.db"))).unwrap();
        let mut notes = Notes::default();
        for step in 1..=6 {
            notes.put(&place, move |register| guide::remember_step(register, step));
        }
        drop(notes);
        let remembered = guide::recall(&place.open().unwrap()).unwrap();
        assert_eq!(remembered.step, Some(6));
    }
}
