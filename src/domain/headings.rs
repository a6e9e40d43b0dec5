//! Headings of a file, recognised in Swedish and English however they are hyphenated, spaced or capitalised.

use unicode_normalization::UnicodeNormalization;

use super::template::Field;

/// What a heading names: a field of the templates, or the date that only a people file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Heading {
    /// A field.
    Field(Field),
    /// *Verifierad*: the date on which the address was verified.
    Verified,
    /// Behind the rows of a rejects file: why the row was rejected, as a code or in words.
    Reason,
}

/// The headings of the two columns behind the rows of a rejects file, in the order code, words.
pub const REJECT_HEADINGS: [&str; 2] = ["Felkod", "Felorsak"];

/// Every spelling, in lower case without spaces and punctuation.
const KNOWN: [(&str, Heading); 36] = [
    ("företag", Heading::Field(Field::Company)),
    ("foretag", Heading::Field(Field::Company)),
    ("företagsnummer", Heading::Field(Field::Company)),
    ("company", Heading::Field(Field::Company)),
    ("companynumber", Heading::Field(Field::Company)),
    ("användarid", Heading::Field(Field::UserId)),
    ("anvandarid", Heading::Field(Field::UserId)),
    ("userid", Heading::Field(Field::UserId)),
    ("anställningsnummer", Heading::Field(Field::EmployeeNumber)),
    ("anstallningsnummer", Heading::Field(Field::EmployeeNumber)),
    ("anstnr", Heading::Field(Field::EmployeeNumber)),
    ("employeenumber", Heading::Field(Field::EmployeeNumber)),
    ("employeeno", Heading::Field(Field::EmployeeNumber)),
    ("förnamn", Heading::Field(Field::FirstName)),
    ("firstname", Heading::Field(Field::FirstName)),
    ("efternamn", Heading::Field(Field::LastName)),
    ("lastname", Heading::Field(Field::LastName)),
    ("surname", Heading::Field(Field::LastName)),
    ("avdelning", Heading::Field(Field::Department)),
    ("department", Heading::Field(Field::Department)),
    ("epost", Heading::Field(Field::Email)),
    ("email", Heading::Field(Field::Email)),
    ("epostvismaconnect", Heading::Field(Field::ConnectAddress)),
    ("emailvismaconnect", Heading::Field(Field::ConnectAddress)),
    ("vismaconnectemail", Heading::Field(Field::ConnectAddress)),
    ("connectaddress", Heading::Field(Field::ConnectAddress)),
    ("aktiv", Heading::Field(Field::Active)),
    ("active", Heading::Field(Field::Active)),
    ("skyddadepersonuppgifter", Heading::Field(Field::Protected)),
    ("skyddadidentitet", Heading::Field(Field::Protected)),
    ("protectedidentity", Heading::Field(Field::Protected)),
    ("protected", Heading::Field(Field::Protected)),
    ("verifierad", Heading::Verified),
    ("verified", Heading::Verified),
    ("felkod", Heading::Reason),
    ("felorsak", Heading::Reason),
];

/// What this cell names, if it is a heading.
pub fn recognise(cell: &str) -> Option<Heading> {
    if cell.len() > 64 {
        return None;
    }
    let plain: String = cell
        .nfc()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    KNOWN
        .iter()
        .find(|(spelling, _)| *spelling == plain)
        .map(|(_, heading)| *heading)
}

/// Whether a row is a heading row: it names at least one field, no cell is an address, and at least half of its filled
/// cells are headings.
pub fn is_heading_row<S: AsRef<str>>(cells: &[S]) -> bool {
    let filled = cells
        .iter()
        .filter(|c| !c.as_ref().trim().is_empty())
        .count();
    let named = cells
        .iter()
        .filter(|c| recognise(c.as_ref()).is_some())
        .count();
    named > 0 && named * 2 >= filled && !cells.iter().any(|c| c.as_ref().contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exported_heading_and_every_code_is_recognised() {
        for field in Field::ALL {
            assert_eq!(recognise(field.heading()), Some(Heading::Field(field)));
            assert_eq!(recognise(field.code()), Some(Heading::Field(field)));
        }
    }

    #[test]
    fn spelling_does_not_matter() {
        for text in [
            "Användar-ID",
            "användar id",
            "ANVÄNDARID",
            "Anva\u{308}ndar-id",
            "User id",
            " user_id ",
        ] {
            assert_eq!(
                recognise(text),
                Some(Heading::Field(Field::UserId)),
                "{text}"
            );
        }
        assert_eq!(recognise("anna.a"), None);
        assert_eq!(recognise(""), None);
    }

    #[test]
    fn a_person_is_no_heading_row() {
        assert!(is_heading_row(&[
            "Användar-id",
            "Anst.nr",
            "E-post Visma Connect"
        ]));
        assert!(is_heading_row(&["Användar-id", "Övrigt"]));
        assert!(!is_heading_row(&["anna.a", "00417", "anna@foretaget.se"]));
        assert!(!is_heading_row(&["anna.a", "00417", ""]));
        assert!(!is_heading_row(&["", ""]));
    }
}
