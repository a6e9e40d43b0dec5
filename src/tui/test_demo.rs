//! The demo as tests of screens use it: a register with invented people, its files, and what somebody else does to it.
//! Not here: keys and what is on the screen ([`super::test_util`]).

use std::path::{Path, PathBuf};

use crate::jobs::demo::Demo;
use crate::jobs::people::{self, Fields};
use crate::jobs::templates;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::screens::commands;
use crate::tui::{steps, test_util};

/// A file of the sample data.
pub(crate) fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("sample-data")
        .join(name)
}

/// A demo with an export template of this name, and the import template made from it (*Import* before the name).
pub(crate) fn with_templates(name: &str) -> Demo {
    let demo = Demo::new().unwrap();
    let mut register = demo.place().open().unwrap();
    templates::add(&mut register, &templates::proposed_export(name)).unwrap();
    templates::copy(&mut register, name, &format!("Import {name}")).unwrap();
    demo
}

/// What screens share in a session on a demo, with this file at hand.
pub(crate) fn session(demo: &Demo, file: Option<PathBuf>) -> Context {
    let mut context = test_util::context();
    context.desk = Desk::demo(demo.clone());
    context.desk.file = file;
    context.commands = commands();
    steps::refresh(&mut context);
    context
}

/// Somebody else gives a person another address.
pub(crate) fn give(demo: &Demo, user_id: &str, address: &str) {
    let mut register = demo.place().open().unwrap();
    let person = register.find_person(user_id, None).unwrap();
    let fields = Fields {
        connect_address: Some(address.to_owned()),
        ..Fields::default()
    };
    people::set(&mut register, demo.place(), &person, &fields).unwrap();
}

/// The address that a person has in the register.
pub(crate) fn address(demo: &Demo, user_id: &str) -> Option<String> {
    let person = demo.place().open().unwrap().find_person(user_id, None);
    person.unwrap().spelling().map(str::to_owned)
}
