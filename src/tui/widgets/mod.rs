//! Building blocks that know nothing of koppla: what they show is handed in, already fit for a terminal (no control,
//! bidi or zero-width characters). Whoever hands text in keeps that promise; ratatui does not check it.
//! They know ratatui, the theme and each other.

pub mod chooser;
pub mod form;
pub mod gauge;
pub mod input;
pub mod list;
pub mod table;
pub mod text;
pub mod toast;
pub mod wrap;
