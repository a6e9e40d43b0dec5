//! `koppla man`: the manual as one page in roff, made from the argument tree that parses, so that none of the two can say
//! what the other does not. Not here: the help texts, which are in the language files as for `--help`.

use clap::{Arg, Command};
use roff::{Inline, Roff, bold, italic, roman};

use super::Exit;
use super::args;
use super::output::Output;
use crate::lang;
use crate::t;

pub(super) fn run(output: Output) -> Exit {
    output.bytes(page(args::localised()).as_bytes());
    Exit::Done
}

fn page(mut command: Command) -> String {
    // Until it is built, sub-commands do not know what they are called as a whole.
    command.build();
    let mut roff = Roff::new();
    let version = format!("koppla {}", env!("CARGO_PKG_VERSION"));
    let section = t!("man-section");
    roff.control("TH", ["KOPPLA", "1", "", &version, &section]);

    heading(&mut roff, "SH", &t!("man-name"));
    roff.text([roman(format!("koppla - {}", about(&command)))]);
    heading(&mut roff, "SH", &t!("man-synopsis"));
    synopsis(&mut roff, &mut command.clone());
    heading(&mut roff, "SH", &t!("man-description"));
    roff.text([roman(t!("man-way"))]);
    roff.control("PP", []);
    roff.text([roman(t!("man-screens"))]);
    heading(&mut roff, "SH", &t!("man-options"));
    arguments(&mut roff, &command, |_| true);

    heading(&mut roff, "SH", &t!("man-commands"));
    commands(&mut roff, &command, "help");

    heading(&mut roff, "SH", &t!("man-exit"));
    for (code, meaning) in [
        ("0", t!("man-exit-0")),
        ("1", t!("man-exit-1")),
        ("2", t!("man-exit-2")),
        ("3", t!("man-exit-3")),
        ("4", t!("man-exit-4")),
        ("130, 143, 129", t!("man-exit-signals")),
    ] {
        entry(&mut roff, vec![bold(code)], meaning);
    }
    heading(&mut roff, "SH", &t!("man-environment"));
    for (names, meaning) in [
        ("KOPPLA_REGISTER", t!("man-env-register")),
        ("KOPPLA_CONFIG", t!("man-env-config")),
        ("KOPPLA_SMTP_PASSWORD", t!("man-env-password")),
        ("XDG_DATA_HOME, XDG_STATE_HOME", t!("man-env-home")),
        ("LC_ALL, LC_MESSAGES, LANG", t!("man-env-language")),
        ("NO_COLOR", t!("man-env-color")),
    ] {
        entry(&mut roff, vec![bold(names)], meaning);
    }
    heading(&mut roff, "SH", &t!("man-files"));
    for (path, meaning) in [
        ("~/.local/share/koppla/register.db", t!("man-file-register")),
        ("~/.local/share/koppla/keys", t!("man-file-keys")),
        ("~/.local/share/koppla/journals/", t!("man-file-journals")),
        ("~/.local/state/koppla/koppla.log", t!("man-file-log")),
    ] {
        entry(&mut roff, vec![italic(path)], meaning);
    }
    heading(&mut roff, "SH", &t!("man-examples"));
    examples(&mut roff, "help");
    roff.render()
}

