//! `koppla serve`: what was asked for, and how it is told of. The pages themselves are served by the door of the program.

use std::net::SocketAddr;

use serde_json::json;

use super::Exit;
use super::args::ServeArgs;
use super::output::{Output, complain};
use crate::jobs::Place;
use crate::lang::errors::Told;
use crate::t;

/// The pages are to be served.
#[derive(Debug)]
pub struct Serve {
    place: Place,
    listen: SocketAddr,
    output: Output,
}

impl Serve {
    /// What serving needs.
    pub(super) fn new(place: Place, arguments: ServeArgs, output: Output) -> Serve {
        Serve {
            place,
            listen: arguments.listen,
            output,
        }
    }

    /// The register.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Where to listen.
    pub fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// Whether only results and errors are wanted.
    pub fn quiet(&self) -> bool {
        self.output.quiet
    }

    /// Says where the pages are.
    pub fn announce(&self, address: SocketAddr) {
        if self.output.json {
            // One line, as it is read while the server runs.
            self.output
                .line(&json!({ "listen": address.to_string() }).to_string());
        } else {
            self.output
                .line(&t!("cli-serving", listen = address.to_string()));
        }
    }

    /// Says why the pages are not served.
    pub fn fail(&self, code: &str, told: &Told) -> Exit {
        if self.output.json {
            self.output.json(&json!({
                "error": { "code": code, "message": told.message, "cure": told.cure }
            }));
        }
        complain(&format!("koppla: {}", told.message));
        if let Some(cure) = &told.cure {
            complain(cure);
        }
        Exit::Failed
    }
}
