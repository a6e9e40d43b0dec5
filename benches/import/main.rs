//! Imports files into registers of the same size, each time as a whole process, beside the bare `sqlite3` shell: `cargo bench --bench
//! import`. See `benches/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a measuring that cannot go on shall end, it prints what it has measured, and its modules are public to it only"
)]

#[path = "../employees/mod.rs"]
mod employees;
#[path = "../wanted/mod.rs"]
mod wanted;

mod koppla;
mod process;
mod shell;

use employees::{Filled, file};
use process::Spent;
use wanted::Wanted;

/// Who imports, or what else koppla does; a column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contender {
    /// The shell, which takes what the file says.
    ShellBare,
    /// The shell with all rules as SQL, and a log.
    ShellRules,
    /// koppla: all rules, log and history.
    Koppla,
    /// koppla's preview alone.
    Preview,
    /// koppla takes the import back.
    Undo,
    /// koppla writes everybody into a file.
    Export,
}

impl Contender {
    const ALL: [Contender; 6] = [
        Contender::ShellBare,
        Contender::ShellRules,
        Contender::Koppla,
        Contender::Preview,
        Contender::Undo,
        Contender::Export,
    ];

    fn title(self) -> &'static str {
        match self {
            Contender::ShellBare => "sqlite3, no rules",
            Contender::ShellRules => "sqlite3, all rules in SQL",
            Contender::Koppla => "koppla import",
            Contender::Preview => "koppla import --dry-run",
            Contender::Undo => "koppla undo",
            Contender::Export => "koppla export",
        }
    }

    /// Does the work once, on a register made for it.
    fn measure(self, rows: u32) -> Spent {
        match self {
            Contender::ShellBare => shell::import(rows, shell::Rules::None),
            Contender::ShellRules => shell::import(rows, shell::Rules::All),
            Contender::Koppla => koppla::import(rows),
            Contender::Preview => koppla::preview(rows),
            Contender::Undo => koppla::undo(rows),
            Contender::Export => koppla::export(rows),
        }
    }
}

fn main() {
    let wanted = Wanted::read(&wanted::words(), employees::sizes(), 3, "PART-OF-A-TITLE");
    let contenders: Vec<Contender> = Contender::ALL
        .into_iter()
        .filter(|contender| {
            let only = wanted.only.as_deref();
            only.is_none_or(|part| contender.title().contains(part))
        })
        .collect();
    print!("| |");
    contenders.iter().for_each(|c| print!(" {} |", c.title()));
    print!("\n|---|");
    contenders.iter().for_each(|_| print!("---|"));
    println!();
    for rows in &wanted.rows {
        file(*rows, Filled::All);
        let mut runs: Vec<Vec<Spent>> = vec![Vec::new(); contenders.len()];
        // Taking turns, so that whatever else the machine does meets all of them.
        for run in 0..wanted.runs {
            for (contender, spent) in contenders.iter().zip(&mut runs) {
                let title = contender.title();
                eprintln!("{rows} rows, run {} of {}: {title}", run + 1, wanted.runs);
                spent.push(contender.measure(*rows));
            }
        }
        print!("| {rows} rows |");
        for spent in runs {
            print!(" {} |", Spent::median(spent));
        }
        println!();
    }
}
