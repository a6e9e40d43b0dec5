//! Sixty difficult names, each with the address that a Swedish IT department would give, and the pattern language.

use super::*;

fn address(pattern: &str, first: &str, last: &str) -> Result<String, NoAddress> {
    let parts = NameParts {
        first,
        last,
        user_id: "Anna.A",
        employee_number: "T0042",
    };
    let stem = Pattern::parse(pattern).unwrap().stem(parts)?;
    Ok(stem.numbered(1).unwrap().spelling().to_owned())
}

/// First name, last name, what stands before the `@`; checked by hand.
pub(crate) const DIFFICULT: [(&str, &str, &str); 60] = [
    ("Åsa", "Öberg", "asa.oberg"),
    ("Göran", "Håkansson", "goran.hakansson"),
    ("Märta", "Gård", "marta.gard"),
    ("Östen", "Åkerlund", "osten.akerlund"),
    ("ÅKE", "ÄNGSTRÖM", "ake.angstrom"),
    ("Lars-Åke", "Sandberg", "lars-ake.sandberg"),
    ("Ann Christin", "Ek", "ann-christin.ek"),
    ("Anna Karin", "af Geijersson", "anna-karin.af-geijersson"),
    ("Carl", "von Platen", "carl.von-platen"),
    ("Anders", "von Rosenstråle", "anders.von-rosenstrale"),
    ("Therese", "de Vries", "therese.de-vries"),
    ("Cecilia", "De la Cruz", "cecilia.de-la-cruz"),
    ("Jan", "van der Berg", "jan.van-der-berg"),
    ("Elin", "Ek-Nordström", "elin.ek-nordstrom"),
    ("Eva", "Lind - Öberg", "eva.lind-oberg"),
    ("Eva", "Lind–Öberg", "eva.lind-oberg"),
    ("Henrik", "Sjö-Larsson", "henrik.sjo-larsson"),
    ("Angela", "D'Angelo", "angela.dangelo"),
    ("Charlotte", "O\u{2019}Brien", "charlotte.obrien"),
    ("Viktoria", "D\u{b4}Angelo", "viktoria.dangelo"),
    ("Ahmed", "Al-Hassan", "ahmed.al-hassan"),
    ("Renée", "Müller", "renee.muller"),
    ("René", "Norén", "rene.noren"),
    ("Désirée", "Linné", "desiree.linne"),
    ("André", "Muñoz", "andre.munoz"),
    ("Zoë", "Citroën", "zoe.citroen"),
    ("François", "Lefèvre", "francois.lefevre"),
    ("Jürgen", "Weiß", "jurgen.weiss"),
    ("Björg", "Schröder", "bjorg.schroder"),
    ("Wolfgang", "GROẞ", "wolfgang.gross"),
    ("Bjørn", "Kjær", "bjorn.kjar"),
    ("Øystein", "Sæther", "oystein.sather"),
    ("Søren", "Ærø", "soren.aro"),
    ("Guðrún", "Þórsdóttir", "gudrun.thorsdottir"),
    ("Ægir", "Ðórðarson", "agir.dordarson"),
    ("Michał", "Wiśniewski", "michal.wisniewski"),
    ("Bożena", "Łukasiewicz", "bozena.lukasiewicz"),
    ("Paweł", "Dąbrowska", "pawel.dabrowska"),
    ("Agnieszka", "Żółć", "agnieszka.zolc"),
    ("Ayşe", "Yılmaz", "ayse.yilmaz"),
    ("Özgür", "Aydın", "ozgur.aydin"),
    ("Emre", "Çelik", "emre.celik"),
    ("İbrahim", "Doğan", "ibrahim.dogan"),
    ("Šime", "Đurić", "sime.duric"),
    ("Željko", "Čović", "zeljko.covic"),
    ("Jiří", "Dvořák", "jiri.dvorak"),
    ("Ľubomír", "Ťažký", "lubomir.tazky"),
    ("László", "Szőke", "laszlo.szoke"),
    ("Ștefan", "Țurcanu", "stefan.turcanu"),
    ("Ģirts", "Ķēniņš", "girts.kenins"),
    ("Đặng", "Nguyễn", "dang.nguyen"),
    ("Eero", "Hämäläinen", "eero.hamalainen"),
    ("Ásdís", "Ní Bhriain", "asdis.ni-bhriain"),
    ("Anna M.", "Berg", "anna-m.berg"),
    ("J.R.", "Larsson", "jr.larsson"),
    ("  Karl  Johan ", "\u{a0}Ek\u{a0}", "karl-johan.ek"),
    ("Bjo\u{308}rn", "A\u{30a}berg", "bjorn.aberg"),
    ("Bernat", "Gal·la", "bernat.galla"),
    ("Elçin", "Əliyev", "elcin.eliyev"),
    ("Gustaf", "-Lind--", "gustaf.lind"),
];

#[test]
fn sixty_difficult_names_are_exactly_right() {
    for (first, last, local) in DIFFICULT {
        assert_eq!(
            address("{first}.{last}@foretaget.se", first, last),
            Ok(format!("{local}@foretaget.se")),
            "{first} {last}"
        );
    }
}

