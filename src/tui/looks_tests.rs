//! How every screen and every dialog looks: in both languages at 80x24 as snapshots that somebody has looked at, at 60x16 and
//! 200x50 by what must not get lost. A screen, a dialog or a message that is in no table fails the test in [`completeness`].
//! Whoever changes a screen looks at the new picture (`cargo insta review`, or the `.snap.new` beside the old one) before taking it.
//!
//! | part | what it is |
//! |---|---|
//! | [`world`] | the registers and files that pictures begin with, and what happens to them meanwhile |
//! | [`loss`] | what must be there in a window of any size |
//! | [`completeness`] | whether anything is without a picture |
//! | the others | tables of pictures, by topic |
//!
//! A picture is a line of a table: its name, the state of the register with the file on the desk, the keys from the guide, the
//! layer that must be on top then, and perhaps a text that shows when it has all it waits for. Between the keys stand
//!
//! | word | what it does |
//! |---|---|
//! | `'text` | types a text; `{d}` is the directory of the register |
//! | `?text` | waits for a text; `_` is a space, and `¦` stands between what it is in each language |
//! | `-text` | waits until a text has gone |
//! | `=id` | waits for a layer |
//! | `~~` | waits until what goes on beside the screen has changed the picture |
//! | `!deed` | something happens outside, see [`world`] |
//!
//! A state with `*` is changed by its picture, so nobody else gets it. Of a dialog the frame and the footer are compared.

mod addresses;
mod completeness;
mod empty;
mod fill;
mod importing;
mod log;
mod loss;
mod people;
mod settings;
mod shared;
mod templates;
mod world;

use std::collections::HashMap;

use self::world::World;
use crate::lang::{Language, speaking};
use crate::tui::test_util::Harness;

/// Between the languages of a picture.
const BETWEEN: &str = "\n────────\n";

/// A line of a table.
struct Look {
    name: &'static str,
    state: &'static str,
    keys: &'static str,
    top: &'static str,
    text: &'static str,
}

/// The pictures of a table.
fn looks(table: &'static str) -> Vec<Look> {
    let lines = table.lines().filter(|line| !line.trim().is_empty());
    let look = |line: &'static str| {
        let mut parts = line.split('|').map(str::trim);
        let mut next = || parts.next().unwrap_or_default();
        let (name, state, keys, top, text) = (next(), next(), next(), next(), next());
        assert!(!top.is_empty() && parts.next().is_none(), "{line}");
        Look {
            name,
            state,
            keys,
            top,
            text,
        }
    };
    lines.map(look).collect()
}

/// The picture.
fn opened(look: &Look, world: &mut World) -> Harness {
    let mut harness = world.guide();
    for word in look.keys.split(' ').filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        harness = match first {
            _ if rest.is_empty() => harness.keys(word),
            "'" => harness.type_text(&rest.replace("{d}", &world.directory())),
            "?" => {
                let rest = rest.replace('_', " ");
                let texts: Vec<_> = rest.split('¦').collect();
                harness.wake_until_it(&rest, |h| texts.iter().any(|text| h.reads(text)))
            }
            "-" => {
                let texts: Vec<_> = rest.split('¦').collect();
                harness.wake_until_it(rest, |h| !texts.iter().any(|text| h.reads(text)))
            }
            "=" => harness.wake_until_it(rest, |h| h.top() == rest),
            "~" if rest == "~" => harness.wake_until_changed(),
            "!" => world.deed(rest, harness),
            _ => harness.keys(word),
        };
    }
    let text = look.text.replace('_', " ");
    harness.wake_until_it(look.name, |h| h.top() == look.top && h.reads(&text))
}

/// Looks at the pictures of a table.
fn look_at(table: &'static str) {
    let mut shared: HashMap<&str, World> = HashMap::new();
    let mut lost = Vec::new();
    for look in looks(table) {
        let pictures = [Language::Swedish, Language::English].map(|language| {
            speaking(language, || {
                let mut own = look.state.contains('*').then(|| World::new(look.state));
                let world = match &mut own {
                    Some(world) => world,
                    None => shared
                        .entry(look.state)
                        .or_insert_with(|| World::new(look.state)),
                };
                let harness = opened(&look, world);
                let picture = world.steady(&harness.screen());
                // The screen below a dialog has pictures of its own, and goes on with its work.
                let picture = match harness.heading() {
                    Some(_) => loss::framed(&picture),
                    None => picture,
                };
                lost.extend(loss::lost(look.name, harness));
                picture
            })
        });
        insta::assert_snapshot!(look.name, pictures.join(BETWEEN));
    }
    assert!(lost.is_empty(), "{}", lost.join("\n\n"));
}
