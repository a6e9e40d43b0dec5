//! Templates, allowed domains, settings.

use super::*;
use crate::domain::domains::AllowedDomain;
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Kind, Template};

fn template(name: &str, direction: Direction) -> Template {
    let mut columns: Vec<Option<Field>> = Field::REQUIRED.into_iter().map(Some).collect();
    if let Direction::Import { .. } = direction {
        columns.insert(1, None);
    }
    Template {
        name: name.into(),
        columns,
        delimiter: Delimiter::TAB,
        direction,
    }
}

const EXPORT: Direction = Direction::Export {
    encoding: Encoding::Utf16Le,
    heading: true,
};

#[test]
fn templates_come_back_as_stored() {
    let mut bench = Bench::new();
    let imports = [
        (Some(Encoding::Windows1252), Some(2)),
        (None, None),
        (Some(Encoding::Utf8Bom), None),
        (None, Some(0)),
    ];
    for (number, (encoding, skip_rows)) in imports.into_iter().enumerate() {
        let direction = Direction::Import {
            encoding,
            skip_rows,
        };
        let written = template(&format!("Import {number}"), direction);
        bench.register.add_template(&written, at(1)).unwrap();
        let read = bench
            .register
            .template(Kind::Import, &written.name)
            .unwrap();
        assert_eq!(read.template, written);
        assert_eq!(
            (read.version, read.created, read.updated),
            (1, at(1), at(1))
        );
    }
    let odd = Template {
        delimiter: Delimiter::from_code("~").unwrap(),
        ..template("Åäö", EXPORT)
    };
    bench.register.add_template(&odd, at(1)).unwrap();
    assert_eq!(
        bench
            .register
            .template(Kind::Export, "Åäö")
            .unwrap()
            .template,
        odd
    );
    assert_eq!(bench.register.templates(Kind::Import).unwrap().len(), 4);
    assert_eq!(bench.register.templates(Kind::Export).unwrap().len(), 1);
}

#[test]
fn a_name_is_unique_within_its_kind_and_versions_guard_it() {
    let mut bench = Bench::new();
    let register = &mut bench.register;
    let export = template("A", EXPORT);
    register.add_template(&export, at(1)).unwrap();
    register
        .add_template(&export.to_import("A"), at(1))
        .unwrap();
    assert_eq!(
        register.add_template(&export, at(1)).unwrap_err().code(),
        "already_exists"
    );
    register
        .add_template(&template("B", EXPORT), at(1))
        .unwrap();

    let renamed = template("C", EXPORT);
    assert_eq!(
        register
            .replace_template("A", 1, &template("B", EXPORT), at(2))
            .unwrap_err()
            .code(),
        "already_exists"
    );
    assert_eq!(
        register
            .replace_template("A", 2, &renamed, at(2))
            .unwrap_err()
            .code(),
        "conflict"
    );
    assert_eq!(
        register
            .replace_template("X", 1, &renamed, at(2))
            .unwrap_err()
            .code(),
        "not_found"
    );
    assert_eq!(
        register.replace_template("A", 1, &renamed, at(2)).unwrap(),
        2
    );
    let read = register.template(Kind::Export, "C").unwrap();
    assert_eq!(
        (read.version, read.created, read.updated),
        (2, at(1), at(2))
    );

    register.remove_template(Kind::Export, "C").unwrap();
    assert_eq!(
        register
            .remove_template(Kind::Export, "C")
            .unwrap_err()
            .code(),
        "not_found"
    );
    assert_eq!(
        register.template(Kind::Export, "A").unwrap_err().code(),
        "not_found"
    );
    assert!(register.template(Kind::Import, "A").is_ok());
}

#[test]
fn allowed_domains_are_known_by_their_a_labels() {
    let mut bench = Bench::new();
    let register = &mut bench.register;
    let entry = |text: &str| AllowedDomain::parse(text).unwrap();
    assert!(register.allowed_domains().unwrap().entries().is_empty());
    for text in ["räksmörgås.se", "*.foretaget.se", "foretaget.se"] {
        register.add_domain(&entry(text)).unwrap();
    }
    let twice = register
        .add_domain(&entry("xn--rksmrgs-5wao1o.se"))
        .unwrap_err();
    assert_eq!(twice.code(), "already_exists");
    let shown = |register: &Register| -> Vec<String> {
        register
            .allowed_domains()
            .unwrap()
            .entries()
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(
        shown(register),
        ["*.foretaget.se", "foretaget.se", "räksmörgås.se"]
    );
    register
        .remove_domain(&entry("*.foretaget.se").key())
        .unwrap();
    assert_eq!(shown(register), ["foretaget.se", "räksmörgås.se"]);
    assert_eq!(
        register.remove_domain("*.foretaget.se").unwrap_err().code(),
        "not_found"
    );
}

#[test]
fn settings_are_words_with_values() {
    let mut bench = Bench::new();
    let register = &mut bench.register;
    assert_eq!(register.setting("mode").unwrap(), None);
    register.set_setting("mode", "login").unwrap();
    register.set_setting("mode", "preparing").unwrap();
    assert_eq!(
        register.setting("mode").unwrap().as_deref(),
        Some("preparing")
    );
    assert_eq!(
        register.settings().unwrap(),
        [("mode".to_owned(), "preparing".to_owned())]
    );
    register.remove_setting("mode").unwrap();
    assert_eq!(
        register.remove_setting("mode").unwrap_err().code(),
        "not_found"
    );
}

#[test]
fn only_persons_and_domains_are_part_of_the_basis() {
    let mut bench = Bench::new();
    let register = &mut bench.register;
    let before = register.basis().unwrap();
    register.set_setting("a", "b").unwrap();
    register
        .add_template(&template("A", EXPORT), at(1))
        .unwrap();
    let seen = register.history_mark().unwrap();
    register
        .record_export(
            &new_run(RunKind::Export),
            1,
            Default::default(),
            seen,
            at(2),
        )
        .unwrap();
    register.mark_read(1, at(3)).unwrap();
    assert_eq!(register.basis().unwrap(), before);
    register
        .add_domain(&AllowedDomain::parse("a.se").unwrap())
        .unwrap();
    let after = register.basis().unwrap();
    assert_ne!(after, before);
    register
        .insert(&person("a", "", ""), &who(), at(1), None)
        .unwrap();
    assert_ne!(register.basis().unwrap(), after);
}
