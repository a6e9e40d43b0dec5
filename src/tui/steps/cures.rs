//! What can be done at once about a file that an import refuses, for this run only or in the template for good. However much
//! differs from the template, it is one question: each offer is a sentence to choose and the cures with which the file is read
//! again. Not here: finding all that differs, asking, saving the template, and reading again.

use crate::domain::preflight::Refusal;
use crate::domain::text::visible;
use crate::file::FileError;
use crate::jobs::JobError;
use crate::jobs::error::DoubtfulCell;
use crate::jobs::import::Cures;
use crate::lang::{errors, sentences};
use crate::t;

/// A refusal as it is shown: what is wrong, and what can be chosen. Without offers the text says what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    /// What is wrong and where.
    pub text: String,
    /// What can be chosen.
    pub offers: Vec<Offer>,
}

/// One thing that can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is, in a sentence.
    pub text: String,
    /// What cures the file.
    pub cure: Cure,
}

/// A cure and for how long it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cure {
    /// For this run: all that hold then.
    Once(Cures),
    /// In the template from now on: this one alone.
    ForGood(Cures),
}

/// What is offered for errors that stand one behind the other, on top of the cures that hold already.
pub fn of(errors: &[JobError], cures: &Cures) -> Refused {
    let (first, last) = match errors {
        [] => return Refused::default(),
        [one] => (one, one),
        [first, .., last] => (first, last),
    };
    if errors.len() == 1 {
        let offers = offers(first, cures);
        let told = errors::job(first);
        let text = if offers.is_empty() {
            told.whole()
        } else {
            // The other cure speaks of the options of the command; here the choices themselves are the cure.
            told.message
        };
        return Refused { text, offers };
    }
    let mut lines = vec![t!("cure-several", n = errors.len() as u64)];
    if cures.and_for(last).is_none() {
        // All before it would be in vain; what to do about this one comes first.
        lines.insert(0, errors::job(last).whole());
    }
    lines.extend(errors.iter().map(|error| format!("• {}", differs(error))));
    Refused {
        text: lines.join("\n"),
        offers: offers_for_all(errors, cures),
    }
}

/// Whether both encodings can be meant: in neither do bytes stand that it cannot hold.
fn open(cell: &DoubtfulCell) -> bool {
    !cell.two.contains(char::REPLACEMENT_CHARACTER)
}

/// What differs, in a line.
fn differs(error: &JobError) -> String {
    match error {
        JobError::Refused(Refusal::Delimiter { template, file }) => t!(
            "cure-differs-delimiter",
            file = sentences::delimiter(*file),
            template = sentences::delimiter(*template)
        ),
        JobError::Refused(Refusal::Heading {
            column,
            expected,
            found,
            columns: Some(_),
            ..
        }) => t!(
            "cure-differs-column",
            column = *column,
            found = match found.as_str() {
                "" => t!("cure-no-column"),
                found => format!("”{}”", visible(found)),
            },
            expected = match expected {
                None => t!("cure-no-column"),
                Some(field) => sentences::field(*field),
            }
        ),
        JobError::EncodingDoubtful(cell) if !open(cell) => t!(
            "cure-differs-encoding",
            file = sentences::encoding(cell.guess),
            template = sentences::encoding(cell.other)
        ),
        JobError::EncodingDoubtful(cell) => t!(
            "cure-doubtful-encoding",
            line = cell.line,
            guess = sentences::encoding(cell.guess),
            one = visible(&cell.one).into_owned(),
            other = sentences::encoding(cell.other),
            two = visible(&cell.two).into_owned()
        ),
        other => errors::job(other).message,
    }
}

/// One answer to all: with doubt about the encoding one for each, first for this time, then for the template.
fn offers_for_all(errors: &[JobError], cures: &Cures) -> Vec<Offer> {
    let all = |from: &Cures| {
        let add = |cures: Cures, error: &JobError| cures.and_for(error);
        errors.iter().try_fold(from.clone(), add)
    };
    // In the template only what is wrong with it.
    let (Some(once), Some(alone)) = (all(cures), all(&Cures::default())) else {
        return Vec::new();
    };
    let doubt = errors.iter().find_map(|error| match error {
        JobError::EncodingDoubtful(cell) if open(cell) => Some([cell.guess, cell.other]),
        _ => None,
    });
    let with = |cures: &Cures, encoding| Cures {
        encoding: Some(encoding),
        ..cures.clone()
    };
    let Some(both) = doubt else {
        return vec![
            Offer {
                text: t!("cure-all"),
                cure: Cure::Once(once),
            },
            Offer {
                text: t!("cure-all-for-good"),
                cure: Cure::ForGood(alone),
            },
        ];
    };
    let name = sentences::encoding;
    let reads = both.map(|encoding| Offer {
        text: t!("cure-all-encoding", encoding = name(encoding)),
        cure: Cure::Once(with(&once, encoding)),
    });
    let saves = both.map(|encoding| Offer {
        text: t!("cure-all-encoding-for-good", encoding = name(encoding)),
        cure: Cure::ForGood(with(&alone, encoding)),
    });
    reads.into_iter().chain(saves).collect()
}

