//! The door of koppla: arguments, log file, exit code. What happens behind it is in the library.

use std::process::ExitCode;

use koppla::cli::{self, Asked, Screens};
use koppla::jobs::logfile;
use koppla::lang::errors;
use koppla::tui::start::{self, StartError};
use koppla::web::{self, Options};

fn main() -> ExitCode {
    logfile::start();
    let ended = match cli::run(std::env::args_os()) {
        Asked::Answered(exit) => return exit.into(),
        Asked::Serve(asked) => {
            let options = Options {
                listen: asked.listen(),
                quiet: asked.quiet(),
            };
            let served = web::serve(asked.place(), options, |address| asked.announce(address));
            return match served {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => asked.fail(error.code(), &error.told()).into(),
            };
        }
        Asked::Screens(Screens::Demo) => start::demo(),
        Asked::Screens(Screens::Guide {
            place,
            file,
            beginning,
            ask_language,
        }) => start::guide(place, file, beginning, ask_language),
    };
    match ended {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(error) => {
            let sentence = match &error {
                StartError::Job(error) => errors::job(error).whole(),
                StartError::NoTerminal => koppla::t!("error-no-terminal"),
                StartError::Terminal(source) => {
                    koppla::t!("error-terminal", why = source.to_string())
                }
            };
            cli::complain(&sentence);
            ExitCode::FAILURE
        }
    }
}
