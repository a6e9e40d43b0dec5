//! What goes on beside a table of rows: rows are saved as a file, and a row is corrected in step 3. The table itself may not be there yet.

use super::{RowSource, RowTable};
use crate::tui::context::Context;
use crate::tui::layer::{Answer, Outcome};
use crate::tui::screens::correcting::Correcting;
use crate::tui::screens::saving::Saving;

/// Hands an answer to whoever asked: the saving, the correcting or the table.
pub fn answer<S: RowSource>(
    table: &mut Option<RowTable<S>>,
    saving: &mut Saving,
    correcting: &mut Correcting,
    answer: &Answer,
    context: &mut Context,
) -> Outcome {
    let taken = saving
        .answer(answer, context)
        .or_else(|| correcting.answer(answer, context));
    match (taken, table) {
        (Outcome::Ignored, Some(table)) => table.answer(answer, context),
        (Outcome::Ignored, None) => Outcome::Changed,
        (outcome, _) => outcome,
    }
}

/// Pulls what came of the saving and of the table's searches.
pub fn wake<S: RowSource>(
    table: &mut Option<RowTable<S>>,
    saving: &mut Saving,
    context: &mut Context,
) -> Outcome {
    match (saving.wake(context), table) {
        (Outcome::Unchanged, Some(table)) => table.wake(context),
        (outcome, _) => outcome,
    }
}
