//! koppla: give many employees the address with which they sign in to Visma Connect, without a spreadsheet's accidents.
//!
//! The rooms of the house and who may know whom (`tests/layers.rs` holds every `use` to it):
//!
//! | room | what it is for | knows |
//! |---|---|---|
//! | [`domain`] | the rules, pure: no terminal, database, file, clock or chance | nothing |
//! | [`mod@file`] | a delimited file as a document: encoding, dialect, index, edits, saving | domain |
//! | [`store`] | the register; all SQL lives here | domain |
//! | [`mail`] | what a mail is, and what hands it over | domain |
//! | [`jobs`] | the use cases, the same for screen, command and page | domain, file, store, mail |
//! | [`lang`] | every sentence a person reads, in Swedish and English | domain, file, store, jobs |
//! | [`cli`] | one file a sub-command: arguments → job → text or JSON | jobs, domain, file, lang |
//! | [`tui`] | the screens, steps and widgets | jobs, domain, file, lang |
//! | [`web`] | the pages on which people verify their address | jobs, domain, file, lang |
//!
//! `cli`, `tui` and `web` never know each other; `main.rs` is the door that picks one of them.

pub mod cli;
pub mod domain;
pub mod file;
pub mod jobs;
pub mod lang;
pub mod mail;
pub mod store;
pub mod tui;
pub mod web;
