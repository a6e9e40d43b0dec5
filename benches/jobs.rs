//! What the work on files and registers takes: `cargo bench --bench jobs`. See `benches/README.md`.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on shall end"
)]

mod employees;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use employees::{Filled, file, sizes, user_id};
use koppla::domain::columns::Columns;
use koppla::domain::fill::{Fill, FillOptions};
use koppla::domain::load::LoadOptions;
use koppla::domain::names::Pattern;
use koppla::domain::template::{Delimiter, Direction, Encoding, Field, Template};
use koppla::file::index::{Extent, unwatched};
use koppla::file::{Index, Input, Limits, Reading, Table};
use koppla::jobs::check::{self, People};
use koppla::jobs::export::{self, ExportRequest, Output};
use koppla::jobs::fill::{self, Target};
use koppla::jobs::find::{Needle, Search};
use koppla::jobs::import::{self, Cures, Demands, ImportRequest, Imported, Prepared};
use koppla::jobs::load::{self, LoadRequest};
use koppla::jobs::mailing::{self, Request};
use koppla::jobs::reading::{self, Layout};
use koppla::jobs::undo::{self, Undone};
use koppla::jobs::{Control, Only, PersonFilter, Place, Recipients, settings};

fn main() {
    divan::main();
}

const FIELDS: [Field; 7] = [
    Field::UserId,
    Field::EmployeeNumber,
    Field::FirstName,
    Field::LastName,
    Field::Department,
    Field::Email,
    Field::ConnectAddress,
];

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn remove(register: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = register.as_os_str().to_owned();
        path.push(suffix);
        // It need not be there.
        let _ = std::fs::remove_file(path);
    }
}

/// Puts a copy of a register in the place of another.
fn copy(from: &Path, to: &Path) {
    remove(to);
    let source = Place::new(Some(from)).unwrap().open().unwrap();
    source.backup(to).unwrap();
}

/// A register of so many people, one in five with an unverified address. Made once a run: the schema may have changed.
fn register(rows: u32) -> PathBuf {
    static MADE: LazyLock<Mutex<HashMap<u32, PathBuf>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap();
    let path = made.entry(rows).or_insert_with(|| {
        let path = scratch(&format!("register-{rows}.db"));
        remove(&path);
        let place = Place::new(Some(&path)).unwrap();
        let request = LoadRequest {
            input: Input::Path(file(rows, Filled::Some)),
            options: LoadOptions::default(),
            encoding: None,
            delimiter: None,
            no_quotes: false,
            limits: Limits::default(),
        };
        let prepared = load::prepare(&place, &request, &Control::unwatched()).unwrap();
        assert_eq!(prepared.totals().created, u64::from(rows));
        prepared.apply(&place).unwrap();
        path
    });
    path.clone()
}

fn table(rows: u32, filled: Filled) -> Table {
    let input = Input::Path(file(rows, filled));
    reading::open(
        &input,
        Limits::default(),
        Reading::default(),
        &Control::unwatched(),
    )
    .unwrap()
    .table()
}

fn import_request(rows: u32) -> ImportRequest {
    ImportRequest {
        input: Input::Path(file(rows, Filled::All)),
        template: Template {
            name: "Import".to_owned(),
            columns: FIELDS.map(Some).to_vec(),
            delimiter: Delimiter::TAB,
            direction: Direction::Import {
                encoding: None,
                skip_rows: Some(1),
            },
        },
        name: None,
        cures: Cures::default(),
        rejects: None,
        corrects: None,
        limits: Limits::default(),
    }
}

fn prepare(place: &Place, rows: u32) -> Prepared {
    let prepared = import::prepare(place, &import_request(rows), &Control::unwatched()).unwrap();
    let totals = prepared.totals();
    assert_eq!((totals.rows(), totals.rejected), (u64::from(rows), 0));
    prepared
}

/// From the path to a table: reading, encoding, delimiter, index.
#[divan::bench(args = sizes(), sample_count = 10, sample_size = 1)]
fn opening(bencher: Bencher<'_, '_>, rows: u32) {
    let path = file(rows, Filled::Some);
    let bytes = std::fs::metadata(path).unwrap().len();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| table(rows, Filled::Some));
}

/// The index alone.
#[divan::bench(args = sizes(), sample_count = 10, sample_size = 1)]
fn indexing(bencher: Bencher<'_, '_>, rows: u32) {
    let table = table(rows, Filled::Some);
    bencher
        .counter(BytesCount::of_slice(table.text()))
        .bench_local(|| {
            Index::build(
                black_box(table.text()),
                table.dialect(),
                Extent::Whole,
                &mut unwatched,
            )
        });
}

/// A search whose only hit is the last row.
#[divan::bench(args = sizes(), sample_count = 10, sample_size = 1)]
fn searching(bencher: Bencher<'_, '_>, rows: u32) {
    let table = table(rows, Filled::Some);
    let needle = Needle::new(&user_id(rows - 1)).unwrap();
    let listed: Vec<u32> = (1..=rows).collect();
    bencher
        .counter(BytesCount::of_slice(table.text()))
        .bench_local(|| {
            let search = Search::new(&table, &needle, None);
            let hit = search.next(&listed, 0, true, &Control::unwatched());
            assert_eq!(hit.unwrap().unwrap().place, listed.len() - 1);
        });
}

/// What step 3 says of every row, against a register of the same size.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn checking(bencher: Bencher<'_, '_>, rows: u32) {
    let place = Place::new(Some(&register(rows))).unwrap();
    let table = table(rows, Filled::All);
    let layout = Layout::of(&FIELDS.map(Some)).unwrap();
    let people = People::load(&place, false, &table, layout, 1).unwrap();
    bencher
        .counter(ItemsCount::new(rows))
        .bench_local(|| check::run(&table, layout, 1, &people, &Control::unwatched()).unwrap());
}

