//! What must be there in a window of any size: the way to help, and in a dialog every word, every button and every thing that can be
//! chosen, if need be after scrolling. On a screen the same holds for its sentences; the cells of its tables may be cut.

use std::collections::BTreeSet;

use regex::Regex;

use crate::tui::test_util::Harness;

/// The smallest window, and a large one.
const SIZES: [(u16, u16); 2] = [(60, 16), (200, 50)];

/// What a low window does without, as nothing depends on it there: sentences that give way to rows of a table, or are shorter there.
const GIVES_WAY: [(&str, &str); 15] = [
    ("addresses-columns", "samples of what is in the file"),
    ("guide-imported", "what is to be known has fewer words"),
    ("guide-new", "what is to be known has fewer words"),
    (
        "import-done",
        "the end of what is told of a row, which Space shows",
    ),
    ("import-headings", "what the keys in the footer say too"),
    ("log", "the end of the command, which a key copies"),
    ("log-none", "the end of the command, which a key copies"),
    (
        "log-search-empty",
        "the end of the command, which a key copies",
    ),
    ("menu", "the beginnings of the ways"),
    ("preview", "what the keys in the footer say too"),
    (
        "run-rows-warnings",
        "the end of what is told of a row, which Space shows",
    ),
    ("addresses-restore-many", "the ends of long addresses"),
    (
        "rows-search-empty",
        "the end of what is told of a row, which Space shows",
    ),
    (
        "run-rows",
        "the end of what is told of a row, which Space shows",
    ),
    (
        "run-rows-all",
        "the end of what is told of a row, which Space shows",
    ),
];

/// So far is scrolled for what is not on the first page.
const DOWN: usize = 60;

/// What is lost, told for each size.
pub(super) fn lost(name: &str, harness: Harness) -> Vec<String> {
    let dialog = harness.heading().is_some();
    let large = harness.screen();
    let mut told = Vec::new();
    let mut harness = harness;
    let mut wanted = BTreeSet::new();
    for (columns, lines) in SIZES.into_iter().rev() {
        harness = harness.size(columns, lines);
        let other = harness.screen();
        let mut complain = |what: String| {
            told.push(format!("{name} at {columns}x{lines}: {what}\n{other}"));
        };
        if !other.lines().last().unwrap_or_default().contains("F1") {
            complain("no way to help".into());
        }
        if dialog && buttons(&large) != buttons(&other) {
            complain(format!("buttons {:?}", buttons(&large)));
        }
        if !dialog && large.contains('▸') != other.contains('▸') {
            complain("the cursor".into());
        }
        if columns > 80 {
            wanted = words(&harness, dialog).into_iter().collect();
            continue;
        }
        let mut missing = wanted.clone();
        for _ in 0..DOWN {
            // A word that is longer than a line goes on in the next.
            let page = words(&harness, dialog).concat();
            missing.retain(|word| !page.contains(word));
            if missing.is_empty() {
                break;
            }
            harness = harness.keys("Down");
        }
        let gives_way = GIVES_WAY.iter().any(|(picture, _)| name == *picture);
        if !missing.is_empty() && !gives_way {
            complain(format!("the words {missing:?}"));
        }
    }
    told
}

/// The words of a dialog, or of the sentences of a screen.
fn words(harness: &Harness, dialog: bool) -> Vec<String> {
    let screen = harness.screen();
    let lines = match dialog {
        true => dialog_lines(&screen),
        false => sentences(&screen),
    };
    let words = lines.iter().flat_map(|line| line.split_whitespace());
    // On a screen a path or an address is the content of a field or a cell, which scrolls.
    let content = |word: &&str| !dialog && word.contains(['/', '@']);
    let signs = |word: &&str| word.chars().any(char::is_alphanumeric);
    words
        .filter(|word| signs(word) && !content(word))
        .map(str::to_owned)
        .collect()
}

fn dialog_lines(screen: &str) -> Vec<String> {
    let mut lines = dialog(screen);
    // The footer has its own order of what gives way.
    lines.pop();
    lines
}

/// Lines between header and footer that are no rows of a table: sentences, and fields with their labels.
fn sentences(screen: &str) -> Vec<String> {
    let gap = Regex::new(" {2,}").unwrap();
    let lines: Vec<_> = screen.lines().collect();
    let inner = lines.get(1..lines.len() - 1).unwrap_or_default();
    let sentence = |line: &&&str| {
        let line = line.trim();
        !line.contains(['│', '┌', '└']) && gap.find_iter(line).count() <= 1
    };
    let found = inner.iter().filter(sentence);
    found.map(|line| (*line).to_owned()).collect()
}

/// The inside of the dialog on top, whose frame is the last that begins, and the footer.
fn dialog(screen: &str) -> Vec<String> {
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    let corner = |line: &Vec<char>| line.iter().rposition(|c| *c == '┌');
    let mut from_below = lines.iter().enumerate().rev();
    let Some((top, left)) = from_below.find_map(|(y, line)| corner(line).map(|x| (y, x))) else {
        return Vec::new();
    };
    let inside = |line: &Vec<char>| {
        let inner = line
            .iter()
            .skip(left + 1)
            .take_while(|c| !"│┐".contains(**c));
        inner.collect::<String>()
    };
    let footer: String = lines.last().into_iter().flatten().collect();
    let below = lines[top..].iter();
    let framed = below.take_while(|line| line.get(left) != Some(&'└'));
    framed.map(inside).chain([footer]).collect()
}

/// The dialog on top with its frame, and the footer.
pub(super) fn framed(screen: &str) -> String {
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    let place = |line: &Vec<char>, corner: char| line.iter().rposition(|c| *c == corner);
    let mut from_below = lines.iter().enumerate().rev();
    let found = from_below.find_map(|(y, line)| Some((y, place(line, '┌')?, place(line, '┐')?)));
    let (top, left, right) = found.expect("a dialog has a frame");
    let below = lines[top..]
        .iter()
        .position(|line| line.get(left) == Some(&'└'));
    let bottom = top + below.expect("a frame ends");
    let part = |line: &Vec<char>| line.iter().skip(left).take(right + 1 - left).collect();
    let framed = lines[top..=bottom].iter().map(part);
    let footer: String = lines.last().into_iter().flatten().collect();
    framed.chain([footer]).collect::<Vec<String>>().join("\n")
}

/// The buttons of the dialog on top.
fn buttons(screen: &str) -> Vec<String> {
    let button = Regex::new(r"\[ [^\]]+ \]").unwrap();
    let lines = dialog(screen);
    let found = lines.iter().flat_map(|line| {
        let buttons = button.find_iter(line).map(|b| b.as_str().to_owned());
        buttons.collect::<Vec<_>>()
    });
    found.collect()
}
