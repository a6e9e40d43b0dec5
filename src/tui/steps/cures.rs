//! What can be done at once about a file that an import refuses: one thing, for this run only. Each offer is a sentence to
//! choose and the cures with which the file is read again. Not here: asking, and reading again.

use crate::domain::preflight::Refusal;
use crate::domain::template::Encoding;
use crate::file::FileError;
use crate::jobs::JobError;
use crate::jobs::import::Cures;
use crate::lang::{errors, sentences};
use crate::t;

/// A refusal as it is shown: what is wrong, and what can be chosen. Without offers the text says what to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong and where.
    pub text: String,
    /// Sentences and the cures that they stand for.
    pub offers: Vec<(String, Cures)>,
}

/// What is offered for an error, on top of the cures that hold already.
pub fn of(error: &JobError, cures: &Cures) -> Refused {
    let offers = offers(error, cures);
    let told = errors::job(error);
    let text = if offers.is_empty() {
        told.whole()
    } else {
        // The other cure speaks of the options of the command; here the choices themselves are the cure.
        told.message
    };
    Refused { text, offers }
}

fn offers(error: &JobError, cures: &Cures) -> Vec<(String, Cures)> {
    let with = |change: &dyn Fn(&mut Cures)| {
        let mut cured = cures.clone();
        change(&mut cured);
        cured
    };
    let encoding = |encoding: Encoding, shown: &str| {
        let name = sentences::encoding(encoding);
        let shown = crate::domain::text::visible(shown).into_owned();
        (
            t!("cure-encoding", encoding = name, shown = shown),
            with(&|c| c.encoding = Some(encoding)),
        )
    };
    match error {
        JobError::Refused(Refusal::Delimiter { file, .. }) => vec![(
            t!("cure-delimiter", file = sentences::delimiter(*file)),
            with(&|c| c.delimiter = Some(*file)),
        )],
        JobError::Refused(Refusal::Heading {
            columns: Some(columns),
            ..
        }) => vec![(
            t!("cure-columns"),
            with(&|c| c.columns = Some(columns.clone())),
        )],
        JobError::Refused(Refusal::HeadingAsPerson { line }) => {
            vec![(
                t!("cure-skip", n = *line),
                with(&|c| c.skip_rows = Some(*line)),
            )]
        }
        JobError::Refused(Refusal::PersonSkipped { right, .. }) => {
            vec![(
                t!("cure-skip", n = *right),
                with(&|c| c.skip_rows = Some(*right)),
            )]
        }
        JobError::EncodingDoubtful(cell) => vec![
            encoding(cell.guess, &cell.one),
            encoding(cell.other, &cell.two),
        ],
        JobError::File(FileError::QuoteUnclosed { .. }) => {
            vec![(t!("cure-no-quotes"), with(&|c| c.no_quotes = true))]
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
        let first = of(&JobError::Refused(semicolon), &Cures::default());
        assert!(!first.text.contains("--"), "{}", first.text);
        let (_, cures) = &first.offers[0];
        let heading = Refusal::PersonSkipped {
            line: 1,
            user_id: "anna.a".into(),
            right: 0,
        };
        let second = of(&JobError::Refused(heading), cures);
        let (sentence, cures) = &second.offers[0];
        assert!(sentence.starts_with("Skip no"), "{sentence}");
        assert_eq!(cures.delimiter, Some(Delimiter::SEMICOLON));
        assert_eq!(cures.skip_rows, Some(0));
    }

    #[test]
    fn what_has_no_cure_at_hand_says_what_to_do() {
        let path = "rapport.csv".into();
        let refused = of(
            &JobError::File(FileError::Spreadsheet { path }),
            &Cures::default(),
        );
        assert!(refused.offers.is_empty());
        assert!(refused.text.contains("save it as CSV"), "{}", refused.text);
    }
}
