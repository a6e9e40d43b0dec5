//! What a list of all persons that was read before is compared with, so that only those who have changed are read again: the versions, and how
//! the mails stand. Both come from one walk in the order of the ids, which costs a small part of reading everybody.

use std::ops::ControlFlow;

use super::persons::moment;
use super::register::Register;
use crate::domain::person::PersonId;
use crate::store::{MailStamp, PersonStamp, StoreError};

impl Register {
    /// Hands the versions of all persons to `each`, in the order of their ids, until it breaks off.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn for_each_version(
        &self,
        mut each: impl FnMut(PersonStamp) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, version, address_version FROM person ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let stamp = PersonStamp {
                person: PersonId(row.get(0)?),
                version: row.get(1)?,
                address_version: row.get(2)?,
            };
            if each(stamp).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Hands to `each` how the mails to each address stand, in the order of the persons' ids, until it breaks off. Addresses to which nothing
    /// was ever queued are not among them; earlier addresses of a person are.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn for_each_mailed(
        &self,
        mut each: impl FnMut(MailStamp) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        // The index of persons holds all that is asked for, in this order.
        let mut statement = self.conn.prepare_cached(
            "SELECT person, address_version, max(iif(state IN ('accepted', 'unknown'), expires_at, NULL)), max(state = 'bounced')
             FROM outbox GROUP BY person, address_version ORDER BY person, address_version",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let stamp = MailStamp {
                person: PersonId(row.get(0)?),
                address_version: row.get(1)?,
                sent_until: row.get::<_, Option<i64>>(2)?.map(moment).transpose()?,
                bounced: row.get(3)?,
            };
            if each(stamp).is_break() {
                break;
            }
        }
        Ok(())
    }
}
