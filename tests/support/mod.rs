//! What several integration tests share.

pub mod commands;
pub mod pty;
pub mod smtp;
