//! A past run as the command that does the same, for cron and scripts. Not here: filling the forms of the screens, which ask the
//! past run itself.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::place::Place;
use crate::domain::log::{RunKind, RunRecord};

/// The command that does what a run did; none for an undo. Any shell takes it, and so does a line of a crontab, where a bare
/// `%` would end the command.
pub fn command(place: &Place, run: &RunRecord) -> Option<String> {
    let mut words: Vec<OsString> = vec!["koppla".into()];
    if !place.is_default() {
        words.extend(["--register".into(), place.whole().into_os_string()]);
    }
    let path = match &run.asked.path {
        Some(path) => path.clone().into_os_string(),
        None => run.file.clone().into(),
    };
    match run.kind {
        RunKind::Import => words.extend(["import".into(), path]),
        RunKind::Export => words.extend(["export".into(), "--output".into(), path]),
        RunKind::Load => words.extend(["register".into(), "load".into(), path]),
        RunKind::Undo => return None,
    }
    if let Some(template) = &run.template {
        words.extend(given("--template", template));
    }
    let own_name = Path::new(&run.file).file_name();
    if run.kind != RunKind::Load && own_name != Some(OsStr::new(&run.name)) {
        words.extend(given("--name", &run.name));
    }
    words.extend(run.asked.arguments.iter().map(OsString::from));
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    Some(quoted.join(" "))
}

/// A flag with its value; in one word where the value could be taken for another flag.
fn given(flag: &str, value: &str) -> Vec<OsString> {
    match value.starts_with('-') {
        true => vec![format!("{flag}={value}").into()],
        false => vec![flag.into(), value.into()],
    }
}

/// A word as a shell takes it: as it is where nothing in it means anything to a shell, else in single quotes. What those cannot hold on
/// one line of a crontab goes through `printf`, byte by byte.
fn quoted(word: &OsStr) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:,@".contains(c);
    match word.to_str() {
        Some(text) if !text.is_empty() && text.chars().all(plain) => text.to_owned(),
        Some(text)
            if !text.contains(['%', '\'']) && !text.chars().any(crate::domain::text::is_hidden) =>
        {
            format!("'{text}'")
        }
        _ => {
            let bytes = word.as_bytes().iter().map(|byte| match byte {
                b'/' | b'.' | b'_' | b'-' | b' ' => char::from(*byte).to_string(),
                byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
                byte => format!("\\{byte:03o}"),
            });
            format!("\"$(printf '{}')\"", bytes.collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        for word in [
            &b"anst.csv"[..],
            b"",
            b"Import E-post Visma Connect",
            b"it's",
            b"10%",
            b"$HOME `id` \"x\" \\n!",
            b"a;b&c|d>e*?[f]{g}~#",
            "räksmörgås.csv".as_bytes(),
            b"latin \xe5.csv",
            b"two\nlines\x1b[31m",
            "\u{202e}vänd".as_bytes(),
            b"-n",
            b";",
        ] {
            let quoted = quoted(OsStr::from_bytes(word));
            assert!(!quoted.contains(['\n', '%']), "{quoted}");
            let script = format!("printf '%s' {quoted}");
            let read = Command::new("sh").args(["-c", &script]).output().unwrap();
            assert_eq!(read.stdout, word, "{quoted}");
        }
    }

    #[test]
    fn a_register_elsewhere_is_named_with_its_whole_path() {
        let run = crate::domain::log::RunRecord {
            asked: crate::domain::log::Asked {
                path: Some(PathBuf::from("/srv/fil ett.csv")),
                arguments: vec!["--skip-rows".into(), "0".into()],
            },
            ..imported("Veckans")
        };
        let place = Place::new(Some(Path::new("/srv/hr.db"))).unwrap();
        assert_eq!(
            command(&place, &run).unwrap(),
            "koppla --register /srv/hr.db import '/srv/fil ett.csv' --template In --name Veckans --skip-rows 0"
        );
        // A name that is the file's own comes by itself.
        let place = Place::new(None).unwrap();
        assert_eq!(
            command(&place, &imported("a.csv")).unwrap(),
            "koppla import a.csv --template In"
        );
    }

    fn imported(name: &str) -> RunRecord {
        let mut register = tempfile::tempdir()
            .map(|d| crate::store::Register::open(&d.path().join("r.db")).unwrap())
            .unwrap();
        let run = crate::domain::log::NewRun {
            kind: RunKind::Import,
            name: name.into(),
            template: Some("In".into()),
            file: "a.csv".into(),
            who: crate::domain::log::Who::default(),
            started: jiff::Timestamp::UNIX_EPOCH,
            asked: crate::domain::log::Asked::default(),
            export: None,
            undo_of: None,
        };
        register
            .record_failure(&run, Some("file_missing"), jiff::Timestamp::UNIX_EPOCH)
            .unwrap()
    }
}