#[test]
fn what_has_no_letters_for_an_address_yields_none_and_says_why() {
    let by = |first, last| address("{first}.{last}@foretaget.se", first, last);
    assert_eq!(by("Иван", "Петров"), Err(NoAddress::NotLatin('И')));
    assert_eq!(by("李", "Wang"), Err(NoAddress::NotLatin('李')));
    assert_eq!(by("Anna (Annie)", "Ek"), Err(NoAddress::NotLatin('(')));
    assert_eq!(
        by("Anna\u{200b}", "Ek"),
        Err(NoAddress::NotLatin('\u{200b}'))
    );
    assert_eq!(by("", "Ek"), Err(NoAddress::Missing(Variable::First)));
    assert_eq!(by("Anna", " - "), Err(NoAddress::Missing(Variable::Last)));
}

#[test]
fn every_variable_gives_its_part() {
    let by = |pattern| address(pattern, "Anna Karin", "von Öhn").unwrap();
    assert_eq!(by("{first1}.{last}@f.se"), "anna.von-ohn@f.se");
    assert_eq!(by("{f}{l}@f.se"), "av@f.se");
    assert_eq!(by("{user_id}@f.se"), "anna.a@f.se");
    assert_eq!(by(" x-{number}@Företaget.SE "), "x-t0042@företaget.se");
    assert_eq!(by("{last}.{first}@f.se"), "von-ohn.anna-karin@f.se");
    let parts = NameParts {
        first: "Anna Karin",
        last: "Ek",
        ..NameParts::default()
    };
    let one = Pattern::parse("{first}.{last}@f.se").unwrap().first_only();
    assert_eq!(one.stem(parts).unwrap().plain(), "anna.ek@f.se");
}

#[test]
fn namesakes_are_numbered_behind_the_last_name() {
    let numbered = |pattern: &str, n| {
        let parts = NameParts {
            first: "Anna",
            last: "Ek",
            ..NameParts::default()
        };
        let stem = Pattern::parse(pattern).unwrap().stem(parts).unwrap();
        let address = stem.numbered(n).unwrap();
        assert!(stem.yields(address.canonical()));
        address.spelling().to_owned()
    };
    assert_eq!(numbered("{first}.{last}@f.se", 1), "anna.ek@f.se");
    assert_eq!(numbered("{first}.{last}@f.se", 2), "anna.ek2@f.se");
    assert_eq!(numbered("{last}.{first}@f.se", 3), "ek3.anna@f.se");
    assert_eq!(numbered("{first}.ext@f.se", 12), "anna.ext12@f.se");
    let parts = NameParts {
        first: "Anna",
        last: "Ek",
        ..NameParts::default()
    };
    let pattern = Pattern::parse("{first}.{last}@f.se").unwrap();
    let stem = pattern.stem(parts).unwrap();
    for other in [
        "anna.ek1@f.se",
        "anna.ek02@f.se",
        "anna.ekx@f.se",
        "anna.e@f.se",
    ] {
        assert!(!stem.yields(other), "{other}");
    }
}

#[test]
fn what_could_never_yield_an_address_is_no_pattern() {
    let error = |text| Pattern::parse(text).unwrap_err();
    assert_eq!(error("{first}.{last"), PatternError::Brace { position: 9 });
    assert_eq!(error("{first}}@f.se"), PatternError::Brace { position: 8 });
    assert_eq!(
        error("{förnamn}@f.se"),
        PatternError::Unknown {
            name: "förnamn".into()
        }
    );
    assert_eq!(error("info@f.se"), PatternError::Constant);
    assert_eq!(error("{first}@{last}.se"), PatternError::InDomain);
    assert_eq!(error("A <{first}@f.se>"), PatternError::NotPlain);
    assert_eq!(
        error("{first}.{last}"),
        PatternError::Address(AddressError::NoAt)
    );
    assert_eq!(
        error("{first}@foretaget"),
        PatternError::Address(AddressError::DomainOneLabel)
    );
    assert!(matches!(
        error("{first} {last}@f.se"),
        PatternError::Address(AddressError::LocalCharacter { position: 8, .. })
    ));
}

#[test]
fn a_name_too_long_for_an_address_is_told() {
    let long = "a".repeat(40);
    let parts = NameParts {
        first: &long,
        last: &long,
        ..NameParts::default()
    };
    let stem = Pattern::parse("{first}.{last}@f.se").unwrap().stem(parts);
    assert!(matches!(
        stem.unwrap().numbered(1),
        Err(AddressError::LocalTooLong { octets: 81 })
    ));
}

proptest::proptest! {
    #[test]
    fn a_plain_name_stays_as_it_is_and_holds_nothing_else(name in "\\PC{0,24}") {
        if let Ok(once) = plain(&name) {
            proptest::prop_assert!(once.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            proptest::prop_assert!(!once.starts_with('-') && !once.ends_with('-') && !once.contains("--"));
            proptest::prop_assert_eq!(plain(&once), Ok(once.clone()));
        }
    }
}
