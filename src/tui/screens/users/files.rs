//! What can be written to a file about many persons: the list itself, a sheet for mail merge, and one-time passwords.

use std::sync::Arc;

use crate::domain::person::{Person, PersonId};
use crate::jobs::{self, passwords, people_lists, settings};
use crate::lang::{sentences, users};
use crate::t;
use crate::tui::context::Context;
use crate::tui::layer::Outcome;
use crate::tui::screens::saving::Saving;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Who they are and how their address stands.
    List,
    /// For mail merge: whom to tell to verify themselves, and where.
    Sheet,
    /// New one-time passwords.
    Passwords,
}

impl Kind {
    pub(super) const ALL: [Kind; 3] = [Kind::List, Kind::Sheet, Kind::Passwords];
}

/// What the kinds are called, in their order.
pub(super) fn names() -> Vec<String> {
    vec![
        t!("users-write-list"),
        t!("users-write-sheet"),
        t!("users-write-passwords"),
    ]
}

/// Asks where to write something about these persons.
pub(super) fn ask(
    kind: Kind,
    chosen: Vec<PersonId>,
    saving: &mut Saving,
    context: &Context,
) -> Outcome {
    let place = context.desk.place.clone();
    let today = context.clock.now().strftime("%Y%m%d").to_string();
    match kind {
        Kind::List => {
            let write = move |path: &std::path::Path, replace: bool, control: &jobs::Control| {
                let state = |person: &Person| sentences::connect_state(person.state(jobs::now()));
                people_lists::list(&place.open()?, &chosen, path, replace, state, control)
            };
            let name = t!("users-file-list", date = today);
            saving.ask(&name, Arc::new(write), context)
        }
        Kind::Sheet => {
            let write = move |path: &std::path::Path, replace: bool, control: &jobs::Control| {
                let register = place.open()?;
                let url = settings::base_url(&place, &register)?;
                let (headings, words) = (users::sheet_headings(), users::sheet_words(&url));
                let sheet = people_lists::Sheet {
                    url: &url,
                    headings: &headings,
                    words: &words,
                };
                people_lists::sheet(&register, &chosen, path, replace, &sheet, control)
            };
            let name = t!("users-file-sheet", date = today);
            saving.ask(&name, Arc::new(write), context)
        }
        Kind::Passwords => {
            let write = move |path: &std::path::Path, replace: bool, control: &jobs::Control| {
                let mut register = place.open()?;
                let persons = people_lists::to_sign_in(&register, &chosen)?;
                let heading = users::password_headings();
                let heading = [&*heading[0], &*heading[1], &*heading[2]];
                let file = (path, replace);
                passwords::issue_list(&mut register, &persons, file, heading, control)
            };
            let name = t!("users-file-passwords", date = today);
            saving.ask(&name, Arc::new(write), context)
        }
    }
}
