//! `koppla completions SHELL`

use clap_complete::Shell;

use super::Exit;
use super::args;
use super::output::Output;

pub(super) fn run(shell: Shell, output: Output) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::localised(), "koppla", &mut script);
    output.bytes(&script);
    Exit::Done
}
