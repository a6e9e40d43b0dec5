//! What several integration tests share.

pub mod browser;
pub mod commands;
pub mod disks;
pub mod http;
pub mod pages;
pub mod pty;
pub mod smtp;
pub mod trials;
