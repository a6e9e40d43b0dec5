//! Makes files of employees: tab, UTF-8, CRLF, a heading row and seven columns, about 95 bytes a row. The same numbers give
//! the same file, and row n has the same keys in every file, so that an import matches a register of the same size.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each benchmark uses its part, and one that cannot go on shall end"
)]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The headings.
pub const HEADINGS: [&str; 7] = [
    "Användar-id",
    "Anställningsnummer",
    "Förnamn",
    "Efternamn",
    "Avdelning",
    "E-post",
    "E-post Visma Connect",
];

const FIRST: [&str; 48] = [
    "Anna",
    "Erik",
    "Maria",
    "Lars",
    "Karin",
    "Karl",
    "Anders",
    "Johan",
    "Eva",
    "Per",
    "Kristina",
    "Nils",
    "Birgitta",
    "Mikael",
    "Elisabeth",
    "Jan",
    "Margareta",
    "Hans",
    "Ingrid",
    "Peter",
    "Linnea",
    "Gustav",
    "Marie",
    "Lennart",
    "Kerstin",
    "Olof",
    "Sofia",
    "Gunnar",
    "Åsa",
    "Sven",
    "Örjan",
    "Östen",
    "Märta",
    "Bengt",
    "Ulla",
    "Fredrik",
    "Malin",
    "Göran",
    "Håkan",
    "Jörgen",
    "Pär",
    "Åke",
    "Fatima",
    "Mohammed",
    "Anna-Karin",
    "Lars-Erik",
    "Bo",
    "Siv",
];

const LAST: [&str; 40] = [
    "Andersson",
    "Johansson",
    "Karlsson",
    "Nilsson",
    "Eriksson",
    "Larsson",
    "Olsson",
    "Persson",
    "Svensson",
    "Gustafsson",
    "Pettersson",
    "Jonsson",
    "Jansson",
    "Hansson",
    "Bengtsson",
    "Jönsson",
    "Lindberg",
    "Magnusson",
    "Lindström",
    "Lindqvist",
    "Berg",
    "Axelsson",
    "Bergström",
    "Lundberg",
    "Ali",
    "Lundgren",
    "Mattsson",
    "Sjöberg",
    "Engström",
    "Håkansson",
    "Björk",
    "Nyström",
    "Söderberg",
    "Hassan",
    "Åberg",
    "Ek",
    "Hermansson",
    "af Klint",
    "von Essen",
    "Ångström",
];

const DEPARTMENTS: [&str; 16] = [
    "Ekonomi",
    "Personal",
    "IT-avdelningen",
    "Vård och omsorg",
    "Barn och utbildning",
    "Samhällsbyggnad",
    "Kommunledning",
    "Räddningstjänst",
    "Kultur och fritid",
    "Förskola Ängen",
    "Äldreomsorg Norr",
    "Hemtjänst Väst",
    "Gymnasieskolan",
    "Teknik & service",
    "Upphandling",
    "Kost och städ",
];

const DOMAINS: [&str; 5] = [
    "foretaget.example",
    "foretaget.example",
    "foretaget.example",
    "skola.foretaget.example",
    "bolaget.example",
];

/// The domains of the addresses, each once.
pub fn domains() -> &'static [&'static str] {
    &DOMAINS[2..]
}

/// How many rows have the address with which they sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// One in five, as in a register that was begun with.
    Some,
    /// Every row, as in a file to import.
    All,
}

/// A generator of numbers (splitmix64): the same from the same seed, everywhere and always.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let at = self.next() % choices.len() as u64;
        choices[usize::try_from(at).unwrap()]
    }
}

fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        ' ' => '.',
        other => other,
    };
    name.to_lowercase().chars().map(letter).collect()
}

/// The user id of a row, from 0.
pub fn user_id(row: u32) -> String {
    format!("u{row:08}")
}

/// Writes a file.
pub fn write(path: &Path, rows: u32, filled: Filled) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write!(out, "{}\r\n", HEADINGS.join("\t"))?;
    let mut numbers = Numbers(20_260_101);
    for row in 0..rows {
        let (first, last) = (numbers.of(&FIRST), numbers.of(&LAST));
        let (department, domain) = (numbers.of(&DEPARTMENTS), numbers.of(&DOMAINS));
        let mail = format!("{}.{}{row}@{domain}", plain(first), plain(last));
        // Drawn in any case, so that the other columns are the same.
        let address = match (numbers.next().is_multiple_of(5), filled) {
            (false, Filled::Some) => "",
            _ => &mail,
        };
        let (id, number) = (user_id(row), 1_000_000 + row);
        write!(
            out,
            "{id}\t{number}\t{first}\t{last}\t{department}\t{mail}\t{address}\r\n"
        )?;
    }
    out.flush()
}

/// The file of so many rows, made if it is not there yet.
pub fn file(rows: u32, filled: Filled) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = directory.join(format!("employees-{rows}-{filled:?}.tsv"));
    if !path.exists() {
        let unfinished = path.with_extension("part");
        write(&unfinished, rows, filled).unwrap();
        std::fs::rename(unfinished, &path).unwrap();
    }
    path
}

/// The sizes that are measured: 10,000 and 100,000 rows, and up to five million with `KOPPLA_BENCH_ROWS`.
pub fn sizes() -> Vec<u32> {
    let most = std::env::var("KOPPLA_BENCH_ROWS").ok();
    let most = most.map_or(100_000, |rows| rows.parse().unwrap());
    [10_000, 100_000, 1_000_000, 5_000_000]
        .into_iter()
        .filter(|rows| *rows <= most)
        .collect()
}
