//! Export and import templates. Whether a template makes sense is decided by [`Template::validate`] before it comes here.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction};

use super::persons::time;
use super::register::{Register, Touches};
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Kind, Template};
use crate::store::{Entry, StoreError, StoredTemplate, TemplateUse};

/// The only type today.
const TYPE: &str = "employees";

const COLUMNS: &str =
    "name, columns, delimiter, encoding, heading, skip_rows, created_at, updated_at, version, kind,
    active";

impl Register {
    /// The template of this kind and name.
    ///
    /// # Errors
    /// `not_found`.
    pub fn template(&self, kind: Kind, name: &str) -> Result<StoredTemplate, StoreError> {
        self.conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM template WHERE kind = ?1 AND name = ?2"
            ))?
            .query_and_then((kind.code(), name), stored)?
            .next()
            .unwrap_or_else(|| Err(not_found(kind, name)))
    }

    /// The templates of this kind, by name.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn templates(&self, kind: Kind) -> Result<Vec<StoredTemplate>, StoreError> {
        self.conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM template WHERE kind = ?1 ORDER BY name"
            ))?
            .query_and_then([kind.code()], stored)?
            .collect()
    }

    /// Adds a template.
    ///
    /// # Errors
    /// `already_exists` where one of its kind has its name.
    pub fn add_template(&mut self, template: &Template, at: Timestamp) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            let kind = template.kind();
            if version(tx, kind, &template.name)?.is_some() {
                return Err(exists(kind, &template.name));
            }
            let written = Written::of(template);
            tx.execute(
                "INSERT INTO template (kind, name, type, columns, delimiter, encoding, heading, skip_rows, created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
                (
                    kind.code(),
                    &template.name,
                    TYPE,
                    written.columns,
                    written.delimiter,
                    written.encoding,
                    written.heading,
                    written.skip_rows,
                    at.to_string(),
                ),
            )?;
            Ok(())
        })
    }

    /// Puts a template in the place of the one that has this name and the same kind, under a new name if it has one.
    /// Gives the new version.
    ///
    /// # Errors
    /// `not_found`; `conflict` where the version is another one; `already_exists` where the new name is taken.
    pub fn replace_template(
        &mut self,
        name: &str,
        expected_version: i64,
        template: &Template,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        self.write(Touches::Rest, |tx| {
            let kind = template.kind();
            let found = version(tx, kind, name)?.ok_or_else(|| not_found(kind, name))?;
            if found != expected_version {
                return Err(StoreError::Conflict(Entry::Template(kind, name.to_owned())));
            }
            if template.name != name && version(tx, kind, &template.name)?.is_some() {
                return Err(exists(kind, &template.name));
            }
            let written = Written::of(template);
            tx.execute(
                "UPDATE template SET name = ?3, columns = ?4, delimiter = ?5, encoding = ?6, heading = ?7, skip_rows = ?8,
                     updated_at = ?9, version = version + 1
                 WHERE kind = ?1 AND name = ?2",
                (
                    kind.code(),
                    name,
                    &template.name,
                    written.columns,
                    written.delimiter,
                    written.encoding,
                    written.heading,
                    written.skip_rows,
                    at.to_string(),
                ),
            )?;
            Ok(found + 1)
        })
    }

    /// Takes a template out of use, or back into it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn set_template_active(
        &mut self,
        kind: Kind,
        name: &str,
        active: bool,
    ) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            let found = tx.execute(
                "UPDATE template SET active = ?3, version = version + 1 WHERE kind = ?1 AND name = ?2",
                (kind.code(), name, active),
            )?;
            match found {
                0 => Err(not_found(kind, name)),
                _ => Ok(()),
            }
        })
    }

    /// The runs in the log that used the template of this kind and name, `None` where there are none.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn template_use(&self, kind: Kind, name: &str) -> Result<Option<TemplateUse>, StoreError> {
        let (runs, last): (u64, Option<String>) = self
            .conn
            .prepare_cached(
                "SELECT count(*), max(started) FROM run WHERE kind = ?1 AND template = ?2",
            )?
            .query_row((kind.code(), name), |row| Ok((row.get(0)?, row.get(1)?)))?;
        last.map(|last| {
            Ok(TemplateUse {
                runs,
                last: time(&last)?,
            })
        })
        .transpose()
    }

    /// Takes a template away. Runs that used it keep its name.
    ///
    /// # Errors
    /// `not_found`.
    pub fn remove_template(&mut self, kind: Kind, name: &str) -> Result<(), StoreError> {
        self.write(Touches::Rest, |tx| {
            let removed = tx.execute(
                "DELETE FROM template WHERE kind = ?1 AND name = ?2",
                (kind.code(), name),
            )?;
            match removed {
                0 => Err(not_found(kind, name)),
                _ => Ok(()),
            }
        })
    }
}

