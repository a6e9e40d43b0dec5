//! The register in one SQLite file. Each file here holds the SQL of one kind of thing; [`register`] holds the unit of work
//! that all writing goes through, [`open`] everything that happens before the first statement.
//! Not here: a register shared by several machines.

mod changes;
mod domains;
mod edits;
mod erase;
mod import;
mod load;
mod moves;
mod open;
mod outbox;
mod passwords;
mod persons;
mod proofs;
mod purge;
mod queue;
mod register;
mod rows;
mod runs;
mod settings;
mod snapshot;
mod stamps;
mod standing;
mod templates;
mod undo;

#[cfg(test)]
mod tests;

pub use register::Register;
