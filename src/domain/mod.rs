//! The rules of koppla, pure: what an address is, which domains are allowed, what a template says and
//! what an import would do (R1–R13, D1–D5 of the design). Nothing here knows a terminal, a database, a file,
//! a clock or chance; whatever of those is needed is handed in.

pub mod address;
pub mod claims;
pub mod collation;
pub mod columns;
pub mod domains;
pub mod excel;
pub mod fill;
mod folk;
pub mod headings;
pub mod join;
mod judge;
pub mod known;
pub mod load;
pub mod log;
pub mod names;
pub mod outcome;
pub mod person;
pub mod plan;
pub mod preflight;
pub mod proposal;
pub mod repair;
pub mod repeats;
pub mod sieve;
pub mod snapshot;
pub mod template;
pub mod text;
pub mod undo;
pub mod verification;
