//! Making a roster true again after somebody else has written to the register, without reading those who have not changed: their versions and how
//! their mails stand tell who has.

use std::ops::ControlFlow;

use jiff::Timestamp;

use super::{BLOCK, Group, Roster, Row};
use crate::domain::person::ConnectState;
use crate::jobs::control::Control;
use crate::jobs::error::JobError;
use crate::store::{PersonStamp, Register, StoreError};

/// Where more than one in so many persons has changed, all are read again: that is faster than finding each.
const FEW: usize = 16;

/// A roster that was made true again.
#[derive(Debug)]
pub struct Renewed {
    /// The roster.
    pub roster: Roster,
    /// The rows that are not what they were; `None` where they are not the rows that they were, so that all are to be arranged anew.
    pub changed: Option<Vec<u32>>,
}

impl Row {
    /// The place of somebody who is yet to be read.
    fn unread(stamp: PersonStamp) -> Row {
        Row {
            id: stamp.person,
            start: 0,
            ends: [0; 4],
            version: stamp.version,
            address_version: stamp.address_version,
            sent_until: None,
            state: ConnectState::Lacking,
            groups: 0,
            active: true,
            protected: false,
            to_sign_in: false,
        }
    }

    /// What was sent stops counting with time alone. Whether that has happened.
    fn expire(&mut self, now: Timestamp) -> bool {
        let expires = self.state == ConnectState::Sent && self.sent_until.is_some_and(|u| u <= now);
        if expires {
            self.state = ConnectState::Expired;
            self.groups = self.groups & !Group::Sent.bit() | Group::Expired.bit();
        }
        expires
    }
}

impl Roster {
    /// The roster as the register is now. Only those who have changed since are read; that nobody has is seen from their versions and from
    /// how their mails stand.
    ///
    /// # Errors
    /// The register; a cancel.
    pub fn renew(
        &self,
        register: &Register,
        now: Timestamp,
        control: &Control,
    ) -> Result<Renewed, JobError> {
        let anew = || {
            Ok(Renewed {
                roster: Roster::load(register, now, control)?,
                changed: None,
            })
        };
        // Read before the versions: what is written between the two is looked at again the next time.
        let basis = register.basis()?;
        if register.allowed_domains()? != self.domains {
            return anew();
        }
        let mut same_rows = true;
        let (rows, mut changed) = match self.basis == Some(basis) {
            true => (self.rows.clone(), Vec::new()),
            false => self.by_version(register, &mut same_rows, control)?,
        };
        let mut roster = Roster {
            text: String::new(),
            rows,
            domains: self.domains.clone(),
            basis: Some(basis),
        };
        roster.by_mails(register, &mut changed, control)?;
        changed.sort_unstable();
        changed.dedup();
        if changed.len() > roster.rows.len() / FEW + BLOCK {
            return anew();
        }
        roster.text.clone_from(&self.text);
        for row in &changed {
            let known = roster.rows[*row as usize];
            match register.person(known.id) {
                Ok(person) => {
                    let address_version = known.address_version;
                    roster.rows[*row as usize] = roster.row(&person, address_version, now);
                }
                // Gone this very moment.
                Err(StoreError::NotFound(_)) => return anew(),
                Err(error) => return Err(error.into()),
            }
        }
        // Texts of old leave no more behind than half of all.
        let live: usize = roster.rows.iter().map(|row| row.ends[3] as usize).sum();
        if roster.text.len() > 2 * live + BLOCK {
            return anew();
        }
        for (row, at) in (0..).zip(&mut roster.rows) {
            if at.expire(now) {
                changed.push(row);
            }
        }
        changed.sort_unstable();
        changed.dedup();
        Ok(Renewed {
            roster,
            changed: same_rows.then_some(changed),
        })
    }

    /// The rows with the versions that the register has now, and which of them are to be read.
    fn by_version(
        &self,
        register: &Register,
        same_rows: &mut bool,
        control: &Control,
    ) -> Result<(Vec<Row>, Vec<u32>), JobError> {
        let mut rows: Vec<Row> = Vec::with_capacity(self.rows.len());
        let mut changed = Vec::new();
        let mut old = self.rows.iter().peekable();
        register.for_each_version(|stamp| {
            while old.next_if(|row| row.id < stamp.person).is_some() {
                *same_rows = false;
            }
            let known = old.next_if(|row| row.id == stamp.person);
            if known.is_none_or(|row| row.version != stamp.version) {
                changed.push(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            }
            // New persons get the highest ids, so that the rows of the others stay where they are.
            *same_rows &= known.is_some() || old.peek().is_none();
            rows.push(match known {
                Some(row) => Row {
                    address_version: stamp.address_version,
                    ..*row
                },
                None => Row::unread(stamp),
            });
            match rows.len().is_multiple_of(BLOCK) && control.is_cancelled() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })?;
        *same_rows &= old.next().is_none();
        match control.is_cancelled() {
            true => Err(JobError::Cancelled),
            false => Ok((rows, changed)),
        }
    }

    /// Adds those to `changed` whose mails stand otherwise than the rows say.
    fn by_mails(
        &self,
        register: &Register,
        changed: &mut Vec<u32>,
        control: &Control,
    ) -> Result<(), JobError> {
        let (mut at, mut seen) = (0, 0_usize);
        register.for_each_mailed(|mailed| {
            while self.rows.get(at).is_some_and(|row| row.id < mailed.person) {
                at += 1;
            }
            let row = self.rows.get(at).filter(|row| row.id == mailed.person);
            if let Some(row) = row.filter(|row| row.address_version == mailed.address_version)
                && (row.sent_until != mailed.sent_until
                    || row.is_in(Group::Bounced) != mailed.bounced)
            {
                changed.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
            seen += 1;
            match seen.is_multiple_of(BLOCK) && control.is_cancelled() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })?;
        match control.is_cancelled() {
            true => Err(JobError::Cancelled),
            false => Ok(()),
        }
    }
}
