//! What is asked of a benchmark on its command line: how many rows, how often, and which of those that are compared.

/// What is asked for.
pub struct Wanted {
    /// The sizes of the files.
    pub rows: Vec<u32>,
    /// How often each is measured.
    pub runs: usize,
    /// The name of what alone is measured; `None` means all.
    pub only: Option<String>,
}

impl Wanted {
    /// Reads the options, two words each; without any, these sizes so many times. `usage` says what
    /// `--only` names, and what else the benchmark takes.
    pub fn read(words: &[String], rows: Vec<u32>, runs: usize, usage: &str) -> Wanted {
        let mut wanted = Wanted {
            rows,
            runs,
            only: None,
        };
        for option in words.chunks(2) {
            match option {
                [name, value] if name == "--rows" => {
                    wanted.rows = value.split(',').map(number).collect();
                }
                [name, value] if name == "--runs" => wanted.runs = value.parse().unwrap(),
                [name, value] if name == "--only" => wanted.only = Some(value.clone()),
                _ => panic!("what is {option:?}? --rows N,N… --runs N --only {usage}"),
            }
        }
        wanted
    }
}

/// The words of the command line. Cargo says that this is a benchmark; that is known.
pub fn words() -> Vec<String> {
    std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect()
}

/// A number such as `1_000_000`.
pub fn number(text: &str) -> u32 {
    text.replace('_', "").parse().unwrap()
}
