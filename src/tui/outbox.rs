//! Sending the outbox beside the screens. The mails wait in the register: closing the terminal loses none, and the next session goes on where
//! somebody asks for it. Not here: how a mail is sent ([`crate::jobs::dispatch`]) and how that is shown.

use crate::jobs::JobError;
use crate::jobs::dispatch::{Until, Worker};
use crate::jobs::transport;
use crate::lang::letters;
use crate::tui::context::Context;

/// Sends what waits, unless that is being done. Ends by itself where nothing is left to send soon.
///
/// # Errors
/// Settings without which no mail can be sent; the register.
pub fn start(context: &mut Context) -> Result<(), JobError> {
    if let Some(worker) = context.desk.outbox.as_ref().filter(|w| !w.is_finished()) {
        worker.look();
        return Ok(());
    }
    let place = context.desk.place.clone();
    let transport = transport::current(&place)?;
    let waker = context.waker.clone();
    let compose = std::sync::Arc::new(letters::compose);
    let worker = Worker::spawn(place, transport, compose, Until::Empty, move |_| {
        waker.wake()
    });
    context.desk.outbox = Some(worker);
    Ok(())
}

/// Whether mails are being sent from here.
pub fn is_sending(context: &Context) -> bool {
    let worker = context.desk.outbox.as_ref();
    worker.is_some_and(|worker| !worker.is_finished())
}

/// Takes a worker away that has ended, and gives what ended it if something went wrong.
pub fn look(context: &mut Context) -> Option<JobError> {
    let ended = context.desk.outbox.take_if(|worker| worker.is_finished())?;
    ended.stop().err()
}
