//! Export and import templates: which fields a file has, in which order, and how it is written.
//! Not here: whether a given file agrees with a template ([`super::preflight`]) and headings in two languages ([`super::headings`]).

/// A column that a template can name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Number of the company.
    Company,
    /// User id, one of the two keys.
    UserId,
    /// Employee number, one of the two keys.
    EmployeeNumber,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Department.
    Department,
    /// The ordinary address.
    Email,
    /// The address for signing in.
    ConnectAddress,
    /// Active or not.
    Active,
    /// Protected identity or not.
    Protected,
}

impl Field {
    /// All fields in the order in which they are offered.
    pub const ALL: [Field; 10] = [
        Field::Company,
        Field::UserId,
        Field::EmployeeNumber,
        Field::FirstName,
        Field::LastName,
        Field::Department,
        Field::Email,
        Field::ConnectAddress,
        Field::Active,
        Field::Protected,
    ];

    /// The fields without which a file could not be imported again, in the guide's order.
    pub const REQUIRED: [Field; 3] = [Field::UserId, Field::EmployeeNumber, Field::ConnectAddress];

    /// The stable code in commands and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Field::Company => "company",
            Field::UserId => "user_id",
            Field::EmployeeNumber => "employee_number",
            Field::FirstName => "first_name",
            Field::LastName => "last_name",
            Field::Department => "department",
            Field::Email => "email",
            Field::ConnectAddress => "connect_address",
            Field::Active => "active",
            Field::Protected => "protected",
        }
    }

    /// The field with this code.
    pub fn from_code(code: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|f| f.code() == code)
    }

    /// The heading that an export writes: the Swedish field name, in every language of the interface,
    /// because the file goes back into a Swedish system.
    pub fn heading(self) -> &'static str {
        match self {
            Field::Company => "Företag",
            Field::UserId => "Användar-id",
            Field::EmployeeNumber => "Anställningsnummer",
            Field::FirstName => "Förnamn",
            Field::LastName => "Efternamn",
            Field::Department => "Avdelning",
            Field::Email => "E-post",
            Field::ConnectAddress => "E-post Visma Connect",
            Field::Active => "Aktiv",
            Field::Protected => "Skyddade personuppgifter",
        }
    }
}

/// The character between two fields: one ASCII character that is neither a letter, a digit, a quote nor a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Delimiter(u8);

impl Delimiter {
    /// Tab, the default of every template.
    pub const TAB: Delimiter = Delimiter(b'\t');
    /// Semicolon: what a Swedish Excel writes.
    pub const SEMICOLON: Delimiter = Delimiter(b';');
    /// Comma: what Google Sheets writes.
    pub const COMMA: Delimiter = Delimiter(b',');
    /// Pipe.
    pub const PIPE: Delimiter = Delimiter(b'|');
    /// Those that are recognised in a file by themselves.
    pub const COMMON: [Delimiter; 4] = [
        Delimiter::TAB,
        Delimiter::SEMICOLON,
        Delimiter::COMMA,
        Delimiter::PIPE,
    ];

    /// A delimiter from its character, `None` where that character cannot separate fields.
    pub fn new(character: char) -> Option<Delimiter> {
        let byte = u8::try_from(character).ok()?;
        let usable = byte.is_ascii()
            && !byte.is_ascii_alphanumeric()
            && !matches!(byte, b'"' | b'\r' | b'\n' | b'@' | b'.' | b'-' | b'_' | 0);
        usable.then_some(Delimiter(byte))
    }

    /// A delimiter from its name in commands (`tab`, `semicolon`, `comma`, `pipe`) or the character itself.
    pub fn from_code(code: &str) -> Option<Delimiter> {
        match code {
            "tab" | "\\t" => Some(Delimiter::TAB),
            "semicolon" => Some(Delimiter::SEMICOLON),
            "comma" => Some(Delimiter::COMMA),
            "pipe" => Some(Delimiter::PIPE),
            other => {
                let mut characters = other.chars();
                let only = characters.next()?;
                characters.next().is_none().then(|| Delimiter::new(only))?
            }
        }
    }

    /// The name in commands and JSON.
    pub fn code(self) -> String {
        match self {
            Delimiter::TAB => "tab".into(),
            Delimiter::SEMICOLON => "semicolon".into(),
            Delimiter::COMMA => "comma".into(),
            Delimiter::PIPE => "pipe".into(),
            Delimiter(other) => char::from(other).to_string(),
        }
    }

    /// The byte itself; the same in every encoding that koppla reads, once decoded.
    pub fn byte(self) -> u8 {
        self.0
    }
}

/// How the characters of a file are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// Windows-1252, called ANSI by Excel.
    Windows1252,
    /// IBM437, the old DOS code page.
    Ibm437,
    /// UTF-16 little-endian with a byte order mark, Excel's "Unicode text".
    Utf16Le,
    /// UTF-16 big-endian with a byte order mark; read, and saved back as it was, never chosen for a template.
    Utf16Be,
}

impl Encoding {
    /// Those that a template can name.
    pub const CHOICES: [Encoding; 5] = [
        Encoding::Utf8,
        Encoding::Utf8Bom,
        Encoding::Windows1252,
        Encoding::Ibm437,
        Encoding::Utf16Le,
    ];

