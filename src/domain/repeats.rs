//! What occurs more than once among millions of things, found with eight bytes for each and no copy of any. Used where a
//! table of all of them would take more memory than the file that they stand in.

use std::borrow::Cow;
use std::collections::HashMap;

use super::address;
use super::person::user_id_key;
use super::snapshot::hash;

/// Things by number, of which those are wanted that occur more than once.
#[derive(Debug, Default)]
pub struct Repeats(Vec<u64>);

impl Repeats {
    /// Nothing yet, with room for so many.
    pub fn with_capacity(things: usize) -> Repeats {
        Repeats(Vec::with_capacity(things))
    }

    /// Adds a thing that is known by this code.
    pub fn push_code(&mut self, code: u32, number: u32) {
        self.0.push(u64::from(code) << 32 | u64::from(number));
    }

    /// Adds a thing that is known by this text.
    pub fn push(&mut self, text: &str, number: u32) {
        self.push_code(code(text), number);
    }

    /// The numbers of all that occur more than once, in rising order; of texts, perhaps a few too many, never one too few.
    pub fn numbers(mut self) -> Vec<u32> {
        self.0.sort_unstable();
        let alike = self.0.chunk_by(|a, b| a >> 32 == b >> 32);
        let mut numbers: Vec<u32> = alike
            .filter(|chunk| chunk.len() > 1)
            .flatten()
            // The lower half is the number.
            .map(|thing| *thing as u32)
            .collect();
        numbers.sort_unstable();
        numbers
    }
}

/// The upper half of the hash; the lower one is what hash tables use, and as good.
fn code(text: &str) -> u32 {
    (hash(text) >> 32) as u32
}

/// The rows of a file whose user id stands in other rows of it too.
#[derive(Debug, Default)]
pub struct Doubles {
    /// Each such row with the first one that has its user id, in rising order; also that first one.
    rows: Vec<(u32, u32)>,
}

impl Doubles {
    /// Looks through the user ids of these rows, given in rising order and each time anew. Rows without one are nobody's.
    pub fn find<'a, I: Iterator<Item = u32>>(
        rows: impl Fn() -> I,
        user_id: impl Fn(u32) -> Cow<'a, str>,
    ) -> Doubles {
        let mut repeated = Vec::new();
        // One half of all codes at a time takes half the memory, and looking twice does not take long.
        for half in 0..2 {
            let mut repeats = Repeats::default();
            for row in rows() {
                let user_id = user_id(row);
                let user_id = address::trim(&user_id);
                if user_id.is_empty() {
                    continue;
                }
                let code = code(&user_id_key(user_id));
                if code >> 31 == half {
                    repeats.push_code(code, row);
                }
            }
            repeated.extend(repeats.numbers());
        }
        repeated.sort_unstable();
        let mut firsts: HashMap<String, u32> = HashMap::new();
        let mut rows = Vec::new();
        for row in repeated {
            let user_id = user_id(row);
            let key = user_id_key(address::trim(&user_id));
            let first = match firsts.get(key.as_ref()) {
                Some(first) => *first,
                None => {
                    firsts.insert(key.into_owned(), row);
                    row
                }
            };
            rows.push((row, first));
        }
        // Two user ids whose codes are alike are no doubles.
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for (_, first) in &rows {
            *counts.entry(*first).or_default() += 1;
        }
        rows.retain(|(_, first)| counts[first] > 1);
        Doubles { rows }
    }

    /// The first row that has this row's user id; nothing where no other row has it.
    pub fn first(&self, row: u32) -> Option<u32> {
        let at = self.rows.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(self.rows[at].1)
    }

    /// All such rows, in rising order.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        self.rows.iter().map(|(row, _)| *row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_occurs_twice_is_found_and_nothing_else() {
        let mut repeats = Repeats::default();
        for (number, text) in (0..).zip(["a", "b", "a", "c", "b", "a", "d"]) {
            repeats.push(text, number);
        }
        assert_eq!(repeats.numbers(), [0, 1, 2, 4, 5]);
        assert_eq!(Repeats::default().numbers(), [0_u32; 0]);
    }

    #[test]
    fn texts_with_one_code_are_told_apart_by_user_id() {
        let ids = ["anna", "bo", "ANNA ", "", "cia", "", "bo"];
        let doubles = Doubles::find(|| 0..7, |row| ids[row as usize].into());
        let firsts: Vec<_> = (0..7).map(|row| doubles.first(row)).collect();
        assert_eq!(
            firsts,
            [Some(0), Some(1), Some(0), None, None, None, Some(1)]
        );
        assert_eq!(doubles.rows().collect::<Vec<_>>(), [0, 1, 2, 6]);
    }
}