fn not_found(kind: Kind, name: &str) -> StoreError {
    StoreError::NotFound(Entry::Template(kind, name.to_owned()))
}

fn exists(kind: Kind, name: &str) -> StoreError {
    StoreError::AlreadyExists(Entry::Template(kind, name.to_owned()))
}

fn version(tx: &Transaction<'_>, kind: Kind, name: &str) -> Result<Option<i64>, StoreError> {
    let version = tx
        .prepare_cached("SELECT version FROM template WHERE kind = ?1 AND name = ?2")?
        .query_row((kind.code(), name), |row| row.get(0))
        .optional()?;
    Ok(version)
}

/// A template as its columns hold it.
struct Written {
    columns: String,
    delimiter: String,
    encoding: Option<&'static str>,
    heading: Option<bool>,
    skip_rows: Option<u32>,
}

impl Written {
    fn of(template: &Template) -> Written {
        let codes: Vec<&str> = template
            .columns
            .iter()
            .map(|column| column.map_or("-", Field::code))
            .collect();
        let (encoding, heading, skip_rows) = match &template.direction {
            Direction::Export { encoding, heading } => (Some(*encoding), Some(*heading), None),
            Direction::Import {
                encoding,
                skip_rows,
            } => (*encoding, None, *skip_rows),
        };
        Written {
            columns: codes.join(" "),
            delimiter: template.delimiter.code(),
            encoding: encoding.map(Encoding::code),
            heading,
            skip_rows,
        }
    }
}

fn stored(row: &Row<'_>) -> Result<StoredTemplate, StoreError> {
    let name: String = row.get(0)?;
    let odd = |what: &str| StoreError::damaged(format!("the template {name:?} has {what}"));
    let columns: String = row.get(1)?;
    let columns = columns
        .split_ascii_whitespace()
        .map(|code| match code {
            "-" => Ok(None),
            code => Field::from_code(code)
                .map(Some)
                .ok_or_else(|| odd("an unknown column")),
        })
        .collect::<Result<_, _>>()?;
    let delimiter: String = row.get(2)?;
    let delimiter = Delimiter::from_code(&delimiter).ok_or_else(|| odd("no usable delimiter"))?;
    let encoding = row
        .get::<_, Option<String>>(3)?
        .map(|code| Encoding::from_code(&code).ok_or_else(|| odd("an unknown encoding")))
        .transpose()?;
    let kind: String = row.get(9)?;
    let direction = if kind == Kind::Export.code() {
        Direction::Export {
            encoding: encoding.ok_or_else(|| odd("no encoding"))?,
            heading: row.get(4)?,
        }
    } else {
        Direction::Import {
            encoding,
            skip_rows: row.get(5)?,
        }
    };
    Ok(StoredTemplate {
        created: time(&row.get::<_, String>(6)?)?,
        updated: time(&row.get::<_, String>(7)?)?,
        version: row.get(8)?,
        active: row.get(10)?,
        template: Template {
            name,
            columns,
            delimiter,
            direction,
        },
    })
}