fn about(command: &Command) -> String {
    command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn heading(roff: &mut Roff, macro_name: &str, text: &str) {
    roff.control(macro_name, [text]);
}

/// What stands at the left, and below it what it means.
fn entry(roff: &mut Roff, what: Vec<Inline>, meaning: String) {
    roff.control("TP", []);
    roff.text(what);
    roff.text([roman(meaning)]);
}

fn synopsis(roff: &mut Roff, command: &mut Command) {
    let usage = command.render_usage().to_string();
    // Its first word is clap's own heading; further lines are other ways to call it.
    let lines = usage
        .lines()
        .map(|line| line.trim_start_matches("Usage: ").trim());
    for (index, line) in lines.filter(|line| !line.is_empty()).enumerate() {
        if index > 0 {
            roff.control("br", []);
        }
        roff.text([bold(line)]);
    }
}

fn arguments(roff: &mut Roff, command: &Command, takes: impl Fn(&Arg) -> bool) {
    for argument in command.get_arguments().filter(|arg| takes(arg)) {
        let mut names = Vec::new();
        if let Some(short) = argument.get_short() {
            names.push(format!("-{short}"));
        }
        if let Some(long) = argument.get_long() {
            names.push(format!("--{long}"));
        }
        let mut what = vec![bold(names.join(", "))];
        if argument.get_action().takes_values() {
            let values = argument.get_value_names().unwrap_or_default();
            let values: Vec<_> = values.iter().map(ToString::to_string).collect();
            let gap = if names.is_empty() { "" } else { " " };
            what.push(italic(format!("{gap}{}", values.join(" "))));
        }
        // What clap adds by itself is explained in its own language only.
        let added = ["help", "version"].contains(&argument.get_id().as_str());
        let mut meaning = added
            .then(|| lang::lookup(&format!("help-any--{}", argument.get_id())))
            .flatten()
            .or_else(|| argument.get_help().map(ToString::to_string))
            .unwrap_or_default();
        let possible: Vec<_> = argument
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        if argument.get_action().takes_values() && !possible.is_empty() {
            meaning.push_str(&format!(" [{}]", possible.join("|")));
        }
        entry(roff, what, meaning);
    }
}

/// Every sub-command that does something, under its whole name.
fn commands(roff: &mut Roff, parent: &Command, id: &str) {
    for command in parent.get_subcommands() {
        let id = format!("{id}-{}", command.get_name());
        if command.has_subcommands() {
            commands(roff, command, &id);
            continue;
        }
        let name = command.get_bin_name().unwrap_or(command.get_name());
        heading(roff, "SS", name);
        roff.text([roman(about(command))]);
        roff.control("PP", []);
        synopsis(roff, &mut command.clone());
        // What every command takes stands once, among the options.
        let own = |arg: &Arg| !arg.is_global_set() && arg.get_id() != "help";
        arguments(roff, command, own);
        examples(roff, &id);
    }
}

/// The text below the help of a command: words as a paragraph, what is indented as it stands.
fn examples(roff: &mut Roff, id: &str) {
    let Some(text) = lang::lookup(&format!("{id}--examples")) else {
        return;
    };
    let mut literal = false;
    roff.control("PP", []);
    for line in text.lines() {
        let indented = line.starts_with(' ');
        if indented != literal {
            roff.control(if indented { "nf" } else { "fi" }, []);
            literal = indented;
        }
        match line {
            "" => roff.control("PP", []),
            line => roff.text([roman(line)]),
        };
    }
    if literal {
        roff.control("fi", []);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Language, speaking};

    /// The whole names of all commands that do something.
    fn names(command: &Command, found: &mut Vec<String>) {
        for sub in command.get_subcommands() {
            if sub.has_subcommands() {
                names(sub, found);
            } else {
                found.push(sub.get_bin_name().unwrap().to_owned());
            }
        }
    }

    /// The long names of all arguments.
    fn longs(command: &Command) -> Vec<String> {
        let own = command.get_arguments().filter_map(Arg::get_long);
        let below = command.get_subcommands().flat_map(longs);
        own.map(str::to_owned).chain(below).collect()
    }

    #[test]
    fn the_page_has_every_command_with_every_argument_and_the_sections_that_a_manual_has() {
        for language in [Language::Swedish, Language::English] {
            speaking(language, || {
                let mut tree = args::localised();
                tree.build();
                let page = page(args::localised());
                let mut all = Vec::new();
                names(&tree, &mut all);
                assert!(all.len() > 30, "{}", all.len());
                for name in all {
                    assert!(page.contains(&format!(".SS \"{name}\"\n")), "{name}");
                }
                for long in longs(&tree) {
                    let shown = format!("--{long}").replace('-', "\\-");
                    assert!(page.contains(&shown), "--{long}");
                }
                for section in [
                    t!("man-name"),
                    t!("man-synopsis"),
                    t!("man-commands"),
                    t!("man-exit"),
                    t!("man-environment"),
                    t!("man-files"),
                    t!("man-examples"),
                ] {
                    assert!(
                        page.contains(&format!(".SH {section}"))
                            || page.contains(&format!(".SH \"{section}\"")),
                        "{section}"
                    );
                }
            });
        }
    }

    #[test]
    fn no_line_of_text_is_taken_for_a_request() {
        let page = page(args::localised());
        let known = ["TH", "SH", "SS", "PP", "TP", "br", "nf", "fi", "ie", "el"];
        for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
            let request: String = line[1..]
                .chars()
                .take_while(|c| c.is_alphabetic())
                .collect();
            assert!(known.contains(&request.as_str()), "{line}");
        }
    }
}
