//! What a spreadsheet does to keys: leading zeros vanish, long numbers turn into `1,23E+05`. Used to say so to
//! whoever wonders why a row does not match, and to propose the repair. Never used to match a row (R1).

/// Whether a spreadsheet made `found` out of `stored`: the leading zeros lost, or the number written with an exponent.
pub fn explains(stored: &str, found: &str) -> bool {
    if stored == found || found.is_empty() {
        return false;
    }
    lost_zeros(stored, found) || Exponent::parse(found).is_some_and(|e| e.shows(stored))
}

/// Whether `found` is `stored` without (some of) its leading zeros.
fn lost_zeros(stored: &str, found: &str) -> bool {
    let bare = |text: &str| -> Option<String> {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.trim_start_matches('0').to_owned())
    };
    match (bare(stored), bare(found)) {
        (Some(a), Some(b)) => a == b && stored.len() > found.len(),
        _ => false,
    }
}

/// A number as a spreadsheet shows it when it is too long for the cell: `1,23E+05`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponent {
    mantissa: f64,
    exponent: i32,
    decimals: usize,
}

impl Exponent {
    /// Reads `1,23E+05` or `1.23E+05`; `None` for everything else.
    pub fn parse(text: &str) -> Option<Exponent> {
        let (mantissa, exponent) = text.split_once(['E', 'e'])?;
        let exponent = exponent.strip_prefix('+')?;
        if exponent.is_empty()
            || exponent.len() > 3
            || !exponent.bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let mantissa = mantissa.replace(',', ".");
        let decimals = mantissa.split_once('.').map_or(0, |(_, d)| d.len());
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
        let plain = mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        (plain && digits == decimals + 1).then_some(())?;
        Some(Exponent {
            mantissa: mantissa.parse().ok()?,
            exponent: exponent.parse().ok()?,
            decimals,
        })
    }

    /// How many decimals the mantissa has.
    pub fn decimals(self) -> usize {
        self.decimals
    }

    /// Whether a spreadsheet shows this stored number so.
    pub fn shows(self, stored: &str) -> bool {
        Exponent::of(stored, self.decimals) == Some(self)
    }

    /// How a spreadsheet shows a stored number (digits, or digits with an `E`) with so many decimals.
    pub fn of(stored: &str, decimals: usize) -> Option<Exponent> {
        let numeric = stored
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'E' | b'e'))
            && stored.starts_with(|c: char| c.is_ascii_digit());
        let value: f64 = numeric.then(|| stored.parse().ok())??;
        (value.is_finite() && value > 0.0).then_some(())?;
        let shown = format!("{value:.decimals$e}");
        let (mantissa, exponent) = shown.split_once('e')?;
        Some(Exponent {
            mantissa: mantissa.parse().ok()?,
            exponent: exponent.parse().ok()?,
            decimals,
        })
    }
}

impl std::fmt::Display for Exponent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.*}E+{:02}",
            self.decimals, self.mantissa, self.exponent
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_zeros_and_exponents_are_explained() {
        for (stored, found) in [
            ("00417", "417"),
            ("007", "07"),
            ("123456", "1,23E+05"),
            ("123E3", "1,23E+05"),
            ("700123456789", "7,00123E+11"),
        ] {
            assert!(explains(stored, found), "{stored} {found}");
        }
    }

    #[test]
    fn other_differences_are_not() {
        for (stored, found) in [
            ("417", "00417"),
            ("00417", "418"),
            ("T0042", "42"),
            ("00417", "00417"),
            ("00417", ""),
            ("133456", "1,23E+05"),
            ("123456", "12,3E+04"),
        ] {
            assert!(!explains(stored, found), "{stored} {found}");
        }
    }
}
