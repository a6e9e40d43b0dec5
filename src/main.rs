//! The door of koppla: it picks the command line or the screens.
fn main() {}
