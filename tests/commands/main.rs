//! What the commands do, seen from outside: exit codes, JSON, sentences and files.

#[path = "../support/mod.rs"]
mod support;

mod people;
mod rules;
mod surroundings;
mod templates;
mod whole;
