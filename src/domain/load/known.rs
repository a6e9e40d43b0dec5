//! Whom a row of a people file means: the persons of the register by their keys.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::person::{Person, user_id_key};
use crate::domain::plan::Rejection;

/// The persons that there are, found by their keys.
pub(super) struct Known<'p> {
    /// All of them; what is found is a position in this list.
    pub(super) people: &'p [Person],
    by_user_id: HashMap<Cow<'p, str>, usize>,
    by_number: HashMap<&'p str, Vec<usize>>,
}

impl<'p> Known<'p> {
    pub(super) fn new(people: &'p [Person]) -> Known<'p> {
        let mut by_user_id = HashMap::with_capacity(people.len());
        let mut by_number: HashMap<&str, Vec<usize>> = HashMap::with_capacity(people.len());
        for (at, person) in people.iter().enumerate() {
            if let Some(user_id) = &person.user_id {
                by_user_id.insert(user_id_key(user_id), at);
            }
            if let Some(number) = &person.employee_number {
                by_number.entry(number).or_default().push(at);
            }
        }
        Known {
            people,
            by_user_id,
            by_number,
        }
    }

    /// The person with this number: within the company where one is named, else over all if there is only one.
    fn by_number(&self, number: &str, company: Option<u32>) -> Result<Option<usize>, Rejection> {
        let all = self.by_number.get(number).map_or(&[][..], Vec::as_slice);
        match company {
            Some(_) => Ok(all
                .iter()
                .copied()
                .find(|at| self.people[*at].company == company)),
            None if all.len() > 1 => Err(Rejection::NumberAmbiguous),
            None => Ok(all.first().copied()),
        }
    }

    fn taken(&self, holder: usize) -> Rejection {
        Rejection::NumberTaken {
            holder: self.people[holder].shown_key().into(),
        }
    }

    /// Whom the row means: an existing person, or nobody yet.
    pub(super) fn find(
        &self,
        user_id: Option<&str>,
        number: Option<&str>,
        company: Option<u32>,
    ) -> Result<Option<usize>, Rejection> {
        let by_user_id =
            user_id.and_then(|id| self.by_user_id.get(user_id_key(id).as_ref()).copied());
        let Some(number) = number else {
            return Ok(by_user_id);
        };
        match (by_user_id, user_id) {
            (Some(at), _) => {
                let person = &self.people[at];
                if person.employee_number.as_deref() == Some(number)
                    && (company.is_none() || person.company == company)
                {
                    return Ok(Some(at));
                }
                match self.by_number(number, company.or(person.company))? {
                    Some(other) if other != at => Err(self.taken(other)),
                    _ => Ok(Some(at)),
                }
            }
            (None, Some(_)) => match self.by_number(number, company)? {
                Some(at) if self.people[at].user_id.is_some() => Err(self.taken(at)),
                found => Ok(found),
            },
            (None, None) => self.by_number(number, company),
        }
    }
}