/// Reading everybody in the register, which comes before the first check.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn people(bencher: Bencher<'_, '_>, rows: u32) {
    let place = Place::new(Some(&register(rows))).unwrap();
    let table = table(rows, Filled::All);
    let layout = Layout::of(&FIELDS.map(Some)).unwrap();
    bencher
        .counter(ItemsCount::new(rows))
        .bench_local(|| People::load(&place, false, &table, layout, 1).unwrap());
}

/// Addresses from names, thousands of namesakes among them.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn filling(bencher: Bencher<'_, '_>, rows: u32) {
    let table = table(rows, Filled::Some);
    let columns = Columns::find(&reading::head(&table), &[]);
    let target = Target {
        table: &table,
        columns: &columns.fields,
        skip: columns.skip,
    };
    let pattern = Pattern::parse("{first}.{last}@foretaget.example").unwrap();
    let what = Fill::Pattern(pattern);
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        let options = FillOptions::default();
        fill::plan(&target, &what, &options, None, &Control::unwatched()).unwrap()
    });
}

/// The preview of an import: file, register, preflight, all rules.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn planning(bencher: Bencher<'_, '_>, rows: u32) {
    let place = Place::new(Some(&register(rows))).unwrap();
    file(rows, Filled::All);
    bencher
        .counter(ItemsCount::new(rows))
        .bench_local(|| prepare(&place, rows));
}

/// What the import does after the preview: addresses, run, row log and history in one transaction.
#[divan::bench(args = sizes(), sample_count = 3, sample_size = 1)]
fn applying(bencher: Bencher<'_, '_>, rows: u32) {
    let (from, to) = (register(rows), scratch("register-import.db"));
    let place = Place::new(Some(&to)).unwrap();
    bencher
        .counter(ItemsCount::new(rows))
        .with_inputs(|| {
            copy(&from, &to);
            prepare(&place, rows)
        })
        .bench_local_values(|prepared| {
            let done = prepared.apply(&place, Demands::default(), true, &Control::unwatched());
            assert!(matches!(done.unwrap(), Imported::Done { .. }));
        });
    remove(&to);
}

/// Taking an import of everybody back: the plan, and applying it.
#[divan::bench(args = sizes(), sample_count = 3, sample_size = 1)]
fn undoing(bencher: Bencher<'_, '_>, rows: u32) {
    let (from, to) = (register(rows), scratch("register-undo.db"));
    let place = Place::new(Some(&to)).unwrap();
    bencher
        .counter(ItemsCount::new(rows))
        .with_inputs(|| {
            copy(&from, &to);
            let prepared = prepare(&place, rows);
            let done = prepared.apply(&place, Demands::default(), true, &Control::unwatched());
            let Imported::Done { run, .. } = done.unwrap() else {
                panic!("nobody else writes to it");
            };
            run.id
        })
        .bench_local_values(|run| {
            let prepared = undo::prepare(&place, run, &Control::unwatched()).unwrap();
            let done = prepared.apply(&place, true, &Control::unwatched());
            assert!(matches!(done.unwrap(), Undone::Done { .. }));
        });
    remove(&to);
}

/// A mailing to 10,000 persons: the plan, and the outbox with their links in one transaction.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn queueing(bencher: Bencher<'_, '_>) {
    const RECIPIENTS: usize = 10_000;
    // One in five has an address.
    let (from, to) = (register(100_000), scratch("register-mailing.db"));
    let place = Place::new(Some(&to)).unwrap();
    bencher
        .counter(ItemsCount::new(RECIPIENTS))
        .with_inputs(|| {
            copy(&from, &to);
            let mut register = place.open().unwrap();
            for (setting, value) in [
                (settings::SENDER, "HR <hr@foretaget.example>"),
                (settings::BASE_URL, "https://koppla.foretaget.example"),
            ] {
                settings::set(&mut register, setting, value).unwrap();
            }
            let everybody = register.persons(PersonFilter::default()).unwrap();
            let with_address = everybody
                .into_iter()
                .filter(|person| person.connect_address.is_some());
            let persons = with_address.map(|person| person.id).take(RECIPIENTS);
            (register, persons.collect())
        })
        .bench_local_values(|(mut register, persons)| {
            let wanted = Request {
                recipients: Recipients::Persons(persons),
                audience: koppla::domain::verification::Audience::Everybody,
                include_protected: false,
                not_within_days: 1,
            };
            let planned = mailing::plan(&place, &register, &wanted).unwrap();
            let begun = mailing::begin(&place, &mut register, &planned).unwrap();
            assert_eq!(begun.queued, RECIPIENTS as u64);
        });
    remove(&to);
}

/// Everybody with all fields into a file.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn exporting(bencher: Bencher<'_, '_>, rows: u32) {
    let place = Place::new(Some(&register(rows))).unwrap();
    let request = ExportRequest {
        template: Template {
            name: "Export".to_owned(),
            columns: FIELDS.map(Some).to_vec(),
            delimiter: Delimiter::TAB,
            direction: Direction::Export {
                encoding: Encoding::Utf8,
                heading: true,
            },
        },
        filter: PersonFilter {
            only: Only::Active,
            company: None,
        },
        include_protected: false,
        name: None,
        output: Output::Path(scratch("export.tsv")),
        overwrite: true,
    };
    bencher
        .counter(ItemsCount::new(rows))
        .bench_local(|| export::run(&place, &request, &Control::unwatched()).unwrap());
}
