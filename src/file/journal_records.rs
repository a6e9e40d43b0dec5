//! The bytes of a recovery journal: a line that says what it is, then records of length, checksum and payload. A *base* says
//! which state of which file the edits belong to, with the edits that were taken over from an earlier journal; then *steps*,
//! each a list of cells with their old and new values; last perhaps a *draft*, one cell with what was being typed. Not here: the file that they are in ([`super::journal`]).

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use super::edits::CellRef;
use super::journal::{CellChange, Identity};
use super::source::Stamp;

/// What every journal begins with, whatever its version.
pub(super) const FAMILY: &[u8] = b"koppla journal ";
/// What a journal of this version begins with.
pub(super) const MAGIC: &[u8] = b"koppla journal 1\n";
const BASE: u8 = b'B';
const STEP: u8 = b'S';
const DRAFT: u8 = b'D';
/// Length and checksum in front of each record.
const HEAD: usize = 4 + 8;

/// Appends a base.
pub(super) fn put_base(out: &mut Vec<u8>, file: &[u8], identity: &Identity, edits: &[CellChange]) {
    put_record(out, |payload| {
        payload.push(BASE);
        put_bytes(payload, file);
        put_identity(payload, identity);
        put_changes(payload, edits);
    });
}

/// Appends a step.
pub(super) fn put_step(out: &mut Vec<u8>, step: &[CellChange]) {
    put_record(out, |payload| {
        payload.push(STEP);
        put_changes(payload, step);
    });
}

/// Appends a draft.
pub(super) fn put_draft(out: &mut Vec<u8>, draft: &CellChange) {
    put_record(out, |payload| {
        payload.push(DRAFT);
        put_changes(payload, std::slice::from_ref(draft));
    });
}

/// What the whole records of a journal say.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) file: Vec<u8>,
    pub(super) identity: Identity,
    pub(super) edits: Vec<CellChange>,
    /// What was being typed.
    pub(super) draft: Option<CellChange>,
    /// How many steps there are behind the last base.
    #[cfg(test)]
    pub(super) steps: usize,
    /// Behind the last whole record that is no draft.
    pub(super) end: usize,
}

impl Found {
    /// Whether there is nothing to take back.
    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.draft.is_none()
    }
}

/// Reads as many whole records as there are; `None` where not even the first is.
pub(super) fn read_records(bytes: &[u8]) -> Option<Found> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut found: Option<Found> = None;
    let mut cells: HashMap<CellRef, usize> = HashMap::new();
    while let Some(payload) = next_record(&mut rest) {
        let mut payload = payload;
        let Some(kind) = next_array::<1>(&mut payload) else {
            break;
        };
        let end = bytes.len() - rest.len();
        match (kind[0], &mut found) {
            (BASE, _) => {
                let base = (|| {
                    let file = next_bytes(&mut payload)?.to_vec();
                    Some((
                        file,
                        next_identity(&mut payload)?,
                        next_changes(&mut payload)?,
                    ))
                })();
                let Some((file, identity, edits)) = base else {
                    break;
                };
                cells.clear();
                let mut next = Found {
                    file,
                    identity,
                    edits: Vec::new(),
                    draft: None,
                    #[cfg(test)]
                    steps: 0,
                    end,
                };
                merge(&mut next.edits, &mut cells, edits);
                found = Some(next);
            }
            (STEP, Some(found)) => {
                let Some(step) = next_changes(&mut payload) else {
                    break;
                };
                merge(&mut found.edits, &mut cells, step);
                found.draft = None;
                found.end = end;
                #[cfg(test)]
                {
                    found.steps += 1;
                }
            }
            (DRAFT, Some(found)) => {
                found.draft = next_changes(&mut payload).and_then(|mut cells| cells.pop());
            }
            _ => break,
        }
    }
    let mut found = found?;
    found.edits.retain(|change| change.old != change.new);
    Some(found)
}

