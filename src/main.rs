//! The door of koppla: arguments, log file, exit code. What happens behind it is in the library.

use std::process::ExitCode;

use koppla::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Asked::Answered(exit) => exit.into(),
        Asked::Screens(_) => ExitCode::SUCCESS,
    }
}
