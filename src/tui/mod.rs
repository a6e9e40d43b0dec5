//! The screens. The lower part of this room is the machinery: the loop ([`run`]), the stack of layers ([`layer`],
//! [`stack`]), keys and actions ([`keys`]), what stands around every screen ([`chrome`]), the dialogs that all use
//! ([`dialogs`]) and the building blocks ([`widgets`]). It knows nothing of persons, files and templates.
//!
//! Above it: what the screens of koppla share ([`desk`], [`folders`], [`outbox`]), the [`screens`] and the [`steps`] of the wizard, and the way in
//! ([`start`]).
//!
//! A screen is a [`layer::Layer`]: it declares its keys as one static list, does what an [`keys::Action`] asks for,
//! draws from what it holds, and pulls news from its jobs when it is woken. No SQL and no `std::fs` in this room.

pub mod abilities;
pub mod alphabet;
mod arriving;
pub mod chrome;
pub mod context;
pub mod counting;
pub mod desk;
pub mod dialogs;
pub mod folders;
pub mod keys;
pub mod layer;
#[cfg(test)]
mod looks_tests;
pub mod moving;
pub mod outbox;
mod purging;
pub mod run;
pub mod screen;
pub mod screens;
pub mod stack;
pub mod start;
pub mod steps;
pub mod terminal;
#[cfg(test)]
pub(crate) mod test_demo;
#[cfg(test)]
pub(crate) mod test_util;
pub mod theme;
pub mod widgets;