fn offers(error: &JobError, cures: &Cures) -> Vec<Offer> {
    let once = |text: String, change: &dyn Fn(&mut Cures)| {
        let mut cured = cures.clone();
        change(&mut cured);
        Offer {
            text,
            cure: Cure::Once(cured),
        }
    };
    let for_good = |text: String, change: &dyn Fn(&mut Cures)| {
        let mut alone = Cures::default();
        change(&mut alone);
        Offer {
            text,
            cure: Cure::ForGood(alone),
        }
    };
    match error {
        JobError::Refused(Refusal::Delimiter { file, .. }) => {
            let (name, file) = (sentences::delimiter(*file), *file);
            let change = move |c: &mut Cures| c.delimiter = Some(file);
            vec![
                once(t!("cure-delimiter", file = name.as_str()), &change),
                for_good(t!("cure-delimiter-for-good", file = name), &change),
            ]
        }
        JobError::Refused(Refusal::Heading {
            columns: Some(columns),
            ..
        }) => {
            let change = |c: &mut Cures| c.columns = Some(columns.clone());
            vec![
                once(t!("cure-columns"), &change),
                for_good(t!("cure-columns-for-good"), &change),
            ]
        }
        JobError::Refused(
            Refusal::HeadingAsPerson { line: right } | Refusal::PersonSkipped { right, .. },
        ) => {
            let change = |c: &mut Cures| c.skip_rows = Some(*right);
            vec![
                once(t!("cure-skip", n = *right), &change),
                for_good(t!("cure-skip-for-good", n = *right), &change),
            ]
        }
        JobError::EncodingDoubtful(cell) => {
            let both = [(cell.guess, &cell.one), (cell.other, &cell.two)];
            let reads = both.map(|(encoding, shown)| {
                let (name, shown) = (sentences::encoding(encoding), visible(shown).into_owned());
                let text = t!("cure-encoding", encoding = name, shown = shown);
                once(text, &|c| c.encoding = Some(encoding))
            });
            let saves = both.map(|(encoding, _)| {
                let name = sentences::encoding(encoding);
                let text = t!("cure-encoding-for-good", encoding = name);
                for_good(text, &|c| c.encoding = Some(encoding))
            });
            reads.into_iter().chain(saves).collect()
        }
        // Quotation marks are no business of a template.
        JobError::File(FileError::QuoteUnclosed { .. }) => {
            vec![once(t!("cure-no-quotes"), &|c| c.no_quotes = true)]
        }
        _ => Vec::new(),
    }
}

/// Cures in words, for a form that applies them again.
pub fn told(cures: &Cures) -> String {
    let parts = [
        cures.delimiter.map(sentences::delimiter),
        cures.encoding.map(sentences::encoding),
        cures.skip_rows.map(|n| t!("cure-told-skip", n = n)),
        cures.columns.as_ref().map(|_| t!("cure-told-columns")),
        cures.no_quotes.then(|| t!("cure-told-no-quotes")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::Delimiter;

    #[test]
    fn cures_add_up_and_speak_no_command() {
        let semicolon = Refusal::Delimiter {
            template: Delimiter::TAB,
            file: Delimiter::SEMICOLON,
        };
        let first = of(&[JobError::Refused(semicolon)], &Cures::default());
        assert!(!first.text.contains("--"), "{}", first.text);
        let Cure::Once(cures) = &first.offers[0].cure else {
            panic!("{first:?}");
        };
        let heading = Refusal::PersonSkipped {
            line: 1,
            user_id: "anna.a".into(),
            right: 0,
        };
        let second = of(&[JobError::Refused(heading)], cures);
        let sentence = &second.offers[0].text;
        assert!(sentence.starts_with("Skip no"), "{sentence}");
        let both = Cures {
            delimiter: Some(Delimiter::SEMICOLON),
            skip_rows: Some(0),
            ..Cures::default()
        };
        assert_eq!(second.offers[0].cure, Cure::Once(both));
        // The template is given only what is wrong with it.
        let one = Cures {
            skip_rows: Some(0),
            ..Cures::default()
        };
        assert_eq!(second.offers[1].cure, Cure::ForGood(one));
    }

    #[test]
    fn what_has_no_cure_at_hand_says_what_to_do() {
        let path = "rapport.csv".into();
        let refused = of(
            &[JobError::File(FileError::Spreadsheet { path })],
            &Cures::default(),
        );
        assert!(refused.offers.is_empty());
        assert!(refused.text.contains("save it as CSV"), "{}", refused.text);
    }
}
