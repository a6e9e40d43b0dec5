//! The register on real files in throw-away directories. Each file reads as a list of what must hold.

mod codes;
mod erasure;
mod import;
mod load;
mod log;
mod mailings;
mod migrating;
mod moves;
mod opening;
mod persons;
mod purge;
mod queue;
mod settings;
mod since_export;
mod trouble;
mod undo;
mod verification;

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::Timestamp;
use tempfile::TempDir;

use crate::domain::address::{self, Address};
use crate::domain::log::{Asked, NewRun, RunKind, RunRecord, Who};
use crate::domain::person::{Person, PersonData, PersonId};
use crate::domain::plan::{Plan, PlannedRow, Planner, Row};
use crate::store::{Applied, Basis, OnConflict, Register, RowTexts, StoreError};

/// A register in a directory that vanishes with it.
struct Bench {
    directory: TempDir,
    register: Register,
}

impl Bench {
    fn new() -> Bench {
        let directory = tempfile::tempdir().unwrap();
        let register = Register::open(&directory.path().join("koppla.db")).unwrap();
        Bench {
            directory,
            register,
        }
    }

    /// With these persons: user id, employee number, connect address (empty for none; a leading `!` makes it verified).
    fn with(persons: &[(&str, &str, &str)]) -> Bench {
        let mut bench = Bench::new();
        for (user_id, number, address) in persons {
            let data = person(user_id, number, address);
            bench.register.insert(&data, &who(), at(0), None).unwrap();
        }
        bench
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("koppla.db")
    }

    /// The same register, opened a second time: another process, as far as SQLite can tell.
    fn other(&self) -> Register {
        Register::open(&self.path()).unwrap()
    }

    /// The register as any SQL shell has it, without koppla's settings.
    fn shell(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    fn id(&self, user_id: &str) -> PersonId {
        self.person(user_id).id
    }

    fn person(&self, user_id: &str) -> Person {
        self.register.find_by_user_id(user_id).unwrap().unwrap()
    }

    fn address(&self, user_id: &str) -> String {
        self.person(user_id)
            .spelling()
            .unwrap_or_default()
            .to_owned()
    }

    /// A plan from rows of user id, number and address, as the register is now.
    fn plan(&self, rows: &[[&str; 3]]) -> (Plan, Basis) {
        let (snapshot, basis) = self.register.snapshot().unwrap();
        let mut planner = Planner::new(snapshot, self.register.allowed_domains().unwrap());
        for (record, [user_id, number, address]) in (1..).zip(rows) {
            planner.push(&Row {
                line: record + 1,
                record,
                fault: None,
                user_id: Cow::Borrowed(user_id),
                employee_number: Cow::Borrowed(number),
                address: Cow::Borrowed(address),
            });
        }
        (planner.finish(), basis)
    }

    fn apply(&mut self, rows: &[[&str; 3]]) -> RunRecord {
        let (plan, basis) = self.plan(rows);
        self.apply_plan(plan, basis, OnConflict::Proceed, rows).0
    }

    fn apply_plan(
        &mut self,
        plan: Plan,
        basis: Basis,
        policy: OnConflict,
        rows: &[[&str; 3]],
    ) -> (RunRecord, Plan) {
        match self.try_apply(plan, basis, policy, rows).unwrap() {
            Applied::Done { run, plan } => (run, plan),
            other => panic!("{other:?}"),
        }
    }

    fn try_apply(
        &mut self,
        plan: Plan,
        basis: Basis,
        policy: OnConflict,
        rows: &[[&str; 3]],
    ) -> Result<Applied, StoreError> {
        self.register.apply_import(
            plan,
            basis,
            &new_run(RunKind::Import),
            policy,
            &|row| texts(row, rows),
            &|| at(60),
            &|_, _| ControlFlow::Continue(()),
        )
    }
}

fn texts(row: &PlannedRow, rows: &[[&str; 3]]) -> RowTexts {
    let [user_id, number, address] = rows[row.record as usize - 1];
    RowTexts {
        user_id: user_id.into(),
        employee_number: number.into(),
        value: address.into(),
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_344_400 + seconds).unwrap()
}

fn who() -> Who {
    Who {
        login: "karin".into(),
        client: Some("10.0.0.7".into()),
    }
}

fn new_run(kind: RunKind) -> NewRun {
    NewRun {
        kind,
        name: "Veckans".into(),
        template: Some("Import E-post Visma Connect".into()),
        file: "anstallda_epost.csv".into(),
        who: who(),
        started: at(30),
        export: None,
        undo_of: None,
        asked: Asked {
            path: Some(PathBuf::from("/tmp/anställda.csv")),
            arguments: vec!["--skip-rows".into(), "0".into()],
        },
    }
}

fn parsed(address: &str) -> Address {
    address::parse(address).unwrap().address
}

fn person(user_id: &str, number: &str, address: &str) -> PersonData {
    let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    let (verified, address) = match address.strip_prefix('!') {
        Some(address) => (true, address),
        None => (false, address),
    };
    PersonData {
        user_id: text(user_id),
        employee_number: text(number),
        connect_address: text(address).map(|a| parsed(&a)),
        verified_at: verified.then(|| at(-86_400)),
        ..PersonData::default()
    }
}

/// A change of the data that a person has now.
fn data_of(person: &Person) -> PersonData {
    PersonData {
        verified_at: None,
        ..PersonData::from(person)
    }
}
