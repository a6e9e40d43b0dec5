//! The rows of a file, judged for an import on as many threads as there are for it. What is made of them does not depend on how many.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{available_parallelism, scope};

use super::control::Control;
use super::correction::Taken;
use super::error::JobError;
use super::reading::{DataRow, Layout, cut, data_rows};
use crate::domain::plan::{PlannedRow, Planner, RowJudge};
use crate::file::Table;

/// How many rows a thread is given at a time; also how many pass between two looks at whether to go on.
const BLOCK: usize = 8_192;
/// Fewer rows are judged sooner than a thread is there.
const FEW: usize = 512;
/// More threads than this would wait for the memory.
const MOST_THREADS: usize = 8;

/// Hands the data rows of a file to the planner, but for those that an earlier run has taken as they stand.
///
/// # Errors
/// A cancel, or a log that cannot be read.
pub(super) fn judge_rows(
    planner: &mut Planner,
    table: &Table,
    layout: Layout,
    skip: u32,
    taken: Option<&Taken<'_>>,
    control: &Control,
) -> Result<(), JobError> {
    let total = table.records() as u64;
    let threads = available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST_THREADS);
    let mut judges: Vec<RowJudge> = (0..threads).map(|_| planner.judge()).collect();
    planner.reserve(table.records());
    let mut rows = data_rows(table, skip);
    loop {
        let mut block: Vec<DataRow> = rows.by_ref().take(BLOCK * threads).collect();
        let Some(last) = block.last().copied() else {
            return Ok(());
        };
        if let Some(taken) = taken {
            block = untaken(block, taken, table, layout)?;
        }
        let share = block.len().div_ceil(threads).max(FEW);
        let judge = |(rows, judge): (&[DataRow], &mut RowJudge)| -> Vec<PlannedRow> {
            let judged = rows
                .iter()
                .map(|row| judge.judge(&cut(table, layout, *row)));
            judged.collect()
        };
        let mut shares = block.chunks(share).zip(&mut judges);
        scope(|scope| {
            let first = shares.next();
            let others: Vec<_> = shares
                .map(|share| scope.spawn(move || judge(share)))
                .collect();
            // This thread is one of them.
            let first = first.map(judge);
            let others = others
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            for row in first.into_iter().chain(others).flatten() {
                planner.take(row);
            }
        });
        if control.report(last.record as u64, total).is_break() {
            return Err(JobError::Cancelled);
        }
    }
}

/// Those rows that no earlier run has taken.
fn untaken(
    rows: Vec<DataRow>,
    taken: &Taken<'_>,
    table: &Table,
    layout: Layout,
) -> Result<Vec<DataRow>, JobError> {
    let mut left = Vec::new();
    for row in rows {
        if !taken.has(&cut(table, layout, row))? {
            left.push(row);
        }
    }
    Ok(left)
}