/// Puts a step behind those before: a cell keeps its first old value and gets its last new one.
fn merge(edits: &mut Vec<CellChange>, cells: &mut HashMap<CellRef, usize>, step: Vec<CellChange>) {
    for change in step {
        match cells.get(&change.cell) {
            Some(at) => edits[*at].new = change.new,
            None => {
                cells.insert(change.cell, edits.len());
                edits.push(change);
            }
        }
    }
}

fn checksum(payload: &[u8]) -> [u8; 8] {
    let mut sum = [0; 8];
    sum.copy_from_slice(&Sha256::digest(payload)[..8]);
    sum
}

/// Appends a record.
fn put_record(out: &mut Vec<u8>, content: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; HEAD]);
    content(out);
    let length = u32::try_from(out.len() - start - HEAD).unwrap_or(u32::MAX);
    let sum = checksum(&out[start + HEAD..]);
    out[start..start + 4].copy_from_slice(&length.to_le_bytes());
    out[start + 4..start + HEAD].copy_from_slice(&sum);
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(bytes);
}

fn put_changes(out: &mut Vec<u8>, changes: &[CellChange]) {
    for change in changes {
        out.extend_from_slice(&(change.cell.record as u64).to_le_bytes());
        out.extend_from_slice(&(change.cell.column as u64).to_le_bytes());
        out.extend_from_slice(&change.row.to_le_bytes());
        put_bytes(out, change.old.as_bytes());
        put_bytes(out, change.new.as_bytes());
    }
}

fn put_identity(out: &mut Vec<u8>, identity: &Identity) {
    out.extend_from_slice(&identity.hash);
    if let Some(stamp) = identity.stamp {
        out.push(1);
        out.extend_from_slice(&stamp.len.to_le_bytes());
        out.extend_from_slice(&stamp.modified.0.to_le_bytes());
        out.extend_from_slice(&stamp.modified.1.to_le_bytes());
        out.extend_from_slice(&stamp.device.to_le_bytes());
        out.extend_from_slice(&stamp.inode.to_le_bytes());
    } else {
        out.push(0);
    }
}

fn next<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (piece, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(piece)
}

fn next_array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    next(rest, N)?.try_into().ok()
}

fn next_bytes<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = u32::from_le_bytes(next_array(rest)?);
    next(rest, usize::try_from(length).ok()?)
}

fn next_text(rest: &mut &[u8]) -> Option<String> {
    String::from_utf8(next_bytes(rest)?.to_vec()).ok()
}

/// The payload of the next record, if it is whole; `rest` is then behind it.
fn next_record<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let mut ahead = *rest;
    let length = u32::from_le_bytes(next_array(&mut ahead)?);
    let sum: [u8; 8] = next_array(&mut ahead)?;
    let payload = next(&mut ahead, usize::try_from(length).ok()?)?;
    (checksum(payload) == sum).then(|| *rest = ahead)?;
    Some(payload)
}

fn next_changes(payload: &mut &[u8]) -> Option<Vec<CellChange>> {
    let mut changes = Vec::new();
    while !payload.is_empty() {
        let record = usize::try_from(u64::from_le_bytes(next_array(payload)?)).ok()?;
        let column = usize::try_from(u64::from_le_bytes(next_array(payload)?)).ok()?;
        changes.push(CellChange {
            cell: CellRef { record, column },
            row: u64::from_le_bytes(next_array(payload)?),
            old: next_text(payload)?,
            new: next_text(payload)?,
        });
    }
    Some(changes)
}

fn next_identity(payload: &mut &[u8]) -> Option<Identity> {
    let hash = next_array(payload)?;
    let stamp = match next_array::<1>(payload)?[0] {
        0 => None,
        _ => Some(Stamp {
            len: u64::from_le_bytes(next_array(payload)?),
            modified: (
                i64::from_le_bytes(next_array(payload)?),
                i64::from_le_bytes(next_array(payload)?),
            ),
            device: u64::from_le_bytes(next_array(payload)?),
            inode: u64::from_le_bytes(next_array(payload)?),
        }),
    };
    Some(Identity { stamp, hash })
}
