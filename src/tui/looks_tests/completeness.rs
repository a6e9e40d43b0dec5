//! Whether anything is without a picture: what the source calls a layer is looked for in the tables. Two conventions make that
//! possible, and are held to here: a dialog's id has a dot in it, and whoever opens one names the id as a literal or a constant.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

use super::looks;

/// The tables by topic.
const TABLES: [&str; 9] = [
    super::addresses::LOOKS,
    super::empty::LOOKS,
    super::fill::LOOKS,
    super::importing::LOOKS,
    super::log::LOOKS,
    super::people::LOOKS,
    super::settings::LOOKS,
    super::shared::LOOKS,
    super::templates::LOOKS,
];

/// Headings of messages that no keys lead to for certain: a worker must be stopped, or somebody else must write, between two of
/// its steps. The tests of those screens hold it up.
const RACES: [&str; 3] = [
    "exp-cancelled-title",
    "preview-conflicts-title",
    "undo-changed-title",
];

/// The files of this room that are part of the program, without the tests at their ends.
fn sources() -> Vec<String> {
    fn collect(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match path.is_dir() {
                _ if name.contains("test") => {}
                true => collect(&path, found),
                false if name.ends_with(".rs") => found.push(path),
                false => {}
            }
        }
    }
    let mut found = Vec::new();
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    collect(&room, &mut found);
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        code.unwrap_or_default().to_owned()
    };
    found.into_iter().map(read).collect()
}

fn captures(pattern: &str, text: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let found = pattern.captures_iter(text);
    found.map(|found| found[1].to_owned()).collect()
}

/// The ids of the layers in the source.
fn declared(sources: &[String]) -> BTreeSet<String> {
    let mut declared = BTreeSet::new();
    let mut constants: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let constant = Regex::new(r#"const ([A-Z_]+): &str = "([^"]*)";"#).unwrap();
    for found in sources.iter().flat_map(|text| constant.captures_iter(text)) {
        let values = constants.entry(found[1].to_owned()).or_default();
        values.insert(found[2].to_owned());
    }
    for text in sources {
        // What looks like an id is one.
        let dotted = captures(r#""([a-z_-]+\.[a-z_-]+)""#, text).into_iter();
        declared.extend(dotted.filter(|id| !id.ends_with(".csv") && !id.ends_with(".rs")));
        for body in captures(r"fn id\(&self\) -> &'static str \{([^}]*)\}", text) {
            let literals = captures(r#""([^"]+)""#, &body);
            let names = captures(r"^\s*([A-Z_]+)\s*$", &body);
            let known = !literals.is_empty() || !names.is_empty();
            let handed_on = body.contains("self.id") || body.contains("self.prompt.id()");
            assert!(known || handed_on || body.contains("STEP.id"), "{body}");
            declared.extend(literals);
            for name in names {
                let own = captures(&format!(r#"const {name}: &str = "([^"]*)";"#), text);
                // Else it is another file's, and has a dot.
                declared.extend(own);
            }
            if body.contains("STEP.id") {
                declared.extend(captures(r#"\n    id: "([^"]+)","#, text));
            }
        }
        let dialogs = r"(?:Confirm|ConfirmNumber|Choice|Prompt|FileDialog)::new\(\s*([^\s,()]+)";
        for id in captures(dialogs, text) {
            let known = match id.trim_matches('"') {
                literal if literal.len() < id.len() => literal.contains('.'),
                // A parameter, whose value is a constant somewhere else.
                "id" | "question" => true,
                name => constants[name].iter().any(|id| id.contains('.')),
            };
            assert!(known, "the id {id} of a dialog has no dot");
        }
    }
    declared
}

#[test]
fn no_screen_and_no_dialog_is_without_a_picture() {
    let declared = declared(&sources());
    assert!(declared.len() > 80, "{declared:?}");
    let looks = TABLES.into_iter().flat_map(looks);
    let seen: BTreeSet<_> = looks.map(|look| look.top.to_owned()).collect();
    let missing: Vec<_> = declared.difference(&seen).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unknown: Vec<_> = seen.difference(&declared).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// A message is known by its heading; its picture is called after that.
#[test]
fn no_message_is_without_a_picture() {
    let heading = r#"Message::new\(\s*[\w:]+,\s*t!\("([a-z-]+)"\)"#;
    let sources = sources();
    let headings = sources.iter().flat_map(|text| captures(heading, text));
    let names: BTreeSet<_> = TABLES
        .into_iter()
        .flat_map(looks)
        .map(|look| look.name)
        .collect();
    let known = |heading: &String| {
        let picture = format!("message-{heading}");
        names.contains(&*picture) || RACES.contains(&&**heading) || heading == "tui-error-title"
    };
    let missing: BTreeSet<_> = headings.filter(|heading| !known(heading)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_two_pictures_have_one_name_and_none_is_left_over() {
    let names: Vec<_> = TABLES
        .into_iter()
        .flat_map(looks)
        .map(|look| look.name.to_owned())
        .collect();
    let known: BTreeSet<_> = names.iter().cloned().collect();
    assert_eq!(known.len(), names.len());
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/snapshots");
    let files = std::fs::read_dir(snapshots).unwrap();
    let files = files.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let pictures = files.filter_map(|file| {
        let name = file.strip_prefix("koppla__tui__looks_tests__")?;
        Some(name.strip_suffix(".snap")?.to_owned())
    });
    let left: Vec<_> = pictures.filter(|name| !known.contains(name)).collect();
    assert!(left.is_empty(), "{left:?}");
}
