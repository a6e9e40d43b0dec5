//! How koppla behaves on a terminal: what it sends to which, what it gives back, what it answers to a mouse, a paste, a new size,
//! a shell that wants to the front. By keys on a real pseudo-terminal; the loop itself is looked at in `terminal.rs`.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use support::commands::Office;
use support::pty::{Pty, Start};

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const QUIT: &str = "\x11";

/// The guide on the throw-away register, on this terminal.
fn demo(change: impl FnOnce(Start) -> Start) -> Pty {
    let mut pty = change(Start::koppla(&["--lang", "en", "demo"])).start();
    pty.wait_for("1,004 lack an address");
    pty
}

/// The guide on a register of its own.
fn guide(office: &Office) -> Pty {
    let register = office.register();
    let register = register.to_str().unwrap();
    let mut pty = Start::koppla(&["--lang", "en", "--register", register])
        .directory(office.path())
        .start();
    pty.wait_for("1,004 lack an address");
    pty
}

fn quit(pty: &mut Pty) {
    pty.send(QUIT);
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

/// Esc; a key right behind it would be taken for Alt and that key.
fn back(pty: &mut Pty, shown: &str) {
    pty.send(ESC).wait_for(shown);
}

fn received(pty: &Pty) -> String {
    String::from_utf8_lossy(pty.received()).into_owned()
}

/// The parameters of everything that sets a style.
fn styles(pty: &Pty) -> Vec<String> {
    let all = received(pty);
    let after_escape = all.split("\x1b[").skip(1);
    after_escape
        .filter_map(|text| {
            let end = text.find(|c: char| !c.is_ascii_digit() && c != ';')?;
            text[end..].starts_with('m').then(|| text[..end].to_owned())
        })
        .collect()
}

fn colours(pty: &Pty) -> Vec<u32> {
    let codes = styles(pty);
    let codes = codes.iter().flat_map(|style| style.split(';'));
    let numbers = codes.filter_map(|code| code.parse().ok());
    numbers
        .filter(|n| (30..=49).contains(n) || *n >= 90)
        .collect()
}

/// The line and column, from 1, where a text stands.
fn place(pty: &Pty, text: &str) -> (usize, usize) {
    let found = (0..24).find_map(|line| {
        let shown = pty.screen_line(line);
        let at = shown.find(text)?;
        Some((usize::from(line) + 1, shown[..at].chars().count() + 1))
    });
    found.unwrap_or_else(|| panic!("{text:?} is not on\n{}", pty.screen()))
}

fn click(pty: &mut Pty, text: &str) {
    let (line, column) = place(pty, text);
    pty.send(&format!("\x1b[<0;{column};{line}M\x1b[<0;{column};{line}m"));
}

#[test]
fn every_size_from_the_smallest_on_is_used_whole() {
    let mut pty = demo(|start| start);
    for (columns, lines) in [(60, 16), (200, 50), (80, 24)] {
        pty.resize(columns, lines)
            .wait_until("header and footer at the edges", |screen| {
                let rows: Vec<_> = screen.rows(0, columns).collect();
                rows.len() == usize::from(lines)
                    && rows[0].starts_with(" koppla")
                    && rows[usize::from(lines) - 1].contains("F1 help")
            });
    }
    for (columns, lines) in [(59, 24), (80, 15), (20, 3)] {
        pty.resize(columns, lines).wait_for("koppla needs a");
    }
    pty.resize(80, 24).wait_for("1,004 lack an address");
    quit(&mut pty);
}

#[test]
fn sixteen_colours_are_enough_and_no_color_means_none() {
    let used = |change: fn(Start) -> Start| {
        let mut pty = demo(change);
        // Ticks, warnings and the like.
        pty.send("1").wait_for("Field delimiter");
        pty.send("6").wait_for("verified");
        quit(&mut pty);
        colours(&pty)
    };
    let plain = used(|start| start);
    assert!(!plain.is_empty());
    assert!(plain.iter().all(|n| *n != 38 && *n != 48), "{plain:?}");
    assert!(used(|start| start.env("NO_COLOR", "1")).is_empty());
    assert!(used(|start| start.env("TERM", "vt100")).is_empty());
    let light = used(|start| start.env("COLORFGBG", "0;15"));
    assert!(!light.contains(&33) && !light.contains(&36), "{light:?}");
}

#[test]
fn the_theme_is_a_setting_that_a_configuration_file_goes_before() {
    let office = Office::sample();
    let used = |arguments: &[&str]| {
        let register = office.register();
        let register = register.to_str().unwrap();
        let mut all = vec!["--lang", "en", "--register", register];
        all.extend_from_slice(arguments);
        let mut pty = Start::koppla(&all).start();
        pty.wait_for("1,004 lack an address");
        pty.send("6").wait_for("bjorn.b");
        quit(&mut pty);
        colours(&pty)
    };
    office.run(&["setting", "set", "theme", "none"]).exits(0);
    assert!(used(&[]).is_empty());
    let config = office.file("koppla.toml", b"theme = \"dark\"\n");
    assert!(!used(&["--config", config.to_str().unwrap()]).is_empty());
    let wrong = office.run(&["setting", "set", "theme", "pink"]).exits(1);
    assert!(wrong.err.contains("auto|light|dark|none"), "{}", wrong.err);
}

#[test]
fn a_vt100_is_sent_what_it_knows() {
    let mut pty = demo(|start| start.env("TERM", "vt100").env("LANG", "C"));
    pty.send("1").wait_for("Field delimiter");
    let all = received(&pty);
    assert!(all.is_ascii(), "{all}");
    for unknown in ["\x1b]", "\x1b[?1049", "\x1b[22;0t"] {
        assert!(!all.contains(unknown), "{unknown:?} was sent");
    }
    assert!(pty.screen().contains('|'), "frames are drawn plainly");
    quit(&mut pty);
    assert_eq!(pty.screen().trim(), "", "nobody's name stays behind");
    assert!(!pty.emulator().hide_cursor());
}

#[test]
fn the_linux_console_gets_the_signs_of_its_font() {
    let mut pty = demo(|start| start.env("TERM", "linux"));
    pty.send("1").wait_for("│");
    let all = received(&pty);
    for unknown in ["\x1b]", "\x1b[?1049", "▸", "✓", "…", "›"] {
        assert!(!all.contains(unknown), "{unknown:?} was sent");
    }
    quit(&mut pty);
    assert_eq!(pty.screen().trim(), "");
}

#[test]
fn without_a_utf8_locale_letters_are_sent_as_the_locale_has_them() {
    let mut pty = Start::koppla(&["--lang", "sv", "demo"])
        .env("LANG", "C")
        .start();
    pty.wait_for("1 004 saknar adress");
    assert!(received(&pty).is_ascii());
    quit(&mut pty);
    let mut pty = Start::koppla(&["--lang", "sv", "demo"])
        .env("LANG", "sv_SE.ISO-8859-1")
        .start();
    pty.wait_for("saknar adress");
    let latin = b"l\xe4s in personer";
    assert!(pty.received().windows(latin.len()).any(|w| w == latin));
    quit(&mut pty);
}

/// The five steps as commands, which are the way where no screen can be drawn.
const COMMANDS: [&str; 6] = [
    "koppla template add",
    "koppla export",
    "koppla fill",
    "koppla check",
    "koppla template copy",
    "koppla import",
];

#[test]
fn where_no_screen_can_be_drawn_that_is_said_and_the_commands_are_named() {
    for (lang, sentence) in [("sv", "flytta markören"), ("en", "move its cursor")] {
        let office = Office::empty();
        let register = office.register();
        let arguments = ["--lang", lang, "--register", register.to_str().unwrap()];
        for change in [
            (|start: Start| start.env("TERM", "dumb")) as fn(Start) -> Start,
            |start| start.without("TERM"),
        ] {
            let mut pty = change(Start::koppla(&arguments).size(200, 24)).start();
            assert_eq!(pty.wait_exit(), 1);
            let told = received(&pty);
            assert!(!told.contains('\x1b'), "{told}");
            for text in COMMANDS.iter().chain([&sentence]) {
                assert!(told.contains(text), "{text:?} is missing in\n{told}");
            }
        }
        // A pipe is no terminal, whatever its name.
        for arguments in [&["--lang", lang][..], &["--lang", lang, "demo"]] {
            let ran = office.run(arguments).exits(1);
            assert_eq!(ran.out, "");
            for text in COMMANDS.iter().chain([&sentence]) {
                assert!(
                    ran.err.contains(text),
                    "{text:?} is missing in\n{}",
                    ran.err
                );
            }
        }
        assert!(!register.exists(), "a register was made for nothing");
    }
}

#[test]
fn the_title_is_set_and_the_one_before_comes_back() {
    let mut pty = demo(|start| start);
    let begun = received(&pty);
    let saved = begun.find("\x1b[22;0t").unwrap();
    assert!(saved < begun.find("\x1b]2;koppla\x07").unwrap());
    quit(&mut pty);
    assert!(received(&pty).ends_with("\x1b]2;\x07\x1b[23;0t"));
}

#[test]
fn nothing_is_sent_while_nothing_happens_on_any_screen() {
    let mut pty = demo(|start| start);
    for (keys, shown) in [
        ("1", "Field delimiter"),
        ("6", "bjorn.b"),
        ("!", "Load of people"),
    ] {
        pty.send(keys).wait_for(shown);
    }
    settle(&mut pty);
    assert!(pty.silent_for(Duration::from_secs(1)), "{}", pty.screen());
    back(&mut pty, "bjorn.b");
    quit(&mut pty);
}

/// What is to be read, whether blanks were sent or never touched.
fn words(screen: &vt100::Screen) -> Vec<String> {
    let text = screen.contents();
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// An interactive shell that runs koppla as its job.
fn shell() -> Pty {
    let mut pty = Start::program("/bin/sh".as_ref(), &["-i"])
        .env("PS1", "shell> ")
        .env("KOPPLA", env!("CARGO_BIN_EXE_koppla"))
        .start();
    pty.wait_for("shell>");
    pty.send("\"$KOPPLA\" --lang en demo\r")
        .wait_for("1,004 lack an address");
    pty
}

#[test]
fn it_steps_behind_its_shell_and_fg_brings_everything_back() {
    let mut pty = shell();
    pty.send("l").wait_for("People file");
    pty.send("abc").wait_for("abc");
    let before = words(pty.emulator());
    for _ in 0..2 {
        // Out of the field, where a colon is a colon.
        pty.send("\t:").wait_for("Find a command");
        pty.send("suspend\r");
        at_prompt(&mut pty);
        let shell = pty.emulator();
        assert!(!shell.bracketed_paste() && !shell.hide_cursor());
        // The shell reads lines again, and echoes them.
        pty.send("echo $((6*7))\r").wait_for("42");
        at_prompt(&mut pty);
        pty.send("fg\r").wait_until("koppla again", |screen| {
            screen.alternate_screen() && screen.bracketed_paste()
        });
        pty.send("\x1b[Z")
            .wait_until("the same picture", |screen| words(screen) == before);
    }
    quit_to_shell(&mut pty);
    let all = received(&pty);
    let count = |text: &str| all.matches(text).count();
    assert_eq!(count("\x1b[22;0t"), 3, "at the start and twice after");
    assert_eq!(count("\x1b[23;0t"), 3);
}

/// Waits until the shell reads lines; what is typed before would be koppla's.
fn at_prompt(pty: &mut Pty) {
    pty.wait_until("the shell's prompt", |screen| {
        !screen.alternate_screen() && screen.contents().trim_end().ends_with("shell>")
    });
}

fn quit_to_shell(pty: &mut Pty) {
    pty.send(QUIT);
    at_prompt(pty);
    pty.send("exit\r");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_signal_from_outside_stops_it_as_well() {
    let mut pty = shell();
    let koppla = child_of(pty.pid());
    kill(koppla, Signal::TSTP);
    at_prompt(&mut pty);
    pty.send("fg\r").wait_for("1,004 lack an address");
    quit_to_shell(&mut pty);
}

fn child_of(pid: u32) -> u32 {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    children.split_whitespace().next().unwrap().parse().unwrap()
}

fn kill(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[test]
fn without_a_shell_it_does_not_stop_for_ever() {
    let mut pty = demo(|start| start);
    pty.send(":").wait_for("Find a command");
    pty.send("suspend\r").wait_for("no shell");
    pty.signal(Signal::TSTP);
    pty.send("1").wait_for("Field delimiter");
    quit(&mut pty);
}

#[test]
fn stopped_unheard_it_comes_back_whole() {
    let mut pty = demo(|start| start);
    let before = pty.bytes_received();
    pty.signal(Signal::STOP).signal(Signal::CONT);
    // Raw mode, the second screen and the whole picture, for the shell may have changed all of it.
    pty.wait_received(before, "\x1b[?1049h");
    pty.wait_received(before, "1,004");
    pty.send("1").wait_for("Field delimiter");
    quit(&mut pty);
}

#[test]
fn redrawing_mends_what_somebody_else_wrote() {
    let mut pty = demo(|start| start);
    let before = pty.bytes_received();
    pty.send("\x0c1").wait_for("Field delimiter");
    let after = String::from_utf8_lossy(&pty.received()[before..]).into_owned();
    assert!(after.contains("\x1b[2J"), "{after:?}");
    quit(&mut pty);
}

#[test]
fn wheel_and_click_are_the_terminals_own_unless_asked_for() {
    let office = Office::sample();
    let mut pty = guide(&office);
    assert!(!received(&pty).contains("\x1b[?100"));
    quit(&mut pty);
    office.run(&["setting", "set", "mouse", "yes"]).exits(0);
    let mut pty = guide(&office);
    assert!(received(&pty).contains("\x1b[?1000h\x1b[?1006h"));
    assert!(!received(&pty).contains("\x1b[?1003h"), "not each movement");
    pty.send("6").wait_for("bjorn.b");
    let first = row_of(pty.emulator()).0;
    pty.send("\x1b[<65;10;10M")
        .wait_until("three rows further down", |screen| {
            row_of(screen).0 == first + 3
        });
    quit(&mut pty);
    let all = received(&pty);
    assert!(all.contains("\x1b[?1006l\x1b[?1000l"), "given back");
}

#[test]
fn a_click_chooses_the_row_it_is_on() {
    let office = Office::sample();
    office.run(&["setting", "set", "mouse", "yes"]).exits(0);
    let mut pty = guide(&office);
    pty.send("6").wait_for("bjorn.b");
    click(&mut pty, "bjorn.b");
    pty.wait_until("the cursor on Björn", |screen| {
        let text = screen.contents();
        let mut lines = text.lines();
        lines.any(|line| line.starts_with('▸') && line.contains("bjorn.b"))
    });
    // What is chosen is what Enter opens.
    pty.send(ENTER).wait_for("Björn Berg");
    pty.wait_gone("Åsa Lindström");
    back(&mut pty, "Åsa Lindström");
    quit(&mut pty);
}

/// As a terminal sends what is pasted.
fn pasted(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

#[test]
fn a_paste_presses_no_keys() {
    let mut pty = demo(|start| start);
    // Where nothing is typed it is nothing at all, quitting least of all.
    pty.send(&pasted("6\r\x11:quit\r"));
    pty.send("1").wait_for("Field delimiter");
    // In the palette it is text in one line, its controls left out.
    pty.send(":").wait_for("Find a command");
    pty.send(&pasted("notif\x07\x1bica\ntions\r"))
        .wait_for("notifica tions");
    pty.send("\x15").send("notifications").wait_for("▸ Notif");
    pty.send(ESC).wait_gone("Find a command");
    // In a form's field it does not go on to the next.
    pty.send(":load people\r").wait_for("People file");
    pty.send(&pasted("a\nb\r\x11"))
        .wait_for("▸ People file                  a b");
    pty.send(ESC).wait_for("1,004 lack an address");
    quit(&mut pty);
}

#[test]
fn esc_and_the_next_key_may_come_in_one_piece() {
    let mut pty = demo(|start| start);
    // Out of the menu, and the step at once.
    pty.send("m").wait_for("All views");
    pty.send("\x1b1").wait_for("Field delimiter");
    pty.send(":").wait_for("Find a command");
    pty.send("\x1b6").wait_for("bjorn.b");
    // An arrow begins with Esc itself; torn apart it would be typed.
    let first = row_of(pty.emulator()).0;
    pty.send("/").wait_for("Search");
    pty.send("\x1b\x1b[B")
        .wait_until("the row below", |screen| row_of(screen).0 == first + 1);
    assert!(!pty.screen().contains("[B"), "{}", pty.screen());
    // What Esc opens hears nothing of the key that came with it.
    pty.send("1").wait_for("Field delimiter");
    pty.send("\t\tx").wait_for("Connectx");
    pty.send("\x1bY").wait_for("Leave without saving?");
    back(&mut pty, "Field delimiter");
    pty.send(QUIT).wait_for("Quit koppla?");
    pty.send("Y");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn where_there_are_no_arrows_the_keys_are_called_by_words() {
    let mut pty = Start::koppla(&["--lang", "sv", "demo"])
        .env("TERM", "vt100")
        .env("LANG", "C")
        .start();
    pty.wait_for("saknar adress");
    pty.send("?").wait_for("Upp k");
    let help = pty.screen();
    assert!(help.contains("Ned j") && !help.contains("^ k"), "{help}");
    pty.send(ESC).wait_gone("Upp k");
    quit(&mut pty);
}

#[test]
fn what_is_copied_goes_to_the_terminal_and_through_screen() {
    let copied = |change: fn(Start) -> Start| {
        let mut pty = demo(change);
        pty.send(ENTER).wait_for("E-post Visma Connect");
        pty.send("\x13").wait_for("was saved");
        pty.send(ENTER).wait_for("anstallda_epost.csv");
        pty.send(ENTER).wait_for("were written");
        let before = pty.bytes_received();
        pty.send("c");
        (pty, before)
    };
    let (mut pty, before) = copied(|start| start);
    pty.wait_for("handed to your terminal");
    let after = |pty: &Pty| String::from_utf8_lossy(&pty.received()[before..]).into_owned();
    assert!(after(&pty).contains("\x1b]52;c;L3RtcC"));
    quit(&mut pty);
    let (mut pty, _) = copied(|start| start.env("TERM", "screen").env("STY", "1.pts-1.host"));
    pty.wait_for("handed to your terminal");
    assert!(after(&pty).contains("\x1bP\x1b]52;c;"));
    assert!(after(&pty).contains("\x07\x1b\\"));
    quit(&mut pty);
    let (mut pty, _) = copied(|start| start.env("TERM", "linux"));
    pty.wait_for("no clipboard");
    quit(&mut pty);
    assert!(!received(&pty).contains("\x1b]52"));
}

#[test]
fn very_many_persons_are_counted_while_the_guide_is_there_already() {
    let office = Office::sample();
    // Whoever comes next gets a number as high as if there were very many before.
    let register = rusqlite::Connection::open(office.register()).unwrap();
    register
        .execute(
            "UPDATE sqlite_sequence SET seq = 900000 WHERE name = 'person'",
            [],
        )
        .unwrap();
    drop(register);
    office
        .run(&[
            "person",
            "add",
            "--user-id",
            "sist.in",
            "--employee-number",
            "99001",
        ])
        .exits(0);
    let path = office.register();
    let path = path.to_str().unwrap();
    let mut pty = Start::koppla(&["--lang", "en", "--register", path]).start();
    pty.wait_for("1,205 persons: 1,005 lack an address");
    pty.send("2").wait_for("File name");
    back(&mut pty, "1,205 persons");
    pty.send(":security\r").wait_for("bolaget.example");
    settle(&mut pty);
    assert!(pty.silent_for(Duration::from_millis(500)));
    back(&mut pty, "1,205 persons");
    quit(&mut pty);
}

#[test]
fn a_step_opens_while_somebody_else_has_the_register() {
    let office = Office::sample();
    let mut pty = guide(&office);
    // As an import of a million rows does.
    let other = rusqlite::Connection::open(office.register()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    pty.send("6").wait_for("bjorn.b");
    let step = || -> Option<String> {
        let reader = rusqlite::Connection::open(office.register()).unwrap();
        let step = "SELECT value FROM setting WHERE key = 'guide.step'";
        reader.query_row(step, [], |row| row.get(0)).ok()
    };
    assert_eq!(step(), None);
    other.execute_batch("COMMIT").unwrap();
    quit(&mut pty);
    assert_eq!(step().as_deref(), Some("6"));
}

#[test]
fn what_is_saved_while_somebody_else_writes_stays_in_its_form() {
    let office = Office::sample();
    let mut pty = guide(&office);
    pty.send("6").wait_for("bjorn.b");
    pty.send("\r").wait_for("History");
    pty.send("e").wait_for("Department");
    let other = rusqlite::Connection::open(office.register()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    pty.send("XYZ").wait_for("XYZ");
    pty.send("\x13").wait_for("The register is busy");
    pty.send("\x1b").wait_gone("The register is busy");
    other.execute_batch("COMMIT").unwrap();
    pty.wait_for("XYZ").send("\x13").wait_for("History");
    pty.wait_for("XYZ");
    back(&mut pty, "bjorn.b");
    quit(&mut pty);
}

/// Waits until all that goes on by itself has been drawn.
fn settle(pty: &mut Pty) {
    while !pty.silent_for(Duration::from_millis(200)) {}
}

/// Down as often as scrolls the window, each time within the bytes that page 6 of the design allows, and then silence.
fn moves_down_cheaply(pty: &mut Pty, what: &str) {
    settle(pty);
    let before = pty.bytes_received();
    let mut allowed = 0;
    for _ in 0..30 {
        let cursor = row_of(pty.emulator());
        pty.send(DOWN)
            .wait_until("the cursor to go on", |screen| row_of(screen) != cursor);
        let scrolled = row_of(pty.emulator()).0 == cursor.0;
        allowed += if scrolled { 500 } else { 150 };
    }
    settle(pty);
    // All keys together: a picture may be read in two pieces.
    let bytes = pty.bytes_received() - before;
    assert!(bytes <= allowed, "{what}: {bytes} bytes of {allowed}");
    assert!(pty.silent_for(Duration::from_millis(500)), "{what}");
}

#[test]
fn moving_down_costs_few_bytes_in_every_list() {
    let office = Office::sample();
    let file = office.path().join("f.csv");
    let file = file.to_str().unwrap();
    office
        .run(&["export", "--template", "Ut", "--output", file])
        .exits(0);
    office
        .run(&[
            "fill",
            file,
            "--pattern",
            "{first}.{last}@foretaget.example",
        ])
        .exits(0);
    let register = office.register();
    let register = register.to_str().unwrap();
    let arguments = ["--lang", "en", "--register", register, file];
    let mut pty = Start::koppla(&arguments).start();
    pty.wait_for("bjorn.b");
    moves_down_cheaply(&mut pty, "the file");
    pty.send("6").wait_for("lacking");
    moves_down_cheaply(&mut pty, "users");
    pty.send("5").wait_for("Compare with");
    pty.send("\x1b[15~")
        .wait_for("This is what an import would do");
    moves_down_cheaply(&mut pty, "the preview");
    office.run(&["import", file, "--template", "In"]).exits(0);
    pty.send(":log\r").wait_for("f.csv");
    pty.send(ENTER).wait_for("goran.hak");
    moves_down_cheaply(&mut pty, "the rows of a run");
    quit(&mut pty);
}

/// The screen line of the cursor's sign in the body, and what stands in it.
fn row_of(screen: &vt100::Screen) -> (usize, String) {
    let text = screen.contents();
    let mut lines = text.lines().enumerate().skip(2);
    let found = lines.find(|(_, line)| line.contains('▸'));
    found.map_or((0, String::new()), |(at, line)| (at, line.to_owned()))
}