    /// The name in commands and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Bom => "utf-8-bom",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Ibm437 => "ibm437",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
        }
    }

    /// The encoding with this name.
    pub fn from_code(code: &str) -> Option<Encoding> {
        Encoding::CHOICES
            .into_iter()
            .chain([Encoding::Utf16Be])
            .find(|e| e.code() == code)
    }
}

/// What a template is for, with what only that kind has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direction {
    /// Writes a file.
    Export {
        /// How the file is written.
        encoding: Encoding,
        /// Whether the first row names the fields.
        heading: bool,
    },
    /// Reads a file.
    Import {
        /// How the file is read; detected where it is not given.
        encoding: Option<Encoding>,
        /// How many physical lines at the start are passed over; where it is not given, a recognised heading row is.
        skip_rows: Option<u32>,
    },
}

/// Export or import, where only that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Exportmall.
    Export,
    /// Importmall.
    Import,
}

impl Kind {
    /// The word in commands and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Export => "export",
            Kind::Import => "import",
        }
    }
}

/// A template: what to export, or how to read what comes back. The type is always employees/users, the only one today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Unique among the templates of its kind.
    pub name: String,
    /// The columns in the file's order; `None` is a column that an import passes over.
    pub columns: Vec<Option<Field>>,
    /// What separates them.
    pub delimiter: Delimiter,
    /// Export or import, with what belongs to it.
    pub direction: Direction,
}

/// Why a template is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// `template_incomplete`: these required fields are missing.
    #[error("the template lacks {}", .0.iter().map(|f| f.code()).collect::<Vec<_>>().join(", "))]
    Incomplete(Vec<Field>),
    /// A field stands twice.
    #[error("the field {} stands twice in the template", .0.code())]
    Twice(Field),
    /// An export template cannot pass a column over.
    #[error("an export template cannot hold a skipped column")]
    SkippedInExport,
    /// The name is empty.
    #[error("the template has no name")]
    NoName,
    /// An import template where an export template is needed.
    #[error("the template is for import")]
    NotExport,
    /// An export template where an import template is needed.
    #[error("the template is for export")]
    NotImport,
}

impl Template {
    /// Export or import.
    pub fn kind(&self) -> Kind {
        match self.direction {
            Direction::Export { .. } => Kind::Export,
            Direction::Import { .. } => Kind::Import,
        }
    }

    /// The required fields that this template lacks, in the guide's order.
    pub fn missing(&self) -> Vec<Field> {
        Field::REQUIRED
            .into_iter()
            .filter(|f| !self.columns.contains(&Some(*f)))
            .collect()
    }

    /// Where this field stands, counted from 0.
    pub fn position(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|c| *c == Some(field))
    }

    /// Whether the template can be saved and used.
    ///
    /// # Errors
    /// The first thing that stands in the way, required fields before the rest.
    pub fn validate(&self) -> Result<(), TemplateError> {
        if self.name.trim().is_empty() {
            return Err(TemplateError::NoName);
        }
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(TemplateError::Incomplete(missing));
        }
        for field in Field::ALL {
            if self.columns.iter().filter(|c| **c == Some(field)).count() > 1 {
                return Err(TemplateError::Twice(field));
            }
        }
        if self.kind() == Kind::Export && self.columns.contains(&None) {
            return Err(TemplateError::SkippedInExport);
        }
        Ok(())
    }

    /// The import template that reads what this export template writes: the same delimiter, fields and encoding,
    /// passing over the heading row if there is one. An import template gives itself under the new name.
    pub fn to_import(&self, name: &str) -> Template {
        let direction = match &self.direction {
            Direction::Export { encoding, heading } => Direction::Import {
                encoding: Some(*encoding),
                skip_rows: Some(u32::from(*heading)),
            },
            import @ Direction::Import { .. } => import.clone(),
        };
        Template {
            name: name.to_owned(),
            columns: self.columns.clone(),
            delimiter: self.delimiter,
            direction,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(columns: &[Field]) -> Template {
        Template {
            name: "E-post Visma Connect".into(),
            columns: columns.iter().copied().map(Some).collect(),
            delimiter: Delimiter::TAB,
            direction: Direction::Export {
                encoding: Encoding::Utf8,
                heading: true,
            },
        }
    }

    #[test]
    fn a_template_without_the_three_required_fields_names_the_missing_ones() {
        let template = export(&[Field::UserId, Field::Email]);
        assert_eq!(
            template.validate(),
            Err(TemplateError::Incomplete(vec![
                Field::EmployeeNumber,
                Field::ConnectAddress
            ]))
        );
    }

    #[test]
    fn a_copy_reads_what_the_export_writes() {
        let import = export(&Field::REQUIRED).to_import("Import");
        assert_eq!(
            import.direction,
            Direction::Import {
                encoding: Some(Encoding::Utf8),
                skip_rows: Some(1)
            }
        );
        assert_eq!(import.columns, export(&Field::REQUIRED).columns);
        assert_eq!(import.validate(), Ok(()));
    }

    #[test]
    fn delimiters_are_named_or_one_harmless_character() {
        assert_eq!(Delimiter::from_code("tab"), Some(Delimiter::TAB));
        assert_eq!(Delimiter::from_code(";"), Some(Delimiter::SEMICOLON));
        assert_eq!(Delimiter::from_code("~").map(Delimiter::byte), Some(b'~'));
        for wrong in ["", "ab", "a", "7", "\"", "\n", "§", "@"] {
            assert_eq!(Delimiter::from_code(wrong), None, "{wrong:?}");
        }
    }
}
