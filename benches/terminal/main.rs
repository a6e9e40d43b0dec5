//! Measures the terminal program as its users have it, through a pseudo-terminal, beside other programs that show such
//! files where they are installed: `cargo bench --bench terminal`. See `benches/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a measuring that cannot go on shall end, it prints what it has measured, and its modules are public to it only"
)]

#[path = "../employees/mod.rs"]
mod employees;
#[path = "../../tests/support/pty.rs"]
mod pty;
#[path = "../wanted/mod.rs"]
mod wanted;

mod measure;
mod programs;

use std::path::Path;

use employees::Filled;
use measure::{Figures, measure};
use programs::Program;
use wanted::{Wanted, number};

fn main() {
    let words = wanted::words();
    match words.as_slice() {
        [what, rows, path] if what == "generate" => {
            employees::write(Path::new(path), number(rows), Filled::Some).unwrap();
        }
        options => {
            let usage = "PROGRAM, or generate ROWS FILE";
            compare(&Wanted::read(options, employees::sizes(), 5, usage));
        }
    }
}

fn compare(wanted: &Wanted) {
    let programs: Vec<Program> = programs::all()
        .into_iter()
        .filter(|program| {
            let only = wanted.only.as_deref();
            only.is_none_or(|name| name == program.name)
        })
        .filter(Program::is_installed)
        .collect();
    for rows in &wanted.rows {
        let file = employees::file(*rows, Filled::Some);
        let mut runs: Vec<Vec<Figures>> = vec![Vec::new(); programs.len()];
        // Taking turns, so that whatever else the machine does meets all of them.
        for run in 0..wanted.runs {
            for (program, figures) in programs.iter().zip(&mut runs) {
                eprintln!(
                    "{rows} rows, run {} of {}: {}",
                    run + 1,
                    wanted.runs,
                    program.name
                );
                figures.push(measure(program, &file, *rows));
            }
        }
        let medians: Vec<Figures> = runs
            .iter()
            .map(|figures| Figures::median(figures))
            .collect();
        print_table(*rows, &file, &programs, &medians);
    }
}

fn print_table(rows: u32, file: &Path, programs: &[Program], medians: &[Figures]) {
    let megabytes = std::fs::metadata(file).unwrap().len() / 1_000_000;
    print!("\n| {rows} rows, {megabytes} MB, 80x24 |");
    programs
        .iter()
        .for_each(|program| print!(" {} |", program.title()));
    print!("\n|---|");
    programs.iter().for_each(|_| print!("---|"));
    println!();
    for (name, decimals, value) in Figures::LINES {
        print!("| {name} |");
        for figures in medians {
            match value(figures) {
                Some(value) => print!(" {value:.decimals$} |"),
                None => print!(" – |"),
            }
        }
        println!();
    }
}
